use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use futures_util::Stream;
use prost::Message as _;
use tiyao_api::v1;
use tokio::time::sleep;
use tonic::Streaming;

use crate::{Client, Error, Responses, deadline::Deadline, host::Place};

/// Requests that may wait for their answers: more than a server analyses at a time, so that it never
/// waits for this side.
const MOST_UNANSWERED: usize = 256;
/// And their bytes; one request may be larger.
const MOST_UNANSWERED_BYTES: usize = 16 << 20;

type Requests = Pin<Box<dyn Stream<Item = v1::AnalyzeArticlesRequest> + Send>>;

/// The requests of a stream that are not answered yet. They are kept until they are, so that another host
/// can be asked when one goes away; and while there are too many of them, no more are taken from the
/// caller.
struct Window {
    requests: Requests,
    has_ended: bool,
    /// With their sizes.
    unanswered: VecDeque<(v1::AnalyzeArticlesRequest, usize)>,
    bytes: usize,
    /// How many of them were sent over the present connection.
    sent: usize,
    /// Counts connections: what is left of an earlier one gets no more.
    generation: u64,
    waker: Option<Waker>,
}

impl Window {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<v1::AnalyzeArticlesRequest>> {
        if let Some((request, _)) = self.unanswered.get(self.sent) {
            self.sent += 1;
            return Poll::Ready(Some(request.clone()));
        }
        if self.has_ended {
            return Poll::Ready(None);
        }
        if self.unanswered.len() >= MOST_UNANSWERED || self.bytes >= MOST_UNANSWERED_BYTES {
            self.waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        let Poll::Ready(next) = self.requests.as_mut().poll_next(context) else {
            return Poll::Pending;
        };
        let Some(request) = next else {
            self.has_ended = true;
            return Poll::Ready(None);
        };
        let bytes = request.encoded_len();
        self.unanswered.push_back((request.clone(), bytes));
        self.bytes += bytes;
        self.sent += 1;
        Poll::Ready(Some(request))
    }

    /// The first of them is answered.
    fn answered(&mut self) {
        if let Some((_, bytes)) = self.unanswered.pop_front() {
            self.bytes -= bytes;
            self.sent = self.sent.saturating_sub(1);
        }
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

#[derive(Clone)]
struct SharedWindow(Arc<Mutex<Window>>);

impl SharedWindow {
    fn new(requests: impl Stream<Item = v1::AnalyzeArticlesRequest> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Window {
            requests: Box::pin(requests),
            has_ended: false,
            unanswered: VecDeque::new(),
            bytes: 0,
            sent: 0,
            generation: 0,
            waker: None,
        })))
    }

    /// All that is not answered, then what comes: what one connection is sent.
    fn begin(&self) -> Outgoing {
        let mut window = self.lock();
        window.generation += 1;
        window.sent = 0;
        Outgoing { generation: window.generation, window: self.clone() }
    }

    fn lock(&self) -> MutexGuard<'_, Window> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one connection is sent.
pub(crate) struct Outgoing {
    generation: u64,
    window: SharedWindow,
}

impl Stream for Outgoing {
    type Item = v1::AnalyzeArticlesRequest;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut window = self.window.lock();
        if window.generation != self.generation {
            return Poll::Ready(None);
        }
        window.poll_next(context)
    }
}

/// A stream of articles under way.
struct Analysis {
    client: Client,
    window: SharedWindow,
    deadline: Option<Deadline>,
    answer: (Streaming<v1::AnalyzeArticlesResponse>, Place),
}

/// An answer for each request, in their order. When a host goes away, another is sent what is not
/// answered yet.
pub(crate) async fn analyze(
    client: Client,
    requests: impl Stream<Item = v1::AnalyzeArticlesRequest> + Send + 'static,
    deadline: Option<Deadline>,
) -> Result<Responses<v1::AnalyzeArticlesResponse>, Error> {
    let window = SharedWindow::new(requests);
    let answer = begin(&client, &window, deadline).await?;
    Ok(Responses::of(Analysis { client, window, deadline, answer }, next))
}

