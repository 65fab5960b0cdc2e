//! A paragraph that is being read.

use tiyao_text::RowForm;

use crate::{
    docx::{
        numbering::Numbering,
        styles::{Role, Styles},
    },
    writer::Sizes,
};

/// The outline's level of plain paragraphs.
const BODY_LEVEL: u8 = 9;

/// A paragraph with what is known of it so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) sizes: Sizes,
    /// Page on which it starts.
    pub(super) page: u32,
    pub(super) kind: Kind,
    /// Size of runs that say none.
    pub(super) size: Option<u16>,
    pub(super) run: Run,
    /// Its properties are being read.
    pub(super) in_properties: bool,
    pub(super) style: Option<String>,
    pub(super) outline: Option<u8>,
    pub(super) list: Option<String>,
    pub(super) list_level: Option<usize>,
    /// Its end was deleted: the next paragraph goes on with it.
    pub(super) end_deleted: bool,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Body,
    /// The document's title, above all headings.
    Title,
    /// A heading of this level; 1 is the highest.
    Heading(u8),
    Caption,
    Item,
}

/// A run of characters that are set alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) in_properties: bool,
    pub(super) size: Option<u16>,
    pub(super) hidden: bool,
}

impl Paragraph {
    /// Begins on this page, as a plain paragraph, behind text that it goes on with.
    pub(super) fn start(&mut self, styles: &Styles, page: u32) {
        let plain = styles.style(None).and_then(|style| style.size).or(styles.size());
        *self = Self {
            text: std::mem::take(&mut self.text),
            sizes: std::mem::take(&mut self.sizes),
            page: if self.text.is_empty() { page } else { self.page },
            size: plain,
            ..Self::default()
        };
    }

    /// Its properties are known: what it is, and the number before it.
    pub(super) fn settle(&mut self, styles: &Styles, numbering: &mut Numbering) {
        let style = styles.style(self.style.as_deref());
        self.size = style.and_then(|style| style.size).or(styles.size());
        let outline = self.outline.or_else(|| style?.outline);
        let list = self.list.as_deref().or_else(|| style?.list.as_deref());
        let list = list.filter(|id| *id != "0");
        let level = self.list_level.or_else(|| style?.list_level).unwrap_or_default();
        self.kind = match (outline, style.map(|style| style.role).unwrap_or_default()) {
            (Some(level), _) if level < BODY_LEVEL => Kind::Heading(level + 1),
            (_, Role::Title) => Kind::Title,
            (_, Role::Caption) => Kind::Caption,
            (_, Role::Body) if list.is_some() => Kind::Item,
            (_, Role::Body) => Kind::Body,
        };
        if let Some(id) = list
            && self.text.is_empty()
        {
            self.text = numbering.next(id, level);
        }
    }

    /// A new page begins; the paragraph is on it if it has no text yet.
    pub(super) fn turn_page(&mut self, page: u32) {
        if self.text.is_empty() {
            self.page = page;
        }
    }

    /// What its rows are; where it has several, its breaks may be within a paragraph.
    pub(super) fn form(&self, several: bool) -> RowForm {
        match self.kind {
            Kind::Body if several => RowForm::Line,
            Kind::Body => RowForm::Paragraph,
            // Settled once it is known whether the document has a title.
            Kind::Title => RowForm::Heading(0),
            Kind::Heading(level) => RowForm::Heading(level),
            Kind::Caption => RowForm::Caption,
            Kind::Item => RowForm::ListItem,
        }
    }
}
