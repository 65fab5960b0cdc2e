//! Words of an issue that the dictionary does not have: runs of single characters that stand in
//! several of its articles, hold together and have many neighbours.

use std::collections::HashMap;
use std::ops::Range;

use tiyao_text::Lexicon;
use tiyao_text::interrupt::spend;

use crate::corpus_words::runs_in;
use crate::fingerprint::{Fingerprint, FingerprintMap, SeededState, Spelling};
use crate::measure::entropy;
use crate::reading::Reading;
use crate::runs::{self, Characters, FREEDOM, LEAST, characters, is_part, names, neighbours};

/// In how many articles a run must stand: what recurs in one is that article's matter.
const LEAST_ARTICLES: usize = 2;
/// Places of runs that are kept, at 32 bytes each. An issue of ten million characters has fewer; one
/// with more is made of characters that are no text, and has no words of its own.
const MOST_PLACES: usize = 1 << 20;

/// What is kept of an issue's articles to find its words, and then the words.
#[derive(Default)]
pub(crate) struct IssueWords {
    places: Vec<Place>,
    /// There were more than [`MOST_PLACES`].
    is_full: bool,
    // how often each character stands as a word of its own
    characters: HashMap<char, usize, SeededState>,
    word_count: usize,
    /// The words, each with the number of articles that have it; until they are found, those that
    /// were found in one article.
    words: FingerprintMap<usize>,
}

/// Where a run of single characters stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    run: Characters,
    article: u32,
    before: Option<char>,
    behind: Option<char>,
    /// One of its characters is a noun's.
    names: bool,
}

impl IssueWords {
    /// Counts one more article, which has this number.
    pub(crate) fn add(&mut self, reading: &Reading, article: usize) {
        for &word in &reading.coined {
            *self.words.entry(word).or_default() += 1;
        }
        if self.is_full {
            return;
        }
        let (words, terms) = (&reading.words, &reading.terms);
        self.word_count += words.len();
        for (term, number) in terms.all().iter().zip(0..) {
            if is_part(terms, number)
                && let Some(character) = terms.text(number).chars().next()
            {
                *self.characters.entry(character).or_default() += term.frequency;
            }
        }
        let article = u32::try_from(article).unwrap_or(u32::MAX);
        for place in runs::stretches(words, terms).iter().flat_map(runs_in) {
            if self.places.len() == MOST_PLACES {
                self.is_full = true;
                self.places = Vec::new();
                return;
            }
            let run = words.get(place.clone()).unwrap_or_default();
            let [before, behind] =
                neighbours(words, &place).map(|term| term.map(|t| terms.text(t)));
            self.places.push(Place {
                run: characters(terms, run),
                article,
                before: before.and_then(|text| text.chars().next_back()),
                behind: behind.and_then(|text| text.chars().next()),
                names: names(terms, run),
            });
        }
    }

