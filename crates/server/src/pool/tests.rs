use std::{
    future::poll_fn,
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::Poll,
    time::{Duration, Instant},
};

use tiyao_text::interrupt;

use super::{Inner, Job, Pool, SMALL_BYTES, answers::Answers};
use crate::{call::Call, failure::Failure, limits::Limits};

const LARGE: usize = SMALL_BYTES + 1;

fn one_thread() -> Pool {
    Pool::new(NonZeroUsize::MIN, &Limits::default()).unwrap()
}

fn call(connection: u64) -> Call {
    Call::new("test".to_owned(), connection, None)
}

async fn is_pending<F: Future + Unpin>(future: &mut F) -> bool {
    let mut future = Pin::new(future);
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}

/// Asks and asks until `done` says so.
async fn until(done: impl Fn() -> bool) {
    while !done() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn jobs_take_turns_between_connections() {
    let pool = one_thread();
    let (release, released) = mpsc::channel::<()>();
    let first = call(1);
    let mut busy = Box::pin(pool.run(&first, 0, move || {
        released.recv().ok();
        Ok(())
    }));
    assert!(is_pending(&mut busy).await);
    until(|| pool.tally().waiting_jobs() == 0).await;
    let (sender, order) = mpsc::channel();
    let calls: Vec<Call> = [1, 1, 1, 1, 2].into_iter().map(call).collect();
    let mut jobs: Vec<_> = calls
        .iter()
        .enumerate()
        .map(|(index, call)| {
            let sender = sender.clone();
            // Small ones would go as they came.
            Box::pin(pool.run(call, 100_000, move || Ok(sender.send(index).is_ok())))
        })
        .collect();
    for job in &mut jobs {
        assert!(is_pending(job).await);
    }
    drop(release);
    for job in jobs {
        assert_eq!(job.await, Ok(true));
    }
    drop(sender);
    // The other connection is not behind all of the first's.
    assert_eq!(order.iter().collect::<Vec<_>>(), [0, 4, 1, 2, 3]);
}

#[tokio::test]
async fn a_small_job_passes_a_large_one_that_runs() {
    let pool = one_thread();
    let (large_call, small_call) = (call(1), call(1));
    let passed = Arc::new(AtomicUsize::new(0));
    let (seen, counted) = (Arc::clone(&passed), Arc::clone(&passed));
    let mut large = Box::pin(pool.run(&large_call, LARGE, move || {
        // It ends only when the small one has been done: on this thread, there is no other.
        while seen.load(Ordering::Relaxed) == 0 {
            interrupt::checkpoint();
        }
        Ok("large")
    }));
    assert!(is_pending(&mut large).await);
    let small = pool.run(&small_call, 10, move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok("small")
    });
    assert_eq!(small.await, Ok("small"));
    assert_eq!(large.await, Ok("large"));
    assert!(large_call.timings().analysis > Duration::ZERO);
}

#[tokio::test]
async fn a_small_job_lends_its_thread_to_nobody() {
    let pool = one_thread();
    let (first_call, second_call) = (call(1), call(2));
    let (release, released) = mpsc::channel::<()>();
    let done = Arc::new(AtomicUsize::new(0));
    let (seen, counted) = (Arc::clone(&done), Arc::clone(&done));
    let mut first = Box::pin(pool.run(&first_call, SMALL_BYTES, move || {
        released.recv().ok();
        (0..100).for_each(|_| interrupt::checkpoint());
        Ok(seen.load(Ordering::Relaxed))
    }));
    assert!(is_pending(&mut first).await);
    until(|| pool.tally().waiting_jobs() == 0).await;
    let mut second = Box::pin(pool.run(&second_call, 10, move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }));
    assert!(is_pending(&mut second).await);
    drop(release);
    assert_eq!(first.await, Ok(0));
    assert_eq!(second.await, Ok(()));
}

#[tokio::test]
async fn an_answer_does_not_wait_for_a_large_job() {
    let pool = one_thread();
    let (release, released) = mpsc::channel::<()>();
    let calls = [1, 2, 3].map(call);
    let mut busy = Box::pin(pool.run(&calls[0], 0, move || Ok(released.recv().ok())));
    assert!(is_pending(&mut busy).await);
    until(|| pool.tally().waiting_jobs() == 0).await;
    let (answered, answer) = mpsc::channel::<()>();
    let mut small = Box::pin(pool.run(&calls[1], 10, || Ok(())));
    let mut large = Box::pin(pool.run(&calls[2], LARGE, move || Ok(answer.recv())));
    assert!(is_pending(&mut small).await && is_pending(&mut large).await);
    drop(release);
    assert_eq!(small.await, Ok(()));
    // The large one ends only now.
    answered.send(()).unwrap();
    assert_eq!(large.await, Ok(Ok(())));
    assert_eq!(busy.await, Ok(None));
}

