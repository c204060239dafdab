//! Every case of `tests/vectors`, on an instance that was made for it.

use crate::interpreter::case::{Ending, Place, run};
use crate::interpreter::file::{Step, Suite};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance, runner};

/// As many slots as `tests/scenarios.md` says.
pub const SLOTS: usize = 16;

/// The suites, by name, in their order.
pub fn suites() -> Vec<(String, Suite)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .expect("tests/vectors")
        .map(|entry| entry.expect("tests/vectors").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).expect("a suite");
        let suite = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, suite)
    };
    files.iter().map(read).collect()
}

pub fn every_case_answers_as_it_must() {
    let directory = instance::directory().join("vectors");
    std::fs::create_dir(&directory).expect("make a directory");
    let environment = instance::make(&directory, SLOTS);
    let service = runner::at_service().then(|| Service::start(&directory, &[]));
    let environment = service.as_ref().map_or(environment, Service::environment);
    let url = environment.into_iter().find(|(name, _)| name == "STRONGROOM_URL");
    let (_, url) = url.expect("the URL of the instance");
    let slots = BTreeMap::new(); // they are numbered as the cases have them
    let place = Place { url: &url, user_pin: USER_PIN, so_pin: SO_PIN, slots: &slots };
    let (mut ok, mut failed) = (0, 0);
    for (name, suite) in suites() {
        for case in &suite.cases {
            let ending = run(&place, case);
            match ending {
                Ending::Ok => ok += 1,
                // Nothing is missing here.
                Ending::Failed(..) | Ending::Skipped(_) => failed += 1,
            }
            println!("case {name}/{} {ending}", case.id);
        }
    }
    println!("cases {} ok {ok} failed {failed} skipped 0", ok + failed);
    assert!(ok > 0 && failed == 0, "{failed} cases failed");
}

pub fn cases_are_well_formed() {
    let (mut ids, mut slots) = (BTreeSet::new(), BTreeSet::new());
    for (name, suite) in suites() {
        assert!(!suite.about.is_empty() && !suite.cases.is_empty(), "{name}");
        for case in &suite.cases {
            let id = format!("{name}/{}", case.id);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(case.id.chars().all(plain), "{id}");
            assert!(ids.insert(id.clone()), "{id} is there twice");
            // Who changes a token has it for himself.
            assert!(case.slot == 0 || slots.insert(case.slot), "{id}: slot {} is taken", case.slot);
            assert!(case.slot < SLOTS as u64, "{id}");
            let mut tested = false;
            for (number, fields) in case.steps.iter().enumerate() {
                let step = Step::of(fields);
                assert!(step.is_ok(), "{id}: step {}", number + 1);
                tested |= step.is_ok_and(|step| step.can_fail());
            }
            assert!(tested, "{id} asks nothing");
        }
    }
}
