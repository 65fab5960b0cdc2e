//! What the scorers see, for whoever learns their weights: [`keyword_examples`] and
//! [`SummaryLesson`] give every candidate with its features, in the order of
//! [`KEYWORD_FEATURES`] and [`SENTENCE_FEATURES`].

use tiyao_corpus::Background;

use crate::rarity::Rarity;
pub use crate::summary_lesson::SummaryLesson;
use crate::{IssueTerms, Reading, keyword, keyword_features, sentence_features};

/// Names of the features of a candidate keyphrase.
pub const KEYWORD_FEATURES: &[&str] = &keyword_features::NAMES;
/// Names of the features of a sentence.
pub const SENTENCE_FEATURES: &[&str] = &sentence_features::NAMES;

/// A candidate keyphrase as the scorer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeywordExample {
    /// Its words, normalized.
    pub words: Vec<String>,
    /// The values of its features.
    pub features: Vec<f64>,
}

/// Every candidate keyphrase of a reading.
pub fn keyword_examples(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
) -> Vec<KeywordExample> {
    let rarity = Rarity::of(reading, background, issue);
    let scored = keyword::scored(reading, &rarity, crate::candidate::MAX_WORDS);
    let example = |scored: &keyword::Scored<'_>| {
        let words = reading.words.get(scored.candidate.words.clone()).unwrap_or_default();
        KeywordExample {
            words: words.iter().map(|word| reading.terms.text(word.term).to_owned()).collect(),
            features: scored.features.to_vec(),
        }
    };
    scored.iter().map(example).collect()
}
