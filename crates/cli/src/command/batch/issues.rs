use std::{collections::VecDeque, io, time::Duration};

use tiyao_client::{Client, Error, ErrorKind, v1};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    sink::{Place, RecordError, Sink},
    text,
};
use crate::{
    args::BatchIssuesArgs,
    command::records::{Line, Records},
    failure::{Failure, in_one_line},
    input,
};

/// However many threads a server has, issues are large.
const MAX_AT_A_TIME: u32 = 16;
/// How often an issue is offered to a server that has too much to do.
const MAX_OFFERS: u32 = 8;
/// The longest wait between two offers.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// An issue on its way.
struct Pending {
    place: Place,
    analysis: Analysis,
}

enum Analysis {
    Refused(String),
    Running(JoinHandle<Result<v1::Issue, Error>>),
}

/// Analyses as many issues at a time as the server has threads, and one more, so that a thread that
/// ends finds the next one waiting.
pub(super) async fn run(
    client: &Client,
    args: &BatchIssuesArgs,
    records: Records,
    mut sink: Sink,
    server_threads: u32,
) -> Result<u64, Failure> {
    let at_a_time = usize::try_from(server_threads.clamp(1, MAX_AT_A_TIME)).unwrap_or(1);
    let mut lines = read(records);
    let mut running = VecDeque::with_capacity(at_a_time);
    while let Some(line) = lines.recv().await {
        let line = line.map_err(|error| Failure::io(input::name(&args.batch.file), &error))?;
        running.push_back(start(client, args, line));
        if running.len() > at_a_time
            && let Some(first) = running.pop_front()
        {
            finish(first, &mut sink, args).await?;
        }
    }
    while let Some(first) = running.pop_front() {
        finish(first, &mut sink, args).await?;
    }
    sink.finish()
}

/// Reads on a thread that no runtime waits for: it may be reading a terminal when the command ends.
fn read(records: Records) -> mpsc::Receiver<io::Result<Line>> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in records {
            let is_last = line.is_err();
            if sender.blocking_send(line).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

fn start(client: &Client, args: &BatchIssuesArgs, line: Line) -> Pending {
    let place = Place { number: line.number, id: line.id, end_bytes: line.end_bytes };
    let record = match line.record {
        Ok(record) => record,
        Err(message) => return Pending { place, analysis: Analysis::Refused(message) },
    };
    let request = v1::AnalyzeIssueRequest {
        content: Some(text(record.text)),
        offset_unit: args.batch.offsets.unit().into(),
        id: place.id.clone(),
        keywords: Some(args.batch.keywords.options()),
        summary: Some(args.batch.summary.options()),
        digest: args.digest.options(),
    };
    let client = client.clone();
    let analysis = Analysis::Running(tokio::spawn(offer(client, request)));
    Pending { place, analysis }
}

/// Offers an issue again while the server says that it has too much to do now.
async fn offer(client: Client, request: v1::AnalyzeIssueRequest) -> Result<v1::Issue, Error> {
    for _ in 1..MAX_OFFERS {
        match client.analyze_whole_issue(request.clone()).await {
            Err(error) if let Some(wait) = error.retry_after() => {
                tokio::time::sleep(wait.min(MAX_WAIT)).await;
            }
            outcome => return outcome,
        }
    }
    client.analyze_whole_issue(request).await
}

async fn finish(pending: Pending, sink: &mut Sink, args: &BatchIssuesArgs) -> Result<(), Failure> {
    let Pending { place, analysis } = pending;
    let running = match analysis {
        Analysis::Refused(message) => return sink.error(&place, &message.into()),
        Analysis::Running(running) => running,
    };
    let at = || format!("{}:{}", input::name(&args.batch.file), place.number);
    let outcome = running.await.map_err(|error| Failure::Message(format!("{}: {error}", at())))?;
    match outcome {
        Ok(issue) => sink.result(&place, &issue),
        Err(error) if is_about_the_record(error.kind()) => sink.error(&place, &(&error).into()),
        Err(error) => Err(Failure::call(at(), &error)),
    }
}

/// Whether other records may fare better.
fn is_about_the_record(kind: ErrorKind) -> bool {
    !matches!(kind, ErrorKind::Unavailable | ErrorKind::Cancelled | ErrorKind::Unimplemented)
}

impl From<&Error> for RecordError {
    fn from(error: &Error) -> Self {
        in_one_line(error).into()
    }
}
