use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};
use std::iter;
use tiyao_text::interrupt::spend;
use tiyao_text::stemmed;

use crate::candidate::{Candidate, Candidates, encloses};
use crate::term::Term;
use crate::word::Word;
use crate::word_class::WordClass;
use crate::{KeywordOptions, NearDuplicates, Reading};

/// A candidate with its score.
pub(crate) struct Entry<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) score: f64,
    /// The score is no more than a bound from above: the score itself is still to be asked for.
    pub(crate) is_bound: bool,
    /// Its place among the pinned terms, which come first in any case.
    pub(crate) pin: Option<usize>,
    /// It stands for all that it is made of.
    pub(crate) is_whole: bool,
    /// The score that it has at least, as a whole name.
    pub(crate) floor: f64,
    /// It only fills up a list that has little else.
    pub(crate) is_filler: bool,
}

impl<'a> Entry<'a> {
    /// One whose score is known.
    pub(crate) fn settled(candidate: &'a Candidate, score: f64) -> Self {
        Self {
            candidate,
            score,
            is_bound: false,
            pin: None,
            is_whole: false,
            floor: f64::NEG_INFINITY,
            is_filler: false,
        }
    }
}

/// How many candidates are looked at for each keyword that is asked for.
const POOL: usize = 40;
/// A run of chosen phrases that stands at most this often is chance and no phrase of its own.
const CHANCE: usize = 2;
/// The share of a part's occurrences within a phrase that may take its place, and that of a run's
/// occurrences across the edges of chosen phrases that makes it a fragment.
pub(crate) const MOSTLY: f64 = 0.7;
/// A phrase that stands as often may be a topic beside its part.
const ESTABLISHED: usize = 3;
/// How far ahead of a phrase's score its part's is when the part alone is the topic.
const AHEAD: f64 = 3.0;
/// A phrase with a smaller share of its part's occurrences is one use of it among others.
const SELDOM: f64 = 0.5;
/// A list of so many keywords is not filled up with pieces of clauses.
const ENOUGH: usize = 5;
/// How far below its part's score a phrase may score and still take its part's place.
const NEAR: f64 = 0.5;
/// The same for a part of several words that never stands outside the phrase, and for a word of a name
/// in marks.
const NEAR_FRAGMENT: f64 = 1.0;

