//! A caller that knows good arguments for every function.

use crate::signatures::Arg;
use strongroom_tests::ffi::address;
use strongroom_tests::prelude::*;

/// Return values that say nothing, or that the module should never come to.
pub const SHRUGS: [u64; 4] =
    [CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED, CKR_HOST_MEMORY, CKR_DEVICE_ERROR];

/// Good arguments for every function, in memory that outlives the calls.
pub struct Caller {
    pub hsm: Hsm,
    s: Session,
    key: u64,
    mechanism: Vec<u8>,
    label: Vec<u8>,
    template: Vec<u8>,
    input: Vec<u8>,
    room: Vec<u8>,
    pub length: Box<u64>,
}

impl Caller {
    /// A caller who is logged in.
    pub fn new() -> Caller {
        let hsm = Hsm::start();
        Caller::with(hsm, hsm.user())
    }

    /// Another caller in the same session, with memory of its own.
    pub fn again(&self) -> Caller {
        Caller::with(self.hsm, self.s)
    }

    fn with(hsm: Hsm, s: Session) -> Caller {
        let key = s.generic(32, &Template::new()).must();
        let mechanism = Mech::new(CKM_SHA256_HMAC).structure();
        Caller {
            hsm,
            s,
            key,
            mechanism,
            label: b"label".to_vec(),
            template: Vec::new(),
            input: vec![7; 64],
            room: vec![0; 4096],
            length: Box::new(0),
        }
    }

    /// Good arguments for these kinds.
    pub fn good(&mut self, kinds: &[Arg]) -> Vec<u64> {
        *self.length = 64;
        // Made anew each time: the module writes to it.
        let attribute = [CKA_LABEL, address(&self.label), 5];
        self.template = attribute.iter().flat_map(|w| w.to_ne_bytes()).collect();
        let word = |kind: &Arg| match kind {
            Arg::Session => self.s.h,
            Arg::Object => self.key,
            Arg::Slot => self.hsm.slot,
            Arg::Number => CKF_DONT_BLOCK,
            Arg::Mechanism => address(&self.mechanism),
            Arg::Template => address(&self.template),
            Arg::Count => 1,
            Arg::Input => address(&self.input),
            Arg::Length => 16,
            Arg::Output | Arg::Place => address(&self.room),
            Arg::OutputLength => std::ptr::from_ref(&*self.length) as usize as u64,
            Arg::Null => 0,
        };
        kinds.iter().map(word).collect()
    }

    /// Makes sure that there is a login and a session, whatever the last call did, and an operation of
    /// each kind that the input fits.
    pub fn ready(&mut self) {
        if self.s.info().is_err() {
            self.s = self.hsm.rw();
        }
        let _ = self.s.login(CKU_USER, USER_PIN);
        if self.s.get(self.key, CKA_CLASS).is_err()
            && let Ok(key) = self.s.generic(32, &Template::new())
        {
            self.key = key;
        }
        for (kind, mechanism) in [
            (Kind::Digest, CKM_SHA256),
            (Kind::Sign, CKM_SHA256_HMAC),
            (Kind::Verify, CKM_SHA256_HMAC),
        ] {
            let _ = self.s.init(kind, &Mech::new(mechanism), self.key);
        }
        let _ = self.s.call("C_FindObjectsInit", &[self.s.h, 0, 0]);
    }
}

/// Whether it is a pointer.
pub fn is_pointer(kind: Arg) -> bool {
    use Arg::*;
    matches!(kind, Mechanism | Template | Input | Output | OutputLength | Place)
}

/// Calls that would take the token or the PIN away from the test.
pub fn is_destructive(name: &str) -> bool {
    matches!(name, "C_InitToken" | "C_SetPIN" | "C_InitPIN")
}
