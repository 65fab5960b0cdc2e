//! Paired brackets, book-title marks and quotation marks.

use crate::{
    Span,
    script::{ideographs_at, is_line_break},
};

/// How many characters a pair of brackets or book-title marks may hold to keep a sentence whole.
const BRACKET_REACH: usize = 200;
/// The same for quotation marks: longer speech is cut into its sentences.
const QUOTE_REACH: usize = 80;
/// How many marks may be open at a time; more are not prose.
const DEPTH: usize = 16;

/// What a pair of marks says of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    Bracket,
    Quote,
}

/// A pair of marks close enough together for the text in it to be part of one sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shelter {
    /// From the opening mark to behind the closing one.
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// The pairs of a text. Marks that pair with nothing are no part of it, so that a stray one cannot
/// swallow the text behind it.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// The outermost pairs, in order, disjoint.
    pub(super) shelters: Vec<Shelter>,
    /// Offsets of the straight quotation marks that close, in order.
    straight_closing: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Open {
    closing: char,
    at: usize,
    char_index: usize,
}

impl Nesting {
    pub(super) fn of(text: &str) -> Self {
        let mut nesting = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut pairs: Vec<Shelter> = Vec::new();
        for (char_index, at, c) in marks(text) {
            if is_line_break(c) {
                open.clear();
                continue;
            }
            let closes =
                is_closing(c).then(|| open.iter().rposition(|mark| mark.closing == c)).flatten();
            if let Some(depth) = closes {
                if c == '"' {
                    nesting.straight_closing.push(at);
                }
                if let Some(mark) = open.get(depth) {
                    let (kind, reach) = kind_of(c);
                    if char_index - mark.char_index <= reach {
                        let span = Span::new(mark.at, at + c.len_utf8());
                        pairs.push(Shelter { span, kind });
                    }
                }
                open.truncate(depth);
            } else if let Some(closing) = closing_of(c) {
                if open.len() == DEPTH {
                    open.remove(0);
                }
                open.push(Open { closing, at, char_index });
            }
        }
        pairs.sort_unstable_by_key(|pair| pair.span.start());
        let mut end = 0;
        for pair in pairs {
            if pair.span.start() >= end {
                end = pair.span.end();
                nesting.shelters.push(pair);
            }
        }
        nesting
    }

    /// Whether the straight quotation mark at `at` is the second of its pair.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.straight_closing.binary_search(&at).is_ok()
    }
}

/// The characters of `text` that may be marks, each with its number among all of them and with where
/// it stands: those of [`ideographs_at`] are none.
fn marks(text: &str) -> impl Iterator<Item = (usize, usize, char)> {
    let (mut char_index, mut at) = (0, 0);
    std::iter::from_fn(move || {
        let run = ideographs_at(text, at);
        at += run;
        char_index += run / 3;
        let c = text.get(at..)?.chars().next()?;
        let mark = (char_index, at, c);
        at += c.len_utf8();
        char_index += 1;
        Some(mark)
    })
}

fn closing_of(c: char) -> Option<char> {
    Some(match c {
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '(' => ')',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '"' => '"',
        _ => return None,
    })
}

/// Whether `c` closes a bracket or a quotation; a straight mark may.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '》' | '〉' | '）' | ')' | ']' | '］' | '】' | '〕' | '”' | '’' | '」' | '』' | '"')
}

fn kind_of(closing: char) -> (Kind, usize) {
    match closing {
        '》' | '〉' => (Kind::Title, BRACKET_REACH),
        '”' | '’' | '」' | '』' | '"' => (Kind::Quote, QUOTE_REACH),
        _ => (Kind::Bracket, BRACKET_REACH),
    }
}

#[cfg(test)]
mod tests {
    use super::Nesting;

    fn check(text: &str, expected: &[&str]) {
        let nesting = Nesting::of(text);
        let cut: Vec<&str> =
            nesting.shelters.iter().map(|shelter| shelter.span.cut(text)).collect();
        assert_eq!(cut, expected);
    }

    #[test]
    fn marks_have_their_places() {
        let found: Vec<_> = super::marks("提要，“全”a").collect();
        assert_eq!(found, [(2, 6, '，'), (3, 9, '“'), (5, 15, '”'), (6, 18, 'a')]);
    }

    #[test]
    fn pairs() {
        check("读《论“新”》和（一）", &["《论“新”》", "（一）"]);
        check("（未完“新”", &["“新”"]);
        check("\"甲\"和\"乙\"", &["\"甲\"", "\"乙\""]);
        check("（甲\n乙）", &[]);
        check("“（甲”乙）", &["“（甲”"]);
        check(&format!("“{}”", "长".repeat(100)), &[]);
    }
}
