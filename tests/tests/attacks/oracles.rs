//! Asking a token about changed data until its answers give the plain text away (rows 21 to 25). Each has
//! one answer for everything that can be wrong.

use strongroom_tests::keys::secret;
use strongroom_tests::prelude::*;

/// Row 21: bad padding is not told from good; what comes out is not the message, and the same each time.
pub fn padding_of_pkcs1() {
    let s = Hsm::start().user();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let mechanism = Mech::new(CKM_RSA_PKCS);
    let message = b"forty-two bytes of which nobody may learn.";
    let sealed = s.encrypt(&mechanism, public, message).must();
    assert_eq!(s.decrypt(&mechanism, private, &sealed).must(), message);
    let mut answers = Vec::new();
    for place in (1..256).step_by(5) {
        let mut wrong = sealed.clone();
        wrong[place] ^= 0x40;
        let first = s.decrypt(&mechanism, private, &wrong).must();
        assert_ne!(first, message);
        assert_eq!(s.decrypt(&mechanism, private, &wrong).must(), first);
        answers.push(first);
    }
    answers.sort();
    answers.dedup();
    assert!(answers.len() > 40, "the answers are not pseudo-random: {}", answers.len());
    // Raw encryptions of blocks with every kind of wrong beginning.
    for beginning in [[0, 0], [0, 1], [1, 2], [2, 2]] {
        let block = [&beginning[..], &[7; 254]].concat();
        let sealed = s.encrypt(&Mech::new(CKM_RSA_X_509), public, &block).must();
        s.decrypt(&mechanism, private, &sealed).must();
    }
}

/// Row 22
pub fn padding_of_oaep() {
    let s = Hsm::start().user();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let mechanism = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"label");
    let sealed = s.encrypt(&mechanism, public, b"message").must();
    assert_eq!(s.decrypt(&mechanism, private, &sealed).must(), b"message");
    let template = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET];
    let mut report = Report::new();
    let mut wrong = |what: &str, sealed: &[u8]| {
        let code = s.decrypt(&mechanism, private, sealed).code();
        report.answers(what, code, &[CKR_ENCRYPTED_DATA_INVALID]);
        let code = s.unwrap(&mechanism, private, sealed, &template).code();
        report.answers(what, code, &[CKR_WRAPPED_KEY_INVALID]);
    };
    for place in 1..256 {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        wrong("a changed byte", &changed);
    }
    // Whether the first byte of the block is zero is what Manger asked.
    for first in [0, 1, 2, 0x7f] {
        let block = [&[first][..], &[9; 255]].concat();
        let raw = s.encrypt(&Mech::new(CKM_RSA_X_509), public, &block).must();
        wrong("a block without padding", &raw);
    }
    let other = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"another label");
    wrong("another label", &s.encrypt(&other, public, b"message").must());
    report.finish("OAEP");
}

/// Row 23
pub fn padding_of_blocks() {
    let s = Hsm::start().user();
    let aes = s.import_aes(&[3; 32], &Template::new()).must();
    let des3 = s.generate(&Mech::new(CKM_DES3_KEY_GEN), &Template::new()).must();
    let mut report = Report::new();
    for (mechanism, raw, key, block) in [
        (Mech::bytes(CKM_AES_CBC_PAD, &[1; 16]), Mech::bytes(CKM_AES_CBC, &[1; 16]), aes, 16),
        (Mech::bytes(CKM_DES3_CBC_PAD, &[1; 8]), Mech::bytes(CKM_DES3_CBC, &[1; 8]), des3, 8_usize),
    ] {
        for last in 0..=255_u8 {
            // A last block whose padding says `last`, and is otherwise wrong wherever it can be.
            let mut plain = vec![0xaa; 2 * block];
            plain[2 * block - 1] = last;
            let sealed = s.encrypt(&raw, key, &plain).must();
            let code = s.decrypt(&mechanism, key, &sealed).code();
            let wanted = if last == 1 { CKR_OK } else { CKR_ENCRYPTED_DATA_INVALID };
            report.answers(format!("{block}: a last byte {last}"), code, &[wanted]);
        }
    }
    report.finish("CBC_PAD");
}

/// Row 24: nothing comes out before the tag has been compared.
pub fn plain_text_before_its_tag() {
    let s = Hsm::start().user();
    let key = s.import_aes(&[3; 32], &Template::new()).must();
    let text = [0x41; 100];
    let gcm = Mech::gcm(&[5; 12], b"aad", 128);
    let ccm = |len| Mech::ccm(len, &[5; 12], b"aad", 16);
    for (sealing, opening) in [(&gcm, &gcm), (&ccm(100), &ccm(100))] {
        let mut sealed = s.encrypt(sealing, key, &text).must();
        s.init(Kind::Decrypt, opening, key).ok();
        for part in sealed.chunks(7) {
            assert_eq!(s.update(Kind::Decrypt, part).must(), []);
        }
        assert_eq!(s.finish(Kind::Decrypt).must(), text);
        for place in [0, 50, 99, 100, 115] {
            sealed[place] ^= 1;
            s.decrypt(opening, key, &sealed).fails(CKR_ENCRYPTED_DATA_INVALID);
            s.init(Kind::Decrypt, opening, key).ok();
            for part in sealed.chunks(33) {
                assert_eq!(s.update(Kind::Decrypt, part).must(), []);
            }
            let (rv, _, buffer) = s.final_into("C_DecryptFinal", 100);
            rv.is(CKR_ENCRYPTED_DATA_INVALID);
            assert!(!buffer.bytes(100).windows(8).any(|window| window == [0x41; 8]));
            sealed[place] ^= 1;
        }
    }
}

/// Row 25: in this profile tags are as short as SP 800-38D lets them be, and no shorter.
pub fn short_tags_and_empty_vectors() {
    let s = Hsm::start().user();
    let key = s.create(&secret(CKK_AES, &[3; 16])).must();
    let init = |mechanism: &Mech| s.init(Kind::Encrypt, mechanism, key);
    for bits in [0, 1, 8, 24, 31, 33, 100, 129, 136, u64::MAX] {
        init(&Mech::gcm(&[5; 12], b"", bits)).is(CKR_MECHANISM_PARAM_INVALID);
    }
    init(&Mech::gcm(b"", b"", 128)).is(CKR_MECHANISM_PARAM_INVALID);
    for bits in [32, 64, 96, 104, 112, 120, 128] {
        let sealed = s.encrypt(&Mech::gcm(&[5], b"", bits), key, b"text").must();
        assert_eq!(sealed.len() as u64, 4 + bits / 8);
    }
}
