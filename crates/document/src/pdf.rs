//! The text layer of a PDF as rows in reading order.
//!
//! A tour: `preflight` refuses a file whose packed parts are bombs, `unpack` unpacks the others under
//! a limit, `content` runs a page's content as far as its text goes, `font` and `encoding` tell what
//! its codes stand for, and `layout` puts the glyphs in order. The file's own structure is read by
//! hayro-syntax, which parses an object when it is asked for and rebuilds a damaged table of them.

mod content;
mod encoding;
mod font;
mod layout;
mod matrix;
mod preflight;
mod unpack;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use tiyao_text::{RowForm, RowMark, interrupt};

use crate::{Document, DocumentError, Limits, MediaType, Remark};
use content::PageContent;
use font::Fonts;
use unpack::{Allowance, Refusal};

/// How many damaged parts are remarked on.
const MOST_DAMAGED: usize = 32;

/// Reads the text layer of `bytes`.
///
/// Its pages stand in their order, what the reader of a page would read first comes first, and each
/// row has a mark. The file's parser promises no more than to do its best, so a panic of its is
/// caught: the file is then malformed. Being stopped is none.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, DocumentError> {
    interrupt::contain(|| read_pages(bytes, limits))
        .unwrap_or_else(|_| Err(malformed("its structure contradicts itself")))
}

fn read_pages(bytes: &[u8], limits: &Limits) -> Result<Document, DocumentError> {
    if !preflight::fits(bytes, limits.extracted_bytes) {
        return Err(too_large(limits));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            DocumentError::Encrypted(MediaType::Pdf)
        }
        LoadPdfError::Decryption(_) => malformed("it is encrypted in a way that is not known"),
        LoadPdfError::Invalid => malformed("it has no pages that can be found"),
    })?;
    let pages = pdf.pages();
    if pages.len() > limits.pages {
        let most = limits.pages;
        return Err(DocumentError::TooLarge { limit: "max_document_pages", most });
    }
    let allowance = Allowance::new(limits.extracted_bytes);
    let mut fonts = Fonts::new(&allowance);
    let mut text = Text::default();
    for (number, page) in (1..).zip(pages.iter()) {
        match content::read(page, &mut fonts, &allowance) {
            Ok(content) => text.add(number, &content),
            Err(Refusal::Unreadable) => text.damaged(format!("page {number}")),
            Err(Refusal::TooLarge) => return Err(too_large(limits)),
        }
        if text.rows.len() > limits.extracted_bytes {
            return Err(too_large(limits));
        }
    }
    Ok(Document {
        media_type: MediaType::Pdf,
        counted: text.rows.into(),
        derived: None,
        marks: text.marks,
        remarks: text.remarks,
    })
}

fn malformed(reason: &str) -> DocumentError {
    DocumentError::Malformed { media_type: MediaType::Pdf, reason: reason.to_owned() }
}

fn too_large(limits: &Limits) -> DocumentError {
    DocumentError::TooLarge { limit: "max_extracted_bytes", most: limits.extracted_bytes }
}

/// What was read so far.
#[derive(Default)]
struct Text {
    rows: String,
    marks: Vec<RowMark>,
    remarks: Vec<Remark>,
    parts: usize,
    gutters: Vec<f64>,
}

impl Text {
    fn add(&mut self, number: u32, content: &PageContent) {
        let rows = layout::rows(content, &mut self.gutters);
        if rows.is_empty() && content.has_image {
            self.remarks
                .push(Remark::PageWithoutText(usize::try_from(number).unwrap_or(usize::MAX)));
        }
        if content.damaged {
            self.damaged(format!("page {number}"));
        }
        for font in &content.unknown_fonts {
            self.damaged(format!("font {font}, of which not every character is known"));
        }
        if !rows.is_empty() && !self.rows.is_empty() {
            self.rows.push('\n');
        }
        for row in rows {
            if row.blank_before {
                self.rows.push('\n');
            }
            self.marks.push(RowMark {
                start: self.rows.len(),
                form: RowForm::Line,
                page: Some(number),
                font_size: Some(tenths(row.size)),
            });
            self.rows.extend(std::iter::repeat_n(' ', row.indent));
            self.rows.push_str(&row.text);
            self.rows.push('\n');
        }
    }

    fn damaged(&mut self, part: String) {
        let remark = Remark::DamagedPart(part);
        if self.parts < MOST_DAMAGED && !self.remarks.contains(&remark) {
            self.parts += 1;
            self.remarks.push(remark);
        }
    }
}

/// A size in points as tenths of a point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 10000")]
fn tenths(points: f64) -> u16 {
    (points * 10.0).round().clamp(1.0, 10_000.0) as u16
}
