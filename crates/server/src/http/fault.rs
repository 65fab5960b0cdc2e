//! What goes wrong before or behind a call, as a `google.rpc.Status` with its HTTP code.

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use http_body_util::Full;
use tonic::{Code, Status, body::Body, codegen::StdError};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::{contract::Contract, reading::Misreading};
use crate::{failure::DOMAIN, monitor::code_name};

/// Headers of gRPC, and of the message that it carried: they say nothing of the answer over HTTP.
const NOT_PASSED_ON: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    HeaderName::from_static("grpc-accept-encoding"),
    HeaderName::from_static("grpc-encoding"),
];

/// Reasons for which HTTP has a code that gRPC has not.
const OWN_CODES: [(&str, StatusCode); 5] = [
    ("MESSAGE_TOO_LARGE", StatusCode::PAYLOAD_TOO_LARGE),
    ("MESSAGE_INFLATED", StatusCode::PAYLOAD_TOO_LARGE),
    ("TOO_MANY_FIELDS", StatusCode::PAYLOAD_TOO_LARGE),
    ("HEADERS_TOO_LARGE", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
    ("SLOW_SENDER", StatusCode::REQUEST_TIMEOUT),
];
/// Of what is said of a request.
const MOST_CHARACTERS: usize = 400;

/// An answer that is none.
#[derive(Debug)]
pub(super) struct Fault {
    status: Status,
    code: StatusCode,
    headers: Box<HeaderMap>,
    refusal: Option<Refusal>,
}

/// Why a request never became a call. Marks its answer, so that it can be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

/// How a call ended, for everyone who asks over HTTP.
impl From<Status> for Fault {
    fn from(status: Status) -> Self {
        let mut headers = Box::<HeaderMap>::default();
        pass_on(status.metadata().as_ref(), &mut headers);
        let details = status.get_error_details();
        if let Some(delay) = details.retry_info().and_then(|info| info.retry_delay) {
            let seconds = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        if status.code() == Code::Unauthenticated {
            headers.entry(header::WWW_AUTHENTICATE).or_insert(HeaderValue::from_static("Bearer"));
        }
        let reason = details.error_info().map_or("", |info| info.reason.as_str());
        let own = OWN_CODES.iter().find(|(of, _)| *of == reason);
        let code = own.map_or_else(|| code_of(status.code()), |(_, code)| *code);
        Self { status, code, headers, refusal: None }
    }
}

impl From<Misreading> for Status {
    fn from(misreading: Misreading) -> Self {
        let (field, description) = (short(misreading.field), short(misreading.description));
        let message = match field.as_str() {
            "" => "the request cannot be read".to_owned(),
            field => format!("the request cannot be read: {field}"),
        };
        let mut details = details("UNREADABLE_REQUEST");
        details.add_bad_request_violation(field, description);
        Self::with_error_details(Code::InvalidArgument, message, details)
    }
}

/// The body broke off, or is not what its `content-encoding` says; or it failed with what is a status
/// already.
pub(super) fn broken_body(error: StdError) -> Status {
    let error = match Status::try_from_error(error) {
        Ok(status) => return status,
        Err(error) => error,
    };
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes.dedup();
    Misreading { field: String::new(), description: causes.join(": ") }.into()
}

impl Fault {
    pub(super) fn no_route(path: &str) -> Self {
        let message = format!("there is nothing at {path}");
        Self::with_code(StatusCode::NOT_FOUND, Code::NotFound, message, "NO_SUCH_ROUTE")
    }

    /// The path is there, but not for this verb.
    pub(super) fn verb(verb: &Method, path: &str, allowed: &'static str) -> Self {
        let message = format!("{path} is not for {verb}, but for {allowed}");
        let mut fault = Self::with_code(
            StatusCode::METHOD_NOT_ALLOWED,
            Code::Unimplemented,
            message,
            "METHOD_NOT_ALLOWED",
        );
        fault.headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
        fault
    }

    pub(super) fn content_type(found: &str, wanted: &str) -> Self {
        Self::unsupported(format!("the content-type {found:?} is not read here, but {wanted}"))
    }

    pub(super) fn content_encoding(found: &HeaderValue) -> Self {
        let mut fault = Self::unsupported(format!(
            "the content-encoding {:?} is not read, but gzip and zstd",
            String::from_utf8_lossy(found.as_bytes())
        ));
        fault.headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, zstd"));
        fault
    }

    fn unsupported(message: String) -> Self {
        Self::with_code(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::InvalidArgument,
            message,
            "UNSUPPORTED_MEDIA_TYPE",
        )
    }

    /// A page of this origin may not call.
    pub(super) fn origin() -> Self {
        Self::with_code(
            StatusCode::FORBIDDEN,
            Code::PermissionDenied,
            "pages of this origin may not call".to_owned(),
            "ORIGIN_NOT_ALLOWED",
        )
    }

    /// gRPC tells how a call ended behind the body, which HTTP/1.1 does not carry.
    pub(super) fn needs_http2() -> Self {
        let message = "gRPC needs HTTP/2; over HTTP/1.1 there are gRPC-Web and JSON".to_owned();
        Self::with_code(
            StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            Code::FailedPrecondition,
            message,
            "NEEDS_HTTP2",
        )
    }

    fn with_code(code: StatusCode, rpc: Code, message: String, reason: &'static str) -> Self {
        let status = Status::with_error_details(rpc, short(message), details(reason));
        Self { status, code, headers: Box::default(), refusal: Some(Refusal(reason.to_owned())) }
    }

    /// What was wrong with a request before it became a call.
    pub(super) fn refused(fault: impl Into<Status>) -> Self {
        let status = fault.into();
        // Both are of our making, and few: callers must not make up labels.
        let reason = status.get_error_details().error_info().map(|info| info.reason.clone());
        let reason = reason.unwrap_or_else(|| code_name(status.code()).to_owned());
        Self { refusal: Some(Refusal(reason)), ..Self::from(status) }
    }

    pub(super) fn into_response(self, contract: &Contract) -> Response<Body> {
        let mut response = Response::new(Body::new(Full::new(contract.json_of(&self.status))));
        *response.status_mut() = self.code;
        *response.headers_mut() = *self.headers;
        if let Some(refusal) = self.refusal {
            response.extensions_mut().insert(refusal);
        }
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}

/// What was sent may stand in what is said of it, but not the whole of it.
fn short(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn details(reason: &str) -> ErrorDetails {
    let mut details = ErrorDetails::new();
    details.set_error_info(reason, DOMAIN, []);
    details
}

/// Copies what a call says of itself, as its timings, to an answer over HTTP.
pub(super) fn pass_on(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        let of_grpc = NOT_PASSED_ON.contains(name) || name.as_str().starts_with("grpc-");
        if !of_grpc {
            to.append(name, value.clone());
        }
    }
}

/// The code that the comments of google.rpc.Code give.
fn code_of(code: Code) -> StatusCode {
    match code {
        Code::Ok => StatusCode::OK,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => {
            StatusCode::BAD_REQUEST
        }
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted => StatusCode::CONFLICT,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        // "Client closed request" has a number that everyone knows, and no name.
        Code::Cancelled => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
        Code::Unimplemented => StatusCode::NOT_IMPLEMENTED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        Code::Unknown | Code::Internal | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ::http::{HeaderName, Method};
    use tonic::{Code, Status};
    use tonic_types::StatusExt as _;

    use super::{super::contract::Contract, Fault, Misreading};
    use crate::{
        failure::{
            Failure,
            tests::{all, rows},
        },
        monitor::code_name,
    };

    fn check(fault: impl Into<Fault>, code: u16, header: Option<(&str, &str)>) {
        let response = fault.into().into_response(&Contract::read().unwrap());
        assert_eq!(response.status().as_u16(), code);
        assert_eq!(response.headers()["content-type"], "application/json");
        if let Some((name, value)) = header {
            assert_eq!(response.headers()[name], value);
        }
    }

    #[test]
    fn each_fault_has_its_code() {
        check(Status::from(Failure::Invalid(Vec::new())), 400, None);
        check(Status::from(Failure::MessageTooLarge { limit: 7 }), 413, None);
        let full = Failure::QueueFull {
            limit: "max_queued_jobs",
            allowed: 7,
            retry_after: Duration::from_millis(1200),
        };
        check(Status::from(full), 429, Some(("retry-after", "2")));
        let slow = Failure::SlowSender { limit: Duration::from_secs(7) };
        check(Status::from(slow), 408, None);
        check(Status::from(Failure::MessageInflated { limit: 7 }), 413, None);
        check(Status::from(Failure::TooManyFields { limit: 7 }), 413, None);
        check(Status::from(Failure::HeadersTooLarge { limit: 7 }), 431, None);
        check(Status::from(Failure::Cancelled), 499, None);
        check(Status::from(Failure::DeadlineExceeded), 504, None);
        let panicked = Failure::Panicked { request_id: "7".to_owned() };
        check(Status::from(panicked), 500, None);
        check(Status::unauthenticated("who?"), 401, Some(("www-authenticate", "Bearer")));
        check(Status::permission_denied("not you"), 403, None);
        check(Status::unavailable("not yet"), 503, None);
        check(Status::unimplemented("never"), 501, None);
        check(Fault::no_route("/"), 404, None);
        check(Fault::verb(&Method::PUT, "/", "POST"), 405, Some(("allow", "POST")));
        check(Fault::content_type("image/png", "application/json"), 415, None);
        check(Fault::needs_http2(), 505, None);
    }

    /// The table that callers read has every fault, and the HTTP code of each.
    #[test]
    fn every_fault_has_the_code_of_its_row() {
        let contract = Contract::read().unwrap();
        let told = |fault: Fault| {
            let info = fault.status.get_error_details().error_info().unwrap().clone();
            let code = code_name(fault.status.code());
            (code, info.reason, fault.into_response(&contract).status().as_u16().to_string())
        };
        let misreading = Misreading { field: "a".to_owned(), description: "unknown".to_owned() };
        let of_http = [
            Fault::from(Status::from(misreading)),
            Fault::origin(),
            Fault::no_route("/"),
            Fault::verb(&Method::PUT, "/", "POST"),
            Fault::content_type("image/png", "application/json"),
            Fault::needs_http2(),
        ];
        let of_calls = all().map(|failure| Fault::from(Status::from(failure)));
        let (rows_of_calls, rows_of_http) = rows();
        let rows = rows_of_calls.into_iter().chain(rows_of_http);
        let rows: Vec<_> =
            rows.map(|row| (row.code, row.reason.to_owned(), row.http.to_owned())).collect();
        assert_eq!(of_calls.chain(of_http).map(told).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn what_a_call_says_of_itself_is_passed_on_but_not_how_grpc_carried_it() {
        let mut status = Status::new(Code::Internal, "broken");
        for (name, value) in [("server-timing", "queue;dur=1"), ("x-request-id", "7")] {
            status.metadata_mut().insert(name, value.parse().unwrap());
        }
        status.metadata_mut().insert("content-type", "application/grpc".parse().unwrap());
        status.metadata_mut().insert("grpc-encoding", "gzip".parse().unwrap());
        let response = Fault::from(status).into_response(&Contract::read().unwrap());
        let mut names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-type", "server-timing", "x-request-id"]);
    }
}
