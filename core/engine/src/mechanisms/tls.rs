//! TLS 1.2 (RFC 5246; PKCS #11 v3.2, section 6.40): master secrets, the keys that are made of them, further
//! bytes (RFC 5705) and the MAC of its last messages. All of it is one pseudo-random function.

use super::digest::Hash;
use super::secret::MAX_SECRET;
use super::{Init, Row, Signer, Standing, Verifier};
use crate::ffi::kdf::tls_prf;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{MAX_TLS_IV, TlsKeyMaterial, TlsMac, TlsMaster, TlsSeed};
use strongroom_base::{Error, Params, Result, Secret};

/// Bytes of a master secret.
const MASTER: usize = 48;
/// The most that is derived, in bytes.
const MAX_DERIVED: usize = 1 << 16;
/// The most data that is hashed for a MAC: it is a hash itself.
const MAX_DATA: usize = 1 << 16;

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// The hash of the function. Those of TLS 1.0 and 1.1 are not here.
fn hash(digest: u64) -> Result<Hash> {
    Hash::of(digest)
        .filter(|hash| matches!(hash.digest, CKM_SHA256 | CKM_SHA384 | CKM_SHA512))
        .ok_or_else(|| wrong("the hash is none of TLS 1.2"))
}

fn master_params<'a>(init: &'a Init<'_>) -> Result<&'a TlsMaster> {
    match init.params {
        Params::TlsMaster(params) => Ok(params),
        _ => Err(wrong("the parameters are missing")),
    }
}

fn master(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let params = master_params(init)?;
    if wanted.is_some_and(|wanted| wanted != MASTER) {
        return Err(Error::new(CKR_TEMPLATE_INCONSISTENT, "a master secret has 48 bytes"));
    }
    let (label, seed): (&[u8], [&[u8]; 2]) = match &params.seed {
        TlsSeed::Random(random) => (b"master secret", [&random.client, &random.server]),
        TlsSeed::Session(hash) => (b"extended master secret", [hash, &[]]),
    };
    if seed.iter().all(|part| part.is_empty()) {
        return Err(wrong("nothing of the session goes in"));
    }
    tls_prf(hash(params.hash)?.hmac_hash(), init.secret()?.value(), label, seed, MASTER)
}

/// The version that is in the key, where it is wanted.
fn version(init: &Init<'_>) -> Result<Vec<Secret>> {
    if !master_params(init)?.version {
        return Ok(Vec::new());
    }
    let version = init.secret()?.value().get(..2);
    Ok(vec![Secret::from(version.ok_or_else(|| wrong("the key has no version"))?)])
}

/// A secret that was agreed on has no version.
fn agreed_master(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    if master_params(init)?.version {
        return Err(wrong("a secret that was agreed on has no version: pVersion is NULL"));
    }
    master(init, wanted)
}

fn material<'a>(init: &'a Init<'_>) -> Result<&'a TlsKeyMaterial> {
    match init.params {
        Params::TlsKeyMaterial(params) => Ok(params),
        _ => Err(wrong("the parameters are missing")),
    }
}

/// The first bytes of what keys and vectors are cut from.
fn block(init: &Init<'_>, len: usize) -> Result<Secret> {
    let params = material(init)?;
    let seed: [&[u8]; 2] = [&params.random.server, &params.random.client];
    let hash = hash(params.hash)?.hmac_hash();
    if len > MAX_DERIVED {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "so many bytes are not derived"));
    }
    tls_prf(hash, init.secret()?.value(), b"key expansion", seed, len)
}

/// The bytes between two places of a block.
fn cut(block: &Secret, from: usize, len: usize) -> Result<Secret> {
    let bytes = block.expose().get(from..from.saturating_add(len));
    bytes.map(Secret::from).ok_or_else(|| wrong("the lengths are too large"))
}

/// The keys, in the order in which they stand in the block.
fn keys(init: &Init<'_>, lens: &[usize]) -> Result<Vec<Secret>> {
    if lens.contains(&0) {
        return Err(wrong("keys have bits"));
    }
    let block = block(init, lens.iter().fold(0, |sum: usize, len| sum.saturating_add(*len)))?;
    let mut from = 0;
    let mut next = |len: &usize| {
        let key = cut(&block, from, *len);
        from += len;
        key
    };
    lens.iter().map(&mut next).collect()
}

fn bytes(bits: u64) -> Result<usize> {
    let whole = bits.is_multiple_of(8).then_some(bits / 8);
    whole.and_then(|len| usize::try_from(len).ok()).ok_or_else(|| wrong("not whole bytes"))
}

/// The vectors, which stand behind the keys.
fn ivs(init: &Init<'_>) -> Result<Vec<Secret>> {
    let params = material(init)?;
    let len = bytes(params.iv_bits)?;
    if len == 0 {
        return Ok(Vec::new());
    }
    if len > MAX_TLS_IV {
        return Err(wrong("a vector has at most 128 bits"));
    }
    let from = bytes(params.mac_bits)?.saturating_add(bytes(params.key_bits)?).saturating_mul(2);
    let block = block(init, from.saturating_add(2 * len))?;
    Ok(vec![cut(&block, from, len)?, cut(&block, from + len, len)?])
}

