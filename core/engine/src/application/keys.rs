//! Key management (PKCS #11 v3.2, section 5.18): generating, wrapping, unwrapping and deriving. Policy
//! decides on the template before any key is made, and completes the object after.

use super::objects::{class_of, key_type_of, unique_id};
use super::operations::{check_shape, not_for_this, prepare};
use super::*;
use crate::active::deliver_bytes;
use crate::keys::{self, Key, pkcs8};
use crate::mechanisms;
use crate::policy::{Origin, Use};
use strongroom_base::{Secret, Value};

impl App {
    pub(super) fn generate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let generate = row.generate.ok_or_else(not_for_this)?;
            check_shape(row, &mechanism.params)?;
            let origin = Origin::Generate {
                mechanism: row.kind,
                class: ck::CKO_SECRET_KEY,
                key_type: made_by(row)?,
            };
            let object = policy::create(&self.caller(session)?, &origin, template)?;
            let value = generate(&mechanism.params, &object)?;
            self.keep(session, &origin, object, value)
        })
    }

    pub(super) fn generate_key_pair(
        &self,
        session: u64,
        mechanism: &Mechanism,
        public: &Template,
        private: &Template,
    ) -> Result<(u64, u64)> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let generate = row.generate_pair.ok_or_else(not_for_this)?;
            check_shape(row, &mechanism.params)?;
            let key_type = made_by(row)?;
            let origin = |class| Origin::Generate { mechanism: row.kind, class, key_type };
            let (of_public, of_private) = (origin(ck::CKO_PUBLIC_KEY), origin(ck::CKO_PRIVATE_KEY));
            let caller = self.caller(session)?;
            let public = policy::create(&caller, &of_public, public)?;
            let private = policy::create(&caller, &of_private, private)?;
            let (public_value, private_value) = generate(&mechanism.params, &public, &private)?;
            let public = policy::complete(&of_public, public, public_value, &unique_id())?;
            let private = policy::complete(&of_private, private, private_value, &unique_id())?;
            match self.store(session, vec![public, private])?.as_slice() {
                [public, private] => Ok((*public, *private)),
                _ => Err(Error::new(ck::CKR_DEVICE_ERROR, "the keystore did not keep the pair")),
            }
        })
    }

    pub(super) fn wrap_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        wrapping_key: u64,
        key: u64,
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let wrap = row.wrap.ok_or_else(not_for_this)?;
            let wrapping =
                self.key_object_or(session, wrapping_key, ck::CKR_WRAPPING_KEY_HANDLE_INVALID)?;
            let key = self.key_object(session, key)?;
            let other = |handle| self.salt_key(session, row.kind, handle);
            let init = prepare(row, mechanism, Use::Wrap, &wrapping, &other)
                .map_err(|error| for_wrapping_key(error, "CKR_WRAPPING"))?;
            let caller = self.caller(session)?;
            policy::wrap(&caller, row.kind, &wrapping.attributes, &key.attributes)?;
            let plain = match (class_of(&key.attributes), key_type_of(&key.attributes)) {
                (Some(ck::CKO_SECRET_KEY), _) => key
                    .attributes
                    .get(ck::CKA_VALUE)
                    .and_then(Value::as_bytes)
                    .map(Secret::from)
                    .ok_or_else(|| Error::new(ck::CKR_KEY_NOT_WRAPPABLE, "the key has no value"))?,
                (Some(ck::CKO_PRIVATE_KEY), Some(key_type)) => {
                    pkcs8::encode(key_type, &key.attributes)?
                }
                _ => {
                    return Err(Error::new(
                        ck::CKR_KEY_NOT_WRAPPABLE,
                        "only secret and private keys are wrapped",
                    ));
                }
            };
            deliver_bytes(&wrap(&init, &plain)?, out)
        })
    }

    pub(super) fn unwrap_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        unwrapping_key: u64,
        wrapped: &[u8],
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let unwrap = row.unwrap.ok_or_else(not_for_this)?;
            let unwrapping =
                self.key_object_or(session, unwrapping_key, ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)?;
            let other = |handle| self.salt_key(session, row.kind, handle);
            let init = prepare(row, mechanism, Use::Unwrap, &unwrapping, &other)
                .map_err(|error| for_wrapping_key(error, "CKR_UNWRAPPING"))?;
            let origin = Origin::Unwrap { unwrapping: &unwrapping.attributes };
            let object = policy::create(&self.caller(session)?, &origin, template)?;
            let plain = unwrap(&init, wrapped)?;
            let value = if class_of(&object) == Some(ck::CKO_PRIVATE_KEY) {
                let (key_type, value) = pkcs8::decode(plain.expose())?;
                if key_type_of(&object) != Some(key_type) {
                    return Err(Error::new(
                        ck::CKR_WRAPPED_KEY_INVALID,
                        "the wrapped key is of another type than the template says",
                    ));
                }
                value
            } else {
                secret_value(&object, plain, ck::CKR_WRAPPED_KEY_LEN_RANGE)?
            };
            self.keep(session, &origin, object, value).map_err(|error| {
                // A value that no key can have was not a wrapped key.
                if error.is(ck::CKR_ATTRIBUTE_VALUE_INVALID) {
                    Error::new(ck::CKR_WRAPPED_KEY_INVALID, error.why().to_owned())
                } else {
                    error
                }
            })
        })
    }

    pub(super) fn derive_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        base_key: u64,
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let derive = row.derive.ok_or_else(not_for_this)?;
            let base = self.key_object(session, base_key)?;
            let other = |handle| self.salt_key(session, row.kind, handle);
            let init = prepare(row, mechanism, Use::Derive, &base, &other)?;
            let origin = Origin::Derive { base: &base.attributes, mechanism: row.kind };
            let object = policy::create(&self.caller(session)?, &origin, template)?;
            let wanted = object
                .get(ck::CKA_VALUE_LEN)
                .and_then(Value::as_ulong)
                .map(|len| usize::try_from(len).unwrap_or(usize::MAX))
                .or_else(|| key_type_of(&object).and_then(keys::fixed_len));
            let bytes = derive(&init, wanted)?;
            let value = secret_value(&object, bytes, ck::CKR_KEY_SIZE_RANGE)?;
            self.keep(session, &origin, object, value)
        })
    }

    /// Completes a new key object with its value and stores it.
    fn keep(
        &self,
        session: &Session,
        origin: &Origin<'_>,
        object: Template,
        value: Template,
    ) -> Result<u64> {
        let value = match (origin, class_of(&object), key_type_of(&object)) {
            // What the token generated is right; what came from outside is checked.
            (Origin::Generate { .. }, ..) | (_, _, None) | (_, None, _) => value,
            (_, Some(class), Some(key_type)) => {
                let mut whole = object.clone();
                whole.0.extend(value.0.iter().cloned());
                let computed = keys::validate(class, key_type, &whole)?;
                let mut value = value;
                for attribute in computed.0 {
                    if value.get(attribute.kind).is_none() {
                        value.0.push(attribute);
                    }
                }
                value
            }
        };
        let object = policy::complete(origin, object, value, &unique_id())?;
        self.store(session, vec![object])?.first().copied().ok_or_else(|| {
            Error::new(ck::CKR_DEVICE_ERROR, "the keystore did not say where the key is")
        })
    }

    /// A key that mechanism parameters name, for use as a salt.
    pub(super) fn salt_key(
        &self,
        session: &Session,
        mechanism: u64,
        handle: u64,
    ) -> Result<Arc<Key>> {
        let object = self.key_object(session, handle)?;
        object.rights.check(Use::Derive, mechanism, &[])?;
        object.key().cloned()
    }
}

