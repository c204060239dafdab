//! Known answers: for every mechanism of the token that is not a generation, one answer at least that
//! somebody else computed, from `mechanisms.json` and the files beside it. Where an answer is missing, the suite fails.

mod file;
mod mechanism;

use file::{Answer, File};
use strongroom_base::ck;
use strongroom_tests::ffi::address;
use strongroom_tests::keys::{ED25519, derived, open, secret};
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
        "derive" if answer.mechanism.starts_with("CKM_TLS12_KEY") => {
            tls_keys(s, answer, mechanism, key)
        }
        "derive" if answer.mechanism == "CKM_IBM_BTC_DERIVE" => wallet(s, answer, mechanism, key),
        "generate" => {
            let template =
                template![CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => output.len() as u64];
            value(s.generate(mechanism, &template.and(&open())))
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

/// What a derivation of TLS answers into its parameters, one after the other: keys for MACs, where it makes
/// them, keys for data, and vectors.
fn tls_keys(s: Session, answer: &Answer, mechanism: &Mech, key: u64) -> Result<Vec<u8>, Rv> {
    let template = template![
        CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET,
        CKA_VALUE_LEN => answer.number("bits") / 8
    ];
    let template = template.and(&open());
    let (structure, array) = (mechanism.structure(), template.array());
    let words = [s.h, address(&structure), key, address(&array), template.count(), 0];
    s.call("C_DeriveKey", &words).with(())?;
    // What both parties have sent, the vectors, and the structure.
    let kept: Vec<&[u8]> = mechanism.answered().skip(2).collect();
    let (structure, vectors) = kept.split_last().expect("a structure");
    let handles =
        structure[..32].chunks(8).map(|word| u64::from_ne_bytes(word.try_into().expect("a word")));
    let mut whole = Vec::new();
    for handle in handles.filter(|handle| *handle != 0) {
        whole.extend(s.get(handle, CKA_VALUE)?);
    }
    whole.extend(vectors.concat());
    Ok(whole)
}

/// A step in the derivation of wallets: the key's number or point, and the chain code, which comes back in the
/// parameters.
fn wallet(s: Session, answer: &Answer, mechanism: &Mech, key: u64) -> Result<Vec<u8>, Rv> {
    let curve = answer.bytes("curve");
    let edwards = curve == ED25519.oid;
    let public = matches!(
        answer.number("btc"),
        ck::CK_IBM_BTC_BIP0032_PRV2PUB
            | ck::CK_IBM_BTC_BIP0032_PUB2PUB
            | ck::CK_IBM_BTC_SLIP0010_PRV2PUB
            | ck::CK_IBM_BTC_SLIP0010_PUB2PUB
    );
    let template = template![
        CKA_CLASS => if public { CKO_PUBLIC_KEY } else { CKO_PRIVATE_KEY },
        CKA_KEY_TYPE => if edwards { CKK_EC_EDWARDS } else { CKK_EC },
        CKA_EC_PARAMS => curve
    ];
    // Keys of pairs are not all for deriving where nobody says so.
    s.set(key, &template![CKA_DERIVE => true]).ok();
    let made = if public {
        let made = s.derive(mechanism, key, &template)?;
        s.get(made, CKA_EC_POINT)?
    } else {
        let made = s.derive(mechanism, key, &template.and(&open()))?;
        s.get(made, CKA_VALUE)?
    };
    Ok([made, mechanism.answered().collect::<Vec<_>>().concat()].concat())
}
