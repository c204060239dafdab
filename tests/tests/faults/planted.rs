//! Files that somebody else has put in the place of the instance's: each is refused and named, nothing is
//! read or written through it, and nothing waits for it.

use crate::checked;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, runner};

/// Files that are there from the beginning, and files that come and go.
const FILES: [&str; 7] = [
    "root.key",
    "keystore.db",
    "generation",
    "pins-0.lock",
    "keystore.db-wal",
    "keystore.db-shm",
    "keystore.db-journal",
];

/// A way to plant a file, given the place and a directory of the planter's.
type Plant = fn(&Path, &Path);

const WAYS: [(&str, Plant); 6] = [
    ("a symlink to the file itself", |place, elsewhere| {
        let moved = elsewhere.join("moved");
        take(place, &moved);
        symlink(moved, place).expect("a symlink");
    }),
    ("a symlink to nothing", |place, elsewhere| {
        take(place, &elsewhere.join("moved"));
        symlink(elsewhere.join("nothing"), place).expect("a symlink");
    }),
    ("a hard link", |place, elsewhere| {
        let moved = elsewhere.join("moved");
        take(place, &moved);
        fs::hard_link(moved, place).expect("a hard link");
    }),
    ("a pipe", |place, elsewhere| {
        take(place, &elsewhere.join("moved"));
        assert!(Command::new("mkfifo").arg(place).status().expect("mkfifo").success());
    }),
    ("a directory", |place, elsewhere| {
        take(place, &elsewhere.join("moved"));
        fs::create_dir(place).expect("a directory");
    }),
    ("a file that others may write to", |place, elsewhere| {
        take(place, &elsewhere.join("moved"));
        fs::copy(elsewhere.join("moved"), place).expect("a file");
        fs::set_permissions(place, fs::Permissions::from_mode(0o666)).expect("its mode");
    }),
];

/// Moves what is there, or makes a file of 100 bytes in its place.
fn take(place: &Path, to: &Path) {
    if fs::rename(place, to).is_err() {
        fs::write(to, [7; 100]).expect("a file");
    }
}

/// All files below a directory with their contents, but for pipes.
fn contents(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut files: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let files = files.into_iter().filter(|path| path.is_file());
    files.map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

/// A process that starts the library and prints what it answered.
fn start(directory: &Path) -> Output {
    let mut command = runner::another("start");
    command.envs(instance::environment(directory)).output().expect("start")
}

pub fn planted_files_are_refused_and_named() {
    if runner::part().is_some() {
        let m = Hsm::load();
        return println!("{}", m.call("C_Initialize", &[0]).code);
    }
    let (fresh, mut report) = (instance::directory(), Report::new());
    for name in FILES {
        for (how, plant) in WAYS {
            let what = format!("{name} as {how}");
            let [copy, elsewhere] = [fresh.with_extension("copy"), fresh.with_extension("else")];
            instance::copy_directory(&fresh, &copy);
            fs::create_dir(&elsewhere).expect("a directory");
            plant(&copy.join(name), &elsewhere);
            let before = contents(&elsewhere);

            let output = start(&copy);
            let answer = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(u64::MAX);
            report.answers(&what, answer, &[CKR_DEVICE_ERROR]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            report.holds(format!("{what}: named by the library, not {said}"), said.contains(name));
            let environment = instance::environment(&copy);
            let list = instance::command(&environment).args(["slot", "list"]).output();
            let list = list.expect("strongroom slot list");
            let said = String::from_utf8_lossy(&list.stderr).into_owned();
            let named = !list.status.success() && said.contains(name);
            report.holds(format!("{what}: named by the command, not {said}"), named);
            report.holds(format!("{what}: touched"), contents(&elsewhere) == before);
            for directory in [copy, elsewhere] {
                fs::remove_dir_all(directory).expect("remove a directory");
            }
        }
    }
    report.finish("planted files");
    checked::check();
}

/// `init` neither follows nor overwrites what is planted before there is an instance.
pub fn planted_before_there_is_an_instance() {
    let place = instance::directory().with_extension("new");
    for name in FILES.into_iter().chain(["keystore.db.new"]) {
        fs::create_dir(&place).expect("a directory");
        let victim = place.with_extension("victim");
        fs::write(&victim, b"somebody's file").expect("a file");
        symlink(&victim, place.join(name)).expect("a symlink");
        let init = instance::command(&instance::environment(&place))
            .args(["init", "--slots", "1"])
            .output();
        let init = init.expect("strongroom init");
        assert_eq!(fs::read(&victim).expect("a file"), b"somebody's file", "{name}");
        let said = String::from_utf8_lossy(&init.stderr);
        if name == "keystore.db" {
            assert!(said.contains("an instance already"), "{said}");
        } else {
            assert!(init.status.success(), "{name}: {said}");
            assert_eq!(checked::findings(&place), Vec::<serde_json::Value>::new(), "{name}");
        }
        fs::remove_dir_all(&place).expect("remove a directory");
    }
}
