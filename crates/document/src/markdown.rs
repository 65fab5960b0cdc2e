//! Markdown as rows: `CommonMark` with tables, strikethrough, footnotes and front matter.
//!
//! A paragraph is one row: the breaks of its source rows stay out between Han characters and are
//! spaces elsewhere. Where an indent of ideographic spaces begins a source row, or the row before is
//! too short to have been broken there, a new row begins all the same, as writers mean it who leave
//! blank rows out. Of the front matter, the title is a heading and the authors are a row; the rest is
//! no text. Marks of lists stay out, numbers stay in. Of a link the text stays. An image that stands
//! for itself is a caption; one inside a row is left out. HTML is read as HTML. A text whose blocks are
//! nested deeper than any writer's is left as it is.

mod front_matter;
mod layout;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use tiyao_text::{RowForm, Span, interrupt::spend};

use crate::{document::Document, html, writer::Writer};

/// What it takes to read one event, in units of work.
const EVENT_UNITS: usize = 16;

/// Reads the text that `document` counts in.
pub(crate) fn read(mut document: Document) -> Document {
    let source = document.counted.text.as_str();
    if layout::is_too_deep(source) {
        return document;
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    // A byte order mark is no part of the first row.
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::new(source);
    let body = source.get(start..).unwrap_or_default();
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        spend(EVENT_UNITS);
        reader.event(event, Span::new(range.start, range.end).shifted(start));
    }
    let (derived, marks) = reader.finish();
    document.derived = Some(derived);
    document.marks = marks;
    document
}

/// What has been read.
struct Reader<'a> {
    source: &'a str,
    writer: Writer,
    /// What rows of the open blocks are, the innermost last.
    forms: Vec<RowForm>,
    /// Where what was written last ends.
    end: usize,
    /// What stands before the next text: an item's number, a footnote's label.
    lead: Vec<Span>,
    /// Lists that are open.
    lists: usize,
    /// The open row began behind a break inside its paragraph.
    behind_break: bool,
    /// The last event was a soft break.
    at_break: bool,
    image: Image,
    /// A block of HTML as far as it has been read.
    page: Span,
    /// Front matter is open; it stands at the head of the text alone.
    at_head: bool,
}

