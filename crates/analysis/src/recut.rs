//! Names that the segmenter, which guesses at what its dictionary lacks, cut in several ways in one
//! article: 徐望|舒说 beside 徐望|舒|研究, 由绿源 beside 绿源. What stands elsewhere tells where they end.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tiyao_text::interrupt::spend;
use tiyao_text::script::is_han;
use tiyao_text::{Lexicon, Span, is_stop_word};

use crate::known_words::Sort;
use crate::reading::Reading;
use crate::runs::{replace, take_back};
use crate::term::{Term, TermId, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// How many different characters must stand behind a name for its end to be told by them.
const LEAST: usize = 2;
/// What it takes to cut a place anew, in units of work.
const PLACE_UNITS: usize = 16;
/// Surnames of two characters.
const COMPOUND_SURNAMES: [&str; 12] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木",
];
/// Characters that stand before a name and are glued to it.
const BEFORE: [char; 10] = ['由', '被', '把', '与', '和', '向', '对', '给', '让', '据'];
/// Characters that stand behind a name and are glued to it.
const BEHIND: [char; 14] =
    ['说', '称', '办', '由', '在', '和', '与', '将', '被', '把', '是', '任', '带', '问'];
/// Characters that end no given name, for they go on with the clause.
const NO_GIVEN_NAME: &[char] = &[
    '说', '称', '道', '问', '答', '讲', '谈', '写', '想', '看', '是', '有', '在', '和', '与', '及',
    '等', '对', '向', '把', '被', '将', '由', '给', '让', '为', '到', '去', '来', '就', '也', '都',
    '又', '还', '曾', '则', '却', '并', '但', '而', '或', '办', '任', '做', '用', '教', '从', '于',
    '之', '的', '地', '得', '着', '了', '过', '氏', '老', '不', '没', '要', '会', '能', '可', '跟',
];

/// A place that is cut anew: its words, and where in the text of its words each new one ends.
struct Cut {
    words: Range<usize>,
    /// Bytes from the start of the first word, with whether the piece is a person's name.
    ends: Vec<(usize, bool)>,
}

/// Cuts names as they stand where nothing is glued to them, and joins those of people.
pub(crate) fn names(reading: &mut Reading, lexicon: &Lexicon) {
    let has_unknown = reading.terms.all().iter().any(is_guess);
    if !has_unknown || reading.is_english() {
        return;
    }
    let mut cuts = people(reading);
    let taken = cuts.iter().inspect(|_| spend(PLACE_UNITS)).flat_map(|cut| cut.words.clone());
    let taken: HashSet<usize> = taken.collect();
    cuts.extend(glued(reading).into_iter().filter(|cut| !taken.contains(&cut.words.start)));
    cuts.sort_by_key(|cut| cut.words.start);
    let of = |cut: &Cut| cut.words.clone();
    replace(reading, &cuts, of, |terms, cut, run| pieces(terms, lexicon, run, &cut.ends));
}

/// Whether a term is a Han word that the segmenter guessed.
fn is_guess(term: &Term) -> bool {
    term.number.is_none() && term.characters > 1 && !term.starts_spaced && !term.ends_spaced
}

