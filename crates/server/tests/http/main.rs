//! The service as a program meets it that knows HTTP and JSON, and no gRPC: a real server, in memory,
//! for each test.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod answers;
mod browsers;
mod desks;
mod exports;
mod faults;
mod refusals;
mod slow;
mod streams;
mod support;
