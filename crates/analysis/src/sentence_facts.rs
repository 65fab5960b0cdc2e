//! What the whole article gives to each sentence's features.

use crate::logarithm::ln_of;
use crate::rarity::Rarity;
use crate::reading::{Reading, Zone};
use crate::sentence_pairs::{PairCounts, PairFeatures};
use crate::sentence_table::{Entry, Row, SentenceTable};
use crate::sparse::{self, Matrix};
use crate::title_signs::TitleSigns;
use crate::word::Word;
use crate::word_class::WordClass;
use tiyao_text::interrupt::spend;

/// How strongly the title pulls the centroid.
const TITLE_PULL: f64 = 0.7;

/// What the whole article gives to each sentence's features.
pub(crate) struct Facts<'a> {
    pub(crate) reading: &'a Reading,
    pub(crate) table: &'a SentenceTable<'a>,
    /// Rows of tf-idf, in English of tf, each of length 1.
    pub(crate) rows: Matrix,
    /// The sum of all rows before scaling, of length 1, by term.
    pub(crate) centroid: Vec<f64>,
    pub(crate) title_signs: TitleSigns,
    /// By sentence.
    likeness: Vec<Likeness>,
    overlap: Vec<f64>,
    pairs: Vec<PairFeatures>,
    pub(crate) pair_counts: PairCounts,
    /// By term.
    sorts: Vec<Sort>,
    /// Characters of all sentences.
    pub(crate) body: usize,
    /// The block of the last sentence.
    pub(crate) last_block: usize,
}

/// What a sentence's terms have in common with others of the article: cosines, and means over its
/// distinct terms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Likeness {
    /// With the sum of all sentences.
    pub(crate) centroid: f64,
    /// With that sum pulled to the title.
    pub(crate) pulled: f64,
    /// With the sum of all sentences, each as far as it is like the title.
    pub(crate) title_spread: f64,
    pub(crate) subheads: f64,
    pub(crate) lead: f64,
    /// Mean weight in the whole article; the heaviest term's is 1.
    pub(crate) term_weight: f64,
    /// Mean rarity, in nats; 1 in English.
    pub(crate) rarity: f64,
}

/// What the words of a sentence are, one by one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordCounts {
    pub(crate) persons: usize,
    pub(crate) numbers: usize,
    /// Of the common stock of articles and reports.
    pub(crate) general: usize,
    /// How much all of them speak for it, in steps of [`crate::summary_words::STEP`].
    pub(crate) pull: i32,
}

/// One sentence in its article.
pub(crate) struct Seen<'a> {
    /// Its place among the body's sentences; the first is 0.
    pub(crate) number: usize,
    pub(crate) row: &'a Row<'a>,
    pub(crate) entries: &'a [Entry],
    pub(crate) signs: &'a [u32],
    pub(crate) words: &'a [Word],
    pub(crate) written: &'a str,
    pub(crate) likeness: Likeness,
    pub(crate) pairs: PairFeatures,
    /// Weight in a walk over like sentences, of mean 1.
    pub(crate) overlap: f64,
    pub(crate) counts: WordCounts,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(facts: &'a Facts<'_>, number: usize) -> Option<Self> {
        let row = facts.table.rows.get(number)?;
        let words = facts.reading.words.get(row.sentence.words.clone()).unwrap_or_default();
        Some(Self {
            number,
            row,
            entries: facts.table.entries(row),
            signs: facts.table.signs(row),
            words,
            written: facts.reading.written(row.sentence),
            likeness: facts.likeness.get(number).copied().unwrap_or_default(),
            pairs: facts.pairs.get(number).copied().unwrap_or_default(),
            overlap: facts.overlap.get(number).copied().unwrap_or_default(),
            counts: facts.counts(words),
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
                // English extracts are nearer to people's by what is said often than by what is rare
                let own = if reading.is_english() { 1.0 } else { rarity.of_term(number) };
                own * rarity.issue_factor(|| term.stem.fingerprint)
            })
            .collect();
        spend(idf.len());
        let mut raw = Matrix::with_room(table.terms, table.entry_count());
        for row in &table.rows {
            raw.push_row(table.entries(row).iter().map(|entry| {
                (entry.term, entry.count * idf.get(entry.term as usize).unwrap_or(&0.0))
            }));
        }
        let mut centroid = raw.combined(&vec![1.0; table.rows.len()]);
        sparse::normalize(&mut centroid);
        let rows = raw.normalized();
        let title_signs = TitleSigns::of(reading);
        let pair_counts = PairCounts::of_table(table, &title_signs.written);
        let sorts = terms.iter().map(|term| {
            let person = term.part_of_speech.starts_with("nr");
            Sort {
                person,
                number: term.class == WordClass::Number,
                general: term.general,
                pull: term.pull,
            }
        });
        Self {
            likeness: likeness(reading, table, &idf, &centroid, &rows),
            overlap: overlap_centrality(table),
            pairs: pair_counts.features(),
            pair_counts,
            sorts: sorts.collect(),
            body: table.rows.iter().map(|row| row.form.characters).sum(),
            last_block: table.rows.last().map_or(0, |row| row.sentence.block),
            reading,
            table,
            rows,
            centroid,
            title_signs,
        }
    }

    fn counts(&self, words: &[Word]) -> WordCounts {
        let mut counts = WordCounts::default();
        for sort in words.iter().filter_map(|word| self.sorts.get(word.term as usize)) {
            counts.persons += usize::from(sort.person);
            counts.numbers += usize::from(sort.number);
            counts.general += usize::from(sort.general);
            counts.pull += i32::from(sort.pull);
        }
        counts
    }
}

/// What sort of word a term is.
struct Sort {
    person: bool,
    number: bool,
    general: bool,
    pull: i8,
}

