//! Keys from outside: what is completed, what is refused, and the codecs.

use super::harness::*;
use super::make::*;
use super::rsa::pair;
use openssl::bn::BigNum;
use openssl::pkey::PKey;
use proptest::prelude::*;
use strongroom_base::ck::*;
use strongroom_base::{Template, Value};
use strongroom_engine::keys::{Key, pkcs8, spki, validate};

const PARTS: [u64; 5] = [CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT];

fn without(template: &Template, kinds: &[u64]) -> Template {
    let mut less = template.clone();
    less.0.retain(|attribute| !kinds.contains(&attribute.kind));
    less
}

fn changed(template: &Template, kind: u64, value: impl Into<Value>) -> Template {
    without(template, &[kind]).with(kind, value)
}

fn bytes(template: &Template, kind: u64) -> &[u8] {
    template.get(kind).unwrap().as_bytes().unwrap()
}

fn number(template: &Template, kind: u64) -> BigNum {
    BigNum::from_slice(bytes(template, kind)).unwrap()
}

/// Whatever parts of an RSA key are left out, the token finds them, and the key that is wrapped is whole.
#[test]
fn rsa_is_completed() {
    let (_, whole) = pair();
    for missing in [&PARTS[..], &PARTS[2..], &PARTS[4..], &[]] {
        let given = without(whole, missing);
        let computed = validate(CKO_PRIVATE_KEY, CKK_RSA, &given).unwrap();
        let mut completed = given.clone();
        completed.0.extend(computed.0);
        let product = &number(&completed, CKA_PRIME_1) * &number(&completed, CKA_PRIME_2);
        assert_eq!(product, number(whole, CKA_MODULUS));
        let der = pkcs8::encode(CKK_RSA, &completed).unwrap();
        let theirs = PKey::private_key_from_pkcs8(der.expose()).unwrap().rsa().unwrap();
        assert!(theirs.check_key().unwrap());
        let key = private(CKK_RSA, &completed);
        let params = &strongroom_base::Params::None;
        sign(CKM_SHA256_RSA_PKCS, &key, params, b"message").unwrap();
    }
}

/// A public key that comes along is compared, and only taken where it is the right one.
#[test]
fn another_public_key_is_refused() {
    for (params, mechanism, key_type) in CURVES {
        let (public, private) = generate_on(mechanism, params);
        let (other, _) = generate_on(mechanism, params);
        let private = changed(&private, CKA_EC_PARAMS, params);
        let with = |public: &Template| {
            let info = spki::encode(key_type, &changed(public, CKA_EC_PARAMS, params)).unwrap();
            validate(CKO_PRIVATE_KEY, key_type, &changed(&private, CKA_PUBLIC_KEY_INFO, info))
        };
        with(&public).unwrap();
        fails(with(&other), CKR_ATTRIBUTE_VALUE_INVALID);
        let empty = changed(&private, CKA_PUBLIC_KEY_INFO, Value::bytes([]));
        validate(CKO_PRIVATE_KEY, key_type, &empty).unwrap();
    }
}

