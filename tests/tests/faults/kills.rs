//! Processes that write are killed at random moments, while others go on writing. After each kill, what
//! the killed one was told is done is there, what it was told is gone is gone, and nothing is half there.
//!
//! A writer says on its standard output what it is about to do and what was done; the words after which
//! it was killed tell what may be true of its objects. `STRONGROOM_TEST_KILLS` sets how many are killed.

use crate::checked;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use strongroom_tests::prelude::*;
use strongroom_tests::{keys, runner};

/// Writers at the same time.
const WRITERS: usize = 3;

fn kills() -> usize {
    let wanted = std::env::var("STRONGROOM_TEST_KILLS").ok();
    wanted.map_or(100, |n| n.parse().expect("a number of kills"))
}

/// A writer process and what it says.
struct Writer {
    child: Child,
    heard: Receiver<String>,
    lines: Vec<String>,
}

impl Writer {
    fn start(part: &str) -> Writer {
        let mut command = runner::another(part);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("start a writer");
        let out = child.stdout.take().expect("its output");
        Writer { child, heard: listen(out), lines: Vec::new() }
    }

    /// Kills it; gives all that it has said.
    fn kill(mut self) -> Vec<String> {
        self.child.kill().expect("kill a writer");
        self.child.wait().expect("wait for a writer");
        self.lines.extend(self.heard.iter());
        self.lines
    }
}

fn listen(out: ChildStdout) -> Receiver<String> {
    let (said, heard) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if said.send(line).is_err() {
                break;
            }
        }
    });
    heard
}

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Says something that the test must hear even if this process dies right after.
fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{words}\n").as_bytes()).and_then(|()| out.flush()).expect("say");
}

fn data(label: &str) -> Template {
    template![
        CKA_CLASS => CKO_DATA, CKA_TOKEN => true, CKA_PRIVATE => true, CKA_LABEL => label,
        CKA_VALUE => &[7; 300],
    ]
}

/// Makes objects, renames every third, destroys every fourth, makes a key pair now and then.
fn write_objects() {
    let session = Hsm::start().user();
    let pid = std::process::id();
    for n in 0_u64.. {
        let label = format!("{pid}-{n}");
        let object = session.create(&data(&label)).must();
        say(&format!("made {object} {label}"));
        if n % 3 == 0 {
            let again = format!("{label}-again");
            say(&format!("renaming {object} {again}"));
            session.set(object, &template![CKA_LABEL => again.as_str()]).ok();
            say(&format!("made {object} {again}"));
        }
        if n % 4 == 0 {
            say(&format!("destroying {object} {label}"));
            session.destroy(object).ok();
            say(&format!("destroyed {object} {label}"));
        }
        if n % 8 == 5 {
            let named = template![CKA_TOKEN => true, CKA_ID => label.as_bytes()];
            session.pair(keys::P256, &named, &named).must();
            say(&format!("paired 0 {label}"));
        }
    }
}

/// What may be true of an object after what was said of it.
#[derive(Clone, Debug)]
enum State {
    Label(String),
    Either(String, String),
    LabelOrGone(String),
    Gone,
}

fn states(lines: &[String]) -> BTreeMap<u64, State> {
    let mut states = BTreeMap::new();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let [what, object, label] = words[..] else { panic!("half a line: {line}") };
        let (object, label): (u64, _) = (object.parse().expect("a handle"), label.to_owned());
        let now = match (what, states.get(&object)) {
            ("made", _) => State::Label(label),
            ("renaming", Some(State::Label(before))) => State::Either(before.clone(), label),
            ("destroying", Some(State::Label(before))) => State::LabelOrGone(before.clone()),
            ("destroyed", _) => State::Gone,
            ("paired", _) => continue,
            other => panic!("{other:?}"),
        };
        states.insert(object, now);
    }
    states
}

