//! Terms that the caller names, found wherever they stand in the text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tiyao_text::{Span, normalize_as};

use crate::candidate::Candidates;
use crate::reading::{Reading, Sentence};
use crate::wanted::{Wanted, is_left_out, text};
use crate::word::Word;

/// The words that a term stands in, and the bytes of the first and of the last that are not part of it.
type Stand = (Range<usize>, [usize; 2]);

/// The candidates of a reading and, beside them, the pinned terms and those of the vocabulary that
/// are none: no pattern allows them, or words were cut otherwise.
pub(crate) fn with_named<'r>(reading: &'r Reading, wanted: &Wanted<'_>) -> Cow<'r, Candidates> {
    let mut keys: HashSet<&str> = wanted.named_keys().filter(|key| !key.is_empty()).collect();
    if keys.is_empty() {
        return Cow::Borrowed(&reading.candidates);
    }
    for candidate in reading.candidates.all() {
        keys.remove(text(reading, &reading.candidates, candidate).as_str());
    }
    let mut keys: Vec<&str> = keys.into_iter().collect();
    keys.sort_unstable();
    let mut candidates = reading.candidates.clone();
    for (key, stands) in keys.iter().zip(stands(reading, &keys)) {
        candidates.add_named((*key).to_owned(), stands);
    }
    Cow::Owned(candidates)
}

/// Where each of the keys stands.
fn stands(reading: &Reading, keys: &[&str]) -> Vec<Vec<Stand>> {
    let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
    for (number, key) in keys.iter().enumerate() {
        by_first.entry(key.chars().next().unwrap_or_default()).or_default().push(number);
    }
    let mut stands = vec![Vec::new(); keys.len()];
    for sentence in &reading.sentences {
        let normalized = normalize_as(reading.written(sentence), reading.language());
        let text = normalized.text();
        for (at, first) in text.char_indices() {
            let first = first.to_lowercase().next().unwrap_or(first);
            for &number in by_first.get(&first).into_iter().flatten() {
                let Some(key) = keys.get(number) else { continue };
                let found = end_of(key, text, at).filter(|&end| is_whole(text, at, end));
                let stand = found.and_then(|end| stand(reading, sentence, at, end));
                if let (Some(stand), Some(list)) = (stand, stands.get_mut(number)) {
                    list.push(stand);
                }
            }
        }
    }
    stands
}

/// Where `key` ends that begins at `at`, if it does; what keys leave out is passed over.
fn end_of(key: &str, text: &str, at: usize) -> Option<usize> {
    let mut left = key.chars().peekable();
    for (offset, c) in text.get(at..)?.char_indices() {
        if left.peek().is_none() {
            return Some(at + offset);
        }
        if is_left_out(c) {
            continue;
        }
        for c in c.to_lowercase() {
            if left.next() != Some(c) {
                return None;
            }
        }
    }
    left.peek().is_none().then_some(text.len())
}

/// Whether no Latin word or number goes on beyond the ends of a piece of text.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let parts = |a: Option<char>, b: Option<char>| {
        !(a.is_some_and(|c| c.is_ascii_alphanumeric())
            && b.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    let (before, rest) = text.split_at_checked(start).unwrap_or_default();
    let (piece, behind) = rest.split_at_checked(end - start).unwrap_or_default();
    parts(before.chars().next_back(), piece.chars().next())
        && parts(piece.chars().next_back(), behind.chars().next())
}

/// The words of a sentence that a piece of its text stands in.
fn stand(reading: &Reading, sentence: &Sentence, start: usize, end: usize) -> Option<Stand> {
    let span = |word: usize| reading.words.get(word).map_or(Span::new(0, 0), Word::span);
    let words = sentence.words.clone();
    let first = words.clone().find(|&word| span(word).end() > start)?;
    let last = words.rev().find(|&word| span(word).start() < end)?;
    let cuts = [start.saturating_sub(span(first).start()), span(last).end().saturating_sub(end)];
    (first <= last).then_some((first..last + 1, cuts))
}

#[cfg(test)]
mod tests {
    use super::{end_of, is_whole};

    #[test]
    fn keys_are_found_as_they_are_spaced() {
        assert_eq!(end_of("5g专网", "建设 5G 专网。", 7), Some(16));
        assert_eq!(end_of("专网", "专线", 0), None);
        assert_eq!(end_of("专网", "专", 0), None);
    }

    #[test]
    fn a_latin_word_is_whole() {
        assert!(is_whole("state of the art", 13, 16) && !is_whole("party", 1, 4));
        assert!(is_whole("建设5g专网", 6, 8) && !is_whole("15g", 1, 3));
    }
}
