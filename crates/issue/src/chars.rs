//! Classes of characters, and the folded form in which headings are compared.

use tiyao_text::interrupt::pieces;
pub(crate) use tiyao_text::script::is_han;

/// Whether `c` is in the block that nearly all of a Chinese text is in: a quick answer that spares
/// the tables of Unicode.
fn is_common_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether `c` is one of the common marks of punctuation: a quick answer as well.
fn is_common_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}')
}

/// Whether `c` leaves no ink: white space, controls, zero-width marks, private use.
#[inline]
pub(crate) fn is_blank(c: char) -> bool {
    !(is_common_han(c) || c.is_ascii_graphic() || is_common_mark(c)) && is_blank_elsewhere(c)
}

/// The same for what no quick answer is known of.
#[inline(never)]
fn is_blank_elsewhere(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

/// Columns that `c` takes in a fixed-width font for Chinese.
pub(crate) fn width(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{2460}'..='\u{27bf}'
        | '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' => 2,
        _ if is_blank(c) && c != ' ' && c != '\t' => 0,
        '\t' => 4,
        _ => 1,
    }
}

/// `c` with its full-width form made half-width.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The letters and digits of `text`, half-width and in lower case: two headings that differ in
/// white space, punctuation or width have the same key.
pub(crate) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in pieces(text).flat_map(str::chars) {
        if is_common_han(c) {
            key.push(c);
            continue;
        }
        let c = half_width(c);
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                key.push(c.to_ascii_lowercase());
            }
        } else if !is_common_mark(c) && c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        }
    }
    key
}

/// Whether `c` is a letter of any script.
pub(crate) fn is_letter(c: char) -> bool {
    is_common_han(c) || (!is_common_mark(c) && c.is_alphabetic())
}

/// `text` without white space and other blank characters.
pub(crate) fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    squeezed.extend(pieces(text).flat_map(str::chars).filter(|c| !is_blank(*c)));
    squeezed
}

/// `text` without the blanks that set all its Chinese characters apart: `书 刊 工 艺`.
pub(crate) fn unspaced(text: &str) -> String {
    const LEAST: usize = 3;
    let mut count = 0;
    let spaced = text.split_whitespace().all(|word| {
        count += 1;
        let mut chars = word.chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    });
    if spaced && count >= LEAST { squeezed(text) } else { text.to_owned() }
}

/// Whether `text` without blank characters begins with `opening`.
pub(crate) fn opens_with(text: &str, opening: &str) -> bool {
    let mut chars = text.chars().filter(|c| !is_blank(*c));
    opening.chars().all(|c| chars.next() == Some(c))
}

/// Whether `c` is a digit, half-width or full-width.
pub(crate) fn is_digit(c: char) -> bool {
    half_width(c).is_ascii_digit()
}

/// How many characters of `text` leave ink.
pub(crate) fn inked(text: &str) -> usize {
    pieces(text).map(|piece| piece.chars().filter(|c| !is_blank(*c)).count()).sum()
}

/// Whether more than `limit` characters of `text` leave ink; no more of it is read than that takes.
pub(crate) fn is_longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().filter(|c| !is_blank(*c)).nth(limit).is_some()
}

/// Whether `text` has a Chinese character.
pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// Whether `text` has letters, and all of them are Latin.
pub(crate) fn is_latin(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| is_letter(*c)).peekable();
    letters.peek().is_some() && letters.all(|c| c < '\u{250}')
}

/// Whether `c` closes a quotation or a bracket.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | '〕' | ']' | '］' | '"')
}

/// Whether `c` is one of the marks that periodicals set behind an article's last word.
pub(crate) fn is_end_mark(c: char) -> bool {
    matches!(c, '■' | '□' | '◆' | '◇' | '●' | '▲' | '△' | '★' | '☆' | '◼' | '▪' | '▌' | '※')
}

/// Whether `c` may not begin a sentence.
pub(crate) fn never_begins(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '”'
            | '’'
            | '）'
            | '》'
            | '」'
            | '』'
            | '】'
            | '％'
            | '%'
            | '℃'
    )
}

/// `text` cut at its first `limit` characters.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    text.char_indices().nth(limit).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The number that `digits` writes, full-width digits included.
pub(crate) fn number(digits: &str) -> Option<u32> {
    let plain: String = digits.chars().map(half_width).collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{inked, is_latin, key, number, unspaced, width};

    #[test]
    fn keys_forget_space_width_and_punctuation() {
        assert_eq!(key("５＋１ “全链条”　监管！"), key("5+1全链条监管"));
        assert_eq!(key("Focus　TOPIC"), "focustopic");
    }

    #[test]
    fn letter_spacing() {
        assert_eq!(unspaced("书 刊　工 艺"), "书刊工艺");
        assert_eq!(unspaced("书刊 工艺"), "书刊 工艺");
        assert_eq!(unspaced("甲 乙"), "甲 乙");
    }

    #[test]
    fn classes() {
        assert!(is_latin("TEAM & BUILDING 1") && !is_latin("队伍 TEAM") && !is_latin("12"));
        assert_eq!(inked("\u{feff} 甲 乙\u{e005}"), 2);
        assert_eq!("甲a，".chars().map(width).sum::<usize>(), 5);
        assert_eq!(number("１２"), Some(12));
        assert_eq!(number("1234567890123"), None);
    }
}
