//! Data in parts.

use crate::place::{rv, spec, user};
use strongroom::*;

const DATA: &[u8] = &[0x5a; 100];

/// However the data is cut, what comes of it is the same.
pub fn cut_everywhere() {
    let session = user();
    let aes = session.generate_secret(&spec("aes:256")).expect("a key");
    let mac = session.generate_secret(&spec("hmac-sha256")).expect("a key");
    let pair = session.generate_pair(&spec("ec:p256")).expect("a pair");
    let (cbc, hmac) = (Mechanism::aes_cbc_pad(&[1; 16]), Mechanism::hmac(Hash::Sha256));
    let gcm = Mechanism::aes_gcm(&[2; 12]).aad(b"header");
    let ecdsa = Mechanism::ecdsa(Hash::Sha256);
    let whole = [&cbc, &gcm].map(|m| aes.encrypt(m, DATA).expect("encrypted"));
    let (tag, digest) = (mac.sign(&hmac, DATA), session.digest(Hash::Sha384, DATA));
    let (tag, digest) = (tag.expect("a MAC"), digest.expect("a digest"));
    for at in (0..=DATA.len()).step_by(7) {
        let (one, other) = DATA.split_at(at);
        for (mechanism, wanted) in [&cbc, &gcm].into_iter().zip(&whole) {
            let mut encryptor = aes.encryptor(mechanism).expect("a stream");
            let mut out = encryptor.update(one).expect("taken");
            out.extend(encryptor.update(other).expect("taken"));
            out.extend(encryptor.finish().expect("the end"));
            assert_eq!(&out, wanted, "cut at {at}");
            let (one, other) = wanted.split_at(at);
            let mut decryptor = aes.decryptor(mechanism).expect("a stream");
            let mut out = decryptor.update(one).expect("taken");
            out.extend(decryptor.update(other).expect("taken"));
            out.extend(decryptor.finish().expect("the end"));
            assert_eq!(out, DATA, "cut at {at}");
        }
        let mut signer = mac.signer(&hmac).expect("a stream");
        let mut digester = session.digester(Hash::Sha384).expect("a stream");
        let mut signer_of_pair = pair.private.signer(&ecdsa).expect("a stream");
        for part in [one, other] {
            signer.update(part).expect("taken");
            digester.update(part).expect("taken");
            signer_of_pair.update(part).expect("taken");
        }
        assert_eq!(signer.finish().expect("a MAC"), tag);
        assert_eq!(digester.finish().expect("a digest"), digest);
        let signature = signer_of_pair.finish().expect("a signature");
        pair.public.verify(&ecdsa, DATA, &signature).expect("good");
        let mut verifier = pair.public.verifier(&ecdsa).expect("a stream");
        verifier.update(one).expect("taken");
        verifier.update(other).expect("taken");
        verifier.finish(&signature).expect("good");
        let mut verifier = mac.verifier(&hmac).expect("a stream");
        verifier.update(one).expect("taken");
        assert_eq!(rv(verifier.finish(&[0; 32])), "CKR_SIGNATURE_INVALID");
    }
}

/// What takes its data in one part only says so when a stream is to begin; EdDSA takes parts.
pub fn in_one_part_only() {
    let session = user();
    let (ec, rsa) = (spec("ec:p256"), spec("rsa:2048"));
    let [ec, rsa] = [ec, rsa].map(|spec| session.generate_pair(&spec).expect("a pair"));
    let refused = |answer: Result<()>, name: &str| {
        let error = answer.expect_err(name);
        assert_eq!(error.name(), "CKR_MECHANISM_INVALID", "{error}");
        assert!(error.why().contains(name) && error.why().contains("one part"), "{error}");
    };
    refused(ec.private.signer(&Mechanism::ecdsa_digest()).map(drop), "CKM_ECDSA");
    refused(ec.public.verifier(&Mechanism::ecdsa_digest()).map(drop), "CKM_ECDSA");
    let oaep = Mechanism::rsa_oaep(Hash::Sha256);
    refused(rsa.public.encryptor(&oaep).map(drop), "CKM_RSA_PKCS_OAEP");
    refused(rsa.private.decryptor(&oaep).map(drop), "CKM_RSA_PKCS_OAEP");
    for (kind, mechanism) in [
        ("ed25519", Mechanism::eddsa()),
        ("ed25519", Mechanism::eddsa_with(b"context", true)),
        ("ed448", Mechanism::eddsa_with(b"context", false)),
    ] {
        let pair = session.generate_pair(&spec(kind)).expect("a pair");
        let mut signer = pair.private.signer(&mechanism).expect("a stream");
        let mut verifier = pair.public.verifier(&mechanism).expect("a stream");
        for part in DATA.chunks(7) {
            signer.update(part).expect("taken");
            verifier.update(part).expect("taken");
        }
        let signature = signer.finish().expect("a signature");
        pair.public.verify(&mechanism, DATA, &signature).expect("good in one part");
        verifier.finish(&signature).expect("good in several");
    }
}

/// A stream that is dropped leaves its session of use to others, and so does one that failed.
pub fn left_alone() {
    let session = user();
    let aes = session.generate_secret(&spec("aes:256")).expect("a key");
    let cbc = Mechanism::aes_cbc(&[0; 16]);
    for _ in 0..200 {
        let mut encryptor = aes.encryptor(&cbc).expect("a stream");
        encryptor.update(b"part").expect("taken");
        drop(encryptor);
        let mut encryptor = aes.encryptor(&cbc).expect("a stream");
        encryptor.update(b"not a whole block").expect("taken");
        assert_eq!(rv(encryptor.finish()), "CKR_DATA_LEN_RANGE");
        let mut found = session.find(&Query::new()).expect("a search");
        assert!(found.next().is_some());
    }
    assert_eq!(aes.encrypt(&cbc, &[0; 16]).expect("encrypted").len(), 16);
}

/// What was altered gives nothing at all.
pub fn of_a_decryption_nothing_comes_out_early() {
    let session = user();
    let aes = session.generate_secret(&spec("aes:256")).expect("a key");
    let gcm = Mechanism::aes_gcm(&[2; 12]);
    let mut sealed = aes.encrypt(&gcm, &[7; 10_000]).expect("encrypted");
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    let mut decryptor = aes.decryptor(&gcm).expect("a stream");
    for part in sealed.chunks(1000) {
        assert!(decryptor.update(part).expect("taken").is_empty());
    }
    assert_eq!(rv(decryptor.finish()), "CKR_ENCRYPTED_DATA_INVALID");
}
