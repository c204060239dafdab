//! Our own library, as if it were somebody's.

mod derivations;

use crate::softhsm::{App, ckr, rv};
use std::path::Path;
use strongroom::foreign::Module;
use strongroom_base::mechanism::{AeadMessage, Ctr, Eddsa, Gcm, SignContext};
use strongroom_base::{
    Answer, Error, Mechanism, OpKind, Out, Params, Provider, Result, Template, Value, ck,
};
use strongroom_tests::instance::{copy_directory, directory, module_path};
use strongroom_tests::{SO_PIN, USER_PIN, runner};

/// A URL that names the library that opens it ends with an error, at once.
pub fn it_does_not_open_itself() {
    if runner::part().is_some() {
        let error = Module::open(&module_path(), None).map(drop).unwrap_err();
        assert_eq!(error.rv(), ckr(ck::CKR_ARGUMENTS_BAD));
        return;
    }
    let itself = format!("pkcs11:?module-path={}", module_path().display());
    let status = runner::another("test").env("STRONGROOM_URL", itself).status().unwrap();
    assert!(status.success(), "{status}");
}

/// The same calls, embedded and through the library, on copies of one instance.
pub fn the_same_answers() {
    let copy = directory().with_extension("copy");
    copy_directory(&directory(), &copy);
    let embedded = record(&*strongroom::open(&strongroom::of_directory(&directory())).unwrap());
    let text = format!("url=file://{}", copy.display());
    let foreign = record(&Module::open(&module_path(), Some(&text)).unwrap());
    let by_uri = {
        let path = Path::new("/").join(module_path());
        let args = format!("url%3Dfile://{}", copy.display());
        let uri =
            format!("pkcs11:token=strongroom-0?module-path={}&x-init-args={args}", path.display());
        strongroom::open(&uri).unwrap().open().unwrap().slots(true).unwrap()
    };
    assert_eq!(by_uri, [0]);
    std::fs::remove_dir_all(&copy).unwrap();
    assert!(embedded.len() > 100, "{}", embedded.len());
    for (ours, theirs) in embedded.iter().zip(&foreign) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(embedded.len(), foreign.len());
}

/// What calls answered, in the form of text.
struct Record(Vec<String>);

impl Record {
    /// Notes an answer; gives it on.
    fn note<T: std::fmt::Debug>(&mut self, what: &str, answer: Result<T>) -> Option<T> {
        let said = answer.as_ref().map_err(|error: &Error| (error.rv(), error.needed()));
        self.0.push(format!("{what}: {said:?}"));
        answer.ok()
    }

    /// Notes only how it went, where the value is another each time.
    fn went<T>(&mut self, what: &str, answer: Result<T>) -> Option<T> {
        self.0.push(format!(
            "{what}: {:?}",
            answer.as_ref().map(drop).map_err(|e| (e.rv(), e.needed()))
        ));
        answer.ok()
    }
}

