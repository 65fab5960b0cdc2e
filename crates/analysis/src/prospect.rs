//! What sentences add to a summary: how much more it is expected to have in common with one that
//! people would write.

use crate::Contribution;
use crate::contribution::contributions;
use crate::pair_chances::{self, COUNT};
use crate::sentence_pairs::PairCounts;
use tiyao_text::interrupt::spend;

/// How much one more in a sentence's score adds to what is expected, for each of its pairs; without
/// it a sentence were worth no more than its pairs, which know nothing of what only whole sentences
/// have.
const SCORE_SHARE: f64 = 0.16;

/// The part of people's summaries that stands in the article, pair by pair.
const OWN_WORDS: f64 = 0.5;

/// What a gain is made of: the pairs that people's summary is expected to have too, what is lost of them
/// because chosen sentences have them, what the score adds to them, and the room that the sentence takes.
const PARTS: [&str; 4] = ["expected pairs", "said already", "score above mean", "length"];

/// What each sentence of an article may add.
pub(crate) struct Prospect<'a> {
    counts: &'a PairCounts,
    /// How likely each pair is to stand in people's summary.
    chances: Vec<f64>,
    /// By row.
    sentences: Vec<Sentence>,
    /// How long people's summary may be, in pairs.
    wanted: f64,
}

/// What is expected of sentences.
#[derive(Clone, Copy, Debug, Default)]
struct Sentence {
    /// The pairs that people's summary has too, beside those that were expected before.
    common: f64,
    /// All pairs.
    length: f64,
}

impl<'a> Prospect<'a> {
    /// The prospect of sentences that have these pairs and score so, where people's summary is as long
    /// as this one may be, or a little shorter: as many pairs as there are `characters`.
    pub(crate) fn of(
        counts: &'a PairCounts,
        scores: &[f64],
        odds: &[f64; COUNT],
        characters: usize,
    ) -> Self {
        let wanted = characters.max(1) as f64;
        let chances = pair_chances::chances(counts, scores, odds, OWN_WORDS * wanted);
        let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
        let sentences = scores.iter().zip(counts.rows()).map(|(score, cells)| {
            let length = f64::from(cells.iter().map(|cell| cell.count).sum::<u32>());
            Sentence { common: SCORE_SHARE * (score - mean) * length, length }
        });
        Self { sentences: sentences.collect(), counts, chances, wanted }
    }
}

/// What is expected of a summary in the making.
#[derive(Clone)]
pub(crate) struct Tally<'a> {
    prospect: &'a Prospect<'a>,
    /// By pair: how much it adds where it comes next.
    left: Vec<f64>,
    /// What is left of that whenever it comes.
    again: f64,
    chosen: Sentence,
}

impl<'a> Tally<'a> {
    /// Nothing is chosen yet.
    pub(crate) fn new(prospect: &'a Prospect<'a>, redundancy_weight: f64) -> Self {
        let fresh = 1.0 - redundancy_weight;
        Self {
            prospect,
            left: prospect.chances.clone(),
            again: fresh * fresh * fresh,
            chosen: Sentence::default(),
        }
    }

    /// By how much these sentences raise the expected F1 with people's summary, over the root of
    /// their length: by none of it the longest would come first, by all of it the shortest.
    pub(crate) fn gain(&self, rows: impl Iterator<Item = usize>) -> f64 {
        let mut added = Sentence::default();
        for row in rows {
            let sentence = self.sentence(row);
            added.common += sentence.common;
            added.length += sentence.length;
        }
        let both = self.chosen.length + self.prospect.wanted;
        let rise =
            (self.chosen.common + added.common) / (both + added.length) - self.chosen.common / both;
        rise / added.length.max(1.0).sqrt()
    }

    /// The same before anything was chosen.
    pub(crate) fn afresh(&self) -> Self {
        let left = self.prospect.chances.clone();
        Self { prospect: self.prospect, left, again: self.again, chosen: Sentence::default() }
    }

    /// What [`gain`](Self::gain) is the sum of.
    pub(crate) fn parts(&self, rows: impl Iterator<Item = usize>) -> Vec<Contribution> {
        let (mut expected, mut left, mut own) = (0.0, 0.0, Sentence::default());
        for row in rows {
            let sentence = self.prospect.sentences.get(row).copied().unwrap_or_default();
            own.common += sentence.common;
            own.length += sentence.length;
            let cells = self.prospect.counts.row(row);
            spend(cells.len());
            let pairs = || cells.iter().map(|cell| cell.pair as usize);
            expected += pairs().filter_map(|pair| self.prospect.chances.get(pair)).sum::<f64>();
            left += pairs().filter_map(|pair| self.left.get(pair)).sum::<f64>();
        }
        let both = self.chosen.length + self.prospect.wanted;
        let each = 1.0 / (both + own.length) / own.length.max(1.0).sqrt();
        // what is expected of the chosen ones counts less beside more pairs
        let room = -self.chosen.common / both * each;
        contributions(
            &PARTS,
            &[each, each, each, room],
            &[expected, left - expected, own.common, own.length],
        )
    }

