//! The command line. Doc comments of arguments are the help that a person reads.

#[cfg(feature = "embedded")]
mod corpus;
mod options;

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

#[cfg(feature = "embedded")]
pub(crate) use corpus::{
    BuildArgs, CorpusCommand, Label, MergeArgs, SnapshotArgs, StatsArgs, TopArgs,
};
pub(crate) use options::{
    ArticleArgs, DigestArgs, Format, InputArgs, KeywordArgs, LanguageArg, OutputArgs, SummaryArgs,
};
#[cfg(feature = "embedded")]
pub(crate) use options::{CorpusArgs, CorpusFile};

/// Keywords and summaries of a Chinese periodical's articles.
#[derive(Parser)]
#[command(name = "tiyao", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 all is well, 1 the command failed, 2 the command line is \
                        wrong, 3 some records of a batch failed.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
    /// Whether a table has colours; `auto`: on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorArg,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The command's flags, and those of the connection beside them.
const CONNECTION: &str = "Connection";

const SERVER_HELP: &str = if cfg!(feature = "embedded") {
    "The server to ask, as http://127.0.0.1:50151 or https://tiyao.example:443; several, or separated \
     by commas: whichever serves; without it the command serves itself"
} else {
    "The server to ask, as http://127.0.0.1:50151 or https://tiyao.example:443; several, or separated \
     by commas: whichever serves"
};

/// Which server is asked, how it is known and how this side is, and how long it may take.
#[derive(Args)]
#[command(next_help_heading = CONNECTION)]
pub(crate) struct ConnectionArgs {
    #[arg(
        long = "server",
        global = true,
        value_name = "URL",
        env = "TIYAO_SERVER",
        value_delimiter = ',',
        help = SERVER_HELP
    )]
    pub(crate) servers: Vec<String>,
    /// The authority that signed the server's certificate, in PEM; default: those that the system
    /// trusts.
    #[cfg(feature = "tls")]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) tls_ca: Option<PathBuf>,
    /// A certificate to show to a server that asks for one, in PEM; with --tls-key.
    #[cfg(feature = "tls")]
    #[arg(long, global = true, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The private key of that certificate, in PEM.
    #[cfg(feature = "tls")]
    #[arg(long, global = true, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The name that the server's certificate is for, where it is not the URL's.
    #[cfg(feature = "tls")]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) tls_name: Option<String>,
    /// A file with the token to show to a server that asks for one; or the variable `TIYAO_TOKEN`
    /// holds it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// Also send the token in the clear, over a network that is trusted or encrypts by itself.
    #[arg(long, global = true)]
    pub(crate) token_in_clear: bool,
    /// How long a call may take; a batch of articles is one call. Default: 60 for a single
    /// article, no limit for an issue and a batch.
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
}

impl ConnectionArgs {
    /// The flags that say something of a server that is asked, as far as they are given; all but
    /// `--server` and `--timeout`.
    pub(crate) fn flags(&self) -> Vec<&'static str> {
        let given = [
            ("--token-file", self.token_file.is_some()),
            ("--token-in-clear", self.token_in_clear),
            #[cfg(feature = "tls")]
            ("--tls-ca", self.tls_ca.is_some()),
            #[cfg(feature = "tls")]
            ("--tls-cert", self.tls_cert.is_some()),
            #[cfg(feature = "tls")]
            ("--tls-name", self.tls_name.is_some()),
        ];
        given.into_iter().filter_map(|(flag, is_given)| is_given.then_some(flag)).collect()
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Ask(Box<Question>),
    /// Check keywords and abstracts that stand with articles against the rules of a house.
    Check(CheckArgs),
    /// Serve until interrupted.
    #[cfg(feature = "embedded")]
    Serve(ServeArgs),
    /// Count texts, and look at what was counted.
    #[cfg(feature = "embedded")]
    #[command(subcommand)]
    Corpus(CorpusCommand),
    /// Tokens, which callers show to a server that asks for them.
    #[cfg(feature = "embedded")]
    #[command(subcommand)]
    Token(TokenCommand),
    /// A completion script for a shell, on standard output.
    Completions {
        /// The shell to complete in.
        shell: Shell,
    },
}

