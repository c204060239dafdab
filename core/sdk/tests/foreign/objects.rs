//! What an application sees.

use crate::softhsm::*;
use strongroom_base::{Answer, Mechanism, OpKind, Out, Params, Template, Value, ck};

const NO_OBJECT: u64 = ck::CKR_OBJECT_HANDLE_INVALID;
const NO_KEY: u64 = ck::CKR_KEY_HANDLE_INVALID;

fn ecdsa() -> Mechanism {
    Mechanism::plain(ck::CKM_ECDSA)
}

fn ecb() -> Mechanism {
    Mechanism::plain(ck::CKM_AES_ECB)
}

/// Everything that can be tried with a key that is not there for the application.
fn sees_nothing(app: &App, key: u64, secret: u64, label: &str) {
    let (a, s, block) = (&app.app, app.session, [0; 16]);
    let mut out = [0; 256];
    let empty = Template::new();
    assert!(app.find(&labelled(label)).is_empty());
    assert_eq!(rv(app.get(key, ck::CKA_LABEL)), ckr(NO_OBJECT));
    assert_eq!(rv(a.get_attributes(s, key, &[])), ckr(NO_OBJECT));
    assert_eq!(rv(a.object_size(s, key)), ckr(NO_OBJECT));
    assert_eq!(rv(a.copy_object(s, key, &empty)), ckr(NO_OBJECT));
    assert_eq!(rv(a.set_attributes(s, key, &labelled("x"))), ckr(NO_OBJECT));
    assert_eq!(rv(a.destroy_object(s, key)), ckr(NO_OBJECT));
    assert_eq!(rv(a.op_init(s, OpKind::Sign, Some(&ecdsa()), key)), ckr(NO_KEY));
    assert_eq!(rv(a.op_init(s, OpKind::Encrypt, Some(&ecb()), secret)), ckr(NO_KEY));
    assert_eq!(
        rv(a.perform(s, OpKind::Sign, &ecdsa(), key, &block, Out::Buffer(&mut out))),
        ckr(NO_KEY)
    );
    assert_eq!(rv(a.sign_batch(s, &ecdsa(), key, &[&block])), ckr(NO_KEY));
    assert_eq!(rv(a.verify(s, &ecdsa(), key, &block, &block)), ckr(NO_KEY));
    assert_eq!(rv(a.verify_signature_init(s, &ecdsa(), key, &block)), ckr(NO_KEY));
    assert_eq!(
        rv(a.message_init(s, OpKind::Encrypt, Some(&Mechanism::plain(ck::CKM_AES_GCM)), secret)),
        ckr(NO_KEY)
    );
    let wrap = Mechanism::plain(ck::CKM_AES_KEY_WRAP);
    assert_eq!(
        rv(a.wrap_key(s, &wrap, secret, key, Out::Size)),
        ckr(ck::CKR_WRAPPING_KEY_HANDLE_INVALID)
    );
    assert_eq!(
        rv(a.unwrap_key(s, &wrap, secret, &block, &empty)),
        ckr(ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)
    );
    assert_eq!(rv(a.derive_key(s, &wrap, key, &empty)), ckr(NO_KEY));
    assert_eq!(rv(a.encapsulate_key(s, &wrap, key, &empty, Out::Size)), ckr(NO_KEY));
    assert_eq!(rv(a.decapsulate_key(s, &wrap, key, &empty, &block)), ckr(NO_KEY));
    assert_eq!(rv(a.set_operation_state(s, &block, key, 0)), ckr(NO_KEY));
    assert_eq!(rv(a.set_operation_state(s, &block, 0, secret)), ckr(NO_KEY));
    let digest = Mechanism::plain(ck::CKM_SHA256);
    a.op_init(s, OpKind::Digest, Some(&digest), 0).unwrap();
    assert_eq!(rv(a.op_update_key(s, secret)), ckr(NO_KEY));
    a.op_once(s, OpKind::Digest, b"", Out::Buffer(&mut out)).unwrap();
    // A key in a mechanism's parameters, with a base key that is there.
    let base = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
        .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET)
        .with(ck::CKA_PRIVATE, false)
        .with(ck::CKA_DERIVE, true)
        .with(ck::CKA_VALUE, vec![1; 16]);
    let base = a.create_object(s, &base).unwrap();
    let with = Mechanism::new(ck::CKM_CONCATENATE_BASE_AND_KEY, Params::Key(secret));
    assert_eq!(rv(a.derive_key(s, &with, base, &empty)), ckr(NO_KEY));
    a.destroy_object(s, base).unwrap();
}

