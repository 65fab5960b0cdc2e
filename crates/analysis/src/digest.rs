//! What a whole issue says, in its articles' own sentences.

use std::borrow::Cow;
use std::collections::HashSet;

use tiyao_corpus::Background;

use crate::fingerprint::{Fingerprint, FingerprintMap};
use crate::reading::Reading;
use crate::sentence_choice::{Choice, Making, Purse, Standing, Stock};
use crate::sparse::{self, Matrix};
use crate::summary::Weighed;
use crate::term::TermId;
use crate::{
    Budget, Digest, DigestOptions, DigestSentence, IssueTerms, SummaryOptions, SummarySentence,
};

/// How many sentences of an article may come into the digest, so that what is kept of an issue is
/// bounded by its articles.
const NOMINEES: usize = 3;
/// How much likeness to what the issue speaks of weighs beside an article's own choice.
const ISSUE_PULL: f64 = 0.5;
/// How much an article's length weighs: the longest gains this, a brief next to nothing.
const LENGTH_PULL: f64 = 0.6;
/// The fewest characters that tell who did what to readers who see nothing else of the article; in
/// English, five letters count as two characters.
const LEAST: usize = 20;

/// A sentence that an article puts up for the digest of its issue.
#[derive(Clone, Debug)]
pub struct Nominee {
    article_index: usize,
    /// Its place among the article's nominees; the first is 0.
    place: usize,
    sentence: SummarySentence,
    characters: usize,
    /// Its score less that of the article's heaviest sentence.
    score: f64,
    /// Characters of its article's sentences.
    article_characters: usize,
    /// Its terms with their weights, of length 1.
    terms: Vec<(Fingerprint, f64)>,
}

/// The sentences that an article puts up: its best that stand alone, are no mere slogans, and repeat
/// each other little.
pub fn nominees(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
    article_index: usize,
) -> Vec<Nominee> {
    // each speaks once, as a headline does, before it speaks twice
    let options = SummaryOptions { budget: Budget::Sentences(1), ..SummaryOptions::default() };
    let mut weighed = Weighed::of(reading, background, issue, &options);
    hold_slogans(&mut weighed.stock, if reading.is_english() { LEAST * 5 / 2 } else { LEAST });
    let weight = DigestOptions::default().redundancy_weight;
    let mut making =
        Making::new(&weighed.stock, &weighed.scores, Purse::Sentences(NOMINEES), weight);
    making.fill(Choice::Alone);
    let article_characters = weighed.stock.characters.iter().sum();
    let picks = making.picks();
    let nominees = picks.iter().enumerate().filter_map(|(place, pick)| {
        let terms = weighed.stock.rows.row(pick.row).iter().filter_map(|&(term, weight)| {
            Some((reading.terms.get(term)?.stem.fingerprint, weight))
        });
        Some(Nominee {
            article_index,
            place,
            sentence: weighed.sentence(pick, None)?,
            characters: *weighed.stock.characters.get(pick.row)?,
            score: weighed.scores.get(pick.row)? - weighed.best,
            article_characters,
            terms: terms.collect(),
        })
    });
    nominees.collect()
}

/// Holds back what has fewer characters than `least`, where anything longer stands alone.
fn hold_slogans(stock: &mut Stock<'_>, least: usize) {
    let rows = || stock.standings.iter().zip(&stock.characters);
    if !rows().any(|(standing, n)| *standing == Standing::Alone && *n >= least) {
        return;
    }
    for (standing, characters) in stock.standings.iter_mut().zip(&stock.characters) {
        if *standing == Standing::Alone && *characters < least {
            *standing = Standing::Held;
        }
    }
}

/// The digest of an issue from what its articles put up, each article once before one speaks twice.
/// The best speak for what the issue speaks of, and for long articles; no sentence comes twice.
pub fn digest(mut nominees: Vec<Nominee>, options: &DigestOptions) -> Digest {
    nominees.sort_by_key(|nominee| (nominee.article_index, nominee.place));
    let rows = rows(&nominees);
    let mut centroid = rows.combined(&vec![1.0; rows.len()]);
    sparse::normalize(&mut centroid);
    let likeness = rows.times(&centroid);
    let longest = nominees.iter().map(|nominee| nominee.article_characters).max().unwrap_or(0);
    let longest = (longest as f64).ln_1p().max(1.0);
    let scores: Vec<f64> = nominees
        .iter()
        .zip(likeness)
        .map(|(nominee, likeness)| {
            let length = (nominee.article_characters as f64).ln_1p() / longest;
            nominee.score + ISSUE_PULL * likeness + LENGTH_PULL * length
        })
        .collect();
    let mut said: HashSet<&str> = HashSet::new();
    let standings = nominees.iter().map(|nominee| match nominee.place {
        _ if !said.insert(&nominee.sentence.text) => Standing::Never,
        0 => Standing::Alone,
        _ => Standing::Held,
    });
    let standings = standings.collect();
    let characters = nominees.iter().map(|nominee| nominee.characters).collect();
    let mut stock = Stock::new(characters, standings, rows);
    let texts = nominees.iter().map(|nominee| nominee.sentence.text.as_str());
    stock.texts = texts.map(Cow::Borrowed).collect();
    let purse = match options.budget {
        Budget::Unset | Budget::Ratio(_) => Purse::Characters(Budget::INFORMATIVE),
        Budget::Characters(n) => Purse::Characters(n),
        Budget::Sentences(n) => Purse::Sentences(n),
    };
    let mut making = Making::new(&stock, &scores, purse, options.redundancy_weight);
    making.fill(Choice::Alone);
    making.fill(Choice::Any);
    let mut picks = making.picks();
    picks.sort_unstable_by_key(|pick| pick.row);
    let mut digest = Digest::default();
    for pick in picks {
        let Some(nominee) = nominees.get(pick.row) else { continue };
        let mut sentence = nominee.sentence.clone();
        sentence.rank = pick.rank;
        sentence.evidence.redundancy = pick.redundancy;
        digest.character_count += nominee.characters;
        digest.sentences.push(DigestSentence { article_index: nominee.article_index, sentence });
    }
    digest
        .sentences
        .sort_by_key(|chosen| (chosen.article_index, chosen.sentence.evidence.sentence_index));
    digest
}

/// The nominees' terms as rows.
fn rows(nominees: &[Nominee]) -> Matrix {
    let mut numbers: FingerprintMap<TermId> = FingerprintMap::default();
    for (fingerprint, _) in nominees.iter().flat_map(|nominee| &nominee.terms) {
        let next = TermId::try_from(numbers.len()).unwrap_or(TermId::MAX);
        numbers.entry(*fingerprint).or_insert(next);
    }
    let mut rows = Matrix::new(numbers.len());
    for nominee in nominees {
        let cells = nominee.terms.iter();
        rows.push_row(
            cells.filter_map(|(fingerprint, weight)| Some((*numbers.get(fingerprint)?, *weight))),
        );
    }
    rows
}
