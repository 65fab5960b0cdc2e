//! An HTML page, or a piece of one, as the rows that a browser shows.
//!
//! Block elements and `<br>` part rows; white space collapses; what a page hides, its scripts, its
//! forms and its `<title>` are no text. A number that a browser would put before an item of a list is
//! not in the page, and so not in its text.

mod charset;
mod element;
mod page;
mod style;
mod tokens;

use tiyao_text::Span;

pub(crate) use charset::declared;

use crate::{document::Document, writer::Writer};

/// Reads the page that `document` counts in.
pub(crate) fn read(mut document: Document) -> Document {
    let mut writer = Writer::default();
    write(&document.counted.text, 0, &mut writer);
    let (derived, marks) = writer.finish();
    document.derived = Some(derived);
    document.marks = marks;
    document
}

/// Writes the rows of `source`, a piece that starts at byte `base` of the document.
pub(crate) fn write(source: &str, base: usize, writer: &mut Writer) {
    let mut page = page::Page::new(source, base, writer);
    tokens::read(source, &mut page);
    page.end(Span::new(source.len(), source.len()));
}

#[cfg(test)]
mod tests;
