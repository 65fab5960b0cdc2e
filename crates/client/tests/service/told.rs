//! What a server is told beside the message, and what of it comes back.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use tiyao_client::{Client, ErrorKind, Options, Token};
use tracing::{Instrument as _, Span};
use tracing_subscriber::fmt::format::FmtSpan;

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

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Each call is a span within its caller's, which tells what became of it; and the caller's tracing is
/// asked for the trace inside of it, so that what the server does hangs below the call.
#[tokio::test]
async fn a_call_is_a_span() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = Scripted::start([unavailable()]).await;
    let within = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&within);
    let client = Client::builder()
        .endpoint(server.endpoint())
        .traceparent(move || {
            seen.lock().unwrap().push(Span::current().metadata().map(tracing::Metadata::name));
            None
        })
        .build()
        .unwrap();
    client.server_info().instrument(tracing::info_span!("desk")).await.unwrap();
    assert_eq!(*within.lock().unwrap(), [Some("tiyao call"); 2]);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line = log.lines().find(|line| line.contains("desk:tiyao call{")).unwrap_or(&log);
    let host = format!("host=\"{}\"", server.address);
    for told in ["method=\"GetServerInfo\"", "request_id=", "attempts=2", &host] {
        assert!(line.contains(told), "{told}: {line}");
    }
}
