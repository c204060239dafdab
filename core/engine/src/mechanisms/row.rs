//! What a row of the mechanism table says.

use super::operation::{Cipher, Init, Signer, Verifier};
use crate::keys::Key;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Shape, shape_of};
use strongroom_base::{MechanismInfo, Params, Result, Secret, Template};

/// A mechanism: what it is called, what it takes, and the functions that do it.
#[allow(clippy::type_complexity)] // each type is said once, where it means something
#[derive(Clone, Copy)]
pub struct Row {
    /// `CKM_…`
    pub kind: u64,
    /// The key types (`CKK_…`) that its operations take. Empty: it takes no key.
    pub key_types: &'static [u64],
    /// Smallest and largest key: bits for RSA and EC, bytes otherwise. (0, 0) for a mechanism without
    /// keys.
    pub sizes: (u64, u64),
    /// Whether the chapter counts in bits where keys count their bytes.
    pub sizes_in_bits: bool,
    /// Whether data may come in several parts.
    pub multi_part: bool,
    /// Whether it also encrypts and decrypts messages, each with parameters of its own. Whatever signs and
    /// verifies does so with messages too.
    pub messages: bool,
    /// Begins an encryption.
    pub encrypt: Option<fn(&Init<'_>) -> Result<Box<dyn Cipher>>>,
    /// Begins a decryption.
    pub decrypt: Option<fn(&Init<'_>) -> Result<Box<dyn Cipher>>>,
    /// Begins a digest.
    pub digest: Option<fn(&Params) -> Result<Box<dyn Signer>>>,
    /// Begins a signature or a MAC.
    pub sign: Option<fn(&Init<'_>) -> Result<Box<dyn Signer>>>,
    /// Begins a verification.
    pub verify: Option<fn(&Init<'_>) -> Result<Box<dyn Verifier>>>,
    /// Begins a signature that carries its data.
    pub sign_recover: Option<fn(&Init<'_>) -> Result<Box<dyn Cipher>>>,
    /// Begins a verification that gives the data back.
    pub verify_recover: Option<fn(&Init<'_>) -> Result<Box<dyn Cipher>>>,
    /// Makes the value of a key: from the parameters and the caller's template, the attributes that the
    /// generation contributes (`CKA_VALUE`, …).
    pub generate: Option<fn(&Params, &Template) -> Result<Template>>,
    /// The class of what `generate` makes, `CKO_…`.
    pub generates: u64,
    /// Makes the values of a key pair: from the parameters and the public and private templates, what the
    /// generation contributes to each.
    pub generate_pair: Option<fn(&Params, &Template, &Template) -> Result<(Template, Template)>>,
    /// Wraps bytes: a secret key's value, or a private key as PKCS #8 PrivateKeyInfo.
    pub wrap: Option<fn(&Init<'_>, &Secret) -> Result<Vec<u8>>>,
    /// Unwraps what `wrap` made. Failures are `CKR_WRAPPED_KEY_INVALID` or `CKR_WRAPPED_KEY_LEN_RANGE`.
    pub unwrap: Option<fn(&Init<'_>, &[u8]) -> Result<Secret>>,
    /// Derives the bytes of a key: as many as the caller wants, or, where he does not say, as many as
    /// the mechanism gives by itself.
    pub derive: Option<fn(&Init<'_>, Option<usize>) -> Result<Secret>>,
    /// Derives the bytes of several keys at once, of these lengths.
    pub derive_keys: Option<fn(&Init<'_>, &[usize]) -> Result<Vec<Secret>>>,
    /// Derives an object of the template's class: what the derivation contributes, and what it shows beside,
    /// each as a data object of the session.
    pub derive_object: Option<fn(&Init<'_>, &Template) -> Result<(Template, Vec<Secret>)>>,
    /// What a derivation shows beside its keys, each as a data object of the session.
    pub shows: Option<fn(&Init<'_>) -> Result<Vec<Secret>>>,
    /// The only mechanisms that a derived key is for (`CKA_ALLOWED_MECHANISMS`), unless its template names
    /// others. Empty: any.
    pub allows: &'static [u64],
    /// Makes a secret for the owner of a public key, of as many bytes as the caller wants, or, where he does
    /// not say, as the mechanism gives by itself: the ciphertext that the owner gets, and the secret.
    pub encapsulate: Option<fn(&Init<'_>, Option<usize>) -> Result<(Vec<u8>, Secret)>>,
    /// Bytes of the ciphertext for a key.
    pub encapsulated_len: Option<fn(&Key) -> usize>,
    /// The secret in such a ciphertext. `CKR_WRAPPED_KEY_LEN_RANGE`
    pub decapsulate: Option<fn(&Init<'_>, &[u8], Option<usize>) -> Result<Secret>>,
    /// Further `CKF_…` flags that no pointer tells (`CKF_EC_…`).
    pub flags: u64,
    /// Which library does the work.
    pub library: Library,
    /// What an operation with data costs.
    pub cost: Cost,
    /// Whether it should still be used.
    pub standing: Standing,
    /// The `CKF_…` of what the strict profile leaves of it, where its standing does not say: all of what
    /// is [`Standing::Default`], nothing of the rest.
    pub strict: Option<u64>,
}

/// The library behind a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Library {
    /// AWS-LC
    AwsLc,
    /// OpenSSL
    OpenSsl,
    /// RustCrypto
    RustCrypto,
    /// Bitcoin Core's libsecp256k1
    Libsecp256k1,
}

/// What encrypting, decrypting, signing, verifying or digesting costs, with data of up to [`SHORT`] bytes: who runs
/// it knows whether to do it at once or to leave it to a pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cost {
    /// Some 100 µs at most.
    Inline,
    /// The same with a key that [is quick](Key::is_quick), more with others.
    ByKey,
    /// More, or nobody has measured it.
    Pool,
}

/// Bytes of data that are short: the slowest that is [`Cost::Inline`], SHA3-512, takes 60 µs for them. A record of
/// TLS has no more.
pub const SHORT: usize = 16 << 10;

/// Whether a mechanism should still be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It should.
    Default,
    /// Only for what exists; refused by the strict profile, but for what [`Row::strict`] keeps.
    Legacy,
    /// It protects nothing; refused by the strict profile, but for what [`Row::strict`] keeps.
    Weak,
}

impl Row {
    /// A row that can do nothing, to be completed.
    pub const EMPTY: Self = Self {
        kind: CKM_VENDOR_DEFINED,
        key_types: &[],
        sizes: (0, 0),
        sizes_in_bits: false,
        multi_part: true,
        messages: false,
        encrypt: None,
        decrypt: None,
        digest: None,
        sign: None,
        verify: None,
        sign_recover: None,
        verify_recover: None,
        generate: None,
        generates: CKO_SECRET_KEY,
        generate_pair: None,
        wrap: None,
        unwrap: None,
        derive: None,
        derive_keys: None,
        derive_object: None,
        shows: None,
        allows: &[],
        encapsulate: None,
        encapsulated_len: None,
        decapsulate: None,
        flags: 0,
        library: Library::AwsLc,
        cost: Cost::Pool,
        standing: Standing::Default,
        strict: None,
    };

    /// The `CKF_…` flags of the row.
    pub fn flags(&self) -> u64 {
        [
            (self.encrypt.is_some(), CKF_ENCRYPT),
            (self.decrypt.is_some(), CKF_DECRYPT),
            (self.messages && self.encrypt.is_some(), CKF_MESSAGE_ENCRYPT),
            (self.messages && self.decrypt.is_some(), CKF_MESSAGE_DECRYPT),
            (self.sign.is_some(), CKF_MESSAGE_SIGN),
            (self.verify.is_some(), CKF_MESSAGE_VERIFY),
            (self.multi_part && (self.messages || self.sign.is_some()), CKF_MULTI_MESSAGE),
            (self.digest.is_some(), CKF_DIGEST),
            (self.sign.is_some(), CKF_SIGN),
            (self.verify.is_some(), CKF_VERIFY),
            (self.sign_recover.is_some(), CKF_SIGN_RECOVER),
            (self.verify_recover.is_some(), CKF_VERIFY_RECOVER),
            (self.generate.is_some(), CKF_GENERATE),
            (self.generate_pair.is_some(), CKF_GENERATE_KEY_PAIR),
            (self.wrap.is_some(), CKF_WRAP),
            (self.unwrap.is_some(), CKF_UNWRAP),
            (
                self.derive.is_some() || self.derive_keys.is_some() || self.derive_object.is_some(),
                CKF_DERIVE,
            ),
            (self.encapsulate.is_some(), CKF_ENCAPSULATE),
            (self.decapsulate.is_some(), CKF_DECAPSULATE),
        ]
        .iter()
        .filter(|(has, _)| *has)
        .fold(self.flags, |flags, (_, flag)| flags | flag)
    }

    /// What `C_GetMechanismInfo` says.
    pub fn info(&self) -> MechanismInfo {
        let unit = if self.sizes_in_bits { 8 } else { 1 };
        MechanismInfo {
            min_key_size: self.sizes.0 * unit,
            max_key_size: self.sizes.1 * unit,
            flags: self.flags(),
        }
    }

    /// Whether an operation with so many bytes of input takes some 100 µs at most.
    pub fn is_short(&self, params: &Params, key: Option<&Key>, len: usize) -> bool {
        let beside = match params {
            Params::Gcm(gcm) => gcm.aad.len(),
            Params::Ccm(ccm) => ccm.aad.len(),
            Params::ChaCha20Poly1305(chacha) => chacha.aad.len(),
            _ => 0,
        };
        let quick = match self.cost {
            Cost::Inline => true,
            Cost::ByKey => key.is_some_and(Key::is_quick),
            Cost::Pool => false,
        };
        quick && len.saturating_add(beside) <= SHORT
    }

    /// The shape of its parameters.
    pub fn shape(&self) -> Shape {
        shape_of(self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::{all, find};

    fn key(class: u64, key_type: u64, value: u64, bytes: &[u8]) -> Key {
        Key::parse(class, key_type, &Template::new().with(value, bytes)).unwrap()
    }

    #[test]
    fn what_is_at_once_has_secret_keys_or_quick_ones() {
        let secret = key(CKO_SECRET_KEY, CKK_AES, CKA_VALUE, &[7; 16]);
        for row in all() {
            let asymmetric = [
                CKK_RSA,
                CKK_EC,
                CKK_EC_EDWARDS,
                CKK_EC_MONTGOMERY,
                CKK_ML_DSA,
                CKK_SLH_DSA,
                CKK_DSA,
            ]
            .iter()
            .any(|kind| row.key_types.contains(kind));
            let short = row.is_short(&Params::None, Some(&secret), SHORT);
            match row.cost {
                // It is the row's alone where no key is slow.
                Cost::Inline => assert!(!asymmetric && short, "{:#x}", row.kind),
                Cost::ByKey => assert!(asymmetric && short, "{:#x}", row.kind),
                Cost::Pool => assert!(!short, "{:#x}", row.kind),
            }
            // Neither without a key where keys count, nor with much data.
            assert_eq!(row.is_short(&Params::None, None, 0), row.cost == Cost::Inline);
            assert!(!row.is_short(&Params::None, Some(&secret), SHORT + 1));
        }
    }

    #[test]
    fn slow_rows_are_slow_and_data_beside_counts() {
        for slow in [CKM_SLH_DSA, CKM_DSA, CKM_AES_KEY_WRAP_KWP, CKM_AES_CFB8, CKM_DES3_CBC] {
            assert_eq!(find(slow).unwrap().cost, Cost::Pool, "{slow:#x}");
        }
        let gcm = |aad| {
            let aad = vec![0; aad];
            let gcm = strongroom_base::mechanism::Gcm { iv: vec![0; 12], aad, tag_bits: 128 };
            find(CKM_AES_GCM).unwrap().is_short(&Params::Gcm(gcm), None, 1 << 10)
        };
        assert!(gcm(15 << 10) && !gcm(16 << 10));
    }
}
