//! Makes a snapshot of a table of inverse document frequencies (a term, a space and ln(N/n) on each
//! row), as jieba ships it:
//! `cargo run -p tiyao-corpus --example read_idf -- idf.txt crates/corpus/data/jieba.tiyaodf`

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use tiyao_corpus::{Description, Provenance, Snapshot, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: read_idf IDF.txt OUT".into());
    };
    let bytes = snapshot(&fs::read_to_string(from)?)?;
    fs::write(to, bytes)?;
    Ok(())
}

/// The table has ln(N/n) for integers n from 1, so its largest value is ln N, and the integers come
/// back exactly. Terms that differ in case alone count together, at most as often as there are
/// documents.
fn snapshot(table: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut values: Vec<(&str, f64)> = Vec::new();
    for row in table.lines().filter(|row| !row.trim().is_empty()) {
        let (term, value) = row.rsplit_once(' ').ok_or("a row without a value")?;
        values.push((term, value.parse()?));
    }
    let largest = values.iter().map(|&(_, value)| value).fold(0.0, f64::max);
    let document_count = whole(largest.exp());
    let mut frequencies: BTreeMap<String, u64> = BTreeMap::new();
    for (term, value) in values {
        let n = frequencies.entry(term.to_lowercase()).or_default();
        *n = (*n + whole((largest - value).exp())).min(document_count);
    }
    let source = "jieba-rs 0.11.0, src/data/idf.txt".to_owned();
    let provenance = Provenance {
        name: "jieba-idf".to_owned(),
        version: "0.11.0".to_owned(),
        builder: "tiyao-corpus, examples/read_idf.rs".to_owned(),
        sources: vec![Source { name: source, document_count }],
    };
    let description = Description { provenance, document_count, least_document_frequency: 1 };
    Ok(Snapshot::build(&description, &frequencies)?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and above 0")]
fn whole(value: f64) -> u64 {
    value.round().max(1.0) as u64
}
