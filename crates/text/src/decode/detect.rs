//! The encoding that bytes are in, told by the bytes.

use encoding_rs::{DecoderResult, GB18030};

use super::Encoding;

/// Bytes that are looked at to tell UTF-16 from other encodings.
const UTF16_SAMPLE: usize = 8 << 10;
/// Bytes, from the first that is not ASCII, that are looked at to tell UTF-8 from GB18030.
const SAMPLE: usize = 64 << 10;
/// With at most one malformed sequence to so many valid ones, damaged UTF-8 is likelier than
/// another encoding: valid sequences hardly come about by chance.
const VALID_PER_MALFORMED: usize = 10;

/// The encoding of `bytes`, whose place in UTF-8 validation tells whether they are valid.
pub(super) fn detect(bytes: &[u8], is_valid_utf8: bool) -> Encoding {
    if let Some(encoding) = byte_order_mark(bytes) {
        return encoding;
    }
    // ASCII in UTF-16 is valid UTF-8 full of NULs.
    if is_valid_utf8 && !bytes.contains(&0) {
        return Encoding::Utf8;
    }
    if let Some(encoding) = utf16_by_pattern(bytes) {
        return encoding;
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    let sample = bytes.get(start..).unwrap_or_default();
    let sample = sample.get(..SAMPLE).unwrap_or(sample);
    let (valid, malformed, is_cut) = count_utf8(sample);
    if malformed * VALID_PER_MALFORMED <= valid
        || (is_cut && malformed == 1 && valid > 0)
        || malformed <= count_malformed_gb18030(sample)
    {
        Encoding::Utf8
    } else {
        Encoding::Gb18030
    }
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

/// UTF-16 without a byte order mark: nearly every unit is a character that texts are made of, and
/// some have a byte pattern that no other encoding has.
fn utf16_by_pattern(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..UTF16_SAMPLE).unwrap_or(bytes);
    let (units, _) = sample.as_chunks::<2>();
    let telling_units = |read: fn([u8; 2]) -> u16| {
        let count = |test: fn(u16) -> bool| units.iter().filter(|unit| test(read(**unit))).count();
        let (plausible, telling) = (count(is_plausible), count(is_telling));
        let is_text = telling * 100 >= units.len().max(1) && plausible * 10 >= units.len() * 9;
        is_text.then_some(telling)
    };
    let (little, big) = (telling_units(u16::from_le_bytes), telling_units(u16::from_be_bytes));
    if little.is_none() && big.is_none() {
        None
    } else if little >= big {
        Some(Encoding::Utf16Le)
    } else {
        Some(Encoding::Utf16Be)
    }
}

/// ASCII text, general and Chinese punctuation, Han, full-width forms, halves of rarer characters.
fn is_plausible(unit: u16) -> bool {
    matches!(unit,
        0x09..=0x0D
        | 0x20..=0x7E
        | 0xB7
        | 0x2010..=0x2049
        | 0x3000..=0x9FFF
        | 0xD800..=0xDFFF
        | 0xFF00..=0xFF60)
}

/// Units whose bytes no other text has next to each other: ASCII (with a NUL), 、。，“”：and the
/// ideographic space.
fn is_telling(unit: u16) -> bool {
    matches!(
        unit,
        0x0A | 0x0D | 0x20..=0x7E | 0x3000..=0x3002 | 0x201C | 0x201D | 0xFF0C | 0xFF1A
    )
}

/// How many characters of several bytes are valid, how many sequences are malformed, and whether
/// the last of these is a character cut short.
fn count_utf8(bytes: &[u8]) -> (usize, usize, bool) {
    let (mut valid, mut malformed, mut is_cut) = (0, 0, false);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        malformed += usize::from(!chunk.invalid().is_empty());
        at += chunk.valid().len() + chunk.invalid().len();
        is_cut = at == bytes.len() && chunk.invalid().first().is_some_and(|byte| *byte >= 0xC0);
    }
    (valid, malformed, is_cut)
}

fn count_malformed_gb18030(bytes: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut buffer = [0; 4096];
    let (mut malformed, mut at) = (0, 0);
    while let Some(rest) = bytes.get(at..) {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut buffer, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => malformed += 1,
        }
    }
    malformed
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::{Encoding, detect};

    fn check(bytes: &[u8], expected: Encoding) {
        assert_eq!(detect(bytes, std::str::from_utf8(bytes).is_ok()), expected, "{bytes:x?}");
    }

    #[test]
    fn encodings() {
        check(b"", Encoding::Utf8);
        check(b"plain", Encoding::Utf8);
        check(b"it\x92 s", Encoding::Utf8);
        check("标题".as_bytes(), Encoding::Utf8);
        check(&GB18030.encode("标题").0, Encoding::Gb18030);
        check(&GB18030.encode("A联通B").0, Encoding::Gb18030);
        check(b"\xFF\xFEa\0", Encoding::Utf16Le);
        check(b"\xFE\xFF\0a", Encoding::Utf16Be);
        check(b"\x84\x31\x95\x33", Encoding::Gb18030);
        check(b"t\0e\0x\0t\0", Encoding::Utf16Le);
        check(b"\0t\0e\0x\0t", Encoding::Utf16Be);
    }

    #[test]
    fn a_text_cut_in_a_character() {
        for text in ["标题", "标题，正文。"] {
            for len in 4..text.len() {
                check(&text.as_bytes()[..len], Encoding::Utf8);
            }
        }
        let bytes = GB18030.encode("食品安全监管").0;
        check(&bytes[..bytes.len() - 1], Encoding::Gb18030);
    }
}
