//! Every secret attribute of every key type, against every way to read it.

use crate::table::{Kind, all_kinds, generate};
use strongroom_base::ck;
use strongroom_tests::prelude::*;

/// The attributes that hold secrets, by the type of a private key (PKCS #11 v3.2, footnote 7).
fn secret_attributes(kind: Kind) -> &'static [u64] {
    match kind {
        Kind::Secret(_) => &[CKA_VALUE],
        Kind::Pair(CKK_RSA) => &[
            CKA_PRIVATE_EXPONENT,
            CKA_PRIME_1,
            CKA_PRIME_2,
            CKA_EXPONENT_1,
            CKA_EXPONENT_2,
            CKA_COEFFICIENT,
        ],
        Kind::Pair(CKK_ML_DSA | CKK_ML_KEM) => &[CKA_VALUE, CKA_SEED],
        Kind::Pair(_) | Kind::Secp256k1 => &[CKA_VALUE],
    }
}

/// With either attribute that closes a key, on the token and off it, and in a copy.
pub fn stay_inside_whoever_asks() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for (sensitive, extractable) in [(true, true), (false, false), (true, false)] {
        for token in [false, true] {
            let at = template![CKA_TOKEN => token];
            let closed =
                at.clone().with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable);
            for kind in all_kinds() {
                let (_, key) = generate(s, kind, &at, &closed);
                let copy = s.copy(key, &Template::new()).must();
                for object in [key, copy] {
                    for attribute in secret_attributes(kind) {
                        ask(s, &mut report, kind, object, *attribute);
                    }
                }
            }
        }
    }
    report.finish("secret attributes");
}

fn ask(s: Session, report: &mut Report, kind: Kind, object: u64, attribute: u64) {
    let what = format!("{kind:?} {}", ck::name_in(ck::CKA, attribute).unwrap_or("an attribute"));
    let unavailable = CK_UNAVAILABLE_INFORMATION;
    for room in [None, Some(0), Some(1), Some(16), Some(32), Some(5000)] {
        let (rv, lengths, buffers) = s.get_into(object, &[(attribute, room)]);
        report.answers(format!("{what} into {room:?}"), rv.code, &[CKR_ATTRIBUTE_SENSITIVE]);
        report.holds(format!("{what}: its length"), lengths == [unavailable]);
        report.holds(format!("{what}: the buffer"), buffers[0].untouched());
        // Among others, which are answered.
        let (rv, lengths, buffers) =
            s.get_into(object, &[(CKA_CLASS, Some(8)), (attribute, room), (CKA_TOKEN, Some(1))]);
        report.answers(format!("{what} among others"), rv.code, &[CKR_ATTRIBUTE_SENSITIVE]);
        report.holds(format!("{what}: lengths"), lengths == [8, unavailable, 1]);
        report.holds(format!("{what}: the buffer among others"), buffers[1].untouched());
    }
}

/// Nothing that can be read of a closed key has a piece of its secrets in it, however the key came to be: it
/// is generated, created from its parts, and unwrapped.
pub fn are_not_part_of_anything_else() {
    let s = Hsm::start().user();
    let open = template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true];
    let closed = template![CKA_SENSITIVE => true, CKA_EXTRACTABLE => false];
    let wrapping = s.aes(32, &Template::new()).must();
    let kwp = Mech::new(CKM_AES_KEY_WRAP_KWP);
    let mut report = Report::new();
    for kind in all_kinds() {
        let (_, key) = generate(s, kind, &Template::new(), &open);
        let wrapped = s.wrap(&kwp, wrapping, key).must();
        let mut secrets: Vec<Vec<u8>> =
            secret_attributes(kind).iter().map(|attribute| s.get(key, *attribute).must()).collect();
        if kind == Kind::Pair(CKK_SLH_DSA) {
            // The second half of such a private key is the public key (FIPS 205, section 9.1).
            secrets.iter_mut().for_each(|secret| secret.truncate(secret.len() / 2));
        }
        let parts = ALL_PARTS.iter().filter_map(|kind| Some((*kind, s.get(key, *kind).ok()?)));
        let created =
            parts.fold(closed.clone(), |template, (kind, value)| template.with(kind, value));
        let class = s.get(key, CKA_CLASS).must();
        let named = template![CKA_CLASS => class, CKA_KEY_TYPE => s.get(key, CKA_KEY_TYPE).must()];
        let objects = [
            ("generated", s.copy(key, &closed).must()),
            ("created", s.create(&created).must()),
            ("unwrapped", s.unwrap(&kwp, wrapping, &wrapped, &named.and(&closed)).must()),
        ];
        for (how, object) in objects {
            for (name, attribute) in ck::CKA {
                let Ok(value) = s.get(object, *attribute) else { continue };
                let shows = secrets.iter().any(|secret| shares(&value, secret));
                report.holds(format!("{kind:?}, {how}: {name} shows nothing"), !shows);
            }
        }
    }
    report.finish("attributes beside secrets");
}

/// The attributes that keys are created from.
const ALL_PARTS: &[u64] = &[
    CKA_CLASS,
    CKA_KEY_TYPE,
    CKA_VALUE,
    CKA_MODULUS,
    CKA_PUBLIC_EXPONENT,
    CKA_PRIVATE_EXPONENT,
    CKA_PRIME_1,
    CKA_PRIME_2,
    CKA_EXPONENT_1,
    CKA_EXPONENT_2,
    CKA_COEFFICIENT,
    CKA_PRIME,
    CKA_SUBPRIME,
    CKA_BASE,
    CKA_EC_PARAMS,
    CKA_PARAMETER_SET,
    CKA_SEED,
];

/// Whether a value has the end of a secret in it. Private keys of ML-DSA and ML-KEM also hold what is public,
/// but none of them ends with it.
fn shares(value: &[u8], secret: &[u8]) -> bool {
    let piece = secret.get(secret.len().saturating_sub(16)..).unwrap_or(secret);
    value.windows(piece.len()).any(|window| window == piece)
}

/// What may be read is read whole: `CKR_OK` never comes with a length that is not there.
pub fn open_ones_are_whole() {
    let s = Hsm::start().user();
    let open = template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true];
    let mut report = Report::new();
    for kind in all_kinds() {
        let (public, key) = generate(s, kind, &Template::new(), &open);
        for attribute in secret_attributes(kind) {
            report.holds(
                format!("{kind:?} {attribute:#x}"),
                !s.get(key, *attribute).must().is_empty(),
            );
        }
        for object in [key, public] {
            for (name, attribute) in ck::CKA {
                for room in [None, Some(0), Some(4096)] {
                    let (rv, lengths, _) = s.get_into(object, &[(*attribute, room)]);
                    let there = lengths != [CK_UNAVAILABLE_INFORMATION];
                    let right = (rv.code == CKR_OK) == there;
                    report.holds(format!("{kind:?} {name} into {room:?}: {rv}"), right);
                }
            }
        }
    }
    report.finish("attributes that may be read");
}
