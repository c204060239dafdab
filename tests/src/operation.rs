//! The operations that take bytes and give bytes, driven in one go, in parts, and by length query.

use crate::ffi::{Guarded, address, place};
use crate::{Mech, Rv, Session};
use cryptoki_sys::*;

/// A family of functions: `…Init`, one go, `…Update`, `…Final`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Kind {
    Encrypt,
    Decrypt,
    Digest,
    Sign,
    Verify,
    SignRecover,
    VerifyRecover,
}

/// A function with the signature (session, input, length, output, length pointer).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Io(pub &'static str);

/// Room given to outputs whose size a test does not care about.
const ROOM: usize = 8192;

impl Kind {
    /// The kinds with an update that gives output, or just takes input.
    pub const ALL: [Kind; 7] = [
        Kind::Encrypt,
        Kind::Decrypt,
        Kind::Digest,
        Kind::Sign,
        Kind::Verify,
        Kind::SignRecover,
        Kind::VerifyRecover,
    ];

    /// Name of the `…Init` function.
    pub fn init(self) -> &'static str {
        match self {
            Kind::Encrypt => "C_EncryptInit",
            Kind::Decrypt => "C_DecryptInit",
            Kind::Digest => "C_DigestInit",
            Kind::Sign => "C_SignInit",
            Kind::Verify => "C_VerifyInit",
            Kind::SignRecover => "C_SignRecoverInit",
            Kind::VerifyRecover => "C_VerifyRecoverInit",
        }
    }

    /// Name of the function that does it in one go.
    pub fn once(self) -> &'static str {
        match self {
            Kind::Encrypt => "C_Encrypt",
            Kind::Decrypt => "C_Decrypt",
            Kind::Digest => "C_Digest",
            Kind::Sign => "C_Sign",
            Kind::Verify => "C_Verify",
            Kind::SignRecover => "C_SignRecover",
            Kind::VerifyRecover => "C_VerifyRecover",
        }
    }

    /// Name of the `…Update` function.
    pub fn update(self) -> &'static str {
        match self {
            Kind::Encrypt => "C_EncryptUpdate",
            Kind::Decrypt => "C_DecryptUpdate",
            Kind::Digest => "C_DigestUpdate",
            Kind::Sign => "C_SignUpdate",
            Kind::Verify => "C_VerifyUpdate",
            Kind::SignRecover | Kind::VerifyRecover => panic!("recovery has no update"),
        }
    }

    /// Name of the `…Final` function.
    pub fn last(self) -> &'static str {
        match self {
            Kind::Encrypt => "C_EncryptFinal",
            Kind::Decrypt => "C_DecryptFinal",
            Kind::Digest => "C_DigestFinal",
            Kind::Sign => "C_SignFinal",
            Kind::Verify => "C_VerifyFinal",
            Kind::SignRecover | Kind::VerifyRecover => panic!("recovery has no final"),
        }
    }

    /// The flag of `C_GetMechanismInfo` that says a mechanism does this.
    pub fn flag(self) -> u64 {
        match self {
            Kind::Encrypt => CKF_ENCRYPT,
            Kind::Decrypt => CKF_DECRYPT,
            Kind::Digest => CKF_DIGEST,
            Kind::Sign => CKF_SIGN,
            Kind::Verify => CKF_VERIFY,
            Kind::SignRecover => CKF_SIGN_RECOVER,
            Kind::VerifyRecover => CKF_VERIFY_RECOVER,
        }
    }
}

impl Session {
    /// `C_…Init`. The key is ignored for digests.
    pub fn init(self, kind: Kind, mechanism: &Mech, key: u64) -> Rv {
        let structure = mechanism.structure();
        match kind {
            Kind::Digest => self.call(kind.init(), &[self.h, address(&structure)]),
            _ => self.call(kind.init(), &[self.h, address(&structure), key]),
        }
    }

    /// A function with input and output, into a fenced buffer of `room` bytes. Gives the return value,
    /// the length reported and the buffer.
    pub fn io_into(self, function: Io, input: &[u8], room: usize) -> (Rv, u64, Guarded) {
        let mut buffer = Guarded::new(room);
        let mut length = room as u64;
        let at = buffer.address();
        let rv = self.call(
            function.0,
            &[self.h, address(input), input.len() as u64, at, place(&mut length)],
        );
        buffer.intact();
        (rv, length, buffer)
    }

    /// The same, with more than enough room.
    pub fn io(self, function: Io, input: &[u8]) -> Result<Vec<u8>, Rv> {
        let (rv, length, buffer) = self.io_into(function, input, input.len() + ROOM + 1024);
        rv.with(())?;
        Ok(buffer.bytes(length as usize).to_vec())
    }

    /// The same, asking for the length only (output pointer NULL).
    pub fn io_length(self, function: Io, input: &[u8]) -> Result<u64, Rv> {
        let mut length = 0;
        let words = [self.h, address(input), input.len() as u64, 0, place(&mut length)];
        self.call(function.0, &words).with(())?;
        Ok(length)
    }

