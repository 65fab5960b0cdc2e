//! A document of any form as rows of text: plain text, Markdown, HTML, DOCX and the text layer of a
//! PDF, each with what its form knows of its rows.
//!
//! ```
//! use tiyao_document::{Limits, MediaType, read};
//!
//! let document = read("春天来了\n".as_bytes(), None, None, &Limits::default())?;
//! assert_eq!(document.media_type(), MediaType::PlainText);
//! assert_eq!(document.text(), "春天来了\n");
//! # Ok::<(), tiyao_document::DocumentError>(())
//! ```
//!
//! Offsets of plain text, Markdown and HTML count in the text as it was sent; those of DOCX and PDF,
//! which have no text of their own to cut, in the text that was extracted ([`Document::counted`]).
//!
//! This crate does no I/O, reads no clock, starts no thread, and is total: a hostile file meets a
//! limit or an error, never a panic.

mod detect;
mod document;
mod error;
mod pdf;

use tiyao_text::{Encoding, decode};

pub use document::{Document, MediaType, Remark};
pub use error::DocumentError;

/// How large a document may be once it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text, and of any part that must be unpacked to reach it.
    pub extracted_bytes: usize,
    /// Pages of a PDF.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { extracted_bytes: 64 << 20, pages: 10_000 }
    }
}

/// Reads `bytes` as a document of the declared form and encoding, or of those that its bytes tell.
pub fn read(
    bytes: &[u8],
    media_type: Option<MediaType>,
    encoding: Option<Encoding>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    let media_type = media_type.unwrap_or_else(|| detect::of_bytes(bytes));
    if media_type == MediaType::Pdf {
        return pdf::read(bytes, limits);
    }
    let decoded = decode(bytes, encoding).map_err(DocumentError::NotText)?;
    of_text(decoded, Some(media_type), limits)
}

/// Reads a text that needs no decoding.
pub fn read_text(
    text: String,
    media_type: Option<MediaType>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    of_text(text.into(), media_type, limits)
}

fn of_text(
    counted: tiyao_text::Decoded,
    media_type: Option<MediaType>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    if counted.text.len() > limits.extracted_bytes {
        let most = limits.extracted_bytes;
        return Err(DocumentError::TooLarge { limit: "max_extracted_bytes", most });
    }
    let media_type = media_type.unwrap_or_else(|| detect::of_bytes(counted.text.as_bytes()));
    Ok(Document { media_type, counted, ..Document::default() })
}
