//! A provider for the tests: it remembers what reached it and answers in a way that is easy to check.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// What reached the provider since [`reset`].
#[derive(Default)]
pub struct Seen {
    pub urls: Vec<Option<String>>,
    pub template: Option<Template>,
    pub mechanism: Option<Mechanism>,
    pub cancelled: u64,
    pub updates: Vec<Vec<u8>>,
    pub pin: Option<Option<Vec<u8>>>,
    pub label: Vec<u8>,
    pub random: usize,
    /// What `C_GetAttributeValue` is to answer instead of the one object's attributes.
    pub answers: Option<Template>,
}

static SEEN: Mutex<Option<Seen>> = Mutex::new(None);
static CLOSED: AtomicBool = AtomicBool::new(false);
/// How many applications are alive.
pub static ALIVE: Mutex<usize> = Mutex::new(0);

/// A session whose calls panic.
pub const PANICS: u64 = 666;
/// A session whose calls take a while.
pub const SLOW: u64 = 777;
/// A session whose updates have no output.
pub const SILENT: u64 = 888;
/// What every one-part operation adds to its input.
pub const TAG: [u8; 4] = *b"TAG.";

pub fn reset() {
    *SEEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen::default());
}

pub fn seen<R>(look: impl FnOnce(&mut Seen) -> R) -> R {
    look(SEEN.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

/// Stands in for the opening of an instance.
pub fn open(url: Option<&str>) -> Result<Arc<dyn Provider>> {
    seen(|seen| seen.urls.push(url.map(str::to_owned)));
    CLOSED.store(false, Ordering::SeqCst);
    Ok(Arc::new(Mock))
}

struct Mock;

impl Provider for Mock {
    fn open_for(&self, _: Tenant) -> Result<Arc<dyn Application>> {
        *ALIVE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Ok(Arc::new(Running))
    }
}

struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        *ALIVE.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
    }
}

fn give(bytes: &[u8], out: Out<'_>) -> Result<usize> {
    match out {
        Out::Size => Ok(bytes.len()),
        Out::Buffer(room) if room.len() < bytes.len() => Err(Error::too_small(bytes.len())),
        Out::Buffer(room) => {
            // Written before the input is read to its end, as a cipher does.
            for (to, byte) in room.iter_mut().zip(bytes) {
                *to = *byte;
            }
            Ok(bytes.len())
        }
    }
}

/// The output that each byte of input makes, reversed, and the tag. Reversing shows whether input
/// and output were kept apart.
pub fn transformed(input: &[u8]) -> Vec<u8> {
    // SAFETY: a reference is readable. Reading so shows a write that should not have been possible.
    let read = |byte: &u8| unsafe { std::ptr::from_ref(byte).read_volatile() };
    input.iter().rev().map(|byte| read(byte) ^ 0x5A).chain(TAG).collect()
}

