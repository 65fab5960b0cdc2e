//! Lines: rows with hard wraps undone. One line is one heading, or one paragraph as far as the
//! page goes.

use std::{borrow::Cow, ops::Range};

use tiyao_text::{Excerpt, RowForm, Span};

use crate::{
    byline::trailing_colophon,
    chars::{head, is_closing, is_end_mark},
    furniture,
    row::{Row, RowKind},
    wrap::{Wrap, is_heading_between, wraps},
};

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a mark that ends a sentence, closing quotes and end marks aside.
    Sentence,
    /// With a comma or another mark that promises more.
    Open,
    /// With a colon or a dash: a lead-in.
    LeadIn,
    /// With a word.
    #[default]
    Word,
}

/// One line: a run of plain rows.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent features, not states")]
pub(crate) struct Line {
    /// Its rows; those among them that are not plain are furniture and no part of it.
    pub(crate) rows: Range<usize>,
    /// Rows without ink, or furniture, right before it.
    pub(crate) blanks: usize,
    /// Columns of white space it begins with.
    pub(crate) indent: usize,
    /// Characters that leave ink.
    pub(crate) chars: usize,
    /// How it ends.
    pub(crate) ending: Ending,
    /// An end mark stands behind its last word, or its desk editor or source in brackets.
    pub(crate) end_mark: bool,
    /// Level of a heading that the form marks as one; 0 for all else.
    pub(crate) level: usize,
    /// The document's form says that it is whole: a paragraph, an item, a row of a table.
    pub(crate) whole: bool,
    /// A full stop stands inside it.
    pub(crate) stops: bool,
    /// Commas inside it.
    pub(crate) commas: usize,
    /// A running head that opens articles, by its number or its place, stands right before it.
    pub(crate) opens: bool,
    /// Page furniture or a page break stands right before it.
    pub(crate) after_page: bool,
    /// Rows of another kind (contents, masthead, captions, separators) stand right before it.
    pub(crate) after_cut: bool,
}

impl Line {
    /// Whether it could be a heading by its looks alone: short, and no sentence.
    pub(crate) fn looks_heading(&self) -> bool {
        self.level > 0
            || (self.chars >= 2
                && self.chars <= 64
                && !self.stops
                && self.commas <= 3
                && matches!(self.ending, Ending::Word | Ending::LeadIn))
    }

    /// Whether it could be a subhead by its looks alone.
    pub(crate) fn looks_subhead(&self) -> bool {
        self.looks_heading() && self.chars <= 36 && self.commas <= 2
    }
}

/// The plain rows as lines.
pub(crate) fn lines(text: &str, rows: &[Row], wrap: Wrap) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut last: Option<&Row> = None;
    let mut opens = false;
    let mut after_page = false;
    let mut after_cut = false;
    for (at, row) in rows.iter().enumerate() {
        match row.kind {
            RowKind::Plain => {}
            RowKind::PageNumber | RowKind::RunningHead => {
                opens |= furniture::opens_article(text, row);
                after_page = true;
                continue;
            }
            _ => {
                after_cut = true;
                continue;
            }
        }
        let joins = !after_cut
            && !opens
            && last.is_some_and(|before| {
                before.form == RowForm::Line
                    && row.form == RowForm::Line
                    && wraps(text, wrap, before, row, after_page || row.page_break)
                    && !is_heading_between(text, rows, wrap, before, at)
            });
        match lines.last_mut() {
            Some(line) if joins => line.rows.end = at + 1,
            _ => lines.push(Line {
                rows: at..at + 1,
                blanks: row.blanks + usize::from(after_page),
                indent: row.indent,
                opens,
                after_page: after_page || row.page_break,
                after_cut,
                ..Line::default()
            }),
        }
        last = Some(row);
        (opens, after_page, after_cut) = (false, false, false);
    }
    for line in &mut lines {
        look(text, rows, line);
    }
    lines
}