/// Lengths asked for, a buffer that is too small, and the output.
fn sized(
    record: &mut Record,
    what: &str,
    fixed: bool,
    mut call: impl FnMut(Out<'_>) -> Result<usize>,
) -> Vec<u8> {
    record.note(what, call(Out::Size));
    record.note(what, call(Out::Buffer(&mut [0; 3])));
    let mut out = vec![0; 8192];
    let answer = call(Out::Buffer(&mut out));
    out.truncate(*answer.as_ref().unwrap_or(&0));
    record.note(what, answer);
    if fixed {
        record.0.push(format!("{what}: {out:?}"));
    }
    out
}

fn record(provider: &dyn Provider) -> Vec<String> {
    let mut record = Record(Vec::new());
    let r = &mut record;
    let app = provider.open().unwrap();
    r.note("slots", app.slots(true));
    r.note("slot", app.slot_info(0));
    r.note("no slot", app.slot_info(99));
    r.note("token", app.token_info(0));
    r.note("mechanisms", app.mechanisms(0));
    for mechanism in app.mechanisms(0).unwrap() {
        r.note("mechanism", app.mechanism_info(0, mechanism));
    }
    r.went("init", app.init_token(1, Some(b"wrong"), &[b' '; 32]));
    r.went("session", app.open_session(0, 0));
    let app = App::new(app, 0);
    let (a, s) = (&app.app, app.session);
    r.note("info", a.session_info(s));
    r.went("generate", app.aes(Template::new().with(ck::CKA_PRIVATE, true)));
    r.went("login", app.login(b"wrong"));
    r.went("login", a.login(s, 9, Some(b"x"), None));
    r.went("login", app.login(USER_PIN.as_bytes()));
    r.went("login", app.login(USER_PIN.as_bytes()));
    r.went("login", a.login(s, ck::CKU_SO, Some(SO_PIN.as_bytes()), None));
    r.note("info", a.session_info(s));
    r.note("token", a.token_info(0));
    secret_keys(r, &app);
    pairs(r, &app);
    derivations::derivations(r, &app);
    objects(r, &app);
    r.went("logout", a.logout(s));
    r.went("logout", a.logout(s));
    r.note("found", a.find(s, &Template::new(), 10).map(|found| found.len()));
    r.went("close", a.close_session(s));
    r.went("close", a.close_session(s));
    record.0
}

fn secret(value: &[u8], key_type: u64) -> Template {
    Template::new()
        .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
        .with(ck::CKA_KEY_TYPE, key_type)
        .with(ck::CKA_VALUE, value)
        .with(ck::CKA_EXTRACTABLE, true)
        .with(ck::CKA_SENSITIVE, false)
        .with(ck::CKA_DERIVE, true)
}

fn secret_keys(r: &mut Record, app: &App) {
    let (a, s) = (&app.app, app.session);
    let template = [
        ck::CKA_ENCRYPT,
        ck::CKA_DECRYPT,
        ck::CKA_WRAP,
        ck::CKA_UNWRAP,
        ck::CKA_SIGN,
        ck::CKA_VERIFY,
    ]
    .into_iter()
    .fold(secret(&[7; 32], ck::CKK_AES), |template, kind| template.with(kind, true));
    let key = a.create_object(s, &template).unwrap();
    let bytes = |len| Params::Bytes(vec![1; len]);
    let gcm =
        |iv: usize, tag_bits| Params::Gcm(Gcm { iv: vec![1; iv], aad: b"aad".to_vec(), tag_bits });
    for (kind, params) in [
        (ck::CKM_AES_ECB, Params::None),
        (ck::CKM_AES_ECB, bytes(16)),
        (ck::CKM_AES_CBC, bytes(16)),
        (ck::CKM_AES_CBC, bytes(15)),
        (ck::CKM_AES_CBC, Params::None),
        (ck::CKM_AES_CBC_PAD, bytes(16)),
        (ck::CKM_AES_CTR, Params::Ctr(Ctr { counter_bits: 64, block: [2; 16] })),
        (ck::CKM_AES_CTR, Params::Ctr(Ctr { counter_bits: 0, block: [2; 16] })),
        (ck::CKM_AES_GCM, gcm(12, 128)),
        (ck::CKM_AES_GCM, gcm(12, 96)),
        (ck::CKM_AES_GCM, gcm(0, 128)),
        (ck::CKM_SHA256, Params::None),
        (0x8000_0001, bytes(3)),
    ] {
        let mechanism = Mechanism::new(kind, params);
        let what = format!("{mechanism:?}");
        let input: Vec<u8> = (0..48).collect();
        let sealed = sized(r, &what, true, |out| {
            a.perform(s, OpKind::Encrypt, &mechanism, key, &input, out)
        });
        sized(r, &what, true, |out| a.perform(s, OpKind::Decrypt, &mechanism, key, &sealed, out));
        sized(r, &what, true, |out| {
            a.perform(s, OpKind::Decrypt, &mechanism, key, &input[..20], out)
        });
        if r.went(&what, a.op_init(s, OpKind::Encrypt, Some(&mechanism), key)).is_some() {
            for part in input.chunks(11) {
                let mut out = [0; 64];
                let written = a.op_update(s, OpKind::Encrypt, part, Out::Buffer(&mut out));
                r.note(&what, written);
                r.note(&what, Ok(out));
            }
            sized(r, &what, true, |out| a.op_final(s, OpKind::Encrypt, out));
        }
    }
    for kind in [ck::CKM_AES_CMAC, ck::CKM_AES_CMAC_GENERAL, ck::CKM_SHA256_HMAC] {
        let params = if kind == ck::CKM_AES_CMAC_GENERAL { Params::Ulong(5) } else { Params::None };
        let mechanism = Mechanism::new(kind, params);
        let mac =
            sized(r, "mac", true, |out| a.perform(s, OpKind::Sign, &mechanism, key, b"data", out));
        r.note("mac", a.verify(s, &mechanism, key, b"data", &mac));
        r.note("mac", a.verify(s, &mechanism, key, b"date", &mac));
        r.note("mac", a.verify(s, &mechanism, key, b"data", b"short"));
    }
    for (kind, params) in [
        (ck::CKM_AES_KEY_WRAP, Params::None),
        (ck::CKM_AES_KEY_WRAP_KWP, Params::None),
        (ck::CKM_AES_KEY_WRAP, bytes(8)),
    ] {
        let wrap = Mechanism::new(kind, params);
        let wrapped = sized(r, "wrap", true, |out| a.wrap_key(s, &wrap, key, key, out));
        let new = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_KEY_TYPE, ck::CKK_AES);
        r.went("unwrap", a.unwrap_key(s, &wrap, key, &wrapped, &new));
        r.went("unwrap", a.unwrap_key(s, &wrap, key, b"no wrapped key", &new));
        r.went("unwrap", a.unwrap_key(s, &wrap, 77, &wrapped, &new));
    }
    let gcm = Mechanism::plain(ck::CKM_AES_GCM);
    r.note("messages", a.message_init(s, OpKind::Encrypt, Some(&gcm), key));
    let params = |iv: Vec<u8>, tag: Vec<u8>| AeadMessage {
        iv,
        fixed_bits: 0,
        generator: ck::CKG_NO_GENERATE,
        tag,
        tag_bits: 128,
        data_len: None,
    };
    let mut out = [0; 5];
    let sealed = a.message(
        s,
        OpKind::Encrypt,
        Some(&params(vec![3; 12], vec![])),
        b"aad",
        b"input",
        Out::Buffer(&mut out),
    );
    r.note("message", Ok(out));
    let sealed = r.note("message", sealed).unwrap_or_else(|| panic!("{:?}", &r.0[r.0.len() - 3..]));
    r.note("messages", a.message_final(s, OpKind::Encrypt));
    r.note("messages", a.message_final(s, OpKind::Encrypt));
    r.note("messages", a.message_init(s, OpKind::Decrypt, Some(&gcm), key));
    let mut opened = [0; 5];
    for aad in [&b"aad"[..], b"other"] {
        let params = params(vec![3; 12], sealed.tag.clone());
        r.note(
            "message",
            a.message(s, OpKind::Decrypt, Some(&params), aad, &out, Out::Buffer(&mut opened)),
        );
    }
    r.note("message", Ok(opened));
    r.note("messages", a.message_init(s, OpKind::Decrypt, None, 0));
    messages_in_parts(r, app, key);
}

