use std::{
    fmt::Display,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tiyao_client::{Client, IssueEvent, v1};

use super::{explain, view};
use crate::{
    args::{ColorArg, Format, IssueArgs},
    failure::Failure,
    input,
    output::Output,
    render::{csv, jats, json, markdown, table},
};

/// Shows an issue's articles.
pub(super) async fn run(client: &Client, args: &IssueArgs, color: ColorArg) -> Result<(), Failure> {
    let (format, screen) = view(&args.output, &args.input.file, color)?;
    if args.explain {
        return explain::run(client, args, format, screen).await;
    }
    let path = args.output.output.as_deref();
    let directory = jats_directory(args, format)?;
    let request = v1::AnalyzeIssueRequest {
        content: Some(input::content(&args.input).await?),
        offset_unit: args.input.offsets.unit().into(),
        id: String::new(),
        keywords: Some(args.keywords.options()),
        summary: Some(args.summary.options()),
        digest: args.digest.options(),
    };
    if format == Format::Ndjson {
        return stream(client, request, args).await;
    }
    let name = input::name(&args.input.file);
    let issue = client.analyze_whole_issue(request).await;
    let mut issue = issue.map_err(|error| Failure::call(&name, &error))?;
    if let Some(number) = args.article {
        keep_only(&mut issue, number)?;
    }
    if let Some(directory) = directory {
        return write_documents(&directory, &issue);
    }
    let mut output = Output::open(path)?;
    output.write_with(|out| match format {
        Format::Table => table::issue(out, &issue, screen),
        Format::Json | Format::Ndjson => json::pretty(out, &issue),
        Format::Markdown => markdown::issue(out, &issue),
        Format::Csv => csv::issue(out, &issue, args.output.csv_bom),
        Format::Jats => {
            issue.articles.iter().try_for_each(|article| document(out, &issue, article))
        }
    })?;
    output.finish()
}

/// Each event in a line as it comes.
async fn stream(
    client: &Client,
    request: v1::AnalyzeIssueRequest,
    args: &IssueArgs,
) -> Result<(), Failure> {
    let name = input::name(&args.input.file);
    let mut output = Output::open(args.output.output.as_deref())?;
    let mut events =
        client.analyze_issue(request).await.map_err(|error| Failure::call(&name, &error))?;
    let mut count = 0;
    while let Some(event) = events.next().await {
        let event = event.map_err(|error| Failure::call(&name, &error))?;
        if let IssueEvent::Totals(totals) = &event {
            count = totals.article_count;
        }
        if is_wanted(&event, args.article) {
            let response = v1::AnalyzeIssueResponse { event: Some(event) };
            output.write_with(|out| json::line(out, &response))?;
            output.flush()?;
        }
    }
    if let Some(number) = args.article.filter(|number| *number > count) {
        return Err(no_article(number, count));
    }
    output.finish()
}

fn is_wanted(event: &IssueEvent, number: Option<u32>) -> bool {
    match (event, number) {
        (IssueEvent::Article(article), Some(number)) => article.index + 1 == number,
        _ => true,
    }
}

pub(super) fn keep_only(issue: &mut v1::Issue, number: u32) -> Result<(), Failure> {
    let position = find(issue, number)?;
    issue.articles = vec![issue.articles.swap_remove(position)];
    Ok(())
}

fn find(issue: &v1::Issue, number: u32) -> Result<usize, Failure> {
    let position = issue.articles.iter().position(|article| article.index + 1 == number);
    position.ok_or_else(|| no_article(number, issue.articles.len()))
}

fn no_article(number: u32, count: impl Display) -> Failure {
    Failure::Message(format!("--article {number}: the issue has {count} articles"))
}

/// Where the documents of a whole issue go. A JATS document is one article, and production systems
/// take a directory of them.
fn jats_directory(args: &IssueArgs, format: Format) -> Result<Option<PathBuf>, Failure> {
    if format != Format::Jats || args.article.is_some() {
        return Ok(None);
    }
    match args.output.output.as_deref().filter(|path| !input::is_standard(path)) {
        Some(directory) => Ok(Some(directory.to_owned())),
        None => Err(Failure::Usage(
            "a JATS document is one article: give --output DIRECTORY for all, or --article N"
                .to_owned(),
        )),
    }
}

fn document(out: &mut dyn Write, issue: &v1::Issue, article: &v1::Article) -> io::Result<()> {
    jats::article(out, issue.masthead.as_ref(), article, issue.digest.as_ref())
}

/// `article-001.xml` and so on; other files in the directory stay as they are. A document with the
/// next number must be of another issue, and is not mixed with this one's.
fn write_documents(directory: &Path, issue: &v1::Issue) -> Result<(), Failure> {
    fs::create_dir_all(directory).map_err(|error| Failure::io(directory.display(), &error))?;
    let path_of = |number| directory.join(format!("article-{number:03}.xml"));
    let beyond = path_of(issue.articles.iter().map(|article| article.index + 2).max().unwrap_or(1));
    if beyond.exists() {
        let message = format!("{}: is of another issue; empty the directory", beyond.display());
        return Err(Failure::Message(message));
    }
    for article in &issue.articles {
        let path = path_of(article.index + 1);
        let mut output = Output::open(Some(&path))?;
        output.write_with(|out| document(out, issue, article))?;
        output.finish()?;
    }
    Ok(())
}