/// What a term weighs in what sentences are held against.
#[derive(Clone, Copy, Default)]
struct Measure {
    centroid: f64,
    title: f64,
    subheads: f64,
    lead: f64,
    article: f64,
    rarity: f64,
}

/// The likeness of each row, from `idf` and `centroid` by term and the `rows` of tf-idf.
fn likeness(
    reading: &Reading,
    table: &SentenceTable<'_>,
    idf: &[f64],
    centroid: &[f64],
    rows: &Matrix,
) -> Vec<Likeness> {
    let title = zone_terms(reading, table, Zone::Title, idf);
    let subheads = zone_terms(reading, table, Zone::Subhead, idf);
    let frequencies = frequencies(reading, table);
    let mut measures: Vec<Measure> = Vec::with_capacity(table.terms);
    for ((&frequency, &rarity), (&centroid, (&title, &subheads))) in
        frequencies.iter().zip(idf).zip(centroid.iter().zip(title.iter().zip(&subheads)))
    {
        // ln(1 + n) · idf
        let article = ln_of(1 + frequency) * rarity;
        spend(1);
        measures.push(Measure { centroid, title, subheads, lead: 0.0, article, rarity });
    }
    for &(term, weight) in rows.row(0) {
        if let Some(measure) = measures.get_mut(term as usize) {
            measure.lead = weight;
        }
    }
    let heaviest = measures.iter().map(|measure| measure.article).fold(1e-9, f64::max);
    let with_title: f64 = measures.iter().map(|m| m.centroid * m.title).sum();
    let has_title = measures.iter().any(|measure| measure.title > 0.0);
    let pull = if has_title { TITLE_PULL } else { 0.0 };
    let pulled_length = (1.0 + pull * (pull + 2.0 * with_title)).sqrt();
    let mut spread = vec![0.0; table.terms];
    let mut likeness = Vec::with_capacity(rows.len());
    for number in 0..rows.len() {
        let cells = rows.row(number);
        let mut sum = Measure::default();
        for &(term, weight) in cells {
            let Some(measure) = measures.get(term as usize) else { continue };
            sum.centroid += weight * measure.centroid;
            sum.title += weight * measure.title;
            sum.subheads += weight * measure.subheads;
            sum.lead += weight * measure.lead;
            sum.article += measure.article;
            sum.rarity += measure.rarity;
        }
        if sum.title > 0.0 {
            for &(term, weight) in cells {
                if let Some(slot) = spread.get_mut(term as usize) {
                    *slot += sum.title * weight;
                }
            }
        }
        let distinct = cells.len().max(1) as f64;
        likeness.push(Likeness {
            centroid: sum.centroid,
            pulled: (sum.centroid + pull * sum.title) / pulled_length,
            title_spread: 0.0,
            subheads: sum.subheads,
            lead: sum.lead,
            term_weight: sum.article / (distinct * heaviest),
            rarity: sum.rarity / distinct,
        });
    }
    if has_title {
        sparse::normalize(&mut spread);
        for (likeness, spread) in likeness.iter_mut().zip(rows.times(&spread)) {
            likeness.title_spread = spread;
        }
    }
    likeness
}

/// By term, how often it stands in title and paragraphs in any of the forms that are counted as it.
fn frequencies(reading: &Reading, table: &SentenceTable<'_>) -> Vec<usize> {
    let mut frequencies = vec![0; table.terms];
    for (number, term) in (0..).zip(reading.terms.all()) {
        let column = table.column(number).unwrap_or(number);
        if let Some(sum) = frequencies.get_mut(column as usize) {
            *sum += term.frequency;
        }
    }
    frequencies
}

/// The tf-idf vector of all that stands in a zone, of length 1.
fn zone_terms(reading: &Reading, table: &SentenceTable<'_>, zone: Zone, idf: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; reading.terms.len()];
    for sentence in &reading.sentences {
        if reading.block_of(sentence).is_none_or(|block| block.zone != zone) {
            continue;
        }
        for word in reading.words.get(sentence.words.clone()).unwrap_or_default() {
            if let Some(term) = table.column(word.term)
                && let Some((slot, idf)) = sum.get_mut(term as usize).zip(idf.get(term as usize))
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
    let count = table.rows.len();
    let most = sentence_frequency.iter().copied().max().unwrap_or_default();
    let rarity: Vec<f64> = (0..=most).map(|n| sentence_rarity(n, count)).collect();
    let rarity_of = |term: u32| {
        let sentences = sentence_frequency.get(term as usize).copied().unwrap_or_default();
        rarity.get(sentences).copied().unwrap_or_default()
    };
    let mean_length = (total / count.max(1) as f64).max(1.0);
    let mut links = Matrix::with_room(table.terms, table.entry_count());
    for row in &table.rows {
        let entries = table.entries(row);
        let length: f64 = entries.iter().map(|entry| entry.count).sum();
        let norm = 1.5 * (0.25 + 0.75 * length / mean_length);
        links.push_row(entries.iter().map(|entry| {
            (entry.term, rarity_of(entry.term) * entry.count * 2.5 / (entry.count + norm))
        }));
    }
    sparse::centrality(&links)
}

/// ln(1 + (N − n + ½) / (n + ½)): how rare a term of n of N sentences is, as BM25 has it.
fn sentence_rarity(sentences: usize, count: usize) -> f64 {
    debug_assert!(sentences <= count);
    (((count - sentences) as f64 + 0.5) / (sentences as f64 + 0.5)).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::sentence_rarity;

    #[test]
    fn what_many_sentences_have_is_less_rare() {
        assert!((sentence_rarity(1, 1) - (4.0_f64 / 3.0).ln()).abs() < 1e-12);
        assert!(sentence_rarity(1, 9) > sentence_rarity(2, 9));
    }
}
