//! Sessions, and searches in them.

use crate::answer::{Made, Objects, Open, Plain, number};
use crate::calls::calls;
use crate::convert::{Bytes, Method, Said, Wanted, with};
use crate::hsm::parsed;
use crate::queue::context_pin;
use strongroom::{CertificateSpec, Query, Search, Session, Template};

/// How many objects one step of a search gives.
const STEP: usize = 64;

/// What a URI says of an object, and what else it has.
fn query(uri: Option<String>, more: &Template) -> strongroom::Result<Query> {
    let uri = uri.as_deref().map(parsed).transpose()?;
    let said = uri.map(|uri| uri.template()).unwrap_or_default();
    let both = said.0.into_iter().filter(|one| more.get(one.kind).is_none()).chain(more.0.clone());
    Ok(both.fold(Query::new(), |query, one| query.attribute(one.kind, one.value)))
}

calls! {
    fn session_slot(session: Session) { Ok(Plain(number(session.slot()))) }
    /// `CKU_…`, or nothing where nobody is logged in.
    fn session_user(session: Session) { Ok(Plain(session.user().map(number))) }
    fn is_closed(session: Session) { Ok(Plain(session.is_closed())) }
    /// From here on the PINs for uses of keys are those that are offered.
    fn use_offered_pins(session: Session) { session.on_context_pin(context_pin); Ok(()) }
    fn close_session(session: Session) { session.close(); Ok(()) }

    /// A key, or a key pair: the private key first.
    fn generate(session: Session, wanted: Wanted) { Objects::of(session.generate(&wanted?)?.objects()) }

    /// A secret key, made with a mechanism that is not the usual one.
    fn generate_with(session: Session, mechanism: Method<'_>, wanted: Wanted) {
        Objects::of([session.generate_with(&mechanism, &wanted?)?])
    }

    /// A key from PEM or DER.
    fn import_key(session: Session, file: Bytes<'_>, wanted: Wanted) {
        Objects::of(session.import_file(&file, &wanted?)?.objects())
    }

    /// A secret key whose value is given.
    fn import_secret(session: Session, value: Bytes<'_>, wanted: Wanted) {
        Objects::of([session.import_secret(&value, &wanted?)?])
    }

    fn import_certificate(session: Session, file: Bytes<'_>, said: Vec<Said>) {
        let spec = with(CertificateSpec::new(), said, CertificateSpec::with)?;
        Objects::of([session.import_certificate(file.expose(), &spec)?])
    }

    /// An object from a template.
    fn create(session: Session, attributes: Said) { Objects::of([session.create(&attributes)?]) }

    /// Begins a search.
    fn find(session: Session, uri: Option<String>, attributes: Said) {
        session.search(&query(uri, &attributes)?).map(Made)
    }

    /// The next objects of a search; none at its end.
    fn find_next(search: Search) { Objects::of(search.next(STEP)?) }
    /// Ends a search.
    fn find_end(search: Search) { search.close(); Ok(()) }

    fn find_one(session: Session, uri: Option<String>, attributes: Said) {
        Objects::of([session.find_one::<strongroom::Object>(&query(uri, &attributes)?)?])
    }

    /// The key that has this public key (DER of a SubjectPublicKeyInfo), if there is one.
    fn key_with(session: Session, public_key: Bytes<'_>) {
        Objects::of(session.key_with(public_key.expose())?)
    }

    fn random(session: Session, length: u32) {
        let mut out = vec![0; usize::try_from(length).unwrap_or_default()];
        session.random(&mut out).map(|()| out)
    }

    fn digest(session: Session, mechanism: Method<'_>, data: Bytes<'_>) {
        session.digest_with(&mechanism, data.expose()).map(Open)
    }

    /// Begins a digest of data that comes in parts.
    fn hasher(session: Session, mechanism: Method<'_>) { session.stream(&mechanism).map(Made) }

    /// Changes the PIN of who is logged in; without the old one, the security officer sets the user's.
    fn session_pin(session: Session, old: Option<Bytes<'_>>, new: Bytes<'_>) {
        match &old {
            Some(old) => session.set_pin(old.expose(), new.expose()),
            None => session.init_pin(new.expose()),
        }
    }
}
