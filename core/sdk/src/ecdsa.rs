//! The two ways to write an ECDSA signature, and the way from one to the other. No number is secret here.

use crate::error::{Error, Result};
use der::asn1::UintRef;
use der::{Decode, Encode, Sequence};
use strongroom_base::ck;

/// RFC 3279, section 2.2.3.
#[derive(Sequence)]
struct Signature<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

/// What the token gives, as DER.
pub fn to_der(raw: &[u8]) -> Result<Vec<u8>> {
    let (r, s) = raw.split_at(raw.len() / 2);
    let encoded = UintRef::new(r)
        .and_then(|r| Ok(Signature { r, s: UintRef::new(s)? }))
        .and_then(|signature| signature.to_der());
    encoded.map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "C_Sign", "the token gave no signature"))
}

/// DER, as the token wants it: two numbers of `len` bytes. `CKR_SIGNATURE_INVALID` for what is no signature
pub fn to_raw(der: &[u8], len: usize) -> Result<Vec<u8>> {
    let wrong = || {
        let why = "the signature is not the DER of two numbers of the curve";
        Error::new(ck::CKR_SIGNATURE_INVALID, "C_Verify", why)
    };
    let signature = Signature::from_der(der).map_err(|_| wrong())?;
    let mut raw = Vec::with_capacity(2 * len);
    for number in [signature.r.as_bytes(), signature.s.as_bytes()] {
        let zeros = len.checked_sub(number.len()).ok_or_else(wrong)?;
        raw.resize(raw.len() + zeros, 0);
        raw.extend_from_slice(number);
    }
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for raw in [[0u8; 64], [0xff; 64], core::array::from_fn(|i| i as u8)] {
            let der = to_der(&raw).unwrap();
            assert_eq!(to_raw(&der, 32).unwrap(), raw);
            assert!(to_raw(der.get(1..).unwrap(), 32).is_err());
        }
        // A number that is longer than the curve's, and bytes behind the end.
        let der = to_der(&[1; 66]).unwrap();
        assert!(to_raw(&der, 32).unwrap_err().is(ck::CKR_SIGNATURE_INVALID));
        let more = [to_der(&[1; 64]).unwrap(), vec![0]].concat();
        assert!(to_raw(&more, 32).is_err());
    }
}
