use std::{borrow::Cow, fmt};

use crate::builder::fingerprints;
use crate::fingerprint::{Fingerprint, Spelling};
use crate::format::{CHECKED_FROM, FORMAT_VERSION, Header, MAGIC, checksum, read_provenance};
use crate::packing::unpack;
use crate::record::{Key, take_record};
use crate::slots::{self, fill, frequency_bits};
use crate::{Description, Provenance};

/// In how many documents each term of a collection stands, read in place from immutable bytes.
pub struct Snapshot {
    bytes: Cow<'static, [u8]>,
    header: Header,
    description: Description,
    slots_at: usize,
    records_at: usize,
    frequency_bits: u32,
}

/// Why bytes are no snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotError {
    /// They do not begin as a snapshot does.
    NotASnapshot,
    /// They have a layout that this version does not know.
    UnknownVersion {
        /// The layout's version.
        version: u32,
    },
    /// They end too early.
    Truncated {
        /// How many bytes there are.
        found: u64,
        /// How many there should be, as far as can be told.
        expected: u64,
    },
    /// They are not what was written: the checksum is another.
    Checksum,
    /// The checksum is right, and yet they are not what a snapshot holds.
    Structure {
        /// Which part of it is wrong.
        part: &'static str,
    },
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("not a snapshot of document frequencies"),
            Self::UnknownVersion { version } => {
                write!(f, "snapshot layout {version} is not known, only {FORMAT_VERSION}")
            }
            Self::Truncated { found, expected } => {
                write!(f, "the snapshot ends too early: {found} of {expected} bytes")
            }
            Self::Checksum => f.write_str("the snapshot is damaged: its checksum is wrong"),
            Self::Structure { part } => write!(f, "the snapshot is malformed: {part}"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl Snapshot {
    /// Checks `bytes` as a build made them, and opens them without copying. Records are not read:
    /// each is checked when it is looked at.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, SnapshotError> {
        let bytes = bytes.into();
        let header = header(&bytes)?;
        if checksum(bytes.get(CHECKED_FROM..).unwrap_or_default()) != header.checksum {
            return Err(SnapshotError::Checksum);
        }
        let snapshot = Self::of(bytes, header)?;
        snapshot.check_slots()?;
        Ok(snapshot)
    }

    /// As [`Snapshot::open`], without a look at the checksum and the slots: for bytes
    /// that a test has checked. Damage would show as unknown terms.
    pub(crate) fn open_trusted(bytes: &'static [u8]) -> Result<Self, SnapshotError> {
        Self::of(Cow::Borrowed(bytes), header(bytes)?)
    }

    fn of(bytes: Cow<'static, [u8]>, header: Header) -> Result<Self, SnapshotError> {
        let malformed = |part| SnapshotError::Structure { part };
        let slots_length = header.slots_length().ok_or(malformed("the number of slots"))?;
        let slots_at = usize::try_from(header.provenance_length)
            .ok()
            .and_then(|length| length.checked_add(Header::LENGTH))
            .ok_or(malformed("the length of the provenance"))?;
        let records_at = slots_at
            .checked_add(slots_length)
            .filter(|&at| at <= bytes.len())
            .ok_or(malformed("the number of slots"))?;
        let frequency_bits =
            frequency_bits(header.document_count).ok_or(malformed("the document count"))?;
        let provenance = bytes
            .get(Header::LENGTH..slots_at)
            .and_then(read_provenance)
            .ok_or(malformed("the provenance"))?;
        let typical = header.typical_document_frequency;
        if typical == 0 || typical > header.document_count.max(1) {
            return Err(malformed("the typical document frequency"));
        }
        if header.least_document_frequency == 0 {
            return Err(malformed("the least document frequency"));
        }
        let description = Description {
            provenance,
            document_count: header.document_count,
            least_document_frequency: header.least_document_frequency,
        };
        Ok(Self { bytes, header, description, slots_at, records_at, frequency_bits })
    }

    /// As many slots are taken as there are terms, so that a search ends.
    fn check_slots(&self) -> Result<(), SnapshotError> {
        let slots = self.slots();
        let taken = slots.iter().filter(|slot| **slot != [0; slots::SLOT_BYTES]).count();
        if taken < slots.len() && u32::try_from(taken) == Ok(self.term_count()) {
            Ok(())
        } else {
            Err(SnapshotError::Structure { part: "the slots" })
        }
    }

    /// Reads all of it: every record is a term with a possible frequency, all are in order, and as
    /// many as the snapshot says. Time: a few nanoseconds for each byte.
    pub fn check(&self) -> Result<(), SnapshotError> {
        let malformed = |part| Err(SnapshotError::Structure { part });
        let mut rest = self.records();
        let mut before = None;
        let mut count = 0;
        while !rest.is_empty() {
            let Some((packed, document_frequency, behind)) = take_record(rest) else {
                return malformed("a record");
            };
            let possible = (1..=self.document_count()).contains(&document_frequency);
            if !possible || unpack(packed).is_none_or(|term| term.is_empty()) {
                return malformed("a record");
            }
            let key = Some(Key::of(packed));
            if key <= before {
                return malformed("the order of records");
            }
            before = key;
            count += 1;
            rest = behind;
        }
        if count != self.term_count() {
            return malformed("the number of terms");
        }
        let terms = fingerprints(self.records());
        let slots = fill(terms, self.header.slot_count, self.frequency_bits);
        if slots.as_deref() == Some(self.slots().as_flattened()) {
            Ok(())
        } else {
            malformed("the slots")
        }
    }

    /// What was counted, and by whom.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Where its numbers come from.
    pub fn provenance(&self) -> &Provenance {
        &self.description.provenance
    }

    /// How many documents were counted.
    pub fn document_count(&self) -> u64 {
        self.description.document_count
    }

    /// The median document frequency of its terms; 1 without terms.
    pub fn typical_document_frequency(&self) -> u64 {
        self.header.typical_document_frequency
    }

    /// How many terms it has.
    pub fn term_count(&self) -> u32 {
        self.header.term_count
    }

    /// How many bytes it takes.
    pub fn size_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The checksum over its bytes: what tells two snapshots of one name apart.
    pub fn checksum(&self) -> u64 {
        self.header.checksum
    }

    /// In how many documents `term` stands; `None` for an unknown term.
    pub fn document_frequency(&self, term: &str) -> Option<u64> {
        self.find(Spelling::of(term).fingerprint)
    }

    /// The document frequency of the term with a fingerprint.
    pub(crate) fn find(&self, fingerprint: Fingerprint) -> Option<u64> {
        let found = slots::find(self.slots(), self.frequency_bits, fingerprint)?;
        Some(found.clamp(1, self.document_count().max(1)))
    }

    fn slots(&self) -> &[[u8; slots::SLOT_BYTES]] {
        self.bytes.get(self.slots_at..self.records_at).unwrap_or_default().as_chunks().0
    }

    /// The run of its records.
    pub(crate) fn records(&self) -> &[u8] {
        self.bytes.get(self.records_at..).unwrap_or_default()
    }

    /// All its terms with their document frequencies, in the order of the file, which says nothing.
    /// Ends after the first record that is malformed.
    pub fn terms(&self) -> impl Iterator<Item = Result<(String, u64), SnapshotError>> {
        let mut rest = self.records();
        let document_count = self.document_count();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let term = take_record(rest).and_then(|(packed, document_frequency, behind)| {
                rest = behind;
                let sound = (1..=document_count).contains(&document_frequency);
                Some((unpack(packed).filter(|term| sound && !term.is_empty())?, document_frequency))
            });
            if term.is_none() {
                rest = &[];
            }
            Some(term.ok_or(SnapshotError::Structure { part: "a record" }))
        })
    }
}

