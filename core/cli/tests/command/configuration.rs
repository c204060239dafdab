//! `config check`: every setting with its value and where that came from, and what is wrong with it named.

use crate::Bench;
use serde_json::Value;

/// The value of a setting and its source.
#[track_caller]
fn setting(shown: &Value, name: &str) -> (String, String) {
    let settings = shown["settings"].as_array().unwrap();
    let setting = settings.iter().find(|setting| setting["name"] == name).unwrap();
    let text = |field: &str| setting[field].as_str().unwrap().to_owned();
    (text("value"), text("source"))
}

#[track_caller]
fn is(shown: &Value, name: &str, value: &str, source: &str) {
    assert_eq!(setting(shown, name), (value.to_owned(), source.to_owned()), "{name}");
}

const CHECK: &[&str] = &["config", "check", "--json"];

#[test]
fn defaults() {
    let bench = Bench::empty();
    // The machine's own file, if it has one, is not meant.
    let none = bench.file("empty.toml", b"");
    let shown = bench.with(&[("STRONGROOM_CONFIG", &none)], CHECK).json();
    is(&shown, "listen", "127.0.0.1:7512", "default");
    is(&shown, "metrics", "127.0.0.1:7513", "default");
    is(&shown, "allow_default_pins", "false", "default");
    is(&shown, "limits.connections", "8192", "default");
    is(&shown, "limits.handshake_time", "5000 ms", "default");
    let people = bench.run(&["config", "check", "--config", &none]).ok();
    for text in ["SETTING", "limits.frame_size", "16777216 bytes", "of one request or reply"] {
        assert!(people.out.contains(text), "{text}: {}", people.out);
    }
}

#[test]
fn the_nearest_wins() {
    let bench = Bench::empty();
    let text = "[server]\nlisten = '127.0.0.1:1'\nmetrics = 'off'\nlog = 'warn'\n\
                [server.limits]\nsessions = 5\nidle_time = '5s'\nframe_size = '1MiB'\n";
    let file = bench.file("service.toml", text.as_bytes());
    let variables = [
        ("STRONGROOM_CONFIG", file.as_str()),
        ("STRONGROOM_SERVER_LOG", "debug"),
        ("STRONGROOM_SERVER_LISTEN", "127.0.0.1:2"),
        ("STRONGROOM_SERVER_LIMITS_SESSIONS", "6"),
        ("STRONGROOM_SERVER_LIMITS_WORKERS", ""),
    ];
    let flags = ["--listen", "127.0.0.1:3", "--set", "limits.idle_time=7s"];
    let shown = bench.with(&variables, &[CHECK, &flags].concat()).json();
    is(&shown, "metrics", "off", &file);
    is(&shown, "limits.frame_size", "1048576 bytes", &file);
    is(&shown, "log", "debug", "$STRONGROOM_SERVER_LOG");
    is(&shown, "limits.sessions", "6", "$STRONGROOM_SERVER_LIMITS_SESSIONS");
    is(&shown, "limits.workers", "0", "default");
    is(&shown, "listen", "127.0.0.1:3", "--set listen");
    is(&shown, "limits.idle_time", "7000 ms", "--set limits.idle_time");
    // A file that a flag names is meant instead of the one that the environment names.
    let other = bench.file("other.toml", b"[server.limits]\nsessions = 9\n");
    let shown = bench
        .with(&[("STRONGROOM_CONFIG", &file)], &[CHECK, &["--config", &other]].concat())
        .json();
    is(&shown, "limits.sessions", "9", &other);
    is(&shown, "metrics", "127.0.0.1:7513", "default");
}

#[test]
fn what_is_wrong() {
    let bench = Bench::empty();
    let check = |more: &[&str]| bench.run(&[&["config", "check"], more].concat());
    let bad = bench.file("bad.toml", b"[server.limits]\nsesions = 5\n");
    check(&["--config", &bad]).fails(1, "there is no setting limits.sesions");
    check(&["--config", &bad]).fails(1, "limits.sessions may be meant");
    let broken = bench.file("broken.toml", b"[server\n");
    check(&["--config", &broken]).fails(1, &broken);
    check(&["--config", "/nonexistent/strongroom.toml"]).fails(1, "No such file");
    let empty = bench.file("empty.toml", b"");
    let set = |setting: &str| check(&["--config", &empty, "--set", setting]);
    set("limits.sessions=0").fails(1, "limits.sessions is a number of 1 to 1048576");
    set("limits.idle_time=5 apples").fails(1, "limits.idle_time is a number of 10 to");
    set("log_format=xml").fails(1, "log_format is human or json, not \"xml\"");
    set("allow_default_pins=perhaps").fails(1, "allow_default_pins is true or false");
    set("sessions").fails(2, "it is NAME=VALUE");
    let variables =
        [("STRONGROOM_CONFIG", empty.as_str()), ("STRONGROOM_SERVER_LIMITS_POOL", "many")];
    bench
        .with(&variables, &["config", "check"])
        .fails(1, "$STRONGROOM_SERVER_LIMITS_POOL: limits.pool is a number");
    // The service says the same instead of starting.
    bench.run(&["init", "--slots", "1"]).ok();
    bench
        .run(&["serve", "--config", &empty, "--set", "limits.pool=many"])
        .fails(1, "limits.pool is a number");
}
