//! Keywords and an extractive summary of one article, each with the evidence for it: every keyword
//! and every sentence can be cut from the source where its spans say, and equal input gives equal
//! results.
//!
//! ```
//! use tiyao_analysis::{
//!     KeywordOptions, Manuscript, SummaryOptions, keywords, read, summarize,
//! };
//! use tiyao_corpus::Background;
//! use tiyao_text::{Excerpt, Lexicon};
//!
//! let title = Excerpt::whole("县城推广食用菌种植");
//! let body = "县里今年把食用菌种植当作富民产业。农户在大棚里发展食用菌种植，一年可收三茬。\n\
//!             食用菌种植要有技术。农技站派人住进村里，手把手教农户管理大棚。";
//! let paragraphs = tiyao_issue::paragraphs(body);
//! let manuscript = Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
//!
//! let reading = read(&manuscript, Lexicon::builtin());
//! let background = Background::builtin();
//!
//! let keywords = keywords(&reading, background, None, &KeywordOptions::default());
//! assert_eq!(keywords[0].text, "食用菌种植");
//! assert_eq!(keywords[0].evidence.term_frequency, 4);
//!
//! let summary = summarize(&reading, background, None, &SummaryOptions::default());
//! for sentence in &summary.sentences {
//!     assert_eq!(sentence.spans[0].cut(body), sentence.text);
//! }
//! ```
//!
//! A tour: [`read`] segments a [`Manuscript`] once and counts its candidates; [`keywords`] and
//! [`summarize`] weigh and choose from the [`Reading`] they get. [`IssueTerms`] counts in how many of
//! an issue's articles each term stands, so that what the whole issue speaks of weighs less, and
//! [`terms`] gives what an article counts for in a corpus. Words that the dictionary lacks are found
//! in the article, in the issue ([`IssueTerms::find_words`]) and in corpora ([`count_runs`] and
//! [`is_word`]; [`read_against`] reads by them). [`nominees`] and [`digest`] make a digest of a whole
//! issue.
//! Weights are learned: `keyword_weights.rs` and `sentence_weights.rs` hold them with their recipe,
//! and [`training`] gives what they are learned from.
//!
//! This crate does no I/O, reads no clock, keeps nothing between calls, and is total. It never
//! rewrites: what it returns stands in the text. It splits no issues and adds up no counts. Every
//! step is linear in the length of the article, or nearly so.

mod abbreviation;
mod barred;
mod beginnings;
mod candidate;
mod candidate_numbers;
mod character_habits;
mod clause_cut;
mod climb;
mod coined;
mod contribution;
mod coordination;
mod corpus_terms;
mod corpus_words;
mod cues;
mod dateline;
mod digest;
mod english;
mod feature_list;
mod fingerprint;
mod fragment;
mod general_words;
mod institution;
mod issue_terms;
mod issue_words;
mod keyword;
mod keyword_facts;
mod keyword_features;
mod keyword_weights;
mod known_terms;
mod known_words;
mod list_items;
mod logarithm;
mod measure;
mod model;
mod named;
mod occurrence;
mod openings;
mod pair_chances;
mod pair_odds;
mod plain_verbs;
mod prospect;
mod query;
mod rarity;
mod reading;
mod recut;
mod regional_words;
mod repetition;
mod required_terms;
mod runs;
mod select;
mod sentence_choice;
mod sentence_facts;
mod sentence_features;
mod sentence_pairs;
mod sentence_signs;
mod sentence_table;
mod sentence_weights;
mod short_titles;
mod single_words;
mod sparse;
mod standing;
mod summary;
mod summary_lesson;
mod summary_words;
mod term;
mod term_match;
mod text_rank;
mod tf_idf;
mod title_signs;
pub mod training;
mod wanted;
mod whole_names;
mod word;
mod word_class;
mod word_habits;
mod wording;
mod works;

pub use corpus_terms::terms;
pub use corpus_words::{count_runs, is_word};
pub use digest::{Nominee, digest, nominees};
pub use issue_terms::IssueTerms;
pub use keyword::keywords;
pub use model::{
    Budget, Contribution, Digest, DigestOptions, DigestSentence, Keyword, KeywordEvidence,
    KeywordMethod, KeywordOptions, Manuscript, NearDuplicates, Occurrence, SentenceEvidence,
    Summary, SummaryOptions, SummarySentence, Verdict,
};
pub use reading::{Reading, read, read_against};
pub use summary::summarize;
pub use tiyao_text::Language;

/// Name and version of the engine, for provenance.
pub const ENGINE_VERSION: &str = concat!("tiyao-analysis/", env!("CARGO_PKG_VERSION"));
