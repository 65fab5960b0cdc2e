use std::{pin::Pin, sync::Arc};

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use tiyao_analysis::{IssueTerms, Reading};
use tiyao_api::v1::{self, analyze_issue_response::Event, issue_service_server::IssueService};
use tiyao_issue::Issue;
use tiyao_text::{Encoding, OffsetUnit};
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::{Request, Response, Status};

use crate::{
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::Failure,
    pool::Admission,
    request::{self, Violations},
    response::Spans,
    shared::Shared,
    source::Source,
};

/// Articles that one job analyses: enough to keep the threads busy, few enough that the first ones
/// are sent soon and a dropped call stops soon.
const ARTICLES_PER_JOB: usize = 16;
/// Events that may wait for a slow reader.
const EVENTS_AHEAD: usize = 2 * ARTICLES_PER_JOB;

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
        request::id(&request.id, limits, &mut violations);
        let limit = (limits.issue_bytes, "max_issue_bytes");
        let (content, encoding) =
            request::content(request.content, "content", limit, &mut violations);
        let unit = request::offset_unit(request.offset_unit, &mut violations);
        violations.finish().map_err(Status::from)?;
        let job = move |engine: Engine| {
            let split = SplitIssue::split(content, encoding)?;
            Ok(v1::SplitIssueResponse {
                issue: Some(split.whole(request.id, unit, engine.provenance())),
            })
        };
        Ok(Response::new(self.shared.run(&call, Admission::Refuse, job).await?))
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
        request::id(&request.id, limits, &mut violations);
        let limit = (limits.issue_bytes, "max_issue_bytes");
        let (content, encoding) =
            request::content(request.content, "content", limit, &mut violations);
        let wanted = Wanted {
            keywords: Some(request::keyword_options(request.keywords, limits, &mut violations)),
            summary: Some(request::summary_options(request.summary, limits, &mut violations)),
            offset_unit: request::offset_unit(request.offset_unit, &mut violations),
            max_occurrences: limits.occurrences,
        };
        violations.finish().map_err(Status::from)?;
        let split = self
            .shared
            .run(&call, Admission::Refuse, move |_| SplitIssue::split(content, encoding))
            .await?;
        let (sender, receiver) = mpsc::channel(EVENTS_AHEAD);
        let analysis = IssueAnalysis {
            shared: Arc::clone(&self.shared),
            call,
            split: Arc::new(split),
            wanted: Arc::new(wanted),
            events: sender,
        };
        tokio::spawn(analysis.run(request.id));
        let events = UntilDeadline::new(ReceiverStream::new(receiver), deadline);
        Ok(Response::new(Box::pin(events)))
    }
}

/// An issue on its way out. Ends when its reader has gone.
struct IssueAnalysis {
    shared: Arc<Shared>,
    call: Call,
    split: Arc<SplitIssue>,
    wanted: Arc<Wanted>,
    events: mpsc::Sender<Result<v1::AnalyzeIssueResponse, Status>>,
}

/// The reader of the events has gone.
struct Gone;

impl IssueAnalysis {
    async fn run(self, id: String) {
        let outcome = self.send_all(id).await;
        if let Err(Some(failure)) = outcome {
            // Nobody to tell if the reader has gone too.
            self.events.send(Err(failure.into())).await.ok();
        }
    }

    /// Sends every event; fails with `None` when nobody reads them.
    async fn send_all(&self, id: String) -> Result<(), Option<Failure>> {
        let split = Arc::clone(&self.split);
        let unit = self.wanted.offset_unit;
        let header = self
            .job(move |engine| Event::Header(split.header(id, unit, engine.provenance())))
            .await?;
        self.send(header).await?;

        let split = Arc::clone(&self.split);
        let (readings, terms) = self.job(move |engine| split.read(engine)).await?;
        let (readings, terms) = (Arc::new(readings), Arc::new(terms));

        for first in (0..readings.len()).step_by(ARTICLES_PER_JOB) {
            let last = readings.len().min(first + ARTICLES_PER_JOB);
            let (split, wanted) = (Arc::clone(&self.split), Arc::clone(&self.wanted));
            let (readings, terms) = (Arc::clone(&readings), Arc::clone(&terms));
            let articles = self
                .job(move |engine| split.analyze(engine, first..last, &readings, &terms, &wanted))
                .await?;
            for article in articles {
                self.send(Event::Article(article)).await?;
            }
        }

        let split = Arc::clone(&self.split);
        let totals = self.job(move |_| Event::Totals(split.totals(unit))).await?;
        self.send(totals).await.map_err(Into::into)
    }

