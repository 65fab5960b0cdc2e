//! What the log tells, and what it never does. A program of its own: which events are wanted at all is
//! asked once for the whole process, and other tests would have answered before.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "http/support.rs"]
mod http_support;
#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "operations/support.rs"]
mod support;

use std::{
    io,
    path::Path,
    sync::{Arc, LazyLock, Mutex},
};

use http::Request;
use prost::Message as _;
use tiyao_api::v1;
use tiyao_server::{Config, Http, Token, Tokens};
use tonic::Code;
use tracing::Level;

use crate::support::{call, serve, until};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What all servers here say, on all threads, those that analyse too, at the level that is kept in
/// production.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log
});

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// The one token that a server knows, by a file in `folder`.
fn tokens(folder: &Path, token: &Token) -> Tokens {
    let path = folder.join("tokens.toml");
    let hash = token.hash();
    let entry = format!("[[token]]\nname = \"desk\"\nsha256 = \"{hash}\"\nrole = \"analyze\"\n");
    std::fs::write(&path, entry).unwrap();
    Tokens::open(path).unwrap()
}

/// Every call, with every form of fault.
#[tokio::test]
async fn neither_texts_nor_secrets_reach_the_log() {
    let log = &*LOG;
    let token = Token::of([9; 32]);
    let folder = tempfile::tempdir().unwrap();
    let server = serve(Config { tokens: Some(tokens(folder.path(), &token)), ..Config::default() });
    let channel = server.channel();

    let secret_text = "秘而不宣之文";
    let article = |text: &str, title: &str, id: &str| {
        let form = Some(v1::content::Form::Text(text.to_owned()));
        let content = Some(v1::Content { form, ..v1::Content::default() });
        let (id, title) = (id.to_owned(), title.to_owned());
        Some(v1::ArticleInput { id, title, content, ..v1::ArticleInput::default() })
    };
    let body = format!("{secret_text}。").repeat(20);
    let too_long = secret_text.repeat(10_000);
    let bearer = format!("Bearer {}", token.reveal());
    let wrong = format!("Bearer {}", Token::of([8; 32]).reveal());
    let mut codes = Vec::new();
    for (article, authorization) in [
        (article(&body, secret_text, secret_text), &bearer),
        (article(&body, &too_long, secret_text), &bearer),
        (article(&body, secret_text, &too_long), &bearer),
        (article("", "", ""), &bearer),
        (article(&body, secret_text, secret_text), &wrong),
    ] {
        let message = v1::AnalyzeArticleRequest { article, ..Default::default() }.encode_to_vec();
        let headers = [("authorization", authorization.as_str())];
        let path = "/tiyao.v1.AnalysisService/AnalyzeArticle";
        codes.push(call(&channel, path, &message, &headers).await.code());
    }
    let invalid = Code::InvalidArgument;
    assert_eq!(codes, [Code::Ok, invalid, invalid, Code::Ok, Code::Unauthenticated]);
    server.stop().await;

    let log = log.text();
    assert!(log.contains("call ended") && log.contains("caller=\"desk\""), "{log}");
    for secret in [secret_text, "秘而", token.reveal(), &token.hash().to_string()] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
}

#[tokio::test]
async fn a_call_over_plain_http_is_told_like_any_other() {
    let log = &*LOG;
    let (token, wrong) = (Token::of([7; 32]), Token::of([6; 32]));
    let folder = tempfile::tempdir().unwrap();
    let server = http_support::serve_with(Config {
        http: Some(Http::default()),
        tokens: Some(tokens(folder.path(), &token)),
        ..Config::default()
    });
    let secret = "讳莫如深之文";
    let json = |title: &str, text: &str| {
        let article = serde_json::json!({"id": text, "title": title, "content": {"text": text}});
        serde_json::json!({ "article": article }).to_string()
    };
    let sound = json(secret, &format!("{secret}。"));
    let long_id = json("", &secret.repeat(100));
    let broken = format!("{{\"article\": {{\"{secret}\": 1}}}}");
    let analyze = "tiyao.v1.AnalysisService/AnalyzeArticle";
    let superdesk = serde_json::json!({
        "item": {"guid": secret, "headline": secret, "body_html": format!("<p>{secret}。</p>")},
    });
    let (own, strange) = (&token, &wrong);
    for (id, path, method, body, token, code) in [
        ("log-1", "/v1/articles:analyze", analyze, sound.clone(), own, "OK"),
        ("log-2", "/v1/articles:analyze", analyze, long_id, own, "INVALID_ARGUMENT"),
        ("log-3", "/v1/articles:analyze", analyze, broken, own, "INVALID_ARGUMENT"),
        ("log-4", "/v1/articles:analyze", analyze, sound.clone(), strange, "UNAUTHENTICATED"),
        (
            "log-5",
            "/v1/articles:stream",
            "tiyao.v1.AnalysisService/AnalyzeArticles",
            sound + "\n{\"" + secret,
            own,
            "INVALID_ARGUMENT",
        ),
        ("log-6", "/desk/superdesk/ai", analyze, superdesk.to_string(), own, "OK"),
    ] {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", token.reveal()))
            .header("x-request-id", id)
            .body(http_body_util::Full::new(body.into()))
            .unwrap();
        let answer = server.send(request).await;
        assert_eq!(answer.header("x-request-id"), id, "{answer:?}");
        let of_call =
            |line: &&str| line.contains("call ended") && line.contains(&format!("id=\"{id}\""));
        until("the call is told", || log.text().lines().any(|line| of_call(&line))).await;
        let text = log.text();
        let told: Vec<&str> = text.lines().filter(of_call).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        for part in [format!("code=\"{code}\""), format!("method=\"/{method}\"")] {
            assert!(told[0].contains(&part), "{part} is not in {told:?}");
        }
        assert_eq!(told[0].contains("caller=\"desk\""), code != "UNAUTHENTICATED", "{told:?}");
    }
    let log = log.text();
    for hidden in [secret, "讳莫", token.reveal(), wrong.reveal(), &token.hash().to_string()] {
        assert!(!log.contains(hidden), "{hidden} is in\n{log}");
    }
}
