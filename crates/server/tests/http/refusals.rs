//! Whatever is refused is counted once: as a call, or as what never became one.

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::body::Frame;
use tiyao_server::{Config, Http, Limits, Monitor, Role, Token, Tokens};
use tokio_stream::StreamExt as _;

use crate::support::{Answer, Server, get, post, read, serve_with};

const ANALYZE: &str = "/v1/articles:analyze";
const TAGS: &str = "/desk/superdesk/ai";

/// A server of small limits that knows one token, and what it counts.
struct Counting {
    server: Server,
    monitor: Monitor,
    bearer: String,
    // Read again while it serves.
    _folder: tempfile::TempDir,
}

impl Counting {
    fn new() -> Self {
        let (token, folder) = (Token::of([1; 32]), tempfile::tempdir().unwrap());
        let path = folder.path().join("tokens.toml");
        let (hash, role) = (token.hash(), Role::Analyze.name());
        let quota = "calls_per_minute = 3";
        let entry = format!(
            "[[token]]\nname = \"desk\"\nsha256 = \"{hash}\"\nrole = \"{role}\"\n{quota}\n"
        );
        std::fs::write(&path, entry).unwrap();
        let monitor = Monitor::default();
        let limits = Limits {
            message_bytes: 4096,
            message_fields: 20,
            receive: Duration::from_millis(500),
            ..Limits::default()
        };
        let server = serve_with(Config {
            limits,
            http: Some(Http::default()),
            tokens: Some(Tokens::open(path).unwrap()),
            monitor: monitor.clone(),
            ..Config::default()
        });
        let bearer = format!("Bearer {}", token.reveal());
        Self { server, monitor, bearer, _folder: folder }
    }

    /// What has been counted under `name`, each with its labels.
    fn counts(&self, name: &str) -> Vec<(String, u64)> {
        let metrics = self.monitor.metrics();
        let lines = metrics.lines().filter_map(|line| line.strip_prefix(name)?.rsplit_once(' '));
        lines.map(|(labels, count)| (labels.to_owned(), count.parse().unwrap())).collect()
    }

    fn total(&self, name: &str) -> u64 {
        self.counts(name).iter().map(|(_, count)| count).sum()
    }

    async fn send(&self, request: Request<BoxBody<Bytes, Infallible>>) -> Answer {
        let mut request = request;
        if !request.headers().contains_key("authorization") {
            request.headers_mut().insert("authorization", self.bearer.parse().unwrap());
        }
        read(self.server.begin(request).await).await
    }

