//! What sort of word each word of the dictionary is, worked out when it is first met.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tiyao_text::{Lexicon, WordNumber};

use crate::general_words::is_general_word;
use crate::plain_verbs::is_plain_verb;
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
    pub(crate) habits: Habits,
}

impl Sort {
    /// The sort of a term of `class`.
    pub(crate) fn of(text: &str, class: WordClass) -> Self {
        Self {
            class,
            general: class.is_content() && is_general_word(text),
            plain_verb: class == WordClass::Verb && is_plain_verb(text),
            habits: Habits::of(text),
        }
    }
}

/// Set in the first byte of every entry of the table that is filled; the others hold the habits.
const FILLED: u8 = 0x80;
const GENERAL: u8 = 0x40;
const PLAIN_VERB: u8 = 0x20;

/// The sort of a word of the dictionary, which `work_out` gives the first time. It must give the same
/// for a number always, since whoever comes first decides for all.
pub(crate) fn sort_of(
    lexicon: &Lexicon,
    number: WordNumber,
    work_out: impl FnOnce() -> Sort,
) -> Sort {
    static TABLE: OnceLock<Box<[AtomicU32]>> = OnceLock::new();
    let table =
        TABLE.get_or_init(|| (0..lexicon.number_count()).map(|_| AtomicU32::new(0)).collect());
    let Some(entry) = table.get(number.index()) else { return work_out() };
    let known = entry.load(Ordering::Relaxed);
    let [byte, ..] = known.to_be_bytes();
    if byte & FILLED != 0
        && let Some(&class) =
            WordClass::ALL.get(usize::from(byte & !(FILLED | GENERAL | PLAIN_VERB)))
    {
        let (general, plain_verb) = (byte & GENERAL != 0, byte & PLAIN_VERB != 0);
        return Sort { class, general, plain_verb, habits: Habits::unpacked(known) };
    }
    let sort = work_out();
    let general = if sort.general { GENERAL } else { 0 };
    let plain_verb = if sort.plain_verb { PLAIN_VERB } else { 0 };
    let byte = FILLED | general | plain_verb | sort.class as u8;
    entry.store(u32::from_be_bytes([byte, 0, 0, 0]) | sort.habits.packed(), Ordering::Relaxed);
    sort
}

#[cfg(test)]
mod tests {
    use super::{Habits, Sort, sort_of};
    use crate::word_class::WordClass;
    use tiyao_text::Lexicon;

    #[test]
    fn the_first_answer_is_kept() {
        let lexicon = Lexicon::builtin();
        // a word that no other test reads
        let number = lexicon.number_of("轱辘鞋").or_else(|| lexicon.number_of("轱辘")).unwrap();
        for class in WordClass::ALL {
            let habits = Habits { alone: 3, first: -4, last: 5 };
            let of = |class| Sort { class, general: true, plain_verb: false, habits };
            assert_eq!(sort_of(lexicon, number, || of(class)), of(WordClass::ALL[0]));
        }
    }

    #[test]
    fn classes_have_their_numbers() {
        for (number, class) in (0_u8..).zip(WordClass::ALL) {
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
