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
        let this = &mut *self;
        let Some(inner) = &mut this.inner else { return Poll::Ready(None) };
        // First: a stream that always has an item ready must not outlive its deadline.
        let deadline = this.deadline.as_mut().map(|deadline| deadline.as_mut().poll(context));
        if !matches!(deadline, Some(Poll::Ready(()))) {
            return inner.as_mut().poll_next(context);
        }
        // Dropping the stream drops the work that waits behind it.
        this.inner = None;
        Poll::Ready(Some(Err(Failure::DeadlineExceeded.into())))
    }
}
