//! Row 13: blocks of a wrapped key put in another order: modes that do not notice do not wrap.

use strongroom_tests::prelude::*;

/// What wraps keys in a strict token: each notices what is not as it was.
const NOTICE: [u64; 12] = [
    CKM_AES_GCM,
    CKM_AES_CCM,
    CKM_AES_KEY_WRAP,
    CKM_AES_KEY_WRAP_KWP,
    CKM_AES_KEY_WRAP_PAD,
    CKM_AES_KEY_WRAP_PKCS7,
    CKM_CHACHA20_POLY1305,
    CKM_RSA_PKCS_OAEP,
    CKM_RSA_AES_KEY_WRAP,
    CKM_ECDH_AES_KEY_WRAP,
    CKM_ECDH_X_AES_KEY_WRAP,
    CKM_ECDH_COF_AES_KEY_WRAP,
];

pub fn attack() {
    let hsm = Hsm::strict();
    let s = hsm.user();
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    let key = s.aes(32, &template![CKA_EXTRACTABLE => true]).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    for mechanism in [
        Mech::new(CKM_AES_ECB),
        Mech::bytes(CKM_AES_CBC, &[1; 16]),
        Mech::bytes(CKM_AES_CBC_PAD, &[1; 16]),
        Mech::ctr(32, &[1; 16]),
    ] {
        s.wrap(&mechanism, over, key).fails(CKR_MECHANISM_INVALID);
        s.unwrap(&mechanism, over, &[7; 32], &aes).fails(CKR_MECHANISM_INVALID);
    }
    for mechanism in hsm.mechanisms() {
        let wraps = hsm.does(mechanism, CKF_WRAP | CKF_UNWRAP);
        assert_eq!(wraps, NOTICE.contains(&mechanism), "mechanism 0x{mechanism:x}");
    }
    // With a vector that the caller chooses, GCM and CCM show the difference of two wrapped keys, and one
    // of them may be his.
    s.wrap(&Mech::gcm(&[5; 12], b"", 128), over, key).fails(CKR_MECHANISM_PARAM_INVALID);
    s.wrap(&Mech::ccm(32, &[5; 12], b"", 16), over, key).fails(CKR_MECHANISM_PARAM_INVALID);
    let chacha = s
        .generate(
            &Mech::new(CKM_CHACHA20_KEY_GEN),
            &template![CKA_WRAP => true, CKA_UNWRAP => true],
        )
        .must();
    s.wrap(&Mech::chacha20_poly1305(&[5; 12], b""), chacha, key).fails(CKR_MECHANISM_PARAM_INVALID);
    for mechanism in [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_KWP] {
        let wrapped = s.wrap(&Mech::new(mechanism), over, key).must();
        s.unwrap(&Mech::new(mechanism), over, &wrapped, &aes).must();
    }
}
