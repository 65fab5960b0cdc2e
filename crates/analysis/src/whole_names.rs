//! Names that stand for all that they are made of: of laws, of institutions, and terms of letters and
//! a Han word. Where a name and its parts are told by the same places, the name is the keyword.

use tiyao_text::interrupt::spend;
use tiyao_text::script::is_han;

use crate::candidate::{Candidate, Candidates, is_named};
use crate::institution::is_institution;
use crate::reading::Reading;
use crate::select::{Entry, MOSTLY};
use crate::term::Term;
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// What a whole name's lift is told as.
pub(crate) const WHOLE_NAME: &str = "whole name";
/// How often what is no law and no institution must stand to be a name.
const LEAST: usize = 2;
/// How much more than the best of its parts a name scores: the least that orders them.
const AHEAD: f64 = 1e-6;
/// What it takes to look at one place, in units of work.
const PLACE_UNITS: usize = 2;
/// What the names of laws and documents end with.
const LAWS: [&str; 20] = [
    "法", "条例", "办法", "规定", "细则", "规则", "决定", "意见", "通知", "通告", "公告", "规划",
    "纲要", "方案", "标准", "准则", "章程", "公约", "指南", "制度",
];

/// A place of a whole name.
struct Place {
    entry: usize,
    start: usize,
    end: usize,
}

/// Lifts the score of each whole name above those of the candidates that stand mostly within it or
/// across its edges, and marks it.
pub(crate) fn lift(reading: &Reading, candidates: &Candidates, entries: &mut [Entry<'_>]) {
    let mut names: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_whole(reading, candidates, entry.candidate))
        .map(|(number, _)| number)
        .collect();
    if names.is_empty() {
        return;
    }
    let length = |number: &usize| entries.get(*number).map_or(0, |e| e.candidate.words.len());
    names.sort_by_key(length);
    let mut places: Vec<Place> = Vec::new();
    // by word: one more than the number of the longest name's place that has it
    let mut owners = vec![0_usize; reading.words.len()];
    for &number in &names {
        let Some(entry) = entries.get(number) else { continue };
        spend(entry.candidate.frequency() * PLACE_UNITS);
        for place in candidates.places(entry.candidate) {
            places.push(Place { entry: number, start: place.start, end: place.end });
            if let Some(words) = owners.get_mut(place) {
                words.fill(places.len());
            }
        }
    }
    let owner = |at: usize| places.get(owners.get(at)?.checked_sub(1)?);
    let mut lifts: Vec<(usize, f64)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        spend(entry.candidate.frequency() * PLACE_UNITS);
        let mut within = 0_usize;
        let mut name = None;
        for place in candidates.places(entry.candidate) {
            let Some(own) = owner(place.start).or_else(|| owner(place.end - 1)) else { continue };
            let holds_it = place.start <= own.start && own.end <= place.end;
            if own.entry != number && !holds_it && name.is_none_or(|name| name == own.entry) {
                name = Some(own.entry);
                within += 1;
            }
        }
        if let Some(name) = name
            && within as f64 >= MOSTLY * entry.candidate.frequency() as f64
        {
            lifts.push((name, entry.score));
        }
    }
    for &number in &names {
        if let Some(entry) = entries.get_mut(number) {
            entry.is_whole = true;
        }
    }
    for (name, score) in lifts {
        if let Some(entry) = entries.get_mut(name)
            && entry.score <= score
        {
            entry.floor = entry.floor.max(score + AHEAD);
        }
    }
}

fn is_whole(reading: &Reading, candidates: &Candidates, candidate: &Candidate) -> bool {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    if words.len() < 2 || reading.is_english() {
        return false;
    }
    is_law(reading, candidates, candidate)
        || (candidate.frequency() >= LEAST
            && (is_institution(words, &reading.terms) || is_lettered(reading, words, candidate)))
}

/// 《农村集市管理办法》, in the title or twice.
fn is_law(reading: &Reading, candidates: &Candidates, candidate: &Candidate) -> bool {
    let is_marked = |words: &[Word]| {
        words.first().zip(words.last()).is_some_and(|(first, last)| is_named(*first, *last))
    };
    let last = candidate.words.end.checked_sub(1).and_then(|at| reading.words.get(at));
    let ends_as_law =
        || last.is_some_and(|last| LAWS.iter().any(|l| reading.terms.text(last.term).ends_with(l)));
    let mut title = false;
    let mut marked = false;
    if ends_as_law() {
        for words in candidates.places(candidate).filter_map(|place| reading.words.get(place)) {
            marked |= is_marked(words);
            title |= words.first().is_some_and(|word| word.marks.has(Marks::IN_TITLE));
        }
    }
    marked && (title || candidate.frequency() >= LEAST)
}

/// AI质检: letters that stand nowhere without the Han noun behind them.
fn is_lettered(reading: &Reading, words: &[Word], candidate: &Candidate) -> bool {
    let terms: Vec<&Term> = words.iter().filter_map(|word| reading.terms.get(word.term)).collect();
    let [letters, noun] = terms.as_slice() else { return false };
    let is_touching = words.first().zip(words.last()).is_some_and(|(first, last)| {
        first.span().end() == last.span().start()
            && reading.terms.text(last.term).starts_with(is_han)
    });
    letters.class == WordClass::Latin
        && matches!(noun.class, WordClass::Noun | WordClass::VerbalNoun | WordClass::Verb)
        && is_touching
        && candidate.frequency() > LEAST
        && letters.frequency == candidate.frequency()
}
