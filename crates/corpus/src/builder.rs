use std::collections::BTreeMap;
use std::{fmt, io};

use crate::fingerprint::{Fingerprint, Spelling};
use crate::format::{CHECKED_FROM, Header, checksum, write_provenance};
use crate::packing::{MAX_PACKED_BYTES, Packed, unpack};
use crate::record::{Key, push_record, take_record};
use crate::slots::{fill, frequency_bits, slot_count};
use crate::{Description, Snapshot};

/// Why document frequencies make no snapshot.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// A term is empty or too long.
    TermLength {
        /// The term.
        term: String,
    },
    /// A document frequency is 0 or above the document count.
    Frequency {
        /// The document frequency.
        document_frequency: u64,
        /// The document count.
        document_count: u64,
    },
    /// What was set aside or is to be merged is not in the order of records.
    Order,
    /// There are 2³² documents or terms or more, or a text of the provenance is of 4 GiB.
    TooLarge,
    /// What was set aside could not be read again.
    Read(io::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TermLength { term } => {
                write!(
                    f,
                    "a term takes 1 to {MAX_PACKED_BYTES} bytes, found {} in UTF-8",
                    term.len()
                )
            }
            Self::Frequency { document_frequency, document_count } => write!(
                f,
                "document frequency {document_frequency} is not between 1 and the document count \
                 {document_count}"
            ),
            Self::Order => f.write_str("records are out of order"),
            Self::TooLarge => f.write_str("a snapshot holds fewer than 2³² documents and terms"),
            Self::Read(error) => write!(f, "cannot read records: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            _ => None,
        }
    }
}

impl Snapshot {
    /// The bytes of a snapshot of `frequencies`: in how many documents each term stands. Equal
    /// input gives equal bytes.
    pub fn build(
        description: &Description,
        frequencies: &BTreeMap<String, u64>,
    ) -> Result<Vec<u8>, BuildError> {
        let mut records = Vec::with_capacity(frequencies.len());
        for (term, &document_frequency) in frequencies {
            let packed =
                Packed::of(term).ok_or_else(|| BuildError::TermLength { term: term.clone() })?;
            records.push((Key::of(packed.as_bytes()), document_frequency));
        }
        records.sort_unstable();
        let mut builder = SnapshotBuilder::new(description.document_count);
        for (key, document_frequency) in records {
            builder.push(&key.packed, document_frequency)?;
        }
        builder.finish(description)
    }
}

/// Takes records in their order.
pub(crate) struct SnapshotBuilder {
    document_count: u64,
    records: Vec<u8>,
    term_count: u32,
    // how many terms have each document frequency
    spread: BTreeMap<u64, u32>,
}

impl SnapshotBuilder {
    pub(crate) fn new(document_count: u64) -> Self {
        Self { document_count, records: Vec::new(), term_count: 0, spread: BTreeMap::new() }
    }

    pub(crate) fn push(
        &mut self,
        packed: &[u8],
        document_frequency: u64,
    ) -> Result<(), BuildError> {
        let document_count = self.document_count;
        if document_frequency == 0 || document_frequency > document_count {
            return Err(BuildError::Frequency { document_frequency, document_count });
        }
        push_record(&mut self.records, packed, document_frequency);
        self.term_count = self.term_count.checked_add(1).ok_or(BuildError::TooLarge)?;
        *self.spread.entry(document_frequency).or_default() += 1;
        Ok(())
    }

