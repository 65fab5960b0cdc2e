//! Finds page furniture: page numbers that stand alone, separators, running heads and feet.
//!
//! A running head is known by repetition, never by its words: it comes back at page ends, carries
//! a page number that grows, or carries the number of the issue.

use std::collections::HashMap;

use crate::{
    chars::{has_han, head, squeezed},
    number::issue_number,
    row::{Row, RowKind, is_page_number, is_separator},
};

/// Longest running head, in characters.
const LONGEST: usize = 60;

/// How a short row comes back through the text.
#[derive(Default)]
struct Repeat {
    count: usize,
    /// Times its digits grew, times they did not.
    grew: usize,
    other: usize,
    last: u64,
    beside_number: usize,
    said_number: usize,
}

/// Marks furniture among `rows`.
pub(crate) fn mark(text: &str, rows: &mut [Row]) {
    mark_page_numbers(text, rows);
    let keys: Vec<Option<(String, u64)>> = rows
        .iter()
        .map(|row| {
            (row.kind == RowKind::Plain && row.chars <= LONGEST).then(|| masked(row.text(text)))
        })
        .collect();
    let beside: Vec<bool> = (0..rows.len()).map(|at| is_beside_number(rows, at)).collect();
    let mut repeats: HashMap<&str, Repeat> = HashMap::new();
    for ((row, entry), beside) in rows.iter().zip(&keys).zip(&beside) {
        let Some((masked, digits)) = entry else { continue };
        let repeat = repeats.entry(masked.as_str()).or_default();
        if repeat.count > 0 {
            if *digits > repeat.last {
                repeat.grew += 1;
            } else {
                repeat.other += 1;
            }
        }
        repeat.count += 1;
        repeat.last = *digits;
        repeat.beside_number += usize::from(*beside);
        repeat.said_number += usize::from(issue_number(row.text(text)).is_sure());
    }
    let numbers = rows.iter().filter(|row| row.kind == RowKind::PageNumber).count();
    let edge = edge_token(text, rows, &beside, numbers);
    let mut running: Vec<bool> = Vec::with_capacity(rows.len());
    for ((row, entry), beside) in rows.iter().zip(&keys).zip(&beside) {
        let repeat = entry.as_ref().and_then(|(masked, _)| repeats.get(masked.as_str()));
        let repeated = repeat.is_some_and(is_running_head);
        let at_edge =
            *beside && edge.as_deref().is_some_and(|token| first_token(row.text(text)) == token);
        running.push(repeated || at_edge);
    }
    spread(rows, &keys, &repeats, &mut running);
    for (row, running) in rows.iter_mut().zip(running) {
        if running && row.kind == RowKind::Plain {
            row.kind = RowKind::RunningHead;
        }
    }
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
            } else if is_separator(head(row.text(text), 200)) && row.chars < 200 {
                row.kind = RowKind::Separator;
            }
        }
    }
}

/// The text without white space and digits, and the number its digits write.
fn masked(text: &str) -> (String, u64) {
    let mut digits = 0_u64;
    let mut masked = String::new();
    for c in squeezed(text).chars() {
        match crate::chars::half_width(c).to_digit(10) {
            Some(digit) => {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
                if !masked.ends_with('#') {
                    masked.push('#');
                }
            }
            None => masked.push(c),
        }
    }
    (masked, digits)
}

fn is_beside_number(rows: &[Row], at: usize) -> bool {
    let kind = |at: usize| rows.get(at).map(|row| row.kind);
    let before = at.checked_sub(1).and_then(kind) == Some(RowKind::PageNumber);
    before
        || kind(at + 1) == Some(RowKind::PageNumber)
        || rows.get(at).is_some_and(|row| row.page_break)
        || rows.get(at + 1).is_some_and(|row| row.page_break)
}

fn is_running_head(repeat: &Repeat) -> bool {
    let beside = repeat.count >= 2 && repeat.beside_number * 3 >= repeat.count * 2;
    let numbered = repeat.count >= 2 && repeat.said_number == repeat.count;
    let growing = repeat.count >= 3 && repeat.grew >= 2 && repeat.other == 0;
    beside || numbered || growing
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
fn spread(
    rows: &[Row],
    keys: &[Option<(String, u64)>],
    repeats: &HashMap<&str, Repeat>,
    running: &mut [bool],
) {
    let often = |at: usize| {
        let entry = keys.get(at).and_then(Option::as_ref);
        entry.and_then(|(masked, _)| repeats.get(masked.as_str())).is_some_and(|r| r.count >= 2)
    };
    for backwards in [true, false] {
        for step in 1..rows.len() {
            let (from, to) = if backwards {
                (rows.len() - step, rows.len() - step - 1)
            } else {
                (step - 1, step)
            };
            let touches = rows.get(from.max(to)).is_some_and(|row| row.blanks == 0);
            let spreads = touches && running.get(from).copied().unwrap_or(false) && often(to);
            if let Some(flag) = running.get_mut(to) {
                *flag |= spreads;
            }
        }
    }
}

/// Whether this running head stands where an article begins, as in a dump of single articles: it
/// says the number of the issue.
pub(crate) fn opens_article(text: &str, row: &Row) -> bool {
    let said = issue_number(row.text(text));
    row.kind == RowKind::RunningHead && said.is_sure() && (said.volume || has_han(row.text(text)))
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
    fn numbers_of_a_table_stay() {
        check("12\n13\n14\n", &[]);
    }
}
