//! The arguments of `tiyao corpus`.

use std::{num::NonZeroUsize, path::PathBuf, str::FromStr};

use clap::{Args, Subcommand};

use super::InfoFormat;

#[derive(Subcommand)]
pub(crate) enum CorpusCommand {
    /// Count in how many texts each word and phrase stands: {"title", "text"} a line.
    Build(BuildArgs),
    /// Put snapshots of different texts together.
    Merge(MergeArgs),
    /// What a snapshot holds, and where it comes from.
    Stats(StatsArgs),
    /// The terms that stand in the most documents.
    Top(TopArgs),
}

const BUILD_HELP: &str = "\
A line that is no record is told on standard error and left out; the others are counted, and the \
exit code is 3. Equal texts and options give an equal file, however many threads count. Memory is \
that of the words' tables, --memory for the counts and the file that is made; counts that need \
more are set aside beside the output.";

#[derive(Args)]
#[command(after_help = BUILD_HELP)]
pub(crate) struct BuildArgs {
    /// JSON Lines in UTF-8, one record a line; `-`: standard input.
    #[arg(value_name = "IN.jsonl", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: SnapshotArgs,
    /// Threads that count; default: one for each processor.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// About how much memory the counts may take, in MiB.
    #[arg(long, value_name = "MIB", default_value = "1024")]
    pub(crate) memory: NonZeroUsize,
}

#[derive(Args)]
pub(crate) struct MergeArgs {
    /// The snapshots. Texts that several of them counted count several times.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: SnapshotArgs,
}

/// The snapshot that is made.
#[derive(Args)]
pub(crate) struct SnapshotArgs {
    /// Where the snapshot goes; it appears when all is done. `-`: standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// What answers call it; default: the output's name, and version 1.
    #[arg(long, value_name = "NAME/VERSION")]
    pub(crate) label: Option<Label>,
    /// Leave out what stands in fewer documents than this.
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) min_documents: u64,
}

#[derive(Args)]
pub(crate) struct StatsArgs {
    /// The snapshot.
    pub(crate) file: PathBuf,
    /// Default: table on a terminal, json elsewhere.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<InfoFormat>,
}

#[derive(Args)]
pub(crate) struct TopArgs {
    /// The snapshot.
    pub(crate) file: PathBuf,
    /// At most this many terms.
    #[arg(long, value_name = "N", default_value = "20")]
    pub(crate) limit: NonZeroUsize,
    /// Only terms of at least this many characters.
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) min_characters: usize,
    /// Default: table on a terminal, json elsewhere.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<InfoFormat>,
}

/// Name and version of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl FromStr for Label {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, version) = text.rsplit_once('/').ok_or("no `/` between name and version")?;
        if name.is_empty() || version.is_empty() || text.chars().any(char::is_control) {
            return Err("name or version is empty, or has a control character".to_owned());
        }
        Ok(Self { name: name.to_owned(), version: version.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn labels() {
        let label =
            |name: &str, version: &str| Label { name: name.into(), version: version.into() };
        assert_eq!("a/b/2".parse(), Ok(label("a/b", "2")));
        for wrong in ["a", "a/", "/1", "a\n/1"] {
            assert!(wrong.parse::<Label>().is_err(), "{wrong:?}");
        }
    }
}
