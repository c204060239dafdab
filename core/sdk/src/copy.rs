//! Keys from one place to another: from a slot of anybody's module to a slot of ours, say, or from a directory
//! to a service. No key is seen on the way. The token that they go to makes an RSA key pair, the one that
//! they come from a temporary AES key, which crosses under RSA-OAEP; then each key crosses under the AES key,
//! by key wrap with padding where both tokens have it, else by CBC with padding. What is not secret (public
//! keys, certificates, data) is read and made anew. What cannot be moved is said, with the reason.

use crate::error::{Error, Result};
use crate::kind::KeyKind;
use crate::mechanism::{Hash, Mechanism};
use crate::object::{Object, SecretKey};
use crate::query::Query;
use crate::session::Session;
use crate::spec::KeySpec;
use crate::usages::Usage;
use strongroom_base::ck::*;
use strongroom_base::{Attribute, Params, Template, Value};
use strongroom_engine::random;

/// Bits of the RSA key that the temporary key crosses under.
const RSA_BITS: u64 = 3072;

/// What became of one object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Became {
    /// It was copied.
    Copied,
    /// It would be copied, if this were not only asked.
    Copyable,
    /// It stays where it is, for a reason.
    Left(String),
}

/// An object, and what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// `CKO_…`
    pub class: u64,
    /// Of a key, where it has a name here.
    pub kind: Option<KeyKind>,
    /// `CKA_ID`
    pub id: Vec<u8>,
    /// `CKA_LABEL`
    pub label: String,
    /// What became of it.
    pub became: Became,
}

/// Attributes that come along, of objects of each class.
static ALONG: &[(u64, &[u64])] = &[
    (CKO_SECRET_KEY, &[CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_WRAP_WITH_TRUSTED]),
    (
        CKO_PRIVATE_KEY,
        &[
            CKA_SENSITIVE,
            CKA_EXTRACTABLE,
            CKA_WRAP_WITH_TRUSTED,
            CKA_SUBJECT,
            CKA_ALWAYS_AUTHENTICATE,
        ],
    ),
    (
        CKO_PUBLIC_KEY,
        &[
            CKA_SUBJECT,
            CKA_MODULUS,
            CKA_PUBLIC_EXPONENT,
            CKA_EC_PARAMS,
            CKA_EC_POINT,
            CKA_PARAMETER_SET,
            CKA_PRIME,
            CKA_SUBPRIME,
            CKA_BASE,
            // Of those on a parameter set, and over a prime.
            CKA_VALUE,
        ],
    ),
    (
        CKO_CERTIFICATE,
        &[CKA_CERTIFICATE_TYPE, CKA_SUBJECT, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_VALUE],
    ),
    (CKO_DATA, &[CKA_APPLICATION, CKA_OBJECT_ID, CKA_VALUE]),
];

/// Attributes that come along with everything that has them.
static COMMON: &[u64] =
    &[CKA_LABEL, CKA_ID, CKA_KEY_TYPE, CKA_PRIVATE, CKA_START_DATE, CKA_END_DATE];

/// What keys of each class may do.
static USES: &[(u64, &[u64])] = &[
    (
        CKO_SECRET_KEY,
        &[CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE],
    ),
    (
        CKO_PRIVATE_KEY,
        &[CKA_DECRYPT, CKA_SIGN, CKA_SIGN_RECOVER, CKA_UNWRAP, CKA_DERIVE, CKA_DECAPSULATE],
    ),
    (CKO_PUBLIC_KEY, &[CKA_ENCRYPT, CKA_VERIFY, CKA_VERIFY_RECOVER, CKA_WRAP, CKA_ENCAPSULATE]),
];

fn row(table: &'static [(u64, &'static [u64])], class: u64) -> Option<&'static [u64]> {
    table.iter().find(|(known, _)| *known == class).map(|(_, row)| *row)
}

/// Copies what a query describes, of the objects that stay in the token, from one session's token to
/// another's, and says of each what became of it. With `only_ask`, nothing is changed. It fails as a whole only
/// where no object at all could be moved: with sessions that nobody is logged in to, or that end.
pub fn copy(
    from: &Session,
    to: &Session,
    query: &Query,
    only_ask: bool,
    mut each: impl FnMut(Line),
) -> Result<()> {
    let found: Vec<Object> = from.find(&query.clone().persistent(true))?.collect::<Result<_>>()?;
    // It is built when the first key needs it.
    let mut bridge: Option<Result<Bridge>> = None;
    for object in found {
        let about = object.read(&[COMMON, &[CKA_CLASS, CKA_EXTRACTABLE]].concat())?;
        let Some(class) = about.get(CKA_CLASS).and_then(Value::as_ulong) else { continue };
        let bytes = |kind| about.get(kind).and_then(Value::as_bytes).unwrap_or_default();
        let became = match moved(&object, class, from, to, only_ask, &mut bridge) {
            Ok(()) if only_ask => Became::Copyable,
            Ok(()) => Became::Copied,
            Err(error) if error.is(crate::CLOSED) => return Err(error),
            Err(error) => Became::Left(reason(&error)),
        };
        each(Line {
            class,
            kind: object.kind().ok().flatten(),
            id: bytes(CKA_ID).to_vec(),
            label: String::from_utf8_lossy(bytes(CKA_LABEL)).into_owned(),
            became,
        });
    }
    Ok(())
}

