//! Callers that do not behave. What they send must be refused, or left alone; whatever it is, it must
//! not harm the others.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use hyper_util::rt::TokioIo;
use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient, issue_service_client::IssueServiceClient,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tonic::{
    Code,
    codegen::http::uri::PathAndQuery,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_prost::ProstCodec;

use super::field::Field;
use crate::{
    served::connect,
    texts::{ISSUE, analyze, content, input},
};

/// Between two disturbances of one caller.
const REST: Duration = Duration::from_millis(20);
/// How long a caller stalls.
const STALL: Duration = Duration::from_millis(700);
/// Bytes that a connection may be ahead of its carrier.
const PIPE_BYTES: usize = 64 << 10;
/// More than a message may have.
const OVERSIZE: usize = 65 << 20;
/// More than a message may have fields.
const EMPTY_ARTICLES: usize = 1 << 18;
/// Of the right form, and nobody's.
const WRONG_BEARER: &str =
    "Bearer tiyao_0000000000000000000000000000000000000000000000000000000000000000";
/// How callers of HTTP/2 begin, and what they say next: empty settings.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HALF_PREFACE: &[u8] = b"PRI * HTT";
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];

/// What is counted when it is answered as it should be.
const OVERSIZE_MESSAGE: &str = "an oversize message";
const NO_TEXT: &str = "bytes that are no text";
const GARBLED: &str = "a garbled message";
const COUNTLESS: &str = "a message of countless fields";
const WRONG_TOKEN: &str = "a wrong token";
const HEALTH: &str = "health without a token";
pub(super) const EXPECTED: [&str; 6] =
    [OVERSIZE_MESSAGE, COUNTLESS, NO_TEXT, GARBLED, WRONG_TOKEN, HEALTH];

async fn disturbed(field: &Field, rest: Duration) {
    field.disturbances.fetch_add(1, Ordering::Relaxed);
    tokio::time::sleep(rest).await;
}

/// Sends calls, and goes away before they are answered.
pub(super) async fn vanish(field: Arc<Field>) {
    let large: String = field.articles.concat();
    let mut patience = Duration::from_micros(100);
    while !field.is_over() {
        let mut client =
            AnalysisServiceClient::new(connect(field.address)).max_encoding_message_size(64 << 20);
        let call = client.analyze_article(field.request(analyze(&large)));
        drop(tokio::time::timeout(patience, call).await);
        // Sometimes before it has arrived, sometimes while it is read, sometimes while it waits.
        patience = if patience > Duration::from_millis(60) { REST / 100 } else { patience * 2 };
        disturbed(&field, REST).await;
    }
}

/// Opens streams and issues, and reads nothing for a while.
pub(super) async fn stall(field: Arc<Field>) {
    while !field.is_over() {
        let (channel, cut) = cuttable(field.address);
        let mut issues = IssueServiceClient::new(channel.clone());
        let text = ISSUE.repeat(4);
        let request =
            v1::AnalyzeIssueRequest { content: Some(content(&text)), ..Default::default() };
        let events = issues.analyze_issue(field.request(request)).await;
        let mut articles = AnalysisServiceClient::new(channel);
        let endless = field.articles.clone().into_iter().cycle();
        let requests = endless.map(|article| v1::AnalyzeArticlesRequest {
            article: Some(input(&article)),
            ..Default::default()
        });
        let answers = articles.analyze_articles(field.request(tokio_stream::iter(requests))).await;
        disturbed(&field, STALL).await;
        drop((events, answers));
        // A request without end holds its connection open, also when nobody reads its answer.
        cut.abort();
    }
}

/// Sends what is no HTTP/2, or no longer.
pub(super) async fn garbage(field: Arc<Field>) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    while !field.is_over() {
        let mut bytes = Vec::new();
        if state & 1 == 0 {
            bytes.extend_from_slice(PREFACE);
            bytes.extend_from_slice(SETTINGS);
        }
        // Any bytes will do, but other ones each time (xorshift).
        for _ in 0..512 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend_from_slice(&state.to_le_bytes());
        }
        drop(send(&field, &bytes).await);
        disturbed(&field, REST).await;
    }
}

/// Sends a message that is larger than any may be.
pub(super) async fn oversize(field: Arc<Field>) {
    let large = "粮".repeat(OVERSIZE / 3);
    while !field.is_over() {
        let mut client =
            AnalysisServiceClient::new(connect(field.address)).max_encoding_message_size(1 << 30);
        let answer = client.analyze_article(field.request(analyze(&large))).await.map(drop);
        field.expect(OVERSIZE_MESSAGE, answer, Code::ResourceExhausted);
        disturbed(&field, STALL).await;
    }
}

/// Sends batches of articles with nothing in them, two bytes each.
pub(super) async fn countless(field: Arc<Field>) {
    while !field.is_over() {
        let mut client = AnalysisServiceClient::new(connect(field.address));
        let articles = vec![v1::ArticleInput::default(); EMPTY_ARTICLES];
        let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
        let answer = client.batch_analyze_articles(field.request(request)).await.map(drop);
        field.expect(COUNTLESS, answer, Code::ResourceExhausted);
        disturbed(&field, STALL).await;
    }
}

