//! What fuzzing drives in this crate: both decoders. A function takes any bytes and panics where what must
//! hold does not. The application and the arguments here also serve the tests, which pass every operation
//! through both sides.

use crate::call::{self, Carrier, Lost};
use crate::codec::Limits;
use crate::frame::PREFIX;
use crate::reply::Reply;
use crate::serve::{Request, Served, serve};
use std::fmt::{Debug, Write};
use std::sync::Mutex;
use strongroom_base::mechanism::{AeadMessage, Counter, Field, Kbkdf};
use strongroom_base::*;

/// Small, so that what is allocated is in proportion to what is read.
pub(crate) const LIMITS: Limits = Limits { attributes: 64, depth: 3, reply: 4096 };

/// A request, as a service reads it.
pub fn request(data: &[u8]) {
    let Ok(request) = Request::read(data) else { return };
    let application = Recorder::default();
    let mut reply = Reply::default();
    let served = serve(&application, &request, &LIMITS, &mut reply, &mut |_| true);
    if let Ok(Served::Done(_)) = served {
        let len = crate::frame::length(reply.bytes(), usize::MAX);
        assert_eq!(len, Ok(Some(reply.bytes().len() - PREFIX)));
    }
    let mut nothing = Reply::default();
    let elsewhere = serve(&application, &request, &LIMITS, &mut nothing, &mut |_| false);
    assert!(elsewhere != Ok(Served::Elsewhere) || nothing.bytes().is_empty());
}

/// A reply, as a client reads it: to every operation.
pub fn reply(data: &[u8]) {
    let mut carrier = Canned(data);
    each(&mut carrier);
}

/// Requests and replies as they are.
pub fn seeds(requests: bool) -> Vec<Vec<u8>> {
    let mut carrier = Loop::default();
    each(&mut carrier);
    if requests { carrier.requests } else { carrier.replies }
}

/// Carries every request to a recording application, in memory.
#[derive(Default)]
pub(crate) struct Loop {
    pub application: Recorder,
    reply: Reply,
    requests: Vec<Vec<u8>>,
    replies: Vec<Vec<u8>>,
}

fn body(frame: &[u8]) -> &[u8] {
    frame.get(PREFIX..).unwrap_or_default()
}

impl Carrier for Loop {
    fn exchange(&mut self, _: u64, request: &[u8]) -> Result<&[u8], Lost> {
        self.requests.push(body(request).to_vec());
        self.reply.sent();
        let read = Request::read(body(request))?;
        serve(&self.application, &read, &LIMITS, &mut self.reply, &mut |_| true)?;
        self.replies.push(body(self.reply.bytes()).to_vec());
        Ok(body(self.reply.bytes()))
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        (1, Vec::new())
    }

    fn done(&mut self, _: Vec<u8>) {}
}

/// Answers every request with the same bytes.
struct Canned<'d>(&'d [u8]);

impl Carrier for Canned<'_> {
    fn exchange(&mut self, _: u64, _: &[u8]) -> Result<&[u8], Lost> {
        Ok(self.0)
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        (1, Vec::new())
    }

    fn done(&mut self, _: Vec<u8>) {}
}

/// An application that notes what it is called with, and answers with an example of its kind.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<String>);

