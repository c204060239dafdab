//! Sessions, objects and keys: thin calls that give a handle, bytes or a return value.

use crate::ffi::{Guarded, Module, address, place};
use crate::{Mech, Outcome, Rv, Template};

/// A session handle and the module it came from.
#[derive(Clone, Copy)]
pub struct Session {
    /// The module.
    pub m: &'static Module,
    /// `CK_SESSION_HANDLE`.
    pub h: u64,
}

/// What `C_GetSessionInfo` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SessionInfo {
    pub slot: u64,
    pub state: u64,
    pub flags: u64,
    pub device_error: u64,
}

impl Session {
    /// `C_OpenSession`.
    pub fn open(m: &'static Module, slot: u64, flags: u64) -> Result<Session, Rv> {
        let mut h = 0;
        m.call("C_OpenSession", &[slot, flags, 0, 0, place(&mut h)]).with(Session { m, h })
    }

    /// Any function.
    pub fn call(self, name: &'static str, args: &[u64]) -> Rv {
        self.m.call(name, args)
    }

    /// `C_CloseSession`.
    pub fn close(self) -> Rv {
        self.call("C_CloseSession", &[self.h])
    }

    /// `C_GetSessionInfo`.
    pub fn info(self) -> Result<SessionInfo, Rv> {
        let mut words = [0_u64; 4];
        self.call("C_GetSessionInfo", &[self.h, place(&mut words)]).with(())?;
        let [slot, state, flags, device_error] = words;
        Ok(SessionInfo { slot, state, flags, device_error })
    }

    /// State of the session (`CKS_…`).
    #[track_caller]
    pub fn state(self) -> u64 {
        self.info().must().state
    }

    /// `C_Login`.
    pub fn login(self, user: u64, pin: &str) -> Rv {
        self.call("C_Login", &[self.h, user, address(pin.as_bytes()), pin.len() as u64])
    }

    /// `C_Logout`.
    pub fn logout(self) -> Rv {
        self.call("C_Logout", &[self.h])
    }

    /// `C_SetPIN`.
    pub fn set_pin(self, old: &str, new: &str) -> Rv {
        let (o, n) = (address(old.as_bytes()), address(new.as_bytes()));
        self.call("C_SetPIN", &[self.h, o, old.len() as u64, n, new.len() as u64])
    }

    /// `C_InitPIN`.
    pub fn init_pin(self, pin: &str) -> Rv {
        self.call("C_InitPIN", &[self.h, address(pin.as_bytes()), pin.len() as u64])
    }

    /// `C_CreateObject`.
    pub fn create(self, template: &Template) -> Result<u64, Rv> {
        let (array, mut h) = (template.array(), 0);
        let rv = self
            .call("C_CreateObject", &[self.h, address(&array), template.count(), place(&mut h)]);
        rv.with(h)
    }

    /// `C_CopyObject`.
    pub fn copy(self, object: u64, template: &Template) -> Result<u64, Rv> {
        let (array, mut h) = (template.array(), 0);
        let words = [self.h, object, address(&array), template.count(), place(&mut h)];
        self.call("C_CopyObject", &words).with(h)
    }

    /// `C_DestroyObject`.
    pub fn destroy(self, object: u64) -> Rv {
        self.call("C_DestroyObject", &[self.h, object])
    }

    /// `C_SetAttributeValue`.
    pub fn set(self, object: u64, template: &Template) -> Rv {
        let array = template.array();
        self.call("C_SetAttributeValue", &[self.h, object, address(&array), template.count()])
    }

    /// `C_GetAttributeValue` for one attribute: length query, then the value.
    pub fn get(self, object: u64, kind: u64) -> Result<Vec<u8>, Rv> {
        let (rv, lengths, _) = self.get_into(object, &[(kind, None)]);
        rv.with(())?;
        let room = usize::try_from(lengths[0]).expect("CKR_OK implies a length");
        let (rv, lengths, buffers) = self.get_into(object, &[(kind, Some(room))]);
        rv.with(())?;
        Ok(buffers[0].bytes(lengths[0] as usize).to_vec())
    }

    /// `C_GetAttributeValue` for several attributes, each as a length query (`None`) or into a fenced
    /// buffer of that size. Gives the return value, the lengths written and the buffers.
    pub fn get_into(
        self,
        object: u64,
        wanted: &[(u64, Option<usize>)],
    ) -> (Rv, Vec<u64>, Vec<Guarded>) {
        let mut buffers: Vec<Guarded> =
            wanted.iter().map(|(_, n)| Guarded::new(n.unwrap_or(0))).collect();
        let mut words: Vec<u64> = Vec::new();
        for ((kind, room), buffer) in wanted.iter().zip(&mut buffers) {
            let at = if room.is_some() { buffer.address() } else { 0 };
            words.extend([*kind, at, room.unwrap_or(0) as u64]);
        }
        let at = words.as_mut_ptr() as usize as u64;
        let rv = self.call("C_GetAttributeValue", &[self.h, object, at, wanted.len() as u64]);
        buffers.iter().for_each(Guarded::intact);
        (rv, words.chunks(3).map(|a| a[2]).collect(), buffers)
    }

