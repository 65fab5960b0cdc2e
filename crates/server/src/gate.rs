use std::sync::Arc;

use http::{HeaderMap, Request};

use crate::{
    admission::Admission,
    failure::Failure,
    limits::Limits,
    method::Method,
    peer::{OpenCall, Peer},
    tally::Tally,
};

/// What HTTP/2 counts for a header beside its name and value.
const HEADER_OVERHEAD_BYTES: usize = 32;
/// Calls that are answered at any load.
const HEALTH: &str = "/grpc.health.";
const SERVER_INFO: &str = "/tiyao.v1.ServerService/GetServerInfo";

/// Which calls are taken on at all, before anything is read of them.
pub(crate) struct Gate {
    header_bytes: usize,
    calls: usize,
    connections: usize,
    tally: Arc<Tally>,
    admission: Arc<Admission>,
}

/// A call that was taken on; it is open until this is dropped.
#[derive(Default)]
pub(crate) struct Entered {
    #[expect(dead_code, reason = "held for its drop")]
    of_connection: Option<OpenCall>,
    counted: Option<Arc<Tally>>,
}

impl Gate {
    pub(crate) fn new(limits: &Limits, tally: Arc<Tally>, admission: Arc<Admission>) -> Self {
        let Limits { header_bytes, calls, connections, .. } = *limits;
        Self { header_bytes, calls, connections, tally, admission }
    }

    /// Takes a call of `method` on, or says why not.
    pub(crate) fn enter<B>(
        &self,
        request: &Request<B>,
        method: Method,
    ) -> Result<Entered, Failure> {
        let path = request.uri().path();
        if header_bytes(request.headers()) > self.header_bytes {
            return Err(Failure::HeadersTooLarge { limit: self.header_bytes });
        }
        let peer = request.extensions().get::<Peer>();
        if peer.is_some_and(Peer::is_surplus) && !path.starts_with(HEALTH) {
            return Err(Failure::TooManyConnections { limit: self.connections });
        }
        let of_connection = peer.map(Peer::open_call);
        if path.starts_with(HEALTH) || path == SERVER_INFO {
            return Ok(Entered { of_connection, counted: None });
        }
        // Counted before it is asked whether it is one too many: otherwise many could pass at once.
        let open = self.tally.open_call();
        let entered = Entered { of_connection, counted: Some(Arc::clone(&self.tally)) };
        if open > self.calls {
            return Err(Failure::TooManyCalls { limit: self.calls });
        }
        if method.is_queued {
            self.admission.foresee()?;
        }
        Ok(entered)
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(tally) = &self.counted {
            tally.close_call();
        }
    }
}

fn header_bytes(headers: &HeaderMap) -> usize {
    let sizes = headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    sizes.sum::<usize>() + headers.len() * HEADER_OVERHEAD_BYTES
}

#[cfg(test)]
mod tests {
    use std::{num::NonZeroUsize, sync::Arc};

    use http::Request;

    use super::{Entered, Gate, SERVER_INFO};
    use crate::{
        admission::Admission, failure::Failure, limits::Limits, method::Method, peer::Peer,
        tally::Tally,
    };

    const ANALYZE: &str = "/tiyao.v1.AnalysisService/AnalyzeArticle";

    fn gate(limits: &Limits) -> Gate {
        let admission = Arc::new(Admission::new(NonZeroUsize::MIN, limits));
        Gate::new(limits, Arc::new(Tally::default()), admission)
    }

    fn enter(gate: &Gate, request: &Request<()>) -> Result<Entered, Failure> {
        gate.enter(request, Method::at(request.uri().path()))
    }

    fn to(path: &str) -> Request<()> {
        Request::builder().uri(path).header("name", "value").body(()).unwrap()
    }

    #[test]
    fn calls_are_counted_until_they_end() {
        let gate = gate(&Limits { calls: 1, ..Limits::default() });
        let entered = enter(&gate, &to(ANALYZE)).unwrap();
        for _ in 0..3 {
            let refused = enter(&gate, &to(ANALYZE)).err();
            assert_eq!(refused, Some(Failure::TooManyCalls { limit: 1 }));
            // These are answered at any load.
            drop(enter(&gate, &to(SERVER_INFO)).unwrap());
            drop(enter(&gate, &to("/grpc.health.v1.Health/Check")).unwrap());
        }
        assert_eq!(gate.tally.open_calls(), 1);
        drop(entered);
        drop(enter(&gate, &to(ANALYZE)).unwrap());
        assert_eq!(gate.tally.open_calls(), 0);
    }

    #[test]
    fn what_would_wait_is_refused_unread_when_the_queue_is_full() {
        let gate = gate(&Limits { queued_jobs: 0, ..Limits::default() });
        let running = gate.admission.admit(8 << 20).unwrap();
        let refused = enter(&gate, &to(ANALYZE)).err();
        assert!(matches!(refused, Some(Failure::QueueFull { .. })), "{refused:?}");
        // It counts no longer as open.
        assert_eq!(gate.tally.open_calls(), 0);
        // A stream is held back instead, and these do not wait.
        drop(enter(&gate, &to("/tiyao.v1.AnalysisService/AnalyzeArticles")).unwrap());
        drop(enter(&gate, &to(SERVER_INFO)).unwrap());
        drop(running);
        drop(enter(&gate, &to(ANALYZE)).unwrap());
    }

    #[test]
    fn headers_have_a_size() {
        // Name and value and what HTTP/2 adds.
        let allowed = gate(&Limits { header_bytes: 4 + 5 + 32, ..Limits::default() });
        drop(enter(&allowed, &to(ANALYZE)).unwrap());
        let too_few = gate(&Limits { header_bytes: 4 + 5 + 31, ..Limits::default() });
        let refused = enter(&too_few, &to(ANALYZE)).err();
        assert_eq!(refused, Some(Failure::HeadersTooLarge { limit: 40 }));
    }

    #[test]
    fn a_surplus_connection_is_told_so() {
        let gate = gate(&Limits { connections: 1, ..Limits::default() });
        let peers: Vec<Peer> = (0..2).map(|_| Peer::new(Arc::clone(&gate.tally), 1)).collect();
        let over = |peer: &Peer, path| {
            let mut request = to(path);
            request.extensions_mut().insert(peer.clone());
            enter(&gate, &request).err()
        };
        assert_eq!(over(&peers[0], ANALYZE), None);
        assert_eq!(over(&peers[1], ANALYZE), Some(Failure::TooManyConnections { limit: 1 }));
        assert_eq!(over(&peers[1], "/grpc.health.v1.Health/Check"), None);
    }
}
