use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    io::{self, IsTerminal as _, Write},
    path::Path,
    process::ExitCode,
};

use serde::Serialize;
use tiyao_corpus::{Snapshot, SnapshotError};

use super::open;
use crate::{
    args::{ColorArg, InfoFormat, StatsArgs, TopArgs},
    failure::Failure,
    input,
    output::Output,
    render::{json, table},
    screen::Screen,
};

/// What a snapshot holds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) builder: String,
    pub(crate) document_count: u64,
    pub(crate) term_count: u32,
    pub(crate) least_document_frequency: u64,
    pub(crate) typical_document_frequency: u64,
    pub(crate) checksum: String,
    pub(crate) size_bytes: usize,
    pub(crate) sources: Vec<SourceCount>,
}

/// One of the things that were counted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourceCount {
    pub(crate) name: String,
    pub(crate) document_count: u64,
}

/// A term with its document frequency.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TermCount {
    pub(crate) term: String,
    pub(crate) document_frequency: u64,
    pub(crate) document_share: f64,
}

/// Shows what a snapshot holds, after a look at all of it.
pub(super) fn stats(args: &StatsArgs, color: ColorArg) -> Result<ExitCode, Failure> {
    let snapshot = open(&args.file)?;
    snapshot.check().map_err(|error| malformed(&args.file, error))?;
    let provenance = snapshot.provenance();
    let sources = provenance.sources.iter().map(|source| SourceCount {
        name: source.name.clone(),
        document_count: source.document_count,
    });
    let stats = Stats {
        name: provenance.name.clone(),
        version: provenance.version.clone(),
        builder: provenance.builder.clone(),
        document_count: snapshot.document_count(),
        term_count: snapshot.term_count(),
        least_document_frequency: snapshot.description().least_document_frequency,
        typical_document_frequency: snapshot.typical_document_frequency(),
        checksum: format!("{:016x}", snapshot.checksum()),
        size_bytes: snapshot.size_bytes(),
        sources: sources.collect(),
    };
    show(args.format, &stats, |out| table::corpus_stats(out, &stats, Screen::detect(color, true)))
}

/// Shows the terms of the most documents; of equal ones those first that sort first.
pub(super) fn top(args: &TopArgs, color: ColorArg) -> Result<ExitCode, Failure> {
    let snapshot = open(&args.file)?;
    let found = most_frequent(&snapshot, args.limit.get(), args.min_characters)
        .map_err(|error| malformed(&args.file, error))?;
    let documents = snapshot.document_count().max(1);
    let terms: Vec<TermCount> = found
        .into_iter()
        .map(|(document_frequency, term)| TermCount {
            term,
            document_frequency,
            document_share: document_frequency as f64 / documents as f64,
        })
        .collect();
    show(args.format, &terms, |out| table::corpus_top(out, &terms, Screen::detect(color, true)))
}

fn most_frequent(
    snapshot: &Snapshot,
    limit: usize,
    min_characters: usize,
) -> Result<Vec<(u64, String)>, SnapshotError> {
    // the least of those that are kept comes out first
    let mut kept = BinaryHeap::new();
    for term in snapshot.terms() {
        let (term, document_frequency) = term?;
        if term.chars().count() < min_characters {
            continue;
        }
        kept.push((Reverse(document_frequency), term));
        if kept.len() > limit {
            kept.pop();
        }
    }
    let sorted = kept.into_sorted_vec().into_iter();
    Ok(sorted.map(|(Reverse(document_frequency), term)| (document_frequency, term)).collect())
}

fn malformed(file: &Path, error: SnapshotError) -> Failure {
    Failure::Message(format!("{}: {error}", input::name(file)))
}

fn show(
    format: Option<InfoFormat>,
    value: &impl Serialize,
    table: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ExitCode, Failure> {
    let default = if io::stdout().is_terminal() { InfoFormat::Table } else { InfoFormat::Json };
    let mut output = Output::open(None)?;
    output.write_with(|out| match format.unwrap_or(default) {
        InfoFormat::Table => table(out),
        InfoFormat::Json => json::pretty(out, value),
    })?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}
