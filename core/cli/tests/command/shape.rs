//! What all commands have: help, failures, completions, and output that is only output.

use super::*;

#[test]
fn mechanisms_with_sizes_and_standing() {
    let bench = Bench::new();
    let list = bench.run(&["mechanism", "list", "--json"]).json();
    let find = |name: &str| {
        let list = list["mechanisms"].as_array().unwrap();
        list.iter().find(|row| row["name"] == name).unwrap().clone()
    };
    let gcm = find("CKM_AES_GCM");
    assert_eq!((gcm["min_key_size"].as_u64(), gcm["max_key_size"].as_u64()), (Some(16), Some(32)));
    assert_eq!(gcm["standing"], "default");
    assert_eq!(find("CKM_DES3_CBC")["standing"], "legacy");
    let text = bench.run(&["mechanism", "list"]).ok().out;
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
}

#[test]
fn failures_in_json_have_a_shape() {
    let bench = Bench::empty();
    let ran = bench.run(&["slot", "list", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(error["error"]["name"], "CKR_TOKEN_NOT_PRESENT");
    assert!(error["error"]["next"].as_str().unwrap().contains("strongroom init"));
}

#[test]
fn labels_do_not_move_the_cursor() {
    let bench = Bench::new();
    bench.run(&["key", "generate", "aes", "--label", "a\u{1b}[2Jb\nc"]).ok();
    let list = bench.run(&["key", "list"]).ok().out;
    assert!(!list.contains('\u{1b}') && list.lines().count() == 2, "{list}");
}

#[test]
fn every_command_has_help_with_an_example() {
    let bench = Bench::empty();
    for command in [
        "init",
        "slot list",
        "token init",
        "token info",
        "pin change",
        "pin reset",
        "key generate",
        "key list",
        "key show",
        "key import",
        "key export-public",
        "key copy",
        "key delete",
        "cert import",
        "cert list",
        "cert export",
        "cert delete",
        "mechanism list",
        "instance check",
        "completions",
    ] {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.push("--help");
        let help = bench.run(&arguments).ok().out;
        assert!(help.contains(&format!("  strongroom {command}")), "{command}: {help}");
    }
}

#[test]
fn completions_for_shells() {
    let bench = Bench::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = bench.run(&["completions", shell]).ok().out;
        assert!(script.contains("export-public"), "{shell}");
    }
    bench.run(&["completions", "teletype"]).fails(2, "teletype");
}
