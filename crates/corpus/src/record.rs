//! A record: a term and in how many documents it stands. A run of records is in the order of their
//! keys; snapshots and what a count sets aside hold the same runs.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | length of the packed term, at least 1 |
//! | … | the packed term |
//! | 1–10 | document frequency, LEB128 |

use std::io::{self, BufRead};

use crate::packing::MAX_PACKED_BYTES;

/// The 64-bit hash of a packed term, by which runs are sorted. Part of the layout.
fn hash(packed: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let stir = |value: u64| {
        let value = (value ^ (value >> 32)).wrapping_mul(MULTIPLIER);
        value ^ (value >> 29)
    };
    let (chunks, rest) = packed.as_chunks::<8>();
    let mut sum = packed.len() as u64;
    for chunk in chunks {
        sum = stir(sum ^ u64::from_le_bytes(*chunk));
    }
    let rest = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    stir(stir(sum ^ rest))
}

/// What records are sorted by: the hash, then the packed term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) hash: u64,
    pub(crate) packed: Box<[u8]>,
}

impl Key {
    pub(crate) fn of(packed: impl Into<Box<[u8]>>) -> Self {
        let packed = packed.into();
        Self { hash: hash(&packed), packed }
    }
}

/// Appends a record. A packed term is from 1 to [`MAX_PACKED_BYTES`] long.
pub(crate) fn push_record(bytes: &mut Vec<u8>, packed: &[u8], document_frequency: u64) {
    debug_assert!((1..=MAX_PACKED_BYTES).contains(&packed.len()));
    bytes.push(u8::try_from(packed.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(packed);
    push_varint(bytes, document_frequency);
}

/// The record at the head of `bytes`: the packed term, its document frequency, and what follows.
pub(crate) fn take_record(bytes: &[u8]) -> Option<(&[u8], u64, &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    let (packed, rest) = rest.split_at_checked(usize::from(length))?;
    let (document_frequency, rest) = take_varint(rest)?;
    Some((packed, document_frequency, rest))
}

/// Reads the next record of a run; `None` at its end.
pub(crate) fn read_record(run: &mut impl BufRead) -> io::Result<Option<(Key, u64)>> {
    let Some(&length) = run.fill_buf()?.first() else { return Ok(None) };
    run.consume(1);
    let mut packed = vec![0; usize::from(length)];
    run.read_exact(&mut packed)?;
    let mut value = 0_u64;
    let mut shift = 0;
    loop {
        let mut byte = [0];
        run.read_exact(&mut byte)?;
        let [byte] = byte;
        value |= u64::from(byte & 0x7f).checked_shl(shift).ok_or(io::ErrorKind::InvalidData)?;
        if byte < 0x80 {
            return Ok(Some((Key::of(packed), value)));
        }
        shift += 7;
    }
}

/// Appends `value` in LEB128: seven bits a byte, the lowest first.
fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

/// Reads a LEB128 number; gives it with the bytes behind it.
fn take_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
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
    use super::*;

    #[test]
    fn records_come_back() {
        for value in [0, 1, 127, 128, 300, 1_088_899, u64::MAX] {
            let mut bytes = Vec::new();
            push_record(&mut bytes, b"term", value);
            assert_eq!(take_record(&bytes), Some((&b"term"[..], value, &[][..])));
            let read = read_record(&mut bytes.as_slice()).unwrap();
            assert_eq!(read, Some((Key::of(&b"term"[..]), value)));
            for end in 1..bytes.len() {
                assert_eq!(take_record(&bytes[..end]), None);
                assert!(read_record(&mut &bytes[..end]).is_err());
            }
        }
        assert_eq!(read_record(&mut &[][..]).unwrap(), None);
        let endless = [&[1, b'a'][..], &[0x80; 12]].concat();
        assert_eq!(take_record(&endless), None);
        assert!(read_record(&mut endless.as_slice()).is_err());
    }

    #[test]
    fn hashes_differ_in_their_upper_bits() {
        let upper: std::collections::BTreeSet<u64> =
            (0..=255_u8).map(|byte| hash(&[0x80, byte]) >> 58).collect();
        assert!(upper.len() > 55, "{}", upper.len());
        assert_ne!(hash(b"abcdefgh"), hash(b"abcdefgh\0"));
    }
}
