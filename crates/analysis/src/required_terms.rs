//! Terms that a summary must have.

use tiyao_text::term_key;

use crate::reading::Reading;
use crate::sentence_choice::Making;
use crate::sentence_table::SentenceTable;
use crate::term_match::stands_in;

/// Which sentences have each required term.
#[derive(Default)]
pub(crate) struct RequiredTerms {
    /// By term: the rows that have it, in the order of the text.
    holders: Vec<Vec<usize>>,
}

/// What comes first among the sentences that have as many of the missing terms.
#[derive(Clone, Copy)]
enum First {
    Heaviest,
    Shortest,
}

impl RequiredTerms {
    /// Looks the terms up in the sentences. An empty one is in none.
    pub(crate) fn find(reading: &Reading, table: &SentenceTable<'_>, terms: &[String]) -> Self {
        let keys: Vec<String> = terms.iter().map(|term| term_key(term)).collect();
        let mut holders = vec![Vec::new(); keys.len()];
        if !keys.is_empty() {
            for (number, row) in table.rows.iter().enumerate() {
                let text = term_key(reading.written(row.sentence));
                for (key, rows) in keys.iter().zip(&mut holders) {
                    if !key.is_empty() && stands_in(key, &text) {
                        rows.push(number);
                    }
                }
            }
        }
        Self { holders }
    }

    /// Takes sentences until every term is met for which one still fits: the heaviest that have the
    /// most of the missing terms, or the shortest where those leave fewer terms missing.
    pub(crate) fn meet<'a>(&self, making: Making<'a>) -> Making<'a> {
        if self.holders.is_empty() {
            return making;
        }
        let heaviest = self.met_by(making.clone(), First::Heaviest);
        if self.unmet(&heaviest).next().is_none() {
            return heaviest;
        }
        let shortest = self.met_by(making, First::Shortest);
        let fewer = self.unmet(&shortest).count() < self.unmet(&heaviest).count();
        if fewer { shortest } else { heaviest }
    }

    /// The numbers of the terms that no taken sentence has.
    pub(crate) fn unmet(&self, making: &Making<'_>) -> impl Iterator<Item = usize> {
        let holders = self.holders.iter().enumerate();
        holders
            .filter(|(_, rows)| !rows.iter().any(|&row| making.is_taken(row)))
            .map(|(number, _)| number)
    }

    fn met_by<'a>(&self, mut making: Making<'a>, first: First) -> Making<'a> {
        loop {
            let missing: Vec<usize> = self.unmet(&making).collect();
            let mut holding: Vec<(usize, usize)> = Vec::new();
            let lists = missing.iter().filter_map(|&number| self.holders.get(number));
            let mut rows: Vec<usize> = lists.flatten().copied().collect();
            rows.sort_unstable();
            for same in rows.chunk_by(|a, b| a == b) {
                holding.extend(same.first().map(|&row| (same.len(), row)));
            }
            let better = |a: &(usize, usize), b: &(usize, usize)| {
                let by_weight = making.value(b.1).total_cmp(&making.value(a.1));
                let by_length = making.characters(a.1).cmp(&making.characters(b.1));
                let order = match first {
                    First::Heaviest => b.0.cmp(&a.0).then(by_weight),
                    First::Shortest => by_length.then(by_weight),
                };
                order.then(a.1.cmp(&b.1))
            };
            holding.sort_unstable_by(better);
            if !holding.into_iter().any(|(_, row)| making.take_sound(row)) {
                return making;
            }
        }
    }
}
