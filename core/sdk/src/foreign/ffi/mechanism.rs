//! `CK_MECHANISM` and the structures of parameters, made from typed ones. One arm a structure; which
//! structure bytes and numbers stand for is looked up in `strongroom_base::mechanism`, where it is said.

use super::derived::{Answers, Derived};
use super::memory::Memory;
use super::{length, number, ulong};
use cryptoki_sys::*;
use std::ffi::c_void;
use std::ptr::null_mut;
use strongroom_base::mechanism::{
    BtcDeriveInC, Counter, Field, HkdfSalt, Kbkdf, Oaep, Shape, SignContext, TlsMaster, TlsRandom,
    TlsSeed, shape_of,
};
use strongroom_base::{Error, Mechanism, Params, Result, ck};

/// A mechanism in C's form, with everything that it leads to.
pub struct InC {
    mechanism: CK_MECHANISM,
    // Only to keep it alive.
    memory: Memory,
    /// Where a derivation answers inside its parameters.
    answers: Answers,
}

impl InC {
    /// The mechanism. `CKR_MECHANISM_PARAM_INVALID` for a vector that is no block of the mechanism's
    pub fn new(mechanism: &Mechanism) -> Result<Self> {
        let mut made = Self {
            mechanism: CK_MECHANISM {
                mechanism: ulong(mechanism.kind),
                pParameter: null_mut(),
                ulParameterLen: 0,
            },
            memory: Memory::default(),
            answers: Answers::default(),
        };
        let (at, len) = made.parameter(shape_of(mechanism.kind), &mechanism.params)?;
        made.mechanism.pParameter = at;
        made.mechanism.ulParameterLen = len;
        Ok(made)
    }

    /// Where it is; it is borrowed for as long as the caller has it.
    pub fn as_mut_ptr(&mut self) -> *mut CK_MECHANISM {
        &raw mut self.mechanism
    }

    /// Whether a derivation answers a key outside of its parameters.
    pub fn leaves_a_key(&self) -> bool {
        self.answers.leaves_a_key()
    }

    /// What a derivation made, `key` being what it answered outside of its parameters.
    pub fn made(self, key: CK_OBJECT_HANDLE) -> Derived {
        self.answers.made(key)
    }

