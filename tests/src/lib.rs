//! Black-box suites over the built PKCS #11 library and the `strongroom` command.
//!
//! What comes in is a path to a module (`STRONGROOM_MODULE`, by default the library this workspace
//! builds) and scratch instances; what goes out is a list of passed, failed and skipped tests. Only
//! the suite `sdk` links a crate of the product, since that is what it tests: everything else goes through
//! the C interface or the command. This
//! library is the harness; the suites are in `tests/`, one test program each, and every test runs in a
//! process and an instance of its own (see [`runner`]). A new kind of call goes to [`session`]; a new
//! test goes to the suite whose question it answers.

pub mod ffi;
pub mod instance;
pub mod keys;
pub mod mechanism;
pub mod message;
pub mod names;
pub mod operation;
pub mod peer;
pub mod report;
pub mod runner;
pub mod rv;
pub mod service;
pub mod session;
pub mod template;

pub use ffi::{Guarded, Module};
pub use instance::{Hsm, SO_PIN, USER_PIN};
pub use mechanism::Mech;
pub use message::MessageParams;
pub use operation::{Io, Kind};
pub use report::Report;
pub use rv::{Outcome, Rv};
pub use service::Service;
pub use session::Session;
pub use template::Template;

/// The constants of the specification, and the harness, in one `use`.
pub mod prelude {
    pub use crate::{
        Guarded, Hsm, Io, Kind, Mech, MessageParams, Module, Outcome, Report, Rv, SO_PIN, Session,
        Template, USER_PIN, suite, template,
    };
    pub use cryptoki_sys::*;
}
