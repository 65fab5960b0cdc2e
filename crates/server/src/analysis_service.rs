use std::{pin::Pin, sync::Arc};

use futures_util::{StreamExt as _, stream};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use tiyao_api::v1::{self, analysis_service_server::AnalysisService};
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::{
    call::Call,
    deadline::UntilDeadline,
    engine::{Engine, Wanted},
    failure::{Failure, is_message_too_large},
    limits::Limits,
    pool::Admission,
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
        self.shared
            .run(call, Admission::Refuse, move |engine| engine.article(article, "article", &wanted))
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
        let items = request.articles.into_iter().enumerate();
        let items: Vec<Item> = items
            .map(|(index, input)| Item::check(input, format!("articles[{index}]"), limits))
            .collect();
        let answer = self
            .shared
            .run(&call, Admission::Refuse, move |engine| {
                let results = items.into_par_iter().with_max_len(1);
                Ok(v1::BatchAnalyzeArticlesResponse {
                    results: results.map(|item| item.analyze(engine, &wanted)).collect(),
                })
            })
            .await?;
        Ok(Response::new(answer))
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
        let jobs = stream::unfold(
            (request.into_inner(), shared, Wanted::by_default(&self.shared.limits)),
            |(mut requests, shared, wanted)| async move {
                let job = match requests.message().await {
                    Ok(request) => Ok(StreamJob::check(request?, &wanted, &shared.limits)),
                    Err(status) => Err(transport_failure(status, &shared.limits)),
                };
                let wanted = match &job {
                    Ok(Ok(job)) => job.wanted.clone(),
                    _ => wanted,
                };
                Some(((job, Arc::clone(&shared)), (requests, shared, wanted)))
            },
        );
        let answers = jobs
            .map(move |(job, shared)| {
                let call = call.clone();
                async move {
                    let job = job??;
                    let analyze = move |engine: Engine| {
                        Ok(v1::AnalyzeArticlesResponse {
                            result: Some(job.item.analyze(engine, &job.wanted)),
                        })
                    };
                    Ok(shared.run(&call, Admission::Wait, analyze).await?)
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

    fn analyze(self, engine: Engine, wanted: &Wanted) -> v1::ArticleResult {
        let analysis =
            self.article.and_then(|article| engine.article(article, &self.field, wanted));
        v1::ArticleResult {
            outcome: Some(match analysis {
                Ok(analysis) => v1::article_result::Outcome::Analysis(analysis),
                Err(failure) => {
                    v1::article_result::Outcome::Error(failure.into_article_error(self.id))
                }
            }),
        }
    }
}

/// One request of a stream, with the options that it gives or takes over.
struct StreamJob {
    item: Item,
    wanted: Wanted,
}

impl StreamJob {
    /// Options that break a rule end the stream: whatever follows would take them over.
    fn check(
        request: v1::AnalyzeArticlesRequest,
        before: &Wanted,
        limits: &Limits,
    ) -> Result<Self, Failure> {
        let mut violations = Violations::default();
        let mut wanted = before.clone();
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
        let input = request.article.unwrap_or_default();
        Ok(Self { item: Item::check(input, "article".to_owned(), limits), wanted })
    }
}

/// What became of a stream of requests that broke off.
fn transport_failure(status: Status, limits: &Limits) -> Status {
    if is_message_too_large(status.code(), status.message()) {
        return Failure::MessageTooLarge { limit: limits.message_bytes }.into();
    }
    status
}
