//! Single words by term frequency times inverse document frequency.

use crate::corpus_terms::stem_of;
use crate::rarity::Rarity;
use crate::single_words::{SingleWords, choose};
use crate::wanted::Wanted;
use crate::{Keyword, KeywordOptions, Reading};

/// Words of two characters or more by n / N · idf (Spärck Jones 1972; Salton and Buckley 1988), as
/// jieba's `extract_tags` has it. N counts the words that may be keywords. An unknown word has the
/// median frequency.
///
/// It differs from jieba: words are normalized (full width, upper case, traditional characters),
/// numbers and function words do not count, the title does, characters that the article makes a word
/// are one, and in an issue what many of its articles have weighs less. Over jieba's own table the order is otherwise jieba's.
pub(crate) fn keywords(
    reading: &Reading,
    rarity: &Rarity<'_>,
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let wanted = Wanted::of(options);
    let words = SingleWords::of(reading, rarity);
    let total: usize = words.all.iter().map(|word| word.candidate.frequency()).sum();
    let scores = words.all.iter().map(|word| {
        let own = word.rarity * rarity.issue_factor(|| stem_of(reading, word.candidate));
        term_weight(word.candidate.frequency(), total, own)
    });
    choose(reading, rarity, options, &wanted, &words, "tf-idf", scores.collect())
}

/// n / N · idf.
fn term_weight(n: usize, total: usize, inverse_document_frequency: f64) -> f64 {
    debug_assert!(n <= total && inverse_document_frequency >= 0.0);
    n as f64 / total.max(1) as f64 * inverse_document_frequency
}
