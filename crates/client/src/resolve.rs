use std::{io, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};

use crate::{Error, address::Address, pool::Pool};

/// How long names are taken to stand for the same sockets: the system does not tell how long they do.
const INTERVAL: Duration = Duration::from_secs(30);
/// Names are never looked up more often than this, whatever fails.
const PAUSE: Duration = Duration::from_secs(1);

type LookedUp = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// How a name and a port become sockets.
#[derive(Clone)]
pub(crate) struct LookUp(Arc<dyn Fn(String, u16) -> LookedUp + Send + Sync>);

impl LookUp {
    pub(crate) fn new<F, Fut>(look_up: F) -> Self
    where
        F: Fn(String, u16) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'static,
    {
        Self(Arc::new(move |host, port| Box::pin(look_up(host, port))))
    }

    /// As the system does it.
    pub(crate) fn system() -> Self {
        Self::new(|host, port| async move {
            tokio::net::lookup_host((host, port)).await.map(Iterator::collect)
        })
    }
}

impl std::fmt::Debug for LookUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookUp")
    }
}

/// An address and the sockets that it stood for last.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) address: Address,
    pub(crate) sockets: Vec<SocketAddr>,
}

impl Resolved {
    pub(crate) fn new(address: Address) -> Self {
        let sockets = address.literal().into_iter().collect();
        Self { address, sockets }
    }

    /// Looks the name up. When that fails, what it stood for stays.
    async fn renew(&mut self, look_up: &LookUp) -> Result<(), Error> {
        if self.address.literal().is_some() {
            return Ok(());
        }
        let name = &self.address.host;
        let fault = |why: &str| Error::unavailable(format!("cannot look up {name}: {why}"));
        let found = (look_up.0)(name.clone(), self.address.port).await;
        let mut found = found.map_err(|error| fault(&error.to_string()))?;
        if found.is_empty() {
            return Err(fault("it has no address"));
        }
        found.sort_unstable();
        found.dedup();
        self.sockets = found;
        Ok(())
    }
}

/// Looks all names up again and again, sooner when a host cannot be reached.
pub(crate) async fn keep(pool: Arc<Pool>, mut names: Vec<Resolved>, look_up: LookUp) {
    loop {
        let mut fault = None;
        for name in &mut names {
            fault = name.renew(&look_up).await.err().or(fault);
        }
        let failed = fault.is_some();
        if let Some(fault) = &fault {
            tracing::warn!(error = %fault, "a name could not be looked up");
        }
        pool.hold(&names, fault);
        sleep(PAUSE).await;
        if !failed {
            // Either will do.
            timeout(INTERVAL, pool.doubted()).await.ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        net::SocketAddr,
        sync::{Arc, Mutex},
        time::Duration,
    };

    use tokio::time::{Instant, sleep};

    use super::{LookUp, Resolved, keep};
    use crate::{Error, Options, address::Address, pool::Pool, transport::Transport};

    /// The seconds at which a name is looked up; it stands for nothing the first `failures` times, and
    /// its host cannot be reached at `doubt` seconds.
    async fn check(failures: usize, doubt: Option<u64>, expected: &[u64]) {
        let times = Arc::new(Mutex::new(Vec::new()));
        let (begun, seen) = (Instant::now(), Arc::clone(&times));
        let look_up = LookUp::new(move |_, _| {
            let mut seen = seen.lock().unwrap();
            seen.push(begun.elapsed().as_secs());
            let is_known = seen.len() > failures;
            let socket = SocketAddr::from(([127, 0, 0, 1], 1));
            async move {
                if is_known { Ok(vec![socket]) } else { Err(io::Error::other("no such name")) }
            }
        });
        let pool = Arc::new(Pool::new(Transport::of(&Options::default())));
        let names = vec![Resolved::new(Address::parse("tiyao.example:1").unwrap())];
        let keeper = tokio::spawn(keep(Arc::clone(&pool), names, look_up));
        if let Some(doubt) = doubt {
            sleep(Duration::from_secs(doubt)).await;
            let place = pool.place(&[]).await.unwrap();
            pool.tell(&place, Some(&Error::unavailable("away")));
        }
        tokio::time::sleep_until(begun + Duration::from_secs(70)).await;
        keeper.abort();
        assert_eq!(*times.lock().unwrap(), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn a_name_is_looked_up_again_and_again() {
        check(0, None, &[0, 31, 62]).await;
        // One that cannot be looked up, sooner.
        check(2, None, &[0, 1, 2, 33, 64]).await;
        // So is one whose host cannot be reached.
        check(0, Some(10), &[0, 10, 41]).await;
    }
}