fn look(text: &str, rows: &[Row], line: &mut Line) {
    for row in line_rows(rows, line.rows.clone()) {
        line.chars += row.chars;
    }
    let whole = line_text(text, rows, line);
    let form = rows.get(line.rows.start).map(|row| row.form).unwrap_or_default();
    line.whole = !matches!(form, RowForm::Line | RowForm::Heading(_));
    line.level = match form {
        RowForm::Heading(level) => level.into(),
        _ => markdown_level(&whole),
    };
    line.ending = ending(&whole);
    line.end_mark = trailing_end_mark(&whole).is_some() || trailing_colophon(&whole).is_some();
    // only short lines can be headings; a long one is not read further
    let opening = head(&whole, 100);
    let body = opening.trim_end_matches(|c| is_closing(c) || is_end_mark(c) || c == '。');
    line.stops = body.contains('。') || body.contains('；') || line.chars > 100;
    line.commas = opening.chars().filter(|c| matches!(c, '，' | ',')).count();
}

/// The plain rows of a range.
pub(crate) fn line_rows(rows: &[Row], range: Range<usize>) -> impl Iterator<Item = &Row> {
    rows.get(range).unwrap_or_default().iter().filter(|row| row.kind == RowKind::Plain)
}

/// The text of a line, its rows joined.
pub(crate) fn line_text<'a>(text: &'a str, rows: &[Row], line: &Line) -> Cow<'a, str> {
    let mut parts = line_rows(rows, line.rows.clone());
    let first = parts.next().map_or("", |row| row.text(text));
    let rest: Vec<&str> = parts.map(|row| row.text(text)).collect();
    if rest.is_empty() {
        Cow::Borrowed(first)
    } else {
        let mut whole = String::from(first);
        for part in rest {
            if parts_words(&whole, part) {
                whole.push(' ');
            }
            whole.push_str(part);
        }
        Cow::Owned(whole)
    }
}

/// The spans of a line's text; where a wrap broke between two Latin words, with the line feed.
pub(crate) fn line_spans(text: &str, rows: &[Row], line: &Line) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut before: Option<&Row> = None;
    for row in line_rows(rows, line.rows.clone()) {
        let feed = before.map(|before| before.line_feed(text)).unwrap_or_default();
        join(text, &mut spans, feed, &[row.span]);
        before = Some(row);
    }
    spans
}

/// Joins what a row's end parted: Latin words with the line feed between them, the halves of a
/// hyphenated word without the hyphen.
pub(crate) fn join(text: &str, spans: &mut Vec<Span>, feed: Span, more: &[Span]) {
    let right = more.first().map_or("", |span| span.cut(text));
    if let Some(last) = spans.last_mut() {
        let left = last.cut(text);
        if is_hyphenated(left, right) {
            *last = Span::new(last.start(), last.end() - 1);
        } else if parts_words(left, right) {
            spans.push(feed);
        }
    }
    spans.extend_from_slice(more);
}

/// Whether the end of a row between `left` and `right` stands for the space between two Latin words.
fn parts_words(left: &str, right: &str) -> bool {
    const NEAR: usize = 12;
    let quote = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '…' | '–' | '—');
    let latin = |c: char| c.is_ascii_graphic() || (c.is_alphanumeric() && c < '\u{250}');
    let mut behind = left.chars().rev();
    let (Some(last), Some(first)) = (behind.next(), right.chars().next()) else { return false };
    if last == '-' {
        return behind.next() == Some(' ') && latin(first);
    }
    let opens = first.is_alphanumeric()
        || matches!(first, '(' | '"' | '[' | '\'' | '$' | '&' | '#' | '@')
        || (first == '-' && right.starts_with("- "));
    if latin(last) && latin(first) {
        return opens;
    }
    // Chinese has the same curly quotes, but no spaces around them
    let near = || {
        let near = left.chars().rev().take(NEAR).chain(right.chars().take(NEAR));
        near.fold((false, true), |(letters, plain), c| {
            (letters || latin(c), plain && (latin(c) || c == ' ' || quote(c)))
        }) == (true, true)
    };
    (latin(last) || quote(last)) && (opens || matches!(first, '“' | '‘' | '–' | '—')) && near()
}

