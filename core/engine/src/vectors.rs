//! Initialisation vectors that the token makes (PKCS #11 v3.2, sections 6.13.2 to 6.13.5; SP 800-38D, section
//! 8.2). The caller's first bits stay; the others are drawn, where there are so many that none comes twice, or
//! counted. A counter begins with each series of messages, so whoever has two series with one key gives them
//! different first bits; the strict profile therefore does not count.

use crate::random;
use std::cmp::Ordering;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Error, Result, ck};

/// Bits that can be drawn at random 2^32 times (SP 800-38D, section 8.2.2).
const ENOUGH: u64 = 96;

fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}

/// What the vectors of a series are made from.
pub struct Vectors {
    may_count: bool,
    counted: u64,
    /// The vector with which a counter is combined, which must stay the same.
    combined: Option<Vec<u8>>,
}

impl Vectors {
    /// For a new series; whether it may count.
    pub fn new(may_count: bool) -> Self {
        Self { may_count, counted: 0, combined: None }
    }

    /// The vector of the next message. `CKR_MECHANISM_PARAM_INVALID`, `CKR_KEY_EXHAUSTED`
    pub fn next(&mut self, message: &AeadMessage) -> Result<Vec<u8>> {
        let given = message.iv.as_slice();
        let bits = given.len() as u64 * 8;
        if message.generator == ck::CKG_NO_GENERATE {
            return Ok(given.to_vec());
        }
        let free = bits
            .checked_sub(message.fixed_bits)
            .filter(|free| *free > 0)
            .ok_or_else(|| wrong("nothing of the vector is left to be generated"))?;
        match message.generator {
            ck::CKG_GENERATE_RANDOM if free < ENOUGH => {
                Err(wrong("a vector is drawn at random where at least 96 bits of it are free"))
            }
            ck::CKG_GENERATE_RANDOM => drawn(given, message.fixed_bits),
            ck::CKG_GENERATE if free >= ENOUGH => drawn(given, message.fixed_bits),
            ck::CKG_GENERATE | ck::CKG_GENERATE_COUNTER => {
                let counter = self.count(free, given.len())?;
                Ok(joined(given, message.fixed_bits, &counter))
            }
            ck::CKG_GENERATE_COUNTER_XOR => {
                if self.combined.as_deref().is_some_and(|before| before != given) {
                    return Err(wrong("the vector that is combined with a counter has changed"));
                }
                let counter = self.count(free, given.len())?;
                self.combined.get_or_insert_with(|| given.to_vec());
                Ok(given.iter().zip(counter).map(|(byte, with)| byte ^ with).collect())
            }
            _ => Err(wrong("there is no such generator of vectors")),
        }
    }

    /// The next number of a counter of so many bits, at the end of so many bytes.
    fn count(&mut self, free: u64, len: usize) -> Result<Vec<u8>> {
        if !self.may_count {
            return Err(wrong("the token's policy does not count vectors; it draws them"));
        }
        if free < 64 && self.counted >> free != 0 {
            let why = "the counter of the vectors has come to its end";
            return Err(Error::new(ck::CKR_KEY_EXHAUSTED, why));
        }
        let mut counter = vec![0; len];
        for (to, from) in counter.iter_mut().rev().zip(self.counted.to_le_bytes()) {
            *to = from;
        }
        self.counted = self.counted.checked_add(1).ok_or_else(|| {
            Error::new(ck::CKR_KEY_EXHAUSTED, "the counter of the vectors has come to its end")
        })?;
        Ok(counter)
    }
}

fn drawn(given: &[u8], fixed_bits: u64) -> Result<Vec<u8>> {
    let mut random = vec![0; given.len()];
    random::fill(&mut random)?;
    Ok(joined(given, fixed_bits, &random))
}

/// The first bits of one, the others of another, which is as long.
fn joined(first: &[u8], bits: u64, rest: &[u8]) -> Vec<u8> {
    let whole = usize::try_from(bits / 8).unwrap_or(usize::MAX);
    let mask = |place: usize| match place.cmp(&whole) {
        Ordering::Less => 0xff,
        Ordering::Equal => !(0xff_u8 >> (bits % 8)),
        Ordering::Greater => 0,
    };
    let pairs = first.iter().zip(rest).enumerate();
    pairs.map(|(place, (a, b))| (a & mask(place)) | (b & !mask(place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(iv: &[u8], fixed_bits: u64, generator: u64) -> AeadMessage {
        let (tag, data_len) = (Vec::new(), None);
        AeadMessage { iv: iv.to_vec(), fixed_bits, generator, tag, tag_bits: 128, data_len }
    }

    #[test]
    fn counters_begin_at_zero_and_end() {
        let mut vectors = Vectors::new(true);
        let counted = message(&[0xff; 12], 92, ck::CKG_GENERATE_COUNTER);
        for number in 0..16 {
            let vector = vectors.next(&counted).unwrap();
            assert_eq!(vector[..11], [0xff; 11]);
            assert_eq!(vector[11], 0xf0 | number);
        }
        assert!(vectors.next(&counted).unwrap_err().is(ck::CKR_KEY_EXHAUSTED));
        let mut vectors = Vectors::new(true);
        let combined = message(&[0x55; 12], 32, ck::CKG_GENERATE_COUNTER_XOR);
        assert_eq!(vectors.next(&combined).unwrap(), [0x55; 12]);
        assert_eq!(vectors.next(&combined).unwrap()[11], 0x54);
        let other = message(&[0x56; 12], 32, ck::CKG_GENERATE_COUNTER_XOR);
        assert!(vectors.next(&other).unwrap_err().is(ck::CKR_MECHANISM_PARAM_INVALID));
    }

    #[test]
    fn random_ones_keep_the_first_bits_and_need_many() {
        let mut vectors = Vectors::new(false);
        for generator in [ck::CKG_GENERATE, ck::CKG_GENERATE_RANDOM] {
            let one = message(&[0xaa; 16], 29, generator);
            let (first, second) = (vectors.next(&one).unwrap(), vectors.next(&one).unwrap());
            assert_ne!(first, second);
            assert_eq!((&first[..3], first[3] & 0xf8), (&[0xaa; 3][..], 0xa8));
            let short = message(&[0xaa; 12], 1, generator);
            assert!(vectors.next(&short).unwrap_err().is(ck::CKR_MECHANISM_PARAM_INVALID));
        }
        for (fixed, generator) in
            [(96, ck::CKG_GENERATE), (97, ck::CKG_GENERATE_COUNTER), (0, 9), (64, 2)]
        {
            let wrong = vectors.next(&message(&[0; 12], fixed, generator)).unwrap_err();
            assert!(wrong.is(ck::CKR_MECHANISM_PARAM_INVALID));
        }
    }
}
