use std::{io, sync::Arc, time::Duration};

use futures_util::Stream;
use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient, issue_service_client::IssueServiceClient,
    server_service_client::ServerServiceClient,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinSet,
};
use tonic::{Request, Response, Status, Streaming, transport::Channel};

use crate::{
    ClientBuilder, Error, IssueEvent, Options, Responses,
    article_stream::{self, Outgoing},
    budget::Budget,
    call::{Attempt, Caller, Plan},
    deadline::Deadline,
    host::{Host, Place},
    issue_events,
    pool::Pool,
    standing::Health,
    trace::Trace,
    transport::Transport,
};

/// A client of one server or several. Clones share its connections, which are made when they are first
/// needed and made anew when they break.
#[derive(Clone, Debug)]
pub struct Client {
    caller: Arc<Caller>,
    options: Options,
    // What works in the background, until the last clone is gone.
    _keepers: Arc<JoinSet<()>>,
}

impl Client {
    /// What a client is set up with.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client of the server at `endpoint`, as `http://127.0.0.1:50151` or `127.0.0.1:50151`. Does
    /// not connect yet. Must be called within a Tokio runtime.
    pub fn connect(endpoint: &str, options: Options) -> Result<Self, Error> {
        Self::builder().endpoint(endpoint).options(options).build()
    }

