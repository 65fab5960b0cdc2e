use std::time::{Duration, Instant};

use tiyao_server::{Config, Monitor};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tonic::Code;

use crate::support::{INFO, call, serve};

async fn admin(monitor: &Monitor) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(monitor.clone().serve(listener));
    address
}

/// The code and the whole answer.
async fn get(address: std::net::SocketAddr, request: &str) -> (u16, String) {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request = format!("{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

async fn until_ready(address: std::net::SocketAddr, code: u16) {
    let begun = Instant::now();
    while get(address, "GET /readyz").await.0 != code {
        assert!(begun.elapsed() < Duration::from_mins(1), "never {code}");
    }
}

#[tokio::test]
async fn it_lives_and_is_ready_only_while_it_serves() {
    let monitor = Monitor::default();
    let address = admin(&monitor).await;
    let (code, answer) = get(address, "GET /readyz").await;
    assert_eq!(code, 503);
    assert!(answer.ends_with("starting\n"), "{answer}");
    let server = serve(Config { monitor: monitor.clone(), ..Config::default() });
    until_ready(address, 200).await;
    assert_eq!(get(address, "GET /livez").await.0, 200);
    server.stop().await;
    let (code, answer) = get(address, "GET /readyz").await;
    assert_eq!(code, 503);
    assert!(answer.ends_with("draining\n"), "{answer}");
    assert_eq!(get(address, "GET /livez").await.0, 200);
    assert_eq!(get(address, "GET /other").await.0, 404);
    assert_eq!(get(address, "POST /metrics").await.0, 405);
}

#[tokio::test]
async fn calls_are_counted_under_labels_that_callers_cannot_make_up() {
    let monitor = Monitor::default();
    let address = admin(&monitor).await;
    let server = serve(Config { monitor: monitor.clone(), ..Config::default() });
    let channel = server.channel();
    let bad_request = call(&channel, "/tiyao.v1.AnalysisService/Summarize", &[], &[]).await;
    assert_eq!(bad_request.code(), Code::InvalidArgument);
    assert_eq!(call(&channel, INFO, &[], &[]).await.code(), Code::Ok);
    for path in ["/made.up/One", "/made.up/Two"] {
        assert_eq!(call(&channel, path, &[], &[]).await.code(), Code::Unimplemented);
    }
    server.stop().await;
    let (code, metrics) = get(address, "GET /metrics").await;
    assert_eq!(code, 200);
    for line in [
        "tiyao_calls_total{method=\"tiyao.v1.ServerService/GetServerInfo\",code=\"OK\"} 1\n",
        "tiyao_calls_total{method=\"unknown\",code=\"UNIMPLEMENTED\"} 2\n",
        "tiyao_failures_total{reason=\"INVALID_FIELD\"} 1\n",
        "tiyao_received_bytes_total{method=\"tiyao.v1.ServerService/GetServerInfo\"} 5\n",
        "tiyao_calls_in_flight 0\n",
        "tiyao_connections 0\n",
        "tiyao_connections_opened_total 1\n",
        "# EOF\n",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    assert!(!metrics.contains("made.up"));
}
