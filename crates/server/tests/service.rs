//! The service as a client meets it: a real server, in memory or on a port, for each test.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use std::time::{Duration, Instant};

use tiyao_client::{
    Client, Error, ErrorKind, Options, Responses,
    v1::{self, analyze_issue_response::Event},
};
use tiyao_server::{Config, Limits};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use tokio_stream::wrappers::ReceiverStream;
use tonic_health::pb::health_check_response::ServingStatus;

type Answers = Responses<v1::AnalyzeArticlesResponse>;

const ARTICLE: &str = "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。\n\
    秋粮收购价格保持平稳，农民交售秋粮的积极性很高。粮库负责人说，仓容充足，随到随收。";

struct TestServer {
    client: Client,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), tiyao_server::Error>>,
}

fn serve_with(config: Config, options: Options) -> TestServer {
    let (listener, connector) = tiyao_server::in_process();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(tiyao_server::run(listener, config, async {
        stopped.await.ok();
    }));
    let connect = move || {
        let connector = connector.clone();
        async move { connector.connect().await }
    };
    TestServer { client: Client::over(connect, options), stop, serving }
}

fn serve() -> TestServer {
    serve_with(Config::default(), Options::default())
}

fn small_limits() -> Config {
    let limits = Limits {
        message_bytes: 4096,
        article_bytes: 1024,
        issue_bytes: 1024,
        batch_articles: 2,
        ..Limits::default()
    };
    Config { limits, ..Config::default() }
}

fn text(text: impl Into<String>) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.into())), ..Default::default() }
}

fn data(data: impl Into<Vec<u8>>) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Data(data.into())), ..Default::default() }
}

fn article(id: &str, body: &str) -> v1::ArticleInput {
    v1::ArticleInput { id: id.to_owned(), content: Some(text(body)), ..Default::default() }
}

fn analyze(article: v1::ArticleInput) -> v1::AnalyzeArticleRequest {
    v1::AnalyzeArticleRequest { article: Some(article), ..Default::default() }
}

fn violated(error: &Error) -> Vec<&str> {
    error.field_violations().iter().map(|violation| violation.field.as_str()).collect()
}

#[tokio::test]
async fn the_three_calls_agree() {
    let server = serve();
    let input = article("a", ARTICLE);
    let both = server.client.analyze_article(analyze(input.clone())).await.unwrap();
    let analysis = both.analysis.unwrap();
    assert_eq!(analysis.id, "a");
    assert!(!analysis.keywords.is_empty());
    assert!(!analysis.summary.clone().unwrap().sentences.is_empty());
    let provenance = analysis.provenance.clone().unwrap();
    assert!(provenance.engine_version.starts_with("tiyao-analysis/"));

    let request = v1::ExtractKeywordsRequest { article: Some(input.clone()), ..Default::default() };
    let keywords = server.client.extract_keywords(request).await.unwrap();
    assert_eq!(keywords.keywords, analysis.keywords);
    assert_eq!(keywords.provenance, Some(provenance));

    let request = v1::SummarizeRequest { article: Some(input), ..Default::default() };
    let summary = server.client.summarize(request).await.unwrap();
    assert_eq!(summary.summary, analysis.summary);
}

/// What a caller cuts at `span` who counts in `unit`.
fn cut(text: &str, span: v1::Span, unit: v1::OffsetUnit) -> String {
    let (start, length) = (span.start as usize, (span.end - span.start) as usize);
    match unit {
        v1::OffsetUnit::Utf16CodeUnit => {
            let units: Vec<u16> = text.encode_utf16().skip(start).take(length).collect();
            String::from_utf16_lossy(&units)
        }
        v1::OffsetUnit::CodePoint => text.chars().skip(start).take(length).collect(),
        _ => text.get(start..start + length).unwrap_or("not a span").to_owned(),
    }
}

