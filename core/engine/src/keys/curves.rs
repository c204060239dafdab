//! The curves, and the ways in which `CKA_EC_PARAMS` and `CKA_EC_POINT` name them and their points
//! (PKCS #11 v3.2, section 6.3; RFC 5480, RFC 8410).

use crate::ffi::ec::Curve;
use der::{Decode, asn1::OctetStringRef};
use openssl::pkey::Id;
use strongroom_base::{Error, Result, ck};

/// A curve of any kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnyCurve {
    /// Weierstrass.
    Ec(Curve),
    /// Edwards.
    Ed25519,
    /// Edwards.
    Ed448,
    /// Montgomery.
    X25519,
    /// Montgomery.
    X448,
}

/// A row: a curve, the key type that uses it, and its names in DER; the first is the one that is written.
type Row = (AnyCurve, u64, &'static [&'static [u8]]);

static CURVES: &[Row] = &[
    (AnyCurve::Ec(Curve::P256), ck::CKK_EC, &[b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"]),
    (AnyCurve::Ec(Curve::P384), ck::CKK_EC, &[b"\x06\x05\x2b\x81\x04\x00\x22"]),
    (AnyCurve::Ec(Curve::P521), ck::CKK_EC, &[b"\x06\x05\x2b\x81\x04\x00\x23"]),
    (AnyCurve::Ec(Curve::P192), ck::CKK_EC, &[b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x01"]),
    (AnyCurve::Ec(Curve::P224), ck::CKK_EC, &[b"\x06\x05\x2b\x81\x04\x00\x21"]),
    (AnyCurve::Ec(Curve::Secp256k1), ck::CKK_EC, &[b"\x06\x05\x2b\x81\x04\x00\x0a"]),
    (
        AnyCurve::Ec(Curve::BrainpoolP160r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x01"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP160t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x02"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP192r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x03"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP192t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x04"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP224r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x05"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP224t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x06"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP256r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP256t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x08"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP320r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x09"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP320t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0a"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP384r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP384t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0c"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP512r1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0d"],
    ),
    (
        AnyCurve::Ec(Curve::BrainpoolP512t1),
        ck::CKK_EC,
        &[b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0e"],
    ),
    (
        AnyCurve::Ed25519,
        ck::CKK_EC_EDWARDS,
        &[
            b"\x06\x03\x2b\x65\x70",
            b"\x13\x0cedwards25519",
            b"\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01",
        ],
    ),
    (AnyCurve::Ed448, ck::CKK_EC_EDWARDS, &[b"\x06\x03\x2b\x65\x71", b"\x13\x0aedwards448"]),
    (
        AnyCurve::X25519,
        ck::CKK_EC_MONTGOMERY,
        &[
            b"\x06\x03\x2b\x65\x6e",
            b"\x13\x0acurve25519",
            b"\x06\x0a\x2b\x06\x01\x04\x01\x97\x55\x01\x05\x01",
        ],
    ),
    (AnyCurve::X448, ck::CKK_EC_MONTGOMERY, &[b"\x06\x03\x2b\x65\x6f", b"\x13\x08curve448"]),
];

impl AnyCurve {
    /// The curve that `CKA_EC_PARAMS` of a key type name. `CKR_CURVE_NOT_SUPPORTED`
    pub fn from_params(key_type: u64, params: &[u8]) -> Result<Self> {
        CURVES
            .iter()
            .find(|(_, of, names)| *of == key_type && names.contains(&params))
            .map(|(curve, ..)| *curve)
            .ok_or_else(|| {
                if der::Any::from_der(params).is_ok() {
                    Error::new(ck::CKR_CURVE_NOT_SUPPORTED, "the token does not have this curve")
                } else {
                    Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, "CKA_EC_PARAMS is not DER")
                }
            })
    }

    /// The curve's `CKA_EC_PARAMS`.
    pub fn params(self) -> &'static [u8] {
        CURVES
            .iter()
            .find(|(curve, ..)| *curve == self)
            .and_then(|(.., names)| names.first())
            .copied()
            .unwrap_or_default()
    }

    /// The type of its keys.
    pub fn key_type(self) -> u64 {
        match self {
            Self::Ec(_) => ck::CKK_EC,
            Self::Ed25519 | Self::Ed448 => ck::CKK_EC_EDWARDS,
            Self::X25519 | Self::X448 => ck::CKK_EC_MONTGOMERY,
        }
    }

    /// Bits, as `C_GetMechanismInfo` counts keys.
    pub fn bits(self) -> u64 {
        match self {
            Self::Ec(curve) => curve.bits(),
            Self::Ed25519 => 255,
            Self::X25519 => 255,
            Self::Ed448 | Self::X448 => 448,
        }
    }

    /// OpenSSL's number of a curve with keys of plain bytes.
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Ec(_) => None,
            Self::Ed25519 => Some(Id::ED25519),
            Self::Ed448 => Some(Id::ED448),
            Self::X25519 => Some(Id::X25519),
            Self::X448 => Some(Id::X448),
        }
    }

    /// Bytes of a private key.
    pub fn private_len(self) -> usize {
        match self {
            Self::Ec(curve) => curve.len(),
            Self::Ed25519 | Self::X25519 => 32,
            Self::Ed448 => 57,
            Self::X448 => 56,
        }
    }

    /// Whether bytes have the form of a point of this curve.
    fn is_point(self, bytes: &[u8]) -> bool {
        match (self, bytes.first()) {
            (Self::Ec(curve), Some(2 | 3)) => bytes.len() == 1 + curve.len(),
            (Self::Ec(curve), Some(4)) => bytes.len() == 1 + 2 * curve.len(),
            (Self::Ec(_), _) => false,
            _ => bytes.len() == self.private_len(),
        }
    }

    /// A point that is given as it is, or in a DER OCTET STRING. `None` when it is neither.
    pub fn point(self, bytes: &[u8]) -> Option<&[u8]> {
        <&OctetStringRef>::from_der(bytes)
            .ok()
            .map(|inner| inner.as_bytes())
            .filter(|inner| self.is_point(inner))
            .or_else(|| self.is_point(bytes).then_some(bytes))
    }
}

/// A point as `CKA_EC_POINT`: in a DER OCTET STRING.
pub fn wrap_point(point: &[u8]) -> Result<Vec<u8>> {
    OctetStringRef::new(point)
        .and_then(|octets| der::Encode::to_der(&octets))
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "a point could not be encoded"))
}
