//! Two operations at once (section 5.15): the output of the one is the input of the other.

use crate::cases::bytes;
use strongroom_tests::ffi::{address, place};
use strongroom_tests::prelude::*;

/// The dual functions: the kind whose output the caller gets, and the kind that sees the plaintext.
const DUAL: [(&str, Kind, Kind); 4] = [
    ("C_DigestEncryptUpdate", Kind::Encrypt, Kind::Digest),
    ("C_SignEncryptUpdate", Kind::Encrypt, Kind::Sign),
    ("C_DecryptDigestUpdate", Kind::Decrypt, Kind::Digest),
    ("C_DecryptVerifyUpdate", Kind::Decrypt, Kind::Verify),
];

struct Setting {
    s: Session,
    aes: u64,
    hmac: u64,
    cipher: Mech,
    data: Vec<u8>,
}

impl Setting {
    fn new(cipher: Mech, length: usize) -> Setting {
        let s = Hsm::start().user();
        let aes = s.aes(16, &Template::new()).must();
        let hmac = s.generic(20, &Template::new()).must();
        Setting { s, aes, hmac, cipher, data: bytes(length) }
    }

    fn init(&self, kind: Kind) {
        let (mechanism, key) = match kind {
            Kind::Encrypt | Kind::Decrypt => (&self.cipher, self.aes),
            Kind::Digest => (&Mech::new(CKM_SHA256), 0),
            _ => (&Mech::new(CKM_SHA256_HMAC), self.hmac),
        };
        self.s.init(kind, mechanism, key).ok();
    }

    fn mac(&self) -> Vec<u8> {
        self.s.sign(&Mech::new(CKM_SHA256_HMAC), self.hmac, &self.data).must()
    }

    /// Ends both operations and checks what the second made of the plaintext.
    fn end(&self, cipher: Kind, other: Kind, mut out: Vec<u8>, expected: &[u8], digest: &[u8]) {
        out.extend(self.s.finish(cipher).must());
        assert!(out == expected, "{cipher:?} with {other:?}");
        match other {
            Kind::Digest => assert_eq!(self.s.finish(other).must(), digest),
            Kind::Sign => assert_eq!(self.s.finish(other).must(), self.mac()),
            _ => self.s.input("C_VerifyFinal", &self.mac()).ok(),
        }
    }
}

/// Every dual function, cut at every place, gives what the two operations give one after the other.
pub fn every_cut() {
    let setting = Setting::new(Mech::bytes(CKM_AES_CBC, &[1; 16]), 64);
    let s = setting.s;
    let text = s.encrypt(&setting.cipher, setting.aes, &setting.data).must();
    let digest = s.digest(&Mech::new(CKM_SHA256), &setting.data).must();
    for (function, cipher, other) in DUAL {
        let (from, to) =
            if cipher == Kind::Encrypt { (&setting.data, &text) } else { (&text, &setting.data) };
        for at in 0..=from.len() {
            setting.init(cipher);
            setting.init(other);
            let (head, tail) = from.split_at(at);
            let mut out = Vec::new();
            for part in [head, tail] {
                let room = s.io_length(Io(function), part).must();
                let (rv, length, buffer) = s.io_into(Io(function), part, room as usize);
                rv.ok();
                out.extend(buffer.bytes(length as usize));
            }
            setting.end(cipher, other, out, to, &digest);
        }
    }
}

/// A buffer that is too small feeds neither operation.
pub fn short_buffers_feed_nothing() {
    let setting = Setting::new(Mech::bytes(CKM_AES_CBC, &[1; 16]), 64);
    let s = setting.s;
    let text = s.encrypt(&setting.cipher, setting.aes, &setting.data).must();
    let digest = s.digest(&Mech::new(CKM_SHA256), &setting.data).must();
    for (function, cipher, other) in DUAL {
        let (from, to) =
            if cipher == Kind::Encrypt { (&setting.data, &text) } else { (&text, &setting.data) };
        setting.init(cipher);
        setting.init(other);
        for room in [0, 1, 63] {
            let (rv, length, buffer) = s.io_into(Io(function), from, room);
            rv.is(CKR_BUFFER_TOO_SMALL);
            assert_eq!(length, 64);
            assert!(buffer.untouched());
        }
        let (rv, length, buffer) = s.io_into(Io(function), from, 64);
        rv.ok();
        setting.end(cipher, other, buffer.bytes(length as usize).to_vec(), to, &digest);
    }
}

/// Output on top of input: the second operation still sees the plaintext.
pub fn in_place() {
    let setting = Setting::new(Mech::ctr(64, &[1; 16]), 50);
    let s = setting.s;
    let text = s.encrypt(&setting.cipher, setting.aes, &setting.data).must();
    let digest = s.digest(&Mech::new(CKM_SHA256), &setting.data).must();
    for (function, cipher, other) in DUAL {
        let (from, to) =
            if cipher == Kind::Encrypt { (&setting.data, &text) } else { (&text, &setting.data) };
        for shift in [0, 3] {
            setting.init(cipher);
            setting.init(other);
            let mut buffer = vec![0_u8; 256];
            buffer[shift..shift + 50].copy_from_slice(from);
            let at = address(&buffer);
            let mut length = 128_u64;
            s.call(function, &[s.h, at + shift as u64, 50, at, place(&mut length)]).ok();
            setting.end(cipher, other, buffer[..length as usize].to_vec(), to, &digest);
        }
    }
}

/// One of the two is missing: nothing is done, and the one that is there can go on or has ended; it is
/// never fed half.
pub fn one_is_missing() {
    let setting = Setting::new(Mech::bytes(CKM_AES_CBC, &[1; 16]), 64);
    let s = setting.s;
    let whole = s.encrypt(&setting.cipher, setting.aes, &setting.data).must();
    for (function, cipher, other) in DUAL {
        setting.init(cipher);
        s.io(Io(function), &setting.data).fails(CKR_OPERATION_NOT_INITIALIZED);
        if cipher == Kind::Encrypt
            && let Ok(text) = s.io(Io("C_Encrypt"), &setting.data)
        {
            assert_eq!(text, whole);
        }
        s.call("C_SessionCancel", &[s.h, cipher.flag()]).ok();
        setting.init(other);
        s.io(Io(function), &setting.data).fails(CKR_OPERATION_NOT_INITIALIZED);
        s.call("C_SessionCancel", &[s.h, other.flag()]).ok();
    }
}

/// What is decrypted of authenticated data reaches neither the caller nor the digest before the tag is
/// checked: the digest is that of nothing.
pub fn authenticated_data() {
    let setting = Setting::new(Mech::gcm(&[1; 12], b"", 128), 40);
    let s = setting.s;
    let mut text = s.encrypt(&setting.cipher, setting.aes, &setting.data).must();
    text[0] ^= 1;
    setting.init(Kind::Decrypt);
    setting.init(Kind::Digest);
    assert_eq!(s.io(Io("C_DecryptDigestUpdate"), &text).must(), []);
    s.finish(Kind::Decrypt).fails(CKR_ENCRYPTED_DATA_INVALID);
    let nothing = s.digest(&Mech::new(CKM_SHA256), b"");
    nothing.fails(CKR_OPERATION_ACTIVE);
    let digest = s.finish(Kind::Digest).must();
    assert_eq!(digest, s.digest(&Mech::new(CKM_SHA256), b"").must());
}
