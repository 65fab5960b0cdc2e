//! What the log tells, and what it never does. A program of its own: which events are wanted at all is
//! asked once for the whole process, and other tests would have answered before.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "operations/support.rs"]
mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

use prost::Message as _;
use tiyao_api::v1;
use tiyao_server::{Config, Token, Tokens};
use tonic::Code;
use tracing::Level;

use crate::support::{call, serve};

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

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Every call, with every form of fault, while the log is kept at the level that is kept in production.
#[tokio::test]
async fn neither_texts_nor_secrets_reach_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // For all threads, those that analyse too.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let token = Token::of([9; 32]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.toml");
    let hash = token.hash();
    let entry = format!("[[token]]\nname = \"desk\"\nsha256 = \"{hash}\"\nrole = \"analyze\"\n");
    std::fs::write(&path, entry).unwrap();
    let server = serve(Config { tokens: Some(Tokens::open(path).unwrap()), ..Config::default() });
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
    for secret in [secret_text, "秘而", token.reveal(), &hash.to_string()] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
}
