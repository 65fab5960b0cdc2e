//! Twice what the server can do: it must refuse what is too much at once, and do the rest as well as
//! ever.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tiyao_api::v1::analysis_service_client::AnalysisServiceClient;
use tonic::{Code, transport::Channel};
use tonic_health::pb::health_client::HealthClient;

use crate::{
    Texts,
    figures::{Times, Verdict},
    served::{Served, connect, free_port, is_serving},
    texts::{analyze, articles},
};

/// Connections that the calls share.
const CONNECTIONS: usize = 16;
/// Callers when the capacity is measured: fewer than may wait for one thread.
const CLOSED_CALLERS: usize = 8;
/// Between two health checks.
const PROBE_INTERVAL: Duration = Duration::from_millis(20);
/// Bounds: of the goodput at overload, of the slowest hundredth, of health, of memory.
const GOODPUT: f64 = 0.95;
const SLOWER: f64 = 3.0;
const HEALTH_MS: f64 = 5.0;
const GROWTH: f64 = 1.1;

/// What became of the calls.
#[derive(Default)]
struct Outcome {
    accepted: Times,
    refused: usize,
    other: Vec<String>,
}

type Shared = Arc<Mutex<Outcome>>;

pub(crate) async fn run(tiyao: &Path, texts: &Texts, duration: Duration) -> bool {
    let articles: Arc<[String]> = articles(texts).into();
    let served = Served::tiyao(tiyao, free_port()).await;
    let channels: Vec<Channel> = (0..CONNECTIONS).map(|_| connect(served.address)).collect();

    let first = capacity(&channels, &articles, duration / 4).await;
    println!("capacity: {first:.0} calls a second");
    let mut calm = offer(&channels, &articles, first * 0.8, duration / 2).await;
    let calm_ms = calm.accepted.quantile_ms(0.99);
    println!("at 80 %: p50 {:.2} ms, p99 {calm_ms:.2} ms", calm.accepted.quantile_ms(0.5));

    let probe = tokio::spawn(probe(connect(served.address), duration));
    let before = served.memory();
    // The first tenth fills the queue.
    offer(&channels, &articles, first * 2.0, duration / 10).await;
    let settled = served.memory();
    let (started, busy) = (Instant::now(), served.processor());
    let mut full = offer(&channels, &articles, first * 2.0, duration).await;
    let seconds = started.elapsed().as_secs_f64();
    let goodput = full.accepted.len() as f64 / seconds;
    let busy = served.processor().saturating_sub(busy).as_secs_f64() / seconds;
    let last = capacity(&channels, &articles, duration / 4).await;
    println!("capacity afterwards: {last:.0} calls a second");
    // A machine that others use too is not as fast all the time.
    let capacity = f64::midpoint(first, last);
    let mut health = probe.await.expect("the probe comes to its end");
    println!("health: {} checks, p50 {:.2} ms", health.len(), health.quantile_ms(0.5));
    println!(
        "at 200 %: {} accepted, {} refused; p50 {:.2} ms; {busy:.2} processors busy; \
         memory {before:.0}, {settled:.0}, {:.0} MiB",
        full.accepted.len(),
        full.refused,
        full.accepted.quantile_ms(0.5),
        served.memory()
    );
    for other in full.other.iter().take(5) {
        println!("    {other}");
    }
    let mut verdict = Verdict::default();
    verdict.at_most("errors but RESOURCE_EXHAUSTED", full.other.len() as f64, 0.0);
    verdict.at_least("goodput over capacity", goodput / capacity, GOODPUT);
    verdict.at_most("p99 of accepted, ms", full.accepted.quantile_ms(0.99), SLOWER * calm_ms);
    verdict.at_most("p99 of health, ms", health.quantile_ms(0.99), HEALTH_MS);
    verdict.at_most("memory over memory when settled", served.memory() / settled, GROWTH);
    verdict.passed()
}

/// Calls a second when so many callers each wait for their answer.
async fn capacity(channels: &[Channel], articles: &Arc<[String]>, duration: Duration) -> f64 {
    let started = Instant::now();
    let callers = (0..CLOSED_CALLERS).zip(channels.iter().cycle()).map(|(caller, channel)| {
        let (mut client, articles) =
            (AnalysisServiceClient::new(channel.clone()), Arc::clone(articles));
        tokio::spawn(async move {
            let mut count = 0_usize;
            for article in articles.iter().cycle().skip(caller * 31) {
                if started.elapsed() > duration {
                    break;
                }
                client.analyze_article(analyze(article)).await.expect("an article is answered");
                count += 1;
            }
            count
        })
    });
    let callers: Vec<_> = callers.collect();
    let mut count = 0;
    for caller in callers {
        count += caller.await.expect("a caller comes to its end");
    }
    count as f64 / started.elapsed().as_secs_f64()
}

/// Offers so many calls a second, whether or not they are answered.
async fn offer(
    channels: &[Channel],
    articles: &Arc<[String]>,
    rate: f64,
    duration: Duration,
) -> Outcome {
    let outcome = Shared::default();
    let started = Instant::now();
    let calls = (1..).zip(articles.iter().cycle()).zip(channels.iter().cycle());
    let mut open = tokio::task::JoinSet::new();
    for ((number, article), channel) in calls {
        let due = Duration::from_secs_f64(f64::from(number) / rate);
        if due > duration {
            break;
        }
        tokio::time::sleep_until((started + due).into()).await;
        let mut client = AnalysisServiceClient::new(channel.clone());
        let (request, outcome) = (analyze(article), Arc::clone(&outcome));
        open.spawn(async move {
            let sent = Instant::now();
            let answer = client.analyze_article(request).await;
            let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
            match answer {
                Ok(_) => outcome.accepted.push(sent.elapsed()),
                Err(status) if status.code() == Code::ResourceExhausted => outcome.refused += 1,
                Err(status) => outcome.other.push(status.to_string()),
            }
        });
        while open.try_join_next().is_some() {}
    }
    while open.join_next().await.is_some() {}
    std::mem::take(&mut *outcome.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Asks for health for so long, on a connection of its own.
async fn probe(channel: Channel, duration: Duration) -> Times {
    let mut health = HealthClient::new(channel);
    assert!(is_serving(&mut health).await, "the server serves");
    let (started, mut times) = (Instant::now(), Times::default());
    while started.elapsed() < duration {
        let asked = Instant::now();
        assert!(is_serving(&mut health).await, "the server serves");
        times.push(asked.elapsed());
        tokio::time::sleep(PROBE_INTERVAL).await;
    }
    times
}
