use std::{ops::Range, pin::Pin, sync::Arc};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tiyao_analysis::{IssueTerms, Reading};
use tiyao_api::v1::{self, analyze_issue_response::Event, issue_service_server::IssueService};
use tiyao_issue::Issue;
use tiyao_text::UnitTable;
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::{Request, Response, Status};
use tracing::Instrument as _;

use crate::{
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::Failure,
    pool::Ticket,
    request::{self, IssueRequest, Violations},
    response::Spans,
    shared::Shared,
    source::Source,
};

/// Articles that one job reads or analyses: enough that handing a job over costs little beside it,
/// few enough that other calls get their turn and a dropped call stops soon.
const ARTICLES_PER_JOB: usize = 4;
/// Events that may wait for a slow reader.
const EVENTS_AHEAD: usize = 16;

/// `tiyao.v1.IssueService`.
pub(crate) struct IssueApi {
    pub(crate) shared: Arc<Shared>,
}

#[tonic::async_trait]
impl IssueService for IssueApi {
    async fn split_issue(
        &self,
        request: Request<v1::SplitIssueRequest>,
    ) -> Result<Response<v1::SplitIssueResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let limits = &self.shared.limits;
        let mut violations = Violations::default();
        let (id, content, unit) = (request.id, request.content, request.offset_unit);
        let issue = request::issue(id, content, unit, limits, &mut violations);
        violations.finish().map_err(Status::from)?;
        let ticket = self.shared.pool.admit()?;
        let job_call = call.clone();
        let job = move |engine: &Engine| {
            let split = SplitIssue::split(issue, &job_call)?;
            Ok(v1::SplitIssueResponse { issue: Some(split.whole(engine.provenance())) })
        };
        Ok(Response::new(self.shared.run_one(&call, ticket, job).await?))
    }

    type AnalyzeIssueStream =
        Pin<Box<dyn Stream<Item = Result<v1::AnalyzeIssueResponse, Status>> + Send>>;

    async fn analyze_issue(
        &self,
        request: Request<v1::AnalyzeIssueRequest>,
    ) -> Result<Response<Self::AnalyzeIssueStream>, Status> {
        let call = Call::of(&request);
        let deadline = call.deadline();
        let request = request.into_inner();
        let limits = &self.shared.limits;
        let mut violations = Violations::default();
        let (id, content, unit) = (request.id, request.content, request.offset_unit);
        let issue = request::issue(id, content, unit, limits, &mut violations);
        let wanted = Wanted {
            keywords: Some(request::keyword_options(request.keywords, limits, &mut violations)),
            summary: Some(request::summary_options(request.summary, limits, &mut violations)),
            offset_unit: issue.offset_unit,
            max_occurrences: limits.occurrences,
        };
        violations.finish().map_err(Status::from)?;
        // The issue waits in the queue as one call; its articles take turns with other calls'.
        let ticket = self.shared.pool.admit()?;
        let engine = self.shared.engine();
        let job_call = call.clone();
        let split = move |_: &Engine| SplitIssue::split(issue, &job_call);
        let split = self.shared.run_bulk(&call, &engine, split).await?;
        let (sender, receiver) = mpsc::channel(EVENTS_AHEAD);
        let analysis = IssueAnalysis {
            shared: Arc::clone(&self.shared),
            call,
            engine,
            split: Arc::new(split),
            wanted: Arc::new(wanted),
            events: sender,
            _ticket: ticket,
        };
        tokio::spawn(analysis.run().in_current_span());
        let events = UntilDeadline::new(ReceiverStream::new(receiver), deadline);
        Ok(Response::new(Box::pin(events)))
    }
}

/// An issue on its way out. Ends when its reader has gone, or its time is up.
struct IssueAnalysis {
    shared: Arc<Shared>,
    call: Call,
    engine: Engine,
    split: Arc<SplitIssue>,
    wanted: Arc<Wanted>,
    events: mpsc::Sender<Result<v1::AnalyzeIssueResponse, Status>>,
    // Its place in the queue until it ends.
    _ticket: Ticket,
}

/// The reader of the events has gone.
struct Gone;

impl IssueAnalysis {
    async fn run(self) {
        let all = self.send_all();
        let outcome = match self.call.deadline() {
            // A reader that stalls is not told of its deadline by the stream, which nobody polls.
            Some(deadline) => tokio::time::timeout_at(deadline.into(), all)
                .await
                .unwrap_or(Err(Some(Failure::DeadlineExceeded))),
            None => all.await,
        };
        if let Err(Some(failure)) = outcome {
            // Nobody to tell if the reader has gone too, or has not read what it has.
            self.events.try_send(Err(failure.into())).ok();
        }
    }

    /// Sends every event; fails with `None` when nobody reads them.
    async fn send_all(&self) -> Result<(), Option<Failure>> {
        let split = Arc::clone(&self.split);
        let header = self.job(move |engine| split.header(engine.provenance())).await?;
        self.send(Event::Header(header)).await?;

        let (readings, terms) = self.read().await?;
        let mut articles = stream::iter(self.chunks())
            .map(|range| {
                let (split, wanted) = (Arc::clone(&self.split), Arc::clone(&self.wanted));
                let (readings, terms) = (Arc::clone(&readings), Arc::clone(&terms));
                self.job(move |engine| split.analyze(engine, range, &readings, &terms, &wanted))
            })
            .buffered(self.shared.pool.width());
        while let Some(articles) = articles.try_next().await? {
            for article in articles {
                self.send(Event::Article(article)).await?;
            }
        }

        let split = Arc::clone(&self.split);
        let totals = self.job(move |_| split.totals()).await?;
        self.send(Event::Totals(totals)).await?;
        Ok(())
    }

