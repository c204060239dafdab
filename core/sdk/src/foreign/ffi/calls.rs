//! The module's functions about slots, sessions, objects and keys, one safe function each.

use super::derived::Derived;
use super::library::text;
use super::mechanism::InC;
use super::memory::Memory;
use super::{Functions, check, length, missing, nonsense, number, ulong};
use cryptoki_sys::*;
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use strongroom_base::{
    Error, Mechanism, MechanismInfo, Out, Pin, Result, SessionInfo, SlotInfo, Template, TokenInfo,
    Written, ck,
};

/// Calls a function of the list, if it is there.
macro_rules! call {
    ($self:ident.$name:ident($($argument:expr),* $(,)?)) => {
        match $self.list.$name {
            None => Err(missing(stringify!($name))),
            // SAFETY: every argument is a number, or NULL, or leads to memory that the calling function
            // borrows or owns until the call has returned, of the length that stands beside it. Nothing
            // that modules may keep is given to them (PKCS #11 v3.2, section 5.1).
            Some(function) => check(stringify!($name), unsafe { function($($argument),*) }),
        }
    };
}
pub(super) use call;

/// Where bytes are, for functions that only read them and say so nowhere. What is empty is somewhere too:
/// many modules refuse NULL.
pub(super) fn at(bytes: &[u8]) -> *mut CK_BYTE {
    bytes.as_ptr().cast_mut()
}

/// The same for what may be absent.
fn at_or_null(bytes: Option<&[u8]>) -> (*mut CK_BYTE, CK_ULONG) {
    bytes.map_or((null_mut(), 0), |bytes| (at(bytes), length(bytes.len())))
}

/// A call with the two-call convention: what it answers is given on as it is.
pub(super) fn output(
    name: &'static str,
    out: Out<'_>,
    call: impl FnOnce(*mut CK_BYTE, *mut CK_ULONG) -> Result<()>,
) -> Result<Written> {
    let (at, room) = match out {
        Out::Size => (null_mut(), None),
        Out::Buffer(buffer) => (buffer.as_mut_ptr(), Some(buffer.len())),
    };
    let mut len = room.map_or(0, length);
    let answer = call(at, &raw mut len);
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    match answer {
        Err(error) if error.is(ck::CKR_BUFFER_TOO_SMALL) => Err(Error::too_small(len)),
        Err(error) => Err(error),
        Ok(()) if room.is_some_and(|room| len > room) => Err(nonsense(name)),
        Ok(()) => Ok(len),
    }
}

fn version(version: CK_VERSION) -> (u8, u8) {
    (version.major, version.minor)
}

/// How often a list that grew in between is asked for again.
const TRIES: usize = 8;
/// What no module has: more slots or mechanisms than this.
const MANY: usize = 1 << 16;

/// A list in two calls.
fn list(
    name: &'static str,
    mut call: impl FnMut(*mut CK_ULONG, *mut CK_ULONG) -> Result<()>,
) -> Result<Vec<u64>> {
    for _ in 0..TRIES {
        let mut len = 0;
        call(null_mut(), &raw mut len)?;
        let room = usize::try_from(len).ok().filter(|len| *len <= MANY);
        let mut all = vec![0; room.ok_or_else(|| nonsense(name))?];
        match call(all.as_mut_ptr(), &raw mut len) {
            Err(error) if error.is(ck::CKR_BUFFER_TOO_SMALL) => {}
            Err(error) => return Err(error),
            Ok(()) => {
                let len = usize::try_from(len).ok().filter(|len| *len <= all.len());
                all.truncate(len.ok_or_else(|| nonsense(name))?);
                return Ok(all.into_iter().map(number).collect());
            }
        }
    }
    Err(Error::new(
        ck::CKR_DEVICE_ERROR,
        format!("the module's {name} says another length each time"),
    ))
}

impl Functions {
    /// `C_GetSlotList`
    pub fn slots(&self, present: bool) -> Result<Vec<u64>> {
        list("C_GetSlotList", |slots, len| call!(self.C_GetSlotList(u8::from(present), slots, len)))
    }

    /// `C_GetSlotInfo`
    pub fn slot_info(&self, slot: u64) -> Result<SlotInfo> {
        let mut info = MaybeUninit::<CK_SLOT_INFO>::zeroed();
        call!(self.C_GetSlotInfo(ulong(slot), info.as_mut_ptr()))?;
        // SAFETY: numbers and characters, which all zeros are too.
        let info = unsafe { info.assume_init() };
        Ok(SlotInfo {
            description: text(&info.slotDescription),
            manufacturer: text(&info.manufacturerID),
            flags: number(info.flags),
            hardware: version(info.hardwareVersion),
            firmware: version(info.firmwareVersion),
        })
    }

