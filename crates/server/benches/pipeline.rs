//! How fast an issue goes through Tiyao, next to what the words alone cost: jieba-rs cutting the
//! same text in the same run. Read the ratios, not the rates.
//!
//! `cargo bench -p tiyao-server` measures the seed. It is short, so its words are few and stay in
//! the cache; for a real vocabulary name a JSONL file of `{"text": …}` in `TIYAO_BENCH_JSONL`, of
//! which the first megabytes are used.

use std::{env, fs, hint::black_box};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use tiyao_analysis::{KeywordOptions, Manuscript, SummaryOptions};
use tiyao_client::{Client, Options, v1};
use tiyao_corpus::Background;
use tiyao_issue::Paragraph;
use tiyao_server::Config;
use tiyao_text::Lexicon;
use tokio::runtime::Runtime;

const SEED: &str = include_str!("../../../seeds/market-regulation-2023-13.txt");
/// How much of a JSONL file is used.
const SAMPLE_BYTES: usize = 2 << 20;

struct Sample {
    name: &'static str,
    /// One issue, or many articles one after the other.
    text: String,
    articles: Vec<Vec<Paragraph>>,
}

fn samples() -> Vec<Sample> {
    let issue = tiyao_issue::split(SEED);
    let articles = issue.articles.into_iter().map(|article| article.paragraphs).collect();
    let mut samples = vec![Sample { name: "seed", text: SEED.to_owned(), articles }];
    if let Some(path) = env::var_os("TIYAO_BENCH_JSONL") {
        let lines = fs::read_to_string(path).expect("TIYAO_BENCH_JSONL can be read");
        let mut text = String::new();
        let mut articles = Vec::new();
        for line in lines.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let body =
                record.get("text").and_then(|text| text.as_str()).expect("a record has text");
            articles.push(tiyao_issue::paragraphs(body));
            text.push_str(body);
            text.push('\n');
            if text.len() >= SAMPLE_BYTES {
                break;
            }
        }
        let wrapped = Sample {
            name: "vocabulary, hard-wrapped",
            text: hard_wrapped(&text),
            articles: articles.clone(),
        };
        samples.push(Sample { name: "vocabulary", text, articles });
        samples.push(wrapped);
    }
    samples
}

/// The same text in rows of equal length, as the text layer of a printed page has it.
fn hard_wrapped(text: &str) -> String {
    const CHARS: usize = 40;
    let mut wrapped = String::with_capacity(text.len() * 11 / 10);
    for row in text.lines() {
        wrapped.push_str("　　");
        for (at, c) in row.chars().enumerate() {
            if at > 0 && (at + 2).is_multiple_of(CHARS) {
                wrapped.push('\n');
            }
            wrapped.push(c);
        }
        wrapped.push('\n');
    }
    wrapped
}

fn analyze(paragraphs: &[Paragraph]) -> usize {
    let manuscript = Manuscript { title: None, paragraphs, language: None };
    let background = Background::builtin();
    let reading = tiyao_analysis::read_against(&manuscript, Lexicon::builtin(), background);
    let keywords = tiyao_analysis::keywords(&reading, background, None, &KeywordOptions::default());
    let summary = tiyao_analysis::summarize(&reading, background, None, &SummaryOptions::default());
    keywords.len() + summary.sentences.len()
}

fn size(text: &str) -> Throughput {
    Throughput::Bytes(text.len().try_into().unwrap_or(u64::MAX))
}

fn paragraphs_size(articles: &[Vec<Paragraph>]) -> Throughput {
    let sizes = articles.iter().flatten().map(|paragraph| paragraph.excerpt.text().len());
    Throughput::Bytes(sizes.sum::<usize>().try_into().unwrap_or(u64::MAX))
}

fn pipeline(criterion: &mut Criterion) {
    let jieba = Jieba::new();
    for sample in samples() {
        let mut group = criterion.benchmark_group(sample.name);
        group.throughput(size(&sample.text));
        group.bench_function("jieba-rs cut", |bench| {
            bench.iter(|| sample.text.lines().map(|row| jieba.cut(row, true).len()).sum::<usize>());
        });
        group.bench_function("jieba-rs tag", |bench| {
            bench.iter(|| sample.text.lines().map(|row| jieba.tag(row, true).len()).sum::<usize>());
        });
        group.bench_function("split", |bench| {
            bench.iter(|| tiyao_issue::split(black_box(&sample.text)));
        });
        group.throughput(paragraphs_size(&sample.articles));
        group.bench_function("analyze articles", |bench| {
            bench.iter(|| sample.articles.iter().map(|article| analyze(article)).sum::<usize>());
        });
        if let Some(longest) = sample.articles.iter().max_by_key(|article| article.len()) {
            group.throughput(paragraphs_size(std::slice::from_ref(longest)));
            group.bench_with_input(BenchmarkId::new("analyze one article", ""), longest, |b, a| {
                b.iter(|| analyze(a));
            });
        }
        group.finish();
    }
}

/// Splitting texts that would make a careless look-back run over the whole of them for each row: the
/// rate must not fall when the text grows four times as long.
fn scaling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10);
    for rows in [10_000, 40_000] {
        let entries: Vec<String> = (0..rows).map(|n| format!("{n} 标题{n}号 | 张三")).collect();
        for (name, text) in [
            ("bylines", "春天来了\n文 | 张三\n".repeat(rows)),
            ("brackets", "（“《".repeat(rows)),
            ("entries", format!("目录\n{}", entries.join("\n"))),
            ("unfinished rows", "春天来了，田里的人多了起来\n\n".repeat(rows)),
        ] {
            group.throughput(size(&text));
            group.bench_with_input(BenchmarkId::new(name, rows), &text, |bench, text| {
                bench.iter(|| tiyao_issue::split(black_box(text)));
            });
        }
    }
    group.finish();
}

/// Splits and analyses the issue through the service, as an embedded caller does.
fn served(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime starts");
    let (listener, connector) = tiyao_server::in_process();
    runtime.spawn(tiyao_server::run(listener, Config::default(), std::future::pending()));
    let connect = move || {
        let connector = connector.clone();
        async move { connector.connect().await }
    };
    let client = {
        let _entered = runtime.enter();
        Client::over(connect, Options::default())
    };
    let content = v1::Content {
        form: Some(v1::content::Form::Text(SEED.to_owned())),
        ..v1::Content::default()
    };
    let request = v1::AnalyzeIssueRequest { content: Some(content), ..Default::default() };
    let mut group = criterion.benchmark_group("seed");
    group.throughput(size(SEED));
    group.bench_function("in-process server", |bench| {
        bench.to_async(&runtime).iter(|| async {
            let mut events = client.analyze_issue(request.clone()).await.expect("the call starts");
            let mut count = 0;
            while let Some(event) = events.next().await {
                event.expect("an event arrives");
                count += 1;
            }
            count
        });
    });
    group.finish();
}

criterion_group!(benches, pipeline, scaling, served);
criterion_main!(benches);
