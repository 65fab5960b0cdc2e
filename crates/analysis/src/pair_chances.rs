//! How likely each pair of signs is to stand in a summary that people would write (after Li, Qian &
//! Liu 2013, "Using Supervised Bigram-based ILP for Extractive Summarization").

use crate::sentence_pairs::PairCounts;
use crate::summary::salience;
use tiyao_text::interrupt::spend;

/// How many traits a pair has, one of each kind.
pub(crate) const KINDS: usize = 5;
/// What the kinds are.
pub(crate) const KIND_NAMES: [&str; KINDS] = [
    "in how many sentences, and whether in the title",
    "in an article of how many sentences",
    "in sentences of what part of the salience",
    "in which tenth of the article first, and in how many sentences",
    "in which tenth last, and in how many sentences",
];
/// How many traits there are of each kind.
pub(crate) const TRAITS: [usize; KINDS] = [16, 6, 23, 30, 30];
/// The number of the first trait of each kind.
const FIRST: [u8; KINDS] = [0, 16, 22, 45, 75];
/// How many traits there are.
pub(crate) const COUNT: usize = 105;

/// What it takes to tell the traits of a pair, in units of work.
const PAIR_UNITS: usize = 4;

/// What a pair is like: the numbers of its traits, in the order of [`crate::pair_odds::ODDS`].
pub(crate) type Traits = [u8; KINDS];

/// How likely each pair of an article is to stand in its summary, from 0 to 1, where its sentences
/// score so. All odds grow alike where fewer pairs than `expected` would stand there: the summary
/// is then longer beside its article than those that the odds are learned from.
pub(crate) fn chances(
    counts: &PairCounts,
    scores: &[f64],
    odds: &[f64; COUNT],
    expected: f64,
) -> Vec<f64> {
    let mut chances = Vec::with_capacity(counts.pairs.len());
    let mut sum = 0.0;
    each_pair(counts, scores, |traits| {
        let of_traits = traits.iter().filter_map(|&number| odds.get(usize::from(number)));
        let odds: f64 = of_traits.product();
        sum += chance(odds);
        chances.push(odds);
    });
    let growth = if sum < expected { expected / f64::max(sum, 1e-9) } else { 1.0 };
    for slot in &mut chances {
        *slot = chance(growth * *slot);
    }
    chances
}