    /// `C_GetTokenInfo`
    pub fn token_info(&self, slot: u64) -> Result<TokenInfo> {
        let mut info = MaybeUninit::<CK_TOKEN_INFO>::zeroed();
        call!(self.C_GetTokenInfo(ulong(slot), info.as_mut_ptr()))?;
        // SAFETY: as above.
        let info = unsafe { info.assume_init() };
        Ok(TokenInfo {
            label: text(&info.label),
            manufacturer: text(&info.manufacturerID),
            model: text(&info.model),
            serial: text(&info.serialNumber),
            flags: number(info.flags),
            max_sessions: count(info.ulMaxSessionCount),
            sessions: count(info.ulSessionCount),
            max_rw_sessions: count(info.ulMaxRwSessionCount),
            rw_sessions: count(info.ulRwSessionCount),
            max_pin_len: number(info.ulMaxPinLen),
            min_pin_len: number(info.ulMinPinLen),
            hardware: version(info.hardwareVersion),
            firmware: version(info.firmwareVersion),
        })
    }

    /// `C_GetMechanismList`
    pub fn mechanisms(&self, slot: u64) -> Result<Vec<u64>> {
        list("C_GetMechanismList", |kinds, len| {
            call!(self.C_GetMechanismList(ulong(slot), kinds, len))
        })
    }

    /// `C_GetMechanismInfo`
    pub fn mechanism_info(&self, slot: u64, mechanism: u64) -> Result<MechanismInfo> {
        let mut info = CK_MECHANISM_INFO { ulMinKeySize: 0, ulMaxKeySize: 0, flags: 0 };
        call!(self.C_GetMechanismInfo(ulong(slot), ulong(mechanism), &raw mut info))?;
        Ok(MechanismInfo {
            min_key_size: number(info.ulMinKeySize),
            max_key_size: number(info.ulMaxKeySize),
            flags: number(info.flags),
        })
    }

    /// `C_WaitForSlotEvent` that does not wait.
    pub fn slot_event(&self) -> Result<u64> {
        let mut slot = 0;
        let flags = ulong(ck::CKF_DONT_BLOCK);
        call!(self.C_WaitForSlotEvent(flags, &raw mut slot, null_mut()))?;
        Ok(number(slot))
    }

    /// `C_InitToken`
    pub fn init_token(&self, slot: u64, pin: Pin<'_>, label: &[u8; 32]) -> Result<()> {
        let (pin, len) = at_or_null(pin);
        call!(self.C_InitToken(ulong(slot), pin, len, at(label)))
    }

    /// `C_InitPIN`
    pub fn init_pin(&self, session: u64, pin: Pin<'_>) -> Result<()> {
        let (pin, len) = at_or_null(pin);
        call!(self.C_InitPIN(ulong(session), pin, len))
    }

    /// `C_SetPIN`
    pub fn set_pin(&self, session: u64, old: Pin<'_>, new: Pin<'_>) -> Result<()> {
        let ((old, old_len), (new, new_len)) = (at_or_null(old), at_or_null(new));
        call!(self.C_SetPIN(ulong(session), old, old_len, new, new_len))
    }

    /// `C_OpenSession`
    pub fn open_session(&self, slot: u64, flags: u64) -> Result<u64> {
        let mut session = 0;
        call!(self.C_OpenSession(ulong(slot), ulong(flags), null_mut(), None, &raw mut session))?;
        Ok(number(session))
    }

    /// `C_CloseSession`
    pub fn close_session(&self, session: u64) -> Result<()> {
        call!(self.C_CloseSession(ulong(session)))
    }

    /// `C_GetSessionInfo`
    pub fn session_info(&self, session: u64) -> Result<SessionInfo> {
        let mut info = CK_SESSION_INFO { slotID: 0, state: 0, flags: 0, ulDeviceError: 0 };
        call!(self.C_GetSessionInfo(ulong(session), &raw mut info))?;
        Ok(SessionInfo {
            slot: number(info.slotID),
            state: number(info.state),
            flags: number(info.flags),
        })
    }

    /// `C_SessionCancel`
    pub fn cancel(&self, session: u64, flags: u64) -> Result<()> {
        call!(self.C_SessionCancel(ulong(session), ulong(flags)))
    }

