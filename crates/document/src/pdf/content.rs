//! A page's content streams, run as far as their text goes.

mod marked;
mod text_state;

use std::{collections::BTreeSet, rc::Rc};

use hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction as Op},
    object::{Array, Dict, MaybeRef, Name, Object, Stream, dict::keys},
    page::{Page, Resources},
};
use tiyao_text::{Span, interrupt::spend};

use super::{
    font::{Advance, Code, Font, Fonts},
    matrix::Matrix,
    unpack::{Allowance, Refusal},
};
use marked::MarkedContent;
use text_state::TextState;

/// How deep forms may stand in one another.
const DEEPEST_FORM: usize = 12;
/// How many forms are drawn on a page.
const MOST_FORMS: usize = 4096;
/// How many states a page may save.
const MOST_STATES: usize = 1024;
/// How many glyphs of one page are read.
const MOST_GLYPHS: usize = 1 << 18;
/// What drawing a form costs at least, in bytes of the allowance.
const FORM_COST: usize = 512;
/// What it takes to do one operation, in units of work.
const OPERATION_UNITS: usize = 16;
/// How far the middle of a character of vertical text stands above the line that others stand on.
const CENTRE: f64 = 0.38;

/// A character, or a few, at their place on the page; x grows to the right, y downward.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// What it stands for, in the letters of its page; nothing for a part of what another tells.
    pub(super) letters: Span,
    pub(super) x: f64,
    pub(super) y: f64,
    /// The direction it is set in, of length 1.
    pub(super) along: (f64, f64),
    /// From where it starts to where it ends.
    pub(super) length: f64,
    /// Its size in points.
    pub(super) size: f64,
}

/// What is on a page.
#[derive(Default)]
pub(super) struct PageContent {
    pub(super) letters: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) has_image: bool,
    /// Fonts of which a character is not known.
    pub(super) unknown_fonts: BTreeSet<String>,
    /// A part of it is damaged or too much to be read.
    pub(super) damaged: bool,
}

/// Reads what is on `page`.
pub(super) fn read(
    page: &Page<'_>,
    fonts: &mut Fonts<'_>,
    allowance: &Allowance,
) -> Result<PageContent, Refusal> {
    let ctm = Matrix(page.initial_transform(true).as_coeffs());
    let mut run = Run {
        fonts,
        allowance,
        content: PageContent::default(),
        state: State { ctm, text: TextState::default() },
        saved: Vec::new(),
        unsaved: 0,
        marked: MarkedContent::default(),
        forms: 0,
    };
    let mut data = Vec::new();
    for stream in streams(page) {
        match allowance.unpack(&stream) {
            Ok(part) => {
                allowance.charge(part.len())?;
                data.extend_from_slice(&part);
                // A stream's end parts words.
                data.push(b'\n');
            }
            Err(Refusal::Unreadable) => run.content.damaged = true,
            Err(refusal) => return Err(refusal),
        }
    }
    run.instructions(&data, page.resources(), 0)?;
    let mut content = run.content;
    keep_visible(&mut content.glyphs, page.render_dimensions());
    Ok(content)
}