    async fn job<T: Send + 'static>(
        &self,
        job: impl FnOnce(Engine) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        // The call was admitted with its first job; to refuse it half way would lose its work.
        self.shared.run(&self.call, Admission::Wait, move |engine| Ok(job(engine))).await
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
    source: Source,
    issue: Issue,
}

impl SplitIssue {
    fn split(content: v1::Content, encoding: Option<Encoding>) -> Result<Self, Failure> {
        let source = Source::decode(content, encoding, "content")?;
        let issue = tiyao_issue::split(source.text());
        Ok(Self { source, issue })
    }

    fn spans(&self, unit: OffsetUnit) -> Spans<'_> {
        Spans { body: self.source.units(unit), title: None }
    }

    /// The whole issue, without keywords and summaries.
    fn whole(&self, id: String, unit: OffsetUnit, provenance: v1::Provenance) -> v1::Issue {
        let (issue, spans) = (&self.issue, self.spans(unit));
        let articles = issue.articles.iter().enumerate();
        v1::Issue {
            id,
            masthead: issue.masthead.as_ref().map(|masthead| spans.masthead(masthead)),
            contents: spans.contents(issue),
            articles: articles.map(|(index, article)| spans.article(index, article)).collect(),
            captions: spans.captions(issue),
            diagnostics: spans.diagnostics(&self.source, issue),
            encoding: crate::response::encoding(self.source.encoding()).into(),
            provenance: Some(provenance),
        }
    }

    fn header(&self, id: String, unit: OffsetUnit, provenance: v1::Provenance) -> v1::IssueHeader {
        let (issue, spans) = (&self.issue, self.spans(unit));
        v1::IssueHeader {
            id,
            masthead: issue.masthead.as_ref().map(|masthead| spans.masthead(masthead)),
            contents: spans.contents(issue),
            captions: spans.captions(issue),
            article_count: u32::try_from(issue.articles.len()).unwrap_or(u32::MAX),
            encoding: crate::response::encoding(self.source.encoding()).into(),
            provenance: Some(provenance),
        }
    }

    /// Reads every article and counts which articles have which terms.
    fn read(&self, engine: Engine) -> (Vec<Reading>, IssueTerms) {
        let articles = self.issue.articles.par_iter();
        let readings: Vec<Reading> = articles.map(|article| engine.read(article)).collect();
        let mut terms = IssueTerms::default();
        for reading in &readings {
            terms.add(reading);
        }
        (readings, terms)
    }

    /// Some of the articles with keywords and summaries, in order.
    fn analyze(
        &self,
        engine: Engine,
        range: std::ops::Range<usize>,
        readings: &[Reading],
        terms: &IssueTerms,
        wanted: &Wanted,
    ) -> Vec<v1::Article> {
        let spans = self.spans(wanted.offset_unit);
        range
            .into_par_iter()
            .filter_map(|index| {
                let mut article = spans.article(index, self.issue.articles.get(index)?);
                engine.complete(&mut article, readings.get(index)?, terms, wanted, &spans);
                Some(article)
            })
            .collect()
    }

    fn totals(&self, unit: OffsetUnit) -> v1::IssueTotals {
        let articles = &self.issue.articles;
        let paragraphs = articles.iter().flat_map(|article| &article.paragraphs);
        let characters = paragraphs.map(|paragraph| {
            paragraph.excerpt.text().chars().filter(|c| !c.is_whitespace()).count()
        });
        v1::IssueTotals {
            article_count: u32::try_from(articles.len()).unwrap_or(u32::MAX),
            character_count: u32::try_from(characters.sum::<usize>()).unwrap_or(u32::MAX),
            diagnostics: self.spans(unit).diagnostics(&self.source, &self.issue),
        }
    }
}
