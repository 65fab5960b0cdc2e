//! Learns what the features of keyphrases weigh and prints the tables of `src/keyword_weights.rs`:
//!
//! `cargo run --release -p tiyao-analysis --example learn_keywords -- FOLDER [--folds N]`
//!
//! FOLDER holds collections of articles with the keywords that people gave them, one JSONL file
//! each (see `gold.rs`). With `--folds`, it prints instead how good keywords are in articles that
//! the weights were not learned from: each of N parts is judged by what the others teach.

mod fit;
mod gold;
mod measure;

use std::error::Error;
use std::{env, path::Path};

use gold::Collection;
use tiyao_analysis::training::KEYWORD_FEATURES;

/// The collections that each table is learned from.
const TABLES: [(&str, &[&str]); 2] = [
    ("CHINESE", &["fudan_journal_kw", "csl_abstract_kw"]),
    ("ENGLISH", &["inspec_kw_en", "kpcrowd500_kw_en"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("usage: learn_keywords FOLDER [--folds N]")?;
    let folds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--folds"), Some(n)) => Some(n.parse::<usize>()?.max(2)),
        _ => return Err("usage: learn_keywords FOLDER [--folds N]".into()),
    };
    for (table, names) in TABLES {
        let readings: Vec<_> = names
            .iter()
            .map(|name| gold::read(&Path::new(&folder).join(format!("{name}.jsonl"))))
            .collect::<Result<_, _>>()?;
        let collections: Vec<Collection<'_>> =
            names.iter().zip(&readings).map(|(name, read)| Collection::of(name, read)).collect();
        match folds {
            Some(folds) => judge(table, &collections, folds),
            None => print(table, &fit::weights(&collections, |_| true)),
        }
    }
    Ok(())
}

/// Prints a table as it stands in the source.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str, weights: &[f64]) {
    println!("pub(crate) const {table}: [f64; COUNT] = [");
    for (name, weight) in KEYWORD_FEATURES.iter().zip(weights) {
        println!("    {weight:.3}, // {name}");
    }
    println!("];");
}

/// Prints what is reached on each collection when it is taught by all, and by other parts.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &str, collections: &[Collection<'_>], folds: usize) {
    let own = fit::weights(collections, |_| true);
    let others: Vec<Vec<f64>> =
        (0..folds).map(|fold| fit::weights(collections, |n| n % folds != fold)).collect();
    for collection in collections {
        let same = measure::of(collection, |_| Some(&own));
        let apart = measure::of(collection, |n| others.get(n % folds));
        println!("{table} {:20} recall {:.1}", collection.name, collection.recall());
        println!("  taught by all    {same}");
        println!("  taught by others {apart}");
    }
    print(table, &own);
}
