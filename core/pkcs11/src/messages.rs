//! Messages: many encryptions, decryptions, signatures or verifications with one key (PKCS #11 v3.2, sections
//! 5.9, 5.11, 5.14 and 5.16). Where messages have parameters, each call is given them again, and what is
//! generated goes back through them; signatures have none.

use crate::ffi::{self, MessageParameter, Ptr};
use crate::operations::too_long;
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::{Application, Error, Message, OpKind, Out, Result, ck};

/// `C_MessageEncryptInit` and its like; with a NULL mechanism the series ends.
pub fn init(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    key: u64,
) -> Result<()> {
    let mechanism = match kind {
        OpKind::Encrypt | OpKind::Decrypt => ffi::message_mechanism(mechanism)?,
        _ => ffi::optional_mechanism(mechanism)?,
    };
    application.message_init(session, kind, mechanism.as_ref(), key)
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
    let aad = ffi::apart(aad, aad_len, ck::CKR_DATA_LEN_RANGE, output, output_len)?;
    giving(&parameter, kind, (input, input_len), output, output_len, |input, out| {
        application.message(session, kind, Some(&values), &aad, input, out)
    })
}

/// Input and output of a message, and what was generated, which goes back through its parameters.
fn giving(
    parameter: &MessageParameter,
    kind: OpKind,
    (input, input_len): (Ptr<'_, u8>, u64),
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
    call: impl FnOnce(&[u8], Out<'_>) -> Result<Message>,
) -> Result<()> {
    let asks = output.is_null();
    ffi::transform(input, input_len, too_long(kind), output, output_len, |input, out| {
        let message = call(input, out)?;
        if !asks {
            parameter.give(&message)?;
        }
        Ok(message.written)
    })
}

/// `C_EncryptMessageBegin` and `C_DecryptMessageBegin`
pub fn begin(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    aad: Ptr<'_, u8>,
    aad_len: u64,
) -> Result<()> {
    let parameter = MessageParameter::read(parameter, parameter_len)?;
    let aad = aad.bytes(aad_len, ck::CKR_DATA_LEN_RANGE)?;
    let values = parameter.values(false)?;
    parameter.give(&application.message_begin(session, kind, Some(&values), aad)?)
}

/// `C_EncryptMessageNext` and `C_DecryptMessageNext`
pub fn next(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
    flags: u64,
) -> Result<()> {
    let last = flags & ck::CKF_END_OF_MESSAGE != 0;
    let parameter = MessageParameter::read(parameter, parameter_len)?;
    let tag = parameter.values(last && kind == OpKind::Decrypt)?.tag;
    giving(&parameter, kind, (input, input_len), output, output_len, |input, out| {
        application.message_next(session, kind, &tag, input, last, out)
    })
}

/// Signatures have no parameters of their own for each message.
fn none(at: Ptr<'_, c_void>, len: u64) -> Result<()> {
    if at.is_null() && len == 0 {
        return Ok(());
    }
    let why = "the messages of the mechanism have no parameters";
    Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why))
}

/// `C_SignMessage`
pub fn sign(
    application: &dyn Application,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    data: Ptr<'_, u8>,
    data_len: u64,
    signature: Ptr<'_, u8>,
    signature_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    none(parameter, parameter_len)?;
    let over = ck::CKR_DATA_LEN_RANGE;
    ffi::transform(data, data_len, over, signature, signature_len, |data, out| {
        application.message(session, OpKind::Sign, None, &[], data, out).map(|made| made.written)
    })
}

/// `C_SignMessageBegin` and `C_VerifyMessageBegin`
pub fn begin_signed(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
) -> Result<()> {
    none(parameter, parameter_len)?;
    application.message_begin(session, kind, None, &[]).map(drop)
}

/// `C_SignMessageNext`: the last part where there is a place for the signature's length.
pub fn sign_next(
    application: &dyn Application,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    part: Ptr<'_, u8>,
    part_len: u64,
    signature: Ptr<'_, u8>,
    signature_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    none(parameter, parameter_len)?;
    let over = ck::CKR_DATA_LEN_RANGE;
    let next = |part: &[u8], last, out: Out<'_>| {
        let made = application.message_next(session, OpKind::Sign, &[], part, last, out);
        made.map(|made| made.written)
    };
    if signature_len.is_null() {
        let part = part.bytes(part_len, over)?;
        return next(part, false, Out::Buffer(&mut [])).map(drop);
    }
    ffi::transform(part, part_len, over, signature, signature_len, |part, out| {
        next(part, true, out)
    })
}

/// `C_VerifyMessage`
pub fn verify(
    application: &dyn Application,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    data: Ptr<'_, u8>,
    data_len: u64,
    signature: Ptr<'_, u8>,
    signature_len: u64,
) -> Result<()> {
    none(parameter, parameter_len)?;
    let data = data.bytes(data_len, ck::CKR_DATA_LEN_RANGE)?;
    let signature = signature.bytes(signature_len, ck::CKR_SIGNATURE_LEN_RANGE)?;
    application.verify_message(session, data, signature)
}

/// `C_VerifyMessageNext`: the last part where there is a signature.
pub fn verify_next(
    application: &dyn Application,
    session: u64,
    parameter: Ptr<'_, c_void>,
    parameter_len: u64,
    part: Ptr<'_, u8>,
    part_len: u64,
    signature: Ptr<'_, u8>,
    signature_len: u64,
) -> Result<()> {
    none(parameter, parameter_len)?;
    let part = part.bytes(part_len, ck::CKR_DATA_LEN_RANGE)?;
    let given = match signature.is_null() && signature_len == 0 {
        true => None,
        false => Some(signature.bytes(signature_len, ck::CKR_SIGNATURE_LEN_RANGE)?),
    };
    application.verify_message_next(session, part, given)
}

/// `C_MessageEncryptFinal` and its like.
pub fn last(application: &dyn Application, kind: OpKind, session: u64) -> Result<()> {
    application.message_final(session, kind)
}
