use std::fmt::Display;

use tiyao_client::{Client, IssueEvent, v1};

use super::{documents, explain, view};
use crate::{
    args::{ColorArg, Format, IssueArgs},
    failure::Failure,
    input,
    output::Output,
    render::{json, table},
};

/// Shows an issue's articles.
pub(super) async fn run(client: &Client, args: &IssueArgs, color: ColorArg) -> Result<(), Failure> {
    let (format, screen) = view(&args.output, &args.input.file, color)?;
    if args.explain {
        return explain::run(client, args, format, screen).await;
    }
    let path = args.output.output.as_deref();
    let directory = documents::directory(path, format, args.article.is_some())?;
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
        return documents::write(&directory, format, &issue, args.output.csv_bom);
    }
    let mut output = Output::open(path)?;
    output.write_with(|out| match (format, issue.articles.as_slice()) {
        (Format::Table, _) => table::issue(out, &issue, screen),
        (Format::Json | Format::Ndjson, _) => json::pretty(out, &issue),
        (_, [article]) if args.article.is_some() => {
            documents::article(out, format, &issue, article, args.output.csv_bom)
        }
        _ => documents::issue(out, format, &issue, args.output.csv_bom),
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