#[test]
fn rsa_that_does_not_fit_is_refused() {
    let (for_public, whole) = pair();
    let refused = |template: &Template, rv| {
        fails(validate(CKO_PRIVATE_KEY, CKK_RSA, template), rv);
    };
    for kind in [CKA_PRIVATE_EXPONENT, CKA_MODULUS].into_iter().chain(PARTS) {
        let mut wrong = bytes(whole, kind).to_vec();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 4;
        refused(&changed(whole, kind, wrong), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    refused(&without(whole, &PARTS[..1]), CKR_ATTRIBUTE_VALUE_INVALID);
    refused(&without(whole, &[CKA_PRIVATE_EXPONENT]), CKR_TEMPLATE_INCOMPLETE);
    refused(&without(whole, &[CKA_MODULUS]), CKR_TEMPLATE_INCOMPLETE);
    // Wrong exponents without factors to compare with.
    let mut d = bytes(whole, CKA_PRIVATE_EXPONENT).to_vec();
    d[9] ^= 1;
    let wrong = changed(&without(whole, &PARTS), CKA_PRIVATE_EXPONENT, d);
    refused(&wrong, CKR_ATTRIBUTE_VALUE_INVALID);
    // Numbers so large that working with them would take long.
    let huge = vec![0xff; 100_000];
    for kind in [CKA_PRIME_1, CKA_PRIVATE_EXPONENT] {
        refused(&changed(whole, kind, huge.clone()), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    let refused = |template: &Template, rv| fails(validate(CKO_PUBLIC_KEY, CKK_RSA, template), rv);
    for exponent in [&[1][..], &[0], &[2], &[1, 0, 0]] {
        refused(&changed(for_public, CKA_PUBLIC_EXPONENT, exponent), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    refused(&changed(for_public, CKA_MODULUS, vec![0xff; 63]), CKR_KEY_SIZE_RANGE);
    refused(&changed(for_public, CKA_MODULUS, vec![0xff; 1025]), CKR_KEY_SIZE_RANGE);
    refused(&changed(for_public, CKA_MODULUS, vec![0xfe; 256]), CKR_ATTRIBUTE_VALUE_INVALID);
}

/// A modulus of the shape that the faulty generator of CVE-2017-15361 made: a power of 65537 modulo the
/// product of the small primes. A proper one beside it is taken.
#[test]
fn roca_is_refused() {
    let mut context = openssl::bn::BigNumContext::new().unwrap();
    let mut product = BigNum::from_u32(1).unwrap();
    for prime in (3..168u32).filter(|n| (2..*n).all(|d| n % d != 0)) {
        product.mul_word(prime).unwrap();
    }
    let exponent = BigNum::from_u32(123_456_789).unwrap();
    let mut residue = BigNum::new().unwrap();
    let base = BigNum::from_u32(65_537).unwrap();
    residue.mod_exp(&base, &exponent, &product, &mut context).unwrap();
    // Some odd multiple of 2048 bits.
    let mut n = BigNum::new().unwrap();
    n.lshift(&product, 2047 - product.num_bits() + 1).unwrap();
    let mut n = &n + &residue;
    if !n.is_bit_set(0) {
        n = &n + &product;
    }
    let template = |n: &BigNum| {
        Template::new().with(CKA_MODULUS, n.to_vec()).with(CKA_PUBLIC_EXPONENT, &[1, 0, 1][..])
    };
    fails(validate(CKO_PUBLIC_KEY, CKK_RSA, &template(&n)), CKR_ATTRIBUTE_VALUE_INVALID);
    n.add_word(2).unwrap();
    validate(CKO_PUBLIC_KEY, CKK_RSA, &template(&n)).unwrap();
}

#[test]
fn keys_on_curves_are_checked() {
    for (curve, kind, key_type) in CURVES {
        let (for_public, for_private) = generate_on(kind, curve);
        validate(CKO_PUBLIC_KEY, key_type, &for_public).unwrap();
        let computed = validate(CKO_PRIVATE_KEY, key_type, &for_private).unwrap();
        let info = for_public.get(CKA_PUBLIC_KEY_INFO);
        assert_eq!(computed.get(CKA_PUBLIC_KEY_INFO), info);
        let refused =
            |class, template: &Template, rv| fails(validate(class, key_type, template), rv);
        for point in [&[0][..], &[4, 1, 0], &[5; 33], &[4, 65, 4]] {
            let template = changed(&for_public, CKA_EC_POINT, point);
            refused(CKO_PUBLIC_KEY, &template, CKR_ATTRIBUTE_VALUE_INVALID);
        }
        let without_curve = without(&for_private, &[CKA_EC_PARAMS]);
        refused(CKO_PRIVATE_KEY, &without_curve, CKR_TEMPLATE_INCOMPLETE);
        // secp160r1
        let other = &b"\x06\x05\x2b\x81\x04\x00\x08"[..];
        let other = changed(&for_private, CKA_EC_PARAMS, other);
        refused(CKO_PRIVATE_KEY, &other, CKR_CURVE_NOT_SUPPORTED);
        let long = changed(&for_private, CKA_VALUE, vec![0xff; 67]);
        refused(CKO_PRIVATE_KEY, &long, CKR_ATTRIBUTE_VALUE_INVALID);
        if key_type == CKK_EC {
            let zero = changed(&for_private, CKA_VALUE, vec![0; 32]);
            refused(CKO_PRIVATE_KEY, &zero, CKR_ATTRIBUTE_VALUE_INVALID);
            // A big integer: zeros in front change nothing.
            let value = [&[0; 5], bytes(&for_private, CKA_VALUE)].concat();
            let same =
                validate(CKO_PRIVATE_KEY, key_type, &changed(&for_private, CKA_VALUE, value));
            assert_eq!(same.unwrap().get(CKA_PUBLIC_KEY_INFO), info);
            let mut off = bytes(&for_public, CKA_EC_POINT).to_vec();
            *off.last_mut().unwrap() ^= 1;
            let off = changed(&for_public, CKA_EC_POINT, off);
            refused(CKO_PUBLIC_KEY, &off, CKR_ATTRIBUTE_VALUE_INVALID);
        }
    }
}

#[test]
fn curves_have_several_names() {
    for (name, oid, kind) in [
        (&b"\x13\x0cedwards25519"[..], ED25519, CKM_EC_EDWARDS_KEY_PAIR_GEN),
        (b"\x13\x0aedwards448", ED448, CKM_EC_EDWARDS_KEY_PAIR_GEN),
        (b"\x13\x0acurve25519", X25519, CKM_EC_MONTGOMERY_KEY_PAIR_GEN),
        (b"\x13\x08curve448", X448, CKM_EC_MONTGOMERY_KEY_PAIR_GEN),
    ] {
        let (for_public, _) = generate_on(kind, name);
        assert_eq!(bytes(&for_public, CKA_EC_PARAMS), oid);
    }
}

/// What OpenSSL writes is read, and the other way round.
#[test]
fn pkcs8_goes_round() {
    let mut all: Vec<_> = CURVES
        .iter()
        .map(|(curve, kind, key_type)| (*key_type, generate_on(*kind, curve)))
        .collect();
    all.push((CKK_RSA, pair().clone()));
    for (key_type, (for_public, for_private)) in all {
        let der = pkcs8::encode(key_type, &for_private).unwrap();
        let theirs = PKey::private_key_from_pkcs8(der.expose()).unwrap();
        let info = bytes(&for_public, CKA_PUBLIC_KEY_INFO);
        assert_eq!(theirs.public_key_to_der().unwrap(), info);
        let again = theirs.private_key_to_pkcs8().unwrap();
        let padded = [again.as_slice(), &[0; 7]].concat();
        for der in [again.as_slice(), &padded] {
            let (found, attributes) = pkcs8::decode(der).unwrap();
            assert_eq!(found, key_type);
            for attribute in &attributes.0 {
                assert_eq!(for_private.get(attribute.kind), Some(&attribute.value));
            }
        }
        let (found, attributes) = spki::decode(info).unwrap();
        assert_eq!(found, key_type);
        assert_eq!(spki::encode(key_type, &attributes).unwrap(), info);
        Key::parse(CKO_PUBLIC_KEY, key_type, &attributes).unwrap();
        // Cut anywhere, or followed by anything, it is no key.
        for len in [0, 1, again.len() / 2, again.len() - 1] {
            fails(pkcs8::decode(&again[..len]), CKR_WRAPPED_KEY_INVALID);
        }
        fails(pkcs8::decode(&[again.as_slice(), &[1]].concat()), CKR_WRAPPED_KEY_INVALID);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// No bytes make a decoder panic, and what it makes of them is never taken unchecked.
    #[test]
    fn decoders_never_panic(der in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = pkcs8::decode(&der);
        let _ = pkcs8::decode_file(&der);
        let _ = spki::decode(&der);
    }

    #[test]
    fn damaged_keys_never_panic(place in 0usize..1000, byte in any::<u8>(), which in 0usize..9) {
        let (curve, kind, key_type) = CURVES[which];
        let (for_public, for_private) = generate_on(kind, curve);
        let mut private = pkcs8::encode(key_type, &for_private).unwrap().expose().to_vec();
        let at = place % private.len();
        private[at] = byte;
        if let Ok((key_type, attributes)) = pkcs8::decode(&private) {
            let _ = validate(CKO_PRIVATE_KEY, key_type, &attributes);
        }
        let mut info = bytes(&for_public, CKA_PUBLIC_KEY_INFO).to_vec();
        let at = place % info.len();
        info[at] = byte;
        if let Ok((key_type, attributes)) = spki::decode(&info) {
            let _ = validate(CKO_PUBLIC_KEY, key_type, &attributes);
        }
    }

    #[test]
    fn attributes_never_panic(
        params in 0usize..9,
        value in proptest::collection::vec(any::<u8>(), 0..140),
        class in 2u64..4,
    ) {
        let (curve, _, key_type) = CURVES[params];
        let template = Template::new()
            .with(CKA_EC_PARAMS, curve)
            .with(CKA_EC_POINT, value.clone())
            .with(CKA_VALUE, value);
        let _ = validate(class, key_type, &template);
    }
}
