//! The features of a sentence. Each is a number of the order of 1; what it adds to the score is its
//! weight in [`crate::sentence_weights`] times its value.

use crate::rarity::Rarity;
use crate::reading::{Reading, Zone};
use crate::sentence_table::{SentenceTable, counts};
use crate::sparse::{self, Matrix};
use crate::title_signs::TitleSigns;
use crate::wording;

/// How many features there are.
pub(crate) const COUNT: usize = 22;

/// The features' names, in the order of their values.
pub(crate) const NAMES: [&str; COUNT] = [
    "centroid",
    "centroid with title",
    "centrality",
    "overlap centrality",
    "title words",
    "title characters",
    "term weight",
    "first sentence",
    "second sentence",
    "third sentence",
    "inverse place",
    "first of a short article",
    "paragraph start",
    "length",
    "short",
    "long",
    "dependent start",
    "question",
    "unfinished",
    "report line",
    "enumeration",
    "subhead words",
];

/// Pull towards equal weights in the graph of sentences.
const SMOOTHING: f64 = 0.02;
/// How strongly the title pulls the centroid.
const TITLE_PULL: f64 = 0.7;
/// Bodies with fewer characters are short news, where the first sentence says it all.
const SHORT_BODY: usize = 900;

/// What the whole article gives to each sentence's features.
pub(crate) struct Weighing {
    /// Rows of tf-idf, each of length 1.
    pub(crate) rows: Matrix,
    /// The centroid: the sum of all rows before scaling, length 1.
    pub(crate) centroid: Vec<f64>,
    /// The features of each sentence.
    pub(crate) features: Vec<[f64; COUNT]>,
}

/// Weighs every sentence of `table`.
pub(crate) fn weigh(reading: &Reading, rarity: &Rarity<'_>, table: &SentenceTable<'_>) -> Weighing {
    let idf: Vec<f64> = reading
        .terms
        .all()
        .iter()
        .zip(0..)
        .map(|(term, number)| {
            rarity.of_term(number) * rarity.issue_factor(term.spelling.fingerprint)
        })
        .collect();
    let idf_of = |term: u32| idf.get(term as usize).copied().unwrap_or_default();
    let mut raw = Matrix::new(table.terms);
    for row in &table.rows {
        let cells = table.entries(row).iter().map(|e| (e.term, e.count * idf_of(e.term)));
        raw.push_row(cells);
    }
    let mut centroid = raw.combined(&vec![1.0; table.rows.len()]);
    sparse::normalize(&mut centroid);
    let rows = raw.normalized();
    let mut title = zone_terms(reading, Zone::Title, &idf);
    let mut subheads = zone_terms(reading, Zone::Subhead, &idf);
    sparse::normalize(&mut title);
    sparse::normalize(&mut subheads);
    let mut pulled: Vec<f64> =
        centroid.iter().zip(&title).map(|(c, t)| c + TITLE_PULL * t).collect();
    sparse::normalize(&mut pulled);
    let central = sparse::centrality(&rows, &rows, SMOOTHING);
    let overlap = overlap_centrality(table);
    let term_weights: Vec<f64> = idf
        .iter()
        .zip(reading.terms.all())
        .map(|(idf, term)| term_weight(term.frequency, *idf))
        .collect();
    let heaviest = term_weights.iter().copied().fold(0.0, f64::max);
    let body: usize = table.rows.iter().map(|row| row.characters).sum();
    let title_terms = title.iter().filter(|&&weight| weight > 0.0).count();
    let title_signs = TitleSigns::of(reading);
    let features = table.rows.iter().enumerate().map(|(i, row)| {
        let cells = rows.row(i);
        let at = |values: &[f64]| values.get(i).copied().unwrap_or_default();
        let entries = table.entries(row);
        let written = reading.written(row.sentence);
        let title_words =
            cells.iter().filter(|&&(t, _)| title.get(t as usize).is_some_and(|&w| w > 0.0)).count();
        let weight_sum: f64 =
            entries.iter().filter_map(|e| term_weights.get(e.term as usize)).sum();
        let flag = |condition: bool| f64::from(u8::from(condition));
        [
            sparse::dot(cells, &centroid),
            sparse::dot(cells, &pulled),
            at(&central) / 5.0,
            at(&overlap) / 5.0,
            share(title_words, title_terms),
            title_signs.share_in(reading, row.sentence),
            weight_sum / (entries.len().max(1) as f64 * heaviest.max(1e-9)),
            flag(i == 0),
            flag(i == 1),
            flag(i == 2),
            1.0 / (i as f64 + 1.0),
            flag(i == 0 && body < SHORT_BODY),
            flag(row.place_in_paragraph == 0),
            length(row.characters, reading.is_english()),
            flag(row.characters < 12),
            flag(row.characters > if reading.is_english() { 200 } else { 90 }),
            flag(wording::depends_on_context(written)),
            flag(wording::asks(written)),
            flag(!wording::is_finished(written)),
            flag(wording::is_report_line(written)),
            flag(wording::enumerates(written)),
            sparse::dot(cells, &subheads),
        ]
    });
    let features = features.collect();
    Weighing { rows, centroid, features }
}

/// The tf-idf vector of all that stands in a zone.
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
fn term_weight(frequency: usize, idf: f64) -> f64 {
    debug_assert!(idf >= 0.0);
    (frequency as f64).ln_1p() * idf
}

/// ln(1 + characters) over 4; a Latin letter counts as 0.4 of a Han character.
fn length(characters: usize, english: bool) -> f64 {
    (characters as f64 * if english { 0.4 } else { 1.0 }).ln_1p() / 4.0
}

/// n of total, 0 of nothing.
fn share(n: usize, total: usize) -> f64 {
    n as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{length, share, term_weight};

    #[test]
    fn formulas() {
        assert!((term_weight(1, 3.0) - 3.0 * 2_f64.ln()).abs() < 1e-12);
        assert!(term_weight(0, 3.0).abs() < 1e-12);
        assert!((length(9, false) - 10_f64.ln() / 4.0).abs() < 1e-12);
        assert!(length(50, true) < length(50, false));
        assert!((share(1, 4) - 0.25).abs() < 1e-12 && share(0, 0).abs() < 1e-12);
    }
}
