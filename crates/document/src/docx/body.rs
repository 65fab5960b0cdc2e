//! The paragraphs of a part, as rows.

mod paragraph;
mod rows;

use std::collections::HashMap;

use tiyao_text::RowMark;

use crate::docx::{
    body::{
        paragraph::{Paragraph, Run},
        rows::Rows,
    },
    numbering::Numbering,
    styles::{self, Styles},
    xml::{self, Event, Tag},
};

/// Text of the notes of a document by their ids.
pub(super) type Notes = HashMap<String, String>;

/// Reads the notes of a part.
pub(super) fn notes(source: &str, styles: &Styles) -> Notes {
    let (none, mut notes) = (Notes::new(), Notes::new());
    let mut body = Body::new(styles, Numbering::default(), &none, &none, usize::MAX);
    let mut id = None;
    xml::read(source, |event| {
        match &event {
            Event::Start(tag) if matches!(tag.name(), "footnote" | "endnote") => {
                // Separators are notes too, of a type.
                let plain = tag.attribute("type").is_none_or(|kind| kind == "normal");
                id = tag.attribute("id").filter(|_| plain).map(std::borrow::Cow::into_owned);
            }
            Event::End("footnote" | "endnote") => {
                let text = body.rows.take();
                let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
                if let Some(id) = id.take().filter(|_| !text.is_empty()) {
                    notes.insert(id, text);
                }
            }
            _ => {}
        }
        body.event(&event);
    });
    notes
}

/// A part that is being read.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    footnotes: &'a Notes,
    endnotes: &'a Notes,
    rows: Rows,
    /// Open paragraphs: the last is inside a text box of the one before.
    paragraphs: Vec<Paragraph>,
    /// Rows of text boxes, behind the paragraph that they hang on.
    boxes: Vec<Paragraph>,
    /// Text of a paragraph whose end was deleted with changes tracked.
    carried: Option<Paragraph>,
    /// Elements open inside one that is not read.
    skipped: usize,
    in_text: bool,
    /// Notes that were referred to, by number: their rows come behind the paragraph.
    due: Vec<String>,
    footnote_count: usize,
    /// Notes for the end of the document.
    at_end: Vec<String>,
}

impl<'a> Body<'a> {
    /// A part whose text may have `most` bytes.
    pub(super) fn new(
        styles: &'a Styles,
        numbering: Numbering,
        footnotes: &'a Notes,
        endnotes: &'a Notes,
        most: usize,
    ) -> Self {
        Self {
            styles,
            numbering,
            footnotes,
            endnotes,
            rows: Rows::new(most),
            paragraphs: Vec::new(),
            boxes: Vec::new(),
            carried: None,
            skipped: 0,
            in_text: false,
            due: Vec::new(),
            footnote_count: 0,
            at_end: Vec::new(),
        }
    }

    /// Reads the part; false if it is damaged, and its head alone was read.
    pub(super) fn read(&mut self, source: &str) -> bool {
        let whole = xml::read(source, |event| self.event(&event));
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
        if let Some(rest) = self.carried.take() {
            self.rows.paragraph(&rest);
        }
        self.rows.end_tables();
        self.write_due();
        for note in std::mem::take(&mut self.at_end) {
            self.rows.note(&note);
        }
        whole
    }

    /// The text, what is known of its rows, and whether there was more than is allowed.
    pub(super) fn finish(self) -> (String, Vec<RowMark>, bool) {
        self.rows.finish()
    }

