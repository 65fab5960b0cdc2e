//! Three servers under load: one is killed, one stops answering, one is slow. No call fails that another
//! attempt could save, and all three are called again when they are well.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tiyao_client::{Client, Options, v1};
use tokio::{task::JoinSet, time::timeout};

use crate::{
    proxy::{Proxy, Way},
    server::{TestServer, article},
};

const CALLERS: usize = 8;
const CALLS: usize = 60;

async fn call(client: &Client, id: usize) {
    let request =
        v1::AnalyzeArticleRequest { article: Some(article(id.to_string())), ..Default::default() };
    let answer = client.analyze_article(request).await.unwrap();
    assert_eq!(answer.analysis.unwrap().id, id.to_string());
}

/// Calls from many sides; `between` runs when a third of the calls are made.
async fn load(client: &Client, between: impl AsyncFnOnce()) {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    DONE.store(0, Ordering::Relaxed);
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let client = client.clone();
        callers.spawn(async move {
            for number in 0..CALLS {
                call(&client, caller * CALLS + number).await;
                DONE.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    while DONE.load(Ordering::Relaxed) < CALLERS * CALLS / 3 {
        tokio::task::yield_now().await;
    }
    between().await;
    while let Some(ended) = callers.join_next().await {
        ended.expect("every call succeeds");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_that_could_be_saved() {
    let servers = [TestServer::start().await, TestServer::start().await, TestServer::start().await];
    let mut killed = Proxy::to(servers[0].address).await;
    let stalled = Proxy::to(servers[1].address).await;
    let slow = Proxy::to(servers[2].address).await;
    let options = Options {
        max_silence: Duration::from_secs(3),
        connect_timeout: Duration::from_secs(3),
        ..Options::default()
    };
    let endpoints = [&killed, &stalled, &slow].map(|proxy| proxy.address.to_string());
    let client = Client::builder().endpoints(endpoints).options(options).build().unwrap();
    load(&client, async || {
        killed.cut().await;
        stalled.set(Way::Stalled);
        slow.set(Way::Slow(Duration::from_millis(2)));
    })
    .await;

    killed.mend().await;
    stalled.set(Way::Open);
    slow.set(Way::Open);
    let before = [&killed, &stalled, &slow].map(Proxy::answered);
    let all_are_called = async {
        loop {
            let now = [&killed, &stalled, &slow].map(Proxy::answered);
            if now.iter().zip(before).all(|(now, before)| *now > before + 20) {
                return;
            }
            call(&client, 0).await;
        }
    };
    timeout(Duration::from_mins(1), all_are_called).await.expect("all are called again");
}

/// A server that ends in order, as in a rolling update, costs no call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_is_not_noticed() {
    let (old, new) = (TestServer::start().await, TestServer::start().await);
    let endpoints = [old.address.to_string(), new.address.to_string()];
    let client = Client::builder().endpoints(endpoints).build().unwrap();
    load(&client, async || old.stop().await).await;
}
