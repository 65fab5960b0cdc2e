//! The rows of a page, from its tags and its text in their order.

use std::collections::HashMap;

use tiyao_text::{RowForm, Span};

use crate::{
    html::{
        element::{self, Flow},
        style,
        tokens::{Piece, Tag},
    },
    writer::Writer,
};

/// Elements nested deeper than this are read as if they were not there.
const DEEPEST: usize = 4 << 10;
/// A heading of more characters is one whose end tag is missing.
const LONGEST_HEADING: usize = 200;

/// A page that is being read. Work is linear in the page however deep its elements are nested: an
/// end tag finds its element by name, and each element is opened and ended once.
pub(crate) struct Page<'a> {
    source: &'a str,
    base: usize,
    writer: &'a mut Writer,
    /// The open elements, the outermost first.
    open: Vec<Element>,
    /// Number of each element's name.
    names: HashMap<Vec<u8>, usize>,
    /// For each name, where its elements are among the open ones.
    places: Vec<Vec<usize>>,
    /// Where elements that part rows are among the open ones.
    blocks: Vec<usize>,
    /// Where elements that hold their content together are among the open ones.
    scopes: Vec<usize>,
    /// Elements that are open beyond the deepest.
    deeper: usize,
    /// The break that the next text comes behind.
    due: Option<Break>,
    /// What the open row is.
    form: RowForm,
    /// Characters of the open row.
    characters: usize,
    /// The open row began behind a `<br>`.
    behind_break: bool,
    /// Every cell of the open table row had one row of text so far.
    joins: bool,
    /// The alternative text of an image that stands for itself.
    alt: Option<(Vec<Piece>, Span)>,
    /// The open figure has a caption of its own.
    captioned: bool,
}

/// An open element.
#[derive(Debug)]
struct Element {
    name: usize,
    /// Its own name's flow and end rules.
    tag: Vec<u8>,
    shown: Shown,
}

/// How the text of an element is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown {
    form: RowForm,
    hidden: bool,
    keeps_space: bool,
    size: Option<u16>,
}

/// An end of a row that is not written yet.
#[derive(Clone, Copy, Debug)]
struct Break {
    origin: Span,
    /// A blank row stands behind it.
    blank: bool,
    /// It is a single `<br>`: the paragraph may go on.
    within: bool,
}

impl<'a> Page<'a> {
    pub(crate) fn new(source: &'a str, base: usize, writer: &'a mut Writer) -> Self {
        Self {
            source,
            base,
            writer,
            open: Vec::new(),
            names: HashMap::new(),
            places: Vec::new(),
            blocks: Vec::new(),
            scopes: Vec::new(),
            deeper: 0,
            due: None,
            form: RowForm::Paragraph,
            characters: 0,
            behind_break: false,
            joins: false,
            alt: None,
            captioned: false,
        }
    }

    /// A start tag.
    pub(crate) fn start(&mut self, tag: &Tag) {
        let flow = element::flow(&tag.name);
        self.end_implied(&tag.name);
        let outer = self.shown();
        if flow == Flow::Void {
            if !outer.hidden {
                self.void(tag);
            }
            return;
        }
        let shown = inner(tag, flow, outer);
        if !shown.hidden {
            self.enter(&tag.name, flow, tag.span);
        }
        // An element that changes nothing need not be remembered, unless an end tag could be taken
        // for that of another one.
        let plain = flow == Flow::Inline && shown == outer && !shown.hidden;
        if plain && self.place(&tag.name).is_none() {
            return;
        }
        if self.open.len() < DEEPEST {
            self.push(tag.name.clone(), flow, shown);
        } else {
            self.deeper += 1;
        }
    }

