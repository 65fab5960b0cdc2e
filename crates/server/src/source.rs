//! The content of a request: read as a document, and remembered as it was sent.

use tiyao_api::v1;
use tiyao_document::{Document, DocumentError, MediaType};
use tiyao_text::{Encoding, OffsetUnit, RowMark, Span, UnitIndex, UnitTable};

use crate::failure::Failure;

/// A content that may be read: of a size within the limits.
#[derive(Debug, Default)]
pub(crate) struct ContentRequest {
    pub(crate) content: v1::Content,
    pub(crate) media_type: Option<MediaType>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) limits: tiyao_document::Limits,
}

impl ContentRequest {
    /// How many bytes were sent.
    pub(crate) fn bytes(&self) -> usize {
        match &self.content.form {
            Some(v1::content::Form::Text(text)) => text.len(),
            Some(v1::content::Form::Data(data)) => data.len(),
            None => 0,
        }
    }
}

/// A document as the caller sent it, and what it says.
pub(crate) struct Source {
    document: Document,
}

impl Source {
    /// Reads a content that was sent as `field`.
    pub(crate) fn read(request: ContentRequest, field: &str) -> Result<Self, Failure> {
        let ContentRequest { content, media_type, encoding, limits } = request;
        let (read, form) = match content.form {
            Some(v1::content::Form::Text(text)) => {
                (tiyao_document::read_text(text, media_type, &limits), "text")
            }
            Some(v1::content::Form::Data(data)) => {
                (tiyao_document::read(&data, media_type, encoding, &limits), "data")
            }
            None => (Ok(Document::default()), ""),
        };
        let failed = |error: DocumentError| Failure::Unreadable {
            field: format!("{field}.{form}"),
            error: Box::new(error),
        };
        Ok(Self { document: read.map_err(failed)? })
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        self.document.text()
    }

    /// What the document's form knows of the text's rows.
    pub(crate) fn marks(&self) -> &[RowMark] {
        self.document.marks()
    }

    /// The document.
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// Where bytes were not text, in the text that offsets count in.
    pub(crate) fn invalid(&self) -> &[Span] {
        &self.document.counted().invalid
    }

    /// The text that was extracted, for the response.
    pub(crate) fn extracted_text(&self) -> String {
        self.document.extracted().unwrap_or_default().to_owned()
    }

    /// Counts the text that offsets count in, in one pass.
    pub(crate) fn units(&self, unit: OffsetUnit) -> UnitTable {
        UnitTable::new(&self.document.counted().text, unit)
    }

    /// Offsets in the unit of `units`, which counted this text.
    pub(crate) fn index<'a>(&'a self, units: &'a UnitTable) -> UnitIndex<'a> {
        let counted = self.document.counted();
        units.index(&counted.text, Some(&counted.map))
    }
}
