use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{args::Cli, failure::Failure, output::Output};

/// Writes a completion script.
pub(super) fn run(shell: Shell) -> Result<ExitCode, Failure> {
    // Into memory first: the generator panics when its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tiyao", &mut script);
    let mut output = Output::open(None)?;
    output.write_with(|out| out.write_all(&script))?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}
