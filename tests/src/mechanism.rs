//! Mechanisms and their parameters, laid out word by word, so that a test can cut, stretch and poison
//! what it passes as easily as it can pass the right thing.

use crate::ffi::address;
use cryptoki_sys::*;

/// A `CK_MECHANISM` with everything it points to.
pub struct Mech {
    /// The mechanism's number.
    pub number: u64,
    /// The parameter as C sees it.
    pub parameter: Vec<u8>,
    /// Pass NULL with this length instead of the parameter.
    pub null_with: Option<u64>,
    kept: Vec<Box<[u8]>>,
}

impl Mech {
    /// A mechanism without parameter.
    pub fn new(number: u64) -> Mech {
        Mech { number, parameter: Vec::new(), null_with: None, kept: Vec::new() }
    }

    /// A mechanism whose parameter is these bytes (an IV, for example).
    pub fn bytes(number: u64, parameter: &[u8]) -> Mech {
        Mech { parameter: parameter.to_vec(), ..Mech::new(number) }
    }

    /// The mechanism with another number.
    #[must_use]
    pub fn numbered(mut self, number: u64) -> Mech {
        self.number = number;
        self
    }

    /// The mechanism with these bytes as its parameter, whatever they point to still there.
    #[must_use]
    pub fn with_parameter(mut self, parameter: &[u8]) -> Mech {
        self.parameter = parameter.to_vec();
        self
    }

    /// The mechanism with NULL and this length as its parameter.
    #[must_use]
    pub fn null(mut self, length: u64) -> Mech {
        self.null_with = Some(length);
        self
    }

    /// Adds a word to the parameter.
    #[must_use]
    pub fn word(mut self, word: u64) -> Mech {
        self.parameter.extend(word.to_ne_bytes());
        self
    }

    /// Adds a pointer to a copy of `bytes`; NULL when there are none.
    #[must_use]
    pub fn pointer(mut self, bytes: &[u8]) -> Mech {
        if bytes.is_empty() {
            return self.word(0);
        }
        let kept: Box<[u8]> = bytes.into();
        let at = address(&kept);
        self.kept.push(kept);
        self.word(at)
    }

    /// Keeps the parameter of another mechanism alive and points to it.
    #[must_use]
    pub fn nested(mut self, inner: Mech) -> Mech {
        self.kept.extend(inner.kept);
        self.pointer(&inner.parameter)
    }

    /// Changes the word at `index` of the parameter.
    #[must_use]
    pub fn poke(mut self, index: usize, word: u64) -> Mech {
        self.parameter[index * 8..index * 8 + 8].copy_from_slice(&word.to_ne_bytes());
        self
    }

    /// The `CK_MECHANISM` as bytes. It points into `self`.
    pub fn structure(&self) -> Vec<u8> {
        let (at, length) = match self.null_with {
            Some(length) => (0, length),
            None if self.parameter.is_empty() => (0, 0),
            None => (address(&self.parameter), self.parameter.len() as u64),
        };
        [self.number, at, length].iter().flat_map(|w| w.to_ne_bytes()).collect()
    }

    /// `CK_GCM_PARAMS`; the tag in bits.
    pub fn gcm(iv: &[u8], aad: &[u8], tag_bits: u64) -> Mech {
        let (iv_length, aad_length) = (iv.len() as u64, aad.len() as u64);
        let m = Mech::new(CKM_AES_GCM).pointer(iv).word(iv_length).word(iv_length * 8);
        m.pointer(aad).word(aad_length).word(tag_bits)
    }

    /// `CK_CCM_PARAMS`; the length of the data and of the MAC in bytes.
    pub fn ccm(data: usize, nonce: &[u8], aad: &[u8], mac: u64) -> Mech {
        let m = Mech::new(CKM_AES_CCM).word(data as u64).pointer(nonce).word(nonce.len() as u64);
        m.pointer(aad).word(aad.len() as u64).word(mac)
    }

    /// `CK_AES_CTR_PARAMS`.
    pub fn ctr(counter_bits: u64, block: &[u8; 16]) -> Mech {
        let mut m = Mech::new(CKM_AES_CTR).word(counter_bits);
        m.parameter.extend(block);
        m
    }

    /// `CK_RSA_PKCS_OAEP_PARAMS`.
    pub fn oaep(hash: u64, mgf: u64, label: &[u8]) -> Mech {
        let m = Mech::new(CKM_RSA_PKCS_OAEP).word(hash).word(mgf).word(CKZ_DATA_SPECIFIED);
        m.pointer(label).word(label.len() as u64)
    }

    /// `CK_RSA_PKCS_PSS_PARAMS` for `number`.
    pub fn pss(number: u64, hash: u64, mgf: u64, salt: u64) -> Mech {
        Mech::new(number).word(hash).word(mgf).word(salt)
    }

    /// `CK_ECDH1_DERIVE_PARAMS` for `number`.
    pub fn ecdh(number: u64, kdf: u64, shared: &[u8], public: &[u8]) -> Mech {
        let m = Mech::new(number).word(kdf).word(shared.len() as u64).pointer(shared);
        m.word(public.len() as u64).pointer(public)
    }

