use std::{collections::HashMap, time::Duration};

use tiyao_api::v1;
use tiyao_document::DocumentError;
use tonic::{Code, Status, metadata::MetadataMap};
use tonic_types::{ErrorDetails, StatusExt as _};

/// Domain of the reasons in `google.rpc.ErrorInfo`.
pub(crate) const DOMAIN: &str = "tiyao";
/// When a caller should try again that was refused for the number of calls or connections: most are
/// done in a moment.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// Why a call, or one article of a call, was not done. The one place that knows which gRPC code
/// and which `google.rpc` details each becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Fields break rules; never empty.
    Invalid(Vec<Violation>),
    /// What was sent as `field` cannot be read as a document.
    Unreadable { field: String, error: Box<DocumentError> },
    /// What arrived is no message of the method.
    MalformedMessage,
    /// A message is over the limit.
    MessageTooLarge { limit: usize },
    /// A message has too many fields.
    TooManyFields { limit: usize },
    /// A compressed message becomes too large beside what was sent.
    MessageInflated { limit: usize },
    /// The call has too many headers, or too long ones.
    HeadersTooLarge { limit: usize },
    /// A message took too long to arrive.
    SlowSender { limit: Duration },
    /// Nobody read the answer.
    SlowReader { limit: Duration },
    /// Too much waits. `limit` names the limit.
    QueueFull { limit: &'static str, allowed: usize, retry_after: Duration },
    /// Too many calls are open.
    TooManyCalls { limit: usize },
    /// The connection is one too many.
    TooManyConnections { limit: usize },
    /// No token, or one that is not known.
    Unauthenticated,
    /// The caller is known, and may not do this.
    RoleMissing { role: &'static str },
    /// The caller has used up what it may have in a minute.
    QuotaExceeded { quota: &'static str, limit: u32, retry_after: Duration },
    /// The deadline passed.
    DeadlineExceeded,
    /// Nobody waits for the answer any more.
    Cancelled,
    /// The server was not told where to keep feedback.
    FeedbackNotKept,
    /// What was to be kept could not be written.
    NotWritten,
    /// The analysis failed: a fault of ours.
    Panicked { request_id: String },
}

/// A limit that was broken, by its name in `Limits` of the contract; or a token's quota, by its own.
struct Broken {
    name: &'static str,
    allowed: String,
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
            Self::Invalid(_) | Self::Unreadable { .. } | Self::MalformedMessage => {
                Code::InvalidArgument
            }
            Self::MessageTooLarge { .. }
            | Self::TooManyFields { .. }
            | Self::MessageInflated { .. }
            | Self::HeadersTooLarge { .. }
            | Self::QueueFull { .. }
            | Self::TooManyCalls { .. }
            | Self::TooManyConnections { .. }
            | Self::QuotaExceeded { .. } => Code::ResourceExhausted,
            Self::Unauthenticated => Code::Unauthenticated,
            Self::RoleMissing { .. } => Code::PermissionDenied,
            Self::DeadlineExceeded | Self::SlowSender { .. } | Self::SlowReader { .. } => {
                Code::DeadlineExceeded
            }
            Self::Cancelled => Code::Cancelled,
            Self::FeedbackNotKept => Code::FailedPrecondition,
            Self::NotWritten => Code::Unavailable,
            Self::Panicked { .. } => Code::Internal,
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
            Self::MalformedMessage => "MALFORMED_MESSAGE",
            Self::MessageTooLarge { .. } => "MESSAGE_TOO_LARGE",
            Self::TooManyFields { .. } => "TOO_MANY_FIELDS",
            Self::MessageInflated { .. } => "MESSAGE_INFLATED",
            Self::HeadersTooLarge { .. } => "HEADERS_TOO_LARGE",
            Self::SlowSender { .. } => "SLOW_SENDER",
            Self::SlowReader { .. } => "SLOW_READER",
            Self::QueueFull { .. } => "QUEUE_FULL",
            Self::TooManyCalls { .. } => "TOO_MANY_CALLS",
            Self::TooManyConnections { .. } => "TOO_MANY_CONNECTIONS",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::RoleMissing { .. } => "ROLE_MISSING",
            Self::QuotaExceeded { .. } => "QUOTA_EXCEEDED",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::Cancelled => "CANCELLED",
            Self::FeedbackNotKept => "FEEDBACK_NOT_KEPT",
            Self::NotWritten => "NOT_WRITTEN",
            Self::Panicked { .. } => "ANALYSIS_FAILED",
        }
    }

    pub(crate) fn message(&self) -> String {
        let said = match self {
            Self::Invalid(violations) => {
                return match violations.as_slice() {
                    [one] => format!("invalid field {}", one.field),
                    many => format!("{} invalid fields", many.len()),
                };
            }
            Self::Unreadable { error, .. } => match **error {
                DocumentError::NotText(_) => "the content is not text",
                _ => "the document cannot be read",
            },
            Self::MalformedMessage => "what arrived is no message of this method",
            Self::MessageTooLarge { .. } => "the message is larger than",
            Self::TooManyFields { .. } => "the message has more fields than",
            Self::MessageInflated { .. } => "the message becomes larger, in times its size, than",
            Self::HeadersTooLarge { .. } => "the headers are larger than",
            Self::SlowSender { .. } => "the message took longer to arrive, in seconds, than",
            Self::SlowReader { .. } => "the answer was not read, in seconds, for",
            Self::QueueFull { .. } => "too much waits to be analysed, more than",
            Self::TooManyCalls { .. } => "more calls are open than",
            Self::TooManyConnections { .. } => "more connections are open than",
            Self::Unauthenticated => {
                "a token is needed, as in `authorization: Bearer …`, and none or one that is not \
                 known was sent"
            }
            Self::RoleMissing { role } => return format!("the token has not the role {role}"),
            Self::QuotaExceeded { .. } => "the token's quota of a minute is used up:",
            Self::DeadlineExceeded => "the deadline passed",
            Self::Cancelled => "the call was cancelled",
            Self::FeedbackNotKept => {
                "this server keeps no feedback; its setting feedback.file is not set"
            }
            Self::NotWritten => "it could not be written; nothing of it is kept",
            Self::Panicked { .. } => "the analysis failed; this is a fault of the server",
        };
        match self.broken() {
            Some(Broken { name, allowed }) => format!("{said} {name} ({allowed})"),
            None => said.to_owned(),
        }
    }

    /// The server's limit that was broken. One that a field breaks is named in the field's violation.
    fn broken(&self) -> Option<Broken> {
        let (name, allowed) = match self {
            Self::MessageTooLarge { limit } => ("max_message_bytes", limit.to_string()),
            Self::TooManyFields { limit } => ("max_message_fields", limit.to_string()),
            Self::MessageInflated { limit } => ("max_decompression_ratio", limit.to_string()),
            Self::HeadersTooLarge { limit } => ("max_header_bytes", limit.to_string()),
            Self::SlowSender { limit } => ("max_receive_seconds", limit.as_secs_f64().to_string()),
            Self::SlowReader { limit } => ("max_stall_seconds", limit.as_secs_f64().to_string()),
            Self::QueueFull { limit, allowed, .. } => (*limit, allowed.to_string()),
            Self::TooManyCalls { limit } => ("max_calls", limit.to_string()),
            Self::TooManyConnections { limit } => ("max_connections", limit.to_string()),
            Self::QuotaExceeded { quota, limit, .. } => (*quota, limit.to_string()),
            _ => return None,
        };
        Some(Broken { name, allowed })
    }

    /// When it is worth trying again, if only the moment was wrong.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::QueueFull { retry_after, .. } | Self::QuotaExceeded { retry_after, .. } => {
                Some(*retry_after)
            }
            Self::TooManyCalls { .. } | Self::TooManyConnections { .. } => Some(RETRY_AFTER),
            _ => None,
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
        matches!(self, Self::Invalid(_) | Self::Unreadable { .. } | Self::Panicked { .. })
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
        let mut facts = HashMap::new();
        if let Some(Broken { name, allowed }) = failure.broken() {
            facts.insert("limit".to_owned(), name.to_owned());
            facts.insert("allowed".to_owned(), allowed.clone());
            details.add_quota_failure_violation(name, format!("at most {allowed}"));
        }
        details.set_error_info(failure.reason(), DOMAIN, facts);
        for violation in failure.violations() {
            details.add_bad_request_violation(violation.field, violation.description);
        }
        if let Failure::Panicked { request_id } = &failure {
            details.set_request_info(request_id, "");
        }
        let mut metadata = MetadataMap::new();
        if let Some(after) = failure.retry_after() {
            details.set_retry_info(Some(after));
            // For whoever knows HTTP alone, in whole seconds.
            metadata.insert("retry-after", whole_seconds(after).into());
        }
        let (code, message) = (failure.code(), failure.message());
        Status::with_error_details_and_metadata(code, message, details, metadata)
    }
}

fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// What tonic refused, in its own words, as a failure of ours; `None`: it is none of ours. Its codes
/// would send a caller the wrong way: `OUT_OF_RANGE` without the limit, `INTERNAL` for garbage that
/// was sent.
pub(crate) fn of_transport(code: Code, message: &str, message_bytes: usize) -> Option<Failure> {
    match code {
        Code::OutOfRange if message.contains("message length too large") => {
            Some(Failure::MessageTooLarge { limit: message_bytes })
        }
        Code::Internal
            if message.contains("failed to decode Protobuf message")
                || message.contains("protocol error: received message with")
                || message.contains("Unexpected EOF decoding stream") =>
        {
            Some(Failure::MalformedMessage)
        }
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests;
