use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use tonic::Streaming;

use crate::Error;

/// The answers of a streaming call, as they come. Dropping it cancels the call.
pub struct Responses<T> {
    // `None` once the deadline has passed.
    inner: Option<Streaming<T>>,
    timeout: Duration,
    // Measures the whole call, not one answer: set when the call began.
    deadline: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<T> Responses<T> {
    pub(crate) fn new(
        inner: Streaming<T>,
        timeout: Duration,
        deadline: Option<tokio::time::Instant>,
    ) -> Self {
        let deadline = deadline.map(|at| Box::pin(tokio::time::sleep_until(at)));
        Self { inner: Some(inner), timeout, deadline }
    }

    /// The next answer; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Stream for Responses<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(inner) = &mut self.inner else { return Poll::Ready(None) };
        if let Poll::Ready(item) = Pin::new(inner).poll_next(context) {
            return Poll::Ready(item.map(|result| result.map_err(Error::from)));
        }
        let Some(deadline) = &mut self.deadline else { return Poll::Pending };
        if deadline.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        // Dropping the stream tells the server to stop.
        self.inner = None;
        Poll::Ready(Some(Err(Error::deadline(self.timeout))))
    }
}
