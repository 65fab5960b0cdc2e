//! A text in the making: rows without the marks of their form, each character with its origin.

use tiyao_text::{
    OffsetMap, RowForm, RowMark, Span, Step,
    interrupt::spend,
    script::{is_cjk_punctuation, is_han, is_kana},
};

use crate::document::Derived;

/// Writes a derived text row by row.
///
/// White space is held back until something follows it in its row, so that no row begins or ends with
/// any; and a blank row until another row follows it.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    map: OffsetMap,
    marks: Vec<RowMark>,
    /// Where the open row starts.
    row: usize,
    space: Option<Space>,
    /// A blank row stands before the next row.
    parted: bool,
    /// The open row has cells.
    cells: bool,
    sizes: Sizes,
}

/// What it takes to write one piece, in units of work.
const PIECE_UNITS: usize = 8;

/// White space that waits for what follows it.
#[derive(Clone, Copy, Debug)]
struct Space {
    written: char,
    origin: Span,
    /// A row of the source ends in it.
    broken: bool,
}

impl Writer {
    /// Whether the open row has text.
    pub(crate) fn is_open(&self) -> bool {
        self.text.len() > self.row
    }

    /// Writes `text`, which stands at byte `origin` as it is.
    pub(crate) fn copy(&mut self, text: &str, origin: usize) {
        let Some(first) = text.chars().next() else { return };
        self.begin(first);
        spend(PIECE_UNITS + text.len() / 4);
        self.text.push_str(text);
        self.map.push_bytes(origin, text.len());
    }

    /// Writes `text`, which stands for all of `origin`.
    pub(crate) fn replace(&mut self, text: &str, origin: Span) {
        let Some(first) = text.chars().next() else { return };
        self.begin(first);
        spend(PIECE_UNITS);
        self.text.push_str(text);
        self.map.push(origin.start(), Step { derived: text.len(), origin: origin.len() });
    }

    /// Writes a space once something follows it, for the white space at `origin`; `broken` if a row
    /// of the source ends there. Runs of white space are one space.
    pub(crate) fn space(&mut self, origin: Span, broken: bool) {
        if !self.is_open() {
            return;
        }
        match &mut self.space {
            None => self.space = Some(Space { written: ' ', origin, broken }),
            Some(space) => space.broken |= broken,
        }
    }

    /// Writes a tab once something follows it, for the mark at `origin`, which parts two cells.
    pub(crate) fn tab(&mut self, origin: Span) {
        if self.is_open() {
            self.space = Some(Space { written: '\t', origin, broken: false });
        }
    }

    /// Whether a tab waits for what follows it.
    pub(crate) fn holds_tab(&self) -> bool {
        self.space.is_some_and(|space| space.written == '\t')
    }

    /// Counts `characters` of this size for the open row.
    pub(crate) fn size(&mut self, size: Option<u16>, characters: usize) {
        self.sizes.add(size, characters);
    }

    /// Ends the open row at `origin`, the mark or the line break that parts it from the next one. A
    /// row of cells is a row of a table, whatever `form` says.
    pub(crate) fn end_row(&mut self, form: RowForm, origin: Span) {
        self.space = None;
        let font_size = self.sizes.take();
        if !self.is_open() {
            return;
        }
        let cells = std::mem::take(&mut self.cells);
        let form = match form {
            RowForm::Line | RowForm::Paragraph | RowForm::ListItem if cells => RowForm::TableRow,
            form => form,
        };
        self.marks.push(RowMark { start: self.row, form, page: None, font_size });
        self.text.push('\n');
        self.map.push(origin.start(), Step { derived: 1, origin: origin.len() });
        self.row = self.text.len();
    }

    /// Parts what was written from what follows by a blank row; the open row must have ended.
    pub(crate) fn part(&mut self) {
        self.parted |= !self.text.is_empty();
    }

    /// The text and what is known of its rows; the open row must have ended.
    pub(crate) fn finish(self) -> (Derived, Vec<RowMark>) {
        (Derived { text: self.text, map: self.map }, self.marks)
    }

    /// Writes the white space that waits, before `first`.
    fn begin(&mut self, first: char) {
        if self.parted && !self.is_open() {
            self.text.push('\n');
            self.map.push(0, Step { derived: 1, origin: 0 });
            self.row = self.text.len();
        }
        self.parted = false;
        let Some(space) = self.space.take() else { return };
        let before = self.text.chars().next_back().unwrap_or_default();
        if space.broken && space.written == ' ' && is_wide(before) && is_wide(first) {
            return;
        }
        self.cells |= space.written == '\t';
        self.text.push(space.written);
        self.map.push(space.origin.start(), Step { derived: 1, origin: space.origin.len() });
    }
}

/// Whether rows break before and behind `c` without a space: scripts that write none.
fn is_wide(c: char) -> bool {
    is_han(c) || is_kana(c) || is_cjk_punctuation(c)
}

/// How many characters of each size a row has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sizes(Vec<(u16, usize)>);

impl Sizes {
    /// More sizes than these are not told apart in one row.
    const MOST: usize = 16;

    pub(crate) fn add(&mut self, size: Option<u16>, characters: usize) {
        let Some(size) = size else { return };
        if let Some((_, count)) = self.0.iter_mut().find(|(known, _)| *known == size) {
            *count += characters;
        } else if self.0.len() < Self::MOST {
            self.0.push((size, characters));
        }
    }

    /// The size of most characters, the larger of two; starts again.
    pub(crate) fn take(&mut self) -> Option<u16> {
        let most = self.0.iter().max_by_key(|(size, count)| (*count, *size)).copied();
        self.0.clear();
        most.map(|(size, _)| size)
    }
}

#[cfg(test)]
mod tests {
    use tiyao_text::{RowForm, Span};

    use super::{Sizes, Writer};

    #[test]
    fn white_space_waits_for_a_word() {
        let source = "甲\n乙 a\nb  ";
        let mut writer = Writer::default();
        writer.space(Span::new(0, 1), false);
        writer.copy(Span::new(0, 3).cut(source), 0);
        writer.space(Span::new(3, 4), true);
        writer.copy(Span::new(4, 7).cut(source), 4);
        writer.space(Span::new(7, 8), false);
        writer.copy(Span::new(8, 9).cut(source), 8);
        writer.space(Span::new(9, 10), true);
        writer.copy(Span::new(10, 11).cut(source), 10);
        writer.space(Span::new(11, 12), false);
        writer.end_row(RowForm::Paragraph, Span::new(13, 13));
        writer.part();
        let (derived, marks) = writer.finish();
        assert_eq!(derived.text, "甲乙 a b\n");
        let pieces = derived.map.trace_pieces(Span::new(0, 10));
        assert_eq!(pieces, [Span::new(0, 3), Span::new(4, 11)]);
        assert_eq!(marks.len(), 1);
    }

    #[test]
    fn most_characters_tell_the_size() {
        let mut sizes = Sizes::default();
        sizes.add(Some(105), 3);
        sizes.add(None, 9);
        sizes.add(Some(220), 2);
        sizes.add(Some(220), 2);
        assert_eq!((sizes.take(), sizes.take()), (Some(220), None));
    }
}
