//! Articles with the keywords that people gave them: JSONL, one article a line, with `title` (may
//! be missing), `body` or `text`, and `keywords`, a list of strings.

use std::collections::HashSet;
use std::{error::Error, fs, path::Path};

use serde_json::Value;
use tiyao_analysis::Reading;
use tiyao_analysis::training::{KeywordLesson, article, background_of};
use tiyao_text::script::is_han;
use tiyao_text::term_key;

use crate::habits::ROLES;

/// An article that was read, and its keywords in the form of [`key`].
pub(crate) struct Gold {
    reading: Reading,
    keywords: HashSet<String>,
}

/// A candidate's features, and whether it is one of the article's keywords.
pub(crate) struct Example {
    pub(crate) features: Vec<f64>,
    pub(crate) is_keyword: bool,
    /// What has habits, by role: its word if it has one alone, else its first and its last; its first
    /// character and its last.
    pub(crate) roles: [Option<Box<str>>; ROLES],
}

/// An article with its candidates.
pub(crate) struct Document<'a> {
    pub(crate) lesson: KeywordLesson<'a>,
    pub(crate) examples: Vec<Example>,
    /// How many keywords people gave it, whether candidates or not.
    pub(crate) keyword_count: usize,
}

/// Articles of one source.
pub(crate) struct Collection<'a> {
    pub(crate) name: &'a str,
    pub(crate) documents: Vec<Document<'a>>,
}

/// Reads the articles of one file.
pub(crate) fn read(path: &Path) -> Result<Vec<Gold>, Box<dyn Error>> {
    let lines = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    lines
        .lines()
        .map(gold)
        .filter(|gold| gold.as_ref().is_ok_and(|g| !g.keywords.is_empty()))
        .collect()
}

fn gold(line: &str) -> Result<Gold, Box<dyn Error>> {
    let record: Value = serde_json::from_str(line)?;
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    let body = text("text").or(text("body")).ok_or("a record without text")?;
    let keywords = record.get("keywords").and_then(Value::as_array).ok_or("no keywords")?;
    let keywords = keywords.iter().filter_map(Value::as_str).map(key).filter(|k| !k.is_empty());
    let reading = article(text("title"), body);
    Ok(Gold { reading, keywords: keywords.collect() })
}

fn roles(words: &[&str]) -> [Option<Box<str>>; ROLES] {
    let text = words.concat();
    let han = |c: Option<char>| Some(String::from(c.filter(|c| is_han(*c))?).into());
    let [first_character, last_character] =
        [han(text.chars().next()), han(text.chars().next_back())];
    let [alone, first, last] = match words {
        [word] => [Some((*word).into()), None, None],
        [first, .., last] => [None, Some((*first).into()), Some((*last).into())],
        [] => [None, None, None],
    };
    [alone, first, last, first_character, last_character]
}

/// What two spellings of a keyword have in common.
fn key(text: &str) -> String {
    term_key(text).chars().filter(|c| !c.is_whitespace()).collect()
}

impl<'a> Collection<'a> {
    /// The candidates of all articles.
    pub(crate) fn of(name: &'a str, golds: &'a [Gold]) -> Self {
        let documents = golds.iter().map(|gold| {
            let lesson = KeywordLesson::of(&gold.reading, &background_of(&gold.reading), None);
            let examples = lesson.words().zip(lesson.features()).map(|(words, features)| Example {
                features: features.to_vec(),
                is_keyword: gold.keywords.contains(&key(&words.concat())),
                roles: roles(&words),
            });
            let examples = examples.collect();
            Document { lesson, examples, keyword_count: gold.keywords.len() }
        });
        Self { name, documents: documents.collect() }
    }

    /// Of the keywords that people gave, how many are candidates, in percent.
    pub(crate) fn recall(&self) -> f64 {
        let all: usize = self.documents.iter().map(|d| d.keyword_count).sum();
        let found = self.documents.iter().flat_map(|d| &d.examples).filter(|e| e.is_keyword);
        100.0 * found.count() as f64 / all.max(1) as f64
    }
}
