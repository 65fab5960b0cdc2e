use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use crate::{failure::Failure, limits::Limits};

/// Most messages are whole in a moment.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// What all messages hold together of which a part has arrived. A clone is the same.
///
/// Calls are let in by their size when their message is whole. Whoever sent many large messages, each
/// but a part of it, would fill the memory before anything of his was refused.
#[derive(Clone, Debug)]
pub(crate) struct Arrivals {
    most: usize,
    held: Arc<AtomicUsize>,
}

/// A message on its way; what it holds is given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Arriving {
    arrivals: Arrivals,
    bytes: usize,
}

impl Arrivals {
    /// They may hold as much as calls that wait.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { most: limits.queued_bytes, held: Arc::default() }
    }

    /// A message begins.
    pub(crate) fn begin(&self) -> Arriving {
        Arriving { arrivals: self.clone(), bytes: 0 }
    }
}

impl Arriving {
    /// So much of it is there by now. Fails when there is no room for that beside the others; one that
    /// is alone always has room.
    pub(crate) fn hold(&mut self, bytes: usize) -> Result<(), Failure> {
        let (before, held) = (std::mem::replace(&mut self.bytes, bytes), &self.arrivals.held);
        if bytes <= before {
            held.fetch_sub(before - bytes, Relaxed);
            return Ok(());
        }
        let more = bytes - before;
        let all = held.fetch_add(more, Relaxed).saturating_add(more);
        let allowed = self.arrivals.most;
        if all > allowed && all > bytes {
            let limit = "max_queued_bytes";
            return Err(Failure::QueueFull { limit, allowed, retry_after: RETRY_AFTER });
        }
        Ok(())
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        self.arrivals.held.fetch_sub(self.bytes, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Arrivals;
    use crate::limits::Limits;

    #[test]
    fn all_share_the_room_and_give_it_back() {
        let arrivals = Arrivals::new(&Limits { queued_bytes: 100, ..Limits::default() });
        let (mut first, mut second) = (arrivals.begin(), arrivals.begin());
        // Alone, it may be larger than all may be together.
        assert!(first.hold(150).is_ok());
        assert!(second.hold(1).is_err());
        assert!(first.hold(60).is_ok() && second.hold(40).is_ok());
        assert!(second.hold(41).is_err());
        drop(first);
        assert!(second.hold(100).is_ok());
        drop(second);
        assert_eq!(arrivals.held.load(super::Relaxed), 0);
    }
}
