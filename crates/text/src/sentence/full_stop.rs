//! The Latin full stop, which also ends abbreviations, numbers and list labels.

use super::{SmallLetter, nesting::is_closing};
use crate::script::{is_cjk_punctuation, is_han};

/// Abbreviations that something always follows.
const LEADING: &[&str] = &[
    "approx", "ca", "capt", "cf", "ch", "col", "dr", "e.g", "ed", "eds", "eq", "eqs", "fig",
    "figs", "gen", "gov", "i.e", "lt", "mr", "mrs", "ms", "mt", "p", "pp", "prof", "rep", "rev",
    "sec", "sen", "st", "tab", "viz", "vol", "vols", "vs",
];

/// Abbreviations if a number follows.
const NUMBERED: &[&str] = &[
    "apr", "art", "aug", "dec", "feb", "jan", "jul", "jun", "mar", "no", "nos", "nov", "oct",
    "sep", "sept",
];

/// Abbreviations that may also end a sentence.
const TRAILING: &[&str] =
    &["a.m", "al", "bros", "co", "corp", "dept", "etc", "inc", "jr", "ltd", "p.m", "ph.d", "sr"];

/// Words that, with a capital, begin a sentence rather than continue a name.
const STARTERS: &[&str] = &[
    "A", "After", "All", "An", "And", "As", "At", "But", "By", "For", "From", "He", "Her", "His",
    "However", "I", "If", "In", "It", "Its", "On", "Our", "She", "So", "The", "Their", "There",
    "These", "They", "This", "Those", "To", "We", "When", "While", "With", "You",
];

/// The longest word looked at, in bytes.
const WORD_REACH: usize = 24;
/// The longest list label, in bytes: `12`, `iv`, `3.2.1`.
const LABEL_REACH: usize = 9;

/// Whether the full stop between `before`, the sentence so far, and `after`, the rest of the text,
/// ends the sentence. `after` is looked at no farther than the next word.
pub(super) fn ends_sentence(
    before: &str,
    after: &str,
    full_width: bool,
    goes_on: SmallLetter<'_>,
) -> bool {
    let next = after.chars().next();
    let last = before.chars().next_back();
    if is_label(before) || (next.is_some_and(is_han) && is_inner_label(before)) {
        return false;
    }
    if let Some(next) = next
        && is_tight(last, next, full_width)
    {
        return false;
    }
    let text_behind = after.trim_start_matches(|c: char| {
        c == ' ' || c == '\u{a0}' || c == '\u{3000}' || is_closing(c)
    });
    let Some(follows) = text_behind.chars().next() else { return true };
    if full_width || is_han(follows) && last.is_some_and(is_han) {
        return true;
    }
    if goes_on(follows) || matches!(follows, ',' | ';' | ':' | '，' | '；' | '：' | '、') {
        return false;
    }
    !is_abbreviation(word_before(before), text_behind, follows)
}

/// Whether the sentence so far ends with a list label, as in `：2`.
fn is_inner_label(before: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let count = before.chars().rev().take(LABEL_REACH).take_while(|c| number(*c)).count();
    let mark = before.chars().rev().nth(count);
    matches!(count, 1 | 2) && mark.is_some_and(|c| is_cjk_punctuation(c) && !is_closing(c))
}

/// Whether the stop is inside a number, an address or a file name.
fn is_tight(last: Option<char>, next: char, full_width: bool) -> bool {
    if full_width {
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '０'..='９');
        let han_digit = |c: char| "〇零一二三四五六七八九".contains(c);
        return [word, han_digit].iter().any(|part| part(next) && last.is_some_and(part));
    }
    if last.is_some_and(is_han) {
        return next.is_ascii_lowercase();
    }
    !next.is_whitespace() && !is_han(next) && !is_cjk_punctuation(next) && !is_closing(next)
}

/// Whether the sentence so far is nothing but a list label, such as `1` or `b`.
fn is_label(before: &str) -> bool {
    let label = before.trim();
    !label.is_empty()
        && label.len() <= LABEL_REACH
        && (label
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.' || matches!(c, '０'..='９' | '．'))
            || (label.len() == 1 && label.chars().all(|c| c.is_ascii_alphabetic()))
            || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X')))
}

/// The Latin word, with its inner full stops, that `before` ends with.
fn word_before(before: &str) -> &str {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if !(c.is_ascii_alphabetic() || c == '.') || before.len() - at > WORD_REACH {
            break;
        }
        start = at;
    }
    before.get(start..).unwrap_or_default()
}

fn is_abbreviation(word: &str, rest: &str, follows: char) -> bool {
    if word.is_empty() || is_han(follows) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let lower = lower.as_str();
    if NUMBERED.binary_search(&lower).is_ok() {
        return follows.is_ascii_digit();
    }
    if LEADING.binary_search(&lower).is_ok() {
        return true;
    }
    let initials = lower.split('.').all(|part| part.len() == 1);
    if !initials && TRAILING.binary_search(&lower).is_err() {
        return false;
    }
    let next_word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let single = lower.len() == 1;
    if lower == "etc" || (!single && STARTERS.binary_search(&next_word).is_ok()) {
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{LEADING, NUMBERED, STARTERS, TRAILING, ends_sentence};

    fn ends(before: &str, after: &str, full_width: bool) -> bool {
        ends_sentence(before, after, full_width, &char::is_lowercase)
    }

    fn check(text: &str, expected: bool) {
        let (before, after) = text.split_once('|').unwrap();
        assert_eq!(ends(before, after, false), expected, "{text}");
    }

    #[test]
    fn sorted() {
        for list in [LEADING, NUMBERED, TRAILING, STARTERS] {
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn full_stops() {
        for text in
            ["It ended| Then", "It ended|", "方法|结果", "used GDP|其中", "in 2019| 35 people"]
        {
            check(text, true);
        }
        for text in
            ["He said no| Then", "in the U.S| The", "apples, etc| Pears", "it\u{201d}| \"Go"]
        {
            check(text, true);
        }
        for text in ["asked Dr| Wu", "see Fig| 3", "No| 12", "e.g| this", "Smith et al| found"] {
            check(text, false);
        }
        for text in [
            "at 3|5",
            "www|a",
            "1| 总则",
            "b| Methods",
            "met J| Smith",
            "网址|cn",
            "end| of",
            "如下：2|方法",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn full_width_stops() {
        assert!(ends("结果如下", "其次", true));
        assert!(!ends("占３", "５", true));
        assert!(!ends("２", "方法", true));
        assert!(!ends("如下：２", "方法", true));
        assert!(!ends("约六一", "九公尺", true));
        assert!(ends("占５０", "其次", true));
    }
}