/// Whether a hyphen at the end of `left` parts a word that goes on in `right`.
pub(crate) fn is_hyphenated(left: &str, right: &str) -> bool {
    left.strip_suffix('-').is_some_and(|word| word.ends_with(|c: char| c.is_ascii_alphabetic()))
        && right.starts_with(|c: char| c.is_ascii_lowercase())
}

/// An excerpt of a run of lines, a line break between any two of them.
pub(crate) fn heading_excerpt(text: &str, rows: &[Row], lines: &[Line]) -> Excerpt {
    let mut spans: Vec<Span> = Vec::new();
    let mut feed = None;
    for line in lines {
        spans.extend(feed);
        let pieces = line_spans(text, rows, line);
        let bare = unmarked(text, &pieces);
        spans.extend(bare);
        feed = line_rows(rows, line.rows.clone()).last().map(|row| row.line_feed(text));
    }
    Excerpt::cut(text, spans)
}

/// The pieces of a heading without Markdown's marks around it.
fn unmarked(text: &str, pieces: &[Span]) -> Vec<Span> {
    let mut spans = pieces.to_vec();
    if let Some(first) = spans.first_mut() {
        let cut = first.cut(text);
        let bare = cut.trim_start_matches('#');
        let bare = if bare.len() < cut.len() { bare.trim_start() } else { bare };
        *first = Span::new(first.end() - bare.len(), first.end());
    }
    if let [only] = spans.as_mut_slice() {
        let cut = only.cut(text);
        if let Some(bare) = cut.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
            *only = Span::new(only.start() + 2, only.start() + 2 + bare.len());
        } else if cut.ends_with('#') {
            let bare = cut.trim_end_matches('#').trim_end();
            *only = Span::new(only.start(), only.start() + bare.len());
        }
    }
    spans
}

/// Level of a Markdown heading: the number signs it begins with.
fn markdown_level(text: &str) -> usize {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if (1..=6).contains(&level) && rest.starts_with([' ', '\t', '\u{3000}']) { level } else { 0 }
}

/// The byte length of the end mark behind the last word, with the white space around it.
pub(crate) fn trailing_end_mark(text: &str) -> Option<usize> {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || is_end_mark(c));
    let tail = text.get(bare.len()..).unwrap_or_default();
    (tail.chars().any(is_end_mark) && !bare.is_empty()).then_some(tail.len())
}

