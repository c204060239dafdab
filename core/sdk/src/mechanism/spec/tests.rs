use super::*;
use crate::kind::KeyKind;
use crate::spec::KeySpec;
use std::collections::{BTreeMap, BTreeSet};
use strongroom_base::Params;
use strongroom_engine::mechanisms;

/// A value for each field.
fn full() -> MechanismSpec {
    let mut made = MechanismSpec::default();
    for (name, sort) in FIELDS {
        let text = match *name {
            "encoding" => "raw",
            "kdf" => "sp800-56c",
            _ => "sha256",
        };
        let value = match sort {
            Sort::Text => Field::Text(text.into()),
            Sort::Bytes | Sort::Secret => Field::Bytes(vec![7; 16]),
            Sort::Number | Sort::Key => Field::Number(8),
            Sort::Truth => Field::Truth(true),
        };
        made = made.with(name, value).unwrap();
    }
    made
}

/// The same with those fields only.
fn only(name: &str, fields: &[&str]) -> MechanismSpec {
    let full = full();
    let mut made = MechanismSpec::named(name);
    macro_rules! take {
        ($($name:ident)*) => {
            $(if fields.contains(&stringify!($name)) { made.$name = full.$name; })*
        };
    }
    take!(hash mgf_hash encoding iv aad tag_len data_len mac_len counter_bits salt_len label context prehash
        deterministic public shared salt info aes_bits kdf data key salt_key password iterations first_bit
        client_random server_random version key_len iv_len of_server index chain_code counted);
    if name.ends_with("-messages") {
        made.iv.iter_mut().for_each(|iv| iv.truncate(8));
    }
    made
}

/// Fields of which a mechanism takes one.
static EITHER: &[(&str, &str)] = &[("salt", "salt_key"), ("data", "label"), ("data", "context")];