#[tokio::test]
async fn spans_cut_what_they_name_in_every_unit() {
    let server = serve();
    let body = format!("𠮷野家🍚开业。{ARTICLE}");
    for unit in [
        v1::OffsetUnit::Unspecified,
        v1::OffsetUnit::Utf8Byte,
        v1::OffsetUnit::Utf16CodeUnit,
        v1::OffsetUnit::CodePoint,
    ] {
        let mut request = analyze(article("", &body));
        request.offset_unit = unit.into();
        let analysis = server.client.analyze_article(request).await.unwrap().analysis.unwrap();
        assert!(!analysis.keywords.is_empty());
        for keyword in analysis.keywords {
            let first = &keyword.occurrences[0].spans;
            let found: String = first.iter().map(|span| cut(&body, *span, unit)).collect();
            assert_eq!(found, keyword.text, "{unit:?}");
        }
        for sentence in analysis.summary.unwrap().sentences {
            let found: String = sentence.spans.iter().map(|span| cut(&body, *span, unit)).collect();
            assert_eq!(found, sentence.text, "{unit:?}");
        }
    }
}

#[tokio::test]
async fn the_places_of_a_keyword_are_limited_and_counted() {
    let limits = Limits { occurrences: 3, ..Limits::default() };
    let server = serve_with(Config { limits, ..Config::default() }, Options::default());
    let request = analyze(article("", &format!("{ARTICLE}\n").repeat(20)));
    let analysis = server.client.analyze_article(request).await.unwrap().analysis.unwrap();
    let first = &analysis.keywords[0];
    assert_eq!(first.occurrences.len(), 3);
    assert!(first.evidence.as_ref().unwrap().term_frequency >= 20);
}

#[tokio::test]
async fn a_field_over_its_limit_is_named_with_the_limit() {
    let server = serve_with(small_limits(), Options::default());
    let long = "粮".repeat(400);
    let error = server.client.analyze_article(analyze(article("", &long))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(violated(&error), ["article.content.text"]);
    let rule = &error.field_violations()[0].description;
    assert_eq!(rule, "at most 1024 bytes (max_article_bytes), found 1200");

    let request =
        v1::SplitIssueRequest { content: Some(data(vec![b'a'; 1025])), ..Default::default() };
    let error = server.client.split_issue(request).await.unwrap_err();
    assert_eq!(violated(&error), ["content.data"]);
    assert!(error.field_violations()[0].description.contains("(max_issue_bytes)"));

    let articles = vec![article("", ARTICLE); 3];
    let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
    let error = server.client.batch_analyze_articles(request).await.unwrap_err();
    assert_eq!(violated(&error), ["articles"]);
    assert!(error.field_violations()[0].description.contains("(max_batch_articles)"));
}

#[tokio::test]
async fn a_message_over_the_cap_is_named_with_the_limit() {
    let server = serve_with(small_limits(), Options::default());
    let huge = "粮".repeat(4000);
    let error = server.client.analyze_article(analyze(article("", &huge))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceExhausted);
    assert_eq!(error.message(), "the message is larger than max_message_bytes (4096)");

    let requests = tokio_stream::iter([stream_request("big", &huge)]);
    let mut answers = server.client.analyze_articles(requests).await.unwrap();
    let error = answers.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceExhausted);
    assert!(answers.next().await.is_none());
}