/// Messages in parts, with vectors that are counted; signatures of messages; keys wrapped with a tag.
fn messages_in_parts(r: &mut Record, app: &App, key: u64) {
    let (a, s) = (&app.app, app.session);
    let usages = [ck::CKA_ENCRYPT, ck::CKA_DECRYPT, ck::CKA_WRAP, ck::CKA_UNWRAP];
    let template = secret(&[9; 32], ck::CKK_CHACHA20);
    let template = usages.into_iter().fold(template, |template, kind| template.with(kind, true));
    let chacha = a.create_object(s, &template).unwrap();
    let mut iv = vec![5; 4];
    iv.extend([0; 8]);
    let counter = (ck::CKG_GENERATE_COUNTER, vec![5; 12]);
    for (kind, key, tag_bits, data_len, (generator, first)) in [
        (ck::CKM_AES_GCM, key, 128, None, counter.clone()),
        (ck::CKM_AES_CCM, key, 128, Some(10), counter),
        (ck::CKM_CHACHA20_POLY1305, chacha, 0, None, (ck::CKG_NO_GENERATE, iv.clone())),
    ] {
        let with = Mechanism::plain(kind);
        let params = |generator, iv: Vec<u8>, tag: Vec<u8>| AeadMessage {
            iv,
            fixed_bits: 32,
            generator,
            tag,
            tag_bits,
            data_len,
        };
        let counted = params(generator, first, vec![]);
        r.note("messages", a.message_init(s, OpKind::Encrypt, Some(&with), key));
        r.note("messages", a.message_begin(s, OpKind::Encrypt, Some(&counted), b"aad"));
        let begun = a.message_begin(s, OpKind::Encrypt, Some(&counted), b"aad");
        r.note("messages", begun);
        let mut out = [0; 10];
        let next = |input: &[u8], last| {
            let mut part = [0; 10];
            let to = Out::Buffer(&mut part);
            let made = a.message_next(s, OpKind::Encrypt, &[], input, last, to).unwrap();
            (made, part)
        };
        let (first, begin) = next(b"input", false);
        let (second, rest) = next(b"parts", true);
        out[..first.written].copy_from_slice(&begin[..first.written]);
        out[first.written..].copy_from_slice(&rest[..second.written]);
        r.note("message", Ok((first, second.clone(), out)));
        let given = params(ck::CKG_NO_GENERATE, iv.clone(), second.tag.clone());
        r.note("messages", a.message_init(s, OpKind::Decrypt, Some(&with), key));
        r.note("messages", a.message_begin(s, OpKind::Decrypt, Some(&given), b"aad"));
        let mut opened = [0; 10];
        let none = Out::Buffer(&mut []);
        r.note("message", a.message_next(s, OpKind::Decrypt, &[], &out[..3], false, none));
        let to = Out::Buffer(&mut opened);
        r.note("message", a.message_next(s, OpKind::Decrypt, &second.tag, &out[3..], true, to));
        assert_eq!(&opened, b"inputparts");
        for kind in [OpKind::Encrypt, OpKind::Decrypt] {
            r.note("messages", a.message_final(s, kind));
            r.note("messages", a.message_begin(s, kind, Some(&given), b"aad"));
        }
        let wrap = params(ck::CKG_NO_GENERATE, vec![8; 12], vec![]);
        let mut wrapped = [0; 64];
        let to = Out::Buffer(&mut wrapped);
        let made = a.wrap_key_authenticated(s, kind, &wrap, key, key, b"aad", to);
        let made = r.note("wrap", made).unwrap();
        let wrapped = &wrapped[..made.written];
        let given = params(ck::CKG_NO_GENERATE, vec![8; 12], made.tag);
        let new = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_KEY_TYPE, ck::CKK_AES);
        let unwrap = |aad| a.unwrap_key_authenticated(s, kind, &given, key, wrapped, &new, aad);
        r.went("unwrap", unwrap(b"aad"));
        r.went("unwrap", unwrap(b"other"));
    }
    let mac = Mechanism::plain(ck::CKM_AES_CMAC);
    r.note("messages", a.message_init(s, OpKind::Sign, Some(&mac), key));
    r.note("messages", a.message_init(s, OpKind::Verify, Some(&mac), key));
    let mut signature = [0; 16];
    let to = Out::Buffer(&mut signature);
    r.note("message", a.message(s, OpKind::Sign, None, &[], b"data", to));
    r.note("message", a.verify_message(s, b"data", &signature));
    r.note("message", a.verify_message(s, b"other", &signature));
    r.note("message", a.message_begin(s, OpKind::Sign, None, &[]));
    let none = Out::Buffer(&mut []);
    r.note("message", a.message_next(s, OpKind::Sign, &[], b"da", false, none));
    r.note("message", a.message_next(s, OpKind::Sign, &[], b"ta", true, Out::Size));
    let to = Out::Buffer(&mut signature);
    r.note("message", a.message_next(s, OpKind::Sign, &[], b"ta", true, to));
    r.note("message", a.message_begin(s, OpKind::Verify, None, &[]));
    r.note("message", a.verify_message_next(s, b"da", None));
    r.note("message", a.verify_message_next(s, b"ta", Some(&signature)));
    r.note("message", Ok(signature));
    r.note("messages", a.message_final(s, OpKind::Sign));
    r.note("messages", a.message_final(s, OpKind::Verify));
}

