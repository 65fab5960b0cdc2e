mod answers;

use std::{
    any::Any,
    cell::Cell,
    num::NonZeroUsize,
    rc::Rc,
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use tiyao_text::interrupt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tracing::{Span, debug, error};

use answers::{Answer, Answers};

use crate::{
    admission::{Admission, Ticket},
    call::Call,
    failure::Failure,
    limits::Limits,
    monitor::PoolState,
    queue::{FairQueue, Place},
    tally::Tally,
};

/// A job of more bytes lets smaller ones pass while it runs: it may take a second, and they a
/// millisecond.
const SMALL_BYTES: usize = 64 << 10;
/// How far analysis stands back, from wherever the process was put: a third of the weight of what
/// answers, where both want to run.
#[cfg(target_os = "linux")]
const ANALYSIS_NICE: i32 = 5;
/// Units in which the room for the articles of streams is counted.
const ROOM_UNIT: usize = 1 << 10;

/// The threads that analyse, behind a bounded queue that is fair by cost. Analysis is CPU work of
/// milliseconds: on the async threads it would hold up health checks and every other call.
///
/// No thread sits idle while a job waits, and no small job waits for the end of a large one: where
/// the work of a large job asks whether to go on, its thread does a small job that waits.
pub(crate) struct Pool {
    inner: Arc<Inner>,
    thread_count: usize,
    // Calls with one message are refused when there is no room; streams are held back instead.
    admission: Arc<Admission>,
    room: Arc<Semaphore>,
}

/// What the threads and the callers share.
#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    // A job waits, or the pool has ended.
    wake: Condvar,
    tally: Arc<Tally>,
}

#[derive(Default)]
struct State {
    queue: FairQueue<Job>,
    ended: bool,
}

/// Room for an article of a stream; it is given back when dropped.
pub(crate) struct Room(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

/// Work that waits for a thread.
struct Job {
    call: Call,
    span: Span,
    bytes: usize,
    work: Box<dyn FnOnce(Turn) -> Answer + Send>,
}

/// A job's turn on a thread.
#[derive(Clone)]
struct Turn {
    call: Call,
    started: Instant,
    // Given where other jobs may be done meanwhile …
    lender: Option<Arc<Inner>>,
    // … and the time that they took.
    lent: Rc<Cell<Duration>>,
}

impl Pool {
    /// Starts the threads.
    pub(crate) fn new(threads: NonZeroUsize, limits: &Limits) -> std::io::Result<Self> {
        let inner = Arc::<Inner>::default();
        let admission = Admission::new(threads, limits);
        let room = (limits.queued_bytes / ROOM_UNIT).clamp(1, Semaphore::MAX_PERMITS);
        let pool = Self {
            inner: Arc::clone(&inner),
            thread_count: threads.get(),
            admission: Arc::new(admission),
            room: Arc::new(Semaphore::new(room)),
        };
        for index in 0..threads.get() {
            let inner = Arc::clone(&inner);
            // If one cannot be started, dropping the pool ends the others.
            std::thread::Builder::new().name(format!("analysis-{index}")).spawn(move || {
                yield_to_others();
                inner.work();
            })?;
        }
        Ok(pool)
    }

    pub(crate) fn thread_count(&self) -> usize {
        self.thread_count
    }

    /// Jobs of one call that are worth having under way at a time.
    pub(crate) fn width(&self) -> usize {
        2 * self.thread_count
    }

    /// How full the queue is.
    pub(crate) fn state(&self) -> PoolState {
        PoolState {
            depth: self.tally().waiting_jobs(),
            capacity: self.admission.calls().saturating_sub(self.thread_count),
            panics: self.tally().panicked(),
            bytes: self.tally().waiting_bytes(),
            running: self.tally().running_jobs(),
            ended: self.tally().ended(),
        }
    }

    /// What has been counted so far.
    pub(crate) fn tally(&self) -> &Arc<Tally> {
        &self.inner.tally
    }

    /// Admits a call that sent so many bytes, or refuses it at once when too much waits.
    pub(crate) fn admit(&self, bytes: usize) -> Result<Ticket, Failure> {
        self.admission.admit(bytes)
    }

    /// Which calls are let in.
    pub(crate) fn admission(&self) -> &Arc<Admission> {
        &self.admission
    }

    /// Room for so many bytes of a stream, when there is some.
    pub(crate) async fn room(&self, bytes: usize) -> Result<Room, Failure> {
        let units = bytes.div_ceil(ROOM_UNIT).max(1).min(self.room_units());
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let permit = Arc::clone(&self.room).acquire_many_owned(units).await;
        // Closed only if we closed it, and we never do.
        permit.map(Room).map_err(|_closed| Failure::Cancelled)
    }

    fn room_units(&self) -> usize {
        (self.admission.queued_bytes() / ROOM_UNIT).clamp(1, Semaphore::MAX_PERMITS)
    }

    /// Runs `job`, the work on so many bytes, when it is its turn. A job whose caller has gone or
    /// whose deadline has passed is never started, or stopped where it asks; one that panics fails
    /// alone. When the future is dropped, the job leaves the queue, and the call is told to stop.
    pub(crate) async fn run<T, F>(&self, call: &Call, bytes: usize, job: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let (job_call, admission) = (call.clone(), Arc::clone(&self.admission));
        let tally = Arc::clone(self.tally());
        let queued = Instant::now();
        let started = Arc::new(OnceLock::new());
        let job_started = Arc::clone(&started);
        let work = move |turn: Turn| -> Answer {
            tally.begin();
            job_started.get_or_init(|| turn.started);
            let result = job_call.check().and_then(|()| attempt(&turn, &tally, job));
            tally.end();
            let own_time = turn.own_time();
            admission.learn(bytes, own_time);
            tally.count(result.as_ref().err());
            job_call.record(turn.started - queued, own_time);
            // The caller may have gone meanwhile.
            Box::new(move || drop(reply.send(result)))
        };
        let job = Job { call: call.clone(), span: Span::current(), bytes, work: Box::new(work) };
        let place = self.inner.push(job);
        let inner = &self.inner;
        let mut waiting = Waiting { inner, call, place, queued, started, answered: false };
        let result = answer.await.unwrap_or(Err(Failure::Cancelled));
        waiting.answered = true;
        result
    }
}

/// Puts this thread behind those that answer: they have little to do, and everybody waits for them.
pub(crate) fn yield_to_others() {
    #[cfg(target_os = "linux")]
    // Elsewhere it would be the whole process; and without it the work is done all the same.
    rustix::process::nice(ANALYSIS_NICE).ok();
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = self.inner.lock();
        state.ended = true;
        state.queue.clear();
        drop(state);
        self.inner.wake.notify_all();
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, job: Job) -> Place {
        let mut state = self.lock();
        let (owner, bytes) = (job.call.owner(), job.bytes);
        let place = state.queue.push(owner, bytes, job);
        self.tally.waiting(state.queue.len(), state.queue.bytes());
        drop(state);
        self.wake.notify_one();
        place
    }

    fn remove(&self, place: Place) -> Option<Job> {
        let mut state = self.lock();
        let job = state.queue.remove(place);
        self.tally.waiting(state.queue.len(), state.queue.bytes());
        job
    }

    /// Does jobs until the pool has ended.
    fn work(self: Arc<Self>) {
        let mut answers = Answers::default();
        while let Some(job) = self.next(&mut answers) {
            let is_large = job.bytes > SMALL_BYTES;
            if is_large || answers.are_due(Instant::now()) {
                answers.send();
            }
            answers.keep(job.run(is_large.then(|| Arc::clone(&self))));
        }
    }

    /// The next job. Where none waits, `answers` are sent first.
    fn next(&self, answers: &mut Answers) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.ended {
                return None;
            }
            if let Some(job) = state.queue.pop() {
                self.tally.waiting(state.queue.len(), state.queue.bytes());
                return Some(job);
            }
            if answers.is_empty() {
                state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                drop(state);
                answers.send();
                state = self.lock();
            }
        }
    }

    /// The next small job that waits.
    fn next_small(&self) -> Option<Job> {
        if self.tally.waiting_jobs() == 0 {
            return None;
        }
        let mut state = self.lock();
        let job = state.queue.pop_up_to(SMALL_BYTES);
        self.tally.waiting(state.queue.len(), state.queue.bytes());
        job
    }
}

