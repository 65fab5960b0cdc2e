//! How much a summary has in common with one that people wrote: ROUGE (Lin 2004) over Han characters
//! and words of other scripts.

use std::collections::HashMap;

use tiyao_text::{script::is_han, term_key};

/// The signs that summaries are compared by.
pub(crate) fn signs(text: &str) -> Vec<String> {
    let mut signs = Vec::new();
    let mut word = String::new();
    for c in term_key(text).chars() {
        if is_han(c) || !c.is_alphanumeric() {
            if !word.is_empty() {
                signs.push(std::mem::take(&mut word));
            }
            if is_han(c) {
                signs.push(c.to_string());
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        signs.push(word);
    }
    signs
}

/// A summary that people wrote.
pub(crate) struct Reference {
    signs: Vec<u32>,
    single: HashMap<u32, usize>,
    pairs: HashMap<(u32, u32), usize>,
}

impl Reference {
    pub(crate) fn of(signs: Vec<u32>) -> Self {
        let single = counted(signs.iter().copied());
        let pairs = counted(signs.windows(2).filter_map(pair));
        Self { signs, single, pairs }
    }

    /// The mean F1 of ROUGE-1, -2 and -L of a summary.
    pub(crate) fn likeness(&self, summary: &[u32]) -> f64 {
        let (n, m) = (summary.len(), self.signs.len());
        let single = common(&counted(summary.iter().copied()), &self.single);
        let pairs = common(&counted(summary.windows(2).filter_map(pair)), &self.pairs);
        let row = longest_common(summary, &self.signs);
        (f1(single, n, m) + f1(pairs, n.saturating_sub(1), m.saturating_sub(1)) + f1(row, n, m))
            / 3.0
    }

    /// What a sentence has in common with the summary, mostly by pairs of signs, over a power of its
    /// length: by its full length short sentences would be worth most, by none long ones.
    pub(crate) fn density(&self, sentence: &[u32]) -> f64 {
        const PAIRS: f64 = 0.8;
        const LENGTH_POWER: f64 = 0.75;
        let single = common(&counted(sentence.iter().copied()), &self.single);
        let pairs = common(&counted(sentence.windows(2).filter_map(pair)), &self.pairs);
        let part = |n: usize, of: usize| n as f64 / (of.max(1) as f64).powf(LENGTH_POWER);
        let of_pairs = part(pairs, sentence.len().saturating_sub(1));
        (1.0 - PAIRS) * part(single, sentence.len()) + PAIRS * of_pairs
    }

    /// The share of a sentence's signs, and of its pairs of signs, that the summary has.
    pub(crate) fn precision(&self, sentence: &[u32]) -> f64 {
        let single = common(&counted(sentence.iter().copied()), &self.single);
        let pairs = common(&counted(sentence.windows(2).filter_map(pair)), &self.pairs);
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let of_pairs = share(pairs, sentence.len().saturating_sub(1));
        f64::midpoint(share(single, sentence.len()), of_pairs)
    }
}

fn pair(window: &[u32]) -> Option<(u32, u32)> {
    Some((*window.first()?, *window.get(1)?))
}

fn counted<T: std::hash::Hash + Eq>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_insert(0) += 1;
    }
    counts
}

fn common<T: std::hash::Hash + Eq>(a: &HashMap<T, usize>, b: &HashMap<T, usize>) -> usize {
    a.iter().map(|(item, &n)| b.get(item).map_or(0, |&m| n.min(m))).sum()
}

fn f1(common: usize, n: usize, m: usize) -> f64 {
    if n + m == 0 { 0.0 } else { 2.0 * common as f64 / (n + m) as f64 }
}

/// The length of the longest common subsequence.
fn longest_common(a: &[u32], b: &[u32]) -> usize {
    let mut best = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        let mut left = 0;
        for (slot, y) in best.iter_mut().skip(1).zip(b) {
            let above = *slot;
            left = if x == y { diagonal + 1 } else { above.max(left) };
            *slot = left;
            diagonal = above;
        }
    }
    best.last().copied().unwrap_or_default()
}
