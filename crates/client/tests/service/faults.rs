//! Three servers under load: one is killed, one stops answering, one is slow. No call fails that another
//! attempt could save, and all three are called again when they are well.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tiyao_client::{Client, Error, Options, Retry, v1};
use tokio::{task::JoinSet, time::timeout};

use crate::{
    proxy::{Proxy, Way},
    server::{TestServer, article},
};

const CALLERS: usize = 8;
const CALLS: usize = 60;

async fn call(client: &Client, id: usize) -> Result<(), Error> {
    let request =
        v1::AnalyzeArticleRequest { article: Some(article(id.to_string())), ..Default::default() };
    let answer = client.analyze_article(request).await?;
    assert_eq!(answer.analysis.unwrap().id, id.to_string());
    Ok(())
}

/// Calls from many sides; `between` runs when a third of the calls are made. Gives those that failed.
async fn load(client: &Client, between: impl AsyncFnOnce()) -> Vec<Error> {
    let done = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (client, done) = (client.clone(), Arc::clone(&done));
        callers.spawn(async move {
            let mut failed = Vec::new();
            for number in 0..CALLS {
                failed.extend(call(&client, caller * CALLS + number).await.err());
                done.fetch_add(1, Ordering::Relaxed);
            }
            failed
        });
    }
    while done.load(Ordering::Relaxed) < CALLERS * CALLS / 3 {
        tokio::task::yield_now().await;
    }
    between().await;
    callers.join_all().await.concat()
}

/// Three servers, each behind a network of its own.
struct Three {
    _servers: [TestServer; 3],
    networks: [Proxy; 3],
}

impl Three {
    async fn start() -> Self {
        let servers =
            [TestServer::start().await, TestServer::start().await, TestServer::start().await];
        let networks = [
            Proxy::to(servers[0].address).await,
            Proxy::to(servers[1].address).await,
            Proxy::to(servers[2].address).await,
        ];
        Self { _servers: servers, networks }
    }

    fn client(&self, retry: Retry) -> Client {
        let options = Options {
            max_silence: Duration::from_secs(3),
            connect_timeout: Duration::from_secs(3),
            retry,
            ..Options::default()
        };
        let endpoints = self.networks.iter().map(|network| network.address.to_string());
        Client::builder().endpoints(endpoints).options(options).build().unwrap()
    }

    async fn harm(&mut self) {
        let [killed, stalled, slow] = &mut self.networks;
        killed.cut().await;
        stalled.set(Way::Stalled);
        slow.set(Way::Slow(Duration::from_millis(2)));
    }

    async fn heal(&mut self) {
        let [killed, stalled, slow] = &mut self.networks;
        killed.mend().await;
        stalled.set(Way::Open);
        slow.set(Way::Open);
    }

    fn answered(&self) -> [usize; 3] {
        self.networks.each_ref().map(Proxy::answered)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_that_could_be_saved() {
    let mut three = Three::start().await;
    let client = three.client(Retry::default());
    let failed = load(&client, async || three.harm().await).await;
    assert!(failed.is_empty(), "{failed:?}");

    three.heal().await;
    let before = three.answered();
    let all_are_called = async {
        loop {
            let now = three.answered();
            if now.iter().zip(before).all(|(now, before)| *now > before + 20) {
                return;
            }
            call(&client, 0).await.unwrap();
        }
    };
    timeout(Duration::from_mins(1), all_are_called).await.expect("all are called again");
}

/// What is done to the three harms calls: who tries only once loses some.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_harm_is_real() {
    let mut three = Three::start().await;
    let client = three.client(Retry { attempts: 1, ..Retry::default() });
    let failed = load(&client, async || three.harm().await).await;
    assert!(!failed.is_empty());
    assert!(failed.iter().all(Error::is_transient), "each could have been saved: {failed:?}");
}

/// A server that ends in order, as in a rolling update, costs no call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_is_not_noticed() {
    let (old, new) = (TestServer::start().await, TestServer::start().await);
    let endpoints = [old.address.to_string(), new.address.to_string()];
    let client = Client::builder().endpoints(endpoints).build().unwrap();
    let failed = load(&client, async || old.stop().await).await;
    assert!(failed.is_empty(), "{failed:?}");
}
