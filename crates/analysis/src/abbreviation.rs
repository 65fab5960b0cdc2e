//! Abbreviations and the full forms that the article gives for them.

use std::ops::{Range, RangeInclusive};
use tiyao_text::interrupt::spend;

use crate::candidate::MAX_WORDS;
use crate::reading::Reading;
use crate::term::{Term, TermId};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// Most words of what stands behind a cue.
const LONGEST: usize = 6;
/// Least and most letters of an abbreviation.
const LETTERS: RangeInclusive<usize> = 2..=6;

/// Ties each abbreviation to its full form, so that the two count as one term: 全称（以下简称“…”）,
/// full form (FF), FF (full form), 全称（FF）.
pub(crate) fn tie(reading: &mut Reading) {
    for pair in pairs(reading) {
        let (kept, other) = better_name(reading, pair);
        reading.candidates.merge(kept, other);
    }
}

/// The numbers of two candidates that name one thing: the full form and the short.
#[derive(Clone, Copy)]
struct Pair {
    full: usize,
    short: usize,
}

fn pairs(reading: &Reading) -> Vec<Pair> {
    let cues: Vec<TermId> = (0..)
        .zip(reading.terms.all())
        .filter(|&(number, term)| {
            term.characters <= 2 && matches!(reading.terms.text(number), "简称" | "下称" | "称")
        })
        .map(|(number, _)| number)
        .collect();
    let mut pairs = Vec::new();
    for (at, word) in reading.words.iter().enumerate() {
        spend(1);
        if word.marks.has(Marks::GLOSSED) {
            pairs.extend(in_brackets(reading, at));
        } else if cues.contains(&word.term) {
            pairs.extend(behind_cue(reading, at));
        }
    }
    pairs
}

/// Of two names the one that the article uses: that of its title, else the more frequent one, else
/// the full form. Letters that stand for words are never the better name.
fn better_name(reading: &Reading, pair: Pair) -> (usize, usize) {
    let places = |number: usize| {
        let candidate = reading.candidates.all().get(number);
        candidate.into_iter().flat_map(|c| reading.candidates.places(c)).collect::<Vec<_>>()
    };
    let (full, short) = (places(pair.full), places(pair.short));
    // the short form within the full one is no use of it
    let within = |place: &Range<usize>| {
        full.iter().any(|full| full.start <= place.start && place.end <= full.end)
    };
    let alone: Vec<Range<usize>> = short.into_iter().filter(|place| !within(place)).collect();
    let of = |places: &[Range<usize>]| {
        let first = places.first().and_then(|place| reading.words.get(place.start));
        let term = first.and_then(|word| reading.terms.get(word.term));
        let letters = places.first().is_some_and(|p| p.len() == 1) && term.is_some_and(is_latin);
        let in_title = first.is_some_and(|word| word.marks.has(Marks::IN_TITLE));
        (!letters, in_title, places.len())
    };
    if of(&alone) > of(&full) { (pair.short, pair.full) } else { (pair.full, pair.short) }
}

/// The pair that a cue at `at` tells: the short form stands behind it, the full form in front of its
/// clause.
fn behind_cue(reading: &Reading, at: usize) -> Option<Pair> {
    let words = reading.words.as_slice();
    let text = |word: &Word| reading.terms.text(word.term);
    let said = text(words.get(at)?);
    let before = at.checked_sub(1).and_then(|i| words.get(i)).map(text);
    if said == "称" && !matches!(before, Some("下" | "以下")) {
        return None;
    }
    let is_link = words.get(at + 1).is_some_and(|word| text(word) == "为");
    let start = at + 1 + usize::from(is_link);
    let short = short_form(words, start)?;
    // the clause of the cue is short: 以下简称, 又简称
    let clause = (0..=at)
        .rev()
        .take(3)
        .find(|&i| words.get(i).is_some_and(|word| !word.marks.has(Marks::JOINED)))?;
    let full_end = clause.checked_sub(1)?;
    let short_text: String = short.iter().map(text).collect();
    let full = (1..=MAX_WORDS).rev().find_map(|length| {
        let run = words.get((full_end + 1).checked_sub(length)?..=full_end)?;
        let stands_alone = reading.terms.get(run.first()?.term)?.class != WordClass::Verb;
        let full_text: String = run.iter().map(text).collect();
        let holds = full_text != short_text && is_shortened(&full_text, &short_text);
        let number = reading.candidates.number(run, &reading.terms)?;
        (stands_alone && holds).then_some(number)
    })?;
    Some(Pair { full, short: reading.candidates.number(short, &reading.terms)? })
}

/// The words from `start` to the end of their quotation, or of their clause.
fn short_form(words: &[Word], start: usize) -> Option<&[Word]> {
    let first = words.get(start)?;
    let closing = if first.marks.has(Marks::QUOTE_OPENS) {
        Some(Marks::QUOTE_CLOSES)
    } else if first.marks.has(Marks::NAME_OPENS) {
        Some(Marks::NAME_CLOSES)
    } else {
        None
    };
    let ends = |i: usize| match (closing, words.get(i), words.get(i + 1)) {
        (Some(mark), Some(word), _) => word.marks.has(mark),
        (None, _, next) => next.is_none_or(|next| !next.marks.has(Marks::JOINED)),
        _ => false,
    };
    let end = (start..start + LONGEST).find(|&i| ends(i))?;
    words.get(start..=end)
}

