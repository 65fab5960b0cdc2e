//! The built command, as a person or a script calls it.
#![cfg(feature = "embedded")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests; the lints' own exception sees only the test functions"
)]

#[cfg(feature = "tls")]
mod asked;
mod bad_input;
mod batch;
mod check;
mod corpus;
mod explain;
mod formats;
mod forms;
mod found_words;
mod keywords;
mod seed;
mod served;
mod settings;
mod support;
mod watch;
