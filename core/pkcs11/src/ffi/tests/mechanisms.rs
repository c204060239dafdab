//! Mechanism parameters.

use super::mock::seen;
use super::*;
use crate::ffi::number;
use std::mem::{size_of, zeroed};
use strongroom_base::Params;
use strongroom_base::mechanism::*;

/// What a provider sees of a parameter, or the return value.
fn arrives<T>(kind: u64, parameter: *mut T, len: usize) -> Result<Params, CK_RV> {
    let mut mechanism = mechanism(kind, parameter, len);
    // SAFETY: the parameter is what the mechanism needs, or is refused before it is followed.
    match unsafe { C_EncryptInit(1, &mut mechanism, 1) } {
        CKR_OK => Ok(seen(|s| s.mechanism.clone()).unwrap().params),
        rv => Err(rv),
    }
}

fn whole<T>(kind: u64, parameter: &mut T) -> Result<Params, CK_RV> {
    let len = size_of::<T>();
    arrives(kind, parameter, len)
}

const BAD: Result<Params, CK_RV> = Err(CKR_MECHANISM_PARAM_INVALID);

#[test]
fn every_shape_refuses_null_short_and_long() {
    let _turn = ready();
    let mut memory = vec![0_u8; 256];
    let at = memory.as_mut_ptr();
    for (kinds, shape) in SHAPES {
        let sizes: &[usize] = match *shape {
            Shape::None => &[0],
            Shape::Iv(4) => &[4],
            Shape::Iv(8) => &[8],
            Shape::Iv(_) => &[16],
            Shape::OptionalIv(4) => &[0, 4],
            Shape::OptionalIv(_) => &[0, 8],
            Shape::MacLength | Shape::FirstBit => &[size_of::<CK_ULONG>()],
            Shape::Key => &[size_of::<CK_OBJECT_HANDLE>()],
            Shape::StringData => &[size_of::<CK_KEY_DERIVATION_STRING_DATA>()],
            Shape::CbcData(8) => &[size_of::<CK_DES_CBC_ENCRYPT_DATA_PARAMS>()],
            Shape::CbcData(_) => &[size_of::<CK_AES_CBC_ENCRYPT_DATA_PARAMS>()],
            Shape::Kbkdf => &[size_of::<CK_SP800_108_KDF_PARAMS>()],
            Shape::KbkdfFeedback => &[size_of::<CK_SP800_108_FEEDBACK_KDF_PARAMS>()],
            Shape::Ctr => &[size_of::<CK_AES_CTR_PARAMS>()],
            Shape::Gcm => &[size_of::<CK_GCM_PARAMS>(), 40],
            Shape::Ccm => &[size_of::<CK_CCM_PARAMS>()],
            Shape::Oaep => &[size_of::<CK_RSA_PKCS_OAEP_PARAMS>()],
            Shape::Pss => &[size_of::<CK_RSA_PKCS_PSS_PARAMS>()],
            // The one that must point on, to the OAEP parameters.
            Shape::RsaAesWrap => &[],
            Shape::Ecdh1 => &[size_of::<CK_ECDH1_DERIVE_PARAMS>()],
            Shape::Eddsa => &[0, size_of::<CK_EDDSA_PARAMS>()],
            Shape::SignContext => &[0, size_of::<CK_SIGN_ADDITIONAL_CONTEXT>()],
            Shape::HashSignContext => &[size_of::<CK_HASH_SIGN_ADDITIONAL_CONTEXT>()],
            Shape::Hkdf => &[size_of::<CK_HKDF_PARAMS>()],
            Shape::ChaCha20 => &[size_of::<CK_CHACHA20_PARAMS>()],
            Shape::ChaCha20Poly1305 => &[size_of::<CK_SALSA20_CHACHA20_POLY1305_PARAMS>()],
            Shape::Pbkdf2 => &[size_of::<CK_PKCS5_PBKD2_PARAMS2>()],
            Shape::TlsMaster => &[size_of::<CK_TLS12_MASTER_KEY_DERIVE_PARAMS>()],
            Shape::TlsExtendedMaster => &[size_of::<CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS>()],
            Shape::TlsKeyMaterial => &[size_of::<CK_TLS12_KEY_MAT_PARAMS>()],
            Shape::TlsKdf => &[size_of::<CK_TLS_KDF_PARAMS>()],
            Shape::TlsMac => &[size_of::<CK_TLS_MAC_PARAMS>()],
            Shape::EcdhAesWrap => &[size_of::<CK_ECDH_AES_KEY_WRAP_PARAMS>()],
            Shape::X942Dh1 => &[size_of::<CK_X9_42_DH1_DERIVE_PARAMS>()],
            Shape::BtcDerive => &[5 * size_of::<CK_ULONG>()],
            // Of every length.
            Shape::Public => continue,
        };
        for kind in *kinds {
            for len in 0..200 {
                let answer = arrives(*kind, at, len);
                assert_eq!(answer.is_ok(), sizes.contains(&len), "{shape:?} of {len}: {answer:?}");
                if let Ok(params) = answer {
                    assert!(shape.admits(&params), "{shape:?}: {params:?}");
                }
                if len != 0 {
                    assert_eq!(arrives::<u8>(*kind, null_mut(), len), BAD);
                }
            }
            assert_eq!(arrives(*kind, at, usize::MAX), BAD);
            assert_eq!(arrives(*kind, at, 1 << 32), BAD);
        }
    }
}

