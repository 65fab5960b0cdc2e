//! The client against servers over real connections: sound ones, scripted ones, and such as go away.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod faults;
mod names;
mod proxy;
mod retries;
mod scripted;
#[cfg(feature = "tls")]
mod secured;
mod server;
mod streams;
mod told;
#[cfg(feature = "blocking")]
mod waiting;