    /// Takes a sentence.
    pub(crate) fn take(&mut self, row: usize) {
        let sentence = self.sentence(row);
        self.chosen.common += sentence.common;
        self.chosen.length += sentence.length;
        for cell in self.prospect.counts.row(row) {
            if let Some(left) = self.left.get_mut(cell.pair as usize) {
                *left *= self.again;
            }
        }
    }

    /// What is expected of a sentence beside those that are chosen.
    fn sentence(&self, row: usize) -> Sentence {
        let sentence = self.prospect.sentences.get(row).copied().unwrap_or_default();
        let cells = self.prospect.counts.row(row);
        spend(cells.len());
        let pairs = cells.iter().filter_map(|cell| self.left.get(cell.pair as usize));
        Sentence { common: sentence.common + pairs.sum::<f64>(), length: sentence.length }
    }
}

#[cfg(test)]
mod tests {
    use super::{Prospect, Tally};
    use crate::pair_chances::COUNT;
    use crate::sentence_pairs::PairCounts;

    /// Three sentences, of which the second repeats the first and the third is longer.
    const ROWS: [&[u32]; 3] = [&[1, 2, 3], &[1, 2, 3], &[4, 5, 6, 7, 8]];

    /// Half of which is as many as the odds let expect.
    const WANTED: usize = 6;

    fn check(scores: &[f64], weight: f64, test: impl Fn(&mut Tally<'_>)) {
        let counts = PairCounts::of(ROWS.into_iter(), 11);
        let prospect = Prospect::of(&counts, scores, &[1.0; COUNT], WANTED);
        test(&mut Tally::new(&prospect, weight));
    }

    fn gain(tally: &Tally<'_>, row: usize) -> f64 {
        tally.gain(std::iter::once(row))
    }

    #[test]
    fn half_of_the_pairs_are_expected_where_nothing_is_known() {
        check(&[0.0; 3], 0.3, |tally| {
            // one of two pairs, beside the six that are wanted
            assert!((gain(tally, 0) - 1.0 / 8.0 / 2.0_f64.sqrt()).abs() < 1e-12);
            assert!((gain(tally, 2) - 2.0 / 10.0 / 2.0).abs() < 1e-12);
        });
    }

    #[test]
    fn what_is_said_adds_less() {
        check(&[0.0; 3], 0.3, |tally| {
            let (second, third) = (gain(tally, 1), gain(tally, 2));
            tally.take(0);
            assert!(gain(tally, 1) < second / 2.0);
            assert!(gain(tally, 2) < third && gain(tally, 2) > gain(tally, 1));
        });
        // what may be repeated adds as much again, but for the length that it takes
        check(&[0.0; 3], 0.0, |tally| {
            tally.take(0);
            assert!((tally.sentence(1).common - 1.0).abs() < 1e-12);
        });
        check(&[0.0; 3], 1.0, |tally| {
            tally.take(0);
            assert!(gain(tally, 1) < 0.0, "takes room and adds nothing");
        });
    }

    #[test]
    fn scores_count_beside_pairs() {
        check(&[0.0, 1.0, 0.0], 0.3, |tally| assert!(gain(tally, 1) > gain(tally, 0)));
    }

    #[test]
    fn parts_add_up_to_the_gain() {
        check(&[0.5, 0.0, -0.2], 0.3, |tally| {
            tally.take(0);
            for row in 1..3 {
                let parts = tally.parts(std::iter::once(row));
                let sum: f64 = parts.iter().map(|part| part.value).sum();
                assert!((sum - gain(tally, row)).abs() < 1e-12, "{parts:?}");
                let said = parts.iter().any(|part| part.feature == "said already");
                assert_eq!(said, row == 1, "{parts:?}");
            }
            let both = tally.parts(1..3);
            let sum: f64 = both.iter().map(|part| part.value).sum();
            assert!((sum - tally.gain(1..3)).abs() < 1e-12, "{both:?}");
        });
    }

    #[test]
    fn nothing_gives_nothing() {
        let counts = PairCounts::of([&[][..]].into_iter(), 1);
        let prospect = Prospect::of(&counts, &[0.0], &[1.0; COUNT], 0);
        let mut tally = Tally::new(&prospect, 0.3);
        tally.take(0);
        assert!(gain(&tally, 0).abs() < 1e-12 && gain(&tally, 7).abs() < 1e-12);
    }
}
