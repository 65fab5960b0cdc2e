//! Articles with the keywords and the sentences that were chosen for them by hand.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tiyao_analysis::Budget;

use crate::sample::{keywords_of, summary_of};

/// Out of how many keywords the gold ones are looked for.
const CUTOFF: usize = 5;

pub(crate) struct GoldArticle {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) sentences: Vec<String>,
}

impl GoldArticle {
    pub(crate) fn of(record: &Value) -> Self {
        let text = |key: &str| record[key].as_str().expect("a field is text").to_owned();
        let list = |key: &str| {
            let values = record[key].as_array().expect("a field is a list").iter();
            values.map(|value| value.as_str().expect("an entry is text").to_owned()).collect()
        };
        Self {
            name: text("name"),
            title: text("title"),
            body: text("body"),
            keywords: list("keywords"),
            sentences: list("sentences"),
        }
    }

    /// The harmonic mean of precision and recall of the first keywords, equal ones alone.
    pub(crate) fn f1(&self) -> f64 {
        let found = keywords_of(&self.title, &self.body);
        let found: Vec<String> = found.iter().take(CUTOFF).map(|k| folded(&k.text)).collect();
        let hits = self.keywords.iter().filter(|gold| found.contains(&folded(gold))).count();
        println!("{}: {hits} of {:?} in {found:?}", self.name, self.keywords);
        2.0 * hits as f64 / (found.len() + self.keywords.len()) as f64
    }

    /// How many of the gold sentences stand in a summary.
    pub(crate) fn sentence_hits(&self, budget: Budget) -> usize {
        let summary = summary_of(&self.title, &self.body, budget);
        let found: Vec<&str> = summary.sentences.iter().map(|s| s.text.trim()).collect();
        let missed: Vec<_> =
            self.sentences.iter().filter(|gold| !found.contains(&gold.as_str())).collect();
        println!("{} {budget:?}: missed {missed:?}", self.name);
        self.sentences.len() - missed.len()
    }
}

pub(crate) fn file(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("the file is in the tree")
}

/// Case and the spaces between words make no other keyword.
pub(crate) fn folded(keyword: &str) -> String {
    keyword.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(crate) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    assert!(!values.is_empty(), "there is something to measure");
    values.iter().sum::<f64>() / values.len() as f64
}
