//! Which candidates a caller wants: [`KeywordOptions`] made ready to be asked for each.

use std::collections::{HashMap, HashSet};

use tiyao_text::term_key;

use crate::candidate::{Candidate, Candidates, MAX_WORDS};
use crate::{KeywordOptions, Reading};

/// What a caller wants of a candidate.
pub(crate) struct Wanted<'a> {
    options: &'a KeywordOptions,
    vocabulary: HashSet<String>,
    /// The places of pinned terms in their list.
    pinned: HashMap<String, usize>,
    forbidden: HashSet<String>,
    /// Every candidate is allowed.
    is_anything: bool,
}

impl<'a> Wanted<'a> {
    pub(crate) fn of(options: &'a KeywordOptions) -> Self {
        let keys = |terms: &[String]| terms.iter().map(|term| key(&term_key(term))).collect();
        let pinned = options.pinned_terms.iter().enumerate().rev();
        Self {
            options,
            vocabulary: keys(&options.vocabulary),
            // the first of equal terms is put in last and stays
            pinned: pinned.map(|(place, term)| (key(&term_key(term)), place)).collect(),
            forbidden: keys(&options.forbidden_terms),
            is_anything: options.forbidden_terms.is_empty()
                && options.vocabulary.is_empty()
                && options.parts_of_speech.is_empty()
                && options.min_words <= 1
                && options.max_words >= MAX_WORDS,
        }
    }

    /// The terms that the caller pins or restricts the keywords to, as they are compared.
    pub(crate) fn named_keys(&self) -> impl Iterator<Item = &str> {
        self.pinned.keys().chain(&self.vocabulary).map(String::as_str)
    }

    /// Whether a candidate may be returned.
    pub(crate) fn allows(
        &self,
        reading: &Reading,
        candidates: &Candidates,
        candidate: &Candidate,
    ) -> bool {
        if self.is_anything {
            return true;
        }
        let own = || text(reading, candidates, candidate);
        if !self.forbidden.is_empty() && self.forbidden.contains(&own()) {
            return false;
        }
        if self.pin(reading, candidates, candidate).is_some() {
            return true;
        }
        // a named term may be longer than any phrase
        let length = candidate.words.len().min(MAX_WORDS);
        (self.options.min_words..=self.options.max_words).contains(&length)
            && (self.vocabulary.is_empty() || self.vocabulary.contains(&own()))
            && self.allows_tags(reading, candidate)
    }

    /// Whether a candidate is named by the caller, so that no rule of thumb may leave it out.
    pub(crate) fn names(
        &self,
        reading: &Reading,
        candidates: &Candidates,
        candidate: &Candidate,
    ) -> bool {
        !self.vocabulary.is_empty() || self.pin(reading, candidates, candidate).is_some()
    }

    /// Which place a candidate has among the pinned terms.
    pub(crate) fn pin(
        &self,
        reading: &Reading,
        candidates: &Candidates,
        candidate: &Candidate,
    ) -> Option<usize> {
        if self.pinned.is_empty() {
            return None;
        }
        self.pinned.get(&text(reading, candidates, candidate)).copied()
    }

    fn allows_tags(&self, reading: &Reading, candidate: &Candidate) -> bool {
        let tags = &self.options.parts_of_speech;
        let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
        tags.is_empty()
            || words
                .iter()
                .filter_map(|word| reading.terms.get(word.term))
                .all(|term| tags.iter().any(|tag| term.part_of_speech.starts_with(tag.as_str())))
    }
}

/// A candidate's words without white space between or within them, to compare terms however they
/// are spaced.
pub(crate) fn text(reading: &Reading, candidates: &Candidates, candidate: &Candidate) -> String {
    if let Some(named) = candidates.named(candidate) {
        return named.key.clone();
    }
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    words.iter().map(|word| key(reading.terms.text(word.term))).collect()
}

fn key(text: &str) -> String {
    text.chars().filter(|&c| !is_left_out(c)).collect()
}

/// Whether a character makes no difference between terms.
pub(crate) fn is_left_out(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '”' | '《' | '》')
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::{KeywordOptions, Manuscript, read};
    use tiyao_text::Lexicon;

    /// Which candidates of 农村集市开张 are wanted.
    fn check(options: &KeywordOptions, expected: &[&str]) {
        let paragraphs = tiyao_issue::paragraphs("农村集市的管理。");
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let wanted = Wanted::of(options);
        let all = reading.candidates.all().iter();
        let found: Vec<String> = all
            .filter(|c| wanted.allows(&reading, &reading.candidates, c))
            .map(|c| super::text(&reading, &reading.candidates, c))
            .collect();
        assert_eq!(found, expected, "{options:?}");
    }

    #[test]
    fn each_wish_is_heard() {
        let list = |terms: &[&str]| terms.iter().map(|&term| term.to_owned()).collect();
        let all = KeywordOptions::default();
        check(&all, &["农村", "农村集市", "集市", "管理"]);
        check(&KeywordOptions { min_words: 2, ..all.clone() }, &["农村集市"]);
        check(&KeywordOptions { max_words: 1, ..all.clone() }, &["农村", "集市", "管理"]);
        let nouns = KeywordOptions { parts_of_speech: list(&["n"]), ..all.clone() };
        check(&nouns, &["农村", "农村集市", "集市"]);
        let vocabulary =
            KeywordOptions { vocabulary: list(&["農村 集市", "提要"]), ..all.clone() };
        check(&vocabulary, &["农村集市"]);
        let forbidden =
            KeywordOptions { forbidden_terms: list(&["農村", "管理"]), ..all.clone() };
        check(&forbidden, &["农村集市", "集市"]);
        let pinned =
            KeywordOptions {
                pinned_terms: list(&["管理"]), vocabulary: list(&["集市"]), ..all
            };
        check(&pinned, &["集市", "管理"]);
    }
}
