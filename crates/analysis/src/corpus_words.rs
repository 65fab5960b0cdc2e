//! Words of a corpus that the dictionary does not have: runs of single characters that recur in its
//! articles, hold together and have many neighbours.

use std::ops::Range;

use tiyao_corpus::{Background, SequenceCounter, SequenceFacts};
use tiyao_text::Lexicon;
use tiyao_text::interrupt::spend;

use crate::fingerprint::{Fingerprint, Spelling};
use crate::reading::Reading;
use crate::runs::{self, FREEDOM, LEAST, LONGEST, is_part, names, neighbours};
use crate::term::Terms;
use crate::word::Word;

/// What it takes to look one run up, in units of work.
const LOOK_UP_UNITS: usize = 16;

/// Counts the runs of single characters of an article, for [`is_word`] to tell which of them are
/// words of its corpus.
pub fn count_runs(reading: &Reading, counter: &mut SequenceCounter) {
    let (words, terms) = (&reading.words, &reading.terms);
    let mut word_count = words.len();
    let mut may_be_words = Vec::new();
    for (term, number) in terms.all().iter().zip(0..) {
        let text = terms.text(number);
        if is_part(terms, number) {
            counter.add_places(text, term.frequency);
        }
        // what is one word in the article is counted as the characters that it is made of
        if term.frequency > 0 && reading.coined.contains(&term.spelling.fingerprint) {
            word_count += (term.characters - 1) * term.frequency;
            for part in parts(text).filter(|part| part.len() < text.len()) {
                counter.add_places(part, term.frequency);
            }
        }
    }
    counter.add_words(word_count);
    let mut count = |text: &str, place: &Range<usize>| {
        counter.add_places(text, 1);
        let [before, behind] = neighbours(words, place).map(|term| term.map(|t| terms.text(t)));
        let before = before.and_then(|text| text.chars().next_back());
        counter.add_sides(text, before, behind.and_then(|text| text.chars().next()));
    };
    for stretch in runs::stretches(words, terms) {
        for place in runs_in(&stretch) {
            let run = words.get(place.clone()).unwrap_or_default();
            let text: String = run.iter().map(|word| terms.text(word.term)).collect();
            count(&text, &place);
            if names(terms, run) {
                may_be_words.push(text);
            }
        }
    }
    for (word, at) in words.iter().zip(0..) {
        let term = terms.get(word.term);
        if term.is_some_and(|term| reading.coined.contains(&term.spelling.fingerprint)) {
            let text = terms.text(word.term);
            count(text, &(at..at + 1));
            may_be_words.push(text.to_owned());
        }
    }
    may_be_words.sort_unstable();
    may_be_words.dedup();
    may_be_words.retain(|text| Lexicon::builtin().number_of(text).is_none());
    counter.add_document(may_be_words.iter().map(String::as_str));
}

/// Whether a sequence of characters is a word by what was counted of it.
pub fn is_word(facts: &SequenceFacts) -> bool {
    let narrow = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let [together, words] = [facts.places, facts.words].map(narrow);
    together >= LEAST
        && facts.halves.iter().all(|halves| {
            let [left, right] = halves.map(narrow);
            runs::holds(together, left, right, words)
        })
        && facts.entropies.iter().all(|&entropy| entropy >= FREEDOM)
}

/// Whether a corpus of the background has a run of single characters as a word. Such a word is a
/// term with spaces between its characters.
pub(crate) fn is_corpus_word(background: &Background, terms: &Terms, run: &[Word]) -> bool {
    spend(LOOK_UP_UNITS);
    let characters = run.iter().filter_map(|word| Some(terms.get(word.term)?.spelling));
    names(terms, run) && background.knows(apart(characters))
}

/// How rare a word is that a corpus of the background has found; no other term is asked for here.
pub(crate) fn rarity_of_word(background: &Background, word: &str) -> Option<f64> {
    let mut bytes = [0; 4];
    let characters = word.chars().map(|character| Spelling::of(character.encode_utf8(&mut bytes)));
    background.rarity_of(apart(characters))
}

/// The fingerprint of characters with spaces between them.
fn apart(characters: impl Iterator<Item = Spelling>) -> Fingerprint {
    let mut characters = characters;
    let first = characters.next().map_or(Fingerprint::EMPTY, |first| first.fingerprint);
    characters.fold(first, |apart, character| apart.and(Spelling::SPACE).and(character))
}

/// The places of the runs within a stretch.
pub(crate) fn runs_in(stretch: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = stretch.end;
    stretch
        .clone()
        .inspect(|_| spend(LONGEST))
        .flat_map(move |start| (start + 2..=(start + LONGEST).min(end)).map(move |end| start..end))
}

/// Every part of a text, from single characters to all of it.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let ends = move |start: usize| {
        let rest = text.get(start..).unwrap_or_default();
        rest.char_indices().map(move |(at, c)| text.get(start..start + at + c.len_utf8()))
    };
    text.char_indices().flat_map(move |(start, _)| ends(start)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{apart, is_word, parts};
    use crate::fingerprint::Spelling;
    use tiyao_corpus::SequenceFacts;

    #[test]
    fn what_holds_together_among_changing_neighbours_is_a_word() {
        let word = SequenceFacts {
            places: 9,
            documents: 6,
            halves: vec![[9, 12]],
            words: 20_000,
            entropies: [1.5, 0.9],
        };
        assert!(is_word(&word));
        assert!(!is_word(&SequenceFacts { places: 2, halves: vec![[2, 2]], ..word.clone() }));
        assert!(!is_word(&SequenceFacts { halves: vec![[900, 1200]], ..word.clone() }));
        assert!(!is_word(&SequenceFacts { halves: vec![[9, 12], [900, 1200]], ..word.clone() }));
        assert!(!is_word(&SequenceFacts { entropies: [1.5, 0.5], ..word }));
    }

    #[test]
    fn parts_of_a_text() {
        assert_eq!(
            parts("小蝤蠓").collect::<Vec<_>>(),
            ["小", "小蝤", "小蝤蠓", "蝤", "蝤蠓", "蠓"]
        );
    }

    #[test]
    fn a_word_is_looked_up_by_its_characters() {
        let characters = ["蝤", "蠓"].map(Spelling::of).into_iter();
        assert_eq!(apart(characters), Spelling::of("蝤 蠓").fingerprint);
    }
}
