//! Key management (PKCS #11 v3.2, section 5.18): generating, wrapping, unwrapping and deriving. Policy
//! decides on the template before any key is made, and completes the object after.

use super::derived::templates;
use super::messages::{for_one, tag_len};
use super::objects::{class_of, key_type_of};
use super::operations::{check_shape, prepare};
use super::*;
use crate::active::deliver_bytes;
use crate::keys::{self, pkcs8};
use crate::mechanisms::{self, not_for_this};
use crate::policy::{Origin, Profile, Use};
use crate::vectors::Vectors;
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
            session.may_use(row, ck::CKF_GENERATE)?;
            check_shape(row, &mechanism.params)?;
            let origin = Origin::Generate {
                mechanism: row.kind,
                class: row.generates,
                key_type: made_by(row, template)?,
            };
            let object = policy::create(&self.caller(session), &origin, template)?;
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
            session.may_use(row, ck::CKF_GENERATE_KEY_PAIR)?;
            check_shape(row, &mechanism.params)?;
            let key_type = made_by(row, public)?;
            let origin = |class| Origin::Generate { mechanism: row.kind, class, key_type };
            let (of_public, of_private) = (origin(ck::CKO_PUBLIC_KEY), origin(ck::CKO_PRIVATE_KEY));
            let caller = self.caller(session);
            let (public, private) = policy::halves(&caller, key_type, public, private);
            let public = policy::create(&caller, &of_public, &public)?;
            let private = policy::create(&caller, &of_private, &private)?;
            policy::pair(&caller, &public, &private)?;
            let (public_value, private_value) = generate(&mechanism.params, &public, &private)?;
            let id = || self.shared.unique_ids.next();
            let public = policy::complete(&of_public, public, public_value, &id()?)?;
            let private = policy::complete(&of_private, private, private_value, &id()?)?;
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
            session.may_wrap_with(&mechanism.params, true)?;
            deliver_bytes(&self.wrapped(session, mechanism, wrapping_key, key)?, out)
        })
    }

    pub(super) fn wrap_key_authenticated(
        &self,
        session: u64,
        mechanism: u64,
        params: &AeadMessage,
        wrapping_key: u64,
        key: u64,
        aad: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        self.with_session(session, |session| {
            let row = authenticated(mechanism)?;
            // Nothing is counted: there is no series that this would be a part of.
            let iv = Vectors::new(false).next(params)?;
            let with = for_one(row, params, &iv, aad)?;
            session.may_wrap_with(&with.params, params.generator == ck::CKG_NO_GENERATE)?;
            let wrapped = self.wrapped(session, &with, wrapping_key, key)?;
            let at = wrapped.len().checked_sub(tag_len(params)?);
            let (body, tag) = at
                .and_then(|at| wrapped.split_at_checked(at))
                .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "the wrapped key has no tag"))?;
            let asks = matches!(out, Out::Size);
            let written = deliver_bytes(body, out)?;
            if asks {
                return Ok(Message { written, iv: Vec::new(), tag: Vec::new() });
            }
            let generated = params.generator != ck::CKG_NO_GENERATE;
            let iv = if generated { iv } else { Vec::new() };
            Ok(Message { written, iv, tag: tag.to_vec() })
        })
    }

    /// A key, wrapped with another.
    fn wrapped(
        &self,
        session: &Session,
        mechanism: &Mechanism,
        wrapping_key: u64,
        key: u64,
    ) -> Result<Vec<u8>> {
        let row = mechanisms::find(mechanism.kind)?;
        let wrap = row.wrap.ok_or_else(not_for_this)?;
        let wrapping =
            self.key_object_or(session, wrapping_key, ck::CKR_WRAPPING_KEY_HANDLE_INVALID)?;
        let key = self.key_object(session, key)?;
        let init = prepare(session, row, mechanism, Use::Wrap, &wrapping, &[])
            .map_err(|error| for_wrapping_key(error, "CKR_WRAPPING"))?;
        let caller = self.caller(session);
        policy::wrap(&caller, &wrapping.attributes, &key.attributes)?;
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
        wrap(&init, &plain)
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
            self.unwrapped(session, mechanism, unwrapping_key, wrapped, template)
        })
    }

    pub(super) fn unwrap_key_authenticated(
        &self,
        session: u64,
        mechanism: u64,
        params: &AeadMessage,
        unwrapping_key: u64,
        wrapped: &[u8],
        template: &Template,
        aad: &[u8],
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let row = authenticated(mechanism)?;
            if tag_len(params)? != params.tag.len() {
                let why = "the tag is not as long as its bits say";
                return Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why));
            }
            let with = for_one(row, params, &params.iv, aad)?;
            let whole = [wrapped, params.tag.as_slice()].concat();
            self.unwrapped(session, &with, unwrapping_key, &whole, template)
        })
    }

    /// Makes a key from one that was wrapped.
    fn unwrapped(
        &self,
        session: &Session,
        mechanism: &Mechanism,
        unwrapping_key: u64,
        wrapped: &[u8],
        template: &Template,
    ) -> Result<u64> {
        let row = mechanisms::find(mechanism.kind)?;
        let unwrap = row.unwrap.ok_or_else(not_for_this)?;
        let unwrapping =
            self.key_object_or(session, unwrapping_key, ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)?;
        let init = prepare(session, row, mechanism, Use::Unwrap, &unwrapping, &[])
            .map_err(|error| for_wrapping_key(error, "CKR_UNWRAPPING"))?;
        let origin = Origin::Unwrap { unwrapping: &unwrapping.attributes };
        let caller = self.caller(session);
        let object = policy::create(&caller, &origin, template)?;
        let made = || {
            let plain = unwrap(&init, wrapped)?;
            let value = unwrapped_value(&object, plain)?;
            self.whole(&origin, object, value)
        };
        let object = match caller.profile {
            Profile::Standard => made()?,
            Profile::Strict => {
                let (slot, identity) = (session.token.slot, &self.tenant.identity);
                self.shared.unwraps.counted(slot, identity, unwrapping.handle(), made)?
            }
        };
        self.store_one(session, object)
    }

    pub(super) fn derive_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        base_key: u64,
        template: &Template,
    ) -> Result<Vec<u64>> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            if row.derive.is_none() && row.derive_keys.is_none() && row.derive_object.is_none() {
                return Err(not_for_this());
            }
            let base = self.key_object(session, base_key)?;
            let inputs = self.inputs(session, mechanism)?;
            let others = inputs.iter().map(|o| o.key().cloned()).collect::<Result<Vec<_>>>()?;
            let init = prepare(session, row, mechanism, Use::Derive, &base, &others)?;
            let bases: Vec<&Template> =
                std::iter::once(&base).chain(&inputs).map(|object| &object.attributes).collect();
            let origin = Origin::Derive { bases: &bases, mechanism: row.kind };
            let caller = self.caller(session);
            let objects = templates(&mechanism.params, template)?
                .iter()
                .map(|template| policy::create(&caller, &origin, template))
                .collect::<Result<Vec<_>>>()?;
            if let (Some(derive), [object]) = (row.derive_object, objects.as_slice()) {
                let (value, shows) = derive(&init, object)?;
                let mut whole = vec![self.whole(&origin, object.clone(), value)?];
                whole.extend(self.shown(session, shows)?);
                return self.store(session, whole);
            }
            let bytes = match (row.derive, row.derive_keys) {
                (Some(derive), _) => {
                    let wanted = objects.first().and_then(wanted_len);
                    vec![derive(&init, wanted.or_else(|| said_len(template)))?]
                }
                (_, Some(derive_keys)) => {
                    let lens = objects.iter().map(|object| {
                        wanted_len(object).ok_or_else(|| {
                            let why = "CKA_VALUE_LEN says how much to derive";
                            Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why)
                        })
                    });
                    derive_keys(&init, &lens.collect::<Result<Vec<_>>>()?)?
                }
                (None, None) => return Err(not_for_this()),
            };
            let mut whole = objects
                .into_iter()
                .zip(bytes)
                .map(|(object, bytes)| {
                    let mut value = agreed_value(&object, bytes)?;
                    if !row.allows.is_empty() && object.get(ck::CKA_ALLOWED_MECHANISMS).is_none() {
                        let allowed = Value::Mechanisms(row.allows.to_vec());
                        value.push(ck::CKA_ALLOWED_MECHANISMS, allowed);
                    }
                    self.whole(&origin, object, value)
                })
                .collect::<Result<Vec<_>>>()?;
            if let Some(shows) = row.shows {
                whole.extend(self.shown(session, shows(&init)?)?);
            }
            self.store(session, whole)
        })
    }

    pub(super) fn encapsulate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        public_key: u64,
        template: &Template,
        out: Out<'_>,
    ) -> Result<(Written, u64)> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let encapsulate = row.encapsulate.ok_or_else(not_for_this)?;
            let public = self.key_object(session, public_key)?;
            let init = prepare(session, row, mechanism, Use::Encapsulate, &public, &[])?;
            let len = row.encapsulated_len.map_or(0, |len| len(init.key));
            let buffer = match out {
                Out::Size => return Ok((len, ck::CK_INVALID_HANDLE)),
                Out::Buffer(buffer) if buffer.len() < len => return Err(Error::too_small(len)),
                Out::Buffer(buffer) => buffer,
            };
            let origin = Origin::Encapsulate { public: &public.attributes };
            let object = policy::create(&self.caller(session), &origin, template)?;
            let (ciphertext, secret) = encapsulate(&init, wanted_len(&object))?;
            let value = agreed_value(&object, secret)?;
            let handle = self.keep(session, &origin, object, value)?;
            Ok((deliver_bytes(&ciphertext, Out::Buffer(buffer))?, handle))
        })
    }

    pub(super) fn decapsulate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        private_key: u64,
        template: &Template,
        ciphertext: &[u8],
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let row = mechanisms::find(mechanism.kind)?;
            let decapsulate = row.decapsulate.ok_or_else(not_for_this)?;
            let private =
                self.key_object_or(session, private_key, ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)?;
            let init = prepare(session, row, mechanism, Use::Decapsulate, &private, &[])
                .map_err(|error| for_wrapping_key(error, "CKR_UNWRAPPING"))?;
            let origin = Origin::Decapsulate { private: &private.attributes };
            let object = policy::create(&self.caller(session), &origin, template)?;
            let secret = decapsulate(&init, ciphertext, wanted_len(&object))?;
            let value = agreed_value(&object, secret)?;
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
        self.store_one(session, self.whole(origin, object, value)?)
    }

    fn store_one(&self, session: &Session, object: Template) -> Result<u64> {
        self.store(session, vec![object])?.first().copied().ok_or_else(|| {
            Error::new(ck::CKR_DEVICE_ERROR, "the keystore did not say where the key is")
        })
    }

    /// The keys that a derivation's parameters name: each must be one to derive from.
    fn inputs(&self, session: &Session, mechanism: &Mechanism) -> Result<Vec<Arc<Object>>> {
        let input = |handle| {
            let object = self.key_object(session, handle)?;
            object.rights.check(Use::Derive, mechanism.kind, &[])?;
            Ok(object)
        };
        mechanism.params.keys().into_iter().map(input).collect()
    }
}

