//! Rows with the features that classification looks at.

use tiyao_text::{
    RowForm, RowMark, Span,
    interrupt::{pieces, spend},
};

use crate::chars::{half_width, is_blank, width};

/// What a row has been taken for so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Not claimed by anything yet: articles are made of these.
    #[default]
    Plain,
    /// A page number that stands alone.
    PageNumber,
    /// A running head or foot.
    RunningHead,
    /// A row of dashes, stars or the like.
    Separator,
    /// A photo's caption.
    Caption,
    /// A row of the masthead.
    Masthead,
    /// A row of the contents, their heading included.
    Contents,
}

/// One row that has ink, and what stands around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Its text without blank characters at the two ends.
    pub(crate) span: Span,
    /// Where the row ends, its line break included.
    pub(crate) end: usize,
    /// Rows without ink right before it.
    pub(crate) blanks: usize,
    /// Columns of white space it begins with.
    pub(crate) indent: usize,
    /// Columns of its text.
    pub(crate) columns: usize,
    /// Characters up to the end of its text, white space before it and inside it included.
    pub(crate) length: usize,
    /// Characters of its text that leave ink.
    pub(crate) chars: usize,
    /// A new page starts between the row before and this one.
    pub(crate) page_break: bool,
    /// What the document's form calls it.
    pub(crate) form: RowForm,
    /// Size of its characters in tenths of a point; 0: not known.
    pub(crate) font_size: u16,
    /// It is part of a head that comes back above each article.
    pub(crate) opens: bool,
    /// What it has been taken for.
    pub(crate) kind: RowKind,
}

impl Row {
    /// Its text.
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        // Whatever looks at many rows asks for their text: here it all comes to checkpoints.
        spend(ROW_UNITS);
        self.span.cut(source)
    }

    /// Its line feed, which an excerpt reads as one space; empty when it ends otherwise.
    pub(crate) fn line_feed(&self, source: &str) -> Span {
        let feed = Span::new(self.end.saturating_sub(1), self.end);
        if self.end > self.span.end() && feed.cut(source) == "\n" {
            feed
        } else {
            Span::new(self.end, self.end)
        }
    }
}

/// What it takes to look at one row for one purpose, in units of work.
const ROW_UNITS: usize = 16;

/// The rows of `text` that have ink, in order.
pub(crate) fn inked_rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut blanks = 0;
    let mut page_break = false;
    for whole in tiyao_text::rows(text) {
        let cut = whole.cut(text);
        spend(ROW_UNITS);
        let body = cut.trim_start_matches(is_blank);
        let start = whole.end() - body.len();
        let body = body.trim_end_matches(is_blank);
        if body.is_empty() {
            blanks += 1;
        } else {
            let mut columns = 0;
            let mut chars = 0;
            let lead = Span::new(whole.start(), start).cut(text);
            let mut length = lead.chars().count();
            for piece in pieces(body) {
                for c in piece.chars() {
                    length += 1;
                    columns += width(c);
                    chars += usize::from(!is_blank(c));
                }
            }
            let indent = lead.chars().map(|c| if c == '\u{3000}' { 2 } else { width(c) }).sum();
            rows.push(Row {
                span: Span::new(start, start + body.len()),
                end: whole.end(),
                blanks,
                indent,
                columns,
                length,
                chars,
                page_break,
                ..Row::default()
            });
            blanks = 0;
            page_break = false;
        }
        page_break |= cut.ends_with('\u{c}');
    }
    rows
}

/// Gives the rows what `marks` of the same text say of them.
pub(crate) fn mark(rows: &mut [Row], marks: &[RowMark]) {
    let mut marks = marks.iter().peekable();
    let mut page = None;
    for row in rows {
        while let Some(mark) = marks.next_if(|mark| mark.start < row.end) {
            if mark.start > row.span.start() {
                continue;
            }
            row.form = mark.form;
            row.font_size = mark.font_size.unwrap_or_default();
            row.page_break |= page.is_some() && mark.page.is_some() && mark.page != page;
            page = mark.page.or(page);
        }
        if row.form == RowForm::Caption {
            row.kind = RowKind::Caption;
        }
    }
}

/// Whether the row is nothing but a page number: `12`, `- 12 -`, `· 12 ·`, `第12页`, `P12`, `12/58`.
pub(crate) fn is_page_number(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !is_blank(*c)).map(half_width).collect();
    let bare = plain.trim_matches(|c: char| {
        matches!(
            c,
            '-' | '—'
                | '–'
                | '―'
                | '·'
                | '•'
                | '~'
                | '～'
                | '|'
                | '/'
                | '['
                | ']'
                | '('
                | ')'
                | '.'
                | '…'
                | '●'
                | '■'
                | '□'
                | '○'
                | '<'
                | '>'
                | '【'
                | '】'
                | '*'
                | '_'
                | '='
                | '−'
                | '─'
        )
    });
    let decorated = bare.len() < plain.len();
    let inner = bare
        .strip_prefix('第')
        .and_then(|rest| rest.strip_suffix('页'))
        .or_else(|| bare.strip_prefix(['P', 'p']).map(|rest| rest.trim_start_matches('.')))
        .unwrap_or(bare);
    let mut parts = inner.split(['/', '|']);
    let digits =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let first = parts.next().unwrap_or_default();
    let whole = digits(first) && parts.all(digits);
    whole && (decorated || inner.len() < bare.len() || inner.len() <= 3 || inner.contains('/'))
}

/// Whether the row is a line drawn with dashes, stars, dots or the like.
pub(crate) fn is_separator(text: &str) -> bool {
    let mut count = 0;
    for c in text.chars().filter(|c| !is_blank(*c)) {
        if c.is_alphanumeric()
            || matches!(c, '。' | '！' | '？' | '”' | '）' | '》' | '…' | '!' | '?')
        {
            return false;
        }
        count += 1;
    }
    count >= 3
}

#[cfg(test)]
mod tests {
    use super::{inked_rows, is_page_number, is_separator};

    #[test]
    fn features() {
        let text = "\n\u{3000}\u{3000}甲乙 丙 \r\n\u{c}\n丁";
        let rows = inked_rows(text);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].text(text), "甲乙 丙");
        assert_eq!((rows[0].blanks, rows[0].indent, rows[0].columns, rows[0].chars), (1, 4, 7, 3));
        assert_eq!(rows[0].line_feed(text).cut(text), "\n");
        assert_eq!((rows[1].blanks, rows[1].page_break), (2, true));
        assert!(rows[1].line_feed(text).is_empty());
    }

    #[test]
    fn page_numbers() {
        for yes in ["7", "96", "- 12 -", "· 3 ·", "第 12 页", "P12", "12/58", "—１２—", "[ 2023 ]"]
        {
            assert!(is_page_number(yes), "{yes}");
        }
        for no in ["", "2023", "12年", "第12期", "甲", "--", "12.5万", "P"] {
            assert!(!is_page_number(no), "{no}");
        }
    }

    #[test]
    fn separators() {
        assert!(is_separator("-----") && is_separator("* * *") && is_separator("══════"));
        assert!(!is_separator("——") && !is_separator("——题记") && !is_separator("。。。"));
    }
}
