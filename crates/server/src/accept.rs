use std::{future::pending, io, pin::pin, sync::Arc, time::Duration};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tonic::{body::Body, transport::server::Connected};
use tower::{Service, ServiceExt as _};
use tracing::debug;

#[cfg(feature = "tls")]
use crate::tls::Tls;
use crate::{
    limits::Limits,
    monitor::Monitor,
    peer::{Peer, Prompt},
    tally::Tally,
};

/// What one stream, and one connection, may send ahead of its reader: large texts arrive in few
/// round trips, and a connection cannot pile up more than this unread.
const WINDOW_BYTES: u32 = 1 << 20;
/// A peer that is silent for this long is asked whether it is still there …
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
/// … and its calls end when it does not answer within this.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// hyper reads HTTP/1.1 into no less.
const LEAST_HTTP1_BUFFER: usize = 8192;
/// Ages differ by up to this part, so that connections that were opened together do not all come
/// back together.
const AGE_SPREAD: f64 = 0.1;
/// How long a connection that is one too many stays without a call.
const SURPLUS_IDLE: Duration = Duration::from_secs(1);
/// How many connections over the limit are told so; further ones are closed unheard, since descriptors are
/// few.
const SURPLUS: usize = 64;
/// How long a connection without a call may take to go when it is told to.
const IDLE_GRACE: Duration = Duration::from_secs(1);

/// Serves connections, each on a task of its own: to its own close, its age, or the drain.
///
/// tonic's server would do but for the age: with a grace it breaks off at once what is past both, and
/// without one it never breaks anything off.
#[derive(Clone)]
pub(crate) struct Acceptor {
    pub(crate) limits: Limits,
    /// Whether HTTP/1.1 is spoken beside HTTP/2.
    pub(crate) http1: bool,
    pub(crate) tally: Arc<Tally>,
    /// How long a connection lives; then it is told to go away, and has `age_grace` to do so.
    pub(crate) age: Option<Duration>,
    pub(crate) age_grace: Duration,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
    pub(crate) monitor: Monitor,
    /// Begins the drain: nothing more is accepted, and connections are told to go away.
    pub(crate) drain: CancellationToken,
    /// Breaks what the drain has left.
    pub(crate) cut: CancellationToken,
}

impl Acceptor {
    /// Accepts until the drain begins or `listener` ends, then waits for every connection's end.
    pub(crate) async fn serve<L, C, S>(self, listener: L, service: S)
    where
        L: Stream<Item = io::Result<C>> + Send,
        C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + 'static,
        S::Future: Send,
        S::Error: std::error::Error + Send + Sync + 'static,
    {
        let connections = TaskTracker::new();
        // Dropped when accepting ends: a port that stays open would let callers connect and hang.
        {
            let mut listener = pin!(listener);
            let mut number = 0_u32;
            loop {
                let accepted = tokio::select! {
                    biased;
                    () = self.drain.cancelled() => break,
                    accepted = listener.next() => accepted,
                };
                match accepted {
                    None => break,
                    // The listener has said so, and rests.
                    Some(Err(_)) => {}
                    Some(Ok(connection)) => {
                        let most = self.limits.connections;
                        let peer = Peer::new(Arc::clone(&self.tally), most);
                        if self.tally.open_connections() > most.saturating_add(SURPLUS) {
                            self.monitor.connection_unheard();
                            continue;
                        }
                        number = number.wrapping_add(1);
                        let (this, service) = (self.clone(), service.clone());
                        connections.spawn(this.connection(connection, peer, service, number));
                    }
                }
            }
        }
        self.drain.cancel();
        connections.close();
        connections.wait().await;
    }

    async fn connection<C, S>(self, connection: C, peer: Peer, service: S, number: u32)
    where
        C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + 'static,
        S::Future: Send,
        S::Error: std::error::Error + Send + Sync + 'static,
    {
        let _open = self.monitor.connection_opened();
        let (info, of_call) = (connection.connect_info(), peer.clone());
        let service = service.map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(info.clone());
            request.extensions_mut().insert(of_call.clone());
            request.map(Body::new)
        });
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let shaken = tokio::select! {
                biased;
                // It has no call yet, and whoever hangs here would hold the drain open.
                () = self.drain.cancelled() => return,
                shaken = tls.accept(connection, self.limits.handshake) => shaken,
            };
            match shaken {
                Ok(connection) => self.drive(connection, service, number, &peer).await,
                Err(error) => {
                    self.monitor.handshake_failed();
                    debug!(%error, "the TLS handshake failed");
                }
            }
            return;
        }
        self.drive(connection, service, number, &peer).await;
    }

    /// Serves one connection to its end.
    async fn drive<C, S>(&self, connection: C, service: S, number: u32, peer: &Peer)
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        S: Service<Request<Incoming>, Response = Response<Body>> + Clone + Send + 'static,
        S::Future: Send,
        S::Error: std::error::Error + Send + Sync + 'static,
    {
        let builder = builder(&self.limits, self.http1);
        let io = TokioIo::new(Prompt::new(connection, self.limits.handshake));
        let idle = if peer.is_surplus() { SURPLUS_IDLE } else { self.limits.idle };
        let mut connection = pin!(builder.serve_connection(io, TowerToHyperService::new(service)));
        let grace = tokio::select! {
            biased;
            () = self.cut.cancelled() => return,
            outcome = connection.as_mut() => return ended(outcome),
            () = self.drain.cancelled() => None,
            () = peer.idle(idle) => Some(IDLE_GRACE.min(self.age_grace)),
            () = sleep_or_never(self.age.map(|age| spread(age, number))) => Some(self.age_grace),
        };
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            biased;
            () = self.cut.cancelled() => {}
            outcome = connection.as_mut() => ended(outcome),
            () = sleep_or_never(grace) => debug!("a connection past its age was broken off"),
        }
    }
}

fn builder(limits: &Limits, http1: bool) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    if http1 {
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.handshake)
            .max_buf_size(limits.header_bytes.saturating_mul(2).max(LEAST_HTTP1_BUFFER));
    } else {
        builder = builder.http2_only();
    }
    builder
        .http2()
        .timer(TokioTimer::new())
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_concurrent_streams(wire(limits.connection_calls))
        // Twice as many, so that it is us who refuse a call, and name the limit.
        .max_header_list_size(wire(limits.header_bytes.saturating_mul(2)))
        .keep_alive_interval(KEEPALIVE_INTERVAL)
        .keep_alive_timeout(KEEPALIVE_TIMEOUT);
    builder
}

fn wire(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}

fn ended(outcome: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = outcome {
        debug!(error, "a connection broke");
    }
}

async fn sleep_or_never(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => pending().await,
    }
}

/// The age of the connection with this number: multiples of the golden ratio lie evenly, however many
/// there are, and need no chance.
fn spread(age: Duration, number: u32) -> Duration {
    let place = (f64::from(number) * 0.618_033_988_749_895).fract();
    age.mul_f64(1.0 - AGE_SPREAD * place)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::spread;

    #[test]
    fn ages_lie_apart() {
        let mut ages: Vec<Duration> =
            (0..100).map(|number| spread(Duration::from_secs(1), number)).collect();
        ages.sort_unstable();
        assert!(ages[0] >= Duration::from_millis(900) && ages[99] <= Duration::from_secs(1));
        let widest = ages.windows(2).map(|pair| pair[1].abs_diff(pair[0])).max().unwrap();
        assert!(widest < Duration::from_millis(3), "{widest:?}");
    }
}
