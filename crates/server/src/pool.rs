use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use rayon::ThreadPool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tracing::Span;

use crate::{call::Call, failure::Failure};

/// The threads that analyse, behind a bounded queue. Analysis is CPU work of milliseconds: on the
/// async threads it would hold up health checks and every other call.
pub(crate) struct Pool {
    threads: ThreadPool,
    // One slot for each running or waiting job.
    slots: Arc<Semaphore>,
}

/// What to do when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Refuse at once: the caller may try again, or elsewhere.
    Refuse,
    /// Wait: the caller is held back by flow control, and nothing piles up.
    Wait,
}

impl Pool {
    pub(crate) fn new(
        threads: NonZeroUsize,
        queued_jobs: usize,
    ) -> Result<Self, rayon::ThreadPoolBuildError> {
        let slots = threads.get().saturating_add(queued_jobs).min(Semaphore::MAX_PERMITS);
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .thread_name(|index| format!("analysis-{index}"))
            .build()?;
        Ok(Self { threads, slots: Arc::new(Semaphore::new(slots)) })
    }

    pub(crate) fn thread_count(&self) -> usize {
        self.threads.current_num_threads()
    }

    /// Runs `job` on an analysis thread. A job whose caller has gone or whose deadline has passed
    /// before its turn is never started; one that panics fails alone.
    pub(crate) async fn run<T, F>(
        &self,
        call: &Call,
        admission: Admission,
        job: F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let admitted = Instant::now();
        let slot = self.admit(admission).await?;
        let (reply, answer) = oneshot::channel();
        let (job_call, span) = (call.clone(), Span::current());
        self.threads.spawn_fifo(move || {
            let _slot = slot;
            if reply.is_closed() {
                return;
            }
            let started = Instant::now();
            let result = if job_call.is_expired(started) {
                Err(Failure::DeadlineExceeded)
            } else {
                // A job owns what it works on, so nothing half-changed outlives a panic.
                let job = AssertUnwindSafe(|| span.in_scope(job));
                catch_unwind(job).unwrap_or(Err(Failure::Panicked))
            };
            job_call.record(started - admitted, started.elapsed());
            // The caller may have gone meanwhile.
            drop(reply.send(result));
        });
        answer.await.unwrap_or(Err(Failure::Panicked))
    }

    async fn admit(&self, admission: Admission) -> Result<OwnedSemaphorePermit, Failure> {
        let slots = Arc::clone(&self.slots);
        match admission {
            Admission::Refuse => slots.try_acquire_owned().map_err(|_full| Failure::QueueFull),
            // Closed only if we closed it, and we never do.
            Admission::Wait => slots.acquire_owned().await.map_err(|_closed| Failure::QueueFull),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, num::NonZeroUsize, sync::mpsc, task::Poll, time::Instant};

    use super::{Admission, Pool};
    use crate::{call::Call, failure::Failure};

    fn one_thread() -> Pool {
        Pool::new(NonZeroUsize::MIN, 0).unwrap()
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = one_thread();
        let call = Call::default();
        let (release, released) = mpsc::channel::<()>();
        let mut long = Box::pin(pool.run(&call, Admission::Refuse, move || {
            released.recv().ok();
            Ok(1)
        }));
        let polled = poll_fn(|context| Poll::Ready(long.as_mut().poll(context).is_pending()));
        assert!(polled.await);
        let refused = pool.run(&call, Admission::Refuse, || Ok(2)).await;
        assert!(matches!(refused, Err(Failure::QueueFull)));
        drop(release);
        assert!(matches!(long.await, Ok(1)));
        assert!(matches!(pool.run(&call, Admission::Refuse, || Ok(3)).await, Ok(3)));
    }

    #[tokio::test]
    async fn a_panic_fails_alone() {
        let pool = one_thread();
        let call = Call::default();
        let failed: Result<(), _> =
            pool.run(&call, Admission::Wait, || panic!("a fault in a job")).await;
        assert!(matches!(failed, Err(Failure::Panicked)));
        assert!(matches!(pool.run(&call, Admission::Wait, || Ok(3)).await, Ok(3)));
    }

    #[tokio::test]
    async fn an_expired_job_is_not_started() {
        let call = Call::with_deadline(Some(Instant::now()));
        let result = one_thread().run(&call, Admission::Wait, || Ok("started")).await;
        assert!(matches!(result, Err(Failure::DeadlineExceeded)));
    }
}
