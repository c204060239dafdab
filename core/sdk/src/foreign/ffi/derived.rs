//! What a derivation answers beside the key of its template, inside its parameters: handles of further keys,
//! and a version, vectors or a chain code, which the seam has as data objects behind the keys.

use super::{length, number, ulong};
use cryptoki_sys::*;
use std::ptr::null_mut;
use strongroom_base::mechanism::{CHAIN_CODE_LEN, MAX_TLS_IV, TlsKeyMaterial};
use strongroom_base::{Error, Result, Secret, ck};

/// Room for the answers. It stays where it is when this is moved: all of it is behind pointers.
#[derive(Default)]
pub enum Answers {
    /// There is a key and nothing else.
    #[default]
    None,
    /// The handles of additional keys.
    Keys(Vec<CK_OBJECT_HANDLE>),
    /// A version.
    Version(Box<CK_VERSION>),
    /// A chain code.
    ChainCode(Secret),
    /// Keys for MACs and for data, and vectors: the client's and the server's.
    Material(Box<CK_SSL3_KEY_MAT_OUT>, [Secret; 2]),
}

/// What a derivation made.
pub struct Derived {
    /// Keys, in their order.
    pub keys: Vec<u64>,
    /// What it shows.
    pub shown: Vec<Secret>,
}

impl Answers {
    /// Room for the handles of so many additional keys, and each one's place.
    pub fn keys(&mut self, count: usize) -> Vec<*mut CK_OBJECT_HANDLE> {
        let mut keys = vec![0; count];
        // One place a key, each borrowed from the list on its own.
        let places = keys.iter_mut().map(std::ptr::from_mut).collect();
        *self = Self::Keys(keys);
        places
    }

    /// Room for a version.
    pub fn version(&mut self) -> *mut CK_VERSION {
        let mut version = Box::new(CK_VERSION { major: 0, minor: 0 });
        let at = &raw mut *version;
        *self = Self::Version(version);
        at
    }

    /// Room for a chain code, in which there is one. `CKR_MECHANISM_PARAM_INVALID` for another length
    pub fn chain_code(&mut self, given: &[u8]) -> Result<(*mut CK_BYTE, CK_ULONG)> {
        if given.len() != CHAIN_CODE_LEN {
            return Err(wrong("a chain code has 32 bytes"));
        }
        let mut room = Secret::from(given);
        let at = room.expose_mut().as_mut_ptr();
        *self = Self::ChainCode(room);
        Ok((at, length(CHAIN_CODE_LEN)))
    }

    /// Room for keys, and for vectors where the mechanism gives them. `CKR_MECHANISM_PARAM_INVALID` for
    /// vectors that are longer than any
    pub fn material(
        &mut self,
        kind: u64,
        material: &TlsKeyMaterial,
    ) -> Result<*mut CK_SSL3_KEY_MAT_OUT> {
        let bits = if kind == ck::CKM_TLS12_KEY_SAFE_DERIVE { 0 } else { material.iv_bits };
        let len = usize::try_from(bits.div_ceil(8)).ok().filter(|len| *len <= MAX_TLS_IV);
        let len = len.ok_or_else(|| wrong("a vector has at most 128 bits"))?;
        let mut ivs = [Secret::zeroed(len), Secret::zeroed(len)];
        let [client, server] = ivs.each_mut().map(|iv| match len {
            0 => null_mut(),
            _ => iv.expose_mut().as_mut_ptr(),
        });
        let none = ulong(ck::CK_INVALID_HANDLE);
        let mut out = Box::new(CK_SSL3_KEY_MAT_OUT {
            hClientMacSecret: none,
            hServerMacSecret: none,
            hClientKey: none,
            hServerKey: none,
            pIVClient: client,
            pIVServer: server,
        });
        let at = &raw mut *out;
        *self = Self::Material(out, ivs);
        Ok(at)
    }

    /// Whether there is a key that is answered outside of the parameters.
    pub fn leaves_a_key(&self) -> bool {
        !matches!(self, Self::Material(..))
    }

    /// What the module made, `key` being what it answered outside of the parameters.
    pub fn made(self, key: CK_OBJECT_HANDLE) -> Derived {
        let one = vec![number(key)];
        match self {
            Self::None => Derived { keys: one, shown: Vec::new() },
            Self::Keys(more) => {
                let keys = one.into_iter().chain(more.into_iter().map(number)).collect();
                Derived { keys, shown: Vec::new() }
            }
            Self::Version(version) => {
                let version = [version.major, version.minor];
                Derived { keys: one, shown: vec![Secret::from(version.as_slice())] }
            }
            Self::ChainCode(code) => Derived { keys: one, shown: vec![code] },
            Self::Material(out, ivs) => {
                let macs = [out.hClientMacSecret, out.hServerMacSecret];
                let there = |handle: &u64| *handle != ck::CK_INVALID_HANDLE;
                let keys = macs.into_iter().map(number).filter(there);
                let keys = keys.chain([number(out.hClientKey), number(out.hServerKey)]).collect();
                let shown = ivs.into_iter().filter(|iv| !iv.expose().is_empty()).collect();
                Derived { keys, shown }
            }
        }
    }
}

#[cold]
fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}
