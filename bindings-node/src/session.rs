//! Sessions, and searches in them.

use crate::answer::{Made, Objects, Plain, number};
use crate::calls::calls;
use crate::convert::{Bytes, Method, Said, Wanted, own, secret, template, with};
use crate::hsm::parsed;
use crate::queue::context_pin;
use strongroom::{CertificateSpec, Query, Search, Session};

/// How many objects one step of a search gives.
const STEP: usize = 64;

/// What a URI says of an object, and what else it has.
fn query(uri: Option<&str>, attributes: Vec<Said>) -> strongroom::Result<Query> {
    let said = uri.map(parsed).transpose()?.map(|uri| uri.template()).unwrap_or_default();
    let more = template(attributes);
    let both = said.0.into_iter().filter(|one| more.get(one.kind).is_none()).chain(more.0.clone());
    Ok(both.fold(Query::new(), |query, one| query.attribute(one.kind, one.value)))
}

calls! {
    fn session_slot(session: Session) { |session| Ok(Plain(number(session.slot()))) }
    /// `CKU_…`, or nothing where nobody is logged in.
    fn session_user(session: Session) { |session| Ok(Plain(session.user().map(number))) }
    fn is_closed(session: Session) { |session| Ok(Plain(session.is_closed())) }
    /// From here on the PINs for uses of keys are those that are offered.
    fn use_offered_pins(session: Session) { |session| { session.on_context_pin(context_pin); Ok(()) } }
    fn close_session(session: Session) { |session| { session.close(); Ok(()) } }

    /// A key, or a key pair: the private key first.
    fn generate(session: Session, wanted: Wanted) {
        let spec = wanted.spec();
        move |session| Objects::of(session.generate(&spec?)?.objects())
    }

    /// A key from PEM or DER.
    fn import_key(session: Session, file: Bytes<'_>, wanted: Wanted) {
        let (file, spec) = (secret(&file), wanted.spec());
        move |session| Objects::of(session.import_file(&file, &spec?)?.objects())
    }

    /// A secret key whose value is given.
    fn import_secret(session: Session, value: Bytes<'_>, wanted: Wanted) {
        let (value, spec) = (secret(&value), wanted.spec());
        move |session| Objects::of([session.import_secret(&value, &spec?)?])
    }

    fn import_certificate(session: Session, file: Bytes<'_>, said: Vec<Said>) {
        let (file, spec) = (file.to_vec(), with(CertificateSpec::new(), said, CertificateSpec::with));
        move |session| Objects::of([session.import_certificate(&file, &spec?)?])
    }

    /// An object from a template.
    fn create(session: Session, attributes: Vec<Said>) {
        let template = template(attributes);
        move |session| Objects::of([session.create(&template)?])
    }

    /// Begins a search.
    fn find(session: Session, uri: Option<String>, attributes: Vec<Said>) {
        let query = query(uri.as_deref(), attributes);
        move |session| session.search(&query?).map(Made)
    }

    /// The next objects of a search; none at its end.
    fn find_next(search: Search) { |search| Objects::of(search.next(STEP)?) }
    /// Ends a search.
    fn find_end(search: Search) { |search| { search.close(); Ok(()) } }

    fn find_one(session: Session, uri: Option<String>, attributes: Vec<Said>) {
        let query = query(uri.as_deref(), attributes);
        move |session| Objects::of([session.find_one::<strongroom::Object>(&query?)?])
    }

    /// The key that has this public key (DER of a SubjectPublicKeyInfo), if there is one.
    fn key_with(session: Session, public_key: Bytes<'_>) {
        let info = public_key.to_vec();
        move |session| Objects::of(session.key_with(&info)?)
    }

    fn random(session: Session, length: u32) {
        move |session| {
            let mut out = vec![0; usize::try_from(length).unwrap_or_default()];
            session.random(&mut out)?;
            Ok(out)
        }
    }

    fn digest(session: Session, mechanism: Method<'_>, data: Bytes<'_>) {
        let (mechanism, data) = (own(mechanism), data.to_vec());
        move |session| session.digest_with(&mechanism, &data)
    }

    /// Begins a digest of data that comes in parts.
    fn hasher(session: Session, mechanism: Method<'_>) {
        let mechanism = own(mechanism);
        move |session| session.stream(&mechanism).map(Made)
    }

    /// Changes the PIN of who is logged in; without the old one, the security officer sets the user's.
    fn session_pin(session: Session, old: Option<Bytes<'_>>, new: Bytes<'_>) {
        let (old, new) = (old.as_ref().map(secret), secret(&new));
        move |session| match &old {
            Some(old) => session.set_pin(old.expose(), new.expose()),
            None => session.init_pin(new.expose()),
        }
    }
}