    /// A client over whatever `connect` opens, such as a pipe within the process.
    pub fn over<F, Fut, Io>(connect: F, options: Options) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<Io>> + Send + 'static,
        Io: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let transport = Transport::of(&options);
        let channel = transport.over(connect);
        let host = Host::new("in-process".to_owned(), channel, Health::Serving);
        let caller = Caller {
            pool: Arc::new(Pool::of_one(transport, host)),
            budget: Budget::new(options.retry.budget),
            retry: options.retry.clone(),
            token: None,
            trace: Trace::default(),
        };
        Self::new(caller, options, JoinSet::new())
    }

    pub(crate) fn new(caller: Caller, options: Options, keepers: JoinSet<()>) -> Self {
        Self { caller: Arc::new(caller), options, _keepers: Arc::new(keepers) }
    }

    /// The same client with another deadline, for calls of both kinds.
    #[must_use]
    pub fn within(&self, timeout: Duration) -> Self {
        let mut this = self.clone();
        this.options.timeout = timeout;
        this.options.stream_timeout = Some(timeout);
        this
    }

    /// The keywords of one article.
    pub async fn extract_keywords(
        &self,
        request: v1::ExtractKeywordsRequest,
    ) -> Result<v1::ExtractKeywordsResponse, Error> {
        let call = |channel, request| {
            let mut service = self.analysis(channel);
            async move { service.extract_keywords(request).await }
        };
        self.unary("ExtractKeywords", request, call).await
    }

    /// The summary of one article.
    pub async fn summarize(
        &self,
        request: v1::SummarizeRequest,
    ) -> Result<v1::SummarizeResponse, Error> {
        let call = |channel, request| {
            let mut service = self.analysis(channel);
            async move { service.summarize(request).await }
        };
        self.unary("Summarize", request, call).await
    }

    /// Keywords and summary of one article.
    pub async fn analyze_article(
        &self,
        request: v1::AnalyzeArticleRequest,
    ) -> Result<v1::AnalyzeArticleResponse, Error> {
        let call = |channel, request| {
            let mut service = self.analysis(channel);
            async move { service.analyze_article(request).await }
        };
        self.unary("AnalyzeArticle", request, call).await
    }

    /// Keywords and summaries of a bounded list of articles.
    pub async fn batch_analyze_articles(
        &self,
        request: v1::BatchAnalyzeArticlesRequest,
    ) -> Result<v1::BatchAnalyzeArticlesResponse, Error> {
        let call = |channel, request| {
            let mut service = self.analysis(channel);
            async move { service.batch_analyze_articles(request).await }
        };
        self.unary("BatchAnalyzeArticles", request, call).await
    }

    /// Keywords and summaries of any number of articles: one answer for each request, in the same
    /// order. Requests are taken only as fast as answers are read: those that wait for an answer are
    /// kept, and sent to another host when one goes away.
    pub async fn analyze_articles(
        &self,
        requests: impl Stream<Item = v1::AnalyzeArticlesRequest> + Send + 'static,
    ) -> Result<Responses<v1::AnalyzeArticlesResponse>, Error> {
        article_stream::analyze(self.clone(), requests, self.stream_deadline()).await
    }

    /// An issue's articles, without keywords and summaries.
    pub async fn split_issue(
        &self,
        request: v1::SplitIssueRequest,
    ) -> Result<v1::SplitIssueResponse, Error> {
        let call = |channel, request| {
            let mut service = self.issue(channel);
            async move { service.split_issue(request).await }
        };
        self.unary("SplitIssue", request, call).await
    }

    /// An issue's header, then its articles with keywords and summaries as they are ready, then the
    /// totals; nothing less, or an error. When a host goes away half way, another goes on.
    pub async fn analyze_issue(
        &self,
        request: v1::AnalyzeIssueRequest,
    ) -> Result<Responses<IssueEvent>, Error> {
        issue_events::analyze(self.clone(), request, self.stream_deadline()).await
    }

    /// The same, all at once.
    pub async fn analyze_whole_issue(
        &self,
        request: v1::AnalyzeIssueRequest,
    ) -> Result<v1::Issue, Error> {
        issue_events::collect(self.analyze_issue(request).await?).await
    }

    /// The server's versions and limits; where there are several servers, those of any.
    pub async fn server_info(&self) -> Result<v1::GetServerInfoResponse, Error> {
        let request = v1::GetServerInfoRequest {};
        let call = |channel, request| {
            let mut service = ServerServiceClient::new(channel);
            async move { service.get_server_info(request).await }
        };
        self.unary("GetServerInfo", request, call).await
    }

    fn analysis(&self, channel: Channel) -> AnalysisServiceClient<Channel> {
        AnalysisServiceClient::new(channel)
            .max_decoding_message_size(self.options.max_response_bytes)
    }

    fn issue(&self, channel: Channel) -> IssueServiceClient<Channel> {
        IssueServiceClient::new(channel).max_decoding_message_size(self.options.max_response_bytes)
    }

    /// Makes a call with one answer under the deadline, which the server is told too.
    async fn unary<M: Clone + Sync, R, Fut>(
        &self,
        method: &'static str,
        message: M,
        call: impl Fn(Channel, Request<M>) -> Fut + Sync,
    ) -> Result<R, Error>
    where
        Fut: Future<Output = Result<Response<R>, Status>> + Send,
    {
        let plan = Plan {
            method,
            deadline: Some(Deadline::after(self.options.timeout)),
            attempt_timeout: self.options.retry.attempt_timeout,
            hedge_after: self.options.hedge_after,
        };
        let make = |attempt: Attempt| {
            let request = attempt.request(message.clone());
            call(attempt.channel, request)
        };
        let (answer, _place) = self.caller.call(plan, make).await?;
        Ok(answer.into_inner())
    }

    pub(crate) async fn issue_stream(
        &self,
        request: &v1::AnalyzeIssueRequest,
        deadline: Option<Deadline>,
    ) -> Result<(Streaming<v1::AnalyzeIssueResponse>, Place), Error> {
        let make = |attempt: Attempt| {
            let request = attempt.request(request.clone());
            let mut service = self.issue(attempt.channel);
            async move { service.analyze_issue(request).await }
        };
        let (answer, place) =
            self.caller.call(Plan::stream("AnalyzeIssue", deadline), make).await?;
        Ok((answer.into_inner(), place))
    }

    pub(crate) async fn article_stream(
        &self,
        requests: impl Fn() -> Outgoing + Sync,
        deadline: Option<Deadline>,
    ) -> Result<(Streaming<v1::AnalyzeArticlesResponse>, Place), Error> {
        let make = |attempt: Attempt| {
            let request = attempt.request(requests());
            let mut service = self.analysis(attempt.channel);
            async move { service.analyze_articles(request).await }
        };
        let (answer, place) =
            self.caller.call(Plan::stream("AnalyzeArticles", deadline), make).await?;
        Ok((answer.into_inner(), place))
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    fn stream_deadline(&self) -> Option<Deadline> {
        self.options.stream_timeout.map(Deadline::after)
    }
}
