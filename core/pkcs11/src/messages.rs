//! Messages: many encryptions or decryptions with one key, each with parameters of its own (PKCS #11 v3.2,
//! sections 5.9 and 5.11).

use crate::ffi::{self, MessageParameter, Ptr};
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::{Application, OpKind, Result, ck};

/// `C_MessageEncryptInit` and its like; with a NULL mechanism the series ends.
pub fn init(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    key: u64,
) -> Result<()> {
    application.message_init(session, kind, ffi::message_mechanism(mechanism)?, key)
}

/// `C_EncryptMessage` and `C_DecryptMessage`
pub fn message(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    aad: Ptr<'_, u8>,
    aad_len: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let parameter = MessageParameter::read(parameter, parameter_len)?;
    let values = parameter.values(kind == OpKind::Decrypt)?;
    let aad = aad.bytes(aad_len, ck::CKR_DATA_LEN_RANGE)?;
    let too_long = crate::operations::too_long(kind);
    let asks = output.is_null();
    ffi::transform(input, input_len, too_long, output, output_len, |input, out| {
        let message = application.message(session, kind, &values, aad, input, out)?;
        if !asks {
            parameter.give(&message)?;
        }
        Ok(message.written)
    })
}

/// `C_MessageEncryptFinal` and `C_MessageDecryptFinal`
pub fn last(application: &dyn Application, kind: OpKind, session: u64) -> Result<()> {
    application.message_final(session, kind)
}
