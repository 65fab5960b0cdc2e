use std::cmp::Reverse;
use std::hash::BuildHasher;
use std::ops::Range;

use tiyao_text::interrupt::{UNITS, spend};

use crate::candidate_numbers::CandidateNumbers;
use crate::fingerprint::{Fingerprint, FingerprintSet, Spelling};
use crate::institution::Institutions;
use crate::term::{Term, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;
use crate::works::Works;

/// Most words that a keyphrase has.
pub(crate) const MAX_WORDS: usize = 4;
/// What it takes to look at one place of a candidate, in units of work.
const PLACE_UNITS: usize = 4;
/// Most characters that a keyphrase of Han words has.
const MAX_CHARACTERS: usize = 16;
/// Most characters that a keyphrase with Latin words has.
const MAX_LATIN_CHARACTERS: usize = 48;

/// A word or a run of words that may be a keyword.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) fingerprint: Fingerprint,
    /// Its words where it first stands.
    pub(crate) words: Range<usize>,
    // its places among `Candidates::places`
    places: Range<usize>,
}

/// One place of a candidate: its words among the reading's.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    length: u8,
}

impl Place {
    fn end(self) -> u32 {
        self.start + u32::from(self.length)
    }
}

/// The candidates of one reading in the order in which they first stand, with all their places.
#[derive(Clone, Default)]
pub(crate) struct Candidates {
    all: Vec<Candidate>,
    places: Vec<Place>,
    numbers: CandidateNumbers,
    // by the candidate that was kept of two names for one thing: the words of the other
    other_names: Vec<(Fingerprint, Range<usize>)>,
    named: Vec<Named>,
}

/// A term that the caller names and that no pattern allows, or that begins or ends inside words.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    fingerprint: Fingerprint,
    /// The term as the caller's terms are compared.
    pub(crate) key: String,
    /// The bytes of its first and of its last word that are not part of it, by place.
    pub(crate) cuts: Vec<[usize; 2]>,
}

impl Candidates {
    /// Finds every run of up to [`MAX_WORDS`] words that the patterns allow and every name of a work, and
    /// counts it. The same text is the same candidate, however it was cut into words.
    pub(crate) fn find(words: &[Word], terms: &Terms) -> Self {
        let opens = Marks::QUOTE_OPENS.with(Marks::NAME_OPENS);
        let is_marked = words.iter().any(|word| word.marks.has(opens));
        let named = if is_marked { named_runs(words, terms) } else { NamedRuns::default() };
        let named_works = if is_marked { Works::of(words, terms) } else { Works::default() };
        let institutions = Institutions::of(words, terms);
        let has_named = named.low_bits != 0;
        // each word is looked at from up to four places
        let parts: Vec<Part> =
            words.iter().inspect(|_| spend(1)).filter_map(|word| Part::of(*word, terms)).collect();
        let mut finder = Finder::with_room(words.len());
        for (start, (word, part)) in words.iter().zip(&parts).enumerate() {
            let before = finder.found.len();
            if word.marks.has(Marks::QUOTE_OPENS)
                && let Some((fingerprint, length)) = quoted_name(words, terms, start)
            {
                finder.add(fingerprint, start, length);
            }
            if let Some((fingerprint, length)) = named_works.at(words, terms, start) {
                finder.add(fingerprint, start, length);
            }
            if let Some((fingerprint, length)) = institutions.at(start) {
                finder.add(fingerprint, start, length);
            }
            if part.has(Part::NUMBER)
                && let Some(fingerprint) = period(words, terms, start)
            {
                finder.add(fingerprint, start, 2);
            }
            let mut fingerprint = Fingerprint::EMPTY;
            let mut characters = 0;
            let mut latin = false;
            let mut content = true;
            let run = parts.get(start..).unwrap_or_default().iter().take(MAX_WORDS);
            for (part, length) in run.zip(1..) {
                if length > 1 && !part.has(Part::JOINED) {
                    break;
                }
                content &= part.has(if length == 1 { Part::BEGINS } else { Part::FOLLOWS });
                if !content && !has_named {
                    break;
                }
                fingerprint = fingerprint.and(part.spelling);
                characters += part.characters;
                latin |= part.has(Part::LATIN) || characters > 6 * length;
                let limit = if latin { MAX_LATIN_CHARACTERS } else { MAX_CHARACTERS };
                let shaped = content && (length > 1 || part.has(Part::STANDS_ALONE));
                if (2..=limit).contains(&characters)
                    && (shaped || (has_named && named.contains(fingerprint)))
                {
                    finder.add(fingerprint, start, length);
                }
            }
            spend(1 + (finder.found.len() - before) * PLACE_UNITS);
        }
        finder.finish()
    }

