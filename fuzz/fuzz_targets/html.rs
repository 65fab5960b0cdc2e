//! HTML loses nothing on its way: whatever the page, each row leads back to what was sent in
//! order, no Han character is made up, and the splitter takes the rows as they are marked.
//!
//! Run with `cargo +nightly fuzz run html`.

#![no_main]

mod laws;

use libfuzzer_sys::fuzz_target;
use tiyao_document::{Limits, MediaType, read};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = read(bytes, Some(MediaType::Html), None, &Limits::default()) {
        laws::assert_rows(&document);
        laws::assert_traced(&document);
    }
});
