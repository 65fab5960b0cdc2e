//! What is refused, with which code and which words.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{Full, StreamBody};
use hyper::body::Frame;
use serde_json::json;
use tiyao_server::{Config, Http, Limits, Role, Token, Tokens};
use tokio_stream::StreamExt as _;

use crate::support::{ARTICLE, get, post, read, serve, serve_with, small_limits};

#[tokio::test]
async fn each_refusal_names_its_reason() {
    let server = serve();
    let check = async |request: Request<Full<Bytes>>, code: u16, reason: &str, fields: &[&str]| {
        let line = format!("{} {}", request.method(), request.uri());
        let answer = server.send(request).await;
        let (found_code, found_reason, found_fields) = answer.fault();
        assert_eq!((found_code, found_reason.as_str()), (code, reason), "{line}: {answer:?}");
        assert_eq!(found_fields, fields, "{line}");
        answer
    };
    let analyze = "/v1/articles:analyze";
    check(get("/"), 404, "NO_SUCH_ROUTE", &[]).await;
    check(get("/v1/articles"), 404, "NO_SUCH_ROUTE", &[]).await;
    check(get("/v1/articles:analyze/"), 404, "NO_SUCH_ROUTE", &[]).await;

    let answer = check(get(analyze), 405, "METHOD_NOT_ALLOWED", &[]).await;
    assert_eq!(answer.header("allow"), "POST");
    let mut delete = get("/v1/server");
    *delete.method_mut() = Method::DELETE;
    let answer = check(delete, 405, "METHOD_NOT_ALLOWED", &[]).await;
    assert_eq!(answer.header("allow"), "GET, HEAD");

    for content_type in ["application/x-www-form-urlencoded", "image/png", "application/x-ndjson"] {
        check(post(analyze, content_type, "a=b"), 415, "UNSUPPORTED_MEDIA_TYPE", &[]).await;
    }
    let batch = post("/v1/articles:batchAnalyze", "text/plain", ARTICLE);
    check(batch, 415, "UNSUPPORTED_MEDIA_TYPE", &[]).await;
    let mut brotli = post(analyze, "application/json", "{}");
    brotli.headers_mut().insert("content-encoding", "br".parse().unwrap());
    let answer = check(brotli, 415, "UNSUPPORTED_MEDIA_TYPE", &[]).await;
    assert_eq!(answer.header("accept-encoding"), "gzip, zstd");
    let grpc = post("/tiyao.v1.ServerService/GetServerInfo", "application/grpc", "");
    check(grpc, 505, "NEEDS_HTTP2", &[]).await;

    let unreadable = "UNREADABLE_REQUEST";
    check(post(analyze, "application/json", "{"), 400, unreadable, &[""]).await;
    let text = r#"{"article": {"content": {"txt": "a"}}}"#;
    let answer =
        check(post(analyze, "application/json", text), 400, unreadable, &["article.content.txt"]);
    assert_eq!(answer.await.json()["message"], "the request cannot be read: article.content.txt");
    let path = format!("{analyze}?keywords.max=5");
    check(post(&path, "text/plain", ARTICLE), 400, unreadable, &["keywords.max"]).await;
    let path = format!("{analyze}?keywords.maxKeywords=5");
    let json = json!({"article": {"content": {"text": ARTICLE}}}).to_string();
    check(post(&path, "application/json", json), 400, unreadable, &["keywords.maxKeywords"]).await;
    check(get("/v1/server?verbose=true"), 400, unreadable, &["verbose"]).await;

    // What the service itself refuses.
    check(post(analyze, "application/json", "{}"), 400, "INVALID_FIELD", &["article"]).await;
    let binary: Vec<u8> = (0..=255u8).cycle().take(4096).collect();
    let binary = post(analyze, "application/octet-stream", binary);
    check(binary, 400, "NOT_TEXT", &["article.content.data"]).await;
}

