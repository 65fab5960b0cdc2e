//! The server as those who run it meet it: certificates, tokens, connections, metrics.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod connections;
mod deploy;
mod fairness;
mod monitor;
mod support;
#[cfg(feature = "tls")]
mod tls;
mod tokens;
