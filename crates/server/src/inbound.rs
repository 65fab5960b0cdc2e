//! A call's messages on their way in: they must arrive in time, and are decompressed under the
//! limits.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::Frame;
use tokio::time::Sleep;
use tonic::{Status, body::Body};

use crate::{
    arrivals::Arriving,
    failure::Failure,
    fields::FieldCounter,
    inflate::{Compression, Inflater, Sizes},
};

/// What stands before every message: whether it is compressed, and how long it is.
const PREFIX_BYTES: usize = 5;

/// The body of a request.
pub(crate) struct Inbound {
    // `None` once it has failed.
    inner: Option<Body>,
    messages: Messages,
    // Decompressed messages on their way to the handler.
    ready: VecDeque<Bytes>,
    // Whether the answer has begun: a stream may be silent then, between two messages.
    answered: Arc<AtomicBool>,
    limit: Duration,
    // What is held of a message that is not whole.
    arriving: Arriving,
    // Runs while something is due and does not come.
    clock: Option<Pin<Box<Sleep>>>,
}

/// Where a body stands in its messages.
struct Messages {
    compression: Option<Compression>,
    sizes: Sizes,
    fields: FieldCounter,
    state: State,
    // How many have arrived.
    whole: usize,
}

enum State {
    Prefix { bytes: [u8; PREFIX_BYTES], read: usize },
    Plain { length: usize, left: usize },
    Compressed { left: usize, inflater: Box<Inflater> },
}

impl State {
    const BETWEEN: Self = Self::Prefix { bytes: [0; PREFIX_BYTES], read: 0 };
}

impl Messages {
    fn are_between(&self) -> bool {
        matches!(self.state, State::Prefix { read: 0, .. })
    }

    /// Bytes of a message that is not whole.
    fn held(&self) -> usize {
        match &self.state {
            State::Prefix { .. } => 0,
            State::Plain { length, left } => length - left,
            State::Compressed { inflater, .. } => inflater.len(),
        }
    }

    /// Takes what has arrived, and puts into `ready` what the handler is to read.
    fn take(&mut self, mut data: Bytes, ready: &mut VecDeque<Bytes>) -> Result<(), Failure> {
        let rewrites = self.compression.is_some();
        if !rewrites {
            ready.push_back(data.clone());
        }
        while !data.is_empty() {
            let before = std::mem::replace(&mut self.state, State::BETWEEN);
            self.state = match before {
                State::Prefix { mut bytes, read } => {
                    let piece = data.split_to(data.len().min(PREFIX_BYTES - read));
                    for (place, byte) in bytes.iter_mut().skip(read).zip(&piece) {
                        *place = *byte;
                    }
                    let read = read + piece.len();
                    if read < PREFIX_BYTES {
                        State::Prefix { bytes, read }
                    } else {
                        self.begin(bytes, ready)?
                    }
                }
                State::Plain { length, left } => {
                    let piece = data.split_to(data.len().min(left));
                    let left = left - piece.len();
                    self.fields.push(&piece)?;
                    if rewrites {
                        ready.push_back(piece);
                    }
                    State::Plain { length, left }
                }
                State::Compressed { left, mut inflater } => {
                    let piece = data.split_to(data.len().min(left));
                    let left = left - piece.len();
                    inflater.push(&piece)?;
                    State::Compressed { left, inflater }
                }
            };
            self.end(ready)?;
        }
        Ok(())
    }

    /// A message begins.
    fn begin(
        &mut self,
        prefix: [u8; PREFIX_BYTES],
        ready: &mut VecDeque<Bytes>,
    ) -> Result<State, Failure> {
        let [flag, length @ ..] = prefix;
        self.fields.begin();
        let left = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        match self.compression {
            Some(compression) if flag == 1 => {
                let inflater = Box::new(Inflater::new(compression, left, self.sizes)?);
                Ok(State::Compressed { left, inflater })
            }
            Some(_) => {
                ready.push_back(Bytes::copy_from_slice(&prefix));
                Ok(State::Plain { length: left, left })
            }
            None => Ok(State::Plain { length: left, left }),
        }
    }

    /// Ends the message if it is whole.
    fn end(&mut self, ready: &mut VecDeque<Bytes>) -> Result<(), Failure> {
        match &self.state {
            State::Plain { left: 0, .. } => self.state = State::BETWEEN,
            State::Compressed { left: 0, .. } => {
                let ended = std::mem::replace(&mut self.state, State::BETWEEN);
                if let State::Compressed { inflater, .. } = ended {
                    let message = inflater.finish()?;
                    self.fields.push(&message)?;
                    let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
                    ready.push_back([&[0], length.as_slice()].concat().into());
                    ready.push_back(message.into());
                }
            }
            _ => return Ok(()),
        }
        self.whole += 1;
        Ok(())
    }
}

impl Inbound {
    /// A body whose messages may each take `limit` to arrive. `answered` is set when the answer
    /// begins.
    pub(crate) fn new(
        inner: Body,
        compression: Option<Compression>,
        sizes: Sizes,
        fields: FieldCounter,
        limit: Duration,
        answered: Arc<AtomicBool>,
        arriving: Arriving,
    ) -> Self {
        let messages = Messages { compression, sizes, fields, state: State::BETWEEN, whole: 0 };
        let (inner, ready) = (Some(inner), VecDeque::new());
        Self { inner, messages, ready, answered, limit, arriving, clock: None }
    }

