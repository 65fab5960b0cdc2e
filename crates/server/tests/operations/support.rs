use std::time::{Duration, Instant};

use http::{HeaderValue, Request};
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use tiyao_server::{Config, InProcessConnector};
use tokio::{sync::oneshot, task::JoinHandle};
use tonic::{
    Status,
    body::Body,
    transport::{Channel, Endpoint},
};
use tower::{Service as _, ServiceExt as _};

pub(crate) const INFO: &str = "/tiyao.v1.ServerService/GetServerInfo";
pub(crate) const HEALTH: &str = "/grpc.health.v1.Health/Check";

/// A server in memory.
pub(crate) struct TestServer {
    pub(crate) connector: InProcessConnector,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), tiyao_server::Error>>,
}

pub(crate) fn serve(config: Config) -> TestServer {
    let (listener, connector) = tiyao_server::in_process();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(tiyao_server::run(listener, config, async {
        stopped.await.ok();
    }));
    TestServer { connector, stop, serving }
}

impl TestServer {
    /// A connection of its own, which is made when it is first used.
    pub(crate) fn channel(&self) -> Channel {
        let connector = self.connector.clone();
        let connect = tower::service_fn(move |_: http::Uri| {
            let connector = connector.clone();
            async move { connector.connect().await.map(TokioIo::new) }
        });
        Endpoint::from_static("http://in-process.invalid").connect_with_connector_lazy(connect)
    }

    pub(crate) fn begin_stop(self) -> JoinHandle<Result<(), tiyao_server::Error>> {
        self.stop.send(()).unwrap();
        self.serving
    }

    pub(crate) async fn stop(self) {
        let serving = self.begin_stop();
        let ended = tokio::time::timeout(Duration::from_mins(1), serving).await;
        ended.expect("the server ends").unwrap().unwrap();
    }
}

/// Waits until `holds`, for at most a minute.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The status of a call whose message is `message`, with the headers that are given.
pub(crate) async fn call(
    channel: &Channel,
    path: &str,
    message: &[u8],
    headers: &[(&'static str, &str)],
) -> Status {
    let mut channel = channel.clone();
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0][..], &length, message].concat();
    let mut request = Request::post(format!("http://in-process.invalid{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(Body::new(http_body_util::Full::from(frame)))
        .unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    let response = match channel.ready().await.unwrap().call(request).await {
        Ok(response) => response,
        Err(error) => return Status::unavailable(error.to_string()),
    };
    if let Some(status) = Status::from_header_map(response.headers()) {
        return status;
    }
    match response.into_body().collect().await {
        Ok(body) => body
            .trailers()
            .and_then(Status::from_header_map)
            .unwrap_or_else(|| Status::unknown("no status")),
        Err(status) => status,
    }
}
