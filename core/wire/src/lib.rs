//! The protocol between a Strongroom service and its clients, and the client. In come the operations of the
//! seam ([`strongroom_base::Application`]) and a [`Bundle`]; out go frames of CBOR over mutual TLS 1.3, and
//! answers, whatever became of connections and servers meanwhile. No key is decided about here and there
//! is no runtime and no thread: a call blocks, within its bound. A new operation needs nothing here; a new
//! type of argument or answer is an entry in `codec`.
#![forbid(unsafe_code)]

mod bundle;

pub use bundle::Bundle;
