//! Numbers that are not what they should be (rows 26 to 28).

use strongroom_tests::keys::*;
use strongroom_tests::prelude::*;

/// Row 26: points that are not on the curve, not of the group, or of too small an order.
pub fn points_that_are_no_points() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for curve in WEIERSTRASS {
        let (public, private) = s.pair(curve, &Template::new(), &Template::new()).must();
        let point = octets(&s.get(public, CKA_EC_POINT).must()).to_vec();
        let mut off = point.clone();
        *off.last_mut().unwrap() ^= 1;
        let zeros = [&[4][..], &vec![0; 2 * curve.length]].concat();
        let large = [&[4][..], &vec![0xff; 2 * curve.length]].concat();
        let short = point[..point.len() - 1].to_vec();
        for (what, wrong) in [
            ("off the curve", off),
            ("zero", zeros),
            ("larger than the field", large),
            ("infinity", vec![0]),
            ("short", short),
            ("empty", vec![]),
        ] {
            let mechanism = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &wrong);
            let code = s.derive(&mechanism, private, &derived(16)).code();
            report.answers(
                format!("{} {what}: derive", curve.name),
                code,
                &[CKR_MECHANISM_PARAM_INVALID],
            );
            let code = s.create(&ec_public(CKK_EC, curve.oid, &wrong)).code();
            report.answers(
                format!("{} {what}: create", curve.name),
                code,
                &[CKR_ATTRIBUTE_VALUE_INVALID],
            );
        }
        for (what, number) in
            [("zero", vec![0; curve.length]), ("too large", vec![0xff; curve.length])]
        {
            let code = s.create(&ec_private(CKK_EC, curve.oid, &number)).code();
            let what = format!("{} {what}: private", curve.name);
            report.answers(what, code, &[CKR_ATTRIBUTE_VALUE_INVALID]);
        }
    }
    for curve in [X25519, X448] {
        let (_, private) = s.pair(curve, &Template::new(), &Template::new()).must();
        let one = [&[1][..], &vec![0; curve.length - 1]].concat();
        for (what, small) in [("zero", vec![0; curve.length]), ("one", one)] {
            let mechanism = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &small);
            let code = s.derive(&mechanism, private, &derived(16)).code();
            report.answers(format!("{} {what}", curve.name), code, &[CKR_MECHANISM_PARAM_INVALID]);
        }
    }
    report.finish("points");
}

/// Row 26: public values of Diffie-Hellman that give away the secret, or are of no group.
pub fn values_that_are_no_values() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let mut less = DSA_PRIME.to_vec();
    *less.last_mut().unwrap() -= 1;
    for (key_type, pair, domain, derive) in [
        (CKK_DH, CKM_DH_PKCS_KEY_PAIR_GEN, group(), CKM_DH_PKCS_DERIVE),
        (CKK_X9_42_DH, CKM_X9_42_DH_KEY_PAIR_GEN, domain(), CKM_X9_42_DH_DERIVE),
    ] {
        let (_, key) = s.generate_pair(&Mech::new(pair), &domain, &Template::new()).must();
        for (what, wrong) in [
            ("zero", vec![0]),
            ("one", vec![1]),
            ("the prime less one", less.clone()),
            ("the prime", DSA_PRIME.to_vec()),
            ("more than the prime", [&[1][..], &DSA_PRIME].concat()),
        ] {
            let mechanism = match derive {
                CKM_DH_PKCS_DERIVE => Mech::bytes(derive, &wrong),
                _ => Mech::new(derive)
                    .word(CKD_NULL)
                    .word(0)
                    .word(0)
                    .word(wrong.len() as u64)
                    .pointer(&wrong),
            };
            let code = s.derive(&mechanism, key, &derived(16)).code();
            report.answers(format!("{what}: derive"), code, &[CKR_MECHANISM_PARAM_INVALID]);
            let public = template![
                CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => key_type, CKA_VALUE => wrong
            ];
            let code = s.create(&domain.clone().and(&public)).code();
            report.answers(format!("{what}: create"), code, &[CKR_ATTRIBUTE_VALUE_INVALID]);
        }
    }
    report.finish("public values");
}

