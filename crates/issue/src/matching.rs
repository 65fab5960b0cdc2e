//! Compares headings with contents entries: by pairs of neighbouring characters, so that white
//! space, punctuation and a few misread characters do not matter.

use std::{
    cmp::{Ordering, Reverse},
    collections::HashMap,
};

use crate::{
    chars::{head, key},
    mixed::Mixed,
};

/// Longest title that is compared, in characters.
const LONGEST: usize = 240;
/// A pair of characters in more titles than this says nothing about any of them.
const COMMON: usize = 48;
/// How many titles a heading is compared with.
const CANDIDATES: usize = 8;

/// A text in the form in which it is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    key: String,
    count: usize,
    grams: Vec<(char, char)>,
}

impl Form {
    pub(crate) fn of(text: &str) -> Self {
        Self::of_key(key(text))
    }

    pub(crate) fn of_key(mut key: String) -> Self {
        key.truncate(head(&key, LONGEST).len());
        let mut grams = Vec::with_capacity(key.len() / 2);
        let mut count = 0;
        let mut before = None;
        for c in key.chars() {
            grams.extend(before.map(|before| (before, c)));
            before = Some(c);
            count += 1;
        }
        if let (Some(only), true) = (before, grams.is_empty()) {
            grams.push((only, only));
        }
        grams.sort_unstable();
        Self { key, count, grams }
    }

    /// Its pairs, each once, in order.
    fn distinct(&self) -> impl Iterator<Item = (char, char)> {
        self.grams.chunk_by(|a, b| a == b).filter_map(|same| same.first().copied())
    }

    /// Characters of its key.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// How alike two texts are: 1 when their keys are equal, 0 when they share nothing (Dice's
    /// coefficient over pairs of neighbouring characters).
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        if self.key == other.key {
            return if self.count > 0 { 1.0 } else { 0.0 };
        }
        let shared = shared(&self.grams, &other.grams);
        2.0 * shared as f64 / (self.grams.len() + other.grams.len()).max(1) as f64
    }

    /// Whether `other` begins with this text, word for word.
    pub(crate) fn opens(&self, other: &Self) -> bool {
        other.key.starts_with(self.key.as_str())
    }

    /// How much of the longer text the shorter one is, when it stands in it word for word; else 0.
    pub(crate) fn share(&self, other: &Self) -> f64 {
        let (short, long) = if self.count < other.count { (self, other) } else { (other, self) };
        if short.count >= 6 && long.key.contains(short.key.as_str()) {
            short.count as f64 / long.count as f64
        } else {
            0.0
        }
    }
}

/// How many values two sorted lists share.
fn shared<T: Ord>(left: &[T], right: &[T]) -> usize {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut shared = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            Ordering::Less => drop(left.next()),
            Ordering::Greater => drop(right.next()),
            Ordering::Equal => {
                shared += 1;
                left.next();
                right.next();
            }
        }
    }
    shared
}

/// Titles to compare headings with.
///
/// A row is compared with the titles that share most of its pairs, or of theirs. They share one of
/// the row's rarest pairs too, as many as could be missing and one more: only the few titles that
/// have one of these are counted at all.
pub(crate) struct Titles {
    forms: Vec<Form>,
    /// The pairs of all titles, numbered.
    pairs: Mixed<usize>,
    /// For each pair, the first titles that have it.
    holders: Vec<Vec<u32>>,
    /// Bits by slot: whether some pair with this slot is in a title. Most pairs of a text are in
    /// none, and need not be looked up.
    slots: Vec<u64>,
    /// Characters of the longest title's key.
    longest: usize,
    /// Pairs of the shortest title.
    shortest: usize,
}

/// Counts of shared pairs, title by title; to be used again and again.
#[derive(Default)]
pub(crate) struct Tally {
    counts: Vec<usize>,
    seen: Vec<u32>,
}

impl Tally {
    /// One more for each of `titles`; those not seen yet only where `admits` says so.
    fn add(&mut self, titles: &[u32], admits: bool) {
        for title in titles {
            let Some(count) = self.counts.get_mut(*title as usize) else { continue };
            if *count > 0 || admits {
                if *count == 0 {
                    self.seen.push(*title);
                }
                *count += 1;
            }
        }
    }
}

