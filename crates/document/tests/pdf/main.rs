//! The text layer of PDFs that are written here.

mod fonts;
mod hostile;
mod issue;
mod layout;
mod typeset;
mod writer;

use tiyao_document::{Document, DocumentError, Limits, MediaType, read};

fn open(file: &[u8]) -> Result<Document, DocumentError> {
    read(file, None, None, &Limits::default())
}

/// The rows of a document that must be readable.
#[track_caller]
fn text(file: &[u8]) -> String {
    let document = open(file).expect("the document can be read");
    assert_eq!(document.media_type(), MediaType::Pdf);
    assert_eq!(document.extracted(), Some(document.text()));
    document.text().to_owned()
}

/// The rows of one page with this content.
#[track_caller]
fn page(content: &str) -> String {
    text(&writer::pages(&[content.to_owned()], &[]))
}
