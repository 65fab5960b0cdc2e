use std::{pin::Pin, sync::Arc};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tiyao_api::v1::{self, analysis_service_server::AnalysisService};
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::{
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::Failure,
    items::{self, Item},
    limits::Limits,
    request::{self, Violations},
    share::share,
    shared::Shared,
};

/// Jobs of one stream that are under way at a time, where its limit lets them be.
const STREAM_JOBS: usize = 4;

/// `tiyao.v1.AnalysisService`.
pub(crate) struct AnalysisApi {
    pub(crate) shared: Arc<Shared>,
}

impl AnalysisApi {
    /// Analyses the one article of a call.
    async fn analyze(
        &self,
        call: &Call,
        article: Option<v1::ArticleInput>,
        wanted: impl FnOnce(&Limits, &mut Violations) -> Wanted,
    ) -> Result<v1::ArticleAnalysis, Failure> {
        let limits = &self.shared.limits;
        let mut violations = Violations::default();
        let article = request::article(article, "article", limits, &mut violations);
        let wanted = wanted(limits, &mut violations);
        violations.finish()?;
        let bytes = article.content.bytes();
        let ticket = self.shared.pool.admit(bytes)?;
        let job = move |engine: &Engine| {
            let analysis = engine.article(article, "article", &wanted);
            drop(ticket);
            analysis
        };
        self.shared.run(call, &self.shared.engine(), bytes, job).await
    }
}

#[tonic::async_trait]
impl AnalysisService for AnalysisApi {
    async fn extract_keywords(
        &self,
        request: Request<v1::ExtractKeywordsRequest>,
    ) -> Result<Response<v1::ExtractKeywordsResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let analysis = self
            .analyze(&call, request.article, |limits, violations| Wanted {
                keywords: Some(request::keyword_options(request.keywords, limits, violations)),
                summary: None,
                offset_unit: request::offset_unit(request.offset_unit, violations),
                max_occurrences: limits.occurrences,
            })
            .await?;
        Ok(Response::new(v1::ExtractKeywordsResponse {
            id: analysis.id,
            keywords: analysis.keywords,
            language: analysis.language,
            diagnostics: analysis.diagnostics,
            provenance: analysis.provenance,
            encoding: analysis.encoding,
            media_type: analysis.media_type,
            extracted_text: analysis.extracted_text,
        }))
    }

    async fn summarize(
        &self,
        request: Request<v1::SummarizeRequest>,
    ) -> Result<Response<v1::SummarizeResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let analysis = self
            .analyze(&call, request.article, |limits, violations| Wanted {
                keywords: None,
                summary: Some(request::summary_options(request.summary, limits, violations)),
                offset_unit: request::offset_unit(request.offset_unit, violations),
                max_occurrences: limits.occurrences,
            })
            .await?;
        Ok(Response::new(v1::SummarizeResponse {
            id: analysis.id,
            summary: analysis.summary,
            language: analysis.language,
            diagnostics: analysis.diagnostics,
            provenance: analysis.provenance,
            encoding: analysis.encoding,
            media_type: analysis.media_type,
            extracted_text: analysis.extracted_text,
        }))
    }

    async fn analyze_article(
        &self,
        request: Request<v1::AnalyzeArticleRequest>,
    ) -> Result<Response<v1::AnalyzeArticleResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let analysis = self
            .analyze(&call, request.article, |limits, violations| Wanted {
                keywords: Some(request::keyword_options(request.keywords, limits, violations)),
                summary: Some(request::summary_options(request.summary, limits, violations)),
                offset_unit: request::offset_unit(request.offset_unit, violations),
                max_occurrences: limits.occurrences,
            })
            .await?;
        Ok(Response::new(v1::AnalyzeArticleResponse { analysis: Some(analysis) }))
    }

    async fn batch_analyze_articles(
        &self,
        request: Request<v1::BatchAnalyzeArticlesRequest>,
    ) -> Result<Response<v1::BatchAnalyzeArticlesResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let limits = &self.shared.limits;
        let mut violations = Violations::default();
        let (found, limit) = (request.articles.len(), limits.batch_articles);
        if found > limit {
            let rule = format!("at most {limit} articles (max_batch_articles), found {found}");
            violations.add("articles", rule);
        }
        let wanted = Wanted {
            keywords: Some(request::keyword_options(request.keywords, limits, &mut violations)),
            summary: Some(request::summary_options(request.summary, limits, &mut violations)),
            offset_unit: request::offset_unit(request.offset_unit, &mut violations),
            max_occurrences: limits.occurrences,
        };
        violations.finish()?;
        let wanted = Arc::new(wanted);
        let items: Vec<(Item, usize)> = (0..)
            .zip(request.articles)
            .map(|(index, input)| {
                let field = format!("articles[{index}]");
                Item::check(input, field, Arc::clone(&wanted), limits).sized()
            })
            .collect();
        // The batch waits in the queue as one call; its jobs take turns with other calls'.
        let _ticket = self.shared.pool.admit(items.iter().map(|(_, bytes)| bytes).sum())?;
        let engine = self.shared.engine();
        let results = stream::iter(share(items))
            .map(|(items, bytes)| items::answer(items, bytes, &self.shared, &call, &engine, ()))
            .buffered(self.shared.pool.width())
            .try_concat()
            .await?;
        Ok(Response::new(v1::BatchAnalyzeArticlesResponse { results }))
    }

    type AnalyzeArticlesStream =
        Pin<Box<dyn Stream<Item = Result<v1::AnalyzeArticlesResponse, Status>> + Send>>;

    async fn analyze_articles(
        &self,
        request: Request<Streaming<v1::AnalyzeArticlesRequest>>,
    ) -> Result<Response<Self::AnalyzeArticlesStream>, Status> {
        let call = Call::of(&request);
        let deadline = call.deadline();
        let shared = Arc::clone(&self.shared);
        let in_flight = shared.limits.stream_in_flight.max(1);
        let first_wanted = Arc::new(Wanted::by_default(&shared.limits));
        let requests = stream::unfold(
            (request.into_inner(), Arc::clone(&shared), first_wanted),
            |(mut requests, shared, wanted)| async move {
                let item = match requests.message().await {
                    Ok(request) => {
                        stream_item(request?, &wanted, &shared.limits).map_err(Status::from)
                    }
                    Err(status) => Err(shared.of_transport(status)),
                };
                let wanted = item.as_ref().map_or(wanted, |item| Arc::clone(item.wanted()));
                Some((item, (requests, shared, wanted)))
            },
        );
        let engine = shared.engine();
        // What has arrived together is worked on together, as long as a few jobs are under way.
        let together = in_flight.div_ceil(STREAM_JOBS);
        let answers = requests
            .ready_chunks(together)
            .flat_map(|items| stream::iter(share_stream(items)))
            .map(move |job| {
                let (call, shared, engine) = (call.clone(), Arc::clone(&shared), engine.clone());
                async move {
                    let (items, bytes) = job?;
                    // A stream is never refused for want of room: it is held back.
                    let room = shared.pool.room(bytes).await?;
                    let results = items::answer(items, bytes, &shared, &call, &engine, room).await;
                    results.map_err(Status::from)
                }
            })
            .buffered((in_flight / together).max(1))
            .flat_map(|results| match results {
                Ok(results) => stream::iter(results.into_iter().map(Ok).collect::<Vec<_>>()),
                Err(status) => stream::iter(vec![Err(status)]),
            })
            .map_ok(|result| v1::AnalyzeArticlesResponse { result: Some(result) });
        Ok(Response::new(Box::pin(UntilDeadline::new(answers, deadline))))
    }
}

