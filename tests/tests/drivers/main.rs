//! The library as an independent driver sees it: the `cryptoki` crate, which reads the interface in its own
//! way, and turns every structure that it gets into types of its own. What other suites ask through raw
//! calls is not repeated; here are the things with the most structure: derivations that make several keys,
//! messages, encapsulation, and verifications that know their signature.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::mechanism::aead::{GcmMessageParams, GeneratorFunction};
use cryptoki::mechanism::dsa::{HedgeType, SignAdditionalContext};
use cryptoki::mechanism::kbkdf::{
    DerivedKey, Endianness, KbkdfCounterFormat, KbkdfDkmLengthFormat, KbkdfDkmLengthMethod,
    KbkdfFeedbackParams, KbkdfParams, PrfDataParam, PrfDataParamType,
};
use cryptoki::mechanism::{Mechanism, MechanismType, MessageParam};
use cryptoki::object::{
    Attribute, AttributeType, KeyType, MlDsaParameterSetType, MlKemParameterSetType, ObjectClass,
    ObjectHandle,
};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use std::num::NonZeroUsize;
use strongroom_tests::{USER_PIN, instance, suite};

suite![
    what_the_library_says_of_itself,
    several_keys_of_one_derivation,
    keys_put_together,
    messages,
    a_secret_for_the_owner_of_a_key,
    verifications_that_know_their_signature,
];

/// The library, loaded by the driver and initialised.
fn library() -> Pkcs11 {
    let library = Pkcs11::new(instance::module_path()).expect("the driver loads the library");
    library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).expect("it begins");
    library
}

fn user(library: &Pkcs11) -> Session {
    let slot = library.get_slots_with_initialized_token().unwrap()[0];
    let session = library.open_rw_session(slot).unwrap();
    session.login(UserType::User, Some(&AuthPin::new(USER_PIN.into()))).unwrap();
    session
}

/// A secret key with this value, to derive from and to be read.
fn secret(session: &Session, key_type: KeyType, value: &[u8]) -> ObjectHandle {
    let template = [
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(key_type),
        Attribute::Value(value.to_vec()),
        Attribute::Sensitive(false),
        Attribute::Extractable(true),
    ];
    session.create_object(&template).unwrap()
}

/// What a derived key is to be: open, and so long.
fn derived(len: u64) -> Vec<Attribute> {
    vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::ValueLen(len.into()),
        Attribute::Sensitive(false),
        Attribute::Extractable(true),
    ]
}

fn value(session: &Session, object: ObjectHandle) -> Vec<u8> {
    match session.get_attributes(object, &[AttributeType::Value]).unwrap().as_slice() {
        [Attribute::Value(value)] => value.clone(),
        other => panic!("{other:?}"),
    }
}

fn what_the_library_says_of_itself() {
    let library = library();
    let info = library.get_library_info().unwrap();
    assert_eq!((info.cryptoki_version().major(), info.cryptoki_version().minor()), (3, 2));
    let slot = library.get_slots_with_token().unwrap()[0];
    let token = library.get_token_info(slot).unwrap();
    assert!(token.user_pin_to_be_changed() && token.so_pin_to_be_changed());
    let mechanisms = library.get_mechanism_list(slot).unwrap();
    assert!(mechanisms.len() > 70, "of those that the driver knows: {}", mechanisms.len());
    for mechanism in mechanisms {
        library.get_mechanism_info(slot, mechanism).unwrap();
    }
}

/// SP 800-108 in feedback mode with two keys, as the engine's own answers have it.
fn several_keys_of_one_derivation() {
    let library = library();
    let session = user(&library);
    let base = secret(&session, KeyType::GENERIC_SECRET, &(0..32).collect::<Vec<u8>>());
    let length = KbkdfDkmLengthFormat::new(
        KbkdfDkmLengthMethod::SumOfSegments,
        Endianness::Big,
        NonZeroUsize::new(32).unwrap(),
    );
    let fields = [
        PrfDataParam::new(PrfDataParamType::IterationVariable(None)),
        PrfDataParam::new(PrfDataParamType::ByteArray(b"label\0")),
        PrfDataParam::new(PrfDataParamType::DkmLength(&length)),
    ];
    let second = derived(16);
    let mut additional = [DerivedKey::new(&second)];
    let params =
        KbkdfFeedbackParams::new(MechanismType::SHA256_HMAC, &fields, None, Some(&mut additional));
    let first = session.derive_key(&Mechanism::KbkdfFeedback(params), base, &derived(40)).unwrap();
    let expected =
        "3d3cac51e9fd16b2c25c30aff75fec4dc6c1a2925cc7168958197452d847c677886aeccb4445357f";
    assert_eq!(hex::encode(value(&session, first)), expected);
    let second = additional[0].handle().expect("the second key has a handle");
    assert_eq!(hex::encode(value(&session, second)), "d43daf827f6d25358c600202b77352fc");

    // One template that cannot be had: no key is made, and no handle is given.
    let before = session.find_objects(&[]).unwrap().len();
    let counter = KbkdfCounterFormat::new(Endianness::Big, NonZeroUsize::new(8).unwrap());
    let fields = [PrfDataParam::new(PrfDataParamType::IterationVariable(Some(&counter)))];
    let wrong = [Attribute::Class(ObjectClass::PUBLIC_KEY)];
    let mut additional = [DerivedKey::new(&wrong)];
    let params = KbkdfParams::new(MechanismType::SHA256_HMAC, &fields, Some(&mut additional));
    session.derive_key(&Mechanism::KbkdfCounter(params), base, &derived(16)).unwrap_err();
    assert_eq!(session.find_objects(&[]).unwrap().len(), before);
}

