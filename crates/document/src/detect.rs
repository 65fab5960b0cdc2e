//! The form of a document that does not say it.

use crate::MediaType;

/// The form of `bytes` by how they begin.
pub(crate) fn of_bytes(_bytes: &[u8]) -> MediaType {
    MediaType::PlainText
}
