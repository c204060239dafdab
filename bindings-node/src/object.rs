//! Objects: their attributes, what keys do, and operations on data that comes in parts.

use crate::answer::{Handle, Made, Objects, Plain, number};
use crate::calls::calls;
use crate::convert::{self, Bytes, Method, Said, Wanted, own, secret, template, with};
use napi::bindgen_prelude::External;
use strongroom::{Certificate, Error, FromObject, Object, PrivateKey, Signing, Stream};

type AnObject<'a> = &'a External<Handle<Object>>;

fn as_kind<T: FromObject>(object: &Object) -> strongroom::Result<T> {
    T::from_object(object.clone())
}

calls! {
    /// Its handle in the token.
    fn handle_of(object: Object) { |object| Ok(Plain(number(object.handle()))) }
    /// The kind of key in a few characters; nothing for what is no key.
    fn kind(object: Object) { |object| Ok(Plain(object.kind()?.map(|kind| kind.to_string()))) }

    fn attributes(object: Object, kinds: Vec<f64>) {
        move |object| {
            let kinds: Vec<u64> = kinds.into_iter().map(convert::number).collect();
            let answers = object.attributes(&kinds)?;
            let each = kinds.iter().zip(&answers).map(|(kind, one)| Said::answered(*kind, one));
            Ok(Plain(each.collect::<Vec<_>>()))
        }
    }

    fn set(object: Object, attributes: Vec<Said>) {
        let template = template(attributes);
        move |object| object.set(&template)
    }

    fn copy(object: Object, attributes: Vec<Said>) {
        let template = template(attributes);
        move |object| Objects::of([object.copy(&template)?])
    }

    fn destroy(object: Object) { Object::destroy }

    /// A public key as people exchange it.
    fn public_key(object: Object, form: String) {
        move |object| object.public_key(form.parse().map_err(Error::from)?)
    }

    /// What belongs to a key or a certificate, if it is there.
    fn related(object: Object, relation: String) {
        move |object| Objects::of(object.related(relation.parse().map_err(Error::from)?)?)
    }

    /// The certificates of a key and of its issuers.
    fn chain(object: Object) { |object| Objects::of(as_kind::<PrivateKey>(object)?.chain()?) }
    /// A certificate as PEM.
    fn pem(object: Object) { |object| as_kind::<Certificate>(object)?.pem() }

    /// How a key usually signs, with what is said of it.
    fn signing(object: Object, said: Vec<Said>) {
        let said = with(Signing::default(), said, Signing::with);
        move |object| object.signing(&said?).map(Made)
    }

    fn sign(key: Object, mechanism: Method<'_>, data: Bytes<'_>) {
        let (mechanism, data) = (own(mechanism), data.to_vec());
        move |key| key.sign(&mechanism, &data)
    }

    fn sign_batch(key: Object, mechanism: Method<'_>, data: Vec<Bytes<'_>>) {
        let mechanism = own(mechanism);
        let data: Vec<Vec<u8>> = data.iter().map(|one| one.to_vec()).collect();
        move |key| {
            let each: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
            key.sign_batch(&mechanism, &each)
        }
    }

    fn verify(key: Object, mechanism: Method<'_>, data: Bytes<'_>, signature: Bytes<'_>) {
        let (mechanism, data, signature) = (own(mechanism), data.to_vec(), signature.to_vec());
        move |key| key.verifies(&mechanism, &data, &signature).map(Plain)
    }

    /// Bytes to bytes: `encrypt`, `decrypt`, `sign_recover`, `verify_recover`.
    fn transform(key: Object, what: String, mechanism: Method<'_>, data: Bytes<'_>) {
        let (mechanism, data) = (own(mechanism), secret(&data));
        move |key| match (what.as_str(), data.expose()) {
            ("encrypt", data) => key.encrypt(&mechanism, data),
            ("decrypt", data) => key.decrypt(&mechanism, data),
            ("sign_recover", data) => key.sign_recover(&mechanism, data),
            (_, data) => key.verify_recover(&mechanism, data),
        }
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal(key: Object, data: Bytes<'_>, aad: Bytes<'_>) {
        let (data, aad) = (secret(&data), aad.to_vec());
        move |key| {
            let sealed = key.seal(data.expose(), &aad)?;
            Ok(vec![sealed.iv, sealed.ciphertext, sealed.tag])
        }
    }

    fn wrap(key: Object, mechanism: Method<'_>, target: AnObject<'_>) {
        let (mechanism, target) = (own(mechanism), target.shared());
        move |key| key.wrap(&mechanism, &target)
    }

    fn unwrap(key: Object, mechanism: Method<'_>, wrapped: Bytes<'_>, wanted: Wanted) {
        let (mechanism, wrapped, spec) = (own(mechanism), wrapped.to_vec(), wanted.spec());
        move |key| Objects::of([key.unwrap(&mechanism, &wrapped, &spec?)?])
    }

    fn derive(key: Object, mechanism: Method<'_>, wanted: Wanted) {
        let (mechanism, spec) = (own(mechanism), wanted.spec());
        move |key| Objects::of([key.derive(&mechanism, &spec?)?])
    }

    /// Agrees on a secret, and derives the key from that.
    fn agree(key: Object, agreement: Method<'_>, derivation: Method<'_>, wanted: Wanted) {
        let (agreement, derivation, spec) = (own(agreement), own(derivation), wanted.spec());
        move |key| Objects::of([key.agree(&agreement, &derivation, &spec?)?])
    }

    /// The ciphertext, and the key.
    fn encapsulate(key: Object, mechanism: Method<'_>, wanted: Wanted) {
        let (mechanism, spec) = (own(mechanism), wanted.spec());
        move |key| {
            let (ciphertext, made) = key.encapsulate(&mechanism, &spec?)?;
            Ok((ciphertext, Objects::of([made])?))
        }
    }

    fn decapsulate(key: Object, mechanism: Method<'_>, ciphertext: Bytes<'_>, wanted: Wanted) {
        let (mechanism, ciphertext, spec) = (own(mechanism), ciphertext.to_vec(), wanted.spec());
        move |key| Objects::of([key.decapsulate(&mechanism, &ciphertext, &spec?)?])
    }

    /// Begins an operation on data that comes in parts.
    fn stream(key: Object, operation: String, mechanism: Method<'_>) {
        let mechanism = own(mechanism);
        move |key| key.stream(operation.parse().map_err(Error::from)?, &mechanism).map(Made)
    }

    /// Gives the next part, and takes what output there is.
    fn update(stream: Stream, data: Bytes<'_>) {
        let data = secret(&data);
        move |stream| stream.update(data.expose())
    }

    /// Gives a key's value to a digest.
    fn update_key(stream: Stream, key: AnObject<'_>) {
        let key = key.shared();
        move |stream| stream.update_key(&key)
    }

    /// Ends it, and takes the rest of the output.
    fn finish(stream: Stream) { Stream::finish }

    /// Ends a verification: whether the signature is good.
    fn finish_verify(stream: Stream, signature: Bytes<'_>) {
        let signature = signature.to_vec();
        move |stream| stream.verify(&signature).map(Plain)
    }

    /// Ends it without a result. What has ended already stays so.
    fn abandon(stream: Stream) { |stream| { stream.cancel(); Ok(()) } }
}
