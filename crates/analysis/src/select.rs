use std::collections::HashSet;

use crate::candidate::Candidate;
use crate::keyword::is_short;
use crate::{KeywordOptions, NearDuplicates, Reading, english};

/// A candidate with its score.
pub(crate) struct Entry<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) score: f64,
    /// Its place among the pinned terms, which come first in any case.
    pub(crate) pin: Option<usize>,
}

/// How many candidates are looked at for each keyword that is asked for.
const POOL: usize = 40;
/// A run of chosen phrases that stands at most this often is chance and no phrase of its own.
const CHANCE: usize = 2;
/// The share of a part's occurrences within a phrase that may take its place.
const MOSTLY: f64 = 0.7;
/// A phrase with a smaller share of its part's occurrences is no keyword beside it in a short
/// article, where few words have to do; in a long one, and in English, authors name both.
const SELDOM: f64 = 0.6;
/// How far below its part's score a phrase may score and still take its part's place.
const NEAR: f64 = 0.5;
/// The same for a part of several words that never stands outside the phrase.
const NEAR_FRAGMENT: f64 = 1.0;

/// Chooses keywords greedily by score and gives the numbers of the entries, best first,
/// pinned ones before all. Left out are what a chosen phrase already says, what stands only across the
/// edges of chosen ones or is put together from them, what differs from a chosen one only in word
/// order or number, and in a short article the longer phrase that a chosen one seldom is part of.
/// Ties go to what stands first.
pub(crate) fn select(
    reading: &Reading,
    entries: &[Entry<'_>],
    options: &KeywordOptions,
) -> Vec<usize> {
    let most = options.max_keywords;
    let pool = most.saturating_add(options.pinned_terms.len()).saturating_mul(POOL);
    let order = ranked(entries, pool);
    if options.near_duplicates == NearDuplicates::Keep {
        return order.into_iter().take(most).collect();
    }
    let mut chosen: Vec<Chosen<'_>> = Vec::new();
    let mut cover = Cover::new(reading);
    let mut shapes: HashSet<Vec<String>> = HashSet::new();
    let brief = is_short(reading) && !reading.is_english();
    for number in order {
        let Some(entry) = entries.get(number) else { continue };
        let words = words(reading, entry.candidate);
        let text =
            if reading.is_english() { format!(" {} ", words.join(" ")) } else { words.concat() };
        let is_said = chosen.iter().any(|chosen| chosen.text.contains(&text))
            || cover.is_fragment(reading, entry.candidate)
            || !shapes.insert(shape(&words))
            || (brief && chosen.iter().any(|part| part.is_the_rule(entry, &text)));
        if is_said && entry.pin.is_none() {
            continue;
        }
        let before = chosen.len();
        chosen.retain(|part| !part.gives_way_to(entry, &text));
        if chosen.len() == before && before >= most {
            break;
        }
        cover.add(reading, entry.candidate);
        chosen.push(Chosen { number, text, entry });
    }
    chosen.into_iter().map(|chosen| chosen.number).collect()
}

struct Chosen<'a> {
    number: usize,
    text: String,
    entry: &'a Entry<'a>,
}

impl Chosen<'_> {
    /// Whether it hardly stands outside `phrase`, which says more and scores nearly as high.
    fn gives_way_to(&self, phrase: &Entry<'_>, text: &str) -> bool {
        let frequency = phrase.candidate.frequency();
        let part = self.entry.candidate;
        let near = if part.words.len() > 1 && frequency == part.frequency() {
            NEAR_FRAGMENT
        } else {
            NEAR
        };
        self.entry.pin.is_none()
            && frequency >= 2
            && frequency as f64 >= MOSTLY * part.frequency() as f64
            && self.entry.score - phrase.score < near
            && text.contains(&self.text)
    }

    /// Whether it as a rule stands outside `phrase`, which is then one use of it among others.
    fn is_the_rule(&self, phrase: &Entry<'_>, text: &str) -> bool {
        let share = SELDOM * self.entry.candidate.frequency() as f64;
        (phrase.candidate.frequency() as f64) < share && text.contains(&self.text)
    }
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

    fn add(&mut self, reading: &Reading, candidate: &Candidate) {
        for place in reading.candidates.places(candidate) {
            if let Some(words) = self.inside.get_mut(place.start + 1..place.end) {
                words.fill(true);
            }
            if let Some(words) = self.covered.get_mut(place) {
                words.fill(true);
            }
        }
    }

    /// Whether a candidate always begins or ends inside a chosen phrase, or is a chance run of
    /// chosen phrases.
    fn is_fragment(&self, reading: &Reading, candidate: &Candidate) -> bool {
        let inside = |word: usize| self.inside.get(word).copied().unwrap_or_default();
        let mut places = reading.candidates.places(candidate);
        if places.all(|place| inside(place.start) || inside(place.end)) {
            return true;
        }
        let mut places = reading.candidates.places(candidate);
        candidate.frequency() <= CHANCE
            && places.all(|place| {
                self.covered.get(place).is_some_and(|words| words.iter().all(|&covered| covered))
            })
    }
}

/// The numbers of the best `pool` entries, best first.
fn ranked(entries: &[Entry<'_>], pool: usize) -> Vec<usize> {
    let key = |number: usize| {
        entries.get(number).map_or((usize::MAX, 0.0, 0, 0), |entry| {
            let pin = entry.pin.unwrap_or(usize::MAX);
            (pin, entry.score, entry.candidate.words.start, entry.candidate.words.end)
        })
    };
    let by_rank = |&a: &usize, &b: &usize| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3)))
    };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    if pool < order.len() {
        order.select_nth_unstable_by(pool, by_rank);
        order.truncate(pool);
    }
    order.sort_unstable_by(by_rank);
    order
}

fn words<'a>(reading: &'a Reading, candidate: &Candidate) -> Vec<&'a str> {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    words.iter().map(|word| reading.terms.text(word.term)).collect()
}

/// What two phrases have in common that differ in word order or number alone.
fn shape(words: &[&str]) -> Vec<String> {
    let mut shape: Vec<String> =
        words.iter().map(|word| english::singular(word).to_owned()).collect();
    shape.sort_unstable();
    shape
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn order_and_number_do_not_matter() {
        assert_eq!(shape(&["tax", "rates"]), shape(&["rate", "tax"]));
        assert_ne!(shape(&["食品", "安全"]), shape(&["食品", "卫生"]));
    }
}
