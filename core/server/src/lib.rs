//! The service: any [`strongroom_base::Provider`] on the network. In come connections that prove who they
//! are (mutual TLS 1.3), within limits that are numbers of a configuration; out go answers, metrics and a
//! log. Nothing about keys is decided here. Who may connect is decided in `authority`, `clients` and `tls`,
//! what may be configured stands in `config` and `limits`, how requests are carried out in `connection`,
//! `worker`, `cost`, `pool` and `memory`, and what brings it all together in `service`.
#![forbid(unsafe_code)]

mod applications;
pub mod authority;
pub mod clients;
pub mod config;
mod connection;
mod cost;
mod exposure;
mod files;
mod http;
pub mod limits;
mod memory;
mod metrics;
mod peer;
mod pool;
mod process;
#[cfg(test)]
mod rogues;
mod service;
mod tasks;
mod tls;
mod worker;

pub use config::Config;
pub use process::{Signals, harden};
pub use service::{Running, start, start_module};
