use std::{collections::BTreeMap, fmt};

use crate::Snapshot;
use crate::format::{
    CHECKED_FROM, CHECKSUM_AT, FORMAT_VERSION, MAGIC, MAX_BUCKET_BITS, MAX_TERM_BYTES, bucket_of,
    checksum, push_varint,
};

/// Records per bucket that a build aims at: few enough to scan, many enough to keep the table of
/// buckets small.
const RECORDS_PER_BUCKET: usize = 2;

/// Why document frequencies make no snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// A term is longer than [`MAX_TERM_BYTES`] or empty.
    TermLength {
        /// The term.
        term: String,
    },
    /// A document frequency is 0 or above the document count.
    Frequency {
        /// The term.
        term: String,
        /// Its document frequency.
        document_frequency: u64,
        /// The document count.
        document_count: u64,
    },
    /// The records would not fit into 4 GiB.
    TooLarge,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TermLength { term } => {
                write!(f, "term of {} bytes, allowed are 1 to {MAX_TERM_BYTES}", term.len())
            }
            Self::Frequency { term, document_frequency, document_count } => write!(
                f,
                "document frequency {document_frequency} of {term:?} is not between 1 and the \
                 document count {document_count}"
            ),
            Self::TooLarge => f.write_str("the records take more than 4 GiB"),
        }
    }
}

impl std::error::Error for BuildError {}

impl Snapshot<'_> {
    /// The bytes of a snapshot of `frequencies`: in how many of `document_count` documents each
    /// term stands. `name` tells the snapshot and its version, for provenance. Equal input gives
    /// equal bytes.
    pub fn build(
        name: &str,
        document_count: u64,
        frequencies: &BTreeMap<String, u64>,
    ) -> Result<Vec<u8>, BuildError> {
        for (term, &document_frequency) in frequencies {
            if term.is_empty() || term.len() > MAX_TERM_BYTES {
                return Err(BuildError::TermLength { term: term.clone() });
            }
            if document_frequency == 0 || document_frequency > document_count {
                let term = term.clone();
                return Err(BuildError::Frequency { term, document_frequency, document_count });
            }
        }
        let bits = bucket_bits(frequencies.len());
        let mut buckets: Vec<Vec<u8>> = vec![Vec::new(); 1 << bits];
        for (term, &document_frequency) in frequencies {
            if let Some(bucket) = buckets.get_mut(bucket_of(term.as_bytes(), bits)) {
                bucket.push(u8::try_from(term.len()).unwrap_or(u8::MAX));
                bucket.extend_from_slice(term.as_bytes());
                push_varint(bucket, document_frequency);
            }
        }
        encode(name, document_count, median(frequencies), frequencies.len(), bits, &buckets)
            .ok_or(BuildError::TooLarge)
    }
}

fn encode(
    name: &str,
    document_count: u64,
    typical: u64,
    term_count: usize,
    bits: u32,
    buckets: &[Vec<u8>],
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    bytes.extend_from_slice(&bits.to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(&document_count.to_le_bytes());
    bytes.extend_from_slice(&typical.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(term_count).ok()?.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(name.len()).ok()?.to_le_bytes());
    bytes.extend_from_slice(name.as_bytes());
    let mut at = 0;
    for bucket in buckets {
        bytes.extend_from_slice(&u32::try_from(at).ok()?.to_le_bytes());
        at += bucket.len();
    }
    bytes.extend_from_slice(&u32::try_from(at).ok()?.to_le_bytes());
    for bucket in buckets {
        bytes.extend_from_slice(bucket);
    }
    let sum = checksum(bytes.get(CHECKED_FROM..)?);
    bytes.get_mut(CHECKSUM_AT..CHECKED_FROM)?.copy_from_slice(&sum.to_le_bytes());
    Some(bytes)
}

fn bucket_bits(term_count: usize) -> u32 {
    (term_count / RECORDS_PER_BUCKET).checked_ilog2().unwrap_or(0).min(MAX_BUCKET_BITS)
}

/// The median document frequency; of two middle ones the lower. 1 without terms.
fn median(frequencies: &BTreeMap<String, u64>) -> u64 {
    let mut sorted: Vec<u64> = frequencies.values().copied().collect();
    sorted.sort_unstable();
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(terms: &[(&str, u64)], count: u64) -> Result<Vec<u8>, BuildError> {
        let frequencies = terms.iter().map(|&(term, n)| (term.to_owned(), n)).collect();
        Snapshot::build("test/1", count, &frequencies)
    }

    #[test]
    fn what_went_in_comes_out() {
        let names: Vec<String> = (0..500).map(|i| format!("词{i}")).collect();
        let terms: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(1..).collect();
        let bytes = build(&terms, 1000).unwrap();
        let snapshot = Snapshot::open(&bytes).unwrap();
        assert_eq!((snapshot.name(), snapshot.term_count()), ("test/1", 500));
        assert_eq!((snapshot.document_count(), snapshot.typical_document_frequency()), (1000, 250));
        for (term, n) in terms {
            assert_eq!(snapshot.document_frequency(term), Some(n));
        }
        assert_eq!(snapshot.document_frequency("词500"), None);
        assert_eq!(snapshot.document_frequency(""), None);
    }

    #[test]
    fn refuses_impossible_frequencies() {
        assert!(matches!(build(&[("词", 0)], 5), Err(BuildError::Frequency { .. })));
        assert!(matches!(build(&[("词", 6)], 5), Err(BuildError::Frequency { .. })));
        assert!(matches!(build(&[("", 1)], 5), Err(BuildError::TermLength { .. })));
        assert!(matches!(build(&[(&"词".repeat(86), 1)], 5), Err(BuildError::TermLength { .. })));
    }

    #[test]
    fn an_empty_snapshot_is_one() {
        let bytes = build(&[], 0).unwrap();
        let snapshot = Snapshot::open(&bytes).unwrap();
        assert_eq!((snapshot.term_count(), snapshot.document_frequency("词")), (0, None));
    }
}
