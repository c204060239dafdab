//! Derivations of keys: SP 800-108 with a counter (KBKDFVS), HKDF, PBKDF2.

use crate::counts::Counts;
use crate::file::{Answer, answers};
use strongroom_base::ck;
use strongroom_tests::keys::{derived, open, secret};
use strongroom_tests::prelude::*;

/// The value of a key that is derived from another.
fn derive(s: Session, with: &Mech, (kind, base): (u64, &[u8]), len: usize) -> Result<Vec<u8>, Rv> {
    s.holding(&secret(kind, base).and(&open()), |base| {
        let key = s.derive(with, base, &derived(len))?;
        let value = s.get(key, CKA_VALUE)?;
        s.destroy(key).with(value)
    })
}

/// `CK_SP800_108_KDF_PARAMS`: the counter where the answer has it among the data.
fn counter_mode(prf: u64, answer: &Answer) -> Mech {
    let bits: u64 = answer.text("rlen").trim_end_matches("_BITS").parse().expect("a width");
    let counter: Vec<u8> = [0, bits].iter().flat_map(|word| word.to_ne_bytes()).collect();
    let field = |fields: Mech, kind: u64, value: &[u8]| {
        fields.word(kind).pointer(value).word(value.len() as u64)
    };
    let (iterated, data) = (ck::CK_SP800_108_ITERATION_VARIABLE, ck::CK_SP800_108_BYTE_ARRAY);
    let (empty, bytes) = (Mech::new(0), |name| answer.bytes(name));
    let (fields, count) = match answer.text("ctrlocation") {
        "BEFORE_FIXED" => {
            let fields = field(empty, iterated, &counter);
            (field(fields, data, &bytes("fixedinputdata")), 2)
        }
        "AFTER_FIXED" => {
            let fields = field(empty, data, &bytes("fixedinputdata"));
            (field(fields, iterated, &counter), 2)
        }
        _ => {
            let fields = field(empty, data, &bytes("databeforectrdata"));
            let fields = field(fields, iterated, &counter);
            (field(fields, data, &bytes("dataafterctrdata")), 3)
        }
    };
    Mech::new(CKM_SP800_108_COUNTER_KDF).word(prf).word(count).nested(fields).word(0).word(0)
}

pub fn kbkdf() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for answer in answers("KDF/nist-800-108-KBKDF-CTR.txt", "ko") {
        let (prf, kind) = match answer.text("prf") {
            "CMAC_AES128" | "CMAC_AES192" | "CMAC_AES256" => (CKM_AES_CMAC, CKK_AES),
            "CMAC_TDES2" => (CKM_DES3_CMAC, CKK_DES2),
            "CMAC_TDES3" => (CKM_DES3_CMAC, CKK_DES3),
            "HMAC_SHA1" => (CKM_SHA_1_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA224" => (CKM_SHA224_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA256" => (CKM_SHA256_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA384" => (CKM_SHA384_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA512" => (CKM_SHA512_HMAC, CKK_GENERIC_SECRET),
            other => panic!("{}: {other}", answer.place),
        };
        let (with, base) = (counter_mode(prf, &answer), answer.bytes("ki"));
        let made = derive(s, &with, (kind, &base), answer.number("l") / 8);
        counts.gives(with.number, &answer.place, made, &answer.bytes("ko"));
    }
    counts.finish(4500);
}

pub fn hkdf() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in ["rfc-5869-HKDF-SHA1", "rfc-5869-HKDF-SHA256", "hkdf-generated"] {
        for answer in answers(&format!("KDF/{file}.txt"), "okm") {
            let hash = match answer.text("hash") {
                "SHA-1" => CKM_SHA_1,
                "SHA-256" => CKM_SHA256,
                other => panic!("{}: {other}", answer.place),
            };
            let with = Mech::hkdf(hash, &answer.bytes("salt"), &answer.bytes("info"));
            let base = answer.bytes("ikm");
            let made = derive(s, &with, (CKK_HKDF, &base), answer.number("l"));
            counts.gives(with.number, &answer.place, made, &answer.bytes("okm"));
        }
    }
    counts.finish(8);
}

pub fn pbkdf2() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for answer in answers("KDF/rfc-6070-PBKDF2-SHA1.txt", "derived_key") {
        let text = |name| answer.text(name).replace("\\0", "\0").into_bytes();
        let iterations = answer.number("iterations") as u64;
        if iterations > 1_000_000 {
            continue; // a minute for one answer
        }
        let prf = CKP_PKCS5_PBKD2_HMAC_SHA1;
        let with = Mech::pbkdf2(prf, iterations, &text("salt"), &text("password"));
        let template = template![
            CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => answer.number("length") as u64
        ];
        let made = s.generate(&with, &template.and(&open())).and_then(|key| {
            let value = s.get(key, CKA_VALUE)?;
            s.destroy(key).with(value)
        });
        counts.gives(with.number, &answer.place, made, &answer.bytes("derived_key"));
    }
    counts.finish(5);
}
