use std::io;

use tiyao_api::v1;

use crate::xml::Xml;

/// The text; each subhead begins a section. What stands before and behind it is of the front and the
/// back.
pub(super) fn body(xml: &mut Xml<'_>, paragraphs: &[v1::Paragraph]) -> io::Result<()> {
    let is_text = |paragraph: &&v1::Paragraph| {
        use v1::ParagraphKind as Kind;
        !matches!(paragraph.kind(), Kind::Metadata | Kind::Reference | Kind::Footnote)
    };
    let paragraphs: Vec<&v1::Paragraph> = paragraphs.iter().filter(is_text).collect();
    if paragraphs.is_empty() {
        return Ok(());
    }
    let first_subhead =
        paragraphs.iter().position(|paragraph| is_subhead(paragraph)).unwrap_or(paragraphs.len());
    let (lead, sections) = paragraphs.split_at(first_subhead);
    xml.element("body", &[], |xml| {
        running_text(xml, lead)?;
        for section in sections.chunk_by(|_, next| !is_subhead(next)) {
            let Some((subhead, text)) = section.split_first() else { continue };
            xml.element("sec", &[], |xml| {
                xml.text("title", &[], &subhead.text)?;
                running_text(xml, text)
            })?;
        }
        Ok(())
    })
}

fn running_text(xml: &mut Xml<'_>, paragraphs: &[&v1::Paragraph]) -> io::Result<()> {
    paragraphs.iter().try_for_each(|paragraph| xml.text("p", &[], &paragraph.text))
}

fn is_subhead(paragraph: &v1::Paragraph) -> bool {
    paragraph.kind() == v1::ParagraphKind::Subhead
}