    pub(crate) fn all(&self) -> &[Candidate] {
        &self.all
    }

    /// The number of the candidate that a run of words is.
    pub(crate) fn number(&self, words: &[Word], terms: &Terms) -> Option<usize> {
        let mut fingerprint = Fingerprint::EMPTY;
        for word in words {
            fingerprint = fingerprint.and(terms.get(word.term)?.spelling);
        }
        let number = self.numbers.find(fingerprint, |n| has_fingerprint(&self.all, n, fingerprint));
        number.map(|number| number as usize)
    }

    /// Lets the first of two candidates, which name one thing, stand at the places of both. The
    /// other is left with no place.
    pub(crate) fn merge(&mut self, kept: usize, other: usize) {
        let (Some(first), Some(second)) = (self.all.get(kept), self.all.get(other)) else {
            return;
        };
        if kept == other || first.frequency() == 0 || second.frequency() == 0 {
            return;
        }
        let both = [first, second].map(|c| self.places.get(c.places.clone()).unwrap_or_default());
        let mut both = both.concat();
        // the short name within the long one is no place of its own
        both.sort_unstable_by_key(|place| (place.start, Reverse(place.length)));
        let mut end = 0;
        both.retain(|place| {
            let own = place.end() > end;
            end = end.max(place.end());
            own
        });
        self.other_names.push((first.fingerprint, second.words.clone()));
        let places = self.places.len()..self.places.len() + both.len();
        self.places.append(&mut both);
        for (number, places) in [(kept, places), (other, 0..0)] {
            if let Some(candidate) = self.all.get_mut(number) {
                candidate.places = places;
            }
        }
    }

    /// The words of another name of a candidate: its abbreviation, or what it is one of.
    pub(crate) fn other_name(&self, candidate: &Candidate) -> Option<Range<usize>> {
        let mut names = self.other_names.iter();
        names.find(|(kept, _)| *kept == candidate.fingerprint).map(|(_, words)| words.clone())
    }

    /// Adds a term that the caller names: the words that it stands in, in the order of the text, and
    /// what of the first and the last of them is not part of it.
    pub(crate) fn add_named(&mut self, key: String, stands: Vec<(Range<usize>, [usize; 2])>) {
        let fingerprint = Spelling::of(&key).fingerprint;
        let Some((words, _)) = stands.first().cloned() else { return };
        let start = self.places.len();
        let mut cuts = Vec::with_capacity(stands.len());
        for (words, cut) in stands {
            let (Ok(start), Ok(length)) = (u32::try_from(words.start), u8::try_from(words.len()))
            else {
                continue;
            };
            self.places.push(Place { start, length });
            cuts.push(cut);
        }
        self.all.push(Candidate { fingerprint, words, places: start..self.places.len() });
        self.named.push(Named { fingerprint, key, cuts });
    }

    /// What is known of a candidate that is there because the caller names it.
    pub(crate) fn named(&self, candidate: &Candidate) -> Option<&Named> {
        self.named.iter().find(|named| named.fingerprint == candidate.fingerprint)
    }

    /// Where a candidate stands, in the order of the text: its words at each place.
    pub(crate) fn places(&self, candidate: &Candidate) -> impl Iterator<Item = Range<usize>> {
        let places = self.places.get(candidate.places.clone()).unwrap_or_default();
        spend((places.len() + 1) * PLACE_UNITS);
        places.iter().map(|place| {
            let start = place.start as usize;
            start..start + usize::from(place.length)
        })
    }
}

/// What a run of words asks of each of them.
struct Part {
    spelling: Spelling,
    characters: usize,
    traits: u8,
}

impl Part {
    /// A keyphrase may begin with it.
    const BEGINS: u8 = 1;
    /// A keyphrase may go on with it.
    const FOLLOWS: u8 = 2;
    /// It may be a keyword alone.
    const STANDS_ALONE: u8 = 4;
    const LATIN: u8 = 8;
    const NUMBER: u8 = 16;
    /// No mark parts it from the word before.
    const JOINED: u8 = 32;

    /// `None` of a word without a term, which there is none of.
    fn of(word: Word, terms: &Terms) -> Option<Self> {
        let &Term { spelling, characters, class, .. } = terms.get(word.term)?;
        let traits = [
            (Self::BEGINS, class.may_begin()),
            (Self::FOLLOWS, class.may_follow()),
            (Self::STANDS_ALONE, class.may_stand_alone()),
            (Self::LATIN, class == WordClass::Latin),
            (Self::NUMBER, class == WordClass::Number),
            (Self::JOINED, word.marks.has(Marks::JOINED)),
        ];
        let traits =
            traits.iter().fold(0, |all, &(one, holds)| if holds { all | one } else { all });
        Some(Self { spelling, characters, traits })
    }

