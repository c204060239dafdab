//! Instances and tokens: made, found, initialised anew, checked.

use super::*;

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