    /// Checks that a request is refused with this code, and counted once: as a call that ended with
    /// `counted`, or by `counted` as the reason for which it was none.
    async fn check(
        &self,
        request: Request<
            impl http_body::Body<Data = Bytes, Error = Infallible> + Send + Sync + 'static,
        >,
        status: u16,
        counted: &str,
    ) {
        const CALLS: &str = "tiyao_calls_total";
        const REFUSALS: &str = "tiyao_http_refusals_total";
        let line = format!("{} {} for {status} {counted}", request.method(), request.uri());
        let label = format!("\"{counted}\"}}");
        let of_label = || -> u64 {
            let all = [CALLS, REFUSALS].into_iter().flat_map(|name| self.counts(name));
            all.filter(|(labels, _)| labels.ends_with(&label)).map(|(_, count)| count).sum()
        };
        let total = || self.total(CALLS) + self.total(REFUSALS);
        let before = (total(), of_label());
        let answer = self.send(request.map(BodyExt::boxed)).await;
        assert_eq!(answer.status, status, "{line}: {answer:?}");
        // A call is counted when its answer has been dropped, which may be just behind its last byte.
        let counted = async {
            while total() == before.0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let counted = tokio::time::timeout(Duration::from_secs(30), counted).await;
        assert!(counted.is_ok(), "{line}: it is counted nowhere");
        assert_eq!((total(), of_label()), (before.0 + 1, before.1 + 1), "{line}");
    }
}

fn with(
    mut request: Request<Full<Bytes>>,
    name: &'static str,
    value: &'static str,
) -> Request<Full<Bytes>> {
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

/// A body that begins and does not end.
fn endless(path: &str) -> Request<impl http_body::Body<Data = Bytes, Error = Infallible> + use<>> {
    let pieces = tokio_stream::iter([Ok(Frame::data(Bytes::from_static(b"{")))])
        .chain(tokio_stream::pending());
    let request = Request::post(path).header("content-type", "application/json");
    request.body(StreamBody::new(pieces)).unwrap()
}

#[tokio::test]
async fn what_never_became_a_call_is_counted_by_its_reason() {
    let counting = Counting::new();
    let json = |path: &str, body: &'static str| post(path, "application/json", body);
    let grpc = post("/tiyao.v1.ServerService/GetServerInfo", "application/grpc", "");
    let foreign = with(json(ANALYZE, "{}"), "origin", "https://elsewhere.example.org");
    for (request, status, reason) in [
        (get("/made-up/1"), 404, "NO_SUCH_ROUTE"),
        (get("/made-up/2"), 404, "NO_SUCH_ROUTE"),
        (get("/desk/made-up"), 404, "NO_SUCH_ROUTE"),
        (get(ANALYZE), 405, "METHOD_NOT_ALLOWED"),
        (get(TAGS), 405, "METHOD_NOT_ALLOWED"),
        (post(ANALYZE, "image/png", "a"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (post("/v1/articles:stream", "image/png", "a"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (with(json(TAGS, "{}"), "content-encoding", "br"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (grpc, 505, "NEEDS_HTTP2"),
        (foreign, 403, "ORIGIN_NOT_ALLOWED"),
        (json("/v1/articles:analyze?keywords.maxKeywords=5", "{}"), 400, "UNREADABLE_REQUEST"),
        (json("/v1/articles:stream?a=b", "{}"), 400, "UNREADABLE_REQUEST"),
        (json("/v1/articles:analyze?format=made-up", "{}"), 400, "UNREADABLE_REQUEST"),
        (json(TAGS, "{"), 400, "UNREADABLE_REQUEST"),
        (with(json(TAGS, "{}"), "authorization", "Bearer wrong"), 401, "UNAUTHENTICATED"),
        (post(TAGS, "application/json", vec![b' '; 5000]), 413, "MESSAGE_TOO_LARGE"),
        (
            json(TAGS, "[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]"),
            413,
            "TOO_MANY_FIELDS",
        ),
    ] {
        counting.check(request, status, reason).await;
    }
    counting.check(endless(TAGS), 408, "SLOW_SENDER").await;
    assert_eq!(counting.total("tiyao_calls_total"), 0);
    let labels = counting.counts("tiyao_http_refusals_total");
    assert!(labels.len() < 15 && !labels.iter().any(|(label, _)| label.contains("made-up")));
}

#[tokio::test]
async fn what_became_a_call_is_counted_as_one() {
    let counting = Counting::new();
    let json = |body: &'static str| post(ANALYZE, "application/json", body);
    let wrong = with(json("{}"), "authorization", "Bearer wrong");
    counting.check(wrong, 401, "UNAUTHENTICATED").await;
    counting.check(json("{"), 400, "INVALID_ARGUMENT").await;
    let large = post(ANALYZE, "application/json", vec![b' '; 5000]);
    counting.check(large, 413, "RESOURCE_EXHAUSTED").await;
    counting.check(endless(ANALYZE), 408, "DEADLINE_EXCEEDED").await;
    // The quota is used up.
    counting.check(json("{}"), 429, "RESOURCE_EXHAUSTED").await;
    let reasons = counting.counts("tiyao_failures_total");
    for reason in ["UNAUTHENTICATED", "MESSAGE_TOO_LARGE", "SLOW_SENDER", "QUOTA_EXCEEDED"] {
        let label = format!("{{reason=\"{reason}\"}}");
        assert!(reasons.contains(&(label, 1)), "{reason} is not in {reasons:?}");
    }
    assert_eq!(counting.total("tiyao_http_refusals_total"), 0);
}
