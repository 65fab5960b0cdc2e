//! What a server is told beside the message, and what of it comes back.

use std::time::Duration;

use tiyao_client::{Client, ErrorKind, Options, Token};

use crate::{
    scripted::{Scripted, unavailable},
    server::{TestServer, article, small},
};

#[tokio::test]
async fn who_calls_and_for_whom() {
    let server = Scripted::start([unavailable()]).await;
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let client = Client::builder()
        .endpoint(server.endpoint())
        .user_agent("desk/1.2")
        .token(Token::new("secret").unwrap())
        .traceparent(|| Some(parent.to_owned()))
        .build()
        .unwrap();
    client.within(Duration::from_secs(5)).server_info().await.unwrap();
    let seen = server.seen();
    let told = |index: usize, name: &str| {
        seen[index].get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    assert!(
        told(0, "user-agent").starts_with("desk/1.2 tiyao-client/"),
        "{}",
        told(0, "user-agent")
    );
    assert_eq!(told(0, "authorization"), "Bearer secret");
    assert_eq!(told(0, "traceparent"), parent);
    assert_eq!(told(0, "x-request-id").len(), 32);
    assert_eq!(told(0, "x-request-id"), told(1, "x-request-id"));
    // What is left of the five seconds.
    assert!(!told(1, "grpc-timeout").is_empty());
    assert!(!format!("{client:?}").contains("secret"));
}

#[tokio::test]
async fn a_fault_of_the_request_names_the_field() {
    let server = TestServer::start_with(small()).await;
    let client = Client::connect(&server.address.to_string(), Options::default()).unwrap();
    let request = tiyao_client::v1::AnalyzeArticleRequest {
        article: Some(article("a")),
        ..Default::default()
    };
    let error = client.analyze_article(request).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::InvalidRequest, Some("INVALID_FIELD")));
    assert_eq!(error.field_violations()[0].field, "article.content.text");
    assert_eq!((error.attempts(), error.request_id().map(str::len)), (1, Some(32)));
}
