//! The parameters of TLS 1.2.

use super::mechanism::{bad, bytes, flag};
use super::pointer::number;
use cryptoki_sys::*;
use strongroom_base::Result;
use strongroom_base::mechanism::{TlsKdf, TlsKeyMaterial, TlsMaster, TlsRandom, TlsSeed};

fn random(p: CK_SSL3_RANDOM_DATA) -> Result<TlsRandom> {
    Ok(TlsRandom {
        client: bytes(p.pClientRandom, p.ulClientRandomLen)?,
        server: bytes(p.pServerRandom, p.ulServerRandomLen)?,
    })
}

/// `CK_TLS12_MASTER_KEY_DERIVE_PARAMS`
pub fn master(p: CK_TLS12_MASTER_KEY_DERIVE_PARAMS) -> Result<TlsMaster> {
    Ok(TlsMaster {
        hash: number(p.prfHashMechanism),
        seed: TlsSeed::Random(random(p.RandomInfo)?),
        version: !p.pVersion.is_null(),
    })
}

/// `CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS`
pub fn extended_master(p: CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS) -> Result<TlsMaster> {
    Ok(TlsMaster {
        hash: number(p.prfHashMechanism),
        seed: TlsSeed::Session(bytes(p.pSessionHash, p.ulSessionHashLen)?),
        version: !p.pVersion.is_null(),
    })
}

/// `CK_TLS12_KEY_MAT_PARAMS`
pub fn key_material(p: CK_TLS12_KEY_MAT_PARAMS) -> Result<TlsKeyMaterial> {
    // Keys that are weak for export are of the past.
    if flag(p.bIsExport)? {
        return Err(bad());
    }
    Ok(TlsKeyMaterial {
        hash: number(p.prfHashMechanism),
        random: random(p.RandomInfo)?,
        mac_bits: number(p.ulMacSizeInBits),
        key_bits: number(p.ulKeySizeInBits),
        iv_bits: number(p.ulIVSizeInBits),
    })
}

/// `CK_TLS_KDF_PARAMS`
pub fn kdf(p: CK_TLS_KDF_PARAMS) -> Result<TlsKdf> {
    let context = bytes(p.pContextData, p.ulContextDataLength)?;
    Ok(TlsKdf {
        hash: number(p.prfMechanism),
        label: bytes(p.pLabel, p.ulLabelLength)?,
        random: random(p.RandomInfo)?,
        context: (!p.pContextData.is_null()).then_some(context),
    })
}
