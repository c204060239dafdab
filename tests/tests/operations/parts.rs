//! Data in parts: however it is cut, the result is that of one part.

use crate::cases::{self, bytes, in_parts};
use strongroom_tests::prelude::*;

/// Ways to cut `data`: at each place; at the places `at` and each later one; byte by byte; whole with
/// empty parts around it.
fn cuts<'a>(data: &'a [u8], at: &[usize]) -> Vec<Vec<&'a [u8]>> {
    let mut cuts: Vec<Vec<&[u8]>> =
        (0..=data.len()).map(|n| vec![&data[..n], &data[n..]]).collect();
    for first in at.iter().filter(|n| **n <= data.len()) {
        let (head, rest) = data.split_at(*first);
        cuts.extend((0..=rest.len()).map(|n| vec![head, &rest[..n], &rest[n..]]));
    }
    cuts.push(data.chunks(1).collect());
    cuts.push(vec![&[], data, &[]]);
    cuts.push(Vec::from_iter((!data.is_empty()).then_some(data)));
    cuts
}

/// Encryption and decryption of every length up to three blocks and a byte, in every cut.
pub fn ciphers() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for cipher in cases::ciphers(s) {
        let block = if cipher.name.starts_with("DES3") { 8 } else { 16 };
        for length in (0..=3 * block + 1).step_by(cipher.unit) {
            if length == 0 && cipher.unit > 1 {
                continue;
            }
            let (data, mechanism) = (bytes(length), (cipher.mechanism)(length));
            let text = s.encrypt(&mechanism, cipher.key, &data).must();
            let longest = length + cipher.unit > 3 * block;
            let at: &[usize] = if longest { &[1, block - 1, block, block + 1] } else { &[] };
            for cut in cuts(&data, at) {
                let got = in_parts(s, Kind::Encrypt, &mechanism, cipher.key, &cut);
                let lengths: Vec<usize> = cut.iter().map(|part| part.len()).collect();
                report.holds(format!("{} encrypting {lengths:?}", cipher.name), got == text);
            }
            for cut in cuts(&text, at) {
                let got = in_parts(s, Kind::Decrypt, &mechanism, cipher.key, &cut);
                let lengths: Vec<usize> = cut.iter().map(|part| part.len()).collect();
                report.holds(format!("{} decrypting {lengths:?}", cipher.name), got == data);
            }
        }
    }
    report.finish("ciphers in parts");
}

/// Digests of three blocks and a byte in every cut, and of every length in two parts.
pub fn digests() {
    let s = Hsm::start().ro();
    let mut report = Report::new();
    for digest in cases::digests() {
        for length in 0..=3 * digest.block + 1 {
            let data = bytes(length);
            let whole = s.digest(&digest.mechanism, &data).must();
            report.holds(format!("{} has its length", digest.name), whole.len() == digest.length);
            let all = if length == 3 * digest.block + 1 {
                cuts(&data, &[digest.block])
            } else {
                Vec::new()
            };
            let (head, tail) = data.split_at(length / 2);
            for cut in all.into_iter().chain([vec![head, tail]]) {
                let got = in_parts(s, Kind::Digest, &digest.mechanism, 0, &cut);
                let lengths: Vec<usize> = cut.iter().map(|part| part.len()).collect();
                report.holds(format!("{} of {lengths:?}", digest.name), got == whole);
            }
        }
    }
    report.finish("digests in parts");
}

/// MACs and hashed signatures in parts are those of one part, and are verified in any other parts.
pub fn signatures() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for signer in cases::signers(s) {
        let (mechanism, name) = (&signer.mechanism, signer.name);
        let mac = signer.key == signer.public;
        let step = if mac { 1 } else { signer.block / 2 };
        for length in (0..=3 * signer.block + 1).rev().step_by(step) {
            let data = bytes(length);
            let whole = s.sign(mechanism, signer.key, &data).must();
            report.holds(format!("{name} has its length"), whole.len() == signer.length);
            let every = mac && length == 3 * signer.block + 1;
            let mut all = if every { cuts(&data, &[signer.block]) } else { Vec::new() };
            all.push(vec![&data[..length / 3], &data[length / 3..]]);
            for cut in all {
                let lengths: Vec<usize> = cut.iter().map(|part| part.len()).collect();
                let got = in_parts(s, Kind::Sign, mechanism, signer.key, &cut);
                if signer.repeats {
                    report.holds(format!("{name} of {lengths:?}"), got == whole);
                }
                let rv = s.verify(mechanism, signer.public, &data, &got).code;
                report.answers(format!("{name} of {lengths:?} is right"), rv, &[CKR_OK]);
                let rv = s.verify_parts(mechanism, signer.public, &cut, &whole).code;
                report.answers(format!("{name} verified in {lengths:?}"), rv, &[CKR_OK]);
            }
            let mut other = data.clone();
            match other.last_mut() {
                Some(last) => *last ^= 1,
                None => other.push(0),
            }
            let (head, tail) = other.split_at(other.len() / 2);
            let rv = s.verify_parts(mechanism, signer.public, &[head, tail], &whole).code;
            report.answers(format!("{name} of other data"), rv, &[CKR_SIGNATURE_INVALID]);
        }
    }
    report.finish("signatures in parts");
}

