//! Pages in a browser: gRPC-Web, CORS; and bodies that are compressed.

use std::io::Read as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::{BufMut as _, Bytes, BytesMut};
use http::Request;
use http_body_util::Full;
use prost::Message as _;
use serde_json::json;
use tiyao_client::v1;
use tiyao_server::{Config, Http};

use crate::support::{ARTICLE, ISSUE, Server, get, post, serve, serve_with, small_limits};

const PAGE: &str = "https://desk.example.org";

fn frame(message: &[u8]) -> Bytes {
    frame_of(message, false)
}

fn frame_of(message: &[u8], compressed: bool) -> Bytes {
    let mut frame = BytesMut::new();
    frame.put_u8(compressed.into());
    frame.put_u32(message.len().try_into().unwrap());
    frame.put(message);
    frame.freeze()
}

#[tokio::test]
async fn grpc_web_is_answered_with_the_status_behind_the_message() {
    let server = serve();
    let path = "/tiyao.v1.ServerService/GetServerInfo";
    let answer = server.send(post(path, "application/grpc-web+proto", frame(&[]))).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/grpc-web+proto");
    let length = u32::from_be_bytes(answer.body[1..5].try_into().unwrap()) as usize;
    let (message, rest) = answer.body[5..].split_at(length);
    let info = v1::GetServerInfoResponse::decode(message).unwrap();
    assert_eq!(info.server_version, env!("CARGO_PKG_VERSION"));
    assert_eq!(rest[0], 0x80, "the trailers are a frame of their own");
    assert!(String::from_utf8_lossy(&rest[5..]).contains("grpc-status:0"), "{rest:?}");

    let path = "/tiyao.v1.AnalysisService/AnalyzeArticle";
    let answer = server.send(post(path, "application/grpc-web+proto", frame(&[]))).await;
    assert_eq!(answer.header("grpc-status"), "3");
}

/// A call over gRPC-Web, in binary or as text, of so many messages; gives the frames of its answer, the
/// trailers last.
async fn web_call(
    server: &Server,
    path: &str,
    messages: &[Vec<u8>],
    as_text: bool,
) -> Vec<(u8, Vec<u8>)> {
    let form = if as_text { "application/grpc-web-text" } else { "application/grpc-web" };
    // A page that sends as text may end the text of each message.
    let frames = messages.iter().map(|message| frame(message));
    let body: Vec<u8> = if as_text {
        frames.flat_map(|frame| BASE64_STANDARD.encode(frame).into_bytes()).collect()
    } else {
        frames.flatten().collect()
    };
    let mut request = post(path, form, body);
    request.headers_mut().insert("accept", form.parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), format!("{form}+proto"));
    let groups = answer.body.chunks(4).flat_map(|group| BASE64_STANDARD.decode(group).unwrap());
    let bytes: Vec<u8> = if as_text { groups.collect() } else { answer.body.to_vec() };
    let (mut frames, mut rest) = (Vec::new(), bytes.as_slice());
    while let [kind, a, b, c, d, behind @ ..] = rest {
        let (content, more) = behind.split_at(u32::from_be_bytes([*a, *b, *c, *d]) as usize);
        frames.push((*kind, content.to_vec()));
        rest = more;
    }
    assert!(rest.is_empty(), "{rest:?}");
    frames
}

/// Checks that a call over gRPC-Web is answered by so many messages and a status without fault, in both
/// forms with the same bytes.
async fn check_web_call(server: &Server, path: &str, messages: &[Vec<u8>], answers: usize) {
    let mut forms = Vec::new();
    for as_text in [false, true] {
        let mut frames = web_call(server, path, messages, as_text).await;
        let (kind, trailers) = frames.pop().unwrap();
        let trailers = String::from_utf8(trailers).unwrap();
        assert!(kind == 0x80 && trailers.contains("grpc-status:0"), "{path}: {trailers}");
        assert!(frames.iter().all(|(kind, _)| *kind == 0));
        assert_eq!(frames.len(), answers, "{path}");
        forms.push(frames);
    }
    assert_eq!(forms[0], forms[1], "{path}");
}