#[test]
fn gcm() {
    let _turn = ready();
    let (mut iv, mut aad) = ([1_u8; 12], [2_u8; 3]);
    let mut p = CK_GCM_PARAMS {
        pIv: iv.as_mut_ptr(),
        ulIvLen: 12,
        ulIvBits: 0,
        pAAD: aad.as_mut_ptr(),
        ulAADLen: 3,
        ulTagBits: 128,
    };
    let wanted = Params::Gcm(Gcm { iv: iv.to_vec(), aad: aad.to_vec(), tag_bits: 128 });
    assert_eq!(whole(CKM_AES_GCM, &mut p).as_ref(), Ok(&wanted));
    let at: *mut u8 = iv.as_mut_ptr();
    let mut short = [at.expose_provenance(), 12, aad.as_mut_ptr().expose_provenance(), 3, 128];
    assert_eq!(whole(CKM_AES_GCM, &mut short).as_ref(), Ok(&wanted));
    p.pIv = null_mut();
    assert_eq!(whole(CKM_AES_GCM, &mut p), BAD);
    p.ulIvLen = 0;
    assert!(whole(CKM_AES_GCM, &mut p).is_ok());
    p.ulAADLen = 1 << 32;
    assert_eq!(whole(CKM_AES_GCM, &mut p), BAD);
    p.ulAADLen = CK_ULONG::MAX;
    assert_eq!(whole(CKM_AES_GCM, &mut p), BAD);
}

#[test]
fn oaep_and_what_contains_it() {
    let _turn = ready();
    let mut label = *b"label";
    let mut oaep = CK_RSA_PKCS_OAEP_PARAMS {
        hashAlg: CKM_SHA256,
        mgf: CKG_MGF1_SHA256,
        source: CKZ_DATA_SPECIFIED,
        pSourceData: label.as_mut_ptr().cast(),
        ulSourceDataLen: 5,
    };
    let wanted = Oaep {
        hash: number(CKM_SHA256),
        mgf: number(CKG_MGF1_SHA256),
        source: number(CKZ_DATA_SPECIFIED),
        label: label.to_vec(),
    };
    assert_eq!(whole(CKM_RSA_PKCS_OAEP, &mut oaep), Ok(Params::Oaep(wanted.clone())));
    let mut wrap = CK_RSA_AES_KEY_WRAP_PARAMS { ulAESKeyBits: 256, pOAEPParams: &mut oaep };
    assert_eq!(
        whole(CKM_RSA_AES_KEY_WRAP, &mut wrap),
        Ok(Params::RsaAesWrap { aes_bits: 256, oaep: wanted })
    );
    wrap.pOAEPParams = null_mut();
    assert_eq!(whole(CKM_RSA_AES_KEY_WRAP, &mut wrap), BAD);
    oaep.pSourceData = null_mut();
    assert_eq!(whole(CKM_RSA_PKCS_OAEP, &mut oaep), BAD);
}

#[test]
fn ecdh_eddsa_hkdf() {
    let _turn = ready();
    let mut bytes = [4_u8; 65];
    // SAFETY: every bit pattern is one.
    let (mut ecdh, mut eddsa, mut hkdf) = unsafe {
        (
            zeroed::<CK_ECDH1_DERIVE_PARAMS>(),
            zeroed::<CK_EDDSA_PARAMS>(),
            zeroed::<CK_HKDF_PARAMS>(),
        )
    };
    ecdh.ulPublicDataLen = 65;
    assert_eq!(whole(CKM_ECDH1_DERIVE, &mut ecdh), BAD);
    ecdh.pPublicData = bytes.as_mut_ptr();
    assert_eq!(
        whole(CKM_ECDH1_DERIVE, &mut ecdh),
        Ok(Params::Ecdh1(Ecdh1 { kdf: 0, shared: vec![], public: bytes.to_vec() }))
    );
    eddsa.phFlag = 1;
    eddsa.ulContextDataLen = 2;
    assert_eq!(whole(CKM_EDDSA, &mut eddsa), BAD);
    eddsa.pContextData = bytes.as_mut_ptr();
    assert_eq!(
        whole(CKM_EDDSA, &mut eddsa),
        Ok(Params::Eddsa(Eddsa { prehash: true, context: vec![4, 4] }))
    );
    eddsa.phFlag = 7;
    assert_eq!(whole(CKM_EDDSA, &mut eddsa), BAD);
    hkdf.bExtract = 1;
    assert_eq!(whole(CKM_HKDF_DERIVE, &mut hkdf), BAD);
    for (kind, salt) in [
        (CKF_HKDF_SALT_NULL, HkdfSalt::Null),
        (CKF_HKDF_SALT_DATA, HkdfSalt::Data(vec![4; 3])),
        (CKF_HKDF_SALT_KEY, HkdfSalt::Key(5)),
    ] {
        hkdf.ulSaltType = kind;
        hkdf.pSalt = bytes.as_mut_ptr();
        hkdf.ulSaltLen = 3;
        hkdf.hSaltKey = 5;
        let Ok(Params::Hkdf(got)) = whole(CKM_HKDF_DERIVE, &mut hkdf) else { panic!() };
        assert_eq!(got.salt, salt);
    }
}

#[test]
fn an_unknown_mechanism_brings_its_bytes() {
    let _turn = ready();
    let mut bytes = [3_u8; 5];
    assert_eq!(whole(0x8000_1234, &mut bytes), Ok(Params::Bytes(vec![3; 5])));
    assert_eq!(arrives::<u8>(0x8000_1234, null_mut(), 0), Ok(Params::None));
    assert_eq!(arrives::<u8>(0x8000_1234, null_mut(), 5), BAD);
}
