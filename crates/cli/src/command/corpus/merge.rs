use std::process::ExitCode;

use tiyao_corpus::Snapshot;

use super::{BUILDER, label, open, write};
use crate::{
    args::{Label, MergeArgs},
    failure::Failure,
    input,
    output::check_apart,
};

/// Puts snapshots together.
pub(super) fn run(args: &MergeArgs) -> Result<ExitCode, Failure> {
    let output = &args.output.output;
    let mut snapshots = Vec::with_capacity(args.files.len());
    for file in &args.files {
        check_apart(file, Some(output))?;
        let snapshot = open(file)?;
        // What is damaged in a part would be sealed with a new checksum.
        snapshot
            .check()
            .map_err(|error| Failure::Message(format!("{}: {error}", input::name(file))))?;
        snapshots.push(snapshot);
    }
    let Label { name, version } = label(&args.output);
    let bytes = Snapshot::merge(&snapshots, &name, &version, BUILDER, args.output.min_documents)
        .map_err(|error| Failure::Message(format!("{}: {error}", output.display())))?;
    write(&bytes, output)?;
    Ok(ExitCode::SUCCESS)
}
