//! Keywords and extractive summary of one article, with evidence. Pure functions.

mod candidate;
mod english;
mod fingerprint;
mod general_words;
mod issue_terms;
mod keyword;
mod keyword_features;
mod keyword_weights;
mod measure;
mod model;
mod occurrence;
mod rarity;
mod reading;
mod select;
mod sentence_features;
mod sentence_table;
mod sentence_weights;
mod sparse;
mod summary;
mod term;
mod tf_idf;
pub mod training;
mod word;
mod word_class;
mod wording;

pub use issue_terms::IssueTerms;
pub use keyword::keywords;
pub use model::{
    Budget, Contribution, Keyword, KeywordEvidence, KeywordMethod, KeywordOptions, Manuscript, Occurrence, SentenceEvidence, Summary, SummaryOptions, SummarySentence,
};
pub use reading::{Reading, read};
pub use summary::summarize;
pub use tiyao_text::Language;

/// Name and version of the engine, for provenance.
pub const ENGINE_VERSION: &str = concat!("tiyao-analysis/", env!("CARGO_PKG_VERSION"));
