//! Derivations that answer into their parameters: with the version that is in a key, with the handles of four
//! keys and two vectors, with a chain code. The application gives keys and data objects; they are put here.

use super::mechanism::{Parameter, bad};
use super::pointer::{Argument, Ptr, number, ulong};
use cryptoki_sys::*;
use strongroom_base::mechanism::{BtcDeriveInC, CHAIN_CODE_LEN, Shape, shape_of};
use strongroom_base::{Error, Params, Result, ck};

/// Where a derivation answers inside its parameters.
pub enum Place<'a> {
    /// The version.
    Version(Ptr<'a, CK_VERSION>),
    /// A chain code.
    ChainCode(Ptr<'a, u8>),
    /// Keys and vectors: the structure, the places of the vectors, and how many bytes each has.
    Material(Ptr<'a, CK_SSL3_KEY_MAT_OUT>, [Ptr<'a, u8>; 2], usize),
}

/// The place of a mechanism that has one.
pub fn place(at: Ptr<'_, CK_MECHANISM>) -> Result<Option<Place<'_>>> {
    let mechanism = at.read()?;
    let kind = number(mechanism.mechanism);
    let parameter = Parameter { at: mechanism.pParameter, len: number(mechanism.ulParameterLen) };
    let version = match shape_of(kind) {
        Shape::TlsMaster => parameter.structure::<CK_TLS12_MASTER_KEY_DERIVE_PARAMS>()?.pVersion,
        Shape::TlsExtendedMaster => {
            parameter.structure::<CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS>()?.pVersion
        }
        Shape::TlsKeyMaterial => {
            let p = parameter.structure::<CK_TLS12_KEY_MAT_PARAMS>()?;
            // SAFETY: a member of the structure that leads to the one for the results.
            let out = unsafe { p.pReturnedKeyMaterial.received() };
            let given = out.read().map_err(|_| bad())?;
            let wanted = kind != ck::CKM_TLS12_KEY_SAFE_DERIVE;
            let bytes = if wanted { number(p.ulIVSizeInBits) / 8 } else { 0 };
            let len = usize::try_from(bytes).map_err(|_| bad())?;
            // SAFETY: members that lead to room for a vector each, where vectors are wanted.
            let ivs = unsafe { [given.pIVClient.received(), given.pIVServer.received()] };
            if len > 0 && ivs.iter().any(|iv| iv.is_null()) {
                return Err(bad());
            }
            return Ok(Some(Place::Material(out, ivs, len)));
        }
        Shape::BtcDerive => {
            let p = parameter.structure::<BtcDeriveInC>()?;
            // SAFETY: a member of the structure that leads to a chain code of the length beside it.
            let chain_code = unsafe { p.chain_code.received() };
            if chain_code.is_null() || number(p.chain_code_len) != CHAIN_CODE_LEN as u64 {
                return Err(bad());
            }
            return Ok(Some(Place::ChainCode(chain_code)));
        }
        _ => return Ok(None),
    };
    // SAFETY: a member of the structure that is NULL or leads to room for a version.
    let version = unsafe { version.received() };
    Ok((!version.is_null()).then_some(Place::Version(version)))
}

impl Place<'_> {
    /// Whether there is a key that does not go there.
    pub fn leaves_a_key(&self) -> bool {
        !matches!(self, Self::Material(..))
    }

    /// Writes what a derivation with these parameters made; `shown` gives the value of a data object. Gives
    /// the key that is left for the caller, where there is one.
    pub fn write(
        self,
        params: &Params,
        made: &[u64],
        mut shown: impl FnMut(u64) -> Result<Vec<u8>>,
    ) -> Result<Option<u64>> {
        let mut made = made.iter().copied();
        let mut next = || made.next().ok_or_else(missing);
        match self {
            Self::Version(place) => {
                let key = next()?;
                let [major, minor] = shown(next()?)?.try_into().map_err(|_| missing())?;
                place.write(CK_VERSION { major, minor })?;
                Ok(Some(key))
            }
            Self::ChainCode(place) => {
                let key = next()?;
                copy(&shown(next()?)?, place, CHAIN_CODE_LEN as u64)?;
                Ok(Some(key))
            }
            Self::Material(place, ivs, len) => {
                let mut out = place.read()?;
                let macs = matches!(params, Params::TlsKeyMaterial(p) if p.mac_bits > 0);
                let mut mac = || if macs { next() } else { Ok(ck::CK_INVALID_HANDLE) };
                out.hClientMacSecret = ulong(mac()?);
                out.hServerMacSecret = ulong(mac()?);
                out.hClientKey = ulong(next()?);
                out.hServerKey = ulong(next()?);
                if len > 0 {
                    for iv in ivs {
                        copy(&shown(next()?)?, iv, len as u64)?;
                    }
                }
                place.write(out)?;
                Ok(None)
            }
        }
    }
}

fn missing() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the derivation gave too few results")
}

/// Copies a result to its place, which is not NULL and has room for `len` bytes.
fn copy(value: &[u8], place: Ptr<'_, u8>, len: u64) -> Result<()> {
    place.required()?;
    // SAFETY: not NULL, and nothing else refers to the room during the call: what was in it was copied.
    let room = unsafe { place.room(len) };
    if value.len() != room.len() {
        return Err(missing());
    }
    room.copy_from_slice(value);
    Ok(())
}
