//! Operations: what the module answers comes through as it is.

use crate::softhsm::*;
use strongroom_base::mechanism::{Ecdh1, Gcm, Oaep, Pss};
use strongroom_base::{Mechanism, OpKind, Out, Params, Result, Template, Value, Written, ck};

fn with(kind: u64, params: Params) -> Mechanism {
    Mechanism::new(kind, params)
}

fn rsa(app: &App) -> (u64, u64) {
    let public = Template::new()
        .with(ck::CKA_MODULUS_BITS, 2048_u64)
        .with(ck::CKA_PUBLIC_EXPONENT, vec![1, 0, 1])
        .with(ck::CKA_ENCRYPT, true)
        .with(ck::CKA_VERIFY, true);
    let private = Template::new().with(ck::CKA_DECRYPT, true).with(ck::CKA_SIGN, true);
    let mechanism = Mechanism::plain(ck::CKM_RSA_PKCS_KEY_PAIR_GEN);
    app.app.generate_key_pair(app.session, &mechanism, &public, &private).unwrap()
}

/// An operation in one call, the output in a vector.
fn perform(app: &App, kind: OpKind, with: &Mechanism, key: u64, input: &[u8]) -> Result<Vec<u8>> {
    let mut out = vec![0; 4096];
    let written = app.app.perform(app.session, kind, with, key, input, Out::Buffer(&mut out))?;
    out.truncate(written);
    Ok(out)
}

/// The same in parts of these lengths.
fn in_parts(
    app: &App,
    kind: OpKind,
    with: &Mechanism,
    key: u64,
    input: &[u8],
    len: usize,
) -> Result<Vec<u8>> {
    let (a, s) = (&app.app, app.session);
    a.op_init(s, kind, Some(with), key)?;
    let mut all = Vec::new();
    let mut out = vec![0; 4096];
    for part in input.chunks(len) {
        let written = a.op_update(s, kind, part, Out::Buffer(&mut out))?;
        all.extend_from_slice(&out[..written]);
    }
    let written = a.op_final(s, kind, Out::Buffer(&mut out))?;
    all.extend_from_slice(&out[..written]);
    Ok(all)
}

pub fn signatures() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let (a, s) = (&app.app, app.session);
        let pss = Pss { hash: ck::CKM_SHA256, mgf: ck::CKG_MGF1_SHA256, salt_len: 32 };
        let (public, private) = rsa(&app);
        for mechanism in [
            Mechanism::plain(ck::CKM_SHA256_RSA_PKCS),
            with(ck::CKM_SHA256_RSA_PKCS_PSS, Params::Pss(pss)),
        ] {
            let whole = perform(&app, OpKind::Sign, &mechanism, private, b"one two three").unwrap();
            assert_eq!(whole.len(), 256);
            let parts =
                in_parts(&app, OpKind::Sign, &mechanism, private, b"one two three", 5).unwrap();
            for signature in [whole, parts] {
                a.verify(s, &mechanism, public, b"one two three", &signature).unwrap();
                assert_eq!(
                    rv(a.verify(s, &mechanism, public, b"one two four", &signature)),
                    ckr(ck::CKR_SIGNATURE_INVALID)
                );
                a.op_init(s, OpKind::Verify, Some(&mechanism), public).unwrap();
                a.op_update(s, OpKind::Verify, b"one two ", Out::Buffer(&mut [])).unwrap();
                a.op_update(s, OpKind::Verify, b"three", Out::Buffer(&mut [])).unwrap();
                a.verify_final(s, &signature).unwrap();
                a.op_init(s, OpKind::Verify, Some(&mechanism), public).unwrap();
                assert_eq!(
                    rv(a.verify_once(s, b"one two three", &signature[1..])),
                    ckr(ck::CKR_SIGNATURE_LEN_RANGE)
                );
            }
        }
        let ecdsa = Mechanism::plain(ck::CKM_ECDSA);
        let (public, private) = app.pair(Template::new()).unwrap();
        let inputs: [&[u8]; 3] = [&[1; 32], &[2; 32], &[3; 20]];
        let signatures = a.sign_batch(s, &ecdsa, private, &inputs).unwrap();
        assert_eq!(signatures.len(), 3);
        for (input, signature) in inputs.iter().zip(&signatures) {
            assert_eq!(signature.len(), 64);
            a.verify(s, &ecdsa, public, input, signature).unwrap();
        }
        // What the module does not have, and what it has but not so.
        let nonsense = Mechanism::plain(0x8765_4321);
        assert_eq!(
            rv(a.op_init(s, OpKind::Sign, Some(&nonsense), private)),
            ckr(ck::CKR_MECHANISM_INVALID)
        );
        assert_eq!(
            rv(a.verify_signature_init(s, &ecdsa, public, &signatures[0])),
            ckr(ck::CKR_FUNCTION_NOT_SUPPORTED)
        );
        assert_eq!(
            rv(a.message_init(
                s,
                OpKind::Encrypt,
                Some(&Mechanism::plain(ck::CKM_AES_GCM)),
                public
            )),
            ckr(ck::CKR_FUNCTION_NOT_SUPPORTED)
        );
        assert_eq!(
            rv(perform(&app, OpKind::Sign, &ecdsa, public, &[1; 32])),
            ckr(ck::CKR_KEY_FUNCTION_NOT_PERMITTED)
        );
    });
}

