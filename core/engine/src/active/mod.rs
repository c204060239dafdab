//! Active operations: what a session holds between `…Init` and the call that ends it. This is the one
//! place that keeps the length convention (PKCS #11 v3.2, section 5.2): a question for the length and a
//! buffer that is too small leave the operation as it was, everything else that a call of one part or a
//! final call can answer ends it.

mod state;

pub use state::{SavedOperation, decode, encode, seal, unseal};

use crate::mechanisms::{Cipher, Signer, Verifier};
use crate::object::{Held, Object};
use std::sync::Arc;
use strongroom_base::{
    Allowance, Error, OpKind, Out, Params, Result, Secret, Sizing, Taken, Written, ck,
};

/// The work of an operation.
pub enum Work {
    /// Data in, data out.
    Cipher(Box<dyn Cipher>),
    /// Data in, a digest, MAC or signature out.
    Signer(Box<dyn Signer>),
    /// Data and a signature in.
    Verifier(Box<dyn Verifier>),
}

/// A verification of a signature that is known: it takes data like a signature, and gives nothing.
struct Expecting {
    verifier: Box<dyn Verifier>,
    signature: Vec<u8>,
}

impl Signer for Expecting {
    fn len(&self) -> usize {
        0
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.verifier.update(input)
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        self.verifier.finish(&self.signature).map(|()| 0)
    }

    fn once(&mut self, input: &[u8], _: &mut [u8]) -> Result<usize> {
        self.verifier.once(input, &self.signature).map(|()| 0)
    }

    fn held(&self) -> usize {
        self.verifier.held()
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(ck::CKR_SAVED_STATE_INVALID, "the state of a verification is not saved"))
    }
}

/// How an operation stands with the login of its own that its key may want.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Login {
    /// The key wants none.
    None,
    /// It waits for one.
    Wanted,
    /// It has had one, and has not used the key since.
    Given,
    /// It has used the key after one.
    Used,
}

/// An operation in progress.
pub struct Active {
    work: Work,
    kind: OpKind,
    /// The mechanism, and the key unless it is a digest.
    pub mechanism: u64,
    object: Option<Arc<Held>>,
    multi_part: bool,
    started: bool,
    login: Login,
    /// Whether the key wants a login for each operation.
    wants_login: bool,
    /// Output that was made and did not fit.
    pending: Option<Secret>,
    /// The memory of the data that waits for the rest, where that has a bound.
    memory: Option<Taken>,
}

impl Active {
    /// An operation that begins.
    pub fn new(work: Work, kind: OpKind, mechanism: u64, multi_part: bool) -> Self {
        Self {
            work,
            kind,
            mechanism,
            object: None,
            multi_part,
            started: false,
            login: Login::None,
            wants_login: false,
            pending: None,
            memory: None,
        }
    }

    /// The operation with the key object that it uses.
    pub fn with_key(mut self, object: Arc<Held>) -> Self {
        self.wants_login = object.rights.always_authenticate();
        self.object = Some(object);
        self.wait();
        self
    }

    fn wait(&mut self) {
        self.login = if self.wants_login { Login::Wanted } else { Login::None };
    }

    /// The operation is over: what it has of data is forgotten. Whether it can begin [again](Self::again).
    pub fn rest(&mut self) -> bool {
        (self.started, self.login, self.pending, self.memory) = (false, Login::None, None, None);
        match &mut self.work {
            Work::Cipher(cipher) => self.object.is_some() && cipher.rest(),
            Work::Signer(_) | Work::Verifier(_) => false,
        }
    }

    /// Begins again, with the same key and mechanism and other parameters; `false` where it does not, for whatever
    /// reason. What the key permits was checked when it began first.
    pub fn again(&mut self, params: &Params) -> bool {
        let Work::Cipher(cipher) = &mut self.work else { return false };
        let begins = cipher.again(params);
        self.wait();
        begins
    }

    /// A verification that has its signature from the start.
    pub fn expecting(mut self, signature: Vec<u8>) -> Self {
        if let Work::Verifier(verifier) = self.work {
            self.work = Work::Signer(Box::new(Expecting { verifier, signature }));
        }
        self.kind = OpKind::VerifySignature;
        self
    }

