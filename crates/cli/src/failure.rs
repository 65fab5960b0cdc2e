use std::{fmt, io, process::ExitCode};

use tiyao_client::ErrorKind;

use crate::render::layout::printable;

/// Why a command ended early, in words for the person who ran it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read the output went away, as `| head` does. Not an error.
    ClosedPipe,
    /// Interrupted at the keyboard.
    Interrupted,
    /// One line for standard error.
    Message(String),
    /// The same, when the command line is at fault.
    Usage(String),
    /// Several such, a line each.
    #[cfg(feature = "embedded")]
    Mistakes(Vec<String>),
}

impl Failure {
    /// An I/O error, with what it happened to.
    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        Self::Message(format!("{what}: {error}"))
    }

    /// A failed call, with what was asked for unless that has no part in it.
    pub(crate) fn call(what: impl fmt::Display, error: &tiyao_client::Error) -> Self {
        let line = in_one_line(error);
        Self::Message(match error.kind() {
            ErrorKind::Unavailable if is_about_trust(&line) => {
                format!(
                    "the server is not trusted: {line}; --tls-ca names who signed its certificate"
                )
            }
            ErrorKind::Unavailable => format!("the server is unavailable: {line}"),
            ErrorKind::Denied if error.reason() == Some("UNAUTHENTICATED") => {
                format!(
                    "the server asks for a token that it knows: --token-file, or TIYAO_TOKEN: {line}"
                )
            }
            ErrorKind::Denied => format!("the token does not allow this: {line}"),
            // Whoever runs the server finds the call in its log by this.
            ErrorKind::Internal if let Some(id) = error.request_id() => {
                format!("{what}: {line} (request {id})")
            }
            _ => format!("{what}: {line}"),
        })
    }

    /// An error while writing the output.
    pub(crate) fn writing(what: impl fmt::Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::io(what, error)
    }

    /// Says it on standard error and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::ClosedPipe => ExitCode::SUCCESS,
            Self::Interrupted => ExitCode::from(130),
            Self::Message(message) => {
                eprintln!("error: {}", printable(message));
                ExitCode::FAILURE
            }
            Self::Usage(message) => {
                eprintln!("error: {}", printable(message));
                ExitCode::from(2)
            }
            #[cfg(feature = "embedded")]
            Self::Mistakes(mistakes) => {
                for mistake in mistakes {
                    eprintln!("error: {}", printable(mistake));
                }
                ExitCode::from(2)
            }
        }
    }
}

/// Whether nobody who is trusted signed the server's certificate. TLS says so in words alone.
fn is_about_trust(line: &str) -> bool {
    line.contains("UnknownIssuer")
}

/// The server's words with each field at fault, in one line.
pub(crate) fn in_one_line(error: &tiyao_client::Error) -> String {
    let violations = error.field_violations().iter();
    let violations = violations.map(|broken| (broken.field.as_str(), broken.description.as_str()));
    let line = with_violations(error.message(), violations);
    match error.retry_after() {
        Some(delay) => format!("{line}; try again after {delay:?}"),
        None => line,
    }
}

/// A message with each field and what is wrong with it; a field that the message ends with is not
/// named twice.
pub(crate) fn with_violations<'a>(
    message: &str,
    violations: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut line = message.to_owned();
    for (field, description) in violations {
        if !line.ends_with(field) {
            line = format!("{line}; {field}");
        }
        line = format!("{line}: {description}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::with_violations;

    #[test]
    fn a_field_is_named_once() {
        let violations = [("a.b", "at most 1, found 2")];
        let line = |message| with_violations(message, violations.into_iter());
        assert_eq!(line("invalid field a.b"), "invalid field a.b: at most 1, found 2");
        assert_eq!(line("not text"), "not text; a.b: at most 1, found 2");
    }
}
