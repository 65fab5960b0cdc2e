//! Articles with the summaries that people gave them: JSONL, one article a line, with `title` (may
//! be missing), `body` or `text`, and `summary`, a string or a list of them, of which the first
//! counts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::{error::Error, fs, path::Path};

use serde_json::Value;
use tiyao_analysis::Budget;
use tiyao_analysis::training::{SummaryLesson, article};
use tiyao_corpus::Background;

use crate::fit::Taught;
use crate::rouge::{Reference, signs};

/// Shortest and longest budget for a collection, in characters.
const BUDGETS: (usize, usize) = (30, 300);

/// An article with its sentences, and what people made of it.
pub(crate) struct Document {
    pub(crate) lesson: SummaryLesson,
    pub(crate) reference: Reference,
    /// The signs of each sentence.
    pub(crate) sentences: Vec<Vec<u32>>,
    /// Which of the article's pairs of signs people's summary has.
    pub(crate) pairs: Vec<bool>,
    // by the numbers of the chosen sentences
    known: RefCell<HashMap<Vec<usize>, f64>>,
}

/// Articles of one source.
pub(crate) struct Collection {
    pub(crate) name: String,
    pub(crate) documents: Vec<Document>,
}

impl Document {
    /// What the sentences score by what was taught.
    pub(crate) fn scores(&self, taught: &Taught) -> Vec<f64> {
        let sentences = self.lesson.features().zip(self.lesson.words());
        sentences.map(|(f, words)| taught.score(f, words)).collect()
    }

    /// How good the summary is that what was taught makes, from 0 to 1.
    pub(crate) fn goodness(&self, taught: &Taught, redundancy_weight: f64) -> f64 {
        let scores = self.scores(taught);
        let chosen = self.lesson.chosen(&scores, taught.odds.as_ref(), redundancy_weight);
        if let Some(&known) = self.known.borrow().get(&chosen) {
            return known;
        }
        let summary: Vec<u32> =
            chosen.iter().filter_map(|&n| self.sentences.get(n)).flatten().copied().collect();
        let goodness = self.reference.likeness(&summary);
        self.known.borrow_mut().insert(chosen, goodness);
        goodness
    }
}

impl Collection {
    /// Reads the articles of one file. Summaries of `one_sentence` are headlines; others may be as
    /// long as people's are in the mean, in tens of characters.
    pub(crate) fn read(path: &Path, one_sentence: bool) -> Result<Self, Box<dyn Error>> {
        let lines =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let records: Vec<Value> =
            lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let summaries = records.iter().filter_map(summary);
        let (count, characters) = summaries.fold((0, 0), |(n, sum), text| {
            (n + 1, sum + text.chars().filter(|c| !c.is_whitespace()).count())
        });
        let mean = characters as f64 / f64::from(count).max(1.0);
        let budget = if one_sentence {
            Budget::Sentences(1)
        } else {
            Budget::Characters(tens(mean).clamp(BUDGETS.0, BUDGETS.1))
        };
        let documents = records.iter().filter_map(|record| document(record, budget)).collect();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, documents })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and above 0")]
fn tens(value: f64) -> usize {
    (value / 10.0).round() as usize * 10
}

fn summary(record: &Value) -> Option<&str> {
    let given = record.get("summary")?;
    given.as_str().or_else(|| given.as_array()?.first()?.as_str()).filter(|text| !text.is_empty())
}

fn document(record: &Value, budget: Budget) -> Option<Document> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    let body = text("text").or(text("body")).filter(|body| body.chars().count() >= 20)?;
    let summary = summary(record)?;
    let reading = article(text("title"), body);
    let lesson = SummaryLesson::of(&reading, Background::builtin(), budget);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut numbered = |text: &str| -> Vec<u32> {
        let numbered = signs(text).into_iter().map(|sign| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(sign).or_insert(next)
        });
        numbered.collect()
    };
    let pairs = lesson.pairs_in(summary);
    let reference = Reference::of(numbered(summary));
    let sentences = lesson.texts().iter().map(|text| numbered(text)).collect();
    Some(Document { lesson, reference, sentences, pairs, known: RefCell::default() })
}
