//! Answers on their way to their readers: who takes nothing for too long is given up.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use tokio::time::{MissedTickBehavior, interval};
use tonic::{Status, body::Body};

use crate::{call::Call, failure::Failure};

/// Looks at the readers so many times in the time that they have.
const LOOKS: u32 = 4;
/// But not more often than this.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(10);

/// All answers that are being read. A clone is the same.
///
/// An answer is only asked for more when its reader has room for it: it cannot see by itself that
/// nobody reads it.
#[derive(Clone, Default)]
pub(crate) struct Readers {
    open: Arc<Mutex<BTreeMap<u64, Arc<Mutex<Held>>>>>,
    next: Arc<AtomicU64>,
}

/// An answer, as long as somebody may read it.
struct Held {
    body: Option<Body>,
    // Since when it is the reader's turn.
    waits: Option<Instant>,
    call: Call,
    // Whether the reader has been told that it was given up.
    told: bool,
}

/// The body of an answer whose reader is watched.
pub(crate) struct Watched {
    held: Arc<Mutex<Held>>,
    readers: Readers,
    number: u64,
    limit: Duration,
}

impl Readers {
    /// Watches the reader of `body`, who may take nothing for so long.
    pub(crate) fn watch(&self, body: Body, call: Call, limit: Duration) -> Watched {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let held = Held { body: Some(body), waits: Some(Instant::now()), call, told: false };
        let held = Arc::new(Mutex::new(held));
        lock(&self.open).insert(number, Arc::clone(&held));
        Watched { held, readers: self.clone(), number, limit }
    }

    /// Looks at the readers again and again, and drops what those leave who take too long; with it
    /// goes the work that waits behind it.
    pub(crate) async fn give_up_after(self, limit: Duration) {
        let mut ticks = interval((limit / LOOKS).max(SHORTEST_INTERVAL));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let open: Vec<_> = lock(&self.open).values().cloned().collect();
            for held in open {
                let mut held = lock(&held);
                if held.waits.is_some_and(|since| since.elapsed() >= limit) {
                    held.call.cancel();
                    held.body = None;
                    held.waits = None;
                }
            }
        }
    }
}

/// What a reader finds that comes back too late.
fn given_up(limit: Duration) -> Result<Frame<Bytes>, Status> {
    let mut trailers = HeaderMap::new();
    Status::from(Failure::SlowReader { limit }).add_header(&mut trailers)?;
    Ok(Frame::trailers(trailers))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let mut held = lock(&self.held);
        let limit = self.limit;
        let Some(body) = &mut held.body else {
            let told = std::mem::replace(&mut held.told, true);
            return Poll::Ready((!told).then(|| given_up(limit)));
        };
        let frame = Pin::new(body).poll_frame(context);
        held.waits = frame.is_ready().then(Instant::now);
        frame
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.held).body.as_ref().is_some_and(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        lock(&self.held).body.as_ref().map_or_else(SizeHint::default, Body::size_hint)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        lock(&self.readers.open).remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, pin::Pin, time::Duration};

    use http_body::Body as _;
    use tonic::{Code, Status, body::Body};

    use super::Readers;
    use crate::{call::Call, failure::Failure};

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let readers = Readers::default();
        let limit = Duration::from_millis(40);
        let watch = tokio::spawn(readers.clone().give_up_after(limit));
        let call = Call::default();
        let mut body = readers.watch(Body::empty(), call.clone(), limit);
        while call.check().is_ok() {
            tokio::task::yield_now().await;
        }
        assert_eq!(call.check(), Err(Failure::Cancelled));
        let mut next = async || poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let trailers = next().await.unwrap().unwrap().into_trailers().unwrap();
        let status = Status::from_header_map(&trailers).unwrap();
        assert_eq!(status.code(), Code::DeadlineExceeded);
        assert!(status.message().contains("max_stall_seconds (0.04)"), "{status:?}");
        assert!(next().await.is_none());
        drop(body);
        assert!(super::lock(&readers.open).is_empty());
        watch.abort();
    }

    #[tokio::test]
    async fn who_waits_for_the_server_is_not_given_up() {
        let readers = Readers::default();
        let limit = Duration::from_millis(20);
        let watch = tokio::spawn(readers.clone().give_up_after(limit));
        let call = Call::default();
        let (_sender, receiver) =
            tokio::sync::mpsc::channel::<Result<http_body::Frame<bytes::Bytes>, Status>>(1);
        let slow = Body::new(Pending(receiver));
        let mut body = readers.watch(slow, call.clone(), limit);
        let next = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        assert!(tokio::time::timeout(limit * 5, next).await.is_err());
        assert_eq!(call.check(), Ok(()));
        watch.abort();
    }

    /// An answer that is not ready.
    struct Pending(tokio::sync::mpsc::Receiver<Result<http_body::Frame<bytes::Bytes>, Status>>);

    impl http_body::Body for Pending {
        type Data = bytes::Bytes;
        type Error = Status;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Status>>> {
            self.0.poll_recv(context)
        }
    }
}
