use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tokio::{sync::Notify, task::JoinSet};
use tonic::transport::Uri;

use crate::{
    Error, ErrorKind, health,
    host::{Host, Place},
    pick::{Candidate, pick},
    resolve::Resolved,
    standing::Health,
    transport::{Transport, tcp},
};

/// The hosts that calls are spread over.
#[derive(Debug)]
pub(crate) struct Pool {
    transport: Transport,
    known: Mutex<Known>,
    /// A host may have become fit to be called.
    changed: Arc<Notify>,
    /// A host cannot be reached: perhaps it moved.
    doubt: Notify,
}

#[derive(Debug, Default)]
struct Known {
    members: Vec<Member>,
    /// Why there is none.
    fault: Option<Error>,
}

#[derive(Debug)]
struct Member {
    // `None`: it is not reached by an address.
    at: Option<(Uri, SocketAddr)>,
    host: Arc<Host>,
    // Listens to what the host says of itself; ends with the member.
    watch: JoinSet<()>,
}

impl Pool {
    /// Nothing is known yet of the hosts.
    pub(crate) fn new(transport: Transport) -> Self {
        let known = Mutex::new(Known::default());
        Self { transport, known, changed: Arc::default(), doubt: Notify::new() }
    }

    /// The one host, whatever happens.
    pub(crate) fn of_one(transport: Transport, host: Host) -> Self {
        let pool = Self::new(transport);
        let member = Member { at: None, host: Arc::new(host), watch: JoinSet::new() };
        pool.known().members.push(member);
        pool
    }

    /// Holds the hosts of `names`: those that are known already as they are, none beyond them.
    pub(crate) fn hold(&self, names: &[Resolved], fault: Option<Error>) {
        let mut wanted: Vec<(Uri, SocketAddr)> = Vec::new();
        let mut known = self.known();
        let mut fault = fault;
        let mut members = Vec::new();
        let is_one = names.iter().map(|name| name.sockets.len()).sum::<usize>() == 1;
        // Where there is no other there is nothing to choose, and what one says of itself is of no use.
        let health = if is_one { Health::Serving } else { Health::Unknown };
        for name in names {
            for socket in &name.sockets {
                let at = (name.address.uri.clone(), *socket);
                if wanted.contains(&at) {
                    continue;
                }
                wanted.push(at.clone());
                let mut old = known.members.iter_mut();
                if let Some(old) = old.find(|member| member.at.as_ref() == Some(&at)) {
                    members.push(Member {
                        at: Some(at),
                        host: Arc::clone(&old.host),
                        watch: std::mem::take(&mut old.watch),
                    });
                    continue;
                }
                match self.transport.endpoint(&name.address) {
                    Ok(endpoint) => {
                        let host = Host::new(socket.to_string(), tcp(&endpoint, *socket), health);
                        let (host, watch) = (Arc::new(host), JoinSet::new());
                        tracing::debug!(host = host.name, "a host was found");
                        members.push(Member { at: Some(at), host, watch });
                    }
                    Err(error) => fault = Some(error),
                }
            }
        }
        if !is_one {
            for member in members.iter_mut().filter(|member| member.watch.is_empty()) {
                let (host, changed) = (Arc::clone(&member.host), Arc::clone(&self.changed));
                member.watch.spawn(health::watch(host, changed, self.transport.connect_timeout));
            }
        }
        *known = Known { members, fault };
        drop(known);
        self.changed.notify_waiters();
    }

    /// A place at the host that is best for a call that was at `tried` already. Waits while nothing is
    /// known of any host.
    pub(crate) async fn place(&self, tried: &[Arc<Host>]) -> Result<Place, Error> {
        loop {
            // Before it is looked at: what changes from here on is not missed.
            let changed = self.changed.notified();
            if let Some(found) = self.find(tried) {
                return found;
            }
            changed.await;
        }
    }

    /// Whether a good host was not tried yet.
    pub(crate) fn has_other(&self, tried: &[Arc<Host>]) -> bool {
        let now = Instant::now();
        self.known().members.iter().map(|member| &member.host).any(|host| {
            host.standing().is_good(now) && !tried.iter().any(|tried| Arc::ptr_eq(tried, host))
        })
    }

    /// How a call fared.
    pub(crate) fn tell(&self, place: &Place, failure: Option<&Error>) {
        place.tell(failure);
        if failure.is_some_and(|error| error.kind() == ErrorKind::Unavailable) {
            self.doubt.notify_one();
        }
    }

    /// Waits until a host could not be reached.
    pub(crate) async fn doubted(&self) {
        self.doubt.notified().await;
    }

    fn find(&self, tried: &[Arc<Host>]) -> Option<Result<Place, Error>> {
        let known = self.known();
        if known.members.is_empty() {
            return known.fault.clone().map(Err);
        }
        let now = Instant::now();
        let mut is_any_good = false;
        let mut is_any_unknown = false;
        let candidates = known.members.iter().map(|member| {
            let host = &member.host;
            let standing = host.standing();
            let is_good = standing.is_good(now);
            is_any_good |= is_good;
            is_any_unknown |= standing.health() == Health::Unknown;
            let was_tried = tried.iter().any(|tried| Arc::ptr_eq(tried, host));
            Candidate { is_good, was_tried, in_flight: host.in_flight() }
        });
        let candidates: Vec<Candidate> = candidates.collect();
        if !is_any_good && is_any_unknown {
            return None;
        }
        let index = pick(&candidates, (fastrand::f64(), fastrand::f64()))?;
        let member = known.members.get(index)?;
        Some(Ok(Place::at(Arc::clone(&member.host))))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
