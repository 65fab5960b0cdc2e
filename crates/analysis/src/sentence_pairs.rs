//! Pairs of neighbouring signs: characters in Chinese, where they see through shortened words (监管 for
//! 监督管理); words in English.

use crate::reading::{Reading, Sentence, Zone};
use crate::sentence_table::SentenceTable;
use crate::sparse::{self, Matrix};
use crate::term::TermId;

/// How strongly the title pulls the centroid of the pairs.
const TITLE_PULL: f64 = 1.0;
/// What a pair weighs that stands in one sentence only, beside one that is repeated.
const ONCE: f64 = 0.3;
/// Slots for each sign of the text; pairs that fall into the same slot count as one.
const SLOTS_PER_SIGN: usize = 4;

/// What pairs tell of each sentence, from 0 to 1 or of the order of 1.
#[derive(Default)]
pub(crate) struct PairFeatures {
    /// Cosine with all sentences.
    pub(crate) centroid: Vec<f64>,
    /// Cosine with all sentences and the title.
    pub(crate) pulled: Vec<f64>,
    /// Mean of ln(sentences that have the pair).
    pub(crate) repetition: Vec<f64>,
}

impl PairFeatures {
    pub(crate) fn of(reading: &Reading, table: &SentenceTable<'_>) -> Self {
        let mut signs: Vec<u32> = Vec::new();
        let mut ends = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            push_signs(reading, row.sentence, &mut signs);
            ends.push(signs.len());
        }
        let slots = Slots::for_signs(signs.len());
        let mut rows = Matrix::new(slots.count);
        let mut start = 0;
        for end in ends {
            rows.push_row(slots.pairs(signs.get(start..end).unwrap_or_default()));
            start = end;
        }
        let sentences = rows.column_sizes();
        let count = rows.len() as f64;
        let weight = |slot: TermId| {
            let having = f64::from(sentences.get(slot as usize).copied().unwrap_or(0).max(1));
            (1.0 + count / having).ln() * if having > 1.0 { 1.0 } else { ONCE }
        };
        let repetition = (0..rows.len()).map(|row| repetition(rows.row(row), &sentences)).collect();
        rows.scale(weight);
        let mut centroid = rows.combined(&vec![1.0; rows.len()]);
        sparse::normalize(&mut centroid);
        let mut title = vec![0.0; slots.count];
        signs.clear();
        for sentence in &reading.sentences {
            if reading.block_of(sentence).is_some_and(|block| block.zone == Zone::Title) {
                push_signs(reading, sentence, &mut signs);
            }
        }
        for (slot, _) in slots.pairs(&signs) {
            if let Some(value) = title.get_mut(slot as usize) {
                *value = weight(slot);
            }
        }
        sparse::normalize(&mut title);
        let mut pulled: Vec<f64> =
            centroid.iter().zip(&title).map(|(c, t)| c + TITLE_PULL * t).collect();
        sparse::normalize(&mut pulled);
        let rows = rows.normalized();
        Self { centroid: rows.times(&centroid), pulled: rows.times(&pulled), repetition }
    }
}

/// What stands between signs that are no pair.
const GAP: u32 = u32::MAX;

/// The signs of a sentence, with a gap before it and wherever a mark parts two of them.
fn push_signs(reading: &Reading, sentence: &Sentence, signs: &mut Vec<u32>) {
    signs.push(GAP);
    if reading.is_english() {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        signs.extend(words.iter().map(|word| word.term));
    } else {
        let chars = reading.written(sentence).chars();
        signs.extend(chars.map(|c| if c.is_alphanumeric() { u32::from(c) } else { GAP }));
    }
}

/// A table that pairs fall into by a multiplicative hash, the same on every machine.
struct Slots {
    count: usize,
    shift: u32,
}

impl Slots {
    fn for_signs(signs: usize) -> Self {
        let count = (signs.max(64) * SLOTS_PER_SIGN).next_power_of_two();
        Self { count, shift: u64::BITS - count.trailing_zeros() }
    }

    /// The slots of the pairs of a run of signs, in order, with how often each comes.
    fn pairs(&self, signs: &[u32]) -> Vec<(TermId, f64)> {
        let mut slots: Vec<TermId> = signs
            .windows(2)
            .filter(|pair| !pair.contains(&GAP))
            .map(|pair| {
                let key = pair.iter().fold(0_u64, |key, &sign| (key << 32) | u64::from(sign));
                let slot = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
                TermId::try_from(slot).unwrap_or(TermId::MAX)
            })
            .collect();
        slots.sort_unstable();
        let groups = slots.chunk_by(|a, b| a == b);
        groups.filter_map(|group| Some((*group.first()?, group.len() as f64))).collect()
    }
}

/// Σ ln(sentences that have the pair) over the distinct pairs of a sentence, by how many pairs it has
/// and one more.
fn repetition(pairs: &[(TermId, f64)], sentences: &[u32]) -> f64 {
    let having = |slot: TermId| sentences.get(slot as usize).copied().unwrap_or(1).max(1);
    let sum: f64 = pairs.iter().map(|&(slot, _)| f64::from(having(slot)).ln()).sum();
    let all: f64 = pairs.iter().map(|&(_, count)| count).sum();
    sum / (all + 1.0)
}

#[cfg(test)]
mod tests {
    use super::{GAP, Slots, repetition};

    #[test]
    fn pairs_end_at_gaps() {
        let slots = Slots::for_signs(8);
        let found = slots.pairs(&[1, 2, 3, GAP, 1, 2, GAP, 9]);
        assert_eq!(found.len(), 2);
        let counts: f64 = found.iter().map(|&(_, count)| count).sum();
        assert!((counts - 3.0).abs() < 1e-12);
        assert!(found.iter().all(|&(slot, _)| (slot as usize) < slots.count));
    }

    #[test]
    fn what_stands_once_is_no_repetition() {
        assert!(repetition(&[(0, 1.0), (1, 2.0)], &[1, 1]).abs() < 1e-12);
        assert!((repetition(&[(0, 1.0)], &[3]) - 3_f64.ln() / 2.0).abs() < 1e-12);
    }
}
