use proptest::prelude::*;

use crate::{
    Limits, MediaType, read, read_text,
    shown::{assert_traced, decode, shown},
};

fn page(source: &str) -> crate::Document {
    read_text(source.to_owned(), Some(MediaType::Html), &Limits::default()).unwrap()
}

fn check(source: &str, expected: &[&str]) {
    let document = page(source);
    assert_eq!(shown(&document), expected, "{source}");
    assert_traced(&document, decode);
}

#[test]
fn blocks_part_rows() {
    check("<h1>春天</h1><p>甲</p><p>乙</p>", &["h1 春天", "-", "p 甲", "-", "p 乙"]);
    check("春天<div>甲<div>乙</div>丙</div>", &["p 春天", "-", "p 甲", "-", "p 乙", "-", "p 丙"]);
    check("<ul><li>甲<li>乙</ul>丙", &["i 甲", "i 乙", "-", "p 丙"]);
    check("<p>甲<br>乙</p><p>丙<br/><br/>丁", &["l 甲", "l 乙", "-", "p 丙", "-", "p 丁"]);
    check("<h2>甲<h3>乙<p>丙", &["h2 甲", "-", "h3 乙", "-", "h3 丙"]);
    check("甲<hr>乙", &["p 甲", "-", "p 乙"]);
    check("", &[]);
}

#[test]
fn white_space_collapses() {
    check("<p>  春天\n  来了 ， a\n\tb  </p>", &["p 春天来了 ， a b"]);
    check("<p>甲<b> 乙 </b> 丙</p>", &["p 甲 乙 丙"]);
    check("<p>甲 <!-- 注 --> 乙\r\n丙</p>", &["p 甲 乙丙"]);
    check("<pre>\n甲  乙\n\n 丙\n</pre>丁", &["l 甲  乙", "-", "l  丙", "-", "p 丁"]);
}

#[test]
fn references_are_decoded() {
    check(
        "<p>a &amp; b&lt;c &#22909;&hellip;&nbsp;&unknown; R&D</p>",
        &["p a & b<c 好…\u{a0}&unknown; R&D"],
    );
    let document = page("甲&amp;&#22909;乙");
    let at = document.text().find('好').unwrap();
    let pieces = document.pieces(&[tiyao_text::Span::new(at, at + 3)]).into_owned();
    assert_eq!(pieces[0].cut(&document.counted().text), "&#22909;");
}

#[test]
fn what_a_page_hides_is_no_text() {
    check(
        "<head><title>网</title><style>p{}</style><script>if (a<b) {}</script></head>\
         <body style='display:none'><p>甲<span style=\"DISPLAY: none\">密<span>密</span>密</span>乙</p>\
         <p hidden>密</p><div aria-hidden=true><p>密</div><noscript><p>密</noscript><p>丙",
        &["p 甲乙", "-", "p 丙"],
    );
    check("<ruby>漢<rp>(</rp><rt>han</rt></ruby>字<select><option>密</select>", &["p 漢字"]);
    check("<!--[if gte mso 9]><xml>密</xml><![endif]--><![if !x]>甲<![endif]>", &["p 甲"]);
}

#[test]
fn tables_are_rows_of_cells() {
    check(
        "<table><caption>表</caption><tr><th>甲<th>乙<tr><td>1</td><td></td><td>2</table>",
        &["c 表", "-", "t 甲\t乙", "t 1\t2"],
    );
    let word =
        "<table><tr><td><p>甲</p></td>\n<td><p>乙</p></td></tr><tr><td><p>丙</p></td></tr></table>";
    check(word, &["t 甲\t乙", "p 丙"]);
    let layout = "<table><tr><td><p>甲<p>乙</td><td>丙</td></tr></table>丁";
    check(layout, &["p 甲", "-", "p 乙", "p 丙", "-", "p 丁"]);
}

#[test]
fn images_and_their_captions() {
    check("<p>甲</p><p><img alt='图 1'></p><p>乙</p>", &["p 甲", "-", "c 图 1", "-", "p 乙"]);
    check("<p>甲<img alt='笑'>乙</p>", &["p 甲乙"]);
    check("<figure><img alt='一'><figcaption>二</figcaption></figure>甲", &["c 二", "-", "p 甲"]);
    check("<figure><img alt='a &amp; b'></figure>甲", &["c a & b", "-", "p 甲"]);
}

#[test]
fn broken_pages_are_read() {
    check("<p>甲</div></p></b><b>乙<p>丙</b>丁", &["p 甲", "-", "p 乙", "-", "p 丙丁"]);
    check("甲</table><td>乙</li><", &["p 甲", "p 乙<"]);
    check("<p>甲<!-- 乙", &["p 甲"]);
    check("<font size=5>甲<font>乙</font></font><span style='font-size:9pt'>丙", &["p 甲乙丙"]);
}

#[test]
fn sizes_are_known() {
    let document =
        page("<p style='font-size:22.0pt'><b>大</b></p><p>无</p><font size=4>中<font size=2>小小");
    let sizes: Vec<_> = document.marks().iter().map(|mark| mark.font_size).collect();
    assert_eq!(sizes, [Some(220), None, Some(100)]);
}

#[test]
fn pages_in_their_own_encoding() {
    let source = "<html><head><meta charset=gb2312></head><body><p>市场，监管</p></body></html>";
    let (bytes, _, _) = encoding_rs::GB18030.encode(source);
    let document = read(&bytes, None, None, &Limits::default()).unwrap();
    assert_eq!(document.media_type(), MediaType::Html);
    assert_eq!(document.text(), "市场，监管\n");
    let lies = read(source.as_bytes(), None, None, &Limits::default()).unwrap();
    assert_eq!(lies.text(), "市场，监管\n");
}

#[test]
fn hostile_pages_are_read_in_one_pass() {
    let deep = format!("{}甲{}", "<div><span hidden=no>".repeat(50_000), "</div>".repeat(100_000));
    assert_eq!(page(&deep).text(), "");
    let deep = format!("{}甲{}", "<div>".repeat(100_000), "</p></div>".repeat(100_000));
    assert_eq!(page(&deep).text(), "甲\n");
    let long =
        format!("<p title='{0}' alt='{0}' style='{0}'>甲<img alt='{0}'>", "x".repeat(1 << 20));
    assert_eq!(page(&long).text(), "甲\n");
    let text = "春天来了，".repeat(10 << 16);
    assert_eq!(page(&format!("<p>{text}</p>")).text().len(), text.len() + 1);
}

/// Pieces that pages are made of.
fn parts() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<h2>",
        "</h2>",
        "<li>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<pre>",
        "</pre>",
        "<span hidden>",
        "</span>",
        "<b>",
        "</b>",
        "<img alt='图'>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "&amp;",
        "&#22909;",
        "&nbsp;",
        "春天",
        "来了。",
        "word",
        " ",
        "\n",
        "\t",
        "，",
        "<!-- 注 -->",
        "<script>",
        "</script>",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn rows_lead_back(source in parts()) {
        assert_traced(&page(&source), decode);
        shown(&page(&source));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = read(&bytes, Some(MediaType::Html), None, &Limits::default()) {
            shown(&document);
        }
    }

    #[test]
    fn damaged_pages_are_read(source in parts(), at in 0_usize..200, with in any::<char>()) {
        let mut chars: Vec<char> = source.chars().collect();
        let at = at.min(chars.len());
        chars.splice(at..(at + 2).min(chars.len()), [with, '<']);
        shown(&page(&chars.into_iter().collect::<String>()));
    }
}
