use std::time::Duration;

use tiyao_document::{DocumentError, Limits, MediaType};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::{Failure, Violation, of_transport};
use crate::monitor::code_name;

/// The table for callers and for those who run a server.
const DOCUMENTED: &str = include_str!("../../../../docs/reference/errors.md");

/// Checks one row of the table: what the failure becomes, and that the table says so.
fn check(failure: Failure, code: Code, details: &str) -> (Status, ErrorDetails) {
    let (reason, article_error) =
        (failure.reason(), failure.clone().into_article_error("a".to_owned()));
    assert_eq!((article_error.code, article_error.reason.as_str()), (code as i32, reason));
    let status = Status::from(failure);
    assert_eq!(status.code(), code);
    let found = status.get_error_details();
    let info = found.error_info().unwrap();
    assert_eq!((info.domain.as_str(), info.reason.as_str()), ("tiyao", reason));

    let parts = [
        (found.bad_request().is_some(), "`BadRequest`"),
        (found.quota_failure().is_some(), "`QuotaFailure`"),
        (found.retry_info().is_some(), "`RetryInfo`"),
        (found.request_info().is_some(), "`RequestInfo`"),
    ];
    let has: Vec<&str> = parts.into_iter().filter_map(|(has, name)| has.then_some(name)).collect();
    assert_eq!(has.join(", "), details, "{reason}");
    let row = format!("| `{}` | `{reason}` | {details}", code_name(code));
    assert!(DOCUMENTED.contains(&row), "the table has no row {row}");
    if let Some(quota) = found.quota_failure() {
        let limit = &quota.violations[0].subject;
        assert!(status.message().contains(limit.as_str()), "{status:?}");
        assert_eq!(info.metadata.get("limit"), Some(limit));
    }
    let header = status.metadata().get("retry-after").map(|value| value.to_str().unwrap());
    assert_eq!(header.is_some(), found.retry_info().is_some());
    (status, found)
}

/// The failure behind `failure` in a list of all: whoever adds one to the type must give it a place here.
fn after(failure: &Failure) -> Option<Failure> {
    let (limit, time) = (7, Duration::from_secs(7));
    let unreadable =
        |error| Failure::Unreadable { field: "content.data".to_owned(), error: Box::new(error) };
    let media_type = MediaType::Docx;
    let next = match failure {
        Failure::Invalid(_) => {
            unreadable(tiyao_document::read(&[0; 64], None, None, &Limits::default()).unwrap_err())
        }
        Failure::Unreadable { error, .. } => match **error {
            DocumentError::NotText(_) => {
                unreadable(DocumentError::Malformed { media_type, reason: String::new() })
            }
            DocumentError::Malformed { .. } => unreadable(DocumentError::Encrypted(media_type)),
            DocumentError::Encrypted(_) => {
                unreadable(DocumentError::TooLarge { limit: "max_extracted_bytes", most: 7 })
            }
            DocumentError::TooLarge { .. } => Failure::MalformedMessage,
        },
        Failure::MalformedMessage => Failure::MessageTooLarge { limit },
        Failure::MessageTooLarge { .. } => Failure::TooManyFields { limit },
        Failure::TooManyFields { .. } => Failure::MessageInflated { limit },
        Failure::MessageInflated { .. } => Failure::HeadersTooLarge { limit },
        Failure::HeadersTooLarge { .. } => Failure::SlowSender { limit: time },
        Failure::SlowSender { .. } => Failure::SlowReader { limit: time },
        Failure::SlowReader { .. } => {
            Failure::QueueFull { limit: "max_queued_jobs", allowed: 7, retry_after: time }
        }
        Failure::QueueFull { .. } => Failure::TooManyCalls { limit },
        Failure::TooManyCalls { .. } => Failure::TooManyConnections { limit },
        Failure::TooManyConnections { .. } => Failure::Unauthenticated,
        Failure::Unauthenticated => Failure::RoleMissing { role: "admin" },
        Failure::RoleMissing { .. } => {
            Failure::QuotaExceeded { quota: "calls_per_minute", limit: 7, retry_after: time }
        }
        Failure::QuotaExceeded { .. } => Failure::DeadlineExceeded,
        Failure::DeadlineExceeded => Failure::Cancelled,
        Failure::Cancelled => Failure::FeedbackNotKept,
        Failure::FeedbackNotKept => Failure::NotWritten,
        Failure::NotWritten => Failure::Panicked { request_id: "desk-7".to_owned() },
        Failure::Panicked { .. } => return None,
    };
    Some(next)
}

/// One failure of each kind.
pub(crate) fn all() -> impl Iterator<Item = Failure> {
    let violation = Violation { field: "id".to_owned(), description: "too long".to_owned() };
    std::iter::successors(Some(Failure::Invalid(vec![violation])), after)
}

/// A row of the table.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) reason: &'static str,
    details: &'static str,
    pub(crate) http: &'static str,
}

/// The rows for failures of calls, and those for what goes wrong over HTTP alone.
pub(crate) fn rows() -> (Vec<Row>, Vec<Row>) {
    let rows = |table: &'static str| {
        let lines = table.lines().filter(|line| line.starts_with("| ") && line.contains("| `"));
        let rows = lines.map(|line| {
            let cells: Vec<&str> =
                line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let [_, _, code, reason, _, http, ..] = cells[..] else { panic!("{line}") };
            // Its quotes are part of what it says.
            let details = line.split('|').nth(4).unwrap().trim();
            Row { code, reason, details, http }
        });
        rows.collect()
    };
    let (of_calls, over_http) = DOCUMENTED.split_once("Only over HTTP:").unwrap();
    (rows(of_calls), rows(over_http))
}

