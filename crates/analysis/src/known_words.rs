//! What sort of word each word of the dictionary is, worked out when it is first met.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use tiyao_text::{Lexicon, Word, WordNumber};

use crate::general_words::is_general_word;
use crate::plain_verbs::is_plain_verb;
use crate::summary_words;
use crate::word_class::WordClass;
use crate::word_habits::Habits;

/// What sort of word a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) class: WordClass,
    /// It belongs to the common stock of articles and reports.
    pub(crate) general: bool,
    /// It is a verb that only ever acts.
    pub(crate) plain_verb: bool,
    /// That it stands in keywords, or in a sentence, tells something: a learned table has it.
    pub(crate) is_learned: bool,
}

impl Sort {
    /// The sort of a term of `class`.
    pub(crate) fn of(text: &str, class: WordClass) -> Self {
        Self {
            class,
            general: class.is_content() && is_general_word(text),
            plain_verb: class == WordClass::Verb && is_plain_verb(text),
            is_learned: Habits::of(text) != Habits::default() || summary_words::pull_of(text) != 0,
        }
    }
}

/// Set in every byte of the table that is filled.
const FILLED: u8 = 0x80;
const GENERAL: u8 = 0x40;
const PLAIN_VERB: u8 = 0x20;
const LEARNED: u8 = 0x10;

/// The sort of a word of the dictionary, which `work_out` gives the first time. It must give the same
/// for a number always, since whoever comes first decides for all.
pub(crate) fn sort_of(
    lexicon: &Lexicon,
    number: WordNumber,
    work_out: impl FnOnce() -> Sort,
) -> Sort {
    let Some(entry) = table(lexicon).get(number.index()) else { return work_out() };
    if let Some(sort) = Known(entry.load(Ordering::Relaxed)).sort() {
        return sort;
    }
    let sort = work_out();
    let general = if sort.general { GENERAL } else { 0 };
    let plain_verb = if sort.plain_verb { PLAIN_VERB } else { 0 };
    let learned = if sort.is_learned { LEARNED } else { 0 };
    entry.store(FILLED | general | plain_verb | learned | sort.class as u8, Ordering::Relaxed);
    sort
}

/// What the table has of one word: 0, or its sort.
#[derive(Clone, Copy, Default)]
pub(crate) struct Known(u8);

impl Known {
    /// The sort, if [`sort_of`] was asked for it before.
    pub(crate) fn sort(self) -> Option<Sort> {
        let flags = FILLED | GENERAL | PLAIN_VERB | LEARNED;
        let class = WordClass::ALL.get(usize::from(self.0 & !flags));
        let &class = class.filter(|_| self.0 & FILLED != 0)?;
        let has = |flag| self.0 & flag != 0;
        let (general, plain_verb, is_learned) = (has(GENERAL), has(PLAIN_VERB), has(LEARNED));
        Some(Sort { class, general, plain_verb, is_learned })
    }
}

/// Replaces `known` with what the table has of each word. To ask it takes nearly nothing but waiting
/// for memory, so that all words are asked for side by side.
pub(crate) fn fetch(lexicon: &Lexicon, words: &[Word], known: &mut Vec<Known>) {
    let table = table(lexicon);
    known.clear();
    known.extend(words.iter().map(|word| {
        let entry = word.number.and_then(|number| table.get(number.index()));
        entry.map_or(Known(0), |entry| Known(entry.load(Ordering::Relaxed)))
    }));
}

fn table(lexicon: &Lexicon) -> &'static [AtomicU8] {
    static TABLE: OnceLock<Box<[AtomicU8]>> = OnceLock::new();
    TABLE.get_or_init(|| (0..lexicon.number_count()).map(|_| AtomicU8::new(0)).collect())
}

#[cfg(test)]
mod tests {
    use super::{LEARNED, Sort, sort_of};
    use crate::word_class::WordClass;
    use tiyao_text::Lexicon;

    #[test]
    fn the_first_answer_is_kept() {
        let lexicon = Lexicon::builtin();
        // a word that no other test reads
        let number = lexicon.number_of("轱辘鞋").or_else(|| lexicon.number_of("轱辘")).unwrap();
        for class in WordClass::ALL {
            let of = |class| Sort { class, general: true, plain_verb: false, is_learned: true };
            assert_eq!(sort_of(lexicon, number, || of(class)), of(WordClass::ALL[0]));
        }
    }

    #[test]
    fn classes_have_their_numbers() {
        for (number, class) in (0_u8..LEARNED).zip(WordClass::ALL) {
            assert_eq!(class as u8, number);
        }
    }

    #[test]
    fn sorts() {
        let of = |text, class| Sort::of(text, class);
        assert!(of("问题", WordClass::Noun).general && !of("问题", WordClass::Function).general);
        assert!(of("推动", WordClass::Verb).plain_verb && !of("推动", WordClass::Noun).plain_verb);
    }
}
