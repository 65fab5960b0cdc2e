use std::io;

use tiyao_api::v1;

use crate::xml::Xml;

/// Notes and references; the heading of either is its list's title.
pub(super) fn back(xml: &mut Xml<'_>, paragraphs: &[v1::Paragraph]) -> io::Result<()> {
    let of = |kind: v1::ParagraphKind| -> Vec<&str> {
        let found = paragraphs.iter().filter(|paragraph| paragraph.kind() == kind);
        found.map(|paragraph| paragraph.text.as_str()).collect()
    };
    let notes = of(v1::ParagraphKind::Footnote);
    let references = of(v1::ParagraphKind::Reference);
    if notes.is_empty() && references.is_empty() {
        return Ok(());
    }
    xml.element("back", &[], |xml| {
        let (title, notes) = titled(&notes);
        if !notes.is_empty() {
            xml.element("fn-group", &[], |xml| {
                xml.text_if_any("title", &[], title)?;
                let mut notes = notes.iter();
                notes.try_for_each(|note| xml.element("fn", &[], |xml| xml.text("p", &[], note)))
            })?;
        }
        let (title, references) = titled(&references);
        if references.is_empty() {
            return Ok(());
        }
        xml.element("ref-list", &[], |xml| {
            xml.text_if_any("title", &[], title)?;
            for (number, reference) in (1..).zip(references) {
                let id = format!("ref{number}");
                xml.element("ref", &[("id", &id)], |xml| {
                    xml.text("mixed-citation", &[], reference)
                })?;
            }
            Ok(())
        })
    })
}

/// A list's heading apart from its items: short, and without the digits and stops that every
/// reference has.
fn titled<'a, 'b>(texts: &'b [&'a str]) -> (&'a str, &'b [&'a str]) {
    const LONGEST: usize = 16;
    let is_heading = |text: &str| {
        text.chars().count() <= LONGEST
            && !text.contains(|character: char| character.is_ascii_digit())
            && !text.contains(['。', '.', '，', ','])
            && !text.trim_end_matches(['：', ':']).contains(['：', ':'])
    };
    match texts.split_first() {
        Some((first, rest)) if is_heading(first) => (first, rest),
        _ => ("", texts),
    }
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn a_heading_is_told_from_an_item() {
        assert_eq!(titled(&["参考文献：", "[1] 甲"]), ("参考文献：", &["[1] 甲"][..]));
        assert_eq!(titled(&["注：甲乙"]), ("", &["注：甲乙"][..]));
        assert_eq!(titled(&["①甲，乙。"]), ("", &["①甲，乙。"][..]));
        assert_eq!(titled(&[]), ("", &[][..]));
    }
}
