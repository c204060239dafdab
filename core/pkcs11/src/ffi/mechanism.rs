//! `CK_MECHANISM` and the structures of parameters. Which structure a mechanism takes stands in
//! `strongroom_base::mechanism`; here it is read, with everything it points to, into owned values. A
//! parameter that is missing, shorter or longer than its structure, or that has a NULL inside where
//! there should be bytes, is `CKR_MECHANISM_PARAM_INVALID`.

use super::pointer::{Argument, Plain, Ptr, number};
use super::{kbkdf, tls};
use cryptoki_sys::*;
use std::ffi::c_void;
use std::mem::size_of;
use strongroom_base::mechanism::{
    BtcDerive, BtcDeriveInC, Ccm, ChaCha20, ChaCha20Poly1305, Ctr, Ecdh1, EcdhAesWrap, Eddsa, Gcm,
    Hkdf, HkdfSalt, Oaep, Pbkdf2, Pss, Shape, SignContext, TlsMac, X942Dh1, shape_of,
};
use strongroom_base::{Error, Mechanism, Params, Result, ck, limits};

/// The mechanism there; `CKR_ARGUMENTS_BAD` for NULL.
pub fn mechanism(at: Ptr<'_, CK_MECHANISM>) -> Result<Mechanism> {
    let mechanism = at.read()?;
    let kind = number(mechanism.mechanism);
    let parameter = Parameter { at: mechanism.pParameter, len: number(mechanism.ulParameterLen) };
    Ok(Mechanism { kind, params: parameter.read(shape_of(kind))? })
}

/// The mechanism there, or none for NULL, which asks an `…Init` function to end the operation
/// (PKCS #11 v3.0 and later).
pub fn optional_mechanism(at: Ptr<'_, CK_MECHANISM>) -> Result<Option<Mechanism>> {
    if at.is_null() { Ok(None) } else { mechanism(at).map(Some) }
}

/// `CK_GCM_PARAMS` as v2.20 had it and some programs still do: without `ulIvBits`.
#[repr(C)]
#[derive(Clone, Copy)]
struct GcmWithoutIvBits {
    iv: *mut CK_BYTE,
    iv_len: CK_ULONG,
    aad: *mut CK_BYTE,
    aad_len: CK_ULONG,
    tag_bits: CK_ULONG,
}
// SAFETY: integers and raw pointers.
unsafe impl Plain for GcmWithoutIvBits {}

/// `pParameter` and `ulParameterLen`.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    /// `pParameter`
    pub at: *mut c_void,
    /// `ulParameterLen`
    pub len: u64,
}