pub fn private_objects_are_hidden() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app().user(), soft.app());
        let kept = || labelled("private").with(ck::CKA_TOKEN, true).with(ck::CKA_PRIVATE, true);
        let (public, private) = one.pair(kept()).unwrap();
        let secret = one.aes(kept()).unwrap();
        assert_eq!(one.find(&labelled("private")), [private, secret]);
        sees_nothing(&two, private, secret, "private");
        // Public objects are everybody's, once they are in the token.
        assert_eq!(rv(two.get(public, ck::CKA_KEY_TYPE)), ckr(NO_OBJECT));
        let open = one
            .aes(labelled("open").with(ck::CKA_TOKEN, true).with(ck::CKA_PRIVATE, false))
            .unwrap();
        assert_eq!(two.find(&labelled("open")), [open]);
        assert_eq!(two.get(open, ck::CKA_LABEL).unwrap(), bytes(b"open"));
        two.login(USER_PIN).unwrap();
        assert_eq!(two.find(&labelled("private")), [private, secret]);
        assert_eq!(two.get(private, ck::CKA_LABEL).unwrap(), bytes(b"private"));
        let signatures = two.app.sign_batch(two.session, &ecdsa(), private, &[&[7; 32]]).unwrap();
        one.app.verify(one.session, &ecdsa(), public, &[7; 32], &signatures[0]).unwrap();
        // What was seen before is not remembered for those who may no longer see it.
        two.app.logout(two.session).unwrap();
        sees_nothing(&two, private, secret, "private");
        let fresh = soft.app();
        sees_nothing(&fresh, private, secret, "private");
        assert_eq!(one.find(&labelled("private")), [private, secret]);
    });
}

pub fn what_a_logout_ends() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app().user(), soft.app().user());
        let kept = || labelled("kept").with(ck::CKA_TOKEN, true).with(ck::CKA_PRIVATE, true);
        let (_, key) = one.pair(kept()).unwrap();
        let secret = one.aes(kept()).unwrap();
        let mine = two.aes(labelled("mine").with(ck::CKA_PRIVATE, true)).unwrap();
        let open = two.aes(labelled("open").with(ck::CKA_PRIVATE, false)).unwrap();
        let sha = Mechanism::plain(ck::CKM_SHA256);
        let other = two.app.open_session(soft.slot, ck::CKF_SERIAL_SESSION).unwrap();
        let begin = |app: &App, session| {
            app.app.op_init(session, OpKind::Sign, Some(&ecdsa()), key).unwrap();
            app.app.op_init(session, OpKind::Digest, Some(&sha), 0)
        };
        begin(&one, one.session).ok();
        let sign = |app: &App, session| {
            rv(app.app.op_once(session, OpKind::Sign, &[1; 32], Out::Buffer(&mut [0; 64])))
        };
        // SoftHSM2 has one operation a session.
        two.app.op_init(two.session, OpKind::Sign, Some(&ecdsa()), key).unwrap();
        two.app.op_init(other, OpKind::Decrypt, Some(&ecb()), secret).unwrap();
        two.app.find_init(two.session, &Template::new()).ok();
        two.app.logout(two.session).unwrap();
        let none = ckr(ck::CKR_OPERATION_NOT_INITIALIZED);
        assert_eq!(sign(&two, two.session), none);
        let mut out = [0; 16];
        assert_eq!(
            rv(two.app.op_update(other, OpKind::Decrypt, &[0; 16], Out::Buffer(&mut out))),
            none
        );
        assert_eq!(sign(&one, one.session), ckr(ck::CKR_OK));
        assert_eq!(rv(two.get(mine, ck::CKA_LABEL)), ckr(NO_OBJECT));
        assert_eq!(two.find(&labelled("open")), [open]);
        // It is gone, not only hidden.
        two.login(USER_PIN).unwrap();
        assert!(two.find(&labelled("mine")).is_empty());
        assert_eq!(rv(two.get(mine, ck::CKA_LABEL)), ckr(NO_OBJECT));
        // A public operation goes on over a logout.
        two.app.op_init(two.session, OpKind::Encrypt, Some(&ecb()), open).unwrap();
        two.app.logout(two.session).unwrap();
        assert_eq!(
            rv(two.app.op_update(two.session, OpKind::Encrypt, &[0; 16], Out::Buffer(&mut out))),
            ckr(ck::CKR_OK)
        );
    });
}

