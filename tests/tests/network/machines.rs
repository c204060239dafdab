//! The service and its client on two machines, which are network namespaces with a cable between them: it
//! is long, loses packets, and is cut.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;
use strongroom_tests::runner::{another, part, skip};
use strongroom_tests::{Service, instance};

const SERVER: &str = "10.213.7.1";
const CLIENT: &str = "10.213.7.2";

fn ip(arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("ip").args(arguments).output().map_err(|e| format!("ip: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}

/// Two namespaces, which go with it.
struct Machines([String; 2]);

impl Machines {
    fn new() -> Self {
        let name = |side| format!("strongroom-{side}-{}", std::process::id());
        let machines = Self([name("server"), name("client")]);
        for namespace in &machines.0 {
            if let Err(why) = ip(&["netns", "add", namespace]) {
                skip(&format!("network namespaces cannot be made here: {why}"));
            }
        }
        machines
    }
}

impl Drop for Machines {
    fn drop(&mut self) {
        for namespace in &self.0 {
            let _ = ip(&["netns", "delete", namespace]);
        }
    }
}

/// The cable between them.
struct Cable(Child, ChildStdin, BufReader<ChildStdout>);

impl Cable {
    fn between(machines: &Machines) -> Self {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/network/cable.py");
        let mut cable = Command::new("python3")
            .arg(program)
            .args([&machines.0[0], &format!("{SERVER}/24")])
            .args([&machines.0[1], &format!("{CLIENT}/24")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3");
        let (stdin, stdout) = (cable.stdin.take(), cable.stdout.take());
        let stdout = BufReader::new(stdout.expect("its output"));
        let mut cable = Self(cable, stdin.expect("its input"), stdout);
        cable.hear("ready");
        cable
    }

    fn hear(&mut self, wanted: &str) {
        let mut line = String::new();
        self.2.read_line(&mut line).expect("the cable");
        assert_eq!(line.trim(), wanted);
    }

    fn tell(&mut self, what: &str) {
        writeln!(self.1, "{what}").expect("the cable");
        self.hear("done");
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The client's machine: signs, decrypts, finds and reads until it is told to end. Says when each round is
/// done.
fn work(patience: &str) {
    let bundle = instance::directory().join("tests.bundle");
    let hsm = Hsm::start_at(&format!(
        "strongroom://{SERVER}:7512?bundle={}&timeout={patience}",
        bundle.display()
    ));
    let s = hsm.user();
    let label = template![CKA_TOKEN => true, CKA_LABEL => "kept"];
    let (public, private) = s.pair(P256, &label, &label).must();
    let aes = s.aes(32, &template![CKA_TOKEN => true, CKA_LABEL => "secret"]).must();
    let gcm = Mech::gcm(&[7; 12], b"", 128);
    let sealed = s.encrypt(&gcm, aes, b"a text").must();
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    let long = vec![7; 300_000];
    println!("ready");
    for line in std::io::stdin().lines() {
        let begun = Instant::now();
        let round = || -> Result<(), Rv> {
            let signature = s.sign(&ecdsa, private, b"a text")?;
            s.verify(&ecdsa, public, b"a text", &signature).with(())?;
            assert_eq!(s.decrypt(&gcm, aes, &sealed)?, b"a text");
            assert_eq!(s.find(&template![CKA_LABEL => "secret"])?, [aes]);
            assert_eq!(s.get(private, CKA_LABEL)?, b"kept");
            assert_eq!(s.encrypt(&gcm, aes, &long)?.len(), long.len() + 16);
            Ok(())
        };
        let answer = match line.expect("a line").as_str() {
            "round" => round(),
            _ => s.random(8).map(drop),
        };
        match answer {
            Ok(()) => println!("ok {}", begun.elapsed().as_millis()),
            Err(rv) => println!("{rv:?} {}", begun.elapsed().as_millis()),
        }
    }
}

/// The program on the client's machine.
struct Client(Child, ChildStdin, BufReader<ChildStdout>);

impl Client {
    fn on(machine: &str) -> Self {
        let program = another("client");
        let mut client = Command::new("ip")
            .args(["netns", "exec", machine])
            .arg(program.get_program())
            .args(program.get_args())
            .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("ip netns exec");
        let (stdin, stdout) = (client.stdin.take(), client.stdout.take());
        let stdout = BufReader::new(stdout.expect("its output"));
        let mut client = Self(client, stdin.expect("its input"), stdout);
        assert_eq!(client.hear(), "ready");
        client
    }

    fn say(&mut self, what: &str) {
        writeln!(self.1, "{what}").expect("the client");
    }

    fn hear(&mut self) -> String {
        let mut line = String::new();
        self.2.read_line(&mut line).expect("the client");
        line.trim().to_owned()
    }

    /// Whether it went well, and how many milliseconds it took.
    fn answer(&mut self) -> (String, u64) {
        let line = self.hear();
        let (what, took) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line:?}"));
        (what.to_owned(), took.parse().expect("a number"))
    }

    #[track_caller]
    fn round(&mut self) -> u64 {
        self.say("round");
        let (what, took) = self.answer();
        assert_eq!(what, "ok");
        took
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A long way, lost packets, a cable that is cut for a moment, a service that is killed meanwhile: nobody
/// notices. A cable that is cut for longer: calls end within their bound, and go on when it is mended.
pub fn a_bad_network() {
    if part().is_some() {
        return work("6");
    }
    let machines = Machines::new();
    let mut cable = Cable::between(&machines);
    let through = ["ip", "netns", "exec", &machines.0[0]];
    let listen = format!("{SERVER}:7512");
    let known = ["allow_default_pins=true"];
    let mut service = Service::start_through(&through, &instance::directory(), &listen, &known);
    let mut client = Client::on(&machines.0[1]);
    let near = client.round();
    cable.tell("delay 0.02 0.01");
    let far = client.round();
    assert!(far >= 6 * 40, "six calls took {far} ms over a way of 40 ms");
    cable.tell("loss 0.05");
    for _ in 0..4 {
        client.round();
    }
    cable.tell("loss 0");
    cable.tell("delay 0.005 0.002");

    cable.tell("cut");
    client.say("round");
    std::thread::sleep(Duration::from_secs(2));
    cable.tell("mend");
    let (what, cut) = client.answer();
    assert_eq!(what, "ok", "a cable that was cut for two seconds is noticed");

    // Cut while the service is killed, so that the client's machine hears nothing of that.
    cable.tell("cut");
    client.say("round");
    service.kill();
    service.restart();
    std::thread::sleep(Duration::from_millis(500));
    cable.tell("mend");
    let (what, killed) = client.answer();
    assert_eq!(what, "ok", "a service that was started anew behind a cut cable is noticed");

    // Connections that lie idle while the service behind them is another, and no packet says so.
    cable.tell("cut");
    service.kill();
    service.restart();
    cable.tell("mend");
    client.round();

    cable.tell("cut");
    client.say("call");
    let (what, bound) = client.answer();
    assert!(what.starts_with("CKR_DEVICE_ERROR"), "{what}");
    assert!(
        (4_000..9_000).contains(&bound),
        "a call that may wait for six seconds took {bound} ms"
    );
    cable.tell("mend");
    client.round();
    println!(
        "a round: {near} ms near, {far} ms at 40 to 60 ms; {cut} ms with the cable cut for two seconds, \
         {killed} ms with a new service behind it; an error after {bound} ms where it stays cut"
    );
}