/// Images that are open around the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Image {
    depth: usize,
    /// The outermost stands for itself.
    alone: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            writer: Writer::default(),
            forms: Vec::new(),
            end: 0,
            lead: Vec::new(),
            lists: 0,
            behind_break: false,
            at_break: false,
            image: Image::default(),
            page: Span::default(),
            at_head: false,
        }
    }

    fn finish(mut self) -> (crate::document::Derived, Vec<tiyao_text::RowMark>) {
        let end = self.source.len();
        self.end_row(Span::new(end, end));
        self.writer.finish()
    }

    fn form(&self) -> RowForm {
        self.forms.last().copied().unwrap_or(RowForm::Paragraph)
    }

    fn event(&mut self, event: Event<'_>, range: Span) {
        let at_break = std::mem::take(&mut self.at_break);
        match event {
            Event::Start(tag) => self.start(&tag, range, at_break),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.write(&text, layout::inside_code(self.source, range)),
            Event::Html(_) => {
                if self.page.end() != range.start() {
                    self.write_page();
                    self.page = Span::new(range.start(), range.start());
                }
                self.page = self.page.joined(range);
            }
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) {
                    self.hard_break(range);
                }
            }
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak => self.hard_break(layout::line_feed(self.source, range)),
            Event::Rule => {
                self.end_row(range);
                self.writer.part();
            }
            Event::FootnoteReference(_) => {
                self.write_lead();
                for piece in layout::footnote(self.source, range) {
                    self.copy(piece);
                }
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Span, at_break: bool) {
        let form = match tag {
            Tag::Paragraph => self.form(),
            Tag::Heading { level, .. } if layout::is_heading(self.source, range) => {
                RowForm::Heading(*level as u8)
            }
            Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                RowForm::Paragraph
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => RowForm::Line,
            Tag::List(_) | Tag::Item => RowForm::ListItem,
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => RowForm::TableRow,
            Tag::TableCell => {
                self.writer.tab(layout::bar(self.source, self.end, range.start()));
                return;
            }
            Tag::Image { .. } => return self.start_image(range, at_break),
            _ => return,
        };
        self.end_row(Span::new(range.start(), range.start()));
        match tag {
            Tag::List(_) => {
                if self.lists == 0 {
                    self.writer.part();
                }
                self.lists += 1;
            }
            Tag::Item => self.lead = layout::number(self.source, range).into_iter().collect(),
            Tag::FootnoteDefinition(_) => {
                self.writer.part();
                self.lead = layout::footnote(self.source, range).to_vec();
            }
            Tag::TableHead | Tag::TableRow => {}
            Tag::MetadataBlock(_) => {
                let before = self.source.get(..range.start()).unwrap_or_default();
                self.at_head = before.trim_matches('\u{feff}').is_empty();
                self.writer.part();
            }
            _ => self.writer.part(),
        }
        self.forms.push(form);
    }

    fn close(&mut self, tag: TagEnd, range: Span) {
        match tag {
            TagEnd::Image => {
                self.image.depth = self.image.depth.saturating_sub(1);
                if self.image.depth == 0 && self.image.alone {
                    self.end_row_as(RowForm::Caption, Span::new(range.end(), range.end()));
                }
            }
            TagEnd::HtmlBlock => self.write_page(),
            TagEnd::MetadataBlock(_) if std::mem::take(&mut self.at_head) => {
                self.front_matter(range);
            }
            _ => {}
        }
        if matches!(
            tag,
            TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::FootnoteDefinition
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::MetadataBlock(_)
        ) {
            self.end_row(layout::line_feed(self.source, Span::new(self.end, range.end())));
            self.lead.clear();
            self.forms.pop();
            if let TagEnd::List(_) = tag {
                self.lists = self.lists.saturating_sub(1);
            }
            if self.lists == 0 && self.form() != RowForm::TableRow {
                self.writer.part();
            }
        }
    }

    fn start_image(&mut self, range: Span, at_break: bool) {
        self.image.depth += 1;
        if self.image.depth > 1 {
            return;
        }
        if at_break {
            self.end_row(Span::new(range.start(), range.start()));
        }
        self.image.alone = !self.writer.is_open() && self.form() != RowForm::TableRow;
    }

    fn text(&mut self, text: &str, range: Span) {
        if self.at_head {
            return;
        }
        if self.forms.last() != Some(&RowForm::Line) {
            return self.write(text, range);
        }
        if text.is_empty() || range.cut(self.source) != text {
            return self.write(text.trim_end_matches(['\n', '\r']), range);
        }
        let mut at = range.start();
        for row in text.split_inclusive('\n') {
            let end = at + row.trim_end_matches(['\n', '\r']).len();
            self.copy(Span::new(at, end));
            at += row.len();
            if end < at {
                self.end_row(Span::new(at - 1, at));
            }
        }
    }

    /// Writes `text`, which the parser made of what stands at `range`.
    fn write(&mut self, text: &str, range: Span) {
        if self.image.depth > 0 && !self.image.alone {
            return;
        }
        self.write_lead();
        if range.cut(self.source) == text {
            return self.copy(range);
        }
        for piece in layout::align(text, self.source, range) {
            match piece {
                layout::Piece::Copy(span) => self.copy(span),
                layout::Piece::Replace(text, origin) => {
                    self.writer.replace(text, origin);
                    self.end = origin.end();
                }
            }
        }
    }

    fn copy(&mut self, span: Span) {
        self.writer.copy(span.cut(self.source), span.start());
        self.end = self.end.max(span.end());
    }

    fn write_lead(&mut self) {
        for piece in std::mem::take(&mut self.lead) {
            self.copy(piece);
            if piece.cut(self.source).ends_with([']', '.', ')']) {
                self.writer.space(layout::space_behind(self.source, piece), false);
            }
        }
    }

    /// A break of the source inside a paragraph, a heading or a cell.
    fn soft_break(&mut self, range: Span) {
        let feed = layout::line_feed(self.source, range);
        let parts = matches!(self.form(), RowForm::Paragraph | RowForm::ListItem)
            && self.image.depth == 0
            && layout::parts(self.source, range);
        if parts {
            self.hard_break(feed);
        } else {
            self.writer.space(feed, true);
        }
        self.at_break = true;
    }

    /// A break that ends a row inside a paragraph; inside a table it is a space.
    fn hard_break(&mut self, origin: Span) {
        if self.form() == RowForm::TableRow {
            self.writer.space(origin, true);
            return;
        }
        let form = match self.form() {
            RowForm::Paragraph => RowForm::Line,
            form => form,
        };
        self.end_row_as(form, origin);
        self.behind_break = true;
    }

    /// Ends the open row.
    fn end_row(&mut self, origin: Span) {
        let form = match self.form() {
            RowForm::Paragraph if self.behind_break => RowForm::Line,
            form => form,
        };
        self.end_row_as(form, origin);
    }

    fn end_row_as(&mut self, form: RowForm, origin: Span) {
        self.writer.end_row(form, origin);
        self.end = self.end.max(origin.end());
        self.behind_break = false;
    }

    /// Writes the HTML that was read.
    fn write_page(&mut self) {
        let page = std::mem::take(&mut self.page);
        html::write(page.cut(self.source), page.start(), &mut self.writer);
        self.end = self.end.max(page.end());
    }

    fn front_matter(&mut self, range: Span) {
        let found = front_matter::read(self.source, range);
        if let Some(title) = found.title {
            self.copy(title);
            self.end_row_as(RowForm::Heading(1), layout::line_feed_behind(self.source, title));
        }
        for author in found.authors {
            self.writer.space(Span::new(author.start().saturating_sub(1), author.start()), false);
            self.copy(author);
        }
        let end = Span::new(self.end, self.end);
        self.end_row_as(RowForm::Paragraph, layout::line_feed_behind(self.source, end));
    }
}

#[cfg(test)]
mod tests;