async fn begin(
    client: &Client,
    window: &SharedWindow,
    deadline: Option<Deadline>,
) -> Result<(Streaming<v1::AnalyzeArticlesResponse>, Place), Error> {
    client.article_stream(|| window.begin(), deadline).await
}

async fn next(
    mut analysis: Analysis,
) -> Result<Option<(v1::AnalyzeArticlesResponse, Analysis)>, Error> {
    let deadline = analysis.deadline;
    let next = analysis.next();
    let answer = match deadline {
        Some(deadline) => deadline.bound(next).await?,
        None => next.await?,
    };
    Ok(answer.map(|answer| (answer, analysis)))
}

impl Analysis {
    async fn next(&mut self) -> Result<Option<v1::AnalyzeArticlesResponse>, Error> {
        let mut number = 1;
        loop {
            let error = match self.hear().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let tried = std::slice::from_ref(self.answer.1.host());
            let again = self.client.caller().again(&error, number, self.deadline, tried);
            let Some(wait) = again else {
                return Err(error);
            };
            sleep(wait).await;
            number += 1;
            self.answer = begin(&self.client, &self.window, self.deadline).await?;
        }
    }

    async fn hear(&mut self) -> Result<Option<v1::AnalyzeArticlesResponse>, Error> {
        let (stream, place) = &mut self.answer;
        let heard = stream.message().await.map_err(|status| Error::of(&status));
        let mut window = self.window.lock();
        let heard = match heard {
            Ok(Some(answer)) => {
                window.answered();
                Ok(Some(answer))
            }
            Ok(None) if window.has_ended && window.unanswered.is_empty() => Ok(None),
            Ok(None) => Err(Error::unavailable("the server's answer ended early")),
            Err(error) => Err(error),
        };
        drop(window);
        if let Err(error) = &heard {
            self.client.caller().pool.tell(place, Some(error));
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use futures_util::{Stream as _, stream};
    use tiyao_api::v1;

    use super::{MOST_UNANSWERED, Outgoing, SharedWindow};

    fn requests(count: usize) -> SharedWindow {
        let request = |index: usize| v1::AnalyzeArticlesRequest {
            article: Some(v1::ArticleInput { id: index.to_string(), ..Default::default() }),
            ..Default::default()
        };
        SharedWindow::new(stream::iter((0..count).map(request)))
    }

    /// The ids that are sent until it waits or ends, and whether it ends.
    fn sent(outgoing: &mut Outgoing) -> (Vec<String>, bool) {
        let mut context = Context::from_waker(Waker::noop());
        let mut ids = Vec::new();
        loop {
            match std::pin::Pin::new(&mut *outgoing).poll_next(&mut context) {
                Poll::Ready(Some(request)) => ids.push(request.article.unwrap().id),
                Poll::Ready(None) => return (ids, true),
                Poll::Pending => return (ids, false),
            }
        }
    }

    #[test]
    fn what_is_not_answered_is_sent_again() {
        let window = requests(3);
        let mut first = window.begin();
        assert_eq!(sent(&mut first), (vec!["0".to_owned(), "1".to_owned(), "2".to_owned()], true));
        window.lock().answered();
        let mut second = window.begin();
        assert_eq!(sent(&mut first), (vec![], true));
        assert_eq!(sent(&mut second), (vec!["1".to_owned(), "2".to_owned()], true));
    }

    #[test]
    fn no_more_is_taken_than_may_wait() {
        let window = requests(MOST_UNANSWERED + 2);
        let mut outgoing = window.begin();
        let (ids, has_ended) = sent(&mut outgoing);
        assert_eq!((ids.len(), has_ended), (MOST_UNANSWERED, false));
        window.lock().answered();
        assert_eq!(sent(&mut outgoing), (vec![MOST_UNANSWERED.to_string()], false));
    }
}
