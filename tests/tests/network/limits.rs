//! Each limit: what is within it works, and one more is refused with its own return value, or cut off.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use strongroom_tests::instance::initialize_at;
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance};

fn with(settings: &[&str]) -> Service {
    Service::start(&instance::directory(), settings)
}

fn client(service: &Service, more: &str) -> Hsm {
    Hsm::start_at(&service.url(&service.bundle, more))
}

const FLAGS: u64 = CKF_SERIAL_SESSION | CKF_RW_SESSION;

/// Sessions and session objects of an application.
pub fn sessions_and_objects() {
    let service = with(&["limits.sessions=3", "limits.session_objects=2"]);
    let hsm = client(&service, "");
    let sessions: Vec<Session> = (0..3).map(|_| hsm.rw()).collect();
    Session::open(hsm.m, hsm.slot, FLAGS).map(drop).fails(CKR_SESSION_COUNT);
    assert_eq!(hsm.token().ulMaxSessionCount, 3);
    sessions[0].close().ok();
    let s = hsm.rw();
    let data = template![CKA_CLASS => CKO_DATA];
    let objects: Vec<u64> = (0..2).map(|_| s.create(&data).must()).collect();
    s.create(&data).fails(CKR_DEVICE_MEMORY);
    s.destroy(objects[0]).ok();
    s.create(&data).must();
}

/// Attributes of a template, and templates within templates.
pub fn templates() {
    let service = with(&["limits.template_attributes=6", "limits.template_depth=1"]);
    let s = client(&service, "").user();
    let base = template![CKA_CLASS => CKO_DATA, CKA_LABEL => "a", CKA_VALUE => "b"];
    let five = base.clone().with(CKA_APPLICATION, "c").with(CKA_OBJECT_ID, &[6, 1, 0]);
    s.create(&five.clone().with(CKA_PRIVATE, false)).must();
    let seven = five.with(CKA_PRIVATE, false).with(CKA_MODIFIABLE, true);
    s.create(&seven).fails(CKR_ARGUMENTS_BAD);
    let inner = template![CKA_LABEL => "in"];
    let one = inner.array();
    let wrapping = |nested: &[u8]| template![CKA_WRAP => true, CKA_WRAP_TEMPLATE => nested];
    s.aes(32, &wrapping(&one)).must();
    let deeper = template![CKA_UNWRAP_TEMPLATE => one.as_slice()];
    s.aes(32, &wrapping(&deeper.array())).fails(CKR_ARGUMENTS_BAD);
}

/// Bytes of one request: what is longer goes in parts where it can, and is refused where it cannot.
pub fn frames() {
    let service = with(&["limits.frame_size=65536"]);
    let s = client(&service, "").user();
    let long = vec![7; 1 << 20];
    let digest = s.digest(&Mech::new(CKM_SHA256), &long).must();
    assert_eq!(hex::encode(&digest[..4]), hex::encode(&sha256(&long)[..4]));
    let aes = s.aes(32, &Template::new()).must();
    let cbc = Mech::bytes(CKM_AES_CBC, &[1; 16]);
    let sealed = s.encrypt(&cbc, aes, &long).must();
    assert_eq!(s.decrypt(&cbc, aes, &sealed).must(), long);
    s.random(60_000).must();
    s.random(70_000).fails(CKR_DEVICE_MEMORY);
    let label = vec![b'x'; 70_000];
    let object = template![CKA_CLASS => CKO_DATA, CKA_VALUE => label.as_slice()];
    s.create(&object).fails(CKR_DATA_LEN_RANGE);
    s.random(8).must();
}

/// SHA-256 by another program.
fn sha256(bytes: &[u8]) -> Vec<u8> {
    let file = instance::directory().join("bytes");
    std::fs::write(&file, bytes).expect("a file");
    let output = std::process::Command::new("sha256sum").arg(&file).output().expect("sha256sum");
    hex::decode(&output.stdout[..64]).expect("hexadecimal digits")
}

/// Connections of a client: an application that needs more waits for its own.
pub fn connections_of_a_client() {
    let service = with(&["limits.connections_per_client=2", "limits.applications_per_client=1"]);
    let hsm = client(&service, "&connections=2&timeout=3");
    let s = hsm.user();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let s = hsm.rw();
                (0..50).for_each(|_| drop(s.random(32).must()));
            });
        }
    });
    s.random(8).must();
    // A second application of the same client is one too many.
    let environment =
        vec![("STRONGROOM_URL".to_owned(), service.url(&service.bundle, "&timeout=2"))];
    let other = instance::command(&environment).args(["slot", "list"]).output().expect("slot list");
    assert!(!other.status.success());
    let said = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(said.contains("CKR_DEVICE_MEMORY") || said.contains("CKR_DEVICE_ERROR"), "{said}");
}

/// An application without connections is closed after a while; its client begins anew and goes on.
pub fn an_application_that_is_left_alone() {
    let service = with(&["limits.idle_time=200ms", "limits.application_time=300ms"]);
    let hsm = client(&service, "");
    let s = hsm.user();
    let object = s.create(&template![CKA_CLASS => CKO_DATA]).must();
    // It is looked at every second.
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    s.get(object, CKA_CLASS).map(drop).fails(CKR_OBJECT_HANDLE_INVALID);
}

