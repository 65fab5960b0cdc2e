//! Load, haste and bad manners: what a caller meets who sends too much, too slowly, too late or in the
//! wrong form, and what the others notice of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use std::{
    convert::Infallible,
    num::NonZeroUsize,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body::Frame;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message as _;
use tiyao_client::v1::{
    self, analysis_service_client::AnalysisServiceClient, issue_service_client::IssueServiceClient,
    server_service_client::ServerServiceClient,
};
use tiyao_server::{Config, InProcessConnector, Limits, Monitor};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    task::JoinHandle,
};
use tonic::{Code, Status, body::Body, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_types::StatusExt as _;

const ARTICLE: &str = "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。\n";
const ANALYZE: &str = "http://in-process.invalid/tiyao.v1.AnalysisService/AnalyzeArticle";
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(2);

struct TestServer {
    connector: InProcessConnector,
    monitor: Monitor,
}

/// A server with one analysis thread, ready.
async fn serve(limits: Limits) -> TestServer {
    let (listener, connector) = tiyao_server::in_process();
    let monitor = Monitor::default();
    let config = Config {
        limits,
        analysis_threads: Some(NonZeroUsize::MIN),
        monitor: monitor.clone(),
        ..Config::default()
    };
    tokio::spawn(tiyao_server::run(listener, config, std::future::pending()));
    let server = TestServer { connector, monitor };
    until(|| server.metric("tiyao_ready") == 1).await;
    server
}

impl TestServer {
    /// A connection of its own.
    fn channel(&self) -> Channel {
        let connector = self.connector.clone();
        let connect = tower::service_fn(move |_: tonic::transport::Uri| {
            let connector = connector.clone();
            async move { connector.connect().await.map(TokioIo::new) }
        });
        tonic::transport::Endpoint::from_static("http://in-process.invalid")
            .connect_with_connector_lazy(connect)
    }

    fn analysis(&self) -> AnalysisServiceClient<Channel> {
        AnalysisServiceClient::new(self.channel())
    }

    /// A large article that is being analysed.
    async fn busy(
        &self,
    ) -> JoinHandle<Result<tonic::Response<v1::AnalyzeArticleResponse>, Status>> {
        let mut client = self.analysis();
        let running = tokio::spawn(async move { client.analyze_article(large()).await });
        until(|| self.metric("tiyao_jobs_running") == 1).await;
        running
    }

    /// A metric's value; 0 as long as it is not there.
    fn metric(&self, name: &str) -> u64 {
        let metrics = self.monitor.metrics();
        let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse().ok()).unwrap_or_default()
    }
}

async fn until(mut done: impl FnMut() -> bool) {
    let wait = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
}

fn content(text: &str) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.to_owned())), ..Default::default() }
}

fn analyze(text: &str) -> v1::AnalyzeArticleRequest {
    let article = Some(v1::ArticleInput { content: Some(content(text)), ..Default::default() });
    v1::AnalyzeArticleRequest { article, ..Default::default() }
}

/// An article that takes a while.
fn large() -> v1::AnalyzeArticleRequest {
    analyze(&ARTICLE.repeat((1 << 20) / ARTICLE.len()))
}

fn reason(status: &Status) -> String {
    status.get_error_details().error_info().map(|info| info.reason.clone()).unwrap_or_default()
}

/// Checks that `status` refuses, names its limit, and says when to come back if that helps.
fn check_refusal(status: &Status, expected: &str, limit: &str, comes_back: bool) {
    assert_eq!(status.code(), Code::ResourceExhausted, "{status:?}");
    assert_eq!(reason(status), expected);
    assert!(status.message().contains(limit), "{status:?}");
    let details = status.get_error_details();
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, limit);
    assert_eq!(details.retry_info().is_some(), comes_back);
    assert_eq!(status.metadata().contains_key("retry-after"), comes_back);
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_says_when_to_come_back() {
    let server = serve(Limits { queued_jobs: 0, ..Limits::default() }).await;
    let running = server.busy().await;
    let status = server.analysis().analyze_article(analyze(ARTICLE)).await.unwrap_err();
    check_refusal(&status, "QUEUE_FULL", "max_queued_jobs", true);
    assert!(!running.is_finished(), "the refusal waited");
    running.abort();
}

