use std::{fmt, time::Duration};

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// What to do about a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
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
pub struct Error {
    kind: ErrorKind,
    message: String,
    field_violations: Vec<FieldViolation>,
    retry_after: Option<Duration>,
}

impl Error {
    /// What to do about it.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The server's words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The fields at fault; empty unless the kind is [`ErrorKind::InvalidRequest`] or the message
    /// is too large.
    pub fn field_violations(&self) -> &[FieldViolation] {
        &self.field_violations
    }

    /// When the server suggests to try again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(crate) fn deadline(timeout: Duration) -> Self {
        Self {
            kind: ErrorKind::DeadlineExceeded,
            message: format!("no answer within {timeout:?}"),
            field_violations: Vec::new(),
            retry_after: None,
        }
    }

    pub(crate) fn endpoint(endpoint: &str, why: &str) -> Self {
        Self {
            kind: ErrorKind::InvalidRequest,
            message: format!("not an endpoint: {endpoint}: {why}"),
            field_violations: Vec::new(),
            retry_after: None,
        }
    }
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        // A status with a source was made on this side: the connection failed, or broke.
        let is_ours = std::error::Error::source(&status).is_some();
        let kind = match status.code() {
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
            Code::Internal | Code::Unknown if is_ours => ErrorKind::Unavailable,
            _ => ErrorKind::Internal,
        };
        let field_violations = details
            .bad_request()
            .map(|bad| bad.field_violations.clone())
            .unwrap_or_default()
            .into_iter()
            .map(|v| FieldViolation { field: v.field, description: v.description })
            .collect();
        let retry_after = details.retry_info().and_then(|info| info.retry_delay);
        let mut message = status.message().to_owned();
        // A transport error says why only in its sources.
        let mut source = std::error::Error::source(&status);
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            if !message.contains(&cause_text) {
                message = format!("{message}: {cause_text}");
            }
            source = cause.source();
        }
        Self { kind, message, field_violations, retry_after }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for violation in &self.field_violations {
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

    fn check(status: Status, expected: ErrorKind) {
        assert_eq!(Error::from(status).kind(), expected);
    }

    #[test]
    fn what_to_do() {
        check(Status::not_found("no such corpus"), ErrorKind::NotFound);
        check(Status::unauthenticated("who are you"), ErrorKind::Denied);
        check(Status::internal("a fault"), ErrorKind::Internal);
        let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        check(Status::from_error(Box::new(broken)), ErrorKind::Unavailable);
        check(Status::out_of_range("the answer is too large"), ErrorKind::ResourceExhausted);
    }

    #[test]
    fn details_survive() {
        let mut details = ErrorDetails::new();
        details.add_bad_request_violation("article.content.text", "at most 10 bytes, found 11");
        let status = Status::with_error_details(Code::InvalidArgument, "too large", details);
        let error = Error::from(status);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.field_violations()[0].field, "article.content.text");
        assert_eq!(
            error.to_string(),
            "too large\n  article.content.text: at most 10 bytes, found 11"
        );
    }
}
