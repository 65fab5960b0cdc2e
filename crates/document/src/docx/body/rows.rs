//! Rows as they are written, and the rows of tables.

use tiyao_text::{RowForm, RowMark};

use crate::docx::body::paragraph::Paragraph;

/// Tables deeper than this inside others are read paragraph by paragraph.
const DEEPEST_TABLE: usize = 8;
/// More empty paragraphs than these say no more.
const MOST_BLANKS: usize = 3;

/// The text of a document, row by row.
#[derive(Debug)]
pub(super) struct Rows {
    text: String,
    marks: Vec<RowMark>,
    /// Bytes that the text may have.
    most: usize,
    /// Bytes of text that was read, written or not.
    read: usize,
    full: bool,
    /// Empty paragraphs since the last row.
    blanks: usize,
    /// The page; the first is 1.
    page: u32,
    /// No text stands on the page yet.
    fresh: bool,
    /// Rows of tables that are open, the outermost first.
    tables: Vec<TableRow>,
    /// Rows open beyond the deepest.
    deeper: usize,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
struct TableRow {
    /// Marks before it.
    before: usize,
    /// Marks before its open cell.
    cell: usize,
    /// Each of its cells has one row at most.
    joins: bool,
}

impl Rows {
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            marks: Vec::new(),
            most,
            read: 0,
            full: false,
            blanks: 0,
            page: 1,
            fresh: true,
            tables: Vec::new(),
            deeper: 0,
        }
    }

    pub(super) fn page(&self) -> u32 {
        self.page
    }

    /// A page break that the writer set.
    pub(super) fn break_page(&mut self) {
        self.page = self.page.saturating_add(1);
        self.fresh = true;
    }

    /// A page break that was there when the document was last laid out; it may be one that the
    /// writer set.
    pub(super) fn rendered_break(&mut self) {
        if !self.fresh {
            self.break_page();
        }
    }

    /// Adds `text` to a paragraph.
    pub(super) fn write(&mut self, paragraph: &mut Paragraph, text: &str) {
        if paragraph.run.hidden || self.full {
            return;
        }
        self.read += text.len();
        self.full |= self.read > self.most;
        self.fresh &= text.trim().is_empty();
        paragraph.text.push_str(text);
        let characters = text.chars().filter(|c| !c.is_whitespace()).count();
        paragraph.sizes.add(paragraph.run.size.or(paragraph.size), characters);
    }

    /// Writes a paragraph: a row for each of its breaks, or a blank row.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        let size = paragraph.sizes.clone().take();
        let count = paragraph.text.lines().filter(|row| !row.trim().is_empty()).count();
        if count == 0 && !self.in_table() {
            self.blanks += 1;
        }
        for row in paragraph.text.lines().filter(|row| !row.trim().is_empty()) {
            self.row(row, paragraph.form(count > 1), paragraph.page, size);
        }
    }

    /// Writes a note on a row of its own.
    pub(super) fn note(&mut self, note: &str) {
        self.row(note, RowForm::Paragraph, self.page, None);
    }

    fn row(&mut self, row: &str, form: RowForm, page: u32, font_size: Option<u16>) {
        self.full |= self.text.len() + row.len() > self.most;
        if self.full {
            return;
        }
        let blanks = std::mem::take(&mut self.blanks).min(MOST_BLANKS);
        if !self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', blanks));
        }
        let start = self.text.len();
        self.marks.push(RowMark { start, form, page: Some(page), font_size });
        self.text.push_str(row);
        self.text.push('\n');
    }

    pub(super) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(super) fn start_row(&mut self) {
        if self.tables.len() == DEEPEST_TABLE {
            self.deeper += 1;
            return;
        }
        let before = self.marks.len();
        self.tables.push(TableRow { before, cell: before, joins: true });
    }

    pub(super) fn start_cell(&mut self) {
        let count = self.marks.len();
        if let Some(row) = self.tables.last_mut().filter(|_| self.deeper == 0) {
            row.cell = count;
        }
    }

    pub(super) fn end_cell(&mut self) {
        let count = self.marks.len();
        if let Some(row) = self.tables.last_mut().filter(|_| self.deeper == 0) {
            row.joins &= count <= row.cell + 1;
        }
    }

    /// Ends a row of a table. Where each of its cells is one row, they become one, parted by tabs.
    pub(super) fn end_row(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(row) = self.tables.pop() else { return };
        let Some(first) = self.marks.get(row.before).map(|mark| mark.start) else { return };
        if !row.joins || self.marks.len() < row.before + 2 {
            return;
        }
        let cells = self.text.split_off(first);
        self.text += &cells.trim_end_matches('\n').replace('\n', "\t");
        self.text.push('\n');
        self.marks.truncate(row.before + 1);
        if let Some(mark) = self.marks.last_mut() {
            mark.form = RowForm::TableRow;
        }
    }

    /// Ends the rows that a damaged part left open.
    pub(super) fn end_tables(&mut self) {
        self.tables.clear();
    }

    /// Takes what was written; begins anew.
    pub(super) fn take(&mut self) -> String {
        self.marks.clear();
        std::mem::take(&mut self.text)
    }

    /// The text, what is known of its rows, and whether there was more than is allowed.
    pub(super) fn finish(mut self) -> (String, Vec<RowMark>, bool) {
        let titled = self.marks.iter().any(|mark| mark.form == RowForm::Heading(0));
        for mark in &mut self.marks {
            // A document without page breaks does not say where its pages are.
            mark.page = mark.page.filter(|_| self.page > 1);
            if let RowForm::Heading(level) = &mut mark.form {
                *level += u8::from(titled);
            }
        }
        (self.text, self.marks, self.full)
    }
}
