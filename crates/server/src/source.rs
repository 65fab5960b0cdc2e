//! The text of a request: decoded, and remembered as it was sent.

use std::borrow::Cow;

use tiyao_api::v1;
use tiyao_text::{Decoded, Encoding, OffsetUnit, Span, UnitIndex, UnitTable};

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

    /// Counts the text in `unit`, in one pass.
    pub(crate) fn units(&self, unit: OffsetUnit) -> UnitTable {
        UnitTable::new(&self.decoded.text, unit)
    }

    /// Offsets in the unit of `units`, which counted this text.
    pub(crate) fn index<'a>(&'a self, units: &'a UnitTable) -> UnitIndex<'a> {
        units.index(&self.decoded.text, Some(&self.decoded.map))
    }
}