#[test]
fn every_failure_has_its_row_and_every_row_its_failure() {
    let (mut rows, _) = rows();
    for failure in all() {
        let place = rows.iter().position(|row| row.reason == failure.reason());
        let row = rows.remove(place.unwrap_or_else(|| panic!("no row of its own: {failure:?}")));
        // Some rows say of their details more than which they are.
        let details = row.details.split(" naming ").next().unwrap();
        check(failure, code_of(row.code), details);
    }
    let left: Vec<&str> = rows.iter().map(|row| row.reason).collect();
    assert!(left.is_empty(), "nothing fails so: {left:?}");
}

/// The code of this name.
fn code_of(name: &str) -> Code {
    let mut codes = (0..=16).map(Code::from);
    codes.find(|code| code_name(*code) == name).unwrap()
}

#[test]
fn invalid_fields() {
    let violation = Violation { field: "id".to_owned(), description: "too long".to_owned() };
    let (_, details) =
        check(Failure::Invalid(vec![violation]), Code::InvalidArgument, "`BadRequest`");
    assert_eq!(details.bad_request().unwrap().field_violations[0].field, "id");
}

#[test]
fn unreadable_documents() {
    let media_type = MediaType::Docx;
    for error in [
        DocumentError::Encrypted(media_type),
        DocumentError::Malformed { media_type, reason: "no body".to_owned() },
        DocumentError::TooLarge { limit: "max_extracted_bytes", most: 7 },
    ] {
        let failure =
            Failure::Unreadable { field: "content.data".to_owned(), error: Box::new(error) };
        let (_, details) = check(failure, Code::InvalidArgument, "`BadRequest`");
        assert_eq!(details.bad_request().unwrap().field_violations[0].field, "content.data");
    }
    let error =
        Box::new(tiyao_document::read(&[0; 64], None, None, &Limits::default()).unwrap_err());
    let failure = Failure::Unreadable { field: "content.data".to_owned(), error };
    check(failure, Code::InvalidArgument, "`BadRequest`");
}

#[test]
fn messages() {
    check(Failure::MalformedMessage, Code::InvalidArgument, "");
    let exhausted = Code::ResourceExhausted;
    check(Failure::MessageTooLarge { limit: 7 }, exhausted, "`QuotaFailure`");
    check(Failure::TooManyFields { limit: 7 }, exhausted, "`QuotaFailure`");
    check(Failure::MessageInflated { limit: 7 }, exhausted, "`QuotaFailure`");
    check(Failure::HeadersTooLarge { limit: 7 }, exhausted, "`QuotaFailure`");
    let limit = Duration::from_secs(7);
    check(Failure::SlowSender { limit }, Code::DeadlineExceeded, "`QuotaFailure`");
    check(Failure::SlowReader { limit }, Code::DeadlineExceeded, "`QuotaFailure`");
}

#[test]
fn too_much_at_a_time() {
    let retry_after = Duration::from_millis(1200);
    let full = Failure::QueueFull { limit: "max_queued_bytes", allowed: 7, retry_after };
    let (status, details) = check(full, Code::ResourceExhausted, "`QuotaFailure`, `RetryInfo`");
    assert_eq!(details.retry_info().unwrap().retry_delay, Some(retry_after));
    // In whole seconds, and not too soon.
    assert_eq!(status.metadata().get("retry-after").unwrap(), "2");
    for failure in [Failure::TooManyCalls { limit: 7 }, Failure::TooManyConnections { limit: 7 }] {
        check(failure, Code::ResourceExhausted, "`QuotaFailure`, `RetryInfo`");
    }
}

#[test]
fn callers() {
    check(Failure::Unauthenticated, Code::Unauthenticated, "");
    let (status, _) = check(Failure::RoleMissing { role: "admin" }, Code::PermissionDenied, "");
    assert_eq!(status.message(), "the token has not the role admin");
    let retry_after = Duration::from_secs(3);
    let quota = Failure::QuotaExceeded { quota: "calls_per_minute", limit: 7, retry_after };
    let (status, details) = check(quota, Code::ResourceExhausted, "`QuotaFailure`, `RetryInfo`");
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, "calls_per_minute");
    assert_eq!(details.retry_info().unwrap().retry_delay, Some(retry_after));
    assert!(status.message().contains("calls_per_minute (7)"));
}

#[test]
fn ends_of_calls() {
    check(Failure::DeadlineExceeded, Code::DeadlineExceeded, "");
    check(Failure::Cancelled, Code::Cancelled, "");
    let panicked = Failure::Panicked { request_id: "desk-7".to_owned() };
    let (_, details) = check(panicked, Code::Internal, "`RequestInfo`");
    assert_eq!(details.request_info().unwrap().request_id, "desk-7");
}

#[test]
fn what_is_kept() {
    check(Failure::FeedbackNotKept, Code::FailedPrecondition, "");
    check(Failure::NotWritten, Code::Unavailable, "");
}

#[test]
fn words_of_the_transport() {
    let check = |code, message, expected: Option<Failure>| {
        assert_eq!(of_transport(code, message, 7), expected, "{message}");
    };
    let too_large = Some(Failure::MessageTooLarge { limit: 7 });
    check(Code::OutOfRange, "decoded message length too large: found 9 bytes", too_large);
    let garbage = "failed to decode Protobuf message: invalid wire type";
    check(Code::Internal, garbage, Some(Failure::MalformedMessage));
    check(Code::Internal, "the disk is full", None);
    check(Code::Unavailable, "decoded message length too large", None);
}
