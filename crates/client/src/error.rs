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
    /// The message is too large, or the server has too much to do; with [`Error::retry_after`]
    /// the same call may succeed later.
    ResourceExhausted,
    /// The deadline passed before the answer was there.
    DeadlineExceeded,
    /// The server cannot be reached, or is shutting down. The same call may succeed later.
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

    pub(crate) fn endpoint(endpoint: &str, error: &tonic::transport::Error) -> Self {
        let reason =
            std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        Self {
            kind: ErrorKind::InvalidRequest,
            message: format!("not an endpoint: {endpoint}: {reason}"),
            field_violations: Vec::new(),
            retry_after: None,
        }
    }
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let kind = match status.code() {
            Code::InvalidArgument | Code::OutOfRange | Code::FailedPrecondition => {
                ErrorKind::InvalidRequest
            }
            Code::ResourceExhausted => ErrorKind::ResourceExhausted,
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
