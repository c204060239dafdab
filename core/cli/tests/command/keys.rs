//! Keys: generated, shown, deleted.

use super::*;

#[test]
fn key_pairs_of_every_kind() {
    let bench = Bench::new();
    for kind in [
        "rsa:2048",
        "ec:p256",
        "ec:p384",
        "ec:p521",
        "ec:p224",
        "ec:secp256k1",
        "ed25519",
        "ed448",
        "x25519",
        "x448",
        "ml-dsa:44",
        "ml-dsa:65",
        "ml-dsa:87",
        "ml-kem:512",
        "ml-kem:768",
        "ml-kem:1024",
    ] {
        let made = bench.run(&["key", "generate", kind, "--label", kind, "--json"]).json();
        assert_eq!(made["objects"][0]["class"], "private-key", "{kind}");
        assert_eq!(made["objects"][1]["class"], "public-key", "{kind}");
        assert_eq!(made["objects"][0]["id"], made["objects"][1]["id"], "{kind}");
        for object in made["objects"].as_array().unwrap() {
            assert_eq!(object["kind"], kind);
        }
        let pem = bench.run(&["key", "export-public", "--label", kind]).ok().out;
        openssl::pkey::PKey::public_key_from_pem(pem.as_bytes()).unwrap();
    }
    for wrong in ["rsa:many", "ec:p999", "dsa:many", "aes:100", "ml-dsa:768", "ml-kem:x"] {
        bench.run(&["key", "generate", wrong]).fails(2, "invalid value");
    }
    bench.run(&["key", "generate", "rsa:64"]).fails(1, "generating rsa:64 in slot 0");
}

#[test]
fn what_post_quantum_keys_may_do() {
    let bench = Bench::new();
    let uses = |arguments: &[&str]| {
        let made = bench.run(&[&["key", "generate", "--json"], arguments].concat()).json();
        [0, 1].map(|at| made["objects"][at]["uses"].clone())
    };
    let of = |word: &str| serde_json::json!([word]);
    assert_eq!(uses(&["ml-dsa:65"]), [of("sign"), of("verify")]);
    assert_eq!(uses(&["ml-kem:768"]), [of("decapsulate"), of("encapsulate")]);
    assert_eq!(
        uses(&["ml-kem:768", "--usage", "decapsulate"]),
        [of("decapsulate"), of("encapsulate")]
    );
    let shown = bench.run(&["key", "show", "--handle", "4", "--json"]).json();
    assert_eq!(shown["objects"][0]["parameter-set"], 2);
    assert_eq!(shown["objects"][0].get("seed"), None);
}

#[test]
fn secret_keys_and_what_they_may_do() {
    let bench = Bench::new();
    for (kind, shown) in [
        ("aes:128", "aes:128"),
        ("generic:20", "generic:20"),
        ("hmac-sha256", "hmac-sha256:32"),
        ("3des", "3des"),
    ] {
        let made = bench.run(&["key", "generate", kind, "--json"]).json();
        assert_eq!(made["objects"][0]["kind"], shown);
    }
    let arguments = [
        "key",
        "generate",
        "aes",
        "--label",
        "Schlüssel",
        "--id",
        "0a:0b",
        "--usage",
        "wrap,unwrap",
        "--extractable",
    ];
    bench.run(&arguments).ok();
    let shown = bench.run(&["key", "show", "--label", "Schlüssel", "--json"]).json();
    let key = &shown["objects"][0];
    assert_eq!(key["id"], "0a0b");
    for (name, value) in [
        ("wrap", true),
        ("unwrap", true),
        ("encrypt", false),
        ("sign", false),
        ("extractable", true),
        ("sensitive", true),
    ] {
        assert_eq!(key[name], value, "{name}");
    }
    assert_eq!(key.get("value"), None);
    bench.run(&["key", "generate", "aes", "--usage", "fly"]).fails(2, "no use of a key");
    bench.run(&["key", "generate", "aes", "--id", "abc"]).fails(2, "hexadecimal");
}

#[test]
fn show_says_nothing_secret() {
    let bench = Bench::new();
    let secret = bench.file("secret", b"0123456789abcdef");
    bench
        .run(&[
            "key",
            "import",
            &secret,
            "--as",
            "aes",
            "--label",
            "k",
            "--extractable",
            "--no-sensitive",
        ])
        .ok();
    let shown = bench.run(&["key", "show", "--label", "k"]).ok().out;
    let sensitive = |line: &str| line.split_whitespace().eq(["sensitive", "no"]);
    assert!(shown.lines().any(sensitive), "{shown}");
    assert!(!shown.contains("0123456789abcdef") && !shown.contains("30313233"), "{shown}");
    bench.run(&["key", "show", "--label", "none"]).fails(1, "no such object");
    bench.run(&["key", "show", "--handle", "400"]).fails(1, "CKR_OBJECT_HANDLE_INVALID");
    bench.run(&["key", "show"]).fails(2, "--handle");
}

#[test]
fn deleting_asks_and_keeps_what_is_not_meant() {
    let bench = Bench::new();
    bench.run(&["key", "generate", "ed25519", "--label", "one"]).ok();
    bench.run(&["key", "generate", "ed25519", "--label", "two"]).ok();
    bench.run(&["key", "generate", "ed25519", "--label", "two"]).ok();
    bench.run(&["key", "delete", "--label", "one"]).fails(2, "--yes");
    assert_eq!(bench.objects().len(), 6);
    bench.run(&["key", "delete", "--label", "one", "--yes"]).ok();
    assert_eq!(bench.objects().len(), 4);
    bench.run(&["key", "delete", "--label", "two", "--yes"]).fails(1, "--all");
    let handle = bench.objects()[0]["handle"].to_string();
    bench.run(&["key", "delete", "--handle", &handle, "--yes"]).ok();
    bench.run(&["key", "delete", "--label", "two", "--yes", "--all"]).ok();
    assert!(bench.objects().is_empty());
    bench.run(&["key", "delete", "--label", "two", "--yes"]).fails(1, "no such object");
}
