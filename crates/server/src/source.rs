//! The text of a request: decoded, and remembered as it was sent.

use std::borrow::Cow;

use tiyao_api::v1;
use tiyao_text::{Decoded, Encoding, OffsetUnit, Span, UnitIndex};

use crate::failure::Failure;

/// A text as the caller sent it, and what it says.
pub(crate) struct Source {
    decoded: Decoded,
}

impl Source {
    /// Decodes `content`, which was sent as `field`.
    pub(crate) fn decode(
        content: v1::Content,
        encoding: Option<Encoding>,
        field: &str,
    ) -> Result<Self, Failure> {
        let bytes: Cow<'static, [u8]> = match content.form {
            Some(v1::content::Form::Text(text)) => {
                return Ok(Self { decoded: Decoded::from(text) });
            }
            Some(v1::content::Form::Data(data)) => data.into(),
            None => Cow::Borrowed(&[]),
        };
        match tiyao_text::decode(&bytes, encoding) {
            Ok(decoded) => Ok(Self { decoded }),
            Err(error) => Err(Failure::Undecodable { field: format!("{field}.data"), error }),
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.decoded.text
    }

    /// The encoding that was declared or detected.
    pub(crate) fn encoding(&self) -> Encoding {
        self.decoded.encoding
    }

    /// Where bytes were not text.
    pub(crate) fn invalid(&self) -> &[Span] {
        &self.decoded.invalid
    }

    /// Counts offsets of the text in `unit`.
    pub(crate) fn units(&self, unit: OffsetUnit) -> UnitIndex<'_> {
        UnitIndex::new(&self.decoded.text, unit, Some(&self.decoded.map))
    }
}
