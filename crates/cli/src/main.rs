//! The `tiyao` command: keywords and summaries of a periodical's issue, of one article, or of an
//! archive, from a server or from the very same server within the process.
//!
//! Exit codes: 0 all is well, 1 the command failed, 2 the command line is wrong, 3 some records of
//! a batch failed, 130 interrupted.

mod args;
mod check;
mod command;
mod connection;
#[cfg(all(feature = "embedded", unix))]
mod descriptors;
mod failure;
mod input;
mod output;
mod progress;
mod render;
mod screen;
#[cfg(feature = "embedded")]
mod settings;
#[cfg(feature = "embedded")]
mod systemd;
#[cfg(feature = "embedded")]
mod telemetry;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{args::Cli, failure::Failure};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::io("cannot start", &error).report(),
    };
    let outcome = runtime.block_on(command::run(cli));
    // A thread that still reads standard input must not hold the process.
    runtime.shutdown_background();
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