impl Recorder {
    /// What it was called with since this was last asked.
    #[cfg(test)]
    pub fn heard(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    fn note(&self, argument: &dyn Debug) {
        let mut heard = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        // Writing to a string cannot fail.
        let _ = write!(heard, "{argument:?}; ");
    }
}

/// What an operation is called with, and where its output goes.
pub(crate) trait Example<'a> {
    fn example(held: &'a mut Held) -> Self;
}

/// What examples borrow.
pub(crate) struct Held {
    bytes: Vec<u8>,
    list: Vec<&'static [u8]>,
    template: Template,
    mechanism: Mechanism,
    message: AeadMessage,
    task: Task,
    numbers: Vec<u64>,
    policy: TokenPolicy,
}

impl Default for Held {
    fn default() -> Self {
        let inner = Template::new().with(ck::CKA_LABEL, "inner").with(ck::CKA_WRAP, true);
        let template = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_ID, vec![1, 2, 3])
            .with(ck::CKA_ID, vec![1, 2, 3])
            .with(ck::CKA_UNWRAP_TEMPLATE, inner)
            .with(ck::CKA_ALLOWED_MECHANISMS, Value::Mechanisms(vec![ck::CKM_AES_GCM]));
        let kbkdf = Kbkdf {
            prf: ck::CKM_SHA256_HMAC,
            fields: vec![
                Field::Iteration(Some(Counter { little_endian: true, bits: 32 })),
                Field::Bytes(vec![4; 8]),
                Field::Key(9),
            ],
            iv: vec![5; 16],
            additional: vec![template.clone()],
        };
        Self {
            bytes: b"input of an operation".to_vec(),
            list: vec![b"one", b"", b"two"],
            mechanism: Mechanism::new(ck::CKM_SP800_108_FEEDBACK_KDF, Params::Kbkdf(kbkdf)),
            message: AeadMessage {
                iv: vec![6; 12],
                fixed_bits: 32,
                generator: 1,
                tag: vec![7; 16],
                tag_bits: 128,
                data_len: Some(9),
            },
            numbers: vec![ck::CKA_LABEL, ck::CKA_VALUE, u64::MAX],
            policy: a_policy(),
            task: Task::GenerateKey(Mechanism::plain(ck::CKM_AES_KEY_GEN), template.clone()),
            template,
        }
    }
}

macro_rules! examples {
    ($($type:ty: |$held:ident| $example:expr;)*) => {$(
        impl<'a> Example<'a> for $type {
            #[allow(unused_variables)]
            fn example($held: &'a mut Held) -> Self {
                $example
            }
        }
    )*};
}

examples! {
    bool: |held| true;
    u64: |held| 0x1234_5678_9abc;
    OpKind: |held| OpKind::VerifyRecover;
    &'a [u8]: |held| &held.bytes;
    Option<&'a [u8]>: |held| Some(&held.bytes);
    &'a [&'a [u8]]: |held| &held.list;
    &'a [u64]: |held| &held.numbers;
    &'a Template: |held| &held.template;
    &'a Mechanism: |held| &held.mechanism;
    Option<&'a Mechanism>: |held| Some(&held.mechanism);
    &'a AeadMessage: |held| &held.message;
    &'a Task: |held| &held.task;
    &'a TokenPolicy: |held| &held.policy;
    Option<&'a AeadMessage>: |held| Some(&held.message);
    Out<'a>: |held| Out::Buffer(&mut held.bytes);
    &'a mut [u8]: |held| &mut held.bytes;
}

/// An answer of an operation.
pub(crate) trait AnAnswer {
    fn an_answer() -> Self;
}

macro_rules! answers {
    ($($type:ty: $answer:expr;)*) => {$(
        impl AnAnswer for $type {
            fn an_answer() -> Self {
                $answer
            }
        }
    )*};
}

fn a_policy() -> TokenPolicy {
    TokenPolicy {
        profile: Profile::Strict,
        mechanisms: vec![ck::CKM_ECDSA, ck::CKM_AES_GCM],
        permitted: vec![ck::CKM_AES_ECB],
        min_sizes: vec![(ck::CKK_RSA, 3072)],
    }
}

const INFO: &str = "an information";

