//! Objects: their attributes, what keys do, and operations on data that comes in parts.

use crate::answer::{Made, Objects, Open, Plain, number};
use crate::calls::calls;
use crate::convert::{self, AnObject, Bytes, Method, Said, Wanted, with};
use strongroom::{
    Certificate, Error, FromObject, Messages, Object, PrivateKey, Sealed, Secret, Signing, Stream,
};

fn as_kind<T: FromObject>(object: &Object) -> strongroom::Result<T> {
    T::from_object(object.clone())
}

/// What was sealed, in its parts: the vector, the ciphertext, the tag.
fn parts(sealed: Sealed) -> Vec<Vec<u8>> {
    vec![sealed.iv, sealed.ciphertext, sealed.tag]
}

fn sealed([iv, ciphertext, tag]: [&Secret; 3]) -> Sealed {
    let [iv, ciphertext, tag] = [iv, ciphertext, tag].map(|part| part.expose().to_vec());
    Sealed { iv, ciphertext, tag }
}

calls! {
    /// Its handle in the token.
    fn handle_of(object: Object) { Ok(Plain(number(object.handle()))) }
    /// The kind of key in a few characters; nothing for what is no key.
    fn kind(object: Object) { Ok(Plain(object.kind()?.map(|kind| kind.to_string()))) }
    fn attributes(object: Object, kinds: Vec<f64>) {
        let kinds: Vec<u64> = kinds.into_iter().map(convert::number).collect();
        let answers = object.attributes(&kinds)?;
        let each = kinds.iter().zip(&answers).map(|(kind, one)| Said::answered(*kind, one));
        Ok(Plain(each.collect::<Vec<_>>()))
    }
    fn set(object: Object, attributes: Said) { object.set(&attributes) }
    fn copy(object: Object, attributes: Said) { Objects::of([object.copy(&attributes)?]) }
    fn destroy(object: Object) { object.destroy() }

    /// A public key as people exchange it.
    fn public_key(object: Object, form: String) { object.public_key(form.parse().map_err(Error::from)?) }

    /// What belongs to a key or a certificate, if it is there.
    fn related(object: Object, relation: String) {
        Objects::of(object.related(relation.parse().map_err(Error::from)?)?)
    }

    /// The certificates of a key and of its issuers.
    fn chain(object: Object) { Objects::of(as_kind::<PrivateKey>(object)?.chain()?) }
    /// A certificate as PEM.
    fn pem(object: Object) { as_kind::<Certificate>(object)?.pem() }

    /// How a key usually signs, with what is said of it.
    fn signing(object: Object, said: Vec<Said>) {
        object.signing(&with(Signing::default(), said, Signing::with)?).map(Made)
    }
    fn sign(key: Object, mechanism: Method<'_>, data: Bytes<'_>) {
        key.sign(&mechanism, data.expose()).map(Open)
    }
    fn sign_batch(key: Object, mechanism: Method<'_>, data: Vec<Bytes<'_>>) {
        key.sign_batch(&mechanism, &data.iter().map(Secret::expose).collect::<Vec<_>>())
    }
    fn verify(key: Object, mechanism: Method<'_>, data: Bytes<'_>, signature: Bytes<'_>) {
        key.verifies(&mechanism, data.expose(), signature.expose()).map(Plain)
    }

    /// Bytes to bytes: `encrypt`, `decrypt`, `sign_recover`, `verify_recover`.
    fn transform(key: Object, what: String, mechanism: Method<'_>, data: Bytes<'_>) {
        match (what.as_str(), data.expose()) {
            ("encrypt", data) => key.encrypt(&mechanism, data),
            ("decrypt", data) => key.decrypt(&mechanism, data),
            ("sign_recover", data) => key.sign_recover(&mechanism, data),
            (_, data) => key.verify_recover(&mechanism, data),
        }
    }

    /// AES-GCM with a vector that is drawn.
    fn seal(key: Object, data: Bytes<'_>, aad: Bytes<'_>) { key.seal(data.expose(), aad.expose()).map(parts) }

    /// Another key, encrypted under this one.
    fn wrap(key: Object, mechanism: Method<'_>, target: AnObject<'_>) { key.wrap(&mechanism, &target) }
    fn unwrap(key: Object, mechanism: Method<'_>, wrapped: Bytes<'_>, wanted: Wanted) {
        Objects::of([key.unwrap(&mechanism, wrapped.expose(), &wanted?)?])
    }

    /// The same, like a message.
    fn wrap_authenticated(key: Object, mechanism: Method<'_>, target: AnObject<'_>, aad: Bytes<'_>) {
        key.wrap_authenticated(&mechanism, &target, aad.expose()).map(parts)
    }
    fn unwrap_authenticated(
        key: Object, mechanism: Method<'_>, iv: Bytes<'_>, body: Bytes<'_>, tag: Bytes<'_>, aad: Bytes<'_>, wanted: Wanted
    ) {
        let wrapped = sealed([&iv, &body, &tag]);
        Objects::of([key.unwrap_authenticated(&mechanism, &wrapped, aad.expose(), &wanted?)?])
    }
    fn derive_all(key: Object, mechanism: Method<'_>, wanted: Wanted) {
        Objects::of(key.derive_all(&mechanism, &wanted?)?)
    }
    fn derive_data(key: Object, mechanism: Method<'_>, length: u32) { key.derive_data(&mechanism, length.into()) }
    fn derive(key: Object, mechanism: Method<'_>, wanted: Wanted) {
        Objects::of([key.derive(&mechanism, &wanted?)?])
    }

    /// Agrees on a secret, and derives the key from that.
    fn agree(key: Object, agreement: Method<'_>, derivation: Method<'_>, wanted: Wanted) {
        Objects::of([key.agree(&agreement, &derivation, &wanted?)?])
    }

    /// The ciphertext, and the key.
    fn encapsulate(key: Object, mechanism: Method<'_>, wanted: Wanted) {
        let (ciphertext, made) = key.encapsulate(&mechanism, &wanted?)?;
        Ok((ciphertext, Objects::of([made])?))
    }
    fn decapsulate(key: Object, mechanism: Method<'_>, ciphertext: Bytes<'_>, wanted: Wanted) {
        Objects::of([key.decapsulate(&mechanism, ciphertext.expose(), &wanted?)?])
    }

    /// Begins an operation on data that comes in parts.
    fn stream(key: Object, operation: String, mechanism: Method<'_>) {
        key.stream(operation.parse().map_err(Error::from)?, &mechanism).map(Made)
    }

    /// Begins a verification that has the signature before the data.
    fn verifying(key: Object, mechanism: Method<'_>, signature: Bytes<'_>) {
        key.verifying(&mechanism, signature.expose()).map(Made)
    }

    /// Begins a series of messages.
    fn messages(key: Object, operation: String, mechanism: Method<'_>) {
        key.messages(operation.parse().map_err(Error::from)?, &mechanism).map(Made)
    }
    fn seal_message(of: Messages, data: Bytes<'_>, aad: Bytes<'_>) { of.encrypt(data.expose(), aad.expose()).map(parts) }
    fn open_message(of: Messages, iv: Bytes<'_>, body: Bytes<'_>, tag: Bytes<'_>, aad: Bytes<'_>) {
        of.decrypt(&sealed([&iv, &body, &tag]), aad.expose())
    }
    fn sign_message(of: Messages, data: Bytes<'_>) { of.sign(data.expose()).map(Open) }
    fn verify_message(of: Messages, data: Bytes<'_>, signature: Bytes<'_>) {
        of.verify(data.expose(), signature.expose()).map(Plain)
    }
    fn end_messages(of: Messages) { of.close(); Ok(()) }

    /// Gives the next part, and takes what output there is.
    fn update(stream: Stream, data: Bytes<'_>) { stream.update(data.expose()) }
    /// Gives a key's value to a digest.
    fn update_key(stream: Stream, key: AnObject<'_>) { stream.update_key(&key) }
    /// Ends it, and takes the rest of the output.
    fn finish(stream: Stream) { stream.finish() }

    /// Ends a verification: whether the signature is good.
    fn finish_verify(stream: Stream, signature: Bytes<'_>) { stream.verify(signature.expose()).map(Plain) }

    /// Ends it without a result. What has ended already stays so.
    fn abandon(stream: Stream) { stream.cancel(); Ok(()) }
}
