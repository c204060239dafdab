//! Structures and places at odd addresses: callers that pack their structures, and languages that copy
//! bytes, pass such pointers.

use strongroom_tests::ffi::{Guarded, address};
use strongroom_tests::prelude::*;

/// Bytes at an odd address.
struct Odd {
    all: Vec<u8>,
    start: usize,
    length: usize,
}

impl Odd {
    fn new(bytes: &[u8]) -> Odd {
        let mut all = vec![0x5a; bytes.len() + 2];
        let start = 1 - all.as_ptr() as usize % 2;
        all[start..start + bytes.len()].copy_from_slice(bytes);
        Odd { all, start, length: bytes.len() }
    }

    fn words(words: &[u64]) -> Odd {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_ne_bytes()).collect();
        Odd::new(&bytes)
    }

    fn at(&self) -> u64 {
        let at = address(&self.all[self.start..]);
        assert_eq!(at % 2, 1);
        at
    }

    fn read(&self) -> Vec<u64> {
        let bytes = &self.all[self.start..self.start + self.length];
        bytes.chunks_exact(8).map(|w| u64::from_ne_bytes(w.try_into().expect("a word"))).collect()
    }
}

/// What says how things are.
pub fn structures() {
    let m = Hsm::load();
    let args = Odd::words(&[0, 0, 0, 0, CKF_OS_LOCKING_OK, 0]);
    m.call("C_Initialize", &[args.at()]).ok();
    let (count, list) = (Odd::words(&[10]), Odd::words(&[u64::MAX; 10]));
    m.call("C_GetSlotList", &[1, list.at(), count.at()]).ok();
    let slot = list.read()[0];
    assert_eq!(strongroom_tests::instance::slots(m, true).must()[0], slot);
    let room = Odd::new(&[0; 512]);
    m.call("C_GetInfo", &[room.at()]).ok();
    m.call("C_GetSlotInfo", &[slot, room.at()]).ok();
    m.call("C_GetTokenInfo", &[slot, room.at()]).ok();
    let info = Odd::words(&[0; 3]);
    m.call("C_GetMechanismInfo", &[slot, CKM_AES_KEY_GEN, info.at()]).ok();
    assert_eq!(info.read(), [16, 32, CKF_GENERATE]);
    let session = Odd::words(&[0]);
    m.call("C_OpenSession", &[slot, CKF_SERIAL_SESSION, 0, 0, session.at()]).ok();
    let state = Odd::words(&[9; 4]);
    m.call("C_GetSessionInfo", &[session.read()[0], state.at()]).ok();
    assert_eq!(state.read(), [slot, CKS_RO_PUBLIC_SESSION, CKF_SERIAL_SESSION, 0]);
    m.call("C_WaitForSlotEvent", &[CKF_DONT_BLOCK, count.at(), 0]).is(CKR_NO_EVENT);
}

/// A mechanism, its parameter, what the parameter points to, and the place of a length.
pub fn operations() {
    let s = Hsm::start().user();
    let key = s.aes(16, &Template::new()).must();
    let expected = s.encrypt(&Mech::gcm(&[1; 12], b"more", 128), key, &[2; 40]).must();
    let (iv, aad, data) = (Odd::new(&[1; 12]), Odd::new(b"more"), Odd::new(&[2; 40]));
    let parameter = Odd::words(&[iv.at(), 12, 96, aad.at(), 4, 128]);
    let mechanism = Odd::words(&[CKM_AES_GCM, parameter.at(), 48]);
    s.call("C_EncryptInit", &[s.h, mechanism.at(), key]).ok();
    let length = Odd::words(&[56]);
    let mut buffer = Guarded::new(57);
    let out = buffer.address() | 1;
    s.call("C_Encrypt", &[s.h, data.at(), 40, out, length.at()]).ok();
    assert_eq!(length.read(), [56]);
    let skipped = (out - buffer.address()) as usize;
    assert_eq!(buffer.bytes(skipped + 56)[skipped..], expected[..]);
}

/// Templates with their values, handles, and the lists of a search.
pub fn objects() {
    let s = Hsm::start().user();
    let (class, truth) = (Odd::words(&[CKO_DATA]), Odd::new(&[1]));
    let allowed = Odd::words(&[CKM_AES_ECB, CKM_AES_GCM]);
    let template = Odd::words(&[CKA_CLASS, class.at(), 8, CKA_MODIFIABLE, truth.at(), 1]);
    let handle = Odd::words(&[0]);
    s.call("C_CreateObject", &[s.h, template.at(), 2, handle.at()]).ok();
    let object = handle.read()[0];
    let wanted = Odd::words(&[0]);
    let asked = Odd::words(&[CKA_CLASS, wanted.at(), 8, CKA_LABEL, 0, 0]);
    s.call("C_GetAttributeValue", &[s.h, object, asked.at(), 2]).ok();
    assert_eq!(wanted.read(), [CKO_DATA]);
    s.call("C_FindObjectsInit", &[s.h, template.at(), 1]).ok();
    let (found, count) = (Odd::words(&[0; 4]), Odd::words(&[0]));
    s.call("C_FindObjects", &[s.h, found.at(), 4, count.at()]).ok();
    assert_eq!((count.read()[0], found.read()[0]), (1, object));
    let (inner, length) = (Odd::words(&[CKA_CLASS, class.at(), 8]), Odd::words(&[16]));
    let more = [
        CKA_ALLOWED_MECHANISMS,
        allowed.at(),
        16,
        CKA_WRAP_TEMPLATE,
        inner.at(),
        24,
        CKA_VALUE_LEN,
        length.at(),
        8,
    ];
    let more = Odd::words(&more);
    let mechanism = Odd::words(&[CKM_AES_KEY_GEN, 0, 0]);
    s.call("C_GenerateKey", &[s.h, mechanism.at(), more.at(), 3, handle.at()]).ok();
    let key = handle.read()[0];
    assert_eq!(s.get(key, CKA_ALLOWED_MECHANISMS).must().len(), 16);
    s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).must();
    s.encrypt(&Mech::bytes(CKM_AES_CBC, &[0; 16]), key, &[0; 16]).fails(CKR_MECHANISM_INVALID);
}
