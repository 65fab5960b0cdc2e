use std::{fmt, io, process::ExitCode};

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
}

impl Failure {
    /// An I/O error, with what it happened to.
    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        Self::Message(format!("{what}: {error}"))
    }

    /// A failed call, with what was asked for.
    pub(crate) fn call(what: impl fmt::Display, error: &tiyao_client::Error) -> Self {
        Self::Message(format!("{what}: {}", in_one_line(error)))
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
        }
    }
}

/// The server's words with each field at fault, in one line.
pub(crate) fn in_one_line(error: &tiyao_client::Error) -> String {
    let mut parts = vec![error.message().to_owned()];
    let violations = error.field_violations().iter();
    parts.extend(violations.map(|broken| format!("{}: {}", broken.field, broken.description)));
    parts.extend(error.retry_after().map(|delay| format!("try again after {delay:?}")));
    parts.join("; ")
}
