//! What a reader asks of an article.

use crate::Contribution;
use crate::rarity::Rarity;
use crate::reading::Reading;
use crate::sentence_table::SentenceTable;
use crate::sparse::Matrix;
use crate::term_match::stands_in;
use tiyao_text::{stemmed, term_key};

/// How much a sentence gains that has all terms of the query, beside what lies between the
/// heaviest sentence and the lightest.
const QUERY_WEIGHT: f64 = 1.5;

/// What the query adds to each sentence's score.
#[derive(Default)]
pub(crate) struct Gains {
    /// By sentence: the share of the query's terms that it has, by their weight.
    coverage: Vec<f64>,
    weight: f64,
}

impl Gains {
    /// Terms count by rarity, and are found in the query as they are found in the article, so that
    /// the query needs no segmentation of its own; English ones in any of their forms.
    pub(crate) fn of(
        reading: &Reading,
        table: &SentenceTable<'_>,
        rarity: &Rarity<'_>,
        rows: &Matrix,
        scores: &[f64],
        query: &str,
    ) -> Self {
        let query = term_key(query);
        let query = stemmed(&query);
        if query.is_empty() {
            return Self::default();
        }
        let mut asked = vec![0.0; reading.terms.len()];
        for (number, (slot, term)) in (0..).zip(asked.iter_mut().zip(reading.terms.all())) {
            if table.column(number) == Some(number)
                && stands_in(&stemmed(reading.terms.text(number)), &query)
            {
                *slot = rarity.of_term(number) * rarity.issue_factor(|| term.stem.fingerprint);
            }
        }
        let sum: f64 = asked.iter().sum();
        for weight in &mut asked {
            *weight /= sum.max(1e-9);
        }
        let coverage = (0..rows.len()).map(|row| {
            let terms = rows.row(row).iter();
            terms.filter_map(|&(term, _)| asked.get(term as usize)).sum()
        });
        let heaviest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lightest = scores.iter().copied().fold(f64::INFINITY, f64::min);
        Self { coverage: coverage.collect(), weight: QUERY_WEIGHT * (heaviest - lightest).max(0.1) }
    }

    pub(crate) fn of_row(&self, row: usize) -> f64 {
        self.weight * self.coverage.get(row).copied().unwrap_or_default()
    }

    /// What the query added to a sentence's score, if anything.
    pub(crate) fn contribution(&self, row: usize) -> Option<Contribution> {
        let feature_value = self.coverage.get(row).copied().filter(|&share| share > 1e-12)?;
        Some(Contribution { feature: "query", value: self.weight * feature_value, feature_value })
    }
}
