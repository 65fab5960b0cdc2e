use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{Document, DocumentError, Limits, MediaType, Remark, read, shown::shown};

const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="a"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"#;

/// A package of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, source) in [("_rels/.rels", RELATIONS)].iter().chain(parts) {
        writer.start_file(*name, options).unwrap();
        writer.write_all(source.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A document part with this body.
fn body(source: &str) -> String {
    format!("<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{source}</w:body></w:document>")
}

fn open(parts: &[(&str, &str)]) -> Result<Document, DocumentError> {
    read(&package(parts), None, None, &Limits::default())
}

fn document(source: &str, more: &[(&str, &str)]) -> Document {
    let whole = body(source);
    open(&[&[("word/document.xml", whole.as_str())], more].concat()).unwrap()
}

fn check(source: &str, more: &[(&str, &str)], expected: &[&str]) {
    let document = document(source, more);
    assert_eq!(document.media_type(), MediaType::Docx);
    assert_eq!(document.extracted(), Some(document.text()));
    assert_eq!(shown(&document), expected, "{source}");
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

const STYLES: &str = r#"<w:styles>
 <w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
 <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
 <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:rPr><w:sz w:val="44"/></w:rPr></w:style>
 <w:style w:type="paragraph" w:styleId="own"><w:name w:val="文章题"/><w:basedOn w:val="1"/></w:style>
 <w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="2"/></w:style>
 <w:style w:type="paragraph" w:styleId="3"><w:name w:val="级"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
 <w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
 <w:style w:type="paragraph" w:styleId="c"><w:name w:val="caption"/></w:style>
</w:styles>"#;

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_are_rows() {
    let source = "<w:p><w:r><w:t xml:space='preserve'>春天 </w:t></w:r><w:r><w:t>来了&amp;&#22909;\
                  </w:t><w:tab/><w:t>3</w:t></w:r></w:p><w:p/>\
                  <w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>";
    check(source, &[], &["p 春天 来了&好\t3", "-", "l 甲", "l 乙"]);
    check("", &[], &[]);
}

#[test]
fn styles_make_headings_and_sizes() {
    let styles = [("word/styles.xml", STYLES)];
    let headings = ["1", "own", "2", "3", "c", "a"].map(|style| styled(style, "春")).concat();
    check(&headings, &styles, &["h1 春", "h1 春", "h2 春", "h3 春", "c 春", "p 春"]);
    let titled = styled("t", "刊") + &headings;
    check(&titled, &styles, &["h1 刊", "h2 春", "h2 春", "h3 春", "h4 春", "c 春", "p 春"]);

    let big = "<w:p><w:r><w:rPr><w:sz w:val='32'/></w:rPr><w:t>大</w:t></w:r></w:p>";
    let document = document(&(styled("own", "题") + &p("文") + big), &styles);
    let sizes: Vec<_> = document.marks().iter().map(|mark| mark.font_size).collect();
    assert_eq!(sizes, [Some(220), Some(105), Some(160)]);
}

#[test]
fn pages_are_counted_once() {
    let turned = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>\
                  <w:p><w:r><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r></w:p>\
                  <w:p><w:r><w:t>丙</w:t><w:lastRenderedPageBreak/><w:t>丙</w:t></w:r></w:p>";
    let document = document(&(p("甲") + turned + &p("丁")), &[]);
    let pages: Vec<_> = document.marks().iter().map(|mark| mark.page).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(2), Some(3)]);
    assert_eq!(self::document(&p("甲"), &[]).marks()[0].page, None);
}

#[test]
fn what_was_deleted_or_hidden_is_out() {
    let source = "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>密</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>密</w:t></w:r></w:moveFrom>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>\
         <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>丙</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    check(&(source.to_owned() + &p("后")), &[], &["p 甲乙丙", "p 前后"]);
}

#[test]
fn text_boxes_come_behind_their_paragraph() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("框"));
    let source = format!(
        "<w:p><w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice>{inside}</mc:Choice>\
         <mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent><w:t>乙</w:t></w:r></w:p>"
    );
    check(&source, &[], &["p 甲乙", "p 框"]);
}

#[test]
fn tables_are_rows_of_cells() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{text}</w:tc>");
    let row = |cells: String| format!("<w:tr>{cells}</w:tr>");
    let plain = row(cell(&p("甲")) + &cell(&p("乙"))) + &row(cell("<w:p/>") + &cell(&p("丙")));
    check(&format!("<w:tbl>{plain}</w:tbl>"), &[], &["t 甲\t乙", "p 丙"]);
    let layout = row(cell(&(p("甲") + &p("乙"))) + &cell(&p("丙")));
    check(&layout, &[], &["p 甲", "p 乙", "p 丙"]);
    let nested = row(cell(&p("甲")) + &cell(&plain));
    check(&nested, &[], &["p 甲", "t 乙".replace('乙', "甲\t乙").as_str(), "p 丙"]);
}

