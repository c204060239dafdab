//! NIST's answers for ML-KEM, ML-DSA and SLH-DSA.

use super::harness::*;
use super::make::*;
use openssl::hash::{MessageDigest, hash};
use openssl::sha::sha256;
use std::collections::BTreeMap;
use strongroom_base::ck::*;
use strongroom_base::mechanism::SignContext;
use strongroom_base::{Params, Template};
use strongroom_engine::keys::pq::{SETS, Set};
use strongroom_engine::keys::{Key, public_of, validate};

fn set(name: &str) -> &'static Set {
    SETS.iter().find(|set| set.name.to_str() == Ok(name)).unwrap_or_else(|| panic!("{name}"))
}

fn bytes(text: &str) -> Vec<u8> {
    if text == "-" { Vec::new() } else { hex(text) }
}

fn of(set: &Set, kind: u64, value: &[u8]) -> Template {
    Template::new().with(CKA_PARAMETER_SET, set.number).with(kind, value)
}

/// The public key of a private one.
fn public_part(set: &Set, private: &Template) -> Template {
    let key = Key::parse(CKO_PRIVATE_KEY, set.key_type, private).unwrap();
    public_of(set.key_type, &key, private).unwrap()
}

fn value(template: &Template) -> &[u8] {
    template.get(CKA_VALUE).unwrap().as_bytes().unwrap()
}

/// A mechanism that signs with a set and hash: what is given to it instead of the message, where it does not
/// hash itself.
fn mechanism(set: &Set, name: &str, context: &[u8]) -> (u64, Params, Option<MessageDigest>) {
    let with = SignContext { hedge: CKH_DETERMINISTIC_REQUIRED, context: context.to_vec() };
    let scheme = if set.key_type == CKK_ML_DSA { "ML_DSA" } else { "SLH_DSA" };
    let number = |name: String| value_in(CKM, &name).unwrap_or_else(|| panic!("{name}"));
    let outside = match name {
        "-" => return (number(format!("CKM_{scheme}")), Params::SignContext(with), None),
        "SHA2-512/224" => (CKM_SHA512_224, MessageDigest::from_name("SHA512-224").unwrap()),
        "SHA2-512/256" => (CKM_SHA512_256, MessageDigest::from_name("SHA512-256").unwrap()),
        name => {
            let hash = name.replace("SHA2-", "SHA").replace("SHAKE-", "SHAKE").replace('-', "_");
            let kind = number(format!("CKM_HASH_{scheme}_{hash}"));
            return (kind, Params::SignContext(with), None);
        }
    };
    let kind = number(format!("CKM_HASH_{scheme}"));
    (kind, Params::HashSignContext(with, outside.0), Some(outside.1))
}

#[test]
fn the_answers_of_nist() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in include_str!("acvp.txt").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(' ').collect();
        let set = set(fields[1]);
        let what = &line[..line.len().min(200)];
        let mut row = fields[0].to_owned();
        match (fields[0], &fields[2..]) {
            ("kem-key" | "dsa-key", [seed, public, private]) => {
                let seeded = of(set, CKA_SEED, &bytes(seed));
                let made = validate(CKO_PRIVATE_KEY, set.key_type, &seeded).unwrap();
                assert_eq!(sha256(value(&made)).to_vec(), bytes(private), "{what}");
                let of_public = public_part(set, &seeded);
                assert_eq!(sha256(value(&of_public)).to_vec(), bytes(public), "{what}");
            }
            ("kem-open", [private, ciphertext, secret]) => {
                let key = of(set, CKA_VALUE, &bytes(private));
                validate(CKO_PRIVATE_KEY, set.key_type, &key).unwrap();
                let key = super::make::private(set.key_type, &key);
                let open = super::harness::row(CKM_ML_KEM).decapsulate.unwrap();
                let opened =
                    with_init(&key, &Params::None, |init| open(init, &bytes(ciphertext), None));
                assert_eq!(opened.unwrap().expose(), bytes(secret), "{what}");
            }
            ("sign", [name, private, context, message, signature]) => {
                let key = of(set, CKA_VALUE, &bytes(private));
                validate(CKO_PRIVATE_KEY, set.key_type, &key).unwrap();
                let verifying = public(set.key_type, &public_part(set, &key));
                let key = super::make::private(set.key_type, &key);
                let (kind, params, outside) = mechanism(set, name, &bytes(context));
                let message = bytes(message);
                let data = match outside {
                    Some(digest) => hash(digest, &message).unwrap().to_vec(),
                    None => message,
                };
                let mut made = sign(kind, &key, &params, &data).unwrap();
                assert_eq!(sha256(&made).to_vec(), bytes(signature), "{what}");
                verify(kind, &verifying, &params, &data, &made).unwrap();
                made[77] ^= 1;
                let answer = verify(kind, &verifying, &params, &data, &made);
                fails(answer, CKR_SIGNATURE_INVALID);
                row = name_in(CKM, kind).unwrap().to_owned();
            }
            ("verify", [of_public, context, message, signature, good]) => {
                let key = public(set.key_type, &of(set, CKA_VALUE, &bytes(of_public)));
                let (kind, params, _) = mechanism(set, "-", &bytes(context));
                let answer = verify(kind, &key, &params, &bytes(message), &bytes(signature));
                assert_eq!(answer.is_ok(), *good == "good", "{what}");
            }
            _ => panic!("{what}"),
        }
        *counts.entry(row).or_default() += 1;
    }
    for (row, count) in &counts {
        println!("{row}: {count}");
    }
    assert_eq!(counts.values().sum::<usize>(), 215);
    assert!(counts["CKM_SLH_DSA"] >= 12 && counts["CKM_ML_DSA"] >= 3, "{counts:?}");
}
