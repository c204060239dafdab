//! Making, wrapping and deriving keys, and random numbers (PKCS #11 v3.2, sections 5.18 to 5.20).

use super::*;
use std::iter;
use strongroom_base::Params;
use strongroom_base::mechanism::TlsMaster;

impl App {
    pub(super) fn generate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.make_one(session, template, || {
                self.lease.functions.generate_key(session.handle, mechanism, template)
            })
        })
    }

    pub(super) fn generate_key_pair(
        &self,
        session: u64,
        mechanism: &Mechanism,
        public: &Template,
        private: &Template,
    ) -> Result<(u64, u64)> {
        self.with_session(session, |session, _| {
            let made = self.make(session, &[public, private], || {
                let functions = &self.lease.functions;
                let pair =
                    functions.generate_key_pair(session.handle, mechanism, public, private)?;
                Ok(vec![pair.0, pair.1])
            })?;
            match made[..] {
                [public, private] => Ok((public, private)),
                _ => Err(Error::new(ck::CKR_DEVICE_ERROR, "the module made no pair")),
            }
        })
    }

    pub(super) fn wrap_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        wrapping_key: u64,
        key: u64,
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session, _| {
            self.visible(session, wrapping_key, ck::CKR_WRAPPING_KEY_HANDLE_INVALID)?;
            self.usable(session, Some(mechanism), key)?;
            let keys = (wrapping_key, key);
            self.lease.functions.wrap_key(session.handle, mechanism, keys, out)
        })
    }

    pub(super) fn wrap_key_authenticated(
        &self,
        session: u64,
        mechanism: u64,
        params: &AeadMessage,
        wrapping_key: u64,
        key: u64,
        aad: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        self.with_session(session, |session, _| {
            self.visible(session, wrapping_key, ck::CKR_WRAPPING_KEY_HANDLE_INVALID)?;
            self.usable(session, None, key)?;
            let (with, keys) = ((mechanism, params), (wrapping_key, key));
            self.lease.functions.wrap_key_authenticated(session.handle, with, keys, aad, out)
        })
    }

    pub(super) fn unwrap_key_authenticated(
        &self,
        session: u64,
        mechanism: u64,
        params: &AeadMessage,
        unwrapping_key: u64,
        wrapped: &[u8],
        template: &Template,
        aad: &[u8],
    ) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.visible(session, unwrapping_key, ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)?;
            self.make_one(session, template, || {
                let (functions, with) = (&self.lease.functions, (mechanism, params));
                let handle = session.handle;
                functions.unwrap_key_authenticated(
                    handle,
                    with,
                    unwrapping_key,
                    wrapped,
                    template,
                    aad,
                )
            })
        })
    }

    pub(super) fn unwrap_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        unwrapping_key: u64,
        wrapped: &[u8],
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.visible(session, unwrapping_key, ck::CKR_UNWRAPPING_KEY_HANDLE_INVALID)?;
            for key in mechanism.params.keys() {
                self.visible(session, key, ck::CKR_KEY_HANDLE_INVALID)?;
            }
            self.make_one(session, template, || {
                let functions = &self.lease.functions;
                functions.unwrap_key(session.handle, mechanism, unwrapping_key, wrapped, template)
            })
        })
    }

    pub(super) fn derive_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        base_key: u64,
        template: &Template,
    ) -> Result<Vec<u64>> {
        self.with_session(session, |session, _| {
            self.usable(session, Some(mechanism), base_key)?;
            let shown = Template::new()
                .with(ck::CKA_CLASS, ck::CKO_DATA)
                .with(ck::CKA_TOKEN, false)
                .with(ck::CKA_PRIVATE, session.mine.is_user());
            // The module says itself what its keys for MACs are.
            let macs = Template::new();
            let templates = match &mechanism.params {
                Params::Kbkdf(kbkdf) => iter::once(template).chain(&kbkdf.additional).collect(),
                Params::TlsKeyMaterial(of) if of.mac_bits > 0 => {
                    vec![&macs, &macs, template, template, &shown, &shown]
                }
                Params::TlsKeyMaterial(_) => vec![template, template, &shown, &shown],
                Params::TlsMaster(TlsMaster { version: true, .. }) | Params::BtcDerive(_) => {
                    vec![template, &shown]
                }
                _ => vec![template],
            };
            self.make(session, &templates, || {
                let functions = &self.lease.functions;
                let made = functions.derive_key(session.handle, mechanism, base_key, template)?;
                let mut objects = made.keys;
                for value in made.shown {
                    let data = shown.clone().with(ck::CKA_VALUE, value);
                    match functions.create_object(session.handle, &data) {
                        Ok(object) => objects.push(object),
                        Err(error) => {
                            self.unmake(session, &objects);
                            return Err(error);
                        }
                    }
                }
                Ok(objects)
            })
        })
    }

    pub(super) fn encapsulate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        public_key: u64,
        template: &Template,
        out: Out<'_>,
    ) -> Result<(Written, u64)> {
        self.with_session(session, |session, _| {
            self.usable(session, Some(mechanism), public_key)?;
            let functions = &self.lease.functions;
            let handle = session.handle;
            if matches!(out, Out::Size) {
                let sized =
                    functions.encapsulate_key(handle, mechanism, public_key, template, out)?;
                return Ok((sized.0, 0));
            }
            let mut written = 0;
            let key = self.make_one(session, template, || {
                let made =
                    functions.encapsulate_key(handle, mechanism, public_key, template, out)?;
                written = made.0;
                Ok(made.1)
            })?;
            Ok((written, key))
        })
    }

    pub(super) fn decapsulate_key(
        &self,
        session: u64,
        mechanism: &Mechanism,
        private_key: u64,
        template: &Template,
        ciphertext: &[u8],
    ) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.usable(session, Some(mechanism), private_key)?;
            self.make_one(session, template, || {
                let functions = &self.lease.functions;
                let handle = session.handle;
                functions.decapsulate_key(handle, mechanism, private_key, template, ciphertext)
            })
        })
    }

    pub(super) fn seed_random(&self, session: u64, seed: &[u8]) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.seed_random(session.handle, seed)
        })
    }

    pub(super) fn generate_random(&self, session: u64, out: &mut [u8]) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.generate_random(session.handle, out)
        })
    }
}
