//! Which candidates a caller wants: [`KeywordOptions`] made ready to be asked for each.

use std::collections::{HashMap, HashSet};

use tiyao_text::term_key;

use crate::candidate::Candidate;
use crate::{KeywordOptions, Reading};

/// What a caller wants of a candidate.
pub(crate) struct Wanted<'a> {
    options: &'a KeywordOptions,
    vocabulary: HashSet<String>,
    /// The places of pinned terms in their list.
    pinned: HashMap<String, usize>,
    forbidden: HashSet<String>,
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
        }
    }

    /// Whether a candidate may be returned.
    pub(crate) fn allows(&self, reading: &Reading, candidate: &Candidate) -> bool {
        if !self.forbidden.is_empty() && self.forbidden.contains(&text(reading, candidate)) {
            return false;
        }
        if self.pin(reading, candidate).is_some() {
            return true;
        }
        let length = candidate.words.len();
        (self.options.min_words..=self.options.max_words).contains(&length)
            && (self.vocabulary.is_empty() || self.vocabulary.contains(&text(reading, candidate)))
            && self.allows_tags(reading, candidate)
    }

    /// Whether a candidate is named by the caller, so that no rule of thumb may leave it out.
    pub(crate) fn names(&self, reading: &Reading, candidate: &Candidate) -> bool {
        !self.vocabulary.is_empty() || self.pin(reading, candidate).is_some()
    }

    /// Which place a candidate has among the pinned terms.
    pub(crate) fn pin(&self, reading: &Reading, candidate: &Candidate) -> Option<usize> {
        if self.pinned.is_empty() {
            return None;
        }
        self.pinned.get(&text(reading, candidate)).copied()
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
fn text(reading: &Reading, candidate: &Candidate) -> String {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    words.iter().map(|word| key(reading.terms.text(word.term))).collect()
}

fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '《' | '》')).collect()
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
        let found: Vec<String> =
            all.filter(|c| wanted.allows(&reading, c)).map(|c| super::text(&reading, c)).collect();
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
