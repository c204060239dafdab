//! `strongroom instance check`, as the tests here ask it.

use serde_json::Value;
use std::path::Path;
use strongroom_tests::instance;

/// What the check finds in the instance in a directory: objects with `slot`, `handle` and `what`. None when
/// it says that it cannot even open the instance.
pub fn look(directory: &Path) -> Option<Vec<Value>> {
    let mut command = instance::command(&instance::environment(directory));
    let output = command.args(["instance", "check", "--json"]).output().expect("a check");
    let (said, why) = [&output.stdout, &output.stderr].map(|b| String::from_utf8_lossy(b)).into();
    if said.is_empty() {
        assert!(why.contains("CKR_"), "no return value: {why}");
        return None;
    }
    let said: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}{why}"));
    let findings = said["findings"].as_array().expect("findings").clone();
    assert_eq!(output.status.success(), findings.is_empty(), "exit status");
    Some(findings)
}

/// The same of an instance that can be opened.
#[track_caller]
pub fn findings(directory: &Path) -> Vec<Value> {
    look(directory).expect("an instance that can be opened")
}

/// Panics unless the check finds nothing in the instance of this process.
#[track_caller]
pub fn check() {
    assert_eq!(findings(&instance::directory()), Vec::<Value>::new());
}
