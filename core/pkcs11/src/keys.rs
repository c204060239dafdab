//! Key management (PKCS #11 v3.2, section 5.18) and random numbers (section 5.19).

use crate::asynchronous;
use crate::ffi::{self, Place, Ptr, ulong};
use cryptoki_sys::*;
use strongroom_base::{Answer, Application, Error, Result, Task, ck};

/// `C_GenerateKey`
pub fn generate(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let key = key.required()?;
    let mechanism = ffi::mechanism(mechanism)?;
    let template = ffi::template(template, count)?;
    if asynchronous::is(session) {
        let task = Task::GenerateKey(mechanism, template);
        return asynchronous::begin(application, session, &task, Place::NONE);
    }
    key.write(ulong(application.generate_key(session, &mechanism, &template)?))
}

/// `C_GenerateKeyPair`
pub fn generate_pair(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    public: Ptr<'_, CK_ATTRIBUTE>,
    public_count: u64,
    private: Ptr<'_, CK_ATTRIBUTE>,
    private_count: u64,
    public_key: Ptr<'_, CK_OBJECT_HANDLE>,
    private_key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let (public_key, private_key) = (public_key.required()?, private_key.required()?);
    let mechanism = ffi::mechanism(mechanism)?;
    let public = ffi::template(public, public_count)?;
    let private = ffi::template(private, private_count)?;
    if asynchronous::is(session) {
        let task = Task::GenerateKeyPair(mechanism, public, private);
        return asynchronous::begin(application, session, &task, Place::NONE);
    }
    let (public, private) =
        application.generate_key_pair(session, &mechanism, &public, &private)?;
    public_key.write(ulong(public))?;
    private_key.write(ulong(private))
}

/// `C_WrapKey`
pub fn wrap(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    wrapping_key: u64,
    key: u64,
    wrapped: Ptr<'_, u8>,
    wrapped_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let mechanism = ffi::mechanism(mechanism)?;
    ffi::produce(wrapped, wrapped_len, |out| {
        application.wrap_key(session, &mechanism, wrapping_key, key, out)
    })
}

/// `C_UnwrapKey`
pub fn unwrap(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    unwrapping_key: u64,
    wrapped: Ptr<'_, u8>,
    wrapped_len: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let key = key.required()?;
    let mechanism = ffi::mechanism(mechanism)?;
    let wrapped = wrapped.bytes(wrapped_len, ck::CKR_WRAPPED_KEY_LEN_RANGE)?;
    let template = ffi::template(template, count)?;
    let handle = application.unwrap_key(session, &mechanism, unwrapping_key, wrapped, &template)?;
    key.write(ulong(handle))
}

/// `C_WrapKeyAuthenticated`: what was generated goes back through the mechanism's parameters.
pub fn wrap_authenticated(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    wrapping_key: u64,
    key: u64,
    aad: Ptr<'_, u8>,
    aad_len: u64,
    wrapped: Ptr<'_, u8>,
    wrapped_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let (kind, parameter) = ffi::authenticated_mechanism(mechanism)?;
    let params = parameter.values(false)?;
    let aad = ffi::apart(aad, aad_len, ck::CKR_DATA_LEN_RANGE, wrapped, wrapped_len)?;
    ffi::produce(wrapped, wrapped_len, |out| {
        let made = application.wrap_key_authenticated(
            session,
            kind,
            &params,
            wrapping_key,
            key,
            &aad,
            out,
        )?;
        parameter.give(&made)?;
        Ok(made.written)
    })
}

/// `C_UnwrapKeyAuthenticated`
pub fn unwrap_authenticated(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    unwrapping_key: u64,
    wrapped: Ptr<'_, u8>,
    wrapped_len: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    aad: Ptr<'_, u8>,
    aad_len: u64,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let key = key.required()?;
    let (kind, parameter) = ffi::authenticated_mechanism(mechanism)?;
    let params = parameter.values(true)?;
    let wrapped = wrapped.bytes(wrapped_len, ck::CKR_WRAPPED_KEY_LEN_RANGE)?;
    let template = ffi::template(template, count)?;
    let aad = aad.bytes(aad_len, ck::CKR_DATA_LEN_RANGE)?;
    let handle = application.unwrap_key_authenticated(
        session,
        kind,
        &params,
        unwrapping_key,
        wrapped,
        &template,
        aad,
    )?;
    key.write(ulong(handle))
}