answers! {
    (): ();
    u64: 77;
    usize: 5;
    (u64, u64): (1, u64::MAX);
    (usize, u64): (5, 8);
    Vec<u64>: vec![1, 2, u64::MAX];
    Vec<u8>: vec![9; 40];
    Vec<Vec<u8>>: vec![vec![1], Vec::new(), vec![2; 70]];
    Vec<Answer>: vec![Answer::Value(Value::Bool(true)), Answer::Sensitive, Answer::Invalid];
    Sizing: Sizing { fixed: 64, passes: true };
    Done: Done { ended: true, output: vec![3; 30], objects: vec![4, 8] };
    Message: Message { written: 5, iv: vec![1; 12], tag: vec![2; 16] };
    SlotInfo: SlotInfo {
        description: INFO.into(),
        manufacturer: INFO.into(),
        flags: 1,
        hardware: (1, 2),
        firmware: (3, 4),
    };
    TokenInfo: TokenInfo {
        label: INFO.into(),
        manufacturer: INFO.into(),
        model: INFO.into(),
        serial: INFO.into(),
        flags: 1,
        max_sessions: 2,
        sessions: 3,
        max_rw_sessions: 4,
        rw_sessions: 5,
        max_pin_len: 6,
        min_pin_len: 7,
        hardware: (1, 2),
        firmware: (3, 4),
    };
    TokenPolicy: a_policy();
    SessionInfo: SessionInfo { slot: 1, state: 2, flags: 3 };
    MechanismInfo: MechanismInfo { min_key_size: 1, max_key_size: 2, flags: 3 };
}

macro_rules! both_sides {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)] // one form for all entries
        impl Application for Recorder {
            $(fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                self.note(&stringify!($name));
                $(self.note(&$argument);)*
                Ok(AnAnswer::an_answer())
            })*
        }

        /// Calls every operation, with an example of each argument.
        pub(crate) fn each(carrier: &mut dyn Carrier) {
            $({
                #[allow(unused_variables, unused_mut, clippy::needless_lifetimes)] // one form
                fn one<'a>(carrier: &mut dyn Carrier, held: &'a mut [Held]) {
                    let mut held = held.iter_mut();
                    $(let Some(place) = held.next() else { return };
                    let mut $argument = <$type as Example<'a>>::example(place);)*
                    let _ = call::$name(carrier, $(&mut $argument),*);
                }
                let mut held: [Held; 8] = std::array::from_fn(|_| Held::default());
                one(carrier, &mut held);
            })*
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn every_operation_arrives_as_it_was_called() {
                $({
                    #[allow(unused_variables, unused_mut, clippy::needless_lifetimes)]
                    fn arguments<'a>(application: &Recorder, held: &'a mut [Held]) {
                        let mut held = held.iter_mut();
                        $(let $argument = <$type as Example<'a>>::example(held.next().unwrap());)*
                        assert!(application.$name($($argument),*).is_ok());
                    }
                    #[allow(clippy::needless_lifetimes)] // one form for all entries
                    fn call<'a>(carrier: &mut Loop, held: &'a mut [Held]) -> $ret {
                        #[allow(unused_mut, unused_variables)]
                        let mut held = held.iter_mut();
                        $(let mut $argument = <$type as Example<'a>>::example(held.next().unwrap());)*
                        call::$name(carrier, $(&mut $argument),*).unwrap().unwrap()
                    }
                    let direct = Recorder::default();
                    let mut held: [Held; 8] = std::array::from_fn(|_| Held::default());
                    arguments(&direct, &mut held);
                    let mut carrier = Loop::default();
                    let answer = call(&mut carrier, &mut held);
                    let expected: $ret = AnAnswer::an_answer();
                    assert_eq!(answer, expected, stringify!($name));
                    // Room for output arrives empty, whatever was in it.
                    let heard = without_room(&carrier.application.heard());
                    assert_eq!(heard, without_room(&direct.heard()));
                })*
            }

            /// What was heard, without what was in a buffer before it was written to.
            fn without_room(heard: &str) -> String {
                heard.split("; ").filter(|note| !note.starts_with("Buffer(") && !note.starts_with("[0, ") && !note.starts_with("[105, 110")).collect()
            }

            #[test]
            fn small_changes_are_survived() {
                for (name, decode, seeds) in [
                    ("request", request as fn(&[u8]), seeds(true)),
                    ("reply", reply as fn(&[u8]), seeds(false)),
                ] {
                    assert!(seeds.len() > 50, "{name}");
                    for seed in seeds {
                        for at in 0..seed.len().min(200) {
                            let mut other = seed.clone();
                            other[at] ^= 1 << (at % 8);
                            decode(&other);
                            decode(&seed[..at]);
                        }
                    }
                }
            }
        }
    };
}
for_each_operation!(both_sides);
