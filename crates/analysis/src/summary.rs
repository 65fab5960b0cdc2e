use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};

use tiyao_corpus::Background;

use crate::contribution::contributions;
use crate::rarity::Rarity;
use crate::reading::Reading;
use crate::sentence_features::{COUNT, NAMES, Weighing, weigh};
use crate::sentence_table::{Row, SentenceTable};
use crate::term::TermId;
use crate::{
    Budget, IssueTerms, SentenceEvidence, Summary, SummaryOptions, SummarySentence,
    sentence_weights, wording,
};

/// A term that stands in more sentences tells nothing of redundancy, and would make the comparison
/// of all with all.
const COMMON_TERM: usize = 500;
/// The most characters of a lead that is held to be a subhead run into its paragraph.
const BARE_LEAD: usize = 18;
/// How many terms the evidence of a sentence names.
const EVIDENCE_TERMS: usize = 5;
/// How fast salience falls with the score: a sentence that scores this much less than the heaviest
/// has 1/e of its salience.
const SALIENCE_SCALE: f64 = 0.25;

/// The summary of an article: whole sentences in the order of the text, within the budget. It is
/// empty when no sentence fits, unless the budget is [`Budget::Indicative`]. Heads of lists have no
/// place in it, and leads that are subheads run into their paragraph only where nothing else fits.
pub fn summarize(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    options: &SummaryOptions,
) -> Summary {
    let rarity = Rarity::of(reading, background, issue);
    let table = SentenceTable::of(reading);
    let weighing = weigh(reading, &rarity, &table);
    let scores: Vec<f64> = weighing
        .features
        .iter()
        .map(|features| weights(reading).iter().zip(features).map(|(w, f)| w * f).sum())
        .collect();
    let mut picks = pick(&table, &weighing, &scores, reading, options, Held::Back);
    if picks.is_empty() {
        picks = pick(&table, &weighing, &scores, reading, options, Held::Free);
    }
    if picks.is_empty() && options.budget == Budget::Indicative {
        let one = SummaryOptions { budget: Budget::Sentences(1), ..*options };
        picks = pick(&table, &weighing, &scores, reading, &one, Held::Free);
    }
    picks.sort_unstable_by_key(|pick| pick.row);
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sentences: Vec<SummarySentence> = picks
        .iter()
        .filter_map(|pick| {
            let row = table.rows.get(pick.row)?;
            let score = *scores.get(pick.row)?;
            Some(sentence(reading, &weighing, row, pick, ((score - best) / SALIENCE_SCALE).exp()))
        })
        .collect();
    let chosen = picks.iter().filter_map(|pick| table.rows.get(pick.row));
    Summary { character_count: chosen.map(|row| row.characters).sum(), sentences }
}

/// The weights of the features for the reading's language.
pub(crate) fn weights(reading: &Reading) -> &'static [f64; COUNT] {
    if reading.is_english() { &sentence_weights::ENGLISH } else { &sentence_weights::CHINESE }
}

/// One chosen sentence.
struct Pick {
    row: usize,
    rank: usize,
    redundancy: f64,
}

/// What may still be spent.
enum Purse {
    Characters(usize),
    Sentences(usize),
}

impl Purse {
    fn of(budget: Budget, table: &SentenceTable<'_>) -> Self {
        match budget {
            Budget::Indicative => Self::Characters(Budget::INDICATIVE),
            Budget::Characters(n) => Self::Characters(n),
            Budget::Sentences(n) => Self::Sentences(n),
            Budget::Ratio(ratio) => {
                let all: usize = table.rows.iter().map(|row| row.characters).sum();
                Self::Characters(part_of(all, ratio))
            }
        }
    }

    /// Takes what a sentence costs; whether there was enough.
    fn pay(&mut self, characters: usize) -> bool {
        let (left, cost) = match self {
            Self::Characters(left) => (left, characters),
            Self::Sentences(left) => (left, 1),
        };
        let rest = left.checked_sub(cost);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Characters(0) | Self::Sentences(0))
    }
}

/// The whole number of characters in `ratio` of `all`; a ratio outside 0 to 1 counts as the nearer
/// of the two.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `all`")]
fn part_of(all: usize, ratio: f64) -> usize {
    let ratio = if ratio.is_nan() { 0.0 } else { ratio.clamp(0.0, 1.0) };
    ((all as f64 * ratio).floor() as usize).min(all)
}