/// Strangers: whatever they do, they are cut off, and clients do not notice.
pub fn strangers() {
    let service = with(&["limits.handshake_time=500ms", "limits.handshakes=16"]);
    let hsm = client(&service, "");
    let s = hsm.user();
    let connect = || TcpStream::connect(service.address).expect("a connection");
    // More half-open connections than there are places, all the time.
    let mut open: Vec<TcpStream> = (0..300).map(|_| connect()).collect();
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0x16, 3, 1, 0xff, 0xff], &[0; 4096]] {
        let mut stream = connect();
        let _ = stream.write_all(garbage);
        open.push(stream);
    }
    let begun = Instant::now();
    for _ in 0..50 {
        open.push(connect());
        assert_eq!(s.random(16).must().len(), 16);
    }
    // A new client gets in between them.
    let environment = service.environment();
    let other = instance::command(&environment).args(["slot", "list"]).output().expect("slot list");
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    assert!(begun.elapsed() < Duration::from_secs(3));
    // A byte at a time does not buy more time than the handshake has.
    let mut slow = connect();
    let begun = Instant::now();
    while slow.write_all(&[0x16]).is_ok() && begun.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "a stranger keeps a connection");
    for stream in &mut open {
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a time");
        let mut byte = [0];
        // Cut off: an end, an alert first, or a reset; never silence.
        let cut = stream.read(&mut byte).map_err(|error| error.kind());
        assert!(!matches!(cut, Err(std::io::ErrorKind::WouldBlock)), "a stranger is still there");
    }
}

/// Wrong PINs are answered more and more slowly, before they lock.
pub fn wrong_pins_wait() {
    // Delays that cannot be taken for what a PIN takes on a busy machine.
    let service = with(&["limits.pin_backoff_first=2s", "limits.pin_backoff_after=2"]);
    let s = client(&service, "").rw();
    let wrong = |s: Session| {
        let begun = Instant::now();
        s.login(CKU_USER, "not this one").is(CKR_PIN_INCORRECT);
        begun.elapsed()
    };
    let took: Vec<Duration> = (0..4).map(|_| wrong(s)).collect();
    let (first, second) = (Duration::from_secs(2), Duration::from_secs(4));
    assert!(took[0] < first && took[1] < first, "{took:?}");
    assert!(took[2] >= first && took[3] >= second, "{took:?}");
    // Another client does not wait for that.
    let bundle = strongroom_tests::service::add_client(&instance::directory(), "calm", &[]);
    let pins = instance::directory().join("pin");
    std::fs::write(&pins, USER_PIN).expect("a file");
    let environment = vec![("STRONGROOM_URL".to_owned(), service.url(&bundle, ""))];
    let begun = Instant::now();
    let listed = instance::command(&environment)
        .args(["key", "list", "--slot", "0", "--pin-file"])
        .arg(&pins)
        .output()
        .expect("key list");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    assert!(begun.elapsed() < second, "{:?}", begun.elapsed());
}

/// A client that waits for less time than a request takes hears that the service is at work.
pub fn an_impatient_client() {
    let delay =
        ["after=1", "first=2500ms", "max=2500ms"].map(|s| format!("limits.pin_backoff_{s}"));
    let service = with(&delay.each_ref().map(String::as_str));
    let s = client(&service, "&timeout=1").rw();
    s.login(CKU_USER, "not this one").is(CKR_PIN_INCORRECT);
    let begun = Instant::now();
    s.login(CKU_USER, "nor this").is(CKR_PIN_INCORRECT);
    assert!(begun.elapsed() >= Duration::from_millis(2500), "{:?}", begun.elapsed());
}

/// What takes long does not stand in the way of what does not, nor one client's load in another's.
pub fn heavy_load_of_another() {
    let service = with(&[]);
    let hsm = client(&service, "");
    let s = hsm.user();
    let bundle = strongroom_tests::service::add_client(&instance::directory(), "heavy", &[]);
    let url = service.url(&bundle, "");
    let mut heavy: Vec<_> = (0..6)
        .map(|n| {
            let pins = instance::directory().join("pin");
            std::fs::write(&pins, USER_PIN).expect("a file");
            let label = format!("heavy-{n}");
            instance::command(&[("STRONGROOM_URL".to_owned(), url.clone())])
                .args([
                    "key",
                    "generate",
                    "rsa:8192",
                    "--slot",
                    "1",
                    "--label",
                    &label,
                    "--pin-file",
                ])
                .arg(&pins)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .expect("key generate")
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    let mut took: Vec<Duration> = (0..200)
        .map(|_| {
            let begun = Instant::now();
            s.random(32).must();
            begun.elapsed()
        })
        .collect();
    let at_work = heavy.iter_mut().map(std::process::Child::try_wait);
    let at_work = at_work.filter(|ended| matches!(ended, Ok(None))).count();
    for child in &mut heavy {
        let _ = child.kill();
        let _ = child.wait();
    }
    took.sort();
    println!("beside {at_work} heavy clients: median {:?}, longest {:?}", took[100], took[199]);
    assert!(at_work > 0);
    assert!(
        took[100] < Duration::from_millis(50) && took[199] < Duration::from_secs(1),
        "{took:?}"
    );
    // `C_Finalize` waits for nobody either.
    hsm.m.call("C_Finalize", &[0]).ok();
    initialize_at(hsm.m, &service.url(&service.bundle, "")).ok();
}
