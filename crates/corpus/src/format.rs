//! The layout of a snapshot, shared by who writes it and who reads it. Numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | magic |
//! | 4 | format version |
//! | 4 | bucket bits: there are 2^bits buckets |
//! | 8 | checksum of everything behind it |
//! | 8 | document count |
//! | 8 | typical (median) document frequency |
//! | 4 | term count |
//! | 4 | length of the name |
//! | … | name |
//! | 4 × (buckets + 1) | where each bucket starts among the records, and the end of the last |
//! | … | records by bucket: term length (1 byte), term, document frequency (LEB128) |
//!
//! The records of a bucket lie side by side, so a lookup touches one table entry and, as a rule,
//! one cache line of records.

/// How every snapshot begins.
pub(crate) const MAGIC: [u8; 8] = *b"tiyaodf\0";
/// The version of the layout.
pub(crate) const FORMAT_VERSION: u32 = 1;
/// Where the checksum stands.
pub(crate) const CHECKSUM_AT: usize = 16;
/// Where the bytes begin that the checksum covers.
pub(crate) const CHECKED_FROM: usize = 24;
/// Where the name begins.
pub(crate) const NAME_AT: usize = 48;
/// More buckets than this are a sign of damage.
pub(crate) const MAX_BUCKET_BITS: u32 = 28;

/// The longest term that a snapshot holds, in bytes.
pub const MAX_TERM_BYTES: usize = 255;

/// The bucket of a term: the upper `bits` bits of its 64-bit FNV-1a hash, stirred once more since
/// FNV-1a leaves the upper bits of short terms alike.
pub(crate) fn bucket_of(term: &[u8], bits: u32) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in term {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let bucket = hash.checked_shr(64 - bits).unwrap_or(0);
    usize::try_from(bucket).unwrap_or(0)
}

/// A sum over `bytes` that tells damaged from sound, not forged from genuine.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0x51_7c_c1_b7_27_22_0a_95_u64 ^ (bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        for (to, from) in word.iter_mut().zip(chunk) {
            *to = *from;
        }
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum ^= sum >> 29;
    }
    sum
}

/// Appends `value` in LEB128: seven bits a byte, the lowest first.
pub(crate) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

/// Reads a LEB128 number; gives it with the bytes behind it.
pub(crate) fn take_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (i, &byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f).checked_shl(u32::try_from(i).ok()? * 7)?;
        if byte < 0x80 {
            return Some((value, bytes.get(i + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{bucket_of, checksum, push_varint, take_varint};

    #[test]
    fn numbers_come_back() {
        for value in [0, 1, 127, 128, 300, 1_088_899, u64::MAX] {
            let mut bytes = Vec::new();
            push_varint(&mut bytes, value);
            bytes.push(7);
            assert_eq!(take_varint(&bytes), Some((value, &[7][..])));
        }
        assert_eq!(take_varint(&[]), None);
        assert_eq!(take_varint(&[0x80, 0x80]), None);
    }

    #[test]
    fn one_bucket_holds_everything() {
        assert_eq!(bucket_of("提要".as_bytes(), 0), 0);
        assert!(bucket_of("提要".as_bytes(), 4) < 16);
    }

    #[test]
    fn a_changed_byte_changes_the_sum() {
        assert_ne!(checksum(b"abcdefghi"), checksum(b"abcdefghj"));
        assert_ne!(checksum(b"a"), checksum(b"a\0"));
    }
}
