//! What the server does under load, on loopback, for a time that is given, against a `tiyao` that it
//! starts itself:
//!
//! ```text
//! cargo build --release --package tiyao-cli --package tiyao-load
//! target/release/tiyao-load cost --tiyao target/release/tiyao
//! target/release/tiyao-load overload --tiyao target/release/tiyao --seconds 60
//! target/release/tiyao-load soak --tiyao target/release/tiyao --seconds 900
//! ```
//!
//! `cost` compares the processor time of a served call with that of an echo of the same messages and
//! of the analysis alone. `overload` offers twice what the server can do. `soak` mixes callers that
//! behave with those that vanish, stall, and send garbage, and restarts the server half way. Each
//! prints its figures, and fails when one is over its bound.
//!
//! `cost` and `overload` give half of the processors to the server and the others to its callers, who
//! would otherwise take from it what they need themselves.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measurement prints what it found, and fails where it stands"
)]

mod cores;
mod cost;
mod echo;
mod figures;
mod overload;
mod served;
mod soak;
mod texts;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(about, version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Processor time of a call: served, and its parts alone.
    Cost(Run),
    /// Twice the capacity.
    Overload(Run),
    /// Callers of every kind, and a restart.
    Soak(Run),
    /// The echo that `cost` starts; ends with its standard input.
    #[command(hide = true)]
    Echo(Texts),
}

#[derive(Args)]
struct Run {
    /// Lets the server and its callers share all processors, instead of half for each.
    #[arg(long)]
    together: bool,
    /// The `tiyao` to be measured.
    #[arg(long)]
    tiyao: PathBuf,
    /// How long each measurement lasts.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    #[command(flatten)]
    texts: Texts,
}

#[derive(Args, Clone)]
struct Texts {
    /// Articles, one object with `text` a line; without it, those of the sample issue.
    #[arg(long)]
    jsonl: Option<PathBuf>,
}

fn main() -> ExitCode {
    let what = Command::parse().what;
    if let What::Cost(run) | What::Overload(run) = &what
        && !run.together
    {
        let count = cores::part().expect("the system parts its processors");
        println!("{count} of the processors for the server, the others for its callers");
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_all().on_thread_start(cores::step_back);
    let passed = runtime.build().expect("the system has threads").block_on(run(what));
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(what: What) -> bool {
    match what {
        What::Cost(run) => cost::run(&run.tiyao, &run.texts, run.duration()).await,
        What::Overload(run) => overload::run(&run.tiyao, &run.texts, run.duration()).await,
        What::Soak(run) => soak::run(&run.tiyao, &run.texts, run.duration()).await,
        What::Echo(texts) => echo::serve(&texts).await,
    }
}

impl Run {
    fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}
