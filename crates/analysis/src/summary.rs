use std::borrow::Cow;

use tiyao_corpus::Background;
use tiyao_text::Span;

use crate::contribution::{add, contributions};
use crate::prospect::Prospect;
use crate::query::Gains;
use crate::rarity::Rarity;
use crate::reading::Reading;
use crate::required_terms::RequiredTerms;
use crate::sentence_choice::{Account, Choice, Making, Pick, Purse, Reason, Standing, Stock};
use crate::sentence_facts::{Facts, Seen};
use crate::sentence_features::{self, COUNT, NAMES};
use crate::sentence_pairs::PairCounts;
use crate::sentence_table::SentenceTable;
use crate::short_titles::Introductions;
use crate::standing::{self, standings};
use crate::term::TermId;
use crate::{
    Budget, Contribution, IssueTerms, SentenceEvidence, Summary, SummaryOptions, SummarySentence,
    clause_cut, pair_chances, pair_odds, sentence_weights,
};

/// How many terms the evidence of a sentence names.
const EVIDENCE_TERMS: usize = 5;
/// How fast salience falls with the score: a sentence that scores this much less than the heaviest
/// has 1/e of its salience.
const SALIENCE_SCALE: f64 = 0.25;

/// The summary of an article: whole sentences in the order of the text, within the budget. Sentences
/// that do not stand alone come with the one they lean on, or where nothing else fits; heads of
/// lists have no place in it. It is empty when no sentence fits and the options allow no cut.
pub fn summarize(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    options: &SummaryOptions,
) -> Summary {
    let weighed = Weighed::of(reading, background, issue, options);
    let prospect = weighed.prospect(options.budget);
    let required = RequiredTerms::find(reading, &weighed.table, &options.required_terms);
    let purse = purse(options.budget, &weighed.table);
    let make = |purse| {
        let Weighed { stock, scores, .. } = &weighed;
        let making = Making::new(stock, scores, purse, options.redundancy_weight);
        made(making.toward(prospect.as_ref()), &required)
    };
    let mut making = make(purse);
    let cut = if making.is_empty() && options.allow_cut { weighed.cut(purse) } else { None };
    if making.is_empty() && cut.is_none() && options.budget == Budget::Unset {
        making = make(Purse::Sentence(Budget::INFORMATIVE));
    }
    let unmet = required.unmet(&making).filter_map(|number| options.required_terms.get(number));
    let unmet_terms = unmet.cloned().collect();
    let Account { chosen, passed } =
        if options.explain { making.account() } else { Account::default() };
    let mut picks = making.picks();
    picks.sort_unstable_by_key(|pick| pick.row);
    // a budget of sentences bounds no sentence: an abstract's length does
    let bounds_each = options.allow_cut && matches!(options.budget, Budget::Sentences(_));
    let end_of = |pick: &Pick| {
        if bounds_each { weighed.end_within(pick.row, Budget::INDICATIVE) } else { None }
    };
    let told = |pick: &Pick| chosen.get(pick.rank - 1).cloned();
    let mut sentences: Vec<SummarySentence> = picks
        .iter()
        .filter_map(|pick| Some(weighed.sentence(pick, end_of(pick))?.told(told(pick))))
        .collect();
    let passed_over = passed
        .into_iter()
        .filter_map(|(pick, reason)| Some(weighed.sentence(&pick, None)?.told(Some(reason))))
        .collect();
    sentences.extend(cut);
    let characters = sentences.iter().flat_map(|sentence| sentence.text.chars());
    let character_count = characters.filter(|c| !c.is_whitespace()).count();
    Summary { sentences, character_count, unmet_terms, passed_over }
}

impl SummarySentence {
    /// The same with the reason that it was chosen or passed over for, if it is to be told.
    fn told(mut self, reason: Option<Reason>) -> Self {
        if let Some(Reason { verdict, gain }) = reason {
            self.evidence.verdict = Some(verdict);
            self.evidence.gain = gain;
        }
        self
    }
}

/// An article's sentences with all that is known of them before any is chosen.
pub(crate) struct Weighed<'a> {
    reading: &'a Reading,
    pub(crate) table: SentenceTable<'a>,
    pub(crate) stock: Stock<'a>,
    pub(crate) scores: Vec<f64>,
    /// The highest score.
    pub(crate) best: f64,
    weights: &'static [f64; COUNT],
    features: Vec<[f64; COUNT]>,
    centroid: Vec<f64>,
    /// What the query adds to each score.
    gains: Gains,
    /// What each feature added is told of every sentence.
    explain: bool,
    pair_counts: PairCounts,
}

