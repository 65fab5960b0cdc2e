use std::time::Duration;

use tiyao_api::v1;
use tiyao_document::DocumentError;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// Domain of the reasons in `google.rpc.ErrorInfo`.
pub(crate) const DOMAIN: &str = "tiyao";
/// When a refused caller should try again: about the time a full queue takes to move on.
const RETRY_AFTER: Duration = Duration::from_millis(200);

/// Why a call, or one article of a call, was not done. The one place that knows which gRPC code
/// and which `google.rpc` details each becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Fields break rules; never empty.
    Invalid(Vec<Violation>),
    /// What was sent as `field` cannot be read as a document.
    Unreadable { field: String, error: Box<DocumentError> },
    /// A message is over the limit.
    MessageTooLarge { limit: usize },
    /// Too many jobs wait.
    QueueFull,
    /// The deadline passed.
    DeadlineExceeded,
    /// Nobody waits for the answer any more.
    Cancelled,
    /// The analysis failed: a fault of ours.
    Panicked,
}

/// A field of a request that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Path of the field, as `article.content.text`.
    pub(crate) field: String,
    /// The rule, with the limit and the value found.
    pub(crate) description: String,
}

impl Failure {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Invalid(_) | Self::Unreadable { .. } => Code::InvalidArgument,
            Self::MessageTooLarge { .. } | Self::QueueFull => Code::ResourceExhausted,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::Cancelled => Code::Cancelled,
            Self::Panicked => Code::Internal,
        }
    }

    /// A stable name that programs may branch on.
    pub(crate) fn reason(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "INVALID_FIELD",
            Self::Unreadable { error, .. } => match **error {
                DocumentError::NotText(_) => "NOT_TEXT",
                DocumentError::Malformed { .. } => "MALFORMED_DOCUMENT",
                DocumentError::Encrypted(_) => "ENCRYPTED_DOCUMENT",
                DocumentError::TooLarge { .. } => "DOCUMENT_TOO_LARGE",
            },
            Self::MessageTooLarge { .. } => "MESSAGE_TOO_LARGE",
            Self::QueueFull => "QUEUE_FULL",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::Cancelled => "CANCELLED",
            Self::Panicked => "ANALYSIS_FAILED",
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Invalid(violations) => match violations.as_slice() {
                [one] => format!("invalid field {}", one.field),
                many => format!("{} invalid fields", many.len()),
            },
            Self::Unreadable { error, .. } => match **error {
                DocumentError::NotText(_) => "the content is not text".to_owned(),
                _ => "the document cannot be read".to_owned(),
            },
            Self::MessageTooLarge { limit } => {
                format!("the message is larger than max_message_bytes ({limit})")
            }
            Self::QueueFull => "too many calls are waiting (max_queued_jobs)".to_owned(),
            Self::DeadlineExceeded => "the deadline passed".to_owned(),
            Self::Cancelled => "the call was cancelled".to_owned(),
            Self::Panicked => "the analysis failed; this is a fault of the server".to_owned(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(violations) => violations.clone(),
            Self::Unreadable { field, error } => {
                vec![Violation { field: field.clone(), description: error.to_string() }]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is the fault of one article, and its neighbours can be answered all the same.
    pub(crate) fn is_of_one_article(&self) -> bool {
        matches!(self, Self::Invalid(_) | Self::Unreadable { .. } | Self::Panicked)
    }

    /// The error of one article whose neighbours are answered all the same.
    pub(crate) fn into_article_error(self, id: String) -> v1::ArticleError {
        let field_violations = self.violations().into_iter().map(|violation| v1::FieldViolation {
            field: violation.field,
            description: violation.description,
        });
        v1::ArticleError {
            id,
            code: self.code() as i32,
            message: self.message(),
            field_violations: field_violations.collect(),
            reason: self.reason().to_owned(),
        }
    }
}

impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        let mut details = ErrorDetails::new();
        details.set_error_info(failure.reason(), DOMAIN, []);
        for violation in failure.violations() {
            details.add_bad_request_violation(violation.field, violation.description);
        }
        if let Failure::MessageTooLarge { limit } = failure {
            details.add_quota_failure_violation("max_message_bytes", format!("{limit} bytes"));
        }
        if failure == Failure::QueueFull {
            details.set_retry_info(Some(RETRY_AFTER));
        }
        Status::with_error_details(failure.code(), failure.message(), details)
    }
}

/// tonic refuses a message over the cap with `OUT_OF_RANGE` and a text of its own, and one that grows
/// over it when it is decompressed with another; this recognizes both.
pub(crate) fn is_message_too_large(code: Code, message: &str) -> bool {
    match code {
        Code::OutOfRange => message.contains("message length too large"),
        Code::ResourceExhausted => message.starts_with("Error decompressing: size limit"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use tonic::{Code, Status};
    use tonic_types::StatusExt as _;

    use super::{Failure, Violation};

    fn check(failure: Failure, code: Code, reason: &str) -> Status {
        let status = Status::from(failure);
        assert_eq!(status.code(), code);
        let details = status.get_error_details();
        assert_eq!(details.error_info().map(|info| info.reason.as_str()), Some(reason));
        status
    }

    #[test]
    fn each_failure_has_its_code_and_details() {
        let violation = Violation { field: "id".to_owned(), description: "too long".to_owned() };
        let invalid =
            check(Failure::Invalid(vec![violation]), Code::InvalidArgument, "INVALID_FIELD");
        let details = invalid.get_error_details();
        assert_eq!(details.bad_request().unwrap().field_violations[0].field, "id");

        let full = check(Failure::QueueFull, Code::ResourceExhausted, "QUEUE_FULL");
        assert!(full.get_error_details().retry_info().unwrap().retry_delay.is_some());

        let too_large = Failure::MessageTooLarge { limit: 7 };
        let too_large = check(too_large, Code::ResourceExhausted, "MESSAGE_TOO_LARGE");
        assert!(too_large.message().contains("max_message_bytes (7)"));

        check(Failure::DeadlineExceeded, Code::DeadlineExceeded, "DEADLINE_EXCEEDED");
        check(Failure::Panicked, Code::Internal, "ANALYSIS_FAILED");
    }
}
