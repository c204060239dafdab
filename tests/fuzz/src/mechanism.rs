//! Mechanism parameters in the caller's memory: a parameter of the right size arrives with the bytes that
//! it points to, and one of another size, or with a NULL where there should be bytes, is refused.

use crate::bytes::Bytes;
use crate::ffi;
use cryptoki_sys::CK_MECHANISM;
use std::ptr::null_mut;
use strongroom_base::limits::MAX_PARAMETER_LEN;
use strongroom_base::mechanism::{HkdfSalt, SHAPES, Shape, TlsSeed, shape_of};
use strongroom_base::{Params, ck};

/// A parameter structure: how many words, and at which words stand a pointer and its length.
fn layout(shape: Shape, old: bool) -> Option<(usize, &'static [(usize, usize)])> {
    Some(match shape {
        Shape::Gcm if old => (5, &[(0, 1), (2, 3)]),
        Shape::Gcm => (6, &[(0, 1), (3, 4)]),
        Shape::Ccm => (6, &[(1, 2), (3, 4)]),
        Shape::Oaep => (5, &[(3, 4)]),
        Shape::Ecdh1 => (5, &[(2, 1), (4, 3)]),
        Shape::Eddsa => (3, &[(2, 1)]),
        Shape::SignContext => (3, &[(1, 2)]),
        Shape::HashSignContext => (4, &[(1, 2)]),
        Shape::Hkdf => (8, &[(3, 4), (6, 7)]),
        Shape::Ctr | Shape::Pss => (3, &[]),
        Shape::MacLength | Shape::FirstBit | Shape::Key => (1, &[]),
        Shape::StringData => (2, &[(0, 1)]),
        Shape::CbcData(8) => (3, &[(1, 2)]),
        Shape::CbcData(_) => (4, &[(2, 3)]),
        // Their arrays are made apart.
        Shape::Kbkdf => (5, &[]),
        Shape::KbkdfFeedback => (7, &[(4, 3)]),
        Shape::RsaAesWrap => (2, &[]),
        Shape::ChaCha20 | Shape::ChaCha20Poly1305 => (4, &[(0, 1), (2, 3)]),
        Shape::Pbkdf2 => (9, &[(1, 2), (5, 6), (7, 8)]),
        Shape::TlsMaster => (6, &[(0, 1), (2, 3)]),
        Shape::TlsExtendedMaster => (4, &[(1, 2)]),
        Shape::TlsKeyMaterial => (10, &[(4, 5), (6, 7)]),
        Shape::TlsKdf => (9, &[(1, 2), (3, 4), (5, 6), (7, 8)]),
        Shape::TlsMac => (3, &[]),
        Shape::EcdhAesWrap => (4, &[(3, 2)]),
        Shape::BtcDerive => (5, &[(2, 3)]),
        Shape::X942Dh1 => (5, &[(2, 1), (4, 3)]),
        Shape::None | Shape::Iv(_) | Shape::OptionalIv(_) | Shape::Public => return None,
    })
}

/// A structure of words and what it points to.
struct Structure {
    words: Vec<u64>,
    parts: Vec<Vec<u8>>,
    wrong: bool,
}

fn structure(from: &mut Bytes<'_>, (len, pointers): (usize, &[(usize, usize)])) -> Structure {
    let mut made = Structure { words: vec![], parts: vec![], wrong: false };
    made.words.extend((0..len).map(|_| if from.byte() < 128 { from.word() } else { 1 }));
    for (at, of) in pointers {
        let part = from.some(60).to_vec();
        let (pointer, len) = match from.below(8) {
            0 if !part.is_empty() => {
                made.wrong = true;
                (0, part.len() as u64)
            }
            1 => {
                made.wrong = true;
                (part.as_ptr().addr() as u64, from.word().max(MAX_PARAMETER_LEN as u64 + 1))
            }
            2 if part.is_empty() => (0, 0),
            _ => (part.as_ptr().addr() as u64, part.len() as u64),
        };
        (made.words[*at], made.words[*of]) = (pointer, len);
        made.parts.push(part);
    }
    made
}