impl<'a> Weighed<'a> {
    pub(crate) fn of(
        reading: &'a Reading,
        background: &Background,
        issue: Option<&IssueTerms>,
        options: &SummaryOptions,
    ) -> Self {
        let rarity = Rarity::of(reading, background, issue);
        let table = SentenceTable::of(reading);
        let (features, facts) = weigh(reading, &rarity, &table);
        let Facts { rows, centroid, pair_counts, .. } = facts;
        let weights = weights(reading, options.budget);
        let mut scores = scores(&features, weights);
        let gains = Gains::of(reading, &table, &rarity, &rows, &scores, &options.query);
        for (row, score) in scores.iter_mut().enumerate() {
            *score += gains.of_row(row);
        }
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let characters = table.rows.iter().map(|row| row.form.characters).collect();
        let mut standings = standings(reading, &table);
        if reading.is_english() && options.budget == Budget::Sentences(1) {
            standing::hold_pronouns(&mut standings, reading, &table);
        }
        let written = table.rows.iter().map(|row| reading.written(row.sentence));
        let texts = written.map(Cow::Borrowed).collect();
        let mut stock = Stock::new(characters, standings, rows);
        stock.introductions = Introductions::find(reading, &table);
        stock.texts = texts;
        Self {
            reading,
            table,
            stock,
            scores,
            best,
            weights,
            features,
            centroid,
            gains,
            explain: options.explain,
            pair_counts,
        }
    }

    /// What the sentences may add to a summary of so many characters, where the odds of pairs are
    /// known.
    fn prospect(&self, budget: Budget) -> Option<Prospect<'_>> {
        let odds = odds(self.reading, budget)?;
        let characters = purse(budget, &self.table).characters()?;
        Some(Prospect::of(&self.pair_counts, &self.scores, odds, characters))
    }

    /// A chosen sentence, up to the byte `end` if it is cut there.
    pub(crate) fn sentence(&self, pick: &Pick, end: Option<usize>) -> Option<SummarySentence> {
        let row = self.table.rows.get(pick.row)?;
        let block = self.reading.block_of(row.sentence)?;
        let all = row.sentence.span;
        let span = end.map_or(all, |end| Span::new(all.start(), all.start() + end));
        let salience = salience(self.scores.get(pick.row)? - self.best);
        let cells = self.stock.rows.row(pick.row);
        Some(SummarySentence {
            text: span.cut(block.excerpt.text()).to_owned(),
            spans: block.excerpt.trace(span),
            rank: pick.rank,
            salience: salience.clamp(f64::MIN_POSITIVE, 1.0),
            cut: end.is_some(),
            evidence: SentenceEvidence {
                paragraph_index: block.paragraph_index,
                sentence_index: row.sentence_index,
                redundancy: pick.redundancy,
                terms: heaviest_terms(self.reading, cells, &self.centroid),
                contributions: self.contributions(pick.row),
                verdict: None,
                gain: Vec::new(),
            },
        })
    }

    /// What each feature added to a sentence's score, and the query; nothing unless it was asked for.
    fn contributions(&self, row: usize) -> Vec<Contribution> {
        let Some(features) = self.features.get(row).filter(|_| self.explain) else {
            return Vec::new();
        };
        let mut parts = contributions(&NAMES, self.weights, features);
        if let Some(gain) = self.gains.contribution(row) {
            add(&mut parts, gain);
        }
        parts
    }

    /// Where a sentence is cut to have at most so many characters; `None` if it has no more.
    fn end_within(&self, row: usize, characters: usize) -> Option<usize> {
        let is_longer = self.table.rows.get(row)?.form.characters > characters;
        if is_longer { self.clauses_within(row, characters) } else { None }
    }

    /// Where the whole clauses of a sentence end that have at most so many characters.
    fn clauses_within(&self, row: usize, characters: usize) -> Option<usize> {
        let written = self.reading.written(self.table.rows.get(row)?.sentence);
        clause_cut::cut(written, characters)
    }

    /// The heaviest sentence of which whole clauses fit; those that stand alone come first.
    fn cut(&self, purse: Purse) -> Option<SummarySentence> {
        let Purse::Characters(characters) = purse else { return None };
        let standing = |row: usize| self.stock.standings.get(row).copied();
        let mut order: Vec<(usize, f64)> = self.scores.iter().copied().enumerate().collect();
        order.retain(|&(row, _)| standing(row) != Some(Standing::Never));
        order.sort_unstable_by(|a, b| {
            let leans = |row| standing(row) != Some(Standing::Alone);
            leans(a.0).cmp(&leans(b.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        });
        order.into_iter().find_map(|(row, _)| {
            let end = self.clauses_within(row, characters)?;
            let pick = Pick { row, rank: 1, redundancy: 0.0, lead: row, is_required: false };
            self.sentence(&pick, Some(end))
        })
    }
}

/// How salient a sentence is that scores so much more than the heaviest, which is 1.
pub(crate) fn salience(difference: f64) -> f64 {
    (difference / SALIENCE_SCALE).exp()
}

/// The weights of the features for the reading's language and the budget.
pub(crate) fn weights(reading: &Reading, budget: Budget) -> &'static [f64; COUNT] {
    match (reading.is_english(), budget) {
        (true, _) => &sentence_weights::ENGLISH,
        (false, Budget::Sentences(1)) => &sentence_weights::CHINESE_HEADLINE,
        (false, _) => &sentence_weights::CHINESE,
    }
}

