//! The names of sections and topics between the entries of the contents.

use tiyao_text::Span;

use crate::{
    chars::is_latin,
    entry::{Opening, Style, section_name},
    row::Row,
};

/// The section and topic that entries are listed under.
#[derive(Default)]
pub(crate) struct Sections {
    pub(crate) section: String,
    pub(crate) topic: String,
    /// Some section had a Latin twin, so a row without one is a topic.
    twins: bool,
}

impl Sections {
    /// Takes the rows between two entries as names of section and topic. Returns the spans of rows
    /// that are the first rows of the next title instead.
    pub(crate) fn take(
        &mut self,
        text: &str,
        rows: &[Row],
        pending: &mut Vec<usize>,
        style: Style,
        claimed: &mut Vec<usize>,
    ) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut names: Vec<(String, bool)> = Vec::new();
        for at in pending.drain(..) {
            let Some(row) = rows.get(at) else { continue };
            let cut = row.text(text);
            claimed.push(at);
            let (name, twin) = section_name(cut);
            if is_latin(cut) {
                match names.last_mut() {
                    Some(last) => last.1 = true,
                    // an English issue names its sections in Latin letters only
                    None => names.push((cut.to_owned(), true)),
                }
            } else if style == Style::PageLast && row.chars > 10 && !twin {
                spans.push(row.span);
                spans.push(row.line_feed(text));
            } else {
                names.push((name, twin));
            }
        }
        let mut names = names.into_iter();
        match (names.next(), names.next_back()) {
            (None, _) => {}
            (Some((only, twin)), None) if twin || !self.twins => {
                self.twins |= twin;
                self.section = only;
                self.topic.clear();
            }
            (Some((only, _)), None) => self.topic = only,
            (Some((section, twin)), Some((topic, _))) => {
                self.twins |= twin;
                self.section = section;
                self.topic = topic;
            }
        }
        spans
    }

    /// Entries under an ordinal have no section of their own.
    pub(crate) fn ordinal(&mut self, opened: &Opening) {
        if !opened.nested {
            self.topic.clear();
        }
    }
}