    fn fail(&mut self, failure: Failure) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        self.inner = None;
        self.ready.clear();
        Poll::Ready(Some(Err(failure.into())))
    }

    /// Whether something is due: the rest of a message, or the first of a call.
    fn is_due(&self) -> bool {
        !self.messages.are_between() || !self.answered.load(Ordering::Relaxed)
    }
}

/// Whether the connection, or the call's part of it, ended before its body: that has a cause of its own, while
/// what is refused on the way here has none.
fn broke_off(status: &Status) -> bool {
    std::error::Error::source(status).is_some()
}

impl http_body::Body for Inbound {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        loop {
            if let Some(message) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(message))));
            }
            let Some(inner) = &mut this.inner else { return Poll::Ready(None) };
            let Poll::Ready(frame) = Pin::new(inner).poll_frame(context) else {
                if !this.is_due() {
                    this.clock = None;
                    return Poll::Pending;
                }
                let limit = this.limit;
                let clock = this.clock.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
                if clock.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                return this.fail(Failure::SlowSender { limit });
            };
            let data = match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => data,
                Some(Ok(Err(frame))) => return Poll::Ready(Some(Ok(frame))),
                Some(Err(status)) if broke_off(&status) => return this.fail(Failure::Cancelled),
                Some(Err(status)) => return Poll::Ready(Some(Err(status))),
                None => return Poll::Ready(None),
            };
            let whole = this.messages.whole;
            let taken = this.messages.take(data, &mut this.ready);
            match taken.and_then(|()| this.arriving.hold(this.messages.held())) {
                Ok(()) => {}
                Err(failure) => return this.fail(failure),
            }
            // Each message has its own time.
            if this.messages.whole != whole {
                this.clock = None;
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ready.is_empty() && self.inner.as_ref().is_none_or(Body::is_end_stream)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::VecDeque,
        convert::Infallible,
        future::poll_fn,
        pin::Pin,
        sync::{Arc, atomic::AtomicBool},
        task::{Context, Poll},
        time::Duration,
    };

    use bytes::Bytes;
    use http_body::{Body as _, Frame};
    use tonic::{Code, Status, body::Body};

    use super::Inbound;
    use crate::{
        arrivals::Arrivals,
        fields::FieldCounter,
        inflate::{Compression, Sizes},
        limits::Limits,
    };

    /// Gives the pieces, and then nothing more, nor an end.
    struct Pieces(VecDeque<Bytes>);

    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.0
                .pop_front()
                .map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Frame::data(piece)))))
        }
    }

    fn message(flag: u8, bytes: &[u8]) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        [&[flag], length.as_slice(), bytes].concat()
    }

    fn received(
        bytes: &[u8],
        pieces: usize,
        compression: Option<Compression>,
        answered: bool,
    ) -> Inbound {
        let pieces = bytes.chunks(pieces).map(Bytes::copy_from_slice).collect();
        let sizes = Sizes { message_bytes: 1 << 20, decompression_ratio: 100 };
        let fields = FieldCounter::new(Arc::default(), "/", usize::MAX);
        let answered = Arc::new(AtomicBool::new(answered));
        let limit = Duration::from_millis(10);
        let arriving = Arrivals::new(&Limits::default()).begin();
        Inbound::new(
            Body::new(Pieces(pieces)),
            compression,
            sizes,
            fields,
            limit,
            answered,
            arriving,
        )
    }

    /// All that it gives until it fails; `None`: it waits for more without a limit.
    async fn read(mut body: Inbound) -> (Vec<u8>, Option<Status>) {
        let mut all = Vec::new();
        loop {
            let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            match tokio::time::timeout(Duration::from_millis(200), frame).await {
                Ok(Some(Ok(frame))) => all.extend_from_slice(&frame.into_data().unwrap()),
                Ok(Some(Err(status))) => return (all, Some(status)),
                Ok(None) | Err(_) => return (all, None),
            }
        }
    }

    #[tokio::test]
    async fn plain_messages_pass_as_they_came() {
        let bytes = [message(0, b"first"), message(0, b""), message(0, b"third")].concat();
        for pieces in [1, 3, 4, 100] {
            let (all, failure) = read(received(&bytes, pieces, None, true)).await;
            assert_eq!(all, bytes);
            // Between two messages a stream may be silent.
            assert!(failure.is_none(), "{failure:?}");
        }
    }

    #[tokio::test]
    async fn compressed_messages_are_decompressed() {
        let first = zstd::encode_all(b"first".repeat(100).as_slice(), 3).unwrap();
        let bytes = [message(1, &first), message(0, b"second")].concat();
        let plain = [message(0, &b"first".repeat(100)), message(0, b"second")].concat();
        for pieces in [1, 3, 100] {
            let body = received(&bytes, pieces, Some(Compression::Zstd), true);
            let (all, failure) = read(body).await;
            assert_eq!(all, plain);
            assert!(failure.is_none(), "{failure:?}");
        }
    }

    #[tokio::test]
    async fn what_is_due_must_come_in_time() {
        let whole = message(0, b"whole");
        let cut = whole.get(..7).unwrap();
        for (bytes, answered) in [(cut, true), (cut, false), (&[], false), (&whole, false)] {
            let (_, failure) = read(received(bytes, 100, None, answered)).await;
            let failure = failure.unwrap();
            assert_eq!(failure.code(), Code::DeadlineExceeded);
            assert!(failure.message().contains("max_receive_seconds (0.01)"), "{failure:?}");
        }
    }
}
