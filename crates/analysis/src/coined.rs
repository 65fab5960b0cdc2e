//! Words that the dictionary does not have, found by how they stand in the article: runs of single
//! characters that it was cut into, that recur, hold together and have many neighbours.

use std::ops::Range;

use tiyao_text::Span;
use tiyao_text::interrupt::spend;
use tiyao_text::script::is_han;

use crate::known_words::Sort;
use crate::logarithm::ln_of;
use crate::measure::entropy;
use crate::reading::Reading;
use crate::term::{TermId, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// Most characters of a coined word.
const LONGEST: usize = 4;
/// How often a run must stand: what stands less often tells nothing of its neighbours.
const LEAST: usize = 3;
/// How much more often than by chance its halves must stand side by side, as a logarithm.
const COHESION: f64 = 3.0;
/// Entropy of the words before it and of those behind it at least, in nats: two kinds in three.
const FREEDOM: f64 = 0.6;
/// The tag of a coined word: jieba's for what it does not know.
const TAG: &str = "x";

/// The terms of a run of characters, filled up with [`TermId::MAX`].
type Run = [TermId; LONGEST];

/// Makes one word of each run of single characters that is one in this article.
pub(crate) fn join(reading: &mut Reading) {
    let coined = coined(&reading.words, &reading.terms);
    if coined.is_empty() {
        return;
    }
    let old = std::mem::take(&mut reading.words);
    for number in 0..reading.sentences.len() {
        let Some(words) = reading.sentences.get(number).map(|s| s.words.clone()) else { break };
        spend(words.len());
        let start = reading.words.len();
        let mut rest = old.get(words).unwrap_or_default();
        while let Some((&first, others)) = rest.split_first() {
            let length = longest(&coined, rest);
            if let Some((run, behind)) = rest.split_at_checked(length).filter(|_| length > 1) {
                let word = one_word(&mut reading.terms, run);
                reading.words.extend(word);
                rest = behind;
            } else {
                reading.words.push(first);
                rest = others;
            }
        }
        if let Some(sentence) = reading.sentences.get_mut(number) {
            sentence.words = start..reading.words.len();
        }
    }
}

/// How many words the longest coined word has that the words begin with; 0 without one.
fn longest(coined: &[Run], words: &[Word]) -> usize {
    let stands = |&length: &usize| {
        let run = words.get(..length).filter(|run| is_joined(run));
        run.is_some_and(|run| coined.binary_search(&key(run)).is_ok())
    };
    (2..=LONGEST).rev().find(stands).unwrap_or_default()
}

/// A run of words as one.
fn one_word(terms: &mut Terms, run: &[Word]) -> Option<Word> {
    let (first, last) = (run.first()?, run.last()?);
    let text: String = run.iter().map(|word| terms.text(word.term)).collect();
    for word in run {
        terms.discount(word.term);
    }
    let term = terms.count(&text, None, || (TAG, Sort::of(&text, WordClass::Noun)));
    let span = Span::new(first.span().start(), last.span().end());
    Some(Word::new(term, span, first.marks.with(last.marks.closing())))
}

/// The runs that are words, sorted.
fn coined(words: &[Word], terms: &Terms) -> Vec<Run> {
    let mut found: Vec<(Run, usize)> = Vec::new();
    for stretch in stretches(words, terms) {
        spend(stretch.len() * LONGEST);
        for start in stretch.clone() {
            let ends = start + 2..=(start + LONGEST).min(stretch.end);
            found.extend(ends.map(|end| (key(words.get(start..end).unwrap_or_default()), start)));
        }
    }
    found.sort_unstable();
    let counted: Vec<(Run, usize)> = found
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|group| Some((group.first()?.0, group.len())))
        .collect();
    let frequency = |run: &[TermId]| {
        if let [term] = run {
            return terms.get(*term).map_or(0, |term| term.frequency);
        }
        let mut key = [TermId::MAX; LONGEST];
        key.iter_mut().zip(run).for_each(|(slot, &term)| *slot = term);
        let at = counted.binary_search_by_key(&key, |&(run, _)| run);
        at.ok().and_then(|at| counted.get(at)).map_or(0, |&(_, count)| count)
    };
    let mut coined = Vec::new();
    for group in found.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() >= LEAST) {
        let Some(&(run, _)) = group.first() else { continue };
        let length = run.iter().take_while(|&&term| term != TermId::MAX).count();
        let holds = (1..length)
            .filter_map(|at| run.get(..length)?.split_at_checked(at))
            .map(|(left, right)| {
                cohesion(group.len(), frequency(left), frequency(right), words.len())
            })
            .all(|cohesion| cohesion >= COHESION);
        if holds && names(terms, &run) && freedom(words, group, length) >= FREEDOM {
            coined.push(run);
        }
    }
    coined
}

/// Where words of one Han character stand side by side that may be part of a coined word.
fn stretches(words: &[Word], terms: &Terms) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_part = terms.get(word.term).is_some_and(|term| {
            term.characters == 1
                && term.frequency >= LEAST
                && term.class.is_in_terms()
                && terms.text(word.term).starts_with(is_han)
        });
        if !is_part {
            continue;
        }
        match stretches.last_mut() {
            Some(stretch) if stretch.end == at && word.marks.has(Marks::JOINED) => stretch.end += 1,
            _ => stretches.push(at..at + 1),
        }
    }
    stretches.retain(|stretch| stretch.len() > 1);
    stretches
}