macro_rules! mock {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        impl Application for Running {
            $(
                #[allow(unused_variables)]
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    mock!(@$name $($argument)*)
                }
            )*
        }
    };
    (@close) => {{ CLOSED.store(true, Ordering::SeqCst); Ok(()) }};
    (@slots $present:ident) => { Ok(if $present { vec![0, 1, 2] } else { vec![0, 1, 2, 3] }) };
    (@slot_info $slot:ident) => {
        Ok(SlotInfo {
            description: "é".repeat(40),
            manufacturer: "Nobody".into(),
            flags: 7,
            hardware: (1, 2),
            firmware: (3, 4),
        })
    };
    (@mechanisms $slot:ident) => { Ok((1..=9).collect()) };
    (@wait_for_slot_event $block:ident) => {
        loop {
            if CLOSED.load(Ordering::SeqCst) {
                break Err(Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, "closed"));
            }
            if !$block {
                break Err(Error::new(ck::CKR_NO_EVENT, "nothing"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    };
    (@init_token $slot:ident $pin:ident $label:ident) => {{
        seen(|seen| {
            seen.label = $label.to_vec();
            seen.pin = Some($pin.map(<[u8]>::to_vec));
        });
        Ok(())
    }};
    (@login $session:ident $user:ident $pin:ident $name:ident) => {{
        seen(|seen| seen.pin = Some($pin.map(<[u8]>::to_vec)));
        Ok(())
    }};
    (@open_session $slot:ident $flags:ident) => { Ok(100 + $slot) };
    (@session_info $session:ident) => {
        Ok(SessionInfo { slot: 1, state: 3, flags: 6 })
    };
    (@cancel $session:ident $flags:ident) => {{
        seen(|seen| seen.cancelled |= $flags);
        Ok(())
    }};
    (@create_object $session:ident $template:ident) => {{
        seen(|seen| seen.template = Some($template.clone()));
        Ok(42)
    }};
    (@find_init $session:ident $template:ident) => {{
        seen(|seen| seen.template = Some($template.clone()));
        Ok(())
    }};
    (@find_next $session:ident $max:ident) => { Ok((1..=5).take($max.min(5) as usize).collect()) };
    (@get_attributes $session:ident $object:ident $attributes:ident) => {
        Ok(match seen(|seen| seen.answers.clone()) {
            Some(template) => {
                template.iter().map(|attribute| Answer::Value(attribute.value.clone())).collect()
            }
            None => $attributes.iter().map(|kind| value(*kind)).collect(),
        })
    };
    (@op_init $session:ident $kind:ident $mechanism:ident $key:ident) => {{
        seen(|seen| seen.mechanism = $mechanism.cloned());
        Ok(Sizing { fixed: 0, passes: true })
    }};
    (@op_once $session:ident $kind:ident $input:ident $out:ident) => {{
        assert_ne!($session, PANICS, "as the test wants");
        if $session == SLOW {
            std::thread::sleep(Duration::from_millis(200));
        }
        // The output's place is written first: a shared input would be lost by then.
        match $out {
            Out::Buffer(room) if room.len() >= $input.len() + TAG.len() => {
                room.fill(0);
                give(&transformed($input), Out::Buffer(room))
            }
            out => give(&transformed($input), out),
        }
    }};
    // A message is what comes of the data beside it.
    (@message $session:ident $kind:ident $params:ident $aad:ident $input:ident $out:ident) => {{
        let written = match $out {
            Out::Buffer(room) => {
                room.fill(0);
                give(&transformed($aad), Out::Buffer(room))
            }
            out => give(&transformed($aad), out),
        }?;
        Ok(Message { written, iv: Vec::new(), tag: Vec::new() })
    }};
    (@op_update $session:ident $kind:ident $input:ident $out:ident) => {{
        seen(|seen| seen.updates.push($input.to_vec()));
        match $kind {
            OpKind::Encrypt | OpKind::Decrypt if $session != SILENT => give(&transformed($input), $out),
            _ => Ok(0),
        }
    }};
    (@op_final $session:ident $kind:ident $out:ident) => { give(&TAG, $out) };
    (@verify_once $session:ident $input:ident $signature:ident) => {
        if $signature == transformed($input) {
            Ok(())
        } else {
            Err(Error::new(ck::CKR_SIGNATURE_INVALID, "not what it should be"))
        }
    };
    (@generate_key_pair $session:ident $mechanism:ident $public:ident $private:ident) => {{
        seen(|seen| seen.template = Some($private.clone()));
        Ok((7, 8))
    }};
    (@generate_random $session:ident $out:ident) => {{
        seen(|seen| seen.random = $out.len());
        $out.fill(7);
        Ok(())
    }};
    (@$name:ident $($argument:ident)*) => {
        Err(Error::new(ck::CKR_FUNCTION_FAILED, concat!("no ", stringify!($name), " here")))
    };
}
strongroom_base::for_each_operation!(mock);

/// The one object's attributes.
fn value(kind: u64) -> Answer {
    Answer::Value(match kind {
        ck::CKA_TOKEN => true.into(),
        ck::CKA_CLASS => ck::CKO_SECRET_KEY.into(),
        ck::CKA_LABEL => "a label".into(),
        ck::CKA_ID => Value::bytes([]),
        ck::CKA_ALLOWED_MECHANISMS => Value::Mechanisms(vec![ck::CKM_AES_GCM, ck::CKM_AES_CBC]),
        ck::CKA_WRAP_TEMPLATE => Template::new()
            .with(ck::CKA_TOKEN, true)
            .with(ck::CKA_LABEL, "inner")
            .with(ck::CKA_CLASS, 4)
            .into(),
        ck::CKA_VALUE => return Answer::Sensitive,
        _ => return Answer::Invalid,
    })
}
