use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use hyper_util::rt::TokioIo;
use tiyao_server::{Config, Monitor};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, transport::Endpoint};

use crate::support::{HEALTH, call, serve, until};

#[tokio::test]
async fn a_connection_of_age_is_made_anew_and_no_call_is_lost() {
    let monitor = Monitor::default();
    let server = serve(Config {
        connection_age: Some(Duration::from_millis(100)),
        monitor: monitor.clone(),
        ..Config::default()
    });
    let opened = Arc::new(AtomicUsize::new(0));
    let (connector, count) = (server.connector.clone(), Arc::clone(&opened));
    let connect = tower::service_fn(move |_: http::Uri| {
        count.fetch_add(1, Ordering::Relaxed);
        let connector = connector.clone();
        async move { connector.connect().await.map(TokioIo::new) }
    });
    let channel =
        Endpoint::from_static("http://in-process.invalid").connect_with_connector_lazy(connect);
    let begun = Instant::now();
    while opened.load(Ordering::Relaxed) < 3 {
        // A call that the goodbye crosses on its way was never begun: its caller may try again.
        let code = call(&channel, HEALTH, &[], &[]).await.code();
        assert!(matches!(code, Code::Ok | Code::Unavailable), "{code:?}");
        assert!(begun.elapsed() < Duration::from_mins(1), "connections never end");
    }
    server.stop().await;
    let metrics = monitor.metrics();
    let ended = metrics.lines().filter(|line| line.starts_with("tiyao_calls_total{"));
    let others: Vec<&str> = ended.filter(|line| !line.contains("code=\"OK\"")).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test]
async fn a_call_of_an_old_connection_has_its_grace_and_no_more() {
    let monitor = Monitor::default();
    let server = serve(Config {
        connection_age: Some(Duration::from_millis(50)),
        connection_age_grace: Duration::from_millis(300),
        monitor: monitor.clone(),
        ..Config::default()
    });
    let begun = Instant::now();
    // A stream of requests that never ends.
    let (_requests, receiver) = tokio::sync::mpsc::channel(1);
    let mut client =
        tiyao_api::v1::analysis_service_client::AnalysisServiceClient::new(server.channel());
    let mut answers =
        client.analyze_articles(ReceiverStream::new(receiver)).await.unwrap().into_inner();
    let broken = answers.message().await.unwrap_err();
    assert_ne!(broken.code(), Code::Ok);
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
    let closed = || monitor.metrics().contains("\ntiyao_connections 0\n");
    until("the connection is closed", closed).await;
    server.stop().await;
}

#[tokio::test]
async fn it_takes_calls_until_balancers_had_time_to_turn_elsewhere() {
    let monitor = Monitor::default();
    let server = serve(Config {
        drain_delay: Duration::from_secs(1),
        monitor: monitor.clone(),
        ..Config::default()
    });
    let channel = server.channel();
    until("it serves", || monitor.metrics().contains("\ntiyao_ready 1\n")).await;
    let connector = server.connector.clone();
    let serving = server.begin_stop();
    until("it is not ready", || monitor.metrics().contains("\ntiyao_ready 0\n")).await;
    assert_eq!(call(&channel, HEALTH, &[], &[]).await.code(), Code::Ok);
    assert!(!serving.is_finished());
    serving.await.unwrap().unwrap();
    let refused = connector.connect().await.map(drop).map_err(|error| error.kind());
    assert_eq!(refused, Err(io::ErrorKind::ConnectionRefused));
}
