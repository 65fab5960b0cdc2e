//! Streams unpacked under a limit: a few bytes can stand for gigabytes.

use std::{borrow::Cow, cell::Cell, io::Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::{Filter, object::Stream};
use tiyao_text::interrupt::spend;
use weezl::{BitOrder, LzwStatus, decode::Configuration};

use crate::paced::Paced;

/// The most filters a stream may stand behind; files use one or two.
const MOST_FILTERS: usize = 4;

/// How many times the largest part all parts of a document together may unpack to.
const PARTS: usize = 8;

/// What is left of the bytes that a document may unpack to.
pub(super) struct Allowance {
    part: usize,
    left: Cell<usize>,
}

/// Why a stream is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is damaged, or packed in a way that text is not.
    Unreadable,
    /// It unpacks to more than is allowed.
    TooLarge,
}

impl Allowance {
    /// An allowance of `part` bytes for any one stream.
    pub(super) fn new(part: usize) -> Self {
        Self { part, left: Cell::new(part.saturating_mul(PARTS)) }
    }

    /// The bytes that `stream` stands for.
    pub(super) fn unpack<'a>(&self, stream: &Stream<'a>) -> Result<Cow<'a, [u8]>, Refusal> {
        let filters = stream.filters();
        if filters.len() > MOST_FILTERS {
            return Err(Refusal::Unreadable);
        }
        let mut data = stream.raw_data();
        for filter in filters {
            let most = self.part.min(self.left.get());
            data = Cow::Owned(match filter {
                Filter::FlateDecode => inflate(&data, most)?,
                Filter::LzwDecode => lzw(&data, most)?,
                Filter::Ascii85Decode => ascii_85(&data),
                Filter::AsciiHexDecode => ascii_hex(&data),
                Filter::RunLengthDecode => run_length(&data, most)?,
                Filter::Crypt => continue,
                _ => return Err(Refusal::Unreadable),
            });
            self.charge(data.len())?;
        }
        Ok(data)
    }

    /// Counts work that grows with `bytes`, whether or not anything is unpacked for it.
    pub(super) fn charge(&self, bytes: usize) -> Result<(), Refusal> {
        let left = self.left.get().checked_sub(bytes).ok_or(Refusal::TooLarge)?;
        self.left.set(left);
        Ok(())
    }
}

/// What can be inflated of `data`; the rest may be cut off.
fn inflate(data: &[u8], most: usize) -> Result<Vec<u8>, Refusal> {
    let unpacked = read_up_to(ZlibDecoder::new(data), most)?;
    if unpacked.is_empty() && !data.is_empty() {
        // Some writers leave the two bytes of zlib's head out.
        return read_up_to(DeflateDecoder::new(data), most);
    }
    Ok(unpacked)
}

fn read_up_to(packed: impl Read, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    // An error is the end of what is readable: what came before it stays.
    let _ = Paced(packed).take(limit).read_to_end(&mut unpacked);
    if unpacked.len() > most { Err(Refusal::TooLarge) } else { Ok(unpacked) }
}

fn lzw(data: &[u8], most: usize) -> Result<Vec<u8>, Refusal> {
    let mut decoder = Configuration::with_tiff_size_switch(BitOrder::Msb, 8).build();
    let mut unpacked = Vec::new();
    let mut piece = vec![0; 1 << 14];
    let mut rest = data;
    loop {
        let step = decoder.decode_bytes(rest, &mut piece);
        spend(step.consumed_out);
        unpacked.extend_from_slice(piece.get(..step.consumed_out).unwrap_or_default());
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        if unpacked.len() > most {
            return Err(Refusal::TooLarge);
        }
        if !matches!(step.status, Ok(LzwStatus::Ok)) {
            return Ok(unpacked);
        }
    }
}

fn run_length(data: &[u8], most: usize) -> Result<Vec<u8>, Refusal> {
    let mut unpacked = Vec::new();
    let mut bytes = data.iter().copied();
    while let Some(length) = bytes.next().filter(|length| *length != 128) {
        if length < 128 {
            unpacked.extend(bytes.by_ref().take(usize::from(length) + 1));
        } else if let Some(byte) = bytes.next() {
            unpacked.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
        }
        if unpacked.len() > most {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(unpacked)
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::with_capacity(data.len());
    let mut group = Vec::with_capacity(5);
    let flush = |group: &mut Vec<u8>, unpacked: &mut Vec<u8>| {
        let digits = group.iter().copied().chain(std::iter::repeat(84)).take(5);
        let word =
            digits.fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(u32::from(digit)));
        unpacked.extend(word.to_be_bytes().into_iter().take(group.len().saturating_sub(1)));
        group.clear();
    };
    for byte in data.iter().copied().take_while(|byte| *byte != b'~') {
        match byte {
            b'z' if group.is_empty() => unpacked.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            flush(&mut group, &mut unpacked);
        }
    }
    flush(&mut group, &mut unpacked);
    unpacked
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16).and_then(|digit| digit.try_into().ok()))
        .collect();
    let pair = |pair: &[u8]| match pair {
        [high, low] => high << 4 | low,
        [high] => high << 4,
        _ => 0,
    };
    digits.chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::{Refusal, ascii_85, ascii_hex, inflate, lzw, run_length};

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn each_filter_gives_what_was_packed() {
        assert_eq!(ascii_85(b"87cUR D]j7BEbk~> ignored"), b"Hello worl");
        assert_eq!(ascii_85(b"z5l~>"), [0, 0, 0, 0, b'A']);
        assert_eq!(ascii_hex(b"48 65 6C 6c 6F 7>x"), b"Hellop");
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 254, b'-', 128, 9], 99).unwrap(), b"abc---");
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, 99).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        assert_eq!(inflate(&deflated(b"abc"), 3).unwrap(), b"abc");
    }

    #[test]
    fn what_is_cut_off_is_read_as_far_as_it_goes() {
        let text = "天地玄黄宇宙洪荒".repeat(500);
        let packed = deflated(text.as_bytes());
        let read = inflate(&packed[..packed.len() - 6], text.len()).unwrap();
        assert!(text.as_bytes().starts_with(&read) && read.len() > text.len() / 2);
    }

    #[test]
    fn a_bomb_meets_the_limit() {
        let packed = deflated(&vec![b' '; 1 << 20]);
        assert!(packed.len() < 2000);
        assert_eq!(inflate(&packed, 1 << 16), Err(Refusal::TooLarge));
        assert_eq!(run_length(&[129, b' '].repeat(1000), 100), Err(Refusal::TooLarge));
    }
}
