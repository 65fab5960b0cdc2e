//! The form of a document that does not say it.

use crate::MediaType;

/// The form of `bytes` by how they begin.
pub(crate) fn of_bytes(bytes: &[u8]) -> MediaType {
    if bytes.starts_with(b"%PDF-") { MediaType::Pdf } else { MediaType::PlainText }
}