/// Chooses keywords greedily by score and gives the numbers of the entries, best first,
/// pinned ones before all. Left out are what a chosen phrase already says, what stands mostly across
/// the edges of chosen ones or is put together from them, what differs from a chosen one only in word
/// order or number, and but for English the longer phrase that a chosen one stands for, or that is made
/// of chosen ones which stand nowhere else.
/// Ties go to what stands first. `settle` gives the score of an entry that has a bound.
pub(crate) fn select(
    reading: &Reading,
    candidates: &Candidates,
    entries: &[Entry<'_>],
    options: &KeywordOptions,
    mut settle: impl FnMut(usize) -> f64,
) -> Vec<usize> {
    let most = options.max_keywords;
    let pool = most.saturating_add(options.pinned_terms.len()).saturating_mul(POOL);
    let mut queue: BinaryHeap<Ranked> =
        entries.iter().enumerate().map(|(number, entry)| Ranked::of(number, entry)).collect();
    let best_first = iter::from_fn(|| {
        loop {
            let ranked = queue.pop()?;
            if !ranked.is_bound {
                return Some(ranked);
            }
            queue.push(Ranked { score: settle(ranked.number), is_bound: false, ..ranked });
        }
    });
    if options.near_duplicates == NearDuplicates::Keep {
        return best_first.take(most).map(|ranked| ranked.number).collect();
    }
    let mut chosen: Vec<Chosen<'_>> = Vec::new();
    let mut cover = Cover::new(reading);
    let mut shapes: HashSet<Vec<Cow<'_, str>>> = HashSet::new();
    let one_of_nested = !reading.is_english();
    for Ranked { number, score, .. } in best_first.take(pool) {
        let Some(entry) = entries.get(number) else { continue };
        let words = words(reading, entry.candidate);
        let text =
            if reading.is_english() { format!(" {} ", words.join(" ")) } else { words.concat() };
        let next = Chosen { number, text, score, entry };
        let is_said = (entry.is_filler && chosen.len() >= ENOUGH)
            || chosen.iter().any(|chosen| chosen.says(&next))
            || cover.is_fragment(candidates, entry.candidate)
            || !shapes.insert(shape(words))
            || (one_of_nested
                && !entry.is_whole
                && (chosen.iter().any(|part| part.stands_for(&next, reading))
                    || is_made_of(&chosen, &next, candidates)));
        if is_said && entry.pin.is_none() {
            continue;
        }
        let before = chosen.len();
        chosen.retain(|part| !part.gives_way_to(&next, reading));
        if chosen.len() == before && before >= most {
            break;
        }
        cover.add(candidates, entry.candidate);
        chosen.push(next);
    }
    chosen.into_iter().map(|chosen| chosen.number).collect()
}

/// An entry in the order of rank: the best is the greatest.
struct Ranked {
    number: usize,
    pin: usize,
    score: f64,
    is_bound: bool,
    words: [usize; 2],
}

impl Ranked {
    fn of(number: usize, entry: &Entry<'_>) -> Self {
        spend(1);
        let words = &entry.candidate.words;
        Self {
            number,
            pin: entry.pin.unwrap_or(usize::MAX),
            score: entry.score.max(entry.floor),
            is_bound: entry.is_bound,
            words: [words.start, words.end],
        }
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_pin = other.pin.cmp(&self.pin);
        by_pin.then(self.score.total_cmp(&other.score)).then(other.words.cmp(&self.words))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

struct Chosen<'a> {
    number: usize,
    text: String,
    score: f64,
    entry: &'a Entry<'a>,
}

impl Chosen<'_> {
    /// Whether it holds `part`, and does not leave it to stand for itself elsewhere as the name of a
    /// law leaves its topic.
    fn says(&self, part: &Self) -> bool {
        let own = self.entry.candidate.frequency() as f64;
        self.text.contains(&part.text)
            && (!self.entry.is_whole || own >= MOSTLY * part.entry.candidate.frequency() as f64)
    }

    /// Whether it hardly stands outside `phrase`, or is but a word of a name in marks (责任 of “两个责任”),
    /// and `phrase` scores nearly as high.
    fn gives_way_to(&self, phrase: &Self, reading: &Reading) -> bool {
        let frequency = phrase.entry.candidate.frequency();
        let part = self.entry.candidate;
        let is_tied = part.words.len() > 1 && frequency == part.frequency();
        let is_bit = part.words.len() == 1 && phrase.is_enclosed(reading);
        let near = if is_tied || is_bit { NEAR_FRAGMENT } else { NEAR };
        let is_mostly_in = frequency >= 2 && frequency as f64 >= MOSTLY * part.frequency() as f64;
        self.entry.pin.is_none()
            && phrase.text.contains(&self.text)
            && (is_mostly_in || is_bit)
            && self.score - phrase.score < near
    }

    /// Whether it is first written in quotation marks or 《》.
    fn is_enclosed(&self, reading: &Reading) -> bool {
        let words = reading.words.get(self.entry.candidate.words.clone()).unwrap_or_default();
        words.first().zip(words.last()).is_some_and(|(first, last)| encloses(*first, *last))
    }

    /// Whether it has several words, all of them in `phrase` wherever they stand.
    fn is_only_in(&self, phrase: &Self) -> bool {
        let own = self.entry.candidate;
        own.words.len() > 1
            && own.frequency() == phrase.entry.candidate.frequency()
            && phrase.text.contains(&self.text)
    }

    /// Whether `phrase` holds it and is no topic beside it: it adds what says nothing, stands seldom,
    /// scores far behind, or is one use among others of a part that is a phrase itself. Of 1,700 pairs of
    /// which one held the other and both scored high, authors named the shorter in 33 of 100, the
    /// longer in 13 and both in 1; the longer in fewer still where one of these holds.
    fn stands_for(&self, phrase: &Self, reading: &Reading) -> bool {
        let (own, frequency) = (self.entry.candidate, phrase.entry.candidate.frequency());
        let is_one_use =
            own.words.len() > 1 && (frequency as f64) < SELDOM * own.frequency() as f64;
        let is_minor = frequency < ESTABLISHED || self.score - phrase.score > AHEAD || is_one_use;
        phrase.text.contains(&self.text)
            && !self.gives_way_to(phrase, reading)
            && (is_minor || phrase.adds_little_to(&self.text, reading))
    }

    /// Whether it has but a number or a time before `part`, or ends behind it with an act, a number,
    /// a time or a word of the common stock: 办理时限压缩 beside 办理时限.
    fn adds_little_to(&self, part: &str, reading: &Reading) -> bool {
        let words = reading.words.get(self.entry.candidate.words.clone()).unwrap_or_default();
        let term = |word: Option<&Word>| reading.terms.get(word?.term);
        let is_date = |term: &Term| matches!(term.class, WordClass::Number | WordClass::Time);
        let is_little = |term: &Term| term.general || term.class == WordClass::VerbalNoun;
        (self.text.ends_with(part) && term(words.first()).is_some_and(is_date))
            || (self.text.starts_with(part)
                && term(words.last()).is_some_and(|term| is_date(term) || is_little(term)))
    }
}

/// Whether a phrase is put together from chosen ones of several words that stand nowhere else:
/// 山区推广 and 食用菌种植 say what 山区推广食用菌种植 does.
fn is_made_of(chosen: &[Chosen<'_>], phrase: &Chosen<'_>, candidates: &Candidates) -> bool {
    let whole = phrase.entry.candidate.words.clone();
    let mut left: Vec<usize> = whole.clone().collect();
    for part in chosen.iter().filter(|part| part.is_only_in(phrase)) {
        let mut places = candidates.places(part.entry.candidate);
        let within = places.find(|place| whole.start <= place.start && place.end <= whole.end);
        left.retain(|word| within.as_ref().is_none_or(|place| !place.contains(word)));
    }
    left.is_empty()
}

/// Which of the reading's words the chosen phrases cover.
struct Cover {
    /// A chosen phrase has this word.
    covered: Vec<bool>,
    /// A chosen phrase has this word and the one before it.
    inside: Vec<bool>,
}

impl Cover {
    fn new(reading: &Reading) -> Self {
        let words = reading.words.len();
        Self { covered: vec![false; words], inside: vec![false; words] }
    }

    fn add(&mut self, candidates: &Candidates, candidate: &Candidate) {
        for place in candidates.places(candidate) {
            if let Some(words) = self.inside.get_mut(place.start + 1..place.end) {
                words.fill(true);
            }
            if let Some(words) = self.covered.get_mut(place) {
                words.fill(true);
            }
        }
    }

    /// Whether a candidate mostly begins or ends inside a chosen phrase, or is a chance run of
    /// chosen phrases.
    fn is_fragment(&self, candidates: &Candidates, candidate: &Candidate) -> bool {
        let inside = |word: usize| self.inside.get(word).copied().unwrap_or_default();
        let places = candidates.places(candidate);
        let cut = places.filter(|place| inside(place.start) || inside(place.end)).count();
        if cut as f64 >= MOSTLY * candidate.frequency() as f64 {
            return true;
        }
        let mut places = candidates.places(candidate);
        candidate.frequency() <= CHANCE
            && places.all(|place| {
                self.covered.get(place).is_some_and(|words| words.iter().all(|&covered| covered))
            })
    }
}

/// A candidate's words, English ones by their stems.
fn words<'a>(reading: &'a Reading, candidate: &Candidate) -> Vec<Cow<'a, str>> {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    words.iter().map(|word| stemmed(reading.terms.text(word.term))).collect()
}

/// What two phrases of words by their stems have in common that differ in word order or in how a
/// place is named alone.
fn shape(words: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let named = words.into_iter().map(|word| match word {
        Cow::Borrowed(word) => Cow::Borrowed(place_name(word)),
        stem @ Cow::Owned(_) => stem,
    });
    let mut shape: Vec<Cow<'_, str>> = named.collect();
    shape.sort_unstable();
    shape
}

/// 上海市 is 上海.
fn place_name(word: &str) -> &str {
    let name = word.strip_suffix(['省', '市', '县']).unwrap_or(word);
    if name.chars().nth(1).is_some() { name } else { word }
}

#[cfg(test)]
mod tests {
    use super::stemmed;

    #[test]
    fn order_and_number_do_not_matter() {
        let shape =
            |words: &[&'static str]| super::shape(words.iter().map(|word| stemmed(word)).collect());
        assert_eq!(shape(&["tax", "rates"]), shape(&["rate", "tax"]));
        assert_ne!(shape(&["食品", "安全"]), shape(&["食品", "卫生"]));
        assert_eq!(shape(&["上海市"]), shape(&["上海"]));
        assert_ne!(shape(&["城市"]), shape(&["城"]));
    }
}
