//! What every call passes through before its handler: the gate, its deadline, its request id, its
//! span and event in the log, and its timings in the trailers.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::{Frame, SizeHint};
use tonic::{Code, Status, body::Body};
use tonic_types::StatusExt as _;
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, field, info, info_span};

use crate::{
    admission::Admission,
    arrivals::Arrivals,
    call::{Call, REQUEST_ID, request_id},
    failure::{DOMAIN, Failure, Violation, of_transport},
    fields::{FieldCounter, Schema},
    gate::{Entered, Gate},
    inbound::Inbound,
    inflate::{self, Compression, Sizes},
    limits::Limits,
    method::Method,
    monitor::{CallEnd, Monitor, code_name},
    peer::Peer,
    readers::{Readers, Watched},
    tally::Tally,
    trace,
};

/// Path of the calls that ask for health.
const HEALTH: &str = "/grpc.health.";

/// Puts [`CallService`] in front of the services.
#[derive(Clone)]
pub(crate) struct CallLayer(Arc<Rules>);

/// What holds for every call.
struct Rules {
    gate: Gate,
    sizes: Sizes,
    message_fields: usize,
    schema: Arc<Schema>,
    receive: Duration,
    stall: Duration,
    readers: Readers,
    arrivals: Arrivals,
    monitor: Monitor,
}

impl CallLayer {
    pub(crate) fn new(
        limits: &Limits,
        tally: Arc<Tally>,
        admission: Arc<Admission>,
        readers: Readers,
        arrivals: Arrivals,
        monitor: Monitor,
    ) -> Self {
        let Limits { message_bytes, message_fields, decompression_ratio, receive, stall, .. } =
            *limits;
        let sizes = Sizes { message_bytes, decompression_ratio };
        let gate = Gate::new(limits, tally, admission);
        let schema = Arc::new(Schema::of(tiyao_api::v1::FILE_DESCRIPTOR_SET));
        Self(Arc::new(Rules {
            gate,
            sizes,
            message_fields,
            schema,
            receive,
            stall,
            readers,
            arrivals,
            monitor,
        }))
    }
}

impl<S> Layer<S> for CallLayer {
    type Service = CallService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CallService { inner, rules: Arc::clone(&self.0) }
    }
}

#[derive(Clone)]
pub(crate) struct CallService<S> {
    inner: S,
    rules: Arc<Rules>,
}

impl<S> Service<Request<Body>> for CallService<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let started = Instant::now();
        let (timeout, misread) = match timeout_of(request.headers()) {
            Ok(timeout) => (timeout, None),
            Err(failure) => (None, Some(failure)),
        };
        let deadline = timeout.and_then(|timeout| started.checked_add(timeout));
        let connection = request.extensions().get::<Peer>().map_or(0, Peer::number);
        let call = Call::new(request_id(request.headers()), connection, deadline);
        let path = request.uri().path();
        let (method, is_probe) = (Method::at(path), path.starts_with(HEALTH));
        let span = info_span!(
            "call",
            method = path,
            id = call.request_id(),
            caller = field::Empty,
            trace = field::Empty
        );
        trace::follow(&span, request.headers());
        self.rules.monitor.call_began();
        let rules = Arc::clone(&self.rules);
        let (entered, refused) = match rules.gate.enter(&request, method) {
            Ok(entered) => (entered, misread),
            Err(failure) => (Entered::default(), Some(failure)),
        };
        request.extensions_mut().insert(call.clone());
        let record = Record {
            call,
            span: span.clone(),
            started,
            code: None,
            reason: None,
            is_probe,
            method,
            received: Arc::default(),
            sent: 0,
            rules,
            _entered: entered,
        };
        if let Some(failure) = refused {
            return Box::pin(std::future::ready(Ok(record.refuse(failure))));
        }
        let answered = Arc::new(AtomicBool::new(false));
        let request = self.rules.watched(request, Arc::clone(&answered), &record.received);
        // The clone may not be ready; the one that was polled is.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        let answer = span.in_scope(|| inner.call(request));
        Box::pin(async move {
            let answer = answer.instrument(span);
            let response = match deadline {
                None => answer.await?,
                Some(deadline) => match tokio::time::timeout_at(deadline.into(), answer).await {
                    Ok(response) => response?,
                    Err(_elapsed) => Status::from(Failure::DeadlineExceeded).into_http(),
                },
            };
            answered.store(true, Ordering::Relaxed);
            Ok(record.follow(response))
        })
    }
}

