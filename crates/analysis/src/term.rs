use crate::fingerprint::{Fingerprint, FingerprintMap, SeededState, Spelling};
use crate::general_words::is_general_word;
use crate::plain_verbs::is_plain_verb;
use crate::word_class::WordClass;

/// How many bytes of an article there are for each distinct term, about; longer articles have more.
const BYTES_PER_TERM: usize = 10;

/// The number of a term within one reading.
pub(crate) type TermId = u32;

/// What is known of one term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) spelling: Spelling,
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
}

/// The terms of one reading, numbered in the order in which they first stand.
#[derive(Default)]
pub(crate) struct Terms {
    pool: String,
    // by number
    all: Vec<Term>,
    // by the identity of its text as a single word
    numbers: FingerprintMap<TermId>,
}

impl Terms {
    /// No terms yet, and room for those of a text of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        let terms = bytes / BYTES_PER_TERM;
        Self {
            pool: String::with_capacity(terms * 6),
            all: Vec::with_capacity(terms),
            numbers: FingerprintMap::with_capacity_and_hasher(terms, SeededState::default()),
        }
    }

    /// Counts one more occurrence of `text`. The first occurrence settles what sort of word it is.
    pub(crate) fn count(
        &mut self,
        text: &str,
        classify: impl FnOnce() -> (&'static str, WordClass),
    ) -> TermId {
        let fingerprint = Fingerprint::of_word(text);
        let next = TermId::try_from(self.all.len()).unwrap_or(TermId::MAX);
        let number = *self.numbers.entry(fingerprint).or_insert(next);
        if number == next {
            let (part_of_speech, class) = classify();
            self.pool.push_str(text);
            self.all.push(Term {
                spelling: Spelling::of(text),
                text_end: self.pool.len(),
                part_of_speech,
                class,
                characters: text.chars().count(),
                frequency: 0,
                general: class.is_content() && is_general_word(text),
                plain_verb: class == WordClass::Verb && is_plain_verb(text),
            });
        }
        if let Some(term) = self.all.get_mut(number as usize) {
            term.frequency += 1;
        }
        number
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
    use super::{Terms, WordClass};

    #[test]
    fn equal_texts_are_one_term() {
        let mut terms = Terms::default();
        let numbers: Vec<u32> =
            ["市场", "监管", "市场"].map(|t| terms.count(t, || ("n", WordClass::Noun))).into();
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!((terms.text(0), terms.text(1), terms.text(2)), ("市场", "监管", ""));
        assert_eq!(terms.get(0).map(|t| (t.frequency, t.characters)), Some((2, 2)));
    }
}
