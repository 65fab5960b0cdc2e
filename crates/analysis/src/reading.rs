use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use tiyao_corpus::Background;
use tiyao_issue::ParagraphKind;
use tiyao_text::interrupt::spend;
use tiyao_text::script::{is_cjk_punctuation, is_han};
use tiyao_text::{
    Excerpt, Language, Lexicon, Segments, Span, detect_language, is_stop_word, normalized_text,
};

use crate::candidate::Candidates;
use crate::fingerprint::Fingerprint;
use crate::known_words::{Known, Sort, fetch, sort_of};
use crate::rarity::Rarities;
use crate::term::{TermId, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;
use crate::{IssueTerms, Manuscript, abbreviation, coined, english, recut, runs};

/// An article as read: segmented, with its candidates counted; keywords and summary are chosen
/// from it.
pub struct Reading {
    language: Language,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) words: Vec<Word>,
    pub(crate) terms: Terms,
    pub(crate) candidates: Candidates,
    /// The words that were found by how they stand in this article.
    pub(crate) coined: Vec<Fingerprint>,
    /// The number of the first word behind the title's.
    pub(crate) body_start: usize,
    /// Filled when it is first asked how rare the terms are.
    pub(crate) rarities: OnceLock<Rarities>,
}

/// What part of the article a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    Title,
    Subhead,
    Body,
}

/// The title, or a paragraph.
pub(crate) struct Block {
    pub(crate) zone: Zone,
    pub(crate) excerpt: Excerpt,
    /// Which of the manuscript's paragraphs it is; 0 for the title.
    pub(crate) paragraph_index: usize,
}

/// A sentence, a title or a subhead.
pub(crate) struct Sentence {
    pub(crate) block: usize,
    /// Where it stands in its block's text, without white space at its ends.
    pub(crate) span: Span,
    /// Its words among the reading's.
    pub(crate) words: Range<usize>,
    /// The text that its words were found in is the text as written.
    pub(crate) plain: bool,
}

/// Reads an article: finds its sentences, words and candidates.
pub fn read(manuscript: &Manuscript<'_>, lexicon: &Lexicon) -> Reading {
    read_with(manuscript, lexicon, None)
}

/// As [`read`], with the words of a background's corpora that the lexicon does not have: each is one
/// word, however seldom it stands in the article.
pub fn read_against(
    manuscript: &Manuscript<'_>,
    lexicon: &Lexicon,
    background: &Background,
) -> Reading {
    read_with(manuscript, lexicon, Some(background))
}

fn read_with(
    manuscript: &Manuscript<'_>,
    lexicon: &Lexicon,
    background: Option<&Background>,
) -> Reading {
    let blocks = blocks(manuscript);
    let language = manuscript.language.unwrap_or_else(|| language_of(&blocks));
    let mut reading = Reading {
        language,
        blocks: Vec::new(),
        sentences: Vec::new(),
        words: Vec::new(),
        terms: Terms::with_room(blocks.iter().map(|block| block.excerpt.text().len()).sum()),
        candidates: Candidates::default(),
        coined: Vec::new(),
        body_start: 0,
        rarities: OnceLock::new(),
    };
    let mut room = Room::default();
    for (number, block) in blocks.iter().enumerate() {
        for span in sentence_spans(block) {
            let start = reading.words.len();
            let written = span.cut(block.excerpt.text());
            let plain = read_sentence(&mut reading, lexicon, written, &mut room);
            let words = start..reading.words.len();
            reading.sentences.push(Sentence { block: number, span, words, plain });
        }
    }
    reading.blocks = blocks;
    recut::names(&mut reading, lexicon);
    coined::join(&mut reading, background);
    mark_zones(&mut reading);
    reading.find_candidates();
    reading
}

impl Reading {
    /// Makes one word of each run of characters that is a word of the issue, whose articles have all
    /// been counted.
    pub fn join_words_of(&mut self, issue: &IssueTerms) {
        let runs = issue.words_in(self);
        if !runs.is_empty() {
            runs::join(self, &runs);
            self.find_candidates();
        }
    }

    /// Finds the candidates among the words as they are now.
    fn find_candidates(&mut self) {
        self.body_start = self.words.partition_point(|word| word.marks.has(Marks::IN_TITLE));
        self.candidates = Candidates::find(&self.words, &self.terms);
        self.rarities = OnceLock::new();
        abbreviation::tie(self);
    }