    /// The key object, of an operation that ends.
    pub fn into_key(self) -> Option<Arc<Held>> {
        self.object
    }

    /// The key object.
    pub fn object(&self) -> Option<&Object> {
        self.held().map(|held| &**held)
    }

    /// The same, as the session has it.
    pub fn held(&self) -> Option<&Held> {
        self.object.as_deref()
    }

    /// Whether it waits for a context-specific login.
    pub fn is_locked(&self) -> bool {
        self.login == Login::Wanted
    }

    /// The context-specific login has succeeded.
    pub fn unlock(&mut self) {
        if self.login == Login::Wanted {
            self.login = Login::Given;
        }
    }

    /// Whether a login was given for it that it has not used.
    pub fn has_unused_login(&self) -> bool {
        self.login == Login::Given
    }

    /// Something else has used the login that was given for it.
    pub fn lock_unused(&mut self) {
        if self.login == Login::Given {
            self.login = Login::Wanted;
        }
    }

    /// Takes memory for the data that waits for the rest. `CKR_DEVICE_MEMORY`
    pub fn hold(&mut self, from: &Arc<Allowance>) -> Result<()> {
        let holds = match &self.work {
            Work::Cipher(cipher) => cipher.held(),
            Work::Signer(signer) => signer.held(),
            Work::Verifier(verifier) => verifier.held(),
        };
        let more = holds.saturating_sub(self.memory.as_ref().map_or(0, Taken::bytes));
        if more == 0 {
            return Ok(());
        }
        let fits = match &self.memory {
            Some(memory) => memory.more(more),
            None => {
                self.memory = from.take(more);
                self.memory.is_some()
            }
        };
        let why = "the data that operations hold back takes all the memory it may";
        if fits { Ok(()) } else { Err(Error::new(ck::CKR_DEVICE_MEMORY, why)) }
    }

    /// How long the output can be.
    pub fn sizing(&self) -> Sizing {
        match &self.work {
            Work::Cipher(cipher) => {
                let (none, many) = (cipher.once_len(0), cipher.once_len(1 << 16));
                // What is decrypted is shorter than its input by a tag, and yet passes through.
                Sizing { fixed: none.max(cipher.finish_len()), passes: many > none }
            }
            Work::Signer(signer) => Sizing { fixed: signer.len(), passes: false },
            Work::Verifier(_) => Sizing { fixed: 0, passes: false },
        }
    }

    /// The state of the work, where it can be saved.
    pub fn save(&self) -> Option<Secret> {
        match &self.work {
            Work::Signer(signer) => signer.save(),
            _ => None,
        }
    }

    /// Continues from a saved state.
    pub fn restore(&mut self, state: &[u8]) -> Result<()> {
        match &mut self.work {
            Work::Signer(signer) => signer.restore(state)?,
            _ => {
                return Err(Error::new(
                    ck::CKR_SAVED_STATE_INVALID,
                    "not an operation that is saved",
                ));
            }
        }
        self.started = true;
        Ok(())
    }

    /// What must hold before the key is used, which it then is.
    fn ready(&mut self) -> Result<()> {
        if let Some(object) = &self.object {
            object.still_there()?;
        }
        match self.login {
            Login::None | Login::Used => {}
            Login::Given => self.login = Login::Used,
            Login::Wanted => {
                return Err(Error::new(
                    ck::CKR_USER_NOT_LOGGED_IN,
                    "the key wants a context-specific login for each operation",
                ));
            }
        }
        Ok(())
    }

    fn for_one_part(&self) -> Result<()> {
        if self.started {
            return Err(Error::new(
                ck::CKR_OPERATION_NOT_INITIALIZED,
                "the active operation was continued in several parts",
            ));
        }
        Ok(())
    }

    fn for_several_parts(&self) -> Result<()> {
        if !self.multi_part {
            return Err(Error::new(
                ck::CKR_OPERATION_NOT_INITIALIZED,
                "the mechanism takes its data in one part only",
            ));
        }
        Ok(())
    }

