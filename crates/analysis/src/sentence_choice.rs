//! Which sentences a summary is made of, within a purse: those that add most to what it is expected to
//! have in common with people's summaries, or, where that is not known, the best by score less
//! redundancy.

mod account;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::prospect::{Prospect, Tally};
use crate::repetition::says_again;
use crate::short_titles::Introductions;
use crate::sparse::Matrix;

pub(crate) use self::account::{Account, Reason};

/// A term that stands in more sentences tells nothing of redundancy, and would make the comparison
/// of all with all.
const COMMON_TERM: usize = 500;
/// A sentence more like a chosen one than this, of 1, may say the same again.
const CEILING: f64 = 0.6;

/// The sentences to choose from, by row.
pub(crate) struct Stock<'a> {
    /// Characters without white space.
    pub(crate) characters: Vec<usize>,
    /// What becomes of each when it is chosen.
    pub(crate) standings: Vec<Standing>,
    /// Which are taken with one that introduces what they name.
    pub(crate) introductions: Introductions,
    /// How each is written.
    pub(crate) texts: Vec<Cow<'a, str>>,
    /// Rows of length 1; the product of two is their likeness.
    pub(crate) rows: Matrix,
    /// The same by term.
    pub(crate) postings: Matrix,
}

/// Whether a sentence says something by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It does.
    Alone,
    /// It leans on the sentence before it, and is taken with it.
    Leaning,
    /// It announces the sentence behind it, and is taken with it only.
    Head,
    /// It hardly does, and is taken only where nothing else fits.
    Held,
    /// It does not, or says what an earlier one has said.
    Never,
}

/// A chosen sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pick {
    pub(crate) row: usize,
    /// In which order it was chosen; the first is 1.
    pub(crate) rank: usize,
    /// Likeness to the most like sentence chosen before it.
    pub(crate) redundancy: f64,
    /// The sentence for whose sake it was chosen: itself, or one that it was taken with.
    pub(crate) lead: usize,
    /// It was chosen for what it is required to have, or taken with one that was.
    pub(crate) is_required: bool,
}

/// What may still be spent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purse {
    Characters(usize),
    Sentences(usize),
    /// One sentence of at most so many characters.
    Sentence(usize),
}

impl Purse {
    /// What is left after sentences of so many characters; `None` when it is not enough.
    fn less(self, sentences: usize, characters: usize) -> Option<Self> {
        match self {
            Self::Characters(left) => left.checked_sub(characters).map(Self::Characters),
            Self::Sentences(left) => left.checked_sub(sentences).map(Self::Sentences),
            Self::Sentence(most) => {
                (sentences == 1 && characters <= most).then_some(Self::Sentences(0))
            }
        }
    }

    /// The characters that may be spent, where it is they that count.
    pub(crate) fn characters(self) -> Option<usize> {
        match self {
            Self::Characters(characters) => Some(characters),
            Self::Sentences(_) | Self::Sentence(_) => None,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        matches!(self, Self::Characters(0) | Self::Sentences(0))
    }
}

impl Stock<'_> {
    pub(crate) fn new(characters: Vec<usize>, standings: Vec<Standing>, rows: Matrix) -> Self {
        let postings = rows.transposed();
        let introductions = Introductions::default();
        Self { characters, standings, introductions, texts: Vec::new(), rows, postings }
    }
}

/// Which sentences may be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Those that stand alone.
    Alone,
    /// The same, and those that stand with the sentence before them.
    Sound,
    /// Any but those that never stand.
    Any,
}

/// A summary in the making.
#[derive(Clone)]
pub(crate) struct Making<'a> {
    stock: &'a Stock<'a>,
    scores: &'a [f64],
    redundancy_weight: f64,
    /// What there was to spend.
    whole_purse: Purse,
    purse: Purse,
    /// What it was last filled with.
    choice: Choice,
    picks: Vec<Pick>,
    taken: Vec<bool>,
    redundancy: Vec<f64>,
    tally: Option<Tally<'a>>,
    /// By row: the taken row that it is most like.
    nearest: Vec<usize>,
    // all zero between steps
    likeness: Vec<f64>,
    // those that are not; empty between steps
    touched: Vec<usize>,
}

impl<'a> Making<'a> {
    /// Nothing is chosen yet. A redundancy weight outside 0 to 1 counts as the nearer of the two.
    pub(crate) fn new(
        stock: &'a Stock<'a>,
        scores: &'a [f64],
        purse: Purse,
        redundancy_weight: f64,
    ) -> Self {
        let weight = if redundancy_weight.is_nan() { 0.0 } else { redundancy_weight };
        let rows = stock.rows.len();
        Self {
            stock,
            scores,
            redundancy_weight: weight.clamp(0.0, 1.0),
            tally: None,
            whole_purse: purse,
            purse,
            choice: Choice::Sound,
            picks: Vec::new(),
            taken: vec![false; rows],
            redundancy: vec![0.0; rows],
            nearest: vec![usize::MAX; rows],
            likeness: vec![0.0; rows],
            touched: Vec::with_capacity(rows),
        }
    }