/// A key that is put together of two is as secret as the more secret of them.
fn keys_put_together() {
    let library = library();
    let session = user(&library);
    let open = secret(&session, KeyType::GENERIC_SECRET, &[1, 2, 3]);
    let other = secret(&session, KeyType::GENERIC_SECRET, &[4, 5]);
    let joined = session.derive_key(&Mechanism::ConcatenateBaseAndKey(other), open, &derived(5));
    assert_eq!(value(&session, joined.unwrap()), [1, 2, 3, 4, 5]);
    session.update_attributes(other, &[Attribute::Sensitive(true)]).unwrap();
    session.derive_key(&Mechanism::ConcatenateBaseAndKey(other), open, &derived(5)).unwrap_err();
    let template = [Attribute::Class(ObjectClass::SECRET_KEY)];
    let joined = session.derive_key(&Mechanism::ConcatenateBaseAndKey(other), open, &template);
    let kinds = [AttributeType::Sensitive, AttributeType::AlwaysSensitive];
    let attributes = session.get_attributes(joined.unwrap(), &kinds).unwrap();
    assert_eq!(attributes, [Attribute::Sensitive(true), Attribute::AlwaysSensitive(false)]);
}

fn messages() {
    let library = library();
    let session = user(&library);
    let template = [Attribute::ValueLen(32.into()), Attribute::Sensitive(true)];
    let key = session.generate_key(&Mechanism::AesKeyGen, &template).unwrap();
    let text = b"a message of some length".repeat(5);
    let mut vectors = Vec::new();
    for len in [0, 1, 16, text.len()] {
        let (mut iv, mut tag) = ([0; 12], [0; 16]);
        let by = GeneratorFunction::GenerateRandom;
        let params = GcmMessageParams::new(&mut iv, 0.into(), by, &mut tag).unwrap();
        session.message_encrypt_init(&Mechanism::AesGcmMessage(params), key).unwrap();
        let sealed =
            session.encrypt_message(&MessageParam::AesGcmMessage(params), b"aad", &text[..len]);
        session.message_encrypt_final().unwrap();
        let sealed = sealed.unwrap();
        assert_eq!(sealed.len(), len);
        assert!(iv != [0; 12] && tag != [0; 16] && !vectors.contains(&iv));
        vectors.push(iv);

        let by = GeneratorFunction::NoGenerate;
        let params = GcmMessageParams::new(&mut iv, 0.into(), by, &mut tag).unwrap();
        session.message_decrypt_init(&Mechanism::AesGcmMessage(params), key).unwrap();
        let param = MessageParam::AesGcmMessage(params);
        assert_eq!(session.decrypt_message(&param, b"aad", &sealed).unwrap(), &text[..len]);
        // A message that is not authentic does not end the series.
        session.decrypt_message(&param, b"other", &sealed).unwrap_err();
        assert_eq!(session.decrypt_message(&param, b"aad", &sealed).unwrap(), &text[..len]);
        session.message_decrypt_final().unwrap();
        session.message_decrypt_final().unwrap_err();
    }
}

fn a_secret_for_the_owner_of_a_key() {
    let library = library();
    let session = user(&library);
    for set in [
        MlKemParameterSetType::ML_KEM_512,
        MlKemParameterSetType::ML_KEM_768,
        MlKemParameterSetType::ML_KEM_1024,
    ] {
        let public = [Attribute::ParameterSet(set.into()), Attribute::Encapsulate(true)];
        let private = [Attribute::Decapsulate(true)];
        let (public, private) =
            session.generate_key_pair(&Mechanism::MlKemKeyPairGen, &public, &private).unwrap();
        let (ciphertext, ours) =
            session.encapsulate_key(&Mechanism::MlKem, public, &derived(32)).unwrap();
        let open = |ciphertext: &[u8]| {
            session.decapsulate_key(&Mechanism::MlKem, private, &derived(32), ciphertext)
        };
        let theirs = open(&ciphertext).unwrap();
        assert_eq!(value(&session, ours), value(&session, theirs));
        let mut wrong = ciphertext.clone();
        wrong[7] ^= 1;
        let other = open(&wrong).unwrap();
        assert_ne!(value(&session, ours), value(&session, other));
        open(&ciphertext[1..]).unwrap_err();
        session.encapsulate_key(&Mechanism::MlKem, private, &derived(32)).unwrap_err();
    }
}

fn verifications_that_know_their_signature() {
    let library = library();
    let session = user(&library);
    let set = MlDsaParameterSetType::ML_DSA_65;
    let public = [Attribute::ParameterSet(set.into()), Attribute::Verify(true)];
    let (public, private) = session
        .generate_key_pair(&Mechanism::MlDsaKeyPairGen, &public, &[Attribute::Sign(true)])
        .unwrap();
    let context = SignAdditionalContext::new(HedgeType::Preferred, Some(b"context"));
    let mechanism = Mechanism::MlDsa(context);
    let signature = session.sign(&mechanism, private, b"message").unwrap();
    session.verify_signature_init(&mechanism, public, &signature).unwrap();
    session.verify_signature(b"message").unwrap();
    session.verify_signature_init(&mechanism, public, &signature).unwrap();
    for part in [b"mes", b"sag", b"e!?"] {
        session.verify_signature_update(part).unwrap();
    }
    session.verify_signature_final().unwrap_err();
    session.verify_signature_init(&mechanism, public, &signature).unwrap();
    for part in [&b"mes"[..], b"sage", b""] {
        session.verify_signature_update(part).unwrap();
    }
    session.verify_signature_final().unwrap();
    session.verify_signature(b"message").unwrap_err();
    session.verify_signature_init(&mechanism, public, &signature[1..]).unwrap();
    session.verify_signature(b"message").unwrap_err();
}
