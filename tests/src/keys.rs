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
    P192 "P-192" 24 b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x01";
    BRAINPOOL_P160R1 "brainpoolP160r1" 20 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x01";
    BRAINPOOL_P160T1 "brainpoolP160t1" 20 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x02";
    BRAINPOOL_P192R1 "brainpoolP192r1" 24 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x03";
    BRAINPOOL_P192T1 "brainpoolP192t1" 24 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x04";
    BRAINPOOL_P224R1 "brainpoolP224r1" 28 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x05";
    BRAINPOOL_P224T1 "brainpoolP224t1" 28 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x06";
    BRAINPOOL_P256R1 "brainpoolP256r1" 32 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07";
    BRAINPOOL_P256T1 "brainpoolP256t1" 32 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x08";
    BRAINPOOL_P320R1 "brainpoolP320r1" 40 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x09";
    BRAINPOOL_P320T1 "brainpoolP320t1" 40 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0a";
    BRAINPOOL_P384R1 "brainpoolP384r1" 48 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0b";
    BRAINPOOL_P384T1 "brainpoolP384t1" 48 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0c";
    BRAINPOOL_P512R1 "brainpoolP512r1" 64 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0d";
    BRAINPOOL_P512T1 "brainpoolP512t1" 64 b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0e";
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
pub const WEIERSTRASS: [Curve; 20] = [
    P192,
    P224,
    P256,
    P384,
    P521,
    K256,
    BRAINPOOL_P160R1,
    BRAINPOOL_P160T1,
    BRAINPOOL_P192R1,
    BRAINPOOL_P192T1,
    BRAINPOOL_P224R1,
    BRAINPOOL_P224T1,
    BRAINPOOL_P256R1,
    BRAINPOOL_P256T1,
    BRAINPOOL_P320R1,
    BRAINPOOL_P320T1,
    BRAINPOOL_P384R1,
    BRAINPOOL_P384T1,
    BRAINPOOL_P512R1,
    BRAINPOOL_P512T1,
];

/// The prime of a domain of DSA (NIST CAVP, SigGen, L=2048, N=224).
#[rustfmt::skip] // many numbers
pub const DSA_PRIME: [u8; 256] = [
    0xa4, 0xc7, 0xea, 0xab, 0x42, 0xc4, 0xc7, 0x3b, 0x75, 0x77, 0x70, 0x91, 0x64, 0x89, 0xf1, 0x7c, 0xd5, 0x07, 0x25, 0xcd,
    0x0a, 0x4b, 0xc4, 0xe1, 0xcf, 0x67, 0xf7, 0x63, 0xb8, 0xc1, 0xde, 0x2d, 0x6d, 0xab, 0x98, 0x56, 0xba, 0xaf, 0xb0, 0x08,
    0xf3, 0x65, 0xb1, 0x8a, 0x42, 0xe1, 0x4d, 0xc5, 0x1f, 0x35, 0x0b, 0x88, 0xec, 0xa0, 0x20, 0x9c, 0x5a, 0xa4, 0xfd, 0x71,
    0xa7, 0xa9, 0x6c, 0x76, 0x5f, 0x59, 0x01, 0xc2, 0x1e, 0x72, 0x05, 0x70, 0xd7, 0x83, 0x7b, 0xec, 0x7c, 0x76, 0xd2, 0xe4,
    0x93, 0x44, 0x73, 0x1c, 0xa3, 0x94, 0x05, 0xd0, 0xa8, 0x79, 0xb9, 0xe0, 0xdc, 0xd1, 0xa8, 0x12, 0x5f, 0xd1, 0x30, 0xec,
    0x1e, 0x78, 0x3e, 0x65, 0x4b, 0x94, 0xe3, 0x00, 0x2e, 0x6b, 0x62, 0x9e, 0x90, 0x4a, 0xb3, 0x87, 0x78, 0x67, 0x72, 0x0c,
    0xbd, 0x54, 0xb4, 0x27, 0x0a, 0x9e, 0x15, 0xcd, 0x02, 0x8c, 0x7c, 0xc7, 0x96, 0xf0, 0x6c, 0x27, 0x2a, 0x66, 0x09, 0x51,
    0x92, 0x8f, 0xdb, 0xeb, 0x2d, 0xca, 0x06, 0x1b, 0x41, 0xe9, 0x32, 0x25, 0x73, 0x05, 0x74, 0x2f, 0xf1, 0x6e, 0x2f, 0x42,
    0x91, 0x91, 0xd5, 0xe5, 0xf1, 0xa6, 0xdd, 0xf6, 0xe7, 0x8c, 0x5d, 0x77, 0x22, 0xcf, 0xf8, 0x0a, 0x9c, 0x0b, 0xd5, 0xc8,
    0xd7, 0xae, 0xba, 0x8c, 0x04, 0x43, 0x89, 0x92, 0xb0, 0x75, 0xe3, 0x07, 0xc1, 0x53, 0x4c, 0x49, 0xad, 0x38, 0x0f, 0x47,
    0x7f, 0x5f, 0x79, 0x87, 0xdc, 0x17, 0x2c, 0x16, 0x1d, 0xca, 0x38, 0xdc, 0xaf, 0x3f, 0xb3, 0x84, 0x6c, 0x72, 0xc9, 0x11,
    0x9a, 0x52, 0x99, 0xad, 0xc7, 0x48, 0x95, 0x1b, 0x3d, 0xce, 0x0d, 0x00, 0xd4, 0xa9, 0x01, 0x38, 0x00, 0xb2, 0x00, 0x82,
    0x03, 0xb7, 0x24, 0x65, 0xbc, 0x6a, 0x84, 0xae, 0x05, 0x9a, 0x30, 0xc4, 0x52, 0x2d, 0xea, 0x57,
];

