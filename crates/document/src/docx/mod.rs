//! A DOCX as rows: its paragraphs with their headings, sizes and pages.
//!
//! What a reader sees is read: the numbers of lists (a bullet is only a mark), text boxes behind the
//! paragraph that they hang on, footnotes behind the paragraph that refers to them and endnotes at the
//! end, each with its number in brackets there and here. Text that was inserted with changes tracked is
//! in, deleted text is out; so are hidden text, field codes, comments, and running heads and feet.
//!
//! The file is untrusted: parts are unpacked under one budget, whatever sizes they declare; elements
//! are kept on a list, not on the stack, and only so many deep; entities are never resolved.

mod body;
mod numbering;
mod package;
mod styles;
mod xml;

use tiyao_text::Decoded;

use crate::{Document, DocumentError, Limits, MediaType, Remark};
use body::Body;
use package::Package;

/// Reads the file.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, DocumentError> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let Some(source) = package.part(&main)? else {
        return Err(package::malformed("it has no document part"));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut remarks = Vec::new();
    let mut part = |name: &str| {
        let name = format!("{folder}/{name}");
        match package.part(name.trim_start_matches('/')) {
            Err(DocumentError::Malformed { .. }) => {
                remarks.push(Remark::DamagedPart(name));
                Ok(String::new())
            }
            read => read.map(Option::unwrap_or_default),
        }
    };
    let styles = styles::read(&part("styles.xml")?);
    let numbering = numbering::read(&part("numbering.xml")?);
    let footnotes = body::notes(&part("footnotes.xml")?, &styles);
    let endnotes = body::notes(&part("endnotes.xml")?, &styles);
    let mut body = Body::new(&styles, numbering, &footnotes, &endnotes, limits.extracted_bytes);
    let whole = body.read(&source);
    let (text, marks, full) = body.finish();
    if full {
        let most = limits.extracted_bytes;
        return Err(DocumentError::TooLarge { limit: "max_extracted_bytes", most });
    }
    if !whole {
        if marks.is_empty() {
            return Err(package::malformed("its document part is not well-formed XML"));
        }
        remarks.push(Remark::DamagedPart(main));
    }
    Ok(Document {
        media_type: MediaType::Docx,
        counted: Decoded::from(text),
        marks,
        remarks,
        ..Document::default()
    })
}

#[cfg(test)]
pub(crate) mod tests;
