//! Words that the dictionary does not have, found by how they stand in the article: runs of single
//! characters that it was cut into, that recur, hold together and have many neighbours. What the
//! corpora of a background have of such words is a word wherever it stands.

use std::ops::Range;

use tiyao_corpus::Background;
use tiyao_text::interrupt::spend;

use crate::corpus_words::is_corpus_word;
use crate::fingerprint::Fingerprint;
use crate::measure::entropy;
use crate::reading::Reading;
use crate::runs::{self, FREEDOM, LEAST, LONGEST, cohesion, names, neighbours};
use crate::term::{TermId, Terms};
use crate::word::Word;

/// How much more often than by chance its halves must stand side by side, as a logarithm.
const COHESION: f64 = 3.0;

/// The terms of a run of characters, filled up with [`TermId::MAX`].
type Run = [TermId; LONGEST];

/// Makes one word of each run of single characters that is one in this article, or in a corpus of
/// the background.
pub(crate) fn join(reading: &mut Reading, background: Option<&Background>) {
    let (words, terms) = (&reading.words, &reading.terms);
    let stretches = runs::stretches(words, terms);
    if stretches.is_empty() {
        return;
    }
    let coined = coined(words, terms, &stretches);
    if coined.is_empty() && background.is_none() {
        return;
    }
    let found = runs::find(&stretches, words, |run| {
        coined.binary_search(&key(run)).is_ok()
            || background.is_some_and(|background| is_corpus_word(background, terms, run))
    });
    reading.coined = coined.iter().filter_map(|run| spelt(terms, run)).collect();
    runs::join(reading, &found);
}

/// The fingerprint of what a run spells.
fn spelt(terms: &Terms, run: &Run) -> Option<Fingerprint> {
    let parts = run.iter().take_while(|&&term| term != TermId::MAX);
    parts
        .map(|&term| terms.get(term))
        .try_fold(Fingerprint::EMPTY, |whole, term| Some(whole.and(term?.spelling)))
}

/// The runs that are words, sorted.
fn coined(words: &[Word], terms: &Terms, stretches: &[Range<usize>]) -> Vec<Run> {
    let recurs = |word: &Word| terms.get(word.term).is_some_and(|term| term.frequency >= LEAST);
    let mut found: Vec<(Run, usize)> = Vec::new();
    for stretch in stretches {
        for start in stretch.clone() {
            spend(LONGEST);
            let reach = words.get(start..(start + LONGEST).min(stretch.end)).unwrap_or_default();
            let reach = reach.iter().take_while(|word| recurs(word)).count();
            let ends = start + 2..=start + reach;
            found.extend(ends.map(|end| (key(words.get(start..end).unwrap_or_default()), start)));
        }
    }
    found.sort_unstable_by(|a, b| {
        spend(1);
        a.cmp(b)
    });
    let groups = || found.chunk_by(|a, b| a.0 == b.0).inspect(|group| spend(group.len()));
    let counted: Vec<(Run, usize)> =
        groups().filter_map(|group| Some((group.first()?.0, group.len()))).collect();
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
    for group in groups().filter(|group| group.len() >= LEAST) {
        let Some(&(run, start)) = group.first() else { continue };
        let length = run.iter().take_while(|&&term| term != TermId::MAX).count();
        let holds = (1..length)
            .filter_map(|at| run.get(..length)?.split_at_checked(at))
            .map(|(left, right)| {
                cohesion(group.len(), frequency(left), frequency(right), words.len())
            })
            .all(|cohesion| cohesion >= COHESION);
        if holds
            && words.get(start..start + length).is_some_and(|run| names(terms, run))
            && freedom(words, group, length) >= FREEDOM
        {
            coined.push(run);
        }
    }
    coined
}

/// The lesser entropy of the words before and of those behind a run of `length` words, wherever it
/// stands (Jin and Tanaka-Ishii 2006).
fn freedom(words: &[Word], places: &[(Run, usize)], length: usize) -> f64 {
    let beside = |&(_, start): &(Run, usize)| neighbours(words, &(start..start + length));
    let (left, right): (Vec<_>, Vec<_>) = places.iter().map(beside).map(|[l, r]| (l, r)).unzip();
    let [mut left, mut right]: [Vec<TermId>; 2] =
        [left, right].map(|side| side.into_iter().flatten().collect());
    entropy(&mut left, places.len()).min(entropy(&mut right, places.len()))
}

fn key(run: &[Word]) -> Run {
    let mut key = [TermId::MAX; LONGEST];
    key.iter_mut().zip(run).for_each(|(slot, word)| *slot = word.term);
    key
}

#[cfg(test)]
mod tests {
    use super::{freedom, key};
    use crate::runs::TAG;
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
        let coined = reading.terms.all().iter().zip(0..).filter(|(t, _)| t.part_of_speech == TAG);
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
    fn freedom_is_the_lesser_entropy() {
        let reading = reading("农村集市。农村集市。城里集市。");
        let run = key(&reading.words[1..2]);
        // 农村 twice and 城里 once before 集市, and three ends behind it
        let expected = 3_f64.ln() - 2.0 * 2_f64.ln() / 3.0;
        let places = [(run, 1), (run, 3), (run, 5)];
        assert!((freedom(&reading.words, &places, 1) - expected).abs() < 1e-12);
    }
}
