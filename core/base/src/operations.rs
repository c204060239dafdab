//! The seam. [`Provider`] is somewhere that slots live; it hands out [`Application`]s, each of which is
//! what one `C_Initialize` makes: sessions, logins and session objects belong to it. Both are
//! object-safe, blocking, and take and give bytes and plain values.
//!
//! The operations of an application are written once, in the list below. The trait and the table
//! [`OPERATIONS`] come from it; a crate that needs another view (messages, a dispatcher, a recorder)
//! passes its own macro to [`for_each_operation!`](crate::for_each_operation). A new operation is one
//! entry here, one arm in the engine and one C entry point.
//!
//! An entry is `repeat fn name(argument: type, …) -> type;`, where `repeat` says what may be done when
//! the outcome of a call is unknown: `again`, it may silently be repeated; `never`, it must not be.

use crate::ck;
use crate::mechanism::AeadMessage;
use crate::{
    Allowance, Answer, Done, Mechanism, MechanismInfo, Result, SessionInfo, SlotInfo, Task,
    Template, TokenInfo, TokenPolicy,
};
use minicbor::{Decode, Encode};
use std::sync::Arc;
use std::time::Duration;

/// Where an operation's output goes.
///
/// With [`Out::Size`] nothing is done and an upper bound of the length is returned, the active operation
/// stays as it was. With a buffer that is too small the answer is `CKR_BUFFER_TOO_SMALL` with the length
/// needed ([`Error::needed`](crate::Error::needed)), and the operation stays as it was too. With every
/// other answer of a call that ends an operation, it has ended (PKCS #11 v3.2, section 5.2).
#[derive(Debug)]
pub enum Out<'a> {
    /// Only the length is asked for.
    Size,
    /// The output is written to the front of this.
    Buffer(&'a mut [u8]),
}

impl Out<'_> {
    /// The same place, for a call that may be made again.
    pub fn again(&mut self) -> Out<'_> {
        match self {
            Self::Size => Out::Size,
            Self::Buffer(buffer) => Out::Buffer(buffer),
        }
    }
}

/// The number of bytes written to an [`Out`], or, for [`Out::Size`], how many there could be.
pub type Written = usize;

/// What an active operation does. A session has at most one of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum OpKind {
    /// `C_Encrypt…`
    #[n(0)]
    Encrypt,
    /// `C_Decrypt…`
    #[n(1)]
    Decrypt,
    /// `C_Digest…`
    #[n(2)]
    Digest,
    /// `C_Sign…`
    #[n(3)]
    Sign,
    /// `C_SignRecover`
    #[n(4)]
    SignRecover,
    /// `C_Verify…`
    #[n(5)]
    Verify,
    /// `C_VerifyRecover`
    #[n(6)]
    VerifyRecover,
    /// `C_VerifySignature…`
    #[n(7)]
    VerifySignature,
}

impl OpKind {
    /// The kinds of which there are series of messages.
    pub const OF_MESSAGES: [Self; 4] = [Self::Encrypt, Self::Decrypt, Self::Sign, Self::Verify];

    /// All kinds, each at its [`index`](Self::index).
    pub const ALL: [Self; 8] = [
        Self::Encrypt,
        Self::Decrypt,
        Self::Digest,
        Self::Sign,
        Self::SignRecover,
        Self::Verify,
        Self::VerifyRecover,
        Self::VerifySignature,
    ];

    /// Its place in [`ALL`](Self::ALL).
    pub const fn index(self) -> usize {
        match self {
            Self::Encrypt => 0,
            Self::Decrypt => 1,
            Self::Digest => 2,
            Self::Sign => 3,
            Self::SignRecover => 4,
            Self::Verify => 5,
            Self::VerifyRecover => 6,
            Self::VerifySignature => 7,
        }
    }

    /// The flag that `C_SessionCancel` names it by.
    pub const fn flag(self) -> u64 {
        match self {
            Self::Encrypt => ck::CKF_ENCRYPT,
            Self::Decrypt => ck::CKF_DECRYPT,
            Self::Digest => ck::CKF_DIGEST,
            Self::Sign => ck::CKF_SIGN,
            Self::SignRecover => ck::CKF_SIGN_RECOVER,
            Self::Verify | Self::VerifySignature => ck::CKF_VERIFY,
            Self::VerifyRecover => ck::CKF_VERIFY_RECOVER,
        }
    }
}