    /// The bytes of the snapshot.
    pub(crate) fn finish(self, description: &Description) -> Result<Vec<u8>, BuildError> {
        let slot_count = slot_count(self.term_count);
        let provenance = write_provenance(&description.provenance).ok_or(BuildError::TooLarge)?;
        let frequency_bits = frequency_bits(self.document_count).ok_or(BuildError::TooLarge)?;
        let slots = fill(fingerprints(&self.records), slot_count, frequency_bits);
        let slots = slots.ok_or(BuildError::TooLarge)?;
        let length = Header::LENGTH + provenance.len() + slots.len() + self.records.len();
        let mut header = Header {
            slot_count,
            checksum: 0,
            length: length as u64,
            document_count: description.document_count,
            typical_document_frequency: self.median(),
            least_document_frequency: description.least_document_frequency.max(1),
            term_count: self.term_count,
            provenance_length: u32::try_from(provenance.len()).map_err(|_| BuildError::TooLarge)?,
        };
        let mut bytes = header.write();
        bytes.reserve_exact(length - bytes.len());
        bytes.extend(provenance);
        bytes.extend(slots);
        bytes.extend(self.records);
        header.checksum = checksum(bytes.get(CHECKED_FROM..).unwrap_or_default());
        for (slot, byte) in bytes.iter_mut().zip(header.write()) {
            *slot = byte;
        }
        Ok(bytes)
    }

    /// The median document frequency; of two middle ones the lower. 1 without terms.
    fn median(&self) -> u64 {
        let mut before = self.term_count.saturating_sub(1) / 2;
        for (&document_frequency, &terms) in &self.spread {
            if before < terms {
                return document_frequency;
            }
            before -= terms;
        }
        1
    }
}

/// The fingerprints of a run's terms with their document frequencies, up to the first record that is
/// malformed.
pub(crate) fn fingerprints(mut records: &[u8]) -> impl Iterator<Item = (Fingerprint, u64)> {
    std::iter::from_fn(move || {
        let (packed, document_frequency, behind) = take_record(records)?;
        records = behind;
        Some((Spelling::of(&unpack(packed)?).fingerprint, document_frequency))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Provenance;

    fn build(terms: &[(&str, u64)], document_count: u64) -> Result<Vec<u8>, BuildError> {
        let frequencies = terms.iter().map(|&(term, n)| (term.to_owned(), n)).collect();
        let provenance = Provenance::default();
        let description = Description { provenance, document_count, least_document_frequency: 1 };
        Snapshot::build(&description, &frequencies)
    }

    #[test]
    fn what_went_in_comes_out() {
        let names: Vec<String> = (0..500).map(|i| format!("词{i}")).collect();
        let terms: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(1..).collect();
        let snapshot = Snapshot::open(build(&terms, 1000).unwrap()).unwrap();
        assert_eq!(snapshot.check(), Ok(()));
        assert_eq!((snapshot.document_count(), snapshot.typical_document_frequency()), (1000, 250));
        for &(term, n) in &terms {
            assert_eq!(snapshot.document_frequency(term), Some(n));
        }
        assert_eq!(snapshot.document_frequency("词500"), None);
        assert_eq!(snapshot.document_frequency(""), None);
        let mut listed: Vec<(String, u64)> = snapshot.terms().map(Result::unwrap).collect();
        listed.sort_by_key(|&(_, n)| n);
        assert!(listed.iter().map(|(term, n)| (term.as_str(), *n)).eq(terms));
    }

    #[test]
    fn refuses_impossible_frequencies() {
        assert!(matches!(build(&[("词", 0)], 5), Err(BuildError::Frequency { .. })));
        assert!(matches!(build(&[("词", 6)], 5), Err(BuildError::Frequency { .. })));
        assert!(matches!(build(&[("", 1)], 5), Err(BuildError::TermLength { .. })));
        assert!(matches!(build(&[(&"词".repeat(128), 1)], 5), Err(BuildError::TermLength { .. })));
    }

    #[test]
    fn an_empty_snapshot_is_one() {
        let snapshot = Snapshot::open(build(&[], 0).unwrap()).unwrap();
        assert_eq!(snapshot.check(), Ok(()));
        assert_eq!((snapshot.term_count(), snapshot.document_frequency("词")), (0, None));
        assert_eq!(snapshot.typical_document_frequency(), 1);
    }
}
