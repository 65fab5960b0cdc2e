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
    process::ExitCode,
};

use tiyao_client::Client;

use crate::{
    args::{Cli, ColorArg, Command, ConnectionArgs, Format, OutputArgs},
    failure::Failure,
    input::is_standard,
    screen::Screen,
    session,
};

/// Runs the command until it ends or is interrupted.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { connection, color, command } = cli;
    #[cfg(feature = "embedded")]
    if let Command::Serve(args) = command {
        return serve::run(args).await;
    }
    tokio::select! {
        outcome = ask(&connection, color, command) => outcome,
        // Dropping the command removes what it had not finished writing.
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    }
}

async fn ask(
    connection: &ConnectionArgs,
    color: ColorArg,
    command: Command,
) -> Result<ExitCode, Failure> {
    let client: Client = match &command {
        Command::Completions { shell } => return completions::run(*shell),
        _ => session::connect(connection)?,
    };
    match command {
        Command::Issue(args) => issue::run(&client, &args, color).await?,
        Command::Keywords(args) => keywords::run(&client, args, color).await?,
        Command::Summarize(args) => summarize::run(&client, args, color).await?,
        Command::Batch(command) => return batch::run(&client, command).await,
        Command::Info(args) => info::run(&client, &args, color).await?,
        #[cfg(feature = "embedded")]
        Command::Serve(_) => {}
        Command::Completions { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was asked for, or the one that fits where the output goes; and the screen.
fn view(args: &OutputArgs, color: ColorArg) -> (Format, Screen) {
    let to_stdout = args.output.as_deref().is_none_or(is_standard);
    let default =
        if to_stdout && io::stdout().is_terminal() { Format::Table } else { Format::Json };
    (args.format.unwrap_or(default), Screen::detect(color, to_stdout))
}