/// Chooses sentences greedily by score less redundancy (maximal marginal relevance, Carbonell and
/// Goldstein 1998). A sentence's redundancy can only grow, so the heap's first is taken if its value
/// is still what it was, and goes back with the new one otherwise.
fn pick(
    table: &SentenceTable<'_>,
    weighing: &Weighing,
    scores: &[f64],
    reading: &Reading,
    options: &SummaryOptions,
    held: Held,
) -> Vec<Pick> {
    let mut purse = Purse::of(options.budget, table);
    let weight = if options.redundancy_weight.is_nan() { 0.0 } else { options.redundancy_weight };
    let weight = weight.clamp(0.0, 1.0);
    let postings = postings(weighing, table.terms);
    let mut redundancy = vec![0.0_f64; table.rows.len()];
    let mut likeness = vec![0.0_f64; table.rows.len()];
    let mut heap: BinaryHeap<Offer> = scores
        .iter()
        .enumerate()
        .filter(|&(row, _)| table.rows.get(row).is_some_and(|r| may_stand(reading, r, row, held)))
        .map(|(row, &value)| Offer { value, row })
        .collect();
    let mut picks: Vec<Pick> = Vec::new();
    let mut said: HashSet<&str> = HashSet::new();
    while let Some(offer) = heap.pop() {
        if purse.is_empty() {
            break;
        }
        let (Some(&score), Some(&redundant)) = (scores.get(offer.row), redundancy.get(offer.row))
        else {
            continue;
        };
        let value = score - weight * redundant;
        if value < offer.value {
            heap.push(Offer { value, row: offer.row });
            continue;
        }
        if table.rows.get(offer.row).is_none_or(|row| said.contains(reading.written(row.sentence)))
        {
            continue;
        }
        if !purse.pay(table.rows.get(offer.row).map_or(usize::MAX, |row| row.characters)) {
            continue;
        }
        said.extend(table.rows.get(offer.row).map(|row| reading.written(row.sentence)));
        picks.push(Pick { row: offer.row, rank: picks.len() + 1, redundancy: redundant });
        spread(offer.row, weighing, &postings, &mut likeness, &mut redundancy);
    }
    picks
}

/// What becomes of sentences that hardly stand alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// They are left out.
    Back,
    /// They are taken as any other, since there is nothing else.
    Free,
}

/// Whether a sentence may be part of a summary.
fn may_stand(reading: &Reading, row: &Row<'_>, number: usize, held: Held) -> bool {
    !row.sentence.words.is_empty()
        && !wording::is_list_head(reading.written(row.sentence))
        && (held == Held::Free || !is_bare_lead(reading, row, number))
}

/// Whether a sentence stands at the head of its paragraph, or for all of it, as a subhead would
/// (全力落实属地包保责任。): too short to say by itself what it is about. The first sentence of an article
/// is none.
fn is_bare_lead(reading: &Reading, row: &Row<'_>, number: usize) -> bool {
    let short = row.characters <= BARE_LEAD && !reading.is_english();
    number > 0 && row.place_in_paragraph == 0 && short
}

/// A sentence that waits to be chosen.
struct Offer {
    value: f64,
    row: usize,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then(other.row.cmp(&self.row))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

/// The rows of each term that is not common.
fn postings(weighing: &Weighing, terms: usize) -> Vec<Vec<(usize, f64)>> {
    let mut postings = vec![Vec::new(); terms];
    for row in 0..weighing.rows.len() {
        for &(term, weight) in weighing.rows.row(row) {
            if let Some(list) = postings.get_mut(term as usize)
                && list.len() <= COMMON_TERM
            {
                list.push((row, weight));
            }
        }
    }
    postings
}

/// Raises the redundancy of every sentence that shares a term with the chosen one. `likeness` is
/// all zero before and after.
fn spread(
    chosen: usize,
    weighing: &Weighing,
    postings: &[Vec<(usize, f64)>],
    likeness: &mut [f64],
    redundancy: &mut [f64],
) {
    let mut touched: Vec<usize> = Vec::new();
    for &(term, weight) in weighing.rows.row(chosen) {
        let list = postings.get(term as usize).map(Vec::as_slice).unwrap_or_default();
        if list.len() > COMMON_TERM {
            continue;
        }
        for &(row, other) in list {
            if let Some(slot) = likeness.get_mut(row) {
                if *slot <= 0.0 {
                    touched.push(row);
                }
                *slot += weight * other;
            }
        }
    }
    for row in touched {
        if let Some((like, redundant)) = likeness.get_mut(row).zip(redundancy.get_mut(row)) {
            *redundant = redundant.max(like.min(1.0));
            *like = 0.0;
        }
    }
}

fn sentence(
    reading: &Reading,
    weighing: &Weighing,
    row: &Row<'_>,
    pick: &Pick,
    salience: f64,
) -> SummarySentence {
    let block = reading.block_of(row.sentence);
    let features = weighing.features.get(pick.row).copied().unwrap_or([0.0; COUNT]);
    let contributions = contributions(&NAMES, weights(reading), &features);
    SummarySentence {
        text: reading.written(row.sentence).to_owned(),
        spans: block.map(|block| block.excerpt.trace(row.sentence.span)).unwrap_or_default(),
        rank: pick.rank,
        salience: salience.clamp(f64::MIN_POSITIVE, 1.0),
        evidence: SentenceEvidence {
            paragraph_index: block.map_or(0, |block| block.paragraph_index),
            sentence_index: row.sentence_index,
            redundancy: pick.redundancy,
            terms: heaviest_terms(reading, weighing, pick.row),
            contributions,
        },
    }
}

/// The terms that the sentence shares with the centroid, the heaviest first.
fn heaviest_terms(reading: &Reading, weighing: &Weighing, row: usize) -> Vec<String> {
    let mut terms: Vec<(f64, TermId)> = weighing
        .rows
        .row(row)
        .iter()
        .map(|&(term, w)| (w * weighing.centroid.get(term as usize).unwrap_or(&0.0), term))
        .collect();
    terms.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    terms
        .into_iter()
        .take(EVIDENCE_TERMS)
        .map(|(_, term)| reading.terms.text(term).to_owned())
        .collect()
}