    /// Reads every article and counts which articles have which terms.
    async fn read(&self) -> Result<(Arc<Vec<Reading>>, Arc<IssueTerms>), Option<Failure>> {
        let chunks: Vec<Vec<Reading>> = stream::iter(self.chunks())
            .map(|range| {
                let split = Arc::clone(&self.split);
                self.job(move |_| split.read(range))
            })
            .buffered(self.shared.pool.width())
            .try_collect()
            .await?;
        let readings = Arc::new(chunks.into_iter().flatten().collect::<Vec<Reading>>());
        let counted = Arc::clone(&readings);
        let terms = self
            .job(move |_| {
                let mut terms = IssueTerms::default();
                counted.iter().for_each(|reading| terms.add(reading));
                terms
            })
            .await?;
        Ok((readings, Arc::new(terms)))
    }

    /// The articles' indexes, a range for each job.
    fn chunks(&self) -> impl Iterator<Item = Range<usize>> + Send + use<> {
        let count = self.split.issue.articles.len();
        (0..count)
            .step_by(ARTICLES_PER_JOB)
            .map(move |first| first..count.min(first + ARTICLES_PER_JOB))
    }

    async fn job<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, Option<Failure>> {
        tokio::select! {
            () = self.events.closed() => Err(None),
            result = self.shared.run_bulk(&self.call, &self.engine, move |engine| Ok(job(engine))) => {
                result.map_err(Some)
            }
        }
    }

    async fn send(&self, event: Event) -> Result<(), Gone> {
        let event = v1::AnalyzeIssueResponse { event: Some(event) };
        self.events.send(Ok(event)).await.map_err(|_closed| Gone)
    }
}

impl From<Gone> for Option<Failure> {
    fn from(_: Gone) -> Self {
        None
    }
}

/// An issue taken apart, with the text that its spans count in.
struct SplitIssue {
    id: String,
    source: Source,
    units: UnitTable,
    issue: Issue,
}

impl SplitIssue {
    fn split(request: IssueRequest, call: &Call) -> Result<Self, Failure> {
        let source = Source::decode(request.content, request.encoding, "content")?;
        call.check()?;
        let issue = tiyao_issue::split(source.text());
        call.check()?;
        let units = source.units(request.offset_unit);
        Ok(Self { id: request.id, source, units, issue })
    }

    fn spans(&self) -> Spans<'_> {
        Spans { body: self.source.index(&self.units), title: None }
    }

    /// The whole issue, without keywords and summaries.
    fn whole(&self, provenance: v1::Provenance) -> v1::Issue {
        let (issue, spans) = (&self.issue, self.spans());
        let articles = issue.articles.iter().enumerate();
        v1::Issue {
            id: self.id.clone(),
            masthead: issue.masthead.as_ref().map(|masthead| spans.masthead(masthead)),
            contents: spans.contents(issue),
            articles: articles.map(|(index, article)| spans.article(index, article)).collect(),
            captions: spans.captions(issue),
            diagnostics: spans.diagnostics(&self.source, issue),
            encoding: crate::response::encoding(self.source.encoding()).into(),
            provenance: Some(provenance),
        }
    }

    fn header(&self, provenance: v1::Provenance) -> v1::IssueHeader {
        let (issue, spans) = (&self.issue, self.spans());
        v1::IssueHeader {
            id: self.id.clone(),
            masthead: issue.masthead.as_ref().map(|masthead| spans.masthead(masthead)),
            contents: spans.contents(issue),
            captions: spans.captions(issue),
            article_count: u32::try_from(issue.articles.len()).unwrap_or(u32::MAX),
            encoding: crate::response::encoding(self.source.encoding()).into(),
            provenance: Some(provenance),
        }
    }

    /// Reads some of the articles.
    fn read(&self, range: Range<usize>) -> Vec<Reading> {
        let articles = self.issue.articles.get(range).unwrap_or_default();
        articles.iter().map(Engine::read).collect()
    }

    /// Some of the articles with keywords and summaries.
    fn analyze(
        &self,
        engine: &Engine,
        range: Range<usize>,
        readings: &[Reading],
        terms: &IssueTerms,
        wanted: &Wanted,
    ) -> Vec<v1::Article> {
        let spans = self.spans();
        range
            .filter_map(|index| {
                let mut article = spans.article(index, self.issue.articles.get(index)?);
                engine.complete(&mut article, readings.get(index)?, terms, wanted, &spans);
                Some(article)
            })
            .collect()
    }

    fn totals(&self) -> v1::IssueTotals {
        let articles = &self.issue.articles;
        let paragraphs = articles.iter().flat_map(|article| &article.paragraphs);
        let characters = paragraphs.map(|paragraph| {
            paragraph.excerpt.text().chars().filter(|c| !c.is_whitespace()).count()
        });
        v1::IssueTotals {
            article_count: u32::try_from(articles.len()).unwrap_or(u32::MAX),
            character_count: u32::try_from(characters.sum::<usize>()).unwrap_or(u32::MAX),
            diagnostics: self.spans().diagnostics(&self.source, &self.issue),
        }
    }
}