pub fn session_objects_are_their_applications() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app().user(), soft.app().user());
        let (_, key) = one.pair(labelled("mine")).unwrap();
        let secret = one.aes(labelled("mine")).unwrap();
        assert_eq!(one.find(&labelled("mine")), [key, secret]);
        sees_nothing(&two, key, secret, "mine");
        // Other sessions of the same application see them.
        let ro = one.app.open_session(soft.slot, ck::CKF_SERIAL_SESSION).unwrap();
        let label = one.app.get_attributes(ro, secret, &[ck::CKA_LABEL]).unwrap();
        assert_eq!(label, [bytes(b"mine")]);
        let copy = one.app.copy_object(ro, secret, &labelled("copy")).unwrap();
        assert_eq!(two.find(&labelled("copy")), []);
        // They end with the session that made them.
        one.app.close_session(ro).unwrap();
        assert_eq!(rv(one.get(copy, ck::CKA_LABEL)), ckr(NO_OBJECT));
        assert_eq!(one.find(&labelled("mine")), [key, secret]);
        // Also what is unwrapped, derived and copied into the token is whose it is.
        let kept =
            one.app.copy_object(one.session, secret, &labelled("kept").with(ck::CKA_TOKEN, true));
        assert_eq!(two.find(&labelled("kept")), [kept.unwrap()]);
        one.app.close().unwrap();
        assert_eq!(two.find(&labelled("mine")), []);
    });
}

pub fn nothing_private_is_made_without_a_login() {
    with_softhsm(|soft| {
        let not_logged_in = ckr(ck::CKR_USER_NOT_LOGGED_IN);
        let all = Template::new();
        for somebody_is_logged_in in [false, true] {
            let holder = soft.app();
            if somebody_is_logged_in {
                holder.login(USER_PIN).unwrap();
            }
            let app = soft.app();
            // SoftHSM2 makes secret and private keys private where nothing else is said.
            for template in [labelled("x"), labelled("x").with(ck::CKA_PRIVATE, true)] {
                assert_eq!(rv(app.aes(template.clone())), not_logged_in);
                assert_eq!(rv(app.pair(template.clone())), not_logged_in);
                assert_eq!(rv(app.aes(template.with(ck::CKA_TOKEN, true))), not_logged_in);
            }
            assert!(app.find(&all).is_empty());
            assert!(holder.find(&all).is_empty());
            let open = app.aes(labelled("open").with(ck::CKA_PRIVATE, false)).unwrap();
            assert_eq!(app.find(&all), [open]);
            let private = Template::new().with(ck::CKA_PRIVATE, true);
            assert_eq!(rv(app.app.copy_object(app.session, open, &private)), not_logged_in);
            assert!(rv(app.app.set_attributes(app.session, open, &private)) != ckr(ck::CKR_OK));
            app.app.close().unwrap();
            holder.app.close().unwrap();
        }
    });
}

