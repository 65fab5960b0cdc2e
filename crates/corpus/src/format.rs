//! The layout of a snapshot, shared by who writes it and who reads it. Numbers are little-endian.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | magic |
//! | 8 | 4 | version of the layout |
//! | 12 | 4 | slot count |
//! | 16 | 8 | checksum of everything behind it |
//! | 24 | 8 | length of the whole, in bytes |
//! | 32 | 8 | document count |
//! | 40 | 8 | typical (median) document frequency |
//! | 48 | 8 | least document frequency: a term that is missing stands in fewer documents |
//! | 56 | 4 | term count |
//! | 60 | 4 | length of the provenance |
//! | 64 | … | provenance |
//! | | 8 × slots | the table in which terms are found (`slots.rs`) |
//! | | … | records (`record.rs`), sorted by hash and term: what is listed and merged |
//!
//! The provenance is texts, each with its length (4 bytes) before it: name, version, builder, and
//! each source followed by its document count (8 bytes).

use crate::slots::SLOT_BYTES;
use crate::{Provenance, Source};

/// How every snapshot begins.
pub(crate) const MAGIC: [u8; 8] = *b"tiyaodf\0";
/// The version of the layout.
pub(crate) const FORMAT_VERSION: u32 = 3;
/// Where the bytes begin that the checksum covers.
pub(crate) const CHECKED_FROM: usize = 24;

/// The numbers at the head of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) slot_count: u32,
    pub(crate) checksum: u64,
    pub(crate) length: u64,
    pub(crate) document_count: u64,
    pub(crate) typical_document_frequency: u64,
    pub(crate) least_document_frequency: u64,
    pub(crate) term_count: u32,
    pub(crate) provenance_length: u32,
}

impl Header {
    /// Bytes of a header.
    pub(crate) const LENGTH: usize = 64;

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::LENGTH);
        bytes.extend(MAGIC);
        bytes.extend(FORMAT_VERSION.to_le_bytes());
        bytes.extend(self.slot_count.to_le_bytes());
        bytes.extend(self.checksum.to_le_bytes());
        bytes.extend(self.length.to_le_bytes());
        bytes.extend(self.document_count.to_le_bytes());
        bytes.extend(self.typical_document_frequency.to_le_bytes());
        bytes.extend(self.least_document_frequency.to_le_bytes());
        bytes.extend(self.term_count.to_le_bytes());
        bytes.extend(self.provenance_length.to_le_bytes());
        bytes
    }

    /// The header behind magic and version; `None` when it is cut off.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.get(12..)?;
        Some(Self {
            slot_count: take_u32(&mut rest)?,
            checksum: take_u64(&mut rest)?,
            length: take_u64(&mut rest)?,
            document_count: take_u64(&mut rest)?,
            typical_document_frequency: take_u64(&mut rest)?,
            least_document_frequency: take_u64(&mut rest)?,
            term_count: take_u32(&mut rest)?,
            provenance_length: take_u32(&mut rest)?,
        })
    }

    /// Bytes of the table of slots; `None` when it cannot be.
    pub(crate) fn slots_length(&self) -> Option<usize> {
        usize::try_from(self.slot_count).ok()?.checked_mul(SLOT_BYTES)
    }
}

/// A sum over `bytes` that tells damaged from sound, not forged from genuine. Four sums run side by
/// side, so that none waits for another's multiplication.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let stir = |sum: u64, word: u64| {
        let sum = (sum ^ word).wrapping_mul(MULTIPLIER);
        sum ^ (sum >> 29)
    };
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut sums = [1, 2, 3, 4];
    for block in blocks {
        for (sum, word) in sums.iter_mut().zip(block.as_chunks::<8>().0) {
            *sum = stir(*sum, u64::from_le_bytes(*word));
        }
    }
    let tail = rest.iter().fold(bytes.len() as u64, |sum, &byte| stir(sum, u64::from(byte)));
    sums.into_iter().fold(tail, stir)
}

/// The bytes of a provenance; `None` when a text is 4 GiB long or longer.
pub(crate) fn write_provenance(provenance: &Provenance) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut text = |text: &str, count: Option<u64>| {
        bytes.extend(u32::try_from(text.len()).ok()?.to_le_bytes());
        bytes.extend(text.as_bytes());
        bytes.extend(count.iter().flat_map(|count| count.to_le_bytes()));
        Some(())
    };
    text(&provenance.name, None)?;
    text(&provenance.version, None)?;
    text(&provenance.builder, None)?;
    for source in &provenance.sources {
        text(&source.name, Some(source.document_count))?;
    }
    Some(bytes)
}

/// The provenance of its bytes; `None` for others.
pub(crate) fn read_provenance(mut bytes: &[u8]) -> Option<Provenance> {
    let rest = &mut bytes;
    let mut provenance = Provenance {
        name: take_text(rest)?,
        version: take_text(rest)?,
        builder: take_text(rest)?,
        sources: Vec::new(),
    };
    while !rest.is_empty() {
        let name = take_text(rest)?;
        provenance.sources.push(Source { name, document_count: take_u64(rest)? });
    }
    Some(provenance)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_u32(rest)?).ok()?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(std::str::from_utf8(text).ok()?.to_owned())
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    let (number, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(u32::from_le_bytes(*number))
}

fn take_u64(rest: &mut &[u8]) -> Option<u64> {
    let (number, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(u64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_back() {
        let header = Header {
            slot_count: 1,
            checksum: 2,
            length: 3,
            document_count: 4,
            typical_document_frequency: 5,
            least_document_frequency: 6,
            term_count: 7,
            provenance_length: 8,
        };
        let bytes = header.write();
        assert_eq!((bytes.len(), Header::read(&bytes)), (Header::LENGTH, Some(header)));
        assert_eq!(Header::read(&bytes[..Header::LENGTH - 1]), None);
    }

    #[test]
    fn provenances_come_back() {
        let provenance = Provenance {
            name: "例".to_owned(),
            version: "1".to_owned(),
            builder: String::new(),
            sources: vec![Source { name: "a.jsonl".to_owned(), document_count: 7 }],
        };
        let bytes = write_provenance(&provenance).unwrap();
        assert_eq!(read_provenance(&bytes), Some(provenance));
        for end in 1..bytes.len() {
            let cut = read_provenance(&bytes[..end]);
            assert!(cut.is_none_or(|cut| cut.sources.is_empty()), "cut at {end}");
        }
    }

    #[test]
    fn a_changed_byte_changes_the_sum() {
        assert_ne!(checksum(b"abcdefghi"), checksum(b"abcdefghj"));
        assert_ne!(checksum(b"a"), checksum(b"a\0"));
        let long: Vec<u8> = (0..100).collect();
        for at in 0..long.len() {
            let mut other = long.clone();
            other[at] ^= 1;
            assert_ne!(checksum(&long), checksum(&other), "byte {at}");
        }
    }
}
