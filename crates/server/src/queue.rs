use std::collections::BTreeMap;

/// What every job costs beside its bytes: as much as this many.
const BASE_COST: u64 = 4 << 10;
/// As long as no more waits of a connection than the cost of so many bytes, some five milliseconds of
/// work, its calls go as they came. Calls that come at random meet on one connection now and then, and
/// would be passed by whatever comes after them.
const BURST: u64 = 64 << 10;

/// Who a job is for: jobs of one call, and calls of one connection, share a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owner {
    pub(crate) connection: u64,
    pub(crate) call: u64,
}

/// Where a job stands; the smallest is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    due: u64,
    arrival: u64,
}

/// Jobs that wait, in an order that is fair by cost: each connection that waits gets an equal share
/// of the work, and within it each of its calls. Jobs of one call keep their order, and none waits
/// forever.
///
/// This is self-clocked fair queueing (Golestani, INFOCOM 1994). A job's finish is the time at which
/// it would be done if the calls were worked on side by side. It is due so much earlier as a burst
/// allows, but no earlier than if its call were alone; the clock is when the job was due that was taken
/// last, and the job that is due first is taken next. So small calls go as they came, until those of
/// one connection are more than a burst.
pub(crate) struct FairQueue<J> {
    jobs: BTreeMap<Place, Waiting<J>>,
    // The connections with jobs in the queue, and for each of their calls how many.
    waiting: BTreeMap<u64, BTreeMap<u64, usize>>,
    // Where the last job of a call stands: its next goes behind it.
    last: BTreeMap<Owner, Standing>,
    burst: u64,
    clock: u64,
    arrivals: u64,
    bytes: usize,
}

/// Where a job stands in its call's share, and where in the queue.
#[derive(Clone, Copy, Default)]
struct Standing {
    finish: u64,
    due: u64,
}

struct Waiting<J> {
    owner: Owner,
    bytes: usize,
    job: J,
}

impl<J> Default for FairQueue<J> {
    fn default() -> Self {
        Self::with_burst(BURST)
    }
}

impl<J> FairQueue<J> {
    fn with_burst(burst: u64) -> Self {
        Self {
            jobs: BTreeMap::new(),
            waiting: BTreeMap::new(),
            last: BTreeMap::new(),
            burst,
            clock: 0,
            arrivals: 0,
            bytes: 0,
        }
    }

    /// Puts a job behind those of its call, where its connection's share lets it stand.
    pub(crate) fn push(&mut self, owner: Owner, bytes: usize, job: J) -> Place {
        let calls = self.waiting.entry(owner.connection).or_default();
        *calls.entry(owner.call).or_default() += 1;
        // The more calls share the connection's part, the longer each takes.
        let sharers = u64::try_from(calls.len()).unwrap_or(u64::MAX);
        let cost = BASE_COST.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        let before = self.last.get(&owner).copied().unwrap_or_default();
        let finish = self.clock.max(before.finish).saturating_add(cost.saturating_mul(sharers));
        let alone = self.clock.saturating_add(cost);
        let due = finish.saturating_sub(self.burst).max(alone).max(before.due);
        self.last.insert(owner, Standing { finish, due });
        self.arrivals += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        let place = Place { due, arrival: self.arrivals };
        self.jobs.insert(place, Waiting { owner, bytes, job });
        place
    }

