//! A typed client of the Tiyao service, thin enough for any service to depend on: the contract,
//! gRPC and nothing of the language engine.
//!
//! ```
//! use tiyao_client::{Client, Options, v1};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let (listener, connector) = tiyao_server::in_process();
//! # tokio::spawn(tiyao_server::run(listener, tiyao_server::Config::default(), std::future::pending()));
//! # let connect = move || { let connector = connector.clone(); async move { connector.connect().await } };
//! let client = Client::connect("http://127.0.0.1:50151", Options::default())?;
//! # let client = Client::over(connect, Options::default());
//! let content = v1::Content {
//!     form: Some(v1::content::Form::Text("今年夏粮收购进展顺利，各地粮库备好仓容。".to_owned())),
//!     ..v1::Content::default()
//! };
//! let article = v1::ArticleInput { content: Some(content), ..Default::default() };
//! let request = v1::AnalyzeArticleRequest { article: Some(article), ..Default::default() };
//! let analysis = client.analyze_article(request).await?.analysis.unwrap_or_default();
//! for keyword in &analysis.keywords {
//!     println!("{} {:.2}", keyword.text, keyword.salience);
//! }
//! # assert!(!analysis.keywords.is_empty());
//! # Ok::<_, tiyao_client::Error>(())
//! # }).unwrap();
//! ```
//!
//! Several servers, known by their certificates, and a token for them:
//!
//! ```
//! # #[cfg(feature = "tls")] {
//! use std::time::Duration;
//! use tiyao_client::{Client, Options, Tls, Token};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let folder = tempfile::tempdir().unwrap();
//! # let (authority, token) = (folder.path().join("authority.pem"), folder.path().join("token"));
//! # std::fs::write(&authority, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n").unwrap();
//! # std::fs::write(&token, "secret").unwrap();
//! let client = Client::builder()
//!     .endpoints(["https://tiyao-1.example:443", "https://tiyao-2.example:443"])
//!     .tls(Tls::default().authority_file(authority)?)
//!     .token(Token::file(token)?)
//!     .user_agent("desk/1.2")
//!     .options(Options { timeout: Duration::from_secs(10), ..Options::default() })
//!     .build()?;
//! # drop(client);
//! # Ok::<_, tiyao_client::Error>(())
//! # }).unwrap();
//! # }
//! ```
//!
//! A tour: [`Client`] has one method for each RPC, and [`ClientBuilder`] sets it up; [`Options`] holds
//! deadlines and what is done when a call fails; [`Responses`] is what a streaming call gives; every
//! call fails with an [`Error`], whose [`ErrorKind`] says what to do about it. The messages are those of
//! the contract, in [`v1`].
//!
//! A call's way: it gets a deadline and an id (`call`), and makes attempts until one succeeds, under
//! the `budget`, with a `backoff` between them, or two at once (`hedge`). Each asks the `pool` for a
//! place: it `pick`s a `host` by its `standing`, which `health` and the calls before tell. `resolve`
//! looks names up, `transport` connects. Streams (`article_stream`, `issue_events`) go on elsewhere when
//! a host goes away half way. Every call only reads, so that each may be made again; the one that writes,
//! `FeedbackService`, is not called from here.
//!
//! With the feature `tls` it speaks TLS; with `blocking` there is a client for programs that wait.
//!
//! This crate holds no text, reads no configuration, and no file but those that it is told of.

mod address;
mod article_stream;
mod backoff;
#[cfg(feature = "blocking")]
pub mod blocking;
mod budget;
mod builder;
mod call;
mod client;
mod deadline;
mod error;
mod health;
mod hedge;
mod host;
mod issue_events;
mod options;
mod pick;
mod pool;
mod resolve;
mod responses;
mod standing;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod trace;
mod transport;

pub use builder::ClientBuilder;
pub use client::Client;
pub use error::{Error, ErrorKind, FieldViolation};
pub use options::{Options, Retry, RetryBudget};
pub use responses::Responses;
pub use tiyao_api::v1;
/// What an issue's analysis tells: its header, then each article, last the totals.
pub use tiyao_api::v1::analyze_issue_response::Event as IssueEvent;
#[cfg(feature = "tls")]
pub use tls::Tls;
pub use token::Token;

/// What the guide shows compiles.
#[cfg(all(doctest, feature = "tls"))]
#[doc = include_str!("../../../docs/client.md")]
mod guide {}