/// Odds as a probability.
fn chance(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

/// Where a pair stands.
#[derive(Clone, Copy, Default)]
struct Places {
    first: u32,
    last: u32,
    /// The part of the article's salience that the sentences have which hold it.
    part: f64,
}

/// Gives `take` the traits of every pair, in the order of their numbers.
pub(crate) fn each_pair(counts: &PairCounts, scores: &[f64], mut take: impl FnMut(Traits)) {
    let rows = counts.rows().len();
    let tenths: Vec<u8> = (0..rows).map(|row| small(row * 10 / rows)).collect();
    let tenth = |row: u32| tenths.get(row as usize).copied().unwrap_or_default();
    let [by_repetition, by_size, by_part, by_first, by_last] = FIRST;
    let size = by_size + size(rows);
    for (pair, places) in counts.pairs.iter().zip(places(counts, scores)) {
        spend(PAIR_UNITS);
        let (repetition, spread) = repetition(pair.rows);
        take([
            by_repetition + 2 * repetition + u8::from(pair.in_title),
            size,
            by_part + smallness(places.part),
            by_first + 3 * tenth(places.first) + spread,
            by_last + 3 * tenth(places.last) + spread,
        ]);
    }
}

/// Where each pair stands, by its number.
fn places(counts: &PairCounts, scores: &[f64]) -> Vec<Places> {
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let saliences: Vec<f64> = scores.iter().map(|score| salience(score - best)).collect();
    let sum: f64 = saliences.iter().sum();
    let mut places = vec![Places { first: u32::MAX, ..Places::default() }; counts.pairs.len()];
    for ((row, cells), salience) in (0..).zip(counts.rows()).zip(&saliences) {
        spend(cells.len());
        let part = salience / sum;
        for cell in cells {
            let Some(places) = places.get_mut(cell.pair as usize) else { continue };
            places.first = places.first.min(row);
            places.last = row;
            places.part += part;
        }
    }
    places
}

/// In how many sentences a pair stands, in steps from 0 to 7 and from 0 to 2.
fn repetition(rows: u32) -> (u8, u8) {
    match rows {
        0..=1 => (0, 0),
        2 => (1, 1),
        3 => (2, 1),
        4 => (3, 2),
        5..=6 => (4, 2),
        7..=9 => (5, 2),
        10..=14 => (6, 2),
        _ => (7, 2),
    }
}

/// How many sentences an article has, in steps from 0 to 5: below 16, below 32 and so on.
fn size(rows: usize) -> u8 {
    match rows {
        0..16 => 0,
        16..32 => 1,
        32..64 => 2,
        64..128 => 3,
        128..256 => 4,
        _ => 5,
    }
}

/// How small a part of 1 is, in steps of about half a halving, from 0 to 22: read off the bits of the
/// number, as its logarithm would tell.
fn smallness(part: f64) -> u8 {
    // the exponent with the first bit of the fraction
    let steps = (1.0_f64.to_bits() >> 51).saturating_sub(part.to_bits() >> 51);
    u8::try_from(steps.saturating_sub(1)).map_or(22, |steps| steps.min(22))
}

fn small(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::{COUNT, FIRST, TRAITS, Traits, chances, each_pair, smallness};
    use crate::pair_odds::ODDS;
    use crate::sentence_pairs::PairCounts;

    fn counts(rows: &[&[u32]]) -> PairCounts {
        PairCounts::of(rows.iter().copied(), 64)
    }

    fn traits(rows: &[&[u32]]) -> Vec<Traits> {
        let mut found = Vec::new();
        each_pair(&counts(rows), &vec![0.0; rows.len()], |traits| found.push(traits));
        found
    }

    #[test]
    fn kinds_stand_one_behind_the_other() {
        let mut sum = 0;
        for (count, first) in TRAITS.into_iter().zip(FIRST) {
            assert_eq!(sum, usize::from(first));
            sum += count;
        }
        assert_eq!(sum, COUNT);
    }

    #[test]
    fn steps_of_smallness() {
        for (part, step) in
            [(2.0, 0), (1.0, 0), (0.75, 0), (0.5, 1), (0.4, 2), (0.25, 3), (1e-9, 22), (0.0, 22)]
        {
            assert_eq!(smallness(part), step, "{part}");
        }
    }

    #[test]
    fn every_trait_is_of_its_kind() {
        let rows: [&[u32]; 4] = [&[1, 2, 3], &[1, 2], &[], &[4, 5]];
        let found = traits(&rows);
        // 1 2 stands in two of four sentences, the last of them in the third tenth
        assert_eq!(found[0], [2, 16, 22 + 1, 45 + 1, 75 + 3 * 2 + 1]);
        assert_eq!(found[2], [0, 16, 22 + 3, 45 + 3 * 7, 75 + 3 * 7]);
        for traits in found {
            for (number, (first, count)) in traits.into_iter().zip(FIRST.into_iter().zip(TRAITS)) {
                assert!((usize::from(first)..usize::from(first) + count).contains(&number.into()));
            }
        }
        assert!(traits(&[]).is_empty() && traits(&[&[]]).is_empty());
    }

    #[test]
    fn what_heavy_sentences_say_is_likelier() {
        let rows: [&[u32]; 2] = [&[1, 2], &[3, 4]];
        let some = chances(&counts(&rows), &[1.0, 0.0], &ODDS, 0.0);
        assert!(some[0] > some[1]);
        // the more are expected, the less it matters which sentence says it
        let most = chances(&counts(&rows), &[1.0, 0.0], &ODDS, 1000.0);
        assert!(most[0] > most[1] && most[0] - most[1] < some[0] - some[1]);
        assert!(some.iter().chain(&most).all(|chance| (0.0..=1.0).contains(chance)));
    }
}