/// The row of a mechanism that wraps with a tag.
fn authenticated(mechanism: u64) -> Result<&'static mechanisms::Row> {
    let row = mechanisms::find(mechanism)?;
    if row.messages { Ok(row) } else { Err(not_for_this()) }
}

/// How many bytes a derived key is to have, where the template or the key type says.
fn wanted_len(object: &Template) -> Option<usize> {
    said_len(object).or_else(|| key_type_of(object).and_then(keys::fixed_len))
}

/// The length that a template asks for.
fn said_len(template: &Template) -> Option<usize> {
    let len = template.get(ck::CKA_VALUE_LEN).and_then(Value::as_ulong)?;
    Some(usize::try_from(len).unwrap_or(usize::MAX))
}

/// The key type that a generating row makes: where it can make several, that of the template.
/// `CKR_TEMPLATE_INCOMPLETE`, `CKR_TEMPLATE_INCONSISTENT`
fn made_by(row: &mechanisms::Row, template: &Template) -> Result<u64> {
    match row.key_types {
        [] => Err(Error::new(ck::CKR_MECHANISM_INVALID, "the mechanism makes no keys")),
        [key_type] => Ok(*key_type),
        types => match key_type_of(template) {
            None => Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, "CKA_KEY_TYPE is missing")),
            Some(key_type) if types.contains(&key_type) => Ok(key_type),
            Some(_) => Err(Error::new(
                ck::CKR_TEMPLATE_INCONSISTENT,
                "the mechanism does not make keys of this type",
            )),
        },
    }
}