#[tokio::test]
async fn a_message_without_its_fields_is_refused() {
    let server = serve();
    let request = v1::AnalyzeArticleRequest::default();
    let error = server.client.analyze_article(request).await.unwrap_err();
    assert_eq!(violated(&error), ["article"]);
    let request = v1::AnalyzeIssueRequest { offset_unit: 9, ..Default::default() };
    let error = server.client.analyze_issue(request).await.err().unwrap();
    assert_eq!(violated(&error), ["content", "offset_unit"]);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let server = serve();
    let binary: Vec<u8> = (0..=255u8).cycle().take(4096).collect();
    let input = v1::ArticleInput { content: Some(data(binary)), ..Default::default() };
    let error = server.client.analyze_article(analyze(input)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(violated(&error), ["article.content.data"]);
}

#[tokio::test]
async fn an_empty_text_is_answered_with_a_diagnostic() {
    let server = serve();
    for empty in ["", " \n\u{3000}\t\r\n", "\u{feff}"] {
        let answer = server.client.analyze_article(analyze(article("", empty))).await.unwrap();
        let analysis = answer.analysis.unwrap();
        assert!(analysis.keywords.is_empty());
        let codes: Vec<_> = analysis.diagnostics.iter().map(v1::Diagnostic::code).collect();
        assert_eq!(codes, [v1::DiagnosticCode::EmptyText], "{empty:?}");
    }
}

#[tokio::test]
async fn a_bad_article_leaves_its_neighbours_alone() {
    let server = serve_with(small_limits(), Options::default());
    let bad = v1::ArticleInput { id: "bad".to_owned(), ..Default::default() };
    let articles = vec![bad, article("good", ARTICLE)];
    let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
    let results = server.client.batch_analyze_articles(request).await.unwrap().results;
    match results.as_slice() {
        [first, second] => {
            let Some(v1::article_result::Outcome::Error(error)) = &first.outcome else {
                panic!("{first:?}")
            };
            assert_eq!(error.id, "bad");
            assert_eq!(error.field_violations[0].field, "articles[0].content");
            let Some(v1::article_result::Outcome::Analysis(analysis)) = &second.outcome else {
                panic!("{second:?}")
            };
            assert_eq!(analysis.id, "good");
        }
        other => panic!("{other:?}"),
    }
}

fn stream_request(id: &str, body: &str) -> v1::AnalyzeArticlesRequest {
    v1::AnalyzeArticlesRequest { article: Some(article(id, body)), ..Default::default() }
}

#[tokio::test]
async fn a_stream_keeps_its_order_and_takes_options_over() {
    let server = serve();
    let mut requests: Vec<_> = (0..50)
        .map(|number| {
            // Long and short ones take turns, so that answers would overtake each other.
            let repeats = if number % 2 == 0 { 40 } else { 1 };
            stream_request(&number.to_string(), &ARTICLE.repeat(repeats))
        })
        .collect();
    requests[0].keywords = Some(v1::KeywordOptions { max_keywords: 2, ..Default::default() });
    requests[10].article.as_mut().unwrap().content = None;
    let mut answers = server.client.analyze_articles(tokio_stream::iter(requests)).await.unwrap();
    let mut ids = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer.unwrap().result.unwrap().outcome.unwrap() {
            v1::article_result::Outcome::Analysis(analysis) => {
                assert_eq!(analysis.keywords.len(), 2);
                ids.push(analysis.id);
            }
            v1::article_result::Outcome::Error(error) => {
                assert_eq!((error.id.as_str(), error.code), ("10", 3));
                ids.push(error.id);
            }
        }
    }
    let expected: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    assert_eq!(ids, expected);
}

const ISSUE: &str =
    "目录 CONTENTS\n\n01 秋粮收购进展顺利\n| 粮丰收\n\n秋粮收购进展顺利\n\n文 | 粮食局 粮丰收\n\n";

#[tokio::test]
async fn an_issue_streams_header_articles_totals() {
    let server = serve();
    let body = format!("{ISSUE}{ARTICLE}\n");
    let request = v1::AnalyzeIssueRequest {
        content: Some(text(body.clone())),
        id: "issue".to_owned(),
        ..Default::default()
    };
    let mut answers = server.client.analyze_issue(request).await.unwrap();
    let mut events = Vec::new();
    while let Some(answer) = answers.next().await {
        events.push(answer.unwrap());
    }
    let Some((Event::Header(header), rest)) = events.split_first() else { panic!("{events:?}") };
    assert_eq!(header.id, "issue");
    let Some((Event::Totals(totals), articles)) = rest.split_last() else { panic!("{rest:?}") };
    assert_eq!(header.article_count, totals.article_count);
    assert_eq!(articles.len(), header.article_count as usize);

    let request = v1::SplitIssueRequest { content: Some(text(body)), ..Default::default() };
    let issue = server.client.split_issue(request).await.unwrap().issue.unwrap();
    for (event, split) in articles.iter().zip(&issue.articles) {
        let Event::Article(article) = event else { panic!("{event:?}") };
        assert!(!article.keywords.is_empty());
        assert_eq!((&article.title, &article.paragraphs), (&split.title, &split.paragraphs));
    }
    assert_eq!(issue.diagnostics, totals.diagnostics);
}

