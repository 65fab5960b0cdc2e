use std::fmt;

use crate::format::{
    CHECKED_FROM, CHECKSUM_AT, FORMAT_VERSION, MAGIC, MAX_BUCKET_BITS, NAME_AT, bucket_of,
    checksum, take_varint,
};

/// In how many documents each term of a collection stands, read in place from immutable bytes.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    name: &'a str,
    document_count: u64,
    typical_document_frequency: u64,
    term_count: usize,
    bucket_bits: u32,
    buckets: &'a [u8],
    records: &'a [u8],
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
    Truncated,
    /// They are not what was written.
    Damaged,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("not a snapshot of document frequencies"),
            Self::UnknownVersion { version } => {
                write!(f, "snapshot layout {version} is not known, only {FORMAT_VERSION}")
            }
            Self::Truncated => f.write_str("the snapshot ends too early"),
            Self::Damaged => f.write_str("the snapshot's checksum or structure is wrong"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl<'a> Snapshot<'a> {
    /// A snapshot of no documents.
    pub(crate) const EMPTY: Self = Self {
        name: "empty",
        document_count: 1,
        typical_document_frequency: 1,
        term_count: 0,
        bucket_bits: 0,
        buckets: &[],
        records: &[],
    };

    /// Checks `bytes` as [`Snapshot::build`] made them, and opens them without copying.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        if bytes.get(..MAGIC.len()) != Some(&MAGIC[..]) {
            return Err(SnapshotError::NotASnapshot);
        }
        let version = u32_at(bytes, 8).ok_or(SnapshotError::Truncated)?;
        if version != FORMAT_VERSION {
            return Err(SnapshotError::UnknownVersion { version });
        }
        let sum = u64_at(bytes, CHECKSUM_AT).ok_or(SnapshotError::Truncated)?;
        let checked = bytes.get(CHECKED_FROM..).ok_or(SnapshotError::Truncated)?;
        if checksum(checked) != sum {
            return Err(SnapshotError::Damaged);
        }
        Self::read(bytes).ok_or(SnapshotError::Damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let bucket_bits = u32_at(bytes, 12).filter(|&bits| bits <= MAX_BUCKET_BITS)?;
        let name_end = NAME_AT + usize::try_from(u32_at(bytes, 44)?).ok()?;
        let records_at = name_end.checked_add(((1 << bucket_bits) + 1) * 4)?;
        let snapshot = Self {
            name: std::str::from_utf8(bytes.get(NAME_AT..name_end)?).ok()?,
            document_count: u64_at(bytes, 24)?,
            typical_document_frequency: u64_at(bytes, 32)?,
            term_count: usize::try_from(u32_at(bytes, 40)?).ok()?,
            bucket_bits,
            buckets: bytes.get(name_end..records_at)?,
            records: bytes.get(records_at..)?,
        };
        let end = usize::try_from(u32_at(snapshot.buckets, 4 << bucket_bits)?).ok()?;
        (end == snapshot.records.len()).then_some(snapshot)
    }

    /// Whether the other one reads the very same bytes; equal bytes elsewhere do not count.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.buckets, other.buckets) && std::ptr::eq(self.records, other.records)
    }

    /// Name and version of the collection.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// How many documents were counted.
    pub fn document_count(&self) -> u64 {
        self.document_count
    }

    /// The median document frequency of its terms.
    pub fn typical_document_frequency(&self) -> u64 {
        self.typical_document_frequency
    }

    /// How many terms it has.
    pub fn term_count(&self) -> usize {
        self.term_count
    }

    /// In how many documents `term` stands; `None` for an unknown term.
    pub fn document_frequency(&self, term: &str) -> Option<u64> {
        let bucket = bucket_of(term.as_bytes(), self.bucket_bits);
        let start = usize::try_from(u32_at(self.buckets, bucket * 4)?).ok()?;
        let end = usize::try_from(u32_at(self.buckets, bucket * 4 + 4)?).ok()?;
        let mut rest = self.records.get(start..end)?;
        while let Some((&length, behind)) = rest.split_first() {
            let (candidate, behind) = behind.split_at_checked(usize::from(length))?;
            let (document_frequency, behind) = take_varint(behind)?;
            if candidate == term.as_bytes() {
                return Some(document_frequency);
            }
            rest = behind;
        }
        None
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn sound() -> Vec<u8> {
        let frequencies = BTreeMap::from([("市场".to_owned(), 3), ("监管".to_owned(), 200)]);
        Snapshot::build("test/1", 300, &frequencies).unwrap()
    }

    #[test]
    fn every_damaged_byte_is_noticed() {
        let bytes = sound();
        assert!(Snapshot::open(&bytes).is_ok());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Snapshot::open(&damaged).is_err(), "byte {at}");
        }
        for end in 0..bytes.len() {
            assert!(Snapshot::open(&bytes[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Snapshot::open(b"").err(), Some(SnapshotError::NotASnapshot));
        let mut bytes = sound();
        bytes[8] = 9;
        assert_eq!(
            Snapshot::open(&bytes).err(),
            Some(SnapshotError::UnknownVersion { version: 9 })
        );
        assert_eq!(Snapshot::open(&sound()[..20]).err(), Some(SnapshotError::Truncated));
        let mut bytes = sound();
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(Snapshot::open(&bytes).err(), Some(SnapshotError::Damaged));
    }
}
