use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderName};
use tonic::Request;

use crate::{failure::Failure, queue::Owner};

/// Tells calls apart in the caller's logs and in ours; who sends none is given one.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A longer one is not the caller's to choose: it stands in every line of the log.
const MAX_REQUEST_ID_BYTES: usize = 128;

/// What the server knows of one call: when it must be done, and where its time went. The layer in
/// front of the services makes it; handlers find it in the request's extensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    facts: Arc<Facts>,
}

#[derive(Debug, Default)]
struct Facts {
    request_id: String,
    owner: Owner,
    deadline: Option<Instant>,
    // Set when whoever waited for an answer has gone.
    cancelled: AtomicBool,
    timings: Mutex<Timings>,
}

/// Where a call's time went, summed over its jobs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timings {
    /// Waiting for an analysis thread.
    pub(crate) queue: Duration,
    /// On an analysis thread.
    pub(crate) analysis: Duration,
}

impl Call {
    /// A call that came over `connection`, with a number of its own.
    pub(crate) fn new(request_id: String, connection: u64, deadline: Option<Instant>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let owner = Owner { connection, call: NEXT.fetch_add(1, Ordering::Relaxed) };
        Self { facts: Arc::new(Facts { request_id, owner, deadline, ..Facts::default() }) }
    }

    /// The call that `request` belongs to.
    pub(crate) fn of<T>(request: &Request<T>) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// What the caller calls it, or was told to.
    pub(crate) fn request_id(&self) -> &str {
        &self.facts.request_id
    }

    /// Whose share of the analysis threads its work is taken from.
    pub(crate) fn owner(&self) -> Owner {
        self.facts.owner
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.facts.deadline
    }

    /// Tells the work of this call, wherever it is done, that nobody waits for it.
    pub(crate) fn cancel(&self) {
        self.facts.cancelled.store(true, Ordering::Relaxed);
    }

    /// Fails when the work is in vain: the time is up, or nobody waits.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.facts.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Err(Failure::DeadlineExceeded);
        }
        if self.facts.cancelled.load(Ordering::Relaxed) {
            return Err(Failure::Cancelled);
        }
        Ok(())
    }

    pub(crate) fn record(&self, queue: Duration, analysis: Duration) {
        let mut timings = self.facts.timings.lock().unwrap_or_else(PoisonError::into_inner);
        timings.queue += queue;
        timings.analysis += analysis;
    }

    pub(crate) fn timings(&self) -> Timings {
        *self.facts.timings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timings {
    /// The `server-timing` header's value: `queue;dur=0.021, analysis;dur=3.410`, in milliseconds.
    pub(crate) fn header(self) -> String {
        let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
        format!("queue;dur={:.3}, analysis;dur={:.3}", ms(self.queue), ms(self.analysis))
    }
}

/// The request id that the caller sent, or a new one.
pub(crate) fn request_id(headers: &HeaderMap) -> String {
    let sent = headers.get(&REQUEST_ID).and_then(|value| value.to_str().ok());
    let usable = |id: &&str| {
        (1..=MAX_REQUEST_ID_BYTES).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_graphic())
    };
    sent.filter(usable).map_or_else(new_request_id, str::to_owned)
}

/// Tells the calls of all servers apart: a number of this process, drawn at its start, and the
/// call's own.
fn new_request_id() -> String {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("process"));
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{:016x}-{}", *PROCESS, NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{REQUEST_ID, request_id};

    fn given(sent: Option<&str>) -> String {
        let mut headers = HeaderMap::new();
        if let Some(sent) = sent {
            headers.insert(REQUEST_ID, HeaderValue::from_str(sent).unwrap());
        }
        request_id(&headers)
    }

    #[test]
    fn a_request_id_is_kept_where_it_can_be() {
        assert_eq!(given(Some("desk-7/a.b")), "desk-7/a.b");
        let long = "x".repeat(129);
        for unusable in [None, Some(""), Some("two words"), Some(long.as_str())] {
            let made = given(unusable);
            assert!(made.len() > 16 && Some(made.as_str()) != unusable, "{made}");
            assert_ne!(made, given(unusable));
        }
    }
}
