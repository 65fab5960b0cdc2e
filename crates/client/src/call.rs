use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{sleep, timeout};
use tonic::{
    Request, Status,
    metadata::{AsciiMetadataValue, MetadataMap},
    transport::Channel,
};
use tracing::{Instrument as _, field};

use crate::{
    Error, Retry, Token,
    backoff::backoff,
    budget::Budget,
    deadline::Deadline,
    hedge::hedged,
    host::{Host, Place},
    pool::Pool,
    trace::{Trace, new_request_id},
};

/// What the calls of a client and its clones have in common.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) pool: Arc<Pool>,
    pub(crate) budget: Budget,
    pub(crate) retry: Retry,
    pub(crate) token: Option<Token>,
    pub(crate) trace: Trace,
}

/// How one call is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) method: &'static str,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) hedge_after: Option<Duration>,
}

impl Plan {
    /// One whose answer is a stream.
    pub(crate) fn stream(method: &'static str, deadline: Option<Deadline>) -> Self {
        Self { method, deadline, attempt_timeout: None, hedge_after: None }
    }
}

/// One attempt at a call: where it goes, and what it says beside its message.
pub(crate) struct Attempt {
    pub(crate) channel: Channel,
    metadata: MetadataMap,
    timeout: Option<Duration>,
}

impl Attempt {
    pub(crate) fn request<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        *request.metadata_mut() = self.metadata.clone();
        if let Some(timeout) = self.timeout {
            request.set_timeout(timeout);
        }
        request
    }
}

impl Caller {
    /// Makes a call: one attempt after another, until one succeeds, fails for good, or there may be no
    /// more. Gives the answer, and its place at the host that gave it.
    pub(crate) async fn call<T, Fut>(
        &self,
        plan: Plan,
        make: impl Fn(Attempt) -> Fut + Sync,
    ) -> Result<(T, Place), Error>
    where
        Fut: Future<Output = Result<T, Status>> + Send,
    {
        let request_id = new_request_id();
        let span = tracing::info_span!(
            "tiyao call",
            method = plan.method,
            request_id,
            attempts = field::Empty,
            host = field::Empty,
        );
        let call = Call { caller: self, plan, request_id: &request_id, tried: Mutex::default() };
        // What the last attempt that ended came to, for who learns of the deadline.
        let last = Mutex::new(None);
        let attempts = call.attempts(&make, &last);
        let outcome = async {
            match plan.deadline {
                Some(deadline) => deadline.bound(attempts).await,
                None => attempts.await,
            }
        };
        let outcome = outcome.instrument(span.clone()).await;
        let attempts = u32::try_from(call.tried().len()).unwrap_or(u32::MAX);
        span.record("attempts", attempts);
        outcome
            .inspect(|(_, place)| {
                span.record("host", place.host().name.as_str());
            })
            .map_err(|error| {
                let earlier = last.lock().unwrap_or_else(PoisonError::into_inner).take();
                let is_late = error.is_late();
                // The transport has a timer of its own, which tells the same deadline in other words.
                let error = match plan.deadline.filter(|_| is_late && error.reason().is_none()) {
                    Some(deadline) => deadline.exceeded(),
                    None => error,
                };
                let error = match earlier.filter(|_| is_late) {
                    Some(earlier) => error.following(&earlier),
                    None => error,
                };
                error.of_call(&request_id, attempts)
            })
    }
}

impl Caller {
    /// After attempt `number` failed with `error`, and the hosts `tried` were asked: how long to wait
    /// before the next one, if there may be one. It is paid for then.
    pub(crate) fn again(
        &self,
        error: &Error,
        number: u32,
        deadline: Option<Deadline>,
        tried: &[Arc<Host>],
    ) -> Option<Duration> {
        let Retry { attempts, backoff: first, max_backoff, .. } = self.retry;
        if !error.is_transient() || number >= attempts {
            return None;
        }
        let drawn = backoff(first, max_backoff, number, fastrand::f64());
        // A host that says when to come back speaks for itself; where there is another, that one is
        // asked. Where there is none the drawn time is added: others were told the same.
        let asked_for = error.retry_after().filter(|_| !self.pool.has_other(tried));
        let wait = asked_for.unwrap_or_default().saturating_add(drawn);
        let is_in_time = deadline.is_none_or(|deadline| wait < deadline.remaining());
        (is_in_time && self.budget.spend()).then_some(wait)
    }
}

struct Call<'a> {
    caller: &'a Caller,
    plan: Plan,
    request_id: &'a str,
    // The hosts of all attempts, in their order.
    tried: Mutex<Vec<Arc<Host>>>,
}

impl Call<'_> {
    async fn attempts<T, Fut>(
        &self,
        make: &(impl Fn(Attempt) -> Fut + Sync),
        last: &Mutex<Option<Error>>,
    ) -> Result<(T, Place), Error>
    where
        Fut: Future<Output = Result<T, Status>> + Send,
    {
        let budget = &self.caller.budget;
        budget.earn();
        let mut number = 1;
        loop {
            // On the heap: two of them would make every caller's future large.
            let attempt = || Box::pin(self.attempt(make));
            // Twice at the same host would only be twice the work.
            let hedge = || self.caller.pool.has_other(&self.tried()) && budget.spend();
            let error = match hedged(self.plan.hedge_after, hedge, attempt).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let tried = self.tried().clone();
            let Some(wait) = self.caller.again(&error, number, self.plan.deadline, &tried) else {
                return Err(error);
            };
            tracing::debug!(attempt = number, %error, ?wait, "an attempt failed");
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            sleep(wait).await;
            number += 1;
        }
    }

    async fn attempt<T, Fut>(
        &self,
        make: &(impl Fn(Attempt) -> Fut + Sync),
    ) -> Result<(T, Place), Error>
    where
        Fut: Future<Output = Result<T, Status>> + Send,
    {
        let tried = self.tried().clone();
        let pool = &self.caller.pool;
        let place = pool.place(&tried).await?;
        self.tried().push(Arc::clone(place.host()));
        let metadata = self.metadata()?;
        let remaining = self.plan.deadline.map(Deadline::remaining);
        let timeout_for_this =
            self.plan.attempt_timeout.filter(|limit| remaining.is_none_or(|left| *limit < left));
        let attempt = Attempt {
            channel: place.host().channel.clone(),
            metadata,
            timeout: timeout_for_this.or(remaining),
        };
        let answer = async { make(attempt).await.map_err(|status| Error::of(&status)) };
        let outcome = match timeout_for_this {
            None => answer.await,
            Some(limit) => {
                let late = || {
                    let name = &place.host().name;
                    Error::unavailable(format!("{name} gave no answer within {limit:?}"))
                };
                // Three timers run for this: the other two are the transport's and the host's.
                match timeout(limit, answer).await {
                    Err(_elapsed) => Err(late()),
                    Ok(Err(error)) if error.is_late() => Err(late()),
                    Ok(answer) => answer,
                }
            }
        };
        pool.tell(&place, outcome.as_ref().err());
        outcome.map(|answer| (answer, place))
    }

    fn metadata(&self) -> Result<MetadataMap, Error> {
        let mut metadata = MetadataMap::new();
        if let Ok(id) = AsciiMetadataValue::try_from(self.request_id) {
            metadata.insert("x-request-id", id);
        }
        self.caller.trace.write(&mut metadata);
        if let Some(token) = &self.caller.token {
            metadata.insert("authorization", token.value(std::time::Instant::now())?);
        }
        Ok(metadata)
    }

    fn tried(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Host>>> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