/// The key type that a generating row makes.
fn made_by(row: &mechanisms::Row) -> Result<u64> {
    row.key_types
        .first()
        .copied()
        .ok_or_else(|| Error::new(ck::CKR_MECHANISM_INVALID, "the mechanism makes no keys"))
}

/// The value attributes of a secret key (or data object) with these bytes: cut to the length that the
/// template asks for.
fn secret_value(object: &Template, mut bytes: Secret, too_short: u64) -> Result<Template> {
    if let Some(len) = object.get(ck::CKA_VALUE_LEN).and_then(Value::as_ulong) {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        if len > bytes.len() {
            return Err(Error::new(too_short, "there are fewer bytes than the template asks for"));
        }
        bytes.truncate(len);
    }
    let len = bytes.len() as u64;
    let mut value = Template::new().with(ck::CKA_VALUE, bytes);
    if class_of(object) == Some(ck::CKO_SECRET_KEY)
        && object.get(ck::CKA_VALUE_LEN).is_none()
        && key_type_of(object).and_then(keys::fixed_len).is_none()
    {
        value.push(ck::CKA_VALUE_LEN, len);
    }
    Ok(value)
}

/// The return values that wrapping functions have for the wrapping key.
fn for_wrapping_key(error: Error, family: &str) -> Error {
    let rv = match (error.rv().0, family) {
        (ck::CKR_KEY_SIZE_RANGE, "CKR_WRAPPING") => ck::CKR_WRAPPING_KEY_SIZE_RANGE,
        (ck::CKR_KEY_SIZE_RANGE, _) => ck::CKR_UNWRAPPING_KEY_SIZE_RANGE,
        (ck::CKR_KEY_TYPE_INCONSISTENT, "CKR_WRAPPING") => ck::CKR_WRAPPING_KEY_TYPE_INCONSISTENT,
        (ck::CKR_KEY_TYPE_INCONSISTENT, _) => ck::CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT,
        _ => return error,
    };
    Error::new(rv, error.why().to_owned())
}