#[test]
fn notes_stand_where_they_are_looked_for() {
    let note = |id: u8, text: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", p(text));
    let notes = format!(
        "<w:footnotes><w:footnote w:type='separator' w:id='0'>{}</w:footnote>{}</w:footnotes>",
        p("线"),
        note(2, "注一")
    );
    let endnotes = notes.replace("footnote", "endnote");
    let source = "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='2'/></w:r></w:p>\
                  <w:p><w:r><w:t>乙</w:t><w:endnoteReference w:id='2'/></w:r></w:p>";
    let parts = [("word/footnotes.xml", notes.as_str()), ("word/endnotes.xml", &endnotes)];
    let expected = ["p 甲[1]", "p [1] 注一", "p 乙[1]", "p 丙", "p [1] 注一"];
    check(&(source.to_owned() + &p("丙")), &parts, &expected);
}

#[test]
fn lists_have_their_numbers() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'>\
        <w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/>\
        <w:lvlText w:val='o'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
        <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>";
    let item = |list: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{list}'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let source = item(1, "甲") + &p("文") + &item(1, "乙") + &item(2, "丙") + &item(0, "丁");
    let parts = [("word/numbering.xml", numbering)];
    check(&source, &parts, &["i 一、甲", "p 文", "i 二、乙", "i 丙", "p 丁"]);
}

fn malformed(bytes: &[u8], expected: &str) {
    match read(bytes, Some(MediaType::Docx), None, &Limits::default()) {
        Err(DocumentError::Malformed { media_type: MediaType::Docx, reason }) => {
            assert!(reason.contains(expected), "{reason}");
        }
        other => panic!("not malformed: {other:?}"),
    }
}

#[test]
fn damaged_files_say_what_is_wrong() {
    let whole = package(&[("word/document.xml", &body(&p("甲")))]);
    malformed(&whole[..whole.len() / 2], "cut short");
    malformed(b"plain text", "zip");
    malformed(&package(&[]), "no document part");
    malformed(&package(&[("word/document.xml", "<w:document><")]), "well-formed");
    let many: Vec<u8> = whole.iter().copied().chain(b"PK\x01\x02".repeat(20_000)).collect();
    malformed(&many, "too many parts");

    let broken = format!("<w:document>{}<w:p></w:x>", p("甲"));
    let document = open(&[("word/document.xml", &broken)]).unwrap();
    assert_eq!(document.text(), "甲\n");
    assert_eq!(document.remarks(), [Remark::DamagedPart("word/document.xml".to_owned())]);
}

#[test]
fn locked_files_are_told() {
    let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = read(&[compound, name].concat(), None, None, &Limits::default()).unwrap_err();
    assert_eq!(error, DocumentError::Encrypted(MediaType::Docx));
}

#[test]
fn a_bomb_meets_the_limit() {
    let bomb = "甲".repeat(4 << 20);
    let bytes = package(&[("word/document.xml", &body(&p(&bomb)))]);
    assert!(bytes.len() < 100_000);
    let limits = Limits { extracted_bytes: 1 << 20, ..Limits::default() };
    let error = read(&bytes, None, None, &limits).unwrap_err();
    assert_eq!(error, DocumentError::TooLarge { limit: "max_extracted_bytes", most: 1 << 20 });
    let read = read(&bytes, None, None, &Limits::default()).unwrap();
    assert_eq!(read.text().len(), bomb.len() + 1);
}

#[test]
fn hostile_parts_are_read_in_one_pass() {
    let deep = format!("{}{}", p("甲"), "<w:p>".repeat(100_000));
    let document = document(&deep, &[]);
    assert_eq!(document.text(), "甲\n");
    assert_eq!(document.remarks().len(), 1);
    let long = "x".repeat(1 << 20);
    let source = format!("<w:p w:rsid='{long}'><w:pPr><w:pStyle w:val='{long}'/></w:pPr></w:p>");
    assert_eq!(self::document(&(source + &p("甲")), &[]).text(), "甲\n");
    let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><w:document><w:p><w:r>\
                  <w:t>甲&b;乙</w:t></w:r></w:p></w:document>";
    assert_eq!(open(&[("word/document.xml", entity)]).unwrap().text(), "甲乙\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_files_never_panic(at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..2_000) {
        let source = body(&(styled("own", "题") + &p("甲&amp;")));
        let mut bytes = package(&[("word/document.xml", &source), ("word/styles.xml", STYLES)]);
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % 8);
        if let Ok(document) = read(&bytes, Some(MediaType::Docx), None, &Limits::default()) {
            shown(&document);
        }
    }

    #[test]
    fn damaged_parts_never_panic(at in 0_usize..2_000, with in "[<>/&;a-z]{0,4}") {
        let mut source = body(&(styled("own", "x") + &p("y&amp;") + "<w:tbl><w:tr><w:tc/></w:tr>"));
        let at = at % source.len();
        source.replace_range(at..at, &with);
        if let Ok(document) = open(&[("word/document.xml", &source), ("word/styles.xml", STYLES)]) {
            shown(&document);
        }
    }
}