/// The odds of pairs to stand in a summary of up to so many characters. What is asked for by the
/// sentence, or as a part of the article, is filled by score; English is too.
pub(crate) fn odds(
    reading: &Reading,
    budget: Budget,
) -> Option<&'static [f64; pair_chances::COUNT]> {
    let known = !reading.is_english() && matches!(budget, Budget::Unset | Budget::Characters(_));
    known.then_some(&pair_odds::ODDS)
}

/// The features of every sentence, and what they were made from.
pub(crate) fn weigh<'a>(
    reading: &'a Reading,
    rarity: &Rarity<'_>,
    table: &'a SentenceTable<'a>,
) -> (Vec<[f64; COUNT]>, Facts<'a>) {
    let facts = Facts::of(reading, rarity, table);
    let seen = (0..table.rows.len()).filter_map(|row| Seen::of(&facts, row));
    (seen.map(|seen| sentence_features::features(&facts, &seen)).collect(), facts)
}

/// What each sentence scores: the sum of its features, each times its weight.
pub(crate) fn scores(features: &[[f64; COUNT]], weights: &[f64]) -> Vec<f64> {
    features.iter().map(|features| weights.iter().zip(features).map(|(w, f)| w * f).sum()).collect()
}

/// What a budget lets a summary of these sentences cost.
pub(crate) fn purse(budget: Budget, table: &SentenceTable<'_>) -> Purse {
    match budget {
        Budget::Unset => Purse::Characters(Budget::INDICATIVE),
        Budget::Characters(n) => Purse::Characters(n),
        Budget::Sentences(n) => Purse::Sentences(n),
        Budget::Ratio(ratio) => {
            let all: usize = table.rows.iter().map(|row| row.form.characters).sum();
            Purse::Characters(part_of(all, ratio))
        }
    }
}

/// Chooses what is required, then what is best: sentences that stand, and others only where none of
/// those fits.
pub(crate) fn made<'a>(making: Making<'a>, required: &RequiredTerms) -> Making<'a> {
    let mut making = required.meet(making);
    making.fill(Choice::Sound);
    if making.is_empty() {
        making.fill(Choice::Any);
    }
    making
}

/// The whole number of characters in `ratio` of `all`; a ratio outside 0 to 1 counts as the nearer
/// of the two.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `all`")]
fn part_of(all: usize, ratio: f64) -> usize {
    let ratio = if ratio.is_nan() { 0.0 } else { ratio.clamp(0.0, 1.0) };
    ((all as f64 * ratio).floor() as usize).min(all)
}

/// The terms that the sentence shares with the centroid, the heaviest first.
fn heaviest_terms(reading: &Reading, cells: &[(TermId, f64)], centroid: &[f64]) -> Vec<String> {
    let mut terms: Vec<(f64, TermId)> = cells
        .iter()
        .map(|&(term, w)| (w * centroid.get(term as usize).unwrap_or(&0.0), term))
        .collect();
    terms.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    terms
        .into_iter()
        .take(EVIDENCE_TERMS)
        .map(|(_, term)| reading.terms.text(term).to_owned())
        .collect()
}
