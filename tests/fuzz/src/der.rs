//! DER: private and public keys, points, certificates. What is accepted is written again and read as the
//! same; what is not is refused without harm.

use crate::bytes::Bytes;
use strongroom::encoding::{self, KeyMaterial, PublicForm};
use strongroom_base::{Params, Secret, Template, ck};
use strongroom_engine::keys::curves::{AnyCurve, wrap_point};
use strongroom_engine::keys::{self, pkcs8, spki};
use strongroom_engine::mechanisms;

/// A private key as it is unwrapped, and as it is in a file.
pub fn pkcs8(data: &[u8]) {
    for (key_type, private) in [pkcs8::decode(data), pkcs8::decode_file(data)].into_iter().flatten()
    {
        // A key may have the form and not make sense: then it is not written.
        let Ok(der) = pkcs8::encode(key_type, &private) else { continue };
        assert_eq!(pkcs8::decode(der.expose()), Ok((key_type, private)));
        let padded = [der.expose(), &[0; 7]].concat();
        assert!(pkcs8::decode(&padded).is_ok());
    }
}

/// A public key.
pub fn spki(data: &[u8]) {
    let Ok((key_type, public)) = spki::decode(data) else { return };
    let Ok(der) = spki::encode(key_type, &public) else { return };
    assert_eq!(spki::decode(&der), Ok((key_type, public)));
    for form in [PublicForm::Der, PublicForm::Pem, PublicForm::Ssh, PublicForm::Jwk] {
        let Ok(file) = encoding::public_key(&der, form, "comment") else { continue };
        if matches!(form, PublicForm::Pem) {
            let read = encoding::key(&Secret::from(file));
            assert!(matches!(read, Ok(KeyMaterial::Public { key_type: of, .. }) if of == key_type));
        }
    }
}

/// `CKA_EC_PARAMS`, `CKA_EC_POINT` and `CKA_VALUE` of imported keys.
pub fn ec(data: &[u8]) {
    const CURVES: [u64; 3] = [ck::CKK_EC, ck::CKK_EC_EDWARDS, ck::CKK_EC_MONTGOMERY];
    let mut from = Bytes(data);
    let key_type = CURVES[from.below(CURVES.len())];
    let params = from.some(16);
    let Ok(curve) = AnyCurve::from_params(key_type, params) else { return };
    assert_eq!(AnyCurve::from_params(key_type, curve.params()), Ok(curve));
    let key = |value| Template::new().with(ck::CKA_EC_PARAMS, params).with(value, from.0);
    if let Some(point) = curve.point(from.0) {
        assert_eq!(curve.point(&wrap_point(point).unwrap()), Some(point));
    }
    let public = key(ck::CKA_EC_POINT);
    if let Ok(computed) = keys::validate(ck::CKO_PUBLIC_KEY, key_type, &public) {
        // What the token computed of the key is a key too, and the same.
        let mut again = public;
        again.0.retain(|a| computed.get(a.kind).is_none());
        again.0.extend(computed.0.iter().cloned());
        assert_eq!(keys::validate(ck::CKO_PUBLIC_KEY, key_type, &again), Ok(computed));
    }
    let private = key(ck::CKA_VALUE);
    if keys::validate(ck::CKO_PRIVATE_KEY, key_type, &private).is_ok() {
        let der = pkcs8::encode(key_type, &private).unwrap();
        assert!(pkcs8::decode(der.expose()).is_ok_and(|(of, _)| of == key_type));
    }
}

/// A certificate, as a file has it: DER or PEM.
pub fn certificate(data: &[u8]) {
    let Ok(read) = encoding::certificate(data) else { return };
    let again = encoding::certificate(&read.der).unwrap();
    assert_eq!((&again.der, &again.subject), (&read.der, &read.subject));
    assert_eq!((again.issuer, again.serial_number), (read.issuer, read.serial_number));
}

