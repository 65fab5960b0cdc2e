//! Words and their parts of speech: the only door to jieba-rs.

mod compound;

use std::sync::OnceLock;

use jieba_rs::Jieba;

use crate::{
    PartOfSpeech, Span,
    interrupt::spend,
    script::{is_cjk_punctuation, is_han, is_line_break},
};

/// How many bytes jieba sees at a time. It keeps some fifty bytes of state for each character of an
/// unbroken run, so that a row without punctuation must not reach it whole.
const WINDOW: usize = 16 << 10;
/// In a window without a safe boundary, the words behind this share are cut again with what follows.
const KEPT: usize = WINDOW / 4 * 3;

/// What it takes to cut a piece into words, and a byte of it, in units of work.
const PIECE_UNITS: usize = 8;
const BYTE_UNITS: usize = 6;

/// The words that segmentation knows, with their tags.
pub struct Lexicon {
    jieba: Jieba,
}

/// One word where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the segmented text.
    pub span: Span,
    /// Its part of speech.
    pub part_of_speech: PartOfSpeech,
}

impl Lexicon {
    /// What made the words and the stop words, for provenance: another version may give others.
    pub const VERSION: &str = "jieba-rs/0.11.0+stop-words/1";

    /// The lexicon that is built in: jieba's dictionary.
    ///
    /// The first call reads the dictionary and the model for unknown words, which takes a fraction
    /// of a second; a server makes it before it takes requests.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let lexicon = Self { jieba: Jieba::new() };
            // A name that no dictionary has makes jieba read its tag model now, not in a request.
            lexicon.segment("龘靐");
            lexicon
        })
    }

    /// The words of `text`, in order; joined, they give it back byte for byte.
    ///
    /// White space and each punctuation mark are words too, tagged [`PartOfSpeech::OTHER`]. The
    /// dictionary is in simplified characters and half-width letters: segment the
    /// [normalized](crate::normalize) form.
    ///
    /// ```
    /// use tiyao_text::Lexicon;
    ///
    /// let text = "PM2.5浓度下降3.5%";
    /// let words: Vec<(&str, &str)> = Lexicon::builtin()
    ///     .segment(text)
    ///     .iter()
    ///     .map(|word| (word.span.cut(text), word.part_of_speech.as_str()))
    ///     .collect();
    /// assert_eq!(words, [("PM2.5", "eng"), ("浓度", "n"), ("下降", "v"), ("3.5%", "m")]);
    /// ```
    pub fn segment(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 4);
        self.segment_into(text, &mut words);
        words
    }

    /// As [`Lexicon::segment`], into a list whose room is used again: it holds the words of `text`
    /// and nothing else afterwards.
    pub fn segment_into(&self, text: &str, words: &mut Vec<Word>) {
        words.clear();
        let mut at = 0;
        while at < text.len() {
            spend(PIECE_UNITS);
            let window = window(text.get(at..).unwrap_or_default());
            let kept = match window {
                Window::Safe(piece) => self.tag(piece, at, piece.len(), words),
                Window::Running(piece) => self.tag(piece, at, KEPT, words),
            };
            at += kept;
            spend(kept * BYTE_UNITS);
        }
        compound::join(text, words);
    }

    /// Adds the words of `piece`, which starts at `base`, that end within `kept`, and at least one.
    /// Gives the length of what they cover.
    fn tag(&self, piece: &str, base: usize, kept: usize, words: &mut Vec<Word>) -> usize {
        let mut covered = 0;
        for tagged in self.jieba.tag(piece, true) {
            let end = covered + tagged.word.len();
            if end > kept && covered > 0 {
                return covered;
            }
            let is_word = tagged.word.chars().any(is_word_sign);
            let part_of_speech =
                if is_word { PartOfSpeech::from_tag(tagged.tag) } else { PartOfSpeech::OTHER };
            words.push(Word { span: Span::new(base + covered, base + end), part_of_speech });
            covered = end;
        }
        covered.max(piece.len().min(kept))
    }
}

/// Whether `c` makes a word of what holds it. Chinese marks come first, since the tables that tell
/// letters from signs are slow to ask.
fn is_word_sign(c: char) -> bool {
    is_han(c) || (!is_cjk_punctuation(c) && c.is_alphanumeric())
}

enum Window<'t> {
    /// It ends where no word can reach across.
    Safe(&'t str),
    /// It may end inside a word.
    Running(&'t str),
}

/// The first piece of `text` that is fit for jieba.
fn window(text: &str) -> Window<'_> {
    if text.len() <= WINDOW {
        return Window::Safe(text);
    }
    let piece = text.get(..text.floor_char_boundary(WINDOW)).unwrap_or_default();
    let boundary = piece.rfind(|c: char| {
        is_line_break(c) || c == ' ' || matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？')
    });
    let safe = boundary.and_then(|at| {
        let len = piece.get(at..)?.chars().next()?.len_utf8();
        piece.get(..at + len)
    });
    safe.map_or(Window::Running(piece), Window::Safe)
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, WINDOW};

    fn check(text: &str, expected: &str) {
        let words: Vec<String> = Lexicon::builtin()
            .segment(text)
            .iter()
            .map(|word| format!("{}/{}", word.span.cut(text), word.part_of_speech.as_str()))
            .collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn compounds() {
        check("COVID-19和PM2.5", "COVID-19/eng 和/c PM2.5/eng");
        check("5G手机，R&D投入", "5G/eng 手机/n ，/x R&D/eng 投入/v");
        check("增长3.5%，1,000元", "增长/v 3.5%/m ，/x 1,000/m 元/m");
        check("in the U.S. now", "in/eng  /x the/eng  /x U.S./eng  /x now/eng");
        check("C++与C#", "C++/nz 与/p C#/nz");
        check("naïve don’t e-mail", "naïve/eng  /x don’t/eng  /x e-mail/eng");
        check("China's 1990s", "China/eng '/x s/eng  /x 1990s/eng");
        check("见http://a.org/b?c=d。", "见/v http://a.org/b?c=d/x 。/x");
        check("a.b@c.org", "a.b@c.org/x");
        check("列夫·托尔斯泰", "列夫·托尔斯泰/nrt");
        check("B超和卡拉OK", "B超/n 和/c 卡拉/nrt OK/eng");
        check("カタカナ\r\n\r\n한국어", "カタカナ/x \r\n\r\n/x 한국어/x");
    }

    #[test]
    fn a_list_is_used_again() {
        let lexicon = Lexicon::builtin();
        let mut words = lexicon.segment("农村食品安全，1,000元");
        lexicon.segment_into("5G手机", &mut words);
        assert_eq!(words, lexicon.segment("5G手机"));
    }

    #[test]
    fn a_row_without_end_is_cut_like_a_short_one() {
        let words = |text: &str| -> Vec<String> {
            let words = Lexicon::builtin().segment(text);
            words.iter().map(|word| word.span.cut(text).to_owned()).collect()
        };
        let phrase = "农村食品安全监管办法";
        let count = WINDOW / phrase.len() * 3;
        let one = words(phrase);
        let many = words(&phrase.repeat(count));
        assert_eq!(many.len(), one.len() * count);
        assert_eq!(words(&"a".repeat(WINDOW * 2)).concat().len(), WINDOW * 2);
    }
}