/// What makes a pair, its key type, what the public key is made with, and what it signs with.
type Pair = (u64, u64, Template, Vec<(u64, Params)>);

fn pairs(r: &mut Record, app: &App) {
    let (a, s) = (&app.app, app.session);
    let sets: [Pair; 3] = [
        (
            ck::CKM_EC_EDWARDS_KEY_PAIR_GEN,
            ck::CKK_EC_EDWARDS,
            Template::new().with(ck::CKA_EC_PARAMS, vec![0x06, 0x03, 0x2B, 0x65, 0x70]),
            vec![
                (ck::CKM_EDDSA, Params::None),
                (ck::CKM_EDDSA, Params::Eddsa(Eddsa { prehash: true, context: b"c".to_vec() })),
            ],
        ),
        (
            ck::CKM_ML_DSA_KEY_PAIR_GEN,
            ck::CKK_ML_DSA,
            Template::new().with(ck::CKA_PARAMETER_SET, ck::CKP_ML_DSA_87),
            vec![
                (ck::CKM_ML_DSA, Params::None),
                (
                    ck::CKM_ML_DSA,
                    Params::SignContext(SignContext {
                        hedge: ck::CKH_HEDGE_PREFERRED,
                        context: b"c".to_vec(),
                    }),
                ),
                (ck::CKM_ECDSA, Params::None),
            ],
        ),
        (
            ck::CKM_RSA_PKCS_KEY_PAIR_GEN,
            ck::CKK_RSA,
            Template::new().with(ck::CKA_MODULUS_BITS, 2048_u64),
            vec![
                (ck::CKM_SHA256_RSA_PKCS, Params::None),
                (ck::CKM_RSA_PKCS, Params::None),
                (ck::CKM_RSA_X_509, Params::None),
            ],
        ),
    ];
    for (generate, key_type, public, mechanisms) in sets {
        let private = Template::new().with(ck::CKA_SIGN, true).with(ck::CKA_KEY_TYPE, key_type);
        let public = public.with(ck::CKA_VERIFY, true);
        let pair = a.generate_key_pair(s, &Mechanism::plain(generate), &public, &private);
        let (public, private) = r.went("pair", pair).unwrap();
        for (kind, params) in mechanisms {
            let mechanism = Mechanism::new(kind, params);
            let what = format!("{mechanism:?}");
            let signature = sized(r, &what, false, |out| {
                a.perform(s, OpKind::Sign, &mechanism, private, b"data", out)
            });
            let batch = a.sign_batch(s, &mechanism, private, &[b"one", b"two"]);
            r.note(&what, batch.map(|all| all.iter().map(Vec::len).collect::<Vec<_>>()));
            r.note(&what, a.verify(s, &mechanism, public, b"data", &signature));
            r.note(&what, a.verify(s, &mechanism, public, b"date", &signature));
            r.went(&what, a.op_init(s, OpKind::Sign, Some(&mechanism), public));
            r.went(&what, a.op_init(s, OpKind::Sign, Some(&mechanism), 77));
            if r.went(&what, a.verify_signature_init(s, &mechanism, public, &signature)).is_some() {
                r.note(&what, a.op_once(s, OpKind::VerifySignature, b"data", Out::Buffer(&mut [])));
                r.note(&what, a.op_once(s, OpKind::VerifySignature, b"data", Out::Buffer(&mut [])));
            }
        }
    }
    let public = Template::new()
        .with(ck::CKA_PARAMETER_SET, ck::CKP_ML_KEM_768)
        .with(ck::CKA_ENCAPSULATE, true);
    let private = Template::new().with(ck::CKA_DECAPSULATE, true);
    let generate = Mechanism::plain(ck::CKM_ML_KEM_KEY_PAIR_GEN);
    let (public, private) = a.generate_key_pair(s, &generate, &public, &private).unwrap();
    let kem = Mechanism::plain(ck::CKM_ML_KEM);
    let template = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
        .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET)
        .with(ck::CKA_EXTRACTABLE, true)
        .with(ck::CKA_SENSITIVE, false);
    r.note("kem", a.encapsulate_key(s, &kem, public, &template, Out::Size));
    r.note("kem", a.encapsulate_key(s, &kem, public, &template, Out::Buffer(&mut [0; 8])));
    let mut ciphertext = [0; 1088];
    let made = a.encapsulate_key(s, &kem, public, &template, Out::Buffer(&mut ciphertext));
    let (written, one) = r.went("kem", made).unwrap();
    assert_eq!(written, 1088);
    let two = r.went("kem", a.decapsulate_key(s, &kem, private, &template, &ciphertext)).unwrap();
    assert_eq!(app.get(one, ck::CKA_VALUE).unwrap(), app.get(two, ck::CKA_VALUE).unwrap());
    r.went("kem", a.decapsulate_key(s, &kem, private, &template, &ciphertext[1..]));
}

