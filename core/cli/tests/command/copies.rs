//! Keys copied from one place to another.

use super::*;

fn copy(bench: &Bench, more: &[&str]) -> (i32, Vec<Value>) {
    let other = bench.path("other");
    let to = ["key", "copy", "--to", other.to_str().unwrap(), "--to-slot", "0", "--json"];
    let ran = bench.run(&[&to, more].concat());
    let answer: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    (ran.code, answer["objects"].as_array().unwrap().clone())
}

/// What became of the objects, sorted, as `class kind label: what`.
fn became(objects: &[Value]) -> Vec<String> {
    let mut lines: Vec<String> = objects
        .iter()
        .map(|o| {
            let text = |name: &str| o[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}: {}", text("class"), text("kind"), text("label"), text("became"))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_may_leave_is_copied_and_what_may_not_stays() {
    let bench = Bench::new();
    let other = bench.path("other");
    let there = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strongroom"));
        command.env_clear().env("HOME", bench.dir.path()).args(arguments);
        Ran::from(&command.arg("--instance").arg(&other).output().unwrap())
    };
    there(&["init", "--slots", "1"]).ok();
    for kind in [
        "rsa:2048",
        "ec:p384",
        "ed25519",
        "ml-dsa:65",
        "ml-kem:512",
        "dsa:1024",
        "aes:256",
        "hmac-sha256:20",
    ] {
        bench.run(&["key", "generate", kind, "--label", kind, "--extractable"]).ok();
    }
    bench.run(&["key", "generate", "aes:128", "--label", "stays", "--usage", "encrypt"]).ok();

    let (code, asked) = copy(&bench, &["--dry-run"]);
    assert_eq!(code, 1);
    assert_eq!(asked.iter().filter(|o| o["became"] == "can be copied").count(), 14);
    assert!(there(&["key", "list", "--json"]).json()["objects"].as_array().unwrap().is_empty());

    let (code, copied) = copy(&bench, &[]);
    assert_eq!(code, 1, "something had to stay");
    assert_eq!(
        became(&copied),
        [
            "private-key dsa:1024 dsa:1024: copied",
            "private-key ec:p384 ec:p384: copied",
            "private-key ed25519 ed25519: copied",
            "private-key ml-dsa:65 ml-dsa:65: copied",
            "private-key ml-kem:512 ml-kem:512: copied",
            "private-key rsa:2048 rsa:2048: copied",
            "public-key dsa:1024 dsa:1024: copied",
            "public-key ec:p384 ec:p384: copied",
            "public-key ed25519 ed25519: copied",
            "public-key ml-dsa:65 ml-dsa:65: copied",
            "public-key ml-kem:512 ml-kem:512: copied",
            "public-key rsa:2048 rsa:2048: copied",
            "secret-key aes:128 stays: stays",
            "secret-key aes:256 aes:256: copied",
            "secret-key hmac-sha256:20 hmac-sha256:20: copied",
        ]
    );
    let why = copied.iter().find(|o| o["became"] == "stays").unwrap()["why"].clone();
    assert!(why.as_str().unwrap().contains("CKA_EXTRACTABLE"), "{why}");

    // The same keys: with the same public keys, the same names and the same uses.
    for kind in ["rsa:2048", "ec:p384", "ed25519", "ml-dsa:65", "ml-kem:512", "dsa:1024"] {
        let arguments = ["key", "export-public", "--label", kind];
        assert_eq!(there(&arguments).ok().out, bench.run(&arguments).ok().out, "{kind}");
    }
    let shown = |ran: Ran| {
        let objects = ran.json()["objects"].as_array().unwrap().clone();
        let mut lines: Vec<String> = objects
            .iter()
            .filter(|o| o["label"] != "stays")
            .map(|o| {
                format!("{} {} {} {} {}", o["class"], o["kind"], o["id"], o["label"], o["uses"])
            })
            .collect();
        lines.sort();
        lines
    };
    let list = ["key", "list", "--json"];
    assert_eq!(shown(there(&list)), shown(bench.run(&list)));

    // A second time, nothing is made twice.
    let (code, again) = copy(&bench, &["--label", "aes:256"]);
    assert_eq!(code, 1);
    assert!(again[0]["why"].as_str().unwrap().contains("already"), "{again:?}");
    let list = there(&list).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 14);
}