#[tokio::test]
async fn hostile_bodies_are_refused() {
    let server = serve();
    let hostile: [(u16, Vec<u8>); 6] = [
        (413, "[".repeat(1 << 20).into_bytes()),
        (400, "[".repeat(60_000).into_bytes()),
        (400, r#"{"article":"#.repeat(60_000).into_bytes()),
        (400, b"{\"article\": {\"id\": \"\xff\xfe\"}}".to_vec()),
        (400, br#"{"article": {"id": "a"}, "article": {"id": "b"}}"#.to_vec()),
        (400, format!(r#"{{"{}": 1}}"#, "a".repeat(1 << 20)).into_bytes()),
    ];
    for (code, body) in hostile {
        let answer = server.send(post("/v1/articles:analyze", "application/json", body)).await;
        assert_eq!(answer.fault().0, code, "{answer:?}");
        assert!(answer.body.len() < 4096, "what was sent is not sent back: {}", answer.body.len());
    }
    assert_eq!(server.send(get("/v1/server")).await.status, 200);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = serve_with(small_limits());
    let check = async |request: Request<Full<Bytes>>| {
        let answer = server.send(request).await;
        let (code, reason, _) = answer.fault();
        assert_eq!((code, reason.as_str()), (413, "MESSAGE_TOO_LARGE"), "{answer:?}");
        let message = "the message is larger than max_message_bytes (4096)";
        assert_eq!(answer.json()["message"], message);
    };
    let analyze = "/v1/articles:analyze";
    check(post(analyze, "text/plain", vec![b'a'; 4097])).await;
    check(post(analyze, "application/json", vec![b' '; 5000])).await;
    // As a message it is larger than as a text.
    check(post(analyze, "text/plain", vec![b'a'; 4096])).await;

    // Whoever does not say how much is coming is stopped where it is too much.
    let pieces = std::iter::repeat_n(Bytes::from(vec![b' '; 512]), 100);
    let pieces = tokio_stream::iter(pieces).map(|piece| Ok(Frame::data(piece)));
    let request = Request::post(analyze).body(StreamBody::new(pieces)).unwrap();
    assert_eq!(read(server.begin(request).await).await.fault().0, 413);

    // So is what grows when it is decompressed.
    let bomb = zstd::bulk::compress(&vec![b' '; 64 << 20], 19).unwrap();
    assert!(bomb.len() < 8 << 10, "{}", bomb.len());
    for bomb in [zstd::bulk::compress(&vec![b' '; 4 << 20], 19).unwrap(), bomb] {
        let mut request = post(analyze, "application/json", bomb);
        request.headers_mut().insert("content-encoding", "zstd".parse().unwrap());
        check(request).await;
    }
}

#[tokio::test]
async fn a_body_that_grows_too_much_is_refused() {
    let server = serve();
    let bomb = zstd::bulk::compress(&vec![b' '; 32 << 20], 19).unwrap();
    let mut request = post("/v1/articles:analyze", "application/json", bomb);
    request.headers_mut().insert("content-encoding", "zstd".parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!(answer.fault(), (413, "MESSAGE_INFLATED".to_owned(), vec![]));
}

#[tokio::test]
async fn a_body_of_countless_values_is_refused() {
    let limits = Limits { message_fields: 100, ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    let many = format!("[{}{{}}]", "{},".repeat(99));
    for (path, body) in [
        ("/v1/articles:batchAnalyze", format!(r#"{{"articles": {many}}}"#)),
        ("/v1/articles:analyze", format!(r#"{{"keywords": {{"forbiddenTerms": {many}}}}}"#)),
        ("/desk/superdesk/ai", many.clone()),
    ] {
        let answer = server.send(post(path, "application/json", body.into_bytes())).await;
        assert_eq!(answer.fault(), (413, "TOO_MANY_FIELDS".to_owned(), vec![]), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for() {
    let limits = Limits { receive: Duration::from_millis(50), ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    for path in ["/v1/articles:analyze", "/desk/superdesk/ai"] {
        let pieces = tokio_stream::iter([Ok(Frame::data(Bytes::from_static(b"{")))])
            .chain(tokio_stream::pending());
        let request = Request::post(path).body(StreamBody::new(pieces)).unwrap();
        let answer = tokio::time::timeout(Duration::from_secs(10), server.begin(request)).await;
        let answer = read(answer.unwrap()).await;
        assert_eq!(answer.fault(), (408, "SLOW_SENDER".to_owned(), vec![]), "{path}");
    }
}

#[tokio::test]
async fn bodies_that_arrive_have_a_limit_together() {
    let limits = Limits { queued_bytes: 1 << 20, ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    for path in ["/v1/articles:analyze", "/v1/articles:stream", "/desk/superdesk/ai"] {
        // Each sends a part of what it has, and waits.
        let begin = || {
            let part = Ok(Frame::data(Bytes::from(vec![b' '; 700 << 10])));
            let pieces = tokio_stream::iter([part]).chain(tokio_stream::pending());
            Request::post(path)
                .header("content-type", "application/json")
                .body(StreamBody::new(pieces))
        };
        let ended = async |request| read(server.begin(request).await).await;
        let refused = tokio::select! {
            refused = ended(begin().unwrap()) => refused,
            refused = ended(begin().unwrap()) => refused,
        };
        let text = String::from_utf8_lossy(&refused.body);
        assert!(text.contains("max_queued_bytes"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_deadline_that_passes_is_told() {
    let server = serve();
    let text = ARTICLE.repeat(10_000);
    let mut request = post("/v1/articles:analyze", "text/plain", text);
    request.headers_mut().insert("grpc-timeout", "60m".parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!(answer.fault(), (504, "DEADLINE_EXCEEDED".to_owned(), vec![]));

    // It runs while the body is on its way.
    let pieces = tokio_stream::iter([Ok(Frame::data(Bytes::from_static(b"{")))])
        .chain(tokio_stream::pending());
    let request = Request::post("/v1/articles:analyze").header("grpc-timeout", "50m");
    let request = request.body(StreamBody::new(pieces)).unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(10), server.begin(request)).await;
    assert_eq!(read(answer.unwrap()).await.fault().0, 504);
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_again() {
    let limits = Limits { queued_jobs: 0, ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    let large = ARTICLE.repeat(3000);
    let sends =
        (0..8).map(|_| server.send(post("/v1/articles:analyze", "text/plain", large.clone())));
    let answers = futures_util::future::join_all(sends).await;
    let refused = answers.iter().find(|answer| answer.status != 200).expect("not all have a place");
    assert_eq!(refused.fault(), (429, "QUEUE_FULL".to_owned(), vec![]));
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!(seconds > 0);
}

#[tokio::test]
async fn a_token_is_asked_for_and_a_request_id_comes_back() {
    let token = Token::of([1; 32]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.toml");
    let entry = format!(
        "[[token]]\nname = \"desk\"\nsha256 = \"{}\"\nrole = \"{}\"\n",
        token.hash(),
        Role::Analyze.name()
    );
    std::fs::write(&path, entry).unwrap();
    let tokens = Some(Tokens::open(path).unwrap());
    let server = serve_with(Config { tokens, http: Some(Http::default()), ..Config::default() });

    let answer = server.send(get("/v1/server")).await;
    assert_eq!(answer.fault(), (401, "UNAUTHENTICATED".to_owned(), vec![]));
    assert_eq!(answer.header("www-authenticate"), "Bearer");

    // Nothing is read of one who may not call.
    for path in ["/v1/articles:analyze", "/desk/superdesk/ai"] {
        let pieces = tokio_stream::pending::<Result<Frame<Bytes>, std::convert::Infallible>>();
        let request = Request::post(path).body(StreamBody::new(pieces)).unwrap();
        let answer = tokio::time::timeout(Duration::from_secs(10), server.begin(request)).await;
        assert_eq!(read(answer.unwrap()).await.fault().0, 401, "{path}");
    }

    let mut request = get("/v1/server");
    let bearer = format!("Bearer {}", token.reveal());
    request.headers_mut().insert("authorization", bearer.parse().unwrap());
    request.headers_mut().insert("x-request-id", "desk-7".parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-request-id")), (200, "desk-7"));
}
