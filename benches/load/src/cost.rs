//! What serving costs beside the analysis: processor time of a served call, of an echo of the same
//! messages, and of the analysis alone, in one run.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use futures_util::StreamExt as _;
use tiyao_analysis::{KeywordOptions, Manuscript, SummaryOptions};
use tiyao_api::v1::{self, analysis_service_client::AnalysisServiceClient};
use tiyao_corpus::Background;
use tiyao_text::Lexicon;
use tonic::transport::Channel;

use crate::{
    Texts, echo,
    figures::{REST_MIB, START_MS, Verdict},
    served::{Served, connect, free_port},
    texts::{analyze, articles, input},
};

/// Calls under way at a time: fewer than may wait for one thread.
const IN_FLIGHT: usize = 8;
/// Connections that they share.
const CONNECTIONS: usize = 4;
/// Articles of one batch.
const BATCH: usize = 64;
/// Streams at a time.
const STREAMS: usize = 8;
/// Serving may cost so many times what its parts cost.
const UNARY_BOUND: f64 = 1.15;
const BULK_BOUND: f64 = 1.05;
/// Rounds, of which the middle one counts: others may use the machine.
const ROUNDS: usize = 3;

#[derive(Clone, Copy)]
enum Form {
    Unary,
    Batch,
    Stream,
}

pub(crate) async fn run(tiyao: &Path, texts: &Texts, duration: Duration) -> bool {
    let articles = articles(texts);
    let served = Served::tiyao(tiyao, free_port()).await;
    println!("start to SERVING: {:.0} ms", served.start.as_secs_f64() * 1e3);
    println!("memory at rest: {:.1} MiB", served.memory());
    let echo = start_echo(texts, &served, false).await;
    let bare = start_echo(texts, &served, true).await;
    let mut verdict = Verdict::default();
    verdict.at_most("start to SERVING, ms", served.start.as_secs_f64() * 1e3, START_MS);
    verdict.at_most("memory at rest, MiB", served.memory(), REST_MIB);
    for (name, form, bound) in [
        ("unary", Form::Unary, UNARY_BOUND),
        ("batch", Form::Batch, BULK_BOUND),
        ("stream", Form::Stream, BULK_BOUND),
    ] {
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            let alone = analysis_alone(&articles, duration / 2);
            let echoed = per_article(&echo, form, &articles, duration).await;
            let whole = per_article(&served, form, &articles, duration).await;
            println!(
                "{name}: {:.1} µs served, {:.1} µs echo, {:.1} µs analysis",
                whole * 1e6,
                echoed * 1e6,
                alone * 1e6
            );
            ratios.push(whole / (echoed + alone));
        }
        verdict.at_most(&format!("{name}: served over echo and analysis"), middle(ratios), bound);
    }
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let least = per_article(&bare, Form::Unary, &articles, duration).await;
        let whole = per_article(&served, Form::Unary, &articles, duration).await;
        println!("unary: {:.1} µs served, {:.1} µs by a bare server", whole * 1e6, least * 1e6);
        ratios.push(whole / least);
    }
    verdict.at_most("unary: served over a bare server", middle(ratios), UNARY_BOUND);
    verdict.passed()
}

fn middle(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios.get(ROUNDS / 2).copied().unwrap_or(f64::INFINITY)
}

/// Starts the echo; `analyzes`: it has articles analysed before it answers.
async fn start_echo(texts: &Texts, model: &Served, analyzes: bool) -> Served {
    let address = free_port();
    let program = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new(program);
    command.arg("echo").stdin(Stdio::piped());
    if let Some(jsonl) = &texts.jsonl {
        command.arg("--jsonl").arg(jsonl);
    }
    command.env(echo::ADDRESS, address.to_string());
    command.env(echo::MODEL, model.address.to_string());
    if analyzes {
        command.env(echo::ANALYZES, "1");
    }
    Served::start(command, address).await
}

