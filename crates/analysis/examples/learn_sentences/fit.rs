//! Weights that make summaries like people's.

use tiyao_analysis::training::{Climb, PAIR_TRAIT_COUNT, SENTENCE_FEATURES, SUMMARY_WORD_STEP};

use crate::gold::{Collection, Document};
use crate::listwise::{self, SCALE, Words};
use crate::odds;

/// How strongly a sentence that repeats a chosen one is held back while weights are learned: the
/// engine's own default.
pub(crate) const REDUNDANCY_WEIGHT: f64 = 0.3;
/// How much a squared weight costs where weights are fitted to single sentences.
const RIDGE: f64 = 0.003;
/// What the fitted weights may be multiplied by, since redundancy counts in units of score.
const SCALES: [f64; 8] = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0];
/// What a step of the climb must gain for each unit of weight, in points.
const LEAST_GAIN: f64 = 0.1;

/// The feature that comes from the table of words.
const WORDS: &str = "summary words";

/// How weights are learned.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// First by [`fitted`], which is quick and near, then by [`Climb`], which knows what is chosen in
    /// the end, but learns its documents by heart where there are many features.
    FitAndClimb {
        /// Of the climb. Small ones soon stay on the next hill.
        first_step: f64,
    },
    /// From all sentences of an article at once, with the table of words; then the odds of pairs of
    /// signs in articles whose sentences score so.
    Listwise,
}

/// What documents teach.
pub(crate) struct Taught {
    /// In the order of the features.
    pub(crate) weights: Vec<f64>,
    pub(crate) words: Words,
    /// What each trait of a pair multiplies its odds by.
    pub(crate) odds: Option<[f64; PAIR_TRAIT_COUNT]>,
    // what the feature of words weighs, and which it is
    word_weight: f64,
    word_number: usize,
}

impl Taught {
    fn of(weights: Vec<f64>, words: Words) -> Self {
        let number = SENTENCE_FEATURES.iter().position(|name| *name == WORDS);
        let word_number = number.unwrap_or(usize::MAX);
        let word_weight = weights.get(word_number).copied().unwrap_or_default();
        Self { weights, words, odds: None, word_weight, word_number }
    }

    /// What a sentence scores: its features as they are, but for that of words, which are told by
    /// what was taught.
    pub(crate) fn score<'w>(&self, features: &[f64], words: impl Iterator<Item = &'w str>) -> f64 {
        let given = self.weights.iter().zip(features).enumerate();
        let given = given.filter(|&(number, _)| number != self.word_number);
        let score: f64 = given.map(|(_, (weight, feature))| weight * feature).sum();
        if self.words.is_empty() {
            return score;
        }
        let (mut pull, mut count) = (0.0, 0.0_f64);
        for word in words {
            pull += f64::from(self.words.get(word).copied().unwrap_or_default());
            count += 1.0;
        }
        score + self.word_weight * pull * SUMMARY_WORD_STEP / count.max(1.0).sqrt()
    }
}

/// Learns from the documents whose numbers `taught` holds. Only features that `used` holds count; that
/// of words is none of them.
pub(crate) fn learn(
    collections: &[Collection],
    taught: &impl Fn(usize) -> bool,
    used: &[bool],
    way: Way,
) -> Taught {
    let used: Vec<bool> =
        used.iter().zip(SENTENCE_FEATURES).map(|(used, name)| *used && *name != WORDS).collect();
    match way {
        Way::FitAndClimb { first_step } => {
            let fitted = fitted(collections, taught, &used);
            let taught_by = |weights: &[f64]| Taught::of(weights.to_vec(), Words::new());
            let goodness = |weights: &[f64]| goodness(collections, taught, &taught_by(weights));
            let scaled = |scale: f64| fitted.iter().map(|w| w * scale).collect::<Vec<f64>>();
            let start = SCALES
                .into_iter()
                .map(scaled)
                .map(|weights| (goodness(&weights), weights))
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map_or(fitted.clone(), |(_, weights)| weights);
            let climb = Climb { first_step, least_gain: LEAST_GAIN };
            taught_by(&climb.run(start, &used, goodness))
        }
        Way::Listwise => {
            let (weights, words) = listwise::learn(collections, taught, &used);
            let weights = weights.into_iter().zip(SENTENCE_FEATURES).map(|(weight, name)| {
                let weight = if *name == WORDS { SCALE } else { weight };
                (weight * 1000.0).round() / 1000.0
            });
            let mut all = Taught::of(weights.collect(), words);
            all.odds = Some(odds::learn(collections, taught, &all));
            all
        }
    }
}