/// `C_DeriveKey`. Where it fails no key is made, and the places for the handles of additional keys get
/// `CK_INVALID_HANDLE`.
pub fn derive(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    base_key: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let place = ffi::place(mechanism)?;
    let additional = ffi::derived_keys(mechanism)?;
    let mechanism = ffi::mechanism(mechanism)?;
    let template = ffi::template(template, count)?;
    if let Some(place) = place {
        if place.leaves_a_key() {
            key.required()?;
        }
        let made = application.derive_key(session, &mechanism, base_key, &template)?;
        let shown = |object| shown(application, session, object);
        let answered = place.write(&mechanism.params, &made, shown).and_then(|left| match left {
            Some(left) => key.required()?.write(ulong(left)),
            None => Ok(()),
        });
        if answered.is_err() {
            for object in made {
                let _ = application.destroy_object(session, object);
            }
        }
        return answered;
    }
    let key = key.required()?;
    let derived = application.derive_key(session, &mechanism, base_key, &template);
    let mut handles = derived.as_deref().unwrap_or_default().iter().copied();
    let mut next = || ulong(handles.next().unwrap_or(ck::CK_INVALID_HANDLE));
    let first = next();
    for place in additional {
        place.write(next())?;
    }
    derived.and_then(|_| key.write(first))
}

/// The value of a data object that a derivation made beside its keys. The object goes.
fn shown(application: &dyn Application, session: u64, object: u64) -> Result<Vec<u8>> {
    let value =
        match application.get_attributes(session, object, &[ck::CKA_VALUE])?.into_iter().next() {
            Some(Answer::Value(value)) => value.as_bytes().map(<[u8]>::to_vec),
            _ => None,
        };
    application.destroy_object(session, object)?;
    value.ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "a derivation's result cannot be read"))
}

/// `C_EncapsulateKey`
pub fn encapsulate(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    public_key: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    ciphertext: Ptr<'_, u8>,
    ciphertext_len: Ptr<'_, CK_ULONG>,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let key = if ciphertext.is_null() { key } else { key.required()? };
    let mechanism = ffi::mechanism(mechanism)?;
    let template = ffi::template(template, count)?;
    let mut made = ck::CK_INVALID_HANDLE;
    ffi::produce(ciphertext, ciphertext_len, |out| {
        let (len, handle) =
            application.encapsulate_key(session, &mechanism, public_key, &template, out)?;
        made = handle;
        Ok(len)
    })?;
    if made == ck::CK_INVALID_HANDLE { Ok(()) } else { key.write(ulong(made)) }
}

/// `C_DecapsulateKey`
pub fn decapsulate(
    application: &dyn Application,
    session: u64,
    mechanism: Ptr<'_, CK_MECHANISM>,
    private_key: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    ciphertext: Ptr<'_, u8>,
    ciphertext_len: u64,
    key: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let key = key.required()?;
    let mechanism = ffi::mechanism(mechanism)?;
    let template = ffi::template(template, count)?;
    let ciphertext = ciphertext.bytes(ciphertext_len, ck::CKR_WRAPPED_KEY_LEN_RANGE)?;
    let handle =
        application.decapsulate_key(session, &mechanism, private_key, &template, ciphertext)?;
    key.write(ulong(handle))
}

/// `C_SeedRandom`
pub fn seed_random(
    application: &dyn Application,
    session: u64,
    seed: Ptr<'_, u8>,
    len: u64,
) -> Result<()> {
    application.seed_random(session, seed.bytes(len, ck::CKR_ARGUMENTS_BAD)?)
}

/// `C_GenerateRandom`
pub fn generate_random(
    application: &dyn Application,
    session: u64,
    random: Ptr<'_, u8>,
    len: u64,
) -> Result<()> {
    ffi::fill(random, len, |out| application.generate_random(session, out))
}
