use tiyao_corpus::Background;

use crate::barred::Barred;
use crate::candidate::{Candidate, Candidates, is_named};
use crate::contribution::{add_lift, contributions};
use crate::coordination::is_half;
use crate::corpus_terms::{name_of, stem_of};
use crate::fragment::{is_filler, is_fragment};
use crate::keyword_facts::{Facts, Shape};
use crate::keyword_features::{COUNT, KNOWN, NAMES, features};
use crate::measure::{Measure, Scratch};
use crate::named::with_named;
use crate::occurrence::occurrences;
use crate::rarity::Rarity;
use crate::select::{Entry, select};
use crate::wanted::Wanted;
use crate::whole_names::{WHOLE_NAME, lift};
use crate::word::Marks;
use crate::word_class::WordClass;
use crate::{
    Contribution, IssueTerms, Keyword, KeywordEvidence, KeywordMethod, KeywordOptions, Reading,
    keyword_weights, text_rank, tf_idf,
};
use tiyao_text::interrupt::spend;

/// Articles with more words than this have their rarest candidates left out before weighing.
const SHORT_ARTICLE: usize = 300;

/// What it takes to tell whether a candidate is worth weighing, in units of work.
const CANDIDATE_UNITS: usize = 4;

/// A verb that stands alone is a topic only in the title or when the article keeps using it.
const TOPICAL_VERB: usize = 3;

/// One candidate with what was counted of it and what its features are.
pub(crate) struct Scored<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) measure: Measure,
    pub(crate) rarity: f64,
    pub(crate) features: [f64; COUNT],
    pub(crate) score: f64,
    /// How much of the score it has as a [whole name](crate::whole_names).
    pub(crate) lift: f64,
}

/// The keywords of an article, by falling salience. `issue` holds the terms of the issue's
/// articles, this one among them.
pub fn keywords(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let rarity = Rarity::of(reading, background, issue);
    match options.method {
        KeywordMethod::TfIdf => tf_idf::keywords(reading, &rarity, options),
        KeywordMethod::TextRank => text_rank::keywords(reading, &rarity, options),
        KeywordMethod::Keyphrase => keyphrases(reading, &rarity, options),
    }
}

fn keyphrases(reading: &Reading, rarity: &Rarity<'_>, options: &KeywordOptions) -> Vec<Keyword> {
    let weights = weights(reading);
    let wanted = Wanted::of(options);
    let candidates = with_named(reading, &wanted);
    let known_weight = weights.get(KNOWN).copied().unwrap_or_default();
    let may_be_pinned = !options.pinned_terms.is_empty();
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(reading.words.len());
    // what the background knows of a phrase is looked up for those alone that may be chosen
    weigh(
        reading,
        &candidates,
        rarity,
        &wanted,
        |_| false,
        |scored| {
            let is_bound = scored.candidate.words.len() > 1 && known_weight != 0.0;
            let score = dot(weights, &scored.features);
            entries.push(Entry {
                score: score + if is_bound { known_weight.max(0.0) } else { 0.0 },
                is_bound,
                pin: may_be_pinned
                    .then(|| wanted.pin(reading, &candidates, scored.candidate))
                    .flatten(),
                is_filler: is_filler(reading, scored.candidate),
                ..Entry::settled(scored.candidate, score)
            });
        },
    );
    lift(reading, &candidates, &mut entries);
    let mut scratch = Scratch::default();
    let mut facts_of = |number: usize| {
        let candidate = entries.get(number)?.candidate;
        let measure = Measure::of(reading, &candidates, candidate, &mut scratch);
        let known = is_known_phrase(reading, rarity, candidate);
        let mut scored = score_facts(reading, rarity, candidate, measure, known)?;
        let own = dot(weights, &scored.features);
        scored.score = own.max(entries.get(number)?.floor);
        scored.lift = scored.score - own;
        Some(scored)
    };
    let chosen = select(reading, &candidates, &entries, options, |number| {
        facts_of(number).map_or(f64::NEG_INFINITY, |scored| scored.score)
    });
    let chosen: Vec<Scored<'_>> = chosen.into_iter().filter_map(facts_of).collect();
    let best = chosen.iter().map(|scored| scored.score).fold(f64::NEG_INFINITY, f64::max);
    chosen
        .into_iter()
        .map(|s| {
            let told = options.explain.then(|| {
                let mut told = contributions(&NAMES, weights, &s.features);
                add_lift(&mut told, WHOLE_NAME, s.lift);
                told
            });
            let told = told.unwrap_or_default();
            let evidence = evidence(reading, &candidates, rarity, &wanted, &s, told);
            finish(reading, &candidates, s.candidate, (s.score - best).exp(), evidence)
        })
        .collect()
}

/// The sum of the features' values times their weights.
fn dot(weights: &[f64; COUNT], features: &[f64; COUNT]) -> f64 {
    weights.iter().zip(features).map(|(weight, value)| weight * value).sum()
}

/// Whether the background knows a phrase as a whole.
pub(crate) fn is_known_phrase(
    reading: &Reading,
    rarity: &Rarity<'_>,
    candidate: &Candidate,
) -> bool {
    candidate.words.len() > 1 && rarity.knows_phrase(reading, candidate)
}

