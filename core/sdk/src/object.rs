//! Objects: what every object has (attributes, names, an end), and the kinds that people tell apart. A handle
//! stays what it is for as long as its session is open; of an object that stays in the token, it is the same
//! after a restart. What keys do stands in `operations`.

use crate::certificate::Certificate;
use crate::encoding::{self, PublicForm};
use crate::error::{At, Error, Result};
use crate::kind::KeyKind;
use crate::query::Query;
use crate::session::Session;
use std::sync::{Arc, OnceLock};
use strongroom_base::{Answer, Template, Value, ck};
use strongroom_engine::keys::curves::AnyCurve;
use strongroom_engine::keys::spki;

/// The attributes that a public key's encoding is made of.
static PUBLIC: &[u64] = &[
    ck::CKA_KEY_TYPE,
    ck::CKA_MODULUS,
    ck::CKA_PUBLIC_EXPONENT,
    ck::CKA_EC_PARAMS,
    ck::CKA_EC_POINT,
    ck::CKA_PARAMETER_SET,
    ck::CKA_PRIME,
    ck::CKA_SUBPRIME,
    ck::CKA_BASE,
];

/// An object of any class.
#[derive(Clone)]
pub struct Object {
    session: Session,
    handle: u64,
    /// Bytes of a number of its curve's order, once somebody asked.
    order_len: Arc<OnceLock<usize>>,
}

/// A kind of object that people tell apart.
pub trait FromObject: Sized {
    /// `CKO_…` of such objects; `None` for all.
    const CLASS: Option<u64>;
    /// The object as one of these. `CKR_OBJECT_HANDLE_INVALID` where it is of another class.
    fn from_object(object: Object) -> Result<Self>;
}

impl FromObject for Object {
    const CLASS: Option<u64> = None;
    fn from_object(object: Object) -> Result<Self> {
        Ok(object)
    }
}

