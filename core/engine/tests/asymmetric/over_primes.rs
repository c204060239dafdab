//! DSA and Diffie-Hellman: what is generated is what OpenSSL takes, in every encoding.

use super::harness::*;
use super::make::*;
use openssl::dsa::DsaSig;
use openssl::pkey::PKey;
use openssl::pkey_ctx::PkeyCtx;
use strongroom_base::ck::*;
use strongroom_base::mechanism::X942Dh1;
use strongroom_base::{Params, Template};
use strongroom_engine::keys::{pkcs8, spki};

fn domain() -> Template {
    let wanted = Template::new().with(CKA_PRIME_BITS, 1024_u64);
    row(CKM_DSA_PARAMETER_GEN).generate.unwrap()(&Params::None, &wanted).unwrap()
}

fn group(bits: u64) -> Template {
    let wanted = Template::new().with(CKA_PRIME_BITS, bits);
    row(CKM_DH_PKCS_PARAMETER_GEN).generate.unwrap()(&Params::None, &wanted).unwrap()
}

/// A private key survives PKCS #8, a public one SubjectPublicKeyInfo.
fn encodings(key_type: u64, public: &Template, private: &Template) {
    let info = public.get(CKA_PUBLIC_KEY_INFO).unwrap().as_bytes().unwrap();
    PKey::public_key_from_der(info).unwrap();
    let (found, attributes) = spki::decode(info).unwrap();
    assert_eq!(found, key_type);
    assert_eq!(spki::encode(key_type, &attributes).unwrap(), info);
    let der = pkcs8::encode(key_type, private).unwrap();
    let (found, attributes) = pkcs8::decode(der.expose()).unwrap();
    assert_eq!(found, key_type);
    assert_eq!(attributes.get(CKA_VALUE), private.get(CKA_VALUE));
    assert_eq!(attributes.get(CKA_PRIME), private.get(CKA_PRIME));
}

#[test]
fn openssl_takes_dsa() {
    let domain = domain();
    let (for_public, for_private) = generate(CKM_DSA_KEY_PAIR_GEN, &domain);
    encodings(CKK_DSA, &for_public, &for_private);
    let (verifying, signing) = (public(CKK_DSA, &for_public), private(CKK_DSA, &for_private));
    let info = for_public.get(CKA_PUBLIC_KEY_INFO).unwrap().as_bytes().unwrap();
    let theirs = PKey::public_key_from_der(info).unwrap();
    for len in [20, 28, 32, 48, 64] {
        let digest = pattern(len);
        let signature = sign(CKM_DSA, &signing, &Params::None, &digest).unwrap();
        assert_eq!(signature.len(), 40);
        let (r, s) = signature.split_at(20);
        let number = |bytes| openssl::bn::BigNum::from_slice(bytes).unwrap();
        let der = DsaSig::from_private_components(number(r), number(s)).unwrap().to_der().unwrap();
        let mut context = PkeyCtx::new(&theirs).unwrap();
        context.verify_init().unwrap();
        assert!(context.verify(&digest, &der).unwrap());
        verify(CKM_DSA, &verifying, &Params::None, &digest, &signature).unwrap();
        let mut wrong = signature.clone();
        wrong[3] ^= 1;
        fails(verify(CKM_DSA, &verifying, &Params::None, &digest, &wrong), CKR_SIGNATURE_INVALID);
        let short = &signature[1..];
        fails(verify(CKM_DSA, &verifying, &Params::None, &digest, short), CKR_SIGNATURE_LEN_RANGE);
    }
    fails(sign(CKM_DSA, &signing, &Params::None, &[1; 21]), CKR_DATA_LEN_RANGE);
    for kind in [CKM_DSA_SHA1, CKM_DSA_SHA256, CKM_DSA_SHA3_512] {
        let signature = sign(kind, &signing, &Params::None, b"data").unwrap();
        verify(kind, &verifying, &Params::None, b"data", &signature).unwrap();
    }
    let odd = Template::new().with(CKA_PRIME_BITS, 1000_u64);
    let generate = row(CKM_DSA_PARAMETER_GEN).generate.unwrap();
    fails(generate(&Params::None, &odd), CKR_ATTRIBUTE_VALUE_INVALID);
}

