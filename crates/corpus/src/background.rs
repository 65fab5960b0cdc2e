use std::sync::OnceLock;

use crate::{Snapshot, SnapshotError};

/// Background frequencies: how rare a term is in texts at large.
#[derive(Clone, Copy)]
pub struct Background {
    snapshot: Snapshot<'static>,
}

/// The built-in snapshot; `data/README.md` says where it comes from.
const BUILTIN: &[u8] = include_bytes!("../data/jieba.tiyaodf");

impl Background {
    /// The background that is built in.
    pub fn builtin() -> &'static Self {
        static BACKGROUND: OnceLock<Background> = OnceLock::new();
        BACKGROUND.get_or_init(|| Self::open(BUILTIN).unwrap_or_else(|_| Self::empty()))
    }

    /// A background from the bytes of a snapshot.
    pub fn open(bytes: &'static [u8]) -> Result<Self, SnapshotError> {
        Ok(Self { snapshot: Snapshot::open(bytes)? })
    }

    /// A background that knows no term: every term is as rare as the next.
    fn empty() -> Self {
        Self { snapshot: Snapshot::EMPTY }
    }

    /// Name and version of the frequencies, for provenance.
    pub fn version(&self) -> &str {
        self.snapshot.name()
    }

    /// Whether the other one reads the very same snapshot.
    pub fn is_same(&self, other: &Self) -> bool {
        self.snapshot.is_same(&other.snapshot)
    }

    /// How many terms it has.
    pub fn term_count(&self) -> usize {
        self.snapshot.term_count()
    }

    /// Natural logarithm of documents over documents with the term; `None` for an unknown term.
    pub fn inverse_document_frequency(&self, term: &str) -> Option<f64> {
        let document_frequency = self.snapshot.document_frequency(term)?;
        Some(inverse_document_frequency(self.snapshot.document_count(), document_frequency))
    }

    /// The median over its terms: what to take for an unknown one.
    pub fn typical_inverse_document_frequency(&self) -> f64 {
        inverse_document_frequency(
            self.snapshot.document_count(),
            self.snapshot.typical_document_frequency(),
        )
    }
}

/// ln(N / n): documents over documents with the term (Spärck Jones 1972, natural logarithm), as
/// jieba's table has it. At least 0.
fn inverse_document_frequency(document_count: u64, document_frequency: u64) -> f64 {
    debug_assert!((1..=document_count.max(1)).contains(&document_frequency));
    (document_count.max(1) as f64 / document_frequency.max(1) as f64).ln().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(term: &str, expected: Option<f64>) {
        let found = Background::builtin().inverse_document_frequency(term);
        assert_eq!(found.map(|v| (v * 1e6).round()), expected.map(|v| (v * 1e6).round()), "{term}");
    }

    #[test]
    fn the_committed_file_opens() {
        let background = Background::open(BUILTIN).unwrap();
        assert_eq!(background.version(), "jieba-idf/0.11.0");
        assert_eq!(background.term_count(), 270_132);
    }

    #[test]
    fn values_are_those_of_the_source() {
        check("劳动防护", Some(13.900_677_652));
        check("岗上", Some(11.502_782_382_4));
        check("的", Some(0.884_742_026_19));
        check("提要提要", None);
        let typical = Background::builtin().typical_inverse_document_frequency();
        assert!((typical - 11.954_767_502_9).abs() < 1e-6);
    }

    #[test]
    fn an_empty_background_weighs_all_alike() {
        let empty = Background::empty();
        assert!(empty.is_same(&empty) && !empty.is_same(Background::builtin()));
        assert_eq!((empty.term_count(), empty.inverse_document_frequency("词")), (0, None));
        assert_eq!(empty.typical_inverse_document_frequency().to_bits(), 0.0_f64.to_bits());
    }
}
