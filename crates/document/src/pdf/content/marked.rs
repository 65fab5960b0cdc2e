use hayro_syntax::object::{self, Dict};

/// How long a replacement may be: a ligature, a broken word, not a paragraph.
const LONGEST: usize = 48;
/// How deep marked content may nest.
const MOST: usize = 512;

/// Marked content that tells what its glyphs stand for (`ActualText`).
#[derive(Default)]
pub(super) struct MarkedContent {
    open: Vec<Option<Told>>,
    // Beyond the most.
    uncounted: usize,
}

struct Told {
    text: String,
    given: bool,
}

impl MarkedContent {
    pub(super) fn begin(&mut self, properties: Option<&Dict<'_>>) {
        if self.open.len() >= MOST {
            self.uncounted += 1;
            return;
        }
        let text = properties
            .and_then(|properties| properties.get::<object::String<'_>>(b"ActualText"))
            .map(|text| decode(text.as_bytes()))
            .filter(|text| text.len() <= LONGEST);
        self.open.push(text.map(|text| Told { text, given: false }));
    }

    pub(super) fn end(&mut self) {
        if self.uncounted > 0 {
            self.uncounted -= 1;
        } else {
            self.open.pop();
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len() + self.uncounted
    }

    /// Ends what began behind `depth`.
    pub(super) fn close(&mut self, depth: usize) {
        self.open.truncate(depth);
        self.uncounted = depth.saturating_sub(self.open.len());
    }

    /// What the next glyph stands for, where the content tells: its first glyph for all of it, the
    /// others for nothing.
    pub(super) fn told(&mut self) -> Option<String> {
        let told = self.open.iter_mut().flatten().next()?;
        if told.given {
            return Some(String::new());
        }
        told.given = true;
        Some(std::mem::take(&mut told.text))
    }
}

/// A text string: UTF-16 or UTF-8 with its mark, or bytes.
fn decode(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = utf16.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit));
        return char::decode_utf16(units).flatten().filter(|c| *c != '\0').collect();
    }
    match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(utf8) => String::from_utf8_lossy(utf8).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
