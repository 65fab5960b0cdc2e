//! An archive: a record a line in, a result a line out, in the same order. Whatever the archive's
//! size, only as many records are held as are analysed at a time.

mod articles;
mod issues;
mod sink;

use std::process::ExitCode;

use tiyao_client::{Client, v1};

use self::sink::Sink;
use crate::{
    args::{BatchArgs, BatchCommand},
    command::{
        SOME_FAILED,
        records::{MaxBytes, Records},
    },
    failure::Failure,
    output::check_apart,
};

pub(super) async fn run(client: &Client, command: BatchCommand) -> Result<ExitCode, Failure> {
    let args = command.args();
    check_apart(&args.file, args.output.as_deref())?;
    let info = client.server_info().await.map_err(|error| Failure::call("server", &error))?;
    let limits = info
        .limits
        .ok_or_else(|| Failure::Message("server: it does not tell its limits".to_owned()))?;
    check_options(client, args).await?;
    let text_bytes = match &command {
        BatchCommand::Articles(_) => limits.max_article_bytes,
        BatchCommand::Issues(_) => limits.max_issue_bytes,
    };
    let max = MaxBytes { text: text_bytes, title: limits.max_title_bytes, id: limits.max_id_bytes };
    let records = Records::open(&args.file, max)?;
    let sink = Sink::open(args, &records)?;
    let failed_count = match &command {
        BatchCommand::Articles(args) => articles::run(client, args, records, sink).await?,
        BatchCommand::Issues(args) => {
            issues::run(client, args, records, sink, info.analysis_threads).await?
        }
    };
    Ok(if failed_count == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}

/// Options that break a rule stop the command here, with one message instead of one for each
/// record.
async fn check_options(client: &Client, args: &BatchArgs) -> Result<(), Failure> {
    let request = v1::AnalyzeArticleRequest {
        article: Some(v1::ArticleInput { content: Some(text("。")), ..Default::default() }),
        keywords: Some(args.keywords.options()),
        summary: Some(args.summary.options()),
        offset_unit: args.offsets.unit().into(),
    };
    client.analyze_article(request).await.map_err(|error| Failure::call("options", &error))?;
    Ok(())
}

fn text(text: impl Into<String>) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.into())), ..Default::default() }
}
