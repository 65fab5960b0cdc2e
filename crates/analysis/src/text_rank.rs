//! Single words by their place among the words around them.

use crate::rarity::Rarity;
use crate::single_words::{SingleWords, choose};
use crate::wanted::Wanted;
use crate::{Keyword, KeywordOptions, Reading};
use tiyao_text::interrupt::{UNITS, spend};

/// Two words are neighbours when they stand in one sentence with fewer than this many words from
/// the first to the second, punctuation not counted.
const WINDOW: usize = 5;
/// The share of a word's rank that its neighbours give it.
const DAMPING: f64 = 0.85;
/// Rounds at most: by then no rank is further from where it settles than 0.85⁵⁰ of what it was, and
/// hardly one is as far.
const ROUNDS: usize = 50;
/// What it takes to tie a word to those behind it, in units of work.
const WORD_UNITS: usize = 4;
/// Ranks have settled when no one moves by more than this.
const SETTLED: f64 = 1e-9;

/// Words of two characters or more by `TextRank` (Mihalcea and Tarau 2004): words are nodes, two
/// that stand within [`WINDOW`] words are tied as often as they do, and
/// rank(i) = (1 − d) + d · Σ rank(j) · ties(i, j) / ties(j) over the neighbours j, from ranks of 1.
pub(crate) fn keywords(
    reading: &Reading,
    rarity: &Rarity<'_>,
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let wanted = Wanted::of(options);
    let words = SingleWords::of(reading, rarity);
    let mut nodes: Vec<Option<usize>> = vec![None; reading.terms.len()];
    for (number, word) in words.all.iter().enumerate() {
        if let Some(node) = nodes.get_mut(word.term as usize) {
            *node = Some(number);
        }
    }
    let ranks = ranks(words.all.len(), &ties(reading, &nodes, words.all.len()));
    choose(reading, rarity, options, &wanted, &words, "text rank", ranks)
}

/// Pairs of neighbouring nodes, each in both directions, sorted, with how often they are
/// neighbours.
fn ties(reading: &Reading, nodes: &[Option<usize>], count: usize) -> Vec<(usize, usize, f64)> {
    // Sorted node by node: all at once it could not be stopped.
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); count];
    for sentence in &reading.sentences {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let node = |term: u32| nodes.get(term as usize).copied().flatten();
        for (at, first) in words.iter().enumerate() {
            spend(WORD_UNITS);
            let Some(a) = node(first.term) else { continue };
            for second in words.iter().skip(at + 1).take(WINDOW - 1) {
                if let Some(b) = node(second.term)
                    && a != b
                {
                    for (one, other) in [(a, b), (b, a)] {
                        neighbours.get_mut(one).into_iter().for_each(|all| all.push(other));
                    }
                }
            }
        }
    }
    let mut ties = Vec::new();
    for (a, mut all) in neighbours.into_iter().enumerate() {
        spend(1 + all.len());
        all.sort_unstable();
        let groups = all.chunk_by(|b, c| b == c);
        ties.extend(groups.filter_map(|group| group.first().map(|&b| (a, b, group.len() as f64))));
    }
    ties
}

/// The ranks of so many nodes.
fn ranks(nodes: usize, ties: &[(usize, usize, f64)]) -> Vec<f64> {
    let mut strength = vec![0.0_f64; nodes];
    for &(a, _, count) in ties {
        if let Some(sum) = strength.get_mut(a) {
            *sum += count;
        }
    }
    let mut ranks = vec![1.0_f64; nodes];
    for _ in 0..ROUNDS {
        let mut next = vec![1.0 - DAMPING; nodes];
        for piece in ties.chunks(UNITS) {
            for &(a, b, count) in piece {
                if let (Some(rank), Some(from), Some(all)) =
                    (next.get_mut(a), ranks.get(b), strength.get(b))
                {
                    *rank += DAMPING * from * count / all;
                }
            }
            spend(piece.len());
        }
        let moved = ranks.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        ranks = next;
        if moved < SETTLED {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn the_middle_of_a_star_ranks_first() {
        let ties = [(0, 1, 1.0), (0, 2, 1.0), (1, 0, 1.0), (2, 0, 1.0)];
        let ranks = ranks(4, &ties);
        // r₀ = 0.15 + 0.85 · 2 r₁ and r₁ = 0.15 + 0.85 · r₀ / 2
        let middle = (0.15 + 0.85 * 2.0 * 0.15) / (1.0 - 0.85 * 0.85);
        assert!((ranks[0] - middle).abs() < 1e-3, "{ranks:?}");
        assert!((ranks[1] - (0.15 + 0.85 * middle / 2.0)).abs() < 1e-3);
        assert!((ranks[3] - 0.15).abs() < 1e-12);
    }
}