    /// An end tag.
    pub(crate) fn close(&mut self, name: &[u8], span: Span) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(at) = self.place(name) else { return };
        let flow = element::flow(name);
        let within = match flow {
            // Elements across one another: the one that parts rows counts.
            Flow::Inline => self.blocks.last().is_none_or(|block| *block < at),
            Flow::Hidden => true,
            _ => element::is_scope(name) || self.scopes.last().is_none_or(|scope| *scope < at),
        };
        if !within {
            return;
        }
        let hidden = self.open.get(at).is_some_and(|element| element.shown.hidden);
        self.pop_to(at);
        if hidden {
            return;
        }
        match flow {
            Flow::Block => self.part_rows(span, true),
            Flow::Row => self.part_rows(span, false),
            Flow::Inline | Flow::Cell | Flow::Void | Flow::Hidden => {}
        }
        match name {
            b"table" => self.joins = false,
            b"figure" => {
                self.write_alt();
                self.captioned = false;
            }
            _ => {}
        }
    }

    /// Text that stands at `span` as it is.
    pub(crate) fn text(&mut self, span: Span) {
        let shown = self.shown();
        if shown.hidden {
            return;
        }
        let mut span = span;
        if self.base == 0 && span.start() == 0 && span.cut(self.source).starts_with('\u{feff}') {
            span = Span::new('\u{feff}'.len_utf8(), span.end());
        }
        if shown.keeps_space {
            self.rows_as_they_are(span, shown);
        } else {
            self.words(span, shown);
        }
    }

    /// `text` that stands for `origin`.
    pub(crate) fn reference(&mut self, text: &str, origin: Span) {
        let shown = self.shown();
        if shown.hidden {
            return;
        }
        if text.bytes().all(is_space) {
            self.space(origin, text.contains('\n'));
        } else {
            self.begin(shown.form);
            self.count(text, shown.size);
            self.writer.replace(text, origin.shifted(self.base));
        }
    }

    /// The page's end.
    pub(crate) fn end(&mut self, end: Span) {
        self.write_alt();
        self.part_rows(end, true);
        self.write_break();
        self.writer.part();
    }

    /// Where the innermost element called `name` is among the open ones.
    fn place(&self, name: &[u8]) -> Option<usize> {
        self.places.get(*self.names.get(name)?)?.last().copied()
    }

    fn shown(&self) -> Shown {
        let outermost =
            Shown { form: RowForm::Paragraph, hidden: false, keeps_space: false, size: None };
        self.open.last().map_or(outermost, |element| element.shown)
    }

    /// Ends the open elements whose end tag a start tag called `name` makes up for.
    fn end_implied(&mut self, name: &[u8]) {
        let ends = |page: &Self, at: usize| {
            page.open.get(at).is_some_and(|open| element::ends_open(name, &open.tag))
        };
        if let Some(&scope) = self.scopes.last()
            && ends(self, scope)
        {
            self.pop_to(scope);
        }
        while let Some(&block) = self.blocks.last()
            && ends(self, block)
        {
            self.pop_to(block);
        }
    }

    /// A tag without content.
    fn void(&mut self, tag: &Tag) {
        match tag.name.as_slice() {
            b"br" => {
                let again = self.due.is_some_and(|due| due.within);
                let due = Break { origin: tag.span, blank: again, within: !again };
                self.due = Some(match self.due {
                    Some(before) if !before.within => before,
                    Some(before) => Break { origin: before.origin, ..due },
                    None => due,
                });
            }
            b"hr" => self.part_rows(tag.span, true),
            b"img" if !self.captioned && (self.due.is_some() || !self.writer.is_open()) => {
                self.write_alt();
                self.alt = Some((tag.alt.clone(), tag.span));
            }
            _ => {}
        }
    }

    /// What a start tag that is shown does to the rows.
    fn enter(&mut self, name: &[u8], flow: Flow, span: Span) {
        match flow {
            Flow::Block => {
                // A block that opens a cell does not part it from the cell before.
                let in_cell =
                    self.open.last().is_some_and(|open| element::flow(&open.tag) == Flow::Cell);
                let opens = self.due.is_some() || self.writer.holds_tab();
                if !in_cell || !opens {
                    self.part_rows(span, true);
                }
            }
            Flow::Cell if self.joins && self.writer.is_open() && self.alt.is_none() => {
                self.due = None;
                self.writer.tab(span.shifted(self.base));
            }
            Flow::Row | Flow::Cell => self.part_rows(span, false),
            Flow::Inline | Flow::Void | Flow::Hidden => {}
        }
        match name {
            b"table" => self.joins = false,
            b"tr" => {
                // Rows of one cell a column stand close, whatever parts rows inside the cells.
                if let Some(due) = self.due.as_mut().filter(|_| self.joins) {
                    due.blank = false;
                }
                self.write_break();
                self.joins = true;
            }
            b"figure" => self.captioned = false,
            b"figcaption" => {
                self.alt = None;
                self.captioned = true;
            }
            _ => {}
        }
    }

    fn push(&mut self, tag: Vec<u8>, flow: Flow, shown: Shown) {
        let count = self.names.len();
        let name = *self.names.entry(tag.clone()).or_insert(count);
        if name == self.places.len() {
            self.places.push(Vec::new());
        }
        let at = self.open.len();
        if let Some(places) = self.places.get_mut(name) {
            places.push(at);
        }
        if matches!(flow, Flow::Block | Flow::Row | Flow::Cell) {
            self.blocks.push(at);
        }
        if element::is_scope(&tag) {
            self.scopes.push(at);
        }
        self.open.push(Element { name, tag, shown });
    }

    /// Ends the elements from `at` on.
    fn pop_to(&mut self, at: usize) {
        for element in self.open.drain(at.min(self.open.len())..) {
            if let Some(places) = self.places.get_mut(element.name) {
                places.pop();
            }
        }
        for list in [&mut self.blocks, &mut self.scopes] {
            while list.pop_if(|place| *place >= at).is_some() {}
        }
    }

    /// Parts the rows at `origin`, once more text follows.
    fn part_rows(&mut self, origin: Span, blank: bool) {
        let before = self.due.filter(|due| !due.within);
        self.due = Some(Break {
            origin: self.due.map_or(origin, |due| due.origin),
            blank: blank || before.is_some_and(|due| due.blank),
            within: false,
        });
    }

    /// Writes the break that is due.
    fn write_break(&mut self) {
        let Some(due) = self.due.take() else { return };
        let long = self.characters > LONGEST_HEADING;
        let form = match self.form {
            RowForm::Paragraph if due.within || self.behind_break => RowForm::Line,
            RowForm::Heading(_) if long => RowForm::Paragraph,
            form => form,
        };
        self.joins &= !self.writer.is_open();
        self.writer.end_row(form, due.origin.shifted(self.base));
        if due.blank {
            self.writer.part();
        }
        self.behind_break = due.within;
        self.characters = 0;
    }

    /// Makes ready for text of this form.
    fn begin(&mut self, form: RowForm) {
        self.write_alt();
        self.write_break();
        if !self.writer.is_open() {
            self.form = form;
        }
    }

    /// White space at `origin`.
    fn space(&mut self, origin: Span, broken: bool) {
        if self.due.is_none() {
            self.writer.space(origin.shifted(self.base), broken);
        }
    }

    /// Text whose white space collapses.
    fn words(&mut self, span: Span, shown: Shown) {
        let cut = span.cut(self.source);
        let mut at = span.start();
        for word in cut.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let end = at + word.len();
            let space = word.len() - word.trim_ascii_end().len();
            self.word(Span::new(at, end - space), shown);
            if space > 0 {
                let broken = word.ends_with(['\n', '\r']);
                self.space(Span::new(end - space, end), broken);
            }
            at = end;
        }
    }

    fn word(&mut self, span: Span, shown: Shown) {
        if span.is_empty() {
            return;
        }
        self.begin(shown.form);
        self.count(span.cut(self.source), shown.size);
        self.copy(span);
    }

    /// Text whose white space is shown as it is.
    fn rows_as_they_are(&mut self, span: Span, shown: Shown) {
        let cut = span.cut(self.source);
        let mut at = span.start();
        for row in cut.split_inclusive('\n') {
            let text = row.trim_end_matches(['\n', '\r']);
            self.word(Span::new(at, at + text.len()), shown);
            let line_break = Span::new(at + text.len(), at + row.len());
            if !line_break.is_empty() {
                match &mut self.due {
                    Some(due) => due.blank = true,
                    None => {
                        self.due = Some(Break { origin: line_break, blank: false, within: true });
                    }
                }
            }
            at += row.len();
        }
    }

    fn copy(&mut self, span: Span) {
        let cut = span.cut(self.source);
        self.writer.copy(cut, span.start() + self.base);
    }

    fn count(&mut self, text: &str, size: Option<u16>) {
        let characters = text.chars().count();
        self.characters += characters;
        self.writer.size(size, characters);
    }

    /// Writes the alternative text of an image that nothing else tells of, on a row of its own.
    fn write_alt(&mut self) {
        let Some((alt, span)) = self.alt.take() else { return };
        let outer = Shown { form: RowForm::Caption, keeps_space: false, ..self.shown() };
        let is_blank = |piece: &Piece| match piece {
            Piece::Literal(span) => span.cut(self.source).trim().is_empty(),
            Piece::Reference(text, _) => text.trim().is_empty(),
        };
        if alt.iter().all(is_blank) || outer.hidden {
            return;
        }
        for piece in alt {
            match piece {
                Piece::Literal(span) => self.words(span, outer),
                Piece::Reference(text, origin) if text.bytes().all(is_space) => {
                    self.space(origin, false);
                }
                Piece::Reference(text, origin) => {
                    self.begin(RowForm::Caption);
                    self.writer.replace(&text, origin.shifted(self.base));
                }
            }
        }
        self.part_rows(Span::new(span.end(), span.end()), true);
        self.write_break();
    }
}

/// How the content of `tag` is shown inside what is shown as `outer`.
fn inner(tag: &Tag, flow: Flow, outer: Shown) -> Shown {
    let own = style::of_style(&String::from_utf8_lossy(&tag.style));
    let font = (tag.name == b"font").then(|| style::of_font(&String::from_utf8_lossy(&tag.size)));
    // A page that is hidden until its script has run is there to be read.
    let hidden = own.hidden || tag.hidden || tag.aria_hidden.eq_ignore_ascii_case(b"true");
    let hidden = hidden && !matches!(tag.name.as_slice(), b"html" | b"body");
    Shown {
        form: element::form(&tag.name, outer.form),
        hidden: outer.hidden || hidden || flow == Flow::Hidden,
        keeps_space: outer.keeps_space || element::keeps_space(&tag.name),
        size: own.size.or(font.flatten()).or(outer.size),
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}
