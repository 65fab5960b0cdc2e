//! One renderer per file: pure functions from the contract's messages to a writer.
//!
//! A renderer never fails on what a message holds; only its writer may.

pub(crate) mod csv;
pub(crate) mod jats;
pub(crate) mod json;
mod labels;
pub(crate) mod layout;
pub(crate) mod markdown;
pub(crate) mod table;

#[cfg(test)]
mod sample;
