use std::{
    any::Any,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use rayon::ThreadPool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tracing::{Span, debug, error};

use crate::{call::Call, failure::Failure, monitor::PoolState};

/// The threads that analyse, behind a bounded queue. Analysis is CPU work of milliseconds: on the
/// async threads it would hold up health checks and every other call.
///
/// A job never waits for another: a thread that waited would take whole strange jobs meanwhile, one
/// inside the other.
pub(crate) struct Pool {
    threads: ThreadPool,
    // One for each call that runs or waits; a call that finds none is refused.
    tickets: Arc<Semaphore>,
    capacity: usize,
    panics: Arc<AtomicU64>,
    // One for each job of the calls that have many. Few enough that a call with one job does not
    // wait long behind them, however many they are.
    bulk: Arc<Semaphore>,
}

/// A call's place in the queue; it gives it up when dropped.
pub(crate) struct Ticket(OwnedSemaphorePermit);

impl Pool {
    pub(crate) fn new(
        threads: NonZeroUsize,
        queued_jobs: usize,
    ) -> Result<Self, rayon::ThreadPoolBuildError> {
        let tickets = threads.get().saturating_add(queued_jobs).min(Semaphore::MAX_PERMITS);
        let bulk = 2 * threads.get();
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .thread_name(|index| format!("analysis-{index}"))
            .build()?;
        Ok(Self {
            threads,
            tickets: Arc::new(Semaphore::new(tickets)),
            capacity: tickets,
            panics: Arc::default(),
            bulk: Arc::new(Semaphore::new(bulk)),
        })
    }

    pub(crate) fn thread_count(&self) -> usize {
        self.threads.current_num_threads()
    }

    pub(crate) fn state(&self) -> PoolState {
        let taken = self.capacity.saturating_sub(self.tickets.available_permits());
        let threads = self.thread_count();
        PoolState {
            depth: taken.saturating_sub(threads),
            capacity: self.capacity.saturating_sub(threads),
            panics: self.panics.load(Ordering::Relaxed),
        }
    }

    /// Jobs of one call that are worth having under way at a time.
    pub(crate) fn width(&self) -> usize {
        2 * self.thread_count()
    }

    /// Admits a call, or refuses it at once when too many wait.
    pub(crate) fn admit(&self) -> Result<Ticket, Failure> {
        let ticket = Arc::clone(&self.tickets).try_acquire_owned();
        ticket.map(Ticket).map_err(|_none_left| Failure::QueueFull)
    }

    /// Runs the one job of a call that was admitted.
    pub(crate) async fn run_one<T, F>(
        &self,
        call: &Call,
        ticket: Ticket,
        job: F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        self.run(call, ticket.0, job).await
    }

    /// Runs one of the many jobs of a call, which waits for its turn: its caller is held back by
    /// flow control, and nothing piles up.
    pub(crate) async fn run_bulk<T, F>(&self, call: &Call, job: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let permit = Arc::clone(&self.bulk).acquire_owned().await;
        // Closed only if we closed it, and we never do.
        self.run(call, permit.map_err(|_closed| Failure::QueueFull)?, job).await
    }

    /// Runs `job` on an analysis thread. A job whose caller has gone or whose deadline has passed
    /// before its turn is never started; one that panics fails alone. When the future is dropped, the
    /// call is told to stop.
    async fn run<T, F>(
        &self,
        call: &Call,
        permit: OwnedSemaphorePermit,
        job: F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let admitted = Instant::now();
        let (reply, answer) = oneshot::channel();
        let (job_call, span) = (call.clone(), Span::current());
        let panics = Arc::clone(&self.panics);
        self.threads.spawn_fifo(move || {
            let started = Instant::now();
            let result = span.in_scope(|| {
                job_call.check()?;
                // A job owns what it works on, so nothing half-changed outlives a panic.
                catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|panic| {
                    panics.fetch_add(1, Ordering::Relaxed);
                    error!("an analysis panicked");
                    // It may cite the text, which is nobody's to read above this level.
                    debug!(panic = panic_message(panic.as_ref()), "what the panic said");
                    Err(Failure::Panicked)
                })
            });
            job_call.record(started - admitted, started.elapsed());
            // Before the answer: whoever has it may call again at once.
            drop(permit);
            // The caller may have gone meanwhile.
            drop(reply.send(result));
        });
        let mut waiting = Waiting { call, answered: false };
        let result = answer.await.unwrap_or(Err(Failure::Panicked));
        waiting.answered = true;
        result
    }
}