/// Further bytes (RFC 5705).
fn kdf(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let Params::TlsKdf(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let len = wanted.ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_VALUE_LEN says how much to derive")
    })?;
    if len == 0 || len > MAX_DERIVED {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "so many bytes are not derived"));
    }
    let random = [params.random.client.as_slice(), &params.random.server].concat();
    let context = match &params.context {
        None => Vec::new(),
        Some(context) => {
            let len = u16::try_from(context.len()).map_err(|_| wrong("the context is too long"))?;
            [&len.to_be_bytes(), context.as_slice()].concat()
        }
    };
    let hash = hash(params.hash)?.hmac_hash();
    tls_prf(hash, init.secret()?.value(), &params.label, [&random, &context], len)
}

/// The MAC in a last message: of the hash of all messages.
struct Finished {
    params: TlsMac,
    key: Secret,
    data: Secret,
}

fn finished(init: &Init<'_>) -> Result<Finished> {
    let Params::TlsMac(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    hash(params.hash)?;
    if !matches!(params.finisher, 1 | 2) {
        return Err(wrong("either the server (1) or the client (2) finishes"));
    }
    if !(12..=64).contains(&params.len) {
        return Err(wrong("such a MAC has 12 to 64 bytes"));
    }
    let key = Secret::from(init.secret()?.value());
    Ok(Finished { params: params.clone(), key, data: Secret::default() })
}

impl Finished {
    fn len(&self) -> usize {
        usize::try_from(self.params.len).unwrap_or(0)
    }

    fn take(&mut self, input: &[u8]) -> Result<()> {
        if self.data.len().saturating_add(input.len()) > MAX_DATA {
            return Err(Error::new(CKR_DATA_LEN_RANGE, "the data is a hash of the messages"));
        }
        self.data.extend(input);
        Ok(())
    }

    fn mac(&self) -> Result<Secret> {
        let label: &[u8] = match self.params.finisher {
            1 => b"server finished",
            _ => b"client finished",
        };
        let hash = hash(self.params.hash)?.hmac_hash();
        tls_prf(hash, self.key.expose(), label, [self.data.expose(), &[]], self.len())
    }
}

impl Signer for Finished {
    fn len(&self) -> usize {
        Finished::len(self)
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        super::put(self.mac()?.expose(), out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(CKR_SAVED_STATE_INVALID, "the state of this MAC cannot be saved"))
    }
}

impl Verifier for Finished {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        if signature.len() != Finished::len(self) {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "the MAC has another length"));
        }
        // Secrets are compared in constant time.
        if self.mac()? == Secret::from(signature) {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the MAC is another"))
        }
    }
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(finished(init)?))
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(finished(init)?))
}

/// What a master secret is for.
const USES: &[u64] = &[
    CKM_TLS12_KEY_AND_MAC_DERIVE,
    CKM_TLS12_KEY_SAFE_DERIVE,
    CKM_TLS_KDF,
    CKM_TLS_MAC,
    CKM_TLS12_KDF,
    CKM_TLS12_MAC,
];

const TLS: Row = Row { key_types: &[CKK_GENERIC_SECRET], sizes: (48, 48), ..Row::EMPTY };

const fn master_row(kind: u64) -> Row {
    Row { kind, derive: Some(master), shows: Some(version), allows: USES, ..TLS }
}

const fn agreed_row(kind: u64) -> Row {
    Row { kind, derive: Some(agreed_master), sizes: (1, MAX_SECRET), allows: USES, ..TLS }
}

const KDF: Row = Row { derive: Some(kdf), sizes: (1, MAX_SECRET), ..TLS };
const MAC: Row = Row { sign: Some(sign), verify: Some(verify), ..TLS };

/// The rows. That which shows vectors shows bytes of keys to whoever asks with other lengths, as the
/// specification notes; the strict profile refuses it.
pub static ROWS: [Row; 10] = [
    master_row(CKM_TLS12_MASTER_KEY_DERIVE),
    agreed_row(CKM_TLS12_MASTER_KEY_DERIVE_DH),
    master_row(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE),
    agreed_row(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH),
    Row {
        kind: CKM_TLS12_KEY_AND_MAC_DERIVE,
        derive_keys: Some(keys),
        shows: Some(ivs),
        standing: Standing::Legacy,
        ..TLS
    },
    Row { kind: CKM_TLS12_KEY_SAFE_DERIVE, derive_keys: Some(keys), ..TLS },
    Row { kind: CKM_TLS_KDF, ..KDF },
    Row { kind: CKM_TLS12_KDF, ..KDF },
    Row { kind: CKM_TLS_MAC, ..MAC },
    Row { kind: CKM_TLS12_MAC, ..MAC },
];
