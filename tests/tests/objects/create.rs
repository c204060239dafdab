//! `C_CreateObject`: what is made, what is refused, and by which return value.

use crate::samples::{self, data};
use strongroom_tests::ffi::place;
use strongroom_tests::keys::{P256, ec_public, octet_string, secret};
use strongroom_tests::prelude::*;

/// Every kind of object is made, has the defaults of its class, and a unique identifier of its own.
pub fn every_kind_with_its_defaults() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let mut identifiers = Vec::new();
    for sample in samples::all(s) {
        let object = match s.create(&sample.template) {
            Ok(object) => object,
            Err(rv) => {
                report.answers(sample.name, rv.code, &[CKR_OK]);
                continue;
            }
        };
        let defaults = [
            (CKA_TOKEN, false),
            (CKA_PRIVATE, sample.private),
            (CKA_MODIFIABLE, true),
            (CKA_COPYABLE, true),
            (CKA_DESTROYABLE, true),
        ];
        for (kind, want) in defaults {
            let what = format!("{}: 0x{kind:x} is {want} by default", sample.name);
            report.holds(what, s.flag(object, kind) == want);
        }
        report.holds(
            format!("{}: no label", sample.name),
            s.get(object, CKA_LABEL).must().is_empty() || sample.name == "data",
        );
        for (kind, value) in &sample.template.0 {
            let secret = [
                CKA_VALUE,
                CKA_PRIVATE_EXPONENT,
                CKA_PRIME_1,
                CKA_PRIME_2,
                CKA_EXPONENT_1,
                CKA_EXPONENT_2,
                CKA_COEFFICIENT,
            ];
            if !(sample.private && secret.contains(kind)) {
                let what = format!("{}: 0x{kind:x} is what was given", sample.name);
                report.holds(what, s.get(object, *kind).must() == *value);
            }
        }
        identifiers.push(s.get(object, CKA_UNIQUE_ID).must());
    }
    let made = identifiers.len();
    report.holds("identifiers are not empty", identifiers.iter().all(|id| !id.is_empty()));
    identifiers.sort();
    identifiers.dedup();
    report.holds("identifiers are unique", identifiers.len() == made);
    report.finish("kinds of objects");
}

/// Imported keys are not local, and were never kept inside.
pub fn imported_keys_say_so() {
    let s = Hsm::start().user();
    for sample in samples::all(s).iter().filter(|sample| sample.private) {
        let key = s.create(&sample.template).must();
        assert!(!s.flag(key, CKA_LOCAL), "{}", sample.name);
        assert!(!s.flag(key, CKA_ALWAYS_SENSITIVE), "{}", sample.name);
        assert!(!s.flag(key, CKA_NEVER_EXTRACTABLE), "{}", sample.name);
        assert_eq!(
            s.number(key, CKA_KEY_GEN_MECHANISM),
            CK_UNAVAILABLE_INFORMATION,
            "{}",
            sample.name
        );
    }
}

/// Each attribute that must be there is missed, and nothing is made.
pub fn missing_attributes() {
    let s = Hsm::start().user();
    let samples = samples::all(s);
    let before = s.find(&Template::new()).must();
    let mut report = Report::new();
    for sample in &samples {
        for kind in sample.needed {
            let rv = s.create(&sample.template.clone().without(*kind)).code();
            report.answers(
                format!("{} without 0x{kind:x}", sample.name),
                rv,
                &[CKR_TEMPLATE_INCOMPLETE],
            );
        }
    }
    report.answers("nothing", s.create(&Template::new()).code(), &[CKR_TEMPLATE_INCOMPLETE]);
    report.holds("nothing was made", s.find(&Template::new()).must() == before);
    report.finish("missing attributes");
}

/// Attributes that objects of the kind do not have, and types that nobody knows.
pub fn attributes_of_other_kinds() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for sample in samples::all(s) {
        let strange = [
            CKA_VENDOR_DEFINED | 0x0bad,
            0x7fff_fff0,
            if sample.name == "data" { CKA_MODULUS } else { CKA_APPLICATION },
            if sample.name.contains("RSA") { CKA_EC_PARAMS } else { CKA_PRIME_1 },
            if sample.private { CKA_VERIFY_RECOVER } else { CKA_SENSITIVE },
        ];
        for kind in strange {
            let template = sample.template.clone().with(kind, true);
            let rv = s.create(&template).code();
            report.answers(
                format!("{} with 0x{kind:x}", sample.name),
                rv,
                &[CKR_ATTRIBUTE_TYPE_INVALID],
            );
        }
    }
    report.finish("attributes of other kinds");
}

