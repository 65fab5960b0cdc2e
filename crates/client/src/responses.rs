use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{Stream, stream};

use crate::Error;

/// The answers of a streaming call, as they come. An error is the last of them. Dropping it cancels the
/// call.
pub struct Responses<T>(Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>);

impl<T: 'static> Responses<T> {
    /// What `next` gives, until there is no more or it fails.
    pub(crate) fn of<S, Fut>(state: S, next: impl Fn(S) -> Fut + Send + 'static) -> Self
    where
        S: Send + 'static,
        Fut: Future<Output = Result<Option<(T, S)>, Error>> + Send + 'static,
    {
        let state = Some((state, next));
        Self(Box::pin(stream::unfold(state, async |state| {
            let (state, next) = state?;
            match next(state).await {
                Ok(Some((answer, state))) => Some((Ok(answer), Some((state, next)))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })))
    }

    /// The next answer; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.0.as_mut().poll_next(context)).await
    }
}

impl<T> Stream for Responses<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Responses<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Responses")
    }
}
