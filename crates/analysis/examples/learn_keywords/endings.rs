//! What the last two characters of a term tell beyond its other features.

use std::collections::BTreeMap;

use tiyao_analysis::training::{KEYWORD_FEATURES, ending};
use tiyao_text::script::is_han;

use crate::gold::{Collection, Document};
use crate::measure::score;

/// Keywords and expected keywords that are put to every ending before anything is counted: an
/// ending of few terms says little.
const PRIOR: f64 = 10.0;
/// An ending that weighs less than this is left out of the table.
const LEAST: f64 = 0.25;
/// A step of the table's weights.
const STEP: f64 = 0.1;

/// Of the candidates with one ending: how many are keywords, and how many were to be expected.
type Counts = BTreeMap<[char; 2], [f64; 2]>;

/// The weights of endings.
pub(crate) type Endings = BTreeMap<[char; 2], f64>;

/// Counts the endings of the documents whose numbers `taught` holds, against what `weights` expect,
/// and writes each candidate's ending into its features: for a document that is learned from, as
/// the others tell it, so that no document teaches about itself. Gives the table for all others.
pub(crate) fn learn(
    collections: &mut [Collection<'_>],
    taught: impl Fn(usize) -> bool,
    weights: &[f64],
) -> Endings {
    let mut all = Counts::new();
    let mut own: Vec<Vec<Counts>> = Vec::new();
    for collection in collections.iter() {
        let counts = collection.documents.iter().enumerate().map(|(number, document)| {
            if taught(number) { count(document, weights) } else { Counts::new() }
        });
        let counts: Vec<Counts> = counts.collect();
        for (ending, [right, expected]) in counts.iter().flatten() {
            let sums = all.entry(*ending).or_default();
            *sums = [sums[0] + right, sums[1] + expected];
        }
        own.push(counts);
    }
    let Some(slot) = KEYWORD_FEATURES.iter().position(|name| *name == "ending") else {
        return Endings::new();
    };
    for (collection, counts) in collections.iter_mut().zip(&own) {
        for (document, own) in collection.documents.iter_mut().zip(counts) {
            for example in &mut document.examples {
                let ending = ending(&example.term);
                let sums = all.get(&ending).copied().unwrap_or_default();
                let less = own.get(&ending).copied().unwrap_or_default();
                if let Some(value) = example.features.get_mut(slot) {
                    *value = weight([sums[0] - less[0], sums[1] - less[1]]);
                }
            }
        }
    }
    all.into_iter()
        .map(|(ending, sums)| (ending, weight(sums)))
        .filter(|&(_, w)| w != 0.0)
        .collect()
}

/// Takes the endings out of the features again.
pub(crate) fn forget(collections: &mut [Collection<'_>]) {
    learn(collections, |_| false, &[]);
}

fn weight([right, expected]: [f64; 2]) -> f64 {
    let weight = ((right + PRIOR) / (expected.max(0.0) + PRIOR)).ln();
    if weight.abs() < LEAST { 0.0 } else { (weight / STEP).round() * STEP }
}

fn count(document: &Document<'_>, weights: &[f64]) -> Counts {
    let scores: Vec<f64> =
        document.examples.iter().map(|example| score(weights, &example.features)).collect();
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
    let keywords = document.examples.iter().filter(|example| example.is_keyword).count() as f64;
    let mut counts = Counts::new();
    for (example, score) in document.examples.iter().zip(scores) {
        let ending = ending(&example.term);
        if !ending.iter().all(|&c| is_han(c)) {
            continue;
        }
        let sums = counts.entry(ending).or_default();
        let expected = (keywords * (score - highest).exp() / total).min(1.0);
        *sums = [sums[0] + f64::from(u8::from(example.is_keyword)), sums[1] + expected];
    }
    counts
}
