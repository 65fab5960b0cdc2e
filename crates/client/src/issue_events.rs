use tiyao_api::v1::{self, analyze_issue_response::Event};
use tokio::time::sleep;
use tonic::Streaming;

use crate::{Client, Error, ErrorKind, Responses, deadline::Deadline, host::Place};

/// An issue's analysis under way.
struct Analysis {
    client: Client,
    request: v1::AnalyzeIssueRequest,
    deadline: Option<Deadline>,
    answer: (Streaming<v1::AnalyzeIssueResponse>, Place),
    received: Received,
}

/// What came so far.
#[derive(Default)]
struct Received {
    events: usize,
    articles: u32,
    provenance: Option<v1::Provenance>,
    is_whole: bool,
}

impl Received {
    fn count(&mut self, event: &Event) -> Result<(), Error> {
        self.events += 1;
        match event {
            Event::Header(header) => self.provenance.clone_from(&header.provenance),
            Event::Article(_) => self.articles += 1,
            Event::Totals(totals) if totals.article_count == self.articles => self.is_whole = true,
            Event::Totals(totals) => {
                let (received, announced) = (self.articles, totals.article_count);
                let message = format!("{received} articles came, {announced} were announced");
                return Err(Error::new(ErrorKind::Internal, message));
            }
        }
        Ok(())
    }
}

/// The events of an issue: its header, its articles, its totals, and nothing less. When a host goes away
/// half way, another is asked, and what it says again is passed over: hosts of the same versions give
/// the same answer.
pub(crate) async fn analyze(
    client: Client,
    request: v1::AnalyzeIssueRequest,
    deadline: Option<Deadline>,
) -> Result<Responses<Event>, Error> {
    let answer = client.issue_stream(&request, deadline).await?;
    let analysis = Analysis { client, request, deadline, answer, received: Received::default() };
    Ok(Responses::of(analysis, next))
}

async fn next(mut analysis: Analysis) -> Result<Option<(Event, Analysis)>, Error> {
    if analysis.received.is_whole {
        return Ok(None);
    }
    let deadline = analysis.deadline;
    let next = analysis.next();
    let event = match deadline {
        Some(deadline) => deadline.bound(next).await?,
        None => next.await?,
    };
    analysis.received.count(&event)?;
    Ok(Some((event, analysis)))
}

impl Analysis {
    async fn next(&mut self) -> Result<Event, Error> {
        let mut number = 1;
        loop {
            let error = match self.hear().await {
                Ok(event) => return Ok(event),
                Err(error) => error,
            };
            let tried = std::slice::from_ref(self.answer.1.host());
            let again = self.client.caller().again(&error, number, self.deadline, tried);
            let Some(wait) = again else {
                return Err(error);
            };
            sleep(wait).await;
            number += 1;
            self.begin_anew(&error).await?;
        }
    }

    async fn hear(&mut self) -> Result<Event, Error> {
        let (stream, place) = &mut self.answer;
        let heard = match stream.message().await {
            Ok(Some(v1::AnalyzeIssueResponse { event: Some(event) })) => Ok(event),
            // An event that this client does not know.
            Ok(Some(_)) => Err(Error::new(ErrorKind::Internal, "the server sent an empty event")),
            Ok(None) => Err(Error::unavailable("the server's answer ended early")),
            Err(status) => Err(Error::of(&status)),
        };
        if let Err(error) = &heard {
            self.client.caller().pool.tell(place, Some(error));
        }
        heard
    }

    /// Asks again, and passes over what came already. A host whose versions are others would go on with
    /// another answer: then `broken` is what there is to tell.
    async fn begin_anew(&mut self, broken: &Error) -> Result<(), Error> {
        self.answer = self.client.issue_stream(&self.request, self.deadline).await?;
        for index in 0..self.received.events {
            let event = match self.hear().await {
                Ok(event) => event,
                // The next turn of the loop will find the same.
                Err(error) if error.is_transient() => return Ok(()),
                Err(error) => return Err(error),
            };
            let is_same = match (index, event) {
                (0, Event::Header(header)) => header.provenance == self.received.provenance,
                (0, _) => false,
                _ => true,
            };
            if !is_same {
                return Err(broken.clone());
            }
        }
        Ok(())
    }
}

/// The issue that `events` are of.
pub(crate) async fn collect(mut events: Responses<Event>) -> Result<v1::Issue, Error> {
    let mut issue = v1::Issue::default();
    while let Some(event) = events.next().await {
        match event? {
            Event::Header(header) => {
                issue.id = header.id;
                issue.masthead = header.masthead;
                issue.contents = header.contents;
                issue.captions = header.captions;
                issue.encoding = header.encoding;
                issue.media_type = header.media_type;
                issue.extracted_text = header.extracted_text;
                issue.provenance = header.provenance;
            }
            Event::Article(article) => issue.articles.push(article),
            Event::Totals(totals) => {
                issue.diagnostics = totals.diagnostics;
                issue.digest = totals.digest;
            }
        }
    }
    Ok(issue)
}
