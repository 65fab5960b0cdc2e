//! Runs of single Han characters that the segmenter left apart: where they stand, what tells that
//! one is a word, and how it becomes one.

use std::ops::Range;

use tiyao_text::Span;
use tiyao_text::interrupt::spend;
use tiyao_text::script::is_han;

use crate::known_words::Sort;
use crate::logarithm::ln_of;
use crate::reading::Reading;
use crate::term::{TermId, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// Most characters of a word that is found.
pub(crate) const LONGEST: usize = 4;
/// What it takes to put other words in the place of a run, in units of work.
const RUN_UNITS: usize = 16;
/// How often a run must stand: what stands less often tells nothing of its neighbours.
pub(crate) const LEAST: usize = 3;
/// Entropy of the neighbours before it and of those behind it at least, in nats: two kinds in three.
pub(crate) const FREEDOM: f64 = 0.6;
/// How much of the cohesion that its halves could have they must have, where many articles are
/// counted.
const SHARE_OF_COHESION: f64 = 0.6;
/// The tag of a word that was found: jieba's for what it does not know.
pub(crate) const TAG: &str = "x";

/// The characters of a run, filled up with `\0`.
pub(crate) type Characters = [char; LONGEST];

/// Where words of one Han character stand side by side that may be part of a word.
pub(crate) fn stretches(words: &[Word], terms: &Terms) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut take = |stretch: Range<usize>| {
        if stretch.len() > 1 {
            stretches.push(stretch);
        }
    };
    for (at, word) in words.iter().enumerate() {
        if !is_part(terms, word.term) {
            take(start..at);
            start = at + 1;
        } else if !word.marks.has(Marks::JOINED) {
            take(start..at);
            start = at;
        }
    }
    take(start..words.len());
    stretches
}

/// Whether a term is one Han character that may be part of a word.
pub(crate) fn is_part(terms: &Terms, term: TermId) -> bool {
    terms.get(term).is_some_and(|one| {
        one.characters == 1 && one.class.is_in_terms() && terms.text(term).starts_with(is_han)
    })
}

/// Whether one of the characters is a noun's: 不讲 and 送去 recur and are no names.
pub(crate) fn names(terms: &Terms, run: &[Word]) -> bool {
    run.iter()
        .filter_map(|word| terms.get(word.term))
        .any(|term| matches!(term.class, WordClass::Noun | WordClass::Name | WordClass::VerbalNoun))
}

/// The characters of a run of single characters.
pub(crate) fn characters(terms: &Terms, run: &[Word]) -> Characters {
    let mut characters = Characters::default();
    for (slot, word) in characters.iter_mut().zip(run) {
        *slot = terms.text(word.term).chars().next().unwrap_or_default();
    }
    characters
}

/// The words right before and right behind a run; `None` at the edge of its clause.
pub(crate) fn neighbours(words: &[Word], run: &Range<usize>) -> [Option<TermId>; 2] {
    let is_joined = |at: usize| words.get(at).is_some_and(|word| word.marks.has(Marks::JOINED));
    let term = |at: usize| words.get(at).map(|word| word.term);
    let before = run.start.checked_sub(1).filter(|_| is_joined(run.start)).and_then(term);
    let behind = Some(run.end).filter(|&end| is_joined(end)).and_then(term);
    [before, behind]
}

/// Pointwise mutual information of two neighbours, ln(f · N / (f₁ · f₂)), as Sproat and Shih 1990
/// use it to find words: f times side by side, f₁ and f₂ times at all, among N words.
pub(crate) fn cohesion(together: usize, left: usize, right: usize, words: usize) -> f64 {
    debug_assert!(together <= left.min(right) && left.max(right) <= words);
    ln_of(together) + ln_of(words) - ln_of(left) - ln_of(right)
}

/// [`cohesion`] over the most that it can be, −ln(f / N): 1 for what stands side by side always, 0
/// for chance (Bouma 2009). It says the same of an issue and of an archive.
pub(crate) fn share_of_cohesion(together: usize, left: usize, right: usize, words: usize) -> f64 {
    let most = (ln_of(words) - ln_of(together)).max(f64::MIN_POSITIVE);
    cohesion(together, left, right, words) / most
}

