//! Weights of features and words by which the sentences of an article come in the order of their
//! worth (listwise, Cao et al. 2007).

use std::collections::BTreeMap;

use tiyao_analysis::training::SUMMARY_WORD_STEP;
use tiyao_text::script::is_han;

use crate::gold::{Collection, Document};

/// A sentence whose worth is more by this part of the collection's standard deviation is wanted e times
/// as much.
const WORTH_UNIT: f64 = 0.4;
/// How much a squared weight costs: of a feature in standard deviations, of a word.
const RIDGE: f64 = 0.0008;
/// A word that fewer articles of one collection have may be a topic there.
const FEWEST: usize = 20;
/// Steps up to the best weights, their size for features and for words, and what each keeps of the
/// one before. A word is in few sentences, so that its steps must be longer.
const STEPS: usize = 250;
const FEATURE_STEP: f64 = 0.1;
const WORD_STEP: f64 = 3.0;
const MOMENTUM: f64 = 0.9;
/// What the weights are multiplied by in the end, since redundancy counts in units of score.
pub(crate) const SCALE: f64 = 0.25;

/// What each word speaks for its sentence, in steps of the table.
pub(crate) type Words = BTreeMap<String, i8>;

/// An article's sentences.
struct List {
    sentences: Vec<Sentence>,
    /// How much the article counts; all add up to 1.
    share: f64,
}

#[derive(Default)]
struct Sentence {
    /// In standard deviations from the mean.
    features: Vec<f64>,
    words: Vec<(usize, f64)>,
    /// How likely it is to be chosen.
    wanted: f64,
    worth: f64,
}

/// Learns from the documents whose numbers `taught` holds the weights of the features that `used`
/// holds, times [`SCALE`], and the table of words.
pub(crate) fn learn(
    collections: &[Collection],
    taught: &impl Fn(usize) -> bool,
    used: &[bool],
) -> (Vec<f64>, Words) {
    let groups: Vec<Vec<&Document>> = collections
        .iter()
        .map(|c| {
            c.documents.iter().enumerate().filter(|&(n, _)| taught(n)).map(|(_, d)| d).collect()
        })
        .collect();
    let vocabulary = vocabulary(&groups);
    let mut lists: Vec<List> = Vec::new();
    for group in &groups {
        let first = lists.len();
        let share = 1.0 / (groups.len() * group.len().max(1)) as f64;
        lists.extend(
            group
                .iter()
                .map(|document| List { sentences: sentences(document, used, &vocabulary), share }),
        );
        want(lists.get_mut(first..).unwrap_or_default());
    }
    let spreads = standardize(&mut lists, used.len());
    let (features, words) = climbed(&lists, used.len(), vocabulary.len());
    let weights = features.iter().zip(spreads).map(|(weight, (_, deviation))| {
        if deviation > 0.0 { SCALE * weight / deviation } else { 0.0 }
    });
    let words = vocabulary.into_iter().filter_map(|(word, number)| {
        let steps = steps(words.get(number).copied().unwrap_or_default());
        (steps != 0).then(|| (word.to_owned(), steps))
    });
    (weights.collect(), words.collect())
}

/// The Han words that enough articles of each collection have, numbered.
fn vocabulary<'d>(groups: &[Vec<&'d Document>]) -> BTreeMap<&'d str, usize> {
    let mut articles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for document in group {
            let words = document.lesson.words().flatten();
            let mut words: Vec<&str> = words.filter(|word| word.starts_with(is_han)).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                let counts = articles.entry(word).or_insert_with(|| vec![0; groups.len()]);
                if let Some(count) = counts.get_mut(number) {
                    *count += 1;
                }
            }
        }
    }
    let common = articles.into_iter().filter(|(_, n)| n.iter().all(|&n| n >= FEWEST));
    common.enumerate().map(|(number, (word, _))| (word, number)).collect()
}

fn sentences(
    document: &Document,
    used: &[bool],
    vocabulary: &BTreeMap<&str, usize>,
) -> Vec<Sentence> {
    let told = document.lesson.features().zip(document.lesson.words()).zip(&document.sentences);
    let sentences = told.map(|((features, words), signs)| {
        let words: Vec<&str> = words.collect();
        let part = 1.0 / (words.len().max(1) as f64).sqrt();
        Sentence {
            features: features.iter().zip(used).map(|(f, &u)| if u { *f } else { 0.0 }).collect(),
            words: words.iter().filter_map(|w| Some((*vocabulary.get(w)?, part))).collect(),
            wanted: 0.0,
            worth: document.reference.density(signs),
        }
    });
    sentences.collect()
}

