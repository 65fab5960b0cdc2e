use tiyao_client::{Client, v1};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use v1::article_result::Outcome;

use super::{
    sink::{Place, RecordError, Sink},
    text,
};
use crate::{args::BatchArgs, command::records::Records, failure::Failure, input};

/// Records read ahead of the server.
const READ_AHEAD: usize = 16;
/// Records sent whose answers are still to come. More than a server analyses at a time, so that it
/// never waits for this side.
const MAX_UNANSWERED: usize = 256;

/// A record on its way: sent, or refused before.
struct Pending {
    place: Place,
    refused: Option<String>,
}

/// Sends the articles through one stream.
pub(super) async fn run(
    client: &Client,
    args: &BatchArgs,
    records: Records,
    mut sink: Sink,
) -> Result<u64, Failure> {
    let name = input::name(&args.file);
    let template = v1::AnalyzeArticlesRequest {
        article: None,
        keywords: Some(args.keywords.options()),
        summary: Some(args.summary.options()),
        offset_unit: args.offsets.unit().into(),
    };
    let (requests, request_queue) = mpsc::channel(READ_AHEAD);
    let (pending, mut pending_queue) = mpsc::channel(MAX_UNANSWERED);
    // A thread that no runtime waits for: it may be reading a terminal when the command ends.
    std::thread::spawn(move || send(records, &template, &requests, &pending));
    let mut responses = client
        .analyze_articles(ReceiverStream::new(request_queue))
        .await
        .map_err(|error| Failure::call("server", &error))?;
    while let Some(next) = pending_queue.recv().await {
        let Pending { place, refused } = next.map_err(|error| Failure::io(&name, &error))?;
        if let Some(message) = refused {
            sink.error(&place, &message.into())?;
            continue;
        }
        let at = format!("{name}:{}", place.number);
        let response = responses
            .next()
            .await
            .ok_or_else(|| Failure::Message(format!("{at}: the server's answer ended early")))?
            .map_err(|error| Failure::call(&at, &error))?;
        match response.result.and_then(|result| result.outcome) {
            Some(Outcome::Analysis(analysis)) => {
                sink.result(&place, &analysis)?;
            }
            Some(Outcome::Error(error)) => sink.error(&place, &error.into())?,
            None => sink.error(&place, &"the server's answer is empty".to_owned().into())?,
        }
    }
    sink.finish()
}

/// Reads records and sends them until the input or the command ends.
fn send(
    records: Records,
    template: &v1::AnalyzeArticlesRequest,
    requests: &mpsc::Sender<v1::AnalyzeArticlesRequest>,
    pending: &mpsc::Sender<std::io::Result<Pending>>,
) {
    for line in records {
        let entry = match line {
            Err(error) => Err(error),
            Ok(line) => {
                let place = Place { number: line.number, id: line.id, end_bytes: line.end_bytes };
                match line.record {
                    Err(message) => Ok(Pending { place, refused: Some(message) }),
                    Ok(record) => {
                        let article = v1::ArticleInput {
                            id: place.id.clone(),
                            title: record.title,
                            content: Some(text(record.text)),
                            language: record
                                .language
                                .map_or(v1::Language::Unspecified, Into::into)
                                .into(),
                        };
                        let request = v1::AnalyzeArticlesRequest {
                            article: Some(article),
                            ..template.clone()
                        };
                        if requests.blocking_send(request).is_err() {
                            return;
                        }
                        Ok(Pending { place, refused: None })
                    }
                }
            }
        };
        let is_last = entry.is_err();
        if pending.blocking_send(entry).is_err() || is_last {
            return;
        }
    }
}

impl From<v1::ArticleError> for RecordError {
    fn from(error: v1::ArticleError) -> Self {
        Self { message: error.message, field_violations: error.field_violations }
    }
}
