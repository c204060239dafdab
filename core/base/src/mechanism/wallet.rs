//! The parameters of the derivation of wallets, of IBM's services (`ep11.h`): the chain code goes in and comes
//! out at the same place.

use minicbor::{Decode, Encode};
use std::ffi::c_ulong;

/// `CK_IBM_BTC_DERIVE_PARAMS`: a step in the derivation of wallets (BIP 32, SLIP-0010). The chain code that
/// it gives comes as a data object after the key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BtcDerive {
    /// `CK_IBM_BTC_…`
    #[n(0)]
    pub kind: u64,
    /// The child's index.
    #[n(1)]
    pub index: u64,
    /// The parent's chain code; of no meaning for a master key.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub chain_code: Vec<u8>,
    /// `CK_IBM_BTC_DERIVE_PARAMS_VERSION_1`
    #[n(3)]
    pub version: u64,
}

/// Bytes of a chain code (BIP 32).
pub const CHAIN_CODE_LEN: usize = 32;

/// `CK_IBM_BTC_DERIVE_PARAMS` in C's form, which no header of PKCS #11 has.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct BtcDeriveInC {
    /// `type`
    pub kind: c_ulong,
    /// `childKeyIndex`
    pub index: c_ulong,
    /// `pChainCode`
    pub chain_code: *mut u8,
    /// `ulChainCodeLen`
    pub chain_code_len: c_ulong,
    /// `version`
    pub version: c_ulong,
}