impl Job {
    /// Does the job; if `lender` is given, small ones that wait meanwhile.
    fn run(self, lender: Option<Arc<Inner>>) -> Answer {
        let turn = Turn { call: self.call, started: Instant::now(), lender, lent: Rc::default() };
        self.span.in_scope(|| (self.work)(turn))
    }
}

impl Turn {
    /// Asked by the work now and then.
    fn goes_on(&self) -> bool {
        // A large job gets at least half of its thread.
        if let Some(lender) = &self.lender
            && self.lent.get() <= self.own_time()
            && let Some(job) = lender.next_small()
        {
            let lent = Instant::now();
            job.run(None)();
            self.lent.set(self.lent.get() + lent.elapsed());
        }
        self.call.check().is_ok()
    }

    /// How long the thread has worked for this job.
    fn own_time(&self) -> Duration {
        self.started.elapsed().saturating_sub(self.lent.get())
    }
}

/// Does `job` unless its turn ends before.
fn attempt<T>(
    turn: &Turn,
    tally: &Tally,
    job: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (asked, call) = (turn.clone(), &turn.call);
    let work = || contain(call, tally, job);
    interrupt::run_while(move || asked.goes_on(), work)
        .unwrap_or_else(|| Err(call.check().err().unwrap_or(Failure::Cancelled)))
}

/// Does `job`; if it panics it fails alone, and whatever its call does beside it goes on. It owns
/// what it works on, so nothing half-changed outlives the panic.
pub(crate) fn contain<T>(
    call: &Call,
    tally: &Tally,
    job: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    interrupt::contain(job).unwrap_or_else(|panic| {
        let request_id = call.request_id();
        error!(request_id, "an analysis panicked");
        // It may cite the text, which is nobody's to read above this level.
        debug!(request_id, panic = panic_message(panic.as_ref()), "what the panic said");
        tally.panic();
        Err(Failure::Panicked { request_id: request_id.to_owned() })
    })
}

/// Whoever waits for a job. Dropped before the answer came, it stops the call's work.
struct Waiting<'a> {
    inner: &'a Inner,
    call: &'a Call,
    place: Place,
    queued: Instant,
    // Set when a thread takes the job.
    started: Arc<OnceLock<Instant>>,
    answered: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        // Before it is cancelled, to count it as what it is.
        let failure = self.call.check().err().unwrap_or(Failure::Cancelled);
        self.call.cancel();
        if self.inner.remove(self.place).is_some() {
            self.inner.tally.count(Some(&failure));
        }
        // The job, if it runs at all, comes too late to say it: the call has ended.
        let begun = self.started.get().copied();
        let waited = begun.map_or_else(|| self.queued.elapsed(), |begun| begun - self.queued);
        self.call.record(waited, begun.map_or(Duration::ZERO, |begun| begun.elapsed()));
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

#[cfg(test)]
mod tests;
