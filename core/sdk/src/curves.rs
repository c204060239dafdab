//! The curves by the names that people, SSH (RFC 5656, RFC 8709) and JSON Web Keys (RFC 7518, RFC 8037,
//! RFC 8812) have for them. A table: one curve a line.

use strongroom_base::ck;

/// A curve.
#[derive(Debug)]
pub struct Curve {
    /// What people call it; the first is what is shown.
    pub names: &'static [&'static str],
    /// `CKK_…` of its keys.
    pub key_type: u64,
    /// Its `CKA_EC_PARAMS`: the DER of its object identifier (RFC 5480, RFC 8410).
    pub params: &'static [u8],
    /// `kty` and `crv` of a JSON Web Key.
    pub jwk: Option<(&'static str, &'static str)>,
    /// The type of an SSH key.
    pub ssh: Option<&'static str>,
}

/// All of them.
#[rustfmt::skip]
pub static CURVES: &[Curve] = &[
    Curve { names: &["p256", "secp256r1", "prime256v1"], key_type: ck::CKK_EC, params: b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", jwk: Some(("EC", "P-256")), ssh: Some("ecdsa-sha2-nistp256") },
    Curve { names: &["p384", "secp384r1"], key_type: ck::CKK_EC, params: b"\x06\x05\x2b\x81\x04\x00\x22", jwk: Some(("EC", "P-384")), ssh: Some("ecdsa-sha2-nistp384") },
    Curve { names: &["p521", "secp521r1"], key_type: ck::CKK_EC, params: b"\x06\x05\x2b\x81\x04\x00\x23", jwk: Some(("EC", "P-521")), ssh: Some("ecdsa-sha2-nistp521") },
    Curve { names: &["p224", "secp224r1"], key_type: ck::CKK_EC, params: b"\x06\x05\x2b\x81\x04\x00\x21", jwk: None, ssh: None },
    Curve { names: &["secp256k1"], key_type: ck::CKK_EC, params: b"\x06\x05\x2b\x81\x04\x00\x0a", jwk: Some(("EC", "secp256k1")), ssh: None },
    Curve { names: &["p192", "secp192r1", "prime192v1"], key_type: ck::CKK_EC, params: b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x01", jwk: None, ssh: None },
    Curve { names: &["brainpoolp160r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x01", jwk: None, ssh: None },
    Curve { names: &["brainpoolp160t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x02", jwk: None, ssh: None },
    Curve { names: &["brainpoolp192r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x03", jwk: None, ssh: None },
    Curve { names: &["brainpoolp192t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x04", jwk: None, ssh: None },
    Curve { names: &["brainpoolp224r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x05", jwk: None, ssh: None },
    Curve { names: &["brainpoolp224t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x06", jwk: None, ssh: None },
    Curve { names: &["brainpoolp256r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07", jwk: None, ssh: None },
    Curve { names: &["brainpoolp256t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x08", jwk: None, ssh: None },
    Curve { names: &["brainpoolp320r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x09", jwk: None, ssh: None },
    Curve { names: &["brainpoolp320t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0a", jwk: None, ssh: None },
    Curve { names: &["brainpoolp384r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0b", jwk: None, ssh: None },
    Curve { names: &["brainpoolp384t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0c", jwk: None, ssh: None },
    Curve { names: &["brainpoolp512r1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0d", jwk: None, ssh: None },
    Curve { names: &["brainpoolp512t1"], key_type: ck::CKK_EC, params: b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0e", jwk: None, ssh: None },
    Curve { names: &["ed25519"], key_type: ck::CKK_EC_EDWARDS, params: b"\x06\x03\x2b\x65\x70", jwk: Some(("OKP", "Ed25519")), ssh: Some("ssh-ed25519") },
    Curve { names: &["ed448"], key_type: ck::CKK_EC_EDWARDS, params: b"\x06\x03\x2b\x65\x71", jwk: Some(("OKP", "Ed448")), ssh: Some("ssh-ed448") },
    Curve { names: &["x25519"], key_type: ck::CKK_EC_MONTGOMERY, params: b"\x06\x03\x2b\x65\x6e", jwk: Some(("OKP", "X25519")), ssh: None },
    Curve { names: &["x448"], key_type: ck::CKK_EC_MONTGOMERY, params: b"\x06\x03\x2b\x65\x6f", jwk: Some(("OKP", "X448")), ssh: None },
];

impl Curve {
    /// The curve with a name, in either case and with or without hyphens.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase().replace('-', "");
        CURVES.iter().find(|curve| curve.names.contains(&name.as_str()))
    }

    /// The curve that the `CKA_EC_PARAMS` of a key name.
    pub fn of_params(params: &[u8]) -> Option<&'static Self> {
        CURVES.iter().find(|curve| curve.params == params)
    }

    /// What people call it.
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}
