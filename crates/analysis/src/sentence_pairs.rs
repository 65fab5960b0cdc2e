//! Pairs of neighbouring signs: see [`crate::sentence_signs`].

use crate::sentence_signs::GAP;
use crate::sentence_table::SentenceTable;
use tiyao_text::interrupt::spend;

/// How strongly the title pulls the centroid of the pairs.
const TITLE_PULL: f64 = 1.0;
/// What a pair weighs that stands in one sentence only, beside one that is repeated.
const ONCE: f64 = 0.3;
/// Slots for each sign of the text; pairs that fall into the same slot count as one.
const SLOTS_PER_SIGN: usize = 4;

/// What pairs tell of a sentence, from 0 to 1 or of the order of 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PairFeatures {
    /// Cosine with all sentences.
    pub(crate) centroid: f64,
    /// Cosine with all sentences and the title.
    pub(crate) pulled: f64,
    /// Mean of ln(sentences that have the pair).
    pub(crate) repetition: f64,
}

/// Which pairs each sentence has, and how often.
pub(crate) struct PairCounts {
    /// One more than the number of the pair that falls there; 0 where none does.
    slots: Vec<u32>,
    shift: u32,
    /// In the order in which they first stand.
    pub(crate) pairs: Vec<Pair>,
    cells: Vec<Cell>,
    // row i's cells are `cells[ends[i - 1]..ends[i]]`
    ends: Vec<usize>,
    /// The numbers of the title's pairs.
    title: Vec<u32>,
    /// The most sentences that have one pair.
    most_rows: usize,
}

/// A pair, or those that fall into one slot.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pair {
    /// The cell that counted it last.
    last: u32,
    /// How many sentences have it.
    pub(crate) rows: u32,
    /// How often all sentences have it.
    count: u32,
    pub(crate) in_title: bool,
}

/// How often a sentence has a pair.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) pair: u32,
    pub(crate) count: u32,
}

impl PairCounts {
    /// The pairs of a table's rows, beside a title of these signs.
    pub(crate) fn of_table(table: &SentenceTable<'_>, title: &[u32]) -> Self {
        let rows = table.rows.iter().map(|row| table.signs(row));
        let mut counts = Self::of(rows, table.sign_count());
        counts.mark_title(title);
        counts
    }

    /// The cells of each row, one for each of its pairs.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[Cell]> {
        (0..self.ends.len()).map(|row| self.row(row))
    }

    /// The cells of one row.
    pub(crate) fn row(&self, row: usize) -> &[Cell] {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let cells = self.ends.get(row).and_then(|&end| self.cells.get(start.unwrap_or(0)..end));
        cells.unwrap_or_default()
    }

    pub(crate) fn of<'s>(rows: impl Iterator<Item = &'s [u32]>, signs: usize) -> Self {
        let size = (signs.max(64) * SLOTS_PER_SIGN).next_power_of_two();
        let mut counts = Self {
            slots: vec![0; size],
            shift: u64::BITS - size.trailing_zeros(),
            pairs: Vec::with_capacity(signs),
            cells: Vec::with_capacity(signs),
            ends: Vec::with_capacity(rows.size_hint().0),
            title: Vec::new(),
            most_rows: 0,
        };
        for row in rows {
            counts.push(row);
        }
        counts
    }

    /// Gives `take` each pair of a run of signs, with its number; it gets one if it has none yet. The
    /// slots go by a multiplicative hash that is the same on every machine.
    pub(crate) fn each_pair(&mut self, signs: &[u32], mut take: impl FnMut(&mut Self, u32)) {
        let mut before = GAP;
        for &sign in signs {
            spend(1);
            let first = std::mem::replace(&mut before, sign);
            if first == GAP || sign == GAP {
                continue;
            }
            let key = u64::from(first) << 32 | u64::from(sign);
            let slot = usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift);
            let Some(slot) = slot.ok().and_then(|slot| self.slots.get_mut(slot)) else { continue };
            if *slot == 0 {
                self.pairs.push(Pair::default());
                *slot = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
            }
            let number = *slot - 1;
            take(self, number);
        }
    }

    fn push(&mut self, signs: &[u32]) {
        let first = self.cells.len();
        self.each_pair(signs, |counts, number| {
            let Some(pair) = counts.pairs.get_mut(number as usize) else { return };
            pair.count += 1;
            let last = pair.last as usize;
            let cell = counts.cells.get_mut(last);
            if let Some(cell) = cell.filter(|cell| last >= first && cell.pair == number) {
                cell.count += 1;
            } else {
                pair.rows += 1;
                counts.most_rows = counts.most_rows.max(pair.rows as usize);
                pair.last = u32::try_from(counts.cells.len()).unwrap_or(u32::MAX);
                counts.cells.push(Cell { pair: number, count: 1 });
            }
        });
        self.ends.push(self.cells.len());
    }

    fn mark_title(&mut self, signs: &[u32]) {
        self.each_pair(signs, |counts, number| {
            if let Some(pair) = counts.pairs.get_mut(number as usize)
                && !pair.in_title
            {
                pair.in_title = true;
                counts.title.push(number);
            }
        });
    }

    /// Rows weigh as counts times [`weight`]. The title's row has every pair once, and the pulled
    /// centroid is the sum of the centroid and the title's row, both of length 1.
    pub(crate) fn features(&self) -> Vec<PairFeatures> {
        let count = self.ends.len();
        let table = |of: &dyn Fn(usize) -> f64| (0..=self.most_rows).map(of).collect::<Vec<f64>>();
        let weights = table(&|rows| weight(rows, count));
        let logs = table(&|rows| (rows.max(1) as f64).ln());
        let weight = |pair: &Pair| weights.get(pair.rows as usize).copied().unwrap_or_default();
        let pair = |number: u32| self.pairs.get(number as usize).copied().unwrap_or_default();
        let (mut title, mut both) = (0.0, 0.0);
        for pair in self.title.iter().map(|&number| pair(number)) {
            title += weight(&pair) * weight(&pair);
            both += weight(&pair) * weight(&pair) * f64::from(pair.count);
        }
        // one pass over the cells, though the sum over all of them is known behind the last row
        let mut all = 0.0;
        let mut sums = Vec::with_capacity(count);
        for cells in self.rows() {
            let mut sum = RowSums::default();
            let mut pairs = 1.0;
            for cell in cells {
                spend(2);
                let pair = pair(cell.pair);
                let (own, every) = (f64::from(cell.count), f64::from(pair.count));
                let weight = weight(&pair);
                // each of a pair's cells adds an equal part of its square
                let square = (weight * every) * (weight * every);
                all += if pair.rows > 1 { square / f64::from(pair.rows) } else { square };
                let value = weight * own;
                sum.length += value * value;
                sum.with_all += value * weight * every;
                if pair.in_title {
                    sum.with_title += value * weight;
                }
                sum.repetition += logs.get(pair.rows as usize).copied().unwrap_or_default();
                pairs += own;
            }
            sum.repetition /= pairs;
            sums.push(sum);
        }
        let both = over(both, (all * title).sqrt());
        let pull = if title > 0.0 { TITLE_PULL } else { 0.0 };
        let pulled_length = (1.0 + pull * (pull + 2.0 * both)).sqrt();
        let rows = sums.iter().map(|sum| {
            let centroid = over(sum.with_all, (sum.length * all).sqrt());
            let with_title = over(sum.with_title, (sum.length * title).sqrt());
            PairFeatures {
                centroid,
                pulled: (centroid + pull * with_title) / pulled_length,
                repetition: sum.repetition,
            }
        });
        rows.collect()
    }
}

