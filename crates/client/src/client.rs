use std::{io, time::Duration};

use futures_core::Stream;
use hyper_util::rt::TokioIo;
use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient, issue_service_client::IssueServiceClient,
    server_service_client::ServerServiceClient,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tonic::{
    Request, Response, Status, Streaming,
    transport::{Channel, Endpoint, Uri},
};

use crate::{Error, Responses, deadline::Deadline};

/// How calls are made.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a call with one answer may take; it ends with
    /// [`ErrorKind::DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded).
    pub timeout: Duration,
    /// How long a streaming call may take in all; `None`: as long as it needs.
    pub stream_timeout: Option<Duration>,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// The largest answer that is accepted, in bytes.
    pub max_response_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_mins(1),
            stream_timeout: None,
            connect_timeout: Duration::from_secs(5),
            max_response_bytes: 256 << 20,
        }
    }
}

/// The address in `endpoint`. What it asks for beyond an address would be passed over in silence, TLS
/// above all, so it is refused.
fn endpoint_uri(endpoint: &str) -> Result<Uri, &'static str> {
    let full =
        if endpoint.contains("://") { endpoint.to_owned() } else { format!("http://{endpoint}") };
    let uri = full.parse::<Uri>().map_err(|_unreadable| "not http://host:port")?;
    match uri.scheme_str() {
        Some("http") => {}
        Some("https") => return Err("this client does not speak TLS: let a proxy do that"),
        _ => return Err("the scheme is not http"),
    }
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    if uri.port_u16().is_none() {
        return Err("the port is missing, or above 65535");
    }
    if authority.contains('@') {
        return Err("it holds a user or a password, and neither is sent");
    }
    if !matches!(uri.path_and_query().map(ToString::to_string).as_deref(), None | Some("/")) {
        return Err("it has a path or a query, and neither is used");
    }
    Ok(uri)
}

/// A client of one server. Clones share the connection, which is made at the first call and made
/// anew when it breaks.
#[derive(Clone, Debug)]
pub struct Client {
    channel: Channel,
    options: Options,
}

impl Client {
    /// A client of the server at `endpoint`, as `http://127.0.0.1:50151` or `127.0.0.1:50151`. Does
    /// not connect yet.
    pub fn connect(endpoint: &str, options: Options) -> Result<Self, Error> {
        let uri = endpoint_uri(endpoint).map_err(|why| Error::endpoint(endpoint, why))?;
        let channel = Endpoint::from(uri)
            .connect_timeout(options.connect_timeout)
            .tcp_nodelay(true)
            .connect_lazy();
        Ok(Self { channel, options })
    }

