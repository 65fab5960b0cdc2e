//! Finds page furniture: page numbers that stand alone, separators, running heads and feet.
//!
//! A running head is known by repetition, never by its words: it comes back at page ends, carries
//! a page number that grows, or carries the number of the issue.

use std::collections::HashMap;

use crate::{
    ContentsEntry,
    byline::colophon,
    chars::{half_width, has_han, head, is_blank, is_letter, key},
    dump,
    entry::{Style, opening},
    line::{Ending, ending},
    matter,
    mixed::{Mixed, mixed},
    number::issue_number,
    row::{Row, RowKind, is_page_number, is_separator},
};

/// Longest running head, in characters.
pub(crate) const LONGEST: usize = 60;

/// How a short row comes back through the text.
#[derive(Default)]
struct Repeat {
    count: usize,
    /// Times it stands behind a row that ends no sentence.
    cutting: usize,
    /// Times its digits grew, times they did not.
    grew: usize,
    other: usize,
    first: u64,
    last: u64,
    beside_number: usize,
    said_number: usize,
}

/// Marks furniture among `rows`.
pub(crate) fn mark(text: &str, rows: &mut [Row]) {
    mark_page_numbers(text, rows);
    let masks: Vec<Option<Mask>> =
        rows.iter().map(|row| (row.chars <= LONGEST).then(|| masked(row.text(text)))).collect();
    // every article of a journal has its references
    let may_run =
        |row: &Row| row.kind == RowKind::Plain && !matter::names_matter(row.text(text), row.chars);
    let looked_at: Vec<Option<&Mask>> =
        rows.iter().zip(&masks).map(|(row, mask)| mask.as_ref().filter(|_| may_run(row))).collect();
    let beside: Vec<bool> = (0..rows.len()).map(|at| is_beside_number(rows, at)).collect();
    let mut repeats: Mixed<Repeat> = HashMap::default();
    let mut cutting = false;
    for ((row, entry), beside) in rows.iter().zip(&looked_at).zip(&beside) {
        let cuts = cutting;
        cutting = is_cut(text, row);
        let Some(mask) = entry else { continue };
        let repeat = repeats.entry(mask.form).or_default();
        if repeat.count > 0 {
            if mask.digits > repeat.last {
                repeat.grew += 1;
            } else {
                repeat.other += 1;
            }
        }
        if repeat.count == 0 {
            repeat.first = mask.digits;
        }
        repeat.count += 1;
        repeat.cutting += usize::from(cuts);
        repeat.last = mask.digits;
        repeat.beside_number += usize::from(*beside);
        repeat.said_number += usize::from(mask.numbered && issue_number(row.text(text)).is_sure());
    }
    let numbers = rows.iter().filter(|row| row.kind == RowKind::PageNumber).count();
    let edge = edge_token(text, rows, &beside, numbers);
    let mut running: Vec<bool> = Vec::with_capacity(rows.len());
    let mut often: Vec<bool> = Vec::with_capacity(rows.len());
    for ((row, entry), beside) in rows.iter().zip(&looked_at).zip(&beside) {
        // most rows come once: they are not looked at any further
        let repeat = entry.and_then(|mask| {
            let repeat = repeats.get(&mask.form).filter(|repeat| repeat.count >= 2)?;
            let entry = repeat.first == repeat.last && is_entry(text, row);
            (!entry && is_plausible(text, row)).then_some(repeat)
        });
        let repeated = repeat.is_some_and(is_running_head);
        often.push(repeat.is_some());
        let at_edge = *beside
            && edge.as_deref().is_some_and(|token| first_token(row.text(text)) == token)
            && colophon(row.text(text)).is_none();
        running.push(repeated || at_edge);
    }
    spread(rows, &often, &mut running);
    for (row, running) in rows.iter_mut().zip(running) {
        if running && row.kind == RowKind::Plain {
            row.kind = RowKind::RunningHead;
        }
    }
    dump::mark(text, rows, &masks);
}

fn mark_page_numbers(text: &str, rows: &mut [Row]) {
    let numeric: Vec<bool> =
        rows.iter().map(|row| row.chars <= 14 && is_page_number(row.text(text))).collect();
    for at in 0..rows.len() {
        let alone =
            |at: Option<usize>| at.is_none_or(|at| !numeric.get(at).copied().unwrap_or(false));
        let is_number = numeric.get(at).copied().unwrap_or(false);
        // two numbers in a row are a table's
        let lonely = alone(at.checked_sub(1)) && alone(Some(at + 1));
        if let Some(row) = rows.get_mut(at) {
            if is_number && lonely {
                row.kind = RowKind::PageNumber;
            } else if row.chars < 200 && is_separator(row.text(text)) {
                row.kind = RowKind::Separator;
            }
        }
    }
}

