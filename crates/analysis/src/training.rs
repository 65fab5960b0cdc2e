//! What the scorers see, for whoever learns their weights: [`KeywordLesson`] and [`SummaryLesson`]
//! give every candidate with its features, in the order of
//! [`KEYWORD_FEATURES`] and [`SENTENCE_FEATURES`]; [`article`] reads what people judged, and
//! [`Climb`] finds weights that make what is chosen more like it.

use tiyao_corpus::Background;
use tiyao_issue::ParagraphKind;
use tiyao_text::{Excerpt, Language, Lexicon};

pub use crate::climb::Climb;
use crate::rarity::Rarity;
use crate::select::{Entry, select};
pub use crate::summary_lesson::SummaryLesson;
use crate::summary_words;
use crate::wanted::Wanted;
use crate::word_habits::Habits;
use crate::{
    IssueTerms, KeywordOptions, Manuscript, Reading, keyword, keyword_features, pair_chances,
    read_against, sentence_features, terms,
};

/// Names of the features of a candidate keyphrase.
pub const KEYWORD_FEATURES: &[&str] = &keyword_features::NAMES;
/// A step in the table of words' habits, in nats.
pub const HABIT_STEP: f64 = Habits::STEP;
/// A step in the table of summaries' words.
pub const SUMMARY_WORD_STEP: f64 = summary_words::STEP;
/// The kinds of traits that pairs of signs have.
pub const PAIR_TRAIT_KINDS: [&str; pair_chances::KINDS] = pair_chances::KIND_NAMES;
/// How many traits pairs of signs may have of each kind; they are numbered one kind behind the other.
pub const PAIR_TRAITS: [usize; pair_chances::KINDS] = pair_chances::TRAITS;
/// How many traits there are.
pub const PAIR_TRAIT_COUNT: usize = pair_chances::COUNT;
/// The numbers of a pair's traits.
pub type PairTraits = [u8; pair_chances::KINDS];
/// Names of the features of a sentence.
pub const SENTENCE_FEATURES: &[&str] = &sentence_features::NAMES;

/// Reads one article as the service does: without a title, a heading at the start is one.
pub fn article(title: Option<&str>, body: &str) -> Reading {
    let title = title.filter(|title| !title.is_empty()).map(Excerpt::whole);
    let all = tiyao_issue::paragraphs(body);
    let (title, paragraphs) = match (title, all.split_first()) {
        (None, Some((first, rest))) if first.kind == ParagraphKind::Subhead && !rest.is_empty() => {
            (Some(first.excerpt.clone()), rest)
        }
        (title, _) => (title, all.as_slice()),
    };
    let manuscript = Manuscript { title: title.as_ref(), paragraphs, language: None };
    read_against(&manuscript, Lexicon::builtin(), Background::builtin())
}

/// The built-in background, for an article that people judged. English ones were counted for it: such
/// an article is left out, since one that was not counted has nothing else to go by than others.
pub fn background_of(reading: &Reading) -> Background {
    match reading.language() {
        Language::English => Background::builtin().in_english().without(terms(reading)),
        _ => Background::builtin().clone(),
    }
}

/// One article with its candidate keyphrases as the scorer sees them.
pub struct KeywordLesson<'a> {
    reading: &'a Reading,
    scored: Vec<keyword::Scored<'a>>,
}

impl<'a> KeywordLesson<'a> {
    /// Every candidate keyphrase of a reading.
    pub fn of(reading: &'a Reading, background: &Background, issue: Option<&IssueTerms>) -> Self {
        let rarity = Rarity::of(reading, background, issue);
        let options = KeywordOptions::default();
        let wanted = Wanted::of(&options);
        let mut scored = Vec::new();
        let knows = |candidate: &_| keyword::is_known_phrase(reading, &rarity, candidate);
        keyword::weigh(reading, &reading.candidates, &rarity, &wanted, knows, |candidate| {
            scored.push(candidate);
        });
        Self { reading, scored }
    }

    /// The words that the candidates are made of, in normalized form; the candidates in the order of
    /// the text.
    pub fn words(&self) -> impl Iterator<Item = Vec<&str>> {
        self.scored.iter().map(|scored| {
            let words = self.reading.words.get(scored.candidate.words.clone()).unwrap_or_default();
            words.iter().map(|word| self.reading.terms.text(word.term)).collect()
        })
    }

    /// The values of the candidates' features.
    pub fn features(&self) -> impl Iterator<Item = &[f64]> {
        self.scored.iter().map(|scored| scored.features.as_slice())
    }

    /// The numbers of the candidates that are chosen as keywords by these scores, best first.
    pub fn chosen(&self, scores: &[f64], max_keywords: usize) -> Vec<usize> {
        let options = KeywordOptions { max_keywords, ..KeywordOptions::default() };
        let entries = self.scored.iter().zip(scores);
        let entries: Vec<Entry<'_>> =
            entries.map(|(s, &score)| Entry::settled(s.candidate, score)).collect();
        select(self.reading, &self.reading.candidates, &entries, &options, |_| 0.0)
    }
}
