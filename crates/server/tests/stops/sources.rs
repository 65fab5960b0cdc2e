//! What is worked on long: files of every form, and text that nobody knows.

#[allow(dead_code, reason = "shared with tests that need more of it")]
#[path = "../../../document/tests/pdf/writer.rs"]
mod pdf;

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

/// So many Han characters in an order that makes no words.
pub(crate) fn unknown(count: usize) -> String {
    let mut state = 7_u32;
    let characters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (state >> 16) % 0x5000).unwrap()
    });
    characters.take(count).collect()
}

/// The text on pages of a PDF, in rows of so many characters.
pub(crate) fn pdf_of(text: &str) -> Vec<u8> {
    const ROWS: usize = 50;
    let rows: Vec<String> = text
        .lines()
        .flat_map(|line| {
            let characters: Vec<char> = line.chars().collect();
            characters.chunks(40).map(String::from_iter).collect::<Vec<_>>()
        })
        .collect();
    let pages: Vec<String> = rows
        .chunks(ROWS)
        .map(|rows| {
            let heights = (0_u32..).map(|number| 800.0 - 15.0 * f64::from(number));
            rows.iter().zip(heights).map(|(row, y)| pdf::show(40.0, y, 10.0, row)).collect()
        })
        .collect();
    pdf::pages(&pages, &[])
}

/// The text as the paragraphs of a document of Word.
pub(crate) fn docx_of(text: &str) -> Vec<u8> {
    const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="a"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        Target="word/document.xml"/></Relationships>"#;
    let paragraphs = text.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"));
    let body: String = paragraphs.collect();
    let body = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, source) in [("_rels/.rels", RELATIONS), ("word/document.xml", body.as_str())] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(source.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