/// A number for a pair of characters, other for every other pair.
fn number((a, b): (char, char)) -> u64 {
    // an odd factor loses nothing, and spreads what table and slots look at
    (u64::from(u32::from(a)) << 32 | u64::from(u32::from(b))).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The least number of shared pairs where the shorter text has `pairs`.
fn least(pairs: usize) -> usize {
    (pairs * 3).div_ceil(5)
}

/// Pairs of the shortest title that a text of so many pairs, and longer ones, could be alike.
fn shortest_like(pairs: usize) -> usize {
    // of texts with a and b pairs, b the less, no more than b are shared: 2b / (a + b) >= 0.85
    (pairs * 17).div_ceil(23)
}

impl Titles {
    pub(crate) fn of<'a>(titles: impl Iterator<Item = &'a str>) -> Self {
        /// Slots for each pair of the titles, so that next to none shares its slot.
        const SPACE: usize = 16;
        const MOST: usize = 1 << 24;
        let forms: Vec<Form> = titles.map(Form::of).collect();
        let all: usize = forms.iter().map(|form| form.grams.len()).sum();
        let count = (all * SPACE).next_power_of_two().clamp(64, MOST);
        let longest = forms.iter().map(|form| form.count).max().unwrap_or_default();
        let shortest = forms.iter().map(|form| form.grams.len()).min().unwrap_or_default();
        let mut titles = Self {
            forms: Vec::new(),
            pairs: Mixed::default(),
            holders: Vec::new(),
            slots: vec![0; count / 64],
            longest,
            shortest,
        };
        for (at, form) in (0_u32..).zip(&forms) {
            form.distinct().for_each(|pair| titles.hold(at, pair));
        }
        Self { forms, ..titles }
    }

    /// Takes down that a title has a pair, unless too many have it.
    fn hold(&mut self, title: u32, pair: (char, char)) {
        let number = number(pair);
        let next = self.holders.len();
        let at = *self.pairs.entry(number).or_insert(next);
        if at == next {
            self.holders.push(Vec::new());
            let (word, bit) = self.slot(number);
            if let Some(word) = self.slots.get_mut(word) {
                *word |= bit;
            }
        }
        if let Some(holders) = self.holders.get_mut(at).filter(|holders| holders.len() < COMMON) {
            holders.push(title);
        }
    }

    /// The word and the bit of a pair's slot; the number of words is a power of two.
    fn slot(&self, number: u64) -> (usize, u64) {
        let word = (number >> 38) as usize & (self.slots.len().max(1) - 1);
        (word, 1 << (number >> 32 & 63))
    }

    /// Whether some title may have this pair; sure when it says no.
    fn knows(&self, pair: (char, char)) -> bool {
        let (word, bit) = self.slot(number(pair));
        self.slots.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Whether a row of so many characters could be a title; a heading may also hold one as its
    /// greater part.
    pub(crate) fn could_be(&self, chars: usize, heading: bool) -> bool {
        let most = if heading { self.longest * 3 } else { self.longest * 3 / 2 + 4 };
        chars <= most
    }

    pub(crate) fn form(&self, at: usize) -> Option<&Form> {
        self.forms.get(at)
    }

    /// Whether a row with this key has enough pairs in common with titles at all: a quick look that
    /// spares the comparison to nearly every row of running text. A heading may hold a title as a
    /// part of it; any other row is one, or a part of one.
    pub(crate) fn could_hold(&self, key: &str, heading: bool) -> bool {
        let (mut pairs, mut hits) = (0_usize, 0_usize);
        let mut chars = key.chars();
        let mut before = chars.next();
        for c in chars {
            pairs += 1;
            hits += usize::from(before.is_some_and(|before| self.knows((before, c))));
            before = Some(c);
        }
        let of = if heading { pairs.min(self.shortest) } else { pairs };
        hits >= least(of)
    }

    /// The titles that hold most of `row`, or that `row` holds most of; best first. What is no heading
    /// is a title or the beginning of one, and compared with none that is too short for it.
    pub(crate) fn candidates(&self, row: &Form, heading: bool, tally: &mut Tally) -> Vec<usize> {
        let pairs = row.grams.len();
        let shortest = if heading { self.shortest } else { shortest_like(pairs) };
        let least_shared = least(pairs.min(shortest)).max(1);
        let known = row.distinct().filter(|pair| self.knows(*pair));
        let mut holders: Vec<&[u32]> = known
            .filter_map(|pair| self.holders.get(*self.pairs.get(&number(pair))?))
            .map(Vec::as_slice)
            .collect();
        let Some(rare) = (holders.len() + 1).checked_sub(least_shared) else {
            return Vec::new();
        };
        holders.sort_unstable_by_key(|titles| titles.len());
        tally.counts.resize(self.forms.len(), 0);
        for (at, titles) in holders.into_iter().enumerate() {
            tally.add(titles, at < rare);
        }
        let mut ranked: Vec<(Reverse<usize>, usize)> = Vec::new();
        for title in tally.seen.drain(..) {
            let at = title as usize;
            let hits = tally.counts.get_mut(at).map(std::mem::take).unwrap_or_default();
            let own = self.forms.get(at).map_or(0, |form| form.grams.len());
            if hits >= least(pairs.min(own)) && (heading || own >= shortest) {
                ranked.push((Reverse(hits), at));
            }
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, title)| title).take(CANDIDATES).collect()
    }

    /// The titles in groups of equal keys, to be taken one by one.
    pub(crate) fn pool(&self) -> Pool {
        let mut groups: HashMap<&str, usize> = HashMap::new();
        let mut pool = Pool::default();
        for (at, form) in self.forms.iter().enumerate() {
            let group = *groups.entry(form.key.as_str()).or_insert_with(|| {
                pool.members.push(Vec::new());
                pool.members.len() - 1
            });
            if let Some(members) = pool.members.get_mut(group) {
                pool.place.push((group, members.len()));
                members.push((at, members.len()));
            }
        }
        pool
    }
}

