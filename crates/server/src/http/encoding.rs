//! Content codings: gzip and zstd, in both directions.

use std::convert::Infallible;

use ::http::{HeaderValue, Request, Response, header};
use tonic::body::Body;
use tower::{Layer as _, Service, ServiceExt as _};
use tower_http::{
    compression::CompressionLayer,
    decompression::{DecompressionBody, RequestDecompressionLayer},
};

use super::{fault::Fault, transcode::Transcoder};

/// Answers a request whose body may be compressed, and compresses the answer as the caller likes.
/// How large a body may grow is watched by whoever reads it.
pub(super) async fn coded<S>(
    transcoder: Transcoder<S>,
    mut request: Request<Body>,
) -> Response<Body>
where
    Transcoder<S>: Service<
            Request<DecompressionBody<Body>>,
            Response = Response<Body>,
            Error = Infallible,
            Future: Send,
        >,
{
    if let Some(coding) = request.headers().get(header::CONTENT_ENCODING) {
        let Some(known) = known(coding) else {
            return Fault::content_encoding(coding).into_response(&transcoder.api.contract);
        };
        request.headers_mut().insert(header::CONTENT_ENCODING, known);
    }
    let decoding = RequestDecompressionLayer::new().layer(transcoder);
    match CompressionLayer::new().layer(decoding).oneshot(request).await {
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