/// Values that do not have the form of their attribute, or name something that does not exist.
pub fn values_of_no_form() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let aes = || secret(CKK_AES, &[1; 16]);
    let point = octet_string(&[4; 65]);
    let wrong: [(&str, Template); 19] = [
        ("a class of four bytes", data("").with(CKA_CLASS, &[0; 4])),
        ("an empty class", data("").with(CKA_CLASS, "")),
        ("a class that does not exist", data("").with(CKA_CLASS, 0x7777_u64)),
        ("a vendor's class", data("").with(CKA_CLASS, CKO_VENDOR_DEFINED)),
        ("a key type that does not exist", aes().with(CKA_KEY_TYPE, 0x7777_u64)),
        ("a key type of one byte", aes().with(CKA_KEY_TYPE, &[0x1f])),
        ("a truth value of 2", data("").with(CKA_TOKEN, &[2])),
        ("a truth value of eight bytes", data("").with(CKA_PRIVATE, 0_u64)),
        ("an empty truth value", aes().with(CKA_SIGN, "")),
        ("a date of seven digits", aes().with(CKA_START_DATE, "2026010")),
        ("a date of letters", aes().with(CKA_END_DATE, "yyyymmdd")),
        ("an AES key of 15 bytes", secret(CKK_AES, &[1; 15])),
        ("an AES key of no bytes", secret(CKK_AES, &[])),
        ("a triple DES key of 16 bytes", secret(CKK_DES3, &[1; 16])),
        ("an empty generic secret", secret(CKK_GENERIC_SECRET, &[])),
        ("a point beside the curve", ec_public(CKK_EC, P256.oid, &[4; 65])),
        ("a point in two wrappings", ec_public(CKK_EC, P256.oid, &point)),
        ("mechanisms of five bytes", aes().with(CKA_ALLOWED_MECHANISMS, &[0; 5])),
        ("a template of 23 bytes", aes().with(CKA_WRAP_TEMPLATE, &[0; 23])),
    ];
    for (what, template) in &wrong {
        report.answers(what, s.create(template).code(), &[CKR_ATTRIBUTE_VALUE_INVALID]);
    }
    let curve = ec_public(CKK_EC, b"\x06\x03\x2a\x03\x04", &[4; 65]);
    report.answers("a curve unknown here", s.create(&curve).code(), &[CKR_CURVE_NOT_SUPPORTED]);
    report.finish("values of no form");
}

/// Attributes that contradict one another, or are given twice.
pub fn contradictions() {
    let s = Hsm::start().user();
    let mut twice = data("");
    twice.0.push((CKA_LABEL, b"second".to_vec()));
    s.create(&twice).fails(CKR_TEMPLATE_INCONSISTENT);
    let mut same_twice = data("same");
    same_twice.0.push((CKA_LABEL, b"same".to_vec()));
    let once = s.create(&same_twice).must();
    assert_eq!(s.get(once, CKA_LABEL).must(), b"same");
    let dates = template![CKA_START_DATE => "20270101", CKA_END_DATE => "20260101"];
    s.create(&secret(CKK_AES, &[1; 16]).and(&dates)).fails(CKR_TEMPLATE_INCONSISTENT);
    let (_, private) = s.pair(P256, &Template::new(), &strongroom_tests::keys::open()).must();
    let value = s.get(private, CKA_VALUE).must();
    let key = strongroom_tests::keys::ec_private(CKK_EC, P256.oid, &value);
    let public = template![CKA_ALWAYS_AUTHENTICATE => true, CKA_PRIVATE => false];
    s.create(&key.clone().and(&public)).fails(CKR_TEMPLATE_INCONSISTENT);
    s.create(&key.and(&template![CKA_ALWAYS_AUTHENTICATE => true])).must();
    for class in [CKO_PROFILE, CKO_MECHANISM] {
        s.create(&template![CKA_CLASS => class]).fails(CKR_TEMPLATE_INCONSISTENT);
    }
}

/// What only the token, or only the security officer, may say.
pub fn attributes_that_the_token_sets() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for sample in samples::all(s) {
        let mut kinds = vec![CKA_UNIQUE_ID];
        if sample.private {
            kinds.extend([CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE]);
        }
        if sample.is_key() {
            kinds.extend([CKA_LOCAL, CKA_KEY_GEN_MECHANISM]);
        }
        if sample.name == "RSA public key" {
            kinds.push(CKA_MODULUS_BITS);
        }
        if sample.name.contains("public")
            || sample.name == "AES key"
            || sample.name.contains("cert")
        {
            kinds.push(CKA_TRUSTED);
        }
        for kind in kinds {
            let template = match kind {
                CKA_KEY_GEN_MECHANISM | CKA_MODULUS_BITS => {
                    sample.template.clone().with(kind, 2048_u64)
                }
                CKA_UNIQUE_ID => sample.template.clone().with(kind, "mine"),
                _ => sample.template.clone().with(kind, true),
            };
            let rv = s.create(&template).code();
            report.answers(
                format!("{} with 0x{kind:x}", sample.name),
                rv,
                &[CKR_ATTRIBUTE_READ_ONLY],
            );
        }
    }
    report.finish("attributes that the token sets");
}

