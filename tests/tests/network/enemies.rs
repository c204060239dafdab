//! A server that has a certificate and says nonsense: too much, too little, too slowly or nothing. Calls end
//! with `CKR_DEVICE_ERROR`, within their bound. The server is the openssl command, which says what it is
//! given.

use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
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

/// The openssl command as the service of the test's instance, with a certificate of its authority.
struct Enemy(Child, u16);

impl Enemy {
    fn start() -> Self {
        let directory = instance::directory();
        let name = std::fs::read_to_string(directory.join("network/name")).expect("a name");
        std::fs::write(directory.join("san"), format!("subjectAltName=DNS:{name}"))
            .expect("a file");
        let new = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        let rest = ["-keyout", "enemy.key", "-out", "enemy.csr", "-subj", "/CN=enemy"];
        openssl(&directory, &[&new[..], &rest[..]].concat());
        let sign = ["x509", "-req", "-in", "enemy.csr", "-out", "enemy.pem", "-days", "1"];
        let by = ["-CA", "network/authority.pem", "-CAkey", "network/authority.key"];
        openssl(
            &directory,
            &[&sign[..], &by[..], &["-CAcreateserial", "-extfile", "san"]].concat(),
        );
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
