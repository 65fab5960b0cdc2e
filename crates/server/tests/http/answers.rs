//! What is answered, and that it is what gRPC answers.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::json;
use tiyao_client::v1;

use crate::support::{ARTICLE, ISSUE, get, post, serve};

fn text(text: &str) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.to_owned())), ..Default::default() }
}

fn input() -> v1::ArticleInput {
    v1::ArticleInput { id: "a".to_owned(), content: Some(text(ARTICLE)), ..Default::default() }
}

/// The command prints its JSON with the same serializer.
fn bytes(message: &impl serde::Serialize) -> Bytes {
    serde_json::to_vec(message).unwrap().into()
}

#[tokio::test]
async fn an_answer_is_the_same_bytes_as_the_commands() {
    let server = serve();
    let client = server.client();
    let article = json!({"id": "a", "content": {"text": ARTICLE}});
    let request = json!({"article": article});

    let answer = server.json("/v1/articles:analyze", &request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(answer.header("server-timing").contains("analysis;dur="), "{answer:?}");
    let expected = v1::AnalyzeArticleRequest { article: Some(input()), ..Default::default() };
    assert_eq!(answer.body, bytes(&client.analyze_article(expected).await.unwrap()));
    assert_eq!(answer.json()["analysis"]["diagnostics"], json!([]), "defaults are written");

    let answer = server.json("/v1/articles:extractKeywords", &request).await;
    let expected = v1::ExtractKeywordsRequest { article: Some(input()), ..Default::default() };
    assert_eq!(answer.body, bytes(&client.extract_keywords(expected).await.unwrap()));

    let answer = server.json("/v1/articles:summarize", &request).await;
    let expected = v1::SummarizeRequest { article: Some(input()), ..Default::default() };
    assert_eq!(answer.body, bytes(&client.summarize(expected).await.unwrap()));

    let answer =
        server.json("/v1/articles:batchAnalyze", &json!({"articles": [article, {}]})).await;
    let expected = v1::BatchAnalyzeArticlesRequest {
        articles: vec![input(), v1::ArticleInput::default()],
        ..Default::default()
    };
    assert_eq!(answer.body, bytes(&client.batch_analyze_articles(expected).await.unwrap()));

    let answer = server.json("/v1/issues:split", &json!({"content": {"text": ISSUE}})).await;
    let expected = v1::SplitIssueRequest { content: Some(text(ISSUE)), ..Default::default() };
    assert_eq!(answer.body, bytes(&client.split_issue(expected).await.unwrap()));

    let answer = server.send(get("/v1/server")).await;
    assert_eq!(answer.body, bytes(&client.server_info().await.unwrap()));
}

#[tokio::test]
async fn an_issue_is_streamed_line_by_line() {
    let server = serve();
    let answer = server.json("/v1/issues:analyze", &json!({"content": {"text": ISSUE}})).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let request = v1::AnalyzeIssueRequest { content: Some(text(ISSUE)), ..Default::default() };
    let mut events = server.client().analyze_issue(request).await.unwrap();
    let mut expected = Vec::new();
    while let Some(event) = events.next().await {
        let event = v1::AnalyzeIssueResponse { event: Some(event.unwrap()) };
        expected.extend_from_slice(&bytes(&event));
        expected.push(b'\n');
    }
    assert_eq!(answer.body, Bytes::from(expected));
}

#[tokio::test]
async fn a_document_may_be_the_body_as_it_is() {
    let server = serve();
    let path = "/v1/articles:analyze?article.id=a&keywords.maxKeywords=2&offsetUnit=OFFSET_UNIT_CODE_POINT";
    let answer = server.send(post(path, "text/plain; charset=utf-8", ARTICLE)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let analysis = &answer.json()["analysis"];
    assert_eq!(analysis["id"], "a");
    assert_eq!(analysis["mediaType"], "MEDIA_TYPE_PLAIN_TEXT");
    assert_eq!(analysis["encoding"], "ENCODING_UTF8");
    let keywords = analysis["keywords"].as_array().unwrap();
    assert_eq!(keywords.len(), 2);
    let span = &keywords[0]["occurrences"][0]["spans"][0];
    let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    let (start, length) = (place("start"), place("end") - place("start"));
    let cut: String = ARTICLE.chars().skip(start).take(length).collect();
    assert_eq!(keywords[0]["text"], *cut);

    let (gb18030, _, _) = encoding_rs::GB18030.encode(ISSUE);
    let gb18030 = Bytes::from(gb18030.into_owned());
    for content_type in ["text/plain; charset=GBK", "application/octet-stream"] {
        let answer = server.send(post("/v1/issues:split", content_type, gb18030.clone())).await;
        let issue = &answer.json()["issue"];
        assert_eq!(issue["encoding"], "ENCODING_GB18030");
        assert_eq!(issue["articles"][0]["title"], "秋粮收购进展顺利");
    }

    let html = format!("<html><body><h1>秋粮</h1><p>{ARTICLE}</p></body></html>");
    let answer = server.send(post("/v1/articles:summarize", "text/html", html)).await;
    assert_eq!(answer.json()["mediaType"], "MEDIA_TYPE_HTML");
}

#[tokio::test]
async fn http2_and_heads_are_served_too() {
    let server = serve();
    let answer = server.send_http2(get("/v1/server")).await;
    assert_eq!(answer.json()["serverVersion"], env!("CARGO_PKG_VERSION"));
    let answer = server.send_http2(post("/v1/articles:analyze", "text/plain", ARTICLE)).await;
    assert_eq!(answer.status, 200);

    let head = Request::head("/v1/server").body(Full::default()).unwrap();
    let answer = server.send(head).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
}

#[tokio::test]
async fn the_routes_are_told() {
    let server = serve();
    let answer = server.send(get("/openapi.json")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let document = answer.json();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, operations) in document["paths"].as_object().unwrap() {
        for verb in operations.as_object().unwrap().keys() {
            let request = Request::builder().method(verb.to_uppercase().as_str()).uri(path);
            let answer = server.send(request.body(Full::default()).unwrap()).await;
            assert!([200, 400].contains(&answer.status.as_u16()), "{path}: {answer:?}");
        }
    }
}
