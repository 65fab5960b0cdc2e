//! Names of institutions: 绿源新能源股份有限公司. They end with what they are.

use std::collections::HashMap;

use tiyao_text::interrupt::spend;

use crate::candidate::MAX_WORDS;
use crate::fingerprint::Fingerprint;
use crate::term::{TermId, Terms};
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// Most words of a name.
const MAX_NAME_WORDS: usize = 8;
/// Most characters of a name.
const MAX_NAME_CHARACTERS: usize = 24;
/// How often a name of more words than another keyphrase must stand.
const LEAST: usize = 2;

/// What names of institutions end with.
const SUFFIXES: [&str; 26] = [
    "公司",
    "集团",
    "委员会",
    "管理局",
    "监督局",
    "教育局",
    "财政局",
    "公安局",
    "交通局",
    "管理处",
    "办公室",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "科学院",
    "出版社",
    "医院",
    "法院",
    "检察院",
    "协会",
    "学会",
    "基金会",
    "联合会",
    "银行",
    "人民政府",
];

/// The last characters of [`SUFFIXES`].
const LAST_CHARACTERS: [char; 12] =
    ['司', '团', '会', '局', '处', '室', '学', '院', '所', '社', '行', '府'];

/// Whether a run of words is the name of an institution: names and nouns, of which the last tells what
/// it is.
pub(crate) fn is_institution(words: &[Word], terms: &Terms) -> bool {
    let Some((last, before)) = words.split_last() else { return false };
    before.first().is_some_and(|first| begins_name(*first, terms))
        && ends_name(last.term, terms)
        && before.iter().all(|word| is_part(*word, terms))
}

fn ends_name(term: TermId, terms: &Terms) -> bool {
    let text = terms.text(term);
    // most words end otherwise
    text.ends_with(LAST_CHARACTERS) && SUFFIXES.iter().any(|suffix| text.ends_with(suffix))
}

/// Whether a name may begin with a word: 两岸 goes on with one.
fn begins_name(word: Word, terms: &Terms) -> bool {
    terms.get(word.term).is_some_and(|term| term.class != WordClass::Modifier)
}

/// Whether a word may stand in a name before its end.
fn is_part(word: Word, terms: &Terms) -> bool {
    let is_named = matches!(terms.text(word.term), "股份" | "有限" | "责任" | "联合" | "综合");
    terms.get(word.term).is_some_and(|term| {
        let is_noun =
            matches!(term.class, WordClass::Noun | WordClass::Name | WordClass::VerbalNoun);
        is_named
            || (is_noun && term.characters > 1)
            || matches!(term.class, WordClass::Latin | WordClass::Modifier)
    })
}

/// The names that have more words than another keyphrase and recur.
#[derive(Default)]
pub(crate) struct Institutions {
    /// By word: what the longest name spells that begins there, and how many words it has; empty where no
    /// name recurs.
    longest: Vec<Option<(Fingerprint, usize)>>,
}

impl Institutions {
    pub(crate) fn of(words: &[Word], terms: &Terms) -> Self {
        let mut counts: HashMap<Fingerprint, usize> = HashMap::new();
        let mut found = Vec::new();
        let ends: Vec<bool> = (0..).take(terms.len()).map(|term| ends_name(term, terms)).collect();
        spend(ends.len());
        for (end, word) in words.iter().enumerate() {
            spend(1);
            if !ends.get(word.term as usize).is_some_and(|ends| *ends) {
                continue;
            }
            for start in starts(words, terms, end) {
                let run = words.get(start..=end).unwrap_or_default();
                if run.len() <= MAX_WORDS || !run.first().is_some_and(|w| begins_name(*w, terms)) {
                    continue;
                }
                let spellings = run.iter().filter_map(|word| terms.get(word.term));
                let name =
                    spellings.fold(Fingerprint::EMPTY, |whole, term| whole.and(term.spelling));
                *counts.entry(name).or_default() += 1;
                found.push((start, name, run.len()));
            }
        }
        let mut longest = Vec::new();
        for (start, name, length) in found {
            spend(1);
            if counts.get(&name).is_none_or(|&count| count < LEAST) {
                continue;
            }
            longest.resize(words.len(), None);
            if let Some(slot) = longest.get_mut(start)
                && slot.is_none_or(|(_, known)| known < length)
            {
                *slot = Some((name, length));
            }
        }
        Self { longest }
    }

    /// The longest name that begins at `start`, with how many words it has.
    pub(crate) fn at(&self, start: usize) -> Option<(Fingerprint, usize)> {
        self.longest.get(start).copied().flatten()
    }
}

/// Where a name may begin that ends with the word at `end`: the nearest first.
fn starts(words: &[Word], terms: &Terms, end: usize) -> impl Iterator<Item = usize> {
    spend(MAX_NAME_WORDS);
    let mut characters = words.get(end).and_then(|w| terms.get(w.term)).map_or(0, |t| t.characters);
    let mut joined = words.get(end).is_some_and(|word| word.marks.has(Marks::JOINED));
    let before = (end.saturating_sub(MAX_NAME_WORDS - 1)..end).rev();
    before.map_while(move |at| {
        let word = words.get(at).filter(|_| joined)?;
        characters += terms.get(word.term)?.characters;
        joined = word.marks.has(Marks::JOINED);
        (is_part(*word, terms) && characters <= MAX_NAME_CHARACTERS).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::is_institution;
    use crate::corpus_terms::key_of;
    use crate::training::article;

    /// The candidates that are names of institutions, with how often they stand.
    fn check(text: &str, expected: &[(&str, usize)]) {
        let reading = article(None, text);
        let all = reading.candidates.all().iter();
        let named = all.filter(|c| is_institution(&reading.words[c.words.clone()], &reading.terms));
        let found: Vec<_> =
            named.map(|c| (key_of(&reading, c.words.clone()), c.frequency())).collect();
        let expected: Vec<_> = expected.iter().map(|&(text, n)| (text.to_owned(), n)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_end_with_what_they_are() {
        check("在农村教育委员会。", &[("农村教育委员会", 1), ("教育委员会", 1)]);
        check("在成立委员会。公司农村。", &[]);
    }

    #[test]
    fn a_long_name_recurs() {
        let name = "北京农村食品市场安全委员会";
        let found = format!("在{name}。在{name}。");
        check(
            &found,
            &[
                (name, 2),
                ("农村食品市场安全委员会", 2),
                ("食品市场安全委员会", 2),
                ("安全委员会", 2),
            ],
        );
    }
}
