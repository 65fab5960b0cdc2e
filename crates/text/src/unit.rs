use crate::{OffsetMap, Span, interrupt::spend};

/// What one offset counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Bytes of the text in UTF-8.
    #[default]
    Utf8Byte,
    /// Code units of the text in UTF-16.
    Utf16CodeUnit,
    /// Unicode code points.
    CodePoint,
    /// Bytes of the text as it was received, in its own encoding.
    ReceivedByte,
}

/// Bytes from one remembered count to the next.
const STRIDE: usize = 512;
/// What it takes to count them, in units of work.
const STRIDE_UNITS: usize = 2;

/// How many units stand before every few bytes of one text: made once, asked often.
#[derive(Debug)]
pub struct UnitTable {
    unit: OffsetUnit,
    // Units before each multiple of STRIDE; empty where bytes are the unit.
    counts: Vec<usize>,
}

impl UnitTable {
    /// Counts `text` in `unit`, in one pass.
    pub fn new(text: &str, unit: OffsetUnit) -> Self {
        let mut counts = Vec::new();
        if matches!(unit, OffsetUnit::Utf16CodeUnit | OffsetUnit::CodePoint) {
            let mut count = 0;
            for stride in text.as_bytes().chunks(STRIDE) {
                spend(STRIDE_UNITS);
                counts.push(count);
                count += units(stride, unit);
            }
            counts.push(count);
        }
        Self { unit, counts }
    }

    /// Offsets of the text that was counted. `received` leads to the bytes that it was decoded from;
    /// without it received bytes are UTF-8 bytes.
    pub fn index<'a>(&'a self, text: &'a str, received: Option<&'a OffsetMap>) -> UnitIndex<'a> {
        UnitIndex { bytes: text.as_bytes(), table: self, received }
    }
}

/// A text's offsets in the caller's unit.
///
/// A lookup costs at most 512 bytes of counting and no allocation; UTF-8 bytes cost nothing.
#[derive(Clone, Copy, Debug)]
pub struct UnitIndex<'a> {
    bytes: &'a [u8],
    table: &'a UnitTable,
    received: Option<&'a OffsetMap>,
}

impl UnitIndex<'_> {
    /// The number of units before the byte at `offset`, which stands on a character boundary.
    pub fn offset(&self, offset: usize) -> usize {
        match self.table.unit {
            OffsetUnit::Utf8Byte => offset,
            OffsetUnit::ReceivedByte => {
                self.received.map_or(offset, |map| map.trace(Span::new(offset, offset)).start())
            }
            unit @ (OffsetUnit::Utf16CodeUnit | OffsetUnit::CodePoint) => {
                let offset = offset.min(self.bytes.len());
                let stride = offset / STRIDE;
                let before = self.table.counts.get(stride).copied().unwrap_or_default();
                let rest = self.bytes.get(stride * STRIDE..offset).unwrap_or_default();
                before + units(rest, unit)
            }
        }
    }
}

/// Units of whole characters: each counts where its first byte stands.
fn units(bytes: &[u8], unit: OffsetUnit) -> usize {
    let points = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    match unit {
        // A character of four bytes in UTF-8 is two code units in UTF-16.
        OffsetUnit::Utf16CodeUnit => points + bytes.iter().filter(|byte| **byte >= 0xF0).count(),
        _ => points,
    }
}

#[cfg(test)]
mod tests {
    use super::{OffsetUnit, UnitTable};
    use crate::Span;

    fn check(text: &str, unit: OffsetUnit, expected: impl Fn(&str) -> usize) {
        let table = UnitTable::new(text, unit);
        let index = table.index(text, None);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let before = Span::new(0, at).cut(text);
            assert_eq!(index.offset(at), expected(before), "{unit:?} at {at}");
        }
    }

    #[test]
    fn counts_in_every_unit() {
        for text in [String::new(), "提要 gist 𠮷🍚".to_owned(), "a提🍚".repeat(400)] {
            check(&text, OffsetUnit::Utf8Byte, str::len);
            check(&text, OffsetUnit::ReceivedByte, str::len);
            check(&text, OffsetUnit::CodePoint, |before| before.chars().count());
            check(&text, OffsetUnit::Utf16CodeUnit, |before| before.encode_utf16().count());
        }
    }
}
