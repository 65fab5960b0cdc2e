//! A server, and a client of plain HTTP.

use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    body::{Body, Incoming},
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;
use tiyao_client::{Client, Options};
use tiyao_server::{Config, Http, InProcessConnector, Limits};
use tokio::sync::oneshot;

pub(crate) const ARTICLE: &str = "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。\n\
    秋粮收购价格保持平稳，农民交售秋粮的积极性很高。粮库负责人说，仓容充足，随到随收。";

pub(crate) const ISSUE: &str = "目录 CONTENTS\n\n01 秋粮收购进展顺利\n| 粮丰收\n\n\
    秋粮收购进展顺利\n\n文 | 粮食局 粮丰收\n\n\
    今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。\n";

pub(crate) struct Server {
    pub(crate) connector: InProcessConnector,
    /// Ends the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.body.strip_suffix(b"\n").unwrap_or_else(|| panic!("{self:?}"));
        lines
            .split(|byte| *byte == b'\n')
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// HTTP code, reason, and the fields at fault.
    pub(crate) fn fault(&self) -> (u16, String, Vec<String>) {
        let status = self.json();
        let details = status["details"].as_array().cloned().unwrap_or_default();
        let of = |name: &str| {
            let kind = format!("type.googleapis.com/google.rpc.{name}");
            details.iter().find(|detail| detail["@type"] == kind).cloned().unwrap_or_default()
        };
        let reason = of("ErrorInfo")["reason"].as_str().unwrap_or_default().to_owned();
        let bad_request = of("BadRequest");
        let violations = bad_request["fieldViolations"].as_array().cloned().unwrap_or_default();
        let fields =
            violations.iter().map(|one| one["field"].as_str().unwrap_or_default().to_owned());
        (self.status.as_u16(), reason, fields.collect())
    }
}

pub(crate) fn serve() -> Server {
    serve_with(Config { http: Some(Http::default()), ..Config::default() })
}

pub(crate) fn small_limits() -> Config {
    let limits =
        Limits { message_bytes: 4096, article_bytes: 1024, issue_bytes: 1024, ..Limits::default() };
    Config { limits, http: Some(Http::default()), ..Config::default() }
}

pub(crate) fn serve_with(config: Config) -> Server {
    let (listener, connector) = tiyao_server::in_process();
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(tiyao_server::run(listener, config, async {
        stopped.await.ok();
    }));
    Server { connector, _stop: stop }
}

pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::post(path).header("content-type", content_type).body(Full::new(body.into())).unwrap()
}

pub(crate) fn get(path: &str) -> Request<Full<Bytes>> {
    Request::get(path).body(Full::default()).unwrap()
}

impl Server {
    /// A client of gRPC.
    pub(crate) fn client(&self) -> Client {
        let connector = self.connector.clone();
        let connect = move || {
            let connector = connector.clone();
            async move { connector.connect().await }
        };
        Client::over(connect, Options::default())
    }

    pub(crate) async fn json(&self, path: &str, body: &Value) -> Answer {
        self.send(post(path, "application/json", body.to_string())).await
    }

    /// Sends a request over HTTP/1.1, on a connection of its own, and reads the whole answer.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        read(self.begin(request).await).await
    }

    /// The same, without reading the answer.
    pub(crate) async fn begin<B>(&self, request: Request<B>) -> http::Response<Incoming>
    where
        B: Body<Data = Bytes, Error = Infallible> + Send + 'static,
    {
        let pipe = TokioIo::new(self.connector.connect().await.unwrap());
        let (mut sender, connection) = http1::handshake(pipe).await.unwrap();
        tokio::spawn(connection);
        let mut request = request;
        request.headers_mut().insert("host", "tiyao.test".parse().unwrap());
        sender.send_request(request).await.unwrap()
    }

    /// Sends a request over HTTP/2.
    pub(crate) async fn send_http2(&self, request: Request<Full<Bytes>>) -> Answer {
        let pipe = TokioIo::new(self.connector.connect().await.unwrap());
        let (mut sender, connection) = http2::handshake(TokioExecutor::new(), pipe).await.unwrap();
        tokio::spawn(connection);
        let (mut parts, body) = request.into_parts();
        parts.uri = format!("http://tiyao.test{}", parts.uri).parse().unwrap();
        read(sender.send_request(Request::from_parts(parts, body)).await.unwrap()).await
    }
}

pub(crate) async fn read(response: http::Response<Incoming>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body }
}
