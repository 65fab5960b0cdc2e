//! Received bytes as text, with the way back to them.

mod detect;

use std::fmt;

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use crate::{
    OffsetMap, Span, Step,
    interrupt::{pieces, spend},
};

/// Bytes that are copied or converted between two looks whether to go on.
const PIECE: usize = 64 << 10;
/// Bytes that are looked at in the time of one unit of work, many at a time.
const LOOKED_AT: usize = 256;
/// Bytes that are copied in that time.
const COPIED: usize = 32;

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
    /// Where the text has U+FFFD for bytes that are not text in the encoding, one span for each
    /// malformed sequence.
    pub invalid: Vec<Span>,
    /// From the text to the received bytes.
    pub map: OffsetMap,
}

impl Decoded {
    /// Where `span` of the text stands in the received bytes.
    pub fn received(&self, span: Span) -> Span {
        self.map.trace(span)
    }
}

impl From<String> for Decoded {
    fn from(text: String) -> Self {
        let map = OffsetMap::identity(text.len());
        Self { text, encoding: Encoding::Utf8, invalid: Vec::new(), map }
    }
}

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They begin as a binary file of a known kind does.
    File {
        /// The kind of file, such as `pdf`.
        kind: &'static str,
    },
    /// They are not text in any supported encoding: too many of them are control characters or
    /// malformed.
    Binary {
        /// The encoding that was declared, which alone was tried.
        declared: Option<Encoding>,
        /// How many of `characters` are control characters or malformed.
        faults: usize,
        /// How many characters were read, in the likeliest encoding.
        characters: usize,
        /// Offset in the received bytes of the first fault.
        first: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { kind } => write!(f, "not text but a binary file ({kind})"),
            Self::Binary { declared, faults, characters, first } => {
                let tried = match declared {
                    None => "utf-8, utf-16 or gb18030",
                    Some(Encoding::Utf8) => "utf-8, as declared",
                    Some(Encoding::Utf16Le | Encoding::Utf16Be) => "utf-16, as declared",
                    Some(Encoding::Gb18030) => "gb18030, as declared",
                };
                write!(
                    f,
                    "not text in {tried}: {faults} of {characters} characters are control \
                     characters or malformed, the first at byte {first}"
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// More faults than one in this many characters: not a text.
const CHARACTERS_PER_FAULT: usize = 20;
/// Fewer faults than this are a scar of a short text, not a sign of a binary file.
const FEW_FAULTS: usize = 4;

/// How files begin that are sent as text by mistake.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip, docx or epub"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "doc or other ole file"),
    (b"{\\rtf", "rtf"),
    (b"\x1F\x8B", "gzip"),
    (b"\x89PNG", "png"),
    (b"\xFF\xD8\xFF", "jpeg"),
    (b"Rar!\x1A\x07", "rar"),
];

/// Reads `bytes` as text: in the declared encoding, or in the one that a byte order mark or the
/// bytes themselves tell.
///
/// Malformed bytes become U+FFFD, each sequence with its place. Fails when so much is malformed or
/// control characters that it cannot be a text.
///
/// ```
/// use tiyao_text::{Encoding, Span, decode};
///
/// let decoded = decode(b"\xCC\xE1\xD2\xAA!", None)?;
/// assert_eq!((decoded.text.as_str(), decoded.encoding), ("提要!", Encoding::Gb18030));
/// assert_eq!(decoded.received(Span::new(3, 6)), Span::new(2, 4));
/// # Ok::<(), tiyao_text::DecodeError>(())
/// ```
pub fn decode(bytes: &[u8], declared: Option<Encoding>) -> Result<Decoded, DecodeError> {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(DecodeError::File { kind });
    }
    let valid = if matches!(declared, None | Some(Encoding::Utf8)) { copied(bytes) } else { None };
    let encoding = declared.unwrap_or_else(|| detect::detect(bytes, valid.is_some()));
    let decoded = match (encoding, valid) {
        (Encoding::Utf8, Some(text)) => text.into(),
        (Encoding::Utf8, None) => damaged_utf8(bytes),
        _ => convert(bytes, encoding),
    };
    let faults = controls(decoded.text.as_bytes()) + decoded.invalid.len();
    // Counting characters is only worth it where something is wrong.
    if faults >= FEW_FAULTS {
        let characters = decoded.text.chars().count();
        if faults * CHARACTERS_PER_FAULT > characters {
            let first = first_fault(&decoded);
            return Err(DecodeError::Binary { declared, faults, characters, first });
        }
    }
    Ok(decoded)
}

/// The text that `bytes` are in UTF-8; `None` where they are not.
fn copied(bytes: &[u8]) -> Option<String> {
    /// Most bytes of a character that go on with it.
    const CONTINUING: usize = 3;
    let goes_on = |byte: &u8| byte & 0xc0 == 0x80;
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        // between two characters, where there are characters
        let whole = |&end: &usize| rest.get(end).is_none_or(|byte| !goes_on(byte));
        let near = PIECE.min(rest.len());
        let end = (near.saturating_sub(CONTINUING)..=near).rev().find(whole)?;
        let (piece, behind) = rest.split_at_checked(end)?;
        text.push_str(simdutf8::basic::from_utf8(piece).ok()?);
        spend(piece.len() / COPIED + 1);
        rest = behind;
    }
    Some(text)
}