    fn has(&self, one: u8) -> bool {
        self.traits & one != 0
    }
}

impl Candidate {
    /// How often it stands in title and paragraphs.
    pub(crate) fn frequency(&self) -> usize {
        self.places.len()
    }
}

/// Runs that stand between quotation marks or 《》 and that the patterns do not allow.
#[derive(Default)]
struct NamedRuns {
    all: FingerprintSet,
    /// One bit for the last six bits of every hash: most runs of a text are none of them.
    low_bits: u64,
}

impl NamedRuns {
    fn insert(&mut self, run: Fingerprint) {
        self.low_bits |= self.bit(run);
        self.all.insert(run);
    }

    fn contains(&self, run: Fingerprint) -> bool {
        self.low_bits & self.bit(run) != 0 && self.all.contains(&run)
    }

    fn bit(&self, run: Fingerprint) -> u64 {
        1 << (self.all.hasher().hash_one(run) % 64)
    }
}

/// The runs between marks: such a name is a candidate wherever it stands.
fn named_runs(words: &[Word], terms: &Terms) -> NamedRuns {
    let mut named = NamedRuns::default();
    for (start, word) in words.iter().enumerate() {
        spend(1);
        if !word.marks.has(Marks::QUOTE_OPENS) && !word.marks.has(Marks::NAME_OPENS) {
            continue;
        }
        let run = words.get(start..).unwrap_or_default();
        let mut fingerprint = Fingerprint::EMPTY;
        let mut content = false;
        for (i, last) in run.iter().take(MAX_WORDS).enumerate() {
            if i > 0 && !last.marks.has(Marks::JOINED) {
                break;
            }
            let Some(term) = terms.get(last.term) else { break };
            fingerprint = fingerprint.and(term.spelling);
            content |= term.class.is_content();
            if encloses(*word, *last) && content {
                named.insert(fingerprint);
            }
        }
    }
    named
}

/// What begins at `start` with a quotation and goes on with one noun right behind it, as names of
/// campaigns do: “铁拳”行动. Its fingerprint is that of the name without the marks.
fn quoted_name(words: &[Word], terms: &Terms, start: usize) -> Option<(Fingerprint, usize)> {
    let run = words.get(start..)?;
    if !run.first()?.marks.has(Marks::QUOTE_OPENS) {
        return None;
    }
    let mut fingerprint = Fingerprint::EMPTY;
    for (i, word) in run.iter().take(MAX_WORDS).enumerate() {
        let term = terms.get(word.term)?;
        fingerprint = fingerprint.and(term.spelling);
        if word.marks.has(Marks::BEHIND_QUOTE) {
            let names = matches!(term.class, WordClass::Noun | WordClass::VerbalNoun);
            return (names && term.characters > 1).then_some((fingerprint, i + 1));
        }
        if i > 0 && !word.marks.has(Marks::JOINED) {
            return None;
        }
    }
    None
}

/// A century or a decade by its number: 21世纪, 90年代.
fn period(words: &[Word], terms: &Terms, start: usize) -> Option<Fingerprint> {
    let (number, unit) = (words.get(start)?, words.get(start + 1)?);
    let number_term = terms.get(number.term).filter(|term| term.class == WordClass::Number)?;
    let is_unit = unit.marks.has(Marks::JOINED) && matches!(terms.text(unit.term), "世纪" | "年代");
    let spelling = is_unit.then(|| terms.get(unit.term))??.spelling;
    Some(Fingerprint::EMPTY.and(number_term.spelling).and(spelling))
}

/// Whether a run of words is a [`quoted_name`].
pub(crate) fn is_quoted_name(words: &[Word]) -> bool {
    let opens = words.first().is_some_and(|word| word.marks.has(Marks::QUOTE_OPENS));
    opens && words.len() > 1 && words.last().is_some_and(|word| word.marks.has(Marks::BEHIND_QUOTE))
}

/// Whether the marks around a run of words are a pair.
pub(crate) fn encloses(first: Word, last: Word) -> bool {
    is_quoted(first, last) || is_named(first, last)
}

/// Whether a run of words stands in quotation marks.
pub(crate) fn is_quoted(first: Word, last: Word) -> bool {
    first.marks.has(Marks::QUOTE_OPENS) && last.marks.has(Marks::QUOTE_CLOSES)
}

/// Whether a run of words stands in 《》.
pub(crate) fn is_named(first: Word, last: Word) -> bool {
    first.marks.has(Marks::NAME_OPENS) && last.marks.has(Marks::NAME_CLOSES)
}

