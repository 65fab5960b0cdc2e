use crate::Reading;
use crate::fingerprint::{Fingerprint, FingerprintMap, FingerprintSet};

/// How many of an issue's articles have each term.
#[derive(Default)]
pub struct IssueTerms {
    article_count: usize,
    counts: FingerprintMap<u32>,
}

impl IssueTerms {
    /// Counts one more article of the issue.
    pub fn add(&mut self, reading: &Reading) {
        self.article_count += 1;
        let phrases = reading.candidates.all().iter().filter(|candidate| candidate.words.len() > 1);
        let phrases = phrases.map(|candidate| candidate.fingerprint);
        // a phrase may be spelt as a word is, so the two may meet once more
        let standing = reading.terms.all().iter().filter(|term| term.frequency > 0);
        let terms = standing.map(|term| term.spelling.fingerprint);
        let words: FingerprintSet = terms.clone().collect();
        for fingerprint in terms.chain(phrases.filter(|f| !words.contains(f))) {
            *self.counts.entry(fingerprint).or_default() += 1;
        }
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
