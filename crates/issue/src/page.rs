//! What all later stages look at: the text, its rows, and the lines articles are made of.

use std::{borrow::Cow, ops::Range};

use tiyao_text::{Excerpt, Span};

use crate::{
    byline::{Byline, Form, byline, colophon},
    chars::{head, is_digit, number, opens_with, squeezed},
    exhibit::is_exhibit,
    line::{self, Line, heading_excerpt, line_rows, line_spans, line_text},
    matter::{self, Opening},
    number::written_number,
    row::Row,
    wrap::Wrap,
};

/// A text taken apart into rows and lines.
pub(crate) struct Page<'a> {
    pub(crate) text: &'a str,
    pub(crate) rows: Vec<Row>,
    pub(crate) lines: Vec<Line>,
    /// Paragraphs begin with an indent.
    pub(crate) indented: bool,
    /// What each line says besides running text.
    roles: Vec<Role>,
    none: Line,
}

/// What a line says besides running text; read once, for every stage asks.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent features, not states")]
struct Role {
    byline: Option<Box<Byline>>,
    /// It belongs to an article's end: its desk editor or its source.
    tail: bool,
    /// It opens an abstract or a list of keywords.
    opens_abstract: bool,
    /// How it opens where it may be metadata, a reference or a note.
    opening: Option<Opening>,
    /// It opens a part of an article that is no text of it, and no title.
    opens_part: bool,
    /// It is short, and stands in a figure, a table or a formula.
    exhibit: bool,
}

impl Role {
    fn of(text: &str, chars: usize) -> Self {
        let opening = Opening::of(text, chars);
        Self {
            byline: if chars <= 90 { byline(text).map(Box::new) } else { None },
            tail: chars <= 120 && colophon(text).is_some(),
            opens_abstract: opens_abstract(text),
            opening,
            opens_part: chars <= 120 && (matter::is_no_title(opening, text) || opens_thanks(text)),
            exhibit: chars <= 120 && is_exhibit(text),
        }
    }
}

/// Whether the row says thanks, or when and from what the article was made.
fn opens_thanks(text: &str) -> bool {
    const LABELS: [&str; 8] =
        ["修回日期", "修改日期", "定稿日期", "主题词", "致谢", "版式设计", "图片来源", "数据来源"];
    const LATIN: [&str; 2] = ["acknowledg", "subject terms"];
    let bare = text.trim_start_matches(['【', '[', '［', '〔', '*', '（', '(']);
    let lower = head(bare, 16).to_ascii_lowercase();
    LABELS.iter().any(|label| opens_with(bare, label))
        || LATIN.iter().any(|label| lower.starts_with(label))
}

/// Whether the text opens an abstract or a list of keywords.
pub(crate) fn opens_abstract(text: &str) -> bool {
    let bare = text.trim_start_matches(['【', '[', '［', '〔', '*']);
    ["摘要", "内容提要", "内容摘要", "提要：", "Abstract", "ABSTRACT", "关键词", "中图分类号"]
        .iter()
        .any(|label| opens_with(bare, label))
}

impl<'a> Page<'a> {
    pub(crate) fn new(text: &'a str, rows: Vec<Row>, wrap: Wrap) -> Self {
        let lines = line::lines(text, &rows, wrap);
        let long = lines.iter().filter(|line| line.chars > 40);
        let (total, indented) = long.fold((0_usize, 0_usize), |(total, indented), line| {
            (total + 1, indented + usize::from(line.indent >= 2))
        });
        let indented = wrap.indented || (total > 0 && indented * 4 > total * 3);
        let roles =
            lines.iter().map(|line| Role::of(&line_text(text, &rows, line), line.chars)).collect();
        Self { text, rows, lines, indented, roles, none: Line::default() }
    }

    /// The line at `at`; an empty one past the end.
    pub(crate) fn line(&self, at: usize) -> &Line {
        self.lines.get(at).unwrap_or(&self.none)
    }

    pub(crate) fn before(&self, at: usize) -> Option<&Line> {
        at.checked_sub(1).and_then(|at| self.lines.get(at))
    }

