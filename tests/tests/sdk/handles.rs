//! What the bindings hold: streams of any kind, searches, relations, and what is said by name.

use crate::place::{hsm, of, rv, spec, user};
use strongroom::*;
use strongroom_tests::{SO_PIN, USER_PIN};

/// A stream answers for its kind, and what has ended stays so.
pub fn streams_of_any_kind() {
    let session = user();
    let pair = session.generate_pair(&spec("ec:p256")).expect("a pair");
    let ecdsa = Mechanism::ecdsa(Hash::Sha256);
    let signer = pair.private.stream(Operation::Sign, &ecdsa).expect("a stream");
    assert_eq!(signer.update(b"da").expect("taken"), b"");
    signer.update(b"ta").expect("taken");
    let signature = signer.finish().expect("a signature");
    assert_eq!(rv(signer.finish()), "STRONGROOM_CLOSED");
    assert_eq!(rv(signer.update(b"more")), "STRONGROOM_CLOSED");
    assert!(pair.public.verifies(&ecdsa, b"data", &signature).expect("an answer"));
    assert!(!pair.public.verifies(&ecdsa, b"other", &signature).expect("an answer"));
    for (data, good) in [(&b"data"[..], true), (b"other", false)] {
        let verifier = pair.public.stream(Operation::Verify, &ecdsa).expect("a stream");
        verifier.update(data).expect("taken");
        assert_eq!(verifier.verify(&signature).expect("an answer"), good);
    }
    let verifier = pair.public.stream(Operation::Verify, &ecdsa).expect("a stream");
    assert_eq!(rv(verifier.finish()), "CKR_OPERATION_NOT_INITIALIZED");
    let aes = session.generate_secret(&spec("aes:128").sensitive(false)).expect("a key");
    let ctr = Mechanism::aes_ctr(&[0; 16]);
    let encryptor = aes.stream(Operation::Encrypt, &ctr).expect("a stream");
    assert_eq!(rv(encryptor.update_key(&aes)), "CKR_OPERATION_NOT_INITIALIZED");
    let mut out = encryptor.update(b"plaintext").expect("taken");
    out.extend(encryptor.finish().expect("the end"));
    let decryptor = aes.stream(Operation::Decrypt, &ctr).expect("a stream");
    let mut back = decryptor.update(&out).expect("taken");
    back.extend(decryptor.finish().expect("the end"));
    assert_eq!(back, b"plaintext");
    let digest = session.stream(&Mechanism::digest(Hash::Sha256)).expect("a stream");
    digest.update_key(&aes).expect("taken");
    digest.cancel();
    digest.cancel();
    assert_eq!(rv(digest.finish()), "STRONGROOM_CLOSED");
}

/// A search gives as many as are wanted, and none when it has ended.
pub fn searches() {
    let session = user();
    for _ in 0..5 {
        session.generate_secret(&spec("aes:128").label("one of five")).expect("a key");
    }
    let search = session.search(&Query::new().label("one of five")).expect("a search");
    let counts = [2, 2, 2, 2].map(|most| search.next(most).expect("found").len());
    assert_eq!(counts, [2, 2, 1, 0]);
    let search = session.search(&Query::new().label("one of five")).expect("a search");
    search.close();
    assert!(search.next(9).expect("nothing").is_empty());
}

/// Keys and certificates find one another by the name of what they want.
pub fn relations() {
    let session = user();
    let file = Secret::from(include_bytes!("certificate.key").as_slice());
    let made = session.import_file(&file, &spec("rsa").label("pair").id([7])).expect("a pair");
    let [private, public] = made.objects().try_into().expect("two");
    let certificate = include_bytes!("certificate.pem");
    let named = CertificateSpec::new().with("label", Field::Text("named".into())).expect("said");
    let certificate = session.import_certificate(certificate, &named).expect("a certificate");
    let related = |object: &Object, relation: &str| {
        object.related(relation.parse().expect("a relation")).map(|found| found.map(|o| o.handle()))
    };
    assert_eq!(related(&private, "public").expect("found"), Some(public.handle()));
    assert_eq!(related(&private, "certificate").expect("found"), Some(certificate.handle()));
    assert_eq!(related(&public, "private").expect("found"), Some(private.handle()));
    assert_eq!(related(&certificate, "private").expect("found"), Some(private.handle()));
    assert_eq!(rv(related(&public, "certificate")), "CKR_OBJECT_HANDLE_INVALID");
}

/// What is agreed on is gone when the key has been made from it, also where that failed.
pub fn agreement_in_two_steps() {
    let session = user();
    for kind in ["ec:p521", "x25519"] {
        let [one, other] = [(); 2].map(|()| session.generate_pair(&spec(kind)).expect("a pair"));
        let point = |pair: &KeyPair| pair.public.bytes(ck::CKA_EC_POINT).expect("a point");
        let hkdf = Mechanism::hkdf(Hash::Sha256, b"info");
        let before = session.find(&Query::new()).expect("a search").count();
        let both = [(&one, &other), (&other, &one)].map(|(own, peer)| {
            let ecdh = Mechanism::ecdh(&point(peer));
            own.private.agree(&ecdh, &hkdf, &spec("aes:256")).expect("a key")
        });
        let [sealed, opener] = both;
        let sealed = sealed.seal(b"data", b"").expect("sealed");
        assert_eq!(opener.unseal(&sealed, b"").expect("opened"), b"data");
        let wrong = Mechanism::hmac(Hash::Sha256);
        let ecdh = Mechanism::ecdh(&point(&other));
        one.private.agree(&ecdh, &wrong, &spec("aes:256")).expect_err("it derives nothing");
        let after = session.find(&Query::new()).expect("a search").count();
        assert_eq!(after, before + 2, "{kind}");
    }
}

/// A secret key whose value is given, and a key that is none.
pub fn values() {
    let session = user();
    let value = Secret::from([7; 32].as_slice());
    let said = spec("hmac-sha256").with("label", Field::Text("given".into())).expect("said");
    let key = session.import_secret(&value, &said).expect("a key");
    assert_eq!(key.kind().expect("a kind").expect("a name").to_string(), "hmac-sha256:32");
    let usual = key.signing(&Signing::default()).expect("a mechanism");
    assert_eq!(usual, Mechanism::hmac(Hash::Sha256));
    assert_eq!(rv(session.import_secret(&value, &spec("ec:p256"))), "CKR_ARGUMENTS_BAD");
}

/// Sessions and objects by their URIs, with the PIN that they say.
pub fn by_uri() {
    let hsm = hsm();
    let key = of(&hsm, 1).generate_secret(&spec("aes:256").label("a key").persist(true));
    let key = key.expect("a key");
    let label = hsm.slot(1).expect("a slot").token().expect("a token").label;
    let uri = |rest: &str| Pkcs11Uri::parse(&format!("pkcs11:token={label}{rest}")).expect("a URI");
    let nobody = hsm.session_of(&uri(""), None).expect("a session");
    assert_eq!(nobody.user(), None);
    let wrong = Secret::from(SO_PIN.as_bytes());
    let whole = uri(&format!(";object=a%20key;type=secret-key?pin-value={USER_PIN}"));
    let found: SecretKey = hsm.object_of(&whole, None).expect("the key");
    assert_eq!(found.handle(), key.handle());
    assert_eq!(rv(hsm.session_of(&whole, Some(&wrong))), "CKR_PIN_INCORRECT");
}