/// Whether two halves of a run hold together by what was counted of many articles.
pub(crate) fn holds(together: usize, left: usize, right: usize, words: usize) -> bool {
    share_of_cohesion(together, left, right, words) >= SHARE_OF_COHESION
}

/// Where the runs stand that are words, the longest first from the left.
pub(crate) fn find(
    stretches: &[Range<usize>],
    words: &[Word],
    mut is_word: impl FnMut(&[Word]) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for stretch in stretches {
        let mut start = stretch.start;
        while start < stretch.end {
            spend(LONGEST);
            let ends = (start + 2..=(start + LONGEST).min(stretch.end)).rev();
            let end = ends.into_iter().find(|&end| words.get(start..end).is_some_and(&mut is_word));
            found.extend(end.map(|end| start..end));
            start = end.unwrap_or(start + 1);
        }
    }
    found
}

/// Makes one word of each of these runs, which are in the order of the text.
pub(crate) fn join(reading: &mut Reading, runs: &[Range<usize>]) {
    replace(reading, runs, Clone::clone, |terms, _, run| one_word(terms, run));
}

/// Puts the words that `make` gives in the place of those that each of `places` has, which are in the order
/// of the text; one that begins within another is left as it is.
pub(crate) fn replace<P, W: IntoIterator<Item = Word>>(
    reading: &mut Reading,
    places: &[P],
    words_of: impl Fn(&P) -> Range<usize>,
    mut make: impl FnMut(&mut Terms, &P, &[Word]) -> W,
) {
    if places.is_empty() {
        return;
    }
    let old = std::mem::take(&mut reading.words);
    let mut places = places.iter().map(|place| (place, words_of(place))).peekable();
    for number in 0..reading.sentences.len() {
        let Some(words) = reading.sentences.get(number).map(|s| s.words.clone()) else { break };
        spend(words.len());
        let start = reading.words.len();
        let mut at = words.start;
        while let Some((place, run)) = places.next_if(|(_, run)| run.start < words.end) {
            spend(RUN_UNITS);
            if run.start < at {
                continue;
            }
            reading.words.extend(old.get(at..run.start).unwrap_or_default());
            at = run.end;
            let anew = make(&mut reading.terms, place, old.get(run).unwrap_or_default());
            reading.words.extend(anew);
        }
        reading.words.extend(old.get(at..words.end).unwrap_or_default());
        if let Some(sentence) = reading.sentences.get_mut(number) {
            sentence.words = start..reading.words.len();
        }
    }
}

/// What a run of words spells. They are counted no longer.
pub(crate) fn take_back(terms: &mut Terms, run: &[Word]) -> String {
    let text = run.iter().map(|word| terms.text(word.term)).collect();
    for word in run {
        terms.discount(word.term);
    }
    text
}

/// A run of words as one.
fn one_word(terms: &mut Terms, run: &[Word]) -> Option<Word> {
    let (first, last) = (run.first()?, run.last()?);
    let text = take_back(terms, run);
    let term = terms.count(&text, None, || (TAG, Sort::of(&text, WordClass::Noun)));
    let span = Span::new(first.span().start(), last.span().end());
    Some(Word::new(term, span, first.marks.with(last.marks.closing())))
}

#[cfg(test)]
mod tests {
    use super::{cohesion, neighbours, share_of_cohesion};
    use crate::{Manuscript, read};
    use tiyao_text::Lexicon;

    #[test]
    fn formulas() {
        assert!((cohesion(2, 2, 4, 100) - 25_f64.ln()).abs() < 1e-12);
        assert!(cohesion(1, 10, 10, 100).abs() < 1e-12);
        assert!((share_of_cohesion(4, 4, 4, 100) - 1.0).abs() < 1e-12);
        assert!(share_of_cohesion(1, 10, 10, 100).abs() < 1e-12);
    }

    #[test]
    fn neighbours_end_with_the_clause() {
        let paragraphs = tiyao_issue::paragraphs("农村集市。城里集市热闹。");
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let of = |run| neighbours(&reading.words, &run).map(|n| n.map(|n| reading.terms.text(n)));
        assert_eq!(of(1..2), [Some("农村"), None]);
        assert_eq!(of(3..4), [Some("城里"), Some("热闹")]);
    }
}
