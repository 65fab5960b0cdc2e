use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tonic::Request;

use crate::failure::Failure;

/// What the server knows of one call: when it must be done, and where its time went. The layer in
/// front of the services makes it; handlers find it in the request's extensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    deadline: Option<Instant>,
    // Set when whoever waited for an answer has gone.
    cancelled: Arc<AtomicBool>,
    timings: Arc<Mutex<Timings>>,
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
    pub(crate) fn with_deadline(deadline: Option<Instant>) -> Self {
        Self { deadline, ..Self::default() }
    }

    /// The call that `request` belongs to.
    pub(crate) fn of<T>(request: &Request<T>) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Tells the work of this call, wherever it is done, that nobody waits for it.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Fails when the work is in vain: the time is up, or nobody waits. Asked between the stages of
    /// an analysis.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Err(Failure::DeadlineExceeded);
        }
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Failure::Cancelled);
        }
        Ok(())
    }

    pub(crate) fn record(&self, queue: Duration, analysis: Duration) {
        let mut timings = self.timings.lock().unwrap_or_else(PoisonError::into_inner);
        timings.queue += queue;
        timings.analysis += analysis;
    }

    pub(crate) fn timings(&self) -> Timings {
        *self.timings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timings {
    /// The `server-timing` header's value: `queue;dur=0.021, analysis;dur=3.410`, in milliseconds.
    pub(crate) fn header(self) -> String {
        let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
        format!("queue;dur={:.3}, analysis;dur={:.3}", ms(self.queue), ms(self.analysis))
    }
}
