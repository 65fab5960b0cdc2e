use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use tokio_stream::Stream;
use tonic::Status;

use crate::failure::Failure;

/// A stream of answers that ends with `DEADLINE_EXCEEDED` when its call's time is up.
pub(crate) struct UntilDeadline<S> {
    // `None` once it has ended.
    inner: Option<Pin<Box<S>>>,
    deadline: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<S> UntilDeadline<S> {
    pub(crate) fn new(inner: S, deadline: Option<Instant>) -> Self {
        let deadline = deadline.map(|at| Box::pin(tokio::time::sleep_until(at.into())));
        Self { inner: Some(Box::pin(inner)), deadline }
    }
}

impl<T, S: Stream<Item = Result<T, Status>>> Stream for UntilDeadline<S> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(inner) = &mut self.inner else { return Poll::Ready(None) };
        let item = inner.as_mut().poll_next(context);
        if item.is_ready() {
            return item;
        }
        let Some(deadline) = &mut self.deadline else { return Poll::Pending };
        if deadline.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        // Dropping the stream drops the work that waits behind it.
        self.inner = None;
        Poll::Ready(Some(Err(Failure::DeadlineExceeded.into())))
    }
}
