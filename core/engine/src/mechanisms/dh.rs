//! Diffie-Hellman over primes, of PKCS #3 and X9.42 (PKCS #11 v3.2, section 6.4), for what is old. Groups that
//! are made are those of RFC 3526 and RFC 2409, which nobody has to be trusted for.

use super::digest::Hash;
use super::dsa::{domain, domain_of, pair};
use super::{Init, Library, Row, Standing};
use crate::ffi;
use crate::keys::Key;
use crate::keys::dh::Group;
use openssl::bn::BigNum;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret, Template, Value};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "Diffie-Hellman failed in the cryptographic library")
}

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// The secret that a private key and a public value agree on, as long as the prime.
fn agree(key: &Key, peer: &[u8]) -> Result<Secret> {
    let Key::DhPrivate(key) = key else {
        return Err(Error::new(CKR_KEY_TYPE_INCONSISTENT, "the key does not agree on secrets"));
    };
    let dh = key.dh().map_err(failed)?;
    let owned = |number: &openssl::bn::BigNumRef| number.to_owned().map_err(failed);
    let group = Group {
        p: owned(dh.prime_p())?,
        g: owned(dh.generator())?,
        q: dh.prime_q().map(owned).transpose()?,
    };
    let not_a_value = || wrong("the other party's value is not one of the group");
    let peer = BigNum::from_slice(peer).map_err(|_| not_a_value())?;
    if !group.holds(&peer)? {
        return Err(not_a_value());
    }
    ffi::dh::agree(&dh, &peer).ok_or_else(not_a_value)
}

/// The last bytes of a secret.
fn last(secret: Secret, wanted: Option<usize>) -> Result<Secret> {
    let Some(len) = wanted else { return Ok(secret) };
    let from = secret.len().checked_sub(len).ok_or_else(|| {
        Error::new(CKR_KEY_SIZE_RANGE, "the agreed secret has fewer bytes than are asked for")
    })?;
    Ok(Secret::from(secret.expose().get(from..).unwrap_or_default()))
}

fn derive(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let Params::Bytes(peer) = init.params else { return Err(wrong("the public value is missing")) };
    last(agree(init.key, peer)?, wanted)
}

/// The derivation functions of X9.42 that name the algorithm the key is for (`CKD_SHA1_KDF_ASN1`) are not here.
fn derive_x9_42(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let Params::X942Dh1(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let secret = agree(init.key, &params.public)?;
    match params.kdf {
        CKD_NULL if params.other_info.is_empty() => last(secret, wanted),
        CKD_NULL => Err(wrong("other info is for a derivation function")),
        CKD_SHA1_KDF_CONCATENATE => {
            let hash = Hash::of(CKM_SHA_1).ok_or(()).map_err(failed)?;
            let len = wanted.unwrap_or(hash.len);
            super::ecdh::expand(hash, false, &secret, &params.other_info, len)
        }
        _ => Err(wrong("there is no such derivation function")),
    }
}

fn ulong(template: &Template, attribute: u64) -> Option<u64> {
    template.get(attribute).and_then(Value::as_ulong)
}

/// The group of RFC 3526, or of 1024 bits of RFC 2409, that has a prime of so many bits.
fn generate_group(_: &Params, template: &Template) -> Result<Template> {
    let prime = match ulong(template, CKA_PRIME_BITS) {
        Some(1024) => BigNum::get_rfc2409_prime_1024(),
        Some(1536) => BigNum::get_rfc3526_prime_1536(),
        Some(2048) => BigNum::get_rfc3526_prime_2048(),
        Some(3072) => BigNum::get_rfc3526_prime_3072(),
        Some(4096) => BigNum::get_rfc3526_prime_4096(),
        Some(6144) => BigNum::get_rfc3526_prime_6144(),
        Some(8192) => BigNum::get_rfc3526_prime_8192(),
        _ => {
            return Err(Error::new(
                CKR_ATTRIBUTE_VALUE_INVALID,
                "there are groups of 1024, 1536, 2048, 3072, 4096, 6144 and 8192 bits",
            ));
        }
    };
    let prime = prime.map_err(failed)?.to_vec();
    Ok(Template::new().with(CKA_PRIME, prime).with(CKA_BASE, vec![2]))
}

fn generate_domain(_: &Params, template: &Template) -> Result<Template> {
    domain(template)
}

fn generate<const TYPE: u64>(
    _: &Params,
    public: &Template,
    private: &Template,
) -> Result<(Template, Template)> {
    let group = Group::of(TYPE, public)?;
    let mut x = group.generate(ulong(private, CKA_VALUE_BITS))?;
    let y = group.public(&x)?;
    let made = pair(TYPE, domain_of(public), &y, &x);
    let bits = u64::try_from(x.num_bits()).map_err(failed)?;
    x.clear();
    let (public, mut private) = made?;
    if TYPE == CKK_DH {
        private.push(CKA_VALUE_BITS, bits);
    }
    Ok((public, private))
}

const DH: Row = Row {
    key_types: &[CKK_DH],
    sizes: (512, 8192),
    multi_part: false,
    library: Library::OpenSsl,
    standing: Standing::Legacy,
    ..Row::EMPTY
};

const X9_42: Row = Row { key_types: &[CKK_X9_42_DH], sizes: (512, 3072), ..DH };

/// The rows.
pub static ROWS: [Row; 6] = [
    Row {
        kind: CKM_DH_PKCS_PARAMETER_GEN,
        sizes: (1024, 8192),
        generate: Some(generate_group),
        generates: CKO_DOMAIN_PARAMETERS,
        ..DH
    },
    Row { kind: CKM_DH_PKCS_KEY_PAIR_GEN, generate_pair: Some(generate::<CKK_DH>), ..DH },
    Row { kind: CKM_DH_PKCS_DERIVE, derive: Some(derive), ..DH },
    Row {
        kind: CKM_X9_42_DH_PARAMETER_GEN,
        sizes: (1024, 3072),
        generate: Some(generate_domain),
        generates: CKO_DOMAIN_PARAMETERS,
        ..X9_42
    },
    Row { kind: CKM_X9_42_DH_KEY_PAIR_GEN, generate_pair: Some(generate::<CKK_X9_42_DH>), ..X9_42 },
    Row { kind: CKM_X9_42_DH_DERIVE, derive: Some(derive_x9_42), ..X9_42 },
];