    /// The same, where a prospect tells what sentences add to a summary of so many characters.
    pub(crate) fn toward(mut self, prospect: Option<&'a Prospect<'a>>) -> Self {
        let counting = prospect.filter(|_| self.whole_purse.characters().is_some());
        self.tally = counting.map(|prospect| Tally::new(prospect, self.redundancy_weight));
        self
    }

    /// What was chosen, in the order of choice.
    pub(crate) fn picks(self) -> Vec<Pick> {
        self.picks
    }

    /// Fills the purse greedily by what sentences add ([`Tally`]), as long as they add anything; or by
    /// score less redundancy (maximal marginal relevance, Carbonell and Goldstein 1998). What a unit
    /// adds can only shrink, and its redundancy grow, so the heap's first is taken if its value is
    /// still what it was, and goes back with the new one otherwise. What says again what was
    /// said is left out, however much is left to spend.
    pub(crate) fn fill(&mut self, choice: Choice) {
        self.choice = choice;
        let mut heap: BinaryHeap<Offer> =
            (0..self.stock.rows.len()).filter_map(|row| self.offer(row, choice)).collect();
        while let Some(offer) = heap.pop() {
            if self.purse.is_empty() {
                break;
            }
            let Some(now) = self.offer(offer.party.row, choice) else { continue };
            if self.repeats(&now.party) {
                continue;
            }
            if now.value < offer.value {
                heap.push(now);
            } else if self.take(&now.party, false) {
                // what leans on it, or needs what it introduces, may now come alone
                heap.extend(self.offer(now.party.row + 1, choice));
                let introduced =
                    now.party.rows().flat_map(|row| self.stock.introductions.users_of(row));
                heap.extend(introduced.filter_map(|user| self.offer(user, choice)));
            }
        }
    }

    /// Takes a required sentence with those that it leans on, or alone where they do not fit; whether
    /// there was enough for it.
    pub(crate) fn take_sound(&mut self, row: usize) -> bool {
        let party = self.party(row, Choice::Sound);
        party.is_some_and(|party| self.take(&party, true)) || self.take(&Party::alone(row), true)
    }

    /// Takes those of a party that are not taken yet; whether there was enough for them.
    fn take(&mut self, party: &Party, is_required: bool) -> bool {
        if !self.affords(party) {
            return false;
        }
        for row in party.rows() {
            if self.is_taken(row) {
                continue;
            }
            let rank = self.picks.len() + 1;
            let redundancy = self.redundancy_of(row);
            self.put(Pick { row, rank, redundancy, lead: party.row, is_required });
        }
        true
    }

    /// Whether there is enough for those of a party that are not taken yet.
    fn affords(&self, party: &Party) -> bool {
        let rows = || party.rows().filter(|&row| !self.is_taken(row));
        let cost = rows().filter_map(|row| self.stock.characters.get(row)).sum();
        self.purse.less(rows().count(), cost).is_some()
    }

    /// Pays for a sentence that there is enough for, and puts it among the chosen ones.
    fn put(&mut self, pick: Pick) {
        let row = pick.row;
        self.purse = self.purse.less(1, self.characters(row)).unwrap_or(self.purse);
        if let Some(tally) = &mut self.tally {
            tally.take(row);
        }
        if let Some(taken) = self.taken.get_mut(row) {
            *taken = true;
        }
        self.picks.push(pick);
        self.spread(row);
    }

    /// Whether a sentence of a party says again what a taken one says. A weight of 0 asks for no care of
    /// this.
    fn repeats(&self, party: &Party) -> bool {
        let text = |row: usize| self.stock.texts.get(row);
        let again = |row: usize| {
            let redundancy = self.redundancy_of(row);
            let near = self.nearest.get(row).copied().unwrap_or(usize::MAX);
            !self.is_taken(row)
                && redundancy > CEILING
                && text(row).zip(text(near)).is_some_and(|(text, said)| says_again(text, said))
        };
        self.redundancy_weight > 0.0 && party.rows().any(again)
    }

    /// A sentence with those that it is taken with, at the value that they have together; `None` if it
    /// may not be chosen, or adds nothing to what there is.
    fn offer(&self, row: usize, choice: Choice) -> Option<Offer> {
        if self.is_taken(row) {
            return None;
        }
        let party = self.party(row, choice)?;
        let value = self.worth(party.rows().filter(|&row| !self.is_taken(row)));
        let adds = self.tally.is_none() || self.is_empty() || value > 0.0;
        adds.then_some(Offer { value, party })
    }