/// Its order.
#[rustfmt::skip] // many numbers
pub const DSA_SUBPRIME: [u8; 28] = [
    0xce, 0x89, 0xfe, 0x33, 0x2b, 0x8e, 0x4e, 0xb3, 0xd1, 0xe8, 0xdd, 0xce, 0xa5, 0xd1, 0x63, 0xa5, 0xbc, 0x13, 0xb6, 0x3f,
    0x16, 0x99, 0x37, 0x55, 0x42, 0x7a, 0xef, 0x43,
];

/// Its base.
#[rustfmt::skip] // many numbers
pub const DSA_BASE: [u8; 256] = [
    0x8c, 0x46, 0x5e, 0xdf, 0x5a, 0x18, 0x07, 0x30, 0x29, 0x1e, 0x08, 0x0d, 0xfc, 0x53, 0x85, 0x39, 0x7a, 0x50, 0x06, 0x45,
    0x0d, 0xba, 0x2e, 0xfe, 0x01, 0x29, 0x26, 0x4f, 0xbd, 0x89, 0x7b, 0xb5, 0x57, 0x9c, 0xa0, 0xea, 0xb1, 0x9a, 0xa2, 0x78,
    0x22, 0x04, 0x24, 0x72, 0x4b, 0x4f, 0x2a, 0x6f, 0x6e, 0xe6, 0x32, 0x84, 0x32, 0xab, 0xf6, 0x61, 0x38, 0x06, 0x46, 0x09,
    0x72, 0x33, 0x50, 0x53, 0x39, 0xc5, 0x51, 0x9d, 0x35, 0x7d, 0x71, 0x12, 0xb6, 0xee, 0xc9, 0x38, 0xb8, 0x5d, 0x5a, 0xa7,
    0x5c, 0xc2, 0xe3, 0x80, 0x92, 0xf0, 0xa5, 0x30, 0xac, 0xb5, 0x4e, 0x50, 0xfe, 0x82, 0xc4, 0xd5, 0x62, 0xfb, 0x0f, 0x30,
    0x36, 0xb8, 0x0b, 0x30, 0x33, 0x40, 0x23, 0xeb, 0xbe, 0x66, 0x37, 0xa0, 0x01, 0x0b, 0x00, 0xc7, 0xdb, 0x86, 0x37, 0x11,
    0x68, 0x56, 0x36, 0x71, 0xe1, 0xe0, 0xf0, 0x28, 0xae, 0xdb, 0xd4, 0x5d, 0x2d, 0x57, 0x26, 0x21, 0xa6, 0x09, 0x98, 0x2a,
    0x07, 0x3e, 0x51, 0xaa, 0xe2, 0x77, 0x07, 0xaf, 0xbe, 0xef, 0x29, 0xe2, 0xec, 0xee, 0x84, 0xd7, 0xa6, 0xd5, 0xda, 0x38,
    0x2b, 0xe3, 0xa3, 0x5f, 0x42, 0xb6, 0xc6, 0x68, 0x49, 0x20, 0x2a, 0xb1, 0x9d, 0x02, 0x5b, 0x86, 0x9d, 0x08, 0x77, 0x64,
    0x76, 0xd1, 0xab, 0x98, 0x14, 0x75, 0xad, 0x2a, 0xd2, 0xf3, 0xe6, 0xfd, 0x07, 0xe3, 0x06, 0x96, 0xd9, 0x0a, 0x62, 0x68,
    0x16, 0xdf, 0x60, 0xd6, 0xca, 0x7a, 0xfd, 0x7b, 0x48, 0x2f, 0x94, 0x2f, 0x83, 0xb4, 0x5c, 0xc8, 0x29, 0x33, 0x73, 0x1f,
    0x87, 0xfa, 0xee, 0x32, 0x09, 0x00, 0xf2, 0xaa, 0x3e, 0x70, 0xb1, 0x86, 0x7e, 0x14, 0x30, 0xe4, 0x0b, 0xe6, 0x7c, 0x07,
    0xf9, 0x29, 0x02, 0x99, 0xef, 0x06, 0x7b, 0x8b, 0x24, 0xa7, 0x51, 0x5b, 0x3f, 0x99, 0x2c, 0x07,
];

/// A domain of DSA and X9.42.
pub fn domain() -> Template {
    template![CKA_PRIME => &DSA_PRIME, CKA_SUBPRIME => &DSA_SUBPRIME, CKA_BASE => &DSA_BASE]
}

/// A group of Diffie-Hellman; its prime would do for DSA.
pub fn group() -> Template {
    template![CKA_PRIME => &DSA_PRIME, CKA_BASE => &DSA_BASE]
}

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

/// A generic secret that a derivation shall make, as secret as what it is derived from.
pub fn inherited(length: usize) -> Template {
    template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => length as u64]
}

/// Attributes that make a key readable and wrappable.
pub fn open() -> Template {
    template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true]
}

impl Session {
    /// What a call makes of an object that is there only for it. An object that cannot be is its return value.
    pub fn holding<T>(
        self,
        template: &Template,
        call: impl FnOnce(u64) -> Result<T, Rv>,
    ) -> Result<T, Rv> {
        let object = self.create(template)?;
        let answer = call(object);
        self.destroy(object).with(())?;
        answer
    }

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