pub fn ciphers_in_parts() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let key = app.aes(Template::new()).unwrap();
        let gcm = Gcm { iv: vec![7; 12], aad: b"with".to_vec(), tag_bits: 128 };
        let input: Vec<u8> = (0..100).collect();
        for mechanism in [
            with(ck::CKM_AES_CBC_PAD, Params::Bytes(vec![9; 16])),
            with(ck::CKM_AES_GCM, Params::Gcm(gcm)),
        ] {
            let whole = perform(&app, OpKind::Encrypt, &mechanism, key, &input).unwrap();
            for len in [1, 7, 16, 33, 100] {
                let sealed = in_parts(&app, OpKind::Encrypt, &mechanism, key, &input, len).unwrap();
                assert_eq!(sealed, whole);
                let opened =
                    in_parts(&app, OpKind::Decrypt, &mechanism, key, &sealed, len).unwrap();
                assert_eq!(opened, input);
            }
            let mut broken = whole.clone();
            *broken.last_mut().unwrap() ^= 1;
            assert!(perform(&app, OpKind::Decrypt, &mechanism, key, &broken).is_err());
            assert_eq!(perform(&app, OpKind::Decrypt, &mechanism, key, &whole).unwrap(), input);
        }
        let (public, private) = rsa(&app);
        let oaep = Oaep {
            hash: ck::CKM_SHA_1,
            mgf: ck::CKG_MGF1_SHA1,
            source: ck::CKZ_DATA_SPECIFIED,
            label: vec![],
        };
        let oaep = with(ck::CKM_RSA_PKCS_OAEP, Params::Oaep(oaep));
        let sealed = perform(&app, OpKind::Encrypt, &oaep, public, b"secret").unwrap();
        assert_eq!(perform(&app, OpKind::Decrypt, &oaep, private, &sealed).unwrap(), b"secret");
    });
}

