//! Numbers, words of spaced scripts, addresses and transcribed names that belong in one piece.

use crate::{
    Lexicon, PartOfSpeech, Span, Word,
    script::{is_cjk_punctuation, is_han, is_hangul, is_kana, is_spaced_letter},
};

/// The longest compound, in bytes; it bounds the look-ahead at each word.
const REACH: usize = 512;
/// The most words, middle dots among them, of a transcribed name.
const NAME_REACH: usize = 11;

/// Puts together what jieba cuts: `1,000`, `R&D`, `naïve`, a web address, a run of spaces,
/// 列夫·托尔斯泰. Words that already reach across a compound's end stay as they are.
pub(super) fn join(lexicon: &Lexicon, text: &str, words: &mut Vec<Word>) {
    let mut from = 0;
    // what is joined takes the place of its first word, so that the list only ever shrinks
    let mut to = 0;
    while let Some((&word, behind)) = words.get(from..).and_then(<[Word]>::split_first) {
        let (count, word) = compound_at(lexicon, text, word, behind).unwrap_or((1, word));
        if let Some(slot) = words.get_mut(to) {
            *slot = word;
        }
        from += count;
        to += 1;
    }
    words.truncate(to);
}

/// The compound that begins with `word`, and of how many words it is, if there is one.
fn compound_at(
    lexicon: &Lexicon,
    text: &str,
    word: Word,
    behind: &[Word],
) -> Option<(usize, Word)> {
    let first = text.get(word.span.start()..)?.chars().next()?;
    if is_cjk_punctuation(first) {
        return None;
    }
    if is_han(first) {
        let (count, span) = transcribed_name(text, word, behind)?;
        let number = lexicon.number_of(span.cut(text));
        let part_of_speech = PartOfSpeech::FOREIGN_NAME;
        return Some((count, Word { span, number, part_of_speech }));
    }
    let (len, part_of_speech) = compound(text, word.span.start())?;
    let end = word.span.start() + len;
    if end == word.span.end() {
        // A word that jieba knows keeps its tag, which says more than ours.
        let known = !word.part_of_speech.is_other();
        return (!known).then_some((1, Word { part_of_speech, ..word }));
    }
    let count = 1 + words_until(behind, end)?;
    let span = Span::new(word.span.start(), end);
    Some((count, Word { span, number: lexicon.number_of(span.cut(text)), part_of_speech }))
}

/// How many words end exactly at `end`, if one does.
fn words_until(words: &[Word], end: usize) -> Option<usize> {
    let index = words.iter().position(|word| word.span.end() >= end)?;
    words.get(index).filter(|word| word.span.end() == end).map(|_| index + 1)
}

/// A run such as 列夫·托尔斯泰: Han words tied by middle dots, one of them at least a known name.
fn transcribed_name(text: &str, first: Word, behind: &[Word]) -> Option<(usize, Span)> {
    let [dot, _, ..] = behind else { return None };
    if dot.span.len() != '·'.len_utf8() {
        return None;
    }
    let mut count = 1;
    let mut last = first;
    let mut is_name = first.part_of_speech.is_person();
    while let Some([dot, part]) = behind.get(count - 1..=count) {
        let is_tied = dot.span.cut(text) == "·" && part.span.cut(text).starts_with(is_han);
        if !is_tied || count == NAME_REACH {
            break;
        }
        is_name |= part.part_of_speech.is_person();
        last = *part;
        count += 2;
    }
    (count > 1 && is_name).then(|| (count, first.span.joined(last.span)))
}

/// The length in bytes and the kind of the compound that begins at `at`.
fn compound(text: &str, at: usize) -> Option<(usize, PartOfSpeech)> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    if let Some(len) = address(rest) {
        return Some((len, PartOfSpeech::OTHER));
    }
    if c.is_ascii_digit()
        && let Some(len) = number(rest)
    {
        return Some((len, PartOfSpeech::NUMBER));
    }
    if is_part_of_word(c) {
        return Some(word(rest));
    }
    let script: fn(char) -> bool = if is_kana(c) {
        is_kana
    } else if is_hangul(c) {
        is_hangul
    } else if c.is_whitespace() {
        char::is_whitespace
    } else {
        return None;
    };
    Some((run(rest, script), PartOfSpeech::OTHER))
}

/// How many bytes of `text`, within reach, satisfy `is_in`.
fn run(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.char_indices()
        .take_while(|&(at, c)| at < REACH && is_in(c))
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// A web address.
fn address(text: &str) -> Option<usize> {
    let has_scheme = ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|h| h.eq_ignore_ascii_case(scheme)));
    if !has_scheme {
        return None;
    }
    let len = run(text, |c| c.is_ascii_graphic() && !"\"<>()[]{}".contains(c));
    let address = text.get(..len)?.trim_end_matches(|c: char| ".,;:!?'*".contains(c));
    Some(address.len())
}

/// `12`, `1,000`, `3.5%`; nothing where letters or signs go on.
fn number(text: &str) -> Option<usize> {
    let digits = |at: usize| run(text.get(at..).unwrap_or_default(), |c| c.is_ascii_digit());
    let mut end = digits(0);
    if end <= 3 {
        while text.get(end..).is_some_and(|t| t.starts_with(',')) && digits(end + 1) == 3 {
            end += 4;
            if end > REACH {
                break;
            }
        }
    }
    if text.get(end..).is_some_and(|t| t.starts_with('.')) && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    let mut behind = text.get(end..)?.chars();
    let next = behind.next();
    if next.is_some_and(|c| matches!(c, '%' | '‰' | '％')) {
        return Some(end + next.map_or(0, char::len_utf8));
    }
    let goes_on = next.is_some_and(|c| {
        is_part_of_word(c) || (ties(c) && behind.next().is_some_and(is_part_of_word))
    });
    (!goes_on).then_some(end)
}

/// `e-mail`, `PM2.5`, `U.S.`, `C++`, `AT&T`, `a.b@c.org`, `don’t`, `2019-2020`.
fn word(text: &str) -> (usize, PartOfSpeech) {
    let mut end = 0;
    let mut letters = 0;
    let mut is_mail = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at > REACH {
            break;
        }
        if is_part_of_word(c) {
            letters += usize::from(!c.is_ascii_digit());
        } else if ties(c) && chars.peek().is_some_and(|&(_, next)| is_part_of_word(next)) {
            if matches!(c, '\'' | '’') && is_possessive(text, at + c.len_utf8()) {
                break;
            }
            is_mail |= c == '@';
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    let rest = text.get(end..).unwrap_or_default();
    let whole = text.get(..end).unwrap_or_default();
    if letters > 0 && rest.starts_with("++") {
        end += 2;
    } else if (rest.starts_with('#') && letters == 1 && whole.len() == 1)
        || (rest.starts_with('.') && is_initials(whole))
    {
        end += 1;
    }
    let part_of_speech = match letters {
        _ if is_mail => PartOfSpeech::OTHER,
        0 => PartOfSpeech::NUMBER,
        _ => PartOfSpeech::LATIN,
    };
    (end, part_of_speech)
}

fn is_part_of_word(c: char) -> bool {
    c.is_ascii_digit() || is_spaced_letter(c) || matches!(c, '\u{300}'..='\u{36F}')
}

fn ties(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | '&' | '@' | '\'' | '’')
}

/// Whether `s` and nothing more follows the apostrophe before `at`.
fn is_possessive(text: &str, at: usize) -> bool {
    let mut chars = text.get(at..).unwrap_or_default().chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(is_part_of_word)
}

/// `U.S`, `e.g`: single letters between full stops.
fn is_initials(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}
