//! The same calls for programs that wait: each returns when its answer is there. Not for use within
//! asynchronous code, whose threads must not wait.
//!
//! ```
//! use tiyao_client::{Client, blocking, v1};
//!
//! # let runtime = tokio::runtime::Runtime::new().unwrap();
//! # let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
//! # let address = listener.local_addr().unwrap().to_string();
//! # runtime.spawn(async { tiyao_server::run(tiyao_server::tcp(listener), tiyao_server::Config::default(), std::future::pending()).await });
//! let client = blocking::Client::build(Client::builder().endpoint(address))?;
//! let content = v1::Content {
//!     form: Some(v1::content::Form::Text("今年夏粮收购进展顺利，各地粮库备好仓容。".to_owned())),
//!     ..v1::Content::default()
//! };
//! let article = v1::ArticleInput { content: Some(content), ..Default::default() };
//! let request = v1::AnalyzeArticleRequest { article: Some(article), ..Default::default() };
//! let analysis = client.analyze_article(request)?.analysis.unwrap_or_default();
//! # assert!(!analysis.keywords.is_empty());
//! # Ok::<_, tiyao_client::Error>(())
//! ```

use std::{sync::Arc, time::Duration};

use futures_util::stream;
use tiyao_api::v1;
use tokio::{runtime::Runtime, sync::mpsc};

use crate::{ClientBuilder, Error, IssueEvent};

/// A [`Client`](crate::Client) whose calls return when they have an answer. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Client {
    inner: crate::Client,
    // Dropped behind the client, which works in it.
    runtime: Arc<Runtime>,
}

impl Client {
    /// A client that is set up as `builder` says.
    pub fn build(builder: ClientBuilder) -> Result<Self, Error> {
        // One thread of its own: what works in the background goes on between calls.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("tiyao-client")
            .enable_all()
            .build()
            .map_err(|error| Error::setup(format!("cannot start a thread: {error}")))?;
        let entered = runtime.enter();
        let inner = builder.build()?;
        drop(entered);
        Ok(Self { inner, runtime: Arc::new(runtime) })
    }

    /// The same client with another deadline, for calls of both kinds.
    #[must_use]
    pub fn within(&self, timeout: Duration) -> Self {
        Self { inner: self.inner.within(timeout), runtime: Arc::clone(&self.runtime) }
    }

    /// The keywords of one article.
    pub fn extract_keywords(
        &self,
        request: v1::ExtractKeywordsRequest,
    ) -> Result<v1::ExtractKeywordsResponse, Error> {
        self.runtime.block_on(self.inner.extract_keywords(request))
    }

    /// The summary of one article.
    pub fn summarize(&self, request: v1::SummarizeRequest) -> Result<v1::SummarizeResponse, Error> {
        self.runtime.block_on(self.inner.summarize(request))
    }

    /// Keywords and summary of one article.
    pub fn analyze_article(
        &self,
        request: v1::AnalyzeArticleRequest,
    ) -> Result<v1::AnalyzeArticleResponse, Error> {
        self.runtime.block_on(self.inner.analyze_article(request))
    }

    /// Keywords and summaries of a bounded list of articles.
    pub fn batch_analyze_articles(
        &self,
        request: v1::BatchAnalyzeArticlesRequest,
    ) -> Result<v1::BatchAnalyzeArticlesResponse, Error> {
        self.runtime.block_on(self.inner.batch_analyze_articles(request))
    }

    /// Keywords and summaries of any number of articles: one answer for each request, in the same
    /// order. `requests` is asked for more on a thread of its own, as fast as answers are read.
    pub fn analyze_articles<R>(
        &self,
        requests: R,
    ) -> Result<Responses<v1::AnalyzeArticlesResponse>, Error>
    where
        R: IntoIterator<Item = v1::AnalyzeArticlesRequest>,
        R::IntoIter: Send + 'static,
    {
        let mut requests = requests.into_iter();
        let (sender, mut receiver) = mpsc::channel(1);
        std::thread::spawn(move || {
            while requests.next().is_some_and(|next| sender.blocking_send(next).is_ok()) {}
        });
        let requests = stream::poll_fn(move |context| receiver.poll_recv(context));
        let answers = self.runtime.block_on(self.inner.analyze_articles(requests))?;
        Ok(Responses { inner: answers, runtime: Arc::clone(&self.runtime) })
    }

    /// An issue's articles, without keywords and summaries.
    pub fn split_issue(
        &self,
        request: v1::SplitIssueRequest,
    ) -> Result<v1::SplitIssueResponse, Error> {
        self.runtime.block_on(self.inner.split_issue(request))
    }

    /// An issue's header, then its articles with keywords and summaries as they are ready, then the
    /// totals.
    pub fn analyze_issue(
        &self,
        request: v1::AnalyzeIssueRequest,
    ) -> Result<Responses<IssueEvent>, Error> {
        let events = self.runtime.block_on(self.inner.analyze_issue(request))?;
        Ok(Responses { inner: events, runtime: Arc::clone(&self.runtime) })
    }

    /// The same, all at once.
    pub fn analyze_whole_issue(
        &self,
        request: v1::AnalyzeIssueRequest,
    ) -> Result<v1::Issue, Error> {
        self.runtime.block_on(self.inner.analyze_whole_issue(request))
    }

    /// The server's versions and limits; where there are several servers, those of any.
    pub fn server_info(&self) -> Result<v1::GetServerInfoResponse, Error> {
        self.runtime.block_on(self.inner.server_info())
    }
}

/// The answers of a streaming call, as they come. An error is the last of them. Dropping it cancels the
/// call.
#[derive(Debug)]
pub struct Responses<T> {
    inner: crate::Responses<T>,
    runtime: Arc<Runtime>,
}

impl<T: 'static> Iterator for Responses<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(self.inner.next())
    }
}
