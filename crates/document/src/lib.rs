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
mod docx;
mod error;
mod html;
mod markdown;
mod paced;
mod pdf;
mod writer;

#[cfg(test)]
mod shown;

use tiyao_text::{Decoded, Encoding, decode};

use crate::detect::File;

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
///
/// A page in neither of them is read in the encoding that its own `<meta>` tells, unless it is valid
/// UTF-8.
pub fn read(
    bytes: &[u8],
    media_type: Option<MediaType>,
    encoding: Option<Encoding>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    match (media_type, detect::file(bytes)) {
        (None | Some(MediaType::Docx), Some(File::Locked)) => {
            return Err(DocumentError::Encrypted(MediaType::Docx));
        }
        (None, Some(File::Docx)) | (Some(MediaType::Docx), _) => return docx::read(bytes, limits),
        (None, Some(File::Pdf)) | (Some(MediaType::Pdf), _) => return pdf::read(bytes, limits),
        _ => {}
    }
    let media_type = media_type.or_else(|| detect::is_page(bytes).then_some(MediaType::Html));
    let told = || {
        let declared = html::declared(bytes).filter(|_| media_type == Some(MediaType::Html))?;
        // what is UTF-8 is none by accident, whatever it says
        let is_so = declared == Encoding::Utf8 || str::from_utf8(bytes).is_err();
        is_so.then_some(declared)
    };
    let encoding = encoding.or_else(told);
    let decoded = decode(bytes, encoding).map_err(DocumentError::NotText)?;
    of_text(decoded, media_type, limits)
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
    counted: Decoded,
    media_type: Option<MediaType>,
    limits: &Limits,
) -> Result<Document, DocumentError> {
    if counted.text.len() > limits.extracted_bytes {
        let most = limits.extracted_bytes;
        return Err(DocumentError::TooLarge { limit: "max_extracted_bytes", most });
    }
    let media_type = media_type.unwrap_or_else(|| detect::text(&counted.text));
    let document = Document { media_type, counted, ..Document::default() };
    match media_type {
        MediaType::PlainText => Ok(document),
        MediaType::Markdown => Ok(markdown::read(document)),
        MediaType::Html => Ok(html::read(document)),
        MediaType::Docx | MediaType::Pdf => Err(DocumentError::Malformed {
            media_type,
            reason: "it is a text, not the bytes of a file".to_owned(),
        }),
    }
}
