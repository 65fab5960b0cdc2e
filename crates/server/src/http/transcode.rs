//! A request over HTTP as a gRPC call, and its answer back.

use std::{
    cell::Cell,
    convert::Infallible,
    num::NonZeroUsize,
    pin::{Pin, pin},
    sync::{Arc, LazyLock, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use ::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, Version, header,
    request::Parts,
};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream};
use http_body::Body as HttpBody;
use http_body_util::{BodyExt as _, Full};
use prost::Message as _;
use prost_reflect::FieldDescriptor;
use tokio::sync::Semaphore;
use tonic::{Code, Status, Streaming, body::Body, codec::EncodeBody, codegen::StdError};
use tower::{Service, ServiceExt as _};

use super::{
    codec::Encoded,
    contract::Contract,
    desk, export,
    fault::{Fault, broken_body, pass_on},
    media::{DocumentMedia, Media},
    ndjson,
    reading::{self, Misreading},
    routes::{Route, Shape, set_content},
};
use crate::{
    arrivals::{Arrivals, Arriving},
    failure::Failure,
    guard::Tokens,
    pool::yield_to_others,
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
    /// Who may call, where that is asked before there is a call; `None`: everyone.
    pub(super) tokens: Option<Tokens>,
    pub(super) arrivals: Arrivals,
    /// How long a body may take, or a line of one that has many.
    pub(super) receive: Duration,
    pub(super) message_bytes: usize,
    pub(super) message_fields: usize,
    /// How many times its size a body may become.
    pub(super) decompression_ratio: usize,
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
    if path.starts_with(desk::PREFIX) {
        return desk::answer(inner, api, parts, body).await;
    }
    let route = api.contract.routes.iter().find(|route| route.path == path);
    let route = route.ok_or_else(|| Fault::no_route(path))?;
    allow(&parts, &route.verb)?;
    let route = Arc::clone(route);
    if route.shape == Shape::BothStreams {
        if !matches!(Media::of(&parts.headers), Ok(Media::Json | Media::Ndjson)) {
            return Err(unsupported(&route, &parts));
        }
        no_query(parts.uri.query().unwrap_or_default())?;
        let messages = ndjson::messages(api, Arc::clone(&route), body);
        // The answer begins at once: whoever sends may wait for it before the first line.
        let (headers, answers) = call(inner, &route.rpc, parts, messages).await?;
        return Ok(lines(&headers, ndjson::body(Arc::clone(api), route, None, answers)));
    }

    let query = parts.uri.query().unwrap_or_default();
    let (wanted, query) = export::wanted(&route, query).map_err(Fault::refused)?;
    let source = Source::of(&route, &parts, query)?;
    let (of_message, its_route) = (Arc::clone(api), Arc::clone(&route));
    // An exported answer tells some of what was asked.
    let asked = Arc::new(OnceLock::new());
    let kept = wanted.map(|_| Arc::clone(&asked));
    let message = async move {
        let message = source.message(&of_message, its_route, body).await?;
        if let Some(kept) = kept {
            kept.get_or_init(|| message.clone());
        }
        Ok(message)
    };
    let (mut headers, mut answers) = call(inner, &route.rpc, parts, stream::once(message)).await?;
    // A call that fails before its first answer has its own code.
    let first = answers.message().await?;
    if let Some(wanted) = wanted {
        return Ok(wanted.answer(asked.get().cloned(), headers, first, answers).await?);
    }
    if route.shape == Shape::ServerStream {
        return Ok(lines(&headers, ndjson::body(Arc::clone(api), route, first, answers)));
    }
    let answer = first.ok_or_else(|| Status::internal("the call gave no answer"))?;
    headers.extend(answers.trailers().await?.unwrap_or_default().into_headers());
    let json = ndjson::json(&route, answer).await?;
    Ok(respond("application/json", &headers, Full::new(Bytes::from(json))))
}

pub(super) fn allow(parts: &Parts, verb: &Method) -> Result<(), Fault> {
    // Whoever answers the connection leaves the body of an answer to HEAD out.
    let (allowed, told) = match *verb {
        Method::GET => (parts.method == Method::GET || parts.method == Method::HEAD, "GET, HEAD"),
        _ => (parts.method == *verb, "POST"),
    };
    if allowed { Ok(()) } else { Err(Fault::verb(&parts.method, parts.uri.path(), told)) }
}

/// Where a call's one message comes from.
enum Source {
    Query(String),
    Json,
    /// A document, and the query with the other fields.
    Document(DocumentMedia, Vec<FieldDescriptor>, String),
}

impl Source {
    fn of(route: &Route, parts: &Parts, query: String) -> Result<Self, Fault> {
        if route.verb == Method::GET {
            return Ok(Self::Query(query));
        }
        match (Media::of(&parts.headers), &route.document) {
            (Ok(Media::Json), _) => no_query(&query).map(|()| Self::Json),
            (Ok(Media::Document(media)), Some(way)) => {
                Ok(Self::Document(media, way.clone(), query))
            }
            _ => Err(unsupported(route, parts)),
        }
    }

