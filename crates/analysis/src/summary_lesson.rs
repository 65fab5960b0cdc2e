use std::borrow::Cow;

use tiyao_corpus::Background;

use crate::rarity::Rarity;
use crate::required_terms::RequiredTerms;
use crate::sentence_choice::{Purse, Stock};
use crate::sentence_features::COUNT;
use crate::sentence_table::SentenceTable;
use crate::short_titles::Introductions;
use crate::standing::standings;
use crate::summary::{make, purse, weigh};
use crate::term::TermId;
use crate::{Budget, Reading};

/// One article with its sentences as the scorer sees them.
pub struct SummaryLesson {
    texts: Vec<String>,
    /// The distinct words.
    terms: Vec<String>,
    /// The numbers of each sentence's words.
    words: Vec<Vec<TermId>>,
    features: Vec<[f64; COUNT]>,
    stock: Stock<'static>,
    purse: Purse,
}

impl SummaryLesson {
    /// The sentences of a reading's body, to be chosen within a budget.
    pub fn of(reading: &Reading, background: &Background, budget: Budget) -> Self {
        let rarity = Rarity::of(reading, background, None);
        let table = SentenceTable::of(reading);
        let (features, facts) = weigh(reading, &rarity, &table);
        let rows = facts.rows;
        let characters = table.rows.iter().map(|row| row.form.characters).collect();
        let written = table.rows.iter().map(|row| reading.written(row.sentence).to_owned());
        let written: Vec<String> = written.collect();
        let texts = written.iter().cloned().map(Cow::Owned).collect();
        let terms = (0..).take(reading.terms.len()).map(|n| reading.terms.text(n).to_owned());
        let words = table.rows.iter().map(|row| {
            let words = reading.words.get(row.sentence.words.clone()).unwrap_or_default();
            words.iter().map(|word| word.term).collect()
        });
        let mut stock = Stock::new(characters, standings(reading, &table), rows);
        stock.introductions = Introductions::find(reading, &table);
        stock.texts = texts;
        Self {
            texts: written,
            terms: terms.collect(),
            words: words.collect(),
            features,
            purse: purse(budget, &table),
            stock,
        }
    }

    /// The sentences as written.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The words of each sentence, in normalized form.
    pub fn words(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let text = |&term: &TermId| self.terms.get(term as usize).map_or("", String::as_str);
        self.words.iter().map(move |words| words.iter().map(text))
    }

    /// The values of the sentences' features.
    pub fn features(&self) -> impl Iterator<Item = &[f64]> {
        self.features.iter().map(<[f64; COUNT]>::as_slice)
    }

    /// The numbers of the sentences that a summary is made of where they score so, in the order of
    /// the text.
    pub fn chosen(&self, scores: &[f64], redundancy_weight: f64) -> Vec<usize> {
        let none = RequiredTerms::default();
        let making = make(&self.stock, scores, self.purse, redundancy_weight, &none);
        let mut rows: Vec<usize> = making.picks().into_iter().map(|pick| pick.row).collect();
        rows.sort_unstable();
        rows
    }
}
