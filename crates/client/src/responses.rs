use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use tokio::time::Sleep;
use tonic::{Status, Streaming};

use crate::{Error, deadline::Deadline};

/// The answers of a streaming call, as they come. Dropping it cancels the call.
pub struct Responses<T> {
    // `None` once the deadline has passed.
    inner: Option<Streaming<T>>,
    // For the whole call, not for one answer.
    deadline: Option<(Deadline, Pin<Box<Sleep>>)>,
}

impl<T> Responses<T> {
    pub(crate) fn new(inner: Streaming<T>, deadline: Option<Deadline>) -> Self {
        let deadline =
            deadline.map(|deadline| (deadline, Box::pin(tokio::time::sleep_until(deadline.at()))));
        Self { inner: Some(inner), deadline }
    }

    /// The next answer; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn told(&self, status: Status) -> Error {
        match &self.deadline {
            Some((deadline, _)) => deadline.told(status),
            None => status.into(),
        }
    }
}

impl<T> Stream for Responses<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(inner) = &mut self.inner else { return Poll::Ready(None) };
        if let Poll::Ready(item) = Pin::new(inner).poll_next(context) {
            return Poll::Ready(item.map(|answer| answer.map_err(|status| self.told(status))));
        }
        let Some((deadline, timer)) = &mut self.deadline else { return Poll::Pending };
        if timer.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let exceeded = deadline.exceeded();
        // Dropping the stream tells the server to stop.
        self.inner = None;
        Poll::Ready(Some(Err(exceeded)))
    }
}
