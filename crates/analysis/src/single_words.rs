//! What the methods that weigh single words have in common.

use crate::barred::Barred;
use crate::candidate::Candidate;
use crate::keyword::{Scored, evidence, finish};
use crate::keyword_features::COUNT;
use crate::measure::{Measure, Scratch};
use crate::rarity::Rarity;
use crate::select::{Entry, select};
use crate::term::TermId;
use crate::wanted::Wanted;
use crate::{Contribution, Keyword, KeywordOptions, Reading};
use tiyao_text::interrupt::spend;

/// What it takes to tell whether a word may be chosen, in units of work.
const WORD_UNITS: usize = 4;

/// A word that may be a keyword by itself.
pub(crate) struct SingleWord<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) term: TermId,
    /// Its inverse document frequency.
    pub(crate) rarity: f64,
}

/// The words that may be keywords, in the order in which they first stand.
pub(crate) struct SingleWords<'a> {
    pub(crate) all: Vec<SingleWord<'a>>,
}

impl<'a> SingleWords<'a> {
    pub(crate) fn of(reading: &'a Reading, rarity: &Rarity<'_>) -> Self {
        let candidates =
            reading.candidates.all().iter().filter(|c| c.words.len() == 1 && c.frequency() > 0);
        let barred = Barred::of(reading);
        let told = candidates.filter(|candidate| !barred.hold(&reading.candidates, candidate));
        let all = told.filter_map(|candidate| {
            spend(1);
            let term = reading.words.get(candidate.words.start)?.term;
            Some(SingleWord { candidate, term, rarity: rarity.of_term(term) })
        });
        Self { all: all.collect() }
    }
}

/// The keywords among `words`, each with its score, told as `feature`'s.
pub(crate) fn choose(
    reading: &Reading,
    rarity: &Rarity<'_>,
    options: &KeywordOptions,
    wanted: &Wanted<'_>,
    words: &SingleWords<'_>,
    feature: &'static str,
    scores: Vec<f64>,
) -> Vec<Keyword> {
    let candidates = &reading.candidates;
    let weighed: Vec<(&SingleWord<'_>, f64)> = words
        .all
        .iter()
        .zip(scores)
        .filter(|(word, _)| wanted.allows(reading, candidates, word.candidate))
        .collect();
    let entries: Vec<Entry<'_>> = weighed
        .iter()
        .inspect(|_| spend(WORD_UNITS))
        .map(|&(word, score)| Entry {
            pin: wanted.pin(reading, candidates, word.candidate),
            ..Entry::settled(word.candidate, score)
        })
        .collect();
    let chosen = select(reading, candidates, &entries, options, |_| 0.0);
    let scores = chosen.iter().filter_map(|&i| weighed.get(i)).map(|&(_, score)| score);
    let best = scores.fold(f64::MIN_POSITIVE, f64::max);
    let mut scratch = Scratch::default();
    chosen
        .into_iter()
        .filter_map(|i| weighed.get(i))
        .map(|&(word, score)| {
            let candidate = word.candidate;
            let measure = Measure::of(reading, candidates, candidate, &mut scratch);
            let features = [0.0; COUNT];
            let told =
                Scored { candidate, measure, rarity: word.rarity, features, score, lift: 0.0 };
            let part = Contribution { feature, value: score, feature_value: score };
            let contributions = options.explain.then_some(part).into_iter().collect();
            let evidence = evidence(reading, candidates, rarity, wanted, &told, contributions);
            finish(reading, candidates, candidate, score / best, evidence)
        })
        .collect()
}
