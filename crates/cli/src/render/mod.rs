//! What a person or a program sees of an answer: pure functions from the contract's messages to a
//! writer. The forms that other programs take are those of `tiyao-export`.
//!
//! A renderer never fails on what a message holds; only its writer may.

pub(crate) mod json;
pub(crate) mod layout;
pub(crate) mod table;
