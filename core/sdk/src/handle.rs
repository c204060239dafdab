//! What programs hold that do not know beforehand what it is: a stream of any kind, a search, what belongs to an
//! object. The bindings hand these to their languages. They may be used by any thread, one at a time, and what
//! has ended stays so.

use crate::certificate::Certificate;
use crate::error::{CLOSED, Error, Kind, Result};
use crate::mechanism::Mechanism;
use crate::object::{FromObject, Object, PrivateKey, PublicKey};
use crate::query::{Find, Query};
use crate::session::Session;
use crate::stream::{Decryptor, Digester, Encryptor, SignatureVerifier, Signer, Verifier};
use crate::words::by_words;
use parking_lot::Mutex;
use strongroom_base::ck;

/// What can be done with data that comes in parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// With a key.
    Encrypt,
    /// With a key.
    Decrypt,
    /// With a key.
    Sign,
    /// With a key.
    Verify,
    /// Without a key.
    Digest,
}

/// Operations by their names.
pub static OPERATIONS: &[(&str, Operation)] = &[
    ("encrypt", Operation::Encrypt),
    ("decrypt", Operation::Decrypt),
    ("sign", Operation::Sign),
    ("verify", Operation::Verify),
    ("digest", Operation::Digest),
];
by_words!(Operation, OPERATIONS, "operation on data in parts");

enum Active {
    Encrypt(Encryptor),
    Decrypt(Decryptor),
    Sign(Signer),
    Verify(Verifier),
    VerifySignature(SignatureVerifier),
    Digest(Digester),
}

/// An operation of any kind on data that comes in parts. What fails ends it.
pub struct Stream(Mutex<Option<Active>>);

impl Stream {
    fn of(active: Active) -> Self {
        Self(Mutex::new(Some(active)))
    }

    fn take(&self) -> Result<Active> {
        self.0.lock().take().ok_or_else(ended)
    }

    /// Gives the next part, and takes what output there is: nothing of a signature, a verification or a
    /// digest. [`CLOSED`] where it has ended
    pub fn update(&self, part: &[u8]) -> Result<Vec<u8>> {
        let mut place = self.0.lock();
        let answer = match place.as_mut().ok_or_else(ended)? {
            Active::Encrypt(stream) => stream.update(part),
            Active::Decrypt(stream) => stream.update(part),
            Active::Sign(stream) => stream.update(part).map(|()| Vec::new()),
            Active::Verify(stream) => stream.update(part).map(|()| Vec::new()),
            Active::VerifySignature(stream) => stream.update(part).map(|()| Vec::new()),
            Active::Digest(stream) => stream.update(part).map(|()| Vec::new()),
        };
        if answer.is_err() {
            *place = None;
        }
        answer
    }

    /// Gives a key's value to a digest. `CKR_KEY_INDIGESTIBLE`; `CKR_OPERATION_NOT_INITIALIZED` where it is none
    pub fn update_key(&self, key: &Object) -> Result<()> {
        let mut place = self.0.lock();
        let answer = match place.as_mut().ok_or_else(ended)? {
            Active::Digest(stream) => stream.update_key(key),
            _ => return Err(not_so("C_DigestKey", "no digest is under way")),
        };
        if answer.is_err() {
            *place = None;
        }
        answer
    }

    /// Ends it, and takes the rest of the output, the signature or the digest.
    /// `CKR_OPERATION_NOT_INITIALIZED` of a verification, which ends with [`verify`](Self::verify)
    pub fn finish(&self) -> Result<Vec<u8>> {
        match self.take()? {
            Active::Encrypt(stream) => stream.finish(),
            Active::Decrypt(stream) => stream.finish(),
            Active::Sign(stream) => stream.finish(),
            Active::Digest(stream) => stream.finish(),
            Active::Verify(_) | Active::VerifySignature(_) => {
                Err(not_so("C_VerifyFinal", "a verification needs the signature"))
            }
        }
    }

    /// Ends a verification: whether the signature is good. One that had its signature from the beginning
    /// ([`Object::verifying`]) is given none. `CKR_OPERATION_NOT_INITIALIZED` of what is none
    pub fn verify(&self, signature: &[u8]) -> Result<bool> {
        match self.take()? {
            Active::Verify(stream) => verdict(stream.finish(signature)),
            Active::VerifySignature(stream) if signature.is_empty() => stream.finish(),
            _ => Err(not_so("C_VerifyFinal", "no verification is under way")),
        }
    }