/// Whoever waits for a job. Dropped before the answer came, it stops the call's work.
struct Waiting<'a> {
    call: &'a Call,
    answered: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.call.cancel();
        }
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        num::NonZeroUsize,
        sync::mpsc,
        task::Poll,
        time::{Duration, Instant},
    };

    use super::Pool;
    use crate::{call::Call, failure::Failure};

    fn one_thread() -> Pool {
        Pool::new(NonZeroUsize::MIN, 0).unwrap()
    }

    async fn is_pending<F: Future + Unpin>(future: &mut F) -> bool {
        let mut future = std::pin::Pin::new(future);
        poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = one_thread();
        let call = Call::default();
        let (release, released) = mpsc::channel::<()>();
        let mut long = Box::pin(pool.run_one(&call, pool.admit().unwrap(), move || {
            released.recv().ok();
            Ok(1)
        }));
        assert!(is_pending(&mut long).await);
        assert!(matches!(pool.admit(), Err(Failure::QueueFull)));
        drop(release);
        assert!(matches!(long.await, Ok(1)));
        let next = pool.run_one(&call, pool.admit().unwrap(), || Ok(3));
        assert!(matches!(next.await, Ok(3)));
    }

    #[tokio::test]
    async fn many_bulk_jobs_do_not_shut_out_a_call() {
        let pool = one_thread();
        let call = Call::default();
        let (release, released) = mpsc::channel::<()>();
        let mut first = Some(released);
        let mut bulk: Vec<_> = (0..50)
            .map(|_| {
                let wait_for = first.take();
                Box::pin(pool.run_bulk(&call, move || {
                    wait_for.map(|released| released.recv().ok());
                    Ok(())
                }))
            })
            .collect();
        for job in &mut bulk {
            assert!(is_pending(job).await);
        }
        let mut single = Box::pin(pool.run_one(&call, pool.admit().unwrap(), || Ok(7)));
        assert!(is_pending(&mut single).await);
        drop(release);
        // The jobs that wait for a bulk permit are not polled: the call does not wait for them.
        assert!(matches!(single.await, Ok(7)));
    }

    #[tokio::test]
    async fn a_panic_fails_alone() {
        let pool = one_thread();
        let call = Call::default();
        let failed: Result<(), _> = pool.run_bulk(&call, || panic!("a fault in a job")).await;
        assert!(matches!(failed, Err(Failure::Panicked)));
        assert!(matches!(pool.run_bulk(&call, || Ok(3)).await, Ok(3)));
    }

    #[tokio::test]
    async fn an_expired_job_is_not_started() {
        let call = Call::with_deadline(Some(Instant::now()));
        let result = one_thread().run_bulk(&call, || Ok("started")).await;
        assert!(matches!(result, Err(Failure::DeadlineExceeded)));
    }

    #[tokio::test]
    async fn a_job_learns_that_its_caller_has_gone() {
        let pool = one_thread();
        let call = Call::default();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (told, was_told) = mpsc::channel();
        let job_call = call.clone();
        let mut job = Box::pin(pool.run_bulk(&call, move || {
            started.send(()).ok();
            while job_call.check().is_ok() {
                std::thread::yield_now();
            }
            told.send(job_call.check()).ok();
            Ok(())
        }));
        assert!(is_pending(&mut job).await);
        has_started.await.unwrap();
        drop(job);
        let told = was_told.recv_timeout(Duration::from_mins(1));
        assert_eq!(told, Ok(Err(Failure::Cancelled)));
    }
}
