use std::ops::Range;

use tiyao_text::script::is_han;

use crate::candidate::Candidate;
use crate::reading::Reading;

/// What an article counts for in a corpus: its words that a keyphrase may hold, and its candidate
/// phrases of several words. A term comes once, or once for each way in which it was cut into words.
pub fn terms(reading: &Reading) -> impl Iterator<Item = String> {
    let all = reading.terms.all().iter().zip(0..);
    let words = all
        .filter(|(term, _)| term.class.is_content())
        .map(|(_, number)| reading.terms.text(number).to_owned());
    let phrases = reading.candidates.all().iter().filter(|candidate| candidate.words.len() > 1);
    words.chain(phrases.map(|candidate| key_of(reading, candidate.words.clone())))
}

/// Replaces `key` with what a candidate is counted and looked up under.
pub(crate) fn write_key(reading: &Reading, candidate: &Candidate, key: &mut String) {
    write(reading, candidate.words.clone(), key);
}

/// What a run of words is counted and looked up under.
pub(crate) fn key_of(reading: &Reading, words: Range<usize>) -> String {
    let mut key = String::new();
    write(reading, words, &mut key);
    key
}

/// The words with a space between two that are not Han, as [`tiyao_text::term_key`] has it.
fn write(reading: &Reading, words: Range<usize>, key: &mut String) {
    key.clear();
    for word in reading.words.get(words).unwrap_or_default() {
        let text = reading.terms.text(word.term);
        let spaced = |c: Option<char>| c.is_some_and(|c| !is_han(c));
        if spaced(key.chars().next_back()) && spaced(text.chars().next()) {
            key.push(' ');
        }
        key.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::terms;
    use crate::{Manuscript, read};
    use tiyao_text::{Excerpt, Lexicon, term_key};

    fn check(title: &str, body: &str, expected: &str) {
        let title = Excerpt::whole(title);
        let paragraphs = tiyao_issue::paragraphs(body);
        let manuscript =
            Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
        let mut found: Vec<String> = terms(&read(&manuscript, Lexicon::builtin())).collect();
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
        check("Machine  Learning", "The machine learning.", "machine|learning|machine learning");
        check("5G专网", "建设5G专网。", "5g|专网|5g专网|建设|建设5g|建设5g专网");
    }
}
