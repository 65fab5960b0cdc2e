//! Endurance: callers that behave, whose answers are compared with those of the first minute, among
//! callers that do not, and a restart half way.

mod field;
mod good;
mod rough;

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use tiyao_api::v1::{self, analysis_service_client::AnalysisServiceClient};

use self::field::Field;
use crate::{
    Texts,
    figures::{REST_MIB, START_MS, Verdict},
    served::{Served, connect, free_port},
    texts::{analyze, articles},
};

/// Different articles that are sent: enough for turns, few enough to keep their answers.
const ARTICLES: usize = 40;
/// Callers of each kind that behave.
const GOOD: usize = 3;
/// Callers of each kind that do not.
const ROUGH: usize = 2;
/// How often memory and descriptors are looked at.
const LOOK_INTERVAL: Duration = Duration::from_millis(500);
/// What memory may grow by from the second to the last quarter of a server's time: allocators keep some.
const GROWTH: f64 = 1.15;
/// And descriptors: callers come and go.
const DESCRIPTOR_GROWTH: f64 = 1.3;
/// Descriptors of a server that nobody calls any more.
const DESCRIPTORS_LEFT: f64 = 8.0;
/// How long after a restart callers may still come upon connections of the server that has gone.
const SETTLING: Duration = Duration::from_secs(1);
/// Faults that are told in full.
const TOLD: usize = 20;

pub(crate) async fn run(tiyao: &Path, texts: &Texts, duration: Duration) -> bool {
    let mut articles = articles(texts);
    articles.truncate(ARTICLES);
    let address = free_port();
    let (token, tokens) = field::token(tiyao);
    let (first, log) = Served::guarded(tiyao, address, tokens.path().as_os_str()).await;
    let (descriptors, memory, start) = (first.descriptors(), first.memory(), first.start);
    let mut field = Field::new(address, articles, &token);
    field.answers = expected(&field).await;
    let field = Arc::new(field);
    field.follow(log);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..GOOD {
        callers.spawn(good::single(Arc::clone(&field)));
        callers.spawn(good::batches(Arc::clone(&field)));
        callers.spawn(good::streams(Arc::clone(&field)));
    }
    callers.spawn(good::issues(Arc::clone(&field)));
    for _ in 0..ROUGH {
        callers.spawn(rough::vanish(Arc::clone(&field)));
        callers.spawn(rough::stall(Arc::clone(&field)));
        callers.spawn(rough::garbage(Arc::clone(&field)));
        callers.spawn(rough::oversize(Arc::clone(&field)));
        callers.spawn(rough::countless(Arc::clone(&field)));
        callers.spawn(rough::bad_text(Arc::clone(&field)));
        callers.spawn(rough::half_open(Arc::clone(&field)));
        callers.spawn(rough::wrong_token(Arc::clone(&field)));
    }
    let growth = watch(&first, duration / 2).await;
    // The restart: the first drains, under load, and the second takes its port.
    let told = Instant::now();
    field.restart(true);
    let drained = first.stop().await;
    println!("drained in {:.1} s", told.elapsed().as_secs_f64());
    let (second, log) = Served::guarded(tiyao, address, tokens.path().as_os_str()).await;
    field.follow(log);
    tokio::time::sleep(SETTLING).await;
    field.restart(false);
    let (nobody, taken_on) = field.at_the_restart();
    println!("at the restart: {taken_on} calls taken on, {nobody} found nobody");
    let growth = growth.max(watch(&second, duration / 2).await);
    field.end();
    while let Some(ended) = callers.join_next().await {
        ended.expect("a caller comes to its end");
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let left = second.descriptors();
    println!(
        "{} answered, {} refused, {} disturbances; {descriptors} descriptors at rest, {left} left",
        field.answered.load(Ordering::Relaxed),
        field.refused.load(Ordering::Relaxed),
        field.disturbances.load(Ordering::Relaxed),
    );
    let (faults, lost) = (field.faults(), field.lost());
    for fault in faults.iter().chain(&lost).take(TOLD) {
        println!("    {fault}");
    }
    let mut verdict = Verdict::default();
    verdict.at_most("start to SERVING, ms", start.as_secs_f64() * 1e3, START_MS);
    verdict.at_most("memory at rest, MiB", memory, REST_MIB);
    verdict.at_most("wrong answers and errors", faults.len() as f64, 0.0);
    verdict.at_most("calls taken on and lost", lost.len() as f64, 0.0);
    verdict.at_least("calls taken on at the restart", taken_on as f64, 1.0);
    verdict.at_least("drained in time", f64::from(u8::from(drained)), 1.0);
    verdict.at_least("answered", field.answered.load(Ordering::Relaxed) as f64, 1.0);
    let met = field.met();
    for what in rough::EXPECTED {
        let count = met.get(what).copied().unwrap_or_default();
        verdict.at_least(&format!("{what}, told so"), count as f64, 1.0);
    }
    verdict.at_most("memory, last quarter over second", growth.memory, GROWTH);
    let descriptor_growth = growth.descriptors;
    verdict.at_most("descriptors, last quarter over second", descriptor_growth, DESCRIPTOR_GROWTH);
    let more = left.saturating_sub(descriptors) as f64;
    verdict.at_most("descriptors that are left over", more, DESCRIPTORS_LEFT);
    let stopped = second.stop().await;
    verdict.at_least("ended well", f64::from(u8::from(stopped)), 1.0);
    verdict.passed()
}

/// What the articles must be answered with.
async fn expected(field: &Field) -> Vec<v1::ArticleAnalysis> {
    let mut client = AnalysisServiceClient::new(connect(field.address));
    let mut answers = Vec::new();
    for article in &field.articles {
        let answer = client.analyze_article(field.request(analyze(article))).await;
        let answer = answer.expect("an article is answered").into_inner();
        answers.push(answer.analysis.unwrap_or_default());
    }
    answers
}

/// How many times what a server had in the second quarter of its time it has in the last.
#[derive(Clone, Copy)]
struct Growth {
    memory: f64,
    descriptors: f64,
}

impl Growth {
    /// The worse of two, each for itself.
    fn max(self, other: Self) -> Self {
        let memory = self.memory.max(other.memory);
        Self { memory, descriptors: self.descriptors.max(other.descriptors) }
    }
}

/// Looks at a server's memory and descriptors for so long.
async fn watch(server: &Served, duration: Duration) -> Growth {
    let started = Instant::now();
    let (mut memory, mut descriptors) = (Vec::new(), Vec::new());
    while started.elapsed() < duration {
        memory.push(server.memory());
        descriptors.push(server.descriptors() as f64);
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
    Growth {
        memory: growth("MiB of memory", &memory),
        descriptors: growth("descriptors", &descriptors),
    }
}

/// The mean of the last quarter of these looks over that of the second.
fn growth(what: &str, looks: &[f64]) -> f64 {
    let quarter = (looks.len() / 4).max(1);
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len().max(1) as f64;
    let second = mean(looks.get(quarter..2 * quarter).unwrap_or(looks));
    let last = mean(looks.get(looks.len().saturating_sub(quarter)..).unwrap_or(looks));
    println!("{what}: {second:.1} in the second quarter, {last:.1} in the last");
    last / second
}
