use std::fmt;

use encoding_rs::{DecoderResult, GB18030};

use crate::{OffsetMap, Span, Step};

/// The encoding of the bytes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB18030, and so GBK and GB 2312.
    Gb18030,
}

/// Received bytes as text. A byte order mark is kept as U+FEFF, so that offsets count in what the
/// caller sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encoding that was declared or detected.
    pub encoding: Encoding,
    /// Where the text has U+FFFD for bytes that are not text in the encoding.
    pub invalid: Vec<Span>,
    /// From the text to the received bytes.
    pub map: OffsetMap,
}

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They are not text in any supported encoding: too many of them are control characters or
    /// malformed.
    Binary {
        /// How many of `characters` are control characters or malformed.
        faults: usize,
        /// How many characters were read, in the likeliest encoding.
        characters: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary { faults, characters } => write!(
                f,
                "not text in utf-8, utf-16 or gb18030: \
                 {faults} of {characters} characters are control characters or malformed"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Bytes that are looked at to tell UTF-16 from other encodings.
const SAMPLE_BYTES: usize = 8 << 10;
/// More faults than one in this many characters: not a text.
const CHARACTERS_PER_FAULT: usize = 20;
/// Fewer faults than this are a scar of a short text, not a sign of a binary file.
const FEW_FAULTS: usize = 4;

impl From<String> for Decoded {
    fn from(text: String) -> Self {
        let map = OffsetMap::identity(text.len());
        Self { text, encoding: Encoding::Utf8, invalid: Vec::new(), map }
    }
}

impl Decoded {
    /// Where `span` of the text stands in the received bytes.
    pub fn received(&self, span: Span) -> Span {
        self.map.trace(span)
    }

    fn push(&mut self, c: char, origin: usize, len: usize) {
        self.map.push(origin, Step { derived: c.len_utf8(), origin: len });
        self.text.push(c);
    }

    fn push_invalid(&mut self, origin: usize, len: usize) {
        let start = self.text.len();
        self.push(char::REPLACEMENT_CHARACTER, origin, len);
        self.invalid.push(Span::new(start, self.text.len()));
    }

    /// Characters that no text has: control characters, and what was put for malformed bytes.
    fn faults(&self) -> usize {
        let controls = self.text.bytes().filter(|byte| is_control(*byte)).count();
        controls + self.invalid.len()
    }
}

/// Reads `bytes` as text: in the declared encoding, or in the one that a byte order mark or the
/// bytes themselves tell.
///
/// Malformed bytes become U+FFFD, each with its place. Fails when so much is malformed or control
/// characters that it cannot be a text.
pub fn decode(bytes: &[u8], declared: Option<Encoding>) -> Result<Decoded, DecodeError> {
    let decoded = match declared.or_else(|| byte_order_mark(bytes)) {
        Some(Encoding::Utf8) => utf8(bytes),
        Some(Encoding::Utf16Le) => utf16(bytes, Encoding::Utf16Le),
        Some(Encoding::Utf16Be) => utf16(bytes, Encoding::Utf16Be),
        Some(Encoding::Gb18030) => gb18030(bytes),
        None => detect(bytes),
    };
    let faults = decoded.faults();
    // Counting characters is only worth it where something is wrong.
    if faults >= FEW_FAULTS {
        let characters = decoded.text.chars().count();
        if faults * CHARACTERS_PER_FAULT > characters {
            return Err(DecodeError::Binary { faults, characters });
        }
    }
    Ok(decoded)
}

fn byte_order_mark(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        [0x84, 0x31, 0x95, 0x33, ..] => Some(Encoding::Gb18030),
        _ => None,
    }
}

fn detect(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = utf16_by_pattern(bytes) {
        return utf16(bytes, encoding);
    }
    let as_utf8 = utf8(bytes);
    if as_utf8.invalid.is_empty() {
        return as_utf8;
    }
    // Characters of several bytes are hardly ever valid UTF-8 by chance: where most of them are,
    // the few that are not are damage.
    let several = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    if as_utf8.invalid.len() * 10 <= several {
        return as_utf8;
    }
    let as_gb18030 = gb18030(bytes);
    if as_gb18030.faults() < as_utf8.faults() { as_gb18030 } else { as_utf8 }
}

/// UTF-16 without a byte order mark: nearly every unit is a character that texts are made of, and
/// some have a byte pattern that no other encoding has.
fn utf16_by_pattern(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    let (units, _) = sample.as_chunks::<2>();
    let count = |read: fn([u8; 2]) -> u16| {
        let units = units.iter().map(|unit| read(*unit));
        units.fold((0, 0), |(plausible, telling), unit| {
            (plausible + usize::from(is_plausible(unit)), telling + usize::from(is_telling(unit)))
        })
    };
    let is_text = |(plausible, telling): (usize, usize)| {
        telling > 0 && telling * 100 >= units.len() && plausible * 10 >= units.len() * 9
    };
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    match (is_text(little), is_text(big)) {
        (true, false) => Some(Encoding::Utf16Le),
        (false, true) => Some(Encoding::Utf16Be),
        (true, true) if little.1 >= big.1 => Some(Encoding::Utf16Le),
        (true, true) => Some(Encoding::Utf16Be),
        (false, false) => None,
    }
}

/// ASCII text, general and Chinese punctuation, Han, full-width forms, halves of rarer characters.
fn is_plausible(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0xB7 | 0x2010..=0x2049 | 0x3000..=0x9FFF | 0xD800..=0xDFFF | 0xFF00..=0xFF60)
}