    /// Gives input, takes output. Never ends the operation when it succeeds.
    pub fn update(&mut self, input: &[u8], out: Out<'_>) -> Result<Written> {
        self.for_several_parts()?;
        match &mut self.work {
            Work::Cipher(cipher) => {
                let bound = cipher.update_len(input.len());
                let buffer = match out {
                    Out::Size => return Ok(bound),
                    Out::Buffer(buffer) if buffer.len() < bound => {
                        return Err(Error::too_small(bound));
                    }
                    Out::Buffer(buffer) => buffer,
                };
                self.ready()?;
                self.started = true;
                let Work::Cipher(cipher) = &mut self.work else { return Ok(0) };
                cipher.update(input, buffer)
            }
            _ => {
                self.ready()?;
                self.started = true;
                match &mut self.work {
                    Work::Signer(signer) => signer.update(input)?,
                    Work::Verifier(verifier) => verifier.update(input)?,
                    Work::Cipher(_) => {}
                }
                Ok(0)
            }
        }
    }

    /// Takes the rest of the output.
    pub fn finish(&mut self, out: Out<'_>) -> Result<Written> {
        self.for_several_parts()?;
        let bound = match &self.work {
            Work::Cipher(cipher) => cipher.finish_len(),
            Work::Signer(signer) => signer.len(),
            Work::Verifier(_) => 0,
        };
        self.deliver(bound, out, |work, buffer| match work {
            Work::Cipher(cipher) => cipher.finish(buffer),
            Work::Signer(signer) => signer.finish(buffer),
            Work::Verifier(_) => Ok(0),
        })
    }

    /// The whole in one part.
    pub fn once(&mut self, input: &[u8], out: Out<'_>) -> Result<Written> {
        self.for_one_part()?;
        let bound = match &self.work {
            Work::Cipher(cipher) => cipher.once_len(input.len()),
            Work::Signer(signer) => signer.len(),
            Work::Verifier(_) => 0,
        };
        self.deliver(bound, out, |work, buffer| match work {
            Work::Cipher(cipher) => cipher.once(input, buffer),
            Work::Signer(signer) => signer.once(input, buffer),
            Work::Verifier(_) => Ok(0),
        })
    }

    /// Ends a verification of several parts.
    pub fn verify_finish(&mut self, signature: &[u8]) -> Result<()> {
        self.for_several_parts()?;
        self.ready()?;
        match &mut self.work {
            Work::Verifier(verifier) => verifier.finish(signature),
            _ => Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no verification is active")),
        }
    }

    /// Verifies in one part.
    pub fn verify_once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.for_one_part()?;
        self.ready()?;
        match &mut self.work {
            Work::Verifier(verifier) => verifier.once(input, signature),
            _ => Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no verification is active")),
        }
    }

    /// Whether the true length of the output is only known once it is there: a caller may then have a
    /// buffer that is large enough and yet shorter than the bound.
    fn length_varies(&self) -> bool {
        matches!(self.kind, OpKind::Decrypt | OpKind::VerifyRecover)
    }

    fn deliver(
        &mut self,
        bound: usize,
        out: Out<'_>,
        run: impl FnOnce(&mut Work, &mut [u8]) -> Result<usize>,
    ) -> Result<Written> {
        let buffer = match out {
            Out::Size => return Ok(self.pending.as_ref().map_or(bound, Secret::len)),
            Out::Buffer(buffer) => buffer,
        };
        if let Some(pending) = &self.pending {
            return copy_out(pending.expose(), buffer);
        }
        if buffer.len() >= bound {
            self.ready()?;
            return run(&mut self.work, buffer);
        }
        if !self.length_varies() {
            return Err(Error::too_small(bound));
        }
        self.ready()?;
        let mut made = Secret::zeroed(bound);
        let len = run(&mut self.work, made.expose_mut())?;
        made.truncate(len);
        let fitted = copy_out(made.expose(), buffer);
        self.pending = Some(made);
        fitted
    }
}

fn copy_out(from: &[u8], to: &mut [u8]) -> Result<Written> {
    match to.get_mut(..from.len()) {
        Some(to) => {
            to.copy_from_slice(from);
            Ok(from.len())
        }
        None => Err(Error::too_small(from.len())),
    }
}

/// Puts bytes that are already made where the caller wants them.
pub fn deliver_bytes(bytes: &[u8], out: Out<'_>) -> Result<Written> {
    match out {
        Out::Size => Ok(bytes.len()),
        Out::Buffer(buffer) => copy_out(bytes, buffer),
    }
}