fn objects(r: &mut Record, app: &App) {
    let (a, s) = (&app.app, app.session);
    let kept = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_DATA)
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_LABEL, "data")
        .with(ck::CKA_VALUE, &b"value"[..]);
    let object = a.create_object(s, &kept).unwrap();
    let asked = [ck::CKA_CLASS, ck::CKA_PRIVATE, ck::CKA_VALUE, ck::CKA_MODULUS, ck::CKA_LABEL];
    let shown = |answers: Vec<Answer>| format!("{answers:?}");
    r.note("attributes", a.get_attributes(s, object, &asked).map(shown));
    r.note("attributes", a.get_attributes(s, 99, &asked).map(shown));
    r.note("size", a.object_size(s, object).map(|size| size > 0));
    r.went("set", a.set_attributes(s, object, &Template::new().with(ck::CKA_LABEL, "new")));
    r.went("set", a.set_attributes(s, object, &Template::new().with(ck::CKA_CLASS, ck::CKO_DATA)));
    r.went("copy", a.copy_object(s, object, &Template::new().with(ck::CKA_TOKEN, false)));
    r.note(
        "found",
        a.find(s, &Template::new().with(ck::CKA_LABEL, "new"), 10).map(|all| all.len()),
    );
    r.note(
        "found",
        a.find(s, &Template::new().with(ck::CKA_CLASS, ck::CKO_PROFILE), 10).map(|all| all.len()),
    );
    r.went("create", a.create_object(s, &Template::new()));
    r.went("create", a.create_object(s, &Template::new().with(ck::CKA_CLASS, vec![1])));
    r.went("destroy", a.destroy_object(s, object));
    r.went("destroy", a.destroy_object(s, object));
    assert_eq!(rv(a.get_attributes(s, object, &asked)), ckr(ck::CKR_OBJECT_HANDLE_INVALID));
}