    /// `CK_HKDF_PARAMS` with extract and expand and a salt given as data (none when empty).
    pub fn hkdf(hash: u64, salt: &[u8], info: &[u8]) -> Mech {
        Mech::hkdf_steps(true, true, hash, salt, info)
    }

    /// `CK_HKDF_PARAMS`.
    pub fn hkdf_steps(extract: bool, expand: bool, hash: u64, salt: &[u8], info: &[u8]) -> Mech {
        let mut m = Mech::new(CKM_HKDF_DERIVE);
        m.parameter.extend([u8::from(extract), u8::from(expand), 0, 0, 0, 0, 0, 0]);
        let kind = if salt.is_empty() { CKF_HKDF_SALT_NULL } else { CKF_HKDF_SALT_DATA };
        let m = m.word(hash).word(kind).pointer(salt).word(salt.len() as u64).word(0);
        m.pointer(info).word(info.len() as u64)
    }

    /// `CK_EDDSA_PARAMS`.
    pub fn eddsa(prehash: bool, context: &[u8]) -> Mech {
        let mut m = Mech::new(CKM_EDDSA);
        m.parameter.extend([u8::from(prehash), 0, 0, 0, 0, 0, 0, 0]);
        m.word(context.len() as u64).pointer(context)
    }

    /// `CK_RSA_AES_KEY_WRAP_PARAMS`.
    pub fn rsa_aes(aes_bits: u64, oaep: Mech) -> Mech {
        Mech::new(CKM_RSA_AES_KEY_WRAP).word(aes_bits).nested(oaep)
    }

    /// `CK_CHACHA20_PARAMS`.
    pub fn chacha20(counter: &[u8], nonce: &[u8]) -> Mech {
        let m = Mech::new(CKM_CHACHA20).pointer(counter).word(8 * counter.len() as u64);
        m.pointer(nonce).word(8 * nonce.len() as u64)
    }

    /// `CK_SALSA20_CHACHA20_POLY1305_PARAMS`.
    pub fn chacha20_poly1305(nonce: &[u8], aad: &[u8]) -> Mech {
        let m = Mech::new(CKM_CHACHA20_POLY1305).pointer(nonce).word(8 * nonce.len() as u64);
        m.pointer(aad).word(aad.len() as u64)
    }

    /// `CK_PKCS5_PBKD2_PARAMS2`.
    pub fn pbkdf2(prf: u64, iterations: u64, salt: &[u8], password: &[u8]) -> Mech {
        let m = Mech::new(CKM_PKCS5_PBKD2).word(CKZ_SALT_SPECIFIED);
        let m = m.pointer(salt).word(salt.len() as u64).word(iterations).word(prf);
        m.word(0).word(0).pointer(password).word(password.len() as u64)
    }

    /// `CK_SSL3_RANDOM_DATA`, with which some parameters begin.
    pub fn tls_random(number: u64, client: &[u8], server: &[u8]) -> Mech {
        let m = Mech::new(number).pointer(client).word(client.len() as u64);
        m.pointer(server).word(server.len() as u64)
    }

    /// `CK_TLS12_KEY_MAT_PARAMS` with SHA-256, for keys for MACs, for data, and vectors of these bits. What it
    /// answers is where [`Mech::answered`] finds it.
    pub fn tls_keys(number: u64, mac_bits: u64, key_bits: u64, iv_bits: u64) -> Mech {
        Mech::tls_keys_with(number, [mac_bits, key_bits, iv_bits], &[1; 32], &[2; 32])
    }

    /// The same, with what both parties have sent.
    pub fn tls_keys_with(number: u64, bits: [u64; 3], client: &[u8], server: &[u8]) -> Mech {
        let m = bits.iter().fold(Mech::new(number), |m, bits| m.word(*bits)).word(0);
        let m = m.pointer(client).word(client.len() as u64);
        let m = m.pointer(server).word(server.len() as u64);
        let vector = vec![0; bits[2] as usize / 8];
        let out = Mech::new(0).word(0).word(0).word(0).word(0).pointer(&vector).pointer(&vector);
        m.nested(out).word(CKM_SHA256)
    }

    /// The memory that a parameter points to, in the order in which it was added, as it is now.
    pub fn answered(&self) -> impl Iterator<Item = &[u8]> {
        self.kept.iter().map(|kept| &**kept)
    }

    /// `CK_TLS_KDF_PARAMS` with SHA-256; a context that is empty is none.
    pub fn tls_kdf(
        number: u64,
        label: &[u8],
        client: &[u8],
        server: &[u8],
        context: &[u8],
    ) -> Mech {
        let m = Mech::new(number).word(CKM_SHA256).pointer(label).word(label.len() as u64);
        let m = m.pointer(client).word(client.len() as u64);
        let m = m.pointer(server).word(server.len() as u64);
        m.pointer(context).word(context.len() as u64)
    }
}