    /// `C_…Final` (or any function with only an output) into a fenced buffer of `room` bytes.
    pub fn final_into(self, function: &'static str, room: usize) -> (Rv, u64, Guarded) {
        let mut buffer = Guarded::new(room);
        let mut length = room as u64;
        let at = buffer.address();
        let rv = self.call(function, &[self.h, at, place(&mut length)]);
        buffer.intact();
        (rv, length, buffer)
    }

    /// `C_…Final` with more than enough room.
    pub fn finish(self, kind: Kind) -> Result<Vec<u8>, Rv> {
        self.output(kind.last())
    }

    /// A function with only an output, with more than enough room.
    pub fn output(self, function: &'static str) -> Result<Vec<u8>, Rv> {
        let (rv, length, buffer) = self.final_into(function, 1 << 20);
        rv.with(())?;
        Ok(buffer.bytes(length as usize).to_vec())
    }

    /// The same, asking for the length only.
    pub fn output_length(self, function: &'static str) -> Result<u64, Rv> {
        let mut length = 0;
        self.call(function, &[self.h, 0, place(&mut length)]).with(())?;
        Ok(length)
    }

    /// A function that only takes input: `C_DigestUpdate`, `C_SignUpdate`, `C_VerifyUpdate`,
    /// `C_VerifyFinal`, `C_SeedRandom`.
    pub fn input(self, function: &'static str, input: &[u8]) -> Rv {
        self.call(function, &[self.h, address(input), input.len() as u64])
    }

    /// `C_…Update` of any kind; empty for those without output.
    pub fn update(self, kind: Kind, part: &[u8]) -> Result<Vec<u8>, Rv> {
        match kind {
            Kind::Encrypt | Kind::Decrypt => self.io(Io(kind.update()), part),
            _ => self.input(kind.update(), part).with(Vec::new()),
        }
    }

    /// Init and one go.
    pub fn run(self, kind: Kind, mechanism: &Mech, key: u64, input: &[u8]) -> Result<Vec<u8>, Rv> {
        self.init(kind, mechanism, key).with(())?;
        self.io(Io(kind.once()), input)
    }

    /// Init, one update per part, final; the pieces of output joined.
    pub fn run_parts(
        self,
        kind: Kind,
        mechanism: &Mech,
        key: u64,
        parts: &[&[u8]],
    ) -> Result<Vec<u8>, Rv> {
        self.init(kind, mechanism, key).with(())?;
        let mut out = Vec::new();
        for part in parts {
            out.extend(self.update(kind, part)?);
        }
        out.extend(self.finish(kind)?);
        Ok(out)
    }

    /// `C_Encrypt` after its init.
    pub fn encrypt(self, mechanism: &Mech, key: u64, data: &[u8]) -> Result<Vec<u8>, Rv> {
        self.run(Kind::Encrypt, mechanism, key, data)
    }

    /// `C_Decrypt` after its init.
    pub fn decrypt(self, mechanism: &Mech, key: u64, data: &[u8]) -> Result<Vec<u8>, Rv> {
        self.run(Kind::Decrypt, mechanism, key, data)
    }

    /// `C_Sign` after its init.
    pub fn sign(self, mechanism: &Mech, key: u64, data: &[u8]) -> Result<Vec<u8>, Rv> {
        self.run(Kind::Sign, mechanism, key, data)
    }

    /// `C_Digest` after its init.
    pub fn digest(self, mechanism: &Mech, data: &[u8]) -> Result<Vec<u8>, Rv> {
        self.run(Kind::Digest, mechanism, 0, data)
    }

    /// `C_Verify` after its init: the return value of whichever failed, or of `C_Verify`.
    pub fn verify(self, mechanism: &Mech, key: u64, data: &[u8], signature: &[u8]) -> Rv {
        let rv = self.init(Kind::Verify, mechanism, key);
        if rv.code != CKR_OK { rv } else { self.verify_once(data, signature) }
    }

    /// `C_Verify` alone.
    pub fn verify_once(self, data: &[u8], signature: &[u8]) -> Rv {
        let (d, s) = (address(data), address(signature));
        self.call("C_Verify", &[self.h, d, data.len() as u64, s, signature.len() as u64])
    }

    /// `C_VerifyInit`, an update per part and `C_VerifyFinal`.
    pub fn verify_parts(self, mechanism: &Mech, key: u64, parts: &[&[u8]], signature: &[u8]) -> Rv {
        let mut rv = self.init(Kind::Verify, mechanism, key);
        for part in parts {
            if rv.code == CKR_OK {
                rv = self.input("C_VerifyUpdate", part);
            }
        }
        if rv.code != CKR_OK { rv } else { self.input("C_VerifyFinal", signature) }
    }
}
