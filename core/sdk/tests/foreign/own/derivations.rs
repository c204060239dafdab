//! Derivations, and what they answer beside keys.

use super::*;
use strongroom_base::mechanism::{
    BtcDerive, Counter, Ecdh1, Field, Hkdf, HkdfSalt, Kbkdf, TlsKeyMaterial, TlsMaster, TlsRandom,
    TlsSeed,
};

pub(super) fn derivations(r: &mut Record, app: &App) {
    let (a, s) = (&app.app, app.session);
    let base = a.create_object(s, &secret(&[5; 32], ck::CKK_GENERIC_SECRET)).unwrap();
    let salt = a.create_object(s, &secret(&[6; 16], ck::CKK_GENERIC_SECRET)).unwrap();
    let template = |len: u64| {
        Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET)
            .with(ck::CKA_VALUE_LEN, len)
            .with(ck::CKA_EXTRACTABLE, true)
            .with(ck::CKA_SENSITIVE, false)
    };
    let hkdf = |salt| {
        let info = b"info".to_vec();
        Params::Hkdf(Hkdf { extract: true, expand: true, hash: ck::CKM_SHA256, salt, info })
    };
    let kbkdf = |iv: Vec<u8>, fields| {
        let additional = vec![template(8), template(40)];
        Params::Kbkdf(Kbkdf { prf: ck::CKM_SHA256_HMAC, fields, iv, additional })
    };
    let counter = Counter { little_endian: false, bits: 32 };
    let ecdh = Ecdh1 { kdf: ck::CKD_NULL, shared: vec![], public: vec![4; 65] };
    for (kind, params) in [
        (ck::CKM_HKDF_DERIVE, hkdf(HkdfSalt::Null)),
        (ck::CKM_HKDF_DERIVE, hkdf(HkdfSalt::Data(vec![9; 20]))),
        (ck::CKM_HKDF_DERIVE, hkdf(HkdfSalt::Key(salt))),
        (ck::CKM_HKDF_DERIVE, hkdf(HkdfSalt::Key(99))),
        (
            ck::CKM_SP800_108_COUNTER_KDF,
            kbkdf(
                vec![],
                vec![
                    Field::Iteration(Some(counter)),
                    Field::Bytes(b"label".to_vec()),
                    Field::Key(salt),
                ],
            ),
        ),
        (
            ck::CKM_SP800_108_FEEDBACK_KDF,
            kbkdf(
                vec![1; 32],
                vec![
                    Field::Iteration(None),
                    Field::Counter(counter),
                    Field::Bytes(b"label".to_vec()),
                ],
            ),
        ),
        (ck::CKM_CONCATENATE_BASE_AND_KEY, Params::Key(salt)),
        (ck::CKM_CONCATENATE_BASE_AND_DATA, Params::Bytes(vec![8; 8])),
        (ck::CKM_XOR_BASE_AND_DATA, Params::Bytes(vec![8; 32])),
        (ck::CKM_EXTRACT_KEY_FROM_KEY, Params::Ulong(3)),
        (ck::CKM_AES_CBC_ENCRYPT_DATA, Params::CbcData { iv: vec![1; 16], data: vec![2; 32] }),
        (ck::CKM_ECDH1_DERIVE, Params::Ecdh1(ecdh)),
    ] {
        derived(r, app, &Mechanism::new(kind, params), base, &template(16));
    }
    answers_beside_keys(r, app, template(16));
}

/// Derivations that answer into their parameters: with versions, vectors, a chain code.
fn answers_beside_keys(r: &mut Record, app: &App, template: Template) {
    let (a, s) = (&app.app, app.session);
    let premaster = [[3; 2].as_slice(), &[7; 46]].concat();
    let base = a.create_object(s, &secret(&premaster, ck::CKK_GENERIC_SECRET)).unwrap();
    let random = || TlsRandom { client: vec![1; 32], server: vec![2; 32] };
    let master =
        |seed, version| Params::TlsMaster(TlsMaster { hash: ck::CKM_SHA256, seed, version });
    let material = |mac_bits, key_bits, iv_bits| {
        let (hash, random) = (ck::CKM_SHA256, random());
        Params::TlsKeyMaterial(TlsKeyMaterial { hash, random, mac_bits, key_bits, iv_bits })
    };
    let none = Template::new();
    let long = template.iter().filter(|a| a.kind != ck::CKA_VALUE_LEN).cloned();
    let long = Template(long.collect()).with(ck::CKA_VALUE_LEN, 48u64);
    for (kind, params, template) in [
        (ck::CKM_TLS12_MASTER_KEY_DERIVE, master(TlsSeed::Random(random()), true), &long),
        (ck::CKM_TLS12_MASTER_KEY_DERIVE, master(TlsSeed::Random(random()), false), &long),
        (
            ck::CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE,
            master(TlsSeed::Session(vec![3; 32]), true),
            &long,
        ),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(160, 128, 128), &template),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(0, 128, 32), &template),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(0, 128, 0), &template),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(160, 128, 136), &template),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(160, 128, u64::MAX), &template),
        (ck::CKM_TLS12_KEY_AND_MAC_DERIVE, material(160, 128, 128), &none),
        (ck::CKM_TLS12_KEY_SAFE_DERIVE, material(160, 128, u64::MAX), &template),
    ] {
        derived(r, app, &Mechanism::new(kind, params), base, template);
    }
    let wallet = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_PRIVATE_KEY)
        .with(ck::CKA_KEY_TYPE, ck::CKK_EC)
        .with(ck::CKA_EXTRACTABLE, true)
        .with(ck::CKA_SENSITIVE, false);
    for chain_code in [vec![0; 32], vec![0; 31]] {
        let step = BtcDerive {
            kind: ck::CK_IBM_BTC_BIP0032_MASTERK,
            index: 0,
            chain_code,
            version: ck::CK_IBM_BTC_DERIVE_PARAMS_VERSION_1,
        };
        let mechanism = Mechanism::new(ck::CKM_IBM_BTC_DERIVE, Params::BtcDerive(step));
        derived(r, app, &mechanism, base, &wallet);
    }
}

/// Derives, and notes what came of it: handles are not the same on both sides; what has them is.
fn derived(r: &mut Record, app: &App, mechanism: &Mechanism, base: u64, template: &Template) {
    let what = ck::name_in(ck::CKM, mechanism.kind).unwrap();
    let made = r.went(what, app.app.derive_key(app.session, mechanism, base, template));
    let made = made.unwrap_or_default();
    r.note(what, Ok(made.len()));
    for object in made {
        for asked in [ck::CKA_CLASS, ck::CKA_KEY_TYPE, ck::CKA_PRIVATE] {
            r.note(what, app.get(object, asked).map(|answer| format!("{answer:?}")));
        }
        let value = app.get(object, ck::CKA_VALUE).map(|answer| match answer {
            Answer::Value(Value::Bytes(bytes)) => bytes.expose().to_vec(),
            other => panic!("{other:?}"),
        });
        r.note(what, value);
    }
}
