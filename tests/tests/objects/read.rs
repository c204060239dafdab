//! `C_GetAttributeValue`: every attribute of a template is answered, whatever stands in the way of the
//! others, and the return value says what stood there.

use crate::samples::data;
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

const NONE: u64 = CK_UNAVAILABLE_INFORMATION;

/// Lengths first, values second, buffers larger than needed.
pub fn lengths_and_values() {
    let s = Hsm::start().user();
    let object = s.create(&data("four").with(CKA_VALUE, &[9; 300])).must();
    let kinds =
        [(CKA_LABEL, 4), (CKA_VALUE, 300), (CKA_CLASS, 8), (CKA_TOKEN, 1), (CKA_APPLICATION, 0)];
    let (rv, lengths, _) = s.get_into(object, &kinds.map(|(kind, _)| (kind, None)));
    rv.ok();
    assert_eq!(lengths, kinds.map(|(_, length)| length));
    for more in [0, 1, 17] {
        let wanted = kinds.map(|(kind, length)| (kind, Some(length as usize + more)));
        let (rv, lengths, buffers) = s.get_into(object, &wanted);
        rv.ok();
        assert_eq!(lengths, kinds.map(|(_, length)| length));
        assert_eq!(buffers[0].bytes(4), b"four");
        assert_eq!(buffers[1].bytes(300), [9; 300]);
        assert_eq!(buffers[2].bytes(8), CKO_DATA.to_ne_bytes());
        assert_eq!(buffers[3].bytes(1), [0]);
        let past = |buffer: &Guarded, length: usize| {
            buffer.bytes(length + more)[length..].iter().all(|b| *b == 0xA5)
        };
        assert!(
            buffers.iter().zip(kinds).all(|(b, (_, n))| past(b, n as usize)),
            "written past the value"
        );
    }
    let (rv, _, _) = s.get_into(object, &[]);
    rv.ok();
}

/// A buffer that is too small gets nothing, its length becomes "unavailable", the others are served.
pub fn short_buffers() {
    let s = Hsm::start().user();
    let object = s.create(&data("label").with(CKA_VALUE, &[9; 100])).must();
    for short in [0, 1, 99] {
        let wanted = [
            (CKA_LABEL, Some(5)),
            (CKA_VALUE, Some(short)),
            (CKA_CLASS, Some(8)),
            (CKA_VALUE, None),
        ];
        let (rv, lengths, buffers) = s.get_into(object, &wanted);
        rv.is(CKR_BUFFER_TOO_SMALL);
        assert_eq!(lengths, [5, NONE, 8, 100]);
        assert_eq!(buffers[0].bytes(5), b"label");
        assert!(buffers[1].untouched(), "a part of a value was written");
        assert_eq!(buffers[2].bytes(8), CKO_DATA.to_ne_bytes());
    }
}

/// An attribute that the object does not have.
pub fn attributes_that_are_not_there() {
    let s = Hsm::start().user();
    let object = s.create(&data("label")).must();
    for strange in [CKA_MODULUS, CKA_SENSITIVE, CKA_VENDOR_DEFINED | 5, u64::MAX] {
        for room in [None, Some(0), Some(64)] {
            let (rv, lengths, buffers) =
                s.get_into(object, &[(strange, room), (CKA_LABEL, Some(5))]);
            rv.is(CKR_ATTRIBUTE_TYPE_INVALID);
            assert_eq!(lengths, [NONE, 5]);
            assert!(buffers[0].untouched());
            assert_eq!(buffers[1].bytes(5), b"label");
        }
    }
}

/// What is secret of a key that is sensitive, or that cannot be extracted, or both.
pub fn secrets_stay() {
    let s = Hsm::start().user();
    for (sensitive, extractable) in [(true, true), (false, false), (true, false), (false, true)] {
        let kept = template![CKA_SENSITIVE => sensitive, CKA_EXTRACTABLE => extractable];
        let readable = !sensitive && extractable;
        let aes = s.aes(16, &kept).must();
        let (_, ec) = s.pair(P256, &Template::new(), &kept).must();
        for (key, length) in [(aes, 16), (ec, 32)] {
            for room in [None, Some(0), Some(1), Some(64)] {
                let wanted = [(CKA_CLASS, Some(8)), (CKA_VALUE, room), (CKA_LABEL, Some(0))];
                let (rv, lengths, buffers) = s.get_into(key, &wanted);
                assert_eq!((lengths[0], lengths[2]), (8, 0));
                match (readable, room) {
                    (false, _) => rv.is(CKR_ATTRIBUTE_SENSITIVE),
                    (true, Some(0 | 1)) => rv.is(CKR_BUFFER_TOO_SMALL),
                    (true, _) => rv.ok(),
                }
                let answered = rv.code == CKR_OK;
                assert_eq!(lengths[1], if answered { length } else { NONE });
                assert!(
                    buffers[1].untouched() || (answered && room.is_some()),
                    "a secret was written"
                );
            }
        }
    }
}

/// Several things stand in the way at once: each attribute has its own answer, and the return value is
/// one of theirs.
pub fn several_answers_at_once() {
    let s = Hsm::start().user();
    let key = s.aes(32, &template![CKA_LABEL => "a key"]).must();
    let wanted = [
        (CKA_VALUE, Some(32)),
        (CKA_MODULUS, Some(8)),
        (CKA_LABEL, Some(2)),
        (CKA_KEY_TYPE, Some(8)),
        (CKA_VALUE_LEN, None),
    ];
    for first in 0..wanted.len() {
        let mut turned = wanted;
        turned.rotate_left(first);
        let (rv, mut lengths, buffers) = s.get_into(key, &turned);
        rv.is_one_of(&[CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID, CKR_BUFFER_TOO_SMALL]);
        lengths.rotate_right(first);
        assert_eq!(lengths, [NONE, NONE, NONE, 8, 8]);
        let written = buffers.iter().filter(|b| !b.untouched()).count();
        assert_eq!(written, 1, "only the key type has a buffer that is filled");
    }
}

/// A template in an attribute: the inner attributes have buffers of their own.
pub fn templates_in_attributes() {
    let s = Hsm::start().user();
    let inner = template![CKA_SENSITIVE => true, CKA_LABEL => "inner"];
    let key = s.aes(16, &template![CKA_UNWRAP_TEMPLATE => &inner]).must();
    let (rv, lengths, _) = s.get_into(key, &[(CKA_UNWRAP_TEMPLATE, None)]);
    rv.ok();
    assert_eq!(lengths, [48], "two attributes of three words");
    let mut places = [Guarded::new(1), Guarded::new(5)];
    let mut words = [0, 0, 0, 0, 0, 0_u64];
    for (chunk, place) in words.chunks_mut(3).zip(&mut places) {
        chunk[1] = place.address();
    }
    (words[2], words[5]) = (1, 5);
    let ask = |words: &mut [u64; 6]| {
        let at = words.as_mut_ptr() as usize as u64;
        let outer = [CKA_UNWRAP_TEMPLATE, at, 48_u64];
        s.call("C_GetAttributeValue", &[s.h, key, outer.as_ptr() as usize as u64, 1])
    };
    ask(&mut words).ok();
    assert_eq!((words[0], words[2], words[3], words[5]), (CKA_SENSITIVE, 1, CKA_LABEL, 5));
    assert_eq!((places[0].bytes(1), places[1].bytes(5)), (&[1_u8][..], &b"inner"[..]));
    words[5] = 4;
    ask(&mut words).is(CKR_BUFFER_TOO_SMALL);
    assert_eq!((words[2], words[5]), (1, NONE));
}