    /// The text of the line at `at`.
    pub(crate) fn text_at(&self, at: usize) -> Cow<'a, str> {
        line_text(self.text, &self.rows, self.line(at))
    }

    /// The text of a line that is short enough to be no paragraph; empty for longer ones.
    pub(crate) fn short(&self, at: usize, limit: usize) -> Cow<'a, str> {
        if self.line(at).chars <= limit { self.text_at(at) } else { Cow::Borrowed("") }
    }

    /// The spans of the line at `at`.
    pub(crate) fn spans(&self, at: usize) -> Vec<Span> {
        line_spans(self.text, &self.rows, self.line(at))
    }

    /// From the first character of the line at `at` to its last.
    pub(crate) fn extent(&self, at: usize) -> Span {
        let mut rows = line_rows(&self.rows, self.line(at).rows.clone());
        let first = rows.next().map_or_else(Span::default, |row| row.span);
        rows.last().map_or(first, |last| first.joined(last.span))
    }

    /// The lines of a range as one heading.
    pub(crate) fn heading(&self, lines: Range<usize>) -> Excerpt {
        heading_excerpt(self.text, &self.rows, self.lines.get(lines).unwrap_or_default())
    }

    /// Takes the line at `at` for this byline.
    pub(crate) fn sign(&mut self, at: usize, byline: Byline) {
        if let Some(role) = self.roles.get_mut(at) {
            role.byline = Some(Box::new(byline));
        }
    }

    pub(crate) fn byline_at(&self, at: usize) -> Option<&Byline> {
        self.roles.get(at)?.byline.as_deref()
    }

    /// Whether the line is a byline for sure: a word of one syllable or two may be a name by chance.
    pub(crate) fn is_signed(&self, at: usize) -> bool {
        self.byline_at(at).is_some_and(|found| found.form < Form::Names || found.authors.len() > 1)
    }

    /// Whether the line belongs to an article's end: its desk editor or its source.
    pub(crate) fn is_tail(&self, at: usize) -> bool {
        self.roles.get(at).is_some_and(|role| role.tail)
    }

    /// Whether the line opens an abstract or a list of keywords.
    pub(crate) fn is_abstract(&self, at: usize) -> bool {
        self.roles.get(at).is_some_and(|role| role.opens_abstract)
    }

    /// How the line opens where it may be metadata, a reference or a note.
    pub(crate) fn opening(&self, at: usize) -> Option<Opening> {
        self.roles.get(at)?.opening
    }

    /// Whether the line says that another part of an article follows: metadata, references, notes.
    pub(crate) fn opens_part(&self, at: usize) -> bool {
        self.roles.get(at).is_some_and(|role| role.opens_part)
    }

    /// Whether the line is short and stands in a figure, a table or a formula.
    pub(crate) fn is_exhibit(&self, at: usize) -> bool {
        self.roles.get(at).is_some_and(|role| role.exhibit)
    }

    /// Whether the line opens an editorial note.
    pub(crate) fn opens_note(&self, at: usize) -> bool {
        let text = self.text_at(at);
        let bare = text.trim_start_matches(['【', '[', '［', '〔', '（', '*']);
        [
            "编者按",
            "编者的话",
            "开栏的话",
            "开栏语",
            "编前语",
            "编后语",
            "Editor's note",
            "Editor’s note",
        ]
        .iter()
        .any(|label| bare.starts_with(label))
    }

    /// Whether the line looks like a heading and is not another part of an article.
    pub(crate) fn is_heading(&self, at: usize) -> bool {
        self.line(at).looks_heading()
            && !self.is_tail(at)
            && !self.is_abstract(at)
            && !self.opens_part(at)
            && !self.is_cut_by_page(at)
    }

    /// Whether a page end right below cut the line: it has a comma, and no sentence ends in it.
    pub(crate) fn is_cut_by_page(&self, at: usize) -> bool {
        let line = self.line(at);
        let below = self.line(at + 1);
        below.after_page && below.chars > 0 && line.commas > 0 && line.chars >= 18
    }

    /// Whether the line at `at` exists and is running text.
    pub(crate) fn is_running(&self, at: usize) -> bool {
        at < self.lines.len() && !self.line(at).looks_heading()
    }
}

/// The part of a heading that numbers it: `一、`, `（二）`, `3`, `1.2`, `第三章`.
pub(crate) fn is_numbered(text: &str) -> bool {
    let squeezed = squeezed(head(text, 12));
    let bare = squeezed.trim_start_matches(['（', '(', '第', '#']);
    let counts = |c: char| is_digit(c) || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩".contains(c) || c == '.';
    let rest = bare.trim_start_matches(counts);
    if rest.len() == bare.len() {
        return false;
    }
    let digits = bare.starts_with(is_digit);
    let parted = text.trim_start_matches(counts).starts_with(char::is_whitespace);
    rest.starts_with(['、', '）', ')', '章', '节', '．', '，'])
        || (digits
            && (parted || bare.contains('.'))
            && !rest.starts_with(['年', '月', '日', '%', '％']))
        || bare.starts_with(['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩'])
}

/// The kind of number a heading begins with, and the number: `一、`, `（二）`, `3.`, `（4）`, `第五章`, `⑥`.
pub(crate) fn numbering(text: &str) -> Option<(u8, u32)> {
    if !is_numbered(text) {
        return None;
    }
    let squeezed = squeezed(head(text, 12));
    let bracketed = squeezed.starts_with(['（', '(']);
    let bare = squeezed.trim_start_matches(['（', '(', '第', '#']);
    let chapter = squeezed.starts_with('第');
    let first = bare.chars().next()?;
    if let Some(at) = "①②③④⑤⑥⑦⑧⑨⑩".chars().position(|c| c == first) {
        return Some((6, u32::try_from(at).ok()? + 1));
    }
    let run: Vec<char> =
        bare.chars().take_while(|c| "〇一二三四五六七八九十百".contains(*c)).collect();
    if !run.is_empty() {
        let kind = if bracketed {
            2
        } else if chapter {
            5
        } else {
            1
        };
        return Some((kind, written_number(&run)?));
    }
    let rest = bare.trim_start_matches(is_digit);
    let digits = bare.strip_suffix(rest)?;
    let deeper = rest.strip_prefix(['.', '．']).is_some_and(|rest| rest.starts_with(is_digit));
    let kind = if bracketed {
        4
    } else if chapter {
        5
    } else if deeper {
        7
    } else {
        3
    };
    Some((kind, number(digits)?))
}

#[cfg(test)]
mod tests {
    use super::is_numbered;

    #[test]
    fn numbered_headings() {
        for yes in [
            "一、概况",
            "（二）做法",
            "3 结束语",
            "1.2 模型",
            "第三章 总则",
            "① 甲",
            "３．２　土壤",
        ] {
            assert!(is_numbered(yes), "{yes}");
        }
        for no in ["一江春水", "2023年活动", "概况", "第三届大会", "3月的田野"] {
            assert!(!is_numbered(no), "{no}");
        }
    }
}
