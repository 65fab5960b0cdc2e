//! One command per file.

mod assembly;
mod batch;
mod completions;
mod info;
mod issue;
mod keywords;
#[cfg(feature = "embedded")]
mod serve;
mod summarize;

use std::{
    io::{self, IsTerminal as _},
    path::Path,
    process::ExitCode,
};

use tiyao_client::Client;

use crate::{
    args::{Cli, ColorArg, Command, Format, OutputArgs, Question},
    connection,
    failure::Failure,
    input::is_standard,
    output::check_apart,
    screen::Screen,
};

/// Runs the command until it ends or is interrupted.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { connection, color, command } = cli;
    let question = match command {
        Command::Ask(question) => question,
        #[cfg(feature = "embedded")]
        Command::Serve(args) => return serve::run(args).await,
        Command::Completions { shell } => return completions::run(shell),
    };
    let client = connection::connect(&connection)?;
    tokio::select! {
        outcome = ask(&client, question, color) => outcome,
        // Dropping the command removes what it had not finished writing.
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    }
}

async fn ask(client: &Client, question: Question, color: ColorArg) -> Result<ExitCode, Failure> {
    match question {
        Question::Issue(args) => issue::run(client, &args, color).await?,
        Question::Keywords(args) => keywords::run(client, args, color).await?,
        Question::Summarize(args) => summarize::run(client, args, color).await?,
        Question::Batch(command) => return batch::run(client, command).await,
        Question::Info(args) => info::run(client, &args, color).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was asked for, or the one that fits where the output goes; and the screen.
/// Refuses an output that would take the place of `input`.
fn view(args: &OutputArgs, input: &Path, color: ColorArg) -> Result<(Format, Screen), Failure> {
    check_apart(input, args.output.as_deref())?;
    let to_stdout = args.output.as_deref().is_none_or(is_standard);
    let default =
        if to_stdout && io::stdout().is_terminal() { Format::Table } else { Format::Json };
    Ok((args.format.unwrap_or(default), Screen::detect(color, to_stdout)))
}