/// A request whose article is no article; the tag is that of an article.
#[derive(Clone, PartialEq, prost::Message)]
struct Garbled {
    #[prost(bytes = "vec", tag = "1")]
    article: Vec<u8>,
}

/// Sends bytes that are no text, and messages that are no UTF-8, or no message.
pub(super) async fn bad_text(field: Arc<Field>) {
    // An id of two bytes that are no UTF-8; half a field; a field of an unknown kind.
    let garbled: [&[u8]; 3] = [&[10, 2, 0xC3, 0x28], &[10, 200], &[0x0F, 0x0F, 0x0F]];
    for garbled in garbled.iter().cycle() {
        if field.is_over() {
            return;
        }
        let channel = connect(field.address);
        let mut client = AnalysisServiceClient::new(channel.clone());
        let binary: Vec<u8> = (0..=255_u8).cycle().take(4096).collect();
        let form = Some(v1::content::Form::Data(binary));
        let content = Some(v1::Content { form, ..Default::default() });
        let article = Some(v1::ArticleInput { content, ..Default::default() });
        let request = v1::AnalyzeArticleRequest { article, ..Default::default() };
        let answer = client.analyze_article(field.request(request)).await.map(drop);
        field.expect(NO_TEXT, answer, Code::InvalidArgument);
        let mut raw = tonic::client::Grpc::new(channel);
        if raw.ready().await.is_ok() {
            let path = PathAndQuery::from_static("/tiyao.v1.AnalysisService/AnalyzeArticle");
            let codec: ProstCodec<Garbled, v1::AnalyzeArticleResponse> = ProstCodec::default();
            let request = field.request(Garbled { article: garbled.to_vec() });
            let answer = raw.unary(request, path, codec).await.map(drop);
            field.expect(GARBLED, answer, Code::InvalidArgument);
        }
        disturbed(&field, REST).await;
    }
}

/// Shows tokens that are none, and asks for health, which needs none.
pub(super) async fn wrong_token(field: Arc<Field>) {
    let wrong = ["", "Bearer", "Bearer ", "Basic c29haw==", WRONG_BEARER];
    let turns = wrong.iter().zip(&field.articles).cycle();
    for (authorization, article) in turns {
        if field.is_over() {
            return;
        }
        let channel = connect(field.address);
        let mut client = AnalysisServiceClient::new(channel.clone());
        let request = field.request_with(analyze(article), authorization);
        let answer = client.analyze_article(request).await.map(drop);
        field.expect(WRONG_TOKEN, answer, Code::Unauthenticated);
        let mut health = HealthClient::new(channel);
        let answer = health.check(HealthCheckRequest::default()).await.map(drop);
        field.expect(HEALTH, answer, Code::Ok);
        disturbed(&field, REST).await;
    }
}

/// Opens connections, says little or nothing, and leaves them open for a while.
pub(super) async fn half_open(field: Arc<Field>) {
    while !field.is_over() {
        let mut open = Vec::new();
        for sent in
            [b"".as_slice(), HALF_PREFACE, PREFACE, &[PREFACE, SETTINGS, &[0, 0, 9]].concat()]
        {
            let Ok(mut connection) = TcpStream::connect(field.address).await else { continue };
            drop(connection.write_all(sent).await);
            open.push(connection);
        }
        disturbed(&field, STALL).await;
    }
}

/// A connection that breaks when the task that carries its bytes is ended.
fn cuttable(address: SocketAddr) -> (Channel, JoinHandle<()>) {
    let (ours, mut theirs) = tokio::io::duplex(PIPE_BYTES);
    let carrier = tokio::spawn(async move {
        if let Ok(mut connection) = TcpStream::connect(address).await {
            drop(tokio::io::copy_bidirectional(&mut theirs, &mut connection).await);
        }
    });
    let ours = Arc::new(Mutex::new(Some(ours)));
    let connect = tower::service_fn(move |_: tonic::transport::Uri| {
        let pipe = ours.lock().unwrap_or_else(PoisonError::into_inner).take();
        std::future::ready(pipe.map(TokioIo::new).ok_or_else(refused))
    });
    let endpoint = Endpoint::from_static("http://stalls.invalid");
    (endpoint.connect_with_connector_lazy(connect), carrier)
}

fn refused() -> io::Error {
    io::ErrorKind::ConnectionRefused.into()
}

/// Sends bytes over a connection of their own, and reads what comes back for a moment.
async fn send(field: &Field, bytes: &[u8]) -> io::Result<()> {
    let mut connection = TcpStream::connect(field.address).await?;
    connection.write_all(bytes).await?;
    let mut answer = vec![0; 4096];
    drop(tokio::time::timeout(REST, connection.read(&mut answer)).await);
    Ok(())
}
