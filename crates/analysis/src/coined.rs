//! Words that the dictionary does not have, found by how they stand in the article: runs of single
//! characters that it was cut into, that recur, hold together and have many neighbours. What the
//! corpora of a background have of such words is a word wherever it stands.

use std::collections::HashMap;
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
///
/// A run recurs only where the runs in it do, so that those of each length are looked for where those
/// of one less recur (Agrawal and Srikant 1994): memory is that of one number for each character.
fn coined(words: &[Word], terms: &Terms, stretches: &[Range<usize>]) -> Vec<Run> {
    let alone = |at: usize| {
        let term = words.get(at).and_then(|word| terms.get(word.term));
        term.map_or(0, |term| term.frequency)
    };
    let recurs = |at: usize| alone(at) >= LEAST;
    let run_at = |at: usize, length: usize| key(words.get(at..at + length).unwrap_or_default());
    let pairs = stretches.iter().flat_map(|stretch| stretch.start..stretch.end - 1);
    let pairs = pairs.inspect(|_at| spend(1));
    // Where the runs of one length begin.
    let mut places: Vec<usize> = pairs.filter(|&at| recurs(at) && recurs(at + 1)).collect();
    let mut coined = Vec::new();
    let mut counted: HashMap<Run, usize> = HashMap::new();
    for length in 2..=LONGEST {
        places.sort_unstable_by(|&a, &b| {
            spend(1);
            run_at(a, length).cmp(&run_at(b, length)).then(a.cmp(&b))
        });
        let mut recurring: Vec<usize> = Vec::new();
        for group in places.chunk_by(|&a, &b| run_at(a, length) == run_at(b, length)) {
            spend(group.len());
            let Some(&first) = group.first().filter(|_| group.len() >= LEAST) else { continue };
            let run = run_at(first, length);
            counted.insert(run, group.len());
            recurring.extend(group);
            let frequency = |at: usize, length: usize| match length {
                1 => Some(alone(at)),
                _ => counted.get(&run_at(at, length)).copied(),
            };
            let holds = (1..length).all(|left| {
                let halves = frequency(first, left).zip(frequency(first + left, length - left));
                halves.is_some_and(|(left, right)| {
                    cohesion(group.len(), left, right, words.len()) >= COHESION
                })
            });
            if holds
                && words.get(first..first + length).is_some_and(|run| names(terms, run))
                && freedom(words, group, length) >= FREEDOM
            {
                coined.push(run);
            }
        }
        recurring.sort_unstable_by(|a, b| {
            spend(1);
            a.cmp(b)
        });
        // A run goes on by one where the next place has one, too: it is the same stretch.
        let goes_on = recurring.windows(2).filter(|pair| matches!(pair, [a, b] if a + 1 == *b));
        places = goes_on.filter_map(|pair| pair.first()).copied().collect();
    }
    coined.sort_unstable();
    coined
}

/// The lesser entropy of the words before and of those behind a run of `length` words, wherever it
/// stands (Jin and Tanaka-Ishii 2006).
fn freedom(words: &[Word], places: &[usize], length: usize) -> f64 {
    let beside = |&start: &usize| neighbours(words, &(start..start + length));
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
    use super::freedom;
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
        // 农村 twice and 城里 once before 集市, and three ends behind it
        let expected = 3_f64.ln() - 2.0 * 2_f64.ln() / 3.0;
        assert!((freedom(&reading.words, &[1, 3, 5], 1) - expected).abs() < 1e-12);
    }
}
