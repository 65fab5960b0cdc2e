//! What is exported, as one document or as a directory of them.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tiyao_client::v1;
use tiyao_export::file_name;

use crate::{args::Format, failure::Failure, input::is_standard, output::Output, render::json};

/// The directory that a whole issue goes into, if it is to be a file for each article: where the form
/// has one article in a document, and where the output is a directory or called like one.
pub(super) fn directory(
    output: Option<&Path>,
    format: Format,
    is_one_article: bool,
) -> Result<Option<PathBuf>, Failure> {
    let is_single = format.export().is_some_and(tiyao_export::Format::is_single);
    let output = output.filter(|path| !is_standard(path));
    let is_directory = |path: &Path| {
        path.is_dir() || path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
    };
    match output {
        _ if is_one_article => Ok(None),
        Some(path) if is_single => Ok(Some(path.to_owned())),
        None if is_single => Err(Failure::Usage(
            "a document of this format is one article: give --output DIRECTORY for all, or \
             --article N"
                .to_owned(),
        )),
        Some(path) if is_directory(path) => match format {
            Format::Table | Format::Ndjson => Err(Failure::Usage(format!(
                "--output {}: this format goes into a file, not into a directory",
                path.display()
            ))),
            _ => Ok(Some(path.to_owned())),
        },
        _ => Ok(None),
    }
}

/// Writes a whole issue as one document.
pub(super) fn issue(
    out: &mut dyn Write,
    format: Format,
    issue: &v1::Issue,
    mark: bool,
) -> io::Result<()> {
    match format.export() {
        Some(tiyao_export::Format::Csv) => tiyao_export::csv::issue(out, issue, mark),
        Some(export) => tiyao_export::issue(out, export, issue),
        None => json::pretty(out, issue),
    }
}

/// Writes one article of an issue.
pub(super) fn article(
    out: &mut dyn Write,
    format: Format,
    issue: &v1::Issue,
    article: &v1::Article,
    mark: bool,
) -> io::Result<()> {
    match format.export() {
        Some(tiyao_export::Format::Csv) => tiyao_export::csv::article(out, issue, article, mark),
        Some(export) => tiyao_export::article(out, export, issue, article),
        None => json::pretty(out, article),
    }
}

/// Writes `article-001.xml` and so on; other files in the directory stay as they are. A document with
/// the next number must be of another issue, and is not mixed with this one's.
pub(super) fn write(
    directory: &Path,
    format: Format,
    issue: &v1::Issue,
    mark: bool,
) -> Result<(), Failure> {
    fs::create_dir_all(directory).map_err(|error| Failure::io(directory.display(), &error))?;
    let extension = format.export().map_or("json", tiyao_export::Format::extension);
    let path_of = |index| directory.join(file_name(index, extension));
    let beyond = path_of(issue.articles.iter().map(|article| article.index + 1).max().unwrap_or(0));
    if beyond.exists() {
        let message = format!("{}: is of another issue; empty the directory", beyond.display());
        return Err(Failure::Message(message));
    }
    for one in &issue.articles {
        let path = path_of(one.index);
        let mut output = Output::open(Some(&path))?;
        output.write_with(|out| article(out, format, issue, one, mark))?;
        output.finish()?;
    }
    Ok(())
}