/// Units whose bytes no other text has next to each other: ASCII (with a NUL), 、。，“”：and the
/// ideographic space.
fn is_telling(unit: u16) -> bool {
    matches!(
        unit,
        0x0A | 0x0D | 0x20..=0x7E | 0x3000..=0x3002 | 0x201C | 0x201D | 0xFF0C | 0xFF1A
    )
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}

fn utf8(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned().into();
    }
    let mut decoded = Decoded::default();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        decoded.map.push_bytes(at, chunk.valid().len());
        decoded.text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            decoded.push_invalid(at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    decoded
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Decoded {
    let read = if encoding == Encoding::Utf16Le { u16::from_le_bytes } else { u16::from_be_bytes };
    let (units, rest) = bytes.as_chunks::<2>();
    let mut decoded = Decoded { encoding, ..Decoded::default() };
    let mut at = 0;
    for unit in char::decode_utf16(units.iter().map(|unit| read(*unit))) {
        match unit {
            Ok(c) => {
                decoded.push(c, at, c.len_utf16() * 2);
                at += c.len_utf16() * 2;
            }
            Err(_unpaired) => {
                decoded.push_invalid(at, 2);
                at += 2;
            }
        }
    }
    if !rest.is_empty() {
        decoded.push_invalid(at, rest.len());
    }
    decoded
}

fn gb18030(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded { encoding: Encoding::Gb18030, ..Decoded::default() };
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let mut decoder = GB18030.new_decoder_without_bom_handling();
        let mut text = String::new();
        let most = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        text.reserve(most.unwrap_or_default());
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        // In well-formed text each sequence of bytes is one character.
        for c in text.chars() {
            let len = gb18030_len(bytes.get(at..).unwrap_or_default());
            decoded.push(c, at, len);
            at += len;
        }
        if let DecoderResult::Malformed(_, extra) = result {
            let end = bytes.len() - rest.len() + read - usize::from(extra);
            decoded.push_invalid(at, end.saturating_sub(at).max(1));
            at = end.max(at + 1);
        }
    }
    decoded
}

/// How many bytes the first character of well-formed GB18030 has.
fn gb18030_len(bytes: &[u8]) -> usize {
    match bytes {
        [0..=0x80, ..] | [] => 1,
        [_, b'0'..=b'9', ..] => 4,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::{DecodeError, Decoded, Encoding, decode};
    use crate::Span;

    const TEXT: &str = "提要，the gist：𠮷野家🍚“你好”。\r\n市场监管";

    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
        }
    }

    fn check(bytes: &[u8], declared: Option<Encoding>, expected: (&str, Encoding)) -> Decoded {
        let decoded = decode(bytes, declared).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), expected);
        assert_eq!(decoded.map.derived_len(), decoded.text.len());
        decoded
    }

    #[test]
    fn every_encoding_is_detected_and_leads_back() {
        use Encoding::{Gb18030, Utf8, Utf16Be, Utf16Le};
        for encoding in [Utf8, Utf16Le, Utf16Be, Gb18030] {
            for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}"), TEXT.repeat(9)] {
                let bytes = encode(&text, encoding);
                for declared in [None, Some(encoding)] {
                    let decoded = check(&bytes, declared, (&text, encoding));
                    assert!(decoded.invalid.is_empty());
                    for (at, c) in text.char_indices() {
                        let span = decoded.received(Span::new(at, at + c.len_utf8()));
                        let received = &bytes[span.start()..span.end()];
                        assert_eq!(received, encode(&c.to_string(), encoding), "{c} {encoding:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn damage_has_a_place() {
        let bytes = "提要提要，提要提要提要".as_bytes();
        let decoded = check(
            bytes.get(..bytes.len() - 1).unwrap(),
            None,
            ("提要提要，提要提要提\u{fffd}", Encoding::Utf8),
        );
        assert_eq!(decoded.received(decoded.invalid[0]), Span::new(30, 32));

        let mut bytes = encode("市场监管", Encoding::Gb18030);
        bytes.insert(4, 0xFF);
        let decoded = check(&bytes, None, ("市场\u{fffd}监管", Encoding::Gb18030));
        assert_eq!(decoded.received(decoded.invalid[0]), Span::new(4, 5));

        let mut bytes = encode(TEXT, Encoding::Utf16Le);
        bytes.push(0x4E);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.received(decoded.invalid[0]), Span::new(bytes.len() - 1, bytes.len()));
    }

    #[test]
    fn binary_is_refused() {
        let all: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(matches!(decode(&all, None), Err(DecodeError::Binary { .. })));
        assert!(matches!(decode(&[0; 64], None), Err(DecodeError::Binary { .. })));
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0\x08\x06\0\0\0\xf4x\xd4\xfa";
        assert!(matches!(decode(png, None), Err(DecodeError::Binary { .. })));
    }

    #[test]
    fn plain_cases() {
        check(b"", None, ("", Encoding::Utf8));
        check(b"plain ascii", None, ("plain ascii", Encoding::Utf8));
        check("一".as_bytes(), None, ("一", Encoding::Utf8));
        check(b"it\x92 s", None, ("it\u{fffd} s", Encoding::Utf8));
    }
}
