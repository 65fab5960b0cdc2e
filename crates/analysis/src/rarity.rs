use std::borrow::Cow;

use tiyao_corpus::Background;
use tiyao_text::interrupt::spend;

use crate::IssueTerms;
use crate::candidate::Candidate;
use crate::corpus_terms::key_fingerprint;
use crate::fingerprint::Fingerprint;
use crate::reading::Reading;
use crate::term::TermId;

/// How much of a term's weight is lost when every article of the issue has it.
const ISSUE_SHARE: f64 = 0.3;

/// What it takes to look one term up, in units of work.
const LOOK_UP_UNITS: usize = 16;

/// The inverse document frequencies of a reading's terms in one background, by term number.
pub(crate) struct Rarities {
    background: Background,
    by_term: Vec<f64>,
}

impl Rarities {
    fn of(reading: &Reading, background: &Background) -> Self {
        let typical = background.typical_inverse_document_frequency();
        let by_term = reading.terms.all().iter().map(|term| {
            // function words decide nothing, so they are not looked up
            if !term.class.is_in_terms() {
                return typical / 2.0;
            }
            spend(LOOK_UP_UNITS);
            background.rarity_of(term.spelling.fingerprint).unwrap_or(typical)
        });
        let by_term = by_term.collect();
        Self { background: background.clone(), by_term }
    }
}

/// How rare each term of a reading is: inverse document frequencies by term number.
pub(crate) struct Rarity<'a> {
    background: Background,
    by_term: Cow<'a, [f64]>,
    issue: Option<&'a IssueTerms>,
}

impl<'a> Rarity<'a> {
    /// Looks the terms up, once for all that is asked of a reading with one background.
    pub(crate) fn of(
        reading: &'a Reading,
        background: &Background,
        issue: Option<&'a IssueTerms>,
    ) -> Self {
        let kept = reading.rarities.get_or_init(|| Rarities::of(reading, background));
        let by_term = if kept.background.is_same(background) {
            Cow::Borrowed(kept.by_term.as_slice())
        } else {
            Cow::Owned(Rarities::of(reading, background).by_term)
        };
        Self { background: background.clone(), by_term, issue }
    }

    /// Whether the background knows a phrase of several words as a whole.
    pub(crate) fn knows_phrase(&self, reading: &Reading, candidate: &Candidate) -> bool {
        self.background.knows(key_fingerprint(reading, candidate))
    }

    /// The inverse document frequency of a term in the background; the median for unknown ones.
    pub(crate) fn of_term(&self, term: TermId) -> f64 {
        self.by_term.get(term as usize).copied().unwrap_or_default()
    }

    /// What remains of a weight for what the whole issue speaks of.
    pub(crate) fn issue_factor(&self, fingerprint: Fingerprint) -> f64 {
        self.issue.map_or(1.0, |issue| {
            let document_frequency = issue.document_frequency(fingerprint);
            issue_factor(document_frequency.max(1), issue.article_count().max(document_frequency))
        })
    }

    /// How many of the issue's articles have the term; 0 outside an issue.
    pub(crate) fn issue_document_frequency(&self, fingerprint: Fingerprint) -> usize {
        self.issue.map_or(0, |issue| issue.document_frequency(fingerprint))
    }
}

/// 1 − s · ln n / ln(N + 1): 1 for a term of one article, 1 − s or a little more for one that all
/// N articles have. Linear interpolation of the background's inverse document frequency with the
/// issue's own, the latter scaled to the background's range.
fn issue_factor(document_frequency: usize, article_count: usize) -> f64 {
    debug_assert!(document_frequency >= 1 && article_count + 1 >= document_frequency);
    let share = (document_frequency as f64).ln() / (article_count as f64 + 1.0).ln().max(1e-9);
    1.0 - ISSUE_SHARE * share.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::issue_factor;

    #[test]
    fn what_every_article_has_weighs_less() {
        assert!((issue_factor(1, 1) - 1.0).abs() < 1e-12);
        assert!((issue_factor(1, 40) - 1.0).abs() < 1e-12);
        assert!(issue_factor(40, 40) < issue_factor(5, 40));
        assert!(issue_factor(40, 40) >= 0.7);
    }
}