impl Rules {
    /// The request with a body that arrives in time, decompressed.
    fn watched(
        &self,
        mut request: Request<Body>,
        answered: Arc<AtomicBool>,
        received: &Arc<AtomicU64>,
    ) -> Request<Body> {
        let compression = Compression::of(request.headers());
        if compression.is_some() {
            request.headers_mut().remove(inflate::HEADER);
        }
        let fields =
            FieldCounter::new(Arc::clone(&self.schema), request.uri().path(), self.message_fields);
        let (sizes, limit, arriving) = (self.sizes, self.receive, self.arrivals.begin());
        request.map(|inner| {
            let counted = Body::new(Received { inner, count: Arc::clone(received) });
            Body::new(Inbound::new(counted, compression, sizes, fields, limit, answered, arriving))
        })
    }
}

/// What the `grpc-timeout` header says, where there is one. A caller who sets a deadline must not be
/// left without it.
fn timeout_of(headers: &HeaderMap) -> Result<Option<Duration>, Failure> {
    const FIELD: &str = "grpc-timeout";
    let Some(value) = headers.get(FIELD) else { return Ok(None) };
    let found = String::from_utf8_lossy(value.as_bytes());
    timeout(&found).map(Some).ok_or_else(|| {
        let found: String = found.chars().take(20).collect();
        let description = format!("1 to 8 digits and one of H, M, S, m, u and n, found {found:?}");
        Failure::Invalid(vec![Violation { field: FIELD.to_owned(), description }])
    })
}