/// Long data in uneven parts, where the library's own buffers end.
pub fn long_data() {
    let s = Hsm::start().user();
    let data = bytes(1 << 20);
    let cut: Vec<&[u8]> = {
        let (mut rest, mut cut, mut step) = (&data[..], Vec::new(), 1);
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(step));
            cut.push(part);
            (rest, step) = (more, step * 2 + 3);
        }
        cut
    };
    for cipher in cases::ciphers(s) {
        let mechanism = (cipher.mechanism)(data.len());
        let text = s.encrypt(&mechanism, cipher.key, &data).must();
        assert!(
            in_parts(s, Kind::Encrypt, &mechanism, cipher.key, &cut) == text,
            "{}",
            cipher.name
        );
        let parts: Vec<&[u8]> = text.chunks(65_521).collect();
        assert!(
            in_parts(s, Kind::Decrypt, &mechanism, cipher.key, &parts) == data,
            "{}",
            cipher.name
        );
    }
    for signer in cases::digests().iter().chain(&cases::signers(s)) {
        let kind = if signer.key == 0 { Kind::Digest } else { Kind::Sign };
        let got = in_parts(s, kind, &signer.mechanism, signer.key, &cut);
        if signer.repeats {
            assert!(
                s.run(kind, &signer.mechanism, signer.key, &data).must() == got,
                "{}",
                signer.name
            );
        } else {
            s.verify(&signer.mechanism, signer.public, &data, &got).ok();
        }
    }
}

/// What is not a whole number of blocks is refused at the end, in one part and in several.
pub fn half_blocks() {
    let s = Hsm::start().user();
    for cipher in cases::ciphers(s).iter().filter(|cipher| cipher.unit > 1) {
        let mechanism = (cipher.mechanism)(0);
        for length in [1, cipher.unit - 1, cipher.unit + 1, 2 * cipher.unit + 3] {
            let data = bytes(length);
            for (kind, want) in
                [(Kind::Encrypt, CKR_DATA_LEN_RANGE), (Kind::Decrypt, CKR_ENCRYPTED_DATA_LEN_RANGE)]
            {
                s.run(kind, &mechanism, cipher.key, &data).fails(want);
                s.init(kind, &mechanism, cipher.key).ok();
                cases::update(s, kind, &data);
                cases::finish(s, kind).fails(want);
                s.update(kind, &data).fails(CKR_OPERATION_NOT_INITIALIZED);
            }
        }
    }
}

/// Authenticated data that was changed anywhere gives an error and no plaintext, in parts too.
pub fn forged_data() {
    let s = Hsm::start().user();
    for cipher in cases::ciphers(s).iter().filter(|cipher| cipher.tag > 0) {
        let data = bytes(37);
        let mechanism = (cipher.mechanism)(data.len());
        let text = s.encrypt(&mechanism, cipher.key, &data).must();
        assert_eq!(text.len(), data.len() + cipher.tag);
        for at in 0..text.len() {
            let mut forged = text.clone();
            forged[at] ^= 0x40;
            s.decrypt(&mechanism, cipher.key, &forged).fails(CKR_ENCRYPTED_DATA_INVALID);
            s.init(Kind::Decrypt, &mechanism, cipher.key).ok();
            let given: Vec<u8> =
                forged.chunks(16).flat_map(|part| cases::update(s, Kind::Decrypt, part)).collect();
            assert_eq!(given, [], "{}: plaintext before the tag was checked", cipher.name);
            cases::finish(s, Kind::Decrypt).fails(CKR_ENCRYPTED_DATA_INVALID);
        }
        for length in 0..cipher.tag {
            s.decrypt(&mechanism, cipher.key, &text[..length])
                .fails_with(&[CKR_ENCRYPTED_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_INVALID]);
        }
    }
}

/// A counter is used up to its end, and not past it (section 6.11.4).
pub fn counters_end() {
    let s = Hsm::start().user();
    let key = s.aes(16, &Template::new()).must();
    for (bits, first) in [(128, [0xff; 16]), (8, [0xff; 16]), (8, [0xfe; 16])] {
        let blocks = 0x100 - usize::from(first[15]);
        let (whole, mechanism) = (bytes(16 * blocks), Mech::ctr(bits, &first));
        for kind in [Kind::Encrypt, Kind::Decrypt] {
            let out = s.run(kind, &mechanism, key, &whole).must();
            let (head, tail) = whole.split_at(5);
            assert_eq!(in_parts(s, kind, &mechanism, key, &[head, tail]), out);
            let long = bytes(16 * blocks + 1);
            let errors = [CKR_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_LEN_RANGE];
            s.run(kind, &mechanism, key, &long).fails_with(&errors);
            s.run_parts(kind, &mechanism, key, &[&whole, &[1]]).fails_with(&errors);
        }
    }
}