/// What the cells of a row add up to.
#[derive(Default)]
struct RowSums {
    /// The square of its length.
    length: f64,
    /// Its products with all rows and with the title's.
    with_all: f64,
    with_title: f64,
    /// The mean of ln(sentences that have the pair).
    repetition: f64,
}

/// ln(1 + N / n), less where n is 1: what a pair weighs that n of N sentences have.
fn weight(rows: usize, count: usize) -> f64 {
    let weight = (count as f64 / rows.max(1) as f64).ln_1p();
    if rows > 1 { weight } else { ONCE * weight }
}

/// A product of two rows over their lengths; 0 where one is empty.
fn over(product: f64, lengths: f64) -> f64 {
    if lengths > 0.0 { product / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{GAP, PairCounts, PairFeatures};

    fn features(rows: &[&[u32]], title: &[u32]) -> Vec<PairFeatures> {
        let mut counts = PairCounts::of(rows.iter().copied(), 8);
        counts.mark_title(title);
        counts.features()
    }

    #[test]
    fn pairs_end_at_gaps() {
        let counts = PairCounts::of([&[1, 2, 3, GAP, 1, 2, GAP, 9][..]].into_iter(), 8);
        let cells: Vec<u32> = counts.cells.iter().map(|cell| cell.count).collect();
        assert_eq!(cells, [2, 1]);
        assert!(counts.cells.iter().all(|cell| (cell.pair as usize) < counts.pairs.len()));
    }

    #[test]
    fn what_stands_once_is_no_repetition() {
        let found = features(&[&[1, 2, 1, 2], &[3, 4], &[3, 4, 5]], &[]);
        assert!(found[0].repetition.abs() < 1e-12);
        assert!((found[1].repetition - 2_f64.ln() / 2.0).abs() < 1e-12);
    }

    #[test]
    fn cosines() {
        let found = features(&[&[1, 2], &[3, 4]], &[3, 4]);
        assert!((found[0].centroid - 0.5_f64.sqrt()).abs() < 1e-12);
        assert!((found[1].centroid - 0.5_f64.sqrt()).abs() < 1e-12);
        // (√½, √½) + (0, 1), scaled to length 1
        let length = (0.5 + (0.5_f64.sqrt() + 1.0).powi(2)).sqrt();
        assert!((found[0].pulled - 0.5_f64.sqrt() / length).abs() < 1e-12);
        assert!((found[1].pulled - (0.5_f64.sqrt() + 1.0) / length).abs() < 1e-12);
        assert!(features(&[&[]], &[])[0].pulled.abs() < 1e-12);
    }
}
