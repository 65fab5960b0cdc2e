//! Keywords and extractive summary of one article, with evidence. Pure functions.

mod model;

pub use model::{
    Budget, Contribution, Keyword, KeywordEvidence, KeywordMethod, KeywordOptions, Language,
    Manuscript, Occurrence, SentenceEvidence, Summary, SummaryOptions, SummarySentence,
};
use tiyao_corpus::Background;
use tiyao_text::Lexicon;

/// Name and version of the engine, for provenance.
pub const ENGINE_VERSION: &str = concat!("tiyao-analysis/", env!("CARGO_PKG_VERSION"));

/// An article as read: segmented, with its candidates counted; keywords and summary are chosen
/// from it.
pub struct Reading {
    language: Language,
}

/// How many of an issue's articles have each term.
#[derive(Default)]
pub struct IssueTerms {}

impl IssueTerms {
    /// Counts one more article of the issue.
    pub fn add(&mut self, reading: &Reading) {
        let _ = reading;
    }
}

/// Reads an article: finds its sentences, words and candidates.
pub fn read(manuscript: &Manuscript<'_>, lexicon: &Lexicon) -> Reading {
    let _ = lexicon;
    Reading { language: manuscript.language.unwrap_or_default() }
}

impl Reading {
    /// The language that was given or detected.
    pub fn language(&self) -> Language {
        self.language
    }
}

/// The keywords of an article, by falling salience. `issue` holds the terms of the issue's
/// articles, this one among them.
pub fn keywords(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let _ = (reading, background, issue, options);
    Vec::new()
}

/// The summary of an article.
pub fn summarize(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    options: &SummaryOptions,
) -> Summary {
    let _ = (reading, background, issue, options);
    Summary::default()
}