    /// The message. It is read as part of the call, whose deadline and limits hold for it too.
    async fn message<B>(self, api: &Api, route: Arc<Route>, body: B) -> Result<Bytes, Status>
    where
        B: HttpBody<Data = Bytes>,
        B::Error: Into<StdError>,
    {
        match self {
            Self::Query(query) => {
                Ok(reading::query(&route.input, &query, &[])?.encode_to_vec().into())
            }
            Self::Json => {
                let ((text, held), most_fields) = (whole(body, api).await?, api.message_fields);
                off_the_loop(text.len(), move || {
                    let _held = held;
                    reading::check_count(&text, most_fields)?;
                    Ok(reading::json(&route.input, &text)?.encode_to_vec().into())
                })
                .await
            }
            Self::Document(media, way, query) => {
                let mut message = reading::query(&route.input, &query, &way)?;
                let (document, _held) = whole(body, api).await?;
                if let Some(content) = way.last().and_then(|field| media.content(field, document)) {
                    set_content(&mut message, &way, content);
                }
                Ok(message.encode_to_vec().into())
            }
        }
    }
}

/// The whole of a body, within the limit of a message, and what holds room for it until it is read.
pub(super) async fn whole<B>(body: B, api: &Api) -> Result<(Bytes, Arriving), Status>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<StdError>,
{
    let limit = api.message_bytes;
    // What says itself that it is too large need not come.
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(Failure::MessageTooLarge { limit }.into());
    }
    let (mut whole, mut arriving) = (BytesMut::new(), api.arrivals.begin());
    let mut body = pin!(body);
    while let Some(frame) = body.frame().await {
        // Trailers say nothing here.
        let Ok(data) = frame.map_err(|error| broken_body(error.into()))?.into_data() else {
            continue;
        };
        if data.len() > limit - whole.len() {
            return Err(Failure::MessageTooLarge { limit }.into());
        }
        whole.extend_from_slice(&data);
        arriving.hold(whole.len())?;
    }
    Ok((whole.freeze(), arriving))
}

fn unsupported(route: &Route, parts: &Parts) -> Fault {
    let found = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let wanted = match (route.shape, &route.document) {
        (Shape::BothStreams, _) => "application/x-ndjson",
        (_, None) => "application/json",
        (_, Some(_)) => "application/json, or a document as text/plain",
    };
    Fault::content_type(&String::from_utf8_lossy(found.unwrap_or_default()), wanted)
}

/// A query beside a body that says everything would be passed over in silence.
fn no_query(query: &str) -> Result<(), Fault> {
    match form_urlencoded::parse(query.as_bytes()).next() {
        None => Ok(()),
        Some((name, _)) => Err(Fault::refused(Misreading {
            field: name.into_owned(),
            description: "a JSON body has all fields; parameters go with documents".to_owned(),
        })),
    }
}

/// Makes a call of messages, and gives what it begins with and its answers.
pub(super) async fn call<S, M>(
    inner: S,
    rpc: &Uri,
    parts: Parts,
    messages: M,
) -> Result<(HeaderMap, Streaming<Bytes>), Status>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    M: Stream<Item = Result<Bytes, Status>> + Send + 'static,
{
    let mut request =
        Request::new(Body::new(EncodeBody::new_client(Encoded, messages, None, None)));
    *request.method_mut() = Method::POST;
    *request.version_mut() = Version::HTTP_2;
    *request.uri_mut() = rpc.clone();
    *request.headers_mut() = parts.headers;
    let headers = request.headers_mut();
    for name in NOT_PASSED_ON {
        headers.remove(name);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert(header::TE, HeaderValue::from_static("trailers"));
    // How the peer is known to the connection.
    *request.extensions_mut() = parts.extensions;

    let response = inner.oneshot(request).await;
    let (parts, body) = response.map_err(|error| Status::from_error(error.into()))?.into_parts();
    match Status::from_header_map(&parts.headers) {
        Some(status) if status.code() != Code::Ok => Err(status),
        // Requests were measured when they came; answers are as large as they are.
        _ => {
            let most = Some(usize::MAX);
            let answers = Streaming::new_response(Encoded, body, parts.status, None, most);
            Ok((parts.headers, answers))
        }
    }
}

fn lines(headers: &HeaderMap, body: Body) -> Response<Body> {
    respond("application/x-ndjson", headers, body)
}

pub(super) fn respond<B>(content_type: &'static str, of_call: &HeaderMap, body: B) -> Response<Body>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    pass_on(of_call, headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // What a browser is told, it shall not take for anything else.
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Room for work beside the loop: no more of it at a time than there are processors.
static BESIDE: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(1, NonZeroUsize::get))
});

thread_local! {
    /// Whether this thread stands back already behind those that serve the connections.
    static STANDS_BACK: Cell<bool> = const { Cell::new(false) };
}

/// Does work on a text of this many bytes, where it holds nobody up.
pub(super) async fn off_the_loop<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> Result<T, Status> + Send + 'static,
) -> Result<T, Status> {
    if bytes < LARGE_BYTES {
        return work();
    }
    // Closed only if we closed it, and we never do.
    let _room = BESIDE.acquire().await.map_err(|_closed| Status::from(Failure::Cancelled))?;
    let done = tokio::task::spawn_blocking(|| {
        if !STANDS_BACK.replace(true) {
            yield_to_others();
        }
        work()
    });
    let done = done.await;
    done.unwrap_or_else(|_panicked| Err(Status::internal("the JSON failed; a fault of the server")))
}