    /// `C_GetOperationState`
    pub fn operation_state(&self, session: u64, out: Out<'_>) -> Result<Written> {
        output("C_GetOperationState", out, |to, len| {
            call!(self.C_GetOperationState(ulong(session), to, len))
        })
    }

    /// `C_SetOperationState`
    pub fn set_operation_state(&self, session: u64, state: &[u8], keys: (u64, u64)) -> Result<()> {
        let (encryption, authentication) = (ulong(keys.0), ulong(keys.1));
        let (state, len) = (at(state), length(state.len()));
        call!(self.C_SetOperationState(ulong(session), state, len, encryption, authentication))
    }

    /// `C_Login`, or `C_LoginUser` for somebody with a name.
    pub fn login(&self, session: u64, user: u64, pin: Pin<'_>, name: Option<&[u8]>) -> Result<()> {
        let (session, user, (pin, len)) = (ulong(session), ulong(user), at_or_null(pin));
        match name {
            None => call!(self.C_Login(session, user, pin, len)),
            Some(name) => {
                call!(self.C_LoginUser(session, user, pin, len, at(name), length(name.len())))
            }
        }
    }

    /// `C_Logout`
    pub fn logout(&self, session: u64) -> Result<()> {
        call!(self.C_Logout(ulong(session)))
    }

    /// `C_CreateObject`
    pub fn create_object(&self, session: u64, template: &Template) -> Result<u64> {
        let (mut memory, mut object) = (Memory::default(), 0);
        let (template, count) = memory.template(template);
        call!(self.C_CreateObject(ulong(session), template, count, &raw mut object))?;
        Ok(number(object))
    }

    /// `C_CopyObject`
    pub fn copy_object(&self, session: u64, object: u64, template: &Template) -> Result<u64> {
        let (mut memory, mut copy) = (Memory::default(), 0);
        let (template, count) = memory.template(template);
        let (session, object) = (ulong(session), ulong(object));
        call!(self.C_CopyObject(session, object, template, count, &raw mut copy))?;
        Ok(number(copy))
    }

    /// `C_DestroyObject`
    pub fn destroy_object(&self, session: u64, object: u64) -> Result<()> {
        call!(self.C_DestroyObject(ulong(session), ulong(object)))
    }

    /// `C_GetObjectSize`
    pub fn object_size(&self, session: u64, object: u64) -> Result<u64> {
        let mut size = 0;
        call!(self.C_GetObjectSize(ulong(session), ulong(object), &raw mut size))?;
        Ok(number(size))
    }

    /// `C_SetAttributeValue`
    pub fn set_attributes(&self, session: u64, object: u64, template: &Template) -> Result<()> {
        let mut memory = Memory::default();
        let (template, count) = memory.template(template);
        call!(self.C_SetAttributeValue(ulong(session), ulong(object), template, count))
    }

    /// `C_FindObjectsInit`
    pub fn find_init(&self, session: u64, template: &Template) -> Result<()> {
        let mut memory = Memory::default();
        let (template, count) = memory.template(template);
        call!(self.C_FindObjectsInit(ulong(session), template, count))
    }

    /// `C_FindObjects`
    pub fn find_next(&self, session: u64, max: usize) -> Result<Vec<u64>> {
        let (mut found, mut count) = (vec![0; max], 0);
        let room = length(max);
        call!(self.C_FindObjects(ulong(session), found.as_mut_ptr(), room, &raw mut count))?;
        let count = usize::try_from(count).ok().filter(|count| *count <= max);
        found.truncate(count.ok_or_else(|| nonsense("C_FindObjects"))?);
        Ok(found.into_iter().map(number).collect())
    }

    /// `C_FindObjectsFinal`
    pub fn find_final(&self, session: u64) -> Result<()> {
        call!(self.C_FindObjectsFinal(ulong(session)))
    }

    /// `C_GenerateKey`
    pub fn generate_key(&self, session: u64, with: &Mechanism, template: &Template) -> Result<u64> {
        let (mut with, mut memory, mut key) = (InC::new(with)?, Memory::default(), 0);
        let (template, count) = memory.template(template);
        let with = with.as_mut_ptr();
        call!(self.C_GenerateKey(ulong(session), with, template, count, &raw mut key))?;
        Ok(number(key))
    }

