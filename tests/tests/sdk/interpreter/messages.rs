//! The steps of messages, of keys that are wrapped like one, and of signatures that are there before the data.

use super::case::Run;
use super::expect::Outcome;
use super::file::Step;
use super::names::Thing;
use super::op::{Flow, Op};
use super::value::{self, Bytes};
use super::{Result, wrong};
use std::sync::Arc;
use strongroom::{Operation, Sealed};

impl Run<'_> {
    pub(super) fn with_messages(&mut self, step: &Step) -> Result<Outcome> {
        let names = &self.names;
        match &step.op {
            Op::VerifySignature { key, mechanism, data, signature, parts } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let (key, data) = (names.object(key)?, data.of(names)?);
                let signature = signature.of(names)?;
                let ways = match parts {
                    Some(parts) => parts.of(&data)?,
                    None => vec![vec![data.as_slice()]],
                };
                let mut last = false;
                for parts in ways {
                    let mut stream = key.signature_verifier(&mechanism, &signature)?;
                    for part in &parts {
                        stream.update(part)?;
                    }
                    last = stream.finish()?;
                    let answer = Ok(Outcome::Value(last.into()));
                    super::expect::check(step.expect.as_ref(), &answer, names)
                        .map_err(super::Failure::Case)?;
                }
                Ok(Outcome::Value(last.into()))
            }
            Op::WrapAuthenticated { key, mechanism, target, aad } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let (key, target) = (names.object(key)?, names.object(target)?);
                let made = key.wrap_authenticated(&mechanism, &target, &aad.of(names)?)?;
                self.sealed(step, &made)
            }
            Op::UnwrapAuthenticated { key, mechanism, iv, data, tag, aad, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let wrapped = self.parts_of(iv, data, tag)?;
                let (aad, spec) = (aad.of(names)?, self.spec(spec)?);
                let key = names.object(key)?;
                let made = key.unwrap_authenticated(&mechanism, &wrapped, &aad, &spec)?;
                self.named(step, Thing::Object(made))
            }
            Op::Messages { messages, key, mechanism } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let operation = match messages {
                    Flow::Encrypt => Operation::Encrypt,
                    Flow::Decrypt => Operation::Decrypt,
                    Flow::Sign => Operation::Sign,
                    Flow::Verify => Operation::Verify,
                    Flow::Digest => Operation::Digest,
                };
                let begun = names.object(key)?.messages(operation, &mechanism)?;
                self.named(step, Thing::Messages(Arc::new(begun)))
            }
            Op::Message { of, data, aad, iv, tag, signature } => {
                let (series, data_of) = (names.messages(of)?, data.of(names)?);
                match (aad, iv, tag, signature) {
                    (Some(aad), None, None, None) => {
                        let made = series.encrypt(&data_of, &aad.of(names)?)?;
                        self.sealed(step, &made)
                    }
                    (Some(aad), Some(iv), Some(tag), None) => {
                        let message = self.parts_of(iv, data, tag)?;
                        let out = series.decrypt(&message, &aad.of(names)?)?;
                        self.bytes(step, out)
                    }
                    (None, None, None, None) => {
                        let out = series.sign(&data_of)?;
                        self.bytes(step, out)
                    }
                    (None, None, None, Some(signature)) => {
                        let good = series.verify(&data_of, &signature.of(names)?)?;
                        Ok(Outcome::Value(good.into()))
                    }
                    _ => wrong("a message is encrypted, decrypted, signed or verified"),
                }
            }
            Op::EndMessages { of } => {
                names.messages(of)?.close();
                Ok(Outcome::Done)
            }
            _ => wrong("this step is not done anywhere"),
        }
    }

    fn parts_of(&self, iv: &Bytes, data: &Bytes, tag: &Bytes) -> Result<Sealed> {
        let of = |bytes: &Bytes| bytes.of(&self.names);
        Ok(Sealed { iv: of(iv)?, ciphertext: of(data)?, tag: of(tag)? })
    }
}