fn reason(error: &Error) -> String {
    match error.rv() {
        CKR_KEY_UNEXTRACTABLE => "it may not leave its token (CKA_EXTRACTABLE is false)".into(),
        CKR_KEY_NOT_WRAPPABLE => {
            "it may leave its token only under a key that the security officer trusts".into()
        }
        _ => format!("{}: {} ({})", error.function(), error.why(), error.name()),
    }
}

fn left(why: &str) -> Error {
    Error::new(CKR_FUNCTION_REJECTED, "strongroom", why.to_owned())
}

fn moved(
    object: &Object,
    class: u64,
    from: &Session,
    to: &Session,
    only_ask: bool,
    bridge: &mut Option<Result<Bridge>>,
) -> Result<()> {
    let along = row(ALONG, class).ok_or_else(|| left("objects of its class are not moved"))?;
    let uses = row(USES, class).unwrap_or_default();
    let mut template = object.read(&[COMMON, along, uses].concat())?.with(CKA_CLASS, class);
    // What is empty is what it would be anyway, and not every token takes it.
    template.0.retain(|a| a.value.as_bytes().is_none_or(|bytes| !bytes.is_empty()));
    // Tokens of before v3.2 do not know these, and keys of other types may not do it by default.
    if template.get(CKA_KEY_TYPE) != Some(&Value::Ulong(CKK_ML_KEM)) {
        let no = |a: &Attribute| {
            matches!(a.kind, CKA_ENCAPSULATE | CKA_DECAPSULATE) && a.value == Value::Bool(false)
        };
        template.0.retain(|a| !no(a));
    }
    if is_there(to, &template, class)? {
        return Err(left("the token has one with this identifier and label already"));
    }
    template.push(CKA_TOKEN, true);
    if !matches!(class, CKO_SECRET_KEY | CKO_PRIVATE_KEY) {
        return if only_ask { Ok(()) } else { to.create(&template).map(|_| ()) };
    }
    if template.get(CKA_EXTRACTABLE) == Some(&Value::Bool(false)) {
        return Err(Error::new(CKR_KEY_UNEXTRACTABLE, "C_WrapKey", "it is not extractable"));
    }
    let bridge = match bridge.get_or_insert_with(|| Bridge::build(from, to)) {
        Ok(bridge) => bridge,
        Err(error) => return Err(error.clone()),
    };
    let (mechanism, wrapped) = bridge.wrap(object)?;
    if only_ask {
        return Ok(());
    }
    let made = bridge.unwrap(&mechanism, &wrapped, &template)?;
    same(object, &made).inspect_err(|_| {
        // What is not the key does not stay; where it cannot go, the failure says what it is.
        let _ = made.destroy();
    })
}

/// Whether a token has an object of a class with the same names.
fn is_there(to: &Session, template: &Template, class: u64) -> Result<bool> {
    let mut query = Query::new().class(class);
    let mut named = false;
    for kind in [CKA_ID, CKA_LABEL] {
        if let Some(value) = template.get(kind) {
            query = query.attribute(kind, value.clone());
            named = true;
        }
    }
    Ok(named && to.find(&query)?.next().transpose()?.is_some())
}

/// Makes sure that what arrived is what was sent, as far as the tokens say.
fn same(sent: &Object, arrived: &Object) -> Result<()> {
    let differs = || {
        let why = "what arrived is not the key that was sent";
        Error::new(CKR_WRAPPED_KEY_INVALID, "C_UnwrapKey", why)
    };
    if let (Ok(one), Ok(other)) = (sent.public_key_info(), arrived.public_key_info())
        && one != other
    {
        return Err(differs());
    }
    // Not every token computes it, so an empty one says nothing.
    let value = |key: &Object| key.bytes(CKA_CHECK_VALUE);
    let (one, other) = (value(sent)?, value(arrived)?);
    if !one.is_empty() && !other.is_empty() && one != other {
        return Err(differs());
    }
    Ok(())
}