/// A short row without white space and digits: rows that differ in these alone are the same head.
pub(crate) struct Mask {
    /// A hash of what is left.
    pub(crate) form: u64,
    /// The number the digits write.
    pub(crate) digits: u64,
    /// There are digits.
    numbered: bool,
}

fn masked(text: &str) -> Mask {
    let mut mask = Mask { form: 1, digits: 0, numbered: false };
    let mut after_digit = false;
    for c in text.chars().filter(|c| !is_blank(*c)) {
        if let Some(digit) = half_width(c).to_digit(10) {
            mask.digits = mask.digits.wrapping_mul(10).wrapping_add(u64::from(digit));
            mask.numbered = true;
            if !after_digit {
                mask.form = mixed(mask.form, 0);
            }
            after_digit = true;
        } else {
            mask.form = mixed(mask.form, u64::from(u32::from(c)));
            after_digit = false;
        }
    }
    mask
}

fn is_beside_number(rows: &[Row], at: usize) -> bool {
    let kind = |at: usize| rows.get(at).map(|row| row.kind);
    let before = at.checked_sub(1).and_then(kind) == Some(RowKind::PageNumber);
    before
        || kind(at + 1) == Some(RowKind::PageNumber)
        || rows.get(at).is_some_and(|row| row.page_break)
        || rows.get(at + 1).is_some_and(|row| row.page_break)
}

/// Whether the row could be a running head by its looks: letters, and no sentence or part of one.
pub(crate) fn is_plausible(text: &str, row: &Row) -> bool {
    let sentence = ending(head(row.text(text), LONGEST)) == Ending::Sentence;
    let letters = row.text(text).chars().filter(|c| is_letter(*c)).nth(1).is_some();
    letters && !sentence && !is_cut(text, row) && colophon(row.text(text)).is_none()
}

/// Whether the row has the form of a contents entry: a head's page grows, an entry's does not.
fn is_entry(text: &str, row: &Row) -> bool {
    const HIGHEST: u32 = 999;
    [Style::PageFirst, Style::PageLast].iter().any(|style| {
        let opened = opening(text, row.span, *style).filter(|opened| opened.number <= HIGHEST);
        opened.is_some() && !issue_number(row.text(text)).is_sure()
    })
}

/// Whether the row is running text that breaks off.
pub(crate) fn is_cut(text: &str, row: &Row) -> bool {
    let cut = row.text(text);
    row.kind == RowKind::Plain
        && row.chars >= 20
        && head(cut, LONGEST).contains(['，', '。', '、'])
        && (cut.ends_with('；') || matches!(ending(cut), Ending::Word | Ending::Open))
}

fn is_running_head(repeat: &Repeat) -> bool {
    let beside = repeat.count >= 2 && repeat.beside_number * 3 >= repeat.count * 2;
    let numbered = repeat.count >= 2 && repeat.said_number == repeat.count;
    // twice is enough where both cut a sentence and the second counts on
    let counts_on = repeat.count >= 2 && repeat.cutting == repeat.count && repeat.other == 0;
    let cutting = repeat.count >= 3 && repeat.cutting >= 2 && repeat.cutting * 2 >= repeat.count;
    // numbers that count from one may be those of parts: 案例 1, 案例 2
    let counted =
        repeat.first <= 1 && repeat.last.saturating_sub(repeat.first) < repeat.count as u64;
    let growing = repeat.count >= 3 && repeat.grew >= 2 && repeat.other == 0;
    beside
        || numbered
        || counts_on
        || cutting
        || (growing && (!counted || repeat.cutting * 2 >= repeat.count))
}

/// The token with which most rows beside page numbers begin, when there is one.
fn edge_token(text: &str, rows: &[Row], beside: &[bool], numbers: usize) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (row, beside) in rows.iter().zip(beside) {
        if *beside && row.kind == RowKind::Plain && row.chars <= LONGEST {
            *counts.entry(first_token(row.text(text))).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, &str)> =
        counts.into_iter().map(|(token, count)| (count, token)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let (count, token) = ranked.first()?;
    (*count >= 2 && *count * 2 >= numbers && token.chars().count() >= 2)
        .then(|| (*token).to_owned())
}

fn first_token(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '/' | '｜'))
        .next()
        .unwrap_or_default()
}