pub fn lengths() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let (a, s) = (&app.app, app.session);
        let (public, private) = app.pair(Template::new()).unwrap();
        let ecdsa = Mechanism::plain(ck::CKM_ECDSA);
        let sizing = a.op_init(s, OpKind::Sign, Some(&ecdsa), private).unwrap();
        assert!(sizing.fixed >= 64);
        let once = |out: Out<'_>| a.op_once(s, OpKind::Sign, &[5; 32], out);
        let active = a.op_init(s, OpKind::Sign, Some(&ecdsa), private);
        assert_eq!(rv(active), ckr(ck::CKR_OPERATION_ACTIVE));
        // Neither asking nor a buffer that is too small ends it.
        assert_eq!(once(Out::Size).unwrap(), 64);
        let small = once(Out::Buffer(&mut [0; 63])).unwrap_err();
        assert_eq!((small.rv(), small.needed()), (ckr(ck::CKR_BUFFER_TOO_SMALL), Some(64)));
        assert_eq!(once(Out::Buffer(&mut [])).unwrap_err().needed(), Some(64));
        let mut signature = [0; 64];
        assert_eq!(once(Out::Buffer(&mut signature)).unwrap(), 64);
        a.verify(s, &ecdsa, public, &[5; 32], &signature).unwrap();
        assert_eq!(rv(once(Out::Size)), ckr(ck::CKR_OPERATION_NOT_INITIALIZED));
        let beside = |out: Out<'_>| -> Result<Written> {
            a.perform(s, OpKind::Sign, &ecdsa, private, &[5; 32], out)
        };
        assert_eq!(beside(Out::Size).unwrap(), 64);
        assert_eq!(beside(Out::Buffer(&mut [0; 10])).unwrap_err().needed(), Some(64));
        assert_eq!(beside(Out::Buffer(&mut signature)).unwrap(), 64);
        let sha = Mechanism::plain(ck::CKM_SHA256);
        a.op_init(s, OpKind::Digest, Some(&sha), 0).unwrap();
        a.op_update(s, OpKind::Digest, b"abc", Out::Buffer(&mut [])).unwrap();
        assert_eq!(a.op_final(s, OpKind::Digest, Out::Size).unwrap(), 32);
        assert_eq!(
            a.op_final(s, OpKind::Digest, Out::Buffer(&mut [0; 31])).unwrap_err().needed(),
            Some(32)
        );
        let mut digest = [0; 40];
        assert_eq!(a.op_final(s, OpKind::Digest, Out::Buffer(&mut digest)).unwrap(), 32);
        assert_eq!(digest[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(digest[32..], [0; 8]);
        // An operation that is given up, in a module that cannot cancel.
        for kind in [OpKind::Sign, OpKind::Digest] {
            let (mechanism, key) = if kind == OpKind::Sign { (&ecdsa, private) } else { (&sha, 0) };
            a.op_init(s, kind, Some(mechanism), key).unwrap();
            a.op_init(s, kind, None, 0).unwrap();
            a.op_init(s, kind, Some(mechanism), key).unwrap();
            a.cancel(s, kind.flag()).unwrap();
            assert_eq!(rv(a.op_final(s, kind, Out::Size)), ckr(ck::CKR_OPERATION_NOT_INITIALIZED));
        }
        a.find_init(s, &Template::new()).unwrap();
        a.cancel(s, ck::CKF_FIND_OBJECTS).unwrap();
        assert_eq!(rv(a.find_next(s, 1)), ckr(ck::CKR_OPERATION_NOT_INITIALIZED));
    });
}

pub fn beside_what_is_active() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let (a, s) = (&app.app, app.session);
        let (public, private) = app.pair(labelled("pair")).unwrap();
        let (sha, ecdsa) = (Mechanism::plain(ck::CKM_SHA256), Mechanism::plain(ck::CKM_ECDSA));
        a.op_init(s, OpKind::Digest, Some(&sha), 0).unwrap();
        a.op_update(s, OpKind::Digest, b"ab", Out::Buffer(&mut [])).unwrap();
        let signature = perform(&app, OpKind::Sign, &ecdsa, private, &[1; 32]).unwrap();
        a.verify(s, &ecdsa, public, &[1; 32], &signature).unwrap();
        a.sign_batch(s, &ecdsa, private, &[&[1; 32], &[2; 32]]).unwrap();
        assert_eq!(a.find(s, &labelled("pair"), 10).unwrap(), [private]);
        let whole = perform(&app, OpKind::Digest, &sha, 0, b"abc").unwrap();
        a.op_update(s, OpKind::Digest, b"c", Out::Buffer(&mut [])).unwrap();
        let mut digest = [0; 32];
        a.op_final(s, OpKind::Digest, Out::Buffer(&mut digest)).unwrap();
        assert_eq!(digest[..], whole);
        // A search of its own in the middle of one.
        a.find_init(s, &Template::new()).unwrap();
        assert_eq!(a.find(s, &labelled("pair"), 10).unwrap(), [private]);
        assert_eq!(a.find_next(s, 10).unwrap().len(), 2);
        a.find_final(s).unwrap();
    });
}

