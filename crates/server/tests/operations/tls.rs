use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tiyao_server::{Config, Limits, Monitor, Tls, TlsFiles};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
    },
};
use tonic::{
    Code,
    transport::{Channel, Endpoint},
};

use crate::support::{HEALTH, TestServer, call, serve, until};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for `localhost`, and its key.
fn identity(authority: &Authority) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    (params.signed_by(&key, authority).unwrap(), key)
}

fn files(folder: &Path, authority: &Authority, with_clients: bool) -> TlsFiles {
    let (certificate, key) = identity(authority);
    let files = TlsFiles {
        certificate: folder.join("server.pem"),
        key: folder.join("server.key"),
        client_authority: with_clients.then(|| folder.join("clients.pem")),
    };
    fs::write(&files.certificate, certificate.pem()).unwrap();
    fs::write(&files.key, key.serialize_pem()).unwrap();
    fs::write(folder.join("clients.pem"), authority.pem()).unwrap();
    files
}

/// Who trusts `authority`, and shows a certificate if there is one.
fn client(authority: &Authority, shown: Option<(rcgen::Certificate, KeyPair)>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(authority.der().to_vec())).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match shown {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
            builder.with_client_auth_cert(vec![certificate.der().clone()], key).unwrap()
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// A connection of this client's.
fn channel_of(server: &TestServer, client: &Arc<ClientConfig>) -> Channel {
    let (connector, config) = (server.connector.clone(), Arc::clone(client));
    let connect = tower::service_fn(move |_: http::Uri| {
        let (connector, config) = (connector.clone(), Arc::clone(&config));
        async move {
            let name = ServerName::try_from("localhost").unwrap();
            let connection = connector.connect().await?;
            TlsConnector::from(config).connect(name, connection).await.map(TokioIo::new)
        }
    });
    Endpoint::from_static("http://localhost").connect_with_connector_lazy(connect)
}

/// A connection that trusts `authority`, and shows a certificate if there is one.
fn channel(
    server: &TestServer,
    authority: &Authority,
    shown: Option<(rcgen::Certificate, KeyPair)>,
) -> Channel {
    channel_of(server, &Arc::new(client(authority, shown)))
}

#[tokio::test]
async fn calls_go_over_tls_and_not_past_it() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, stranger) = (self::authority(), self::authority());
    let monitor = Monitor::default();
    let tls = Tls::open(files(folder.path(), &authority, false)).unwrap();
    let server = serve(Config { tls: Some(tls), monitor: monitor.clone(), ..Config::default() });
    let trusting = channel(&server, &authority, None);
    assert_eq!(call(&trusting, HEALTH, &[], &[]).await.code(), Code::Ok);
    let doubting = channel(&server, &stranger, None);
    assert_eq!(call(&doubting, HEALTH, &[], &[]).await.code(), Code::Unavailable);
    assert_eq!(call(&server.channel(), HEALTH, &[], &[]).await.code(), Code::Unavailable);
    server.stop().await;
    let metrics = monitor.metrics();
    assert!(metrics.contains("\ntiyao_tls_handshake_failures_total 2\n"));
    let expiry = "\ntiyao_tls_certificate_expiry_timestamp_seconds{certificate=\"server\"} ";
    assert!(metrics.contains(expiry), "{metrics}");
    // Nobody signs certificates of clients here.
    assert!(!metrics.contains("certificate=\"client_authority\""));
}

#[tokio::test]
async fn a_client_shows_a_certificate_where_one_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, stranger) = (self::authority(), self::authority());
    let tls = Tls::open(files(folder.path(), &authority, true)).unwrap();
    let server = serve(Config { tls: Some(tls), ..Config::default() });
    let known = channel(&server, &authority, Some(identity(&authority)));
    assert_eq!(call(&known, HEALTH, &[], &[]).await.code(), Code::Ok);
    let strange = channel(&server, &authority, Some(identity(&stranger)));
    assert_eq!(call(&strange, HEALTH, &[], &[]).await.code(), Code::Unavailable);
    let nameless = channel(&server, &authority, None);
    assert_eq!(call(&nameless, HEALTH, &[], &[]).await.code(), Code::Unavailable);
    server.stop().await;
}

