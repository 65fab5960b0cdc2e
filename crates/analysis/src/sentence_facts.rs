//! What the whole article gives to each sentence's features.

use crate::rarity::Rarity;
use crate::reading::{Reading, Zone};
use crate::sentence_pairs::PairFeatures;
use crate::sentence_table::{Entry, Row, SentenceTable, counts};
use crate::sparse::{self, Matrix};
use crate::term::TermId;
use crate::title_signs::TitleSigns;
use crate::word::Word;

/// Pull towards equal weights in the graph of sentences.
const SMOOTHING: f64 = 0.02;
/// How strongly the title pulls the centroid.
const TITLE_PULL: f64 = 0.7;
/// How often the walk from the lead follows a link rather than returning to the lead.
const LEAD_DAMPING: f64 = 0.5;

/// What the whole article gives to each sentence's features. Vectors by term are of length 1.
pub(crate) struct Facts<'a> {
    pub(crate) reading: &'a Reading,
    pub(crate) table: &'a SentenceTable<'a>,
    /// How rare each term is, in nats.
    pub(crate) idf: Vec<f64>,
    /// Rows of tf-idf, each of length 1.
    pub(crate) rows: Matrix,
    /// The sum of all rows before scaling.
    pub(crate) centroid: Vec<f64>,
    /// The centroid pulled to the title.
    pub(crate) pulled: Vec<f64>,
    pub(crate) title_signs: TitleSigns,
    /// The sum of all rows, each as far as it is like the title.
    pub(crate) title_spread: Vec<f64>,
    pub(crate) subheads: Vec<f64>,
    /// The first sentence's row.
    pub(crate) lead: Vec<f64>,
    /// By sentence: weights in walks over like sentences, of mean 1.
    pub(crate) central: Vec<f64>,
    pub(crate) overlap: Vec<f64>,
    pub(crate) lead_walk: Vec<f64>,
    pub(crate) pairs: PairFeatures,
    /// What each term weighs in the whole article, and the most.
    pub(crate) term_weights: Vec<f64>,
    pub(crate) heaviest: f64,
    /// Characters of all sentences.
    pub(crate) body: usize,
    /// The block of the last sentence.
    pub(crate) last_block: usize,
}

/// One sentence in its article.
pub(crate) struct Seen<'a> {
    /// Its place among the body's sentences; the first is 0.
    pub(crate) number: usize,
    pub(crate) row: &'a Row<'a>,
    pub(crate) cells: &'a [(TermId, f64)],
    pub(crate) entries: &'a [Entry],
    pub(crate) words: &'a [Word],
    pub(crate) written: &'a str,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(facts: &'a Facts<'_>, number: usize) -> Option<Self> {
        let row = facts.table.rows.get(number)?;
        Some(Self {
            number,
            row,
            cells: facts.rows.row(number),
            entries: facts.table.entries(row),
            words: facts.reading.words.get(row.sentence.words.clone()).unwrap_or_default(),
            written: facts.reading.written(row.sentence),
        })
    }
}

impl<'a> Facts<'a> {
    pub(crate) fn of(
        reading: &'a Reading,
        rarity: &Rarity<'_>,
        table: &'a SentenceTable<'a>,
    ) -> Self {
        let terms = reading.terms.all();
        let idf: Vec<f64> = (0..)
            .zip(terms)
            .map(|(number, term)| {
                rarity.of_term(number) * rarity.issue_factor(term.spelling.fingerprint)
            })
            .collect();
        let idf_of = |term: TermId| idf.get(term as usize).copied().unwrap_or_default();
        let mut raw = Matrix::new(table.terms);
        for row in &table.rows {
            let cells = table.entries(row).iter().map(|e| (e.term, e.count * idf_of(e.term)));
            raw.push_row(cells);
        }
        let mut centroid = raw.combined(&vec![1.0; table.rows.len()]);
        sparse::normalize(&mut centroid);
        let rows = raw.normalized();
        let title = zone_terms(reading, Zone::Title, &idf);
        let mut pulled: Vec<f64> =
            centroid.iter().zip(&title).map(|(c, t)| c + TITLE_PULL * t).collect();
        sparse::normalize(&mut pulled);
        let mut title_spread = rows.combined(&rows.times(&title));
        sparse::normalize(&mut title_spread);
        let mut lead = vec![0.0; table.terms];
        for &(term, weight) in rows.row(0) {
            if let Some(slot) = lead.get_mut(term as usize) {
                *slot = weight;
            }
        }
        let term_weights: Vec<f64> =
            idf.iter().zip(terms).map(|(idf, term)| weight_of_term(term.frequency, *idf)).collect();
        Self {
            central: sparse::centrality(&rows, &rows, SMOOTHING),
            overlap: overlap_centrality(table),
            lead_walk: lead_walk(&rows),
            pairs: PairFeatures::of(reading, table),
            heaviest: term_weights.iter().copied().fold(0.0, f64::max),
            body: table.rows.iter().map(|row| row.characters).sum(),
            last_block: table.rows.last().map_or(0, |row| row.sentence.block),
            title_signs: TitleSigns::of(reading),
            subheads: zone_terms(reading, Zone::Subhead, &idf),
            reading,
            table,
            idf,
            rows,
            centroid,
            pulled,
            title_spread,
            lead,
            term_weights,
        }
    }
}

