//! Objects: their attributes, and what keys do.

use crate::error::Result;
use crate::stream::{Messages, Stream};
use crate::value::{KeySpec, Mechanism};
use std::sync::Arc;
use strongroom::encoding::PublicForm;
use strongroom::{
    Answer, Certificate, FromObject, Operation, PrivateKey, Relation, Sealed, Signing, Template,
};

/// An object of any class.
#[derive(uniffi::Object)]
pub struct Object(pub strongroom::Object);

impl Object {
    pub fn of(object: impl Into<strongroom::Object>) -> Arc<Self> {
        Arc::new(Self(object.into()))
    }
}

#[uniffi::remote(Enum)]
pub enum Relation {
    Public,
    Private,
    Certificate,
}

/// A key that was made for somebody, and what he makes it from.
#[derive(uniffi::Record)]
pub struct Encapsulated {
    pub ciphertext: Vec<u8>,
    pub key: Arc<Object>,
}

#[uniffi::export]
impl Object {
    pub fn number(&self) -> u64 {
        self.0.handle()
    }

    /// `CKO_…`
    pub fn object_class(&self) -> Result<u64> {
        Ok(self.0.class()?)
    }

    /// The kind of key in a few characters; nothing for what is no key.
    pub fn kind(&self) -> Result<Option<String>> {
        Ok(self.0.kind()?.map(|kind| kind.to_string()))
    }

    pub fn attributes(&self, kinds: Vec<u64>) -> Result<Vec<Answer>> {
        Ok(self.0.attributes(&kinds)?)
    }

    pub fn set(&self, template: Template) -> Result<()> {
        Ok(self.0.set(&template)?)
    }

    pub fn copy(&self, template: Template) -> Result<Arc<Self>> {
        Ok(Self::of(self.0.copy(&template)?))
    }

    pub fn destroy(&self) -> Result<()> {
        Ok(self.0.destroy()?)
    }

    pub fn public_key(&self, form: PublicForm) -> Result<Vec<u8>> {
        Ok(self.0.public_key(form)?)
    }

    pub fn related(&self, relation: Relation) -> Result<Option<Arc<Self>>> {
        Ok(self.0.related(relation)?.map(Self::of))
    }

    /// Of a private key: its certificate and its issuers'.
    pub fn chain(&self) -> Result<Vec<Arc<Self>>> {
        let chain = PrivateKey::from_object(self.0.clone())?.chain()?;
        Ok(chain.into_iter().map(Self::of).collect())
    }

    /// Of a certificate.
    pub fn pem(&self) -> Result<Vec<u8>> {
        Ok(Certificate::from_object(self.0.clone())?.pem()?)
    }

    /// How it signs where no mechanism is said.
    pub fn signing(&self) -> Result<Arc<Mechanism>> {
        Ok(Mechanism::of(self.0.signing(&Signing::default())?))
    }

    pub fn sign(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.sign(&mechanism.0, data)?)
    }

    pub fn sign_batch(&self, mechanism: &Mechanism, data: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>> {
        let data: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
        Ok(self.0.sign_batch(&mechanism.0, &data)?)
    }

    pub fn verify(&self, mechanism: &Mechanism, data: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(self.0.verifies(&mechanism.0, data, signature)?)
    }

    pub fn sign_recover(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.sign_recover(&mechanism.0, data)?)
    }

    pub fn verify_recover(&self, mechanism: &Mechanism, signature: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.verify_recover(&mechanism.0, signature)?)
    }

    pub fn encrypt(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.encrypt(&mechanism.0, data)?)
    }

    pub fn decrypt(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.decrypt(&mechanism.0, data)?)
    }

    pub fn seal(&self, data: &[u8], aad: &[u8]) -> Result<Sealed> {
        Ok(self.0.seal(data, aad)?)
    }

    pub fn unseal(&self, sealed: Sealed, aad: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.unseal(&sealed, aad)?)
    }

    pub fn wrap(&self, mechanism: &Mechanism, key: &Object) -> Result<Vec<u8>> {
        Ok(self.0.wrap(&mechanism.0, &key.0)?)
    }

    pub fn unwrap(
        &self,
        mechanism: &Mechanism,
        wrapped: &[u8],
        spec: KeySpec,
    ) -> Result<Arc<Self>> {
        Ok(Self::of(self.0.unwrap(&mechanism.0, wrapped, &spec.spec()?)?))
    }

    pub fn derive(&self, mechanism: &Mechanism, spec: KeySpec) -> Result<Arc<Self>> {
        Ok(Self::of(self.0.derive(&mechanism.0, &spec.spec()?)?))
    }

    /// All that a derivation makes, in its order.
    pub fn derive_all(&self, mechanism: &Mechanism, spec: KeySpec) -> Result<Vec<Arc<Self>>> {
        let made = self.0.derive_all(&mechanism.0, &spec.spec()?)?;
        Ok(made.into_iter().map(Self::of).collect())
    }

    /// Bytes that are derived and shown.
    pub fn derive_data(&self, mechanism: &Mechanism, len: u64) -> Result<Vec<u8>> {
        Ok(self.0.derive_data(&mechanism.0, len)?)
    }

    pub fn encapsulate(&self, mechanism: &Mechanism, spec: KeySpec) -> Result<Encapsulated> {
        let (ciphertext, key) = self.0.encapsulate(&mechanism.0, &spec.spec()?)?;
        Ok(Encapsulated { ciphertext, key: Self::of(key) })
    }

    pub fn decapsulate(
        &self,
        mechanism: &Mechanism,
        ciphertext: &[u8],
        spec: KeySpec,
    ) -> Result<Arc<Self>> {
        Ok(Self::of(self.0.decapsulate(&mechanism.0, ciphertext, &spec.spec()?)?))
    }

    pub fn wrap_authenticated(
        &self,
        mechanism: &Mechanism,
        key: &Object,
        aad: &[u8],
    ) -> Result<Sealed> {
        Ok(self.0.wrap_authenticated(&mechanism.0, &key.0, aad)?)
    }

    pub fn unwrap_authenticated(
        &self,
        mechanism: &Mechanism,
        sealed: Sealed,
        aad: &[u8],
        spec: KeySpec,
    ) -> Result<Arc<Self>> {
        Ok(Self::of(self.0.unwrap_authenticated(&mechanism.0, &sealed, aad, &spec.spec()?)?))
    }

    /// Begins a series of messages.
    pub fn messages(&self, operation: Operation, mechanism: &Mechanism) -> Result<Arc<Messages>> {
        Ok(Arc::new(Messages(self.0.messages(operation, &mechanism.0)?)))
    }

    /// Begins the verification of a signature that is there before the data.
    pub fn verifying(&self, mechanism: &Mechanism, signature: &[u8]) -> Result<Arc<Stream>> {
        Ok(Arc::new(Stream(self.0.verifying(&mechanism.0, signature)?)))
    }

    /// Begins an operation on data that comes in parts.
    pub fn stream(&self, operation: Operation, mechanism: &Mechanism) -> Result<Arc<Stream>> {
        Ok(Arc::new(Stream(self.0.stream(operation, &mechanism.0)?)))
    }
}