fn derive(kind: u64, key: &Template, key_type: u64, params: &Params) -> Vec<u8> {
    let key = private(key_type, key);
    with_init(&key, params, |init| row(kind).derive.unwrap()(init, None)).unwrap().expose().to_vec()
}

#[test]
fn both_parties_agree() {
    for (key_type, pair, kind, domain) in [
        (CKK_DH, CKM_DH_PKCS_KEY_PAIR_GEN, CKM_DH_PKCS_DERIVE, group(2048)),
        (CKK_X9_42_DH, CKM_X9_42_DH_KEY_PAIR_GEN, CKM_X9_42_DH_DERIVE, domain()),
    ] {
        let (a_public, a_private) = generate(pair, &domain);
        let (b_public, b_private) = generate(pair, &domain);
        encodings(key_type, &a_public, &a_private);
        let of = |public: &Template| {
            let public = public.get(CKA_VALUE).unwrap().as_bytes().unwrap().to_vec();
            match key_type {
                CKK_DH => Params::Bytes(public),
                _ => Params::X942Dh1(X942Dh1 { kdf: CKD_NULL, other_info: Vec::new(), public }),
            }
        };
        let ours = derive(kind, &a_private, key_type, &of(&b_public));
        assert_eq!(ours, derive(kind, &b_private, key_type, &of(&a_public)));
        let prime = domain.get(CKA_PRIME).unwrap().as_bytes().unwrap();
        assert_eq!(ours.len(), prime.len());
    }
    let bits = Template::new().with(CKA_VALUE_BITS, 256_u64);
    let generate = row(CKM_DH_PKCS_KEY_PAIR_GEN).generate_pair.unwrap();
    let (_, private) = generate(&Params::None, &group(1536), &bits).unwrap();
    assert_eq!(private.get(CKA_VALUE_BITS).unwrap().as_ulong(), Some(256));
    assert_eq!(private.get(CKA_VALUE).unwrap().as_bytes().unwrap().len(), 32);
}

/// One secret in 256 begins with a zero, and is as long as the others (PKCS #3, section 8).
#[test]
fn zeros_in_front_of_a_secret_stay() {
    use openssl::bn::{BigNum, BigNumContext};
    let mut context = BigNumContext::new().unwrap();
    let domain = group(2048);
    let prime = BigNum::from_slice(domain.get(CKA_PRIME).unwrap().as_bytes().unwrap()).unwrap();
    let mut order = prime.to_owned().unwrap();
    order.sub_word(1).unwrap();
    // A private number that can be undone: it has no factor with the order, which is twice a prime.
    let (private, undo) = std::iter::repeat_with(|| generate(CKM_DH_PKCS_KEY_PAIR_GEN, &domain).1)
        .find_map(|private| {
            let x =
                BigNum::from_slice(private.get(CKA_VALUE).unwrap().as_bytes().unwrap()).unwrap();
            let mut undo = BigNum::new().unwrap();
            undo.mod_inverse(&x, &order, &mut context).ok().map(|()| (private, undo))
        })
        .unwrap();
    let (one, mut root) = (BigNum::from_u32(1).unwrap(), BigNum::new().unwrap());
    root.lshift(&one, 900).unwrap();
    root.add_word(7).unwrap();
    let (mut secret, mut peer) = (BigNum::new().unwrap(), BigNum::new().unwrap());
    secret.sqr(&root, &mut context).unwrap();
    peer.mod_exp(&secret, &undo, &prime, &mut context).unwrap();
    let made = derive(CKM_DH_PKCS_DERIVE, &private, CKK_DH, &Params::Bytes(peer.to_vec()));
    assert_eq!(made, secret.to_vec_padded(256).unwrap());
}