pub fn attributes() {
    with_softhsm(|soft| {
        let app = soft.app().user();
        let (public, private) = app.pair(labelled("pair").with(ck::CKA_ID, vec![1, 2])).unwrap();
        let asked = [
            ck::CKA_CLASS,
            ck::CKA_VALUE,
            ck::CKA_MODULUS,
            ck::CKA_ID,
            ck::CKA_SENSITIVE,
            ck::CKA_START_DATE,
        ];
        let answers = app.app.get_attributes(app.session, private, &asked).unwrap();
        let value = |value: Value| Answer::Value(value);
        assert_eq!(
            answers,
            [
                value(Value::Ulong(ck::CKO_PRIVATE_KEY)),
                Answer::Sensitive,
                Answer::Invalid,
                bytes(&[1, 2]),
                // It can be read by nobody because it cannot be extracted.
                value(Value::Bool(false)),
                bytes(b""),
            ]
        );
        let usual = app
            .app
            .get_attributes(app.session, public, &[ck::CKA_KEY_TYPE, ck::CKA_EC_POINT])
            .unwrap();
        assert_eq!(usual[0], value(Value::Ulong(ck::CKK_EC)));
        assert!(matches!(&usual[1], Answer::Value(point) if point.as_bytes().unwrap().len() == 67));
        assert_eq!(app.app.get_attributes(app.session, public, &[]).unwrap(), []);
        app.app.set_attributes(app.session, public, &labelled("changed")).unwrap();
        assert_eq!(app.get(public, ck::CKA_LABEL).unwrap(), bytes(b"changed"));
        let local = Template::new().with(ck::CKA_LOCAL, false);
        assert_eq!(
            rv(app.app.set_attributes(app.session, public, &local)),
            ckr(ck::CKR_ATTRIBUTE_READ_ONLY)
        );
        // Values that are numbers, lists and templates of their own.
        let unwrap = Template::new().with(ck::CKA_EXTRACTABLE, true).with(ck::CKA_LABEL, "inner");
        let allowed = Value::Mechanisms(vec![ck::CKM_AES_ECB, ck::CKM_AES_KEY_WRAP]);
        let template = labelled("key")
            .with(ck::CKA_UNWRAP_TEMPLATE, unwrap.clone())
            .with(ck::CKA_ALLOWED_MECHANISMS, allowed.clone());
        let key = app.aes(template).unwrap();
        let lists = [ck::CKA_UNWRAP_TEMPLATE, ck::CKA_ALLOWED_MECHANISMS, ck::CKA_VALUE_LEN];
        let answers = app.app.get_attributes(app.session, key, &lists).unwrap();
        let Answer::Value(Value::Template(read)) = &answers[0] else { panic!("{answers:?}") };
        assert_eq!(read.len(), 2);
        assert!(unwrap.iter().all(|attribute| read.get(attribute.kind) == Some(&attribute.value)));
        let Answer::Value(Value::Mechanisms(read)) = &answers[1] else { panic!("{answers:?}") };
        let mut read = read.clone();
        read.sort_unstable();
        assert_eq!(Value::Mechanisms(read), allowed);
        assert_eq!(answers[2], value(Value::Ulong(32)));
        let mut out = [0; 16];
        let ctr = Mechanism::new(ck::CKM_AES_CBC, Params::Bytes(vec![0; 16]));
        assert_eq!(
            rv(app.app.perform(
                app.session,
                OpKind::Encrypt,
                &ctr,
                key,
                &[0; 16],
                Out::Buffer(&mut out)
            )),
            ckr(ck::CKR_MECHANISM_INVALID)
        );
        assert_eq!(rv(app.get(4711, ck::CKA_LABEL)), ckr(NO_OBJECT));
    });
}

pub fn searches() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app().user(), soft.app());
        let mut made: Vec<u64> = (0..20)
            .map(|number| {
                let kept = Template::new()
                    .with(ck::CKA_TOKEN, true)
                    .with(ck::CKA_PRIVATE, number % 2 == 0);
                one.aes(kept.with(ck::CKA_LABEL, "many")).unwrap()
            })
            .collect();
        made.sort_unstable();
        assert_eq!(one.find(&labelled("many")), made);
        assert_eq!(two.find(&labelled("many")).len(), 10);
        // What is hidden is no gap: a search does not end before its last object.
        two.app.find_init(two.session, &labelled("many")).unwrap();
        for _ in 0..10 {
            assert_eq!(two.app.find_next(two.session, 1).unwrap().len(), 1);
        }
        assert!(two.app.find_next(two.session, 1).unwrap().is_empty());
        two.app.find_final(two.session).unwrap();
        assert_eq!(rv(two.app.find_final(two.session)), ckr(ck::CKR_OPERATION_NOT_INITIALIZED));
        assert_eq!(one.app.find(one.session, &labelled("many"), 7).unwrap().len(), 7);
        assert_eq!(one.app.find(one.session, &labelled("many"), 0).unwrap().len(), 0);
        // A search that was begun by the user finds less when he has logged out, also where the module has
        // found it before.
        two.login(USER_PIN).unwrap();
        two.app.find_init(two.session, &labelled("many")).unwrap();
        two.app.logout(two.session).unwrap();
        assert!(two.app.find_next(two.session, 100).unwrap().len() <= 10);
    });
}