impl Parameter {
    fn read(self, shape: Shape) -> Result<Params> {
        Ok(match shape {
            // Whoever knows the mechanism says whether bytes are right for it.
            Shape::None => self.all()?.map_or(Params::None, Params::Bytes),
            Shape::Iv(len) => {
                Params::Bytes(self.all()?.filter(|iv| iv.len() == len).ok_or_else(bad)?)
            }
            Shape::OptionalIv(len) => match self.all()? {
                None => Params::None,
                Some(iv) if iv.len() == len => Params::Bytes(iv),
                Some(_) => return Err(bad()),
            },
            Shape::MacLength | Shape::FirstBit => {
                Params::Ulong(number(self.structure::<CK_ULONG>()?))
            }
            Shape::Key => Params::Key(number(self.structure::<CK_OBJECT_HANDLE>()?)),
            Shape::StringData => {
                let p = self.structure::<CK_KEY_DERIVATION_STRING_DATA>()?;
                Params::Bytes(bytes(p.pData, p.ulLen)?)
            }
            Shape::CbcData(8) => {
                let p = self.structure::<CK_DES_CBC_ENCRYPT_DATA_PARAMS>()?;
                Params::CbcData { iv: p.iv.to_vec(), data: bytes(p.pData, p.length)? }
            }
            Shape::CbcData(_) => {
                let p = self.structure::<CK_AES_CBC_ENCRYPT_DATA_PARAMS>()?;
                Params::CbcData { iv: p.iv.to_vec(), data: bytes(p.pData, p.length)? }
            }
            Shape::ChaCha20 => {
                let p = self.structure::<CK_CHACHA20_PARAMS>()?;
                Params::ChaCha20(ChaCha20 {
                    counter: bits(p.pBlockCounter, p.blockCounterBits)?,
                    nonce: bits(p.pNonce, p.ulNonceBits)?,
                })
            }
            Shape::ChaCha20Poly1305 => {
                let p = self.structure::<CK_SALSA20_CHACHA20_POLY1305_PARAMS>()?;
                Params::ChaCha20Poly1305(ChaCha20Poly1305 {
                    nonce: nonce(p.pNonce, p.ulNonceLen)?,
                    aad: bytes(p.pAAD, p.ulAADLen)?,
                })
            }
            Shape::Pbkdf2 => {
                let p = self.structure::<CK_PKCS5_PBKD2_PARAMS2>()?;
                Params::Pbkdf2(Pbkdf2 {
                    source: number(p.saltSource),
                    salt: bytes(p.pSaltSourceData.cast(), p.ulSaltSourceDataLen)?,
                    iterations: number(p.iterations),
                    prf: number(p.prf),
                    prf_data: bytes(p.pPrfData.cast(), p.ulPrfDataLen)?,
                    password: bytes(p.pPassword, p.ulPasswordLen)?.into(),
                })
            }
            Shape::TlsMaster => Params::TlsMaster(tls::master(self.structure()?)?),
            Shape::TlsExtendedMaster => Params::TlsMaster(tls::extended_master(self.structure()?)?),
            Shape::TlsKeyMaterial => Params::TlsKeyMaterial(tls::key_material(self.structure()?)?),
            Shape::TlsKdf => Params::TlsKdf(tls::kdf(self.structure()?)?),
            Shape::TlsMac => {
                let p = self.structure::<CK_TLS_MAC_PARAMS>()?;
                Params::TlsMac(TlsMac {
                    hash: number(p.prfHashMechanism),
                    len: number(p.ulMacLength),
                    finisher: number(p.ulServerOrClient),
                })
            }
            Shape::EcdhAesWrap => {
                let p = self.structure::<CK_ECDH_AES_KEY_WRAP_PARAMS>()?;
                Params::EcdhAesWrap(EcdhAesWrap {
                    aes_bits: number(p.ulAESKeyBits),
                    kdf: number(p.kdf),
                    shared: bytes(p.pSharedData, p.ulSharedDataLen)?,
                })
            }
            Shape::X942Dh1 => {
                let p = self.structure::<CK_X9_42_DH1_DERIVE_PARAMS>()?;
                Params::X942Dh1(X942Dh1 {
                    kdf: number(p.kdf),
                    other_info: bytes(p.pOtherInfo, p.ulOtherInfoLen)?,
                    public: bytes(p.pPublicData, p.ulPublicDataLen)?,
                })
            }
            Shape::BtcDerive => {
                let p = self.structure::<BtcDeriveInC>()?;
                Params::BtcDerive(BtcDerive {
                    kind: number(p.kind),
                    index: number(p.index),
                    chain_code: bytes(p.chain_code, p.chain_code_len)?,
                    version: number(p.version),
                })
            }
            Shape::Public => Params::Bytes(self.all()?.ok_or_else(bad)?),
            Shape::Kbkdf => Params::Kbkdf(kbkdf::read(self.structure()?)?),
            Shape::KbkdfFeedback => Params::Kbkdf(kbkdf::read_feedback(self.structure()?)?),
            Shape::Ctr => {
                let p = self.structure::<CK_AES_CTR_PARAMS>()?;
                Params::Ctr(Ctr { counter_bits: number(p.ulCounterBits), block: p.cb })
            }
            Shape::Gcm => Params::Gcm(self.gcm()?),
            Shape::Ccm => {
                let p = self.structure::<CK_CCM_PARAMS>()?;
                Params::Ccm(Ccm {
                    data_len: number(p.ulDataLen),
                    nonce: bytes(p.pNonce, p.ulNonceLen)?,
                    aad: bytes(p.pAAD, p.ulAADLen)?,
                    mac_len: number(p.ulMACLen),
                })
            }
            Shape::Oaep => Params::Oaep(oaep(self.structure()?)?),
            Shape::Pss => {
                let p = self.structure::<CK_RSA_PKCS_PSS_PARAMS>()?;
                Params::Pss(Pss {
                    hash: number(p.hashAlg),
                    mgf: number(p.mgf),
                    salt_len: number(p.sLen),
                })
            }
            Shape::RsaAesWrap => {
                let p = self.structure::<CK_RSA_AES_KEY_WRAP_PARAMS>()?;
                // SAFETY: a member of the structure that the specification says points to this one.
                let inner = unsafe { p.pOAEPParams.received() };
                Params::RsaAesWrap {
                    aes_bits: number(p.ulAESKeyBits),
                    oaep: oaep(inner.read().map_err(|_| bad())?)?,
                }
            }
            Shape::Ecdh1 => {
                let p = self.structure::<CK_ECDH1_DERIVE_PARAMS>()?;
                Params::Ecdh1(Ecdh1 {
                    kdf: number(p.kdf),
                    shared: bytes(p.pSharedData, p.ulSharedDataLen)?,
                    public: bytes(p.pPublicData, p.ulPublicDataLen)?,
                })
            }
            Shape::Eddsa if self.len == 0 => Params::None,
            Shape::Eddsa => {
                let p = self.structure::<CK_EDDSA_PARAMS>()?;
                Params::Eddsa(Eddsa {
                    prehash: flag(p.phFlag)?,
                    context: bytes(p.pContextData, p.ulContextDataLen)?,
                })
            }
            Shape::SignContext if self.len == 0 => Params::None,
            Shape::SignContext => {
                let p = self.structure::<CK_SIGN_ADDITIONAL_CONTEXT>()?;
                Params::SignContext(SignContext {
                    hedge: number(p.hedgeVariant),
                    context: bytes(p.pContext, p.ulContextLen)?,
                })
            }
            Shape::HashSignContext => {
                let p = self.structure::<CK_HASH_SIGN_ADDITIONAL_CONTEXT>()?;
                let context = SignContext {
                    hedge: number(p.hedgeVariant),
                    context: bytes(p.pContext, p.ulContextLen)?,
                };
                Params::HashSignContext(context, number(p.hash))
            }
            Shape::Hkdf => {
                let p = self.structure::<CK_HKDF_PARAMS>()?;
                Params::Hkdf(Hkdf {
                    extract: flag(p.bExtract)?,
                    expand: flag(p.bExpand)?,
                    hash: number(p.prfHashMechanism),
                    salt: match number(p.ulSaltType) {
                        ck::CKF_HKDF_SALT_NULL => HkdfSalt::Null,
                        ck::CKF_HKDF_SALT_DATA => HkdfSalt::Data(bytes(p.pSalt, p.ulSaltLen)?),
                        ck::CKF_HKDF_SALT_KEY => HkdfSalt::Key(number(p.hSaltKey)),
                        // Without extraction nothing reads the salt, and programs leave it unset.
                        _ if p.bExtract == 0 => HkdfSalt::Null,
                        _ => return Err(bad()),
                    },
                    info: bytes(p.pInfo, p.ulInfoLen)?,
                })
            }
        })
    }

