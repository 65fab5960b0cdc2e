use std::{fmt, time::Duration};

use tonic::{Code, Status, TimeoutExpired};
use tonic_types::StatusExt as _;

/// What to do about a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up wrongly: an endpoint, a certificate or a token is none.
    Setup,
    /// The request breaks a rule; [`Error::field_violations`] names field and limit. Mend it; the
    /// same call would fail again.
    InvalidRequest,
    /// A message is too large, or the server has too much to do; with [`Error::retry_after`] the
    /// same call may succeed later. An answer that is too large needs a larger
    /// [`Options::max_response_bytes`](crate::Options::max_response_bytes).
    ResourceExhausted,
    /// What the request names does not exist.
    NotFound,
    /// What the request would make exists already, or another call was faster.
    Conflict,
    /// The caller is not known to the server, or may not do this.
    Denied,
    /// The deadline passed before the answer was there.
    DeadlineExceeded,
    /// The server cannot be reached, is shutting down, or the connection broke. The same call may
    /// succeed later.
    Unavailable,
    /// The call was cancelled.
    Cancelled,
    /// The server does not know this call: it is older than this client, or not Tiyao.
    Unimplemented,
    /// The server failed. A fault of the server, not of the request.
    Internal,
}

/// A field of a request that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldViolation {
    /// Path of the field, as `article.content.text`.
    pub field: String,
    /// The rule, with the limit and the value found.
    pub description: String,
}

/// Why a call failed.
#[derive(Clone, Debug)]
pub struct Error(Box<Facts>);

#[derive(Clone, Debug)]
struct Facts {
    kind: ErrorKind,
    message: String,
    reason: Option<String>,
    field_violations: Vec<FieldViolation>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
    attempts: u32,
}

impl Error {
    /// What to do about it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The server's words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The server's name for what happened, as `QUEUE_FULL`; `None` when no server said so.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The fields at fault; empty unless the kind is [`ErrorKind::InvalidRequest`] or the message
    /// is too large.
    pub fn field_violations(&self) -> &[FieldViolation] {
        &self.0.field_violations
    }

    /// When the server suggests to try again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the call is named in the server's log.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How often the call was made; 0: it never left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the same call may succeed when it is made again.
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            ErrorKind::Unavailable => true,
            ErrorKind::ResourceExhausted => self.retry_after().is_some(),
            _ => false,
        }
    }

    /// Whether time was up; a server whose own timer ends a call may say CANCELLED.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self.kind(), ErrorKind::DeadlineExceeded | ErrorKind::Cancelled)
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            kind,
            message: message.into(),
            reason: None,
            field_violations: Vec::new(),
            retry_after: None,
            request_id: None,
            attempts: 0,
        }))
    }

    pub(crate) fn setup(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Setup, message)
    }

    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unavailable, message)
    }

    pub(crate) fn deadline(timeout: Duration) -> Self {
        Self::new(ErrorKind::DeadlineExceeded, format!("no answer within {timeout:?}"))
    }

    /// What a call ended with. Not `From`: a caller need not know whose transport it is.
    pub(crate) fn of(status: &Status) -> Self {
        let details = status.get_error_details();
        // A status with a source was made on this side: the connection failed, or broke.
        let is_ours = std::error::Error::source(status).is_some();
        let kind = match status.code() {
            // The transport has a timer of its own, which reports the deadline so.
            Code::Cancelled if is_timer(status) => ErrorKind::DeadlineExceeded,
            Code::Cancelled | Code::Internal | Code::Unknown if is_ours => ErrorKind::Unavailable,
            Code::InvalidArgument | Code::FailedPrecondition => ErrorKind::InvalidRequest,
            Code::NotFound => ErrorKind::NotFound,
            Code::AlreadyExists | Code::Aborted => ErrorKind::Conflict,
            Code::PermissionDenied | Code::Unauthenticated => ErrorKind::Denied,
            // The server never answers OUT_OF_RANGE; our own decoder does for an answer that is
            // larger than `Options::max_response_bytes`.
            Code::ResourceExhausted | Code::OutOfRange => ErrorKind::ResourceExhausted,
            Code::DeadlineExceeded => ErrorKind::DeadlineExceeded,
            Code::Unavailable => ErrorKind::Unavailable,
            Code::Cancelled => ErrorKind::Cancelled,
            Code::Unimplemented => ErrorKind::Unimplemented,
            _ => ErrorKind::Internal,
        };
        let field_violations = details
            .bad_request()
            .map(|bad| bad.field_violations.clone())
            .unwrap_or_default()
            .into_iter()
            .map(|v| FieldViolation { field: v.field, description: v.description })
            .collect();
        let mut message = status.message().to_owned();
        // A transport error says why only in its sources.
        for cause in causes(status) {
            let cause_text = cause.to_string();
            if !message.contains(&cause_text) {
                message = format!("{message}: {cause_text}");
            }
        }
        Self(Box::new(Facts {
            kind,
            message,
            reason: details.error_info().map(|info| info.reason.clone()),
            field_violations,
            retry_after: details.retry_info().and_then(|info| info.retry_delay),
            request_id: None,
            attempts: 0,
        }))
    }

    /// The same, with what its call knows of itself.
    pub(crate) fn of_call(mut self, request_id: &str, attempts: u32) -> Self {
        self.0.request_id = Some(request_id.to_owned());
        self.0.attempts = attempts;
        self
    }

    /// The same, with what went wrong before.
    pub(crate) fn following(mut self, earlier: &Self) -> Self {
        self.0.message = format!("{}; before that: {}", self.0.message, earlier.message());
        self
    }
}

