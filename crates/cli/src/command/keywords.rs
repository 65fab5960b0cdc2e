use tiyao_client::{Client, v1};

use super::view;
use crate::{
    args::{ColorArg, Format, KeywordsArgs},
    failure::Failure,
    input,
    output::Output,
    render::{csv, jats, json, markdown, table},
};

/// Shows an article's keywords.
pub(super) async fn run(
    client: &Client,
    args: KeywordsArgs,
    color: ColorArg,
) -> Result<(), Failure> {
    let (format, screen) = view(&args.output, &args.input.file, color)?;
    let title = args.title.unwrap_or_default();
    let request = v1::ExtractKeywordsRequest {
        article: Some(v1::ArticleInput {
            title: title.clone(),
            content: Some(input::content(&args.input).await?),
            ..Default::default()
        }),
        keywords: Some(args.keywords.options()),
        offset_unit: args.input.offsets.unit().into(),
    };
    let response = client
        .extract_keywords(request)
        .await
        .map_err(|error| Failure::call(input::name(&args.input.file), &error))?;
    // What a document of the article holds.
    let article = || v1::Article {
        title,
        keywords: response.keywords.clone(),
        language: response.language,
        ..Default::default()
    };
    let mut output = Output::open(args.output.output.as_deref())?;
    output.write_with(|out| match format {
        Format::Table => table::keywords(out, &response, screen),
        Format::Json => json::pretty(out, &response),
        Format::Ndjson => json::line(out, &response),
        Format::Markdown => markdown::article(out, &article()),
        Format::Csv => csv::keywords(out, &response.keywords, args.output.csv_bom),
        Format::Jats => jats::article(out, None, &article()),
    })?;
    output.finish()
}
