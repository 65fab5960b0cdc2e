use std::borrow::Cow;
use std::ops::Range;

use tiyao_text::script::is_han;
use tiyao_text::stemmed;

use crate::candidate::Candidate;
use crate::fingerprint::{Fingerprint, Spelling};
use crate::reading::Reading;
use crate::term::TermId;

/// What an article counts for in a corpus: its words that a keyphrase may hold, and its candidate
/// phrases of several words, English words by their stems. A term comes once, or once for each form
/// and for each way in which it was cut into words.
pub fn terms(reading: &Reading) -> impl Iterator<Item = String> {
    let all = reading.terms.all().iter().zip(0..);
    let words = all
        .filter(|(term, _)| term.frequency > 0 && term.class.is_content())
        .map(|(_, number)| stemmed(reading.terms.text(number)).into_owned());
    let phrases = reading.candidates.all().iter().filter(|candidate| candidate.words.len() > 1);
    words.chain(phrases.map(|candidate| key_of(reading, candidate.words.clone())))
}

/// A run of words in normalized form: with a space between two that are not Han, as
/// [`tiyao_text::term_key`] has it.
pub(crate) fn name_of(reading: &Reading, words: Range<usize>) -> String {
    joined(reading, words, |term| Cow::Borrowed(reading.terms.text(term)))
}

/// What a run of words is counted and looked up under: [`name_of`] with the stems of English words.
pub(crate) fn key_of(reading: &Reading, words: Range<usize>) -> String {
    joined(reading, words, |term| stemmed(reading.terms.text(term)))
}

fn joined<'a>(
    reading: &Reading,
    words: Range<usize>,
    text_of: impl Fn(TermId) -> Cow<'a, str>,
) -> String {
    let mut key = String::new();
    for word in reading.words.get(words).unwrap_or_default() {
        let text = text_of(word.term);
        let spaced = |c: Option<char>| c.is_some_and(|c| !is_han(c));
        if spaced(key.chars().next_back()) && spaced(text.chars().next()) {
            key.push(' ');
        }
        key.push_str(&text);
    }
    key
}

/// What a candidate is counted under in an issue: its words by their stems, without spaces.
pub(crate) fn stem_of(reading: &Reading, candidate: &Candidate) -> Fingerprint {
    if !reading.terms.has_english() {
        return candidate.fingerprint;
    }
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    let terms = words.iter().filter_map(|word| reading.terms.get(word.term));
    terms.fold(Fingerprint::EMPTY, |stem, term| stem.and(term.stem))
}

/// The fingerprint of what [`key_of`] gives, from those of the words.
pub(crate) fn key_fingerprint(reading: &Reading, candidate: &Candidate) -> Fingerprint {
    let mut fingerprint = Fingerprint::EMPTY;
    let mut ends_spaced = false;
    for word in reading.words.get(candidate.words.clone()).unwrap_or_default() {
        let Some(term) = reading.terms.get(word.term) else { continue };
        if ends_spaced && term.starts_spaced {
            fingerprint = fingerprint.and(Spelling::SPACE);
        }
        fingerprint = fingerprint.and(term.stem);
        ends_spaced = term.ends_spaced;
    }
    fingerprint
}

#[cfg(test)]
mod tests {
    use super::{key_fingerprint, key_of, terms};
    use crate::fingerprint::Spelling;
    use crate::{Manuscript, read};
    use tiyao_text::{Excerpt, Lexicon, term_key};

    fn check(title: &str, body: &str, expected: &str) {
        let title = Excerpt::whole(title);
        let paragraphs = tiyao_issue::paragraphs(body);
        let manuscript =
            Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        for candidate in reading.candidates.all() {
            let key = key_of(&reading, candidate.words.clone());
            assert_eq!(
                key_fingerprint(&reading, candidate),
                Spelling::of(&key).fingerprint,
                "{key}"
            );
        }
        let mut found: Vec<String> = terms(&reading).collect();
        assert!(found.iter().all(|term| *term == term_key(term)), "{found:?}");
        found.sort();
        found.dedup();
        let mut expected: Vec<&str> = expected.split('|').collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn words_and_phrases_count_in_the_form_of_keys() {
        check("农村集市", "农村的集市。", "农村|集市|农村集市");
        check(
            "農村集市",
            "這裡的農村集市經濟發達。",
            "农村|集市|农村集市|经济|发达|集市经济|农村集市经济|经济发达|集市经济发达|农村集市经济发达",
        );
        check("Machine  Learning", "The machine learns.", "machin|learn|machin learn");
        check("5G专网", "建设5G专网。", "5g|专网|5g专网|建设|建设5g|建设5g专网");
    }
}
