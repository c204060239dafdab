//! The command from outside: each of its commands on an instance of its own, for people and in JSON, with
//! what goes wrong.
#![allow(missing_docs)]

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use strongroom_base::limits::{DEFAULT_SO_PIN, DEFAULT_USER_PIN};
use tempfile::TempDir;

/// A scratch directory, and an instance in it.
struct Bench {
    dir: TempDir,
}

/// What a run of the command gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn from(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.ok().out).unwrap()
    }

    /// It failed with an exit code, and said something.
    #[track_caller]
    fn fails(self, code: i32, says: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains(says), "{}", self.err);
        assert!(self.out.is_empty(), "{}", self.out);
    }
}

impl Bench {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn new() -> Self {
        let bench = Self::empty();
        bench.run(&["init", "--slots", "1"]).ok();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strongroom"));
        command.env_clear().env("HOME", self.dir.path()).args(arguments).stdin(Stdio::null());
        command.arg("--instance").arg(self.path("instance"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(&self.command(arguments).output().unwrap())
    }

    fn with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        Ran::from(&command.envs(variables.iter().copied()).output().unwrap())
    }

    fn given(&self, input: &[u8], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::from(&child.wait_with_output().unwrap())
    }

    fn objects(&self) -> Vec<Value> {
        self.run(&["key", "list", "--json"]).json()["objects"].as_array().unwrap().clone()
    }
}

#[test]
fn init_makes_an_instance_once() {
    let bench = Bench::empty();
    bench.run(&["slot", "list"]).fails(1, "strongroom init");
    let made = bench.run(&["init", "--slots", "3", "--label-prefix", "lab", "--json"]).json();
    assert_eq!(made["tokens"].as_array().unwrap().len(), 3);
    assert_eq!(made["tokens"][2]["label"], "lab-2");
    assert_eq!(made["tokens"][0]["user_pin"], DEFAULT_USER_PIN);
    bench.run(&["key", "generate", "aes", "--slot", "1", "--label", "kept"]).ok();
    bench.run(&["init"]).fails(1, "holds an instance already");
    let kept = bench.run(&["key", "list", "--token", "lab-1"]).ok();
    assert!(kept.out.contains("kept"), "{}", kept.out);
    let slots = bench.run(&["slot", "list", "--json"]).json();
    assert_eq!(slots["slots"].as_array().unwrap().len(), 3);
    assert_eq!(slots["slots"][0]["state"][0], "default user PIN");
}

#[test]
fn init_refuses_what_cannot_be() {
    let bench = Bench::empty();
    bench.run(&["init", "--slots", "0"]).fails(1, "1 to ");
    let long = "ü".repeat(16);
    bench.run(&["init", "--slots", "1", "--label-prefix", &long]).fails(1, "at most 32 bytes");
    let fits = "ü".repeat(15);
    let made = bench.run(&["init", "--slots", "1", "--label-prefix", &fits, "--json"]).json();
    assert_eq!(made["tokens"][0]["label"], format!("{fits}-0"));
}

#[test]
fn blank_tokens_are_not_initialised() {
    let bench = Bench::empty();
    let made = bench.run(&["init", "--slots", "1", "--blank", "--json"]).json();
    assert_eq!(made["slots"], 1);
    let slots = bench.run(&["slot", "list", "--json"]).json();
    assert_eq!(slots["slots"][0]["state"][0], "not initialised");
    let pin = [("STRONGROOM_PIN", "user-pin")];
    bench.with(&pin, &["key", "list"]).fails(1, "token init");
    let so_pin = [("STRONGROOM_SO_PIN", "officer-pin")];
    bench.with(&so_pin, &["token", "init", "--slot", "0", "--label", "mine"]).ok();
    bench.run(&["init", "--blank", "--production"]).fails(2, "cannot be used with");
}

#[test]
fn production_pins_are_random_and_are_the_pins() {
    let bench = Bench::empty();
    let made = bench.run(&["init", "--slots", "2", "--production", "--json"]).json();
    let pin = |slot: usize| made["tokens"][slot]["user_pin"].as_str().unwrap().to_owned();
    assert_ne!(pin(0), pin(1));
    assert_ne!(pin(0), DEFAULT_USER_PIN);
    bench.run(&["key", "list", "--slot", "0"]).fails(2, "--pin-file");
    bench
        .with(&[("STRONGROOM_PIN", &pin(1))], &["key", "list", "--slot", "0"])
        .fails(1, "CKR_PIN_INCORRECT");
    bench
        .given(
            format!("{}\n", pin(0)).as_bytes(),
            &["key", "list", "--slot", "0", "--pin-file", "-"],
        )
        .ok();
    let file = bench.file("pin", pin(0).as_bytes());
    bench.run(&["key", "list", "--slot", "0", "--pin-file", &file]).ok();
    let state = bench.run(&["token", "info", "--slot", "0", "--json"]).json();
    assert_eq!(state["state"][0], "ready");
}

#[test]
fn a_slot_is_named_where_there_are_several() {
    let bench = Bench::empty();
    bench.run(&["init", "--slots", "2"]).ok();
    bench.run(&["key", "list"]).fails(2, "--slot");
    bench.run(&["key", "list", "--slot", "7"]).fails(1, "CKR_SLOT_ID_INVALID");
    bench.run(&["key", "list", "--token", "nobody"]).fails(1, "nobody");
    bench.run(&["key", "list", "--slot", "1", "--token", "x"]).fails(2, "cannot be used with");
}

#[test]
fn the_instance_is_found_by_its_url_too() {
    let bench = Bench::new();
    let url = format!("file://{}", bench.path("instance").display());
    let run = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strongroom"));
        command.env_clear().env("HOME", bench.dir.path()).envs(variables.iter().copied());
        command.current_dir(bench.dir.path()).args(["slot", "list", "--json"]).args(arguments);
        Ran::from(&command.output().unwrap())
    };
    run(&[("STRONGROOM_URL", &url)], &[]).ok();
    run(&[("STRONGROOM_URL", "file:///nowhere")], &["--url", &url]).ok();
    run(&[], &["--instance", "instance"]).ok();
    run(&[], &["--url", "gopher://x"]).fails(1, "gopher");
}

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
    for wrong in ["rsa:many", "ec:p999", "dsa", "aes:100"] {
        bench.run(&["key", "generate", wrong]).fails(2, "invalid value");
    }
    bench.run(&["key", "generate", "rsa:64"]).fails(1, "generating rsa:64 in slot 0");
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
fn keys_from_files() {
    use openssl::{ec, nid::Nid, pkey::PKey, rsa::Rsa};
    let bench = Bench::new();
    let rsa = Rsa::generate(2048).unwrap();
    let group = ec::EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
    let ec = ec::EcKey::generate(&group).unwrap();
    let ed = PKey::generate_ed25519().unwrap();
    let parameters = b"-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";
    let sec1 = [parameters.as_slice(), &ec.private_key_to_pem().unwrap()].concat();
    let of_rsa = PKey::from_rsa(rsa.clone()).unwrap();
    let of_ec = PKey::from_ec_key(ec.clone()).unwrap();
    for (name, file, public) in [
        (
            "pkcs8.pem",
            of_rsa.private_key_to_pem_pkcs8().unwrap(),
            of_rsa.public_key_to_pem().unwrap(),
        ),
        ("pkcs8.der", of_rsa.private_key_to_pkcs8().unwrap(), of_rsa.public_key_to_pem().unwrap()),
        ("pkcs1.pem", rsa.private_key_to_pem().unwrap(), of_rsa.public_key_to_pem().unwrap()),
        ("sec1.pem", sec1, of_ec.public_key_to_pem().unwrap()),
        ("ed.pem", ed.private_key_to_pem_pkcs8().unwrap(), ed.public_key_to_pem().unwrap()),
    ] {
        let file = bench.file(name, &file);
        let made = bench.run(&["key", "import", &file, "--label", name, "--json"]).json();
        assert_eq!(made["objects"].as_array().unwrap().len(), 2, "{name}");
        let exported = bench.run(&["key", "export-public", "--label", name]).ok().out;
        assert_eq!(exported.as_bytes(), public, "{name}");
    }
    let public = bench.file("public.pem", &of_rsa.public_key_to_pem().unwrap());
    let made = bench.run(&["key", "import", &public, "--label", "public", "--json"]).json();
    assert_eq!(made["objects"][0]["class"], "public-key");
    let before = bench.objects().len();
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let locked = of_rsa.private_key_to_pem_pkcs8_passphrase(cipher, b"secret").unwrap();
    let locked = bench.file("locked.pem", &locked);
    bench.run(&["key", "import", &locked]).fails(1, "encrypted");
    let noise = bench.file("noise", b"nothing");
    bench.run(&["key", "import", &noise]).fails(1, "no private or public key");
    bench.run(&["key", "import", &noise, "--as", "aes"]).fails(1, "importing");
    bench.run(&["key", "import", "/nowhere"]).fails(1, "/nowhere");
    assert_eq!(bench.objects().len(), before);
    let hex = b"000102030405060708090a0b0c0d0e0f\n";
    bench.given(hex, &["key", "import", "-", "--as", "hmac-sha256", "--hex", "--label", "h"]).ok();
    assert_eq!(bench.objects().last().unwrap()["kind"], "hmac-sha256:16");
}

