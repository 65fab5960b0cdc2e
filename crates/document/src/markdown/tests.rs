use proptest::prelude::*;

use crate::{
    Limits, MediaType, read, read_text,
    shown::{self, assert_traced, shown},
};

fn markdown(source: &str) -> crate::Document {
    read_text(source.to_owned(), Some(MediaType::Markdown), &Limits::default()).unwrap()
}

/// A piece of Markdown as a reader sees it.
fn decode(piece: &str) -> String {
    let piece = if piece == "|" { " " } else { piece };
    shown::decode(piece)
}

fn check(source: &str, expected: &[&str]) {
    let document = markdown(source);
    assert_eq!(shown(&document), expected, "{source}");
    assert_traced(&document, decode);
}

#[test]
fn blocks_are_rows() {
    check(
        "# 春天 #\n\n**甲**乙 `丙`\n\n夏天\n====\n> 丁\n",
        &["h1 春天", "-", "p 甲乙 丙", "-", "h1 夏天", "-", "p 丁"],
    );
    check("- 甲\n- 乙\n\n1. 丙\n2) 丁\n", &["i 甲", "i 乙", "-", "i 1. 丙", "-", "i 2) 丁"]);
    check("| 甲 | 乙 |\n|--|--|\n| 1 | **2**<br>3 |\n", &["t 甲\t乙", "t 1\t2 3"]);
    check("```rust\na\n\n b\n```\n甲", &["l a", "l  b", "-", "p 甲"]);
    check("甲\n\n---\n\n乙[^1]。\n\n[^1]: 注\n", &["p 甲", "-", "p 乙[1]。", "-", "p [1] 注"]);
    check("", &[]);
}

#[test]
fn paragraphs_are_one_row() {
    check("春天来了，\n田里的人 a\nb 多了\r\n起来。", &["p 春天来了，田里的人 a b 多了起来。"]);
    check("甲甲甲  \n乙乙乙\\\n丙", &["l 甲甲甲", "l 乙乙乙", "l 丙"]);
    check(
        "文 | 张三\n春天来了，田里的人多了起来。",
        &["l 文 | 张三", "l 春天来了，田里的人多了起来。"],
    );
    check("甲。\n　　乙。", &["l 甲。", "l 　　乙。"]);
    check("这里是一段话，说完了。\n---\n乙", &["p 这里是一段话，说完了。", "-", "p 乙"]);
}

#[test]
fn links_images_and_references() {
    check(
        "见[提要](https://example.org \"t\")和<https://a.b>\\*，&lt;&#22909;。",
        &["p 见提要和https://a.b*，<好。"],
    );
    check(
        "甲\n\n![图 *一*](a.png)\n\n乙![笑](b.png)丙\n![图二](c.png)\n丁",
        &["p 甲", "-", "c 图 一", "-", "p 乙丙", "c 图二", "p 丁"],
    );
    check("[甲]\n\n[甲]: https://example.org\n", &["p 甲"]);
}

#[test]
fn front_matter_tells_title_and_authors() {
    check(
        "---\ntitle: \"春天\"\nauthor: [张三, 李四]\nlayout: post\n---\n\n正文。",
        &["h1 春天", "p 张三 李四", "-", "p 正文。"],
    );
    check("甲\n\n---\nkey: 值\n---\n\n乙", &["p 甲", "-", "l key: 值", "-", "p 乙"]);
}

#[test]
fn html_is_read_as_html() {
    check(
        "甲\n\n<div align=center>\n<p>乙<br>丙</p>\n</div>\n\n丁<b>戊</b><!-- 注 -->己",
        &["p 甲", "-", "l 乙", "l 丙", "-", "p 丁戊己"],
    );
    check("> <p>甲\n> 乙</p>\n", &["p 甲", "-", "p 乙"]);
}

#[test]
fn hostile_texts_are_read() {
    let text = markdown(&format!("{}甲", "> ".repeat(100_000)));
    assert_eq!(text.text(), "甲\n");
    markdown(&"[".repeat(100_000));
    markdown(&"*a **b ".repeat(50_000));
    let long = "春天来了，".repeat(10 << 16);
    assert_eq!(markdown(&long).text().len(), long.len() + 1);
}

fn parts() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "# ",
        "## ",
        "\n",
        "\n\n",
        "  \n",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "|",
        "\n|--|--|\n",
        "[甲](b)",
        "![图](c)",
        "[^1]",
        "\n[^1]: ",
        "---\n",
        "===\n",
        "&lt;",
        "&#22909;",
        "\\*",
        "<br>",
        "<p>",
        "</p>",
        "春天",
        "来了。",
        "word",
        " ",
        "，",
        "~~",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

/// Han characters alone: the marks that a piece may have are Latin.
fn letters(text: &str) -> String {
    let decoded = text.replace("&#22909;", "好");
    decoded.chars().filter(|c| tiyao_text::script::is_han(*c)).collect()
}

proptest! {
    #[test]
    fn rows_lead_back(source in parts()) {
        let document = markdown(&source);
        shown(&document);
        let (text, sent) = (document.text(), &document.counted().text);
        for row in tiyao_text::rows(text) {
            let pieces = document.pieces(std::slice::from_ref(&row)).into_owned();
            let joined: String = pieces.iter().map(|piece| piece.cut(sent)).collect();
            assert_eq!(letters(&joined), letters(row.cut(text)), "{sent:?}");
        }
    }

    #[test]
    fn any_text_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = read(&bytes, Some(MediaType::Markdown), None, &Limits::default()) {
            shown(&document);
        }
    }
}
