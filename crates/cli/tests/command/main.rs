//! The built command, as a person or a script calls it.
#![cfg(feature = "embedded")]

mod bad_input;
mod batch;
mod formats;
mod served;
mod support;