#[tokio::test]
async fn a_queue_full_of_bytes_refuses_too() {
    let server = serve(Limits { queued_bytes: 1 << 20, ..Limits::default() }).await;
    let running = server.busy().await;
    let other = analyze(&ARTICLE.repeat(200));
    let status = server.analysis().analyze_article(other).await.unwrap_err();
    check_refusal(&status, "QUEUE_FULL", "max_queued_bytes", true);
    running.abort();
}

#[tokio::test]
async fn a_small_article_is_not_stuck_behind_a_large_one() {
    let server = serve(Limits::default()).await;
    let running = server.busy().await;
    // There is one thread, and the large one has it.
    for _ in 0..5 {
        server.analysis().analyze_article(analyze(ARTICLE)).await.unwrap();
    }
    assert!(!running.is_finished());
    running.abort();
}

#[tokio::test]
async fn the_work_of_a_dropped_call_stops() {
    let server = serve(Limits::default()).await;
    server.busy().await.abort();
    until(|| server.metric("tiyao_jobs_total{outcome=\"cancelled\"}") == 1).await;
    assert_eq!(server.metric("tiyao_queue_depth"), 0);

    let issue = format!("{ARTICLE}\n").repeat((8 << 20) / ARTICLE.len());
    let mut issues = IssueServiceClient::new(server.channel());
    let running = tokio::spawn(async move {
        let request =
            v1::SplitIssueRequest { content: Some(content(&issue)), ..Default::default() };
        issues.split_issue(request).await
    });
    until(|| server.metric("tiyao_jobs_running") == 1).await;
    running.abort();
    until(|| server.metric("tiyao_jobs_total{outcome=\"cancelled\"}") == 2).await;
}

#[tokio::test]
async fn a_deadline_that_passes_in_the_queue_is_told_and_nothing_is_started() {
    let server = serve(Limits::default()).await;
    let running = server.busy().await;
    // As large as the one that runs, so that it waits for its end.
    let message = framed(0, &large().encode_to_vec());
    let status = send(&server, &[("grpc-timeout", "100m")], message, true).await;
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
    until(|| server.metric("tiyao_jobs_total{outcome=\"expired\"}") == 1).await;
    assert!(!running.is_finished());
    running.abort();
}

#[tokio::test]
async fn the_request_id_comes_back() {
    let server = serve(Limits::default()).await;
    let id_of = |headers: &HeaderMap| headers["x-request-id"].to_str().unwrap().to_owned();
    let mut request = tonic::Request::new(analyze(ARTICLE));
    request.metadata_mut().insert("x-request-id", "desk-7".parse().unwrap());
    let answer = server.analysis().analyze_article(request).await.unwrap();
    assert_eq!(id_of(answer.metadata().as_ref()), "desk-7");
    let answer = server.analysis().analyze_article(analyze(ARTICLE)).await.unwrap();
    let made = id_of(answer.metadata().as_ref());
    let status = server.analysis().analyze_article(v1::AnalyzeArticleRequest::default()).await;
    let refused = id_of(status.unwrap_err().metadata().as_ref());
    assert!(made.len() > 16 && refused.len() > 16 && made != refused);
}