#[tokio::test]
async fn plain_http_goes_over_tls_in_its_first_version_too() {
    let (folder, authority) = (tempfile::tempdir().unwrap(), authority());
    let tls = Tls::open(files(folder.path(), &authority, false)).unwrap();
    let http = Some(tiyao_server::Http::default());
    let server = serve(Config { tls: Some(tls), http, ..Config::default() });
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(authority.der().to_vec())).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let connection = server.connector.connect().await.unwrap();
    let mut connection =
        TlsConnector::from(Arc::new(config)).connect(name, connection).await.unwrap();
    let request = b"GET /v1/server HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    connection.write_all(request).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.stop().await;
}

/// The clock is the test's, so that it need not wait until the files are looked at.
#[tokio::test(start_paused = true)]
async fn certificates_change_while_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (authority(), authority());
    let monitor = Monitor::default();
    let files_of = |authority| files(folder.path(), authority, false);
    let tls = Tls::open(files_of(&old)).unwrap();
    let server = serve(Config { tls: Some(tls), monitor: monitor.clone(), ..Config::default() });
    let reloads = |outcome: &str, count: u32| {
        let line = format!("\ntiyao_tls_reloads_total{{outcome=\"{outcome}\"}} {count}\n");
        monitor.metrics().contains(&line)
    };
    let standing = channel(&server, &old, None);
    assert_eq!(call(&standing, HEALTH, &[], &[]).await.code(), Code::Ok);

    let files = files_of(&new);
    until("the new ones are taken", || reloads("loaded", 1)).await;
    let fresh = channel(&server, &new, None);
    assert_eq!(call(&fresh, HEALTH, &[], &[]).await.code(), Code::Ok);
    assert_eq!(call(&standing, HEALTH, &[], &[]).await.code(), Code::Ok);
    let late = channel(&server, &old, None);
    assert_eq!(call(&late, HEALTH, &[], &[]).await.code(), Code::Unavailable);

    fs::write(&files.certificate, "no certificate").unwrap();
    until("unsound ones are refused", || reloads("refused", 1)).await;
    let fresh = channel(&server, &new, None);
    assert_eq!(call(&fresh, HEALTH, &[], &[]).await.code(), Code::Ok);
    server.stop().await;
}

/// The clock is the test's here too.
#[tokio::test(start_paused = true)]
async fn those_who_vouch_for_clients_change_while_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let (own, old, new) = (authority(), authority(), authority());
    let monitor = Monitor::default();
    let files = files(folder.path(), &own, true);
    let vouching = files.client_authority.clone().unwrap();
    fs::write(&vouching, old.pem()).unwrap();
    let tls = Tls::open(files).unwrap();
    let server = serve(Config { tls: Some(tls), monitor: monitor.clone(), ..Config::default() });
    let of = |authority| Arc::new(client(&own, Some(identity(authority))));
    let (of_old, of_new) = (of(&old), of(&new));
    let ask = async |client: &Arc<ClientConfig>| {
        call(&channel_of(&server, client), HEALTH, &[], &[]).await.code()
    };
    assert_eq!((ask(&of_old).await, ask(&of_new).await), (Code::Ok, Code::Unavailable));

    fs::write(&vouching, new.pem()).unwrap();
    let reloaded = "\ntiyao_tls_reloads_total{outcome=\"loaded\"} 1\n";
    until("the new one is taken", || monitor.metrics().contains(reloaded)).await;
    // The old client remembers a session in which it was known, and is not known by it any more.
    assert_eq!((ask(&of_old).await, ask(&of_new).await), (Code::Unavailable, Code::Ok));
    server.stop().await;
}

#[tokio::test]
async fn who_does_not_shake_hands_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::open(files(folder.path(), &authority(), false)).unwrap();
    let limits = Limits { handshake: Duration::from_millis(50), ..Limits::default() };
    let server = serve(Config { tls: Some(tls), limits, ..Config::default() });
    let begun = Instant::now();
    let mut silent = server.connector.connect().await.unwrap();
    assert_eq!(silent.read(&mut [0; 1]).await.unwrap(), 0);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    server.stop().await;
}

#[tokio::test]
async fn who_does_not_shake_hands_does_not_hold_up_the_drain() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::open(files(folder.path(), &authority(), false)).unwrap();
    let limits = Limits { handshake: Duration::from_hours(1), ..Limits::default() };
    let monitor = Monitor::default();
    let server =
        serve(Config { tls: Some(tls), limits, monitor: monitor.clone(), ..Config::default() });
    let _silent = server.connector.connect().await.unwrap();
    until("it is there", || monitor.metrics().contains("\ntiyao_connections 1\n")).await;
    let begun = Instant::now();
    server.stop().await;
    // The drain may take half a minute, and must not need it.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
