//! A server that has a certificate and says nonsense: too much, too little, too slowly or nothing. Calls end
//! with `CKR_DEVICE_ERROR`, within their bound. The server is the openssl command, which says what it is
//! given, or a thread that knows some of the protocol.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_tests::instance::{self, initialize_at, slots};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;

/// How long a call may wait, in seconds, as the library is told.
const PATIENCE: u64 = 1;

fn openssl(directory: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(directory).output();
    let output = output.expect("openssl");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A certificate of the instance's authority for the service's name.
fn issue(directory: &Path) {
    let name = std::fs::read_to_string(directory.join("network/name")).expect("a name");
    std::fs::write(directory.join("san"), format!("subjectAltName=DNS:{name}")).expect("a file");
    let new = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let rest = ["-keyout", "enemy.key", "-out", "enemy.csr", "-subj", "/CN=enemy"];
    openssl(directory, &[&new[..], &rest[..]].concat());
    let sign = ["x509", "-req", "-in", "enemy.csr", "-out", "enemy.pem", "-days", "1"];
    let by = ["-CA", "network/authority.pem", "-CAkey", "network/authority.key"];
    openssl(directory, &[&sign[..], &by[..], &["-CAcreateserial", "-extfile", "san"]].concat());
}

/// The openssl command as the service of the test's instance, with a certificate of its authority.
struct Enemy(Child, u16);

impl Enemy {
    fn start() -> Self {
        let directory = instance::directory();
        issue(&directory);
        // A port that was free a moment ago.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        let child = Command::new("openssl")
            .args(["s_server", "-quiet", "-tls1_3", "-alpn", "strongroom/1", "-naccept", "40"])
            .args(["-cert", "enemy.pem", "-key", "enemy.key", "-accept"])
            .arg(format!("127.0.0.1:{port}"))
            .current_dir(&directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl s_server");
        std::thread::sleep(Duration::from_millis(300));
        Self(child, port)
    }
}

impl Drop for Enemy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a call comes to, and how long it takes, while the server says something, again and again.
fn meets(says: impl Fn(&mut ChildStdin) -> std::io::Result<()> + Send + 'static) {
    let bundle = add_client(&instance::directory(), "victim", &[]);
    let mut enemy = Enemy::start();
    let mut mouth = enemy.0.stdin.take().expect("its input");
    std::thread::spawn(move || while says(&mut mouth).and_then(|()| mouth.flush()).is_ok() {});
    let m = Hsm::load();
    let url = format!(
        "strongroom://127.0.0.1:{}?bundle={}&timeout={PATIENCE}",
        enemy.1,
        bundle.display()
    );
    initialize_at(m, &url).ok();
    for _ in 0..2 {
        let begun = Instant::now();
        slots(m, true).map(drop).fails(CKR_DEVICE_ERROR);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(4 * PATIENCE), "{took:?}");
    }
    m.call("C_Finalize", &[0]).ok();
}

/// Nothing at all.
pub fn silence() {
    meets(|_| {
        std::thread::sleep(Duration::from_millis(100));
        Ok(())
    });
}

/// Bytes that mean nothing.
pub fn garbage() {
    meets(|mouth| {
        std::thread::sleep(Duration::from_millis(20));
        mouth.write_all(&[0x20, 0, 0, 0, 0xde, 0xad, 0xbe, 0xef].repeat(16))
    });
}

/// A reply that is said to have four billion bytes, and then more than anybody asked for.
pub fn too_much() {
    meets(|mouth| {
        mouth.write_all(&[0xff; 4096])?;
        std::thread::sleep(Duration::from_millis(5));
        Ok(())
    });
}

/// A long reply, a byte at a time.
pub fn a_byte_at_a_time() {
    meets(|mouth| {
        mouth.write_all(&[0, 0, 1, 0])?;
        for _ in 0..100 {
            std::thread::sleep(Duration::from_millis(50));
            mouth.write_all(&[0xbf])?;
            mouth.flush()?;
        }
        Ok(())
    });
}

/// A reply to another request.
pub fn the_wrong_number() {
    // A map with the field 0, the number 77, and nothing else.
    meets(|mouth| {
        std::thread::sleep(Duration::from_millis(20));
        mouth.write_all(&[5, 0, 0, 0, 0xbf, 0, 0x18, 77, 0xff])
    });
}

/// That it is at work, for ever: believed for as long as a call may take, so here only that the program
/// can end.
pub fn for_ever_at_work() {
    let bundle = add_client(&instance::directory(), "victim", &[]);
    let mut enemy = Enemy::start();
    let mut mouth = enemy.0.stdin.take().expect("its input");
    let working = [6, 0, 0, 0, 0xbf, 0, 1, 6, 0xf5, 0xff];
    std::thread::spawn(move || {
        while mouth.write_all(&working).and_then(|()| mouth.flush()).is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let m = Hsm::load();
    let url = format!("strongroom://127.0.0.1:{}?bundle={}", enemy.1, bundle.display());
    initialize_at(m, &url).ok();
    std::thread::spawn(move || slots(m, true).is_ok());
    std::thread::sleep(Duration::from_millis(700));
    drop(enemy);
    std::thread::sleep(Duration::from_millis(300));
    let begun = Instant::now();
    m.call("C_Finalize", &[0]).ok();
    assert!(begun.elapsed() < Duration::from_secs(8));
}

/// A service in a thread of the test: it has a certificate, and does with a connection what it is told.
fn foe(does: impl Fn(Stream) -> std::io::Result<()> + Send + Sync + 'static) -> (u16, PathBuf) {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let directory = instance::directory();
    let bundle = add_client(&directory, "victim", &[]);
    issue(&directory);
    let certificate = CertificateDer::from_pem_file(directory.join("enemy.pem")).expect("PEM");
    let key = PrivateKeyDer::from_pem_file(directory.join("enemy.key")).expect("PEM");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate");
    tls.alpn_protocols = vec![b"strongroom/1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (tls, does) = (Arc::new(tls), Arc::new(does));
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let (tls, does) = (Arc::clone(&tls), Arc::clone(&does));
            std::thread::spawn(move || {
                let connection = rustls::ServerConnection::new(tls).expect("TLS");
                let _ = does(rustls::StreamOwned::new(connection, socket));
            });
        }
    });
    (port, bundle)
}

type Stream = rustls::StreamOwned<rustls::ServerConnection, TcpStream>;

/// A request's body.
fn request(stream: &mut Stream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let mut body = vec![0; u32::from_le_bytes(length) as usize];
    stream.read_exact(&mut body)?;
    Ok(body)
}

/// The reply to the request with a number: the field 5 is this CBOR.
fn reply(stream: &mut Stream, id: u8, answer: &[u8]) -> std::io::Result<()> {
    let body = [&[0xbf, 0, id, 5][..], answer, &[0xff]].concat();
    let length = u32::try_from(body.len()).expect("a length").to_le_bytes();
    stream.write_all(&[&length, &body[..]].concat())?;
    stream.flush()
}

/// What a client is told when it attaches: an application, frames of 16 MiB, no idle time to speak of.
fn welcome(stream: &mut Stream) -> std::io::Result<()> {
    request(stream)?;
    let token = [&[0xa5, 0, 1, 1, 0x58, 32][..], &[7; 32]].concat();
    let rest = [2, 0x1a, 1, 0, 0, 0, 3, 0x1a, 0, 0x10, 0, 0, 4, 1];
    reply(stream, 1, &[&token[..], &rest].concat())
}

/// The library as a client of it.
fn victim((port, bundle): &(u16, PathBuf)) -> &'static Module {
    let m = Hsm::load();
    let bundle = bundle.display();
    let url = format!("strongroom://127.0.0.1:{port}?bundle={bundle}&timeout={PATIENCE}");
    initialize_at(m, &url).ok();
    m
}