/// Tells how likely each sentence of a collection is to be chosen.
fn want(lists: &mut [List]) {
    let all = lists.iter().flat_map(|list| &list.sentences).map(|sentence| sentence.worth);
    let (_, deviation) = spread(all);
    let unit = WORTH_UNIT * if deviation > 0.0 { deviation } else { 1.0 };
    for list in lists {
        let worths: Vec<f64> = list.sentences.iter().map(|s| s.worth / unit).collect();
        for (sentence, chance) in list.sentences.iter_mut().zip(chances(&worths)) {
            sentence.wanted = chance;
        }
    }
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut count, mut sum, mut squares) = (0.0_f64, 0.0, 0.0);
    for value in values {
        count += 1.0;
        sum += value;
        squares += value * value;
    }
    let mean = sum / count.max(1.0);
    let variance = squares / count.max(1.0) - mean * mean;
    (mean, if variance > 1e-12 { variance.sqrt() } else { 0.0 })
}

/// Puts the features in standard deviations from the mean, and gives both for each.
fn standardize(lists: &mut [List], count: usize) -> Vec<(f64, f64)> {
    let spreads: Vec<(f64, f64)> = (0..count)
        .map(|n| {
            let all = lists.iter().flat_map(|list| &list.sentences);
            spread(all.filter_map(|sentence| sentence.features.get(n).copied()))
        })
        .collect();
    for sentence in lists.iter_mut().flat_map(|list| &mut list.sentences) {
        for (feature, &(mean, deviation)) in sentence.features.iter_mut().zip(&spreads) {
            *feature = if deviation > 0.0 { (*feature - mean) / deviation } else { 0.0 };
        }
    }
    spreads
}

/// Goes up from 0 to the weights that make what is wanted likeliest, less what they cost.
fn climbed(lists: &[List], features: usize, words: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut weights, mut pulls) = (vec![0.0; features], vec![0.0; words]);
    let (mut pace, mut word_pace) = (weights.clone(), pulls.clone());
    for _ in 0..STEPS {
        let mut rise: Vec<f64> = weights.iter().map(|weight| -2.0 * RIDGE * weight).collect();
        let mut word_rise: Vec<f64> = pulls.iter().map(|pull| -2.0 * RIDGE * pull).collect();
        for list in lists {
            let scores: Vec<f64> =
                list.sentences.iter().map(|sentence| sentence.score(&weights, &pulls)).collect();
            for (sentence, chance) in list.sentences.iter().zip(chances(&scores)) {
                let lack = list.share * (sentence.wanted - chance);
                for (rise, feature) in rise.iter_mut().zip(&sentence.features) {
                    *rise += lack * feature;
                }
                for &(word, part) in &sentence.words {
                    if let Some(rise) = word_rise.get_mut(word) {
                        *rise += lack * part;
                    }
                }
            }
        }
        advance(&mut weights, &mut pace, &rise, FEATURE_STEP);
        advance(&mut pulls, &mut word_pace, &word_rise, WORD_STEP);
    }
    (weights, pulls)
}

impl Sentence {
    fn score(&self, weights: &[f64], pulls: &[f64]) -> f64 {
        let of_words = self.words.iter().filter_map(|&(word, part)| Some(pulls.get(word)? * part));
        dot(weights, &self.features) + of_words.sum::<f64>()
    }
}

fn advance(weights: &mut [f64], pace: &mut [f64], rise: &[f64], step: f64) {
    for ((weight, pace), rise) in weights.iter_mut().zip(pace).zip(rise) {
        *pace = MOMENTUM * *pace + step * rise;
        *weight += *pace;
    }
}

/// How likely each is to be chosen where one that scores 1 more is e times as likely.
fn chances(scores: &[f64]) -> Vec<f64> {
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let chances: Vec<f64> = scores.iter().map(|score| (score - best).exp()).collect();
    let sum: f64 = chances.iter().sum();
    chances.into_iter().map(|chance| chance / sum).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[expect(clippy::cast_possible_truncation, reason = "as cast: what is too much becomes the most")]
fn steps(pull: f64) -> i8 {
    (pull / SUMMARY_WORD_STEP).round() as i8
}
