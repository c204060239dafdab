//! Objects: their attributes, and what keys do.

use crate::answer::{Handle, Objects, Plain, Reply, defect, good, number};
use crate::convert::{self, Attribute, Method, Wanted};
use napi::Env;
use napi::bindgen_prelude::{External, Uint8ArraySlice};
use napi_derive::napi;
use strongroom::encoding::PublicForm;
use strongroom::{Certificate, Error, FromObject, Object, PrivateKey, PublicKey, ck};

pub type AnObject<'a> = &'a External<Handle<Object>>;
type Bytes<'a> = Uint8ArraySlice<'a>;

fn as_kind<T: FromObject>(object: &Object) -> strongroom::Result<T> {
    T::from_object(object.clone())
}

/// Its handle in the token.
#[napi]
pub fn handle_of(object: AnObject<'_>) -> f64 {
    number(object.shared().handle())
}

/// The kind of key in a few characters; nothing for what is no key.
#[napi]
pub fn kind<'env>(env: &'env Env, object: AnObject<'_>, ticket: Option<u32>) -> Reply<'env> {
    object.run(env, ticket, |object| Ok(Plain(object.kind()?.map(|kind| kind.to_string()))))
}

#[napi]
pub fn attributes<'env>(
    env: &'env Env,
    object: AnObject<'_>,
    kinds: Vec<f64>,
    ticket: Option<u32>,
) -> Reply<'env> {
    object.run(env, ticket, move |object| {
        let kinds: Vec<u64> = kinds.into_iter().map(convert::number).collect();
        let answers = object.attributes(&kinds)?;
        let each = kinds.iter().zip(&answers).map(|(kind, one)| Attribute::answered(*kind, one));
        Ok(Plain(each.collect::<Vec<_>>()))
    })
}

#[napi]
pub fn set<'env>(
    env: &'env Env,
    object: AnObject<'_>,
    attributes: Vec<Attribute>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let template = convert::template(attributes);
    object.run(env, ticket, move |object| object.set(&template))
}

#[napi]
pub fn copy<'env>(
    env: &'env Env,
    object: AnObject<'_>,
    attributes: Vec<Attribute>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let template = convert::template(attributes);
    object.run(env, ticket, move |object| Objects::of([object.copy(&template)?]))
}

#[napi]
pub fn destroy<'env>(env: &'env Env, object: AnObject<'_>, ticket: Option<u32>) -> Reply<'env> {
    object.run(env, ticket, Object::destroy)
}

/// A public key as people exchange it: `pem`, `der`, `ssh` or `jwk`.
#[napi]
pub fn public_key<'env>(
    env: &'env Env,
    object: AnObject<'_>,
    form: String,
    ticket: Option<u32>,
) -> Reply<'env> {
    object.run(env, ticket, move |object| {
        let form = match form.as_str() {
            "pem" => PublicForm::Pem,
            "der" => PublicForm::Der,
            "ssh" => PublicForm::Ssh,
            "jwk" => PublicForm::Jwk,
            _ => {
                let why = "the forms of a public key are pem, der, ssh and jwk";
                return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "", why));
            }
        };
        object.public_key(form)
    })
}

/// What belongs to a key or a certificate: its `public` or `private` key, its `certificate`, its `chain`, the
/// private `key` of a certificate.
#[napi]
pub fn related<'env>(
    env: &'env Env,
    object: AnObject<'_>,
    what: String,
    ticket: Option<u32>,
) -> Reply<'env> {
    object.run(env, ticket, move |object| {
        let (private, public) = (ck::CKO_PRIVATE_KEY, ck::CKO_PUBLIC_KEY);
        Ok(match what.as_str() {
            "public" => Objects::of_class(public, as_kind::<PrivateKey>(object)?.public()?),
            "private" => Objects::of_class(private, as_kind::<PublicKey>(object)?.private()?),
            "key" => Objects::of_class(private, as_kind::<Certificate>(object)?.private_key()?),
            "certificate" => Objects::of_class(
                ck::CKO_CERTIFICATE,
                as_kind::<PrivateKey>(object)?.certificate()?,
            ),
            "chain" => {
                Objects::of_class(ck::CKO_CERTIFICATE, as_kind::<PrivateKey>(object)?.chain()?)
            }
            other => return Err(defect(other)),
        })
    })
}

