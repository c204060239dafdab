//! Each step, done with the SDK.

use super::case::Run;
use super::expect::Outcome;
use super::file::Step;
use super::names::Thing;
use super::op::{Flow, Op, Parts};
use super::stream::Stream;
use super::value::{self, Bytes, Spec};
use super::{Failure, Result, wrong};
use serde_json::Value as Json;
use strongroom::{
    Answer, CertificateSpec, Hash, Hsm, KeySpec, Kind, Made, Object, PrivateKey, PublicKey, Sealed,
    Secret, Value, ck, encoding,
};

impl Run<'_> {
    /// Does a step.
    pub fn perform(&mut self, step: &Step) -> Result<Outcome> {
        match &step.op {
            Op::Open {} => {
                let hsm = Hsm::open(self.place.url)?;
                self.named(step, Thing::Hsm(hsm))
            }
            Op::Login { user, pin, slot, hsm } => {
                let slot = self.slot(*slot, hsm)?;
                let session = match (user.as_str(), pin) {
                    ("user", Some(pin)) => slot.login(pin)?,
                    ("so", Some(pin)) => slot.login_so(pin)?,
                    ("nobody", None) => slot.session()?,
                    _ => return wrong(format!("{user} does not log in like that")),
                };
                self.named(step, Thing::Session(session))
            }
            Op::Close { session: Some(session), hsm: None } => {
                self.names.session(session)?.close();
                Ok(Outcome::Done)
            }
            Op::Close { session: None, hsm: Some(hsm) } => {
                self.names.hsm(hsm)?.close();
                Ok(Outcome::Done)
            }
            Op::Close { .. } => wrong("one is closed, a session or an instance"),
            Op::Token { label, hsm } => {
                let number = self.names.hsm(hsm)?.token(label)?.id();
                Ok(Outcome::Value(self.place.slot(number).into()))
            }
            Op::TokenFlags { flags, slot, hsm } => {
                let has = self.slot(*slot, hsm)?.token()?.flags;
                for (name, wanted) in flags {
                    let flag = value::constant(name)?;
                    if (has & flag != 0) != *wanted {
                        return wrong(format!("{name} is {}", !wanted));
                    }
                }
                Ok(Outcome::Done)
            }
            Op::SetPin { old, new, session } => {
                done(self.names.session(session)?.set_pin(old, new))
            }
            Op::InitPin { so_pin, new, slot, hsm } => {
                done(self.slot(*slot, hsm)?.init_pin(so_pin, new))
            }
            Op::InitToken { so_pin, label, slot, hsm } => {
                done(self.slot(*slot, hsm)?.init_token(so_pin, label))
            }
            _ => self.with_objects(step),
        }
    }

    /// The steps that make objects, find them, and ask about them.
    fn with_objects(&mut self, step: &Step) -> Result<Outcome> {
        let names = &self.names;
        match &step.op {
            Op::Generate { spec, mechanism: None, session } => {
                let made = names.session(session)?.generate(&self.spec(spec)?)?;
                self.made(step, made)
            }
            Op::Generate { spec, mechanism: Some(mechanism), session } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let session = names.session(session)?;
                let made = session.generate_with(&mechanism, &self.spec(spec)?)?;
                self.named(step, Thing::Object(made.into()))
            }
            Op::Import { spec, value, file, session } => {
                let session = names.session(session)?;
                let material = match (value, file, &spec.kind) {
                    (Some(value), None, Some(kind)) => encoding::KeyMaterial::Secret {
                        key_type: kind.parse::<strongroom::KeyKind>()?.key_type(),
                        value: Secret::from(value.of(names)?),
                    },
                    (None, Some(file), None) => encoding::key(&Secret::from(file.of(names)?))?,
                    _ => return wrong("a value has a kind, a file says its own"),
                };
                let made = session.import(&material, &self.spec(spec)?)?;
                self.made(step, made)
            }
            Op::Create { attributes, session } => {
                let template = value::template(attributes, names)?;
                let made = names.session(session)?.create(&template)?;
                self.named(step, Thing::Object(made))
            }
            Op::ImportCertificate { file, label, id, persist, session } => {
                let mut spec = CertificateSpec::new().persist(persist.unwrap_or_default());
                if let Some(label) = label {
                    spec = spec.label(label);
                }
                if let Some(id) = id {
                    spec = spec.id(id.of(names)?);
                }
                let file = file.of(names)?;
                let made = names.session(session)?.import_certificate(&file, &spec)?;
                self.named(step, Thing::Object(made.into()))
            }
            Op::Find { query, session } => {
                let mut wanted = query.of(names)?;
                if let Some(class) = query.class {
                    wanted = wanted.class(class.number());
                }
                let mut count = 0;
                for found in names.session(session)?.find(&wanted)? {
                    found?;
                    count += 1;
                }
                Ok(Outcome::Count(count))
            }
            Op::FindOne { query, session } => {
                let mut wanted = query.of(names)?;
                if let Some(class) = query.class {
                    wanted = wanted.class(class.number());
                }
                let found: Object = names.session(session)?.find_one(&wanted)?;
                self.named(step, Thing::Object(found))
            }
            Op::Get { object, attribute } => {
                let value = self.attribute(object, attribute)?;
                if let (Some(name), Some(bytes)) = (&step.name, value.as_bytes()) {
                    let bytes = bytes.to_vec();
                    self.names.set(name, Thing::Bytes(bytes));
                }
                Ok(Outcome::Value(value))
            }
            Op::Check { object, attributes } => {
                for (name, wanted) in attributes {
                    self.checked(object, name, wanted)?;
                }
                Ok(Outcome::Done)
            }
            Op::Set { object, attributes } => {
                done(names.object(object)?.set(&value::template(attributes, names)?))
            }
            Op::Copy { object, attributes } => {
                let made = names.object(object)?.copy(&value::template(attributes, names)?)?;
                self.named(step, Thing::Object(made))
            }
            Op::Destroy { object } => done(names.object(object)?.destroy()),
            Op::Kind { object } => {
                let kind = names.object(object)?.kind()?;
                Ok(Outcome::Text(kind.map(|kind| kind.to_string()).unwrap_or_default()))
            }
            Op::PublicKey { object } => {
                let info = names.object(object)?.public_key_info()?;
                self.bytes(step, info)
            }
            Op::Public { object } => {
                let found = self.of_class::<PrivateKey>(object)?.public()?;
                self.maybe(step, found)
            }
            Op::Private { object } => {
                let found = self.of_class::<PublicKey>(object)?.private()?;
                self.maybe(step, found)
            }
            Op::Certificate { object } => {
                let found = self.of_class::<PrivateKey>(object)?.certificate()?;
                self.maybe(step, found)
            }
            Op::Chain { object } => {
                let chain = self.of_class::<PrivateKey>(object)?.chain()?;
                let values: strongroom::Result<_> = chain.iter().map(|one| one.der()).collect();
                Ok(Outcome::Certificates(values?))
            }
            _ => self.with_keys(step),
        }
    }

    /// The steps that use keys.
    fn with_keys(&mut self, step: &Step) -> Result<Outcome> {
        let names = &self.names;
        match &step.op {
            Op::Sign { key, mechanism, data, parts } => {
                let out = self.one(Flow::Sign, key, mechanism, data, parts.as_ref(), None, step)?;
                self.bytes(step, out)
            }
            Op::Verify { key, mechanism, data, signature, parts } => {
                let signature = Some(signature.of(names)?);
                let parts = parts.as_ref();
                verdict(self.one(Flow::Verify, key, mechanism, data, parts, signature, step))
            }
            Op::Encrypt { key, mechanism, data, parts } => {
                let out =
                    self.one(Flow::Encrypt, key, mechanism, data, parts.as_ref(), None, step)?;
                self.bytes(step, out)
            }
            Op::Decrypt { key, mechanism, data, parts } => {
                let out =
                    self.one(Flow::Decrypt, key, mechanism, data, parts.as_ref(), None, step)?;
                self.bytes(step, out)
            }
            Op::Seal { key, data, aad } => {
                let sealed = names.object(key)?.seal(&data.of(names)?, &aad.of(names)?)?;
                self.sealed(step, &sealed)
            }
            Op::Unseal { key, sealed, aad } => {
                let sealed = Sealed::from_bytes(&sealed.of(names)?)?;
                let out = names.object(key)?.unseal(&sealed, &aad.of(names)?)?;
                self.bytes(step, out)
            }
            Op::Wrap { key, mechanism, target } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let out = names.object(key)?.wrap(&mechanism, &names.object(target)?)?;
                self.bytes(step, out)
            }
            Op::Unwrap { key, mechanism, wrapped, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let (wrapped, spec) = (wrapped.of(names)?, self.spec(spec)?);
                let made = names.object(key)?.unwrap(&mechanism, &wrapped, &spec)?;
                self.named(step, Thing::Object(made))
            }
            Op::Derive { key, mechanism, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let made = names.object(key)?.derive(&mechanism, &self.spec(spec)?)?;
                self.named(step, Thing::Object(made.into()))
            }
            Op::DeriveAll { key, mechanism, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let made = names.object(key)?.derive_all(&mechanism, &self.spec(spec)?)?;
                if made.len() != step.names.len() {
                    return wrong(format!("{} objects came", made.len()));
                }
                for (name, object) in step.names.iter().zip(made) {
                    self.names.set(name, Thing::Object(object));
                }
                Ok(Outcome::Done)
            }
            Op::DeriveData { key, mechanism, len } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let out = names.object(key)?.derive_data(&mechanism, *len)?;
                self.bytes(step, out)
            }
            Op::Encapsulate { key, mechanism, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let (ciphertext, made) =
                    names.object(key)?.encapsulate(&mechanism, &self.spec(spec)?)?;
                if let Some(name) = &step.name {
                    let name = format!("{name}.ciphertext");
                    self.names.set(name, Thing::Bytes(ciphertext.clone()));
                }
                self.named(step, Thing::Object(made.into()))?;
                Ok(Outcome::bytes(ciphertext))
            }
            Op::Decapsulate { key, mechanism, ciphertext, spec } => {
                let mechanism = value::mechanism(mechanism, names)?;
                let (ciphertext, spec) = (ciphertext.of(names)?, self.spec(spec)?);
                let made = names.object(key)?.decapsulate(&mechanism, &ciphertext, &spec)?;
                self.named(step, Thing::Object(made.into()))
            }
            Op::Digest { mechanism, data, parts, session } => {
                let (session, data) = (names.session(session)?, data.of(names)?);
                let out = match parts {
                    None => session.digest(hash(mechanism)?, &data)?,
                    Some(parts) => self.cut(parts, &data, step, None, || {
                        Ok(Stream::Digest(session.digester(hash(mechanism)?)?))
                    })?,
                };
                self.bytes(step, out)
            }
            Op::Random { len, session } => {
                let mut out = vec![0; *len];
                names.session(session)?.random(&mut out)?;
                self.bytes(step, out)
            }
            _ => self.with_streams(step),
        }
    }

    /// The steps of streams.
    fn with_streams(&mut self, step: &Step) -> Result<Outcome> {
        match &step.op {
            Op::Begin { stream, key, mechanism, session } => {
                let begun = match (stream, key) {
                    (Flow::Digest, None) => {
                        Stream::Digest(self.names.session(session)?.digester(hash(mechanism)?)?)
                    }
                    (flow, Some(key)) => {
                        let mechanism = value::mechanism(mechanism, &self.names)?;
                        Stream::of_key(*flow, &self.names.object(key)?, &mechanism)?
                    }
                    _ => return wrong("a stream has a key"),
                };
                self.named(step, Thing::Stream(Box::new(begun)))
            }
            Op::Update { of, data } => {
                let data = data.of(&self.names)?;
                let out = self.names.stream(of)?.update(&data)?;
                self.bytes(step, out)
            }
            Op::Finish { of, signature } => {
                let signature =
                    signature.as_ref().map(|bytes| bytes.of(&self.names)).transpose()?;
                let stream = self.names.take_stream(of)?;
                let verifies = matches!(stream, Stream::Verify(_));
                let out = stream.finish(signature.as_deref());
                if verifies { verdict(out) } else { out.and_then(|out| self.bytes(step, out)) }
            }
            Op::Abandon { of } => {
                drop(self.names.take_stream(of)?);
                Ok(Outcome::Done)
            }
            _ => self.with_messages(step),
        }
    }

    /// One operation of a key on data, whole or in parts.
    #[allow(clippy::too_many_arguments)] // they are what the four kinds of steps share
    fn one(
        &self,
        flow: Flow,
        key: &str,
        mechanism: &Json,
        data: &Bytes,
        parts: Option<&Parts>,
        signature: Option<Vec<u8>>,
        step: &Step,
    ) -> Result<Vec<u8>> {
        let (key, data) = (self.names.object(key)?, data.of(&self.names)?);
        let mechanism = value::mechanism(mechanism, &self.names)?;
        let signature = signature.as_deref();
        if let Some(parts) = parts {
            let begin = || Stream::of_key(flow, &key, &mechanism);
            return self.cut(parts, &data, step, signature, begin);
        }
        Ok(match (flow, signature) {
            (Flow::Sign, None) => key.sign(&mechanism, &data)?,
            (Flow::Encrypt, None) => key.encrypt(&mechanism, &data)?,
            (Flow::Decrypt, None) => key.decrypt(&mechanism, &data)?,
            (Flow::Verify, Some(signature)) => {
                key.verify(&mechanism, &data, signature).map(|()| Vec::new())?
            }
            _ => return wrong("this is not done with a key"),
        })
    }

    /// The same with data in parts, for each way in which it is to be cut: all must come out as is expected.
    fn cut(
        &self,
        parts: &Parts,
        data: &[u8],
        step: &Step,
        signature: Option<&[u8]>,
        begin: impl Fn() -> Result<Stream>,
    ) -> Result<Vec<u8>> {
        let mut last = Err(Failure::Case("there are no parts".into()));
        for parts in parts.of(data)? {
            last = begin().and_then(|stream| stream.whole(&parts, signature));
            let answer = match &last {
                Ok(_) if signature.is_some() => Ok(Outcome::Value(true.into())),
                Ok(out) => Ok(Outcome::bytes(out.clone())),
                Err(_) if signature.is_some() => verdict(last.clone()),
                Err(failure) => Err(failure.clone()),
            };
            let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
            super::expect::check(step.expect.as_ref(), &answer, &self.names)
                .map_err(|why| Failure::Case(format!("in parts of {lengths:?}: {why}")))?;
        }
        last
    }

    pub(super) fn spec(&self, spec: &Spec) -> Result<KeySpec> {
        spec.of(&self.names)
    }

    fn of_class<T: strongroom::FromObject>(&self, name: &str) -> Result<T> {
        Ok(T::from_object(self.names.object(name)?)?)
    }

    /// An attribute that the object has and shows.
    fn attribute(&self, object: &str, name: &str) -> Result<Value> {
        let kind = value::attribute(name)?;
        let rv = match self.names.object(object)?.attributes(&[kind])?.pop() {
            Some(Answer::Value(value)) => return Ok(value),
            Some(Answer::Sensitive) => ck::CKR_ATTRIBUTE_SENSITIVE,
            _ => ck::CKR_ATTRIBUTE_TYPE_INVALID,
        };
        Err(strongroom::Error::new(rv, "C_GetAttributeValue", "it is not shown").into())
    }

    /// Whether an attribute is what a step says.
    fn checked(&self, object: &str, name: &str, wanted: &Json) -> Result<()> {
        let answer = self.attribute(object, name).map(Outcome::Value);
        if let Err(Failure::Sdk(error)) = &answer
            && !wanted.is_object()
            && ![ck::CKR_ATTRIBUTE_SENSITIVE, ck::CKR_ATTRIBUTE_TYPE_INVALID].contains(&error.rv())
        {
            return Err(Failure::Sdk(error.clone()));
        }
        super::expect::check(Some(wanted), &answer, &self.names)
            .map_err(|why| Failure::Case(format!("{name}: {why}")))
    }

    /// Names what a step made.
    pub(super) fn named(&mut self, step: &Step, thing: Thing) -> Result<Outcome> {
        if let Some(name) = &step.name {
            self.names.set(name, thing);
        }
        Ok(Outcome::Done)
    }

    /// Names what was sealed, and its parts.
    pub(super) fn sealed(&mut self, step: &Step, sealed: &Sealed) -> Result<Outcome> {
        if let Some(name) = &step.name {
            let parts =
                [("iv", &sealed.iv), ("ciphertext", &sealed.ciphertext), ("tag", &sealed.tag)];
            for (part, bytes) in parts {
                self.names.set(format!("{name}.{part}"), Thing::Bytes(bytes.clone()));
            }
        }
        self.bytes(step, sealed.to_bytes())
    }

    pub(super) fn bytes(&mut self, step: &Step, bytes: Vec<u8>) -> Result<Outcome> {
        if let Some(name) = &step.name {
            self.names.set(name, Thing::Bytes(bytes.clone()));
        }
        Ok(Outcome::bytes(bytes))
    }

    fn made(&mut self, step: &Step, made: Made) -> Result<Outcome> {
        match made {
            Made::Secret(key) => self.named(step, Thing::Object(key.into())),
            Made::Public(key) => self.named(step, Thing::Object(key.into())),
            Made::Pair(pair) => {
                if let Some(name) = &step.name {
                    let name = format!("{name}.public");
                    self.names.set(name, Thing::Object(pair.public.into()));
                }
                self.named(step, Thing::Object(pair.private.into()))
            }
        }
    }

    /// What there may be one of.
    fn maybe(&mut self, step: &Step, found: Option<impl Into<Object>>) -> Result<Outcome> {
        match found {
            Some(found) if step.expect.is_none() => self.named(step, Thing::Object(found.into())),
            Some(_) => Ok(Outcome::Count(1)),
            None if step.expect.is_none() => wrong("there is none"),
            None => Ok(Outcome::Count(0)),
        }
    }
}

fn done(answer: strongroom::Result<()>) -> Result<Outcome> {
    Ok(answer.map(|()| Outcome::Done)?)
}

/// A verification's answer: a signature that is refused is no failure of the step.
fn verdict(answer: Result<Vec<u8>>) -> Result<Outcome> {
    match answer {
        Ok(_) => Ok(Outcome::Value(true.into())),
        Err(Failure::Sdk(error)) if error.kind() == Kind::Signature => {
            Ok(Outcome::Value(false.into()))
        }
        Err(failure) => Err(failure),
    }
}

/// The hash of a digest.
fn hash(mechanism: &Json) -> Result<Hash> {
    let said = |field| mechanism.get(field).and_then(Json::as_str);
    match (said("name"), said("hash")) {
        (Some("digest"), Some(hash)) => Ok(hash.parse()?),
        _ => wrong(format!("{mechanism} is no digest")),
    }
}
