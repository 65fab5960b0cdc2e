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
use measure::Figures;
use tiyao_analysis::training::KEYWORD_FEATURES;

/// A table, what it is learned from, and what no collection can teach.
struct Table {
    name: &'static str,
    collections: &'static [&'static str],
    set_by_hand: &'static [(&'static str, f64)],
}

const TABLES: [Table; 2] = [
    Table {
        name: "CHINESE",
        collections: &["fudan_journal_kw", "csl_abstract_kw"],
        // in Chinese both sides together tell nothing beyond each of them
        set_by_hand: &[("both edges", 0.0)],
    },
    Table {
        name: "ENGLISH",
        collections: &["inspec_kw_en", "kpcrowd500_kw_en"],
        // the collections have no titles and hardly a subhead, and the background no English
        set_by_hand: &[
            ("in title", 1.2),
            ("fills title part", 0.3),
            ("in subhead", 0.3),
            ("quoted", 0.3),
            ("rarity", 0.0),
            ("least rarity", 0.0),
            ("known phrase", 0.0),
            ("unknown once", 0.0),
            ("unknown part", 0.0),
        ],
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("usage: learn_keywords FOLDER [--folds N]")?;
    let folds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--folds"), Some(n)) => Some(n.parse::<usize>()?.max(2)),
        _ => return Err("usage: learn_keywords FOLDER [--folds N]".into()),
    };
    for table in TABLES {
        let names = table.collections;
        let readings: Vec<_> = names
            .iter()
            .map(|name| gold::read(&Path::new(&folder).join(format!("{name}.jsonl"))))
            .collect::<Result<_, _>>()?;
        let collections: Vec<Collection<'_>> =
            names.iter().zip(&readings).map(|(name, read)| Collection::of(name, read)).collect();
        if let Some(folds) = folds {
            judge(&table, &collections, folds);
        } else {
            print(table.name, &fit::weights(&collections, |_| true, table.set_by_hand));
        }
    }
    Ok(())
}

/// Prints a table of weights as it stands in the source.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str, weights: &[f64]) {
    println!("pub(crate) const {table}: [f64; COUNT] = [");
    for (name, weight) in KEYWORD_FEATURES.iter().zip(weights) {
        println!("    {weight:.3}, // {name}");
    }
    println!("];");
}

/// Prints what is reached on each collection in documents that the weights were not learned from.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &Table, collections: &[Collection<'_>], folds: usize) {
    let mut sums = vec![Figures::default(); collections.len()];
    for fold in 0..folds {
        let weights = fit::weights(collections, |n| n % folds != fold, table.set_by_hand);
        for (sum, collection) in sums.iter_mut().zip(collections.iter()) {
            sum.add(measure::of(collection, |n| (n % folds == fold).then_some(weights.as_slice())));
        }
    }
    for (collection, sum) in collections.iter().zip(sums) {
        println!("{:20} recall {:.1}  {}", collection.name, collection.recall(), sum);
    }
}
