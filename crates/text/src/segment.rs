//! Words and their parts of speech, as jieba has them.

#[cfg(test)]
mod against_jieba;
mod compound;
mod dictionary;
mod lists;
mod route;
mod sign;
mod unknown;
mod unknown_tag;

use std::sync::OnceLock;

use crate::{
    PartOfSpeech, Span,
    interrupt::spend,
    script::{is_cjk_punctuation, is_han, is_line_break},
};
pub use dictionary::WordNumber;
use dictionary::{Dictionary, Node};
use lists::Lists;
use route::Step;
use sign::{Sign, is_in_words};
use unknown::{Boundaries, Labels};
use unknown_tag::{TagModel, TagRoom};

/// How many bytes are cut at a time. The cut of an unbroken run takes some fifty bytes for each of
/// its characters, so that a row without punctuation must not be taken whole.
const WINDOW: usize = 16 << 10;
/// In a window without a safe boundary, the words behind this share are cut again with what follows.
const KEPT: usize = WINDOW / 4 * 3;

/// What it takes to cut a piece into words, and a byte of it, in units of work.
const PIECE_UNITS: usize = 8;
const BYTE_UNITS: usize = 6;

/// The kept data; `data/licences.txt` says where it comes from.
const DICTIONARY: &[u8] = include_bytes!("../data/dictionary.bin");
const UNKNOWN_WORDS: &[u8] = include_bytes!("../data/unknown_words.bin");

/// The words that segmentation knows, with their tags, and the models of those that it does not.
///
/// The words and tags of a text are jieba's: those of jieba-rs with its hidden Markov model, with
/// which a test compares them.
#[derive(Default)]
pub struct Lexicon {
    dictionary: Dictionary,
    boundaries: Boundaries,
    tag_model: TagModel,
}

/// One word where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the segmented text.
    pub span: Span,
    /// Its number in the lexicon; `None` for a word that the lexicon lacks.
    pub number: Option<WordNumber>,
    /// Its part of speech.
    pub part_of_speech: PartOfSpeech,
}

/// The words of a text, and the room in which they were found; both are used again.
#[derive(Default)]
pub struct Segments {
    words: Vec<Word>,
    block: Vec<Sign>,
    heads: Vec<[Node; 2]>,
    steps: Vec<Step>,
    labels: Labels,
    tags: TagRoom,
    /// Some word may be a part of a compound.
    has_parts: bool,
}

impl Segments {
    /// The words in the order in which they stand.
    pub fn words(&self) -> &[Word] {
        &self.words
    }
}

impl Lexicon {
    /// What made the words and the stop words, for provenance: another version may give others.
    pub const VERSION: &str = "jieba-rs/0.11.0+stop-words/1";