fn has_fingerprint(candidates: &[Candidate], number: u32, fingerprint: Fingerprint) -> bool {
    candidates.get(number as usize).is_some_and(|c| c.fingerprint == fingerprint)
}

struct Finder {
    numbers: CandidateNumbers,
    // the places of each are counted in their end
    candidates: Vec<Candidate>,
    found: Vec<(u32, Place)>,
}

impl Finder {
    /// Room for the candidates of so many words: most words begin one or two.
    fn with_room(words: usize) -> Self {
        Self {
            numbers: CandidateNumbers::with_room(words),
            candidates: Vec::with_capacity(words),
            found: Vec::with_capacity(words * 2),
        }
    }

    fn add(&mut self, fingerprint: Fingerprint, start: usize, length: usize) {
        let next = u32::try_from(self.candidates.len()).unwrap_or(u32::MAX);
        let candidates = self.candidates.as_slice();
        let is = |number| has_fingerprint(candidates, number, fingerprint);
        let number = self.numbers.find_or_add(fingerprint, next, is);
        if number == next {
            let words = start..start + length;
            self.candidates.push(Candidate { fingerprint, words, places: 0..0 });
        }
        let (Ok(start), Ok(length)) = (u32::try_from(start), u8::try_from(length)) else { return };
        if let Some(candidate) = self.candidates.get_mut(number as usize) {
            candidate.places.end += 1;
            self.found.push((number, Place { start, length }));
        }
    }

    /// Sorts the places by candidate, in one pass.
    fn finish(mut self) -> Candidates {
        let mut end = 0;
        for piece in self.candidates.chunks_mut(UNITS) {
            spend(piece.len());
            for candidate in piece {
                let count = candidate.places.end;
                candidate.places = end..end;
                end += count;
            }
        }
        let mut places = vec![Place { start: 0, length: 0 }; end];
        for found in self.found.chunks(UNITS) {
            spend(found.len());
            for &(number, place) in found {
                if let Some(candidate) = self.candidates.get_mut(number as usize) {
                    if let Some(slot) = places.get_mut(candidate.places.end) {
                        *slot = place;
                    }
                    candidate.places.end += 1;
                }
            }
        }
        Candidates {
            all: self.candidates,
            places,
            numbers: self.numbers,
            other_names: Vec::new(),
            named: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Candidates;
    use crate::reading::{Reading, read};
    use crate::{Language, Manuscript};
    use tiyao_issue::Paragraph;
    use tiyao_text::{Excerpt, Lexicon};

    fn reading(text: &str) -> Reading {
        let paragraphs = [Paragraph { excerpt: Excerpt::whole(text), ..Paragraph::default() }];
        let language = Some(Language::ChineseSimplified);
        read(&Manuscript { title: None, paragraphs: &paragraphs, language }, Lexicon::builtin())
    }

    /// The candidates with their frequencies, in the order in which they first stand.
    fn check(text: &str, expected: &[(&str, usize)]) {
        let reading = reading(text);
        let found = reading.candidates.all().iter().map(|candidate| {
            let words = &reading.words[candidate.words.clone()];
            let text: String = words.iter().map(|word| reading.terms.text(word.term)).collect();
            (text, candidate.frequency())
        });
        let found: Vec<(String, usize)> = found.collect();
        let expected: Vec<(String, usize)> =
            expected.iter().map(|&(text, n)| (text.to_owned(), n)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn runs_end_at_marks_and_function_words() {
        check("农村集市", &[("农村", 1), ("农村集市", 1), ("集市", 1)]);
        check("农村，集市", &[("农村", 1), ("集市", 1)]);
        check("农村的集市", &[("农村", 1), ("集市", 1)]);
        check("农村 集市", &[("农村", 1), ("集市", 1)]);
        check("农村2023年集市", &[("农村", 1), ("集市", 1)]);
        check("农村21世纪", &[("农村", 1), ("21世纪", 1), ("世纪", 1)]);
    }

    #[test]
    fn places_are_counted() {
        check("集市。农村集市。", &[("集市", 2), ("农村", 1), ("农村集市", 1)]);
        let reading = reading("集市。农村集市。");
        let places: Vec<_> = reading.candidates.places(&reading.candidates.all()[0]).collect();
        assert_eq!(places, [0..1, 2..3]);
    }

    #[test]
    fn what_stands_in_marks_is_one_name_everywhere() {
        check("《在路上》，在路上。", &[("在路上", 2), ("路上", 2)]);
        check("《的》", &[]);
    }

    #[test]
    fn nothing_has_no_candidates() {
        check("", &[]);
        assert!(Candidates::default().all().is_empty());
    }
}