/// What a name takes, without one of each two that exclude each other.
fn together(takes: &[&'static str]) -> Vec<&'static str> {
    let excluded = |field: &&str| {
        EITHER.iter().any(|(first, second)| first == field && takes.contains(second))
    };
    takes.iter().copied().filter(|field| !excluded(field)).collect()
}

#[test]
fn each_takes_its_fields_and_no_others() {
    let all: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(only("", &all), full());
    for (name, takes, _) in names() {
        let spec = MechanismSpec { name: (*name).into(), ..full() };
        let error = spec.mechanism().unwrap_err();
        assert!(error.is(ck::CKR_MECHANISM_PARAM_INVALID), "{name}: {error}");
        let known = takes.iter().all(|field| all.contains(field));
        assert!(known, "{name}");
        let made = only(name, &together(takes)).mechanism();
        made.unwrap_or_else(|error| panic!("{name}: {error}")).base().unwrap();
        for (first, second) in EITHER.iter().filter(|(a, b)| takes.contains(a) && takes.contains(b))
        {
            assert!(only(name, takes).mechanism().is_err(), "{name}: {first} and {second}");
        }
    }
    let distinct: BTreeSet<&str> = names().map(|(name, ..)| *name).collect();
    assert_eq!(distinct.len(), names().count());
}

#[test]
fn fields_by_name() {
    let full = full();
    let mut made = MechanismSpec::default();
    for (field, _) in FIELDS {
        let values = [
            Field::Text("sha256".into()),
            Field::Bytes(vec![1]),
            Field::Number(1),
            Field::Truth(true),
            Field::Words(vec![]),
        ];
        let taken: Vec<MechanismSpec> =
            values.into_iter().filter_map(|v| made.clone().with(field, v).ok()).collect();
        assert_eq!(taken.len(), 1, "{field} is of one sort");
        made = taken.into_iter().next().unwrap();
    }
    assert!(full.given().eq(made.given()));
    let error = made.clone().with("rounds", Field::Number(1)).unwrap_err();
    assert!(error.is(ck::CKR_MECHANISM_PARAM_INVALID) && error.why().contains("tag_len"));
    let error = made.with("iv", Field::Text("text".into())).unwrap_err();
    assert_eq!(error.why(), "\"iv\" is bytes, not text");
}

#[test]
fn what_is_missing_is_said() {
    let error = MechanismSpec::named("aes-gcm").mechanism().unwrap_err();
    assert!(error.why().contains("needs an iv"), "{error}");
    let error = MechanismSpec::named("rot13").mechanism().unwrap_err();
    assert!(error.is(ck::CKR_MECHANISM_INVALID) && error.why().contains("aes-gcm"), "{error}");
    let plain = MechanismSpec::named("CKM_SHA256").mechanism().unwrap();
    assert_eq!(plain.base().unwrap().kind, ck::CKM_SHA256);
    let secret =
        MechanismSpec { password: Some(b"sesame"[..].into()), ..MechanismSpec::named("pbkdf2") };
    assert!(!format!("{secret:?}").contains("sesame"));
}

/// What has no name, and why.
static ELSEWHERE: &[(u64, &str)] = &[
    (ck::CKM_TLS_KDF, "the older number of CKM_TLS12_KDF"),
    (ck::CKM_TLS_MAC, "the older number of CKM_TLS12_MAC"),
    (ck::CKM_RSA_X9_31_KEY_PAIR_GEN, "its pairs are RSA keys like others"),
    (ck::CKM_IBM_SHA3_224, "IBM's number of CKM_SHA3_224"),
    (ck::CKM_IBM_SHA3_256, "IBM's number of CKM_SHA3_256"),
    (ck::CKM_IBM_SHA3_384, "IBM's number of CKM_SHA3_384"),
    (ck::CKM_IBM_SHA3_512, "IBM's number of CKM_SHA3_512"),
    (ck::CKM_IBM_SHA3_224_HMAC, "IBM's number of CKM_SHA3_224_HMAC"),
    (ck::CKM_IBM_SHA3_256_HMAC, "IBM's number of CKM_SHA3_256_HMAC"),
    (ck::CKM_IBM_SHA3_384_HMAC, "IBM's number of CKM_SHA3_384_HMAC"),
    (ck::CKM_IBM_SHA3_512_HMAC, "IBM's number of CKM_SHA3_512_HMAC"),
    (ck::CKM_IBM_CMAC, "IBM's number of CKM_AES_CMAC"),
    (ck::CKM_IBM_ED25519_SHA512, "IBM's number of CKM_EDDSA with Ed25519"),
    (ck::CKM_IBM_ED448_SHA3, "IBM's number of CKM_EDDSA with Ed448"),
    (ck::CKM_IBM_EC_X25519, "IBM's number of CKM_ECDH1_DERIVE with X25519"),
    (ck::CKM_IBM_EC_X448, "IBM's number of CKM_ECDH1_DERIVE with X448"),
];

#[test]
fn every_mechanism_of_a_token_can_be_named() {
    let mut named: BTreeMap<u64, String> = BTreeMap::new();
    for (name, takes, _) in names() {
        let takes = together(takes);
        let hashes = Hash::all().map(|hash| Some(hash.name().to_owned())).chain([None]);
        for hash in hashes.filter(|hash| takes.contains(&"hash") || hash.is_none()) {
            for without in ["", "mac_len"] {
                let fields: Vec<&str> = takes.iter().copied().filter(|f| *f != without).collect();
                let said = MechanismSpec { hash: hash.clone(), ..only(name, &fields) };
                if let Ok(made) = said.mechanism() {
                    let base = made.base().unwrap();
                    let shape = strongroom_base::mechanism::shape_of(base.kind);
                    // A vector of 16 bytes is none of some ciphers, and messages have their own.
                    let bytes = matches!(base.params, Params::Bytes(_) | Params::CbcData { .. });
                    let other = bytes || name.ends_with("-messages");
                    assert!(other || shape.admits(&base.params), "{name}");
                    named.insert(base.kind, (*name).into());
                }
            }
        }
    }
    for kind in KeyKind::usual() {
        let spec = KeySpec::new(kind);
        for mechanism in [Some(spec.mechanism()), spec.domain_mechanism()].into_iter().flatten() {
            named.insert(mechanism, kind.to_string());
        }
    }
    let rows: Vec<u64> = mechanisms::all().map(|row| row.kind).collect();
    for kind in &rows {
        let name = ck::name_in(ck::CKM, *kind).unwrap_or("?");
        let why = ELSEWHERE.iter().find(|(left_out, _)| left_out == kind);
        assert!(
            named.contains_key(kind) != why.is_some(),
            "{name}: named and left out, or neither"
        );
    }
    for (kind, why) in ELSEWHERE {
        assert!(rows.contains(kind), "there is no row {kind:#x} ({why})");
    }
    for (kind, name) in named {
        assert!(rows.contains(&kind), "{name} is a mechanism that no token has");
    }
}