/// The target.
pub fn mechanism(data: &[u8]) {
    let mut from = Bytes(data);
    let (kinds, _) = SHAPES[from.below(SHAPES.len())];
    let kind = match from.below(kinds.len() + 1) {
        0 => from.word(),
        n => kinds[n - 1],
    };
    let shape = shape_of(kind);
    let old = from.byte() > 200;
    let Some(layout) = layout(shape, old) else { return plain(kind, shape, &mut from) };
    let mut inner = None;
    let mut outer = structure(&mut from, layout);
    if shape == Shape::RsaAesWrap {
        let made = inner.insert(structure(&mut from, (5, &[(3, 4)])));
        outer.words[1] = if from.byte() == 0 { 0 } else { made.words.as_ptr().addr() as u64 };
        outer.wrong |= made.wrong || outer.words[1] == 0;
        outer.parts.append(&mut made.parts);
    }
    if matches!(shape, Shape::Kbkdf | Shape::KbkdfFeedback) {
        return kbkdf(kind, shape, outer.words, &mut from);
    }
    // Lengths in bits.
    let in_bits: &[usize] = match shape {
        Shape::ChaCha20 => &[1, 3],
        Shape::ChaCha20Poly1305 => &[1],
        _ => &[],
    };
    for at in in_bits {
        outer.words[*at] = outer.words[*at].saturating_mul(8);
    }
    // Keys for export are refused.
    if shape == Shape::TlsKeyMaterial {
        outer.words[3] = 0;
    }
    // The flags of Eddsa and Hkdf share a word with padding; any but 0 and 1 are refused.
    let flags: &[usize] = match shape {
        Shape::Eddsa => &[0],
        Shape::Hkdf => &[0, 1],
        _ => &[],
    };
    let first = outer.words[0].to_ne_bytes();
    let odd_flag = flags.iter().any(|at| first[*at] > 1);
    let size = outer.words.len() * 8;
    let said = match from.below(8) {
        0 => size - 1,
        1 => size + 1,
        2 => 0,
        _ => size,
    };
    let mut given = CK_MECHANISM {
        mechanism: kind,
        pParameter: outer.words.as_mut_ptr().cast(),
        ulParameterLen: said as u64,
    };
    let read = ffi::mechanism(&mut given);
    if said == 0 && matches!(shape, Shape::Eddsa | Shape::SignContext) {
        assert_eq!(read.unwrap().params, Params::None);
        return;
    }
    if said != size || odd_flag {
        assert!(read.is_err());
        return;
    }
    // Hkdf reads its salt only where its type says that it is data.
    if shape == Shape::Hkdf {
        let Ok(read) = read else { return };
        return hkdf(&read.params, &outer);
    }
    assert_eq!(read.is_err(), outer.wrong);
    let Ok(read) = read else { return };
    assert!(shape.admits(&read.params));
    assert_eq!(parts(&read.params), outer.parts);
}

/// The bytes that a parameter's pointers led to, in the order of the structure.
fn parts(params: &Params) -> Vec<Vec<u8>> {
    match params.clone() {
        Params::Gcm(p) => vec![p.iv, p.aad],
        Params::Ccm(p) => vec![p.nonce, p.aad],
        Params::Oaep(p) => vec![p.label],
        Params::RsaAesWrap { oaep, .. } => vec![oaep.label],
        Params::Ecdh1(p) => vec![p.shared, p.public],
        Params::X942Dh1(p) => vec![p.other_info, p.public],
        Params::EcdhAesWrap(p) => vec![p.shared],
        Params::BtcDerive(p) => vec![p.chain_code],
        Params::ChaCha20(p) => vec![p.counter, p.nonce],
        Params::ChaCha20Poly1305(p) => vec![p.nonce, p.aad],
        Params::Pbkdf2(p) => vec![p.salt, p.prf_data, p.password.expose().to_vec()],
        Params::TlsMaster(p) => match p.seed {
            TlsSeed::Random(random) => vec![random.client, random.server],
            TlsSeed::Session(hash) => vec![hash],
        },
        Params::TlsKeyMaterial(p) => vec![p.random.client, p.random.server],
        Params::TlsKdf(p) => {
            vec![p.label, p.random.client, p.random.server, p.context.unwrap_or_default()]
        }
        Params::Eddsa(p) => vec![p.context],
        Params::SignContext(p) | Params::HashSignContext(p, _) => vec![p.context],
        Params::Bytes(data) | Params::CbcData { data, .. } => vec![data],
        _ => vec![],
    }
}