    /// A sentence with those that it is taken with.
    fn party(&self, row: usize, choice: Choice) -> Option<Party> {
        let first = self.first_of(row, choice)?;
        let party = Party { introduction: None, first, row };
        let needed = (first..=row).find_map(|row| self.stock.introductions.needed_by(row));
        let Some(needed) = needed.filter(|&needed| choice != Choice::Any && needed < first) else {
            return Some(party);
        };
        if self.is_taken(needed) || self.whole_purse.less(1, self.characters(needed)).is_none() {
            return Some(party);
        }
        let sound = self.stock.standings.get(needed) == Some(&Standing::Alone);
        (sound && choice == Choice::Sound).then_some(Party { introduction: Some(needed), ..party })
    }

    /// The first of the sentences that `row` is taken with.
    fn first_of(&self, row: usize, choice: Choice) -> Option<usize> {
        let standing = *self.stock.standings.get(row)?;
        match standing {
            Standing::Alone => Some(row),
            Standing::Never => None,
            _ if choice == Choice::Any => Some(row),
            Standing::Held | Standing::Head => None,
            Standing::Leaning if choice == Choice::Alone => None,
            Standing::Leaning => {
                let before = |n: usize| row.checked_sub(n);
                let ends = |&first: &usize| {
                    let standing = self.stock.standings.get(first);
                    self.is_taken(first)
                        || matches!(standing, Some(Standing::Alone | Standing::Head))
                };
                let leans =
                    |&first: &usize| self.stock.standings.get(first) == Some(&Standing::Leaning);
                let near = before(1)?;
                let first = if ends(&near) {
                    near
                } else {
                    Some(near).filter(leans).and_then(|_| before(2)).filter(ends)?
                };
                Some(if self.is_taken(first) { first + 1 } else { first })
            }
        }
    }

    /// What a sentence is worth beside those that are taken.
    pub(crate) fn value(&self, row: usize) -> f64 {
        self.worth(std::iter::once(row))
    }

    /// What sentences that are not taken add to those that are, or the mean of their scores less what
    /// they repeat.
    fn worth(&self, rows: impl Iterator<Item = usize>) -> f64 {
        if let Some(tally) = &self.tally {
            return tally.gain(rows);
        }
        let (mut value, mut count) = (0.0, 0.0_f64);
        for row in rows {
            value += self.score(row) - self.redundancy_weight * self.redundancy_of(row);
            count += 1.0;
        }
        value / count.max(1.0)
    }

    fn score(&self, row: usize) -> f64 {
        self.scores.get(row).copied().unwrap_or_default()
    }

    /// Likeness to the most like of those that are taken.
    fn redundancy_of(&self, row: usize) -> f64 {
        self.redundancy.get(row).copied().unwrap_or_default()
    }

    /// Characters of a sentence, white space not counted.
    pub(crate) fn characters(&self, row: usize) -> usize {
        self.stock.characters.get(row).copied().unwrap_or(usize::MAX)
    }

    /// Whether nothing was taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.picks.is_empty()
    }

    pub(crate) fn is_taken(&self, row: usize) -> bool {
        self.taken.get(row).copied().unwrap_or_default()
    }

    /// Raises the redundancy of every sentence that shares a term with the chosen one.
    fn spread(&mut self, chosen: usize) {
        for &(term, weight) in self.stock.rows.row(chosen) {
            let list = self.stock.postings.row(term as usize);
            if list.len() > COMMON_TERM {
                continue;
            }
            for &(row, other) in list {
                let row = row as usize;
                if let Some(slot) = self.likeness.get_mut(row) {
                    if *slot <= 0.0 {
                        self.touched.push(row);
                    }
                    *slot += weight * other;
                }
            }
        }
        for row in self.touched.drain(..) {
            let Some(like) = self.likeness.get_mut(row).map(std::mem::take) else { continue };
            let known = self.redundancy.get_mut(row).zip(self.nearest.get_mut(row));
            if let Some((redundancy, nearest)) = known
                && like.min(1.0) > *redundancy
            {
                *redundancy = like.min(1.0);
                *nearest = chosen;
            }
        }
    }
}

/// A sentence with those before it that it is taken with.
struct Party {
    /// One that introduces what the others name.
    introduction: Option<usize>,
    first: usize,
    row: usize,
}

impl Party {
    fn alone(row: usize) -> Self {
        Self { introduction: None, first: row, row }
    }

    fn rows(&self) -> impl Iterator<Item = usize> + use<> {
        self.introduction.into_iter().chain(self.first..=self.row)
    }
}

/// A sentence that waits to be chosen.
struct Offer {
    value: f64,
    party: Party,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then(other.party.row.cmp(&self.party.row))
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