/// A certificate as PEM.
#[napi]
pub fn pem<'env>(env: &'env Env, object: AnObject<'_>, ticket: Option<u32>) -> Reply<'env> {
    object.run(env, ticket, |object| as_kind::<Certificate>(object)?.pem())
}

#[napi]
pub fn sign<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    data: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, data) = ((**mechanism).clone(), data.to_vec());
    key.run(env, ticket, move |key| key.sign(&mechanism, &data))
}

#[napi]
pub fn sign_batch<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    data: Vec<Bytes<'_>>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let mechanism = (**mechanism).clone();
    let data: Vec<Vec<u8>> = data.iter().map(|one| one.to_vec()).collect();
    key.run(env, ticket, move |key| {
        let each: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
        key.sign_batch(&mechanism, &each)
    })
}

#[napi]
pub fn verify<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    data: Bytes<'_>,
    signature: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let mechanism = (**mechanism).clone();
    let (data, signature) = (data.to_vec(), signature.to_vec());
    key.run(env, ticket, move |key| good(key.verify(&mechanism, &data, &signature)))
}

/// Bytes to bytes: `encrypt`, `decrypt`, `sign_recover`, `verify_recover`.
#[napi]
pub fn transform<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    what: String,
    mechanism: Method<'_>,
    data: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let mechanism = (**mechanism).clone();
    let data = strongroom::Secret::from(data.as_ref());
    key.run(env, ticket, move |key| {
        let data = data.expose();
        match what.as_str() {
            "encrypt" => key.encrypt(&mechanism, data),
            "decrypt" => key.decrypt(&mechanism, data),
            "sign_recover" => key.sign_recover(&mechanism, data),
            "verify_recover" => key.verify_recover(&mechanism, data),
            other => Err(defect(other)),
        }
    })
}

/// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
#[napi]
pub fn seal<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    data: Bytes<'_>,
    aad: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (data, aad) = (strongroom::Secret::from(data.as_ref()), aad.to_vec());
    key.run(env, ticket, move |key| {
        let sealed = key.seal(data.expose(), &aad)?;
        Ok(vec![sealed.iv, sealed.ciphertext, sealed.tag])
    })
}

#[napi]
pub fn wrap<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    target: AnObject<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, target) = ((**mechanism).clone(), target.shared());
    key.run(env, ticket, move |key| key.wrap(&mechanism, &target))
}

#[napi]
pub fn unwrap<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    wrapped: Bytes<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, wrapped, spec) = ((**mechanism).clone(), wrapped.to_vec(), wanted.spec());
    key.run(env, ticket, move |key| Objects::of([key.unwrap(&mechanism, &wrapped, &spec?)?]))
}

#[napi]
pub fn derive<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, spec) = ((**mechanism).clone(), wanted.spec());
    key.run(env, ticket, move |key| {
        Ok(Objects::of_class(ck::CKO_SECRET_KEY, [key.derive(&mechanism, &spec?)?]))
    })
}

/// The ciphertext, and the key.
#[napi]
pub fn encapsulate<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, spec) = ((**mechanism).clone(), wanted.spec());
    key.run(env, ticket, move |key| {
        let (ciphertext, made) = key.encapsulate(&mechanism, &spec?)?;
        Ok((ciphertext, Objects::of_class(ck::CKO_SECRET_KEY, [made])))
    })
}

#[napi]
pub fn decapsulate<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    mechanism: Method<'_>,
    ciphertext: Bytes<'_>,
    wanted: Wanted,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (mechanism, spec, ciphertext) = ((**mechanism).clone(), wanted.spec(), ciphertext.to_vec());
    key.run(env, ticket, move |key| {
        let made = key.decapsulate(&mechanism, &ciphertext, &spec?)?;
        Ok(Objects::of_class(ck::CKO_SECRET_KEY, [made]))
    })
}