/// A row that touches a running head and comes back as often belongs to it: the periodical's name
/// in Latin letters under the Chinese one, above the number.
fn spread(rows: &[Row], often: &[bool], running: &mut [bool]) {
    for backwards in [true, false] {
        for step in 1..rows.len() {
            let (from, to) = if backwards {
                (rows.len() - step, rows.len() - step - 1)
            } else {
                (step - 1, step)
            };
            let touches = rows.get(from.max(to)).is_some_and(|row| row.blanks == 0);
            let spreads = touches
                && running.get(from).copied().unwrap_or(false)
                && often.get(to).copied().unwrap_or(false);
            if let Some(flag) = running.get_mut(to) {
                *flag |= spreads;
            }
        }
    }
}

/// Gives back titles that were taken for running heads, as often as the contents list them: all of
/// them where they come back no more often, else those that stand at no page's end.
pub(crate) fn give_back(text: &str, rows: &mut [Row], entries: &[ContentsEntry]) {
    let mut listed: HashMap<String, (usize, usize)> = HashMap::new();
    for entry in entries {
        listed.entry(key(entry.title.text())).or_default().0 += 1;
    }
    for row in rows.iter().filter(|row| row.kind == RowKind::RunningHead) {
        if let Some((_, seen)) = listed.get_mut(&key(row.text(text))) {
            *seen += 1;
        }
    }
    for at in 0..rows.len() {
        let beside = is_beside_number(rows, at);
        let Some(row) = rows.get_mut(at).filter(|row| row.kind == RowKind::RunningHead) else {
            continue;
        };
        let Some((times, seen)) = listed.get_mut(&key(row.text(text))) else { continue };
        if *seen <= *times {
            row.kind = RowKind::Plain;
        } else if !beside && *times > 0 {
            *times -= 1;
            row.kind = RowKind::Plain;
        }
        *seen = seen.saturating_sub(usize::from(row.kind == RowKind::Plain));
    }
}

/// Whether this running head stands where an article begins, as in a dump of single articles: it
/// comes back above each of them, or says the number of the issue.
pub(crate) fn opens_article(text: &str, row: &Row) -> bool {
    let says = || {
        let said = issue_number(row.text(text));
        said.is_sure() && (said.volume || has_han(row.text(text)))
    };
    row.kind == RowKind::RunningHead && (row.opens || says())
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::row::{RowKind, inked_rows};

    fn check(text: &str, expected: &[&str]) {
        let mut rows = inked_rows(text);
        mark(text, &mut rows);
        let marked: Vec<&str> = rows
            .iter()
            .filter(|row| row.kind != RowKind::Plain)
            .map(|row| row.text(text))
            .collect();
        assert_eq!(marked, expected);
    }

    #[test]
    fn page_numbers_and_their_running_heads() {
        let text = "正文一\n· 2 ·\n田野观察　人物\n正文二\n· 3 ·\n田野观察　茶座\n正文三\n";
        check(text, &["· 2 ·", "田野观察　人物", "· 3 ·", "田野观察　茶座"]);
    }

    #[test]
    fn a_head_whose_number_grows() {
        let text = "甲文\n12 田野观察\n乙文\n13 田野观察\n丙文\n14 田野观察\n丁文";
        check(text, &["12 田野观察", "13 田野观察", "14 田野观察"]);
        // numbered headings come back too, but their numbers do not grow
        check("1 引言\n甲\n1 引言\n乙\n1 引言\n丙", &[]);
    }

    #[test]
    fn a_head_that_says_the_number_takes_its_neighbours() {
        let head = "田野学报\nFIELD JOURNAL\n1999年 第2卷 第3期\n\n";
        let text = format!("{head}题目甲\n正文。\n\n{head}题目乙\n正文。\n");
        let one = ["田野学报", "FIELD JOURNAL", "1999年 第2卷 第3期"];
        check(&text, &[one, one].concat());
    }

    #[test]
    fn a_head_that_cuts_sentences() {
        let cut = "春天来了，田里的人多了起来，大家都在忙着准备播\n田野观察\n种。\n";
        check(&(cut.repeat(2) + &cut.replace("春", "秋")), &["田野观察"; 3]);
        check(&"春天来了。\n田野观察\n夏天走了。\n".repeat(3), &[]);
    }

    #[test]
    fn editors_at_page_ends_stay() {
        let text = "正文一。\n（责任编辑：李四）\n- 2 -\n正文二。\n（责任编辑：李四）\n- 3 -\n正文三。\n（责任编辑：李四）\n- 4 -\n";
        check(text, &["- 2 -", "- 3 -", "- 4 -"]);
    }

    #[test]
    fn numbers_of_tables_and_parts_stay() {
        check("12\n13\n14\n", &[]);
        check("案例 1\n甲。\n案例 2\n乙。\n案例 3\n丙。\n", &[]);
    }
}