#[tokio::test]
async fn calls_and_connections_are_limited_and_health_is_not() {
    let server = serve(Limits { calls: 1, connections: 2, ..Limits::default() }).await;
    let channel = server.channel();
    let mut client = AnalysisServiceClient::new(channel.clone());
    let (_open, requests) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(requests);
    let stream = client.analyze_articles(requests).await.unwrap();
    let status = client.analyze_article(analyze(ARTICLE)).await.unwrap_err();
    check_refusal(&status, "TOO_MANY_CALLS", "max_calls", true);
    let health = async |channel: Channel| {
        HealthClient::new(channel).check(HealthCheckRequest::default()).await.map(drop)
    };
    health(channel.clone()).await.unwrap();
    let info = v1::GetServerInfoRequest {};
    ServerServiceClient::new(channel).get_server_info(info).await.unwrap();
    drop(stream);

    health(server.channel()).await.unwrap();
    let held: Vec<Channel> = (0..3).map(|_| server.channel()).collect();
    let mut refused = None;
    for channel in &held {
        let info = v1::GetServerInfoRequest {};
        let asked = ServerServiceClient::new(channel.clone()).get_server_info(info).await;
        refused = refused.or(asked.err());
        health(channel.clone()).await.unwrap();
    }
    check_refusal(&refused.unwrap(), "TOO_MANY_CONNECTIONS", "max_connections", true);
}

/// Ends a call of eight articles while the first is worked on.
async fn leave(server: &TestServer, call: JoinHandle<Result<(), Status>>) {
    let done = || server.metric("tiyao_jobs_total{outcome=\"done\"}");
    until(|| server.metric("tiyao_jobs_running") == 1).await;
    let before = done();
    call.abort();
    assert!(call.await.is_err_and(|error| error.is_cancelled()));
    until(|| server.metric("tiyao_calls_in_flight") == 0).await;
    until(|| server.metric("tiyao_jobs_running") + server.metric("tiyao_queue_depth") == 0).await;
    // One may have been done just then.
    assert!(done() <= before + 1, "{before} before, {} after", done());
}

#[tokio::test]
async fn work_on_many_articles_stops_with_their_call() {
    let server = serve(Limits::default()).await;
    let article = analyze(&ARTICLE.repeat((200 << 10) / ARTICLE.len())).article.unwrap();
    let mut client = server.analysis();
    let articles = vec![article.clone(); 8];
    let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
    let batch = tokio::spawn(async move { client.batch_analyze_articles(request).await.map(drop) });
    leave(&server, batch).await;
    let mut client = server.analysis();
    let request = v1::AnalyzeArticlesRequest { article: Some(article), ..Default::default() };
    let stream = tokio::spawn(async move {
        let requests = tokio_stream::iter(vec![request; 8]);
        let mut answers = client.analyze_articles(requests).await?.into_inner();
        while answers.message().await?.is_some() {}
        Ok(())
    });
    leave(&server, stream).await;
    let ended = "tiyao_calls_total{method=\"tiyao.v1.AnalysisService/BatchAnalyzeArticles\",code=\"CANCELLED\"}";
    assert_eq!(server.metric(ended), 1);
    server.analysis().analyze_article(analyze(ARTICLE)).await.unwrap();
}

/// It is no fault of the server's, and alarms nobody.
#[tokio::test]
async fn who_leaves_in_mid_message_is_no_fault() {
    let server = serve(Limits::default()).await;
    let message = analyze(&ARTICLE.repeat(70_000));
    for pause in [0, 1, 2, 5, 10, 20] {
        let (mut client, message) = (server.analysis(), message.clone());
        let call = tokio::spawn(async move { client.analyze_article(message).await });
        until(|| server.metric("tiyao_calls_in_flight") == 1).await;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        call.abort();
        until(|| server.metric("tiyao_calls_in_flight") == 0).await;
    }
    let metrics = server.monitor.metrics();
    assert!(!metrics.contains("INTERNAL") && !metrics.contains("UNKNOWN"), "{metrics}");
}

/// What a caller of HTTP/2 begins with: it never says that it has read what is said to it.
const PREFACE: &[u8; 33] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";

#[tokio::test]
async fn callers_who_only_hold_connections_open_do_not_keep_others_out() {
    let server = serve(Limits { connections: 2, ..Limits::default() }).await;
    let mut held = Vec::new();
    for _ in 0..100 {
        let mut connection = server.connector.connect().await.unwrap();
        connection.write_all(PREFACE).await.ok();
        held.push(connection);
    }
    // Some are told that they are too many, and as many as there is no room for are not heard.
    until(|| server.metric("tiyao_connections_unheard_total") >= 30).await;
    assert!(server.metric("tiyao_connections") <= 70);
    HealthClient::new(server.channel()).check(HealthCheckRequest::default()).await.unwrap_err();
    // Nobody waits for them to say goodbye.
    until(|| server.metric("tiyao_connections") <= 2).await;
    HealthClient::new(server.channel()).check(HealthCheckRequest::default()).await.unwrap();
    drop(held);
}