#[tokio::test]
async fn every_shape_of_call_goes_over_grpc_web_in_both_its_forms() {
    let server = serve();
    let form = |text: &str| Some(v1::content::Form::Text(text.to_owned()));
    let content = |text: &str| Some(v1::Content { form: form(text), ..Default::default() });
    let article = || Some(v1::ArticleInput { content: content(ARTICLE), ..Default::default() });
    let one = v1::AnalyzeArticleRequest { article: article(), ..Default::default() };
    let path = "/tiyao.v1.AnalysisService/AnalyzeArticle";
    check_web_call(&server, path, &[one.encode_to_vec()], 1).await;
    // The header, one article, and the totals.
    let issue = v1::AnalyzeIssueRequest { content: content(ISSUE), ..Default::default() };
    let path = "/tiyao.v1.IssueService/AnalyzeIssue";
    check_web_call(&server, path, &[issue.encode_to_vec()], 3).await;
    // A page says all that it has to say, and is answered each of it.
    let each = v1::AnalyzeArticlesRequest { article: article(), ..Default::default() };
    let path = "/tiyao.v1.AnalysisService/AnalyzeArticles";
    check_web_call(&server, path, &vec![each.encode_to_vec(); 3], 3).await;
}

#[tokio::test]
async fn grpc_is_compressed_both_ways() {
    let server = serve_with(small_limits());
    let article = v1::ArticleInput {
        content: Some(v1::Content {
            form: Some(v1::content::Form::Text(ARTICLE.to_owned())),
            ..Default::default()
        }),
        ..Default::default()
    };
    let request = v1::AnalyzeArticleRequest { article: Some(article), ..Default::default() };
    let call = async |message: &[u8], coding: &str| {
        let path = "/tiyao.v1.AnalysisService/AnalyzeArticle";
        let mut request = post(path, "application/grpc", frame_of(message, true));
        request.headers_mut().insert("grpc-encoding", coding.parse().unwrap());
        request.headers_mut().insert("grpc-accept-encoding", coding.parse().unwrap());
        request.headers_mut().insert("te", "trailers".parse().unwrap());
        server.send_http2(request).await
    };
    let plain = request.encode_to_vec();
    for (coding, packed) in
        [("gzip", gzip(&plain)), ("zstd", zstd::bulk::compress(&plain, 3).unwrap())]
    {
        let answer = call(&packed, coding).await;
        assert_eq!(answer.header("grpc-encoding"), coding, "{answer:?}");
        assert_eq!(answer.body[0], 1, "the message is compressed");
        let message = &answer.body[5..];
        let unpacked = if coding == "gzip" { gunzip(message) } else { unzstd(message) };
        let answer = v1::AnalyzeArticleResponse::decode(&unpacked[..]).unwrap();
        assert!(!answer.analysis.unwrap().keywords.is_empty());

        let bomb = vec![0; 16 << 20];
        let bomb =
            if coding == "gzip" { gzip(&bomb) } else { zstd::bulk::compress(&bomb, 19).unwrap() };
        let answer = call(&bomb, coding).await;
        assert_eq!(answer.header("grpc-status"), "8", "{answer:?}");
    }
}

#[tokio::test]
async fn a_packed_stream_comes_to_its_end() {
    let server = serve();
    let request = || post("/v1/issues:analyze", "text/plain", ISSUE);
    let plain = server.send(request()).await;
    let mut packed = request();
    packed.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());
    let packed = server.send(packed).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(gunzip(&packed.body), plain.body);
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = flate2::read::GzEncoder::new(text, flate2::Compression::default());
    encoder.read_to_end(&mut packed).unwrap();
    packed
}

fn gunzip(packed: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut text).unwrap();
    text
}

fn unzstd(packed: &[u8]) -> Vec<u8> {
    zstd::stream::decode_all(packed).unwrap()
}

fn preflight(origin: &str) -> Request<Full<Bytes>> {
    Request::options("/v1/articles:analyze")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-grpc-web,traceparent")
        .body(Full::default())
        .unwrap()
}

fn allowing(origins: &str) -> Server {
    let http = Http { origins: origins.parse().unwrap(), ..Http::default() };
    serve_with(Config { http: Some(http), ..Config::default() })
}

