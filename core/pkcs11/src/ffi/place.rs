//! A place of the caller's that outlives the call that names it: where the output of an asynchronous call goes.

use super::pointer::{Argument, Plain, Ptr};
use cryptoki_sys::{CK_ASYNC_DATA, CK_BYTE};
use strongroom_base::{Error, Result, ck};

// SAFETY: integers and a raw pointer.
unsafe impl Plain for CK_ASYNC_DATA {}

/// Where, and how many bytes there are.
#[derive(Clone, Copy)]
pub struct Place {
    address: usize,
    room: u64,
}

impl Place {
    /// No place.
    pub const NONE: Self = Self { address: 0, room: 0 };

    /// The place that an argument names.
    pub fn of(at: Ptr<'_, u8>, room: u64) -> Self {
        Self { address: at.address(), room }
    }

    /// As the caller gave it.
    pub fn pointer(self) -> *mut CK_BYTE {
        std::ptr::with_exposed_provenance_mut(self.address)
    }

    /// Puts bytes there. `CKR_DEVICE_ERROR` for more than there is room for
    pub fn put(self, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if u64::try_from(bytes.len()).map_or(true, |len| len > self.room) || self.address == 0 {
            let why = "the output of an asynchronous call is longer than it said";
            return Err(Error::new(ck::CKR_DEVICE_ERROR, why));
        }
        // SAFETY: by the specification of asynchronous calls (section 5.21.1) the caller keeps the buffer
        // that it named, of at least `room` bytes, for as long as the call has not been completed.
        let to = unsafe { self.pointer().received() };
        for (place, byte) in to.elements(bytes.len())?.zip(bytes) {
            place.write(*byte)?;
        }
        Ok(())
    }
}