/// Adds a text that may be long.
fn push(to: &mut String, text: &str) {
    to.extend(pieces(text));
}

fn damaged_utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        decoded.map.push_bytes(at, chunk.valid().len());
        push(&mut decoded.text, chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            spend(1);
            let start = decoded.text.len();
            decoded.text.push(char::REPLACEMENT_CHARACTER);
            let derived = decoded.text.len() - start;
            decoded.invalid.push(Span::new(start, start + derived));
            decoded.map.push(at, Step { derived, origin: chunk.invalid().len() });
            at += chunk.invalid().len();
        }
    }
    decoded
}

/// Converts UTF-16 or GB18030, then finds out how many bytes each character was.
fn convert(bytes: &[u8], encoding: Encoding) -> Decoded {
    let codec = match encoding {
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        _ => GB18030,
    };
    let mut decoder = codec.new_decoder_without_bom_handling();
    // Two bytes are mostly one Han character, and so three bytes.
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut malformed = Vec::new();
    let mut read = 0;
    while let Some(rest) = bytes.get(read..) {
        let (piece, is_last) = rest.get(..PIECE).map_or((rest, true), |piece| (piece, false));
        let (result, count) =
            decoder.decode_to_string_without_replacement(piece, &mut text, is_last);
        read += count;
        spend(count / 4);
        match result {
            DecoderResult::InputEmpty if is_last => break,
            DecoderResult::InputEmpty => {}
            DecoderResult::OutputFull => text.reserve(rest.len() + 16),
            DecoderResult::Malformed(len, behind) => {
                let (len, behind) = (usize::from(len), usize::from(behind));
                malformed.push(Span::new(read - behind - len, read - behind));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    let (map, invalid) = align(bytes, encoding, &text, &malformed);
    Decoded { text, encoding, invalid, map }
}

/// Walks along the text and the bytes it was converted from. Gives the map between them, and where
/// the text has a replacement character for each malformed sequence.
fn align(
    bytes: &[u8],
    encoding: Encoding,
    text: &str,
    malformed: &[Span],
) -> (OffsetMap, Vec<Span>) {
    let mut map = OffsetMap::default();
    let mut invalid = Vec::with_capacity(malformed.len());
    let mut malformed = malformed.iter().peekable();
    let mut origin = 0;
    for (at, c) in text.char_indices() {
        spend(1);
        let derived = c.len_utf8();
        let len = if let Some(sequence) = malformed.next_if(|bad| bad.start() == origin) {
            invalid.push(Span::new(at, at + derived));
            sequence.len()
        } else if encoding == Encoding::Gb18030 {
            gb18030_len(bytes.get(origin..).unwrap_or_default())
        } else {
            c.len_utf16() * 2
        };
        map.push(origin, Step { derived, origin: len });
        origin += len;
    }
    (map, invalid)
}

/// How many bytes the first character of well-formed GB18030 has.
fn gb18030_len(bytes: &[u8]) -> usize {
    match bytes {
        [0..=0x80, ..] | [] => 1,
        [_, b'0'..=b'9', ..] => 4,
        _ => 2,
    }
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}

/// How many control characters that no text has there are.
fn controls(bytes: &[u8]) -> usize {
    // Sums of bytes over so short pieces fit a byte, and so the processor adds many at a time.
    let count = |piece: &[u8]| piece.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>();
    let short = |piece: &[u8]| -> usize {
        spend(piece.len() / LOOKED_AT);
        piece.chunks(usize::from(u8::MAX)).map(|piece| usize::from(count(piece))).sum()
    };
    bytes.chunks(PIECE).map(short).sum()
}

/// Offset in the received bytes of the first control character or malformed sequence.
fn first_fault(decoded: &Decoded) -> usize {
    let control = decoded.text.bytes().position(is_control);
    let invalid = decoded.invalid.first().map(|span| span.start());
    let at = control.into_iter().chain(invalid).min().unwrap_or_default();
    decoded.received(Span::new(at, at)).start()
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
    fn every_encoding_is_detected() {
        use Encoding::{Gb18030, Utf8, Utf16Be, Utf16Le};
        for encoding in [Utf8, Utf16Le, Utf16Be, Gb18030] {
            for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}"), TEXT.repeat(9)] {
                let bytes = encode(&text, encoding);
                for declared in [None, Some(encoding)] {
                    let decoded = check(&bytes, declared, (&text, encoding));
                    assert!(decoded.invalid.is_empty());
                }
            }
        }
    }

    #[test]
    fn damage_has_a_place() {
        let check = |bytes: &[u8], text: &str, encoding, expected: &[(Span, Span)]| {
            let decoded = check(bytes, None, (text, encoding));
            let places = decoded.invalid.iter().map(|span| (*span, decoded.received(*span)));
            assert_eq!(places.collect::<Vec<_>>(), expected);
        };
        let span = Span::new;
        let whole = "提要，市场".as_bytes();
        let cut = &whole[..whole.len() - 1];
        check(cut, "提要，市\u{fffd}", Encoding::Utf8, &[(span(12, 15), span(12, 14))]);

        let mut bytes = encode("市场监管", Encoding::Gb18030);
        bytes.insert(4, 0xFF);
        let places = [(span(6, 9), span(4, 5))];
        check(&bytes, "市场\u{fffd}监管", Encoding::Gb18030, &places);
        bytes.pop();
        let places = [(span(6, 9), span(4, 5)), (span(12, 15), span(7, 8))];
        check(&bytes, "市场\u{fffd}监\u{fffd}", Encoding::Gb18030, &places);

        // Four bytes that break off: the three behind the first are read again.
        let bytes = b"\xCA\xD0\xB3\xA1\x81\x30\x81\x41\xBC\xE0";
        let decoded = decode(bytes, Some(Encoding::Gb18030)).unwrap();
        assert_eq!(decoded.text, "市场\u{fffd}0丄监");
        assert_eq!(decoded.received(decoded.invalid[0]), span(4, 5));
        assert_eq!(decoded.received(span(10, 13)), span(6, 8));

        let mut bytes = encode("市场，监管", Encoding::Utf16Le);
        bytes.push(0x4E);
        check(&bytes, "市场，监管\u{fffd}", Encoding::Utf16Le, &[(span(15, 18), span(10, 11))]);
        let bytes = [0x02, 0x5E, 0x42, 0xD8, 0x3A, 0x57, 0x0C, 0xFF];
        check(&bytes, "市\u{fffd}场，", Encoding::Utf16Le, &[(span(3, 6), span(2, 4))]);
    }

    #[test]
    fn binary_is_refused() {
        let all: Vec<u8> = (0..=255).cycle().take(4096).collect();
        for (bytes, first) in [(all.as_slice(), 0), (&[0; 64], 0), (b"abc\x01\x02\x03\x04", 3)] {
            let error = decode(bytes, None).unwrap_err();
            assert!(matches!(error, DecodeError::Binary { first: at, .. } if at == first));
        }
        let error = decode(b"%PDF-1.7\n%", None).unwrap_err();
        assert_eq!(error.to_string(), "not text but a binary file (pdf)");
        let one_nul = "正文里有一个\0，算不得二进制。";
        check(one_nul.as_bytes(), None, (one_nul, Encoding::Utf8));
    }
}
