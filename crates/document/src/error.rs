use std::fmt;

use tiyao_text::DecodeError;

use crate::MediaType;

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentError {
    /// Its bytes are not a text.
    NotText(DecodeError),
    /// It is not of the declared form, or too damaged to be read as one.
    Malformed {
        /// The form it was read as.
        media_type: MediaType,
        /// What is wrong with it.
        reason: String,
    },
    /// It is locked with a password.
    Encrypted(MediaType),
    /// It is larger than a limit allows.
    TooLarge {
        /// The limit's name, as in `Limits` of the contract.
        limit: &'static str,
        /// The largest number that is allowed.
        most: usize,
    },
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(error) => error.fmt(f),
            Self::Malformed { media_type, reason } => write!(f, "not a {media_type}: {reason}"),
            Self::Encrypted(media_type) => write!(f, "the {media_type} is locked with a password"),
            Self::TooLarge { limit, most } => write!(f, "larger than {limit} allows: {most}"),
        }
    }
}

impl std::error::Error for DocumentError {}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PlainText => "plain text",
            Self::Markdown => "Markdown text",
            Self::Html => "HTML page",
            Self::Docx => "DOCX document",
            Self::Pdf => "PDF document",
        })
    }
}
