use tiyao_text::script::{is_cjk_punctuation, is_han, is_hangul, is_kana};
use unicode_normalization::UnicodeNormalization;

/// What a glyph stands for, without what only its font meant: ligatures are taken apart, radicals and
/// the forms of vertical text are the characters they look like, controls are dropped.
pub(super) fn plain(letters: &str) -> String {
    let mut plain = String::with_capacity(letters.len());
    for c in letters.chars() {
        match c {
            '\u{AD}' => plain.push('-'),
            '\u{2F00}'..='\u{2FD5}'
            | '\u{FB00}'..='\u{FB06}'
            | '\u{FE10}'..='\u{FE19}'
            | '\u{FE30}'..='\u{FE44}' => plain.extend(std::iter::once(c).nfkc()),
            '\u{2E80}'..='\u{2EF3}' => plain.push(radical(c)),
            '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{200B}' => {}
            _ if c.is_control() || (c.is_whitespace() && c != ' ') => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

/// The character that a radical is written as, where fonts share one glyph for both.
fn radical(c: char) -> char {
    let pairs = "⺟母⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻫斉⻬齐⻮齿⻰龙⻳龟";
    let mut pairs = pairs.chars();
    while let (Some(radical), Some(written)) = (pairs.next(), pairs.next()) {
        if radical == c {
            return written;
        }
    }
    c
}

/// Whether `c` is as wide as it is high and stands without spaces.
pub(super) fn is_square(c: char) -> bool {
    is_han(c)
        || is_kana(c)
        || is_hangul(c)
        || is_cjk_punctuation(c)
        || matches!(c, '\u{FF10}'..='\u{FF5A}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn glyphs_stand_for_letters() {
        let cases =
            [("ﬁ", "fi"), ("⽂", "文"), ("⻔", "门"), ("︵", "("), ("\u{AD}", "-"), ("\u{1}", " ")];
        for (letters, expected) in cases {
            assert_eq!(plain(letters), expected, "{letters:?}");
        }
    }
}