/// The value attributes of a secret key (or data object) with these bytes: cut to the length that the
/// template asks for.
fn secret_value(object: &Template, mut bytes: Secret, too_short: u64) -> Result<Template> {
    if let Some(len) = said_len(object) {
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

/// The value attributes of a key that was unwrapped: the bytes of a secret key, or a private key as PKCS #8
/// PrivateKeyInfo.
fn unwrapped_value(object: &Template, plain: Secret) -> Result<Template> {
    if class_of(object) != Some(ck::CKO_PRIVATE_KEY) {
        return secret_value(object, plain, ck::CKR_WRAPPED_KEY_LEN_RANGE);
    }
    let (key_type, value) = pkcs8::decode(plain.expose())?;
    if key_type_of(object) != Some(key_type) {
        return Err(Error::new(
            ck::CKR_WRAPPED_KEY_INVALID,
            "the wrapped key is of another type than the template says",
        ));
    }
    Ok(value)
}

/// The value attributes of a key of bytes that were derived or agreed on: cut to the length of keys that have
/// one only, of which those of DES take seven bits of a byte.
fn agreed_value(object: &Template, mut bytes: Secret) -> Result<Template> {
    let key_type = key_type_of(object);
    if let Some(len) = key_type.and_then(keys::fixed_len) {
        bytes.truncate(bytes.len().min(len));
    }
    if let Some(ck::CKK_DES2 | ck::CKK_DES3) = key_type {
        keys::secret::set_parity(bytes.expose_mut());
    }
    secret_value(object, bytes, ck::CKR_KEY_SIZE_RANGE)
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
