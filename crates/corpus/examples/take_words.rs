//! Puts the words that a count has found into a snapshot in the place of its own, whose other
//! frequencies stay as they are:
//! `cargo run -p tiyao-corpus --example take_words -- crates/corpus/data/press.tiyaodf COUNT`

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use tiyao_corpus::Snapshot;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(file), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("usage: take_words SNAPSHOT COUNT".into());
    };
    let bytes = with_words(&Snapshot::open(fs::read(&file)?)?, &Snapshot::open(fs::read(count)?)?)?;
    fs::write(file, bytes)?;
    Ok(())
}

fn with_words(snapshot: &Snapshot, count: &Snapshot) -> Result<Vec<u8>, Box<dyn Error>> {
    if snapshot.document_count() != count.document_count() {
        return Err("the two were not counted from the same documents".into());
    }
    let mut frequencies = BTreeMap::new();
    for (from, words) in [(snapshot, false), (count, true)] {
        for term in from.terms() {
            let (term, document_frequency) = term?;
            if is_found_word(&term) == words {
                frequencies.insert(term, document_frequency);
            }
        }
    }
    Ok(Snapshot::build(snapshot.description(), &frequencies)?)
}

/// Whether a term is a word that was found: Han characters with a space between each two.
fn is_found_word(term: &str) -> bool {
    term.contains(' ')
        && term.split(' ').all(|part| {
            let mut characters = part.chars();
            characters.next().is_some_and(|c| c >= '\u{2e80}') && characters.next().is_none()
        })
}
