//! A server that does everything that ours does for a call, but the analysis: it reads the message,
//! and answers with an analysis that was made before. What it costs is what gRPC costs.
//!
//! If it is told to, it has each single article analysed first, on a thread of its own that takes one
//! after the other. That is the least that serving analysis costs: it has no limits, no deadlines, no
//! order among its callers, and tells nobody what it does.

use std::{io::Read as _, net::SocketAddr, pin::Pin, sync::mpsc};

use futures_util::{Stream, StreamExt as _};
use tiyao_api::v1::{
    self,
    analysis_service_client::AnalysisServiceClient,
    analysis_service_server::{AnalysisService, AnalysisServiceServer},
};
use tokio::sync::oneshot;
use tonic::{Request, Response, Status, Streaming, transport::Server};

use crate::Texts;

/// The variables that the echo is started with: where it listens, and who makes its answer.
pub(crate) const ADDRESS: &str = "TIYAO_LOAD_ECHO";
pub(crate) const MODEL: &str = "TIYAO_LOAD_MODEL";
/// Set where articles are analysed, too.
pub(crate) const ANALYZES: &str = "TIYAO_LOAD_ANALYZES";

/// An article, and who waits for the end of its analysis.
type Job = (String, oneshot::Sender<()>);

struct Echo {
    analysis: v1::ArticleAnalysis,
    analyst: Option<mpsc::Sender<Job>>,
}

/// Starts the thread that analyses, which ends when nobody can ask it any more.
fn analyst() -> mpsc::Sender<Job> {
    let (jobs, articles) = mpsc::channel::<Job>();
    std::thread::spawn(move || {
        for (article, done) in articles {
            crate::cost::analysis(&article);
            // the caller may have gone
            done.send(()).ok();
        }
    });
    jobs
}

impl Echo {
    fn result(&self) -> v1::ArticleResult {
        let outcome = v1::article_result::Outcome::Analysis(self.analysis.clone());
        v1::ArticleResult { outcome: Some(outcome) }
    }
}

type Answers = Pin<Box<dyn Stream<Item = Result<v1::AnalyzeArticlesResponse, Status>> + Send>>;

#[tonic::async_trait]
impl AnalysisService for Echo {
    type AnalyzeArticlesStream = Answers;

    async fn extract_keywords(
        &self,
        _request: Request<v1::ExtractKeywordsRequest>,
    ) -> Result<Response<v1::ExtractKeywordsResponse>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn summarize(
        &self,
        _request: Request<v1::SummarizeRequest>,
    ) -> Result<Response<v1::SummarizeResponse>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn analyze_article(
        &self,
        request: Request<v1::AnalyzeArticleRequest>,
    ) -> Result<Response<v1::AnalyzeArticleResponse>, Status> {
        if let Some(analyst) = &self.analyst {
            let content = request.into_inner().article.and_then(|article| article.content);
            let Some(v1::content::Form::Text(article)) = content.and_then(|it| it.form) else {
                return Err(Status::invalid_argument("an article is text here"));
            };
            let (done, end) = oneshot::channel();
            analyst.send((article, done)).expect("the thread goes on as long as this does");
            end.await.expect("the analysis comes to its end");
        }
        let analysis = Some(self.analysis.clone());
        Ok(Response::new(v1::AnalyzeArticleResponse { analysis }))
    }

    async fn batch_analyze_articles(
        &self,
        request: Request<v1::BatchAnalyzeArticlesRequest>,
    ) -> Result<Response<v1::BatchAnalyzeArticlesResponse>, Status> {
        let articles = request.into_inner().articles;
        let results = articles.iter().map(|_article| self.result()).collect();
        Ok(Response::new(v1::BatchAnalyzeArticlesResponse { results }))
    }

    async fn analyze_articles(
        &self,
        request: Request<Streaming<v1::AnalyzeArticlesRequest>>,
    ) -> Result<Response<Answers>, Status> {
        let result = self.result();
        let answers = request.into_inner().map(move |request| {
            request.map(|_article| v1::AnalyzeArticlesResponse { result: Some(result.clone()) })
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

/// Serves until standard input ends.
pub(crate) async fn serve(texts: &Texts) -> bool {
    let setting = |name| -> SocketAddr {
        let value = std::env::var(name).expect("the echo is told its addresses");
        value.parse().expect("an address")
    };
    let article = crate::texts::articles(texts).swap_remove(0);
    let mut model = AnalysisServiceClient::new(crate::served::connect(setting(MODEL)));
    let analysis = model.analyze_article(crate::texts::analyze(&article)).await;
    let analysis = analysis.expect("the model answers").into_inner().analysis.unwrap_or_default();
    drop(model);
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status("", tonic_health::ServingStatus::Serving).await;
    let end = tokio::task::spawn_blocking(|| {
        std::io::stdin().read_to_end(&mut Vec::new()).ok();
    });
    let window = 1 << 20;
    let analyst = std::env::var_os(ANALYZES).map(|_| analyst());
    let service = AnalysisServiceServer::new(Echo { analysis, analyst });
    Server::builder()
        .tcp_nodelay(true)
        .initial_stream_window_size(window)
        .initial_connection_window_size(window)
        .add_service(health_service)
        .add_service(service.max_decoding_message_size(64 << 20))
        .serve_with_shutdown(setting(ADDRESS), async { drop(end.await) })
        .await
        .is_ok()
}