/// At most eight digits and a unit.
fn timeout(value: &str) -> Option<Duration> {
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    let well_formed = digits.len() <= 8 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let amount: u64 = well_formed.then(|| digits.parse().ok())??;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

/// What is said of a call when it ends. Says it when dropped: an answer that its caller dropped
/// half way ends too.
struct Record {
    call: Call,
    span: Span,
    started: Instant,
    code: Option<Code>,
    // Why it failed, when that is one of ours.
    reason: Option<String>,
    method: Method,
    received: Arc<AtomicU64>,
    sent: u64,
    // Balancers ask for health every second; it would drown the rest of the log.
    is_probe: bool,
    rules: Arc<Rules>,
    // It is open until its answer has been read.
    _entered: Entered,
}

impl Record {
    /// The answer to a call that is not taken on.
    fn refuse(mut self, failure: Failure) -> Response<Body> {
        self.code = Some(failure.code());
        self.reason = Some(failure.reason().to_owned());
        let mut response = Status::from(failure).into_http();
        self.add_facts(response.headers_mut());
        self.add_timings(response.headers_mut());
        response
    }

    /// Follows an answer to its end.
    fn follow(mut self, mut response: Response<Body>) -> Response<Body> {
        let Some(mut code) = code_of(response.headers()) else {
            self.add_facts(response.headers_mut());
            let (readers, stall) = (self.rules.readers.clone(), self.rules.stall);
            return response.map(|inner| {
                let inner = readers.watch(inner, self.call.clone(), stall);
                Body::new(Followed { inner, record: self })
            });
        };
        // The answer is an error, whole in its headers.
        let message = response.headers().get(Status::GRPC_MESSAGE);
        let message = message.and_then(|message| message.to_str().ok()).unwrap_or_default();
        let message = message.replace("%20", " ");
        if let Some(failure) = of_transport(code, &message, self.rules.sizes.message_bytes) {
            code = failure.code();
            response = Status::from(failure).into_http();
        }
        self.code = Some(code);
        self.reason = reason_of(response.headers());
        self.add_facts(response.headers_mut());
        self.add_timings(response.headers_mut());
        response
    }

    /// What every answer begins with.
    fn add_facts(&self, headers: &mut HeaderMap) {
        if let Some(id) = only_once(self.call.request_id()) {
            headers.insert(REQUEST_ID, id);
        }
        headers.insert(inflate::ACCEPT_HEADER, HeaderValue::from_static(inflate::ACCEPTED));
    }

    fn add_timings(&self, headers: &mut HeaderMap) {
        if let Some(timings) = only_once(&self.call.timings().header()) {
            headers.insert("server-timing", timings);
        }
    }
}

/// A header's value that no other call has. HTTP/2 would remember it for the connection's next ones, in the
/// place of what they do share; what it takes for a secret it does not.
fn only_once(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl Drop for Record {
    fn drop(&mut self) {
        let (timings, elapsed) = (self.call.timings(), self.started.elapsed());
        let code = self.code.unwrap_or(Code::Cancelled);
        let ended = CallEnd {
            code,
            reason: self.reason.as_deref(),
            elapsed,
            timings,
            received_bytes: self.received.load(Ordering::Relaxed),
            sent_bytes: self.sent,
        };
        self.rules.monitor.call_ended(self.method, &ended);
        if self.is_probe {
            return;
        }
        info!(
            parent: &self.span,
            code = code_name(code),
            reason = self.reason,
            elapsed_us = field::display(elapsed.as_micros()),
            queue_us = field::display(timings.queue.as_micros()),
            analysis_us = field::display(timings.analysis.as_micros()),
            "call ended"
        );
    }
}

fn code_of(headers: &HeaderMap) -> Option<Code> {
    headers.get(Status::GRPC_STATUS).map(|code| Code::from_bytes(code.as_bytes()))
}

/// The reason in the details of an error, when it is one of ours.
fn reason_of(headers: &HeaderMap) -> Option<String> {
    let status = Status::from_header_map(headers)?;
    let details = status.get_error_details();
    let info = details.error_info()?;
    (info.domain == DOMAIN).then(|| info.reason.clone())
}

/// A request's body on its way in.
struct Received {
    inner: Body,
    count: Arc<AtomicU64>,
}

impl http_body::Body for Received {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        self.count.fetch_add(data_bytes(frame.as_ref()), Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn data_bytes(frame: Option<&Result<Frame<Bytes>, Status>>) -> u64 {
    let data = frame.and_then(|frame| frame.as_ref().ok()?.data_ref());
    data.map_or(0, |data| data.len() as u64)
}

/// An answer's body on its way out.
struct Followed {
    inner: Watched,
    record: Record,
}

impl http_body::Body for Followed {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        let this = &mut *self;
        let span = this.record.span.clone();
        let frame = span.in_scope(|| Pin::new(&mut this.inner).poll_frame(context));
        let mut frame = ready!(frame);
        this.record.sent += data_bytes(frame.as_ref());
        if let Some(Ok(frame)) = &mut frame
            && let Some(trailers) = frame.trailers_mut()
        {
            this.record.code = code_of(trailers);
            if this.record.code != Some(Code::Ok) {
                this.record.reason = reason_of(trailers);
            }
            this.record.add_timings(trailers);
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

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, num::NonZeroUsize, sync::Arc, time::Duration};

    use http::{HeaderMap, HeaderValue, Request, Response};
    use tonic::{Code, Status, body::Body};
    use tower::{Layer as _, Service as _, service_fn};

    use super::{CallLayer, code_of, timeout_of};
    use crate::{
        admission::Admission, arrivals::Arrivals, limits::Limits, monitor::Monitor,
        readers::Readers,
    };

    fn layer() -> CallLayer {
        let limits = Limits { message_bytes: 7, ..Limits::default() };
        let admission = Arc::new(Admission::new(NonZeroUsize::MIN, &limits));
        let (arrivals, readers) = (Arrivals::new(&limits), Readers::default());
        CallLayer::new(&limits, Arc::default(), admission, readers, arrivals, Monitor::default())
    }

    fn check(value: &str, expected: Option<Duration>) {
        let mut headers = HeaderMap::new();
        headers.insert("grpc-timeout", HeaderValue::from_str(value).unwrap());
        let found = timeout_of(&headers);
        assert_eq!(found.is_ok(), expected.is_some(), "{value}");
        assert_eq!(found.ok().flatten(), expected, "{value}");
    }

    #[test]
    fn timeouts() {
        check("15S", Some(Duration::from_secs(15)));
        check("2H", Some(Duration::from_hours(2)));
        check("100m", Some(Duration::from_millis(100)));
        check("99999999n", Some(Duration::from_nanos(99_999_999)));
        for wrong in ["", "S", "15", "15s", "+1S", "-1S", "123456789S", "1.5S"] {
            check(wrong, None);
        }
    }

    #[tokio::test]
    async fn a_call_that_never_ends_is_ended_by_its_deadline() {
        let never = service_fn(|_: Request<Body>| {
            std::future::pending::<Result<Response<Body>, Infallible>>()
        });
        let mut request = Request::new(Body::empty());
        request.headers_mut().insert("grpc-timeout", HeaderValue::from_static("20m"));
        let answer = layer().layer(never).call(request).await.unwrap();
        assert_eq!(code_of(answer.headers()), Some(Code::DeadlineExceeded));
        assert!(answer.headers().contains_key("server-timing"));
    }

    #[tokio::test]
    async fn an_oversize_message_is_told_with_the_limit() {
        let refusing = service_fn(async |_: Request<Body>| {
            let status = Status::out_of_range("decoded message length too large: found 9 bytes");
            Ok::<_, Infallible>(status.into_http::<Body>())
        });
        let request = Request::new(Body::empty());
        let answer = layer().layer(refusing).call(request).await.unwrap();
        let status = Status::from_header_map(answer.headers()).unwrap();
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert!(status.message().contains("max_message_bytes (7)"));
    }
}
