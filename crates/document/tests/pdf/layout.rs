//! The order of rows, and what stands between them.

use tiyao_document::Remark;
use tiyao_text::RowForm;

use crate::{open, page, writer};
use writer::{LATIN, MAPPED, mapped, pages, show};

/// Rows of a column, from its upper left corner down.
fn column(x: f64, y: f64, rows: &[&str]) -> String {
    let mut height = y;
    let mut content = String::new();
    for row in rows {
        content += &show(x, height, 10.0, row);
        height -= 16.0;
    }
    content
}

#[test]
fn rows_have_marks() {
    let first =
        show(60.0, 700.0, 18.0, "春天来了") + &show(60.0, 660.0, 10.5, "田里的人多了起来。");
    let file = pages(&[first, show(60.0, 700.0, 10.5, "大家都在忙。")], &[]);
    let document = open(&file).unwrap();
    assert_eq!(document.text(), "春天来了\n\n田里的人多了起来。\n\n大家都在忙。\n");
    let marks: Vec<_> =
        document.marks().iter().map(|mark| (mark.start, mark.page, mark.font_size)).collect();
    let second = "春天来了\n\n".len();
    let third = second + "田里的人多了起来。\n\n".len();
    assert_eq!(
        marks,
        [(0, Some(1), Some(180)), (second, Some(1), Some(105)), (third, Some(2), Some(105)),]
    );
    assert!(document.marks().iter().all(|mark| mark.form == RowForm::Line));
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = ["左栏的第一行写满了字", "左栏的第二行写满了字", "左栏的第三行写满了字"];
    let right = ["右栏的第一行写满了字", "右栏的第二行写满了字", "右栏的第三行写满了字"];
    let title = show(80.0, 730.0, 16.0, "一个横跨两栏的标题");
    let foot = show(60.0, 500.0, 10.0, "横跨两栏的一行结语，它比每一栏都要宽。");
    // The right column is drawn first, and a little lower.
    let content = column(190.0, 697.0, &right) + &foot + &column(60.0, 700.0, &left) + &title;
    let text = page(&content);
    let rows: Vec<&str> = text.lines().map(str::trim).filter(|row| !row.is_empty()).collect();
    let expected = [
        &["一个横跨两栏的标题"],
        left.as_slice(),
        right.as_slice(),
        &["横跨两栏的一行结语，它比每一栏都要宽。"],
    ];
    assert_eq!(rows, expected.concat());
}

#[test]
fn three_columns() {
    let rows = |name: &str| ["一", "二", "三"].map(|row| format!("{name}栏的第{row}行写满了字"));
    let all = ["左", "中", "右"].map(rows).concat();
    let mut content = String::new();
    for (at, row) in (0_u32..9).zip(&all) {
        let (x, y) = (60.0 + 130.0 * f64::from(at / 3), 700.0 - 16.0 * f64::from(at % 3));
        content += &show(x, y, 10.0, row);
    }
    assert_eq!(page(&content).lines().collect::<Vec<_>>(), all);
}

#[test]
fn entries_of_the_contents_keep_their_pages() {
    let mut content = String::new();
    for (at, title) in (0_u32..).zip(["春天来了", "夏天走了的那一天", "秋风", "冬天里的一把火"])
    {
        let y = 700.0 - 16.0 * f64::from(at);
        content += &show(60.0, y, 10.0, title);
        content += &show(400.0, y, 10.0, &format!("{}", at + 10));
    }
    let expected = "春天来了    10\n夏天走了的那一天    11\n秋风    12\n冬天里的一把火    13\n";
    assert_eq!(page(&content), expected);
}

#[test]
fn paragraphs_show_by_indent_and_white() {
    let content = column(60.0, 700.0, &["一行到头的文字写在这里", "第二行也到头写在了这里"])
        + &show(80.0, 668.0, 10.0, "新的一段从这里开始")
        + &column(60.0, 652.0, &["它也有第二行写在了这里", "它还有第三行写在了这里"])
        + &show(60.0, 600.0, 10.0, "空了一行");
    assert_eq!(
        page(&content),
        "一行到头的文字写在这里\n第二行也到头写在了这里\n    新的一段从这里开始\n\
         它也有第二行写在了这里\n它还有第三行写在了这里\n\n空了一行\n"
    );
}