#[tokio::test]
async fn a_deadline_that_cannot_be_read_is_refused() {
    let server = serve(Limits::default()).await;
    let message = framed(0, &analyze(ARTICLE).encode_to_vec());
    for wrong in ["5x", "5", "soon", "123456789S"] {
        let status = send(&server, &[("grpc-timeout", wrong)], message.clone(), true).await;
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::InvalidArgument, "INVALID_FIELD")
        );
        assert!(status.message().contains("grpc-timeout"), "{status:?}");
    }
    let sent = send(&server, &[("grpc-timeout", "60S")], message, true).await;
    assert_eq!(sent.code(), Code::Ok);
}

#[tokio::test]
async fn headers_have_a_limit() {
    let server = serve(Limits { header_bytes: 2000, ..Limits::default() }).await;
    let mut request = tonic::Request::new(analyze(ARTICLE));
    request.metadata_mut().insert("x-long", "x".repeat(2000).parse().unwrap());
    let status = server.analysis().analyze_article(request).await.unwrap_err();
    check_refusal(&status, "HEADERS_TOO_LARGE", "max_header_bytes", false);
}

/// A message as it is on the wire.
fn framed(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[flag], length.as_slice(), message].concat()
}

/// A body that does not end.
struct Endless(Option<Bytes>);

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.take().map_or(Poll::Pending, |data| Poll::Ready(Some(Ok(Frame::data(data)))))
    }
}

/// Sends bytes as the body of a call; gives its status. The client knows no deadline of its own.
async fn send(server: &TestServer, headers: &[(&str, &str)], bytes: Vec<u8>, ends: bool) -> Status {
    let bytes = Bytes::from(bytes);
    let body = if ends {
        Body::new(http_body_util::Full::new(bytes))
    } else {
        Body::new(Endless(Some(bytes)))
    };
    let mut request = Request::post(ANALYZE).header("content-type", "application/grpc");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let io = TokioIo::new(server.connector.connect().await.unwrap());
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let answer = sender.send_request(request.body(body).unwrap()).await.unwrap();
    if let Some(status) = Status::from_header_map(answer.headers()) {
        return status;
    }
    let body = http_body_util::BodyExt::collect(answer.into_body()).await.unwrap();
    Status::from_header_map(body.trailers().unwrap()).unwrap()
}

#[tokio::test]
async fn compressed_messages_are_read_and_bombs_refused() {
    let server = serve(Limits::default()).await;
    let message = analyze(&ARTICLE.repeat(50)).encode_to_vec();
    let compressed = framed(1, &zstd::encode_all(message.as_slice(), 3).unwrap());
    assert_eq!(
        send(&server, &[("grpc-encoding", "zstd")], compressed, true).await.code(),
        Code::Ok
    );
    assert_eq!(send(&server, &[], framed(0, &message), true).await.code(), Code::Ok);

    let bomb = zstd::encode_all(vec![b' '; 32 << 20].as_slice(), 3).unwrap();
    let status = send(&server, &[("grpc-encoding", "zstd")], framed(1, &bomb), true).await;
    check_refusal(&status, "MESSAGE_INFLATED", "max_decompression_ratio", false);
    let status = send(&server, &[("grpc-encoding", "snappy")], framed(1, &message), true).await;
    assert_eq!(status.code(), Code::Unimplemented);
    assert_eq!(status.metadata().get("grpc-accept-encoding").unwrap(), "zstd,gzip,identity");
}

