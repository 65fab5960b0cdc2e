//! Twice what the server can do: it must refuse what is too much at once, and do the rest as well as
//! ever.
//!
//! The calls are offered when they are due, whether or not those before them were answered, and none is
//! made again. The capacity they are measured by is that before and after, with a few callers who each
//! wait for their answer; that is the best the server does, with nothing to refuse. A machine that
//! others use too gives the server less at one time than at another: what it did in a second of its own
//! processor time, which is printed as well, tells a slow server from one that was not let run.
//!
//! Health is asked for on a thread of its own that goes before those of the callers: what waits behind
//! them has not reached the server.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient,
    server_service_client::ServerServiceClient,
};
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
const HEALTH_MEDIAN_MS: f64 = 1.0;
const GROWTH: f64 = 1.1;

/// What became of the calls.
#[derive(Default)]
struct Outcome {
    accepted: Times,
    refused: usize,
    other: Vec<String>,
}

type Shared = Arc<Mutex<Outcome>>;

/// Calls that were answered, in a second, and in a second of the server's processor time.
#[derive(Clone, Copy)]
struct Rate {
    of_clock: f64,
    of_processor: f64,
}

/// Counts the calls of a server from now on.
struct Meter<'a> {
    server: &'a Served,
    started: Instant,
    processor: Duration,
}

impl<'a> Meter<'a> {
    fn start(server: &'a Served) -> Self {
        Self { server, started: Instant::now(), processor: server.processor() }
    }

    /// Seconds, and those of the server's processor time.
    fn seconds(&self) -> (f64, f64) {
        let processor = self.server.processor().saturating_sub(self.processor);
        (self.started.elapsed().as_secs_f64(), processor.as_secs_f64())
    }

    fn rate(&self, count: usize) -> Rate {
        let (clock, processor) = self.seconds();
        Rate { of_clock: count as f64 / clock, of_processor: count as f64 / processor }
    }
}

pub(crate) async fn run(tiyao: &Path, texts: &Texts, duration: Duration) -> bool {
    let articles: Arc<[String]> = articles(texts).into();
    let served = Served::tiyao(tiyao, free_port()).await;
    let channels: Vec<Channel> = (0..CONNECTIONS).map(|_| connect(served.address)).collect();

    // What is asked for the first time takes longer.
    capacity(&served, &channels, &articles, duration / 20).await;
    let first = capacity(&served, &channels, &articles, duration / 4).await;
    println!("capacity: {:.0} calls a second", first.of_clock);
    let mut calm = offer(&channels, &articles, first.of_clock * 0.8, duration / 2).await;
    let calm_ms = calm.accepted.quantile_ms(0.99);
    println!("at 80 %: p50 {:.2} ms, p99 {calm_ms:.2} ms", calm.accepted.quantile_ms(0.5));

    let before = served.memory();
    // The first tenth fills the queue.
    offer(&channels, &articles, first.of_clock * 2.0, duration / 10).await;
    let settled = served.memory();
    let probe = probe(served.address, duration);
    let meter = Meter::start(&served);
    let mut full = offer(&channels, &articles, first.of_clock * 2.0, duration).await;
    let goodput = meter.rate(full.accepted.len());
    let (seconds, processor) = meter.seconds();
    let (mut health, mut info) = probe.join().expect("the probe comes to its end");
    let last = capacity(&served, &channels, &articles, duration / 4).await;
    println!("capacity afterwards: {:.0} calls a second", last.of_clock);
    for (name, times) in [("health", &mut health), ("info", &mut info)] {
        let (median, slowest) = (times.quantile_ms(0.5), times.quantile_ms(0.99));
        println!("{name}: {} calls, p50 {median:.2} ms, p99 {slowest:.2} ms", times.len());
    }
    println!(
        "at 200 %: {} accepted, {} refused; p50 {:.2} ms; {:.2} processors busy; memory {before:.0}, \
         {settled:.0}, {:.0} MiB",
        full.accepted.len(),
        full.refused,
        full.accepted.quantile_ms(0.5),
        processor / seconds,
        served.memory()
    );
    for other in full.other.iter().take(5) {
        println!("    {other}");
    }
    // A machine that others use too is not as fast all the time.
    let over = |rate: fn(&Rate) -> f64| rate(&goodput) / f64::midpoint(rate(&first), rate(&last));
    let of_processor = over(|rate| rate.of_processor);
    println!("goodput over capacity, by the server's processor time: {of_processor:.3}");
    let answered = f64::midpoint(first.of_processor, last.of_processor).recip();
    let refused = (processor - full.accepted.len() as f64 * answered) / full.refused as f64;
    println!(
        "of a processor, ms: {:.3} for a call that is answered, {:.3} for one that is refused",
        answered * 1e3,
        refused * 1e3
    );
    let mut verdict = Verdict::default();
    verdict.at_most("errors but RESOURCE_EXHAUSTED", full.other.len() as f64, 0.0);
    verdict.at_least("goodput over capacity", over(|rate| rate.of_clock), GOODPUT);
    verdict.at_most("p99 of accepted, ms", full.accepted.quantile_ms(0.99), SLOWER * calm_ms);
    for (name, times) in [("health", &mut health), ("info", &mut info)] {
        verdict.at_most(&format!("p50 of {name}, ms"), times.quantile_ms(0.5), HEALTH_MEDIAN_MS);
        verdict.at_most(&format!("p99 of {name}, ms"), times.quantile_ms(0.99), HEALTH_MS);
    }
    verdict.at_most("memory over memory when settled", served.memory() / settled, GROWTH);
    verdict.passed()
}

/// What is answered when so many callers each wait for their answer.
async fn capacity(
    server: &Served,
    channels: &[Channel],
    articles: &Arc<[String]>,
    duration: Duration,
) -> Rate {
    let meter = Meter::start(server);
    let started = meter.started;
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
    meter.rate(count)
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

/// Asks for health, and for what the server is, for so long, on a connection of its own.
fn probe(address: SocketAddr, duration: Duration) -> JoinHandle<(Times, Times)> {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("the system has a timer").block_on(async {
            let channel = connect(address);
            let mut server = ServerServiceClient::new(channel.clone());
            let mut health = HealthClient::new(channel);
            assert!(is_serving(&mut health).await, "the server serves");
            let started = Instant::now();
            let (mut healths, mut infos) = (Times::default(), Times::default());
            while started.elapsed() < duration {
                let asked = Instant::now();
                assert!(is_serving(&mut health).await, "the server serves");
                healths.push(asked.elapsed());
                let asked = Instant::now();
                let info = server.get_server_info(v1::GetServerInfoRequest {}).await;
                infos.push(asked.elapsed());
                info.expect("the server says what it is");
                tokio::time::sleep(PROBE_INTERVAL).await;
            }
            (healths, infos)
        })
    })
}