/// A keyword with its places and its text as it is first written.
pub(crate) fn finish(
    reading: &Reading,
    candidates: &Candidates,
    candidate: &Candidate,
    salience: f64,
    evidence: KeywordEvidence,
) -> Keyword {
    let (text, occurrences) = occurrences(reading, candidates, candidate);
    Keyword { text, salience: salience.clamp(f64::MIN_POSITIVE, 1.0), occurrences, evidence }
}

/// What was counted of a candidate, told to the reader.
pub(crate) fn evidence(
    reading: &Reading,
    candidates: &Candidates,
    rarity: &Rarity<'_>,
    wanted: &Wanted<'_>,
    scored: &Scored<'_>,
    contributions: Vec<Contribution>,
) -> KeywordEvidence {
    let measure = &scored.measure;
    let words = reading.words.get(scored.candidate.words.clone()).unwrap_or_default();
    KeywordEvidence {
        words: words.iter().map(|word| reading.terms.text(word.term).to_owned()).collect(),
        parts_of_speech: words
            .iter()
            .filter_map(|word| reading.terms.get(word.term))
            .map(|term| term.part_of_speech)
            .collect(),
        term_frequency: measure.term_frequency,
        inverse_document_frequency: scored.rarity,
        issue_document_frequency: rarity
            .issue_document_frequency(stem_of(reading, scored.candidate)),
        other_name: candidates.other_name(scored.candidate).map(|words| name_of(reading, words)),
        in_title: measure.in_title,
        in_subhead: measure.in_subhead,
        quoted: measure.quoted || measure.named,
        first_position: measure.first_body_position,
        pinned: wanted.pin(reading, candidates, scored.candidate).is_some(),
        contributions,
    }
}

pub(crate) fn weights(reading: &Reading) -> &'static [f64; COUNT] {
    if reading.is_english() { &keyword_weights::ENGLISH } else { &keyword_weights::CHINESE }
}

/// Gives `take` every candidate worth weighing, with its features; the scores are still 0. Of phrases,
/// `knows` tells whether the background knows them.
pub(crate) fn weigh<'a>(
    reading: &'a Reading,
    candidates: &'a Candidates,
    rarity: &Rarity<'_>,
    wanted: &Wanted<'_>,
    knows: impl Fn(&Candidate) -> bool,
    mut take: impl FnMut(Scored<'a>),
) {
    let mut scratch = Scratch::default();
    let short = is_short(reading);
    let may_be_named = wanted.named_keys().next().is_some();
    let barred = Barred::of(reading);
    for candidate in candidates.all().iter().filter(|candidate| candidate.frequency() > 0) {
        spend(CANDIDATE_UNITS);
        let named = may_be_named && wanted.names(reading, candidates, candidate);
        let frequent = short || candidate.frequency() > 1;
        if !(named || frequent || stands_out(reading, candidate))
            || !wanted.allows(reading, candidates, candidate)
            || (!named && is_fragment(reading, candidate))
            || (!named && barred.hold(candidates, candidate))
            || (!named
                && is_half(reading, candidates, candidate)
                && !rarity.knows_phrase(reading, candidate))
        {
            continue;
        }
        let measure = Measure::of(reading, candidates, candidate, &mut scratch);
        let topical = measure.in_title || measure.term_frequency >= TOPICAL_VERB || short;
        if (topical || named || !is_single_verb(reading, candidate))
            && let Some(scored) = score_facts(reading, rarity, candidate, measure, knows(candidate))
        {
            take(scored);
        }
    }
}

/// Whether an article has so few words that what stands once in it counts.
pub(crate) fn is_short(reading: &Reading) -> bool {
    reading.words.len() <= SHORT_ARTICLE
}

/// Whether its first occurrence is in the title, the first sentence or a subhead, or is a name in
/// 《》: what stands once elsewhere in a long article is no keyword.
fn stands_out(reading: &Reading, candidate: &Candidate) -> bool {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let zones = [Marks::IN_TITLE, Marks::IN_FIRST_SENTENCE, Marks::IN_SUBHEAD];
    zones.iter().any(|&zone| first.marks.has(zone)) || is_named(*first, *last)
}

fn is_single_verb(reading: &Reading, candidate: &Candidate) -> bool {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    let [word] = words else { return false };
    reading.terms.get(word.term).is_some_and(|term| term.class == WordClass::Verb)
}

fn score_facts<'a>(
    reading: &'a Reading,
    rarity: &Rarity<'_>,
    candidate: &'a Candidate,
    measure: Measure,
    known_phrase: bool,
) -> Option<Scored<'a>> {
    let words = reading.words.get(candidate.words.clone())?;
    let shape = Shape::of(words.iter().filter_map(|word| reading.terms.get(word.term)))?;
    let rarities = words.iter().map(|word| rarity.of_term(word.term));
    let mean = rarities.clone().sum::<f64>() / words.len() as f64;
    let facts = Facts {
        measure,
        shape,
        rarity: mean * rarity.issue_factor(|| stem_of(reading, candidate)),
        least_rarity: rarities.fold(f64::INFINITY, f64::min),
        article_words: reading.words.len(),
        title_words: reading.body_start,
        unknown: words.iter().any(|word| rarity.is_unknown(word.term)),
        known_phrase,
    };
    let features = features(&facts);
    let Facts { measure, rarity, .. } = facts;
    Some(Scored { candidate, measure, rarity, features, score: 0.0, lift: 0.0 })
}