/// Shares out what has arrived of a stream; behind a failure comes nothing more.
fn share_stream(arrived: Vec<Result<Item, Status>>) -> Vec<Result<(Vec<Item>, usize), Status>> {
    let mut failure = None;
    let items =
        arrived.into_iter().map_while(|item| item.map_err(|status| failure = Some(status)).ok());
    let mut jobs: Vec<_> = share(items.map(Item::sized)).into_iter().map(Ok).collect();
    jobs.extend(failure.map(Err));
    jobs
}

/// One request of a stream, with the options that it gives or takes over. Options that break a rule
/// end the stream: whatever follows would take them over.
fn stream_item(
    request: v1::AnalyzeArticlesRequest,
    before: &Arc<Wanted>,
    limits: &Limits,
) -> Result<Item, Failure> {
    let input = request.article.unwrap_or_default();
    let mut wanted = Arc::clone(before);
    if request.keywords.is_some() || request.summary.is_some() || request.offset_unit != 0 {
        let mut violations = Violations::default();
        let own = Arc::make_mut(&mut wanted);
        if request.keywords.is_some() {
            let options = request::keyword_options(request.keywords, limits, &mut violations);
            own.keywords = Some(options);
        }
        if request.summary.is_some() {
            let options = request::summary_options(request.summary, limits, &mut violations);
            own.summary = Some(options);
        }
        if request.offset_unit != 0 {
            own.offset_unit = request::offset_unit(request.offset_unit, &mut violations);
        }
        violations.finish()?;
    }
    Ok(Item::check(input, "article".to_owned(), wanted, limits))
}