#[tokio::test]
async fn a_message_of_countless_fields_is_refused() {
    let server = serve(Limits { message_fields: 20, ..Limits::default() }).await;
    // An article again and again: two bytes each.
    let many = [0x0a, 0x00].repeat(21);
    let compressed = framed(1, &zstd::encode_all(many.as_slice(), 3).unwrap());
    for (encoding, bytes) in [("identity", framed(0, &many)), ("zstd", compressed)] {
        let status = send(&server, &[("grpc-encoding", encoding)], bytes, true).await;
        check_refusal(&status, "TOO_MANY_FIELDS", "max_message_fields", false);
    }
    // Each message has its own count.
    let mut client = server.analysis();
    let article = v1::ArticleInput { content: Some(content(ARTICLE)), ..Default::default() };
    let request = v1::AnalyzeArticlesRequest { article: Some(article), ..Default::default() };
    let requests = tokio_stream::iter(vec![request; 20]);
    let mut answers = client.analyze_articles(requests).await.unwrap().into_inner();
    let mut count = 0;
    while answers.message().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 20);
}

#[tokio::test]
async fn garbage_is_the_callers_fault() {
    let server = serve(Limits::default()).await;
    for (encoding, bytes) in [
        ("identity", framed(0, b"\x0F\x0F\x0F")),
        // An article whose id is no UTF-8.
        ("identity", framed(0, &[10, 4, 10, 2, 0xC3, 0x28])),
        ("identity", framed(7, b"")),
        ("identity", framed(0, b"cut")[..6].to_vec()),
        ("gzip", framed(1, b"this is not compressed")),
    ] {
        let status = send(&server, &[("grpc-encoding", encoding)], bytes.clone(), true).await;
        assert_eq!(status.code(), Code::InvalidArgument, "{bytes:?} {status:?}");
        assert_eq!(reason(&status), "MALFORMED_MESSAGE");
    }
}

#[tokio::test]
async fn a_message_must_arrive_in_time() {
    let limits = Limits { receive: Duration::from_millis(100), ..Limits::default() };
    let server = serve(limits).await;
    let message = framed(0, &analyze(ARTICLE).encode_to_vec());
    for bytes in [message[..20].to_vec(), message, Vec::new()] {
        let status = send(&server, &[], bytes, false).await;
        assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
        assert_eq!(reason(&status), "SLOW_SENDER");
    }
}

#[tokio::test]
async fn messages_that_arrive_have_a_limit_together() {
    let server = serve(Limits { queued_bytes: 1 << 20, ..Limits::default() }).await;
    // Each is far from whole, and neither ends.
    // A field of that length.
    let message = [&[0x7a, 0x80, 0x80, 0x80, 0x01], vec![b'a'; 2 << 20].as_slice()].concat();
    let part = || framed(0, &message)[..700 << 10].to_vec();
    let (first, second) = (send(&server, &[], part(), false), send(&server, &[], part(), false));
    let status = tokio::select! {
        status = first => status,
        status = second => status,
    };
    check_refusal(&status, "QUEUE_FULL", "max_queued_bytes", true);
    // Both are gone, and what they held.
    let large = framed(0, &analyze(&ARTICLE.repeat(6000)).encode_to_vec());
    assert_eq!(send(&server, &[], large, true).await.code(), Code::Ok);
}

#[tokio::test]
async fn who_stalls_gives_up_his_place() {
    let limits = Limits { queued_jobs: 0, stall: Duration::from_millis(200), ..Limits::default() };
    let server = serve(limits).await;
    let mut issues = IssueServiceClient::new(server.channel());
    // More than what may be under way to a reader.
    let issue = format!("第一章\n\n{}\n\n", ARTICLE.repeat(300)).repeat(100);
    let request = v1::AnalyzeIssueRequest { content: Some(content(&issue)), ..Default::default() };
    let stalled = issues.analyze_issue(request).await.unwrap();
    let mut client = server.analysis();
    let mut answer = client.analyze_article(analyze(ARTICLE)).await;
    while answer.as_ref().is_err_and(|status| status.code() == Code::ResourceExhausted) {
        tokio::time::sleep(Duration::from_millis(5)).await;
        answer = client.analyze_article(analyze(ARTICLE)).await;
    }
    answer.unwrap();
    drop(stalled);
}