/// How `text` ends.
pub(crate) fn ending(text: &str) -> Ending {
    let bare = text
        .trim_end_matches(|c: char| c.is_whitespace() || is_end_mark(c) || matches!(c, '*' | '_'));
    let inner = bare.trim_end_matches(is_closing);
    let last = inner.chars().next_back();
    let longer = |limit: usize| bare.chars().nth(limit).is_some();
    match last {
        Some('。' | '．' | '；' | ';' | '.') => Ending::Sentence,
        // a title may ask or shout, a paragraph too: length and quotes tell them apart
        Some('！' | '？' | '!' | '?') if longer(40) || bare.ends_with(['”', '’', '"', '」']) => {
            Ending::Sentence
        }
        Some('…') if longer(24) || inner.len() < bare.len() => Ending::Sentence,
        Some('，' | '、' | ',' | '（' | '(' | '《' | '“' | '‘' | '「') => Ending::Open,
        // a short row of dots leads to the title's next row
        Some('：' | ':' | '—' | '…') => Ending::LeadIn,
        _ if inner.len() < bare.len() && trailing_colophon(bare).is_some() => Ending::Sentence,
        _ => Ending::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, ending, heading_excerpt, line_text, lines, markdown_level};
    use crate::{row::inked_rows, wrap::wrap};

    fn check(text: &str, expected: &[&str]) {
        let rows = inked_rows(text);
        let lines = lines(text, &rows, wrap(text, &rows));
        let cut: Vec<String> =
            lines.iter().map(|line| line_text(text, &rows, line).into_owned()).collect();
        assert_eq!(cut, expected);
    }

    #[test]
    fn hard_wraps_are_undone() {
        let long = "春天里万物生长大地回暖农人忙着播种";
        let text = format!(
            "　　{a}\n{b}夏\n短尾。\n　　{a}\n{b}秋\n{b}冬\n　　{a}\n末。\n",
            a = long,
            b = long.replace("大地", "山野") + "子"
        );
        let tail = long.replace("大地", "山野") + "子";
        check(
            &text,
            &[
                &format!("{long}{tail}夏短尾。"),
                &format!("{long}{tail}秋{tail}冬"),
                &format!("{long}末。"),
            ],
        );
    }

    #[test]
    fn a_heading_behind_a_full_row_stays_apart() {
        let full = "春天里万物生长大地回暖农人忙着播种完";
        let cut = |count: usize| full.chars().take(count).collect::<String>();
        let paragraph = format!("　　{}\n{full}\n{}。\n", cut(16), cut(17));
        let text = format!("{paragraph}夏天的故事\n{paragraph}{paragraph}");
        let rows = inked_rows(&text);
        let found = lines(&text, &rows, wrap(&text, &rows));
        assert_eq!(found.len(), 4);
        assert_eq!(line_text(&text, &rows, &found[1]), "夏天的故事");
    }

    #[test]
    fn rows_of_all_lengths_are_lines() {
        check("甲乙丙\n\n一二三四五六七八九。\n子丑", &["甲乙丙", "一二三四五六七八九。", "子丑"]);
    }

    #[test]
    fn latin_words_keep_their_space_and_lose_their_hyphens() {
        let text = "The mill had stood beside the river for so long that nobody\n\
            could say who had built it. Its wheel turned with the sea-\n\
            sons, and the miller, who was also the postman and by com-\n\
            mon consent the judge of every quarrel, kept the key in a\n\
            jar of flour. When the water rose they moved the sacks up\n\
            to the second floor and waited. It was the year of the Anglo-\n\
            French fair, and nobody came.\n";
        let rows = inked_rows(text);
        let found = lines(text, &rows, wrap(text, &rows));
        let joined = heading_excerpt(text, &rows, &found);
        assert!(joined.text().contains("nobody could") && joined.text().contains("common consent"));
        assert!(joined.text().contains("the Anglo-French fair"), "{}", joined.text());
    }

    #[test]
    fn latin_words_between_chinese_ones_go_to_the_next_row_whole() {
        let tail = "春天里万物生长大地回暖农人忙着播种种子和";
        let text = format!(
            "{tail}\n{tail}\n春天里万物生长大地回暖农人忙 Machine\nLearning 技术{}\n{tail}\n{tail}\n{tail}\n{tail}\n短尾。\n",
            "春".repeat(14)
        );
        let rows = inked_rows(&text);
        let found = lines(&text, &rows, wrap(&text, &rows));
        assert_eq!(found.len(), 1);
        let joined = heading_excerpt(&text, &rows, &found);
        assert!(joined.text().contains("农人忙 Machine Learning 技术"), "{}", joined.text());
    }

    #[test]
    fn endings() {
        assert_eq!(ending("他走了。”"), Ending::Sentence);
        assert_eq!(ending("到此为止。■"), Ending::Sentence);
        assert_eq!(ending("你来了吗？"), Ending::Word);
        assert_eq!(ending("甲，"), Ending::Open);
        assert_eq!(ending("题记——"), Ending::LeadIn);
        assert_eq!(ending("（下）"), Ending::Word);
        assert_eq!(markdown_level("## 甲"), 2);
        assert_eq!(markdown_level("#甲"), 0);
    }
}
