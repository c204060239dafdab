//! The service: any [`strongroom_base::Provider`] on the network. In come connections that prove who they
//! are (mutual TLS 1.3), within limits that are numbers of a configuration; out go answers, metrics and a
//! log. Nothing about keys is decided here. Who may connect is decided in `authority` and `clients`, what
//! may be configured stands in `config`.
#![forbid(unsafe_code)]

mod applications;
pub mod authority;
pub mod clients;
mod cost;
mod files;
pub mod limits;
mod tls;