#[test]
fn public_keys_in_other_forms() {
    let bench = Bench::new();
    for (kind, ssh, kty) in [
        ("rsa:2048", "ssh-rsa AAAA", "RSA"),
        ("ec:p256", "ecdsa-sha2-nistp256 AAAA", "EC"),
        ("ed25519", "ssh-ed25519 AAAA", "OKP"),
    ] {
        bench.run(&["key", "generate", kind, "--label", kind]).ok();
        let line =
            bench.run(&["key", "export-public", "--label", kind, "--format", "ssh"]).ok().out;
        assert!(line.starts_with(ssh) && line.ends_with(&format!(" {kind}\n")), "{line}");
        let jwk = bench.run(&["key", "export-public", "--label", kind, "--format", "jwk"]).json();
        assert_eq!(jwk["kty"], kty);
        let file = bench.path("out.der");
        let arguments = [
            "key",
            "export-public",
            "--label",
            kind,
            "--format",
            "der",
            "-o",
            file.to_str().unwrap(),
        ];
        bench.run(&arguments).ok();
        openssl::pkey::PKey::public_key_from_der(&std::fs::read(&file).unwrap()).unwrap();
    }
    bench.run(&["key", "generate", "x25519", "--label", "x"]).ok();
    bench.run(&["key", "export-public", "--label", "x", "--format", "ssh"]).fails(1, "no form");
    bench.run(&["key", "generate", "aes", "--label", "a"]).ok();
    bench.run(&["key", "export-public", "--label", "a"]).fails(1, "not a key pair");
    let json = bench.run(&["key", "export-public", "--label", "ed25519", "--json"]).json();
    assert!(json["pem"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
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

/// A self-signed certificate, and its key.
fn certificate(name: &str) -> (Vec<u8>, Vec<u8>) {
    use openssl::{asn1::Asn1Time, hash::MessageDigest, pkey::PKey, x509};
    let key = PKey::generate_ed25519().unwrap();
    let mut subject = x509::X509Name::builder().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut builder = x509::X509::builder().unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    builder.sign(&key, MessageDigest::null()).unwrap();
    (builder.build().to_pem().unwrap(), key.private_key_to_pem_pkcs8().unwrap())
}

#[test]
fn a_certificate_is_linked_to_its_key() {
    let bench = Bench::new();
    let (pem, key) = certificate("Bäckerei");
    let (pem_file, key_file) = (bench.file("cert.pem", &pem), bench.file("key.pem", &key));
    bench.run(&["key", "generate", "ed25519", "--id", "01"]).ok();
    bench.run(&["key", "import", &key_file, "--id", "02", "--label", "Bäckerei"]).ok();
    let made = bench.run(&["cert", "import", &pem_file, "--json"]).json();
    assert_eq!(made["objects"][0]["id"], "02");
    assert_eq!(made["objects"][0]["label"], "Bäckerei");
    assert_eq!(bench.run(&["cert", "export", "--label", "Bäckerei"]).ok().out.as_bytes(), pem);
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 1);
    bench.run(&["cert", "import", &key_file]).fails(1, "no certificate");
    bench.run(&["key", "import", &pem_file]).fails(1, "cert import");
    let (stranger, _) = certificate("stranger");
    let stranger = bench.file("stranger.pem", &stranger);
    let ran = bench.run(&["cert", "import", &stranger]).ok();
    assert!(ran.err.contains("no key with this certificate's public key"), "{}", ran.err);
    bench.run(&["key", "delete", "--label", "Bäckerei", "--yes"]).ok();
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 2);
    bench.run(&["cert", "delete", "--label", "Bäckerei", "--yes"]).ok();
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 1);
}