/// How long the output of an operation can be, so that a remote client answers length queries itself:
/// at most `fixed` bytes, plus the length of the input given so far where `passes` is true.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Sizing {
    /// Bytes whatever the input is: a signature, a tag, a block of padding.
    #[n(0)]
    pub fixed: usize,
    /// Whether the input passes through to the output.
    #[n(1)]
    pub passes: bool,
}

/// A PIN as the caller gives it; `None` where the C interface has a NULL pointer (a protected
/// authentication path).
pub type Pin<'a> = Option<&'a [u8]>;

/// Whether an operation may be repeated when its outcome is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeat {
    /// It changes nothing, or the same again.
    Again,
    /// A second time would be another thing.
    Never,
}

/// An entry of the list of operations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operation {
    /// The name of the method.
    pub name: &'static str,
    /// Whether it may be repeated.
    pub repeat: Repeat,
}

/// What comes of one message of a series: beside its output, its vector and its tag.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Message {
    /// As for other operations.
    #[n(0)]
    pub written: Written,
    /// The initialisation vector, where it was generated.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// The tag; empty when decrypting, and until a message ends.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub tag: Vec<u8>,
}

/// What the keystore is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeystoreUse {
    /// Something is read.
    Read,
    /// Something is written, durably.
    Write,
}

/// Is told how long the keystore took. It is called where the keystore is used, so it must be short.
pub type Watcher = Box<dyn Fn(KeystoreUse, Duration) + Send + Sync>;

/// Somewhere that slots live: an embedded instance, a service, another vendor's module.
pub trait Provider: Send + Sync {
    /// A new application, with no sessions and nobody logged in, for whoever runs this process.
    fn open(&self) -> Result<Arc<dyn Application>> {
        self.open_for(Tenant::default())
    }

    /// Does what was put off; a service calls this every now and then.
    fn idle(&self) {}

    /// How many sessions all its applications have; `None` where that is not known.
    fn sessions(&self) -> Option<usize> {
        None
    }

    /// From now on, tells somebody how long each use of the keystore takes, where there is one here.
    fn watch_keystore(&self, _: Watcher) {}

    /// A new application for somebody.
    fn open_for(&self, tenant: Tenant) -> Result<Arc<dyn Application>>;
}

/// For whom an application is opened, and what it may have.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Who it is: the name that a service knows a client by; empty for whoever runs this process. Tickets
    /// are bound to it, and records of what was done name it.
    pub identity: String,
    /// The slots that exist for it; `None` for all. To it, others do not exist.
    pub slots: Option<Vec<u64>>,
    /// How many sessions it may have. One more is `CKR_SESSION_COUNT`.
    pub max_sessions: usize,
    /// How many session objects it may have. One more is `CKR_DEVICE_MEMORY`.
    pub max_session_objects: usize,
    /// How much memory they may take, and the data that its operations hold back; `None` for any. One byte more
    /// is `CKR_DEVICE_MEMORY`. What another vendor's module takes is not known.
    pub session_memory: Option<Arc<Allowance>>,
}

impl Default for Tenant {
    fn default() -> Self {
        Self {
            identity: String::new(),
            slots: None,
            max_sessions: usize::MAX,
            max_session_objects: usize::MAX,
            session_memory: None,
        }
    }
}