/// Row 27
pub fn numbers_that_are_no_rsa_key() {
    let s = Hsm::start().user();
    let (public, private) = s.rsa(2048, &Template::new(), &open()).must();
    let n = s.get(public, CKA_MODULUS).must();
    let d = s.get(private, CKA_PRIVATE_EXPONENT).must();
    let (p, q) = (s.get(private, CKA_PRIME_1).must(), s.get(private, CKA_PRIME_2).must());
    let e = [1, 0, 1];
    let mut report = Report::new();
    for (what, n, e, wanted) in [
        ("e is one", n.clone(), &[1][..], CKR_ATTRIBUTE_VALUE_INVALID),
        ("e is even", n.clone(), &[1, 0, 0], CKR_ATTRIBUTE_VALUE_INVALID),
        ("e is zero", n.clone(), &[0], CKR_ATTRIBUTE_VALUE_INVALID),
        ("n is even", n.iter().map(|b| b & 0xfe).collect(), &e, CKR_ATTRIBUTE_VALUE_INVALID),
        ("n is short", n[..32].to_vec(), &e, CKR_KEY_SIZE_RANGE),
        ("n is long", vec![0xff; 2048], &e, CKR_KEY_SIZE_RANGE),
    ] {
        report.answers(what, s.create(&rsa_public(&n, e)).code(), &[wanted]);
    }
    let whole = template![
        CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_RSA, CKA_MODULUS => &n,
        CKA_PUBLIC_EXPONENT => &e, CKA_PRIVATE_EXPONENT => &d, CKA_PRIME_1 => &p, CKA_PRIME_2 => &q
    ];
    s.create(&whole).must();
    let flipped = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes[5] ^= 0x10;
        bytes
    };
    for (attribute, value) in [
        (CKA_PRIME_1, flipped(&p)),
        (CKA_PRIME_2, p.clone()),
        (CKA_PRIVATE_EXPONENT, flipped(&d)),
        (CKA_MODULUS, flipped(&n)),
    ] {
        let code = s.create(&whole.clone().with(attribute, value)).code();
        report.answers(
            format!("{attribute:#x} does not fit"),
            code,
            &[CKR_ATTRIBUTE_VALUE_INVALID],
        );
    }
    report.finish("RSA keys");
}

/// Row 28: many signatures, and OpenSSL finds each of them right.
pub fn signatures_that_are_wrong() {
    let s = Hsm::start().user();
    let work = tempfile::tempdir().unwrap();
    let at = |name: &str| work.path().join(name);
    let (rsa, rsa_private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let (ec, ec_private) = s.pair(P256, &Template::new(), &Template::new()).must();
    for (name, public, private, mechanism, rounds) in [
        ("rsa", rsa, rsa_private, CKM_SHA256_RSA_PKCS, 60),
        ("ec", ec, ec_private, CKM_ECDSA_SHA256, 60),
    ] {
        std::fs::write(at(name), s.get(public, CKA_PUBLIC_KEY_INFO).must()).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for round in 0..rounds {
            let data = format!("message {round}");
            let signature = s.sign(&Mech::new(mechanism), private, data.as_bytes()).must();
            assert!(seen.insert(signature.clone()), "the same signature of two messages");
            let signature = if name == "ec" { der(&signature) } else { signature };
            std::fs::write(at("data"), data).unwrap();
            std::fs::write(at("signature"), signature).unwrap();
            let right = std::process::Command::new("openssl")
                .args(["dgst", "-sha256", "-keyform", "DER", "-verify"])
                .arg(at(name))
                .arg("-signature")
                .arg(at("signature"))
                .arg(at("data"))
                .output()
                .expect("the openssl command");
            assert!(right.status.success(), "{name} {round}");
        }
        // A nonce never comes twice: the first halves of many signatures of one message all differ.
        if name == "ec" {
            let halves: std::collections::BTreeSet<Vec<u8>> = (0..2000)
                .map(|_| s.sign(&Mech::new(mechanism), private, b"one").must()[..32].to_vec())
                .collect();
            assert_eq!(halves.len(), 2000);
        }
    }
}

/// Two numbers as the DER that OpenSSL wants.
fn der(signature: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let start = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len() - 1);
        let mut number = bytes[start..].to_vec();
        if number[0] & 0x80 != 0 {
            number.insert(0, 0);
        }
        [vec![2, number.len() as u8], number].concat()
    };
    let (r, s) = signature.split_at(signature.len() / 2);
    let body = [number(r), number(s)].concat();
    [vec![0x30, body.len() as u8], body].concat()
}
