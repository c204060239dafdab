//! Sessions, and searches in them.

use crate::error::{Failure, Result};
use crate::object::Object;
use crate::pin::Pin;
use crate::stream::Stream;
use crate::value::{KeySpec, Mechanism};
use std::sync::Arc;
use strongroom::{CertificateSpec, Error, Made, Operation, Query, Search, Secret, Template, ck};

/// A session with a token.
#[derive(uniffi::Object)]
pub struct Session(strongroom::Session);

/// Gives the PIN for one use of a key that wants it.
#[uniffi::export(with_foreign)]
pub trait PinSource: Send + Sync {
    fn pin(&self) -> Result<Arc<Pin>>;
}

impl Session {
    pub fn of(session: strongroom::Session) -> Arc<Self> {
        Arc::new(Self(session))
    }
}

#[uniffi::export]
impl Session {
    /// `CKU_…`, or nothing where nobody is logged in.
    pub fn user(&self) -> Option<u64> {
        self.0.user()
    }

    pub fn closed(&self) -> bool {
        self.0.is_closed()
    }

    pub fn close(&self) -> Result<()> {
        self.0.close();
        Ok(())
    }

    pub fn on_context_pin(&self, source: Arc<dyn PinSource>) -> Result<()> {
        self.0.on_context_pin(move || Ok(source.pin().map_err(refused)?.take()));
        Ok(())
    }

    pub fn generate_pair(&self, spec: KeySpec) -> Result<Vec<Arc<Object>>> {
        Ok(all(Made::Pair(self.0.generate_pair(&spec.spec()?)?)))
    }

    pub fn generate_secret(&self, spec: KeySpec) -> Result<Arc<Object>> {
        Ok(Object::of(self.0.generate_secret(&spec.spec()?)?))
    }

    /// A secret key that a mechanism makes which is not the usual one of its kind.
    pub fn generate_with(&self, mechanism: &Mechanism, spec: KeySpec) -> Result<Arc<Object>> {
        Ok(Object::of(self.0.generate_with(&mechanism.0, &spec.spec()?)?))
    }

    /// A key from PEM or DER. What kind it is stands in the file.
    pub fn import_key(&self, file: &[u8], spec: KeySpec) -> Result<Vec<Arc<Object>>> {
        Ok(all(self.0.import_file(&Secret::from(file), &spec.spec()?)?))
    }

    /// A secret key whose value is given.
    pub fn import_secret(&self, spec: KeySpec, value: &[u8]) -> Result<Arc<Object>> {
        Ok(Object::of(self.0.import_secret(&Secret::from(value), &spec.spec()?)?))
    }

    pub fn import_certificate(
        &self,
        file: &[u8],
        label: Option<String>,
        id: Option<Vec<u8>>,
        persist: bool,
    ) -> Result<Arc<Object>> {
        let mut spec = CertificateSpec::new().persist(persist);
        if let Some(label) = label {
            spec = spec.label(label);
        }
        if let Some(id) = id {
            spec = spec.id(id);
        }
        Ok(Object::of(self.0.import_certificate(file, &spec)?))
    }

    pub fn create(&self, template: Template) -> Result<Arc<Object>> {
        Ok(Object::of(self.0.create(&template)?))
    }

    pub fn find(&self, query: Template) -> Result<Arc<Find>> {
        Ok(Arc::new(Find(self.0.search(&Query::of(query))?)))
    }

    pub fn find_one(&self, query: Template) -> Result<Arc<Object>> {
        Ok(Object::of(self.0.find_one::<strongroom::Object>(&Query::of(query))?))
    }

    /// A key that has this public key (DER of a SubjectPublicKeyInfo).
    pub fn key_with(&self, public_key: &[u8]) -> Result<Option<Arc<Object>>> {
        Ok(self.0.key_with(public_key)?.map(Object::of))
    }

    pub fn random(&self, count: u32) -> Result<Vec<u8>> {
        let mut out = vec![0; usize::try_from(count).unwrap_or(usize::MAX)];
        self.0.random(&mut out)?;
        Ok(out)
    }

    pub fn digest(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.digest_with(&mechanism.0, data)?)
    }

    /// Whether an operation holds up nobody on a thread that waits for others.
    pub fn at_once(&self, what: Operation, with: &Mechanism, key: u64, len: u64) -> bool {
        self.0.at_once(what, &with.0, key, usize::try_from(len).unwrap_or(usize::MAX))
    }

    /// Begins a digest of data that comes in parts.
    pub fn stream(&self, mechanism: &Mechanism) -> Result<Arc<Stream>> {
        Ok(Arc::new(Stream(self.0.stream(&mechanism.0)?)))
    }

    pub fn set_pin(&self, old: &Pin, new: &Pin) -> Result<()> {
        Ok(self.0.set_pin(old.copy().expose(), new.copy().expose())?)
    }

    pub fn init_pin(&self, new: &Pin) -> Result<()> {
        Ok(self.0.init_pin(new.copy().expose())?)
    }
}

/// Of a key pair the private key first.
fn all(made: Made) -> Vec<Arc<Object>> {
    made.objects().into_iter().map(Object::of).collect()
}

/// What was thrown when a PIN was asked for.
fn refused(failure: Failure) -> Error {
    let why = format!("the PIN was not given: {failure}");
    Error::new(ck::CKR_FUNCTION_CANCELED, "C_Login", why)
}

/// The objects that were found, some at a time.
#[derive(uniffi::Object)]
pub struct Find(Search);

#[uniffi::export]
impl Find {
    /// The next ones; none when there are no more.
    pub fn next(&self, at_most: u32) -> Result<Vec<Arc<Object>>> {
        let found = self.0.next(usize::try_from(at_most).unwrap_or(usize::MAX))?;
        Ok(found.into_iter().map(Object::of).collect())
    }

    /// Ends the search, so that its session is free.
    pub fn close(&self) -> Result<()> {
        self.0.close();
        Ok(())
    }
}
