//! What operations give back, beside output: each type of answer.

use super::{Answered, array};
use crate::frame::Malformed;
use minicbor::Decoder;
use minicbor::data::Type;
use strongroom_base::{
    Answer, Done, MechanismInfo, Message, SessionInfo, Sizing, SlotInfo, TokenInfo, TokenPolicy,
    Written,
};

/// The answers that are encoded as what they are.
macro_rules! answers {
    ($($type:ty $(: |$answer:ident| $written:expr)?;)*) => {$(
        impl Answered for $type {
            fn write(&self, reply: &mut Vec<u8>) {
                // Writing to a vector cannot fail.
                let _ = minicbor::encode(self, reply);
            }

            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                Ok(decoder.decode()?)
            }

            $(fn written(&self) -> usize {
                let $answer = self;
                $written
            })?
        }
    )*};
}

answers! {
    ();
    u64;
    (u64, u64);
    Vec<u64>;
    Vec<Answer>;
    SlotInfo;
    TokenInfo;
    TokenPolicy;
    SessionInfo;
    MechanismInfo;
    Sizing;
    crate::attach::Attached;
    Done;
    Written: |answer| *answer;
    (Written, u64): |answer| answer.0;
    Message: |answer| answer.written;
}

impl Answered for Vec<u8> {
    fn write(&self, reply: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = minicbor::Encoder::new(reply).bytes(self);
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        Ok(decoder.bytes()?.to_vec())
    }
}

impl Answered for Vec<Vec<u8>> {
    fn write(&self, reply: &mut Vec<u8>) {
        let mut encoder = minicbor::Encoder::new(reply);
        // Writing to a vector cannot fail.
        let _ = encoder.array(self.len() as u64);
        for bytes in self {
            let _ = encoder.bytes(bytes);
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        if decoder.datatype()? != Type::Array {
            return Err(Malformed("an answer that is no list"));
        }
        (0..array(decoder)?).map(|_| Ok(decoder.bytes()?.to_vec())).collect()
    }
}