fn causes(status: &Status) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let first = std::error::Error::source(status);
    std::iter::successors(first, |cause| cause.source())
}

fn is_timer(status: &Status) -> bool {
    causes(status).any(<dyn std::error::Error>::is::<TimeoutExpired>)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())?;
        for violation in self.field_violations() {
            write!(f, "\n  {}: {}", violation.field, violation.description)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use tonic::{Code, Status};
    use tonic_types::{ErrorDetails, StatusExt as _};

    use super::{Error, ErrorKind};

    fn check(status: &Status, expected: ErrorKind) {
        assert_eq!(Error::of(status).kind(), expected);
    }

    #[test]
    fn what_to_do() {
        check(&Status::not_found("no such corpus"), ErrorKind::NotFound);
        check(&Status::unauthenticated("who are you"), ErrorKind::Denied);
        check(&Status::internal("a fault"), ErrorKind::Internal);
        let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        check(&Status::from_error(Box::new(broken)), ErrorKind::Unavailable);
        let timer = tonic::TimeoutExpired(());
        check(&Status::from_error(Box::new(timer)), ErrorKind::DeadlineExceeded);
        check(&Status::cancelled("by the caller"), ErrorKind::Cancelled);
        check(&Status::out_of_range("the answer is too large"), ErrorKind::ResourceExhausted);
    }

    #[test]
    fn what_may_be_tried_again() {
        let check = |status: &Status, expected: bool| {
            assert_eq!(Error::of(status).is_transient(), expected);
        };
        check(&Status::unavailable("going away"), true);
        check(&Status::resource_exhausted("the message is too large"), false);
        let mut details = ErrorDetails::new();
        details.set_retry_info(Some(std::time::Duration::from_secs(1)));
        let full =
            Status::with_error_details(Code::ResourceExhausted, "the queue is full", details);
        check(&full, true);
        check(&Status::invalid_argument("no text"), false);
        check(&Status::deadline_exceeded("too late"), false);
        check(&Status::internal("a fault"), false);
    }

    #[test]
    fn details_survive() {
        let mut details = ErrorDetails::new();
        details.add_bad_request_violation("article.content.text", "at most 10 bytes, found 11");
        let status = Status::with_error_details(Code::InvalidArgument, "too large", details);
        let error = Error::of(&status);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.field_violations()[0].field, "article.content.text");
        assert_eq!(
            error.to_string(),
            "too large\n  article.content.text: at most 10 bytes, found 11"
        );
    }
}