/// What is asked of a server.
#[derive(Subcommand)]
pub(crate) enum Question {
    /// Split an issue into its articles, with keywords and a summary for each.
    Issue(IssueArgs),
    /// The keywords of one article.
    Keywords(KeywordsArgs),
    /// The summary of one article.
    Summarize(SummarizeArgs),
    /// Analyse an archive: JSON Lines in, JSON Lines out, in the same order.
    #[command(subcommand)]
    Batch(BatchCommand),
    /// Analyse the issues that are dropped into a folder, each once.
    Watch(WatchArgs),
    /// Versions and limits of the server.
    Info(InfoArgs),
}

#[cfg(feature = "embedded")]
impl Question {
    /// The corpora to answer with.
    pub(crate) fn corpora(&self) -> &CorpusArgs {
        match self {
            Self::Issue(args) => &args.corpora,
            Self::Keywords(args) => &args.corpora,
            Self::Summarize(args) => &args.corpora,
            Self::Batch(command) => &command.args().corpora,
            Self::Watch(args) => &args.corpora,
            Self::Info(args) => &args.corpora,
        }
    }
}

#[derive(Args)]
pub(crate) struct IssueArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) keywords: KeywordArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
    #[command(flatten)]
    pub(crate) digest: DigestArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Show only this article; the first is 1.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) article: Option<u32>,
    /// Show how each row was read and why, with no keywords and no summaries; as table, json or
    /// ndjson.
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Args)]
pub(crate) struct KeywordsArgs {
    #[command(flatten)]
    pub(crate) article: ArticleArgs,
    /// Tell what each feature of each keyword adds to its score; default format: table.
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) keywords: KeywordArgs,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Args)]
pub(crate) struct SummarizeArgs {
    #[command(flatten)]
    pub(crate) article: ArticleArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Tell what each feature of each sentence is, weighs and adds to its score, why it was chosen, and
    /// which heavier ones were passed over; default format: table.
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Subcommand)]
pub(crate) enum BatchCommand {
    /// Keywords and a summary for each article: {"id", "title", "text"} a line.
    Articles(BatchArgs),
    /// The articles of each issue, analysed: {"id", "text"} a line.
    Issues(BatchIssuesArgs),
}

const BATCH_HELP: &str = "\
A record that cannot be analysed becomes {\"id\", \"error\": {\"line\", \"message\"}} in the output and a \
line on standard error; the others go on, and the exit code is 3. A record without \"id\" is called \
by the number of its line. Blank lines are passed over.";

impl BatchCommand {
    /// What both have in common.
    pub(crate) fn args(&self) -> &BatchArgs {
        match self {
            Self::Articles(args) => args,
            Self::Issues(args) => &args.batch,
        }
    }
}

#[derive(Args)]
pub(crate) struct BatchIssuesArgs {
    #[command(flatten)]
    pub(crate) batch: BatchArgs,
    #[command(flatten)]
    pub(crate) digest: DigestArgs,
}

#[derive(Args)]
#[command(after_help = BATCH_HELP)]
pub(crate) struct BatchArgs {
    /// JSON Lines in UTF-8, one record a line; `-`: standard input.
    #[arg(value_name = "IN.jsonl")]
    pub(crate) file: PathBuf,
    /// Where the results go; it appears when all is done. Without it, or as `-`: standard output.
    #[arg(short, long, value_name = "OUT.jsonl")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) offsets: options::OffsetArgs,
    #[command(flatten)]
    pub(crate) keywords: KeywordArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
}

