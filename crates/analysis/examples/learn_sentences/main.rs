//! Learns what the features of sentences weigh and prints the tables of `src/sentence_weights.rs`:
//!
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER [--folds N]`
//!
//! FOLDER holds collections of articles with the summaries that people gave them, one JSONL file
//! each (see `gold.rs`). With `--folds`, it prints instead how good summaries are of articles that
//! the weights were not learned from: each of N parts is judged by what the others teach.

mod fit;
mod gold;
mod rouge;

use std::error::Error;
use std::{env, path::Path};

use gold::Collection;
use tiyao_analysis::training::SENTENCE_FEATURES;

/// A table, what it is learned from and what it may weigh.
struct Table {
    name: &'static str,
    /// Whether its collections ask for one sentence.
    one_sentence: bool,
    collections: &'static [&'static str],
    /// The features whose weights are learned.
    learned: fn(&str) -> bool,
    /// The features whose weights are those of the first table.
    taken_over: &'static [&'static str],
}

const TABLES: [Table; 3] = [
    Table {
        name: "CHINESE",
        one_sentence: false,
        collections: &["rmrb_editor_abstract", "fudan_journal_abstract"],
        learned: |_| true,
        taken_over: &[],
    },
    Table {
        name: "CHINESE_HEADLINE",
        one_sentence: true,
        collections: &["rmrb_headline", "xwlb_headline"],
        learned: |feature| !TITLE_FEATURES.contains(&feature),
        taken_over: &TITLE_FEATURES,
    },
    // highlights and extracts are few: more features would learn them by heart
    Table {
        name: "ENGLISH",
        one_sentence: false,
        collections: &["bbc_extractive_en", "cnndm100_en"],
        learned: |feature| ENGLISH_FEATURES.contains(&feature),
        taken_over: &TITLE_FEATURES,
    },
];

/// Features that are 0 without a title. Only the first table's collections have titles.
const TITLE_FEATURES: [&str; 2] = ["title characters", "title spread"];
const ENGLISH_FEATURES: [&str; 8] = [
    "centroid with title",
    "overlap centrality",
    "pair title",
    "inverse place",
    "first three",
    "likeness to lead",
    "length",
    "unfinished",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("usage: learn_sentences FOLDER [--folds N]")?;
    let folds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--folds"), Some(n)) => Some(n.parse::<usize>()?.max(2)),
        _ => return Err("usage: learn_sentences FOLDER [--folds N]".into()),
    };
    let mut first: Option<Vec<f64>> = None;
    for table in TABLES {
        let used: Vec<bool> = SENTENCE_FEATURES.iter().map(|name| (table.learned)(name)).collect();
        let read = |name: &&str| {
            let path = Path::new(&folder).join(format!("{name}.jsonl"));
            Collection::read(&path, table.one_sentence)
        };
        let collections: Vec<Collection> =
            table.collections.iter().map(read).collect::<Result<_, _>>()?;
        if let Some(folds) = folds {
            judge(table.name, &collections, &used, folds);
            continue;
        }
        let mut weights = fit::weights(&collections, &|_| true, &used);
        if let Some(first) = &first {
            let names = SENTENCE_FEATURES.iter().zip(first);
            for (weight, (name, first)) in weights.iter_mut().zip(names) {
                if table.taken_over.contains(name) {
                    *weight = *first;
                }
            }
        }
        print(table.name, &weights);
        first.get_or_insert(weights);
    }
    Ok(())
}

/// Prints a table as it stands in the source.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str, weights: &[f64]) {
    println!("pub(crate) const {table}: [f64; COUNT] = [");
    for (name, weight) in SENTENCE_FEATURES.iter().zip(weights) {
        println!("    {weight:.3}, // {name}");
    }
    println!("];");
}

/// Prints what is reached on each collection when it is taught by all, and by other parts.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &str, collections: &[Collection], used: &[bool], folds: usize) {
    let own = fit::weights(collections, &|_| true, used);
    let others: Vec<Vec<f64>> =
        (0..folds).map(|fold| fit::weights(collections, &|n| n % folds != fold, used)).collect();
    for collection in collections {
        let same = fit::measured(collection, &|_| true, |_| Some(&own));
        let apart = |n: usize| others.get(n % folds).map(Vec::as_slice);
        let apart = fit::measured(collection, &|_| true, apart);
        println!("{table} {:24} taught by all {same:.2}  by others {apart:.2}", collection.name);
    }
}