    /// The language that was given or detected.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The block that a sentence stands in.
    pub(crate) fn block_of(&self, sentence: &Sentence) -> Option<&Block> {
        self.blocks.get(sentence.block)
    }

    /// Whether the words of a sentence are split at white space.
    pub(crate) fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// A sentence as it is written.
    pub(crate) fn written(&self, sentence: &Sentence) -> &str {
        // Whatever looks at many sentences as they are written comes by here.
        spend(SENTENCE_UNITS);
        self.block_of(sentence).map_or("", |block| sentence.span.cut(block.excerpt.text()))
    }
}

fn blocks(manuscript: &Manuscript<'_>) -> Vec<Block> {
    let title = manuscript.title.map(|excerpt| Block {
        zone: Zone::Title,
        excerpt: excerpt.clone(),
        paragraph_index: 0,
    });
    // Metadata, references and notes are about the article; it is read by them only where there is
    // nothing else to read.
    let is_text = |kind| matches!(kind, ParagraphKind::Body | ParagraphKind::Subhead);
    let has_text = manuscript.paragraphs.iter().any(|paragraph| is_text(paragraph.kind));
    let paragraphs = manuscript.paragraphs.iter().enumerate();
    let read = paragraphs.filter(|(_, paragraph)| !has_text || is_text(paragraph.kind));
    let paragraphs = read.map(|(paragraph_index, paragraph)| {
        let is_subhead = paragraph.kind == ParagraphKind::Subhead;
        let zone = if is_subhead { Zone::Subhead } else { Zone::Body };
        Block { zone, excerpt: paragraph.excerpt.clone(), paragraph_index }
    });
    title.into_iter().chain(paragraphs).collect()
}

/// How many bytes of an article are looked at to tell its language.
const LANGUAGE_REACH: usize = 4096;

fn language_of(blocks: &[Block]) -> Language {
    let mut sample = String::new();
    for block in blocks {
        sample.push_str(block.excerpt.text());
        sample.push('\n');
        if sample.len() > LANGUAGE_REACH {
            break;
        }
    }
    detect_language(&sample)
}

/// What it takes to read a sentence and a byte of it, beside its segmentation, in units of work.
const SENTENCE_UNITS: usize = 16;
const BYTE_UNITS: usize = 2;

/// A title and a subhead are one sentence each, whatever marks they hold.
fn sentence_spans(block: &Block) -> Vec<Span> {
    let text = block.excerpt.text();
    let spans = match block.zone {
        Zone::Body => tiyao_text::sentences(text),
        Zone::Title | Zone::Subhead => vec![Span::of(text)],
    };
    spans.into_iter().map(|span| span.trimmed(text)).filter(|span| !span.is_empty()).collect()
}

/// Room that is used again for each sentence.
#[derive(Default)]
struct Room {
    segments: Segments,
    known: Vec<Known>,
}

/// Reads the words of a sentence, and tells whether its matched text is the text as written.
fn read_sentence(reading: &mut Reading, lexicon: &Lexicon, written: &str, room: &mut Room) -> bool {
    spend(SENTENCE_UNITS);
    let text = normalized_text(written, reading.language);
    let mut walk = Walk::default();
    let Room { segments, known } = room;
    lexicon.segment_into(&text, segments);
    fetch(lexicon, segments.words(), known);
    for (&word, &known) in segments.words().iter().zip(&*known) {
        spend(word.span.len() * BYTE_UNITS);
        walk.take(reading, lexicon, &text, word, known);
    }
    matches!(text, Cow::Borrowed(_))
}

/// The class of a word with a tag of jieba's.
fn classify(surface: &str, key: &str, tag: &'static str) -> (&'static str, WordClass) {
    let is_stop_word = is_stop_word(key);
    if surface.starts_with(is_han) {
        return (tag, WordClass::of_word(key, tag, is_stop_word));
    }
    if is_stop_word {
        return (tag, WordClass::Function);
    }
    if !surface.chars().any(char::is_alphabetic) {
        return ("m", WordClass::Number);
    }
    if surface.is_ascii() {
        return english::classify(surface, tag);
    }
    (tag, WordClass::of_word(key, tag, false))
}

/// What has been seen since the last word of a sentence.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
struct Walk {
    joined: bool,
    opening: Marks,
    after_han: bool,
    /// The last sign was an opening bracket right behind a word.
    bracket: bool,
    space: bool,
}

