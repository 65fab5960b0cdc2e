use std::{pin::Pin, sync::Arc};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tiyao_api::v1::{self, analysis_service_server::AnalysisService};
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::{
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::{Failure, is_message_too_large},
    limits::Limits,
    request::{self, ArticleRequest, Violations},
    shared::Shared,
};

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
        let ticket = self.shared.pool.admit()?;
        let job_call = call.clone();
        self.shared
            .run_one(call, ticket, move |engine| {
                engine.article(article, "article", &wanted, &job_call)
            })
            .await
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
        // The batch waits in the queue as one call; its articles take turns with other calls'.
        let _ticket = self.shared.pool.admit()?;
        let engine = self.shared.engine();
        let wanted = Arc::new(wanted);
        let items = request.articles.into_iter().enumerate();
        let results = stream::iter(items)
            .map(|(index, input)| {
                let item = Item::check(input, format!("articles[{index}]"), limits);
                item.answer(&self.shared, &call, &engine, Arc::clone(&wanted))
            })
            .buffered(self.shared.pool.width())
            .try_collect()
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
        let jobs = stream::unfold(
            (request.into_inner(), Arc::clone(&shared), first_wanted),
            |(mut requests, shared, wanted)| async move {
                let job = match requests.message().await {
                    Ok(request) => StreamJob::check(request?, &wanted, &shared.limits),
                    Err(status) => {
                        let failed = Err(transport_failure(status, &shared.limits));
                        return Some((failed, (requests, shared, wanted)));
                    }
                };
                let wanted = job.as_ref().map_or(wanted, |job| Arc::clone(&job.wanted));
                Some((job.map_err(Status::from), (requests, shared, wanted)))
            },
        );
        let engine = shared.engine();
        let answers = jobs
            .map(move |job| {
                let (call, shared, engine) = (call.clone(), Arc::clone(&shared), engine.clone());
                async move {
                    let job = job?;
                    let result = job.item.answer(&shared, &call, &engine, job.wanted).await?;
                    Ok(v1::AnalyzeArticlesResponse { result: Some(result) })
                }
            })
            .buffered(in_flight);
        Ok(Response::new(Box::pin(UntilDeadline::new(answers, deadline))))
    }
}

/// One article among several: one that breaks a rule is answered with its error, and its
/// neighbours all the same.
struct Item {
    id: String,
    field: String,
    article: Result<ArticleRequest, Failure>,
}

impl Item {
    fn check(input: v1::ArticleInput, field: String, limits: &Limits) -> Self {
        let mut violations = Violations::default();
        let id = input.id.clone();
        let article = request::article(Some(input), &field, limits, &mut violations);
        Self { id, field, article: violations.finish().map(|()| article) }
    }

    /// Its result. Fails only with what is not the article's own fault.
    async fn answer(
        self,
        shared: &Shared,
        call: &Call,
        engine: &Engine,
        wanted: Arc<Wanted>,
    ) -> Result<v1::ArticleResult, Failure> {
        let (field, job_call) = (self.field, call.clone());
        let analysis = match self.article {
            Ok(article) => {
                let job =
                    move |engine: &Engine| engine.article(article, &field, &wanted, &job_call);
                shared.run_bulk(call, engine, job).await
            }
            Err(failure) => Err(failure),
        };
        let outcome = match analysis {
            Ok(analysis) => v1::article_result::Outcome::Analysis(analysis),
            Err(failure) if failure.is_of_one_article() => {
                v1::article_result::Outcome::Error(failure.into_article_error(self.id))
            }
            Err(failure) => return Err(failure),
        };
        Ok(v1::ArticleResult { outcome: Some(outcome) })
    }
}

/// One request of a stream, with the options that it gives or takes over.
struct StreamJob {
    item: Item,
    wanted: Arc<Wanted>,
}

impl StreamJob {
    /// Options that break a rule end the stream: whatever follows would take them over.
    fn check(
        request: v1::AnalyzeArticlesRequest,
        before: &Arc<Wanted>,
        limits: &Limits,
    ) -> Result<Self, Failure> {
        let input = request.article.unwrap_or_default();
        let item = Item::check(input, "article".to_owned(), limits);
        if request.keywords.is_none() && request.summary.is_none() && request.offset_unit == 0 {
            return Ok(Self { item, wanted: Arc::clone(before) });
        }
        let mut violations = Violations::default();
        let mut wanted = Wanted::clone(before);
        if request.keywords.is_some() {
            let options = request::keyword_options(request.keywords, limits, &mut violations);
            wanted.keywords = Some(options);
        }
        if request.summary.is_some() {
            let options = request::summary_options(request.summary, limits, &mut violations);
            wanted.summary = Some(options);
        }
        if request.offset_unit != 0 {
            wanted.offset_unit = request::offset_unit(request.offset_unit, &mut violations);
        }
        violations.finish()?;
        Ok(Self { item, wanted: Arc::new(wanted) })
    }
}

/// What became of a stream of requests that broke off.
fn transport_failure(status: Status, limits: &Limits) -> Status {
    if is_message_too_large(status.code(), status.message()) {
        return Failure::MessageTooLarge { limit: limits.message_bytes }.into();
    }
    status
}
