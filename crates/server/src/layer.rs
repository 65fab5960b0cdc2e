//! What every call passes through before its handler: the gate, its deadline, its request id, its
//! span and event in the log, and its timings in the trailers.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::{Frame, SizeHint};
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, field, info, info_span};

use crate::{
    call::{Call, REQUEST_ID, request_id},
    failure::{Failure, of_transport},
    gate::{Entered, Gate},
    inbound::Inbound,
    inflate::{self, Compression, Sizes},
    limits::Limits,
    peer::Peer,
    readers::{Readers, Watched},
    tally::Tally,
};

/// tonic's own timer runs from the same header and answers `CANCELLED`; ours is earlier by this, so
/// that the answer is `DEADLINE_EXCEEDED`.
const TIMER_LEAD: Duration = Duration::from_millis(2);

/// Path of the calls that ask for health.
const HEALTH: &str = "/grpc.health.";

/// Puts [`CallService`] in front of the services.
#[derive(Clone)]
pub(crate) struct CallLayer(Arc<Rules>);

/// What holds for every call.
struct Rules {
    gate: Gate,
    sizes: Sizes,
    receive: Duration,
    stall: Duration,
    readers: Readers,
}

impl CallLayer {
    pub(crate) fn new(limits: &Limits, tally: Arc<Tally>, readers: Readers) -> Self {
        let Limits { message_bytes, decompression_ratio, receive, stall, .. } = *limits;
        let sizes = Sizes { message_bytes, decompression_ratio };
        Self(Arc::new(Rules { gate: Gate::new(limits, tally), sizes, receive, stall, readers }))
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
        let deadline = timeout_of(request.headers())
            .and_then(|timeout| started.checked_add(timeout.saturating_sub(TIMER_LEAD)));
        let connection = request.extensions().get::<Peer>().map_or(0, Peer::number);
        let call = Call::new(request_id(request.headers()), connection, deadline);
        let span = info_span!("call", method = request.uri().path(), id = call.request_id());
        let is_probe = request.uri().path().starts_with(HEALTH);
        let rules = Arc::clone(&self.rules);
        let (entered, refused) = match rules.gate.enter(&request) {
            Ok(entered) => (entered, None),
            Err(failure) => (Entered::default(), Some(failure)),
        };
        request.extensions_mut().insert(call.clone());
        let record = Record {
            call,
            span: span.clone(),
            started,
            code: None,
            is_probe,
            rules,
            _entered: entered,
        };
        if let Some(failure) = refused {
            let response = record.follow(Status::from(failure).into_http());
            return Box::pin(std::future::ready(Ok(response)));
        }
        let answered = Arc::new(AtomicBool::new(false));
        let request = self.rules.watched(request, Arc::clone(&answered));
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
    fn watched(&self, mut request: Request<Body>, answered: Arc<AtomicBool>) -> Request<Body> {
        let compression = Compression::of(request.headers());
        if compression.is_some() {
            request.headers_mut().remove(inflate::HEADER);
        }
        let (sizes, limit) = (self.sizes, self.receive);
        request.map(|body| Body::new(Inbound::new(body, compression, sizes, limit, answered)))
    }
}

/// The `grpc-timeout` header: at most eight digits and a unit.
fn timeout_of(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("grpc-timeout")?.to_str().ok()?;
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
    // Balancers ask for health every second; it would drown the rest of the log.
    is_probe: bool,
    rules: Arc<Rules>,
    // It is open until its answer has been read.
    _entered: Entered,
}

impl Record {
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
        self.add_facts(response.headers_mut());
        self.add_timings(response.headers_mut());
        response
    }

    /// What every answer begins with.
    fn add_facts(&self, headers: &mut HeaderMap) {
        if let Ok(id) = HeaderValue::from_str(self.call.request_id()) {
            headers.insert(REQUEST_ID, id);
        }
        headers.insert(inflate::ACCEPT_HEADER, HeaderValue::from_static(inflate::ACCEPTED));
    }

    fn add_timings(&self, headers: &mut HeaderMap) {
        if let Ok(timings) = HeaderValue::from_str(&self.call.timings().header()) {
            headers.insert("server-timing", timings);
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if self.is_probe {
            return;
        }
        let timings = self.call.timings();
        let code = self.code.unwrap_or(Code::Cancelled);
        info!(
            parent: &self.span,
            code = ?code,
            elapsed_us = field::display(self.started.elapsed().as_micros()),
            queue_us = field::display(timings.queue.as_micros()),
            analysis_us = field::display(timings.analysis.as_micros()),
            "call ended"
        );
    }
}

fn code_of(headers: &HeaderMap) -> Option<Code> {
    headers.get(Status::GRPC_STATUS).map(|code| Code::from_bytes(code.as_bytes()))
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
        if let Some(Ok(frame)) = &mut frame
            && let Some(trailers) = frame.trailers_mut()
        {
            this.record.code = code_of(trailers);
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
    use std::{convert::Infallible, sync::Arc, time::Duration};

    use http::{HeaderMap, HeaderValue, Request, Response};
    use tonic::{Code, Status, body::Body};
    use tower::{Layer as _, Service as _, service_fn};

    use super::{CallLayer, code_of, timeout_of};
    use crate::{limits::Limits, readers::Readers};

    fn layer() -> CallLayer {
        let limits = Limits { message_bytes: 7, ..Limits::default() };
        CallLayer::new(&limits, Arc::default(), Readers::default())
    }

    fn check(value: &str, expected: Option<Duration>) {
        let mut headers = HeaderMap::new();
        headers.insert("grpc-timeout", HeaderValue::from_str(value).unwrap());
        assert_eq!(timeout_of(&headers), expected, "{value}");
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
