//! Any bytes read as a PDF give rows or an error: each mark stands at the start of a row with ink,
//! in order, rows without one are blank, and the splitter takes what comes out.
//!
//! Run with `cargo +nightly fuzz run pdf`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiyao_document::{Limits, MediaType, read};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { extracted_bytes: 1 << 20, pages: 100 };
    let Ok(document) = read(bytes, Some(MediaType::Pdf), None, &limits) else { return };
    let text = document.text();
    assert!(text.len() <= limits.extracted_bytes);
    let mut marks = document.marks().iter().map(|mark| mark.start).peekable();
    let mut start = 0;
    for row in text.split_inclusive('\n') {
        let marked = marks.next_if_eq(&start).is_some();
        assert_eq!(marked, !row.trim().is_empty(), "the row at {start}");
        start += row.len();
    }
    assert_eq!(marks.next(), None, "a mark stands where no row starts");
    let pages: Vec<_> = document.marks().iter().map(|mark| mark.page).collect();
    assert!(pages.is_sorted(), "pages are in order");
    let _ = tiyao_issue::split_marked(text, document.marks());
});
