use crate::keyword::{Scored, evidence, finish};
use crate::keyword_features::COUNT;
use crate::measure::{Measure, Scratch};
use crate::rarity::Rarity;
use crate::select::{Entry, select};
use crate::{Contribution, Keyword, KeywordOptions, Reading};

/// Single words by term frequency times inverse document frequency, as jieba's `extract_tags` has
/// it: words of two characters or more without stop words; an unknown word has the median
/// frequency. The term frequency is the share among the words that count.
pub(crate) fn keywords(
    reading: &Reading,
    rarity: &Rarity<'_>,
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let words = reading.candidates.all().iter().filter(|candidate| candidate.words.len() == 1);
    let words: Vec<_> = words.collect();
    let total: usize = words.iter().map(|candidate| candidate.frequency()).sum();
    let weighed: Vec<(f64, f64)> = words
        .iter()
        .map(|candidate| {
            let term = reading.words.get(candidate.words.start).map_or(0, |word| word.term);
            let own = rarity.of_term(term) * rarity.issue_factor(candidate.fingerprint);
            (own, term_weight(candidate.frequency(), total, own))
        })
        .collect();
    let entries: Vec<Entry<'_>> = words
        .iter()
        .zip(&weighed)
        .map(|(candidate, &(_, score))| Entry { candidate, score })
        .collect();
    let chosen = select(reading, &entries, options);
    let best = chosen.first().and_then(|&i| weighed.get(i)).map_or(1.0, |&(_, score)| score);
    let mut scratch = Scratch::default();
    chosen
        .into_iter()
        .filter_map(|i| words.get(i).zip(weighed.get(i)))
        .map(|(candidate, &(own, score))| {
            let measure = Measure::of(reading, candidate, &mut scratch);
            let scored = Scored { candidate, measure, rarity: own, features: [0.0; COUNT], score };
            let contributions =
                vec![Contribution { feature: "tf-idf", value: score, feature_value: score }];
            let evidence = evidence(reading, rarity, &scored, contributions);
            finish(reading, candidate, score / best, evidence)
        })
        .collect()
}

/// n / N · idf (Spärck Jones 1972; Salton and Buckley 1988).
fn term_weight(n: usize, total: usize, inverse_document_frequency: f64) -> f64 {
    debug_assert!(n <= total && inverse_document_frequency >= 0.0);
    n as f64 / total.max(1) as f64 * inverse_document_frequency
}
