//! Encryption, decryption, digests, signatures, MACs and their verification (PKCS #11 v3.2, sections
//! 5.8 to 5.16). The functions of all these chapters have a few forms, and each form is here once:
//! init, once, update, absorb (an update without output), last, and update of two operations. A call
//! whose arguments are bad ends the operation like every failure but `CKR_BUFFER_TOO_SMALL`.

use crate::asynchronous;
use crate::ffi::{self, Ptr};
use cryptoki_sys::*;
use strongroom_base::{Application, OpKind, Out, Result, ck};

/// `C_EncryptInit` and its like; with a NULL mechanism the active operation ends.
#[inline]
pub fn init(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    key: u64,
) -> Result<()> {
    let mechanism = ffi::optional_mechanism(mechanism)?;
    application.op_init(session, kind, mechanism.as_ref(), key).map(drop)
}

/// `C_DigestInit`
pub fn digest_init(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
) -> Result<()> {
    init(application, OpKind::Digest, session, mechanism, 0)
}

/// `C_Encrypt` and its like.
#[inline]
pub fn once(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    if kind == OpKind::Sign && !output.is_null() && asynchronous::is(session) {
        let input = Some(input.bytes(input_len, too_long(kind))?);
        return asynchronous::sign(application, session, input, output, output_len);
    }
    ending(application, session, kind, |reached| {
        ffi::transform(input, input_len, too_long(kind), output, output_len, |input, out| {
            *reached = true;
            application.op_once(session, kind, input, out)
        })
    })
}

/// `C_EncryptUpdate` and `C_DecryptUpdate`
#[inline]
pub fn update(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    ending(application, session, kind, |reached| {
        ffi::transform(input, input_len, too_long(kind), output, output_len, |input, out| {
            *reached = true;
            let asked = matches!(out, Out::Size) && !input.is_empty();
            let len = application.op_update(session, kind, input, out)?;
            // Told of no output, some programs make no buffer and so ask for ever: the input never goes in.
            Ok(if asked { len.max(1) } else { len })
        })
    })
}

/// `C_DigestUpdate`, `C_SignUpdate` and `C_VerifyUpdate`
#[inline]
pub fn absorb(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
) -> Result<()> {
    ending(application, session, kind, |reached| {
        let input = input.bytes(input_len, too_long(kind))?;
        *reached = true;
        application.op_update(session, kind, input, Out::Buffer(&mut [])).map(drop)
    })
}

/// `C_EncryptFinal` and its like.
#[inline]
pub fn last(
    application: &dyn Application,
    kind: OpKind,
    session: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    if kind == OpKind::Sign && !output.is_null() && asynchronous::is(session) {
        return asynchronous::sign(application, session, None, output, output_len);
    }
    ending(application, session, kind, |reached| {
        ffi::produce(output, output_len, |out| {
            *reached = true;
            application.op_final(session, kind, out)
        })
    })
}

/// `C_DigestEncryptUpdate` and its like.
pub fn update_dual(
    application: &dyn Application,
    first: OpKind,
    second: OpKind,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    ending(application, session, second, |reached| {
        ffi::transform(input, input_len, too_long(second), output, output_len, |input, out| {
            *reached = true;
            application.op_update_dual(session, first, second, input, out)
        })
    })
}

/// `C_DigestKey`
pub fn digest_key(application: &dyn Application, session: u64, key: u64) -> Result<()> {
    application.op_update_key(session, key)
}

/// `C_Verify`
#[inline]
pub fn verify(
    application: &dyn Application,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
    signature: Ptr<'_, u8>,
    signature_len: u64,
) -> Result<()> {
    ending(application, session, OpKind::Verify, |reached| {
        let input = input.bytes(input_len, ck::CKR_DATA_LEN_RANGE)?;
        let signature = signature.bytes(signature_len, ck::CKR_SIGNATURE_LEN_RANGE)?;
        *reached = true;
        application.verify_once(session, input, signature)
    })
}

/// `C_VerifyFinal`
pub fn verify_final(
    application: &dyn Application,
    session: u64,
    signature: Ptr<'_, u8>,
    signature_len: u64,
) -> Result<()> {
    ending(application, session, OpKind::Verify, |reached| {
        let signature = signature.bytes(signature_len, ck::CKR_SIGNATURE_LEN_RANGE)?;
        *reached = true;
        application.verify_final(session, signature)
    })
}

/// `C_VerifySignatureInit`
pub fn verify_signature_init(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    key: u64,
    signature: Ptr<'_, u8>,
    signature_len: u64,
) -> Result<()> {
    let Some(mechanism) = ffi::optional_mechanism(mechanism)? else {
        return application.op_init(session, OpKind::VerifySignature, None, key).map(drop);
    };
    let signature = signature.bytes(signature_len, ck::CKR_SIGNATURE_LEN_RANGE)?;
    application.verify_signature_init(session, &mechanism, key, signature)
}

/// `C_VerifySignature`
pub fn verify_signature(
    application: &dyn Application,
    session: u64,
    input: Ptr<'_, u8>,
    input_len: u64,
) -> Result<()> {
    ending(application, session, OpKind::VerifySignature, |reached| {
        let input = input.bytes(input_len, ck::CKR_DATA_LEN_RANGE)?;
        *reached = true;
        let out = Out::Buffer(&mut []);
        application.op_once(session, OpKind::VerifySignature, input, out).map(drop)
    })
}

/// `C_VerifySignatureFinal`
pub fn verify_signature_final(application: &dyn Application, session: u64) -> Result<()> {
    let out = Out::Buffer(&mut []);
    application.op_final(session, OpKind::VerifySignature, out).map(drop)
}

/// Runs a call, and ends the operation where the call failed before it reached the application, which
/// then does not know of it.
#[inline]
fn ending(
    application: &dyn Application,
    session: u64,
    kind: OpKind,
    call: impl FnOnce(&mut bool) -> Result<()>,
) -> Result<()> {
    let mut reached = false;
    let done = call(&mut reached);
    if done.is_err() && !reached {
        // What counts is why the call failed; a session that is not there has no operation to end.
        let _ = application.cancel(session, kind.flag());
    }
    done
}

/// What is said of input that is too long.
pub fn too_long(kind: OpKind) -> u64 {
    match kind {
        OpKind::Decrypt => ck::CKR_ENCRYPTED_DATA_LEN_RANGE,
        OpKind::VerifyRecover => ck::CKR_SIGNATURE_LEN_RANGE,
        _ => ck::CKR_DATA_LEN_RANGE,
    }
}
