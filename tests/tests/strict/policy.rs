//! What a token's policy is made of, and who sets it when.

use strongroom_tests::prelude::*;

/// Lists and sizes hold for whoever uses the token, from the next call on.
pub fn what_the_officer_sets() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(32, &Template::new()).must();
    let cbc = Mech::bytes(CKM_AES_CBC, &[1; 16]);
    s.encrypt(&cbc, key, &[1; 16]).must();
    assert!(hsm.policy(&[
        "--only",
        "aes-key-gen,aes-gcm,rsa-pkcs-key-pair-gen",
        "--min-size",
        "aes=256,rsa=3072"
    ]));
    s.encrypt(&cbc, key, &[1; 16]).fails(CKR_MECHANISM_INVALID);
    s.encrypt(&Mech::gcm(&[1; 12], b"", 128), key, b"data").must();
    let mut listed = hsm.mechanisms();
    listed.sort_unstable();
    assert_eq!(listed, [CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_AES_KEY_GEN, CKM_AES_GCM]);
    assert!(hsm.mechanism(CKM_AES_CBC).is_err());
    s.aes(16, &Template::new()).fails(CKR_KEY_SIZE_RANGE);
    s.rsa(2048, &Template::new(), &Template::new()).fails(CKR_KEY_SIZE_RANGE);
    s.rsa(3072, &Template::new(), &Template::new()).must();
    assert!(hsm.policy(&["--only", "any", "--min-size", "aes=0"]));
    s.encrypt(&cbc, key, &[1; 16]).must();
    s.aes(16, &Template::new()).must();
    // A mechanism that there is not, a profile that there is not.
    assert!(!hsm.policy(&["--only", "cms-sig"]));
    assert!(!hsm.policy(&["--only", "nonsense"]));
    assert!(!hsm.policy(&["--profile", "lax"]));
    assert!(!hsm.policy(&["--min-size", "rsa"]));
}

/// A profile is that of all the token's objects, or it is none.
pub fn profiles_of_tokens_with_objects() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(32, &template![CKA_TOKEN => true]).must();
    assert!(!hsm.policy(&["--profile", "strict"]));
    s.destroy(key).ok();
    assert!(hsm.policy(&["--profile", "strict"]));
    let s = hsm.user();
    let key = s.aes(32, &template![CKA_TOKEN => true]).must();
    assert!(!hsm.policy(&["--profile", "standard"]));
    s.destroy(key).ok();
    assert!(hsm.policy(&["--profile", "standard"]));
}

/// What was made in sessions under one profile is not there under the other.
pub fn sessions_end_with_the_profile() {
    let hsm = Hsm::start();
    let s = hsm.user();
    s.aes(32, &template![CKA_WRAP => true, CKA_DECRYPT => true]).must();
    assert!(hsm.policy(&["--profile", "strict"]));
    s.find(&Template::new()).fails(CKR_SESSION_HANDLE_INVALID);
    let s = hsm.user();
    assert!(s.find(&Template::new()).must().is_empty());
    s.aes(32, &template![CKA_WRAP => true, CKA_DECRYPT => true]).fails(CKR_TEMPLATE_INCONSISTENT);
}