pub fn keys_from_keys() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let (a, s) = (&app.app, app.session);
        let wrapping = app.aes(Template::new()).unwrap();
        let key = app.aes(Template::new().with(ck::CKA_EXTRACTABLE, true)).unwrap();
        let wrap = Mechanism::plain(ck::CKM_AES_KEY_WRAP);
        assert_eq!(a.wrap_key(s, &wrap, wrapping, key, Out::Size).unwrap(), 40);
        let short = a.wrap_key(s, &wrap, wrapping, key, Out::Buffer(&mut [0; 39])).unwrap_err();
        assert_eq!(short.needed(), Some(40));
        let mut wrapped = [0; 40];
        a.wrap_key(s, &wrap, wrapping, key, Out::Buffer(&mut wrapped)).unwrap();
        let template = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_KEY_TYPE, ck::CKK_AES)
            .with(ck::CKA_ENCRYPT, true)
            .with(ck::CKA_LABEL, "unwrapped");
        let again = a.unwrap_key(s, &wrap, wrapping, &wrapped, &template).unwrap();
        let ecb = Mechanism::plain(ck::CKM_AES_ECB);
        let encrypted = |key| perform(&app, OpKind::Encrypt, &ecb, key, &[3; 16]).unwrap();
        assert_eq!(encrypted(key), encrypted(again));
        wrapped[3] ^= 1;
        assert!(a.unwrap_key(s, &wrap, wrapping, &wrapped, &template).is_err());
        let hidden = app.aes(Template::new()).unwrap();
        assert_eq!(
            rv(a.wrap_key(s, &wrap, wrapping, hidden, Out::Size)),
            ckr(ck::CKR_KEY_UNEXTRACTABLE)
        );
        // Two parties come to the same key.
        let (one, two) = (app.pair(Template::new()).unwrap(), app.pair(Template::new()).unwrap());
        let derive = |private, public| {
            let strongroom_base::Answer::Value(Value::Bytes(point)) =
                app.get(public, ck::CKA_EC_POINT).unwrap()
            else {
                panic!("a point")
            };
            let ecdh = Ecdh1 { kdf: ck::CKD_NULL, shared: vec![], public: point.expose().to_vec() };
            let mechanism = with(ck::CKM_ECDH1_DERIVE, Params::Ecdh1(ecdh));
            let template = template.clone().with(ck::CKA_VALUE_LEN, 32_u64);
            let derived = a.derive_key(s, &mechanism, private, &template).unwrap();
            assert_eq!(derived.len(), 1);
            derived[0]
        };
        assert_eq!(encrypted(derive(one.1, two.0)), encrypted(derive(two.1, one.0)));
    });
}

pub fn random_and_digests() {
    with_softhsm(|soft| {
        let app = soft.app();
        let (a, s) = (&app.app, app.session);
        a.seed_random(s, b"seed").unwrap();
        let (mut one, mut two) = ([0; 64], [0; 64]);
        a.generate_random(s, &mut one).unwrap();
        a.generate_random(s, &mut two).unwrap();
        assert!(one != two && one != [0; 64]);
        let sha = Mechanism::plain(ck::CKM_SHA512);
        let whole = perform(&app, OpKind::Digest, &sha, 0, b"one two").unwrap();
        assert_eq!(in_parts(&app, OpKind::Digest, &sha, 0, b"one two", 2).unwrap(), whole);
        assert_eq!(perform(&app, OpKind::Digest, &sha, 0, b"").unwrap().len(), 64);
        let mechanisms = a.mechanisms(soft.slot).unwrap();
        assert!(mechanisms.contains(&ck::CKM_SHA512));
        assert!(a.mechanism_info(soft.slot, ck::CKM_SHA512).unwrap().flags & ck::CKF_DIGEST != 0);
        assert_eq!(rv(a.mechanism_info(soft.slot, 0x8765_4321)), ckr(ck::CKR_MECHANISM_INVALID));
        let info = a.slot_info(soft.slot).unwrap();
        assert!(info.description.starts_with("SoftHSM slot") && !info.description.ends_with(' '));
        assert_eq!(a.token_info(soft.slot).unwrap().manufacturer, "SoftHSM project");
    });
}

/// Applications, sessions and operations of many threads.
pub fn threads() {
    with_softhsm(|soft| {
        let shared = soft.app().user();
        let (public, private) = shared.pair(Template::new()).unwrap();
        let ecdsa = Mechanism::plain(ck::CKM_ECDSA);
        std::thread::scope(|scope| {
            for thread in 0..8_u8 {
                let (soft, shared, ecdsa) = (&soft, &shared, &ecdsa);
                scope.spawn(move || {
                    for turn in 0..20_u8 {
                        let input = [thread, turn].repeat(16);
                        let signature =
                            perform(shared, OpKind::Sign, ecdsa, private, &input).unwrap();
                        shared
                            .app
                            .verify(shared.session, ecdsa, public, &input, &signature)
                            .unwrap();
                        let own = soft.app();
                        if turn % 5 == 0 {
                            own.login(USER_PIN).unwrap();
                            let key = own.aes(labelled("own")).unwrap();
                            assert_eq!(own.find(&labelled("own")), [key]);
                        }
                        assert_eq!(
                            rv(own.app.op_init(own.session, OpKind::Sign, Some(ecdsa), private)),
                            ckr(ck::CKR_KEY_HANDLE_INVALID)
                        );
                        own.app.close().unwrap();
                    }
                });
            }
        });
        assert_eq!(shared.find(&labelled("own")), []);
    });
}
