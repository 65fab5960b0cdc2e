//! What the parser unpacks by itself, measured before it does.
//!
//! The parser reads cross-reference and object streams as it needs them, and knows no limit. Which
//! streams these are cannot be told before the file is parsed, so every packed stream of the file is
//! inflated once, into nothing, and only counted: it must not exceed what one part may hold, and all
//! that may hold objects (they begin with numbers, images hardly do) must not together exceed a few
//! times as much. What is encrypted cannot be measured so. Streams are found by their keyword wherever it stands, since a cross-reference table may
//! point anywhere.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// The largest image that is allowed: A3 at 600 dots per inch in three colours, and some more.
const IMAGE: usize = 256 << 20;

/// How many times the largest part all parts together that may hold objects may unpack to.
const PARTS: usize = 4;

const KEYWORD: &[u8] = b"stream";

/// Whether what the parser may unpack of `file` by itself stays within `part` bytes.
pub(super) fn fits(file: &[u8], part: usize) -> bool {
    let mut left = part.saturating_mul(PARTS);
    for data in streams(file) {
        let Some(measure) = measure(data, part) else { return false };
        if measure.may_hold_objects {
            let Some(rest) = left.checked_sub(measure.unpacked) else { return false };
            left = rest;
        }
    }
    true
}

/// What follows each keyword that opens a stream.
fn streams(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = file.get(at..)?;
            let found = find(rest)?;
            let closes = rest.get(..found).is_some_and(|before| before.ends_with(b"end"));
            at += found + KEYWORD.len();
            if !closes {
                let data = file.get(at..)?;
                let data = data.strip_prefix(b"\r").unwrap_or(data);
                return Some(data.strip_prefix(b"\n").unwrap_or(data));
            }
        }
    })
}

fn find(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let step = bytes.get(from..)?.iter().position(|byte| *byte == b's')?;
        if bytes.get(from + step..)?.starts_with(KEYWORD) {
            return Some(from + step);
        }
        from += step + 1;
    }
}

struct Measure {
    unpacked: usize,
    may_hold_objects: bool,
}

/// How much `data` inflates to; `None` where it is more than an image may, or more than `part` where
/// it may hold objects.
fn measure(data: &[u8], part: usize) -> Option<Measure> {
    let zlib = matches!(data, [head, flags, ..]
        if head & 15 == 8 && (u16::from(*head) << 8 | u16::from(*flags)).is_multiple_of(31));
    if !zlib {
        return count(DeflateDecoder::new(data), part);
    }
    let once = count(ZlibDecoder::new(data), part)?;
    // A stream packed twice: the parser would undo both.
    let twice = count(ZlibDecoder::new(ZlibDecoder::new(data)), part)?;
    Some(if twice.unpacked > once.unpacked { twice } else { once })
}

fn count(mut packed: impl Read, part: usize) -> Option<Measure> {
    let mut measure = Measure { unpacked: 0, may_hold_objects: false };
    let mut piece = vec![0; 1 << 15];
    while let Ok(read @ 1..) = packed.read(&mut piece) {
        if measure.unpacked == 0 {
            let mut head = piece.iter().take(read);
            let first = head.find(|byte| !byte.is_ascii_whitespace() && **byte != 0);
            measure.may_hold_objects = first.is_none_or(|byte| matches!(byte, b'0'..=b'9' | b'%'));
        }
        measure.unpacked += read;
        if measure.unpacked > if measure.may_hold_objects { part } else { part.max(IMAGE) } {
            return None;
        }
    }
    Some(measure)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::{fits, streams};

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn file(parts: &[&[u8]]) -> Vec<u8> {
        parts.iter().fold(b"%PDF-1.5\n".to_vec(), |file, part| {
            [file.as_slice(), b"1 0 obj <<>> stream\r\n", part, b"\nendstream\n"].concat()
        })
    }

    #[test]
    fn streams_are_found_wherever_they_stand() {
        let file = file(&[b"one", b"two"]);
        let heads: Vec<_> = streams(&file).map(|data| &data[..3]).collect();
        assert_eq!(heads, [b"one", b"two"]);
    }

    #[test]
    fn bombs_are_refused_and_images_pass() {
        let objects = [b"1 0 ".as_slice(), &[b' '; 4000]].concat();
        let image = vec![255; 4000];
        assert!(fits(&file(&[&deflated(&objects)]), 4004));
        assert!(!fits(&file(&[&deflated(&objects)]), 4003));
        let packed = deflated(&objects);
        assert!(fits(&file(&[packed.as_slice(); 4]), 4004));
        assert!(!fits(&file(&[packed.as_slice(); 5]), 4004));
        assert!(!fits(&file(&[&deflated(&deflated(&objects))]), 4003));
        assert!(fits(&file(&[&deflated(&image), &deflated(&image)]), 100));
    }
}