/// The mean goodness over the collections, in points.
fn goodness(collections: &[Collection], taught: &impl Fn(usize) -> bool, by: &Taught) -> f64 {
    let each = collections.iter().map(|c| measured(c, taught, |_| Some(by)));
    each.sum::<f64>() / collections.len().max(1) as f64
}

/// The mean goodness over the documents of a collection that are among `taught`, each by what is
/// given for its number, in points.
pub(crate) fn measured<'w>(
    collection: &Collection,
    taught: &impl Fn(usize) -> bool,
    by: impl Fn(usize) -> Option<&'w Taught>,
) -> f64 {
    let mut sum = 0.0;
    let mut count = 0;
    for (number, document) in collection.documents.iter().enumerate().filter(|&(n, _)| taught(n)) {
        sum += by(number).map_or(0.0, |by| document.goodness(by, REDUNDANCY_WEIGHT));
        count += 1;
    }
    100.0 * sum / f64::from(count).max(1.0)
}

/// Ridge regression of each sentence's precision on its features, each document of equal weight in
/// its collection, each collection of equal weight.
fn fitted(collections: &[Collection], taught: &impl Fn(usize) -> bool, used: &[bool]) -> Vec<f64> {
    let count = SENTENCE_FEATURES.len() + 1;
    let mut square = vec![vec![0.0; count]; count];
    let mut side = vec![0.0; count];
    for collection in collections {
        let numbered = collection.documents.iter().enumerate();
        let documents: Vec<&Document> =
            numbered.filter(|&(n, _)| taught(n)).map(|(_, d)| d).collect();
        for document in &documents {
            let share = 1.0 / (documents.len() * document.sentences.len().max(1)) as f64;
            for (features, signs) in document.lesson.features().zip(&document.sentences) {
                let target = document.reference.precision(signs);
                let given = features.iter().zip(used).map(|(f, used)| if *used { *f } else { 0.0 });
                let row: Vec<f64> = given.chain([1.0]).collect();
                for (a, (line, sum)) in row.iter().zip(square.iter_mut().zip(&mut side)) {
                    *sum += share * a * target;
                    for (b, cell) in row.iter().zip(line) {
                        *cell += share * a * b;
                    }
                }
            }
        }
    }
    for (number, line) in square.iter_mut().enumerate() {
        if let Some(cell) = line.get_mut(number) {
            *cell += RIDGE;
        }
    }
    let mut weights = solved(square, side);
    weights.pop();
    weights
}

/// Solves a positive definite system by elimination.
fn solved(mut square: Vec<Vec<f64>>, mut side: Vec<f64>) -> Vec<f64> {
    let count = side.len();
    let at = |square: &[Vec<f64>], i: usize, j: usize| -> f64 {
        square.get(i).and_then(|line| line.get(j)).copied().unwrap_or_default()
    };
    for pivot in 0..count {
        let Some(line) = square.get(pivot).cloned() else { break };
        let value = side.get(pivot).copied().unwrap_or_default();
        for below in pivot + 1..count {
            let factor = at(&square, below, pivot) / at(&square, pivot, pivot);
            for (cell, above) in square.get_mut(below).into_iter().flatten().zip(&line) {
                *cell -= factor * above;
            }
            if let Some(slot) = side.get_mut(below) {
                *slot -= factor * value;
            }
        }
    }
    let mut solution = vec![0.0; count];
    for pivot in (0..count).rev() {
        let known: f64 = (pivot + 1..count)
            .map(|j| at(&square, pivot, j) * solution.get(j).copied().unwrap_or_default())
            .sum();
        let value =
            (side.get(pivot).copied().unwrap_or_default() - known) / at(&square, pivot, pivot);
        if let Some(slot) = solution.get_mut(pivot) {
            *slot = value;
        }
    }
    solution
}