    /// A boolean attribute.
    #[track_caller]
    pub fn flag(self, object: u64, kind: u64) -> bool {
        let value = self.get(object, kind).must();
        assert!(
            matches!(value[..], [0 | 1]),
            "attribute 0x{kind:x} is not a CK_BBOOL: {value:02x?}"
        );
        value == [1]
    }

    /// A numeric attribute.
    #[track_caller]
    pub fn number(self, object: u64, kind: u64) -> u64 {
        let value = self.get(object, kind).must();
        u64::from_ne_bytes(value.try_into().unwrap_or_else(|v| panic!("not a CK_ULONG: {v:02x?}")))
    }

    /// `C_FindObjectsInit`, `C_FindObjects` until there are no more, `C_FindObjectsFinal`.
    pub fn find(self, template: &Template) -> Result<Vec<u64>, Rv> {
        let array = template.array();
        self.call("C_FindObjectsInit", &[self.h, address(&array), template.count()]).with(())?;
        let mut found = Vec::new();
        loop {
            let more = self.find_next(100)?;
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        self.call("C_FindObjectsFinal", &[self.h]).with(found)
    }

    /// `C_FindObjects`.
    pub fn find_next(self, most: usize) -> Result<Vec<u64>, Rv> {
        let (mut handles, mut count) = (vec![0_u64; most], 0_u64);
        let at = handles.as_mut_ptr() as usize as u64;
        self.call("C_FindObjects", &[self.h, at, most as u64, place(&mut count)]).with(())?;
        handles.truncate(count as usize);
        Ok(handles)
    }

    /// `C_GenerateKey`.
    pub fn generate(self, mechanism: &Mech, template: &Template) -> Result<u64, Rv> {
        let (m, t, mut h) = (mechanism.structure(), template.array(), 0);
        let words = [self.h, address(&m), address(&t), template.count(), place(&mut h)];
        self.call("C_GenerateKey", &words).with(h)
    }

    /// `C_GenerateKeyPair`: (public, private).
    pub fn generate_pair(
        self,
        mechanism: &Mech,
        public: &Template,
        private: &Template,
    ) -> Result<(u64, u64), Rv> {
        let (m, p, v) = (mechanism.structure(), public.array(), private.array());
        let (mut hp, mut hv) = (0, 0);
        let (pp, pv) = (place(&mut hp), place(&mut hv));
        let words = [
            self.h,
            address(&m),
            address(&p),
            public.count(),
            address(&v),
            private.count(),
            pp,
            pv,
        ];
        self.call("C_GenerateKeyPair", &words).with(())?;
        Ok((hp, hv))
    }

    /// `C_WrapKey`.
    pub fn wrap(self, mechanism: &Mech, wrapping: u64, key: u64) -> Result<Vec<u8>, Rv> {
        let (m, mut buffer, mut length) =
            (mechanism.structure(), Guarded::new(1 << 16), 1_u64 << 16);
        let words = [self.h, address(&m), wrapping, key, buffer.address(), place(&mut length)];
        self.call("C_WrapKey", &words).with(())?;
        Ok(buffer.bytes(length as usize).to_vec())
    }

    /// `C_UnwrapKey`.
    pub fn unwrap(
        self,
        mechanism: &Mech,
        key: u64,
        wrapped: &[u8],
        template: &Template,
    ) -> Result<u64, Rv> {
        let (m, t, mut h) = (mechanism.structure(), template.array(), 0);
        let (w, n) = (address(wrapped), wrapped.len() as u64);
        let words = [self.h, address(&m), key, w, n, address(&t), template.count(), place(&mut h)];
        self.call("C_UnwrapKey", &words).with(h)
    }

    /// `C_DecapsulateKey`.
    pub fn decapsulate(
        self,
        mechanism: &Mech,
        key: u64,
        ciphertext: &[u8],
        template: &Template,
    ) -> Result<u64, Rv> {
        let (m, t, mut h) = (mechanism.structure(), template.array(), 0);
        let (c, n) = (address(ciphertext), ciphertext.len() as u64);
        let words = [self.h, address(&m), key, address(&t), template.count(), c, n, place(&mut h)];
        self.call("C_DecapsulateKey", &words).with(h)
    }

    /// `C_DeriveKey`.
    pub fn derive(self, mechanism: &Mech, key: u64, template: &Template) -> Result<u64, Rv> {
        let (m, t, mut h) = (mechanism.structure(), template.array(), 0);
        let words = [self.h, address(&m), key, address(&t), template.count(), place(&mut h)];
        self.call("C_DeriveKey", &words).with(h)
    }

    /// `C_GenerateRandom`.
    pub fn random(self, length: usize) -> Result<Vec<u8>, Rv> {
        let mut buffer = Guarded::new(length);
        let at = buffer.address();
        self.call("C_GenerateRandom", &[self.h, at, length as u64]).with(())?;
        Ok(buffer.bytes(length).to_vec())
    }
}
