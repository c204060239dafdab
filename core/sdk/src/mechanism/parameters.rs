//! What may be said of a mechanism after it was made.

use super::{Hash, Mechanism};
use crate::object::Object;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ecdh1, EcdhAesWrap, Eddsa, Field, HkdfSalt, SignContext};

impl Mechanism {
    /// Additional authenticated data (GCM, CCM, ChaCha20-Poly1305).
    pub fn aad(mut self, aad: &[u8]) -> Self {
        match &mut self.base.params {
            Params::ChaCha20Poly1305(chacha) => chacha.aad = aad.to_vec(),
            Params::Gcm(gcm) => gcm.aad = aad.to_vec(),
            Params::Ccm(ccm) => ccm.aad = aad.to_vec(),
            _ => {
                return self.wrong(
                    "only GCM, CCM and ChaCha20-Poly1305 have additional authenticated data",
                );
            }
        }
        self
    }

    /// Bytes of the tag (GCM, CCM).
    pub fn tag_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Gcm(gcm) => gcm.tag_bits = bytes.saturating_mul(8),
            Params::Ccm(ccm) => ccm.mac_len = bytes,
            _ => match &mut self.series {
                Some(message) if message.tag_bits != 0 => {
                    message.tag_bits = bytes.saturating_mul(8)
                }
                _ => return self.wrong("only GCM and CCM have tags of several lengths"),
            },
        }
        self
    }

    /// Bytes of the data, where it comes in parts (CCM).
    pub fn data_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Ccm(ccm) => ccm.data_len = bytes,
            _ => return self.wrong("only CCM needs the length of the data"),
        }
        self
    }

    /// Bits of the block that count (CTR); bits of the number of a round (SP 800-108).
    pub fn counter_bits(mut self, bits: u64) -> Self {
        match &mut self.base.params {
            Params::Ctr(ctr) => ctr.counter_bits = bits,
            Params::Kbkdf(kbkdf) => {
                if bits == 0 {
                    kbkdf.fields.retain(|field| !matches!(field, Field::Counter(_)));
                }
                for field in &mut kbkdf.fields {
                    if let Field::Iteration(Some(counter)) | Field::Counter(counter) = field {
                        counter.bits = bits;
                    }
                }
            }
            _ => return self.wrong("only CTR and SP 800-108 count"),
        }
        self
    }

    /// Another initial value than that of the standard (AES key wrap): 8 bytes, of RFC 5649 4.
    pub fn initial(mut self, value: &[u8]) -> Self {
        match (self.base.kind, &mut self.base.params) {
            (
                CKM_AES_KEY_WRAP
                | CKM_AES_KEY_WRAP_KWP
                | CKM_AES_KEY_WRAP_PKCS7
                | CKM_AES_KEY_WRAP_PAD,
                params,
            ) => *params = Params::Bytes(value.to_vec()),
            _ => return self.wrong("only AES key wrap has an initial value"),
        }
        self
    }

    /// Bytes of the MAC (HMAC, CMAC, TLS): the first of it.
    pub fn mac_len(mut self, bytes: u64) -> Self {
        if let Params::TlsMac(mac) = &mut self.base.params {
            mac.len = bytes;
            return self;
        }
        match Hash::general(self.base.kind) {
            Some(general) => {
                self.base = strongroom_base::Mechanism::new(general, Params::Ulong(bytes));
                self
            }
            None => self.wrong("only a MAC has a length to be chosen"),
        }
    }

    /// Bytes of the salt (PSS).
    pub fn salt_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Pss(pss) => pss.salt_len = bytes,
            _ => return self.wrong("only PSS has a salt with a length"),
        }
        self
    }

    /// The hash of the mask (PSS, OAEP), where it is another than that of the data.
    pub fn mgf_hash(mut self, hash: Hash) -> Self {
        let mgf = hash.row().mgf;
        match &mut self.base.params {
            _ if mgf == 0 => return self.wrong("there is no mask with this hash"),
            Params::Pss(pss) => pss.mgf = mgf,
            Params::Oaep(oaep) | Params::RsaAesWrap { oaep, .. } => oaep.mgf = mgf,
            _ => return self.wrong("only PSS and OAEP have a mask"),
        }
        self
    }

    /// The label (OAEP).
    pub fn label(mut self, label: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Oaep(oaep) | Params::RsaAesWrap { oaep, .. } => oaep.label = label.to_vec(),
            _ => return self.wrong("only OAEP has a label"),
        }
        self
    }

    /// The context (EdDSA, ML-DSA, SLH-DSA), up to 255 bytes.
    pub fn context(mut self, context: &[u8]) -> Self {
        let context = context.to_vec();
        match (self.base.kind, &mut self.base.params) {
            (_, Params::Eddsa(eddsa)) => eddsa.context = context,
            (_, Params::SignContext(sign) | Params::HashSignContext(sign, _)) => {
                sign.context = context;
            }
            (CKM_EDDSA, params) => *params = Params::Eddsa(Eddsa { prehash: false, context }),
            (kind, params) if is_post_quantum(kind) => {
                *params = Params::SignContext(SignContext { hedge: CKH_HEDGE_PREFERRED, context });
            }
            _ => return self.wrong("only EdDSA, ML-DSA and SLH-DSA have a context"),
        }
        self
    }

    /// Whether signatures of the same data are the same (ML-DSA, SLH-DSA).
    pub fn deterministic(mut self) -> Self {
        let hedge = CKH_DETERMINISTIC_REQUIRED;
        match (self.base.kind, &mut self.base.params) {
            (_, Params::SignContext(sign) | Params::HashSignContext(sign, _)) => sign.hedge = hedge,
            (kind, params) if is_post_quantum(kind) => {
                *params = Params::SignContext(SignContext { hedge, context: Vec::new() });
            }
            _ => return self.wrong("only ML-DSA and SLH-DSA can be told to be deterministic"),
        }
        self
    }

    /// The derivation function of X9.63 with this hash, and what both parties know (ECDH, and wrapping by way of it).
    pub fn kdf(self, hash: Hash, shared: &[u8]) -> Self {
        self.derived_by(hash.row().kdf, shared)
    }

    /// The one-step derivation function of SP 800-56C with this hash, and what both parties know.
    pub fn kdf_sp800_56c(self, hash: Hash, shared: &[u8]) -> Self {
        self.derived_by(hash.row().kdf_sp800, shared)
    }

    fn derived_by(mut self, function: u64, known: &[u8]) -> Self {
        match &mut self.base.params {
            _ if function == 0 => {
                return self.wrong("there is no derivation function with this hash");
            }
            Params::Ecdh1(Ecdh1 { kdf, shared, .. })
            | Params::EcdhAesWrap(EcdhAesWrap { kdf, shared, .. }) => {
                (*kdf, *shared) = (function, known.to_vec());
            }
            _ => return self.wrong("only ECDH has a derivation function"),
        }
        self
    }

    /// What goes into the derivation function of X9.42.
    pub fn info(mut self, info: &[u8]) -> Self {
        match &mut self.base.params {
            Params::X942Dh1(dh) => {
                (dh.kdf, dh.other_info) = (CKD_SHA1_KDF_CONCATENATE, info.to_vec());
            }
            _ => return self.wrong("only X9.42 derives with other info"),
        }
        self
    }

    /// The salt of the extraction (HKDF).
    pub fn salt(mut self, salt: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Hkdf(hkdf) => hkdf.salt = HkdfSalt::Data(salt.to_vec()),
            _ => return self.wrong("only HKDF has a salt"),
        }
        self
    }

    /// The salt of the extraction is another key of the same token (HKDF).
    pub fn salt_key(self, key: &Object) -> Self {
        self.salt_handle(key.handle())
    }

    pub(super) fn salt_handle(mut self, handle: u64) -> Self {
        match &mut self.base.params {
            Params::Hkdf(hkdf) => hkdf.salt = HkdfSalt::Key(handle),
            _ => return self.wrong("only HKDF has a salt"),
        }
        self
    }

    /// Only one of the two steps (HKDF).
    pub fn steps(mut self, extract: bool, expand: bool) -> Self {
        match &mut self.base.params {
            Params::Hkdf(hkdf) => (hkdf.extract, hkdf.expand) = (extract, expand),
            _ => return self.wrong("only HKDF has two steps"),
        }
        self
    }
}

/// Whether it is ML-DSA or SLH-DSA, with a hash or without.
fn is_post_quantum(kind: u64) -> bool {
    let of = |hash: Hash| [hash.row().ml_dsa, hash.row().slh_dsa].contains(&kind) && kind != 0;
    matches!(kind, CKM_ML_DSA | CKM_SLH_DSA) || Hash::all().any(of)
}
