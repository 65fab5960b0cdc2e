//! A request over HTTP as a gRPC call, and its answer back.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use ::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header, request::Parts,
};
use bytes::Bytes;
use http_body::Body as HttpBody;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use prost::Message as _;
use tonic::{
    Status, Streaming, body::Body, client::Grpc, codegen::StdError, metadata::MetadataMap,
};
use tower::Service;

use super::{
    codec::Encoded,
    contract::Contract,
    encoding,
    fault::{Fault, pass_on},
    media::Media,
    ndjson, reading,
    routes::{Route, Shape, set_content},
};
use crate::{
    failure::Failure,
    layer::{TIMER_LEAD, timeout_of},
};

/// Where the routes are told.
const OPENAPI: &str = "/openapi.json";
/// Larger texts are read and written beside the loop that serves the connections, where they would
/// hold the others up.
const LARGE_BYTES: usize = 256 << 10;
/// Headers of the connection and of the body that was sent, which the call has its own of.
const NOT_PASSED_ON: [HeaderName; 14] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::EXPECT,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("grpc-accept-encoding"),
    HeaderName::from_static("grpc-encoding"),
];

/// What all requests share.
pub(super) struct Api {
    pub(super) contract: Contract,
    /// The `OpenAPI` document, if it is told.
    pub(super) openapi: Option<Bytes>,
    pub(super) message_bytes: usize,
}

/// Answers JSON with what the gRPC services inside say.
#[derive(Clone)]
pub(super) struct Transcoder<S> {
    pub(super) inner: S,
    pub(super) api: Arc<Api>,
}

impl<S, B> Service<Request<B>> for Transcoder<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Self { inner, api } = self.clone();
        Box::pin(async move {
            let answer = answer(inner, &api, request).await;
            Ok(answer.unwrap_or_else(|fault| fault.into_response(&api.contract)))
        })
    }
}

async fn answer<S, B>(
    inner: S,
    api: &Arc<Api>,
    request: Request<B>,
) -> Result<Response<Body>, Fault>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if let Some(document) = api.openapi.as_ref().filter(|_| path == OPENAPI) {
        allow(&parts, &Method::GET)?;
        return Ok(respond("application/json", &HeaderMap::new(), Full::new(document.clone())));
    }
    let route = api.contract.routes.iter().find(|route| route.path == path);
    let route = route.ok_or_else(|| Fault::no_route(path))?;
    allow(&parts, &route.verb)?;
    let exchange = Exchange { inner, api, route, deadline: Deadline::of(&parts.headers) };
    match route.shape {
        Shape::Unary => exchange.unary(parts, body).await,
        Shape::ServerStream => exchange.server_stream(parts, body).await,
        Shape::BothStreams => exchange.both_streams(parts, body).await,
    }
}

fn allow(parts: &Parts, verb: &Method) -> Result<(), Fault> {
    // Whoever answers the connection leaves the body of an answer to HEAD out.
    let (allowed, told) = match *verb {
        Method::GET => (parts.method == Method::GET || parts.method == Method::HEAD, "GET, HEAD"),
        _ => (parts.method == *verb, "POST"),
    };
    if allowed { Ok(()) } else { Err(Fault::verb(&parts.method, parts.uri.path(), told)) }
}

/// One request on its way through.
struct Exchange<'a, S> {
    inner: S,
    api: &'a Arc<Api>,
    route: &'a Arc<Route>,
    deadline: Option<Deadline>,
}

impl<S> Exchange<'_, S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
{
    async fn unary<B>(self, parts: Parts, body: B) -> Result<Response<Body>, Fault>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<StdError>,
    {
        let (route, message) = (Arc::clone(self.route), self.message(&parts, body).await?);
        let (rpc, request) = (route.rpc.clone(), self.request(parts, message));
        let mut grpc = ready(self.inner).await?;
        let (metadata, answer, _) = grpc.unary(request, rpc, Encoded).await?.into_parts();
        let json = ndjson::json(&route, answer).await?;
        Ok(respond("application/json", metadata.as_ref(), Full::new(Bytes::from(json))))
    }

    /// The first answer is waited for: a call that fails before it has its own HTTP code.
    async fn server_stream<B>(self, parts: Parts, body: B) -> Result<Response<Body>, Fault>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<StdError>,
    {
        let (route, message) = (Arc::clone(self.route), self.message(&parts, body).await?);
        let (rpc, request) = (route.rpc.clone(), self.request(parts, message));
        let mut grpc = ready(self.inner).await?;
        let answers = grpc.server_streaming(request, rpc, Encoded).await?;
        let (metadata, mut answers, _) = answers.into_parts();
        let first = answers.message().await?;
        Ok(stream(&metadata, ndjson::body(Arc::clone(self.api), route, first, answers, None)))
    }

    /// The answer begins at once: whoever sends may wait for it before the first line.
    async fn both_streams<B>(self, parts: Parts, body: B) -> Result<Response<Body>, Fault>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<StdError>,
    {
        match Media::of(&parts.headers) {
            Ok(Media::Json | Media::Ndjson) => {}
            _ => return Err(self.unsupported(&parts)),
        }
        no_query(&parts)?;
        let body = body.map_err(|error| Unread(error.into()));
        let (messages, misread) = ndjson::messages(self.api, Arc::clone(self.route), body);
        let (api, route) = (Arc::clone(self.api), Arc::clone(self.route));
        let (rpc, request) = (route.rpc.clone(), self.request(parts, messages));
        let mut grpc = ready(self.inner).await?;
        let answers: tonic::Response<Streaming<Bytes>> =
            grpc.streaming(request, rpc, Encoded).await?;
        let (metadata, answers, _) = answers.into_parts();
        Ok(stream(&metadata, ndjson::body(api, route, None, answers, Some(misread))))
    }

