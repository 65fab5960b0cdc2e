//! What a reader asks of an article.

use crate::Contribution;
use crate::reading::Reading;
use crate::sentence_table::counts;
use crate::sparse::{self, Matrix};
use crate::term_match::stands_in;

/// How much a sentence gains that speaks of nothing but the query.
const QUERY_WEIGHT: f64 = 1.5;

/// What each sentence gains by the query: the cosine of its terms with the query's, in units of
/// score. Terms count by rarity, and are found in the query as they are found in the article, so
/// that the query needs no segmentation of its own.
pub(crate) fn gains(reading: &Reading, idf: &[f64], rows: &Matrix, query: &str) -> Vec<f64> {
    let query = tiyao_text::term_key(query);
    let mut asked = vec![0.0; reading.terms.len()];
    if !query.is_empty() {
        for (number, (slot, idf)) in (0..).zip(asked.iter_mut().zip(idf)) {
            if counts(reading, number) && stands_in(reading.terms.text(number), &query) {
                *slot = *idf;
            }
        }
    }
    sparse::normalize(&mut asked);
    rows.times(&asked).into_iter().map(|likeness| QUERY_WEIGHT * likeness).collect()
}

/// What the query added to a sentence's score, if anything.
pub(crate) fn contribution(gain: f64) -> Option<Contribution> {
    (gain > 1e-12).then_some(Contribution {
        feature: "query",
        value: gain,
        feature_value: gain / QUERY_WEIGHT,
    })
}
