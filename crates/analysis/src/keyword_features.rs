//! The features of a candidate keyphrase. Each is a number of the order of 1; what it adds to the
//! score is its weight in [`crate::keyword_weights`] times its value.

use crate::logarithm::ln_of;
use crate::measure::Measure;
use crate::term::Term;
use crate::word_class::WordClass;
use crate::word_habits::Habits;

/// How many features there are.
pub(crate) const COUNT: usize = 43;

/// The number of the feature `known phrase`, the one whose value is looked up last.
pub(crate) const KNOWN: usize = 42;

/// The features' names, in the order of their values.
pub(crate) const NAMES: [&str; COUNT] = [
    "term frequency",
    "relative frequency",
    "rarity",
    "least rarity",
    "in title",
    "fills title part",
    "title share",
    "first sentence",
    "first position",
    "words before",
    "glossed",
    "in subhead",
    "two characters",
    "four characters",
    "long",
    "single word",
    "three words",
    "four words",
    "neighbour entropy",
    "left edge",
    "right edge",
    "both edges",
    "spread",
    "quoted",
    "book title",
    "name",
    "verb head",
    "verb start",
    "name start",
    "modifier start",
    "modifier alone",
    "modifier head",
    "suffix head",
    "adjective",
    "latin",
    "once",
    "unknown once",
    "unknown part",
    "general start",
    "alone in keywords",
    "starts keywords",
    "ends keywords",
    "known phrase",
];

/// What the features are computed from.
pub(crate) struct Facts<'a> {
    pub(crate) measure: &'a Measure,
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
        };
        for term in terms {
            shape.words += 1;
            shape.characters += term.characters;
            shape.last = term.class;
            shape.last_habits = term.habits;
            shape.has_adjective |= term.class == WordClass::Adjective;
            shape.has_latin |= term.class == WordClass::Latin;
        }
        Some(shape)
    }
}

/// The values of all features, in the order of [`NAMES`]; that of [`KNOWN`] is still 0.
pub(crate) fn values(facts: &Facts<'_>) -> [f64; COUNT] {
    let m = facts.measure;
    let shape = facts.shape;
    let (words, characters, latin) = (shape.words, shape.characters, shape.has_latin);
    let flag = |condition: bool| f64::from(u8::from(condition));
    let own_rarity = rarity(facts.rarity);
    // one word is its own least, as a rule
    let is_least = facts.rarity.to_bits() == facts.least_rarity.to_bits();
    [
        term_frequency(m.term_frequency),
        relative_frequency(m.term_frequency, facts.article_words),
        own_rarity,
        if is_least { own_rarity } else { rarity(facts.least_rarity) },
        flag(m.in_title),
        flag(m.fills_title_part),
        title_share(m.in_title, words, facts.title_words),
        flag(m.in_first_sentence),
        m.first_position,
        words_before(m.words_before),
        flag(m.glossed),
        flag(m.in_subhead),
        flag(characters == 2 && !latin),
        flag(characters == 4 && !latin),
        flag(characters > 8 && !latin),
        flag(words == 1),
        flag(words == 3),
        flag(words >= 4),
        m.left_entropy.min(m.right_entropy),
        share(m.left_edges, m.term_frequency),
        share(m.right_edges, m.term_frequency),
        share(m.both_edges, m.term_frequency),
        share(m.parts, 10),
        flag(m.quoted),
        flag(m.named),
        flag(words == 1 && shape.last == WordClass::Name),
        flag(shape.last == WordClass::Verb),
        flag(words > 1 && shape.first == WordClass::Verb),
        flag(words > 1 && shape.first == WordClass::Name),
        flag(words > 1 && shape.first == WordClass::Modifier),
        flag(words == 1 && is_modifier(shape.first)),
        flag(words > 1 && is_modifier(shape.last)),
        flag(words > 1 && shape.last == WordClass::Suffix),
        flag(words > 1 && shape.has_adjective),
        flag(latin),
        flag(m.term_frequency == 1),
        flag(facts.unknown && m.term_frequency == 1),
        flag(facts.unknown && words > 1),
        flag(words > 1 && shape.first_general),
        if words == 1 { habit(shape.first_habits.alone) } else { 0.0 },
        if words > 1 { habit(shape.first_habits.first) } else { 0.0 },
        if words > 1 { habit(shape.last_habits.last) } else { 0.0 },
        0.0,
    ]
}

/// ln n of n occurrences.
fn term_frequency(n: usize) -> f64 {
    debug_assert!(n >= 1);
    ln_of(n)
}

/// ln(1 + occurrences per thousand words).
fn relative_frequency(n: usize, article_words: usize) -> f64 {
    (1000.0 * n as f64 / article_words.max(1) as f64).ln_1p()
}

/// ln of an inverse document frequency, which is itself a logarithm; those below ½ count as ½.
fn rarity(inverse_document_frequency: f64) -> f64 {
    inverse_document_frequency.clamp(0.5, 50.0).ln()
}

/// Words that as a rule stand before nouns, and are terms at times.
fn is_modifier(class: WordClass) -> bool {
    matches!(class, WordClass::Adjective | WordClass::Modifier | WordClass::Time)
}

/// ln(1 + words before the first occurrence) / 5: the first words of an article tell more from each
/// other than the last.
fn words_before(words: usize) -> f64 {
    ln_of(words + 1) / 5.0
}

/// The part of the title's words that a candidate in the title has, from 0 to 1.
fn title_share(in_title: bool, words: usize, title_words: usize) -> f64 {
    if in_title { share(words.min(title_words), title_words) } else { 0.0 }
}

/// What authors' keywords tell of a word in its place, in nats.
fn habit(steps: i8) -> f64 {
    f64::from(steps) * Habits::STEP
}

/// n of total, from 0 to 1.
fn share(n: usize, total: usize) -> f64 {
    debug_assert!(n <= total);
    n as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn formulas() {
        near(term_frequency(1), 0.0);
        near(relative_frequency(1, 1000), 2_f64.ln());
        near(rarity(0.0), 0.5_f64.ln());
        near(rarity(12.0), 12_f64.ln());
        near(words_before(0), 0.0);
        near(words_before(2), 3_f64.ln() / 5.0);
        assert_eq!(NAMES[KNOWN], "known phrase");
        near(share(1, 4), 0.25);
        near(title_share(true, 2, 8), 0.25);
        near(title_share(false, 2, 8), 0.0);
    }
}