#[cfg(feature = "embedded")]
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// A file of settings, in TOML; variables of the environment and flags go over it.
    #[arg(long, value_name = "FILE", env = "TIYAO_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Any setting, as `drain.limit=60s`; `--print-config` shows them all.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) pairs: Vec<String>,
    /// Say what is wrong with the settings and what they name, and end.
    #[arg(long)]
    pub(crate) check_config: bool,
    /// Print all settings as they are in force, secrets masked, and end.
    #[arg(long, conflicts_with = "check_config")]
    pub(crate) print_config: bool,
    /// Where to listen; with port 0 the system chooses, and the log says which. Default:
    /// 127.0.0.1:50151.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// Threads that analyse; default: one for each processor.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<String>,
    /// Serve gRPC alone: no JSON over HTTP, no gRPC-Web.
    #[arg(long, help_heading = "HTTP")]
    pub(crate) grpc_only: bool,
    /// Origins whose pages may call from a browser, separated by commas; *: any; default: none.
    #[arg(long, value_name = "ORIGINS", conflicts_with = "grpc_only", help_heading = "HTTP")]
    pub(crate) allow_origins: Option<String>,
    /// A folder of snapshots (*.tiyaodf), each laid over the background as --corpus does. It is looked
    /// at every two seconds: a file that is new or changed serves the calls that begin afterwards,
    /// one that is damaged is logged and changes nothing. A name that ends in @WEIGHT before the
    /// extension gives the weight.
    #[arg(long, value_name = "DIR", help_heading = "Corpora")]
    pub(crate) corpora: Option<String>,
    /// A snapshot laid over the background; it counts for WEIGHT, and without one for 1, as the
    /// background does. Can be given several times.
    #[arg(long = "corpus", value_name = "FILE[@WEIGHT]", help_heading = "Corpora")]
    pub(crate) files: Vec<String>,
}

#[cfg(feature = "embedded")]
#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make one: its entry for the server's file on standard output, the token itself, which only its
    /// caller keeps, on standard error.
    New(TokenArgs),
}

#[cfg(feature = "embedded")]
#[derive(Args)]
pub(crate) struct TokenArgs {
    /// Whose it is, for the log.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// What it may do.
    #[arg(long, value_name = "ROLE", default_value = "analyze", value_parser = ["analyze", "manage", "admin"])]
    pub(crate) role: String,
    /// Calls a minute that it may make; default: any number.
    #[arg(long, value_name = "N")]
    pub(crate) calls_per_minute: Option<u32>,
    /// Bytes a minute that it may send; default: any number.
    #[arg(long, value_name = "N")]
    pub(crate) bytes_per_minute: Option<u32>,
}

const WATCH_HELP: &str = "\
A file is analysed when it has not changed for a while; what is hidden or ends in .tmp, .part or ~, and what \
lies in subfolders, is passed over. A result appears when it is whole: FILE.json, or what the format is called. \
The output folder's .tiyao-watch.jsonl tells which files are done, by name and content, also after a restart; \
without it all are done again. A file that cannot be analysed is told once; while a server is away it is asked \
again. Progress is on standard error; interrupted or terminated, the command ends with 0.";

#[derive(Args)]
#[command(after_help = WATCH_HELP)]
pub(crate) struct WatchArgs {
    /// The folder to watch.
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// The folder that results go into.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// What is written; default: json.
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// Write a directory for each issue, with a file for each article; jats and front-matter always do.
    #[arg(long)]
    pub(crate) articles: bool,
    /// End when everything that lies there is done; the exit code is 3 when some files failed.
    #[arg(long)]
    pub(crate) once: bool,
    /// How long a file must not have changed.
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub(crate) quiet: Duration,
    #[command(flatten)]
    pub(crate) keywords: KeywordArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
    #[command(flatten)]
    pub(crate) digest: DigestArgs,
}

const CHECK_HELP: &str = "\
The rules are those of the tiyao-rules.toml that lies nearest above a file; without one there are 3 to 8 \
keywords of 2 to 20 characters that stand in the text, and an abstract of at most 150. The exit code is 1 when a \
rule is broken.";

#[derive(Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct CheckArgs {
    /// Markdown with YAML front matter; `.json`: an issue or an article as tiyao writes it.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The rules for all files, in TOML.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Default: table on a terminal, json elsewhere.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<InfoFormat>,
}

#[derive(Args)]
pub(crate) struct InfoArgs {
    /// Default: table on a terminal, json elsewhere.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<InfoFormat>,
    #[cfg(feature = "embedded")]
    #[command(flatten)]
    pub(crate) corpora: CorpusArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InfoFormat {
    Table,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    let timeout = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if timeout.is_zero() {
        return Err("must be above 0".to_owned());
    }
    Ok(timeout)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