/// Sends an issue and returns its articles and its totals.
async fn analyzed(
    server: &TestServer,
    request: v1::AnalyzeIssueRequest,
) -> (Vec<v1::Article>, v1::IssueTotals) {
    let mut answers = server.client.analyze_issue(request).await.unwrap();
    let mut articles = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer.unwrap() {
            Event::Header(_) => {}
            Event::Article(article) => articles.push(article),
            Event::Totals(totals) => return (articles, totals),
        }
    }
    panic!("no totals after {} articles", articles.len())
}

#[tokio::test]
async fn a_budget_too_small_for_an_article_of_an_issue_is_told() {
    let server = serve();
    let with = |allow_cut| v1::AnalyzeIssueRequest {
        content: Some(text(format!("{ISSUE}{ARTICLE}\n"))),
        summary: Some(v1::SummaryOptions {
            budget: Some(v1::summary_options::Budget::MaxCharacters(9)),
            allow_cut,
            required_terms: vec!["没有的词".to_owned()],
            ..Default::default()
        }),
        ..Default::default()
    };
    let (articles, totals) = analyzed(&server, with(false)).await;
    assert!(!articles.is_empty() && totals.digest.is_none());
    for article in articles {
        assert!(article.summary.unwrap().sentences.is_empty());
        let codes: Vec<_> = article.diagnostics.iter().map(v1::Diagnostic::code).collect();
        let told = [v1::DiagnosticCode::BudgetTooSmall, v1::DiagnosticCode::RequiredTermUnmet];
        assert_eq!(codes, told);
    }
    let (articles, _) = analyzed(&server, with(true)).await;
    for summary in articles.into_iter().filter_map(|article| article.summary) {
        assert!(summary.character_count <= 9);
        assert!(summary.sentences.iter().all(|sentence| sentence.cut), "{summary:?}");
    }
}

#[tokio::test]
async fn a_digest_speaks_for_the_whole_issue() {
    let server = serve();
    let body = format!("{ISSUE}{ARTICLE}\n");
    let digest = v1::DigestOptions {
        budget: Some(v1::digest_options::Budget::MaxCharacters(200)),
        ..Default::default()
    };
    let request = v1::AnalyzeIssueRequest {
        content: Some(text(body.clone())),
        digest: Some(digest),
        ..Default::default()
    };
    let (articles, totals) = analyzed(&server, request).await;
    let digest = totals.digest.unwrap();
    assert!(!digest.sentences.is_empty() && digest.character_count <= 200, "{digest:?}");
    for chosen in digest.sentences {
        let article = &articles[chosen.article_index as usize];
        let sentence = chosen.sentence.unwrap();
        let cut: String =
            sentence.spans.iter().map(|&span| cut(&body, span, v1::OffsetUnit::Utf8Byte)).collect();
        assert_eq!(cut, sentence.text);
        assert!(article.paragraphs.iter().any(|p| p.text.contains(&sentence.text)));
    }
}

