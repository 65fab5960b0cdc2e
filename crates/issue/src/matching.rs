//! Compares headings with contents entries: by pairs of neighbouring characters, so that white
//! space, punctuation and a few misread characters do not matter.

use std::collections::HashMap;

use crate::chars::{head, key};

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
        let (mut left, mut right) = (self.grams.iter().peekable(), other.grams.iter().peekable());
        let mut shared = 0_usize;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    left.next();
                    right.next();
                }
            }
        }
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

/// Titles to compare headings with.
pub(crate) struct Titles {
    forms: Vec<Form>,
    by_gram: HashMap<(char, char), Vec<usize>>,
    /// Whether some pair with this slot is in a title: most pairs of a text are in none, and need
    /// not be looked up.
    slots: Vec<bool>,
    /// Characters of the longest title's key.
    longest: usize,
    /// Pairs of the shortest title.
    shortest: usize,
}

/// The slot of a pair of characters, where there are `count` slots, a power of two.
fn slot((a, b): (char, char), count: usize) -> usize {
    let mixed = (u32::from(a).wrapping_mul(31) ^ u32::from(b)).wrapping_mul(0x9e37_79b1);
    (mixed >> 8) as usize & (count - 1)
}

impl Titles {
    pub(crate) fn of<'a>(titles: impl Iterator<Item = &'a str>) -> Self {
        let forms: Vec<Form> = titles.map(Form::of).collect();
        let mut by_gram: HashMap<(char, char), Vec<usize>> = HashMap::new();
        let pairs: usize = forms.iter().map(|form| form.grams.len()).sum();
        let count = (pairs * 8).next_power_of_two().min(1 << 24);
        let mut slots = vec![false; count];
        for (at, form) in forms.iter().enumerate() {
            let mut before = None;
            for gram in &form.grams {
                if before != Some(gram) {
                    by_gram.entry(*gram).or_default().push(at);
                    if let Some(slot) = slots.get_mut(slot(*gram, count)) {
                        *slot = true;
                    }
                }
                before = Some(gram);
            }
        }
        let longest = forms.iter().map(|form| form.count).max().unwrap_or_default();
        let shortest = forms.iter().map(|form| form.grams.len()).min().unwrap_or_default();
        Self { forms, by_gram, slots, longest, shortest }
    }

    /// Whether some title may have this pair; sure when it says no.
    fn knows(&self, pair: (char, char)) -> bool {
        self.slots.get(slot(pair, self.slots.len().max(1))).copied().unwrap_or(false)
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
        for pair in key.chars().zip(key.chars().skip(1)) {
            pairs += 1;
            hits += usize::from(self.knows(pair));
        }
        let least = if heading { pairs.min(self.shortest) } else { pairs };
        hits * 5 >= least * 3
    }

    /// The titles that hold most of `row`, or that `row` holds most of; best first.
    pub(crate) fn candidates(&self, row: &Form) -> Vec<usize> {
        let mut hits: Vec<usize> = Vec::new();
        let mut before = None;
        for gram in &row.grams {
            let known = self.knows(*gram);
            if known
                && before != Some(gram)
                && let Some(titles) = self.by_gram.get(gram)
            {
                hits.extend(titles.iter().take(COMMON));
            }
            before = Some(gram);
        }
        hits.sort_unstable();
        let mut ranked: Vec<(usize, usize)> = hits
            .chunk_by(|a, b| a == b)
            .filter_map(|hits| Some((hits.len(), *hits.first()?)))
            .filter(|(hits, title)| {
                let grams = self.forms.get(*title).map_or(0, |form| form.grams.len());
                hits * 5 >= row.grams.len().min(grams) * 3
            })
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
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
    use super::{Form, Titles};

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
        assert_eq!(titles.candidates(&Form::of("春天来了")), [0, 2]);
        let mut pool = titles.pool();
        let taken = [pool.take(3, 2), pool.take(1, 2), pool.take(1, 0), pool.take(2, 0)];
        assert_eq!(taken, [Some(3), Some(1), None, Some(2)]);
    }
}