impl Walk {
    fn take(
        &mut self,
        reading: &mut Reading,
        lexicon: &Lexicon,
        text: &str,
        word: tiyao_text::Word,
        known: Known,
    ) {
        let surface = word.span.cut(text);
        let tag = word.part_of_speech;
        let first = surface.chars().next().unwrap_or_default();
        let han = is_han(first);
        if !tag.is_other()
            || (!is_cjk_punctuation(first) && surface.chars().any(char::is_alphanumeric))
        {
            // white space between two Han words is layout and parts them; beside Latin it does not
            let joined = self.joined && !(self.space && self.after_han && han);
            let marks = if joined { self.opening.with(Marks::JOINED) } else { self.opening };
            if self.bracket
                && first.is_ascii_alphabetic()
                && let Some(glossed) = reading.words.last_mut()
            {
                glossed.mark(Marks::GLOSSED);
            }
            // a term's text is its own key, so that the word which has its number is that term
            let again = word.number.and_then(|number| reading.terms.count_again(number));
            let term = again.unwrap_or_else(|| term_of(reading, lexicon, surface, word, known));
            reading.words.push(Word::new(term, word.span, marks));
            *self = Self { joined: true, after_han: han, ..Self::default() };
        } else if surface.chars().all(char::is_whitespace) {
            self.space = true;
            self.opening = self.opening.without(Marks::BEHIND_QUOTE);
        } else if !matches!(surface, "-" | "·" | "&" | "/" | "+") {
            for c in surface.chars() {
                if self.joined {
                    self.bracket = matches!(c, '(' | '（');
                }
                let closing = Marks::closed_by(c);
                if self.joined
                    && let Some(word) = reading.words.last_mut()
                {
                    word.mark(closing);
                }
                self.opening = if self.joined && closing.has(Marks::QUOTE_CLOSES) {
                    Marks::BEHIND_QUOTE
                } else {
                    Marks::opened_by(c)
                };
                self.joined = false;
            }
        }
    }
}

/// The term of a word that was not met before, or that the lexicon does not have as it is written.
fn term_of(
    reading: &mut Reading,
    lexicon: &Lexicon,
    surface: &str,
    word: tiyao_text::Word,
    known: Known,
) -> TermId {
    let tag = word.part_of_speech;
    // what the table has is a Han word that is its own key
    if let Some(sort) = known.sort() {
        return reading.terms.count(surface, word.number, || (tag.as_str(), sort));
    }
    let key = key(surface);
    let number = match key {
        Cow::Borrowed(_) => word.number,
        Cow::Owned(_) => lexicon.number_of(&key),
    };
    reading.terms.count(&key, number, || {
        let work_out = || {
            let (tag, class) = classify(surface, &key, tag.as_str());
            (tag, Sort::of(&key, class))
        };
        match (&key, number) {
            // such a word has the lexicon's tag always, and keeps it
            (Cow::Borrowed(_), Some(number)) if surface.starts_with(is_han) => {
                (tag.as_str(), sort_of(lexicon, number, || work_out().1))
            }
            _ => work_out(),
        }
    })
}

/// A word in lower case. Only letters whose first byte is one of these have cases: ASCII, and the
/// Latin, Greek, Cyrillic and Armenian letters; the rest of Unicode's are rare enough to stay.
fn key(surface: &str) -> Cow<'_, str> {
    if surface.bytes().any(|byte| byte.is_ascii_uppercase() || (0xc3..=0xd6).contains(&byte)) {
        Cow::Owned(surface.to_lowercase())
    } else {
        Cow::Borrowed(surface)
    }
}

/// Tells every word which part of the article it stands in.
fn mark_zones(reading: &mut Reading) {
    let mut first_sentence = true;
    for sentence in &reading.sentences {
        spend(1);
        let zone = reading.blocks.get(sentence.block).map_or(Zone::Body, |block| block.zone);
        let mark = match zone {
            Zone::Title => Marks::IN_TITLE,
            Zone::Subhead => Marks::IN_SUBHEAD,
            Zone::Body if first_sentence && !sentence.words.is_empty() => {
                first_sentence = false;
                Marks::IN_FIRST_SENTENCE
            }
            Zone::Body => continue,
        };
        for word in reading.words.get_mut(sentence.words.clone()).unwrap_or_default() {
            word.mark(mark);
        }
    }
}