/// Seconds of analysis of one article, on this thread.
fn analysis_alone(articles: &[String], duration: Duration) -> f64 {
    articles.iter().take(100).for_each(|article| analysis(article));
    let (before, started, mut count) = (own_processor(), Instant::now(), 0_usize);
    for article in articles.iter().cycle() {
        analysis(article);
        count += 1;
        if started.elapsed() > duration {
            break;
        }
    }
    own_processor().saturating_sub(before).as_secs_f64() / count as f64
}

/// What is done for one article, on this thread.
pub(crate) fn analysis(article: &str) {
    let background = Background::builtin();
    let paragraphs = tiyao_issue::paragraphs(article);
    let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
    let reading = tiyao_analysis::read_against(&manuscript, Lexicon::builtin(), background);
    let options = KeywordOptions::default();
    let keywords = tiyao_analysis::keywords(&reading, background, None, &options);
    let options = SummaryOptions::default();
    let summary = tiyao_analysis::summarize(&reading, background, None, &options);
    std::hint::black_box((keywords, summary));
}

/// Processor time of this thread so far.
fn own_processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split_whitespace().next().and_then(|field| field.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Seconds of the server's processor time for one article.
async fn per_article(server: &Served, form: Form, articles: &[String], duration: Duration) -> f64 {
    drive(server, form, articles, duration / 4).await;
    let before = server.processor();
    let count = drive(server, form, articles, duration).await;
    server.processor().saturating_sub(before).as_secs_f64() / count as f64
}

/// Sends articles for so long; gives how many were answered.
async fn drive(server: &Served, form: Form, articles: &[String], duration: Duration) -> usize {
    let channels: Vec<Channel> = (0..CONNECTIONS).map(|_| connect(server.address)).collect();
    let end = Instant::now() + duration;
    let callers = match form {
        Form::Unary => IN_FLIGHT,
        Form::Batch => CONNECTIONS,
        Form::Stream => STREAMS,
    };
    let calls = (0..callers).zip(channels.iter().cycle()).map(|(caller, channel)| {
        let client = AnalysisServiceClient::new(channel.clone())
            .max_decoding_message_size(64 << 20)
            .max_encoding_message_size(64 << 20);
        // Each begins with another article.
        let own = articles.iter().cycle().skip(caller * articles.len() / callers).cloned();
        let own: Vec<String> = own.take(articles.len()).collect();
        async move {
            match form {
                Form::Unary => unary(client, own, end).await,
                Form::Batch => batch(client, own, end).await,
                Form::Stream => stream(client, own, end).await,
            }
        }
    });
    let calls: Vec<_> = calls.map(tokio::spawn).collect();
    let mut count = 0;
    for call in calls {
        count += call.await.expect("a caller comes to its end");
    }
    count
}

type Client = AnalysisServiceClient<Channel>;

async fn unary(mut client: Client, articles: Vec<String>, end: Instant) -> usize {
    let mut count = 0;
    for article in articles.iter().cycle() {
        if Instant::now() >= end {
            break;
        }
        client.analyze_article(analyze(article)).await.expect("an article is answered");
        count += 1;
    }
    count
}

async fn batch(mut client: Client, articles: Vec<String>, end: Instant) -> usize {
    let mut count = 0;
    let mut articles = articles.iter().cycle();
    while Instant::now() < end {
        let articles = articles.by_ref().take(BATCH).map(|article| input(article)).collect();
        let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
        let answer = client.batch_analyze_articles(request).await.expect("a batch is answered");
        count += answer.into_inner().results.len();
    }
    count
}

async fn stream(mut client: Client, articles: Vec<String>, end: Instant) -> usize {
    let articles = articles.into_iter().cycle().take_while(move |_| Instant::now() < end);
    let requests = articles.map(|article| v1::AnalyzeArticlesRequest {
        article: Some(input(&article)),
        ..Default::default()
    });
    let answers = client.analyze_articles(tokio_stream::iter(requests)).await;
    let answers = answers.expect("a stream begins").into_inner();
    answers.map(|answer| answer.expect("a stream is answered")).count().await
}