    /// The whole parameter as bytes; none for no length.
    fn all(self) -> Result<Option<Vec<u8>>> {
        if self.len == 0 { Ok(None) } else { copy(self.at.cast(), self.len).map(Some) }
    }

    /// The parameter as a structure of exactly its size.
    pub(super) fn structure<T: Plain>(self) -> Result<T> {
        if usize::try_from(self.len) != Ok(size_of::<T>()) {
            return Err(bad());
        }
        // SAFETY: a member of a CK_MECHANISM: by the specification it is NULL or leads to as many
        // bytes as its length says, which is the size of `T`.
        let at = unsafe { self.at.cast::<T>().received() };
        at.read().map_err(|_| bad())
    }

    fn gcm(self) -> Result<Gcm> {
        if usize::try_from(self.len) == Ok(size_of::<GcmWithoutIvBits>()) {
            let p = self.structure::<GcmWithoutIvBits>()?;
            return Ok(Gcm {
                iv: bytes(p.iv, p.iv_len)?,
                aad: bytes(p.aad, p.aad_len)?,
                tag_bits: number(p.tag_bits),
            });
        }
        let p = self.structure::<CK_GCM_PARAMS>()?;
        // `ulIvBits` says the same as `ulIvLen`, and programs leave it unset.
        Ok(Gcm {
            iv: bytes(p.pIv, p.ulIvLen)?,
            aad: bytes(p.pAAD, p.ulAADLen)?,
            tag_bits: number(p.ulTagBits),
        })
    }
}

fn oaep(p: CK_RSA_PKCS_OAEP_PARAMS) -> Result<Oaep> {
    Ok(Oaep {
        hash: number(p.hashAlg),
        mgf: number(p.mgf),
        source: number(p.source),
        label: bytes(p.pSourceData.cast(), p.ulSourceDataLen)?,
    })
}

pub(super) fn flag(b: CK_BBOOL) -> Result<bool> {
    match b {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(bad()),
    }
}

/// The bytes that a member of a parameter structure points to.
pub(super) fn bytes(at: *mut CK_BYTE, len: CK_ULONG) -> Result<Vec<u8>> {
    copy(at, number(len))
}

/// The same, with a length in bits.
fn bits(at: *mut CK_BYTE, bits: CK_ULONG) -> Result<Vec<u8>> {
    let bits = number(bits);
    if bits.is_multiple_of(8) { copy(at, bits / 8) } else { Err(bad()) }
}

/// The nonce of ChaCha20-Poly1305. The specification counts its length in bits, and some programs in bytes; no
/// nonce has 12 bits.
pub(super) fn nonce(at: *mut CK_BYTE, len: CK_ULONG) -> Result<Vec<u8>> {
    if number(len) == 12 { bytes(at, len) } else { bits(at, len) }
}

fn copy(at: *mut CK_BYTE, len: u64) -> Result<Vec<u8>> {
    if usize::try_from(len).map_or(true, |len| len > limits::MAX_PARAMETER_LEN) {
        return Err(bad());
    }
    // SAFETY: by the specification of CK_MECHANISM and its parameter structures the pointer is NULL or
    // leads to as many bytes as the length beside it says.
    let at = unsafe { at.received() };
    at.bytes(len, ck::CKR_MECHANISM_PARAM_INVALID).map(<[u8]>::to_vec).map_err(|_| bad())
}

#[cold]
pub(super) fn bad() -> Error {
    Error::new(
        ck::CKR_MECHANISM_PARAM_INVALID,
        "the mechanism's parameter does not have the form that the mechanism needs",
    )
}
