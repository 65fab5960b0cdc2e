//! Connections on which nothing whole arrives. The clock is the test's: what is waited for is exact, and
//! takes no time.

use std::time::Duration;

use tiyao_server::{Config, Http, Limits};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    time::Instant,
};

use crate::support::serve_with;

/// How long a connection may take to ask for something.
const LIMIT: Duration = Duration::from_secs(20);

/// Checks that a connection that says `said`, and then perhaps a byte a second, is over after [`LIMIT`].
async fn check(said: &str, drip: Option<u8>) {
    let limits = Limits { handshake: LIMIT, ..Limits::default() };
    let server = serve_with(Config { limits, http: Some(Http::default()), ..Config::default() });
    let connection = server.connector.connect().await.unwrap();
    let (mut reader, mut writer) = tokio::io::split(connection);
    let begun = Instant::now();
    writer.write_all(said.as_bytes()).await.unwrap();
    let dripping = tokio::spawn(async move {
        let Some(drip) = drip else { return std::future::pending().await };
        // Fails when the connection is over.
        while writer.write_all(&[drip]).await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let mut answer = Vec::new();
    let over = tokio::time::timeout(LIMIT * 10, reader.read_to_end(&mut answer)).await;
    assert!(over.is_ok(), "{said:?} is waited for without end");
    let took = begun.elapsed();
    let late = Duration::from_secs(2);
    assert!(took >= LIMIT && took < LIMIT + late, "{said:?} with {drip:?}: {took:?}");
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains(" 200 "), "{said:?}: {answer}");
    dripping.abort();
}

#[tokio::test(start_paused = true)]
async fn who_does_not_say_what_he_wants_is_cut_off() {
    check("", None).await;
    check("G", None).await;
    check("", Some(b'G')).await;
}

#[tokio::test(start_paused = true)]
async fn a_header_that_never_ends_is_not_waited_for() {
    let header = "POST /v1/articles:analyze HTTP/1.1\r\nhost: tiyao.test\r\n";
    check(header, None).await;
    check(&format!("{header}x-long: "), Some(b'a')).await;
}

#[tokio::test(start_paused = true)]
async fn a_preface_of_http2_that_never_ends_is_not_waited_for() {
    for part in ["PRI", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r"] {
        check(part, None).await;
    }
}
