//! The cases of `tests/vectors` on other vendors' modules. What a module has no mechanism for is skipped and
//! counted. Where a module answers otherwise than the cases say, `tests/vendors/NAME.json` says how, case by
//! case; a case that is in there and passes fails the test, so that the list stays what it is.

use crate::interpreter::case::{Ending, Place, run};
use crate::vectors::{SLOTS, suites};
use std::collections::BTreeMap;
use std::path::Path;
use strongroom::{Hsm, of_module};
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, runner};

/// How a module answers where it is not as the cases say: the case, and how it ends.
type Otherwise = BTreeMap<String, String>;

/// SoftHSM2, as Debian has it.
pub fn softhsm2() {
    let path = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"]
        .into_iter()
        .find(|path| Path::new(path).exists());
    let Some(path) = path else { runner::skip("SoftHSM2 is not installed") };
    let (tokens, conf) = (instance::directory().join("tokens"), "softhsm2.conf");
    let text = format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display());
    module("softhsm2", path, ("SOFTHSM2_CONF", conf, &text), || {
        std::fs::create_dir(&tokens).expect("a directory");
    });
}

/// Kryoptic, where `STRONGROOM_KRYOPTIC` names the file of one.
pub fn kryoptic() {
    let Ok(path) = std::env::var("STRONGROOM_KRYOPTIC") else {
        runner::skip("STRONGROOM_KRYOPTIC does not name one")
    };
    let slot = |number: usize| {
        let database = instance::directory().join(format!("token-{number}.sql"));
        let database = database.display();
        format!("[[slots]]\nslot = {number}\ndbtype = \"sqlite\"\ndbargs = \"{database}\"\n")
    };
    let text: String = (0..SLOTS).map(slot).collect();
    module("kryoptic", &path, ("KRYOPTIC_CONF", "kryoptic.conf", &text), || ());
}

/// Runs the cases in a process whose environment leads to a module without tokens.
fn module(
    name: &str,
    path: &str,
    (variable, file, text): (&str, &str, &str),
    prepare: impl FnOnce(),
) {
    if runner::part().is_some() {
        return cases(name, &of_module(Path::new(path)));
    }
    prepare();
    let configuration = instance::directory().join(file);
    std::fs::write(&configuration, text).expect("a file");
    let status = runner::another("cases").env(variable, configuration).status();
    assert!(status.expect("the process of the test").success());
}

/// Makes the tokens that the cases want; gives the slot of each.
fn tokens(url: &str) -> BTreeMap<u64, u64> {
    let hsm = Hsm::open(url).expect("the module");
    let label = |number: u64| format!("strongroom-{number}");
    let numbers = 0..SLOTS as u64;
    for number in numbers.clone() {
        let blank = |slot: &strongroom::Slot| {
            let token = slot.token().expect("a token");
            token.flags & CKF_TOKEN_INITIALIZED == 0
        };
        let slot = hsm.slots().expect("slots").into_iter().find(blank).expect("a blank token");
        slot.init_token(SO_PIN, &label(number)).expect("initialised");
        let slot = hsm.token(&label(number)).expect("the token");
        slot.init_pin(SO_PIN, USER_PIN).expect("a PIN");
    }
    // SoftHSM2 gives a token another slot when it is next initialised.
    drop(hsm);
    let hsm = Hsm::open(url).expect("the module");
    numbers.map(|number| (number, hsm.token(&label(number)).expect("the token").id())).collect()
}

fn cases(name: &str, url: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("vendors/{name}.json"));
    let text = std::fs::read_to_string(file).expect("how the module answers");
    let mut otherwise: Otherwise = serde_json::from_str(&text).expect("cases and their endings");
    let slots = tokens(url);
    let place = Place { url, user_pin: USER_PIN, so_pin: SO_PIN, slots: &slots };
    let (mut ok, mut skipped, mut known, mut wrong) = (0, BTreeMap::new(), 0, Vec::new());
    for (suite, cases) in suites() {
        for case in &cases.cases {
            let id = format!("{suite}/{}", case.id);
            let ending = run(&place, case);
            let said = ending.to_string();
            println!("case {id} {said}");
            match (ending, otherwise.remove(&id)) {
                (Ending::Ok, None) => ok += 1,
                (Ending::Skipped(what), None) => *skipped.entry(what).or_insert(0) += 1,
                (Ending::Failed(..), Some(known_as)) if said == known_as => known += 1,
                _ => wrong.push(format!("{id} {said}")),
            }
        }
    }
    println!("{name}: ok {ok}, otherwise {known}, skipped {}", skipped.values().sum::<i32>());
    for (what, count) in skipped {
        println!("{name}: {count} need {what}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(otherwise.is_empty(), "there are no such cases: {otherwise:?}");
    assert!(ok > 0);
}
