//! The characters that words are made of, as the dictionary sees them.

use super::dictionary::Dictionary;

/// One character of a block: a run of characters that words are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    /// Where it stands in the text, in bytes.
    pub(super) at: u32,
    /// Its code in the dictionary.
    pub(super) code: u16,
    pub(super) c: char,
}

impl Sign {
    pub(super) fn new(at: usize, c: char, dictionary: &Dictionary) -> Self {
        Self { at: u32::try_from(at).unwrap_or(u32::MAX), code: dictionary.code(c), c }
    }

    pub(super) fn start(self) -> usize {
        self.at as usize
    }

    pub(super) fn end(self) -> usize {
        self.start() + self.c.len_utf8()
    }
}

/// Whether words may hold `c` beside others, as jieba has it: an ideograph, an ASCII letter or
/// digit, or one of a few signs.
pub(super) fn is_in_words(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
        || c.is_ascii_alphanumeric()
        || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
        || is_rare_ideograph(c)
}

/// Whether jieba takes `c` for an ideograph.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || is_rare_ideograph(c)
}

/// The ideographs outside their main block.
fn is_rare_ideograph(c: char) -> bool {
    c >= '\u{3400}'
        && matches!(c,
            '\u{3400}'..='\u{4dbf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2ebef}'
            | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::{is_ideograph, is_in_words};

    #[test]
    fn classes() {
        for c in "提㐂𠮷豈a7+#&._%-".chars() {
            assert!(is_in_words(c), "{c}");
        }
        for c in "，。〇々é９ａ '/@\n𰀀か한".chars() {
            assert!(!is_in_words(c), "{c}");
        }
        assert!(is_ideograph('𠮷') && !is_ideograph('a'));
    }
}
