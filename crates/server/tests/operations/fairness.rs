use std::num::NonZeroUsize;

use prost::Message as _;
use tiyao_api::v1;
use tiyao_server::{Config, Limits, Monitor};
use tonic::Code;

use crate::support::{call, serve, until};

const SENTENCE: &str = "今年秋粮收购进展顺利，各地粮库备好仓容。\n";
const ANALYZE: &str = "/tiyao.v1.AnalysisService/AnalyzeArticle";
/// Calls that the one connection sends at once.
const FLOOD: u64 = 48;

const DONE: &str = "tiyao_jobs_total{outcome=\"done\"}";

/// A metric's value; 0 as long as it is not there.
fn metric(monitor: &Monitor, name: &str) -> u64 {
    let metrics = monitor.metrics();
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// An article of about so many bytes.
fn article(bytes: usize) -> Vec<u8> {
    let form = Some(v1::content::Form::Text(SENTENCE.repeat(bytes.div_ceil(SENTENCE.len()))));
    let content = Some(v1::Content { form, ..v1::Content::default() });
    let article = Some(v1::ArticleInput { content, ..v1::ArticleInput::default() });
    v1::AnalyzeArticleRequest { article, ..Default::default() }.encode_to_vec()
}

/// Checks that an article of `bytes` is answered while a connection has sent many of `flood_bytes` before
/// it, when at most `most` of all these have been done since it was sent.
async fn check(flood_bytes: usize, bytes: usize, most: u64) {
    let monitor = Monitor::default();
    let config = Config {
        limits: Limits { queued_jobs: 100, ..Limits::default() },
        analysis_threads: Some(NonZeroUsize::MIN),
        monitor: monitor.clone(),
        ..Config::default()
    };
    let server = serve(config);
    let metric = |name: &str| metric(&monitor, name);
    let done = || metric(DONE);
    until("it serves", || metric("tiyao_ready") == 1).await;
    // To load the engine was a job too.
    let first = done();

    let (flooding, message) = (server.channel(), article(flood_bytes));
    let mut flood = tokio::task::JoinSet::new();
    for _ in 0..FLOOD {
        let (channel, message) = (flooding.clone(), message.clone());
        flood.spawn(async move { call(&channel, ANALYZE, &message, &[]).await });
    }
    let jobs = || done() - first + metric("tiyao_jobs_running") + metric("tiyao_queue_depth");
    until("all of them are there", || jobs() >= FLOOD).await;

    let before = done();
    let answer = call(&server.channel(), ANALYZE, &article(bytes), &[]).await;
    assert_eq!(answer.code(), Code::Ok, "{answer:?}");
    let since = done() - before;
    assert!(since <= most, "{since} jobs were done before the answer was there");
    assert!(before - first < FLOOD / 2, "there was no flood to be held up by: {before}");
    flood.abort_all();
}

#[tokio::test]
async fn a_connection_that_sends_too_much_holds_up_itself_alone() {
    // The one that runs may end, and the small one is next.
    check(200 << 10, 300, 3).await;
    // None of these lets another pass it while it runs, so that it is the connections that take turns.
    check(60 << 10, 60 << 10, 5).await;
}

/// What takes long is done where it holds nobody up: by the analysis threads, as a job.
#[tokio::test]
async fn the_terms_of_a_large_article_are_counted_in_a_job() {
    let monitor = Monitor::default();
    let server = serve(Config { monitor: monitor.clone(), ..Config::default() });
    until("it serves", || metric(&monitor, "tiyao_ready") == 1).await;
    let channel = server.channel();
    let mut jobs = Vec::new();
    for bytes in [20 << 10, 60 << 10] {
        let before = metric(&monitor, DONE);
        let text = format!("秋粮收购\n\n{}", SENTENCE.repeat(bytes / SENTENCE.len()));
        let form = Some(v1::content::Form::Text(text));
        let content = Some(v1::Content { form, ..v1::Content::default() });
        let issue = v1::AnalyzeIssueRequest { content, ..Default::default() }.encode_to_vec();
        let answer = call(&channel, "/tiyao.v1.IssueService/AnalyzeIssue", &issue, &[]).await;
        assert_eq!(answer.code(), Code::Ok, "{answer:?}");
        jobs.push(metric(&monitor, DONE) - before);
    }
    assert_eq!(jobs[1], jobs[0] + 1, "{jobs:?}");
    server.stop().await;
}