#[test]
fn pins_are_changed_and_reset() {
    let bench = Bench::new();
    let new = |pin| [("STRONGROOM_NEW_PIN", pin)];
    bench.run(&["pin", "change"]).fails(2, "--new-pin-file");
    bench.with(&new("123"), &["pin", "change"]).fails(1, "CKR_PIN_LEN_RANGE");
    bench.with(&new("first-pin"), &["pin", "change"]).ok();
    bench.run(&["key", "list"]).fails(2, "--pin-file");
    let wrong = [("STRONGROOM_PIN", DEFAULT_USER_PIN)];
    for _ in 0..10 {
        bench.with(&wrong, &["key", "list"]).fails(1, "CKR_PIN_INCORRECT");
    }
    bench.with(&[("STRONGROOM_PIN", "first-pin")], &["key", "list"]).fails(1, "pin reset");
    let state = bench.run(&["slot", "list"]).ok().out;
    assert!(state.contains("user PIN locked"), "{state}");
    bench.with(&new("second-pin"), &["pin", "reset"]).ok();
    bench.with(&[("STRONGROOM_PIN", "second-pin")], &["key", "list"]).ok();
    bench.with(&new("officer-pin"), &["pin", "change", "--so"]).ok();
    bench.with(&new("third-pin"), &["pin", "reset"]).fails(2, "--so-pin-file");
    let officer = bench.file("so", b"officer-pin\r\n");
    bench.with(&new("third-pin"), &["pin", "reset", "--so-pin-file", &officer]).ok();
    let state = bench.run(&["token", "info", "--json"]).json();
    assert_eq!(state["state"][0], "ready");
}

