//! Signatures over primes and on curves (DSA2VS, ECDSA2VS, RFC 8032): those that are given, those that a key makes, and
//! public points that are none.

use crate::counts::Counts;
use crate::file::{Answer, answers, bytes_of, padded, text};
use strongroom_tests::keys::*;
use strongroom_tests::prelude::*;

const WRONG: &[u64] =
    &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE, CKR_ATTRIBUTE_VALUE_INVALID];

/// A signature of two numbers of this length.
fn pair(answer: &Answer, len: usize) -> Vec<u8> {
    ["r", "s"].map(|name| padded(&answer.big(name), len)).concat()
}

/// Verifies a signature with a public key: a result that is not said is right.
fn signature(
    s: Session,
    counts: &mut Counts,
    answer: &Answer,
    row: u64,
    (key, len): (&Template, usize),
) {
    let (data, signature) = (answer.bytes("msg"), pair(answer, len));
    let made =
        s.holding(key, |key| s.verify(&Mech::new(row), key, &data, &signature).with(Vec::new()));
    if answer.get("result").is_none() || answer.passes() {
        counts.gives(row, &answer.place, made, &[]);
    } else {
        counts.refuses(row, &answer.place, made, WRONG);
    }
}

/// What one half of a pair signs, the other verifies.
fn belong(s: Session, counts: &mut Counts, place: &str, row: u64, halves: [&Template; 2]) {
    let [public, private] = halves;
    let data = [7; 20];
    let signed = s.holding(private, |key| s.sign(&Mech::new(row), key, &data));
    let verified = signed.and_then(|signature| {
        s.holding(public, |key| s.verify(&Mech::new(row), key, &data, &signature).with(Vec::new()))
    });
    counts.gives(row, place, verified, &[]);
}

fn of_primes(answer: &Answer, class: u64, value: &str) -> Template {
    template![
        CKA_CLASS => class, CKA_KEY_TYPE => CKK_DSA, CKA_PRIME => answer.big("p"),
        CKA_SUBPRIME => answer.big("q"), CKA_BASE => answer.big("g"), CKA_VALUE => answer.big(value)
    ]
}

pub fn dsa() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (folder, file) in [
        ("FIPS_186-2", "SigVer.rsp"),
        ("FIPS_186-2", "SigGen.txt"),
        ("FIPS_186-3", "SigVer.rsp"),
        ("FIPS_186-3", "SigGen.txt"),
    ] {
        for answer in answers(&format!("asymmetric/DSA/{folder}/{file}"), "s") {
            // The older files know one hash and do not name it.
            let row = match answer.get("heading").and_then(|h| h.split("SHA-").nth(1)) {
                None | Some("1") => CKM_DSA_SHA1,
                Some("224") => CKM_DSA_SHA224,
                Some("256") => CKM_DSA_SHA256,
                Some("384") => CKM_DSA_SHA384,
                Some("512") => CKM_DSA_SHA512,
                Some(other) => panic!("{}: {other}", answer.place),
            };
            let (key, len) = (of_primes(&answer, CKO_PUBLIC_KEY, "y"), answer.big("q").len());
            signature(s, &mut counts, &answer, row, (&key, len));
        }
    }
    for folder in ["FIPS_186-2", "FIPS_186-3"] {
        for answer in answers(&format!("asymmetric/DSA/{folder}/KeyPair.rsp"), "y") {
            let public = of_primes(&answer, CKO_PUBLIC_KEY, "y");
            let private = of_primes(&answer, CKO_PRIVATE_KEY, "x");
            belong(s, &mut counts, &answer.place, CKM_DSA, [&public, &private]);
        }
    }
    counts.finish(650);
}

/// The curve that a heading begins with, unless it is over a binary field.
fn curve(answer: &Answer) -> Option<Curve> {
    match answer.text("heading").split(',').next() {
        Some("P-192") => Some(P192),
        Some("P-224") => Some(P224),
        Some("P-256") => Some(P256),
        Some("P-384") => Some(P384),
        Some("P-521") => Some(P521),
        Some("K-256") => Some(K256),
        _ => None,
    }
}