/// How long a call takes, which must be within its bound.
#[track_caller]
fn bounded<T>(call: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let answer = call();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(4 * PATIENCE), "{took:?}");
    answer
}

/// One that takes a connection and ends it in order at each request: a call is repeated within its bound,
/// and not for ever.
pub fn goodbye_at_each_request() {
    let foe = foe(|mut stream| {
        welcome(&mut stream)?;
        request(&mut stream)?;
        stream.conn.send_close_notify();
        stream.flush()
    });
    let m = victim(&foe);
    bounded(|| slots(m, true)).map(drop).fails(CKR_DEVICE_ERROR);
}

/// The same without a word, after it has said that it is at work.
pub fn gone_while_at_work() {
    let foe = foe(|mut stream| {
        welcome(&mut stream)?;
        request(&mut stream)?;
        stream.write_all(&[6, 0, 0, 0, 0xbf, 0, 2, 6, 0xf5, 0xff])?;
        stream.flush()
    });
    let m = victim(&foe);
    bounded(|| slots(m, true)).map(drop).fails(CKR_DEVICE_ERROR);
}

/// A handshake that comes a byte at a time.
pub fn a_slow_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            std::thread::spawn(move || {
                // A record of 16 KiB.
                let mut sent = socket.write_all(&[0x16, 3, 3, 0x40, 0]);
                while sent.is_ok() {
                    std::thread::sleep(Duration::from_millis(100));
                    sent = socket.write_all(&[2]);
                }
            });
        }
    });
    let m = victim(&(port, add_client(&instance::directory(), "victim", &[])));
    bounded(|| slots(m, true)).map(drop).fails(CKR_DEVICE_ERROR);
}

/// One that takes a long request a byte at a time.
pub fn a_slow_reader() {
    let foe = foe(|mut stream| {
        welcome(&mut stream)?;
        request(&mut stream)?;
        // `C_OpenSession`: the handle 1.
        reply(&mut stream, 2, &[1])?;
        let mut byte = [0];
        stream.sock.set_read_timeout(Some(Duration::from_secs(30)))?;
        // Past TLS: a record at a time would be too fast.
        while stream.sock.read(&mut byte)? > 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    });
    let m = victim(&foe);
    let s = Session::open(m, 0, CKF_SERIAL_SESSION).must();
    let seed = vec![7_u8; 12 << 20];
    let words = [s.h, seed.as_ptr() as usize as u64, seed.len() as u64];
    bounded(|| s.call("C_SeedRandom", &words)).is(CKR_DEVICE_ERROR);
}
