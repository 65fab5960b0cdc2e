//! XML, whatever the text.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    escape::partial_escape,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// Writes elements; all text is escaped, and characters that XML 1.0 has no place for are dropped.
pub(crate) struct Xml<'a> {
    writer: Writer<&'a mut dyn Write>,
}

impl<'a> Xml<'a> {
    /// A document for people to read too: the declaration, the document type, elements indented.
    pub(crate) fn document(out: &'a mut dyn Write, doctype: &str) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer.write_event(Event::DocType(BytesText::from_escaped(doctype)))?;
        Ok(Self { writer })
    }

    /// A part of an Office Open XML package, where white space between elements may count.
    pub(crate) fn part(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer::new(out);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Self { writer })
    }

    pub(crate) fn end(self) -> io::Result<()> {
        self.writer.into_inner().write_all(b"\n")
    }

    /// An element with whatever `content` writes in it.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Start(start))?;
        content(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element that holds a text.
    pub(crate) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        let legal: String = text.chars().filter(|character| is_legal(*character)).collect();
        // Quotation marks, which articles are full of, need no escape outside an attribute.
        let escaped = BytesText::from_escaped(partial_escape(&legal));
        self.element(name, attributes, |xml| xml.writer.write_event(Event::Text(escaped)))
    }

    /// The same, if there is a text.
    pub(crate) fn text_if_any(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.text(name, attributes, text) }
    }

    /// An element that holds nothing.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.writer.write_event(Event::Empty(start))
    }
}

/// The `Char` production of XML 1.0, less the non-characters that it advises against.
fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' => false,
        _ => !character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn only_characters_of_xml_are_written() {
        let mut out = Vec::new();
        let mut xml = Xml::document(&mut out, "p").unwrap();
        xml.text("p", &[("id", "\"<")], "a\0b\u{b}c\u{85}\u{fffe}d\te\u{20000}<&>").unwrap();
        xml.end().unwrap();
        let text = String::from_utf8(out).unwrap();
        let (_, element) = text.split_once("<!DOCTYPE p>\n").unwrap();
        assert_eq!(element, "<p id=\"&quot;&lt;\">abcd\te\u{20000}&lt;&amp;&gt;</p>\n");
    }
}