    /// `C_GenerateKeyPair`
    pub fn generate_key_pair(
        &self,
        session: u64,
        with: &Mechanism,
        public: &Template,
        private: &Template,
    ) -> Result<(u64, u64)> {
        let (mut with, mut memory) = (InC::new(with)?, Memory::default());
        let (public, public_count) = memory.template(public);
        let (private, private_count) = memory.template(private);
        let (mut first, mut second) = (0, 0);
        call!(self.C_GenerateKeyPair(
            ulong(session),
            with.as_mut_ptr(),
            public,
            public_count,
            private,
            private_count,
            &raw mut first,
            &raw mut second,
        ))?;
        Ok((number(first), number(second)))
    }

    /// `C_WrapKey`
    pub fn wrap_key(
        &self,
        session: u64,
        with: &Mechanism,
        keys: (u64, u64),
        out: Out<'_>,
    ) -> Result<Written> {
        let mut with = InC::new(with)?;
        let (wrapping, key) = (ulong(keys.0), ulong(keys.1));
        output("C_WrapKey", out, |to, len| {
            call!(self.C_WrapKey(ulong(session), with.as_mut_ptr(), wrapping, key, to, len))
        })
    }

    /// `C_UnwrapKey`
    pub fn unwrap_key(
        &self,
        session: u64,
        with: &Mechanism,
        unwrapping: u64,
        wrapped: &[u8],
        template: &Template,
    ) -> Result<u64> {
        let (mut with, mut memory, mut key) = (InC::new(with)?, Memory::default(), 0);
        let (template, count) = memory.template(template);
        call!(self.C_UnwrapKey(
            ulong(session),
            with.as_mut_ptr(),
            ulong(unwrapping),
            at(wrapped),
            length(wrapped.len()),
            template,
            count,
            &raw mut key,
        ))?;
        Ok(number(key))
    }

    /// `C_DeriveKey`: the key of the template, and what is answered beside it.
    pub fn derive_key(
        &self,
        session: u64,
        with: &Mechanism,
        base: u64,
        template: &Template,
    ) -> Result<Derived> {
        let (mut with, mut memory, mut key) = (InC::new(with)?, Memory::default(), 0);
        let (template, count) = memory.template(template);
        let place = if with.leaves_a_key() { &raw mut key } else { null_mut() };
        call!(self.C_DeriveKey(
            ulong(session),
            with.as_mut_ptr(),
            ulong(base),
            template,
            count,
            place,
        ))?;
        Ok(with.made(key))
    }

    /// `C_EncapsulateKey`
    pub fn encapsulate_key(
        &self,
        session: u64,
        with: &Mechanism,
        public: u64,
        template: &Template,
        out: Out<'_>,
    ) -> Result<(Written, u64)> {
        let (mut with, mut memory, mut key) = (InC::new(with)?, Memory::default(), 0);
        let (template, count) = memory.template(template);
        let written = output("C_EncapsulateKey", out, |to, len| {
            call!(self.C_EncapsulateKey(
                ulong(session),
                with.as_mut_ptr(),
                ulong(public),
                template,
                count,
                to,
                len,
                &raw mut key,
            ))
        })?;
        Ok((written, number(key)))
    }

    /// `C_DecapsulateKey`
    pub fn decapsulate_key(
        &self,
        session: u64,
        with: &Mechanism,
        private: u64,
        template: &Template,
        ciphertext: &[u8],
    ) -> Result<u64> {
        let (mut with, mut memory, mut key) = (InC::new(with)?, Memory::default(), 0);
        let (template, count) = memory.template(template);
        call!(self.C_DecapsulateKey(
            ulong(session),
            with.as_mut_ptr(),
            ulong(private),
            template,
            count,
            at(ciphertext),
            length(ciphertext.len()),
            &raw mut key,
        ))?;
        Ok(number(key))
    }

    /// `C_SeedRandom`
    pub fn seed_random(&self, session: u64, seed: &[u8]) -> Result<()> {
        call!(self.C_SeedRandom(ulong(session), at(seed), length(seed.len())))
    }

    /// `C_GenerateRandom`
    pub fn generate_random(&self, session: u64, out: &mut [u8]) -> Result<()> {
        call!(self.C_GenerateRandom(ulong(session), out.as_mut_ptr(), length(out.len())))
    }
}

/// A count of sessions; all bits say that it is not known, in C and here.
fn count(n: CK_ULONG) -> u64 {
    if n == CK_ULONG::MAX { ck::CK_UNAVAILABLE_INFORMATION } else { number(n) }
}
