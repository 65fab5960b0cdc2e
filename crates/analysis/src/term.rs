use tiyao_text::script::is_han;
use tiyao_text::{WordNumber, stemmed};

use crate::character_habits::CharacterHabits;
use crate::fingerprint::{Fingerprint, FingerprintMap, Spelling};
use crate::known_terms::KnownTerms;
use crate::known_words::Sort;
use crate::summary_words;
use crate::word_class::WordClass;
use crate::word_habits::Habits;

/// How many bytes of an article there are for each distinct term, about; longer articles have more.
const BYTES_PER_TERM: usize = 10;

/// The number of a term within one reading.
pub(crate) type TermId = u32;

/// What is known of one term.
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) spelling: Spelling,
    /// How its stem is spelt, by which issues and corpora count it: as the word itself, but for
    /// English.
    pub(crate) stem: Spelling,
    /// The first term with the same stem: itself, but for English.
    pub(crate) first_form: TermId,
    /// Its number in the lexicon, if that has it.
    pub(crate) number: Option<WordNumber>,
    /// Where its text ends in the pool; it begins where the one before ends.
    text_end: usize,
    pub(crate) part_of_speech: &'static str,
    pub(crate) class: WordClass,
    pub(crate) characters: usize,
    /// How often it stands in title and paragraphs.
    pub(crate) frequency: usize,
    /// It belongs to the common stock of articles and reports.
    pub(crate) general: bool,
    /// It is a verb that only ever acts.
    pub(crate) plain_verb: bool,
    pub(crate) habits: Habits,
    /// What its first character tells of a keyphrase that begins with it, and its last of one that ends
    /// with it, in steps of [`Habits::STEP`].
    pub(crate) first_character: i8,
    pub(crate) last_character: i8,
    /// How much it speaks for a sentence, in steps of [`summary_words::STEP`].
    pub(crate) pull: i8,
    /// It begins with a character that a space parts from another such.
    pub(crate) starts_spaced: bool,
    /// It ends with such a character.
    pub(crate) ends_spaced: bool,
}

/// The terms of one reading, numbered in the order in which they first stand.
#[derive(Default)]
pub(crate) struct Terms {
    pool: String,
    // by number
    all: Vec<Term>,
    // by the word's number in the lexicon
    known: KnownTerms,
    // those that the lexicon lacks, by the identity of the text as a single word
    unknown: FingerprintMap<TermId>,
    // by stem: the first term that has it, of those with English words
    stems: FingerprintMap<TermId>,
}

impl Terms {
    /// No terms yet, and room for those of a text of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        let terms = bytes / BYTES_PER_TERM;
        Self {
            pool: String::with_capacity(terms * 6),
            all: Vec::with_capacity(terms),
            known: KnownTerms::with_room(terms),
            unknown: FingerprintMap::default(),
            stems: FingerprintMap::default(),
        }
    }

    /// Counts one more occurrence of the term that has this number in the lexicon, if it stands
    /// already: as most words do.
    pub(crate) fn count_again(&mut self, number: WordNumber) -> Option<TermId> {
        let id = self.known.find(number)?;
        self.all.get_mut(id as usize)?.frequency += 1;
        Some(id)
    }

    /// Counts one more occurrence of `text`, which has this number in the lexicon if that has it. The
    /// first occurrence settles what sort of word it is.
    pub(crate) fn count(
        &mut self,
        text: &str,
        number: Option<WordNumber>,
        classify: impl FnOnce() -> (&'static str, Sort),
    ) -> TermId {
        let next = TermId::try_from(self.all.len()).unwrap_or(TermId::MAX);
        let id = match number {
            Some(number) => self.known.find(number).unwrap_or_else(|| {
                self.known.add(number, next);
                next
            }),
            None => *self.unknown.entry(Fingerprint::of_word(text)).or_insert(next),
        };
        if id == next {
            let (part_of_speech, sort) = classify();
            let spelling = Spelling::of(text);
            let (stem, first_form) = self.stem_of(text, spelling, id);
            self.pool.push_str(text);
            let [first, last] = [text.chars().next(), text.chars().next_back()];
            let spaced = |c: Option<char>| c.is_some_and(|c| !is_han(c));
            let habits_of = |c: Option<char>| c.map(CharacterHabits::of).unwrap_or_default();
            self.all.push(Term {
                spelling,
                stem,
                first_form,
                number,
                text_end: self.pool.len(),
                part_of_speech,
                class: sort.class,
                characters: text.chars().count(),
                frequency: 0,
                general: sort.general,
                plain_verb: sort.plain_verb,
                habits: if sort.is_learned { Habits::of(text) } else { Habits::default() },
                first_character: habits_of(first).first,
                last_character: habits_of(last).last,
                pull: if sort.is_learned { summary_words::pull_of(text) } else { 0 },
                starts_spaced: spaced(first),
                ends_spaced: spaced(last),
            });
        }
        if let Some(term) = self.all.get_mut(id as usize) {
            term.frequency += 1;
        }
        id
    }

    /// How the stem of a new term is spelt, and the first term that has it: `next` if it is the first.
    fn stem_of(&mut self, text: &str, spelling: Spelling, next: TermId) -> (Spelling, TermId) {
        // without such a letter there is no English word, and no stem but the text
        if !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return (spelling, next);
        }
        let stem = stemmed(text);
        let first_form = *self.stems.entry(Fingerprint::of_word(&stem)).or_insert(next);
        (Spelling::of(&stem), first_form)
    }

    /// Whether there are English words, so that a stem may differ from its word.
    pub(crate) fn has_english(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Takes back one occurrence of a term.
    pub(crate) fn discount(&mut self, number: TermId) {
        if let Some(term) = self.all.get_mut(number as usize) {
            term.frequency = term.frequency.saturating_sub(1);
        }
    }

    /// The normalized text of a term.
    pub(crate) fn text(&self, number: TermId) -> &str {
        let end = self.get(number).map_or(0, |term| term.text_end);
        let start = number.checked_sub(1).and_then(|n| self.get(n)).map_or(0, |term| term.text_end);
        self.pool.get(start..end).unwrap_or_default()
    }

    pub(crate) fn get(&self, number: TermId) -> Option<&Term> {
        self.all.get(number as usize)
    }

    pub(crate) fn all(&self) -> &[Term] {
        &self.all
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Sort, Terms, WordClass};
    use tiyao_text::Lexicon;

    #[test]
    fn equal_texts_are_one_term() {
        let mut terms = Terms::default();
        let mut count = |text: &str| {
            let number = Lexicon::builtin().number_of(text);
            terms.count(text, number, || ("n", Sort::of(text, WordClass::Noun)))
        };
        let ids = ["市场", "监管", "市场", "提要提要", "市场", "提要提要"].map(&mut count);
        assert_eq!(ids, [0, 1, 0, 2, 0, 2]);
        assert_eq!((terms.text(0), terms.text(1), terms.text(3)), ("市场", "监管", ""));
        assert_eq!(terms.get(0).map(|t| (t.frequency, t.characters)), Some((3, 2)));
    }
}
