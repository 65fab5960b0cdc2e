//! A typed client of the Tiyao service, thin enough for any service to depend on: the contract,
//! gRPC and nothing of the language engine.
//!
//! ```no_run
//! use tiyao_client::{Client, Options, v1};
//!
//! # async fn example() -> Result<(), tiyao_client::Error> {
//! let client = Client::connect("http://127.0.0.1:50151", Options::default())?;
//! let content = v1::Content {
//!     form: Some(v1::content::Form::Text("今年夏粮收购进展顺利。".to_owned())),
//!     ..v1::Content::default()
//! };
//! let article = v1::ArticleInput { content: Some(content), ..v1::ArticleInput::default() };
//! let request = v1::AnalyzeArticleRequest { article: Some(article), ..Default::default() };
//! for keyword in client.analyze_article(request).await?.analysis.unwrap_or_default().keywords {
//!     println!("{} {:.2}", keyword.text, keyword.salience);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A tour: [`Client`] has one method for each RPC; [`Options`] holds the deadline of a call;
//! [`Responses`] is what a streaming call gives; every call fails with an [`Error`], whose
//! [`ErrorKind`] says what to do about it. The messages are those of the contract, in [`v1`].
//!
//! This crate never retries by itself, holds no text and reads no configuration.

mod client;
mod deadline;
mod error;
mod responses;

pub use client::{Client, Options};
pub use error::{Error, ErrorKind, FieldViolation};
pub use responses::Responses;
pub use tiyao_api::v1;
