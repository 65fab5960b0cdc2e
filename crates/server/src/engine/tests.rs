//! A fault in the analysis of one article, as a caller meets it.

use hyper_util::rt::TokioIo;
use tiyao_analysis::Manuscript;
use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient, article_result::Outcome,
    issue_service_client::IssueServiceClient,
};
use tonic::{
    Code, Request, Status,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

use crate::{Config, Monitor, in_process};

/// The analysis of an article of this title panics.
const FAULTY: &str = "本文分析必定出错";
const TEXT: &str = "今年秋粮收购进展顺利，各地粮库备好仓容。";

pub(super) fn panic_if_titled(manuscript: &Manuscript<'_>) {
    let titled = manuscript.title.is_some_and(|title| title.text() == FAULTY);
    assert!(!titled, "an article of this title");
}

/// A connection to a server, and what it tells of itself.
fn serve() -> (Channel, Monitor) {
    let (listener, connector) = in_process();
    let monitor = Monitor::default();
    let config = Config { monitor: monitor.clone(), ..Config::default() };
    tokio::spawn(crate::run(listener, config, std::future::pending()));
    let connect = tower::service_fn(move |_: http::Uri| {
        let connector = connector.clone();
        async move { connector.connect().await.map(TokioIo::new) }
    });
    let endpoint = Endpoint::from_static("http://in-process.invalid");
    (endpoint.connect_with_connector_lazy(connect), monitor)
}

fn content(text: &str) -> v1::Content {
    let form = Some(v1::content::Form::Text(text.to_owned()));
    v1::Content { form, ..v1::Content::default() }
}

fn article(id: &str, title: &str) -> v1::ArticleInput {
    let (id, title) = (id.to_owned(), title.to_owned());
    let content = Some(content(TEXT));
    v1::ArticleInput { id, title, content, ..v1::ArticleInput::default() }
}

/// A sound article, one whose analysis panics, and a sound one.
fn articles() -> Vec<v1::ArticleInput> {
    vec![article("a", "夏粮"), article("b", FAULTY), article("c", "秋粮")]
}

fn named<T>(message: T, id: &str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("x-request-id", id.parse().unwrap());
    request
}

/// Checks that of the results of [`articles`] the second alone has failed, and as a fault of the server.
fn check_results(results: &[v1::ArticleResult]) {
    let outcomes: Vec<_> = results.iter().map(|result| result.outcome.as_ref().unwrap()).collect();
    let [Outcome::Analysis(first), Outcome::Error(failed), Outcome::Analysis(last)] = outcomes[..]
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!((first.id.as_str(), last.id.as_str()), ("a", "c"));
    assert!(!first.keywords.is_empty() && !last.keywords.is_empty());
    assert_eq!((failed.id.as_str(), failed.code), ("b", Code::Internal as i32));
    assert_eq!(failed.reason, "ANALYSIS_FAILED");
    assert!(!failed.message.contains(FAULTY), "{failed:?}");
}

/// Checks that a call failed as a fault of the server, and by which id the log has it.
fn check_status(status: &Status, id: &str) {
    assert_eq!(status.code(), Code::Internal, "{status:?}");
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "ANALYSIS_FAILED");
    assert_eq!(details.request_info().unwrap().request_id, id);
}

/// Checks that so many panics were counted, and that the server goes on.
async fn check_goes_on(
    client: &mut AnalysisServiceClient<Channel>,
    monitor: &Monitor,
    panics: u32,
) {
    let article = Some(article("d", "粮库"));
    let request = v1::AnalyzeArticleRequest { article, ..Default::default() };
    client.analyze_article(request).await.unwrap();
    let metrics = monitor.metrics();
    assert!(metrics.contains(&format!("\ntiyao_panics_total {panics}\n")), "{metrics}");
}

#[tokio::test]
async fn a_panic_is_answered_where_it_happened_and_the_server_goes_on() {
    let (channel, monitor) = serve();
    let mut client = AnalysisServiceClient::new(channel.clone());

    let request =
        v1::AnalyzeArticleRequest { article: Some(article("b", FAULTY)), ..Default::default() };
    let status = client.analyze_article(named(request, "one-1")).await.unwrap_err();
    check_status(&status, "one-1");
    check_goes_on(&mut client, &monitor, 1).await;

    let request = v1::BatchAnalyzeArticlesRequest { articles: articles(), ..Default::default() };
    let answer = client.batch_analyze_articles(named(request, "batch-2")).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "batch-2");
    check_results(&answer.into_inner().results);
    check_goes_on(&mut client, &monitor, 2).await;

    let requests = articles()
        .into_iter()
        .map(|article| v1::AnalyzeArticlesRequest { article: Some(article), ..Default::default() });
    let requests = tokio_stream::iter(requests.collect::<Vec<_>>());
    let answer = client.analyze_articles(named(requests, "stream-3")).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "stream-3");
    let (mut answers, mut results) = (answer.into_inner(), Vec::new());
    while let Some(answer) = answers.message().await.unwrap() {
        results.extend(answer.result);
    }
    check_results(&results);
    check_goes_on(&mut client, &monitor, 3).await;

    // An issue is one thing: it is not told without one of its articles.
    let text = format!("# 夏粮\n\n{TEXT}\n\n# {FAULTY}\n\n{TEXT}\n");
    let media_type = v1::MediaType::Markdown.into();
    let content = Some(v1::Content { media_type, ..content(&text) });
    let request = v1::AnalyzeIssueRequest { content, ..Default::default() };
    let mut issues = IssueServiceClient::new(channel);
    let mut events = issues.analyze_issue(named(request, "issue-4")).await.unwrap().into_inner();
    let broken = loop {
        match events.message().await {
            Ok(event) => assert!(event.is_some(), "it came to its end"),
            Err(status) => break status,
        }
    };
    check_status(&broken, "issue-4");
    check_goes_on(&mut client, &monitor, 4).await;
    let failures = "\ntiyao_failures_total{reason=\"ANALYSIS_FAILED\"} 2\n";
    assert!(monitor.metrics().contains(failures));
}
