//! Which objects are meant. A [`Query`] is a template that is easy to write; [`Find`] goes through what it
//! finds. Where one object is wanted, none and several are errors that say so.

use crate::error::{Error, Result};
use crate::object::Object;
use crate::pool::Lease;
use crate::session::Session;
use crate::uri::Pkcs11Uri;
use std::collections::VecDeque;
use strongroom_base::{Template, Value, ck};

/// How many handles one step of a search takes.
const STEP: u64 = 1024;
/// How many candidates an error names.
const NAMED: u64 = 5;

/// What objects are looked for: those that have all that is said. An empty one means all.
#[derive(Clone, Debug, Default)]
pub struct Query(Template);

impl Query {
    /// Everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is called so: `CKA_LABEL`.
    pub fn label(self, label: &str) -> Self {
        self.attribute(ck::CKA_LABEL, label)
    }

    /// What has this identifier: `CKA_ID`.
    pub fn id(self, id: impl AsRef<[u8]>) -> Self {
        self.attribute(ck::CKA_ID, id.as_ref())
    }

    /// What is of a class, `CKO_…`.
    pub fn class(self, class: u64) -> Self {
        self.attribute(ck::CKA_CLASS, class)
    }

    /// Keys of a type, `CKK_…`.
    pub fn key_type(self, key_type: u64) -> Self {
        self.attribute(ck::CKA_KEY_TYPE, key_type)
    }

    /// What stays in the token, or what goes with its session: `CKA_TOKEN`.
    pub fn persistent(self, persistent: bool) -> Self {
        self.attribute(ck::CKA_TOKEN, persistent)
    }

    /// What has an attribute (`CKA_…`) with this value.
    pub fn attribute(mut self, kind: u64, value: impl Into<Value>) -> Self {
        self.0.push(kind, value);
        self
    }

    /// What a `pkcs11:` URI says of an object (RFC 7512): `object`, `id`, `type`.
    pub fn of_uri(uri: &Pkcs11Uri) -> Self {
        Self(uri.template())
    }

    /// What a template says.
    pub fn of(template: Template) -> Self {
        Self(template)
    }

    pub(crate) fn of_class(self, class: Option<u64>) -> Self {
        match class {
            Some(class) if self.0.get(ck::CKA_CLASS).is_none() => self.class(class),
            _ => self,
        }
    }

    pub(crate) fn template(&self) -> &Template {
        &self.0
    }

    /// For sentences.
    fn describe(&self) -> String {
        let mut said = Vec::new();
        for attribute in self.0.iter() {
            match (attribute.kind, &attribute.value) {
                (ck::CKA_CLASS, Value::Ulong(class)) => {
                    said.push(ck::name_in(ck::CKO, *class).unwrap_or("CKO_…").to_owned());
                }
                (ck::CKA_LABEL, Value::Bytes(label)) => {
                    said.push(format!("label \"{}\"", String::from_utf8_lossy(label.expose())));
                }
                (ck::CKA_ID, Value::Bytes(id)) => said.push(format!("id {}", hex(id.expose()))),
                (kind, _) => said.push(ck::name_in(ck::CKA, kind).unwrap_or("CKA_…").to_owned()),
            }
        }
        if said.is_empty() { "no condition".into() } else { said.join(", ") }
    }
}

/// The one object that a query describes.
pub(crate) fn only(session: &Session, query: &Query) -> Result<Object> {
    let found = session.run("C_FindObjects", |a, s| a.find(s, query.template(), NAMED + 1))?;
    match found.as_slice() {
        [] => {
            let why = format!("no object has {}", query.describe());
            Err(Error::new(crate::NOT_FOUND, "C_FindObjects", why))
        }
        [one] => Ok(session.object(*one)),
        several => {
            let mut named: Vec<String> =
                several.iter().map(|handle| candidate(&session.object(*handle))).collect();
            if named.len() as u64 > NAMED {
                named.pop();
                named.push("more".into());
            }
            let (is, names) = (query.describe(), named.join("; "));
            let why = format!("several objects have {is}: {names}");
            Err(Error::new(crate::AMBIGUOUS, "C_FindObjects", why))
        }
    }
}

fn candidate(object: &Object) -> String {
    let asked = [ck::CKA_CLASS, ck::CKA_ID, ck::CKA_LABEL];
    let read = object.read(&asked).unwrap_or_default();
    let bytes = |kind| read.get(kind).and_then(Value::as_bytes).unwrap_or_default();
    let class = read.get(ck::CKA_CLASS).and_then(Value::as_ulong);
    let class = class.and_then(|class| ck::name_in(ck::CKO, class)).unwrap_or("an object");
    let label = String::from_utf8_lossy(bytes(ck::CKA_LABEL)).into_owned();
    format!("{class} with id {} and label \"{label}\"", hex(bytes(ck::CKA_ID)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Goes through the objects that were found. It takes a session of the token for as long as it lives.
pub struct Find {
    session: Session,
    lease: Option<Lease>,
    ready: VecDeque<u64>,
}

impl Find {
    pub(crate) fn begin(session: &Session, query: &Query) -> Result<Self> {
        let mut lease = session.lease()?;
        lease.run("C_FindObjectsInit", |a, s| a.find_init(s, query.template()))?;
        Ok(Self { session: session.clone(), lease: Some(lease), ready: VecDeque::new() })
    }
}

impl Iterator for Find {
    type Item = Result<Object>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let lease = self.lease.as_mut()?;
            match lease.run("C_FindObjects", |a, s| a.find_next(s, STEP)) {
                Ok(step) => self.ready.extend(step),
                Err(error) => {
                    self.end();
                    return Some(Err(error));
                }
            }
        }
        match self.ready.pop_front() {
            Some(handle) => Some(Ok(self.session.object(handle))),
            None => {
                self.end();
                None
            }
        }
    }
}

impl Find {
    fn end(&mut self) {
        if let Some(mut lease) = self.lease.take()
            && lease.run("C_FindObjectsFinal", |a, s| a.find_final(s)).is_err()
        {
            lease.spoil();
        }
    }
}

impl Drop for Find {
    fn drop(&mut self) {
        self.end();
    }
}
