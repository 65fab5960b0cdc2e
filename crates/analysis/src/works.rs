//! Names of laws, documents and works that have more words than another keyphrase:
//! 《特种设备安全监督检查办法》.

use tiyao_text::interrupt::spend;

use crate::candidate::MAX_WORDS;
use crate::fingerprint::{Fingerprint, FingerprintSet};
use crate::term::{TermId, Terms};
use crate::word::{Marks, Word};

/// Most words of a name.
const MAX_NAME_WORDS: usize = 16;
/// Most characters of a name.
const MAX_NAME_CHARACTERS: usize = 32;

/// The long names that stand in 《》 somewhere in the article.
#[derive(Default)]
pub(crate) struct Works {
    names: FingerprintSet,
    /// What names begin with, sorted.
    firsts: Vec<TermId>,
}

impl Works {
    pub(crate) fn of(words: &[Word], terms: &Terms) -> Self {
        let mut found = Self::default();
        let opening =
            words.iter().enumerate().filter(|(_, word)| word.marks.has(Marks::NAME_OPENS));
        for (start, first) in opening {
            let closes = |length: usize| {
                words.get(start + length - 1).is_some_and(|last| last.marks.has(Marks::NAME_CLOSES))
            };
            let name = runs(words, terms, start).find(|&(_, length)| closes(length));
            if let Some((fingerprint, length)) = name
                && length > MAX_WORDS
            {
                found.names.insert(fingerprint);
                found.firsts.push(first.term);
            }
        }
        found.firsts.sort_unstable();
        found.firsts.dedup();
        found
    }

    /// The longest name that begins at `start`, in 《》 or not, with how many words it has.
    pub(crate) fn at(
        &self,
        words: &[Word],
        terms: &Terms,
        start: usize,
    ) -> Option<(Fingerprint, usize)> {
        let first = words.get(start).filter(|_| !self.firsts.is_empty())?.term;
        self.firsts.binary_search(&first).ok()?;
        runs(words, terms, start)
            .filter(|(fingerprint, length)| *length > MAX_WORDS && self.names.contains(fingerprint))
            .last()
    }
}

/// The runs of words from `start` to the end of the clause that are no longer than names, the
/// shortest first.
fn runs(words: &[Word], terms: &Terms, start: usize) -> impl Iterator<Item = (Fingerprint, usize)> {
    spend(MAX_NAME_WORDS);
    let run = words.get(start..).unwrap_or_default().iter().take(MAX_NAME_WORDS);
    let mut fingerprint = Fingerprint::EMPTY;
    let mut characters = 0;
    run.zip(1..).map_while(move |(word, length)| {
        let term = terms.get(word.term)?;
        fingerprint = fingerprint.and(term.spelling);
        characters += term.characters;
        let goes_on = length == 1 || word.marks.has(Marks::JOINED);
        (goes_on && characters <= MAX_NAME_CHARACTERS).then_some((fingerprint, length))
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus_terms::key_of;
    use crate::training::article;

    /// The candidates of more than four words, with how often they stand.
    fn check(text: &str, expected: &[(&str, usize)]) {
        let reading = article(None, text);
        let long = reading.candidates.all().iter().filter(|c| c.words.len() > 4);
        let found: Vec<_> =
            long.map(|c| (key_of(&reading, c.words.clone()), c.frequency())).collect();
        let expected: Vec<_> = expected.iter().map(|&(text, n)| (text.to_owned(), n)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_long_name_is_found_with_and_without_its_marks() {
        let name = "青石县农村集市食品摊位监督检查办法";
        check(&format!("《{name}》今天施行。{name}共有九条。"), &[(name, 2)]);
        check(&format!("{name}今天施行。"), &[]);
    }

    #[test]
    fn a_name_has_an_end() {
        check("《青石县农村集市食品摊位监督检查办法今天施行。", &[]);
        let endless = "农村集市".repeat(9);
        check(&format!("《{endless}》"), &[]);
    }
}
