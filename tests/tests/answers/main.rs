//! Known answers: for every mechanism of the token that is not a generation, one answer at least that
//! somebody else computed, from `mechanisms.json`. Where an answer is missing, the suite fails.

mod file;
mod mechanism;

use file::{Answer, File};
use strongroom_base::ck;
use strongroom_tests::keys::{derived, open, secret};
use strongroom_tests::prelude::*;

strongroom_tests::suite![every_mechanism_gives_its_known_answer];

fn every_mechanism_gives_its_known_answer() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let file = File::read();
    let mut report = Report::new();
    for answer in &file.answers {
        let what = format!("{} of {}", answer.mechanism, answer.source);
        let key = answer.key.as_ref().map_or(0, |name| s.create(&file.key(name)).must());
        let mechanism = mechanism::of(s, &file, answer);
        let came = run(s, answer, &mechanism, key);
        report.holds(format!("{what}: {came:02x?}"), came.as_deref() == Ok(answer.expected()));
    }
    for number in hsm.mechanisms() {
        let flags = hsm.mechanism(number).must().2;
        if flags & (CKF_GENERATE | CKF_GENERATE_KEY_PAIR) == 0 {
            let name = ck::name_in(ck::CKM, number).unwrap_or("a mechanism of no known name");
            let known = file.answers.iter().any(|answer| answer.mechanism == name);
            report.holds(format!("{name} has a known answer"), known);
        }
    }
    report.finish("known answers");
}

/// What the token makes of an answer's input: for `verify` an empty answer, where it is right.
fn run(s: Session, answer: &Answer, mechanism: &Mech, key: u64) -> Result<Vec<u8>, Rv> {
    let (input, output) = (&answer.input[..], &answer.output[..]);
    let value = |object: Result<u64, Rv>| object.and_then(|object| s.get(object, CKA_VALUE));
    match answer.function.as_str() {
        "encrypt" => {
            assert_eq!(s.decrypt(mechanism, key, output).must(), input, "{}", answer.source);
            s.encrypt(mechanism, key, input)
        }
        "decrypt" => s.decrypt(mechanism, key, input),
        "digest" => s.digest(mechanism, input),
        "sign" => s.sign(mechanism, key, input),
        "verify" => s.verify(mechanism, key, input, output).with(vec![]),
        "derive" if answer.mechanism == "CKM_HKDF_DATA" => {
            let template = template![CKA_CLASS => CKO_DATA, CKA_VALUE_LEN => output.len() as u64];
            value(s.derive(mechanism, key, &template))
        }
        "derive" => value(s.derive(mechanism, key, &derived(output.len()))),
        "wrap" => {
            let target = s.create(&secret(CKK_GENERIC_SECRET, input).and(&open())).must();
            let unwrapped = value(s.unwrap(mechanism, key, output, &generic()));
            assert_eq!(unwrapped.as_deref(), Ok(input), "{}", answer.source);
            s.wrap(mechanism, key, target)
        }
        "unwrap" => value(s.unwrap(mechanism, key, input, &generic())),
        "decapsulate" => value(s.decapsulate(mechanism, key, input, &derived(output.len()))),
        other => panic!("no function {other}"),
    }
}

/// A readable secret of whatever length there is.
fn generic() -> Template {
    template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET].and(&open())
}