    /// Takes the job whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<J> {
        let place = *self.jobs.first_key_value()?.0;
        self.take(place)
    }

    /// Takes the next job among those of at most so many bytes.
    pub(crate) fn pop_up_to(&mut self, bytes: usize) -> Option<J> {
        let place = *self.jobs.iter().find(|(_, waiting)| waiting.bytes <= bytes)?.0;
        self.take(place)
    }

    fn take(&mut self, place: Place) -> Option<J> {
        self.clock = self.clock.max(place.due);
        let job = self.remove(place);
        if self.last.len() > 2 * self.jobs.len() + 16 {
            // Those whose share the clock has passed begin anew.
            let clock = self.clock;
            self.last.retain(|_, standing| standing.finish > clock);
        }
        job
    }

    /// Takes a job out without its turn: nobody waits for it any more.
    pub(crate) fn remove(&mut self, place: Place) -> Option<J> {
        let Waiting { owner, bytes, job } = self.jobs.remove(&place)?;
        self.bytes = self.bytes.saturating_sub(bytes);
        if let Some(calls) = self.waiting.get_mut(&owner.connection) {
            if let Some(count) = calls.get_mut(&owner.call) {
                *count -= 1;
                if *count == 0 {
                    calls.remove(&owner.call);
                }
            }
            if calls.is_empty() {
                self.waiting.remove(&owner.connection);
            }
        }
        Some(job)
    }

    pub(crate) fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Bytes of all jobs that wait.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes all jobs out.
    pub(crate) fn clear(&mut self) {
        *self = Self::with_burst(self.burst);
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, FairQueue, Owner};

    const KIB: usize = 1 << 10;

    /// Pushes jobs of (connection, call, bytes) in this order; gives the order in which they go.
    fn check(burst: u64, jobs: &[(u64, u64, usize)], expected: &[usize]) {
        let mut queue = FairQueue::with_burst(burst);
        for (index, &(connection, call, bytes)) in jobs.iter().enumerate() {
            queue.push(Owner { connection, call }, bytes, index);
        }
        let order: Vec<usize> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, expected, "{jobs:?}");
        assert_eq!((queue.len(), queue.bytes()), (0, 0));
        assert!(queue.waiting.is_empty());
    }

    #[test]
    fn turns() {
        // Equal jobs go as they came.
        check(0, &[(1, 1, KIB), (2, 2, KIB), (3, 3, KIB)], &[0, 1, 2]);
        // A connection with many calls does not shut out one with few.
        check(0, &[(1, 1, KIB), (1, 2, KIB), (1, 3, KIB), (2, 4, KIB)], &[0, 3, 1, 2]);
        // Nor a call with many jobs another call of its connection.
        check(0, &[(1, 1, KIB), (1, 1, KIB), (1, 1, KIB), (1, 2, KIB)], &[0, 1, 3, 2]);
        // A small one passes a large one that came before …
        check(0, &[(1, 1, 400 * KIB), (2, 2, KIB)], &[1, 0]);
        // … but the jobs of one call keep their order.
        check(0, &[(1, 1, 400 * KIB), (1, 1, KIB)], &[0, 1]);
    }

    #[test]
    fn turns_within_a_burst() {
        // Small calls go as they came …
        check(BURST, &[(1, 1, KIB), (1, 2, KIB), (1, 3, KIB), (2, 4, KIB)], &[0, 1, 2, 3]);
        check(BURST, &[(1, 1, KIB), (1, 1, KIB), (2, 2, KIB)], &[0, 1, 2]);
        // … until those of one connection, or of one call, are more than a burst.
        let mut many: Vec<_> = (0..5).map(|call| (1, call, 20 * KIB)).collect();
        many.push((2, 9, 20 * KIB));
        check(BURST, &many, &[0, 1, 2, 5, 3, 4]);
        let mut many = vec![(1, 1, 20 * KIB); 5];
        many.push((2, 9, 20 * KIB));
        check(BURST, &many, &[0, 1, 2, 5, 3, 4]);
        // A small one passes a large one that came before, but none of its call.
        check(BURST, &[(1, 1, 400 * KIB), (2, 2, KIB)], &[1, 0]);
        check(BURST, &[(1, 1, 400 * KIB), (1, 1, KIB)], &[0, 1]);
    }

    #[test]
    fn each_connection_gets_its_share_by_bytes() {
        let mut queue = FairQueue::with_burst(0);
        // The first sends jobs ten times as large; a second call comes back for each answer.
        for call in 0..40 {
            queue.push(Owner { connection: 1, call }, 60 * KIB, 60 * KIB);
            queue.push(Owner { connection: 2, call: 1000 }, 6 * KIB, 6 * KIB);
        }
        let (mut large, mut small) = (0, 0);
        for _ in 0..24 {
            match queue.pop() {
                Some(bytes) if bytes > 6 * KIB => large += bytes,
                Some(bytes) => small += bytes,
                None => {}
            }
        }
        // What each has had differs by no more than one job.
        assert!(large.abs_diff(small) <= 2 * 64 * KIB, "{large} {small}");
    }

    #[test]
    fn a_large_job_is_not_passed_forever() {
        let mut queue = FairQueue::default();
        queue.push(Owner { connection: 1, call: 1 }, 400 * KIB, "large");
        let mut passed = 0;
        for call in 2.. {
            queue.push(Owner { connection: 2, call }, 4 * KIB, "small");
            if queue.pop() == Some("large") {
                break;
            }
            passed += 1;
        }
        assert!((40..=60).contains(&passed), "{passed}");
    }

    #[test]
    fn what_is_removed_frees_its_room() {
        let mut queue = FairQueue::default();
        let owner = Owner { connection: 1, call: 1 };
        let place = queue.push(owner, 300, "first");
        queue.push(owner, 20, "second");
        assert_eq!((queue.len(), queue.bytes()), (2, 320));
        assert_eq!(queue.remove(place), Some("first"));
        assert_eq!(queue.remove(place), None);
        assert_eq!((queue.len(), queue.bytes()), (1, 20));
        assert_eq!(queue.pop_up_to(10), None);
        assert_eq!(queue.pop_up_to(20), Some("second"));
    }

    #[test]
    fn calls_that_are_done_are_forgotten() {
        let mut queue = FairQueue::default();
        for call in 0..1000 {
            queue.push(Owner { connection: 1, call }, KIB, ());
            queue.pop();
        }
        assert!(queue.last.len() < 50, "{}", queue.last.len());
    }
}
