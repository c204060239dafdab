//! The words of Strongroom and its one seam. In come nothing but definitions; out go the constants,
//! return values, attributes, templates, mechanism parameters, secrets and limits that every other
//! crate speaks in, and [`Provider`], somewhere that slots live. No cryptography, no input or output
//! and no decision about a key ever happens here. A new word of the specification goes into `ck`, a new
//! shape of mechanism parameters into `mechanism`, a new operation into `operations`.
#![deny(unsafe_code)]

mod allowance;
pub mod attribute;
mod by_number;
mod cbor;
pub mod ck;
mod error;
#[allow(unsafe_code)]
mod ffi;
mod info;
pub mod inside;
mod lane;
pub mod limits;
pub mod marks;
pub mod mechanism;
pub mod operations;
mod policy;
mod secret;
mod table;
mod task;

pub use allowance::{Allowance, Taken};
pub use attribute::{Answer, Attribute, Template, Value};
pub use by_number::ByNumber;
pub use error::{Error, Result, Rv};
pub use info::{
    DESCRIPTION, MANUFACTURER, MechanismInfo, SessionInfo, SlotInfo, TokenInfo, Version,
};
pub use lane::lane;
pub use mechanism::{Mechanism, Params};
pub use operations::{
    Application, KeystoreUse, Message, OPERATIONS, OpKind, Operation, Out, Pin, Provider, Repeat,
    Sizing, Tenant, Watcher, Written,
};
pub use policy::{Profile, TokenPolicy};
pub use secret::Secret;
pub use table::Table;
pub use task::{Done, Task};