/// Weights in a walk that returns to sentence i in proportion to 1 / (i + 1).
fn lead_walk(rows: &Matrix) -> Vec<f64> {
    let mut prior: Vec<f64> = (0..rows.len()).map(|row| 1.0 / (row as f64 + 1.0)).collect();
    let mean = prior.iter().sum::<f64>() / rows.len().max(1) as f64;
    for share in &mut prior {
        *share /= mean;
    }
    sparse::walk(rows, rows, SMOOTHING, &prior, LEAD_DAMPING)
}

/// The tf-idf vector of all that stands in a zone, of length 1.
fn zone_terms(reading: &Reading, zone: Zone, idf: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; reading.terms.len()];
    for sentence in &reading.sentences {
        if reading.block_of(sentence).is_none_or(|block| block.zone != zone) {
            continue;
        }
        for word in reading.words.get(sentence.words.clone()).unwrap_or_default() {
            if counts(reading, word.term)
                && let Some((slot, idf)) =
                    sum.get_mut(word.term as usize).zip(idf.get(word.term as usize))
            {
                *slot += idf;
            }
        }
    }
    sparse::normalize(&mut sum);
    sum
}

/// Centrality in the graph whose links weigh as BM25 scores one sentence for another's words
/// (Barrios et al. 2016), with k₁ = 1.5 and b = ¾.
fn overlap_centrality(table: &SentenceTable<'_>) -> Vec<f64> {
    let mut sentence_frequency = vec![0_usize; table.terms];
    let mut total = 0.0;
    for row in &table.rows {
        for entry in table.entries(row) {
            total += entry.count;
            if let Some(n) = sentence_frequency.get_mut(entry.term as usize) {
                *n += 1;
            }
        }
    }
    let count = table.rows.len() as f64;
    let rarity: Vec<f64> =
        sentence_frequency.iter().map(|&n| sentence_rarity(n as f64, count)).collect();
    let mean_length = (total / count.max(1.0)).max(1.0);
    let mut from = Matrix::new(table.terms);
    let mut to = Matrix::new(table.terms);
    for row in &table.rows {
        let entries = table.entries(row);
        let length: f64 = entries.iter().map(|entry| entry.count).sum();
        from.push_row(entries.iter().map(|entry| (entry.term, 1.0)));
        to.push_row(entries.iter().map(|entry| {
            let rarity = rarity.get(entry.term as usize).copied().unwrap_or_default();
            let norm = 0.25 + 0.75 * length / mean_length;
            (entry.term, rarity * entry.count * 2.5 / (entry.count + 1.5 * norm))
        }));
    }
    sparse::centrality(&from, &to, SMOOTHING)
}

/// ln(1 + (N − n + ½) / (n + ½)): how rare a term of n of N sentences is, as BM25 has it.
fn sentence_rarity(n: f64, count: f64) -> f64 {
    debug_assert!(n <= count);
    ((count - n + 0.5) / (n + 0.5)).ln_1p()
}

/// ln(1 + n) · idf: what a term that stands n times weighs in the whole article.
fn weight_of_term(frequency: usize, idf: f64) -> f64 {
    debug_assert!(idf >= 0.0);
    (frequency as f64).ln_1p() * idf
}

#[cfg(test)]
mod tests {
    use super::{lead_walk, weight_of_term};
    use crate::sparse::Matrix;

    #[test]
    fn formulas() {
        assert!((weight_of_term(1, 3.0) - 3.0 * 2_f64.ln()).abs() < 1e-12);
        assert!(weight_of_term(0, 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_near_the_lead_gains() {
        let mut rows = Matrix::new(2);
        for term in [0, 1, 0, 1] {
            rows.push_row([(term, 1.0)]);
        }
        let weights = lead_walk(&rows);
        assert!(weights[0] > weights[1] && weights[2] > weights[3], "{weights:?}");
        let mean = weights.iter().sum::<f64>() / 4.0;
        assert!((mean - 1.0).abs() < 1e-6, "{mean}");
        assert!(lead_walk(&Matrix::new(2)).is_empty());
    }
}