#[test]
fn spaces_part_words_and_no_characters() {
    let latin = |text: &str| format!("BT /{LATIN} 10 Tf 60 700 Td {text} ET\n");
    assert_eq!(page(&latin("(Hello wide world) Tj")), "Hello wide world\n");
    assert_eq!(page(&latin("[(Hel) 20 (lo) -300 (world)] TJ")), "Hello world\n");
    assert_eq!(page(&latin("(a broken-) Tj 0 -12 Td (off word) Tj")), "a broken-\noff word\n");
    let spread = format!("BT /{MAPPED} 10 Tf 3 Tc 60 700 Td {} Tj ET\n", mapped("字距略宽"));
    assert_eq!(page(&spread), "字距略宽\n");
    let recognized = show(60.0, 700.0, 10.0, "识 别 出 来 的 字");
    assert_eq!(page(&recognized), "识别出来的字\n");
    assert_eq!(page(&show(60.0, 700.0, 10.0, "张三 李四写于Rust语言")), "张三 李四写于Rust语言\n");
}

#[test]
fn bold_by_printing_twice_is_one_text() {
    let twice = show(60.0, 700.0, 16.0, "粗体 all") + &show(60.4, 700.0, 16.0, "粗体 all");
    assert_eq!(page(&twice), "粗体 all\n");
    assert_eq!(page(&show(60.0, 700.0, 16.0, "天天向上")), "天天向上\n");
}

#[test]
fn raised_characters_stay_in_their_row() {
    let content = show(60.0, 700.0, 10.0, "正文里有注")
        + &show(110.0, 704.0, 6.0, "[1]")
        + &show(119.0, 700.0, 10.0, "，还有下文")
        + &show(60.0, 684.0, 10.0, "下一行");
    assert_eq!(page(&content), "正文里有注[1]，还有下文\n下一行\n");
}

#[test]
fn a_large_initial_opens_its_first_row() {
    let content = show(60.0, 686.0, 26.0, "春")
        + &show(88.0, 700.0, 10.0, "天来了，田里的人多了起来")
        + &show(88.0, 686.0, 10.0, "大家都在忙着准备播种，没")
        + &column(60.0, 670.0, &["有人闲着，连孩子也来帮忙了", "一直忙到天黑才回家吃饭去了"]);
    assert_eq!(
        page(&content),
        "春天来了，田里的人多了起来\n大家都在忙着准备播种，没\n\
         有人闲着，连孩子也来帮忙了\n一直忙到天黑才回家吃饭去了\n"
    );
}

#[test]
fn turned_text_stands_apart() {
    let turned = format!("BT /{MAPPED} 10 Tf 0 1 -1 0 40 400 Tm {} Tj ET\n", mapped("书脊上的字"));
    let content = turned + &column(60.0, 700.0, &["正文的第一行", "正文的第二行"]);
    assert_eq!(page(&content), "正文的第一行\n正文的第二行\n\n书脊上的字\n");
}

#[test]
fn text_that_is_not_seen_is_read() {
    let content = format!("BT 3 Tr /{MAPPED} 10 Tf 60 700 Td {} Tj ET\n", mapped("扫描件的文字"));
    assert_eq!(page(&content), "扫描件的文字\n");
}

#[test]
fn printers_notes_beside_the_page_are_not_read() {
    let content = show(60.0, 700.0, 10.0, "正文") + &show(60.0, 900.0, 10.0, "裁切线外");
    assert_eq!(page(&content), "正文\n");
}

#[test]
fn forms_are_read_where_they_are_drawn() {
    let mut writer = writer::Writer::default();
    let form = writer.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Matrix [1 0 0 1 0 -16]",
        show(60.0, 700.0, 10.0, "第二行在表单里").as_bytes(),
    );
    let content = format!("/Form Do {}", show(60.0, 700.0, 10.0, "第一行"));
    let resources = format!("/XObject << /Form {form} 0 R >>");
    let root = writer::add_pages(&mut writer, &[content], &[], &resources);
    assert_eq!(crate::text(&writer.finish(root)), "第一行\n第二行在表单里\n");
}

#[test]
fn a_page_that_is_a_picture_is_remarked_on() {
    let mut writer = writer::Writer::default();
    let image = writer.stream(
        "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"0",
    );
    let contents = [String::new(), "/Picture Do".to_owned(), show(60.0, 700.0, 10.0, "有字")];
    let resources = format!("/XObject << /Picture {image} 0 R >>");
    let root = writer::add_pages(&mut writer, &contents, &[], &resources);
    let document = open(&writer.finish(root)).unwrap();
    assert_eq!(document.text(), "有字\n");
    assert_eq!(document.marks()[0].page, Some(3));
    assert_eq!(document.remarks(), [Remark::PageWithoutText(2)]);
}