#[test]
fn a_token_is_initialised_anew() {
    let bench = Bench::new();
    bench.run(&["key", "generate", "aes"]).ok();
    bench.run(&["token", "init", "--slot", "0", "--label", "x"]).fails(2, "--yes");
    let long = "x".repeat(33);
    let arguments = ["token", "init", "--slot", "0", "--yes", "--label"];
    bench.run(&[&arguments[..], &[&long]].concat()).fails(1, "at most 32 bytes; this one has 33");
    let wrong = [("STRONGROOM_SO_PIN", "wrong-pin")];
    bench.with(&wrong, &[&arguments[..], &["x"]].concat()).fails(1, "CKR_PIN_INCORRECT");
    assert_eq!(bench.objects().len(), 1);
    bench.run(&[&arguments[..], &[&long[..32]]].concat()).ok();
    let token = bench.run(&["token", "info", "--json"]).json();
    assert_eq!(token["label"], long[..32]);
    for state in ["no user PIN", "default SO PIN"] {
        assert!(token["state"].as_array().unwrap().contains(&state.into()), "{token}");
    }
    let pins = [("STRONGROOM_SO_PIN", DEFAULT_SO_PIN), ("STRONGROOM_NEW_PIN", "user-pin")];
    bench.with(&pins, &["pin", "reset"]).ok();
    let list = bench.with(&[("STRONGROOM_PIN", "user-pin")], &["key", "list", "--json"]).json();
    assert!(list["objects"].as_array().unwrap().is_empty());
}

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
fn check_finds_what_was_changed_from_outside() {
    let bench = Bench::new();
    bench.run(&["key", "generate", "aes", "--label", "a"]).ok();
    bench.run(&["key", "generate", "aes", "--label", "b"]).ok();
    let clean = bench.run(&["instance", "check", "--json"]).json();
    assert_eq!(clean["findings"].as_array().unwrap().len(), 0);
    bench.run(&["instance", "check", "--slot", "9"]).fails(1, "CKR_SLOT_ID_INVALID");
    let handle = bench.objects()[0]["handle"].clone();
    let log = std::fs::metadata(bench.path("instance/keystore.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the last to go moves the log into the database");
    let database = rusqlite::Connection::open(bench.path("instance/keystore.db")).unwrap();
    let (id, mut sealed): (i64, Vec<u8>) = database
        .query_row("SELECT id, sealed FROM objects ORDER BY id LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let middle = sealed.len() / 2;
    sealed[middle] ^= 1;
    database.execute("UPDATE objects SET sealed = ?1 WHERE id = ?2", (sealed, id)).unwrap();
    drop(database);
    let checked = bench.run(&["instance", "check", "--json"]);
    assert_eq!(checked.code, 1, "{}{}", checked.out, checked.err);
    let found: Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(found["findings"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["findings"][0]["handle"], handle, "{found}");
    bench.run(&["key", "show", "--label", "b"]).ok();
    let table = bench.run(&["instance", "check"]);
    assert!(table.out.starts_with("SLOT  HANDLE  FINDING"), "{}", table.out);
}

#[test]
fn check_finds_a_damaged_log() {
    let bench = Bench::new();
    let file = bench.path("instance/keystore.db");
    // Somebody who has the database open keeps the log from being moved into it.
    let reader = rusqlite::Connection::open(&file).unwrap();
    reader.query_row("SELECT count(*) FROM objects", [], |_| Ok(())).unwrap();
    for label in ["a", "b", "c"] {
        bench.run(&["key", "generate", "aes", "--label", label]).ok();
    }
    let copy = Bench::empty();
    std::fs::create_dir(copy.path("instance")).unwrap();
    let names = ["root.key", "generation", "keystore.db", "keystore.db-wal"];
    for name in names.map(|name| format!("instance/{name}")) {
        std::fs::copy(bench.path(&name), copy.path(&name)).unwrap();
    }
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(copy.path("instance"), mode).unwrap();
    let log = copy.path("instance/keystore.db-wal");
    let mut bytes = std::fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&log, &bytes).unwrap();
    let checked = copy.run(&["instance", "check"]);
    assert_eq!(checked.code, 1, "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("log"), "{}", checked.out);
    bench.run(&["instance", "check"]).ok();
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
