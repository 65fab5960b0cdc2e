use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::JoinSet, time::timeout};
use tonic::transport::Uri;

use crate::{
    Error, ErrorKind, health,
    host::{Host, Place},
    pick::{Candidate, pick},
    resolve::Resolved,
    standing::{Fitness, Health},
    transport::{Transport, tcp},
};

/// How long a call waits for a host when none of several serves: they rarely all go away for long.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// known of any host, and for a moment while none of several serves.
    pub(crate) async fn place(&self, tried: &[Arc<Host>]) -> Result<Place, Error> {
        let patience = Instant::now() + PATIENCE;
        loop {
            // Before it is looked at: what changes from here on is not missed.
            let changed = self.changed.notified();
            if let Some(found) = self.find(tried, Instant::now() >= patience) {
                return found;
            }
            timeout(PATIENCE, changed).await.ok();
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

    /// `None`: something better may come.
    fn find(&self, tried: &[Arc<Host>], is_pressed: bool) -> Option<Result<Place, Error>> {
        let known = self.known();
        if known.members.is_empty() {
            return known.fault.clone().map(Err);
        }
        let now = Instant::now();
        let mut is_any_up = false;
        let mut is_any_unknown = false;
        let candidates = known.members.iter().map(|member| {
            let host = &member.host;
            let standing = host.standing();
            let fitness = standing.fitness(now);
            is_any_up |= fitness != Fitness::Down;
            is_any_unknown |= standing.health() == Health::Unknown;
            let was_tried = tried.iter().any(|tried| Arc::ptr_eq(tried, host));
            Candidate { fitness, was_tried, in_flight: host.in_flight() }
        });
        let candidates: Vec<Candidate> = candidates.collect();
        if !is_any_up && (is_any_unknown || (!is_pressed && known.members.len() > 1)) {
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

#[cfg(test)]
mod tests {
    use std::{net::SocketAddr, sync::Arc};

    use super::Pool;
    use crate::{Options, address::Address, host::Host, resolve::Resolved, transport::Transport};

    fn standing_for(ports: &[u16]) -> Resolved {
        let sockets = ports.iter().map(|port| SocketAddr::from(([127, 0, 0, 1], *port))).collect();
        Resolved { sockets, ..Resolved::new(Address::parse("tiyao.example:1").unwrap()) }
    }

    fn hosts(pool: &Pool) -> Vec<Arc<Host>> {
        pool.known().members.iter().map(|member| Arc::clone(&member.host)).collect()
    }

    /// Connections and what is thought of a host outlive every look at the names.
    #[tokio::test]
    async fn hosts_come_and_go_and_those_that_stay_are_the_same() {
        let pool = Pool::new(Transport::of(&Options::default()));
        pool.hold(&[standing_for(&[1])], None);
        let first = hosts(&pool);
        pool.hold(&[standing_for(&[2, 1]), standing_for(&[1])], None);
        let second = hosts(&pool);
        let names: Vec<&str> = second.iter().map(|host| host.name.as_str()).collect();
        assert_eq!(names, ["127.0.0.1:2", "127.0.0.1:1"]);
        assert!(Arc::ptr_eq(&first[0], &second[1]));
        pool.hold(&[standing_for(&[2])], None);
        assert!(matches!(&*hosts(&pool), [one] if Arc::ptr_eq(one, &second[0])));
    }
}
