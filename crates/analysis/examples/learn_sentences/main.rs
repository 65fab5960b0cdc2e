//! Learns what the features of sentences weigh and prints the tables of `src/sentence_weights.rs`, and
//! that of `src/pair_odds.rs`:
//!
//! `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER [--words | --check | --folds N]`
//!
//! FOLDER holds collections of articles with the summaries that people gave them, one JSONL file
//! each (see `gold.rs`). With `--words`, it prints the table of `src/summary_words.rs`; with `--check`,
//! of each table whether it is the one in the tree, and fails if one is not; with `--folds`,
//! how good summaries are of articles that the weights were not learned from: each of N parts is judged
//! by what the others teach.

mod fit;
mod gold;
#[path = "../recipe/kept.rs"]
mod kept;
mod listwise;
mod odds;
mod rouge;

use std::error::Error;
use std::fmt::Write as _;
use std::{env, path::Path, process::ExitCode};

use fit::{Taught, Way};
use gold::Collection;
use kept::Check;
use tiyao_analysis::training::{PAIR_TRAIT_KINDS, PAIR_TRAITS, SENTENCE_FEATURES};

/// A table, what it is learned from and what it may weigh.
struct Table {
    name: &'static str,
    /// Whether its collections ask for one sentence.
    one_sentence: bool,
    way: Way,
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
        way: Way::Listwise,
        collections: &["rmrb_editor_abstract", "fudan_journal_abstract"],
        // articles with abstracts are hardly ever short
        learned: |feature| feature != "first of a short article",
        taken_over: &[],
    },
    Table {
        name: "CHINESE_HEADLINE",
        one_sentence: true,
        way: Way::FitAndClimb { first_step: 0.25 },
        collections: &["rmrb_headline", "xwlb_headline"],
        learned: |feature| !TITLE_FEATURES.contains(&feature),
        taken_over: &TITLE_FEATURES,
    },
    // highlights and extracts are few: more features would learn them by heart
    Table {
        name: "ENGLISH",
        one_sentence: false,
        way: Way::FitAndClimb { first_step: 0.16 },
        collections: &["bbc_extractive_en", "cnndm100_en"],
        learned: |feature| ENGLISH_FEATURES.contains(&feature),
        taken_over: &TITLE_FEATURES,
    },
];

/// Features that are 0 without a title. Only the first table's collections have titles.
const TITLE_FEATURES: [&str; 2] = ["title characters", "title spread"];
const ENGLISH_FEATURES: [&str; 12] = [
    "centroid with title",
    "overlap centrality",
    "pair title",
    "repeated pairs",
    "term weight",
    "inverse place",
    "first three",
    "likeness to lead",
    "length",
    "numbers",
    "unfinished",
    "speech",
];

/// What the tree has.
const SENTENCE_WEIGHTS: &str = include_str!("../../src/sentence_weights.rs");
const PAIR_ODDS: &str = include_str!("../../src/pair_odds.rs");
const SUMMARY_WORDS: &str = include_str!("../../data/summary-words.txt");

const USAGE: &str = "usage: learn_sentences FOLDER [--words | --check | --folds N]";

/// What is asked of the command.
#[derive(Clone, Copy)]
enum Asked {
    Weights,
    Words,
    /// Whether all tables are those in the tree.
    Check,
    /// How good summaries are in that many parts that nothing was learned from.
    Folds(usize),
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or(USAGE)?;
    let asked = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Asked::Weights,
        (Some("--words"), None) => Asked::Words,
        (Some("--check"), None) => Asked::Check,
        (Some("--folds"), Some(n)) => Asked::Folds(n.parse::<usize>()?.max(2)),
        _ => return Err(USAGE.into()),
    };
    let mut check = Check::default();
    let mut first: Option<Vec<f64>> = None;
    for table in TABLES {
        let used: Vec<bool> = SENTENCE_FEATURES.iter().map(|name| (table.learned)(name)).collect();
        let read = |name: &&str| {
            let path = Path::new(&folder).join(format!("{name}.jsonl"));
            Collection::read(&path, table.one_sentence)
        };
        let collections: Vec<Collection> =
            table.collections.iter().map(read).collect::<Result<_, _>>()?;
        if let Asked::Folds(folds) = asked {
            judge(&table, &collections, &used, folds);
            continue;
        }
        let taught = fit::learn(&collections, &|_| true, &used, table.way);
        match asked {
            Asked::Words => {
                print(&words(&taught));
                return Ok(ExitCode::SUCCESS);
            }
            Asked::Check if first.is_none() => {
                check.file("summary-words.txt", &words(&taught), SUMMARY_WORDS);
            }
            _ => {}
        }
        let mut weights = taught.weights;
        if let Some(first) = &first {
            let names = SENTENCE_FEATURES.iter().zip(first);
            for (weight, (name, first)) in weights.iter_mut().zip(names) {
                if table.taken_over.contains(name) {
                    *weight = *first;
                }
            }
        }
        let name = table.name;
        let table = weights_table(name, &weights);
        let odds = taught.odds.map(|odds| odds_table(&odds));
        if let Asked::Check = asked {
            check.table(&format!("sentence_weights.rs {name}"), &table, SENTENCE_WEIGHTS);
            if let Some(odds) = odds {
                check.table("pair_odds.rs ODDS", &odds, PAIR_ODDS);
            }
        } else {
            print(&table);
            print(&odds.unwrap_or_default());
        }
        first.get_or_insert(weights);
    }
    Ok(check.exit_code())
}

#[expect(clippy::print_stdout, reason = "what the command is for")]
fn print(table: &str) {
    print!("{table}");
}

/// The table as it stands in `data/summary-words.txt`. The first table's documents teach it.
fn words(taught: &Taught) -> String {
    taught.words.iter().fold(String::new(), |mut table, (word, pull)| {
        let _ = writeln!(table, "{word}\t{pull}");
        table
    })
}

/// A table as it stands in the source.
fn weights_table(name: &str, weights: &[f64]) -> String {
    let mut table = format!("pub(crate) const {name}: [f64; COUNT] = [\n");
    for (name, weight) in SENTENCE_FEATURES.iter().zip(weights) {
        let _ = writeln!(table, "    {weight:.3}, // {name}");
    }
    table + "];\n"
}

/// The odds of pairs as they stand in the source.
fn odds_table(odds: &[f64]) -> String {
    let mut table = "pub(crate) const ODDS: [f64; COUNT] = [\n".to_owned();
    let mut rest = odds.iter().enumerate();
    for (count, kind) in PAIR_TRAITS.into_iter().zip(PAIR_TRAIT_KINDS) {
        let _ = writeln!(table, "    // {kind}");
        for (number, odds) in rest.by_ref().take(count) {
            let _ = writeln!(table, "    {odds:.3}, // {number}");
        }
    }
    table + "];\n"
}

/// Prints what is reached on each collection when it is taught by all, and by other parts.
#[expect(clippy::print_stdout, reason = "what the command is for")]
fn judge(table: &Table, collections: &[Collection], used: &[bool], folds: usize) {
    let own = fit::learn(collections, &|_| true, used, table.way);
    let others: Vec<Taught> = (0..folds)
        .map(|fold| fit::learn(collections, &|n| n % folds != fold, used, table.way))
        .collect();
    for collection in collections {
        let same = fit::measured(collection, &|_| true, |_| Some(&own));
        let apart = fit::measured(collection, &|_| true, |n| others.get(n % folds));
        let Table { name, .. } = table;
        println!("{name} {:24} taught by all {same:.2}  by others {apart:.2}", collection.name);
    }
}
