//! A part of a test in a mount namespace of its own, so that what it mounts is seen by nobody else and is
//! gone with it; as root, or with a user namespace where the system has those.

use std::process::{Command, Stdio};
use strongroom_tests::runner;

/// How to get a mount namespace here; none where nothing works.
fn namespace() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["-m"], &["-r", "-m"]];
    ways.into_iter().find(|way| {
        let tried = Command::new("unshare")
            .args(*way)
            .args(["sh", "-c", "mount -t tmpfs tmpfs /tmp"])
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    })
}

/// Runs this test's `part` after the shell commands `setup`, in which `$1` is `directory`. What the part
/// prints is printed. Panics where the part fails; skips the test where there are no namespaces.
pub fn run(part: &str, setup: &str, directory: &std::path::Path) {
    let Some(way) = namespace() else {
        runner::skip("there are no mount namespaces here");
    };
    let inside = runner::another(part);
    let script = format!("set -e\n{setup}\nshift\nexec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(way).args(["sh", "-c", &script, "sh"]).arg(directory);
    command.arg(inside.get_program()).args(inside.get_args());
    for (name, value) in inside.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let status = command.status().expect("start a part of the test");
    assert!(status.success(), "part {part}: {status}");
}