    /// Ends it without a result. To do so twice, or after the end, does nothing.
    pub fn cancel(&self) {
        drop(self.0.lock().take());
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stream")
    }
}

fn ended() -> Error {
    Error::new(CLOSED, "", "the operation has ended")
}

fn not_so(function: &'static str, why: &'static str) -> Error {
    Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, function, why)
}

/// Whether a signature is good; what has nothing to do with the signature stays an error.
fn verdict(answer: Result<()>) -> Result<bool> {
    match answer {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == Kind::Signature => Ok(false),
        Err(error) => Err(error),
    }
}

impl Session {
    /// A digest of data that comes in parts, with any mechanism that makes one.
    pub fn stream(&self, mechanism: &Mechanism) -> Result<Stream> {
        Digester::begin(self, mechanism).map(|stream| Stream::of(Active::Digest(stream)))
    }
}

/// What may belong to a key or a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// Of a private key its public key.
    Public,
    /// Of a public key, or a certificate, its private key.
    Private,
    /// Of a private key its certificate.
    Certificate,
}

/// Relations by their names.
pub static RELATIONS: &[(&str, Relation)] = &[
    ("public", Relation::Public),
    ("private", Relation::Private),
    ("certificate", Relation::Certificate),
];
by_words!(Relation, RELATIONS, "relation of an object");

impl Object {
    /// Begins an operation on data that comes in parts.
    pub fn stream(&self, operation: Operation, mechanism: &Mechanism) -> Result<Stream> {
        let active = match operation {
            Operation::Encrypt => Active::Encrypt(self.encryptor(mechanism)?),
            Operation::Decrypt => Active::Decrypt(self.decryptor(mechanism)?),
            Operation::Sign => Active::Sign(self.signer(mechanism)?),
            Operation::Verify => Active::Verify(self.verifier(mechanism)?),
            Operation::Digest => return self.session().stream(mechanism),
        };
        Ok(Stream::of(active))
    }

    /// Begins to verify a signature that is there before the data.
    pub fn verifying(&self, mechanism: &Mechanism, signature: &[u8]) -> Result<Stream> {
        let stream = self.signature_verifier(mechanism, signature)?;
        Ok(Stream::of(Active::VerifySignature(stream)))
    }

    /// Whether a signature, or a MAC, is good; all that has nothing to do with it is an error.
    pub fn verifies(&self, mechanism: &Mechanism, data: &[u8], signature: &[u8]) -> Result<bool> {
        verdict(self.verify(mechanism, data, signature))
    }

    /// What belongs to it, if the token has it and shows it. `CKR_OBJECT_HANDLE_INVALID` for an object of a
    /// class that has no such relation
    pub fn related(&self, relation: Relation) -> Result<Option<Self>> {
        let this = || self.clone();
        Ok(match relation {
            Relation::Public => PrivateKey::from_object(this())?.public()?.map(Into::into),
            Relation::Certificate => {
                PrivateKey::from_object(this())?.certificate()?.map(Into::into)
            }
            Relation::Private if self.class()? == ck::CKO_CERTIFICATE => {
                Certificate::from_object(this())?.private_key()?.map(Into::into)
            }
            Relation::Private => PublicKey::from_object(this())?.private()?.map(Into::into),
        })
    }
}

/// A search that is under way.
pub struct Search(Mutex<Option<Find>>);

impl Session {
    /// Begins a search that may be given away ([`find`](Self::find) is the iterator).
    pub fn search(&self, query: &Query) -> Result<Search> {
        Ok(Search(Mutex::new(Some(self.find(query)?))))
    }
}

impl Search {
    /// The next ones, `at_most` so many; none when there are no more, or it has ended.
    pub fn next(&self, at_most: usize) -> Result<Vec<Object>> {
        let mut place = self.0.lock();
        let found: Result<Vec<Object>> = place.iter_mut().flatten().take(at_most).collect();
        if found.as_ref().map_or(true, Vec::is_empty) {
            *place = None;
        }
        found
    }

    /// Ends it, so that its session of the token is free. To do so twice does nothing.
    pub fn close(&self) {
        drop(self.0.lock().take());
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Search")
    }
}