/// Whether one of the characters is a noun's: 不讲 and 送去 recur and are no names.
fn names(terms: &Terms, run: &Run) -> bool {
    run.iter()
        .filter_map(|&term| terms.get(term))
        .any(|term| matches!(term.class, WordClass::Noun | WordClass::Name | WordClass::VerbalNoun))
}

/// Pointwise mutual information of two neighbours, ln(f · N / (f₁ · f₂)), as Sproat and Shih 1990
/// use it to find words: f times side by side, f₁ and f₂ times at all, among N words.
fn cohesion(together: usize, left: usize, right: usize, words: usize) -> f64 {
    debug_assert!(together <= left.min(right) && left.max(right) <= words);
    ln_of(together) + ln_of(words) - ln_of(left) - ln_of(right)
}

/// The lesser entropy of the words before and of those behind a run of `length` words, wherever it
/// stands (Jin and Tanaka-Ishii 2006).
fn freedom(words: &[Word], places: &[(Run, usize)], length: usize) -> f64 {
    let is_joined = |at: usize| words.get(at).is_some_and(|word| word.marks.has(Marks::JOINED));
    let term = |at: usize| words.get(at).map(|word| word.term);
    let before = |&(_, start): &(Run, usize)| {
        start.checked_sub(1).filter(|_| is_joined(start)).and_then(term)
    };
    let behind = |&(_, start): &(Run, usize)| {
        Some(start + length).filter(|&end| is_joined(end)).and_then(term)
    };
    let mut left: Vec<TermId> = places.iter().filter_map(before).collect();
    let mut right: Vec<TermId> = places.iter().filter_map(behind).collect();
    entropy(&mut left, places.len()).min(entropy(&mut right, places.len()))
}

fn is_joined(run: &[Word]) -> bool {
    run.iter().skip(1).all(|word| word.marks.has(Marks::JOINED))
}

fn key(run: &[Word]) -> Run {
    let mut key = [TermId::MAX; LONGEST];
    key.iter_mut().zip(run).for_each(|(slot, word)| *slot = word.term);
    key
}

#[cfg(test)]
mod tests {
    use super::{cohesion, freedom, key};
    use crate::{Manuscript, Reading, read};
    use tiyao_text::Lexicon;

    fn reading(text: &str) -> Reading {
        let paragraphs = tiyao_issue::paragraphs(text);
        read(
            &Manuscript { title: None, paragraphs: &paragraphs, language: None },
            Lexicon::builtin(),
        )
    }

    /// The words of `text` that the dictionary does not have, in the order of the text.
    fn check(text: &str, expected: &[&str]) {
        let reading = reading(text);
        for sentence in &reading.sentences {
            for word in &reading.words[sentence.words.clone()] {
                let written = word.span().cut(reading.written(sentence));
                assert_eq!(written, reading.terms.text(word.term));
            }
        }
        let coined =
            reading.terms.all().iter().zip(0..).filter(|(t, _)| t.part_of_speech == super::TAG);
        let found: Vec<&str> = coined.map(|(_, number)| reading.terms.text(number)).collect();
        assert_eq!(found, expected, "{text}");
    }

    /// Sixty words and more: in a text of few words nothing stands together by more than chance.
    const REST: &str = "今年县里办起农村集市，每月三次，摊主来自附近乡镇。集市设在学校操场，周末开张，\
                        中午收摊。农技站派人讲课，教农户种植食用菌，大棚建在河边，产量比去年增加。\
                        游客坐公交车过来，在集市买豆腐、粉条、布鞋，在饭馆吃午饭，晚上回城。";

    #[test]
    fn what_recurs_and_holds_together_is_a_word() {
        let pond = "甲鱼塘里养蝤蠓。蝤蠓长得快，吃蝤蠓的人多。";
        check(&format!("{pond}{REST}"), &["蝤蠓"]);
        check(pond, &[]);
        check(&format!("甲鱼塘里养蝤蠓。{REST}"), &[]);
    }

    #[test]
    fn what_always_goes_on_is_part_of_a_longer_word() {
        check(&format!("小蝤蠓糕。小蝤蠓糕。小蝤蠓糕。{REST}"), &["小蝤蠓糕"]);
    }

    #[test]
    fn verbs_that_recur_are_no_words() {
        check(&format!("他送去米。人送去油，送去的好，也送去布，送去了。{REST}"), &[]);
    }

    #[test]
    fn formulas() {
        assert!((cohesion(2, 2, 4, 100) - 25_f64.ln()).abs() < 1e-12);
        assert!(cohesion(1, 10, 10, 100).abs() < 1e-12);
        let reading = reading("农村集市。农村集市。城里集市。");
        let run = key(&reading.words[1..2]);
        // 农村 twice and 城里 once before 集市, and three ends behind it
        let expected = 3_f64.ln() - 2.0 * 2_f64.ln() / 3.0;
        let places = [(run, 1), (run, 3), (run, 5)];
        assert!((freedom(&reading.words, &places, 1) - expected).abs() < 1e-12);
    }
}