/// The length of a secret may be repeated where it is right.
pub fn a_repeated_length() {
    let s = Hsm::start().user();
    let key = secret(CKK_AES, &[1; 16]);
    s.create(&key.clone().with(CKA_VALUE_LEN, 16_u64)).must();
    s.create(&key.with(CKA_VALUE_LEN, 32_u64)).fails(CKR_ATTRIBUTE_READ_ONLY);
}

/// An officer's login makes certificates trusted, and no private objects.
pub fn the_officer_trusts() {
    let so = Hsm::start().so();
    let certificate = template![
        CKA_CLASS => CKO_CERTIFICATE, CKA_CERTIFICATE_TYPE => CKC_X_509, CKA_SUBJECT => b"\x30\x00",
        CKA_VALUE => b"\x30\x00", CKA_TOKEN => true, CKA_TRUSTED => true,
    ];
    let object = so.create(&certificate).must();
    assert!(so.flag(object, CKA_TRUSTED));
    so.create(&data("private").with(CKA_PRIVATE, true)).fails(CKR_USER_NOT_LOGGED_IN);
}

/// Trust objects are kept: they name a certificate, and where they trust they have its hash.
pub fn trust_objects() {
    let s = Hsm::start().user();
    let of = || {
        template![
            CKA_CLASS => CKO_TRUST, CKA_ISSUER => b"issuer".as_slice(), CKA_SERIAL_NUMBER => b"1".as_slice()
        ]
    };
    let object = s.create(&of()).must();
    assert_eq!(s.number(object, CKA_TRUST_SERVER_AUTH), u64::from(CKT_TRUST_UNKNOWN));
    assert_eq!(s.number(object, CKA_NAME_HASH_ALGORITHM), CKM_SHA_1);
    assert!(s.flag(object, CKA_MODIFIABLE) && !s.flag(object, CKA_PRIVATE));
    let trusted = template![CKA_TRUST_SERVER_AUTH => u64::from(CKT_TRUSTED)];
    s.create(&of().and(&trusted)).expect_err("no hash").is(CKR_TEMPLATE_INCOMPLETE);
    s.set(object, &trusted).is(CKR_TEMPLATE_INCOMPLETE);
    let hash = template![CKA_HASH_OF_CERTIFICATE => [7_u8; 20].as_slice()];
    let object = s.create(&of().and(&hash).and(&trusted)).must();
    assert_eq!(s.number(object, CKA_TRUST_SERVER_AUTH), u64::from(CKT_TRUSTED));
    s.set(object, &template![CKA_TRUST_IPSEC_IKE => u64::from(CKT_TRUST_ANCHOR)]).ok();
    s.set(object, &template![CKA_TRUST_IPSEC_IKE => 5_u64]).is(CKR_ATTRIBUTE_VALUE_INVALID);
    assert_eq!(s.find(&template![CKA_CLASS => CKO_TRUST]).must().len(), 2);
    s.create(&template![CKA_CLASS => CKO_TRUST, CKA_ISSUER => b"issuer".as_slice()])
        .expect_err("no serial number")
        .is(CKR_TEMPLATE_INCOMPLETE);
}

/// What no kept library does, or nobody has certified, is refused by name: stateful signatures of hashes,
/// one-time passwords, validations.
pub fn what_is_not_here() {
    let hsm = Hsm::start();
    let s = hsm.user();
    for key_type in [CKK_HSS, CKK_XMSS, CKK_XMSSMT] {
        let key = template![
            CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => key_type, CKA_VALUE => [0_u8; 60].as_slice()
        ];
        s.create(&key).expect_err("no such keys").is(CKR_ATTRIBUTE_VALUE_INVALID);
    }
    for class in [CKO_OTP_KEY, CKO_VALIDATION, CKO_HW_FEATURE] {
        s.create(&template![CKA_CLASS => class])
            .expect_err("no such objects")
            .is(CKR_ATTRIBUTE_VALUE_INVALID);
        assert!(s.find(&template![CKA_CLASS => class]).must().is_empty());
    }
    let (public, private) = s.pair(P256, &Template::new(), &Template::new()).must();
    for number in [CKM_HSS, CKM_XMSS, CKM_XMSSMT] {
        assert!(!hsm.mechanisms().contains(&number));
        s.init(Kind::Verify, &Mech::new(number), public).is(CKR_MECHANISM_INVALID);
        s.init(Kind::Sign, &Mech::new(number), private).is(CKR_MECHANISM_INVALID);
    }
    // The token has no validation, so none was in force.
    let mut flags = 9_u64;
    let ask = |kind: u64, flags: &mut u64| {
        s.call("C_GetSessionValidationFlags", &[s.h, kind, place(flags)])
    };
    ask(1, &mut flags).ok();
    assert_eq!(flags, 0);
    ask(2, &mut flags).is(CKR_ARGUMENTS_BAD);
}
