//! RSA: signatures (FIPS 186-2 and 186-3, of which the older files have shorter keys, too), and OAEP.

use crate::counts::Counts;
use crate::file::{Answer, answers, bytes_of, number_of, text};
use std::collections::BTreeMap;
use strongroom_tests::keys::rsa_public;
use strongroom_tests::prelude::*;

const WRONG: &[u64] =
    &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE, CKR_ATTRIBUTE_VALUE_INVALID];
const FOLDER: &str = "asymmetric/RSA/FIPS_186-2";

/// A hash with its mask function and what signs with it.
struct Hash {
    hash: u64,
    mgf: u64,
    pkcs1: u64,
    pss: u64,
}

fn hash(name: &str) -> Hash {
    let (hash, mgf, pkcs1, pss) = match name.to_uppercase().as_str() {
        "SHA1" => (CKM_SHA_1, CKG_MGF1_SHA1, CKM_SHA1_RSA_PKCS, CKM_SHA1_RSA_PKCS_PSS),
        "SHA224" => (CKM_SHA224, CKG_MGF1_SHA224, CKM_SHA224_RSA_PKCS, CKM_SHA224_RSA_PKCS_PSS),
        "SHA256" => (CKM_SHA256, CKG_MGF1_SHA256, CKM_SHA256_RSA_PKCS, CKM_SHA256_RSA_PKCS_PSS),
        "SHA384" => (CKM_SHA384, CKG_MGF1_SHA384, CKM_SHA384_RSA_PKCS, CKM_SHA384_RSA_PKCS_PSS),
        "SHA512" => (CKM_SHA512, CKG_MGF1_SHA512, CKM_SHA512_RSA_PKCS, CKM_SHA512_RSA_PKCS_PSS),
        other => panic!("{other}"),
    };
    Hash { hash, mgf, pkcs1, pss }
}

/// Verifies one signature: a result that is not said is right.
fn signature(s: Session, counts: &mut Counts, answer: &Answer, with: &Mech) {
    let key = rsa_public(&answer.big("n"), &answer.big("e"));
    let (data, signature) = (answer.bytes("msg"), answer.bytes("s"));
    let made = s.holding(&key, |key| s.verify(with, key, &data, &signature).with(Vec::new()));
    if answer.get("result").is_none() || answer.passes() {
        counts.gives(with.number, &answer.place, made, &[]);
    } else {
        counts.refuses(with.number, &answer.place, made, WRONG);
    }
}

pub fn pkcs1() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in ["SigGen15_186-2", "SigGen15_186-3", "SigVer15_186-3"] {
        for answer in answers(&format!("{FOLDER}/{file}.rsp"), "s") {
            let with = Mech::new(hash(answer.text("shaalg")).pkcs1);
            signature(s, &mut counts, &answer, &with);
        }
    }
    counts.finish(900);
}

pub fn pss() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (file, salt) in [("SigGenPSS_186-2", 20), ("SigGenPSS_186-3", 0), ("SigVerPSS_186-3", 10)] {
        for answer in answers(&format!("{FOLDER}/{file}.rsp"), "s") {
            let of = hash(answer.text("shaalg"));
            let with = Mech::pss(of.pss, of.hash, of.mgf, salt);
            signature(s, &mut counts, &answer, &with);
        }
    }
    counts.finish(900);
}

/// With SHA-1; the mechanism without a hash of its own has the answers of `tests/answers`.
pub fn x9_31() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in ["SigGenRSA", "SigGenRSA_186-2", "SigVerRSA"] {
        for answer in answers(&format!("{FOLDER}/{file}.rsp"), "s") {
            if answer.text("shaalg") == "SHA1" {
                signature(s, &mut counts, &answer, &Mech::new(CKM_SHA1_RSA_X9_31));
            }
        }
    }
    counts.finish(150);
}

/// Files in which a line of `# Name:` stands over each value.
pub fn oaep() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    // The files share their keys, and checking one takes longer than using it.
    let mut keys = BTreeMap::new();
    let hashes = ["sha1", "sha224", "sha256", "sha384", "sha512"];
    let custom = hashes
        .iter()
        .flat_map(|mgf| hashes.iter().map(move |of| (mgf, of)))
        .filter(|pair| *pair != (&"sha1", &"sha1"))
        .map(|(mgf, of)| (format!("oaep-custom/oaep-{mgf}-{of}"), *mgf, *of));
    let original = ("pkcs-1v2-1d2-vec/oaep-vect".to_owned(), "sha1", "sha1");
    for (file, mgf, of) in custom.chain([original]) {
        let with = Mech::oaep(hash(of).hash, hash(mgf).mgf, b"");
        let (mut values, mut heading) = (BTreeMap::<String, String>::new(), String::new());
        let text = text(&format!("asymmetric/RSA/{file}.txt"));
        for (at, line) in text.lines().chain(["#"]).enumerate() {
            if let Some(name) = line.strip_prefix('#') {
                if heading == "encryption" {
                    let sealed = bytes_of(&values["encryption"]);
                    let made = match keys.get(&values["modulus"]) {
                        Some(key) => Ok(*key),
                        None => s.create(&private(&values)),
                    };
                    let made = made.and_then(|key| {
                        keys.insert(values["modulus"].clone(), key);
                        s.decrypt(&with, key, &sealed)
                    });
                    let place = format!("{file}:{at}");
                    counts.gives(with.number, &place, made, &bytes_of(&values["message"]));
                }
                heading = name.trim().trim_end_matches(':').to_lowercase();
                values.remove(&heading);
            } else {
                let digits = line.split_whitespace().collect::<String>();
                values.entry(heading.clone()).or_default().push_str(&digits);
            }
        }
    }
    counts.finish(1400);
}

fn private(values: &BTreeMap<String, String>) -> Template {
    let number = |name: &str| number_of(&values[name]);
    template![
        CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_RSA, CKA_MODULUS => number("modulus"),
        CKA_PUBLIC_EXPONENT => number("public exponent"), CKA_PRIVATE_EXPONENT => number("exponent"),
        CKA_PRIME_1 => number("prime 1"), CKA_PRIME_2 => number("prime 2"),
        CKA_EXPONENT_1 => number("prime exponent 1"), CKA_EXPONENT_2 => number("prime exponent 2"),
        CKA_COEFFICIENT => number("coefficient")
    ]
}
