//! How rare a term is: document frequencies in compact, immutable snapshots, and the background
//! that is built in. A lookup is one hash, one table entry and a scan of a few neighbouring bytes.
//!
//! ```
//! use tiyao_corpus::Background;
//!
//! let background = Background::builtin();
//! let rare = background.inverse_document_frequency("食品安全").unwrap();
//! let common = background.inverse_document_frequency("工作").unwrap();
//! assert!(rare > common);
//! assert_eq!(background.inverse_document_frequency("提要提要"), None);
//! ```
//!
//! A tour: [`Snapshot::build`] makes the bytes of a snapshot from document frequencies,
//! [`Snapshot::open`] checks them and looks terms up in place, and [`Background`] gives weights
//! from a snapshot. `data/` holds the built-in one, with its source, licence and recipe.
//!
//! This crate does no I/O and counts no texts: whoever has articles counts them and hands the
//! frequencies over. It never normalizes a term; the caller looks up what it stored.

mod background;
mod builder;
mod format;
mod snapshot;

pub use background::Background;
pub use builder::BuildError;
pub use format::MAX_TERM_BYTES;
pub use snapshot::{Snapshot, SnapshotError};
