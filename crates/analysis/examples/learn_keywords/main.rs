//! Learns what the features of keyphrases weigh and prints the tables of `src/keyword_weights.rs`:
//!
//! `cargo run --release -p tiyao-analysis --example learn_keywords -- FOLDER \
//! [--habits | --characters | --check | --folds N]`
//!
//! FOLDER holds collections of articles with the keywords that people gave them, one JSONL file
//! each (see `gold.rs`). With `--habits`, it prints the table of `src/word_habits.rs`, with `--characters`
//! that of `src/character_habits.rs`. With `--check`, it prints of each table whether it is the one in
//! the tree, and fails if one is not. With `--folds`, it prints instead how good keywords are in articles
//! that the weights were not learned from: each of N parts is judged by what the others teach.

mod fit;
mod gold;
mod habits;
#[path = "../recipe/kept.rs"]
mod kept;
mod measure;

use std::error::Error;
use std::fmt::Write as _;
use std::{env, path::Path, process::ExitCode};

use gold::Collection;
use habits::Kind;
use kept::Check;
use measure::Figures;
use tiyao_analysis::training::KEYWORD_FEATURES;

/// A table, what it is learned from, and what no collection can teach.
struct Table {
    name: &'static str,
    collections: &'static [&'static str],
    /// Whether the words of its collections have habits.
    has_habits: bool,
    set_by_hand: &'static [(&'static str, f64)],
    /// What a step of the climb must gain for each unit of weight, in points.
    least_gain: f64,
}

const TABLES: [Table; 2] = [
    Table {
        name: "CHINESE",
        collections: &["fudan_journal_kw", "csl_abstract_kw"],
        has_habits: true,
        // in Chinese both sides together tell nothing beyond each of them
        set_by_hand: &[("both edges", 0.0)],
        least_gain: 0.1,
    },
    Table {
        name: "ENGLISH",
        collections: &["inspec_kw_en", "kpcrowd500_kw_en"],
        has_habits: false,
        // the collections have no titles and hardly a subhead, and no word in letters counts as unknown
        set_by_hand: &[
            ("in title", 1.2),
            ("fills title part", 0.3),
            ("in subhead", 0.3),
            ("quoted", 0.3),
            ("unknown once", 0.0),
            ("unknown part", 0.0),
            ("alone in keywords", 0.0),
            ("starts keywords", 0.0),
            ("ends keywords", 0.0),
            ("first character", 0.0),
            ("last character", 0.0),
        ],
        least_gain: 0.01,
    },
];

/// What the tree has.
const KEYWORD_WEIGHTS: &str = include_str!("../../src/keyword_weights.rs");
const WORD_HABITS: &str = include_str!("../../data/word-habits.txt");
const CHARACTER_HABITS: &str = include_str!("../../data/character-habits.txt");

const USAGE: &str = "usage: learn_keywords FOLDER [--habits | --characters | --check | --folds N]";

/// What is asked of the command.
#[derive(Clone, Copy)]
enum Asked {
    Weights,
    /// The table of the habits of words, or of characters.
    Habits(Kind),
    /// Whether all tables are those in the tree.
    Check,
    /// How good weights are in that many parts that they were not learned from.
    Folds(usize),
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or(USAGE)?;
    let asked = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Asked::Weights,
        (Some("--habits"), None) => Asked::Habits(Kind::Words),
        (Some("--characters"), None) => Asked::Habits(Kind::Characters),
        (Some("--check"), None) => Asked::Check,
        (Some("--folds"), Some(n)) => Asked::Folds(n.parse::<usize>()?.max(2)),
        _ => return Err(USAGE.into()),
    };
    let mut check = Check::default();
    for table in TABLES {
        let names = table.collections;
        let readings: Vec<_> = names
            .iter()
            .map(|name| gold::read(&Path::new(&folder).join(format!("{name}.jsonl"))))
            .collect::<Result<_, _>>()?;
        let mut collections: Vec<Collection<'_>> =
            names.iter().zip(&readings).map(|(name, read)| Collection::of(name, read)).collect();
        match asked {
            Asked::Habits(kind) if table.has_habits => print(&habits::table(&collections, kind)),
            Asked::Habits(_) => {}
            Asked::Check => {
                if table.has_habits {
                    let made = |kind| habits::table(&collections, kind);
                    check.file("word-habits.txt", &made(Kind::Words), WORD_HABITS);
                    check.file("character-habits.txt", &made(Kind::Characters), CHARACTER_HABITS);
                }
                let weights = learned(&table, &mut collections, |_| true);
                let made = weights_table(table.name, &weights);
                check.table(&format!("keyword_weights.rs {}", table.name), &made, KEYWORD_WEIGHTS);
            }
            Asked::Folds(folds) => judge(&table, &mut collections, folds),
            Asked::Weights => {
                let weights = learned(&table, &mut collections, |_| true);
                print(&weights_table(table.name, &weights));
            }
        }
    }
    Ok(check.exit_code())
}

/// The weights that the documents teach whose numbers `taught` holds.
fn learned(
    table: &Table,
    collections: &mut [Collection<'_>],
    taught: impl Fn(usize) -> bool + Sync,
) -> Vec<f64> {
    if table.has_habits {
        habits::tell(collections, &taught);
    }
    fit::weights(collections, taught, table.set_by_hand, table.least_gain)
}

#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str) {
    print!("{table}");
}

/// A table of weights as it stands in the source.
fn weights_table(name: &str, weights: &[f64]) -> String {
    let mut table = format!("pub(crate) const {name}: [f64; COUNT] = [\n");
    for (name, weight) in KEYWORD_FEATURES.iter().zip(weights) {
        let _ = writeln!(table, "    {weight:.3}, // {name}");
    }
    table + "];\n"
}

/// Prints what is reached on each collection in documents that the weights were not learned from.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &Table, collections: &mut [Collection<'_>], folds: usize) {
    let mut sums = vec![Figures::default(); collections.len()];
    for fold in 0..folds {
        let weights = learned(table, collections, |n| n % folds != fold);
        for (sum, collection) in sums.iter_mut().zip(collections.iter()) {
            sum.add(measure::of(collection, |n| (n % folds == fold).then_some(weights.as_slice())));
        }
    }
    for (collection, sum) in collections.iter().zip(sums) {
        println!("{:20} recall {:.1}  {}", collection.name, collection.recall(), sum);
    }
}
