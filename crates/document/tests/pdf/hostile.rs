//! Files that are damaged, locked, or made to do harm.

use flate2::{Compress, Compression, FlushCompress};
use tiyao_document::{DocumentError, Limits, MediaType, Remark, read};

use crate::{open, text, writer};
use writer::{Writer, add_pages, pages, show};

/// Spaces, a mebibyte for each of `pieces`, deflated: one packed piece again and again.
fn packed_spaces(pieces: usize) -> Vec<u8> {
    let mut packed = Vec::with_capacity(1 << 16);
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(&vec![b' '; 1 << 20], &mut packed, FlushCompress::Full)
        .expect("it is packed");
    [b"\x78\x9c".as_slice(), &packed.repeat(pieces), &[3, 0]].concat()
}

fn is_malformed(file: &[u8]) -> bool {
    matches!(open(file), Err(DocumentError::Malformed { media_type: MediaType::Pdf, .. }))
}

fn is_too_large(file: &[u8], name: &str) -> bool {
    matches!(open(file), Err(DocumentError::TooLarge { limit, .. }) if limit == name)
}

#[test]
fn what_is_no_pdf_is_malformed() {
    assert!(is_malformed(b"%PDF-1.7\n"));
    assert!(is_malformed(b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj"));
    assert!(is_malformed(&[b"%PDF-1.7\n".as_slice(), &[0xFF; 5000]].concat()));
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused() {
    let file = pages(&[show(60.0, 700.0, 10.0, "第一页"), show(60.0, 700.0, 10.0, "第二页")], &[]);
    for length in (0..file.len()).step_by(7) {
        let cut = [&file[..length], b"\n"].concat();
        let read = read(&cut, Some(MediaType::Pdf), None, &Limits::default());
        assert!(read.is_ok() || matches!(read, Err(DocumentError::Malformed { .. })), "{length}");
    }
}

#[test]
fn a_damaged_table_is_rebuilt() {
    let mut file = pages(&[show(60.0, 700.0, 10.0, "还在")], &[]);
    let table = file.windows(5).position(|bytes| bytes == b"xref\n").unwrap();
    file[table..table + 60].fill(b'?');
    assert_eq!(text(&file), "还在\n");
}

#[test]
fn tables_and_pages_that_lead_to_themselves_end() {
    let mut file = pages(&[show(60.0, 700.0, 10.0, "一页")], &[]);
    let table = file.windows(5).position(|bytes| bytes == b"xref\n").unwrap();
    let trailer = file.windows(7).position(|bytes| bytes == b"trailer").unwrap();
    file.truncate(file.len() - b"%%EOF\n".len());
    let again =
        format!("trailer << /Size 9 /Root 9 0 R /Prev {table} >>\nstartxref\n{table}\n%%EOF");
    let looped = [&file[..trailer], again.as_bytes()].concat();
    assert!(open(&looped).is_ok() || is_malformed(&looped));

    let mut writer = Writer::default();
    let tree = writer.add("");
    writer.set(tree, format!("<< /Type /Pages /Count 9 /Kids [{tree} 0 R {tree} 0 R] >>"));
    let root = writer.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    let looped = writer.finish(root);
    assert!(
        open(&looped).is_ok_and(|document| document.text().is_empty()) || is_malformed(&looped)
    );
}

#[test]
fn a_locked_file_says_so_and_an_open_one_is_read() {
    let locked = include_bytes!("locked.pdf");
    assert_eq!(open(locked).unwrap_err(), DocumentError::Encrypted(MediaType::Pdf));
    assert_eq!(text(include_bytes!("empty-password.pdf")), "没有密码也能打开\n");
    assert_eq!(text(include_bytes!("object-streams.pdf")), "对象在对象流里\n");
}

#[test]
fn a_bomb_meets_the_limit() {
    let bomb = packed_spaces(1 << 10);
    assert!(bomb.len() < 2 << 20);
    let mut writer = Writer::default();
    let root = add_pages(&mut writer, &[String::new()], &[], "");
    // The content of the page, and a stream that says it holds objects.
    writer.set(
        3,
        [
            format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", bomb.len()).as_bytes(),
            &bomb,
            b"\nendstream",
        ]
        .concat(),
    );
    assert!(is_too_large(&writer.finish(root), "max_extracted_bytes"));
    let objects = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let mut writer = Writer::default();
    writer.stream(objects, &bomb);
    let root = add_pages(&mut writer, &[String::new()], &[], "");
    assert!(is_too_large(&writer.finish(root), "max_extracted_bytes"));
}

#[test]
fn objects_that_cannot_be_inflated_meet_the_limit_by_their_length() {
    let objects = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let with = |entries: &str, streams: usize| {
        let mut writer = Writer::default();
        for _ in 0..streams {
            // As if encrypted: no inflating begins so.
            writer.stream(entries, &[0xFF; 10_000]);
        }
        let root = add_pages(&mut writer, &[show(60.0, 700.0, 10.0, "正文")], &[], "");
        writer.finish(root)
    };
    assert_eq!(text(&with(objects, 30)), "正文\n");
    assert!(is_too_large(&with(objects, 60), "max_extracted_bytes"));
    let image = "/Type /XObject /Subtype /Image /Filter /FlateDecode";
    assert_eq!(text(&with(image, 60)), "正文\n");
}

#[test]
fn forms_within_forms_end() {
    let damaged = [Remark::DamagedPart("page 1".to_owned())];
    // Each form draws the next ten times; or once, but there are many of them.
    for (forms, times) in [(10, 10), (50, 1)] {
        let mut writer = Writer::default();
        for at in 1..=forms {
            let next = at + 1;
            writer.stream(
                &format!("/Subtype /Form /Resources << /XObject << /Next {next} 0 R >> >>"),
                "/Next Do ".repeat(times).as_bytes(),
            );
        }
        writer.stream("/Subtype /Form", b"");
        let content = format!("{} /First Do", show(60.0, 700.0, 10.0, "正文"));
        let root = add_pages(&mut writer, &[content], &[], "/XObject << /First 1 0 R >>");
        let document = open(&writer.finish(root)).unwrap();
        assert_eq!(document.text(), "正文\n");
        assert_eq!(document.remarks(), damaged);
    }
    // A form that draws itself, through another, is drawn once.
    let mut writer = Writer::default();
    writer.stream("/Subtype /Form /Resources << /XObject << /Next 2 0 R >> >>", b"/Next Do");
    writer.stream("/Subtype /Form /Resources << /XObject << /Next 1 0 R >> >>", b"/Next Do");
    let content = format!("{} /First Do", show(60.0, 700.0, 10.0, "正文"));
    let root = add_pages(&mut writer, &[content], &[], "/XObject << /First 1 0 R >>");
    assert_eq!(text(&writer.finish(root)), "正文\n");
}

#[test]
fn deep_nesting_is_passed_over() {
    let deep = format!("{} {}", "[".repeat(100_000), show(60.0, 700.0, 10.0, "后面"));
    assert!(open(&pages(&[deep], &[])).is_ok());
    let states = format!("{}{}", "q ".repeat(100_000), show(60.0, 700.0, 10.0, "照样读到"));
    assert_eq!(text(&pages(&[states], &[])), "照样读到\n");
    let mut writer = Writer::default();
    writer.add(format!("{}{}", "<< /A ".repeat(50_000), ">> ".repeat(50_000)));
    let root = add_pages(&mut writer, &[show(60.0, 700.0, 10.0, "照样读到")], &[], "");
    assert_eq!(text(&writer.finish(root)), "照样读到\n");
}

#[test]
fn many_objects_and_many_pages() {
    let mut writer = Writer::default();
    for _ in 0..100_000 {
        writer.add("null");
    }
    let root = add_pages(&mut writer, &[show(60.0, 700.0, 10.0, "最后一个")], &[], "");
    assert_eq!(text(&writer.finish(root)), "最后一个\n");

    let file = pages(&vec![String::new(); 11], &[]);
    let limits = Limits { pages: 10, ..Limits::default() };
    let error = read(&file, None, None, &limits).unwrap_err();
    assert_eq!(error, DocumentError::TooLarge { limit: "max_document_pages", most: 10 });
}

#[test]
fn text_beyond_the_limit_is_refused() {
    let file = pages(&[show(60.0, 700.0, 10.0, &"字".repeat(40))], &[]);
    assert!(read(&file, None, None, &Limits { extracted_bytes: 4096, pages: 1 }).is_ok());
    let limits = Limits { extracted_bytes: 100, pages: 1 };
    let error = read(&file, None, None, &limits).unwrap_err();
    assert_eq!(error, DocumentError::TooLarge { limit: "max_extracted_bytes", most: 100 });
}
