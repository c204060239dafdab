//! `strongroom instance check`, as the tests here ask it.

use std::path::Path;
use strongroom_tests::instance;

/// What `strongroom instance check` finds in the instance of this process, as JSON: a list of objects with
/// `slot`, `handle` and `what`.
pub fn findings(directory: &Path) -> Vec<serde_json::Value> {
    let output = instance::command(&instance::environment(directory))
        .args(["instance", "check", "--json"])
        .output()
        .expect("strongroom instance check");
    let text = String::from_utf8_lossy(&output.stdout);
    let said: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| {
        panic!("{e}: {text}{}", String::from_utf8_lossy(&output.stderr));
    });
    let findings = said["findings"].as_array().expect("findings").clone();
    assert_eq!(output.status.success(), findings.is_empty(), "exit status");
    findings
}

/// Panics unless `strongroom instance check` finds nothing.
#[track_caller]
pub fn check() {
    assert_eq!(findings(&instance::directory()), Vec::<serde_json::Value>::new());
}
