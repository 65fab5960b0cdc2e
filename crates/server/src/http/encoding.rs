//! Content codings: gzip and zstd, in both directions.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use ::http::{HeaderValue, Request, Response, header};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tonic::{Status, body::Body, codegen::StdError};
use tower::{Layer as _, Service, ServiceExt as _};
use tower_http::{
    compression::CompressionLayer,
    decompression::{DecompressionBody, RequestDecompressionLayer},
};

use super::{fault::Fault, transcode::Transcoder};
use crate::{failure::Failure, inflate::HARMLESS_BYTES};

/// Answers a request whose body may be compressed, and compresses the answer as the caller likes.
/// How large a body may grow is watched by whoever reads it; how much larger than it came, here.
pub(super) async fn coded<S>(
    transcoder: Transcoder<S>,
    mut request: Request<Body>,
) -> Response<Body>
where
    Transcoder<S>: Service<Request<Unpacked>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Send
        + 'static,
{
    if let Some(coding) = request.headers().get(header::CONTENT_ENCODING) {
        let Some(known) = known(coding) else {
            return Fault::content_encoding(coding).into_response(&transcoder.api.contract);
        };
        request.headers_mut().insert(header::CONTENT_ENCODING, known);
    }
    let arrived = Arc::new(AtomicUsize::new(0));
    let limit = transcoder.api.decompression_ratio;
    let packed = request.map({
        let arrived = Arc::clone(&arrived);
        move |inner| Packed { inner, arrived }
    });
    let unpacking = transcoder.map_request(move |request: Request<DecompressionBody<Packed>>| {
        let arrived = Arc::clone(&arrived);
        request.map(|inner| Unpacked { inner: Box::pin(inner), bytes: 0, arrived, limit })
    });
    let decoding = RequestDecompressionLayer::new().layer(unpacking);
    match CompressionLayer::new().layer(decoding).oneshot(packed).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

fn known(coding: &HeaderValue) -> Option<HeaderValue> {
    let coding = coding.to_str().ok()?.trim().to_ascii_lowercase();
    match coding.as_str() {
        "gzip" | "x-gzip" => Some(HeaderValue::from_static("gzip")),
        "zstd" => Some(HeaderValue::from_static("zstd")),
        "identity" | "" => Some(HeaderValue::from_static("identity")),
        _ => None,
    }
}

/// A body as it came, counted.
pub(super) struct Packed {
    inner: Body,
    arrived: Arc<AtomicUsize>,
}

impl HttpBody for Packed {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        self.arrived.fetch_add(data_bytes(frame.as_ref()), Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A body as it is read. Fails when it becomes too much larger than it came.
pub(super) struct Unpacked {
    inner: Pin<Box<DecompressionBody<Packed>>>,
    bytes: usize,
    arrived: Arc<AtomicUsize>,
    limit: usize,
}

impl HttpBody for Unpacked {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        let frame = ready!(self.inner.as_mut().poll_frame(context));
        self.bytes = self.bytes.saturating_add(data_bytes(frame.as_ref()));
        let most = self.arrived.load(Ordering::Relaxed).saturating_mul(self.limit);
        if self.bytes > most.max(HARMLESS_BYTES) {
            let failure = Failure::MessageInflated { limit: self.limit };
            return Poll::Ready(Some(Err(Status::from(failure).into())));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn data_bytes<E>(frame: Option<&Result<Frame<Bytes>, E>>) -> usize {
    let data = frame.and_then(|frame| frame.as_ref().ok()?.data_ref());
    data.map_or(0, Bytes::len)
}
