//! The Tiyao service: the contract of `tiyao-api` answered over gRPC, over a port or within a
//! process.
//!
//! ```
//! use tiyao_client::{Client, Options};
//! use tiyao_server::Config;
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let (listener, connector) = tiyao_server::in_process();
//! let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
//! let server = tokio::spawn(tiyao_server::run(listener, Config::default(), async {
//!     stopped.await.ok();
//! }));
//!
//! let connect = move || {
//!     let connector = connector.clone();
//!     async move { connector.connect().await }
//! };
//! let client = Client::over(connect, Options::default());
//! let info = client.server_info().await.unwrap();
//! assert_eq!(info.server_version, env!("CARGO_PKG_VERSION"));
//!
//! stop.send(()).unwrap();
//! server.await.unwrap().unwrap();
//! drop(client);
//! # });
//! ```
//!
//! A tour: `accept` serves each connection; JSON and gRPC-Web become gRPC in `http`; a call passes
//! `layer` (deadline, log, timings), then the `guard`, then its service (`analysis_service`,
//! `issue_service`, `feedback`, `server_service`), which checks the message (`request`), runs the `engine` on the
//! `pool`, and writes the answer (`response`). Every error is a `failure`, which knows its gRPC
//! code. The `corpora` that the engine weighs with may change while it serves; a call keeps those it
//! began with.
//!
//! Beside them stand the `guard` (tokens, roles, quotas), `tls`, and the `monitor`, which answers what
//! those who run the server ask.
//!
//! This crate opens no port (its caller hands it a listener), writes no file but that of feedback, reads
//! no file but the corpora, certificates and tokens that it is told of, reads no environment and installs
//! no subscriber for its log.

mod accept;
mod admission;
mod analysis_service;
mod arrivals;
mod call;
mod corpora;
mod deadline;
mod engine;
mod failure;
mod feedback;
mod fields;
mod gate;
mod guard;
mod health;
mod http;
mod inbound;
mod inflate;
mod issue_service;
mod items;
mod layer;
mod limits;
mod listener;
mod method;
mod monitor;
mod peer;
mod pool;
mod queue;
mod readers;
mod request;
mod response;
mod run;
mod server_service;
mod share;
mod shared;
mod source;
mod tally;
#[cfg(feature = "tls")]
mod tls;
mod trace;

pub use corpora::{CorpusError, OwnCorpus};
pub use feedback::FeedbackFile;
pub use guard::{Role, Token, TokenFaults, TokenHash, Tokens, TokensError};
pub use http::{Http, Origins, OriginsError};
pub use limits::Limits;
pub use listener::{InProcessConnector, InProcessListener, in_process, tcp};
pub use monitor::Monitor;
pub use run::{Config, Error, run};
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsError, TlsFiles};
