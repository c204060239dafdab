//! The protocol between a Strongroom service and its clients, and the client. In come the operations of the
//! seam ([`strongroom_base::Application`]) and a [`Bundle`]; out go frames of CBOR over mutual TLS 1.3, and
//! answers, whatever became of connections and servers meanwhile. No key is decided about here and there
//! is no runtime and no thread: a call blocks, within its bound. A new operation needs nothing here; a new
//! type of argument or answer is an entry in `codec`.
#![forbid(unsafe_code)]

mod attach;
mod bundle;
mod call;
mod client;
mod codec;
mod frame;
pub mod fuzz;
mod pace;
mod reply;
mod serve;

pub use attach::{Attach, Attached, Token, VERSION};
pub use bundle::Bundle;
pub use call::{Called, Carrier, Lost};
pub use client::{Client, Service};
pub use codec::{Facts, Limits, Refusal};
pub use frame::{DEFAULT_PORT, MAX_FRAME, Malformed, PREFIX, PROTOCOL, length};
pub use pace::Pace;
pub use reply::Reply;
pub use serve::{Request, Served, Wanted, index, serve};
