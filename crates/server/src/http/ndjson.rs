//! Streams: a JSON value a line, each on its way as soon as it is there.

use std::{convert::Infallible, pin::Pin, sync::Arc, time::Duration};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::stream::{self, Stream, StreamExt as _};
use http_body::{Body as HttpBody, Frame};
use http_body_util::{BodyExt as _, StreamBody};
use prost::Message as _;
use tokio::time::Instant;
use tonic::{Status, Streaming, body::Body, codegen::StdError};

use super::{
    fault::broken_body,
    reading,
    routes::Route,
    transcode::{Api, off_the_loop},
};
use crate::{arrivals::Arriving, failure::Failure};

/// Messages read from the lines of a body. A line that cannot be read ends them with what is wrong.
pub(super) fn messages<B>(
    api: &Api,
    route: Arc<Route>,
    body: B,
) -> impl Stream<Item = Result<Bytes, Status>> + Send + use<B>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    let lines = Lines {
        body: Box::pin(body),
        most_bytes: api.message_bytes,
        receive: api.receive,
        buffer: BytesMut::new(),
        arriving: api.arrivals.begin(),
        due: None,
        number: 0,
        ended: false,
    };
    let most_fields = api.message_fields;
    stream::try_unfold(lines, move |mut lines| {
        let route = Arc::clone(&route);
        async move {
            let Some(line) = lines.next().await? else { return Ok(None) };
            let number = lines.number;
            let message = off_the_loop(line.len(), move || {
                reading::check_count(&line, most_fields)?;
                let message = reading::json(&route.input, &line);
                let message = message.map_err(|misreading| misreading.in_line(number))?;
                Ok(message.encode_to_vec().into())
            });
            Ok(Some((message.await?, lines)))
        }
    })
}

/// The lines of a body; empty ones are passed over.
struct Lines<B> {
    body: Pin<Box<B>>,
    /// A line may have.
    most_bytes: usize,
    /// And may take so long once it has begun.
    receive: Duration,
    buffer: BytesMut,
    arriving: Arriving,
    /// When the line that has begun must be there.
    due: Option<Instant>,
    /// The line that was given last; the first is 1.
    number: u64,
    ended: bool,
}

impl<B> Lines<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<StdError>,
{
    async fn next(&mut self) -> Result<Option<Bytes>, Status> {
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
            self.due = None;
            self.arriving.hold(self.buffer.len())?;
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line.freeze()));
            }
        }
    }

    async fn fill(&mut self) -> Result<(), Status> {
        let limit = self.receive;
        let frame = if self.buffer.is_empty() {
            // Between two lines a stream may be silent.
            self.body.frame().await
        } else {
            let due = *self.due.get_or_insert_with(|| Instant::now() + limit);
            let frame = tokio::time::timeout_at(due, self.body.frame()).await;
            frame.map_err(|_elapsed| Failure::SlowSender { limit })?
        };
        match frame {
            Some(Ok(frame)) => {
                // Trailers say nothing here.
                if let Ok(data) = frame.into_data() {
                    self.buffer.extend_from_slice(&data);
                    self.arriving.hold(self.buffer.len())?;
                }
            }
            Some(Err(error)) => return Err(broken_body(error.into())),
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
) -> Body {
    let out = Out { api, route, first, answers: Some(answers) };
    let frames = stream::unfold(out, |mut out| async move {
        let line = out.line().await?;
        Some((Ok::<_, Infallible>(Frame::data(line)), out))
    });
    // Who compresses asks once more after the end.
    Body::new(StreamBody::new(frames.fuse()))
}

struct Out {
    api: Arc<Api>,
    route: Arc<Route>,
    /// An answer that was waited for, to see how the call began.
    first: Option<Bytes>,
    /// `None` when all has been said.
    answers: Option<Streaming<Bytes>>,
}

impl Out {
    async fn line(&mut self) -> Option<Bytes> {
        let answers = self.answers.as_mut()?;
        let answer = match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => answers.message().await,
        };
        let json = match answer {
            Ok(Some(answer)) => json(&self.route, answer).await,
            Ok(None) => {
                self.answers = None;
                return None;
            }
            Err(status) => Err(status),
        };
        let json = json.unwrap_or_else(|status| {
            self.answers = None;
            [br#"{"error":"#, &self.api.contract.json_of(&status)[..], b"}"].concat()
        });
        Some([&json[..], b"\n"].concat().into())
    }
}

/// The JSON of an answer.
pub(super) async fn json(route: &Route, answer: Bytes) -> Result<Vec<u8>, Status> {
    let write = route.answer;
    off_the_loop(answer.len(), move || write(answer).map_err(Status::internal)).await
}