/// Titles that can each be taken once, in groups of equal ones.
#[derive(Default)]
pub(crate) struct Pool {
    /// For each title, its group and its place in it.
    place: Vec<(usize, usize)>,
    /// For each group its titles, each with the place of one at or behind it that may be free.
    members: Vec<Vec<(usize, usize)>>,
}

impl Pool {
    /// Takes a title equal to `title`: the first free one from `from` on, else the first free one.
    pub(crate) fn take(&mut self, title: usize, from: usize) -> Option<usize> {
        let (group, _) = *self.place.get(title)?;
        let members = self.members.get_mut(group)?;
        let start = members.partition_point(|(at, _)| *at < from);
        let place = free(members, start).or_else(|| free(members, 0))?;
        let (at, next) = members.get_mut(place)?;
        *next = place + 1;
        Some(*at)
    }
}

/// The first free place from `start` on; shortens the way for the next search.
fn free(members: &mut [(usize, usize)], start: usize) -> Option<usize> {
    let mut place = start;
    while let Some((_, next)) = members.get(place)
        && *next != place
    {
        place = *next;
    }
    let mut walk = start;
    while walk < place
        && let Some((_, next)) = members.get_mut(walk)
    {
        walk = *next;
        *next = place;
    }
    (place < members.len()).then_some(place)
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::{CANDIDATES, COMMON, Form, Tally, Titles};

    fn likeness(a: &str, b: &str) -> f64 {
        Form::of(a).likeness(&Form::of(b))
    }

    #[test]
    fn alike() {
        assert!(likeness("打开“希望”之门， 完善网", "打开希望之门,完善网") >= 1.0);
        assert!(likeness("春天里的第一场雨夹雪来了", "春天里的笫一场雨夹雪来了") > 0.8);
        assert!(likeness("春天来了", "秋天走远") < 0.2);
        assert!(likeness("", "") < 0.1);
    }

    #[test]
    fn parts() {
        let share = Form::of("春天里的第一场雨").share(&Form::of("春天里的第一场雨 落在田野上了"));
        assert!((0.5..0.6).contains(&share));
        assert!(Form::of("春天").share(&Form::of("春天来了")) < 0.1);
    }

    #[test]
    fn candidates_and_doubles() {
        let titles = Titles::of(["春天来了", "图片报道", "夏天来了", "图片报道"].into_iter());
        assert_eq!(titles.candidates(&Form::of("春天来了"), true, &mut Tally::default()), [0, 2]);
        let mut pool = titles.pool();
        let taken = [pool.take(3, 2), pool.take(1, 2), pool.take(1, 0), pool.take(2, 0)];
        assert_eq!(taken, [Some(3), Some(1), None, Some(2)]);
    }

    /// What [`Titles::candidates`] finds, by looking at every title.
    fn candidates_of_all(titles: &[Form], row: &Form, heading: bool) -> Vec<usize> {
        let mut ranked = Vec::new();
        for (at, title) in titles.iter().enumerate() {
            let counts = |pair: &(char, char)| {
                let before = titles.iter().take(at).filter(|other| other.grams.contains(pair));
                title.grams.contains(pair) && before.count() < COMMON
            };
            let hits = row.distinct().filter(counts).count();
            let (pairs, own) = (row.grams.len(), title.grams.len());
            let alike = 2.0 * pairs.min(own) as f64 / (pairs + own) as f64 >= 0.85;
            if hits > 0 && hits * 5 >= pairs.min(own) * 3 && (heading || own >= pairs || alike) {
                ranked.push((Reverse(hits), at));
            }
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).take(CANDIDATES).collect()
    }

    #[test]
    fn candidates_are_those_that_a_look_at_all_titles_finds() {
        let mut state = 7_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        // few different characters, so that many titles share many pairs
        let alphabet: Vec<char> = "春夏秋冬来去山水风雨".chars().collect();
        let mut text = |most: u64| -> String {
            let length = draw(most);
            (0..length).map(|_| alphabet[usize::try_from(draw(10)).unwrap()]).collect()
        };
        let titles: Vec<String> = (0..300).map(|_| text(14)).collect();
        let rows: Vec<String> = (0..300).map(|_| text(24)).collect();
        let forms: Vec<Form> = titles.iter().map(|title| Form::of(title)).collect();
        let index = Titles::of(titles.iter().map(String::as_str));
        let parts = titles.iter().map(|title| title.chars().skip(1).collect::<String>());
        let (mut most, mut tally) = (0, Tally::default());
        for row in rows.into_iter().chain(parts).chain(titles.iter().cloned()) {
            let row = Form::of(&row);
            for heading in [true, false] {
                let found = index.candidates(&row, heading, &mut tally);
                assert_eq!(found, candidates_of_all(&forms, &row, heading), "{}", row.key);
                most = most.max(found.len());
            }
        }
        assert_eq!(most, CANDIDATES);
    }
}