    /// Finds the words, when all articles are counted. Gives each run that is one with the number of
    /// articles that have it.
    pub(crate) fn find(&mut self) -> Vec<(Fingerprint, usize)> {
        let mut places = std::mem::take(&mut self.places);
        places.sort_unstable_by(|a, b| {
            spend(1);
            a.cmp(b)
        });
        let groups = || places.chunk_by(|a, b| a.run == b.run);
        let counted: Vec<(Characters, usize)> =
            groups().filter_map(|group| Some((group.first()?.run, group.len()))).collect();
        let frequency = |part: &[char]| {
            if let [character] = part {
                return self.characters.get(character).copied().unwrap_or_default();
            }
            let mut run = Characters::default();
            run.iter_mut().zip(part).for_each(|(slot, &character)| *slot = character);
            let at = counted.binary_search_by_key(&run, |&(run, _)| run);
            at.ok().and_then(|at| counted.get(at)).map_or(0, |&(_, count)| count)
        };
        let mut found = Vec::new();
        for group in groups() {
            spend(1);
            let Some(Place { run, .. }) = group.first() else { continue };
            if group.len() < LEAST && self.words.is_empty() {
                continue;
            }
            let text: String = run.iter().take_while(|&&character| character != '\0').collect();
            let fingerprint = Spelling::of(&text).fingerprint;
            let articles = group.chunk_by(|a, b| a.article == b.article).count();
            let coined = self.words.get(&fingerprint).copied();
            let holds = || {
                let letters = run.get(..text.chars().count()).unwrap_or_default();
                let mut halves = (1..letters.len()).filter_map(|at| letters.split_at_checked(at));
                halves.all(|(left, right)| {
                    let [left, right] = [left, right].map(frequency);
                    runs::holds(group.len(), left, right, self.word_count)
                })
            };
            let is_word = coined.is_some()
                || group.len() >= LEAST
                    && articles >= LEAST_ARTICLES
                    && group.iter().any(|place| place.names)
                    && holds()
                    && freedom(group) >= FREEDOM
                    && Lexicon::builtin().number_of(&text).is_none();
            if is_word {
                found.push((fingerprint, articles + coined.unwrap_or_default()));
            }
        }
        self.words.extend(found.iter().copied());
        found
    }

    /// Where words of the issue stand in one of its articles as single characters.
    pub(crate) fn runs_in(&self, reading: &Reading) -> Vec<Range<usize>> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let (words, terms) = (&reading.words, &reading.terms);
        runs::find(&runs::stretches(words, terms), words, |run| {
            let mut fingerprint = Fingerprint::EMPTY;
            for term in run.iter().filter_map(|word| terms.get(word.term)) {
                fingerprint = fingerprint.and(term.spelling);
            }
            self.words.contains_key(&fingerprint)
        })
    }
}

/// The lesser entropy of the characters before and of those behind the places of a run.
fn freedom(places: &[Place]) -> f64 {
    let mut before: Vec<char> = places.iter().filter_map(|place| place.before).collect();
    let mut behind: Vec<char> = places.iter().filter_map(|place| place.behind).collect();
    entropy(&mut before, places.len()).min(entropy(&mut behind, places.len()))
}

#[cfg(test)]
mod tests {
    use super::{IssueWords, MOST_PLACES};
    use crate::{Manuscript, Reading, read};
    use tiyao_text::Lexicon;

    fn reading(text: &str) -> Reading {
        let paragraphs = tiyao_issue::paragraphs(text);
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        read(&manuscript, Lexicon::builtin())
    }

    #[test]
    fn places_have_neighbours_within_their_clause() {
        let mut words = IssueWords::default();
        words.add(&reading("养蝤蠓，蝤蠓。"), 7);
        let found = words.places.iter().map(|place| {
            let run: String = place.run.iter().take_while(|&&c| c != '\0').collect();
            (run, place.article, place.before, place.behind)
        });
        let run = |text: &str, before| (text.to_owned(), 7, before, None);
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                ("养蝤".to_owned(), 7, None, Some('蠓')),
                run("养蝤蠓", None),
                run("蝤蠓", Some('养')),
                run("蝤蠓", None)
            ]
        );
        assert_eq!((words.characters[&'蝤'], words.word_count), (2, 5));
    }

    #[test]
    fn an_issue_of_endless_runs_is_given_up() {
        let clauses: Vec<&str> = vec!["蝤蠓蝤蠓蝤蠓"; 10_000];
        let reading = reading(&clauses.join("，"));
        let mut words = IssueWords::default();
        words.add(&reading, 0);
        let places = words.places.len();
        assert!((10_000..MOST_PLACES).contains(&places), "{places}");
        for article in 1..=MOST_PLACES / places {
            words.add(&reading, article);
        }
        assert!(words.is_full && words.places.capacity() == 0);
        words.add(&reading, 0);
        assert!(words.places.is_empty() && words.find().is_empty());
    }
}
