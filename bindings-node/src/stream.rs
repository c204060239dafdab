//! Operations on data that comes in parts.

use crate::answer::{Handle, Made, Reply, defect, good};
use crate::convert::Method;
use crate::object::AnObject;
use crate::session::ASession;
use napi::Env;
use napi::bindgen_prelude::{External, Uint8ArraySlice};
use napi_derive::napi;
use parking_lot::Mutex;
use strongroom::{CLOSED, Decryptor, Digester, Encryptor, Error, Secret, Signer, Verifier, ck};

enum Active {
    Encrypt(Encryptor),
    Decrypt(Decryptor),
    Sign(Signer),
    Verify(Verifier),
    Digest(Digester),
}

/// An operation that is under way; nothing once it has ended.
pub struct Stream(Mutex<Option<Active>>);

type AStream<'a> = &'a External<Handle<Stream>>;
type Bytes<'a> = Uint8ArraySlice<'a>;

impl Stream {
    fn of(active: Active) -> Made<Self> {
        Made(Self(Mutex::new(Some(active))))
    }

    fn take(&self) -> strongroom::Result<Active> {
        self.0.lock().take().ok_or_else(ended)
    }
}

fn ended() -> Error {
    Error::new(CLOSED, "", "the operation has ended")
}

/// Begins to `encrypt`, `decrypt`, `sign` or `verify`.
#[napi]
pub fn stream<'env>(
    env: &'env Env,
    key: AnObject<'_>,
    what: String,
    mechanism: Method<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let with = (**mechanism).clone();
    key.run(env, ticket, move |key| {
        let active = match what.as_str() {
            "encrypt" => Active::Encrypt(key.encryptor(&with)?),
            "decrypt" => Active::Decrypt(key.decryptor(&with)?),
            "sign" => Active::Sign(key.signer(&with)?),
            "verify" => Active::Verify(key.verifier(&with)?),
            other => return Err(defect(other)),
        };
        Ok(Stream::of(active))
    })
}

/// Begins a digest.
#[napi]
pub fn hasher<'env>(
    env: &'env Env,
    session: ASession<'_>,
    hash: String,
    ticket: Option<u32>,
) -> Reply<'env> {
    session.run(env, ticket, move |session| {
        let hash = hash.parse().map_err(Error::from)?;
        Ok(Stream::of(Active::Digest(session.digester(hash)?)))
    })
}

/// Gives the next part, and takes what output there is.
#[napi]
pub fn update<'env>(
    env: &'env Env,
    stream: AStream<'_>,
    data: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let data = Secret::from(data.as_ref());
    stream.run(env, ticket, move |stream| {
        let (mut place, data) = (stream.0.lock(), data.expose());
        let answer = match place.as_mut().ok_or_else(ended)? {
            Active::Encrypt(stream) => stream.update(data),
            Active::Decrypt(stream) => stream.update(data),
            Active::Sign(stream) => stream.update(data).map(|()| Vec::new()),
            Active::Verify(stream) => stream.update(data).map(|()| Vec::new()),
            Active::Digest(stream) => stream.update(data).map(|()| Vec::new()),
        };
        if answer.is_err() {
            *place = None;
        }
        answer
    })
}

/// Gives a key's value to a digest.
#[napi]
pub fn update_key<'env>(
    env: &'env Env,
    stream: AStream<'_>,
    key: AnObject<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let key = key.shared();
    stream.run(env, ticket, move |stream| match stream.0.lock().as_mut().ok_or_else(ended)? {
        Active::Digest(stream) => stream.update_key(&key),
        _ => {
            let why = "no digest is under way";
            Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "C_DigestKey", why))
        }
    })
}

/// Ends it, and takes the rest of the output.
#[napi]
pub fn finish<'env>(env: &'env Env, stream: AStream<'_>, ticket: Option<u32>) -> Reply<'env> {
    stream.run(env, ticket, |stream| match stream.take()? {
        Active::Encrypt(stream) => stream.finish(),
        Active::Decrypt(stream) => stream.finish(),
        Active::Sign(stream) => stream.finish(),
        Active::Digest(stream) => stream.finish(),
        Active::Verify(_) => Err(ended()),
    })
}

/// Ends a verification: whether the signature is good.
#[napi]
pub fn finish_verify<'env>(
    env: &'env Env,
    stream: AStream<'_>,
    signature: Bytes<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let signature = signature.to_vec();
    stream.run(env, ticket, move |stream| match stream.take()? {
        Active::Verify(stream) => good(stream.finish(&signature)),
        _ => Err(ended()),
    })
}

/// Ends it without a result. What has ended already stays so.
#[napi]
pub fn abandon<'env>(env: &'env Env, stream: AStream<'_>, ticket: Option<u32>) -> Reply<'env> {
    stream.run(env, ticket, |stream| {
        drop(stream.0.lock().take());
        Ok(())
    })
}
