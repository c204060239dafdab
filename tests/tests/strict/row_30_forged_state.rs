//! Row 30: a saved operation that was changed, or is of another token.

use strongroom_tests::prelude::*;

pub fn attack() {
    let hsm = Hsm::strict();
    let (s, other) = (hsm.user(), hsm.rw());
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.input("C_DigestUpdate", b"begun").ok();
    let state = s.output("C_GetOperationState").must();
    let restore = |state: &[u8]| {
        let words = [other.h, strongroom_tests::ffi::address(state), state.len() as u64, 0, 0];
        other.call("C_SetOperationState", &words)
    };
    for place in 0..state.len() {
        let mut forged = state.clone();
        forged[place] ^= 1;
        restore(&forged).is(CKR_SAVED_STATE_INVALID);
    }
    restore(&state).ok();
}