/// The point whose numbers are here, and whether it has the curve's length.
fn point(answer: &Answer, curve: Curve) -> Vec<u8> {
    let number = |name| padded(&answer.big(name), curve.length);
    [vec![4], number("qx"), number("qy")].concat()
}

pub fn ecdsa() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in [
        "FIPS_186-2/SigVer.rsp",
        "FIPS_186-2/SigGen.txt",
        "FIPS_186-3/SigVer.rsp",
        "FIPS_186-3/SigGen.txt",
        "SECP256K1/SigGen.txt",
    ] {
        for answer in answers(&format!("asymmetric/ECDSA/{file}"), "s") {
            let Some(curve) = curve(&answer) else { continue };
            let row = match answer.text("heading").split("SHA-").nth(1) {
                // The older files know one hash and do not name it.
                None | Some("1") => CKM_ECDSA_SHA1,
                Some("224") => CKM_ECDSA_SHA224,
                Some("256") => CKM_ECDSA_SHA256,
                Some("384") => CKM_ECDSA_SHA384,
                Some("512") => CKM_ECDSA_SHA512,
                Some(other) => panic!("{}: {other}", answer.place),
            };
            let key = ec_public(CKK_EC, curve.oid, &point(&answer, curve));
            signature(s, &mut counts, &answer, row, (&key, curve.length));
        }
    }
    counts.finish(1200);
}

/// Public points that are none are refused, and pairs belong together.
pub fn points() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for folder in ["FIPS_186-2", "FIPS_186-3"] {
        for answer in answers(&format!("asymmetric/ECDSA/{folder}/PKV.rsp"), "result") {
            let Some(curve) = curve(&answer) else { continue };
            let key = ec_public(CKK_EC, curve.oid, &point(&answer, curve));
            let made = s.holding(&key, |_| Ok(Vec::new()));
            if answer.passes() {
                counts.gives(CKM_ECDSA, &answer.place, made, &[]);
            } else {
                let with = &[CKR_ATTRIBUTE_VALUE_INVALID];
                counts.refuses(CKM_ECDSA, &answer.place, made, with);
            }
        }
        let pairs = answers(&format!("asymmetric/ECDSA/{folder}/KeyPair.rsp"), "qy");
        for answer in pairs {
            let Some(curve) = curve(&answer) else { continue };
            let public = ec_public(CKK_EC, curve.oid, &point(&answer, curve));
            let private = ec_private(CKK_EC, curve.oid, &padded(&answer.big("d"), curve.length));
            belong(s, &mut counts, &answer.place, CKM_ECDSA, [&public, &private]);
        }
    }
    counts.finish(100);
}

/// Ed25519 and Ed448: the same signatures, which verify.
pub fn edwards() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    let mut both =
        |place: &str, curve: Curve, [seed, public, data, expected]: [&[u8]; 4], with: &Mech| {
            let private = ec_private(CKK_EC_EDWARDS, curve.oid, seed);
            let made = s.holding(&private, |key| s.sign(with, key, data));
            counts.gives(CKM_EDDSA, place, made, expected);
            let public = ec_public(CKK_EC_EDWARDS, curve.oid, public);
            let right =
                s.holding(&public, |key| s.verify(with, key, data, expected).with(Vec::new()));
            counts.gives(CKM_EDDSA, place, right, &[]);
        };
    for (at, line) in text("asymmetric/Ed25519/sign.input").lines().enumerate() {
        let fields: Vec<_> = line.split(':').map(bytes_of).collect();
        let [secret, public, data, signed, ..] = &fields[..] else { panic!("line {at}") };
        let values: [&[u8]; 4] = [&secret[..32], public, data, &signed[..64]];
        both(&format!("line {at}"), ED25519, values, &Mech::new(CKM_EDDSA));
    }
    for answer in answers("asymmetric/Ed448/rfc8032.txt", "signature") {
        let [seed, public, data, expected] =
            ["secret", "public", "message", "signature"].map(|name| answer.bytes(name));
        let context = answer.get("context").map(bytes_of).unwrap_or_default();
        let with =
            if context.is_empty() { Mech::new(CKM_EDDSA) } else { Mech::eddsa(false, &context) };
        both(&answer.place, ED448, [&seed, &public, &data, &expected], &with);
    }
    counts.finish(2000);
}
