use std::{convert::Infallible, sync::Arc, time::Duration};

use http::{HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_TYPE};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, sync::Semaphore};
use tonic::body::Body;
use tracing::{debug, warn};

use super::{Monitor, State};

/// Connections at a time: a collector and a few probes; more wait.
const CONNECTIONS: usize = 64;
/// How long a request's headers may take.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a connection may last in all.
const CONNECTION_TIMEOUT: Duration = Duration::from_mins(5);
/// How long accepting rests after a failure.
const REST: Duration = Duration::from_millis(100);

const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const TEXT_TYPE: &str = "text/plain; charset=utf-8";

impl Monitor {
    /// Answers `/livez`, `/readyz` and `/metrics` over HTTP, until it is dropped. It knows no callers: the
    /// port is for those who run the server.
    pub async fn serve(self, listener: TcpListener) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            // Closed only if we closed it, and we never do.
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            let connection = match listener.accept().await {
                Ok((connection, _peer)) => connection,
                Err(error) => {
                    warn!(%error, "an admin connection could not be accepted");
                    tokio::time::sleep(REST).await;
                    continue;
                }
            };
            let monitor = self.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request: Request<Incoming>| {
                    std::future::ready(Ok::<_, Infallible>(monitor.answer(&request)))
                });
                let serving = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADER_TIMEOUT)
                    .serve_connection(TokioIo::new(connection), service);
                if let Ok(Err(error)) = tokio::time::timeout(CONNECTION_TIMEOUT, serving).await {
                    debug!(%error, "an admin connection broke");
                }
                drop(place);
            });
        }
    }

    fn answer<B>(&self, request: &Request<B>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return text(StatusCode::METHOD_NOT_ALLOWED, TEXT_TYPE, "GET or HEAD\n".to_owned());
        }
        match request.uri().path() {
            "/livez" => text(StatusCode::OK, TEXT_TYPE, "alive\n".to_owned()),
            "/readyz" => {
                let (code, word) = match self.state() {
                    State::Starting => (StatusCode::SERVICE_UNAVAILABLE, "starting\n"),
                    State::Serving => (StatusCode::OK, "serving\n"),
                    State::Draining => (StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
                };
                text(code, TEXT_TYPE, word.to_owned())
            }
            "/metrics" => text(StatusCode::OK, METRICS_TYPE, self.metrics()),
            _ => {
                let known = "/livez, /readyz or /metrics\n".to_owned();
                text(StatusCode::NOT_FOUND, TEXT_TYPE, known)
            }
        }
    }
}

fn text(code: StatusCode, kind: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::new(body));
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
