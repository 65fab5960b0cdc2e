//! Weights that make people's keywords score above the other candidates.

use crate::gold::{Collection, Document, Example};
use crate::measure::{self, score};
use tiyao_analysis::training::{Climb, KEYWORD_FEATURES};

/// How many of the other candidates of a document are held against its keywords: those that score
/// best, since the rest cannot be chosen.
const RIVALS: usize = 250;
/// How much a squared weight costs.
const RIDGE: f64 = 0.0005;
/// Rounds of choosing rivals by the weights so far.
const ROUNDS: usize = 3;
/// Newton steps in each round; the loss is convex, so few are enough.
const STEPS: usize = 6;
/// How often a step is halved that leads nowhere.
const HALVINGS: usize = 10;
/// The first step of the climb.
const FIRST_STEP: f64 = 0.4;

/// Learns from the documents whose numbers `taught` holds: first [`likeliest`], which is quick and
/// near, then by [`Climb`], which knows what is chosen in the end; its least gain is in points of
/// [`measure::Figures::overall`].
pub(crate) fn weights(
    collections: &[Collection<'_>],
    taught: impl Fn(usize) -> bool + Sync,
    set_by_hand: &[(&str, f64)],
    least_gain: f64,
) -> Vec<f64> {
    let start = likeliest(collections, &taught, set_by_hand);
    let free: Vec<bool> =
        KEYWORD_FEATURES.iter().map(|name| is_set(name, set_by_hand).is_none()).collect();
    let climb = Climb { first_step: FIRST_STEP, least_gain };
    climb.run(start, &free, |weights| {
        let each = collections
            .iter()
            .map(|collection| measure::of(collection, |n| taught(n).then_some(weights)).overall());
        each.sum::<f64>() / collections.len().max(1) as f64
    })
}

/// Minimises the negative logarithm of softmax(score) of each keyword among itself and the
/// document's rivals, each document of equal weight in its collection, each collection of equal
/// weight, plus a ridge.
pub(crate) fn likeliest(
    collections: &[Collection<'_>],
    taught: &impl Fn(usize) -> bool,
    set_by_hand: &[(&str, f64)],
) -> Vec<f64> {
    let set: Vec<Option<f64>> =
        KEYWORD_FEATURES.iter().map(|name| is_set(name, set_by_hand)).collect();
    let mut weights: Vec<f64> = set.iter().map(|set| set.unwrap_or_default()).collect();
    let taught: Vec<(f64, Vec<&Document<'_>>)> = collections
        .iter()
        .map(|collection| {
            let numbered = collection.documents.iter().enumerate();
            let documents: Vec<_> = numbered.filter(|&(n, _)| taught(n)).map(|(_, d)| d).collect();
            (1.0 / documents.len().max(1) as f64, documents)
        })
        .collect();
    for _ in 0..ROUNDS {
        let lists: Vec<(f64, Contest<'_>)> = taught
            .iter()
            .flat_map(|(weight, documents)| {
                documents.iter().map(|document| (*weight, Contest::of(document, &weights)))
            })
            .filter(|(_, contest)| !contest.keywords.is_empty() && !contest.rivals.is_empty())
            .collect();
        let loss = |weights: &[f64]| -> f64 {
            let ridge: f64 = weights.iter().map(|weight| RIDGE * weight * weight).sum();
            lists.iter().map(|(weight, contest)| weight * contest.loss(weights)).sum::<f64>()
                + ridge
        };
        for _ in 0..STEPS {
            let mut curve = Curve::of(&weights);
            for (weight, contest) in &lists {
                contest.add_to(&mut curve, *weight, &weights);
            }
            curve.hold(&set);
            weights = descend(&weights, &curve.step(), loss);
        }
    }
    weights
}

/// Goes the step, or as large a part of it as makes the loss smaller: far from the lowest point the
/// parabola is no good likeness.
fn descend(weights: &[f64], step: &[f64], loss: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let here = loss(weights);
    let mut part = 1.0;
    for _ in 0..HALVINGS {
        let there: Vec<f64> = weights.iter().zip(step).map(|(w, s)| w - part * s).collect();
        if loss(&there) < here {
            return there;
        }
        part /= 2.0;
    }
    weights.to_vec()
}

/// What a feature weighs by hand.
fn is_set(name: &str, set_by_hand: &[(&str, f64)]) -> Option<f64> {
    set_by_hand.iter().find(|(set, _)| *set == name).map(|&(_, weight)| weight)
}

/// A document's keywords and their rivals.
struct Contest<'a> {
    keywords: Vec<&'a Example>,
    rivals: Vec<&'a Example>,
}

impl<'a> Contest<'a> {
    fn of(document: &'a Document<'_>, weights: &[f64]) -> Self {
        let (keywords, mut rivals): (Vec<&Example>, Vec<&Example>) =
            document.examples.iter().partition(|example| example.is_keyword);
        // a stable sort: ties stay in the order of the text
        rivals.sort_by(|a, b| score(weights, &b.features).total_cmp(&score(weights, &a.features)));
        rivals.truncate(RIVALS);
        Self { keywords, rivals }
    }

    fn loss(&self, weights: &[f64]) -> f64 {
        let scores = |examples: &[&Example]| -> Vec<f64> {
            examples.iter().map(|example| score(weights, &example.features)).collect()
        };
        let (keywords, rivals) = (scores(&self.keywords), scores(&self.rivals));
        let highest = keywords.iter().chain(&rivals).copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = rivals.iter().map(|s| (s - highest).exp()).sum();
        keywords.iter().map(|s| (total + (s - highest).exp()).ln() + highest - s).sum()
    }

    /// Adds the document's loss, as its slope and its curvature at `weights`.
    fn add_to(&self, curve: &mut Curve, weight: f64, weights: &[f64]) {
        let rivals: Vec<(f64, &[f64])> = self
            .rivals
            .iter()
            .map(|example| (score(weights, &example.features), example.features.as_slice()))
            .collect();
        let keywords: Vec<f64> =
            self.keywords.iter().map(|example| score(weights, &example.features)).collect();
        let highest = rivals.iter().map(|&(s, _)| s).chain(keywords.iter().copied());
        let highest = highest.fold(f64::NEG_INFINITY, f64::max);
        let count = weights.len();
        // sums over the rivals that all keywords share: of e^s, of e^s x, of e^s x xᵀ
        let mut total = 0.0;
        let mut mean = vec![0.0; count];
        let mut square = vec![0.0; count * count];
        for &(s, features) in &rivals {
            let mass = (s - highest).exp();
            total += mass;
            add(&mut mean, mass, features);
            add_square(&mut square, mass, features);
        }
        let mut slope = vec![0.0; count];
        let mut bend = vec![0.0; count * count];
        for (keyword, s) in self.keywords.iter().zip(keywords) {
            let own = (s - highest).exp();
            let sum = total + own;
            let mut expected = mean.clone();
            add(&mut expected, own, &keyword.features);
            for value in &mut expected {
                *value /= sum;
            }
            add(&mut slope, 1.0, &expected);
            add(&mut slope, -1.0, &keyword.features);
            add(&mut bend, 1.0 / sum, &square);
            add_square(&mut bend, own / sum, &keyword.features);
            add_square(&mut bend, -1.0, &expected);
        }
        add(&mut curve.slope, weight, &slope);
        add(&mut curve.bend, weight, &bend);
    }
}

/// Slope and curvature of a loss.
struct Curve {
    slope: Vec<f64>,
    /// The lower triangle, row by row; the rest is 0.
    bend: Vec<f64>,
}

impl Curve {
    /// Those of the ridge.
    fn of(weights: &[f64]) -> Self {
        let count = weights.len();
        let slope = weights.iter().map(|weight| 2.0 * RIDGE * weight).collect();
        let mut bend = vec![0.0; count * count];
        for diagonal in bend.iter_mut().step_by(count + 1) {
            *diagonal = 2.0 * RIDGE;
        }
        Self { slope, bend }
    }

    /// Keeps the weights that are set where they are.
    fn hold(&mut self, set: &[Option<f64>]) {
        let count = self.slope.len();
        for (i, (row, slope)) in self.bend.chunks_mut(count).zip(&mut self.slope).enumerate() {
            let held = |j: usize| set.get(j).is_some_and(Option::is_some);
            if held(i) {
                *slope = 0.0;
            }
            for (j, bend) in row.iter_mut().enumerate() {
                if held(i) || held(j) {
                    *bend = f64::from(u8::from(i == j));
                }
            }
        }
    }

    /// The step to the lowest point of the parabola: the curvature's inverse times the slope, by
    /// Cholesky's decomposition.
    #[expect(clippy::indexing_slicing, reason = "a matrix by its rows and columns")]
    fn step(self) -> Vec<f64> {
        let Self { mut slope, mut bend } = self;
        let count = slope.len();
        for i in 0..count {
            for j in 0..=i {
                let sum: f64 = (0..j).map(|k| bend[i * count + k] * bend[j * count + k]).sum();
                let rest = bend[i * count + j] - sum;
                bend[i * count + j] = if i == j { rest.sqrt() } else { rest / bend[j * count + j] };
            }
        }
        for i in 0..count {
            let sum: f64 = (0..i).map(|k| bend[i * count + k] * slope[k]).sum();
            slope[i] = (slope[i] - sum) / bend[i * count + i];
        }
        for i in (0..count).rev() {
            let sum: f64 = (i + 1..count).map(|k| bend[k * count + i] * slope[k]).sum();
            slope[i] = (slope[i] - sum) / bend[i * count + i];
        }
        slope
    }
}

/// Adds `factor` times `values`.
fn add(to: &mut [f64], factor: f64, values: &[f64]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += factor * value;
    }
}

/// Adds `factor` times the lower triangle of `values` times itself.
fn add_square(to: &mut [f64], factor: f64, values: &[f64]) {
    for (i, (row, &value)) in to.chunks_mut(values.len()).zip(values).enumerate() {
        if value != 0.0 {
            add(row, factor * value, values.get(..=i).unwrap_or_default());
        }
    }
}
