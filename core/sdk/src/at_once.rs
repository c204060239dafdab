//! Whether a call may be made on a thread that must never be held up: of an event loop, or one of the few on which
//! a language runs all its tasks. To hand a call to other threads ([`exec`](crate::exec)) and to come back costs two
//! threads that are woken, which takes longer than many a signature; and what only computes, for no longer than that,
//! holds nobody up.

use crate::handle::Operation;
use crate::mechanism::Mechanism;
use crate::session::Session;
use strongroom_base::OpKind;

impl Session {
    /// Whether an operation in one part, with a key (its handle; 0 for a digest) and so many bytes of input, may be
    /// done at once: the instance is an embedded one; mechanism, key and data are such that it takes some 100 µs at
    /// most; the key is in memory and wants no PIN of its own; a session of the token is free; and uses of keys are not
    /// recorded. `false` for whatever is not known. It is a forecast: nothing is held, so another thread may come
    /// first, and then the call opens another session of the token, or reads the key again.
    ///
    /// Who makes such calls in a row gives others their turn now and then.
    pub fn at_once(
        &self,
        operation: Operation,
        mechanism: &Mechanism,
        key: u64,
        len: usize,
    ) -> bool {
        let kind = match operation {
            Operation::Encrypt => OpKind::Encrypt,
            Operation::Decrypt => OpKind::Decrypt,
            Operation::Sign => OpKind::Sign,
            Operation::Verify => OpKind::Verify,
            Operation::Digest => OpKind::Digest,
        };
        let (Ok(base), Some(pool)) = (mechanism.base(), self.0.present()) else { return false };
        pool.is_ready(|application, session| application.is_short(session, kind, base, key, len))
    }
}

#[cfg(test)]
mod tests {
    use super::Operation::{Decrypt, Digest, Encrypt, Sign, Verify};
    use crate::instance::{self, NewInstance};
    use crate::{Hash, Hsm, KeySpec, Mechanism, Object, Signing};

    const SHORT: usize = 16 << 10;

    #[test]
    fn what_is_short_is_done_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("hsm");
        instance::create(&dir, &NewInstance { slots: 1, ..Default::default() }, |_| {}).unwrap();
        let hsm = Hsm::open(&crate::of_directory(&dir)).unwrap();
        let session = hsm.slot(0).unwrap().login("98765432").unwrap();
        let digest = |len| session.at_once(Digest, &Mechanism::digest(Hash::Sha256), 0, len);
        // No session is free before there was a call.
        assert!(!digest(0));
        session.random(&mut [0]).unwrap();
        assert!(digest(SHORT) && !digest(SHORT + 1));

        let spec = |kind: &str| KeySpec::named(kind).unwrap();
        for (kind, signs, verifies) in [
            ("ec:p256", true, true),
            ("ec:p384", true, false),
            ("ec:p521", false, false),
            ("ec:secp256k1", false, false),
            ("ed25519", true, true),
            ("ed448", false, false),
            ("rsa:2048", false, true),
            ("ml-dsa:44", false, true),
        ] {
            let pair = session.generate_pair(&spec(kind).persist(kind == "ec:p256")).unwrap();
            let mechanism = pair.private.signing(&Signing::default()).unwrap();
            let may =
                |key: &Object, operation| session.at_once(operation, &mechanism, key.handle(), 32);
            // A key that nobody has used is not in memory as it is needed.
            assert!(!may(&pair.private, Sign) || kind.starts_with("ec"), "{kind}");
            let signature = pair.private.sign(&mechanism, &[7; 32]).unwrap();
            pair.public.verify(&mechanism, &[7; 32], &signature).unwrap();
            assert_eq!(may(&pair.private, Sign), signs, "{kind}");
            assert_eq!(may(&pair.public, Verify), verifies, "{kind}");
        }

        let aes = session.generate_secret(&spec("aes:256")).unwrap();
        let gcm = Mechanism::aes_gcm(&[7; 12]);
        aes.encrypt(&gcm, b"").unwrap();
        assert!(session.at_once(Encrypt, &gcm, aes.handle(), SHORT));
        assert!(session.at_once(Decrypt, &gcm, aes.handle(), SHORT));
        assert!(!session.at_once(Encrypt, &Mechanism::aes_kwp(), aes.handle(), 32));
        assert!(!session.at_once(Encrypt, &gcm.aad(&[0; SHORT]), aes.handle(), 1));
        // Nor while its session is somebody's.
        let stream = session.digester(Hash::Sha256).unwrap();
        assert!(!digest(0));
        drop(stream);
        assert!(digest(0));
        // What is recorded is written.
        let engine = strongroom_engine::Engine::open(&dir).unwrap();
        engine.audit().set_key_use(true).unwrap();
        engine.keystore().touch();
        session.random(&mut [0]).unwrap();
        assert!(!digest(0));
        session.close();
        assert!(!digest(0));
    }

    #[test]
    fn a_key_that_wants_a_pin_waits() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("hsm");
        instance::create(&dir, &NewInstance { slots: 1, ..Default::default() }, |_| {}).unwrap();
        let hsm = Hsm::open(&crate::of_directory(&dir)).unwrap();
        let session = hsm.slot(0).unwrap().login("98765432").unwrap();
        session.on_context_pin(|| Ok(crate::Secret::from(b"98765432".as_slice())));
        let spec = KeySpec::named("ec:p256").unwrap().always_authenticate(true);
        let key = session.generate_pair(&spec).unwrap().private;
        let mechanism = Mechanism::ecdsa(Hash::Sha256);
        key.sign(&mechanism, b"data").unwrap();
        assert!(!session.at_once(Sign, &mechanism, key.handle(), 4));
    }
}
