use std::borrow::Cow;
use std::collections::HashMap;

use tiyao_corpus::Background;

use crate::pair_chances::{self, Traits};
use crate::prospect::Prospect;
use crate::rarity::Rarity;
use crate::required_terms::RequiredTerms;
use crate::sentence_choice::{Making, Purse, Stock};
use crate::sentence_features::COUNT;
use crate::sentence_pairs::PairCounts;
use crate::sentence_signs::{GAP, signs_of};
use crate::sentence_table::SentenceTable;
use crate::short_titles::Introductions;
use crate::standing::standings;
use crate::summary::{made, purse, weigh};
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
    pair_counts: PairCounts,
    /// The number of each pair of signs.
    pairs: HashMap<(u32, u32), u32>,
}

impl SummaryLesson {
    /// The sentences of a reading's body, to be chosen within a budget.
    pub fn of(reading: &Reading, background: &Background, budget: Budget) -> Self {
        let rarity = Rarity::of(reading, background, None);
        let table = SentenceTable::of(reading);
        let (features, facts) = weigh(reading, &rarity, &table);
        let (rows, mut pair_counts) = (facts.rows, facts.pair_counts);
        let mut pairs = HashMap::new();
        for signs in table.rows.iter().flat_map(|row| table.signs(row).windows(2)) {
            pair_counts.each_pair(signs, |_, number| {
                pairs.extend(pair(signs).map(|pair| (pair, number)));
            });
        }
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
            pair_counts,
            pairs,
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

    /// Which of the article's pairs of signs stand in a text.
    pub fn pairs_in(&self, text: &str) -> Vec<bool> {
        let mut standing = vec![false; self.pair_counts.pairs.len()];
        let signs = signs_of(text);
        let numbers = signs.windows(2).filter_map(|signs| self.pairs.get(&pair(signs)?));
        for &number in numbers {
            if let Some(slot) = standing.get_mut(number as usize) {
                *slot = true;
            }
        }
        standing
    }

    /// The traits of the article's pairs of signs where its sentences score so.
    pub fn pair_traits(&self, scores: &[f64]) -> Vec<Traits> {
        let mut traits = Vec::with_capacity(self.pair_counts.pairs.len());
        pair_chances::each_pair(&self.pair_counts, scores, |of_pair| traits.push(of_pair));
        traits
    }

    /// The numbers of the sentences that a summary is made of where they score so, and the traits of
    /// pairs give such odds, in the order of the text.
    pub fn chosen(
        &self,
        scores: &[f64],
        odds: Option<&[f64; pair_chances::COUNT]>,
        redundancy_weight: f64,
    ) -> Vec<usize> {
        let prospect = odds
            .zip(self.purse.characters())
            .map(|(odds, characters)| Prospect::of(&self.pair_counts, scores, odds, characters));
        let making = Making::new(&self.stock, scores, self.purse, redundancy_weight);
        let making = made(making.toward(prospect.as_ref()), &RequiredTerms::default());
        let mut rows: Vec<usize> = making.picks().into_iter().map(|pick| pick.row).collect();
        rows.sort_unstable();
        rows
    }
}

/// Two signs with no gap between them.
fn pair(signs: &[u32]) -> Option<(u32, u32)> {
    let (&first, &second) = (signs.first()?, signs.get(1)?);
    (first != GAP && second != GAP).then_some((first, second))
}