    /// The lexicon that is built in: jieba's dictionary and models.
    ///
    /// The first call reads the models, which takes a few milliseconds.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::read(DICTIONARY, UNKNOWN_WORDS).unwrap_or_default())
    }

    fn read(dictionary: &'static [u8], unknown_words: &'static [u8]) -> Option<Self> {
        let mut lists = Lists(unknown_words);
        Some(Self {
            dictionary: Dictionary::read(dictionary)?,
            boundaries: Boundaries::read(&mut lists)?,
            tag_model: TagModel::read(&mut lists)?,
        })
    }

    /// One more than the highest number of a word.
    pub fn number_count(&self) -> usize {
        self.dictionary.number_count()
    }

    /// The number of the word that `text` is, if the lexicon has it. Words have theirs already.
    pub fn number_of(&self, text: &str) -> Option<WordNumber> {
        self.dictionary.find_text(text)
    }

    /// All words with their texts and parts of speech, in the order of their numbers.
    pub fn words(&self) -> impl Iterator<Item = (WordNumber, String, PartOfSpeech)> {
        let words = self.dictionary.words();
        words.map(|(number, text)| (number, text, self.dictionary.tag(number)))
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
        let mut segments = Segments::default();
        self.segment_into(text, &mut segments);
        segments.words
    }

    /// As [`Lexicon::segment`], into room that is used again: it holds the words of `text` and
    /// nothing else afterwards.
    pub fn segment_into(&self, text: &str, segments: &mut Segments) {
        segments.words.clear();
        segments.has_parts = false;
        let mut at = 0;
        while at < text.len() {
            let (begun, start) = (at, segments.words.len());
            spend(PIECE_UNITS);
            match window(text.get(at..).unwrap_or_default()) {
                Window::Safe(piece) => {
                    self.cut(piece, at, segments);
                    at += piece.len();
                }
                Window::Running(piece) => {
                    self.cut(piece, at, segments);
                    let ends = segments.words.get(start + 1..).unwrap_or_default();
                    let kept = ends.partition_point(|word| word.span.end() <= at + KEPT);
                    segments.words.truncate(start + 1 + kept);
                    at = segments.words.last().map_or(text.len(), |word| word.span.end());
                }
            }
            spend((at - begun) * BYTE_UNITS);
        }
        if segments.has_parts {
            compound::join(self, text, &mut segments.words);
        }
    }

    /// Adds the words of `piece`, which starts at `base`.
    fn cut(&self, piece: &str, base: usize, segments: &mut Segments) {
        segments.block.clear();
        let mut chars = piece.char_indices();
        while let Some((at, c)) = chars.next() {
            if is_in_words(c) {
                segments.block.push(Sign::new(base + at, c, &self.dictionary));
                continue;
            }
            self.cut_block(segments);
            segments.block.clear();
            let mut end = at + c.len_utf8();
            if c == '\r' && chars.as_str().starts_with('\n') {
                chars.next();
                end += 1;
            }
            segments.has_parts |= c == '·' || !is_cjk_punctuation(c);
            let number = self.dictionary.find(&[Sign::new(base + at, c, &self.dictionary)]);
            let is_word = number.is_some() && is_word_sign(c);
            let tag = number.filter(|_| is_word).map(|number| self.dictionary.tag(number));
            segments.words.push(Word {
                span: Span::new(base + at, base + end),
                number,
                part_of_speech: tag.unwrap_or(PartOfSpeech::OTHER),
            });
        }
        self.cut_block(segments);
    }

    /// Adds the words of `segments.block`. What the best route leaves as single characters side by
    /// side goes to the model of unknown words.
    fn cut_block(&self, segments: &mut Segments) {
        let Segments { words, block, heads, steps, labels, tags, has_parts } = segments;
        route::find(&self.dictionary, block, heads, steps);
        let mut add = |from: usize, to: usize, number: Option<WordNumber>| {
            let signs = block.get(from..to).unwrap_or_default();
            let (Some(first), Some(last)) = (signs.first(), signs.last()) else { return };
            *has_parts |= !is_han(first.c);
            let part_of_speech = if !is_han(first.c) && !signs.iter().any(|s| is_word_sign(s.c)) {
                PartOfSpeech::OTHER
            } else if let Some(number) = number {
                self.dictionary.tag(number)
            } else {
                self.tag_model.guess(signs, tags)
            };
            words.push(Word { span: Span::new(first.start(), last.end()), number, part_of_speech });
        };
        let mut at = 0;
        while let Some(step) = steps.get(at).filter(|step| step.end > at) {
            if step.end > at + 1 {
                add(at, step.end, step.word);
                at = step.end;
                continue;
            }
            let rest = steps.get(at..).unwrap_or_default().iter().zip(at + 1..);
            let singles = rest.take_while(|(step, end)| step.end == *end).count();
            let run = block.get(at..at + singles).unwrap_or_default();
            if run.len() > 1 && self.dictionary.find(run).is_none() {
                self.boundaries.cut(run, labels, |from, to| {
                    let signs = run.get(from..to).unwrap_or_default();
                    add(at + from, at + to, self.dictionary.find(signs));
                });
            } else {
                for (number, step) in (at..).zip(steps.get(at..at + singles).unwrap_or_default()) {
                    add(number, number + 1, step.word);
                }
            }
            at += singles;
        }
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

/// The first piece of `text` that is fit to be cut at once.
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
    use super::{Lexicon, Segments, WINDOW};

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
        let mut segments = Segments::default();
        lexicon.segment_into("农村食品安全，1,000元", &mut segments);
        lexicon.segment_into("5G手机", &mut segments);
        assert_eq!(segments.words(), lexicon.segment("5G手机"));
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
