//! A name stands for several hosts, and for others later.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tiyao_client::{Client, ErrorKind, Options};
use tokio::time::timeout;

use crate::{proxy::Proxy, scripted::Scripted};

type Sockets = Arc<Mutex<Vec<SocketAddr>>>;

/// A client of `tiyao.example`, which stands for whatever `sockets` holds.
fn client(sockets: &Sockets) -> Client {
    let sockets = sockets.clone();
    Client::builder()
        .endpoint("http://tiyao.example:50151")
        .look_up(move |name, port| {
            assert_eq!((name.as_str(), port), ("tiyao.example", 50151));
            let found = sockets.lock().unwrap().clone();
            async move { Ok(found) }
        })
        .build()
        .unwrap()
}

#[tokio::test]
async fn calls_are_spread_over_all_that_a_name_stands_for() {
    let servers = [Scripted::start([]).await, Scripted::start([]).await];
    let sockets = Arc::new(Mutex::new(servers.iter().map(|server| server.address).collect()));
    let client = client(&sockets);
    for _ in 0..40 {
        client.server_info().await.unwrap();
    }
    let counts = servers.map(|server| server.seen().len());
    assert!(counts[0] + counts[1] == 40 && counts[0].min(counts[1]) > 5, "{counts:?}");
}

#[tokio::test]
async fn a_name_that_moved_is_followed() {
    let (old, new) = (Scripted::start([]).await, Scripted::start([]).await);
    let mut way_to_old = Proxy::to(old.address).await;
    let sockets = Arc::new(Mutex::new(vec![way_to_old.address]));
    let client = client(&sockets);
    client.server_info().await.unwrap();
    *sockets.lock().unwrap() = vec![new.address];
    way_to_old.cut().await;
    let followed = async { while client.server_info().await.is_err() {} };
    timeout(Duration::from_secs(20), followed).await.unwrap();
    assert_eq!(new.seen().len(), 1);
}

#[tokio::test]
async fn a_name_that_stands_for_nothing_is_told() {
    let client = client(&Sockets::default());
    let error = client.server_info().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.message().contains("tiyao.example"), "{error}");

    let builder = Client::builder().endpoint("tiyao.example:1");
    let client = builder.look_up(|_, _| async { Err(io::Error::other("no such name")) });
    let client = client.options(Options::default()).build().unwrap();
    let error = client.server_info().await.unwrap_err();
    assert!(error.message().contains("no such name"), "{error}");
}
