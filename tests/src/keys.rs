//! Keys to test with: curves, templates for import, and short ways to generate.

use crate::{Mech, Rv, Session, Template, template};
use cryptoki_sys::*;

/// A named curve: DER of its object identifier and the length of a coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Curve {
    pub name: &'static str,
    pub oid: &'static [u8],
    pub length: usize,
}

macro_rules! curves {
    ($($id:ident $name:literal $length:literal $oid:literal;)*) => {
        $(
            #[doc = $name]
            pub const $id: Curve = Curve { name: $name, oid: $oid, length: $length };
        )*
    };
}

curves! {
    P224 "P-224" 28 b"\x06\x05\x2b\x81\x04\x00\x21";
    P256 "P-256" 32 b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    P384 "P-384" 48 b"\x06\x05\x2b\x81\x04\x00\x22";
    P521 "P-521" 66 b"\x06\x05\x2b\x81\x04\x00\x23";
    K256 "secp256k1" 32 b"\x06\x05\x2b\x81\x04\x00\x0a";
    ED25519 "Ed25519" 32 b"\x06\x03\x2b\x65\x70";
    ED448 "Ed448" 57 b"\x06\x03\x2b\x65\x71";
    X25519 "X25519" 32 b"\x06\x03\x2b\x65\x6e";
    X448 "X448" 56 b"\x06\x03\x2b\x65\x6f";
}

/// The curves of `CKK_EC`.
pub const WEIERSTRASS: [Curve; 5] = [P224, P256, P384, P521, K256];

/// DER of an OCTET STRING.
pub fn octet_string(bytes: &[u8]) -> Vec<u8> {
    let mut der = match bytes.len() {
        n @ 0..=127 => vec![4, n as u8],
        n @ 128..=255 => vec![4, 0x81, n as u8],
        n => vec![4, 0x82, (n >> 8) as u8, n as u8],
    };
    der.extend(bytes);
    der
}

/// Content of a DER OCTET STRING shorter than 256 bytes.
pub fn octets(der: &[u8]) -> &[u8] {
    match der {
        [4, 0x81, _, rest @ ..] => rest,
        [4, n, rest @ ..] if usize::from(*n) == rest.len() => rest,
        _ => der,
    }
}

/// Template for importing a secret key.
pub fn secret(key_type: u64, value: &[u8]) -> Template {
    template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => key_type, CKA_VALUE => value]
}

/// Template for importing an RSA public key.
pub fn rsa_public(n: &[u8], e: &[u8]) -> Template {
    template![CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => CKK_RSA, CKA_MODULUS => n, CKA_PUBLIC_EXPONENT => e]
}

/// Template for importing an EC (or Edwards, or Montgomery) public key from its bare point.
pub fn ec_public(key_type: u64, oid: &[u8], point: &[u8]) -> Template {
    let point = octet_string(point);
    template![CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => key_type, CKA_EC_PARAMS => oid, CKA_EC_POINT => point]
}

/// Template for importing an EC (or Edwards, or Montgomery) private key.
pub fn ec_private(key_type: u64, oid: &[u8], value: &[u8]) -> Template {
    template![CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => key_type, CKA_EC_PARAMS => oid, CKA_VALUE => value]
}

/// A generic secret that a derivation shall make, readable.
pub fn derived(length: usize) -> Template {
    template![
        CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => length as u64,
        CKA_SENSITIVE => false, CKA_EXTRACTABLE => true,
    ]
}

/// Attributes that make a key readable and wrappable.
pub fn open() -> Template {
    template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true]
}

impl Session {
    /// An AES key of `bytes` bytes.
    pub fn aes(self, bytes: u64, more: &Template) -> Result<u64, Rv> {
        self.generate(&Mech::new(CKM_AES_KEY_GEN), &template![CKA_VALUE_LEN => bytes].and(more))
    }

    /// A generic secret of `bytes` bytes.
    pub fn generic(self, bytes: u64, more: &Template) -> Result<u64, Rv> {
        self.generate(
            &Mech::new(CKM_GENERIC_SECRET_KEY_GEN),
            &template![CKA_VALUE_LEN => bytes].and(more),
        )
    }

    /// A readable AES key with this value.
    pub fn import_aes(self, value: &[u8], more: &Template) -> Result<u64, Rv> {
        self.create(&secret(CKK_AES, value).and(&open()).and(more))
    }

    /// An RSA key pair with exponent 65537.
    pub fn rsa(self, bits: u64, public: &Template, private: &Template) -> Result<(u64, u64), Rv> {
        let public =
            template![CKA_MODULUS_BITS => bits, CKA_PUBLIC_EXPONENT => &[1, 0, 1]].and(public);
        self.generate_pair(&Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN), &public, private)
    }

    /// A key pair on a curve.
    pub fn pair(
        self,
        curve: Curve,
        public: &Template,
        private: &Template,
    ) -> Result<(u64, u64), Rv> {
        let mechanism = match curve.name {
            "Ed25519" | "Ed448" => CKM_EC_EDWARDS_KEY_PAIR_GEN,
            "X25519" | "X448" => CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
            _ => CKM_EC_KEY_PAIR_GEN,
        };
        let public = template![CKA_EC_PARAMS => curve.oid].and(public);
        self.generate_pair(&Mech::new(mechanism), &public, private)
    }
}