/// The key that others cross under: the same one in both tokens, gone with their sessions.
struct Bridge {
    wrapping: SecretKey,
    unwrapping: SecretKey,
    way: (u64, u64),
}

/// The ways to cross, the better one first: what wraps, and what unwraps that. `CKM_AES_KEY_WRAP_PAD` is the key
/// wrap with padding of RFC 5649 in some vendors' modules; where it is another, its integrity check says so.
static WAYS: &[(u64, u64)] = &[
    (CKM_AES_KEY_WRAP_KWP, CKM_AES_KEY_WRAP_KWP),
    (CKM_AES_CBC_PAD, CKM_AES_CBC_PAD),
    (CKM_AES_KEY_WRAP_PAD, CKM_AES_KEY_WRAP_KWP),
    (CKM_AES_KEY_WRAP_KWP, CKM_AES_KEY_WRAP_PAD),
    (CKM_AES_KEY_WRAP_PAD, CKM_AES_KEY_WRAP_PAD),
];

impl Bridge {
    fn build(from: &Session, to: &Session) -> Result<Self> {
        let (out, into) = (from.token_mechanisms()?, to.token_mechanisms()?);
        let can = |list: &[(u64, u64)], kind, flag| {
            list.iter().any(|(known, flags)| *known == kind && flags & flag != 0)
        };
        let way = WAYS
            .iter()
            .copied()
            .find(|way| can(&out, way.0, CKF_WRAP) && can(&into, way.1, CKF_UNWRAP))
            .ok_or_else(|| {
                left(
                    "the two tokens have no way to wrap a key in common: neither key wrap with \
                      padding (CKM_AES_KEY_WRAP_KWP) nor CBC with padding (CKM_AES_CBC_PAD)",
                )
            })?;
        let pair = to.generate_pair(
            &KeySpec::new(KeyKind::Rsa(RSA_BITS)).usages([Usage::Unwrap]).label("crossing"),
        )?;
        let public = from.create(
            &pair
                .public
                .read(&[CKA_MODULUS, CKA_PUBLIC_EXPONENT])?
                .with(CKA_CLASS, CKO_PUBLIC_KEY)
                .with(CKA_KEY_TYPE, CKK_RSA)
                .with(CKA_TOKEN, false)
                .with(CKA_WRAP, true),
        )?;
        let aes = KeySpec::named("aes:256")?.label("crossing");
        let wrapping =
            from.generate_secret(&aes.clone().usages([Usage::Wrap]).extractable(true))?;
        // Some tokens have OAEP with SHA-1 only, which is no weakness of OAEP.
        let cross = |hash| -> Result<SecretKey> {
            let oaep = Mechanism::rsa_oaep(hash);
            let wrapped = public.wrap(&oaep, &wrapping)?;
            let aes = aes.clone().usages([Usage::Unwrap]);
            pair.private.unwrap_secret(&oaep, &wrapped, &aes)
        };
        let unwrapping = cross(Hash::Sha256).or_else(|error| match error.rv() {
            CKR_MECHANISM_PARAM_INVALID | CKR_ARGUMENTS_BAD | CKR_MECHANISM_INVALID => {
                cross(Hash::Sha1)
            }
            _ => Err(error),
        })?;
        Ok(Self { wrapping, unwrapping, way })
    }

    fn wrap(&self, key: &Object) -> Result<(Mechanism, Vec<u8>)> {
        let params = match self.way {
            (CKM_AES_CBC_PAD, _) => {
                let mut iv = vec![0; 16];
                random::fill(&mut iv)?;
                Params::Bytes(iv)
            }
            _ => Params::None,
        };
        let of = |kind| Mechanism::of(strongroom_base::Mechanism::new(kind, params.clone()));
        let wrapped = self.wrapping.wrap(&of(self.way.0), key)?;
        Ok((of(self.way.1), wrapped))
    }

    fn unwrap(&self, mechanism: &Mechanism, wrapped: &[u8], template: &Template) -> Result<Object> {
        let base = mechanism.base()?;
        let (session, key) = (self.unwrapping.session(), self.unwrapping.handle());
        let made =
            session.run("C_UnwrapKey", |a, s| a.unwrap_key(s, base, key, wrapped, template))?;
        Ok(session.object(made))
    }
}

impl Session {
    /// The mechanisms of its token, with their flags.
    fn token_mechanisms(&self) -> Result<Vec<(u64, u64)>> {
        let slot = self.slot();
        self.run("C_GetMechanismList", |a, _| {
            let flags = |kind| Ok((kind, a.mechanism_info(slot, kind)?.flags));
            a.mechanisms(slot)?.into_iter().map(flags).collect()
        })
    }
}
