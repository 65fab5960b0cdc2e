//! The calls that wait for their answers.

use std::time::Duration;

use tiyao_client::{Client, ErrorKind, IssueEvent, blocking, v1};
use tokio::runtime::Runtime;

use crate::server::{TestServer, article, text};

#[test]
fn every_call_can_be_waited_for() {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(TestServer::start());
    let builder = Client::builder().endpoint(server.address.to_string());
    let client = blocking::Client::build(builder).unwrap();
    client.within(Duration::from_secs(30)).server_info().unwrap();

    let requests = (0..300).map(|number: u32| v1::AnalyzeArticlesRequest {
        article: Some(article(number.to_string())),
        ..Default::default()
    });
    let answers = client.analyze_articles(requests).unwrap();
    assert_eq!(answers.map(Result::unwrap).count(), 300);

    let request = v1::AnalyzeIssueRequest {
        content: Some(text("标题\n\n正文。")),
        ..Default::default()
    };
    let events: Vec<IssueEvent> =
        client.analyze_issue(request).unwrap().map(Result::unwrap).collect();
    assert!(matches!(events[..], [IssueEvent::Header(_), .., IssueEvent::Totals(_)]));

    let error = client.summarize(v1::SummarizeRequest::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    runtime.block_on(server.stop());
}