/// A derivation with an array of fields, each of a type and with a value that may not fit it. What comes
/// in has as many fields as were given.
fn kbkdf(kind: u64, shape: Shape, mut words: Vec<u64>, from: &mut Bytes<'_>) {
    let values: Vec<Vec<u8>> = (0..from.below(6)).map(|_| from.some(30).to_vec()).collect();
    let fields: Vec<[u64; 3]> = values
        .iter()
        .map(|value| [from.below(7) as u64, value.as_ptr().addr() as u64, value.len() as u64])
        .collect();
    let refused = from.byte() > 240;
    words[1] = if refused { from.word().max(1 << 20) } else { fields.len() as u64 };
    words[2] = fields.as_ptr().addr() as u64;
    let additional = words.len() - 2;
    words[additional..].fill(0);
    let mut given = CK_MECHANISM {
        mechanism: kind,
        pParameter: words.as_mut_ptr().cast(),
        ulParameterLen: (words.len() * 8) as u64,
    };
    let Ok(read) = ffi::mechanism(&mut given) else { return };
    assert!(!refused && shape.admits(&read.params));
    let Params::Kbkdf(read) = read.params else { panic!("{read:?}") };
    assert_eq!(read.fields.len(), fields.len());
    assert_eq!(read.prf, words[0]);
}

fn hkdf(params: &Params, given: &Structure) {
    let Params::Hkdf(read) = params else { panic!("{params:?}") };
    assert_eq!(read.info, given.parts[1]);
    match (&read.salt, given.words[2]) {
        (HkdfSalt::Data(salt), ck::CKF_HKDF_SALT_DATA) => assert_eq!(*salt, given.parts[0]),
        (HkdfSalt::Key(key), ck::CKF_HKDF_SALT_KEY) => assert_eq!(*key, given.words[5]),
        (HkdfSalt::Null, _) => {}
        other => panic!("{other:?}"),
    }
}

/// A mechanism whose parameter is bytes, or none.
fn plain(kind: u64, shape: Shape, from: &mut Bytes<'_>) {
    let mut value = from.some(40).to_vec();
    let (at, len) = match from.below(8) {
        0 => (null_mut(), value.len() as u64),
        1 => (value.as_mut_ptr(), from.word().max(MAX_PARAMETER_LEN as u64 + 1)),
        _ => (value.as_mut_ptr(), value.len() as u64),
    };
    let wrong = (at.is_null() && len > 0) || len as usize != value.len();
    let mut given = CK_MECHANISM { mechanism: kind, pParameter: at.cast(), ulParameterLen: len };
    let right = match shape {
        Shape::Iv(wanted) => value.len() == wanted,
        Shape::Public => !value.is_empty(),
        Shape::OptionalIv(wanted) => value.is_empty() || value.len() == wanted,
        _ => true,
    };
    match ffi::mechanism(&mut given) {
        Ok(read) => {
            assert!(right && !wrong);
            let wanted = if value.is_empty() { Params::None } else { Params::Bytes(value) };
            assert_eq!(read.params, wanted);
        }
        Err(_) => assert!(!right || wrong),
    }
}

/// Decisions that lead to each row of the table.
pub fn seeds() -> Vec<Vec<u8>> {
    let rows = u8::try_from(SHAPES.len()).unwrap_or(u8::MAX);
    (0..rows).map(|row| [&[row, 1, 0][..], &[200; 6], &[12; 60]].concat()).collect()
}