/// Reads until the server closes the connection.
async fn closes(sent: &[u8], limits: Limits) {
    let server = serve(limits).await;
    let mut connection = server.connector.connect().await.unwrap();
    connection.write_all(sent).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, connection.read_to_end(&mut answer)).await;
    // What it says last, if it speaks HTTP/2, is that it goes away.
    read.unwrap().unwrap();
    if sent.len() >= 24 {
        const GO_AWAY: u8 = 7;
        let mut kinds = Vec::new();
        let mut rest = answer.as_slice();
        // Three bytes of length, one of the kind, and five more stand before what a frame holds.
        while let [a, b, c, kind, _, _, _, _, _, behind @ ..] = rest {
            let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
            kinds.push(*kind);
            rest = behind.get(length..).unwrap_or_default();
        }
        assert!(kinds.contains(&GO_AWAY), "{kinds:?}");
    }
}

#[tokio::test]
async fn idle_connections_are_closed() {
    let soon = Duration::from_millis(50);
    closes(PREFACE, Limits { idle: soon, ..Limits::default() }).await;
    for half in [&b""[..], &PREFACE[..9]] {
        closes(half, Limits { handshake: soon, ..Limits::default() }).await;
    }
}

#[tokio::test]
async fn every_limit_is_told() {
    let limits = Limits {
        message_bytes: 1_000_001,
        message_fields: 1_000_002,
        article_bytes: 1_000_003,
        issue_bytes: 1_000_004,
        title_bytes: 1_000_005,
        id_bytes: 1_000_006,
        batch_articles: 1_000_007,
        keywords: 1_000_008,
        summary_characters: 1_000_009,
        summary_sentences: 1_000_010,
        terms: 1_000_011,
        queued_jobs: 1_000_012,
        queued_bytes: 1_000_013,
        calls: 1_000_014,
        connection_calls: 1_000_015,
        connections: 1_000_016,
        header_bytes: 1_000_017,
        handshake: Duration::from_secs(1_000_018),
        idle: Duration::from_secs(1_000_019),
        receive: Duration::from_secs(1_000_031),
        stall: Duration::from_secs(1_000_021),
        decompression_ratio: 1_000_022,
        stream_in_flight: 1_000_023,
        occurrences: 1_000_024,
        term_bytes: 1_000_025,
        extracted_bytes: 1_000_026,
        document_pages: 1_000_027,
    };
    let server = serve(limits).await;
    let mut client = ServerServiceClient::new(server.channel());
    let info = client.get_server_info(v1::GetServerInfoRequest {}).await.unwrap().into_inner();
    let expected = v1::Limits {
        max_message_bytes: 1_000_001,
        max_message_fields: 1_000_002,
        max_article_bytes: 1_000_003,
        max_issue_bytes: 1_000_004,
        max_title_bytes: 1_000_005,
        max_id_bytes: 1_000_006,
        max_batch_articles: 1_000_007,
        max_keywords: 1_000_008,
        max_summary_characters: 1_000_009,
        max_summary_sentences: 1_000_010,
        max_terms: 1_000_011,
        max_queued_jobs: 1_000_012,
        max_queued_bytes: 1_000_013,
        max_calls: 1_000_014,
        max_connection_calls: 1_000_015,
        max_connections: 1_000_016,
        max_header_bytes: 1_000_017,
        max_handshake_seconds: 1_000_018,
        max_idle_seconds: 1_000_019,
        max_receive_seconds: 1_000_031,
        max_stall_seconds: 1_000_021,
        max_decompression_ratio: 1_000_022,
        max_stream_in_flight: 1_000_023,
        max_occurrences: 1_000_024,
        max_term_bytes: 1_000_025,
        max_extracted_bytes: 1_000_026,
        max_document_pages: 1_000_027,
    };
    assert_eq!(info.limits, Some(expected));
}
