//! Streams: a JSON value a line, each on its way as soon as it is there.

use std::{convert::Infallible, pin::Pin, sync::Arc};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::stream::{self, Stream};
use http_body::{Body as HttpBody, Frame};
use http_body_util::{BodyExt as _, StreamBody};
use prost::Message as _;
use tokio::sync::oneshot;
use tonic::{Status, Streaming, body::Body};

use super::{
    fault::Fault,
    reading,
    routes::Route,
    transcode::{Api, off_the_loop},
};
use crate::failure::Failure;

/// Messages read from the lines of a body, and what went wrong if not all of them could be read:
/// then the messages end, those before are answered, and the fault is told behind them.
pub(super) fn messages<B>(
    api: &Api,
    route: Arc<Route>,
    body: B,
) -> (impl Stream<Item = Bytes> + Send + use<B>, oneshot::Receiver<Fault>)
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: std::error::Error,
{
    let (fault, told) = oneshot::channel();
    let lines = Lines {
        body: Box::pin(body),
        most_bytes: api.message_bytes,
        buffer: BytesMut::new(),
        number: 0,
        ended: false,
    };
    let messages = stream::unfold((lines, Some(fault)), move |(mut lines, mut fault)| {
        let route = Arc::clone(&route);
        async move {
            match next_message(route, &mut lines).await {
                Ok(message) => Some((message?, (lines, fault))),
                Err(error) => {
                    // Nobody to tell when the call has ended already.
                    drop(fault.take().map(|fault| fault.send(error)));
                    None
                }
            }
        }
    });
    (messages, told)
}

async fn next_message<B>(route: Arc<Route>, lines: &mut Lines<B>) -> Result<Option<Bytes>, Fault>
where
    B: HttpBody<Data = Bytes>,
    B::Error: std::error::Error,
{
    let Some(line) = lines.next().await? else { return Ok(None) };
    let number = lines.number;
    off_the_loop(line.len(), move || {
        let message = reading::json(&route.input, &line);
        let message = message.map_err(|misreading| misreading.in_line(number))?;
        Ok(Some(message.encode_to_vec().into()))
    })
    .await
}

/// The lines of a body; empty ones are passed over.
struct Lines<B> {
    body: Pin<Box<B>>,
    /// A line may have.
    most_bytes: usize,
    buffer: BytesMut,
    /// The line that was given last; the first is 1.
    number: u64,
    ended: bool,
}

impl<B> Lines<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: std::error::Error,
{
    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let most_bytes = self.most_bytes;
        // What was searched before holds no line end.
        let mut searched = 0;
        loop {
            let unsearched = self.buffer.get(searched..).unwrap_or_default();
            let line = match unsearched.iter().position(|byte| *byte == b'\n') {
                Some(found) => {
                    let line = self.buffer.split_to(searched + found);
                    self.buffer.advance(1);
                    line
                }
                None if self.buffer.len() > most_bytes => self.buffer.split(),
                None if self.ended && self.buffer.is_empty() => return Ok(None),
                None if self.ended => self.buffer.split(),
                None => {
                    searched = self.buffer.len();
                    self.fill().await?;
                    continue;
                }
            };
            if line.len() > most_bytes {
                return Err(Failure::MessageTooLarge { limit: most_bytes }.into());
            }
            searched = 0;
            self.number += 1;
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line.freeze()));
            }
        }
    }

    async fn fill(&mut self) -> Result<(), Fault> {
        match self.body.frame().await {
            Some(Ok(frame)) => {
                // Trailers say nothing here.
                if let Ok(data) = frame.into_data() {
                    self.buffer.extend_from_slice(&data);
                }
            }
            Some(Err(error)) => return Err(Fault::broken_body(&error)),
            None => self.ended = true,
        }
        Ok(())
    }
}

/// Answers on their way out, a line each. What goes wrong when the first line may be out already
/// stands in a last line of its own: `{"error": …}`.
pub(super) fn body(
    api: Arc<Api>,
    route: Arc<Route>,
    first: Option<Bytes>,
    answers: Streaming<Bytes>,
    misread: Option<oneshot::Receiver<Fault>>,
) -> Body {
    let out = Out { api, route, first, answers: Some(answers), misread };
    let frames = stream::unfold(out, |mut out| async move {
        let line = out.line().await?;
        Some((Ok::<_, Infallible>(Frame::data(line)), out))
    });
    Body::new(StreamBody::new(frames))
}

struct Out {
    api: Arc<Api>,
    route: Arc<Route>,
    /// An answer that was waited for, to see how the call began.
    first: Option<Bytes>,
    /// `None` when all has been said.
    answers: Option<Streaming<Bytes>>,
    misread: Option<oneshot::Receiver<Fault>>,
}

impl Out {
    async fn line(&mut self) -> Option<Bytes> {
        let answers = self.answers.as_mut()?;
        let answer = match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => answers.message().await,
        };
        match answer {
            Ok(Some(answer)) => match json(&self.route, answer).await {
                Ok(mut json) => {
                    json.push(b'\n');
                    Some(json.into())
                }
                Err(fault) => self.end(fault.status()),
            },
            Ok(None) => {
                let fault = self.misread.take().and_then(|mut told| told.try_recv().ok());
                self.answers = None;
                fault.and_then(|fault| self.end(fault.status()))
            }
            Err(status) => self.end(&status),
        }
    }

    /// The last line.
    #[allow(clippy::unnecessary_wraps, reason = "it is the line that `line` gives")]
    fn end(&mut self, status: &Status) -> Option<Bytes> {
        self.answers = None;
        let json = self.api.contract.json_of(status);
        let mut line = BytesMut::from(&br#"{"error":"#[..]);
        line.extend_from_slice(&json);
        line.extend_from_slice(b"}\n");
        Some(line.freeze())
    }
}

/// The JSON of an answer.
pub(super) async fn json(route: &Route, answer: Bytes) -> Result<Vec<u8>, Fault> {
    let write = route.answer;
    off_the_loop(answer.len(), move || {
        write(answer).map_err(|error| Status::internal(error).into())
    })
    .await
}
