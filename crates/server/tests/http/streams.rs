//! Lines in, lines out.

use std::{convert::Infallible, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::support::{ARTICLE, Server, post, serve, serve_with, small_limits};
use tiyao_server::{Config, Http, Limits};

const PATH: &str = "/v1/articles:stream";

type Lines = mpsc::Sender<Result<Frame<Bytes>, Infallible>>;

fn line(id: &str) -> String {
    json!({"article": {"id": id, "content": {"text": ARTICLE}}}).to_string() + "\n"
}

/// Begins a stream; what is sent into the channel is its body.
async fn begin(server: &Server, headers: &[(&str, &str)]) -> (Lines, Response<Incoming>) {
    let (lines, body) = mpsc::channel(1);
    let mut request = Request::post(PATH).header("content-type", "application/x-ndjson");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(StreamBody::new(ReceiverStream::new(body))).unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(30), server.begin(request)).await;
    (lines, answer.expect("the answer begins before the first line"))
}

async fn send(lines: &Lines, text: impl Into<Bytes>) {
    lines.send(Ok(Frame::data(text.into()))).await.unwrap();
}

/// Reads up to the next line end.
async fn next(answer: &mut Incoming) -> Value {
    let mut line = BytesMut::new();
    while !line.ends_with(b"\n") {
        let frame = tokio::time::timeout(Duration::from_secs(30), answer.frame()).await;
        let frame = frame.expect("a line is on its way as soon as it is there");
        line.extend_from_slice(&frame.unwrap().unwrap().into_data().unwrap());
    }
    serde_json::from_slice(&line).unwrap()
}

fn id(answer: &Value) -> &str {
    answer["result"]["analysis"]["id"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn each_line_is_answered_before_the_next_is_sent() {
    let server = serve();
    let (lines, answer) = begin(&server, &[]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    let mut answer = answer.into_body();
    for number in 0..3 {
        let text = line(&number.to_string());
        // A line may come in pieces, and two at once.
        let (head, tail) = text.split_at(7);
        send(&lines, head.to_owned()).await;
        send(&lines, format!("{tail}\r\n\n{}", line("next"))).await;
        assert_eq!(id(&next(&mut answer).await), number.to_string());
        assert_eq!(id(&next(&mut answer).await), "next");
    }
    // The last line needs no end.
    send(&lines, line("last").trim_end().to_owned()).await;
    drop(lines);
    assert_eq!(id(&next(&mut answer).await), "last");
    assert!(answer.frame().await.is_none());
}

#[tokio::test]
async fn compressed_lines_are_not_held_back() {
    let server = serve();
    let (lines, answer) = begin(&server, &[("accept-encoding", "gzip")]).await;
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let mut answer = answer.into_body();
    send(&lines, line("a")).await;
    let mut unpacked = flate2::write::GzDecoder::new(Vec::new());
    while !unpacked.get_ref().ends_with(b"\n") {
        let frame = tokio::time::timeout(Duration::from_secs(30), answer.frame()).await;
        let frame = frame.expect("the first line does not wait for the second");
        let data = frame.unwrap().unwrap().into_data().unwrap();
        std::io::Write::write_all(&mut unpacked, &data).unwrap();
        std::io::Write::flush(&mut unpacked).unwrap();
    }
    assert_eq!(id(&serde_json::from_slice(unpacked.get_ref()).unwrap()), "a");
}

#[tokio::test]
async fn what_breaks_off_says_why_in_a_last_line() {
    let server = serve();
    let good = line("a");
    let check = async |body: String, code: i64, description: &str| {
        let answer = server.send(post(PATH, "application/x-ndjson", body)).await;
        assert_eq!(answer.status, 200);
        let lines = answer.lines();
        let (last, before) = lines.split_last().unwrap();
        assert_eq!(before.len(), 1, "what was sent before is answered: {lines:?}");
        assert_eq!(id(&before[0]), "a");
        assert_eq!(last["error"]["code"], code, "{last}");
        assert!(last["error"].to_string().contains(description), "{last}");
    };
    check(format!("{good}{{\n{good}"), 3, "line 2: EOF while parsing").await;
    check(format!("{good}\n\n{{\"a\": 1}}"), 3, "line 4: no such field").await;
    // Options that break a rule end the stream inside the service.
    check(format!("{good}{{\"keywords\": {{\"maxKeywords\": 5000}}}}"), 3, "max_keywords").await;
}

#[tokio::test]
async fn a_line_over_the_limit_ends_the_stream() {
    let server = serve_with(small_limits());
    for body in ["a".repeat(5000), format!("{}\n", "a".repeat(9000))] {
        let answer = server.send(post(PATH, "application/x-ndjson", body)).await;
        let lines = answer.lines();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["error"]["code"], 8, "{lines:?}");
    }
}

#[tokio::test]
async fn a_line_that_does_not_end_is_not_waited_for() {
    let limits = Limits { receive: Duration::from_millis(50), ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    let (lines, answer) = begin(&server, &[]).await;
    let mut answer = answer.into_body();
    send(&lines, line("a")).await;
    assert_eq!(id(&next(&mut answer).await), "a");
    // Silence between two lines is the sender's right.
    tokio::time::sleep(Duration::from_millis(200)).await;
    send(&lines, line("b") + "{").await;
    assert_eq!(id(&next(&mut answer).await), "b");
    let last = next(&mut answer).await;
    assert_eq!(last["error"]["code"], 4, "{last}");
    assert!(last.to_string().contains("SLOW_SENDER"), "{last}");
}

#[tokio::test]
async fn a_bad_article_leaves_its_neighbours_alone() {
    let server = serve();
    let body = format!("{}{{\"article\": {{\"id\": \"bad\"}}}}\n{}", line("a"), line("b"));
    let answer = server.send(post(PATH, "application/json", body)).await;
    let lines = answer.lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["result"]["error"]["reason"], "INVALID_FIELD");
    assert_eq!(id(&lines[2]), "b");
}

#[tokio::test]
async fn a_deadline_ends_a_stream_that_waits() {
    let server = serve();
    let (lines, answer) = begin(&server, &[("grpc-timeout", "500m")]).await;
    let mut answer = answer.into_body();
    send(&lines, line("a")).await;
    assert_eq!(id(&next(&mut answer).await), "a");
    assert_eq!(next(&mut answer).await["error"]["code"], 4);
    assert!(answer.frame().await.is_none());
}

#[tokio::test]
async fn a_call_that_fails_before_its_first_line_has_its_own_code() {
    let server = serve();
    let answer = server.send(post("/v1/issues:analyze", "application/json", "{}")).await;
    assert_eq!(answer.fault(), (400, "INVALID_FIELD".to_owned(), vec!["content".to_owned()]));
}