    /// A client over whatever `connect` opens, such as a pipe within the process.
    pub fn over<F, Fut, Io>(connect: F, options: Options) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<Io>> + Send + 'static,
        Io: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let connector = tower::service_fn(move |_: Uri| {
            let connecting = connect();
            async move { connecting.await.map(TokioIo::new) }
        });
        // The name is never looked up: the connector opens the pipe.
        let channel = Endpoint::from_static("http://in-process.invalid")
            .connect_timeout(options.connect_timeout)
            .connect_with_connector_lazy(connector);
        Self { channel, options }
    }

    /// The keywords of one article.
    pub async fn extract_keywords(
        &self,
        request: v1::ExtractKeywordsRequest,
    ) -> Result<v1::ExtractKeywordsResponse, Error> {
        let mut client = self.analysis();
        self.unary(request, async |request| client.extract_keywords(request).await).await
    }

    /// The summary of one article.
    pub async fn summarize(
        &self,
        request: v1::SummarizeRequest,
    ) -> Result<v1::SummarizeResponse, Error> {
        let mut client = self.analysis();
        self.unary(request, async |request| client.summarize(request).await).await
    }

    /// Keywords and summary of one article.
    pub async fn analyze_article(
        &self,
        request: v1::AnalyzeArticleRequest,
    ) -> Result<v1::AnalyzeArticleResponse, Error> {
        let mut client = self.analysis();
        self.unary(request, async |request| client.analyze_article(request).await).await
    }

    /// Keywords and summaries of a bounded list of articles.
    pub async fn batch_analyze_articles(
        &self,
        request: v1::BatchAnalyzeArticlesRequest,
    ) -> Result<v1::BatchAnalyzeArticlesResponse, Error> {
        let mut client = self.analysis();
        self.unary(request, async |request| client.batch_analyze_articles(request).await).await
    }

    /// Keywords and summaries of any number of articles: one answer for each request, in the same
    /// order. The server takes requests only as fast as answers are read.
    pub async fn analyze_articles(
        &self,
        requests: impl Stream<Item = v1::AnalyzeArticlesRequest> + Send + 'static,
    ) -> Result<Responses<v1::AnalyzeArticlesResponse>, Error> {
        let mut client = self.analysis();
        self.streaming(requests, async |request| client.analyze_articles(request).await).await
    }

    /// An issue's articles, without keywords and summaries.
    pub async fn split_issue(
        &self,
        request: v1::SplitIssueRequest,
    ) -> Result<v1::SplitIssueResponse, Error> {
        let mut client = self.issue();
        self.unary(request, async |request| client.split_issue(request).await).await
    }

    /// An issue's header, then its articles with keywords and summaries, then the totals.
    pub async fn analyze_issue(
        &self,
        request: v1::AnalyzeIssueRequest,
    ) -> Result<Responses<v1::AnalyzeIssueResponse>, Error> {
        let mut client = self.issue();
        self.streaming(request, async |request| client.analyze_issue(request).await).await
    }

    /// The server's versions and limits.
    pub async fn server_info(&self) -> Result<v1::GetServerInfoResponse, Error> {
        let mut client = ServerServiceClient::new(self.channel.clone());
        let request = v1::GetServerInfoRequest {};
        self.unary(request, async |request| client.get_server_info(request).await).await
    }

    fn analysis(&self) -> AnalysisServiceClient<Channel> {
        AnalysisServiceClient::new(self.channel.clone())
            .max_decoding_message_size(self.options.max_response_bytes)
    }

    fn issue(&self) -> IssueServiceClient<Channel> {
        IssueServiceClient::new(self.channel.clone())
            .max_decoding_message_size(self.options.max_response_bytes)
    }

    /// Makes a call with one answer under the deadline, which the server is told too.
    async fn unary<M, R>(
        &self,
        message: M,
        call: impl AsyncFnOnce(Request<M>) -> Result<Response<R>, Status>,
    ) -> Result<R, Error> {
        let deadline = Deadline::after(self.options.timeout);
        let answer = deadline.bound(call(deadline.request(message))).await?;
        Ok(answer.into_inner())
    }

    async fn streaming<M, R>(
        &self,
        message: M,
        call: impl AsyncFnOnce(Request<M>) -> Result<Response<Streaming<R>>, Status>,
    ) -> Result<Responses<R>, Error> {
        let Some(timeout) = self.options.stream_timeout else {
            let answer = call(Request::new(message)).await?;
            return Ok(Responses::new(answer.into_inner(), None));
        };
        let deadline = Deadline::after(timeout);
        let answer = deadline.bound(call(deadline.request(message))).await?;
        Ok(Responses::new(answer.into_inner(), Some(deadline)))
    }
}

#[cfg(test)]
mod tests {
    use super::endpoint_uri;

    #[test]
    fn endpoints() {
        for good in ["http://127.0.0.1:50151", "http://[::1]:1/", "tiyao.example:50151"] {
            assert!(endpoint_uri(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "http://",
            "localhost",
            "https://127.0.0.1:50151",
            "ftp://127.0.0.1:50151",
            "http://127.0.0.1:99999",
            "http://127.0.0.1:50151/path",
            "http://127.0.0.1:50151/?x=1",
            "http://user:secret@127.0.0.1:50151",
            "not an endpoint",
        ] {
            assert!(endpoint_uri(bad).is_err(), "{bad}");
        }
    }
}
