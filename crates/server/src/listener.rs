use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{io::DuplexStream, net::TcpStream, sync::mpsc, time::Sleep};
use tokio_stream::Stream;
use tonic::transport::server::TcpIncoming;
use tracing::warn;

/// Bytes that one end of an in-memory connection may be ahead of the other.
const PIPE_BYTES: usize = 256 << 10;
/// In-memory connections that may wait to be accepted.
const BACKLOG: usize = 16;

/// How long accepting rests after a failure: out of descriptors, it would fail again at once, and
/// spin.
const REST: Duration = Duration::from_millis(100);
/// A connection that is silent for this long is probed.
const TCP_KEEPALIVE: Duration = Duration::from_mins(1);

/// Connections from a bound socket, for [`run`](crate::run).
pub fn tcp(listener: tokio::net::TcpListener) -> TcpConnections {
    // Answers are small: without this each would wait for the peer's delayed acknowledgement.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    TcpConnections {
        incoming: incoming.with_keepalive(Some(TCP_KEEPALIVE)),
        rest: None,
        fails: false,
    }
}

/// Connections to a port as they are opened.
#[derive(Debug)]
pub struct TcpConnections {
    incoming: TcpIncoming,
    rest: Option<Pin<Box<Sleep>>>,
    // The last one could not be accepted.
    fails: bool,
}

impl Stream for TcpConnections {
    type Item = io::Result<TcpStream>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(rest) = &mut self.rest {
            ready!(rest.as_mut().poll(context));
            self.rest = None;
        }
        let accepted = ready!(Pin::new(&mut self.incoming).poll_next(context));
        let fails = matches!(accepted, Some(Err(_)));
        if let Some(Err(error)) = &accepted {
            // Out of descriptors it fails for a while, and once says it.
            if !self.fails {
                warn!(error = %error, "connections cannot be accepted");
            }
            self.rest = Some(Box::pin(tokio::time::sleep(REST)));
        } else if self.fails {
            warn!("connections are accepted again");
        }
        self.fails = fails;
        Poll::Ready(accepted)
    }
}

/// The two ends of a listener without a port: [`run`](crate::run) takes the one, whoever calls the
/// service in the same process the other.
pub fn in_process() -> (InProcessListener, InProcessConnector) {
    let (sender, receiver) = mpsc::channel(BACKLOG);
    (InProcessListener { receiver }, InProcessConnector { sender })
}

/// In-memory connections as they are opened. Ends when the last connector is dropped.
#[derive(Debug)]
pub struct InProcessListener {
    receiver: mpsc::Receiver<DuplexStream>,
}

impl Stream for InProcessListener {
    type Item = io::Result<DuplexStream>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.receiver.poll_recv(context).map(|pipe| pipe.map(Ok))
    }
}

/// Opens in-memory connections to a server in the same process.
#[derive(Clone, Debug)]
pub struct InProcessConnector {
    sender: mpsc::Sender<DuplexStream>,
}

impl InProcessConnector {
    /// Opens a connection; fails with `ConnectionRefused` when the server has ended.
    pub async fn connect(&self) -> io::Result<DuplexStream> {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        self.sender.send(theirs).await.map_err(|_closed| {
            io::Error::new(io::ErrorKind::ConnectionRefused, "the in-process server has ended")
        })?;
        Ok(ours)
    }
}
