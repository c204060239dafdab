//! The parameters of the derivation of wallets, a structure of IBM's services: the chain code goes in and comes
//! out at the same place.

use super::pointer::Plain;
use cryptoki_sys::{CK_BYTE, CK_ULONG};

/// `CK_IBM_BTC_DERIVE_PARAMS`
#[repr(C)]
#[derive(Clone, Copy)]
pub struct BtcDeriveParams {
    /// `type`
    pub kind: CK_ULONG,
    /// `childKeyIndex`
    pub index: CK_ULONG,
    /// `pChainCode`
    pub chain_code: *mut CK_BYTE,
    /// `ulChainCodeLen`
    pub chain_code_len: CK_ULONG,
    /// `version`
    pub version: CK_ULONG,
}
// SAFETY: integers and a raw pointer.
unsafe impl Plain for BtcDeriveParams {}