/// The header of bytes that are as long as it says.
fn header(bytes: &[u8]) -> Result<Header, SnapshotError> {
    if bytes.get(..MAGIC.len()) != Some(&MAGIC[..]) {
        return Err(SnapshotError::NotASnapshot);
    }
    let found = bytes.len() as u64;
    let truncated = |expected| SnapshotError::Truncated { found, expected };
    let version = bytes.get(MAGIC.len()..).and_then(<[u8]>::first_chunk);
    let version = version.ok_or(truncated(Header::LENGTH as u64))?;
    let version = u32::from_le_bytes(*version);
    if version != FORMAT_VERSION {
        return Err(SnapshotError::UnknownVersion { version });
    }
    let header = Header::read(bytes).ok_or(truncated(Header::LENGTH as u64))?;
    match found.cmp(&header.length) {
        std::cmp::Ordering::Less => Err(truncated(header.length)),
        std::cmp::Ordering::Equal => Ok(header),
        std::cmp::Ordering::Greater => {
            Err(SnapshotError::Structure { part: "there are bytes behind its end" })
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("header", &self.header)
            .field("description", &self.description)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{Background, Source};

    const TERMS: [(&str, u64); 6] =
        [("市场", 3), ("监管", 200), ("市场监管", 2), ("5g专网", 1), ("·", 4), ("农", 300)];

    fn sound() -> Vec<u8> {
        let frequencies: BTreeMap<String, u64> =
            TERMS.iter().map(|&(term, n)| (term.to_owned(), n)).collect();
        let source = Source { name: "a.jsonl".to_owned(), document_count: 300 };
        let provenance = Provenance {
            name: "test".to_owned(),
            version: "1".to_owned(),
            builder: "a test".to_owned(),
            sources: vec![source],
        };
        let description =
            Description { provenance, document_count: 300, least_document_frequency: 1 };
        Snapshot::build(&description, &frequencies).unwrap()
    }

    /// Bytes with a checksum and a length that fit them, as whoever forges them would write.
    fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
        let length = (bytes.len() as u64).to_le_bytes();
        if let Some(slot) = bytes.get_mut(24..32) {
            slot.copy_from_slice(&length);
            let sum = checksum(&bytes[CHECKED_FROM..]).to_le_bytes();
            bytes[16..24].copy_from_slice(&sum);
        }
        bytes
    }

    /// Asks for everything; whatever the answer, it is a possible one.
    fn use_all(snapshot: Snapshot) {
        let count = snapshot.document_count().max(1);
        for (term, _) in TERMS {
            let found = snapshot.document_frequency(term);
            assert!(found.is_none_or(|n| (1..=count).contains(&n)));
        }
        let listed = snapshot.terms().count();
        if snapshot.check().is_ok() {
            assert_eq!(u32::try_from(listed), Ok(snapshot.term_count()));
            for term in snapshot.terms() {
                let (term, n) = term.unwrap();
                assert!(snapshot.document_frequency(&term).is_none_or(|found| found == n));
            }
        }
        let background = Background::of(snapshot);
        assert!(background.typical_inverse_document_frequency() >= 0.0);
        for (term, _) in TERMS {
            assert!(background.inverse_document_frequency(term).is_none_or(|idf| idf >= 0.0));
        }
    }

    #[test]
    fn every_damaged_byte_is_noticed() {
        let bytes = sound();
        assert!(Snapshot::open(bytes.clone()).is_ok_and(|snapshot| snapshot.check().is_ok()));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Snapshot::open(damaged).is_err(), "byte {at}");
        }
        for end in 0..bytes.len() {
            assert!(Snapshot::open(bytes[..end].to_vec()).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |bytes: Vec<u8>| Snapshot::open(bytes).err();
        assert_eq!(error(Vec::new()), Some(SnapshotError::NotASnapshot));
        let mut newer = sound();
        newer[8] = 9;
        assert_eq!(error(newer), Some(SnapshotError::UnknownVersion { version: 9 }));
        let (found, expected) = (100, sound().len() as u64);
        let cut = error(sound()[..100].to_vec());
        assert_eq!(cut, Some(SnapshotError::Truncated { found, expected }));
        let mut damaged = sound();
        *damaged.last_mut().unwrap() ^= 1;
        assert_eq!(error(damaged), Some(SnapshotError::Checksum));
        let longer = [sound(), vec![0]].concat();
        assert!(matches!(error(longer), Some(SnapshotError::Structure { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        /// A forger knows the checksum; what is changed is refused, or harmless.
        #[test]
        fn forged_bytes_do_no_harm(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            end in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let mut bytes = sound();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(end) = end {
                bytes.truncate(end.index(bytes.len()));
            }
            if let Ok(snapshot) = Snapshot::open(sealed(bytes)) {
                use_all(snapshot);
            }
        }

        #[test]
        fn any_bytes_do_no_harm(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [&MAGIC[..], &FORMAT_VERSION.to_le_bytes(), &tail].concat();
            if let Ok(snapshot) = Snapshot::open(sealed(bytes)) {
                use_all(snapshot);
            }
        }
    }
}
