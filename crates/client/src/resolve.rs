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