/// Guessed words that are another word of the article and one character that stands before or behind
/// names.
fn glued(reading: &Reading) -> Vec<Cut> {
    let terms = &reading.terms;
    let guesses = || terms.all().iter().zip(0..).filter(|(t, _)| is_guess(t) && t.frequency > 0);
    let texts: HashSet<&str> = guesses().map(|(_, number)| terms.text(number)).collect();
    let mut parts: HashMap<TermId, usize> = HashMap::new();
    for (_, number) in guesses() {
        let text = terms.text(number);
        let is_word = |rest: &str| rest.chars().nth(1).is_some() && texts.contains(rest);
        let head = text.strip_prefix(BEFORE).filter(|rest| is_word(rest));
        let tail = text.strip_suffix(BEHIND).filter(|rest| is_word(rest));
        if let Some(end) = head.map(|rest| text.len() - rest.len()).or(tail.map(str::len)) {
            parts.insert(number, end);
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let cut = |(at, word): (usize, &Word)| {
        let &end = parts.get(&word.term)?;
        Some(Cut { words: at..at + 1, ends: vec![(end, false), (word.span().len(), false)] })
    };
    reading.words.iter().enumerate().inspect(|_| spend(1)).filter_map(cut).collect()
}

/// A place where the name of a person may stand.
struct Sighting {
    start: usize,
    name: String,
    /// The character behind it; `None` at the end of its clause.
    behind: Option<char>,
    /// How many words it takes or touches, and whether it ends within the last.
    words: usize,
    is_inside: bool,
}

/// Names of people that were cut in several words, or in several ways: a surname with two characters,
/// always the same, and other characters behind them.
fn people(reading: &Reading) -> Vec<Cut> {
    let sightings: Vec<Sighting> =
        (0..reading.words.len()).filter_map(|at| sighting(reading, at)).collect();
    let mut by_name: HashMap<&str, HashSet<Option<char>>> = HashMap::new();
    for sighting in &sightings {
        spend(1);
        by_name.entry(&sighting.name).or_default().insert(sighting.behind);
    }
    let mut cuts = Vec::new();
    for sighting in &sightings {
        spend(1);
        let behind = by_name.get(sighting.name.as_str()).map_or(0, HashSet::len);
        let is_cut = sighting.words > 1 || sighting.is_inside;
        if behind < LEAST || !is_cut {
            continue;
        }
        let words = sighting.start..sighting.start + sighting.words;
        let whole: usize = words
            .clone()
            .filter_map(|at| reading.words.get(at))
            .map(|word| word.span().len())
            .sum();
        let mut ends = vec![(sighting.name.len(), true)];
        if sighting.is_inside {
            ends.push((whole, false));
        }
        cuts.push(Cut { words, ends });
    }
    cuts
}

/// The name of a person with two characters behind the surname that may begin at a word: one with a
/// compound surname, or one of which the segmenter guessed the beginning.
fn sighting(reading: &Reading, start: usize) -> Option<Sighting> {
    spend(1);
    let terms = &reading.terms;
    let first = reading.words.get(start)?;
    let term = terms.get(first.term)?;
    let text = terms.text(first.term);
    let compound = COMPOUND_SURNAMES.iter().any(|surname| text.starts_with(surname));
    let is_guessed = is_guess(term) && term.part_of_speech == "nr";
    if !(compound || is_guessed) {
        return None;
    }
    let length = if compound { 4 } else { 3 };
    let mut name = String::new();
    let mut left = length;
    for at in start..start + length {
        let word = reading.words.get(at)?;
        // marks within a word, as of AC/DC, join words too
        let touches = at == start
            || reading.words.get(at - 1).is_some_and(|w| w.span().end() == word.span().start());
        if !touches || (at > start && !is_name_part(terms, *word)) {
            return None;
        }
        let text = terms.text(word.term);
        let characters = text.chars().count();
        if characters > left && at > start && terms.get(word.term)?.number.is_some() {
            return None;
        }
        name.extend(text.chars().take(left));
        let rest = text.chars().nth(left);
        left = left.saturating_sub(characters);
        if left == 0 {
            let ends_name = name.chars().next_back().is_some_and(|c| !NO_GIVEN_NAME.contains(&c));
            let behind = rest.or_else(|| {
                let next = reading.words.get(at + 1).filter(|w| w.marks.has(Marks::JOINED))?;
                terms.text(next.term).chars().next()
            });
            let words = at + 1 - start;
            let is_inside = rest.is_some();
            return ends_name.then_some(Sighting { start, name, behind, words, is_inside });
        }
    }
    None
}

/// Whether a word behind a surname may be part of the given name: a character that is no word of
/// grammar, or a guess.
fn is_name_part(terms: &Terms, word: Word) -> bool {
    let text = terms.text(word.term);
    word.marks.has(Marks::JOINED)
        && text.starts_with(is_han)
        && terms.get(word.term).is_some_and(|term| {
            let is_bound = matches!(term.class, WordClass::Function | WordClass::Number);
            is_guess(term) || (term.characters == 1 && !is_bound)
        })
}

/// The text of a run of words as the words that end where `ends` says.
fn pieces(terms: &mut Terms, lexicon: &Lexicon, run: &[Word], ends: &[(usize, bool)]) -> Vec<Word> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Vec::new() };
    let text = take_back(terms, run);
    let mut start = 0;
    let mut words = Vec::with_capacity(ends.len());
    for (number, &(end, is_person)) in ends.iter().enumerate() {
        let piece = text.get(start..end).unwrap_or_default();
        let known = lexicon.number_of(piece);
        let term = terms.count(piece, known, || sort_of(lexicon, piece, is_person));
        let mut marks = if number == 0 { first.marks } else { Marks::JOINED };
        for zone in [Marks::IN_TITLE, Marks::IN_SUBHEAD, Marks::IN_FIRST_SENTENCE] {
            if first.marks.has(zone) {
                marks = marks.with(zone);
            }
        }
        marks = if number == 0 && ends.len() > 1 { without_closing(marks) } else { marks };
        if number + 1 == ends.len() {
            marks = marks.with(last.marks.closing());
        }
        let from = first.span().start();
        words.push(Word::new(term, Span::new(from + start, from + end), marks));
        start = end;
    }
    words
}

fn without_closing(marks: Marks) -> Marks {
    marks.without(marks.closing())
}

/// The tag and sort of a piece of text that is a word.
fn sort_of(lexicon: &Lexicon, text: &str, is_person: bool) -> (&'static str, Sort) {
    if is_person {
        return ("nr", Sort::of(text, WordClass::Name));
    }
    let words = lexicon.segment(text);
    let tag = words.first().map_or("x", |word| word.part_of_speech.as_str());
    (tag, Sort::of(text, WordClass::of_word(text, tag, is_stop_word(text))))
}

#[cfg(test)]
mod tests {
    use crate::training::article;

    /// The words of `text` as they are cut.
    fn check(text: &str, expected: &[&str]) {
        let reading = article(None, text);
        for sentence in &reading.sentences {
            for word in &reading.words[sentence.words.clone()] {
                let written = word.span().cut(reading.written(sentence));
                assert_eq!(written, reading.terms.text(word.term));
            }
        }
        let found: Vec<&str> = reading.words.iter().map(|w| reading.terms.text(w.term)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_of_people_are_one_word() {
        check(
            "画家上官雨桐办画展。上官雨桐昨天说画展好。",
            &["画家", "上官雨桐", "办", "画展", "上官雨桐", "昨天", "说", "画展", "好"],
        );
        check(
            "钱望舒研究古籍。教师钱望舒说。",
            &["钱望舒", "研究", "古籍", "教师", "钱望舒", "说"],
        );
    }

    #[test]
    fn a_name_with_a_dot_stays() {
        let words = ["钱望·舒", "研究", "古籍", "教师", "钱望·舒", "说"];
        check("钱望·舒研究古籍。教师钱望·舒说。", &words);
    }

    #[test]
    fn a_name_loses_what_is_glued_to_it() {
        check("项目由青禾建。青禾大。", &["项目", "由", "青禾", "建", "青禾", "大"]);
    }
}