#[test]
fn answers_are_kept_while_jobs_wait_and_no_longer() {
    let inner = Arc::new(Inner::default());
    let job = || {
        let (call, span) = (call(1), tracing::Span::none());
        Job { call, span, bytes: 10, work: Box::new(|_turn| Box::new(|| ())) }
    };
    inner.push(job());
    let (sender, sent) = mpsc::channel();
    let mut answers = Answers::default();
    answers.keep(Box::new(move || sender.send("answer").unwrap()));
    assert!(inner.next(&mut answers).is_some());
    assert!(sent.try_recv().is_err());
    // Now that none waits, it is sent before the thread waits for the next.
    let waiting = Arc::clone(&inner);
    let thread = std::thread::spawn(move || waiting.next(&mut answers).is_some());
    assert_eq!(sent.recv(), Ok("answer"));
    inner.push(job());
    assert!(thread.join().unwrap());
}

#[tokio::test]
async fn a_panic_fails_alone() {
    let pool = one_thread();
    let failed: Result<(), _> = pool.run(&call(1), 0, || panic!("a fault in a job")).await;
    assert_eq!(failed, Err(Failure::Panicked { request_id: "test".to_owned() }));
    assert_eq!(pool.tally().panicked(), 1);
    assert_eq!(pool.run(&call(1), 0, || Ok(3)).await, Ok(3));
}

#[tokio::test]
async fn an_expired_job_is_not_started() {
    let pool = one_thread();
    let late = Call::new(String::new(), 1, Some(Instant::now()));
    let result = pool.run(&late, 0, || Ok("started")).await;
    assert_eq!(result, Err(Failure::DeadlineExceeded));
    assert_eq!(pool.tally().ended(), [("done", 0), ("cancelled", 0), ("expired", 1)]);
}

#[tokio::test]
async fn a_job_whose_caller_left_leaves_the_queue() {
    let pool = one_thread();
    let (release, released) = mpsc::channel::<()>();
    let (busy_call, left_call) = (call(1), call(2));
    let mut busy = Box::pin(pool.run(&busy_call, 0, move || {
        released.recv().ok();
        Ok(())
    }));
    assert!(is_pending(&mut busy).await);
    until(|| pool.tally().waiting_jobs() == 0).await;
    let (started, has_started) = mpsc::channel::<()>();
    let mut left = Box::pin(pool.run(&left_call, 7, move || {
        started.send(()).ok();
        Ok(())
    }));
    assert!(is_pending(&mut left).await);
    assert_eq!((pool.tally().waiting_jobs(), pool.tally().waiting_bytes()), (1, 7));
    drop(left);
    let told = left_call.timings();
    assert!(told.queue > Duration::ZERO && told.analysis.is_zero(), "{told:?}");
    assert_eq!((pool.tally().waiting_jobs(), pool.tally().waiting_bytes()), (0, 0));
    assert_eq!(pool.tally().ended()[1], ("cancelled", 1));
    drop(release);
    assert_eq!(busy.await, Ok(()));
    assert!(has_started.recv().is_err(), "it was started");
}

#[tokio::test]
async fn a_running_job_stops_where_it_asks() {
    let pool = one_thread();
    let left_call = call(1);
    let work = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&work);
    let mut job = Box::pin(pool.run(&left_call, 0, move || -> Result<(), Failure> {
        loop {
            counted.fetch_add(1, Ordering::Relaxed);
            interrupt::checkpoint();
        }
    }));
    assert!(is_pending(&mut job).await);
    until(|| work.load(Ordering::Relaxed) > 0).await;
    drop(job);
    let told = left_call.timings();
    assert!(told.queue > Duration::ZERO && told.analysis > Duration::ZERO, "{told:?}");
    // The only thread is free again.
    assert_eq!(pool.run(&call(2), 0, || Ok(())).await, Ok(()));
    let done = work.load(Ordering::Relaxed);
    assert_eq!(pool.run(&call(2), 0, || Ok(())).await, Ok(()));
    assert_eq!(work.load(Ordering::Relaxed), done, "it went on");
    assert_eq!(pool.tally().ended()[1], ("cancelled", 1));
}

#[tokio::test]
async fn a_deadline_stops_a_running_job() {
    let pool = one_thread();
    let soon = Instant::now() + Duration::from_millis(20);
    let bound = Call::new(String::new(), 1, Some(soon));
    let endless = pool.run(&bound, 0, || -> Result<(), Failure> {
        loop {
            interrupt::checkpoint();
        }
    });
    assert_eq!(endless.await, Err(Failure::DeadlineExceeded));
    assert_eq!(pool.tally().ended()[2], ("expired", 1));
}

#[tokio::test]
async fn streams_are_held_back_when_there_is_no_room() {
    let limits = Limits { queued_bytes: 4 << 10, ..Limits::default() };
    let pool = Pool::new(NonZeroUsize::MIN, &limits).unwrap();
    let held = pool.room(3 << 10).await.unwrap();
    let mut more = Box::pin(pool.room(2 << 10));
    assert!(is_pending(&mut more).await);
    drop(held);
    drop(more.await.unwrap());
    // More than there ever is: it waits for all of it.
    drop(pool.room(1 << 30).await.unwrap());
}
