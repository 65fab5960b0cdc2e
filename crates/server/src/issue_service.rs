use std::{
    ops::Range,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tiyao_analysis::{DigestOptions, IssueTerms, Nominee, Reading};
use tiyao_api::v1::{self, analyze_issue_response::Event, issue_service_server::IssueService};
use tiyao_issue::{Issue, RowReading};
use tiyao_text::{RowMark, UnitTable};
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::{Request, Response, Status};
use tracing::Instrument as _;

use crate::{
    admission::Ticket,
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::Failure,
    request::{self, IssueRequest, Violations},
    response::Spans,
    share::share,
    shared::Shared,
    source::Source,
};

/// A reading takes about twenty times the memory of its text, so only the articles in the first bytes
/// of an issue keep theirs until they are analysed; the others are read twice.
const READ_ONCE_BYTES: usize = 1 << 20;
/// The terms of larger articles are counted on the analysis threads too: in one of the largest, of
/// characters that make no words, it takes a third of a second.
const COUNTED_AT_ONCE_BYTES: usize = 32 << 10;
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
        let explain = request.explain;
        let (id, content, unit) = (request.id, request.content, request.offset_unit);
        let issue = request::issue(id, content, unit, limits, &mut violations);
        violations.finish().map_err(Status::from)?;
        let bytes = issue.content.bytes();
        let ticket = self.shared.pool.admit(bytes)?;
        let job = move |engine: &Engine| {
            let (split, rows) = if explain {
                SplitIssue::explain(issue)?
            } else {
                (SplitIssue::split(issue)?, Vec::new())
            };
            let response = v1::SplitIssueResponse {
                issue: Some(split.whole(engine.provenance())),
                rows: split.spans().rows(rows),
            };
            drop(ticket);
            Ok(response)
        };
        let engine = self.shared.engine();
        Ok(Response::new(self.shared.run(&call, &engine, bytes, job).await?))
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
        let digest =
            request.digest.map(|wire| request::digest_options(wire, limits, &mut violations));
        let wanted = Wanted {
            keywords: Some(request::keyword_options(request.keywords, limits, &mut violations)),
            summary: Some(request::summary_options(request.summary, limits, &mut violations)),
            offset_unit: issue.offset_unit,
            max_occurrences: limits.occurrences,
        };
        violations.finish().map_err(Status::from)?;
        // The issue waits in the queue as one call; its articles take turns with other calls'.
        let bytes = issue.content.bytes();
        let ticket = self.shared.pool.admit(bytes)?;
        let engine = self.shared.engine();
        let split = move |_: &Engine| SplitIssue::split(issue);
        let split = self.shared.run(&call, &engine, bytes, split).await?;
        let (sender, receiver) = mpsc::channel(EVENTS_AHEAD);
        let analysis = IssueAnalysis {
            shared: Arc::clone(&self.shared),
            call,
            engine,
            split: Arc::new(split),
            wanted: Arc::new(wanted),
            digest,
            events: sender,
            ticket: Mutex::new(Some(ticket)),
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
    digest: Option<DigestOptions>,
    events: mpsc::Sender<Result<v1::AnalyzeIssueResponse, Status>>,
    // Its place in the queue until it ends, or its reader falls behind.
    ticket: Mutex<Option<Ticket>>,
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
        let header = self.job(0, move |engine| split.header(engine.provenance())).await?;
        self.send(Event::Header(header)).await?;

        let (readings, terms) = self.count().await?;
        let mut articles = stream::iter(self.chunks())
            .map(|(range, bytes)| {
                let (split, wanted) = (Arc::clone(&self.split), Arc::clone(&self.wanted));
                let (readings, terms) = (Arc::clone(&readings), Arc::clone(&terms));
                let nominate = self.digest.is_some();
                self.job(bytes, move |engine| {
                    split.analyze(engine, range, &readings, &terms, &wanted, nominate)
                })
            })
            .buffered(self.shared.pool.width());
        let mut nominees = Vec::new();
        while let Some(articles) = articles.try_next().await? {
            for (article, nominated) in articles {
                nominees.extend(nominated);
                self.send(Event::Article(article)).await?;
            }
        }

        let split = Arc::clone(&self.split);
        let digest = self.digest;
        let totals = self.job(0, move |_| split.totals(nominees, digest)).await?;
        self.send(Event::Totals(totals)).await?;
        Ok(())
    }

    /// Counts which articles have which terms, finds the issue's words, and keeps the readings of the
    /// first articles for their analysis.
    async fn count(&self) -> Result<(Arc<Vec<Reading>>, Arc<IssueTerms>), Option<Failure>> {
        let mut terms = IssueTerms::default();
        let keeps = self.split.keeps();
        let mut kept = Vec::with_capacity(keeps);
        let mut readings = stream::iter(self.chunks())
            .map(|(range, bytes)| {
                let split = Arc::clone(&self.split);
                self.job(bytes, move |engine| (split.read(engine, range), bytes))
            })
            .buffered(self.shared.pool.width());
        while let Some((mut readings, bytes)) = readings.try_next().await? {
            let count = |terms: &mut IssueTerms, readings: &[Reading]| {
                for reading in readings {
                    terms.add(reading);
                }
            };
            if bytes <= COUNTED_AT_ONCE_BYTES {
                count(&mut terms, &readings);
            } else {
                let counted = move |_: &Engine| {
                    count(&mut terms, &readings);
                    (terms, readings)
                };
                (terms, readings) = self.job(bytes, counted).await?;
            }
            let room = keeps - kept.len();
            kept.extend(readings.into_iter().take(room));
        }
        let bytes = self.split.issue.articles.get(..keeps).unwrap_or_default();
        let bytes = bytes.iter().map(|article| article.span.len()).sum();
        let find_words = move |_: &Engine| {
            terms.find_words();
            for reading in &mut kept {
                reading.join_words_of(&terms);
            }
            (Arc::new(kept), Arc::new(terms))
        };
        self.job(bytes, find_words).await
    }

    /// The articles' indexes, a range for each job with the size of its articles.
    fn chunks(&self) -> Vec<(Range<usize>, usize)> {
        let sizes = self.split.issue.articles.iter().map(|article| article.span.len());
        let jobs = share(sizes.enumerate()).into_iter();
        jobs.filter_map(|(indexes, bytes)| Some((*indexes.first()?..*indexes.last()? + 1, bytes)))
            .collect()
    }

    async fn job<T: Send + 'static>(
        &self,
        bytes: usize,
        job: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, Option<Failure>> {
        let job = move |engine: &Engine| Ok(job(engine));
        tokio::select! {
            () = self.events.closed() => Err(None),
            result = self.shared.run(&self.call, &self.engine, bytes, job) => {
                result.map_err(Some)
            }
        }
    }

    async fn send(&self, event: Event) -> Result<(), Gone> {
        let event = Ok(v1::AnalyzeIssueResponse { event: Some(event) });
        let event = match self.events.try_send(event) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(Gone),
            Err(TrySendError::Full(event)) => event,
        };
        // Whoever reads slowly holds up nobody but himself.
        drop(self.ticket.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.events.send(event).await.map_err(|_closed| Gone)
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
    fn split(request: IssueRequest) -> Result<Self, Failure> {
        let split = |text: &str, marks: &[RowMark]| (tiyao_issue::split_marked(text, marks), ());
        Self::read_with(request, split).map(|(split, ())| split)
    }

    /// The same, with how each row was read.
    fn explain(request: IssueRequest) -> Result<(Self, Vec<RowReading>), Failure> {
        Self::read_with(request, tiyao_issue::explain)
    }

    fn read_with<T>(
        request: IssueRequest,
        split: impl FnOnce(&str, &[RowMark]) -> (Issue, T),
    ) -> Result<(Self, T), Failure> {
        let source = Source::read(request.content, "content")?;
        let (issue, more) = split(source.text(), source.marks());
        let units = source.units(request.offset_unit);
        Ok((Self { id: request.id, source, units, issue }, more))
    }

    /// How many articles' readings are kept from counting to analysis: those in the first bytes.
    fn keeps(&self) -> usize {
        self.issue.articles.partition_point(|article| article.span.end() <= READ_ONCE_BYTES)
    }

    fn spans(&self) -> Spans<'_> {
        Spans {
            document: self.source.document(),
            body: self.source.index(&self.units),
            title: None,
        }
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
            encoding: crate::response::encoding(self.source.document().encoding()).into(),
            provenance: Some(provenance),
            media_type: crate::response::media_type(self.source.document().media_type()).into(),
            extracted_text: self.source.extracted_text(),
            digest: None,
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
            encoding: crate::response::encoding(self.source.document().encoding()).into(),
            provenance: Some(provenance),
            media_type: crate::response::media_type(self.source.document().media_type()).into(),
            extracted_text: self.source.extracted_text(),
        }
    }

    /// Reads some of the articles.
    fn read(&self, engine: &Engine, range: Range<usize>) -> Vec<Reading> {
        let articles = self.issue.articles.get(range).unwrap_or_default();
        articles.iter().map(|article| engine.read(article)).collect()
    }

    /// Some of the articles with keywords and summaries, each with what it puts up for the digest if
    /// there will be one.
    fn analyze(
        &self,
        engine: &Engine,
        range: Range<usize>,
        readings: &[Reading],
        terms: &IssueTerms,
        wanted: &Wanted,
        nominate: bool,
    ) -> Vec<(v1::Article, Vec<Nominee>)> {
        let spans = self.spans();
        range
            .filter_map(|index| {
                let split = self.issue.articles.get(index)?;
                let read_again = || {
                    let mut reading = engine.read(split);
                    reading.join_words_of(terms);
                    reading
                };
                let again = readings.get(index).is_none().then(read_again);
                let reading = readings.get(index).or(again.as_ref())?;
                let mut article = spans.article(index, split);
                engine.complete(&mut article, reading, terms, wanted, &spans);
                let nominees = nominate.then(|| engine.nominees(reading, terms, index));
                Some((article, nominees.unwrap_or_default()))
            })
            .collect()
    }

    fn totals(&self, nominees: Vec<Nominee>, digest: Option<DigestOptions>) -> v1::IssueTotals {
        let digest = digest.map(|options| tiyao_analysis::digest(nominees, &options));
        let articles = &self.issue.articles;
        let paragraphs = articles.iter().flat_map(|article| &article.paragraphs);
        let characters = paragraphs.map(|paragraph| {
            paragraph.excerpt.text().chars().filter(|c| !c.is_whitespace()).count()
        });
        v1::IssueTotals {
            article_count: u32::try_from(articles.len()).unwrap_or(u32::MAX),
            character_count: u32::try_from(characters.sum::<usize>()).unwrap_or(u32::MAX),
            diagnostics: self.spans().diagnostics(&self.source, &self.issue),
            digest: digest.map(|digest| self.spans().digest(digest)),
        }
    }
}