/// Passes the list of operations to the macro named.
#[macro_export]
macro_rules! for_each_operation {
    ($callback:path) => {
        $callback! {
            /// The slots, in ascending order; with `present`, only those with a token in them.
            again fn slots(present: bool) -> Vec<u64>;
            /// `CKR_SLOT_ID_INVALID`
            again fn slot_info(slot: u64) -> SlotInfo;
            /// `CKR_SLOT_ID_INVALID`, `CKR_TOKEN_NOT_PRESENT`
            again fn token_info(slot: u64) -> TokenInfo;
            /// The mechanism types of a slot's token.
            again fn mechanisms(slot: u64) -> Vec<u64>;
            /// `CKR_MECHANISM_INVALID`
            again fn mechanism_info(slot: u64, mechanism: u64) -> MechanismInfo;
            /// Ends the application: sessions are closed, logins end, and whoever waits for a slot event
            /// gets `CKR_CRYPTOKI_NOT_INITIALIZED`. Nothing else is called afterwards.
            never fn close() -> ();
            /// Waits until the token in some slot changes, and names the slot. With `block` false the
            /// answer is at once, `CKR_NO_EVENT` when nothing has changed.
            never fn wait_for_slot_event(block: bool) -> u64;
            /// Initialises a token: objects are destroyed, the user PIN is no longer set. The label has
            /// 32 bytes, padded with blanks. `CKR_SESSION_EXISTS`, `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`
            never fn init_token(slot: u64, pin: Pin<'a>, label: &'a [u8]) -> ();
            /// Sets the user PIN; the SO is logged in.
            never fn init_pin(session: u64, pin: Pin<'a>) -> ();
            /// Changes the PIN of who is logged in, or of the user.
            never fn set_pin(session: u64, old: Pin<'a>, new: Pin<'a>) -> ();

            /// What the security officer has decided about the token. `CKR_FUNCTION_NOT_SUPPORTED` where
            /// tokens have no such policy.
            again fn token_policy(slot: u64) -> TokenPolicy;
            /// Changes it; the security officer is logged in. `CKR_ACTION_PROHIBITED` for another profile
            /// while the token has objects, `CKR_MECHANISM_INVALID` for a mechanism that there is not
            never fn set_token_policy(session: u64, policy: &'a TokenPolicy) -> ();

            /// Opens a session; `flags` are `CKF_SERIAL_SESSION` and `CKF_RW_SESSION`.
            never fn open_session(slot: u64, flags: u64) -> u64;
            /// Ends a session; the last one on a token logs out.
            never fn close_session(session: u64) -> ();
            /// Ends all sessions of this application with a token.
            never fn close_all_sessions(slot: u64) -> ();
            /// `CKR_SESSION_HANDLE_INVALID`
            again fn session_info(session: u64) -> SessionInfo;
            /// Ends the active operations that `flags` name (`CKF_ENCRYPT`, …, `CKF_FIND_OBJECTS`).
            again fn cancel(session: u64, flags: u64) -> ();
            /// The saved state of the active operations. `CKR_STATE_UNSAVEABLE`
            again fn operation_state(session: u64, out: Out<'a>) -> Written;
            /// Restores saved operations. Keys are 0 where none is needed. `CKR_SAVED_STATE_INVALID`,
            /// `CKR_KEY_NEEDED`, `CKR_KEY_NOT_NEEDED`, `CKR_KEY_CHANGED`
            never fn set_operation_state(session: u64, state: &'a [u8], encryption_key: u64, authentication_key: u64) -> ();
            /// Logs in for all sessions of the application with the token, or, with
            /// `CKU_CONTEXT_SPECIFIC`, for the active operation. `username` is for tokens that have users.
            never fn login(session: u64, user: u64, pin: Pin<'a>, username: Option<&'a [u8]>) -> ();
            /// Logs out all sessions of the application with the token.
            never fn logout(session: u64) -> ();
            /// What lets the login of the session's token be restored without the PIN, in another application
            /// of the same tenant: of use only to whoever has the secret, which is kept nowhere, and only
            /// until the PIN is changed or the token is initialised anew. `CKR_USER_NOT_LOGGED_IN`,
            /// `CKR_FUNCTION_NOT_SUPPORTED` where logins cannot be restored.
            again fn ticket(session: u64, secret: &'a [u8]) -> Vec<u8>;
            /// Logs in with what `ticket` gave. `CKR_USER_NOT_LOGGED_IN` when it is no longer good.
            again fn login_with_ticket(session: u64, ticket: &'a [u8], secret: &'a [u8]) -> ();

            /// Makes an object from a template.
            never fn create_object(session: u64, template: &'a Template) -> u64;
            /// Makes an object from another; the template says what differs.
            never fn copy_object(session: u64, object: u64, template: &'a Template) -> u64;
            /// Destroys an object.
            never fn destroy_object(session: u64, object: u64) -> ();
            /// The bytes that an object takes in the token, roughly.
            again fn object_size(session: u64, object: u64) -> u64;
            /// The attributes asked for, each with an answer of its own.
            again fn get_attributes(session: u64, object: u64, attributes: &'a [u64]) -> Vec<Answer>;
            /// Changes attributes: all or none.
            never fn set_attributes(session: u64, object: u64, template: &'a Template) -> ();
            /// Begins a search for objects that have all attributes of a template.
            never fn find_init(session: u64, template: &'a Template) -> ();
            /// The next handles found, at most `max`.
            never fn find_next(session: u64, max: u64) -> Vec<u64>;
            /// Ends a search.
            never fn find_final(session: u64) -> ();
            /// A whole search in one call, at most `max` handles; the session's own search is left alone.
            again fn find(session: u64, template: &'a Template, max: u64) -> Vec<u64>;

            /// Begins an operation. `key` is 0 for a digest. With no mechanism, the active operation of
            /// the kind ends.
            never fn op_init(session: u64, kind: OpKind, mechanism: Option<&'a Mechanism>, key: u64) -> Sizing;
            /// Begins a verification that has its signature from the start; then come `op_once`, or
            /// `op_update` and `op_final`, of [`OpKind::VerifySignature`], which have no output.
            never fn verify_signature_init(session: u64, mechanism: &'a Mechanism, key: u64, signature: &'a [u8]) -> ();
            /// Gives input to an operation of several parts and takes what output there is.
            never fn op_update(session: u64, kind: OpKind, input: &'a [u8], out: Out<'a>) -> Written;
            /// Gives a key's value to a digest.
            never fn op_update_key(session: u64, key: u64) -> ();
            /// Two operations in one call: (`Digest` or `Sign`, `Encrypt`), where the input goes to both,
            /// or (`Digest` or `Verify`, `Decrypt`), where the decrypted output goes to the first.
            never fn op_update_dual(session: u64, first: OpKind, second: OpKind, input: &'a [u8], out: Out<'a>) -> Written;
            /// Ends an operation of several parts and takes the rest of the output.
            never fn op_final(session: u64, kind: OpKind, out: Out<'a>) -> Written;
            /// The one part of an operation begun with `op_init`.
            never fn op_once(session: u64, kind: OpKind, input: &'a [u8], out: Out<'a>) -> Written;
            /// Ends a verification of several parts. `CKR_SIGNATURE_INVALID`, `CKR_SIGNATURE_LEN_RANGE`
            never fn verify_final(session: u64, signature: &'a [u8]) -> ();
            /// The one part of a verification begun with `op_init`.
            never fn verify_once(session: u64, input: &'a [u8], signature: &'a [u8]) -> ();
            /// Begins and ends an operation in one call, beside the session's active ones.
            again fn perform(session: u64, kind: OpKind, mechanism: &'a Mechanism, key: u64, input: &'a [u8], out: Out<'a>) -> Written;
            /// Signs several inputs with one key, beside the session's active operations: the signatures in the
            /// order of the inputs. All or none. `CKR_DATA_LEN_RANGE` for more than a service takes at once
            again fn sign_batch(session: u64, mechanism: &'a Mechanism, key: u64, inputs: &'a [&'a [u8]]) -> Vec<Vec<u8>>;
            /// Begins and ends a verification in one call, beside the session's active ones.
            again fn verify(session: u64, mechanism: &'a Mechanism, key: u64, input: &'a [u8], signature: &'a [u8]) -> ();

            /// Begins a series of messages with one mechanism and key; `kind` is `Encrypt`, `Decrypt`, `Sign`
            /// or `Verify`. Where each message has parameters of its own, the mechanism has none. With no
            /// mechanism, the series ends.
            never fn message_init(session: u64, kind: OpKind, mechanism: Option<&'a Mechanism>, key: u64) -> ();
            /// Encrypts, decrypts or signs a message of the series; signatures have no parameters.
            /// `CKR_AEAD_DECRYPT_FAILED`
            never fn message(session: u64, kind: OpKind, params: Option<&'a AeadMessage>, aad: &'a [u8], input: &'a [u8], out: Out<'a>) -> Message;
            /// Begins a message of the series that comes in parts, whatever the kind. The answer has the vector.
            never fn message_begin(session: u64, kind: OpKind, params: Option<&'a AeadMessage>, aad: &'a [u8]) -> Message;
            /// The next part of a message that is encrypted, decrypted or signed, and with `last` its end: the
            /// tag then comes out, or is given when decrypting, and a signature is the output.
            /// `CKR_AEAD_DECRYPT_FAILED`
            never fn message_next(session: u64, kind: OpKind, tag: &'a [u8], input: &'a [u8], last: bool, out: Out<'a>) -> Message;
            /// Verifies a message of the series. `CKR_SIGNATURE_INVALID`, `CKR_SIGNATURE_LEN_RANGE`
            never fn verify_message(session: u64, input: &'a [u8], signature: &'a [u8]) -> ();
            /// The next part of a message that is verified; with its signature, the last.
            never fn verify_message_next(session: u64, input: &'a [u8], signature: Option<&'a [u8]>) -> ();
            /// Ends a series of messages. `CKR_OPERATION_NOT_INITIALIZED`
            never fn message_final(session: u64, kind: OpKind) -> ();

            /// Makes a secret key or domain parameters.
            never fn generate_key(session: u64, mechanism: &'a Mechanism, template: &'a Template) -> u64;
            /// Makes a key pair: the public and the private handle.
            never fn generate_key_pair(session: u64, mechanism: &'a Mechanism, public: &'a Template, private: &'a Template) -> (u64, u64);
            /// A key, encrypted under another.
            again fn wrap_key(session: u64, mechanism: &'a Mechanism, wrapping_key: u64, key: u64, out: Out<'a>) -> Written;
            /// Makes a key from one that was wrapped.
            never fn unwrap_key(session: u64, mechanism: &'a Mechanism, unwrapping_key: u64, wrapped: &'a [u8], template: &'a Template) -> u64;
            /// A key, encrypted under another with a vector that may be generated; the tag comes beside it.
            never fn wrap_key_authenticated(session: u64, mechanism: u64, params: &'a AeadMessage, wrapping_key: u64, key: u64, aad: &'a [u8], out: Out<'a>) -> Message;
            /// Makes a key from one that was wrapped so.
            never fn unwrap_key_authenticated(session: u64, mechanism: u64, params: &'a AeadMessage, unwrapping_key: u64, wrapped: &'a [u8], template: &'a Template, aad: &'a [u8]) -> u64;
            /// Makes keys from another: the one of the template, and after it those whose templates the
            /// mechanism's parameters hold.
            never fn derive_key(session: u64, mechanism: &'a Mechanism, base_key: u64, template: &'a Template) -> Vec<u64>;
            /// Makes a secret key for the owner of a public key, and the ciphertext from which he makes the
            /// same. Where only the length is asked for, no key is made and its handle is 0.
            never fn encapsulate_key(session: u64, mechanism: &'a Mechanism, public_key: u64, template: &'a Template, out: Out<'a>) -> (Written, u64);
            /// Makes a secret key from a ciphertext.
            never fn decapsulate_key(session: u64, mechanism: &'a Mechanism, private_key: u64, template: &'a Template, ciphertext: &'a [u8]) -> u64;
            /// Begins a call that is carried out while the caller goes on, in a session that was opened with
            /// `CKF_ASYNC_SESSION`; gives its number. `CKR_SESSION_ASYNC_NOT_SUPPORTED`
            never fn async_begin(session: u64, task: &'a Task) -> u64;
            /// What has come of such a call: its own return value, once it has ended. Whoever gets it takes it
            /// away. `CKR_OPERATION_NOT_INITIALIZED`
            never fn async_take(session: u64, number: u64) -> Done;
            /// From now on the call does not end with its session.
            again fn async_keep(session: u64, number: u64) -> ();
            /// Goes on with a call of this function that another session began and kept; gives the bytes of
            /// its output. `CKR_SAVED_STATE_INVALID`
            again fn async_join(session: u64, function: &'a [u8], number: u64) -> u64;
            /// Mixes bytes into the random generator.
            again fn seed_random(session: u64, seed: &'a [u8]) -> ();
            /// Fills a buffer with random bytes.
            again fn generate_random(session: u64, out: &'a mut [u8]) -> ();
        }
    };
}

macro_rules! define {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        /// An application, as `C_Initialize` makes one. Every operation can also answer the general
        /// return values of PKCS #11 v3.2, section 5.1: `CKR_SESSION_HANDLE_INVALID`,
        /// `CKR_USER_NOT_LOGGED_IN`, `CKR_DEVICE_ERROR`, `CKR_DEVICE_MEMORY`, `CKR_HOST_MEMORY` and
        /// `CKR_GENERAL_ERROR`.
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)] // one form for all entries
        pub trait Application: Send + Sync {
            $($(#[$meta])* fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret>;)*

            /// Whether an operation in one part, with so many bytes of input, would only compute, for some 100 µs
            /// at most: it waits for no lock that is held long, no disk, no network and no person. What is asked is
            /// answered from memory; `false` where it is not known.
            fn is_short(&self, _session: u64, _kind: OpKind, _with: &Mechanism, _key: u64, _len: usize) -> bool {
                false
            }
        }

        /// All operations, in the order of the list.
        pub static OPERATIONS: &[Operation] =
            &[$(Operation { name: stringify!($name), repeat: define!(@$repeat) }),*];
    };
    (@again) => { Repeat::Again };
    (@never) => { Repeat::Never };
}
crate::for_each_operation!(define);
