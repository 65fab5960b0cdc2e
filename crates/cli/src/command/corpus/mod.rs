//! Corpora: texts counted here, without a server, and what the counts say.

mod build;
mod merge;
pub(crate) mod show;

use std::{io::Read as _, path::Path, process::ExitCode};

use tiyao_corpus::Snapshot;

use crate::{
    args::{ColorArg, CorpusCommand, Label, SnapshotArgs},
    failure::Failure,
    input::{self, is_standard},
    output::Output,
};

/// What made a snapshot, for its provenance.
const BUILDER: &str = concat!("tiyao/", env!("CARGO_PKG_VERSION"));

/// Runs the command on a thread of its own, so that an interrupt is heard.
pub(super) async fn run(command: CorpusCommand, color: ColorArg) -> Result<ExitCode, Failure> {
    let work = tokio::task::spawn_blocking(move || match command {
        CorpusCommand::Build(args) => build::run(&args),
        CorpusCommand::Merge(args) => merge::run(&args),
        CorpusCommand::Stats(args) => show::stats(&args, color),
        CorpusCommand::Top(args) => show::top(&args, color),
    });
    tokio::select! {
        outcome = work => outcome.unwrap_or_else(|error| Err(Failure::Message(error.to_string()))),
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    }
}

/// The snapshot in a file.
fn open(path: &Path) -> Result<Snapshot, Failure> {
    let name = input::name(path);
    let mut bytes = Vec::new();
    let read = input::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|error| Failure::io(&name, &error))?;
    Snapshot::open(bytes).map_err(|error| Failure::Message(format!("{name}: {error}")))
}

/// Writes a snapshot that was made.
fn write(bytes: &[u8], path: &Path) -> Result<(), Failure> {
    let mut output = Output::open(Some(path))?;
    output.write_with(|out| out.write_all(bytes))?;
    output.finish()
}

/// What the snapshot is called.
fn label(args: &SnapshotArgs) -> Label {
    let name = || {
        let stem = args.output.file_stem().filter(|_| !is_standard(&args.output));
        stem.map_or_else(|| "corpus".to_owned(), |stem| stem.to_string_lossy().into_owned())
    };
    args.label.clone().unwrap_or_else(|| Label { name: name(), version: "1".to_owned() })
}
