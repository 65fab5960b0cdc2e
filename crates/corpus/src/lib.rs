//! How rare a term is: document frequencies in compact, immutable snapshots, and the background
//! that is built in. A lookup is by fingerprint, and touches one cache line as a rule.
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
//! A tour: a [`Counter`] counts documents, and [`merge_runs`] makes the bytes of a [`Snapshot`] of
//! what counters wrote, as [`Snapshot::build`] does of frequencies that are known and
//! [`Snapshot::merge`] of other snapshots. A [`SequenceCounter`] counts what tells words that no
//! dictionary has, and [`find_words`] makes terms of them, with a space between two characters.
//! [`Snapshot::open`] checks the bytes and looks terms up in place; a [`Background`] interpolates
//! several snapshots. `data/` holds the built-in ones, with their sources, licences and recipes.
//!
//! This crate opens no file: it takes bytes, readers and writers. It never normalizes a term; the
//! caller looks up what it counted, in the form of `tiyao_text::term_key`.

mod background;
mod builder;
mod counter;
mod description;
mod fingerprint;
mod format;
mod merge;
mod packing;
mod record;
mod sequences;
mod slots;
mod snapshot;

pub use background::{Background, Recalled};
pub use builder::BuildError;
pub use counter::Counter;
pub use description::{Description, Provenance, Source};
pub use fingerprint::{Fingerprint, Spelling};
pub use merge::merge_runs;
pub use sequences::{SequenceCounter, SequenceFacts, find_words};
pub use snapshot::{Snapshot, SnapshotError};