    fn event(&mut self, event: &Event<'_>) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                Event::Text(_) => {}
            }
            return;
        }
        match event {
            Event::Start(tag) if is_skipped(tag.name()) => {
                // An empty mark of deletion in the properties of a paragraph deletes its end.
                if let ("del", Some(open)) = (tag.name(), self.paragraphs.last_mut()) {
                    open.end_deleted |= open.in_properties;
                }
                self.skipped = 1;
            }
            Event::Start(tag) => self.start(tag),
            Event::End(name) => self.end(name),
            Event::Text(text) => {
                if let Some(open) = self.paragraphs.last_mut().filter(|_| self.in_text) {
                    self.rows.write(open, text);
                }
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "p" => self.start_paragraph(),
            "tr" if self.paragraphs.is_empty() => self.rows.start_row(),
            "tc" if self.paragraphs.is_empty() => self.rows.start_cell(),
            name => {
                if let Some(open) = self.paragraphs.last_mut() {
                    if open.in_properties {
                        self.property(name, tag);
                    } else {
                        self.content(name, tag);
                    }
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tr" if self.paragraphs.is_empty() => {
                self.rows.end_row();
                self.write_due();
            }
            "tc" if self.paragraphs.is_empty() => self.rows.end_cell(),
            "pPr" => {
                if let Some(open) = self.paragraphs.last_mut() {
                    open.in_properties = false;
                    open.settle(self.styles, &mut self.numbering);
                }
            }
            "rPr" => {
                if let Some(open) = self.paragraphs.last_mut() {
                    open.run.in_properties = false;
                }
            }
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn start_paragraph(&mut self) {
        let outermost = self.paragraphs.is_empty();
        let carried = if outermost { self.carried.take() } else { None };
        let mut paragraph = carried.unwrap_or_default();
        paragraph.start(self.styles, self.rows.page());
        self.paragraphs.push(paragraph);
    }

    fn end_paragraph(&mut self) {
        self.in_text = false;
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if !self.paragraphs.is_empty() {
            self.boxes.push(paragraph);
            return;
        }
        if paragraph.end_deleted && self.boxes.is_empty() {
            self.carried = Some(Paragraph { end_deleted: false, ..paragraph });
            return;
        }
        self.rows.paragraph(&paragraph);
        for boxed in std::mem::take(&mut self.boxes) {
            self.rows.paragraph(&boxed);
        }
        self.write_due();
    }

    /// An element of the open paragraph's properties.
    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(open) = self.paragraphs.last_mut() else { return };
        let value = || tag.attribute("val");
        match name {
            "pStyle" => open.style = value().map(std::borrow::Cow::into_owned),
            "outlineLvl" => open.outline = value().and_then(|v| v.parse().ok()),
            "numId" => open.list = value().map(std::borrow::Cow::into_owned),
            "ilvl" => open.list_level = value().and_then(|v| v.parse().ok()),
            "pageBreakBefore" if is_on(tag) => {
                self.rows.break_page();
                open.page = self.rows.page();
            }
            _ => {}
        }
    }

    /// An element of the open paragraph's content.
    fn content(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(open) = self.paragraphs.last_mut() else { return };
        if open.run.in_properties {
            let value = tag.attribute("val");
            match name {
                "sz" => open.run.size = value.and_then(|v| styles::size(&v)).or(open.run.size),
                "rStyle" => {
                    let size = self.styles.style(value.as_deref()).and_then(|style| style.size);
                    open.run.size = size.or(open.run.size);
                }
                "vanish" => open.run.hidden = is_on(tag),
                _ => {}
            }
            return;
        }
        match name {
            "pPr" => open.in_properties = true,
            "r" => open.run = Run::default(),
            "rPr" => open.run.in_properties = true,
            "t" => self.in_text = true,
            "tab" | "ptab" => self.rows.write(open, "\t"),
            "cr" => self.rows.write(open, "\n"),
            "br" => match tag.attribute("type").as_deref() {
                Some("page") => {
                    self.rows.break_page();
                    open.turn_page(self.rows.page());
                }
                _ => self.rows.write(open, "\n"),
            },
            "lastRenderedPageBreak" => {
                self.rows.rendered_break();
                open.turn_page(self.rows.page());
            }
            "noBreakHyphen" => self.rows.write(open, "-"),
            "sym" => {
                let code = tag.attribute("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
                // A sign of a symbol font has no character of its own.
                let sign = code.and_then(char::from_u32);
                let sign = sign.filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\0'..='\u{1f}'));
                if let Some(sign) = sign {
                    self.rows.write(open, sign.encode_utf8(&mut [0; 4]));
                }
            }
            "footnoteReference" => {
                let id = tag.attribute("id").unwrap_or_default();
                if let Some(note) = self.footnotes.get(id.as_ref()) {
                    self.footnote_count += 1;
                    let number = format!("[{}]", self.footnote_count);
                    self.rows.write(open, &number);
                    self.due.push(format!("{number} {note}"));
                }
            }
            "endnoteReference" => {
                let id = tag.attribute("id").unwrap_or_default();
                if let Some(note) = self.endnotes.get(id.as_ref()) {
                    let number = format!("[{}]", self.at_end.len() + 1);
                    self.rows.write(open, &number);
                    self.at_end.push(format!("{number} {note}"));
                }
            }
            _ => {}
        }
    }

    /// Writes the notes that are due, outside of tables.
    fn write_due(&mut self) {
        if self.rows.in_table() {
            return;
        }
        for note in std::mem::take(&mut self.due) {
            self.rows.note(&note);
        }
    }
}

/// Elements whose content is no text of the document: what was deleted or moved away, what a
/// paragraph was before, the second way to draw what was drawn, the reading above a word.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "Fallback"
            | "del"
            | "moveFrom"
            | "numberingChange"
            | "pPrChange"
            | "rPrChange"
            | "rt"
            | "sdtPr"
            | "sectPr"
            | "tblPr"
            | "tcPr"
            | "trPr"
    )
}

/// Whether a property that may be switched off is on.
fn is_on(tag: &Tag<'_>) -> bool {
    !tag.attribute("val").is_some_and(|value| matches!(value.as_ref(), "0" | "false" | "off"))
}