    /// The call's message, from path, query and body.
    async fn message<B>(&self, parts: &Parts, body: B) -> Result<Bytes, Fault>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<StdError>,
    {
        let query = parts.uri.query().unwrap_or_default();
        if self.route.verb == Method::GET {
            return Ok(reading::query(&self.route.input, query, &[])?.encode_to_vec().into());
        }
        let media = Media::of(&parts.headers).map_err(|_unknown| self.unsupported(parts))?;
        let route = Arc::clone(self.route);
        match (media, &self.route.document) {
            (Media::Json, _) => {
                no_query(parts)?;
                let body = self.body(body).await?;
                off_the_loop(body.len(), move || {
                    Ok(reading::json(&route.input, &body)?.encode_to_vec().into())
                })
                .await
            }
            (Media::Document(media), Some(way)) => {
                let mut message = reading::query(&route.input, query, way)?;
                let body = self.body(body).await?;
                let content = way.last().and_then(|field| media.content(field, body));
                let content = content.ok_or_else(|| self.unsupported(parts))?;
                set_content(&mut message, way, content);
                Ok(message.encode_to_vec().into())
            }
            _ => Err(self.unsupported(parts)),
        }
    }

    /// The whole body, in time and within the limit of a message.
    async fn body<B>(&self, body: B) -> Result<Bytes, Fault>
    where
        B: HttpBody<Data = Bytes>,
        B::Error: Into<StdError>,
    {
        let limit = self.api.message_bytes;
        let too_large = || Fault::from(Failure::MessageTooLarge { limit });
        if encoding::declared_bytes(&body) > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Err(too_large());
        }
        let whole = Limited::new(body, limit).collect();
        let whole = match &self.deadline {
            None => whole.await,
            Some(deadline) => tokio::time::timeout_at(deadline.at.into(), whole)
                .await
                .map_err(|_elapsed| Fault::from(Failure::DeadlineExceeded))?,
        };
        match whole {
            Ok(whole) => Ok(whole.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
            Err(error) => Err(Fault::broken_body(&*error)),
        }
    }

    fn unsupported(&self, parts: &Parts) -> Fault {
        let found = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        let wanted = match (self.route.shape, &self.route.document) {
            (Shape::BothStreams, _) => "application/x-ndjson",
            (_, None) => "application/json",
            (_, Some(_)) => "application/json, or a document as text/plain",
        };
        Fault::content_type(&String::from_utf8_lossy(found.unwrap_or_default()), wanted)
    }

    /// The gRPC call: with the headers, and what the connection is known by.
    fn request<M>(&self, parts: Parts, message: M) -> tonic::Request<M> {
        let mut headers = parts.headers;
        for name in NOT_PASSED_ON {
            headers.remove(name);
        }
        let mut request = tonic::Request::from_parts(
            MetadataMap::from_headers(headers),
            // How the peer is known to the connection.
            parts.extensions,
            message,
        );
        if let Some(deadline) = &self.deadline {
            request.set_timeout(deadline.left());
        }
        request
    }
}

/// A query beside a body that says everything would be passed over in silence.
fn no_query(parts: &Parts) -> Result<(), Fault> {
    let query = parts.uri.query().unwrap_or_default();
    match form_urlencoded::parse(query.as_bytes()).next() {
        None => Ok(()),
        Some((name, _)) => Err(reading::Misreading {
            field: name.into_owned(),
            description: "a JSON body has all fields; parameters go with documents".to_owned(),
        }
        .into()),
    }
}

/// When a call must have been answered, the body's arrival counted in.
struct Deadline {
    at: Instant,
}

impl Deadline {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let timeout = timeout_of(headers)?.saturating_sub(TIMER_LEAD);
        Some(Self { at: Instant::now().checked_add(timeout)? })
    }

    fn left(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }
}

/// An error of a body, whatever it is.
#[derive(Debug)]
struct Unread(StdError);

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Unread {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

async fn ready<S>(inner: S) -> Result<Grpc<S>, Status>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
{
    // Requests were measured when they came; answers are as large as they are.
    let mut grpc = Grpc::new(inner)
        .max_decoding_message_size(usize::MAX)
        .max_encoding_message_size(usize::MAX);
    grpc.ready().await.map_err(|error| Status::from_error(error.into()))?;
    Ok(grpc)
}

fn stream(metadata: &MetadataMap, body: Body) -> Response<Body> {
    respond("application/x-ndjson", metadata.as_ref(), body)
}

fn respond<B>(content_type: &'static str, metadata: &HeaderMap, body: B) -> Response<Body>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    pass_on(metadata, headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // What a browser is told, it shall not take for anything else.
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Does work on a text of this many bytes, where it holds nobody up.
pub(super) async fn off_the_loop<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    if bytes < LARGE_BYTES {
        return work();
    }
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_panicked| Err(Failure::Panicked.into()))
}