/// Makes a kind of object of a class.
macro_rules! of_class {
    ($(#[$meta:meta])* $name:ident, $class:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name(Object);

        impl $name {
            /// Its class is known.
            #[allow(dead_code)] // not every kind is made that way
            pub(crate) fn assume(object: Object) -> Self {
                Self(object)
            }
        }

        impl FromObject for $name {
            const CLASS: Option<u64> = Some($class);
            fn from_object(object: Object) -> Result<Self> {
                object.of_class($class).map(Self)
            }
        }

        impl std::ops::Deref for $name {
            type Target = Object;
            fn deref(&self) -> &Object {
                &self.0
            }
        }

        impl From<$name> for Object {
            fn from(this: $name) -> Self {
                this.0
            }
        }
    };
}
pub(crate) use of_class;

of_class! {
    /// A public key.
    PublicKey, ck::CKO_PUBLIC_KEY
}
of_class! {
    /// A private key.
    PrivateKey, ck::CKO_PRIVATE_KEY
}
of_class! {
    /// A secret key.
    SecretKey, ck::CKO_SECRET_KEY
}

impl Object {
    pub(crate) fn new(session: Session, handle: u64) -> Self {
        Self { session, handle, order_len: Arc::default() }
    }

    /// Its handle.
    pub fn handle(&self) -> u64 {
        self.handle
    }

    /// The session that it is seen through.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Its handle in another session. `CKR_KEY_HANDLE_INVALID` where it is not of the same token
    pub(crate) fn handle_in(&self, session: &Session, function: &'static str) -> Result<u64> {
        if self.session.is_beside(session) {
            return Ok(self.handle);
        }
        let why = "the two keys are not of the same token";
        Err(Error::new(ck::CKR_KEY_HANDLE_INVALID, function, why))
    }

    pub(crate) fn of_class(self, class: u64) -> Result<Self> {
        if self.class()? == class {
            return Ok(self);
        }
        let wanted = ck::name_in(ck::CKO, class).unwrap_or("of its class");
        let why = format!("the object is not {wanted}");
        Err(Error::new(ck::CKR_OBJECT_HANDLE_INVALID, "C_GetAttributeValue", why))
    }

    /// Attributes (`CKA_…`), each with an answer of its own.
    pub fn attributes(&self, kinds: &[u64]) -> Result<Vec<Answer>> {
        self.session.run("C_GetAttributeValue", |a, s| a.get_attributes(s, self.handle, kinds))
    }

    /// Those of some attributes that the object has and shows.
    pub fn read(&self, kinds: &[u64]) -> Result<Template> {
        let mut read = Template::new();
        for (kind, answer) in kinds.iter().zip(self.attributes(kinds)?) {
            if let Answer::Value(value) = answer {
                read.push(*kind, value);
            }
        }
        Ok(read)
    }

    /// One attribute, where the object has it and shows it.
    pub fn get(&self, kind: u64) -> Result<Option<Value>> {
        Ok(match self.attributes(&[kind])?.pop() {
            Some(Answer::Value(value)) => Some(value),
            _ => None,
        })
    }

    /// A number. `CKR_ATTRIBUTE_TYPE_INVALID` where the object has none
    pub fn number(&self, kind: u64) -> Result<u64> {
        self.get(kind)?.as_ref().and_then(Value::as_ulong).ok_or_else(|| {
            let name = ck::name_in(ck::CKA, kind).unwrap_or("an attribute");
            let why = format!("the object has no {name}");
            Error::new(ck::CKR_ATTRIBUTE_TYPE_INVALID, "C_GetAttributeValue", why)
        })
    }

    /// Bytes; none where the object has no such attribute.
    pub fn bytes(&self, kind: u64) -> Result<Vec<u8>> {
        Ok(self.get(kind)?.as_ref().and_then(Value::as_bytes).unwrap_or_default().to_vec())
    }

    /// Its class, `CKO_…`.
    pub fn class(&self) -> Result<u64> {
        self.number(ck::CKA_CLASS)
    }

    /// What it is called: `CKA_LABEL`.
    pub fn label(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.bytes(ck::CKA_LABEL)?).into_owned())
    }

    /// What ties a key pair and its certificates together: `CKA_ID`.
    pub fn id(&self) -> Result<Vec<u8>> {
        self.bytes(ck::CKA_ID)
    }

    /// The kind of key that it is; `None` for what is no key, and for kinds that have no name here.
    pub fn kind(&self) -> Result<Option<KeyKind>> {
        let asked = [
            ck::CKA_KEY_TYPE,
            ck::CKA_MODULUS,
            ck::CKA_EC_PARAMS,
            ck::CKA_PARAMETER_SET,
            ck::CKA_PRIME,
            ck::CKA_VALUE_LEN,
        ];
        Ok(KeyKind::of(&self.read(&asked)?))
    }

    /// Changes attributes: all or none. `CKR_ATTRIBUTE_READ_ONLY`, `CKR_ACTION_PROHIBITED`
    pub fn set(&self, template: &Template) -> Result<()> {
        self.session.run("C_SetAttributeValue", |a, s| a.set_attributes(s, self.handle, template))
    }

    /// Changes what it is called.
    pub fn set_label(&self, label: &str) -> Result<()> {
        self.set(&Template::new().with(ck::CKA_LABEL, label))
    }

    /// Changes its identifier.
    pub fn set_id(&self, id: &[u8]) -> Result<()> {
        self.set(&Template::new().with(ck::CKA_ID, id))
    }

    /// Makes another object like it; the template says what differs. `CKR_ACTION_PROHIBITED`
    pub fn copy(&self, template: &Template) -> Result<Self> {
        let made =
            self.session.run("C_CopyObject", |a, s| a.copy_object(s, self.handle, template))?;
        Ok(self.session.object(made))
    }

    /// Destroys it. `CKR_ACTION_PROHIBITED`
    pub fn destroy(&self) -> Result<()> {
        self.session.run("C_DestroyObject", |a, s| a.destroy_object(s, self.handle))
    }

    /// The public key, as the DER of a SubjectPublicKeyInfo: of a public key, of a private key, of a
    /// certificate. `CKR_ATTRIBUTE_TYPE_INVALID` for what has none
    pub fn public_key_info(&self) -> Result<Vec<u8>> {
        let info = self.bytes(ck::CKA_PUBLIC_KEY_INFO)?;
        if !info.is_empty() {
            return Ok(info);
        }
        let read = self.read(&[PUBLIC, &[ck::CKA_CLASS, ck::CKA_VALUE]].concat())?;
        let number = |kind| read.get(kind).and_then(Value::as_ulong);
        match (number(ck::CKA_CLASS), number(ck::CKA_KEY_TYPE)) {
            (Some(ck::CKO_CERTIFICATE), _) => {
                let der = read.get(ck::CKA_VALUE).and_then(Value::as_bytes).unwrap_or_default();
                return Ok(encoding::certificate(der)?.public_key_info);
            }
            (Some(ck::CKO_PUBLIC_KEY), Some(key_type)) => {
                return Ok(spki::encode(key_type, &read)?);
            }
            // Other vendors' RSA keys have it all; their EC keys lack the point.
            (Some(ck::CKO_PRIVATE_KEY), Some(ck::CKK_RSA))
                if read.get(ck::CKA_PUBLIC_EXPONENT).is_some() =>
            {
                return Ok(spki::encode(ck::CKK_RSA, &read)?);
            }
            (Some(ck::CKO_PRIVATE_KEY), Some(_)) => {
                if let Some(public) = self.other_half(ck::CKO_PUBLIC_KEY)? {
                    return public.public_key_info();
                }
            }
            _ => {}
        }
        let why = "the object has no public key";
        Err(Error::new(ck::CKR_ATTRIBUTE_TYPE_INVALID, "C_GetAttributeValue", why))
    }

    /// The public key in a form that people exchange. `CKR_KEY_TYPE_INCONSISTENT` when the form does not know
    /// keys of its type.
    pub fn public_key(&self, form: PublicForm) -> Result<Vec<u8>> {
        let comment = if form == PublicForm::Ssh { self.label()? } else { String::new() };
        Ok(encoding::public_key(&self.public_key_info()?, form, &comment)?)
    }

    /// The object of a class that belongs to it: with the same identifier and type of key.
    fn other_half(&self, class: u64) -> Result<Option<Object>> {
        let read = self.read(&[ck::CKA_ID, ck::CKA_KEY_TYPE])?;
        let (Some(id), Some(key_type)) = (read.get(ck::CKA_ID), read.get(ck::CKA_KEY_TYPE)) else {
            return Ok(None);
        };
        if id.as_bytes().is_none_or(<[u8]>::is_empty) {
            return Ok(None);
        }
        let query = Query::new()
            .class(class)
            .attribute(ck::CKA_ID, id.clone())
            .attribute(ck::CKA_KEY_TYPE, key_type.clone());
        self.session.find(&query)?.next().transpose()
    }

    /// Bytes of what is agreed on with it: of a coordinate of its curve, or of its prime.
    pub(crate) fn secret_len(&self) -> Result<u64> {
        let read = self.read(&[ck::CKA_KEY_TYPE, ck::CKA_EC_PARAMS, ck::CKA_PRIME])?;
        if let Some(KeyKind::OverPrime(_, bits)) = KeyKind::of(&read) {
            return Ok(bits.div_ceil(8));
        }
        let key_type = read.get(ck::CKA_KEY_TYPE).and_then(Value::as_ulong).unwrap_or_default();
        let params = read.get(ck::CKA_EC_PARAMS).and_then(Value::as_bytes).unwrap_or_default();
        Ok(AnyCurve::from_params(key_type, params).at("C_DeriveKey")?.bits().div_ceil(8))
    }

    /// Bytes of a number of the order of its curve, or of its group: half of a raw signature of ECDSA or DSA.
    pub(crate) fn order_len(&self) -> Result<usize> {
        if let Some(len) = self.order_len.get() {
            return Ok(*len);
        }
        let asked = [ck::CKA_EC_PARAMS, ck::CKA_EC_POINT, ck::CKA_SUBPRIME];
        let read = self.read(&asked)?;
        let bytes = |kind| read.get(kind).and_then(Value::as_bytes).unwrap_or_default();
        let order = bytes(ck::CKA_SUBPRIME).iter().skip_while(|byte| **byte == 0).count();
        let len = match AnyCurve::from_params(ck::CKK_EC, bytes(ck::CKA_EC_PARAMS)) {
            Ok(curve) => usize::try_from(curve.bits().div_ceil(8)).unwrap_or_default(),
            Err(_) if order > 0 => order,
            // Of a curve that is not known here: as long as a coordinate of its point.
            Err(_) => bytes(ck::CKA_EC_POINT).len().saturating_sub(3) / 2,
        };
        Ok(*self.order_len.get_or_init(|| len))
    }
}

impl PrivateKey {
    /// Its public key, if the token has it. It has the same identifier.
    pub fn public(&self) -> Result<Option<PublicKey>> {
        Ok(self.other_half(ck::CKO_PUBLIC_KEY)?.map(PublicKey))
    }

    /// Its certificate, if the token has one: with the same identifier, and its public key.
    pub fn certificate(&self) -> Result<Option<Certificate>> {
        Certificate::of_key(self)
    }

    /// Its certificate and those of its issuers, as far as the token has them; the one of the key first.
    pub fn chain(&self) -> Result<Vec<Certificate>> {
        Certificate::chain_of_key(self)
    }
}

impl PublicKey {
    /// Its private key, if the token has it and somebody is logged in. It has the same identifier.
    pub fn private(&self) -> Result<Option<PrivateKey>> {
        Ok(self.other_half(ck::CKO_PRIVATE_KEY)?.map(PrivateKey))
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "object {} in slot {}", self.handle, self.session.slot())
    }
}
