use std::{
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{failure::Failure, limits::Limits};

/// What a job costs beside its bytes: as much as this many.
const BASE_BYTES: u64 = 4 << 10;
/// However many calls wait, more may as long as all that is let in takes no longer than this: short
/// ones are done sooner than the next could be taken on, and the threads would have nothing to do.
const SOON: Duration = Duration::from_millis(5);
/// Nobody is told to come back sooner, or later.
const RETRY_AFTER: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(30));
/// The time of a byte is taken for this until one has been measured: 50 MB/s.
const FIRST_PICOSECONDS: u64 = 20_000;

/// Which calls are let in: so few, or so short, that those which wait are answered soon, and what they
/// sent fits the memory set aside for it.
pub(crate) struct Admission {
    threads: u64,
    calls: usize,
    queued_jobs: usize,
    queued_bytes: usize,
    admitted: Arc<Mutex<Admitted>>,
    // What a byte costs, smoothed over the last jobs, in picoseconds.
    pace: AtomicU64,
}

#[derive(Clone, Copy, Default)]
struct Admitted {
    calls: usize,
    bytes: usize,
}

/// A call's place among those that are let in; it gives it up when dropped.
pub(crate) struct Ticket {
    admitted: Arc<Mutex<Admitted>>,
    bytes: usize,
}

impl Admission {
    pub(crate) fn new(threads: NonZeroUsize, limits: &Limits) -> Self {
        Self {
            threads: u64::try_from(threads.get()).unwrap_or(u64::MAX),
            calls: limits.queued_jobs.saturating_add(1).saturating_mul(threads.get()),
            queued_jobs: limits.queued_jobs,
            queued_bytes: limits.queued_bytes,
            admitted: Arc::default(),
            pace: AtomicU64::new(FIRST_PICOSECONDS),
        }
    }

    /// Calls that may run or wait.
    pub(crate) fn calls(&self) -> usize {
        self.calls
    }

    /// Bytes that may wait.
    pub(crate) fn queued_bytes(&self) -> usize {
        self.queued_bytes
    }

    /// Refuses a call of which nothing has been read when not even the smallest would be let in: to
    /// read what is then refused would take the time of those that were not.
    pub(crate) fn foresee(&self) -> Result<(), Failure> {
        self.room_for(0, *self.lock())
    }

    /// Lets a call in that sent so many bytes. One that is alone is always let in.
    pub(crate) fn admit(&self, bytes: usize) -> Result<Ticket, Failure> {
        let mut admitted = self.lock();
        self.room_for(bytes, *admitted)?;
        admitted.calls += 1;
        admitted.bytes = admitted.bytes.saturating_add(bytes);
        Ok(Ticket { admitted: Arc::clone(&self.admitted), bytes })
    }

    fn room_for(&self, bytes: usize, admitted: Admitted) -> Result<(), Failure> {
        let after = admitted.bytes.saturating_add(bytes);
        let full = if admitted.calls >= self.calls && self.takes(admitted) >= SOON {
            Some(("max_queued_jobs", self.queued_jobs))
        } else if after > self.queued_bytes && admitted.calls > 0 {
            Some(("max_queued_bytes", self.queued_bytes))
        } else {
            None
        };
        match full {
            None => Ok(()),
            Some((limit, allowed)) => {
                let retry_after = self.retry_after(admitted);
                Err(Failure::QueueFull { limit, allowed, retry_after })
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Admitted> {
        self.admitted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns how long the work on so many bytes took.
    pub(crate) fn learn(&self, bytes: usize, took: Duration) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(BASE_BYTES);
        let picoseconds = took.as_nanos().saturating_mul(1000) / u128::from(bytes);
        let sample = u64::try_from(picoseconds).unwrap_or(u64::MAX);
        let before = self.pace.load(Ordering::Relaxed);
        // Two that learn at once may lose a sample; the next ones make it up.
        self.pace.store(before - before / 16 + sample / 16, Ordering::Relaxed);
    }

    /// About when half of what is let in will be done.
    fn retry_after(&self, admitted: Admitted) -> Duration {
        (self.takes(admitted) / 2).clamp(RETRY_AFTER.0, RETRY_AFTER.1)
    }

    /// About how long the work on all that is let in takes.
    fn takes(&self, admitted: Admitted) -> Duration {
        let calls = u64::try_from(admitted.calls).unwrap_or(u64::MAX).saturating_mul(BASE_BYTES);
        let bytes = u64::try_from(admitted.bytes).unwrap_or(u64::MAX).saturating_add(calls);
        let picoseconds = bytes.saturating_mul(self.pace.load(Ordering::Relaxed));
        Duration::from_nanos(picoseconds / self.threads / 1000)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        admitted.calls -= 1;
        admitted.bytes -= self.bytes;
    }
}

#[cfg(test)]
mod tests {
    use std::{num::NonZeroUsize, time::Duration};

    use super::Admission;
    use crate::{failure::Failure, limits::Limits};

    fn admission(queued_jobs: usize, queued_bytes: usize) -> Admission {
        let limits = Limits { queued_jobs, queued_bytes, ..Limits::default() };
        Admission::new(NonZeroUsize::MIN, &limits)
    }

    /// Has it learn that even small calls take long.
    fn slow_down(admission: &Admission) {
        for _ in 0..100 {
            admission.learn(10, Duration::from_secs(1));
        }
    }

    fn refused(admission: &Admission, bytes: usize) -> (&'static str, usize, Duration) {
        match admission.admit(bytes) {
            Err(Failure::QueueFull { limit, allowed, retry_after }) => {
                (limit, allowed, retry_after)
            }
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("admitted"),
        }
    }

    #[test]
    fn too_many_calls_or_bytes_are_refused_with_the_limit() {
        let few = admission(1, 100);
        slow_down(&few);
        // One runs and one waits.
        let held = [few.admit(10).unwrap(), few.admit(10).unwrap()];
        assert_eq!(refused(&few, 10).0, "max_queued_jobs");
        assert!(few.foresee().is_err());
        drop(held);
        assert_eq!(few.foresee(), Ok(()));

        let large = few.admit(90).unwrap();
        let (limit, allowed, _) = refused(&few, 11);
        assert_eq!((limit, allowed), ("max_queued_bytes", 100));
        // What has not been read may be small enough.
        assert_eq!(few.foresee(), Ok(()));
        drop(few.admit(10).unwrap());
        drop(large);
        // Alone, it must be let in: it would never find more room.
        drop(few.admit(1000).unwrap());
    }

    #[test]
    fn short_calls_may_be_more() {
        let few = admission(1, 1 << 30);
        let short: Vec<_> = (0..50).map(|_| few.admit(10).unwrap()).collect();
        let long = few.admit(1 << 20).unwrap();
        // Not behind so much.
        assert_eq!(refused(&few, 10).0, "max_queued_jobs");
        drop(long);
        slow_down(&few);
        assert_eq!(refused(&few, 10).0, "max_queued_jobs");
        drop(short);
        assert_eq!(few.foresee(), Ok(()));
    }

    #[test]
    fn the_longer_the_work_the_later_the_retry() {
        let slow = admission(0, 1 << 30);
        let _held = slow.admit(1 << 20).unwrap();
        let before = refused(&slow, 1).2;
        for _ in 0..100 {
            slow.learn(1 << 20, Duration::from_secs(2));
        }
        let after = refused(&slow, 1).2;
        assert!(after > before && after < Duration::from_secs(2), "{before:?} {after:?}");
    }
}
