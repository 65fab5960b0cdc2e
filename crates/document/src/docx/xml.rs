//! XML as tags and text, under a limit of depth.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event as Parsed},
};
use tiyao_text::interrupt::spend;

/// Elements of a document nest a few dozen deep.
const DEEPEST: usize = 1_000;
/// A longer value of an attribute is none that is read.
const LONGEST_VALUE: usize = 1 << 10;
/// What it takes to read one event, in units of work.
const EVENT_UNITS: usize = 16;

/// What a part is made of.
pub(super) enum Event<'a> {
    /// An element begins.
    Start(&'a Tag<'a>),
    /// The element of this name ends.
    End(&'a str),
    /// Character data, references resolved.
    Text(&'a str),
}

/// A start tag.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without a prefix; empty in the namespaces of drawings, whose names are like those of
    /// paragraphs and runs.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// Value of the attribute called `name`, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        // Looking for doubles would take time quadratic in their number.
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        if found.value.len() > LONGEST_VALUE {
            return None;
        }
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }
}

fn local(name: &str) -> &str {
    match name.split_once(':') {
        Some(("a" | "c" | "dgm" | "o" | "pic" | "v" | "wp", _)) => "",
        Some((_, name)) => name,
        None => name,
    }
}

/// Reads `source` and tells `each` of its parts. False if it is not well-formed to its end, or too
/// deep; what came before was told.
pub(super) fn read(source: &str, mut each: impl FnMut(Event<'_>)) -> bool {
    let mut reader = Reader::from_str(source.trim_start_matches('\u{feff}'));
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    loop {
        spend(EVENT_UNITS);
        match reader.read_event() {
            Ok(Parsed::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return false;
                }
                each(Event::Start(&Tag(start)));
            }
            Ok(Parsed::Empty(start)) => {
                let tag = Tag(start);
                each(Event::Start(&tag));
                each(Event::End(tag.name()));
            }
            Ok(Parsed::End(end)) => {
                depth = depth.saturating_sub(1);
                each(Event::End(local(end.name().into_inner())));
            }
            Ok(Parsed::Text(text)) => each(Event::Text(&text.xml10_content())),
            Ok(Parsed::CData(text)) => each(Event::Text(&text.xml10_content())),
            Ok(Parsed::GeneralRef(reference)) => {
                if let Some(c) = resolve(&reference) {
                    each(Event::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Ok(Parsed::Eof) => return depth == 0,
            Ok(Parsed::Comment(_) | Parsed::Decl(_) | Parsed::PI(_) | Parsed::DocType(_)) => {}
            Err(_) => return false,
        }
    }
}

/// A character reference, or one of the five names that XML knows by itself.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "apos" => Some('\''),
        "gt" => Some('>'),
        "lt" => Some('<'),
        "quot" => Some('"'),
        _ => None,
    }
}
