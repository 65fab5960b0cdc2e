use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinSet,
};

/// What becomes of the bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Open,
    /// They are held back: the peer is there and says nothing, as a process that was stopped.
    Stalled,
    /// Each piece takes so long.
    Slow(Duration),
}

/// A network in front of a server, which can be cut, held up and slowed down.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    target: SocketAddr,
    way: watch::Sender<Way>,
    /// Pieces that came back from the server.
    answered: Arc<AtomicUsize>,
    accepting: JoinSet<()>,
}

impl Proxy {
    pub(crate) async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (way, answered) = (watch::Sender::new(Way::Open), Arc::default());
        let mut this = Self { address, target, way, answered, accepting: JoinSet::new() };
        this.accept(listener);
        this
    }

    pub(crate) fn set(&self, way: Way) {
        self.way.send_replace(way);
    }

    /// Breaks every connection and takes no more.
    pub(crate) async fn cut(&mut self) {
        self.accepting.shutdown().await;
    }

    /// Takes connections again.
    pub(crate) async fn mend(&mut self) {
        self.set(Way::Open);
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.accept(listener);
    }

    pub(crate) fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }

    fn accept(&mut self, listener: TcpListener) {
        let (target, way, answered) = (self.target, self.way.subscribe(), self.answered.clone());
        self.accepting.spawn(async move {
            // Ends with this task.
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(target).await else { continue };
                let ((near_in, near_out), (far_in, far_out)) =
                    (near.into_split(), far.into_split());
                connections.spawn(pump(near_in, far_out, way.clone(), Arc::default()));
                connections.spawn(pump(far_in, near_out, way.clone(), answered.clone()));
            }
        });
    }
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut way: watch::Receiver<Way>,
    count: Arc<AtomicUsize>,
) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let passes = way.wait_for(|way| !matches!(way, Way::Stalled)).await;
        let Ok(now) = passes.map(|way| *way) else { return };
        if let Way::Slow(delay) = now {
            tokio::time::sleep(delay).await;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
        count.fetch_add(1, Ordering::Relaxed);
    }
}
