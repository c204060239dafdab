//! Lists, which are asked for in two calls like every output (section 5.2).

use strongroom_tests::ffi::{Guarded, address, place};
use strongroom_tests::names::FUNCTIONS;
use strongroom_tests::prelude::*;

/// The lists of slots, mechanisms and interfaces: their length, too little room, enough.
pub fn lists_in_two_calls() {
    let hsm = Hsm::start();
    let lists: [(&'static str, &[u64], usize); 4] = [
        ("C_GetSlotList", &[0], 8),
        ("C_GetSlotList", &[1], 8),
        ("C_GetMechanismList", &[hsm.slot], 8),
        ("C_GetInterfaceList", &[], 24),
    ];
    for (name, first, size) in lists {
        let call = |at: u64, count: &mut u64| {
            let words: Vec<u64> = first.iter().copied().chain([at, place(count)]).collect();
            hsm.m.call(name, &words)
        };
        let mut count = 0;
        call(0, &mut count).ok();
        assert!(count > 0, "{name}");
        for less in 1..=count.min(3) {
            let short = count - less;
            let mut buffer = Guarded::new(short as usize * size);
            let mut told = short;
            call(buffer.address(), &mut told).is(CKR_BUFFER_TOO_SMALL);
            assert_eq!(told, count, "{name}");
            assert!(buffer.untouched(), "{name}: a part of the list was written");
        }
        for more in 0..2 {
            let mut buffer = Guarded::new((count + more) as usize * size);
            let mut told = count + more;
            call(buffer.address(), &mut told).ok();
            assert_eq!(told, count, "{name}");
            buffer.bytes(count as usize * size);
        }
        let words: Vec<u64> = first.iter().copied().chain([address(&[0; 64]), 0]).collect();
        hsm.m.call(name, &words).is(CKR_ARGUMENTS_BAD);
    }
}

/// All functions of v3.2, called with nothing: each says what is wrong with that, and none that it is not there.
pub fn every_function_answers_for_itself() {
    let hsm = Hsm::start();
    let mut answers = std::collections::BTreeSet::new();
    for name in FUNCTIONS {
        if matches!(name, "C_Initialize" | "C_Finalize") {
            continue;
        }
        assert!(hsm.m.has(name), "{name}");
        // The one that would wait is told not to.
        let first = u64::from(name == "C_WaitForSlotEvent");
        let answer = hsm.m.call(name, &[first, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_ne!(answer.code, CKR_FUNCTION_NOT_SUPPORTED, "{name}");
        assert_ne!(answer.code, CKR_GENERAL_ERROR, "{name}");
        answers.insert(answer.code);
    }
    assert!(answers.len() > 3, "{answers:?}");
    hsm.m.call("C_Finalize", &[0]).ok();
}
