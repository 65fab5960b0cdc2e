//! A DOCX is read or refused: whatever the bytes, as a package or as the document part of one, its
//! rows are marked in order, the limit holds, and the splitter takes the rows as they are marked.
//!
//! Run with `cargo +nightly fuzz run docx`.

#![no_main]

mod laws;

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use tiyao_document::{Limits, MediaType, read};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    // Bytes that are no package are parts of one, so that what is inside is met too.
    if !bytes.starts_with(b"PK") {
        check(&package(bytes));
    }
});

fn check(bytes: &[u8]) {
    let limits = Limits { extracted_bytes: 1 << 20, ..Limits::default() };
    if let Ok(document) = read(bytes, Some(MediaType::Docx), None, &limits) {
        assert!(document.text().len() <= 2 * limits.extracted_bytes);
        assert_eq!(document.extracted(), Some(document.text()));
        laws::assert_rows(&document);
    }
}

/// A package whose parts are the pieces of `bytes` between NUL bytes.
fn package(bytes: &[u8]) -> Vec<u8> {
    const NAMES: [&str; 5] = ["document", "styles", "numbering", "footnotes", "endnotes"];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in NAMES.iter().zip(bytes.split(|byte| *byte == 0)) {
        writer.start_file(format!("word/{name}.xml"), stored).expect("a part begins");
        writer.write_all(part).expect("a part is written");
    }
    writer.finish().expect("a package ends").into_inner()
}
