//! The features of a candidate keyphrase. Each is a number of the order of 1; what it adds to the
//! score is its weight in [`crate::keyword_weights`] times its value.

use crate::feature_list::features;
use crate::keyword_facts::Facts;
use crate::logarithm::ln_of;
use crate::word_class::WordClass;
use crate::word_habits::Habits;

/// How many features there are.
pub(crate) const COUNT: usize = 45;

/// The number of the feature `known phrase`, the one whose value is looked up last.
pub(crate) const KNOWN: usize = 44;

features! {
    /// The features of a candidate.
    fn features(facts: &Facts), each of (facts);
    "term frequency": term_frequency,
    "relative frequency": relative_frequency,
    "rarity": rarity,
    "least rarity": least_rarity,
    "in title": in_title,
    "fills title part": fills_title_part,
    "title share": title_share,
    "first sentence": first_sentence,
    "first position": first_position,
    "words before": words_before,
    "glossed": glossed,
    "in subhead": in_subhead,
    "two characters": two_characters,
    "four characters": four_characters,
    "long": long,
    "single word": single_word,
    "three words": three_words,
    "four words": four_words,
    "neighbour entropy": neighbour_entropy,
    "left edge": left_edge,
    "right edge": right_edge,
    "both edges": both_edges,
    "spread": spread,
    "quoted": quoted,
    "book title": book_title,
    "name": name,
    "verb head": verb_head,
    "verb start": verb_start,
    "name start": name_start,
    "modifier start": modifier_start,
    "modifier alone": modifier_alone,
    "modifier head": modifier_head,
    "suffix head": suffix_head,
    "adjective": adjective,
    "latin": latin,
    "once": once,
    "unknown once": unknown_once,
    "unknown part": unknown_part,
    "general start": general_start,
    "alone in keywords": alone_in_keywords,
    "starts keywords": starts_keywords,
    "ends keywords": ends_keywords,
    "first character": first_character,
    "last character": last_character,
    "known phrase": known_phrase,
}

/// ln n of n occurrences.
fn term_frequency(facts: &Facts) -> f64 {
    ln_of(facts.measure.term_frequency)
}

/// ln(1 + occurrences per thousand words of the article).
fn relative_frequency(facts: &Facts) -> f64 {
    (1000.0 * facts.measure.term_frequency as f64 / facts.article_words.max(1) as f64).ln_1p()
}

/// ln of the mean inverse document frequency of its words.
fn rarity(facts: &Facts) -> f64 {
    ln_of_rarity(facts.rarity)
}

/// ln of the least inverse document frequency of its words.
fn least_rarity(facts: &Facts) -> f64 {
    // one word is its own least, as a rule, and logarithms are slow
    let is_least = facts.least_rarity.to_bits() == facts.rarity.to_bits();
    if is_least { rarity(facts) } else { ln_of_rarity(facts.least_rarity) }
}

/// 1 in the title.
fn in_title(facts: &Facts) -> f64 {
    flag(facts.measure.in_title)
}

/// 1 when it fills the title, or a part of it between words that no keyphrase holds.
fn fills_title_part(facts: &Facts) -> f64 {
    flag(facts.measure.fills_title_part)
}

/// The share of the title's words that it has, 0 outside the title.
fn title_share(facts: &Facts) -> f64 {
    let title = facts.title_words;
    if facts.measure.in_title { share(facts.shape.words.min(title), title) } else { 0.0 }
}

/// 1 in the first sentence of the body.
fn first_sentence(facts: &Facts) -> f64 {
    flag(facts.measure.in_first_sentence)
}

/// Where it first stands in the body, from 0 to 1; 0 in the title.
fn first_position(facts: &Facts) -> f64 {
    facts.measure.first_position
}

/// ln(1 + words of the body before it first stands) over 5: the first words of an article tell more
/// from each other than the last.
fn words_before(facts: &Facts) -> f64 {
    ln_of(facts.measure.words_before + 1) / 5.0
}

/// 1 when letters in brackets say it once more: 动态联盟（VO）.
fn glossed(facts: &Facts) -> f64 {
    flag(facts.measure.glossed)
}

/// 1 in a subhead.
fn in_subhead(facts: &Facts) -> f64 {
    flag(facts.measure.in_subhead)
}

/// 1 for two characters, none of them a Latin letter.
fn two_characters(facts: &Facts) -> f64 {
    flag(facts.shape.characters == 2 && !facts.shape.has_latin)
}

