//! How likely pairs of signs are to stand in people's summaries, by their traits: a logistic regression
//! in which each pair has one trait of each kind, so that what a trait counts for has a step of its
//! own (Newton's, one kind after the other).

use tiyao_analysis::training::{PAIR_TRAIT_COUNT, PAIR_TRAITS, PairTraits};

use crate::fit::Taught;
use crate::gold::{Collection, Document};

/// Rounds over all kinds.
const ROUNDS: usize = 12;
/// The longest step, in logarithms of odds.
const LONGEST_STEP: f64 = 1.0;
/// What is added to the curvature: a trait that hardly any pair has stays near 1.
const DAMPING: f64 = 1e-5;

/// An article's pairs.
struct List<'d> {
    traits: Vec<PairTraits>,
    wanted: &'d [bool],
    /// How much each pair counts; those of all articles add up to 1.
    share: f64,
}

/// What a trait's pairs lack of what is wanted, and how fast that changes with its odds.
#[derive(Clone, Copy, Default)]
struct Lack {
    sum: f64,
    curvature: f64,
}

/// Learns from the documents whose numbers `taught` holds, whose sentences score `by` what was learned
/// before. Each document counts alike in its collection, and each collection.
pub(crate) fn learn(
    collections: &[Collection],
    taught: &impl Fn(usize) -> bool,
    by: &Taught,
) -> [f64; PAIR_TRAIT_COUNT] {
    let mut lists: Vec<List<'_>> = Vec::new();
    for collection in collections {
        let numbered = collection.documents.iter().enumerate();
        let documents: Vec<&Document> =
            numbered.filter(|&(n, _)| taught(n)).map(|(_, d)| d).collect();
        let of_collection = 1.0 / (collections.len() * documents.len().max(1)) as f64;
        lists.extend(documents.into_iter().map(|document| List {
            traits: document.lesson.pair_traits(&document.scores(by)),
            wanted: &document.pairs,
            share: of_collection / document.pairs.len().max(1) as f64,
        }));
    }
    let mut odds = [1.0; PAIR_TRAIT_COUNT];
    for kind in (0..ROUNDS).flat_map(|_| 0..PAIR_TRAITS.len()) {
        let mut lacks = [Lack::default(); PAIR_TRAIT_COUNT];
        for list in &lists {
            for (&traits, &wanted) in list.traits.iter().zip(list.wanted) {
                let chance = chance(traits, &odds);
                let number = traits.get(kind).map_or(usize::MAX, |&number| usize::from(number));
                if let Some(lack) = lacks.get_mut(number) {
                    lack.sum += list.share * (f64::from(u8::from(wanted)) - chance);
                    lack.curvature += list.share * chance * (1.0 - chance);
                }
            }
        }
        for (odds, lack) in odds.iter_mut().zip(lacks) {
            let step = lack.sum / (lack.curvature + DAMPING);
            *odds *= step.clamp(-LONGEST_STEP, LONGEST_STEP).exp();
        }
    }
    odds.map(|odds| (odds * 1000.0).round() / 1000.0)
}

/// As the engine tells it.
fn chance(traits: PairTraits, odds: &[f64; PAIR_TRAIT_COUNT]) -> f64 {
    let odds: f64 = traits.iter().filter_map(|&number| odds.get(usize::from(number))).product();
    odds / (1.0 + odds)
}
