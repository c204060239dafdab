//! Sessions, and searches in them.

use crate::answer::{Handle, Made, Objects, Reply, number};
use crate::convert::{self, Attribute, Method, Wanted};
use crate::hsm::secret;
use crate::queue::context_pin;
use napi::Env;
use napi::bindgen_prelude::{External, Uint8ArraySlice};
use napi_derive::napi;
use parking_lot::Mutex;
use strongroom::encoding::{self, KeyMaterial};
use strongroom::{CertificateSpec, Made as New, Query, Secret, Session, ck};

pub type ASession<'a> = &'a External<Handle<Session>>;
type Bytes<'a> = Uint8ArraySlice<'a>;

/// How many objects one step of a search gives.
const STEP: usize = 64;

#[napi]
pub fn session_slot(session: ASession<'_>) -> f64 {
    number(session.shared().slot())
}

/// `CKU_…`, or nothing where nobody is logged in.
#[napi]
pub fn session_user(session: ASession<'_>) -> Option<f64> {
    session.shared().user().map(number)
}

#[napi]
pub fn is_closed(session: ASession<'_>) -> bool {
    session.shared().is_closed()
}

#[napi]
pub fn close_session<'env>(
    env: &'env Env,
    session: ASession<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    session.run(env, ticket, |session| {
        session.close();
        Ok(())
    })
}

/// From here on the PINs for uses of keys are those that are offered.
#[napi]
pub fn use_offered_pins(session: ASession<'_>) {
    session.shared().on_context_pin(context_pin);
}

fn objects(made: New) -> Objects {
    match made {
        New::Secret(key) => Objects::of_class(ck::CKO_SECRET_KEY, [key]),
        New::Public(key) => Objects::of_class(ck::CKO_PUBLIC_KEY, [key]),
        New::Pair(pair) => Objects::pair(pair),
    }
}

/// A key, or a key pair: the private key first.
#[napi]
pub fn generate<'env>(
    env: &'env Env,
    session: ASession<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let spec = wanted.spec();
    session.run(env, ticket, move |session| session.generate(&spec?).map(objects))
}

/// A key from PEM or DER. What kind it is stands in the file.
#[napi]
pub fn import_key<'env>(
    env: &'env Env,
    session: ASession<'_>,
    file: Bytes<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (file, spec) = (Secret::from(file.as_ref()), wanted.spec());
    session.run(env, ticket, move |session| {
        session.import(&encoding::key(&file)?, &spec?).map(objects)
    })
}

/// A secret key whose value is given.
#[napi]
pub fn import_secret<'env>(
    env: &'env Env,
    session: ASession<'_>,
    value: Bytes<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (value, spec) = (Secret::from(value.as_ref()), wanted.spec());
    session.run(env, ticket, move |session| {
        let spec = spec?;
        let key_type = spec.kind().key_type();
        session.import(&KeyMaterial::Secret { key_type, value }, &spec).map(objects)
    })
}

#[napi]
pub fn import_certificate<'env>(
    env: &'env Env,
    session: ASession<'_>,
    file: Bytes<'_>,
    label: Option<String>,
    id: Option<Bytes<'_>>,
    persist: bool,
    ticket: Option<u32>,
) -> Reply<'env> {
    let mut spec = CertificateSpec::new().persist(persist);
    if let Some(label) = label {
        spec = spec.label(label);
    }
    if let Some(id) = &id {
        spec = spec.id(id.as_ref());
    }
    let file = file.to_vec();
    session.run(env, ticket, move |session| {
        let made = session.import_certificate(&file, &spec)?;
        Ok(Objects::of_class(ck::CKO_CERTIFICATE, [made]))
    })
}

#[napi]
pub fn create<'env>(
    env: &'env Env,
    session: ASession<'_>,
    attributes: Vec<Attribute>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let template = convert::template(attributes);
    session.run(env, ticket, move |session| Objects::of([session.create(&template)?]))
}

type Search = Mutex<Option<strongroom::Find>>;
type AFind<'a> = &'a External<Handle<Search>>;

/// Begins a search.
#[napi]
pub fn find<'env>(
    env: &'env Env,
    session: ASession<'_>,
    attributes: Vec<Attribute>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let query = Query::of(convert::template(attributes));
    session.run(env, ticket, move |session| Ok(Made(Mutex::new(Some(session.find(&query)?)))))
}

/// The next objects of a search; none at its end.
#[napi]
pub fn find_next<'env>(env: &'env Env, find: AFind<'_>, ticket: Option<u32>) -> Reply<'env> {
    find.run(env, ticket, |find| {
        let mut found = Vec::new();
        if let Some(find) = find.lock().as_mut() {
            for object in find.take(STEP) {
                found.push(object?);
            }
        }
        Objects::of(found)
    })
}

/// Ends a search, so that its session is free.
#[napi]
pub fn find_end<'env>(env: &'env Env, find: AFind<'_>, ticket: Option<u32>) -> Reply<'env> {
    find.run(env, ticket, |find| {
        drop(find.lock().take());
        Ok(())
    })
}

#[napi]
pub fn find_one<'env>(
    env: &'env Env,
    session: ASession<'_>,
    attributes: Vec<Attribute>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let query = Query::of(convert::template(attributes));
    session.run(env, ticket, move |session| {
        Objects::of([session.find_one::<strongroom::Object>(&query)?])
    })
}

/// The key that has this public key (DER of a SubjectPublicKeyInfo), if there is one.
#[napi]
pub fn key_with<'env>(
    env: &'env Env,
    session: ASession<'_>,
    public_key: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let info = public_key.to_vec();
    session.run(env, ticket, move |session| Objects::of(session.key_with(&info)?))
}

#[napi]
pub fn random<'env>(
    env: &'env Env,
    session: ASession<'_>,
    length: u32,
    ticket: Option<u32>,
) -> Reply<'env> {
    session.run(env, ticket, move |session| {
        let mut out = vec![0; usize::try_from(length).unwrap_or_default()];
        session.random(&mut out)?;
        Ok(out)
    })
}

#[napi]
pub fn digest<'env>(
    env: &'env Env,
    session: ASession<'_>,
    mechanism: Method<'_>,
    data: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, data) = ((**mechanism).clone(), data.to_vec());
    session.run(env, ticket, move |session| session.digest_with(&mechanism, &data))
}

/// Changes the PIN of who is logged in, or, where nobody is, of the user.
#[napi]
pub fn session_set_pin<'env>(
    env: &'env Env,
    session: ASession<'_>,
    old: Bytes<'_>,
    new: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (old, new) = (secret(&old), secret(&new));
    session.run(env, ticket, move |session| session.set_pin(old.expose(), new.expose()))
}

/// Sets the user's PIN; the security officer is logged in.
#[napi]
pub fn session_init_pin<'env>(
    env: &'env Env,
    session: ASession<'_>,
    new: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let new = secret(&new);
    session.run(env, ticket, move |session| session.init_pin(new.expose()))
}