/// 1 for four characters, none of them a Latin letter.
fn four_characters(facts: &Facts) -> f64 {
    flag(facts.shape.characters == 4 && !facts.shape.has_latin)
}

/// 1 for more than eight characters, none of them a Latin letter.
fn long(facts: &Facts) -> f64 {
    flag(facts.shape.characters > 8 && !facts.shape.has_latin)
}

/// 1 for one word.
fn single_word(facts: &Facts) -> f64 {
    flag(facts.shape.words == 1)
}

/// 1 for three words.
fn three_words(facts: &Facts) -> f64 {
    flag(facts.shape.words == 3)
}

/// 1 for four words, and for the longer names of works.
fn four_words(facts: &Facts) -> f64 {
    flag(facts.shape.words >= 4)
}

/// The entropy of the words before it or of those behind it, whichever is less, in nats.
fn neighbour_entropy(facts: &Facts) -> f64 {
    facts.measure.left_entropy.min(facts.measure.right_entropy)
}

/// The share of its occurrences before which no word of a keyphrase stands.
fn left_edge(facts: &Facts) -> f64 {
    share(facts.measure.left_edges, facts.measure.term_frequency)
}

/// The share of its occurrences behind which no word of a keyphrase stands.
fn right_edge(facts: &Facts) -> f64 {
    share(facts.measure.right_edges, facts.measure.term_frequency)
}

/// The share of its occurrences with no word of a keyphrase on either side.
fn both_edges(facts: &Facts) -> f64 {
    share(facts.measure.both_edges, facts.measure.term_frequency)
}

/// The share of the body's tenths that it stands in.
fn spread(facts: &Facts) -> f64 {
    share(facts.measure.parts, 10)
}

/// 1 in quotation marks.
fn quoted(facts: &Facts) -> f64 {
    flag(facts.measure.quoted)
}

/// 1 in the marks of a work's name, 《》.
fn book_title(facts: &Facts) -> f64 {
    flag(facts.measure.named)
}

/// 1 for one word that is a name.
fn name(facts: &Facts) -> f64 {
    flag(facts.shape.words == 1 && facts.shape.last == WordClass::Name)
}

/// 1 when its last word is a verb.
fn verb_head(facts: &Facts) -> f64 {
    flag(facts.shape.last == WordClass::Verb)
}

/// 1 when the first of several words is a verb.
fn verb_start(facts: &Facts) -> f64 {
    starts_with(facts, WordClass::Verb)
}

/// 1 when the first of several words is a name.
fn name_start(facts: &Facts) -> f64 {
    starts_with(facts, WordClass::Name)
}

/// 1 when the first of several words is an adverb, a word of place or a numeral.
fn modifier_start(facts: &Facts) -> f64 {
    starts_with(facts, WordClass::Modifier)
}

/// 1 for one word of those that as a rule stand before nouns.
fn modifier_alone(facts: &Facts) -> f64 {
    flag(facts.shape.words == 1 && is_modifier(facts.shape.first))
}

/// 1 when the last of several words is one that as a rule stands before nouns.
fn modifier_head(facts: &Facts) -> f64 {
    flag(facts.shape.words > 1 && is_modifier(facts.shape.last))
}

/// 1 when the last of several words only goes on with terms: 法定代表人.
fn suffix_head(facts: &Facts) -> f64 {
    flag(facts.shape.words > 1 && facts.shape.last == WordClass::Suffix)
}

/// 1 when one of several words is an adjective.
fn adjective(facts: &Facts) -> f64 {
    flag(facts.shape.words > 1 && facts.shape.has_adjective)
}

/// 1 when one of its words is in Latin letters.
fn latin(facts: &Facts) -> f64 {
    flag(facts.shape.has_latin)
}

/// 1 for what stands once in the article.
fn once(facts: &Facts) -> f64 {
    flag(facts.measure.term_frequency == 1)
}

/// 1 for what stands once and has a word that no snapshot knows.
fn unknown_once(facts: &Facts) -> f64 {
    flag(facts.unknown && facts.measure.term_frequency == 1)
}

/// 1 when one of several words is known to no snapshot.
fn unknown_part(facts: &Facts) -> f64 {
    flag(facts.unknown && facts.shape.words > 1)
}

/// 1 when the first of several words belongs to the common stock of articles and reports.
fn general_start(facts: &Facts) -> f64 {
    flag(facts.shape.words > 1 && facts.shape.first_general)
}

