//! Row 28: signatures that give the key away: each is right, and no nonce comes twice.

use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let pss = Mech::pss(CKM_SHA256_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, 32);
    for round in 0..30_u8 {
        let signature = s.sign(&pss, private, &[round]).must();
        s.verify(&pss, public, &[round], &signature).ok();
    }
    let (public, private) = s.pair(P256, &Template::new(), &Template::new()).must();
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    let mut halves = std::collections::BTreeSet::new();
    for _ in 0..1000 {
        let signature = s.sign(&ecdsa, private, b"one").must();
        s.verify(&ecdsa, public, b"one", &signature).ok();
        assert!(halves.insert(signature[..32].to_vec()));
    }
}
