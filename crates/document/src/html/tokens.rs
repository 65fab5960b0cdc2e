//! A page's tags and text, each with its place.

use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};
use tiyao_text::{Span, interrupt::spend};

use crate::html::page::Page;

/// More bytes than these of an attribute that is only looked at say nothing.
const LONGEST_STYLE: usize = 4 << 10;

/// One tag.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    /// In lower case, as the tokenizer gives it.
    pub(crate) name: Vec<u8>,
    /// Where the tag stands.
    pub(crate) span: Span,
    /// Values of the attributes that are read.
    pub(crate) style: Vec<u8>,
    pub(crate) size: Vec<u8>,
    pub(crate) aria_hidden: Vec<u8>,
    /// It has the attribute `hidden`, whatever its value.
    pub(crate) hidden: bool,
    pub(crate) alt: Vec<Piece>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// It stands there as it is.
    Literal(Span),
    /// This stands for what is there: a character reference, mostly.
    Reference(String, Span),
}

/// Attributes that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Attribute {
    Alt,
    AriaHidden,
    Size,
    Style,
    #[default]
    Other,
}

/// Feeds the tags and the text of `source` to `page`.
pub(crate) fn read(source: &str, page: &mut Page<'_>) {
    let tokens = Tokens {
        source: source.as_bytes(),
        page,
        position: 0,
        behind: 0,
        literal: Span::default(),
        tag: Tag::default(),
        start_tag: false,
        last_start_tag: Vec::new(),
        attribute_name: Vec::new(),
        attribute: None,
    };
    // A string is read without an error.
    let Ok(()) = Tokenizer::new_with_emitter(source, tokens).finish();
}

/// What the tokenizer tells, made into whole tags and runs of text.
struct Tokens<'a, 'p> {
    source: &'a [u8],
    page: &'a mut Page<'p>,
    position: usize,
    /// Where what was told last ends.
    behind: usize,
    /// Text that stands in the source as it is, not told yet.
    literal: Span,
    tag: Tag,
    start_tag: bool,
    last_start_tag: Vec<u8>,
    attribute_name: Vec<u8>,
    /// The attribute whose value is being told.
    attribute: Option<Attribute>,
}

impl Tokens<'_, '_> {
    /// `bytes`, which end at the position: as they stand there, or for all since `behind`. Pieces
    /// may end inside a character, which the next one completes.
    fn piece(&mut self, bytes: &[u8]) -> Piece {
        spend(bytes.len());
        let start = self.position.saturating_sub(bytes.len());
        let behind = std::mem::replace(&mut self.behind, self.position);
        if self.source.get(start..self.position) == Some(bytes) {
            Piece::Literal(Span::new(start, self.position))
        } else {
            let origin = Span::new(behind.min(self.position), self.position);
            Piece::Reference(String::from_utf8_lossy(bytes).into_owned(), origin)
        }
    }

    fn flush(&mut self) {
        let literal = std::mem::take(&mut self.literal);
        if !literal.is_empty() {
            self.page.text(literal);
        }
    }
}

impl Emitter for Tokens<'_, '_> {
    type Token = std::convert::Infallible;

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start_tag = last_start_tag.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Self::Token> {
        None
    }

    fn emit_string(&mut self, bytes: &[u8]) {
        match self.piece(bytes) {
            Piece::Literal(span) if self.literal.end() == span.start() => {
                self.literal = Span::new(self.literal.start(), span.end());
            }
            Piece::Literal(span) => {
                self.flush();
                self.literal = span;
            }
            Piece::Reference(text, origin) => {
                self.flush();
                self.page.reference(&text, origin);
            }
        }
    }

    fn start_open_tag(&mut self) {
        self.tag.span = Span::new(self.position.saturating_sub(1), self.position);
    }

    fn init_start_tag(&mut self) {
        self.tag = Tag { span: self.tag.span, ..Tag::default() };
        self.start_tag = true;
        self.attribute = None;
        self.attribute_name.clear();
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.start_tag = false;
    }

    fn init_comment(&mut self) {
        self.flush();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute_name();
        self.flush();
        self.behind = self.position;
        let mut tag = std::mem::take(&mut self.tag);
        tag.span = Span::new(tag.span.start(), self.position);
        if self.start_tag {
            self.last_start_tag.clone_from(&tag.name);
            self.page.start(&tag);
        } else {
            self.last_start_tag.clear();
            self.page.close(&tag.name, tag.span);
        }
        naive_next_state(&self.last_start_tag)
    }

    fn emit_current_comment(&mut self) {
        self.behind = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.behind = self.position;
    }

    fn set_self_closing(&mut self) {}

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.tag.name.extend(piece);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.flush();
    }

    fn init_attribute(&mut self) {
        self.end_attribute_name();
        self.attribute_name.clear();
        self.attribute = None;
    }

    fn init_attribute_value(&mut self) {
        self.end_attribute_name();
        self.behind = self.position;
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        // Longer than any name that is read.
        if self.attribute_name.len() < 16 {
            self.attribute_name.extend(piece);
        }
    }

    fn push_attribute_value(&mut self, bytes: &[u8]) {
        self.end_attribute_name();
        let piece = self.piece(bytes);
        let tag = &mut self.tag;
        match self.attribute.unwrap_or_default() {
            Attribute::Alt => match (tag.alt.last_mut(), piece) {
                (Some(Piece::Literal(last)), Piece::Literal(next))
                    if last.end() == next.start() =>
                {
                    *last = last.joined(next);
                }
                (_, piece) => tag.alt.push(piece),
            },
            Attribute::AriaHidden if tag.aria_hidden.len() < LONGEST_STYLE => {
                tag.aria_hidden.extend(bytes);
            }
            Attribute::Size if tag.size.len() < LONGEST_STYLE => tag.size.extend(bytes),
            Attribute::Style if tag.style.len() < LONGEST_STYLE => tag.style.extend(bytes),
            _ => {}
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        !self.start_tag && !self.last_start_tag.is_empty() && self.tag.name == self.last_start_tag
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}

impl Tokens<'_, '_> {
    /// The attribute's name is whole: what it is, the first of its name alone.
    fn end_attribute_name(&mut self) {
        if self.attribute.is_some() {
            return;
        }
        let attribute = match self.attribute_name.as_slice() {
            b"alt" if self.tag.alt.is_empty() => Attribute::Alt,
            b"aria-hidden" if self.tag.aria_hidden.is_empty() => Attribute::AriaHidden,
            b"size" if self.tag.size.is_empty() => Attribute::Size,
            b"style" if self.tag.style.is_empty() => Attribute::Style,
            b"hidden" => {
                self.tag.hidden = true;
                Attribute::Other
            }
            _ => Attribute::Other,
        };
        self.attribute = Some(attribute);
    }
}