/// How much more often its one word is a keyword than others are, in nats; 0 for several words.
fn alone_in_keywords(facts: &Facts) -> f64 {
    if facts.shape.words == 1 { habit(facts.shape.first_habits.alone) } else { 0.0 }
}

/// How much more often the first of several words begins keywords than others do, in nats.
fn starts_keywords(facts: &Facts) -> f64 {
    if facts.shape.words > 1 { habit(facts.shape.first_habits.first) } else { 0.0 }
}

/// How much more often the last of several words ends keywords than others do, in nats.
fn ends_keywords(facts: &Facts) -> f64 {
    if facts.shape.words > 1 { habit(facts.shape.last_habits.last) } else { 0.0 }
}

/// How much more often its first character begins keywords than others do, in nats.
fn first_character(facts: &Facts) -> f64 {
    habit(facts.shape.first_character)
}

/// How much more often its last character ends keywords than others do, in nats.
fn last_character(facts: &Facts) -> f64 {
    habit(facts.shape.last_character)
}

/// 1 when the background knows the phrase as a whole.
fn known_phrase(facts: &Facts) -> f64 {
    flag(facts.known_phrase)
}

fn flag(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

/// n of total, from 0 to 1; 0 of nothing.
fn share(n: usize, total: usize) -> f64 {
    debug_assert!(n <= total);
    n as f64 / total.max(1) as f64
}

/// ln of an inverse document frequency, which is itself a logarithm; those below ½ count as ½.
fn ln_of_rarity(inverse_document_frequency: f64) -> f64 {
    inverse_document_frequency.clamp(0.5, 50.0).ln()
}

/// 1 when the first of several words is of `class`.
fn starts_with(facts: &Facts, class: WordClass) -> f64 {
    flag(facts.shape.words > 1 && facts.shape.first == class)
}

/// Words that as a rule stand before nouns, and are terms at times.
fn is_modifier(class: WordClass) -> bool {
    matches!(class, WordClass::Adjective | WordClass::Modifier | WordClass::Time)
}

/// What authors' keywords tell of a word in its place, in nats.
fn habit(steps: i8) -> f64 {
    f64::from(steps) * Habits::STEP
}

#[cfg(test)]
mod tests {
    use super::{COUNT, Facts, KNOWN, NAMES, WordClass, features};
    use crate::keyword_facts::Shape;
    use crate::measure::Measure;
    use crate::word_habits::Habits;

    /// A candidate of two words with five characters that stands four times in an article of 1,000
    /// words, of which eight are its title's.
    fn facts() -> Facts {
        let measure = Measure { term_frequency: 4, ..Measure::default() };
        let shape = Shape {
            words: 2,
            characters: 5,
            first: WordClass::Noun,
            last: WordClass::Noun,
            has_adjective: false,
            has_latin: false,
            first_general: false,
            first_habits: Habits::default(),
            last_habits: Habits::default(),
            first_character: 0,
            last_character: 0,
        };
        Facts {
            measure,
            shape,
            rarity: 1.0,
            least_rarity: 1.0,
            article_words: 1000,
            title_words: 8,
            unknown: false,
            known_phrase: false,
        }
    }

    const HABITS: Habits = Habits { alone: 8, first: 16, last: -32 };

    /// Checks a feature of [`facts`] as they are, and once `change` has changed them.
    fn check(name: &str, before: f64, change: fn(&mut Facts), after: f64) {
        let number = NAMES.iter().position(|known| *known == name).unwrap();
        let mut facts = facts();
        for expected in [before, after] {
            let found = features(&facts)[number];
            assert!((found - expected).abs() < 1e-12, "{name}: {found} is not {expected}");
            change(&mut facts);
        }
    }

    #[test]
    fn how_often_and_how_rare() {
        check("term frequency", 4_f64.ln(), |f| f.measure.term_frequency = 1, 0.0);
        check("relative frequency", 5_f64.ln(), |f| f.article_words = 2000, 3_f64.ln());
        check("rarity", 0.0, |f| f.rarity = 12.0, 12_f64.ln());
        check("rarity", 0.0, |f| f.rarity = 0.0, 0.5_f64.ln());
        check("least rarity", 0.0, |f| f.least_rarity = 3.0, 3_f64.ln());
        check("once", 0.0, |f| f.measure.term_frequency = 1, 1.0);
        check("known phrase", 0.0, |f| f.known_phrase = true, 1.0);
        assert_eq!((NAMES[KNOWN], COUNT), ("known phrase", KNOWN + 1));
    }

    #[test]
    fn where_it_stands() {
        check("in title", 0.0, |f| f.measure.in_title = true, 1.0);
        check("fills title part", 0.0, |f| f.measure.fills_title_part = true, 1.0);
        check("title share", 0.0, |f| f.measure.in_title = true, 0.25);
        check("first sentence", 0.0, |f| f.measure.in_first_sentence = true, 1.0);
        check("first position", 0.0, |f| f.measure.first_position = 0.5, 0.5);
        check("words before", 0.0, |f| f.measure.words_before = 2, 3_f64.ln() / 5.0);
        check("in subhead", 0.0, |f| f.measure.in_subhead = true, 1.0);
        check("spread", 0.0, |f| f.measure.parts = 7, 0.7);
    }

    #[test]
    fn what_stands_around_it() {
        check("glossed", 0.0, |f| f.measure.glossed = true, 1.0);
        check("quoted", 0.0, |f| f.measure.quoted = true, 1.0);
        check("book title", 0.0, |f| f.measure.named = true, 1.0);
        check("left edge", 0.0, |f| f.measure.left_edges = 1, 0.25);
        check("right edge", 0.0, |f| f.measure.right_edges = 2, 0.5);
        check("both edges", 0.0, |f| f.measure.both_edges = 3, 0.75);
        let free = |f: &mut Facts| (f.measure.left_entropy, f.measure.right_entropy) = (0.5, 0.25);
        check("neighbour entropy", 0.0, free, 0.25);
    }

    #[test]
    fn how_long_it_is() {
        check("two characters", 0.0, |f| f.shape.characters = 2, 1.0);
        check("four characters", 0.0, |f| f.shape.characters = 4, 1.0);
        check("long", 0.0, |f| f.shape.characters = 9, 1.0);
        check("long", 0.0, |f| (f.shape.characters, f.shape.has_latin) = (9, true), 0.0);
        check("single word", 0.0, |f| f.shape.words = 1, 1.0);
        check("three words", 0.0, |f| f.shape.words = 3, 1.0);
        check("four words", 0.0, |f| f.shape.words = 6, 1.0);
    }

    #[test]
    fn what_its_words_are() {
        check("name", 0.0, |f| (f.shape.words, f.shape.last) = (1, WordClass::Name), 1.0);
        check("name", 0.0, |f| f.shape.last = WordClass::Name, 0.0);
        check("verb head", 0.0, |f| f.shape.last = WordClass::Verb, 1.0);
        check("verb start", 0.0, |f| f.shape.first = WordClass::Verb, 1.0);
        check("name start", 0.0, |f| f.shape.first = WordClass::Name, 1.0);
        check("modifier start", 0.0, |f| f.shape.first = WordClass::Modifier, 1.0);
        let alone = |f: &mut Facts| (f.shape.words, f.shape.first) = (1, WordClass::Time);
        check("modifier alone", 0.0, alone, 1.0);
        check("verb start", 0.0, |f| (f.shape.words, f.shape.first) = (1, WordClass::Verb), 0.0);
        check("modifier head", 0.0, |f| f.shape.last = WordClass::Adjective, 1.0);
        check("suffix head", 0.0, |f| f.shape.last = WordClass::Suffix, 1.0);
        check("adjective", 0.0, |f| f.shape.has_adjective = true, 1.0);
        check("latin", 0.0, |f| f.shape.has_latin = true, 1.0);
    }

    #[test]
    fn what_is_known_of_its_words() {
        check("unknown once", 0.0, |f| f.unknown = true, 0.0);
        let once = |f: &mut Facts| (f.unknown, f.measure.term_frequency) = (true, 1);
        check("unknown once", 0.0, once, 1.0);
        check("unknown part", 0.0, |f| f.unknown = true, 1.0);
        check("general start", 0.0, |f| f.shape.first_general = true, 1.0);
        let alone = |f: &mut Facts| (f.shape.words, f.shape.first_habits) = (1, HABITS);
        check("alone in keywords", 0.0, alone, 0.5);
        check("alone in keywords", 0.0, |f| f.shape.first_habits = HABITS, 0.0);
        check("starts keywords", 0.0, |f| f.shape.first_habits = HABITS, 1.0);
        check("first character", 0.0, |f| f.shape.first_character = 16, 1.0);
        check("last character", 0.0, |f| f.shape.last_character = -8, -0.5);
        check("ends keywords", 0.0, |f| f.shape.last_habits = HABITS, -2.0);
    }
}
