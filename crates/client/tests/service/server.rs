use std::net::SocketAddr;

use tiyao_client::v1;
use tiyao_server::{Config, Error, Limits};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub(crate) const ARTICLE: &str =
    "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。";

/// A Tiyao server on a port that the system chose, until it is dropped.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), Error>>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(Config::default()).await
    }

    pub(crate) async fn start_with(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(tiyao_server::run(tiyao_server::tcp(listener), config, async {
            stopped.await.ok();
        }));
        Self { address, stop, serving }
    }

    /// Ends it as a deployment does.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap().unwrap();
    }
}

/// A server that takes no text over a few bytes.
pub(crate) fn small() -> Config {
    Config { limits: Limits { article_bytes: 64, ..Limits::default() }, ..Config::default() }
}

pub(crate) fn text(text: impl Into<String>) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.into())), ..Default::default() }
}

pub(crate) fn article(id: impl Into<String>) -> v1::ArticleInput {
    v1::ArticleInput { id: id.into(), content: Some(text(ARTICLE)), ..Default::default() }
}
