use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::failure::Failure;

/// What has been counted since the server began, and how much waits now. Whoever shows it reads it.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    waiting_jobs: AtomicUsize,
    waiting_bytes: AtomicUsize,
    running_jobs: AtomicUsize,
    open_calls: AtomicUsize,
    open_connections: AtomicUsize,
    done: AtomicU64,
    cancelled: AtomicU64,
    expired: AtomicU64,
    panicked: AtomicU64,
}

impl Tally {
    /// Says how much waits for a thread.
    pub(crate) fn waiting(&self, jobs: usize, bytes: usize) {
        self.waiting_jobs.store(jobs, Relaxed);
        self.waiting_bytes.store(bytes, Relaxed);
    }

    /// Counts an analysis that broke down.
    pub(crate) fn panic(&self) {
        self.panicked.fetch_add(1, Relaxed);
    }

    /// Counts a job that a thread begins.
    pub(crate) fn begin(&self) {
        self.running_jobs.fetch_add(1, Relaxed);
    }

    /// Counts a job that a thread has done.
    pub(crate) fn end(&self) {
        self.running_jobs.fetch_sub(1, Relaxed);
    }

    /// Counts a job that has ended, or was never begun.
    pub(crate) fn count(&self, failure: Option<&Failure>) {
        let counter = match failure {
            Some(Failure::Cancelled) => &self.cancelled,
            Some(Failure::DeadlineExceeded) => &self.expired,
            _ => &self.done,
        };
        counter.fetch_add(1, Relaxed);
    }

    /// Counts a call that begins; gives how many are open with it.
    pub(crate) fn open_call(&self) -> usize {
        self.open_calls.fetch_add(1, Relaxed) + 1
    }

    /// Counts a call that has ended.
    pub(crate) fn close_call(&self) {
        self.open_calls.fetch_sub(1, Relaxed);
    }

    /// Counts a connection that begins; gives how many are open with it.
    pub(crate) fn open_connection(&self) -> usize {
        self.open_connections.fetch_add(1, Relaxed) + 1
    }

    /// Counts a connection that has ended.
    pub(crate) fn close_connection(&self) {
        self.open_connections.fetch_sub(1, Relaxed);
    }

    /// Jobs that wait for a thread.
    pub(crate) fn waiting_jobs(&self) -> usize {
        self.waiting_jobs.load(Relaxed)
    }

    /// Jobs that threads work on.
    pub(crate) fn running_jobs(&self) -> usize {
        self.running_jobs.load(Relaxed)
    }

    /// Bytes of the jobs that wait.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes.load(Relaxed)
    }

    /// Jobs that ended: those that came to their end, be it with an error, those that nobody waited
    /// for any more, and those whose time was up.
    pub(crate) fn ended(&self) -> [(&'static str, u64); 3] {
        [
            ("done", self.done.load(Relaxed)),
            ("cancelled", self.cancelled.load(Relaxed)),
            ("expired", self.expired.load(Relaxed)),
        ]
    }

    /// Analyses that broke down: a fault of ours.
    pub(crate) fn panicked(&self) -> u64 {
        self.panicked.load(Relaxed)
    }

    /// Calls that are being served.
    #[cfg(test)]
    pub(crate) fn open_calls(&self) -> usize {
        self.open_calls.load(Relaxed)
    }

    /// Connections that are open.
    pub(crate) fn open_connections(&self) -> usize {
        self.open_connections.load(Relaxed)
    }
}
