use std::ops::Range;

use crate::Reading;
use crate::corpus_terms::stem_of;
use crate::fingerprint::{Fingerprint, FingerprintMap, FingerprintSet};
use crate::issue_words::IssueWords;

/// How many of an issue's articles have each term, and which runs of characters are words of the
/// issue.
#[derive(Default)]
pub struct IssueTerms {
    article_count: usize,
    counts: FingerprintMap<u32>,
    words: IssueWords,
}

impl IssueTerms {
    /// Counts one more article of the issue.
    pub fn add(&mut self, reading: &Reading) {
        self.words.add(reading, self.article_count);
        self.article_count += 1;
        let phrases = reading.candidates.all().iter().filter(|candidate| candidate.words.len() > 1);
        let phrases = phrases.map(|candidate| stem_of(reading, candidate));
        let standing = reading.terms.all().iter().filter(|term| term.frequency > 0);
        let words = standing.map(|term| term.stem.fingerprint);
        // a phrase may be spelt as a word is, and forms of an English word have one stem
        let mut met = FingerprintSet::default();
        for fingerprint in words.chain(phrases).filter(|&fingerprint| met.insert(fingerprint)) {
            *self.counts.entry(fingerprint).or_default() += 1;
        }
    }

    /// Finds the issue's own words, once all its articles are counted: what no dictionary has, and
    /// what may stand but once in each article. [`Reading::join_words_of`] then makes them words of
    /// an article. Phrases that hold them keep the counts that they had.
    pub fn find_words(&mut self) {
        for (word, articles) in self.words.find() {
            let count = self.counts.entry(word).or_default();
            *count = (*count).max(u32::try_from(articles).unwrap_or(u32::MAX));
        }
    }

    /// Where words of the issue stand in one of its articles as single characters.
    pub(crate) fn words_in(&self, reading: &Reading) -> Vec<Range<usize>> {
        self.words.runs_in(reading)
    }

    /// How many articles were counted.
    pub fn article_count(&self) -> usize {
        self.article_count
    }

    /// How many of the articles have the term.
    pub(crate) fn document_frequency(&self, fingerprint: Fingerprint) -> usize {
        self.counts.get(&fingerprint).map_or(0, |&count| count as usize)
    }
}