#[tokio::test]
async fn an_explained_issue_has_its_rows() {
    let server = serve();
    let body = "春天来了\n文 | 张三\n\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n";
    let request = v1::SplitIssueRequest { content: Some(text(body)), ..Default::default() };
    let plain = server.client.split_issue(request.clone()).await.unwrap();
    assert!(plain.rows.is_empty());
    let request = v1::SplitIssueRequest { explain: true, ..request };
    let explained = server.client.split_issue(request).await.unwrap();
    assert_eq!(explained.issue, plain.issue);
    let roles: Vec<v1::RowRole> = explained.rows.iter().map(v1::RowReading::role).collect();
    assert_eq!(roles, [v1::RowRole::Title, v1::RowRole::Byline, v1::RowRole::Body]);
    let article = explained.issue.unwrap().articles.remove(0);
    let title = &explained.rows[0];
    assert_eq!((title.confidence, &title.reasons), (Some(article.confidence), &article.reasons));
    assert_eq!((title.article_index, &title.spans), (Some(0), &article.title_spans));
}

#[tokio::test]
async fn an_expired_deadline_is_told_as_such() {
    let options = Options { timeout: Duration::from_millis(30), ..Options::default() };
    let server = serve_with(Config::default(), options);
    // As long as an article may be: a longer one is refused, and that may take less than the time it has.
    let long = ARTICLE.repeat(Limits::default().article_bytes / ARTICLE.len());
    let started = Instant::now();
    let error = server.client.analyze_article(analyze(article("", &long))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_client_without_a_server_is_told_so() {
    let client = Client::connect("http://127.0.0.1:9", Options::default()).unwrap();
    let error = client.server_info().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(Client::connect("not an endpoint", Options::default()).is_err());
}

#[tokio::test]
async fn limits_are_told() {
    let server = serve_with(small_limits(), Options::default());
    let info = server.client.server_info().await.unwrap();
    assert_eq!(info.limits.unwrap().max_article_bytes, 1024);
    assert!(info.corpora[0].term_count > 100_000);
}

#[tokio::test]
async fn a_running_call_survives_the_shutdown() {
    let server = serve();
    let long = ARTICLE.repeat(2_000);
    let (first, rest) = (stream_request("first", ARTICLE), stream_request("last", &long));
    let (sender, receiver) = mpsc::channel(1);
    let requests = ReceiverStream::new(receiver);
    let mut answers = server.client.analyze_articles(requests).await.unwrap();
    sender.send(first).await.unwrap();
    answers.next().await.unwrap().unwrap();

    server.stop.send(()).unwrap();
    sender.send(rest).await.unwrap();
    drop(sender);
    let last = answers.next().await.unwrap().unwrap().result.unwrap().outcome.unwrap();
    assert!(matches!(last, v1::article_result::Outcome::Analysis(a) if a.id == "last"));
    assert!(answers.next().await.is_none());
    drop(server.client);
    server.serving.await.unwrap().unwrap();
}

/// An open stream that the client does not end.
async fn open_stream(server: &TestServer) -> (mpsc::Sender<v1::AnalyzeArticlesRequest>, Answers) {
    let (sender, receiver) = mpsc::channel(1);
    let requests = ReceiverStream::new(receiver);
    let mut answers = server.client.analyze_articles(requests).await.unwrap();
    sender.send(stream_request("first", ARTICLE)).await.unwrap();
    answers.next().await.unwrap().unwrap();
    (sender, answers)
}

#[tokio::test]
async fn the_drain_has_an_end() {
    let config = Config { drain: Duration::from_millis(50), ..Config::default() };
    let server = serve_with(config, Options::default());
    let (sender, mut answers) = open_stream(&server).await;
    server.stop.send(()).unwrap();
    server.serving.await.unwrap().unwrap();
    // Nobody is served any more.
    sender.send(stream_request("late", ARTICLE)).await.ok();
    let error = answers.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
}

#[tokio::test]
async fn who_watches_health_sees_the_end_and_does_not_hold_it_up() {
    let (listener, connector) = tiyao_server::in_process();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(tiyao_server::run(listener, Config::default(), async {
        stopped.await.ok();
    }));
    let connect = tower::service_fn(move |_: tonic::transport::Uri| {
        let connector = connector.clone();
        async move { connector.connect().await.map(hyper_util::rt::TokioIo::new) }
    });
    let channel = tonic::transport::Endpoint::from_static("http://in-process.invalid")
        .connect_with_connector_lazy(connect);
    let service = "tiyao.v1.AnalysisService".to_owned();
    let request = tonic_health::pb::HealthCheckRequest { service };
    let mut health = tonic_health::pb::health_client::HealthClient::new(channel);
    let mut statuses = health.watch(request).await.unwrap().into_inner();
    while statuses.message().await.unwrap().unwrap().status() != ServingStatus::Serving {}
    stop.send(()).unwrap();
    let last = statuses.message().await.unwrap().unwrap().status();
    assert_eq!(last, ServingStatus::NotServing);
    // The drain may take 30 seconds; it must not need them.
    tokio::time::timeout(Duration::from_secs(10), serving).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_server_stopped_while_it_starts_never_serves() {
    let server = serve();
    server.stop.send(()).unwrap();
    server.serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn offsets_of_received_bytes_cut_the_file_as_it_is() {
    let server = serve();
    let (bytes, _, _) = encoding_rs::GB18030.encode(ARTICLE);
    let mut request =
        analyze(v1::ArticleInput { content: Some(data(bytes.to_vec())), ..Default::default() });
    request.offset_unit = v1::OffsetUnit::ReceivedByte.into();
    let analysis = server.client.analyze_article(request).await.unwrap().analysis.unwrap();
    assert_eq!(analysis.encoding(), v1::Encoding::Gb18030);
    for keyword in analysis.keywords {
        let span = keyword.occurrences[0].spans[0];
        let cut = &bytes[span.start as usize..span.end as usize];
        assert_eq!(encoding_rs::GB18030.decode(cut).0, keyword.text);
    }
}

#[tokio::test]
async fn a_first_row_that_reads_as_a_heading_is_the_title() {
    let server = serve();
    let body = format!("秋粮收购进展顺利\n{ARTICLE}");
    let answer = server.client.analyze_article(analyze(article("", &body))).await.unwrap();
    let keywords = answer.analysis.unwrap().keywords;
    let titled = keywords.iter().find(|keyword| keyword.evidence.as_ref().unwrap().in_title);
    let place = &titled.unwrap().occurrences[0];
    // The title is part of the text, and its offsets count there.
    assert!(!place.in_title_field);
    assert!(cut(&body, place.spans[0], v1::OffsetUnit::Utf8Byte) == titled.unwrap().text);
}

#[tokio::test]
async fn a_batch_of_the_largest_size_is_answered() {
    let server = serve();
    let articles = (0..256).map(|number| article(&number.to_string(), ARTICLE)).collect();
    let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
    let results = server.client.batch_analyze_articles(request).await.unwrap().results;
    let ids = results.iter().map(|result| match &result.outcome {
        Some(v1::article_result::Outcome::Analysis(analysis)) => analysis.id.as_str(),
        other => panic!("{other:?}"),
    });
    assert!(ids.eq((0..256).map(|number| number.to_string())));
}

#[tokio::test]
async fn calls_whose_callers_left_free_their_places() {
    let limits = Limits { queued_jobs: 0, ..Limits::default() };
    let server = serve_with(Config { limits, ..Config::default() }, Options::default());
    let body = format!("{ISSUE}{ARTICLE}\n").repeat(200);
    for _ in 0..20 {
        let request =
            v1::AnalyzeIssueRequest { content: Some(text(body.clone())), ..Default::default() };
        let mut events = loop {
            match server.client.analyze_issue(request.clone()).await {
                Ok(events) => break events,
                // The places of the callers before are not free yet.
                Err(error) => assert_eq!(error.kind(), ErrorKind::ResourceExhausted),
            }
            tokio::task::yield_now().await;
        };
        events.next().await.unwrap().unwrap();
    }
    let mut answer = server.client.analyze_article(analyze(article("", ARTICLE))).await;
    while answer.as_ref().is_err_and(|error| error.kind() == ErrorKind::ResourceExhausted) {
        answer = server.client.analyze_article(analyze(article("", ARTICLE))).await;
    }
    answer.unwrap();
}
