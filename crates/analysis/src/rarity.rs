use std::borrow::Cow;

use tiyao_corpus::{Background, Recalled};
use tiyao_text::Lexicon;
use tiyao_text::interrupt::spend;

use crate::IssueTerms;
use crate::candidate::Candidate;
use crate::corpus_terms::key_fingerprint;
use crate::corpus_words::rarity_of_word;
use crate::fingerprint::Fingerprint;
use crate::reading::Reading;
use crate::regional_words::mainland_word;
use crate::runs::TAG;
use crate::term::TermId;
use crate::word_class::WordClass;

/// How much of a term's weight is lost when every article of the issue has it.
const ISSUE_SHARE: f64 = 0.3;

/// What it takes to look one term up, in units of work.
const LOOK_UP_UNITS: usize = 16;

/// How many terms are recalled at a time.
const PIECE: usize = 512;

/// The inverse document frequencies of a reading's terms in one background.
#[derive(Clone)]
pub(crate) struct Rarities {
    background: Background,
    // by term number
    by_term: Vec<f64>,
    // by term number: no snapshot has this Han word
    unknown: Vec<bool>,
}

impl Rarities {
    fn of(reading: &Reading, background: &Background) -> Self {
        let typical = background.typical_inverse_document_frequency();
        let all = reading.terms.all();
        let numbers = Lexicon::builtin().number_count();
        let mut kept = Self {
            background: background.clone(),
            by_term: Vec::with_capacity(all.len()),
            unknown: Vec::with_capacity(all.len()),
        };
        let mut ids = 0..;
        for piece in all.chunks(PIECE) {
            let recalled = background.recall(piece.iter().map(|term| Some(term.number?.index())));
            for ((term, number), recalled) in piece.iter().zip(&mut ids).zip(recalled) {
                // function words decide nothing, so they are not looked up
                let looked_up = term.class.is_in_terms();
                spend(LOOK_UP_UNITS);
                let found = || {
                    let same = || {
                        let mainland = mainland_word(reading.terms.text(number))?;
                        background.inverse_document_frequency(mainland)
                    };
                    let of_word = || {
                        let text = reading.terms.text(number);
                        (term.part_of_speech == TAG).then(|| rarity_of_word(background, text))?
                    };
                    let [stem, word] = [term.stem, term.spelling].map(|s| s.fingerprint);
                    // who lists words has no stems of them
                    let as_written = || (word != stem).then(|| background.rarity_of(word))?;
                    background.rarity_of(stem).or_else(as_written).or_else(same).or_else(of_word)
                };
                let rarity = match (term.number, recalled) {
                    _ if !looked_up => Some(typical / 2.0),
                    (_, Recalled::Known(rarity)) => Some(rarity),
                    (_, Recalled::Unknown) => None,
                    (Some(number), Recalled::NotAsked) => {
                        background.remember(number.index(), numbers, found)
                    }
                    (None, Recalled::NotAsked) => found(),
                };
                kept.unknown.push(rarity.is_none() && term.class != WordClass::Latin);
                kept.by_term.push(rarity.unwrap_or(typical));
            }
        }
        kept
    }
}

/// How rare each term of a reading is.
pub(crate) struct Rarity<'a> {
    rarities: Cow<'a, Rarities>,
    issue: Option<&'a IssueTerms>,
}

impl<'a> Rarity<'a> {
    /// Looks the terms up, once for all that is asked of a reading with one background.
    pub(crate) fn of(
        reading: &'a Reading,
        background: &Background,
        issue: Option<&'a IssueTerms>,
    ) -> Self {
        let background = if reading.is_english() { background.in_english() } else { background };
        let kept = reading.rarities.get_or_init(|| Rarities::of(reading, background));
        let rarities = if kept.background.is_same(background) {
            Cow::Borrowed(kept)
        } else {
            Cow::Owned(Rarities::of(reading, background))
        };
        Self { rarities, issue }
    }

    /// Whether the background knows a phrase of several words as a whole.
    pub(crate) fn knows_phrase(&self, reading: &Reading, candidate: &Candidate) -> bool {
        self.rarities.background.knows(key_fingerprint(reading, candidate))
    }

    /// The inverse document frequency of a term in the background; the median for unknown ones.
    pub(crate) fn of_term(&self, term: TermId) -> f64 {
        self.rarities.by_term.get(term as usize).copied().unwrap_or_default()
    }

    /// Whether no snapshot has a Han word: it may be a new one, or none.
    pub(crate) fn is_unknown(&self, term: TermId) -> bool {
        self.rarities.unknown.get(term as usize).copied().unwrap_or_default()
    }

    /// What remains of a weight for what the whole issue speaks of. Outside an issue nobody asks for
    /// the stem.
    pub(crate) fn issue_factor(&self, stem: impl FnOnce() -> Fingerprint) -> f64 {
        self.issue.map_or(1.0, |issue| {
            let document_frequency = issue.document_frequency(stem());
            issue_factor(document_frequency.max(1), issue.article_count().max(document_frequency))
        })
    }

    /// How many of the issue's articles have the term; 0 outside an issue.
    pub(crate) fn issue_document_frequency(&self, stem: Fingerprint) -> usize {
        self.issue.map_or(0, |issue| issue.document_frequency(stem))
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
