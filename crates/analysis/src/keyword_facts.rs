//! What the features of a candidate keyphrase are computed from.

use crate::measure::Measure;
use crate::term::Term;
use crate::word_class::WordClass;
use crate::word_habits::Habits;

/// What is known of one candidate in its article.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) measure: Measure,
    pub(crate) shape: Shape,
    /// Its inverse document frequency: the mean of its words'.
    pub(crate) rarity: f64,
    /// The least inverse document frequency of its words.
    pub(crate) least_rarity: f64,
    /// Words in title and paragraphs.
    pub(crate) article_words: usize,
    pub(crate) title_words: usize,
    /// No snapshot knows one of its words, so that it may have been cut wrongly. A word in letters
    /// does not count: that letters are unknown is the rule.
    pub(crate) unknown: bool,
    /// The background knows the phrase as a whole. Looking that up is slow: false until it matters.
    pub(crate) known_phrase: bool,
}

/// What a candidate's words are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) words: usize,
    pub(crate) characters: usize,
    pub(crate) first: WordClass,
    pub(crate) last: WordClass,
    /// One of its words is an adjective.
    pub(crate) has_adjective: bool,
    /// One of its words is in Latin letters.
    pub(crate) has_latin: bool,
    /// Its first word belongs to the common stock of articles and reports.
    pub(crate) first_general: bool,
    pub(crate) first_habits: Habits,
    pub(crate) last_habits: Habits,
    /// What its first and its last character tell, in steps of [`Habits::STEP`].
    pub(crate) first_character: i8,
    pub(crate) last_character: i8,
}

impl Shape {
    /// The shape of the run of `terms`; `None` of none.
    pub(crate) fn of<'t>(mut terms: impl Iterator<Item = &'t Term>) -> Option<Self> {
        let term = terms.next()?;
        let mut shape = Self {
            words: 1,
            characters: term.characters,
            first: term.class,
            last: term.class,
            has_adjective: term.class == WordClass::Adjective,
            has_latin: term.class == WordClass::Latin,
            first_general: term.general,
            first_habits: term.habits,
            last_habits: term.habits,
            first_character: term.first_character,
            last_character: term.last_character,
        };
        for term in terms {
            shape.words += 1;
            shape.characters += term.characters;
            shape.last = term.class;
            shape.last_habits = term.habits;
            shape.last_character = term.last_character;
            shape.has_adjective |= term.class == WordClass::Adjective;
            shape.has_latin |= term.class == WordClass::Latin;
        }
        Some(shape)
    }
}