/// Checks what a killed writer left; gives how many of its objects were checked.
fn check(session: Session, lines: &[String]) -> usize {
    let states = states(lines);
    for (object, state) in &states {
        let found = session.get(*object, CKA_LABEL);
        let found = match found {
            Ok(label) => {
                assert_eq!(session.get(*object, CKA_VALUE).must(), [7; 300]);
                Some(String::from_utf8(label).expect("a label"))
            }
            Err(rv) => {
                rv.is(CKR_OBJECT_HANDLE_INVALID);
                None
            }
        };
        let right = match state {
            State::Label(label) => found.as_ref() == Some(label),
            State::Gone => found.is_none(),
            State::Either(a, b) => found.as_ref().is_some_and(|found| found == a || found == b),
            State::LabelOrGone(label) => found.as_ref().is_none_or(|found| found == label),
        };
        assert!(right, "object {object} is {found:?}, and should be {state:?}");
    }
    // Both keys of each pair that was acknowledged, and both or none of the one that was not.
    let made: Vec<&str> = lines.iter().filter_map(|l| l.strip_prefix("paired 0 ")).collect();
    let last = lines.iter().rev().find_map(|l| l.strip_prefix("made ")?.split(' ').nth(1));
    for label in made.iter().copied().chain(last) {
        let found = session.find(&template![CKA_ID => label.as_bytes()]).must().len();
        assert!(found == 2 || (found == 0 && !made.contains(&label)), "{label}: {found} keys");
    }
    states.len()
}

pub fn writers_that_are_killed() {
    if runner::part().is_some() {
        return write_objects();
    }
    let session = Hsm::start().user();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut writers: Vec<Writer> = (0..WRITERS).map(|_| Writer::start("write")).collect();
    let (mut checked, mut silent) = (0, 0);
    for _ in 0..kills() {
        let chosen = random.below(WRITERS as u64) as usize;
        let mut writer = std::mem::replace(&mut writers[chosen], Writer::start("write"));
        // One in eight at any moment from its first instruction on, the others while they write.
        if random.below(8) > 0 {
            writer.lines.extend(writer.heard.recv());
        }
        std::thread::sleep(Duration::from_micros(random.below(20_000)));
        let lines = writer.kill();
        silent += usize::from(lines.is_empty());
        checked += check(session, &lines);
    }
    writers.into_iter().for_each(|writer| checked += check(session, &writer.kill()));
    println!("{} kills, {silent} before the first word; {checked} objects checked", kills());
    assert!(checked > kills());
    checked::check();
}

/// The two PINs between which a writer changes.
const PINS: [&str; 2] = [USER_PIN, "another PIN"];

fn write_pins() {
    let hsm = Hsm::start();
    let session = hsm.rw();
    let mut now = usize::from(runner::part().as_deref() == Some("1"));
    loop {
        session.set_pin(PINS[now], PINS[1 - now]).ok();
        now = 1 - now;
        say(&format!("{now}"));
    }
}

pub fn changes_of_a_pin_that_are_killed() {
    if runner::part().is_some() {
        return write_pins();
    }
    let hsm = Hsm::start();
    let session = hsm.rw();
    let mut random = Random(7);
    let (mut now, mut cut) = (0, 0);
    for _ in 0..kills() / 10 {
        let mut writer = Writer::start(&now.to_string());
        writer.lines.extend(writer.heard.recv());
        std::thread::sleep(Duration::from_micros(random.below(150_000)));
        let lines = writer.kill();
        // The last PIN acknowledged, or the one after it; the other one is wrong.
        let last: usize = lines.last().expect("a change").parse().expect("which PIN");
        now = match session.login(CKU_USER, PINS[last]).code {
            CKR_OK => last,
            code => {
                assert_eq!(code, CKR_PIN_INCORRECT);
                session.login(CKU_USER, PINS[1 - last]).ok();
                cut += 1;
                1 - last
            }
        };
        session.logout().ok();
        session.login(CKU_USER, PINS[1 - now]).is(CKR_PIN_INCORRECT);
    }
    println!("{} kills, {cut} changes done but not acknowledged", kills() / 10);
    checked::check();
}
