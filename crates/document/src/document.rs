use std::borrow::Cow;

use tiyao_text::{Decoded, Encoding, OffsetMap, RowMark, Span};

/// The form of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaType {
    /// Rows, as they come from character recognition or a text layer.
    #[default]
    PlainText,
    /// `CommonMark` with tables and front matter.
    Markdown,
    /// A page, or a piece of one.
    Html,
    /// Office Open XML, as word processors write it.
    Docx,
    /// The text layer of a PDF; what is only a picture is not read.
    Pdf,
}

/// A document that was read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(crate) media_type: MediaType,
    // The text in which offsets count.
    pub(crate) counted: Decoded,
    // The text to analyse, where it is not the counted one.
    pub(crate) derived: Option<Derived>,
    pub(crate) marks: Vec<RowMark>,
    pub(crate) remarks: Vec<Remark>,
}

/// A text without the marks of its form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Derived {
    pub(crate) text: String,
    /// From it to the counted text.
    pub(crate) map: OffsetMap,
}

/// What could not be read of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A page has no text layer; the first page is 1.
    PageWithoutText(usize),
    /// A part is damaged and was passed over; what it is.
    DamagedPart(String),
}

impl Document {
    /// The form that was declared or detected.
    pub fn media_type(&self) -> MediaType {
        self.media_type
    }

    /// The text, its rows ended by line feeds; without the marks of the form.
    pub fn text(&self) -> &str {
        self.derived.as_ref().map_or(&self.counted.text, |derived| &derived.text)
    }

    /// What the form knows of the rows of [`text`](Self::text), in their order.
    pub fn marks(&self) -> &[RowMark] {
        &self.marks
    }

    /// The text in which offsets count: what was sent, decoded, or what was extracted.
    pub fn counted(&self) -> &Decoded {
        &self.counted
    }

    /// The text that was extracted from a form which has none to cut; `None` for the others.
    pub fn extracted(&self) -> Option<&str> {
        let extracted = matches!(self.media_type, MediaType::Docx | MediaType::Pdf);
        extracted.then_some(self.counted.text.as_str())
    }

    /// The encoding that was declared or detected.
    pub fn encoding(&self) -> Encoding {
        self.counted.encoding
    }

    /// Where `spans` of [`text`](Self::text) stand in [`counted`](Self::counted): each piece between
    /// marks of the form on its own.
    pub fn pieces<'a>(&self, spans: &'a [Span]) -> Cow<'a, [Span]> {
        match &self.derived {
            None => Cow::Borrowed(spans),
            Some(derived) => {
                spans.iter().flat_map(|span| derived.map.trace_pieces(*span)).collect()
            }
        }
    }

    /// The smallest span of [`counted`](Self::counted) that covers `span` of [`text`](Self::text).
    pub fn cover(&self, span: Span) -> Span {
        self.derived.as_ref().map_or(span, |derived| derived.map.trace(span))
    }

    /// What could not be read.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }
}