/// A key, as a file has it: DER or PEM, private or public.
pub fn file(data: &[u8]) {
    let _ = encoding::key(&Secret::from(data));
}

/// A key pair of each kind: key type, public and private attributes.
fn pairs() -> Vec<(u64, Template, Template)> {
    let curve = |mechanism, key_type, params: &[u8]| {
        (mechanism, key_type, Template::new().with(ck::CKA_EC_PARAMS, params))
    };
    let rsa = Template::new()
        .with(ck::CKA_MODULUS_BITS, 2048)
        .with(ck::CKA_PUBLIC_EXPONENT, vec![1, 0, 1]);
    let wanted = [
        (ck::CKM_RSA_PKCS_KEY_PAIR_GEN, ck::CKK_RSA, rsa),
        curve(ck::CKM_EC_KEY_PAIR_GEN, ck::CKK_EC, b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"),
        curve(ck::CKM_EC_KEY_PAIR_GEN, ck::CKK_EC, b"\x06\x05\x2b\x81\x04\x00\x23"),
        curve(ck::CKM_EC_EDWARDS_KEY_PAIR_GEN, ck::CKK_EC_EDWARDS, b"\x06\x03\x2b\x65\x70"),
        curve(ck::CKM_EC_EDWARDS_KEY_PAIR_GEN, ck::CKK_EC_EDWARDS, b"\x06\x03\x2b\x65\x71"),
        curve(ck::CKM_EC_MONTGOMERY_KEY_PAIR_GEN, ck::CKK_EC_MONTGOMERY, b"\x06\x03\x2b\x65\x6f"),
    ];
    let make = |(mechanism, key_type, template): (u64, u64, Template)| {
        let generate = mechanisms::find(mechanism).unwrap().generate_pair.unwrap();
        let (public, private) = generate(&Params::None, &template, &Template::new()).unwrap();
        let mut whole = template;
        whole.0.extend(public.0);
        (key_type, whole, private)
    };
    wanted.into_iter().map(make).collect()
}

/// Private keys.
pub fn pkcs8_seeds() -> Vec<Vec<u8>> {
    let der = |(key_type, _, private)| pkcs8::encode(key_type, &private).unwrap().expose().to_vec();
    pairs().into_iter().map(der).collect()
}

/// Public keys.
pub fn spki_seeds() -> Vec<Vec<u8>> {
    let der = |(key_type, public, _)| spki::encode(key_type, &public).unwrap();
    pairs().into_iter().map(der).collect()
}

/// Decisions that lead to a point, and to a private key, of each curve.
pub fn ec_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (choice, key_type) in
        [ck::CKK_EC, ck::CKK_EC_EDWARDS, ck::CKK_EC_MONTGOMERY].iter().enumerate()
    {
        for (of, public, private) in pairs() {
            let bytes = |kind| public.get(kind).or(private.get(kind)).and_then(|v| v.as_bytes());
            let (Some(params), true) = (bytes(ck::CKA_EC_PARAMS), of == *key_type) else {
                continue;
            };
            let start = [&[choice as u8, params.len() as u8], params].concat();
            for value in [bytes(ck::CKA_EC_POINT), bytes(ck::CKA_VALUE)].into_iter().flatten() {
                seeds.push([&start, value].concat());
            }
        }
    }
    seeds
}

/// A certificate in DER and in PEM.
pub fn certificate_seeds() -> Vec<Vec<u8>> {
    let der = include_bytes!("../seeds/certificate.der");
    vec![der.to_vec(), encoding::pem("CERTIFICATE", der).unwrap()]
}

/// Keys in DER and in PEM.
pub fn file_seeds() -> Vec<Vec<u8>> {
    let private = pkcs8_seeds();
    let armoured = private.iter().filter_map(|der| encoding::pem("PRIVATE KEY", der).ok());
    let armoured: Vec<_> = armoured.collect();
    [private, armoured, spki_seeds()].concat()
}
