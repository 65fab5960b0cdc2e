//! One connection, as its calls know it and as it is watched.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Sleep,
};

use crate::tally::Tally;

/// What a caller of HTTP/2 sends first.
const PREFACE_BYTES: usize = 24;

/// What the calls of one connection know of it. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct Peer(Arc<Facts>);

#[derive(Debug)]
struct Facts {
    number: u64,
    is_surplus: bool,
    calls: Mutex<Calls>,
    tally: Arc<Tally>,
}

#[derive(Debug)]
struct Calls {
    open: usize,
    // When the last one ended, or the connection began.
    since: Instant,
}

/// A call of a connection is open until this is dropped.
pub(crate) struct OpenCall(Peer);

impl Peer {
    /// A connection that begins. It is counted until its last clone is dropped.
    pub(crate) fn new(tally: Arc<Tally>, most: usize) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let is_surplus = tally.open_connection() > most;
        let calls = Mutex::new(Calls { open: 0, since: Instant::now() });
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(Facts { number, is_surplus, calls, tally }))
    }

    /// Tells connections apart.
    pub(crate) fn number(&self) -> u64 {
        self.0.number
    }

    /// Whether there are more connections than are allowed.
    pub(crate) fn is_surplus(&self) -> bool {
        self.0.is_surplus
    }

    /// A call begins.
    pub(crate) fn open_call(&self) -> OpenCall {
        self.with_calls(|calls| calls.open += 1);
        OpenCall(self.clone())
    }

    /// Ready when the connection has been without a call for so long.
    pub(crate) async fn idle(&self, limit: Duration) {
        loop {
            let since = self.with_calls(|calls| (calls.open == 0).then_some(calls.since));
            let wake = match since.map(|since| since + limit) {
                Some(end) if end <= Instant::now() => return,
                Some(end) => end,
                None => Instant::now() + limit,
            };
            tokio::time::sleep_until(wake.into()).await;
        }
    }

    fn with_calls<T>(&self, act: impl FnOnce(&mut Calls) -> T) -> T {
        act(&mut self.0.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Facts {
    fn drop(&mut self) {
        self.tally.close_connection();
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        self.0.with_calls(|calls| {
            calls.open -= 1;
            calls.since = Instant::now();
        });
    }
}

/// A connection that breaks when its caller does not begin to speak in time.
pub(crate) struct Prompt<C> {
    inner: C,
    // What is still to be read of the preface, and the time for it.
    due: Option<(usize, Pin<Box<Sleep>>)>,
}

impl<C> Prompt<C> {
    /// A connection whose preface may take `limit`.
    pub(crate) fn new(inner: C, limit: Duration) -> Self {
        Self { inner, due: Some((PREFACE_BYTES, Box::pin(tokio::time::sleep(limit)))) }
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for Prompt<C> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.inner).poll_read(context, buffer);
        let Some((left, time)) = &mut this.due else { return read };
        *left = left.saturating_sub(buffer.filled().len() - before);
        if *left == 0 {
            this.due = None;
        } else if read.is_pending() && time.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for Prompt<C> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::{Peer, Prompt};
    use crate::tally::Tally;

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_when_its_last_call_has_ended() {
        let limit = Duration::from_secs(5);
        let tally = Arc::new(Tally::default());
        let peer = Peer::new(Arc::clone(&tally), 1);
        assert!(!peer.is_surplus() && Peer::new(Arc::clone(&tally), 1).is_surplus());
        let call = peer.open_call();
        let idle = tokio::time::timeout(limit * 3, peer.idle(limit)).await;
        assert!(idle.is_err(), "it has a call");
        drop(call);
        assert_eq!(tally.open_connections(), 1);
        drop(peer);
        assert_eq!(tally.open_connections(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_begin_to_speak_is_cut_off() {
        for (sent, is_cut) in
            [("", true), ("PRI * HTTP/2.0", true), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false)]
        {
            let (ours, mut theirs) = tokio::io::duplex(64);
            theirs.write_all(sent.as_bytes()).await.unwrap();
            let mut connection = Prompt::new(ours, Duration::from_secs(1));
            let mut read = [0; 64];
            let all = async {
                loop {
                    let count = connection.read(&mut read).await?;
                    assert!(count > 0, "the other end is open");
                }
            };
            let ended: Result<std::io::Result<()>, _> =
                tokio::time::timeout(Duration::from_secs(9), all).await;
            assert_eq!(ended.is_ok(), is_cut, "{sent:?}");
        }
    }
}
