//! Learns what the features of keyphrases weigh and prints the tables of `src/keyword_weights.rs`:
//!
//! `cargo run --release -p tiyao-analysis --example learn_keywords -- FOLDER [--folds N]`
//!
//! FOLDER holds collections of articles with the keywords that people gave them, one JSONL file
//! each (see `gold.rs`). With `--folds`, it prints instead how good keywords are in articles that
//! the weights were not learned from: each of N parts is judged by what the others teach.

mod endings;
mod fit;
mod gold;
mod measure;

use std::error::Error;
use std::{collections::BTreeMap, env, path::Path};

use endings::Endings;
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
        set_by_hand: &[],
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
        let mut collections: Vec<Collection<'_>> =
            names.iter().zip(&readings).map(|(name, read)| Collection::of(name, read)).collect();
        if let Some(folds) = folds {
            judge(&table, &mut collections, folds);
        } else {
            let (weights, endings) = taught(&table, &mut collections, |_| true);
            print(table.name, &weights, &endings);
        }
    }
    Ok(())
}

/// What the documents whose numbers `is_taught` holds teach.
fn taught(
    table: &Table,
    collections: &mut [Collection<'_>],
    is_taught: impl Fn(usize) -> bool + Sync,
) -> (Vec<f64>, Endings) {
    endings::forget(collections);
    let first = fit::likeliest(collections, &is_taught, table.set_by_hand);
    let endings = endings::learn(collections, &is_taught, &first);
    (fit::weights(collections, &is_taught, table.set_by_hand), endings)
}

/// Prints a table of weights, and the table of endings, as they stand in the source.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str, weights: &[f64], endings: &Endings) {
    println!("pub(crate) const {table}: [f64; COUNT] = [");
    for (name, weight) in KEYWORD_FEATURES.iter().zip(weights) {
        println!("    {weight:.3}, // {name}");
    }
    println!("];");
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (ending, weight) in endings {
        rows.entry(format!("{weight:.1}")).or_default().push(ending.iter().collect());
    }
    for (weight, endings) in rows {
        println!("    ({weight}, \"{}\"),", endings.join(" "));
    }
}

/// Prints what is reached on each collection in documents that the weights were not learned from.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &Table, collections: &mut [Collection<'_>], folds: usize) {
    let mut sums = vec![Figures::default(); collections.len()];
    for fold in 0..folds {
        let (weights, _) = taught(table, collections, |n| n % folds != fold);
        for (sum, collection) in sums.iter_mut().zip(collections.iter()) {
            sum.add(measure::of(collection, |n| (n % folds == fold).then_some(weights.as_slice())));
        }
    }
    for (collection, sum) in collections.iter().zip(sums) {
        println!("{:20} recall {:.1}  {}", collection.name, collection.recall(), sum);
    }
}