#[tokio::test]
async fn pages_of_the_origins_that_are_named_may_call() {
    let server = allowing(PAGE);
    let answer = server.send(preflight(PAGE)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
    assert_eq!(answer.header("access-control-allow-methods"), "GET,POST");
    let allowed = answer.header("access-control-allow-headers");
    assert_eq!(allowed, "content-type,x-grpc-web,traceparent");
    let answer = server.send(preflight("https://elsewhere.example.org")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");

    for (path, content_type, body) in [
        ("/v1/articles:analyze", "text/plain", Bytes::from_static(ARTICLE.as_bytes())),
        ("/v1/articles:analyze", "image/png", Bytes::new()),
        ("/tiyao.v1.ServerService/GetServerInfo", "application/grpc-web", frame(&[])),
    ] {
        let mut request = post(path, content_type, body);
        request.headers_mut().insert("origin", PAGE.parse().unwrap());
        let answer = server.send(request).await;
        assert_eq!(answer.header("access-control-allow-origin"), PAGE, "{path}");
        let exposed = answer.header("access-control-expose-headers");
        assert!(exposed.contains("grpc-status") && exposed.contains("server-timing"), "{exposed}");
        let varies = answer.headers.get_all("vary");
        let varies = varies.iter().any(|value| value.to_str().unwrap().contains("origin"));
        assert!(varies, "{path}");
    }

    let anybody = allowing("*").send(preflight("https://elsewhere.example.org")).await;
    assert_eq!(anybody.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn no_page_may_call_unless_it_is_named() {
    let server = serve();
    let answer = server.send(preflight(PAGE)).await;
    assert_eq!(answer.status, 405);
    let mut request = get("/v1/server");
    request.headers_mut().insert("origin", PAGE.parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");

    // What a page may send without asking is not done for it.
    let check = async |server: &Server, header: (&'static str, &str), code: u16| {
        let mut request = post("/v1/articles:analyze", "text/plain", ARTICLE);
        request.headers_mut().insert(header.0, header.1.parse().unwrap());
        let answer = server.send(request).await;
        assert_eq!(answer.status, code, "{header:?}");
        if code == 403 {
            assert_eq!(answer.fault().1, "ORIGIN_NOT_ALLOWED");
        }
    };
    check(&server, ("origin", PAGE), 403).await;
    check(&server, ("origin", "null"), 403).await;
    check(&server, ("sec-fetch-site", "cross-site"), 403).await;
    check(&server, ("origin", "http://tiyao.test"), 200).await;
    check(&allowing(PAGE), ("origin", PAGE), 200).await;
    check(&allowing(PAGE), ("origin", "https://elsewhere.example.org"), 403).await;
    check(&allowing("*"), ("origin", PAGE), 200).await;
}

#[tokio::test]
async fn bodies_are_compressed_both_ways() {
    let server = serve();
    let analyze = "/v1/articles:analyze";
    let plain = server.send(post(analyze, "text/plain", ARTICLE)).await.body;
    let text = ARTICLE.as_bytes();
    let zstd = zstd::bulk::compress(text, 3).unwrap();
    for (coding, body) in [("gzip", gzip(text)), ("GZIP", gzip(text)), ("zstd", zstd)] {
        let mut request = post(analyze, "text/plain", body);
        request.headers_mut().insert("content-encoding", coding.parse().unwrap());
        request.headers_mut().insert("accept-encoding", coding.parse().unwrap());
        let answer = server.send(request).await;
        assert_eq!(answer.header("content-encoding"), coding.to_lowercase(), "{answer:?}");
        assert!(answer.header("vary").contains("accept-encoding"));
        let body = &answer.body;
        let unpacked = if coding == "zstd" { unzstd(body) } else { gunzip(body) };
        assert_eq!(Bytes::from(unpacked), plain);
    }

    let mut broken = post(analyze, "text/plain", "not gzip at all");
    broken.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    let answer = server.send(broken).await;
    assert_eq!(answer.fault(), (400, "UNREADABLE_REQUEST".to_owned(), vec![String::new()]));
}

#[tokio::test]
async fn without_http_there_is_grpc_alone() {
    let server = serve_with(Config::default());
    assert!(server.client().server_info().await.is_ok());
    let answer = server.send_http2(get("/v1/server")).await;
    assert_eq!(answer.header("grpc-status"), "12", "{answer:?}");

    let http = Http { openapi: false, ..Http::default() };
    let server = serve_with(Config { http: Some(http), ..Config::default() });
    assert_eq!(server.send(get("/openapi.json")).await.status, 404);
    let info = server.json("/v1/articles:analyze", &json!({})).await;
    assert_eq!(info.status, 400);
}