/// Whether a text is another with characters left out.
fn is_shortened(full: &str, short: &str) -> bool {
    let mut left = full.chars();
    short.chars().all(|c| left.any(|other| other == c))
}

/// The pair that brackets behind the word at `at` tell.
fn in_brackets(reading: &Reading, at: usize) -> Option<Pair> {
    let words = reading.words.as_slice();
    let inside = at + 1;
    let ends = |i: usize| words.get(i + 1).is_none_or(|next| !next.marks.has(Marks::JOINED));
    if letters(reading, inside).is_some() && ends(inside) {
        let short = reading.candidates.number(words.get(inside..=inside)?, &reading.terms)?;
        let full = full_form(reading, at, letters(reading, inside)?)?;
        return Some(Pair { full, short });
    }
    // FF (full form)
    let initials = letters(reading, at)?;
    let run = words.get(inside..inside + initials.len())?;
    if !ends(at + initials.len()) || !has_initials(reading, run, initials) {
        return None;
    }
    let short = reading.candidates.number(words.get(at..=at)?, &reading.terms)?;
    Some(Pair { full: reading.candidates.number(run, &reading.terms)?, short })
}

/// The candidate in front of bracketed letters: English words with these initials, or Han words
/// from where no other word of a term stands before them.
fn full_form(reading: &Reading, end: usize, letters: &str) -> Option<usize> {
    let words = reading.words.as_slice();
    (1..=MAX_WORDS).rev().find_map(|length| {
        let start = (end + 1).checked_sub(length)?;
        let run = words.get(start..=end)?;
        let first = reading.terms.get(run.first()?.term)?;
        let fits = if is_latin(first) {
            has_initials(reading, run, letters)
        } else {
            let joined = run.first()?.marks.has(Marks::JOINED);
            let before = start.checked_sub(1).filter(|_| joined).and_then(|i| words.get(i));
            let before = before.and_then(|word| reading.terms.get(word.term));
            length > 1
                && first.class != WordClass::Verb
                && before.is_none_or(|term| !term.class.is_in_terms())
        };
        reading.candidates.number(run, &reading.terms).filter(|_| fits)
    })
}

/// The letters of a word that may abbreviate others.
fn letters(reading: &Reading, at: usize) -> Option<&str> {
    let text = reading.terms.text(reading.words.get(at)?.term);
    let abbreviates = LETTERS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase());
    abbreviates.then_some(text)
}

/// Whether the letters are what the words begin with.
fn has_initials(reading: &Reading, run: &[Word], letters: &str) -> bool {
    run.len() == letters.len()
        && run
            .iter()
            .zip(letters.chars())
            .all(|(word, letter)| reading.terms.text(word.term).starts_with(letter))
}

fn is_latin(term: &Term) -> bool {
    term.class == WordClass::Latin
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use crate::{Manuscript, read};
    use tiyao_text::Lexicon;

    /// The names that are kept, each with its other name and how often the two stand.
    fn check(text: &str, expected: &[(&str, &str, usize)]) {
        let paragraphs = tiyao_issue::paragraphs(text);
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let text = |words: Range<usize>| -> String {
            reading.words[words].iter().map(|word| reading.terms.text(word.term)).collect()
        };
        let kept = reading.candidates.all().iter().filter_map(|c| {
            let other = reading.candidates.other_name(c)?;
            Some((text(c.words.clone()), text(other), c.frequency()))
        });
        let kept: Vec<_> = kept.collect();
        let expected: Vec<_> =
            expected.iter().map(|&(a, b, n)| (a.to_owned(), b.to_owned(), n)).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn a_cue_tells_the_short_form() {
        let once = "青石县农业技术推广站（以下简称“农技站”）来了。";
        check(once, &[("农业技术推广站", "农技站", 2)]);
        check(&format!("{once}农技站办班。农技站下乡。"), &[("农技站", "农业技术推广站", 4)]);
        check("农业技术推广站，下称农技站，来了。", &[("农业技术推广站", "农技站", 2)]);
        check("农业技术推广站，人称“好帮手”。", &[]);
        check("农业技术推广站（以下简称“好帮手”）。", &[]);
    }

    #[test]
    fn brackets_tell_letters() {
        check("The food safety index (FSI) rose. FSI fell.", &[("foodsafetyindex", "fsi", 3)]);
        check("The FSI (food safety index) rose.", &[("foodsafetyindex", "fsi", 2)]);
        check("The food safety index (annex) rose.", &[]);
        check("食品安全指数（FSI）上升，FSI也下降。", &[("食品安全指数", "fsi", 3)]);
    }
}
