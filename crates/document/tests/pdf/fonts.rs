//! What codes stand for, in each kind of font.

use tiyao_document::Remark;

use crate::{open, text, writer};
use writer::{MAPPED, mapped, pages};

/// A composite font of Adobe's simplified Chinese characters, without a map to Unicode.
fn chinese(encoding: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
}

#[track_caller]
fn check(font: &str, shown: &str, expected: &str) {
    let content = format!("BT /Own 10 Tf 60 700 Td {shown} Tj ET");
    assert_eq!(text(&pages(&[content], &[("Own", font)])), format!("{expected}\n"), "{font}");
}

#[test]
fn predefined_maps() {
    check(&chinese("GBK-EUC-H"), "<D6D0CEC4C6DABFAF>", "中文期刊");
    check(&chinese("GB-EUC-H"), "<D6D0CEC4C6DABFAF41>", "中文期刊A");
    check(&chinese("GBKp-EUC-H"), "<D6D0CEC4324142>", "中文2AB");
    check(&chinese("GBK2K-H"), "<D6D0CEC4C6DABFAF>", "中文期刊");
    check(&chinese("UniGB-UCS2-H"), "<4E2D6587671F520A>", "中文期刊");
    check(&chinese("UniGB-UTF16-H"), "<4E2D6587D842DFB7>", "中文𠮷");
    // Characters of the collection themselves: 中 is the 4559th, 文 the 3795th.
    check(&chinese("Identity-H"), "<11CF0ED3>", "中文");
}

#[test]
fn vertical_text_is_read_from_the_right() {
    let content =
        "BT /Own 10 Tf 300 700 Td <4E2D6587671F520A> Tj -20 0 Td <7AD6639267086587> Tj ET";
    let file = pages(&[content.to_owned()], &[("Own", &chinese("UniGB-UCS2-V"))]);
    assert_eq!(text(&file), "中文期刊\n竖排月文\n");
}

#[test]
fn simple_fonts() {
    let named = "<< /Type /Font /Subtype /TrueType /BaseFont /Own /FirstChar 1 /LastChar 4 \
        /Widths [500 500 500 500] /Encoding << /Type /Encoding /Differences \
        [1 /eacute /uni4E2D /fi /u6587] >> >>";
    check(named, "<01020304>", "é中fi文");
    let mac = "<< /Type /Font /Subtype /TrueType /BaseFont /Own /Encoding /MacRomanEncoding >>";
    check(mac, "<8E41>", "éA");
    let drawn = "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 65 \
        /LastChar 66 /Widths [60 60] /FontBBox [0 0 100 100] /CharProcs << >> \
        /Encoding << /Differences [65 /A /B] >> >>";
    check(drawn, "(ABBA)", "ABBA");
}

#[test]
fn what_is_marked_tells_what_its_glyphs_stand_for() {
    let content = format!(
        "BT /{MAPPED} 10 Tf 60 700 Td {} Tj /Span << /ActualText <FEFF6587> >> BDC {} Tj EMC {} Tj ET",
        mapped("中"),
        mapped("??"),
        mapped("刊"),
    );
    assert_eq!(text(&pages(&[content], &[])), "中文刊\n");
}

#[test]
fn unknown_characters_are_remarked_on_once() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /QWERTY+Secret /Encoding /Identity-H \
        /DescendantFonts [<< /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) \
        /Ordering (Identity) /Supplement 0 >> >>] >>";
    let content = "BT /Own 10 Tf 60 700 Td <00410042> Tj ET".to_owned();
    let document = open(&pages(&[content.clone(), content], &[("Own", font)])).unwrap();
    assert_eq!(document.text(), "\u{FFFD}\u{FFFD}\n\n\u{FFFD}\u{FFFD}\n");
    let remark = "font Secret, of which not every character is known".to_owned();
    assert_eq!(document.remarks(), [Remark::DamagedPart(remark)]);
}