fn streams<'a>(page: &Page<'a>) -> Vec<Stream<'a>> {
    match page.raw().get::<Object<'_>>(keys::CONTENTS) {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(parts)) => parts
            .raw_iter()
            .filter_map(|part| match part {
                MaybeRef::Ref(part) => page.xref().get::<Stream<'_>>(part.into()),
                MaybeRef::NotRef(part) => part.into_stream(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Leaves out what lies beside the page, such as printers' notes, unless that is all there is.
fn keep_visible(glyphs: &mut Vec<Glyph>, (width, height): (f32, f32)) {
    let (width, height) = (f64::from(width), f64::from(height));
    let visible = |glyph: &Glyph| {
        let slack = glyph.size;
        (-slack..=width + slack).contains(&glyph.x) && (-slack..=height + slack).contains(&glyph.y)
    };
    if glyphs.iter().any(visible) {
        glyphs.retain(visible);
    }
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    text: TextState,
}

struct Run<'r, 'f> {
    fonts: &'r mut Fonts<'f>,
    allowance: &'r Allowance,
    content: PageContent,
    state: State,
    saved: Vec<State>,
    // States that were to be saved beyond the most.
    unsaved: usize,
    marked: MarkedContent,
    forms: usize,
}

impl Run<'_, '_> {
    fn instructions(
        &mut self,
        data: &[u8],
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<(), Refusal> {
        let (saved, marked) = (self.saved.len(), self.marked.depth());
        let mut operations = TypedIter::new(data);
        while let Some(operation) = operations.next() {
            spend(OPERATION_UNITS);
            match operation {
                Op::SaveState(_) if self.saved.len() < MOST_STATES => {
                    self.saved.push(self.state.clone());
                }
                Op::SaveState(_) => self.unsaved += 1,
                Op::RestoreState(_) if self.unsaved > 0 => self.unsaved -= 1,
                Op::RestoreState(_) if self.saved.len() > saved => {
                    self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
                }
                Op::Transform(m) => {
                    let by = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    self.state.ctm = Matrix(by).then(self.state.ctm);
                }
                Op::BeginText(_) => self.state.text.begin(),
                Op::CharacterSpacing(n) => self.state.text.char_space = n.0.as_f64(),
                Op::WordSpacing(n) => self.state.text.word_space = n.0.as_f64(),
                Op::HorizontalScaling(n) => self.state.text.scale = n.0.as_f64() / 100.0,
                Op::TextLeading(n) => self.state.text.leading = n.0.as_f64(),
                Op::TextRise(n) => self.state.text.rise = n.0.as_f64(),
                Op::TextFont(font) => {
                    let dict = resources.get_font(font.0);
                    self.state.text.font = match dict {
                        Some(dict) => self.fonts.font(&dict)?,
                        None => None,
                    };
                    self.state.text.size = font.1.as_f64();
                }
                Op::NextLine(by) => self.state.text.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    self.state.text.leading = -by.1.as_f64();
                    self.state.text.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => self.next_line(),
                Op::SetTextMatrix(m) => {
                    let to = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    self.state.text.set_matrix(Matrix(to));
                }
                Op::ShowText(text) => self.show(text.0.as_bytes()),
                Op::NextLineAndShowText(text) => {
                    self.next_line();
                    self.show(text.0.as_bytes());
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.text.word_space = text.0.as_f64();
                    self.state.text.char_space = text.1.as_f64();
                    self.next_line();
                    self.show(text.2.as_bytes());
                }
                Op::ShowTexts(texts) => self.show_all(texts.0),
                Op::XObject(name) => self.external(name.0, resources, depth)?,
                Op::InlineImage(_) => self.content.has_image = true,
                Op::BeginMarkedContent(_) => self.marked.begin(None),
                Op::BeginMarkedContentWithProperties(content) => {
                    let properties = match content.1 {
                        Object::Dict(dict) => Some(dict.clone()),
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
                        _ => None,
                    };
                    self.marked.begin(properties.as_ref());
                }
                Op::EndMarkedContent(_) if self.marked.depth() > marked => self.marked.end(),
                _ => {}
            }
        }
        if let Some(state) = self.saved.drain(saved.min(self.saved.len())..).next() {
            self.state = state;
        }
        self.marked.close(marked);
        Ok(())
    }

    fn next_line(&mut self) {
        let leading = self.state.text.leading;
        self.state.text.next_line(0.0, -leading);
    }

    /// Draws an image or a form.
    fn external(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<(), Refusal> {
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let dict = stream.dict();
        match dict.get::<Name<'_>>(keys::SUBTYPE).as_deref() {
            Some(b"Image") => self.content.has_image = true,
            Some(b"Form") if depth < DEEPEST_FORM && self.forms < MOST_FORMS => {
                self.forms += 1;
                let data = match self.allowance.unpack(&stream) {
                    Ok(data) => data,
                    Err(Refusal::Unreadable) => {
                        self.content.damaged = true;
                        return Ok(());
                    }
                    Err(refusal) => return Err(refusal),
                };
                self.allowance.charge(data.len().max(FORM_COST))?;
                let outer = self.state.clone();
                let matrix: Vec<f64> = dict
                    .get::<Array<'_>>(keys::MATRIX)
                    .map(|matrix| matrix.iter::<f64>().take(6).collect())
                    .unwrap_or_default();
                if let Ok(matrix) = <[f64; 6]>::try_from(matrix) {
                    self.state.ctm = Matrix(matrix).then(self.state.ctm);
                }
                match dict.get::<Dict<'_>>(keys::RESOURCES) {
                    Some(own) => self.instructions(&data, &Resources::new(own), depth + 1)?,
                    None => self.instructions(&data, resources, depth + 1)?,
                }
                self.state = outer;
            }
            Some(b"Form") => self.content.damaged = true,
            _ => {}
        }
        Ok(())
    }

    fn show_all(&mut self, texts: &Array<'_>) {
        for object in texts.iter::<Object<'_>>() {
            match object {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(by) => self.state.text.adjust(by.as_f64()),
                _ => {}
            }
        }
    }

    fn show(&mut self, text: &[u8]) {
        let Some(font) = self.state.text.font.clone() else { return };
        let mut rest = text;
        while let Some(code) = font.code(rest) {
            rest = rest.get(code.length..).unwrap_or_default();
            let advance = font.advance(code);
            self.glyph(&font, code, advance);
            let single_space = code.value == 0x20 && code.length == 1;
            self.state.text.advance(advance, single_space);
            if code.length == 0 {
                break;
            }
        }
    }

    fn glyph(&mut self, font: &Rc<Font>, code: Code, advance: Advance) {
        if self.content.glyphs.len() >= MOST_GLYPHS {
            self.content.damaged = true;
            return;
        }
        let placed = self.state.text.place().then(self.state.ctm);
        let ((x, y), (along_x, along_y), parts) = match advance {
            Advance::Right(width) => (placed.apply(0.0, 0.0), placed.turn(1.0, 0.0), width),
            Advance::Down(by) => (placed.apply(-CENTRE, 0.0), placed.turn(0.0, -1.0), by),
        };
        let unit = along_x.hypot(along_y);
        let (up_x, up_y) = placed.turn(0.0, 1.0);
        let size = up_x.hypot(up_y) * font.stretch;
        let sane = |number: f64| number.abs() < 1e6;
        if !(unit > 1e-6 && size > 1e-3 && [x, y, size, unit * parts].into_iter().all(sane)) {
            return;
        }
        let start = self.content.letters.len();
        if let Some(told) = self.marked.told() {
            self.content.letters.push_str(&told);
        } else if !font.spell(code, &mut self.content.letters) {
            self.content.letters.push('\u{FFFD}');
            self.content.unknown_fonts.insert(font.name.clone());
        }
        let letters = Span::new(start, self.content.letters.len());
        let along = (along_x / unit, along_y / unit);
        self.content.glyphs.push(Glyph { letters, x, y, along, length: unit * parts, size });
    }
}
