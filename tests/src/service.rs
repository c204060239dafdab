//! A service of a scratch instance: the same library and the same tests, over the network.

use crate::instance::command;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What tests need of a service that is not its default: wrong PINs are answered without delay, so that a
/// test may lock one quickly.
const SETTINGS: &[&str] = &["limits.pin_backoff_first=0"];

/// A service that runs until it is dropped.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it tells its counts, if it does.
    pub metrics: Option<SocketAddr>,
    /// The file that makes somebody its client.
    pub bundle: PathBuf,
    directory: PathBuf,
    settings: Vec<String>,
    /// The command that starts it somewhere else.
    through: Vec<String>,
}

impl Service {
    /// Serves the instance in a directory, to one client that may have all slots.
    pub fn start(directory: &Path, settings: &[&str]) -> Self {
        Self::start_through(&[], directory, "127.0.0.1:0", settings)
    }

    /// The same, by a command that ends with another, such as `ip netns exec`, and at an address.
    pub fn start_through(
        through: &[&str],
        directory: &Path,
        listen: &str,
        settings: &[&str],
    ) -> Self {
        // A test that is run at a service may start another of the same instance.
        let bundle = directory.join("tests.bundle");
        let bundle = if bundle.exists() { bundle } else { add_client(directory, "tests", &[]) };
        let owned = |text: &&str| (*text).to_owned();
        let settings: Vec<String> = SETTINGS.iter().chain(settings).map(owned).collect();
        let through: Vec<String> = through.iter().map(owned).collect();
        let (child, address, metrics) = serve(&through, directory, listen, &settings);
        Self { child, address, metrics, bundle, directory: directory.to_owned(), settings, through }
    }

    /// The environment that makes the library its client.
    pub fn environment(&self) -> Vec<(String, String)> {
        vec![("STRONGROOM_URL".into(), self.url(&self.bundle, ""))]
    }

    /// The URL of the service for the client whose bundle this is.
    pub fn url(&self, bundle: &Path, more: &str) -> String {
        format!("strongroom://{}?bundle={}{more}", self.address, bundle.display())
    }

    /// Its process number.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a word.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Tells it to stop, and waits until it has; whether it ended well.
    pub fn stop(&mut self) -> bool {
        let told = Command::new("kill").arg(self.process().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()), "kill");
        self.child.wait().is_ok_and(|status| status.success())
    }

    /// Starts it again, where it was.
    pub fn restart(&mut self) {
        let listen = self.address.to_string();
        let (child, address, metrics) =
            serve(&self.through, &self.directory, &listen, &self.settings);
        (self.child, self.address, self.metrics) = (child, address, metrics);
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Adds a client to the instance in a directory; gives its bundle.
pub fn add_client(directory: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let bundle = directory.join(format!("{name}.bundle"));
    let added = command(&crate::instance::environment(directory))
        .args(["client", "add", name, "--output"])
        .arg(&bundle)
        .args(arguments)
        .output()
        .expect("strongroom client add");
    assert!(added.status.success(), "client add: {}", String::from_utf8_lossy(&added.stderr));
    bundle
}

/// Starts a service; where it listens, and where it tells its counts.
fn serve(
    through: &[String],
    directory: &Path,
    listen: &str,
    settings: &[String],
) -> (Child, SocketAddr, Option<SocketAddr>) {
    let program = crate::instance::command_path();
    let words = [through, &[program.display().to_string()]].concat();
    let mut serve = Command::new(&words[0]);
    serve.args(&words[1..]).envs(crate::instance::environment(directory));
    serve.args(["serve", "--json", "--metrics", "off", "--listen", listen]);
    for setting in settings {
        serve.args(["--set", setting]);
    }
    let log = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(directory.join("serve.log"))
        .expect("a log");
    let begun = Instant::now();
    loop {
        let mut child = serve
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.try_clone().expect("a log"))
            .spawn()
            .expect("strongroom serve");
        let said = BufReader::new(child.stdout.take().expect("its output"));
        let said: Vec<String> =
            said.lines().map_while(Result::ok).take_while(|line| line != "}").collect();
        let at = |name: &str| {
            let (_, value) = said
                .iter()
                .filter_map(|l| l.split_once(':'))
                .find(|(n, _)| n.trim().trim_matches('"') == name)?;
            let value = value.trim_matches([' ', '"', ',']).trim_start_matches("http://");
            value.trim_end_matches("/metrics").parse().ok()
        };
        if let Some(address) = at("address") {
            return (child, address, at("metrics"));
        }
        // The port of one that was killed may be held for a moment.
        let _ = child.wait();
        assert!(begun.elapsed() < Duration::from_secs(10), "strongroom serve does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
}
