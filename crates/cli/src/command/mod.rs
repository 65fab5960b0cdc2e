//! One command per file.

mod batch;
mod check;
mod completions;
#[cfg(feature = "embedded")]
pub(crate) mod corpus;
mod documents;
mod explain;
mod info;
mod issue;
mod keywords;
mod records;
#[cfg(feature = "embedded")]
mod serve;
mod summarize;
#[cfg(feature = "embedded")]
mod token;
mod watch;

use std::{
    io::{self, IsTerminal as _, Write},
    path::Path,
    process::ExitCode,
};

use serde::Serialize;
use tiyao_client::{Client, v1};

#[cfg(feature = "embedded")]
use crate::args::TokenCommand;
use crate::{
    args::{ArticleArgs, Cli, ColorArg, Command, Format, OutputArgs, Question},
    connection,
    failure::Failure,
    input::{self, is_standard},
    output::{Output, check_apart},
    render::json,
    screen::Screen,
};

/// The exit code when records failed and the rest went through.
const SOME_FAILED: u8 = 3;

/// Runs the command until it ends or is interrupted.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { connection, color, command } = cli;
    let question = match command {
        Command::Ask(question) => question,
        #[cfg(feature = "embedded")]
        Command::Serve(args) => return serve::run(args, &connection).await,
        #[cfg(feature = "embedded")]
        Command::Token(TokenCommand::New(args)) => return token::new(&args),
        #[cfg(feature = "embedded")]
        Command::Corpus(command) => return corpus::run(command, color).await,
        Command::Check(args) => return check::run(&args),
        Command::Completions { shell } => return completions::run(shell),
    };
    let client = connection::connect(&connection, &question)?;
    // Watching hears signals itself: it is meant to be ended by them.
    let is_interrupted = !matches!(*question, Question::Watch(_));
    tokio::select! {
        outcome = ask(&client, *question, color) => outcome,
        // Dropping the command removes what it had not finished writing.
        _ = tokio::signal::ctrl_c(), if is_interrupted => Err(Failure::Interrupted),
    }
}

async fn ask(client: &Client, question: Question, color: ColorArg) -> Result<ExitCode, Failure> {
    match question {
        Question::Issue(args) => issue::run(client, &args, color).await?,
        Question::Keywords(args) => keywords::run(client, args, color).await?,
        Question::Summarize(args) => summarize::run(client, args, color).await?,
        Question::Batch(command) => return batch::run(client, command).await,
        Question::Watch(args) => return watch::run(client, &args).await,
        Question::Info(args) => info::run(client, &args, color).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One article in a file.
async fn article(args: &ArticleArgs) -> Result<v1::ArticleInput, Failure> {
    let content = Some(input::content(&args.input).await?);
    let title = args.title.clone().unwrap_or_default();
    let language = args.language.map_or(v1::Language::Unspecified, Into::into).into();
    Ok(v1::ArticleInput { title, content, language, ..Default::default() })
}

/// An answer on one article in the forms that it can be shown in.
trait Answer: Serialize {
    fn table(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()>;
    /// A table of what each feature adds.
    fn explained(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()>;
    fn csv(&self, out: &mut dyn Write, mark: bool) -> io::Result<()>;
    /// What a document of the article holds.
    fn article(&self, title: &str) -> v1::Article;
}

/// Writes an answer on an article. What explains itself is a table wherever it goes, unless another format is
/// asked for.
fn show(
    answer: &impl Answer,
    article: &ArticleArgs,
    args: &OutputArgs,
    explain: bool,
    (format, screen): (Format, Screen),
) -> Result<(), Failure> {
    let title = article.title.as_deref().unwrap_or_default();
    let format = if explain { args.format.unwrap_or(Format::Table) } else { format };
    let mut output = Output::open(args.output.as_deref())?;
    output.write_with(|out| match format {
        Format::Table if explain => answer.explained(out, screen),
        Format::Table => answer.table(out, screen),
        Format::Json => json::pretty(out, answer),
        Format::Ndjson => json::line(out, answer),
        Format::Csv => answer.csv(out, args.csv_bom),
        _ => {
            let alone = v1::Issue::default();
            documents::article(out, format, &alone, &answer.article(title), args.csv_bom)
        }
    })?;
    output.finish()
}

/// The format that was asked for, or the one that fits where the output goes; and the screen.
/// Refuses an output that would take the place of `input`.
fn view(args: &OutputArgs, input: &Path, color: ColorArg) -> Result<(Format, Screen), Failure> {
    check_apart(input, args.output.as_deref())?;
    let to_stdout = args.output.as_deref().is_none_or(is_standard);
    let default =
        if to_stdout && io::stdout().is_terminal() { Format::Table } else { Format::Json };
    let format = args.format.unwrap_or(default);
    let is_binary = matches!(format, Format::Xlsx | Format::Docx);
    if is_binary && to_stdout && io::stdout().is_terminal() {
        return Err(Failure::Usage("this format is not for a terminal: give --output".to_owned()));
    }
    Ok((format, Screen::detect(color, to_stdout)))
}
