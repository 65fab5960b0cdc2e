use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use tonic::transport::Channel;

use crate::{
    Error, ErrorKind,
    standing::{Health, Standing},
};

/// One server that calls can go to.
#[derive(Debug)]
pub(crate) struct Host {
    /// As `127.0.0.1:50151`.
    pub(crate) name: String,
    pub(crate) channel: Channel,
    in_flight: AtomicUsize,
    standing: Mutex<Standing>,
}

impl Host {
    pub(crate) fn new(name: String, channel: Channel, health: Health) -> Self {
        let standing = Mutex::new(Standing::new(health));
        Self { name, channel, in_flight: AtomicUsize::new(0), standing }
    }

    /// Calls that wait for its answer.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(crate) fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place at a host, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place(Arc<Host>);

impl Place {
    pub(crate) fn at(host: Arc<Host>) -> Self {
        host.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(host)
    }

    pub(crate) fn host(&self) -> &Arc<Host> {
        &self.0
    }

    /// How the call fared here. What is the request's own fault says nothing against a host.
    pub(crate) fn tell(&self, failure: Option<&Error>) {
        let mut standing = self.0.standing();
        match failure {
            Some(error) if error.kind() == ErrorKind::Unavailable => {
                standing.failed(Instant::now());
            }
            Some(error) if error.is_transient() => {
                standing.asked_for(error.retry_after().unwrap_or_default(), Instant::now());
            }
            // It may be the host's fault or the request's.
            Some(error) if error.kind() == ErrorKind::DeadlineExceeded => {}
            _ => standing.succeeded(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