    fn structure<T: 'static>(&mut self, structure: T) -> (*mut c_void, CK_ULONG) {
        (self.memory.put(structure).cast(), length(size_of::<T>()))
    }

    fn parameter(&mut self, shape: Shape, params: &Params) -> Result<(*mut c_void, CK_ULONG)> {
        Ok(match params {
            Params::None => (null_mut(), 0),
            Params::Bytes(bytes) => {
                let (at, len) = self.memory.bytes(bytes);
                if shape != Shape::StringData {
                    return Ok((at.cast(), len));
                }
                self.structure(CK_KEY_DERIVATION_STRING_DATA { pData: at, ulLen: len })
            }
            Params::Ulong(n) | Params::Key(n) => self.structure(ulong(*n)),
            Params::Ctr(ctr) => self.structure(CK_AES_CTR_PARAMS {
                ulCounterBits: ulong(ctr.counter_bits),
                cb: ctr.block,
            }),
            Params::Gcm(gcm) => {
                let (iv, iv_len) = self.memory.bytes(&gcm.iv);
                let (aad, aad_len) = self.memory.bytes(&gcm.aad);
                self.structure(CK_GCM_PARAMS {
                    pIv: iv,
                    ulIvLen: iv_len,
                    ulIvBits: iv_len.saturating_mul(8),
                    pAAD: aad,
                    ulAADLen: aad_len,
                    ulTagBits: ulong(gcm.tag_bits),
                })
            }
            Params::Ccm(ccm) => {
                let (nonce, nonce_len) = self.memory.bytes(&ccm.nonce);
                let (aad, aad_len) = self.memory.bytes(&ccm.aad);
                self.structure(CK_CCM_PARAMS {
                    ulDataLen: ulong(ccm.data_len),
                    pNonce: nonce,
                    ulNonceLen: nonce_len,
                    pAAD: aad,
                    ulAADLen: aad_len,
                    ulMACLen: ulong(ccm.mac_len),
                })
            }
            Params::Oaep(oaep) => {
                let oaep = self.oaep(oaep);
                self.structure(oaep)
            }
            Params::Pss(pss) => self.structure(CK_RSA_PKCS_PSS_PARAMS {
                hashAlg: ulong(pss.hash),
                mgf: ulong(pss.mgf),
                sLen: ulong(pss.salt_len),
            }),
            Params::RsaAesWrap { aes_bits, oaep } => {
                let oaep = self.oaep(oaep);
                let oaep = self.memory.put(oaep);
                self.structure(CK_RSA_AES_KEY_WRAP_PARAMS {
                    ulAESKeyBits: ulong(*aes_bits),
                    pOAEPParams: oaep,
                })
            }
            Params::Ecdh1(ecdh) => {
                let (shared, shared_len) = self.memory.bytes(&ecdh.shared);
                let (public, public_len) = self.memory.bytes(&ecdh.public);
                self.structure(CK_ECDH1_DERIVE_PARAMS {
                    kdf: ulong(ecdh.kdf),
                    ulSharedDataLen: shared_len,
                    pSharedData: shared,
                    ulPublicDataLen: public_len,
                    pPublicData: public,
                })
            }
            Params::Eddsa(eddsa) => {
                let (context, len) = self.memory.bytes(&eddsa.context);
                self.structure(CK_EDDSA_PARAMS {
                    phFlag: u8::from(eddsa.prehash),
                    ulContextDataLen: len,
                    pContextData: context,
                })
            }
            Params::SignContext(SignContext { hedge, context }) => {
                let (context, len) = self.memory.bytes(context);
                self.structure(CK_SIGN_ADDITIONAL_CONTEXT {
                    hedgeVariant: ulong(*hedge),
                    pContext: context,
                    ulContextLen: len,
                })
            }
            Params::HashSignContext(SignContext { hedge, context }, hash) => {
                let (context, len) = self.memory.bytes(context);
                self.structure(CK_HASH_SIGN_ADDITIONAL_CONTEXT {
                    hedgeVariant: ulong(*hedge),
                    pContext: context,
                    ulContextLen: len,
                    hash: ulong(*hash),
                })
            }
            Params::Hkdf(hkdf) => {
                let (kind, (salt, salt_len), key) = match &hkdf.salt {
                    HkdfSalt::Null => (ck::CKF_HKDF_SALT_NULL, (null_mut(), 0), 0),
                    HkdfSalt::Data(salt) => (ck::CKF_HKDF_SALT_DATA, self.memory.bytes(salt), 0),
                    HkdfSalt::Key(key) => (ck::CKF_HKDF_SALT_KEY, (null_mut(), 0), *key),
                };
                let (info, info_len) = self.memory.bytes(&hkdf.info);
                self.structure(CK_HKDF_PARAMS {
                    bExtract: u8::from(hkdf.extract),
                    bExpand: u8::from(hkdf.expand),
                    prfHashMechanism: ulong(hkdf.hash),
                    ulSaltType: ulong(kind),
                    pSalt: salt,
                    ulSaltLen: salt_len,
                    hSaltKey: ulong(key),
                    pInfo: info,
                    ulInfoLen: info_len,
                })
            }
            Params::CbcData { iv, data } => {
                let (at, length) = self.memory.bytes(data);
                if shape == Shape::CbcData(8) {
                    let iv = iv.as_slice().try_into().map_err(|_| no_block())?;
                    self.structure(CK_DES_CBC_ENCRYPT_DATA_PARAMS { iv, pData: at, length })
                } else {
                    let iv = iv.as_slice().try_into().map_err(|_| no_block())?;
                    self.structure(CK_AES_CBC_ENCRYPT_DATA_PARAMS { iv, pData: at, length })
                }
            }
            Params::ChaCha20(chacha) => {
                let (counter, counter_len) = self.memory.bytes(&chacha.counter);
                let (nonce, nonce_len) = self.memory.bytes(&chacha.nonce);
                self.structure(CK_CHACHA20_PARAMS {
                    pBlockCounter: counter,
                    blockCounterBits: counter_len.saturating_mul(8),
                    pNonce: nonce,
                    ulNonceBits: nonce_len.saturating_mul(8),
                })
            }
            Params::ChaCha20Poly1305(chacha) => {
                let (nonce, nonce_len) = self.memory.bytes(&chacha.nonce);
                let (aad, aad_len) = self.memory.bytes(&chacha.aad);
                self.structure(CK_SALSA20_CHACHA20_POLY1305_PARAMS {
                    pNonce: nonce,
                    ulNonceLen: nonce_len.saturating_mul(8),
                    pAAD: aad,
                    ulAADLen: aad_len,
                })
            }
            Params::Pbkdf2(pbkdf2) => {
                let (salt, salt_len) = self.memory.bytes(&pbkdf2.salt);
                let (data, data_len) = self.memory.bytes(&pbkdf2.prf_data);
                let (password, password_len) = self.memory.bytes(pbkdf2.password.expose());
                self.structure(CK_PKCS5_PBKD2_PARAMS2 {
                    saltSource: ulong(pbkdf2.source),
                    pSaltSourceData: salt.cast(),
                    ulSaltSourceDataLen: salt_len,
                    iterations: ulong(pbkdf2.iterations),
                    prf: ulong(pbkdf2.prf),
                    pPrfData: data.cast(),
                    ulPrfDataLen: data_len,
                    pPassword: password,
                    ulPasswordLen: password_len,
                })
            }
            Params::TlsMaster(master) => self.tls_master(master),
            Params::TlsKeyMaterial(material) => {
                let kind = number(self.mechanism.mechanism);
                let out = self.answers.material(kind, material)?;
                let random = self.random(&material.random);
                self.structure(CK_TLS12_KEY_MAT_PARAMS {
                    ulMacSizeInBits: ulong(material.mac_bits),
                    ulKeySizeInBits: ulong(material.key_bits),
                    ulIVSizeInBits: ulong(material.iv_bits),
                    bIsExport: CK_FALSE,
                    RandomInfo: random,
                    pReturnedKeyMaterial: out,
                    prfHashMechanism: ulong(material.hash),
                })
            }
            Params::BtcDerive(step) => {
                let (chain_code, chain_code_len) = self.answers.chain_code(&step.chain_code)?;
                self.structure(BtcDeriveInC {
                    kind: ulong(step.kind),
                    index: ulong(step.index),
                    chain_code,
                    chain_code_len,
                    version: ulong(step.version),
                })
            }
            Params::TlsKdf(kdf) => {
                let random = self.random(&kdf.random);
                let (label, label_len) = self.memory.bytes(&kdf.label);
                let (context, context_len) = match &kdf.context {
                    Some(context) => self.memory.bytes(context),
                    None => (null_mut(), 0),
                };
                self.structure(CK_TLS_KDF_PARAMS {
                    prfMechanism: ulong(kdf.hash),
                    pLabel: label,
                    ulLabelLength: label_len,
                    RandomInfo: random,
                    pContextData: context,
                    ulContextDataLength: context_len,
                })
            }
            Params::TlsMac(mac) => self.structure(CK_TLS_MAC_PARAMS {
                prfHashMechanism: ulong(mac.hash),
                ulMacLength: ulong(mac.len),
                ulServerOrClient: ulong(mac.finisher),
            }),
            Params::EcdhAesWrap(wrap) => {
                let (shared, shared_len) = self.memory.bytes(&wrap.shared);
                self.structure(CK_ECDH_AES_KEY_WRAP_PARAMS {
                    ulAESKeyBits: ulong(wrap.aes_bits),
                    kdf: ulong(wrap.kdf),
                    ulSharedDataLen: shared_len,
                    pSharedData: shared,
                })
            }
            Params::X942Dh1(dh) => {
                let (info, info_len) = self.memory.bytes(&dh.other_info);
                let (public, public_len) = self.memory.bytes(&dh.public);
                self.structure(CK_X9_42_DH1_DERIVE_PARAMS {
                    kdf: ulong(dh.kdf),
                    ulOtherInfoLen: info_len,
                    pOtherInfo: info,
                    ulPublicDataLen: public_len,
                    pPublicData: public,
                })
            }
            Params::Kbkdf(kbkdf) => self.kbkdf(shape == Shape::KbkdfFeedback, kbkdf),
        })
    }

    fn tls_master(&mut self, master: &TlsMaster) -> (*mut c_void, CK_ULONG) {
        let version = if master.version { self.answers.version() } else { null_mut() };
        let hash = ulong(master.hash);
        match &master.seed {
            TlsSeed::Random(random) => {
                let random = self.random(random);
                self.structure(CK_TLS12_MASTER_KEY_DERIVE_PARAMS {
                    RandomInfo: random,
                    pVersion: version,
                    prfHashMechanism: hash,
                })
            }
            TlsSeed::Session(session) => {
                let (session, len) = self.memory.bytes(session);
                self.structure(CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS {
                    prfHashMechanism: hash,
                    pSessionHash: session,
                    ulSessionHashLen: len,
                    pVersion: version,
                })
            }
        }
    }

    fn random(&mut self, random: &TlsRandom) -> CK_SSL3_RANDOM_DATA {
        let (client, client_len) = self.memory.bytes(&random.client);
        let (server, server_len) = self.memory.bytes(&random.server);
        CK_SSL3_RANDOM_DATA {
            pClientRandom: client,
            ulClientRandomLen: client_len,
            pServerRandom: server,
            ulServerRandomLen: server_len,
        }
    }

    fn oaep(&mut self, oaep: &Oaep) -> CK_RSA_PKCS_OAEP_PARAMS {
        let (label, len) = self.memory.bytes(&oaep.label);
        CK_RSA_PKCS_OAEP_PARAMS {
            hashAlg: ulong(oaep.hash),
            mgf: ulong(oaep.mgf),
            source: ulong(oaep.source),
            pSourceData: label.cast(),
            ulSourceDataLen: len,
        }
    }

    fn kbkdf(&mut self, feedback: bool, kbkdf: &Kbkdf) -> (*mut c_void, CK_ULONG) {
        let fields: Vec<_> = kbkdf.fields.iter().map(|field| self.field(field)).collect();
        let (fields, fields_len) = self.memory.array(fields);
        let places = self.answers.keys(kbkdf.additional.len());
        let keys = kbkdf.additional.iter().zip(places).map(|(template, place)| {
            let (template, count) = self.memory.template(template);
            CK_DERIVED_KEY { pTemplate: template, ulAttributeCount: count, phKey: place }
        });
        let keys: Vec<_> = keys.collect();
        let (keys, keys_len) = self.memory.array(keys);
        if !feedback {
            return self.structure(CK_SP800_108_KDF_PARAMS {
                prfType: ulong(kbkdf.prf),
                ulNumberOfDataParams: fields_len,
                pDataParams: fields,
                ulAdditionalDerivedKeys: keys_len,
                pAdditionalDerivedKeys: keys,
            });
        }
        let (iv, iv_len) = self.memory.bytes(&kbkdf.iv);
        self.structure(CK_SP800_108_FEEDBACK_KDF_PARAMS {
            prfType: ulong(kbkdf.prf),
            ulNumberOfDataParams: fields_len,
            pDataParams: fields,
            ulIVLen: iv_len,
            pIV: iv,
            ulAdditionalDerivedKeys: keys_len,
            pAdditionalDerivedKeys: keys,
        })
    }

    fn field(&mut self, field: &Field) -> CK_PRF_DATA_PARAM {
        let counter = |counter: &Counter| CK_SP800_108_COUNTER_FORMAT {
            bLittleEndian: u8::from(counter.little_endian),
            ulWidthInBits: ulong(counter.bits),
        };
        let (kind, (at, len)) = match field {
            Field::Iteration(None) => (ck::CK_SP800_108_ITERATION_VARIABLE, (null_mut(), 0)),
            Field::Iteration(Some(form)) => {
                (ck::CK_SP800_108_ITERATION_VARIABLE, self.structure(counter(form)))
            }
            Field::Counter(form) => (ck::CK_SP800_108_COUNTER, self.structure(counter(form))),
            Field::DkmLength(form) => {
                let method = if form.of_segments {
                    ck::CK_SP800_108_DKM_LENGTH_SUM_OF_SEGMENTS
                } else {
                    ck::CK_SP800_108_DKM_LENGTH_SUM_OF_KEYS
                };
                let form = CK_SP800_108_DKM_LENGTH_FORMAT {
                    dkmLengthMethod: ulong(method),
                    bLittleEndian: u8::from(form.little_endian),
                    ulWidthInBits: ulong(form.bits),
                };
                (ck::CK_SP800_108_DKM_LENGTH, self.structure(form))
            }
            Field::Bytes(bytes) => {
                let (at, len) = self.memory.bytes(bytes);
                (ck::CK_SP800_108_BYTE_ARRAY, (at.cast(), len))
            }
            Field::Key(handle) => (ck::CK_SP800_108_KEY_HANDLE, self.structure(ulong(*handle))),
        };
        CK_PRF_DATA_PARAM { type_: ulong(kind), pValue: at, ulValueLen: len }
    }
}

#[cold]
fn no_block() -> Error {
    let why = "the initialisation vector is not as long as a block";
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}
