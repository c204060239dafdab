//! The audit log of an embedded instance, for those who look after it.

use std::path::Path;
use strongroom_base::{Result, ck};
use strongroom_engine::Engine;

pub use strongroom_engine::audit::{Event, Proof, Record};

/// The audit log of an instance.
pub struct Audit(Engine);

impl Audit {
    /// The log of the instance in a directory.
    pub fn open(dir: &Path) -> Result<Self> {
        Engine::open(dir).map(Self)
    }

    /// Verifies all of it.
    pub fn verify(&self) -> Result<Proof> {
        self.0.audit().verify()
    }

    /// Reads the records that can be read, in their order.
    pub fn read(&self, each: impl FnMut(Record)) -> Result<()> {
        self.0.audit().read(each)
    }

    /// The public key that checkpoints are verified with: Ed25519, 32 bytes.
    pub fn public_key(&self) -> Vec<u8> {
        self.0.audit().public_key()
    }

    /// Whether uses of keys are recorded.
    pub fn records_key_use(&self) -> bool {
        self.0.audit().records_key_use()
    }

    /// Switches the recording of uses of keys; programs that run notice at once.
    pub fn set_key_use(&self, on: bool) -> Result<()> {
        self.0.audit().set_key_use(on)?;
        self.0.keystore().touch();
        Ok(())
    }

    /// Records what was done to the instance rather than through it, and to what.
    pub fn note(&self, operation: &str, what: &str) -> Result<()> {
        let audit = self.0.audit();
        audit.record(Event {
            operation: operation.to_owned(),
            what: Some(what.to_owned()),
            result: ck::CKR_OK,
            ..audit.by("")
        })
    }
}
