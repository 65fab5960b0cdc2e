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

/// The collections that each table is learned from, and whether they ask for one sentence.
const TABLES: [(&str, bool, &[&str]); 3] = [
    ("CHINESE", false, &["rmrb_editor_abstract", "fudan_journal_abstract"]),
    ("CHINESE_HEADLINE", true, &["rmrb_headline", "xwlb_headline"]),
    ("ENGLISH", false, &["bbc_extractive_en", "cnndm100_en"]),
];

/// Features that are 0 without a title. The collections of these tables have none, so that their
/// weights are those of the first table.
const TITLE_FEATURES: [&str; 2] = ["title characters", "title spread"];
const WITHOUT_TITLES: [&str; 2] = ["CHINESE_HEADLINE", "ENGLISH"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("usage: learn_sentences FOLDER [--folds N]")?;
    let folds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--folds"), Some(n)) => Some(n.parse::<usize>()?.max(2)),
        _ => return Err("usage: learn_sentences FOLDER [--folds N]".into()),
    };
    let mut first: Option<Vec<f64>> = None;
    for (table, one_sentence, names) in TABLES {
        let is_learned =
            |name: &&str| !(WITHOUT_TITLES.contains(&table) && TITLE_FEATURES.contains(name));
        let used: Vec<bool> = SENTENCE_FEATURES.iter().map(is_learned).collect();
        let read = |name: &&str| {
            Collection::read(&Path::new(&folder).join(format!("{name}.jsonl")), one_sentence)
        };
        let collections: Vec<Collection> = names.iter().map(read).collect::<Result<_, _>>()?;
        if let Some(folds) = folds {
            judge(table, &collections, &used, folds);
            continue;
        }
        let mut weights = fit::weights(&collections, &|_| true, &used);
        if let Some(first) = &first {
            for (weight, (used, first)) in weights.iter_mut().zip(used.iter().zip(first)) {
                *weight = if *used { *weight } else { *first };
            }
        }
        print(table, &weights);
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
