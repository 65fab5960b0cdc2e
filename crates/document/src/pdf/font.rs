//! Fonts: what a code stands for, and how far it moves the pen.

mod composite;
mod simple;
mod widths;

use std::{
    cell::Cell,
    collections::{BTreeMap, btree_map::Entry},
    rc::Rc,
};

use hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream};

use super::unpack::{Allowance, Refusal};
use composite::Composite;
use simple::Simple;

/// How often a map of codes may build on another; files do it once.
const MOST_BASES: usize = 4;

/// A font as far as its text goes.
pub(super) struct Font {
    /// Its name, without the mark of a subset.
    pub(super) name: String,
    kind: Kind,
    // The map from codes to Unicode that the file gives.
    to_unicode: ToUnicode,
    /// How much taller its characters are than the size they are set in says.
    pub(super) stretch: f64,
}

enum Kind {
    Simple(Box<Simple>),
    Composite(Composite),
}

enum ToUnicode {
    Missing,
    /// The codes are UTF-16.
    Identity,
    Map(Rc<CMap>),
}

/// One code of a shown string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) value: u32,
    /// Its length in bytes.
    pub(super) length: usize,
}

/// How a code moves the pen, in parts of the size.
#[derive(Clone, Copy, Debug)]
pub(super) enum Advance {
    Right(f64),
    Down(f64),
}

impl Font {
    /// The first code of `bytes`, which are not empty.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<Code> {
        match &self.kind {
            Kind::Simple(_) => {
                let value = u32::from(*bytes.first()?);
                Some(Code { value, length: 1 })
            }
            Kind::Composite(font) => font.code(bytes),
        }
    }

    /// Adds what `code` stands for to `letters`; whether that is known.
    pub(super) fn spell(&self, code: Code, letters: &mut String) -> bool {
        let told = match &self.to_unicode {
            ToUnicode::Missing => None,
            ToUnicode::Identity => char::from_u32(code.value).map(BfString::Char),
            ToUnicode::Map(map) => map.lookup_bf_string(code.value),
        };
        match told {
            Some(BfString::Char(c)) if c != '\0' && c != '\u{FFFD}' => {
                letters.push(c);
                return true;
            }
            Some(BfString::String(told)) if !told.contains('\0') => {
                letters.push_str(&told);
                return true;
            }
            _ => {}
        }
        let known = match &self.kind {
            Kind::Simple(font) => font.character(code.value),
            Kind::Composite(font) => font.character(code),
        };
        letters.extend(known);
        known.is_some()
    }

    /// How `code` moves the pen.
    pub(super) fn advance(&self, code: Code) -> Advance {
        match &self.kind {
            Kind::Simple(font) => Advance::Right(font.width(code.value)),
            Kind::Composite(font) => font.advance(code),
        }
    }
}

/// The fonts of a document, each read once.
pub(super) struct Fonts<'f> {
    allowance: &'f Allowance,
    by_place: BTreeMap<usize, Option<Rc<Font>>>,
    predefined: BTreeMap<Vec<u8>, Option<Rc<CMap>>>,
}

impl<'f> Fonts<'f> {
    pub(super) fn new(allowance: &'f Allowance) -> Self {
        Self { allowance, by_place: BTreeMap::new(), predefined: BTreeMap::new() }
    }

    /// The font that `dict` describes.
    pub(super) fn font(&mut self, dict: &Dict<'_>) -> Result<Option<Rc<Font>>, Refusal> {
        // Where a dictionary stands in the file tells it from all others.
        let place = dict.data().as_ptr().addr();
        if let Some(font) = self.by_place.get(&place) {
            return Ok(font.clone());
        }
        self.allowance.charge(dict.data().len())?;
        let font = self.read(dict)?.map(Rc::new);
        self.by_place.insert(place, font.clone());
        Ok(font)
    }

    fn read(&mut self, dict: &Dict<'_>) -> Result<Option<Font>, Refusal> {
        let name = dict.get::<Name<'_>>(b"BaseFont").or_else(|| dict.get::<Name<'_>>(b"Name"));
        let name = name.map(|name| plain_name(name.as_str())).unwrap_or_default();
        let to_unicode = match dict.get::<Object<'_>>(b"ToUnicode") {
            Some(Object::Name(name)) if name.starts_with(b"Identity") => ToUnicode::Identity,
            Some(Object::Stream(stream)) => {
                self.map(&stream)?.map_or(ToUnicode::Missing, ToUnicode::Map)
            }
            _ => ToUnicode::Missing,
        };
        let mut stretch = 1.0;
        let kind = match dict.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Type0") => match Composite::read(dict, self)? {
                Some(font) => Kind::Composite(font),
                None => return Ok(None),
            },
            subtype => {
                let mut unit = 0.001;
                if subtype == Some(b"Type3")
                    && let Some(matrix) = dict.get::<Array<'_>>(b"FontMatrix")
                {
                    let matrix: Vec<f64> = matrix.iter::<f64>().take(6).collect();
                    if let [a, _, _, d, ..] = matrix.as_slice() {
                        unit = a.abs();
                        let height =
                            dict.get::<Rect>(b"FontBBox").map(|rect| rect.height() * d.abs());
                        stretch =
                            height.filter(|height| (0.2..50.0).contains(height)).unwrap_or(1.0);
                    }
                }
                Kind::Simple(Box::new(Simple::read(dict, unit)))
            }
        };
        Ok(Some(Font { name, kind, to_unicode, stretch }))
    }

    /// The map of codes that PDF knows by `name`.
    fn predefined(&mut self, name: &[u8]) -> Option<Rc<CMap>> {
        match self.predefined.entry(name.to_vec()) {
            Entry::Occupied(entry) => entry.get().clone(),
            Entry::Vacant(entry) => {
                let data = load_embedded(CMapName::from_bytes(name));
                let map = data.and_then(|data| CMap::parse(data, load_embedded)).map(Rc::new);
                entry.insert(map).clone()
            }
        }
    }

    /// The map of codes that `stream` holds.
    fn map(&mut self, stream: &Stream<'_>) -> Result<Option<Rc<CMap>>, Refusal> {
        let data = match self.allowance.unpack(stream) {
            Ok(data) => data,
            Err(Refusal::Unreadable) => return Ok(None),
            Err(refusal) => return Err(refusal),
        };
        self.allowance.charge(data.len())?;
        let bases = Cell::new(0);
        let base = |name: CMapName<'_>| {
            bases.set(bases.get() + 1);
            if bases.get() > MOST_BASES { None } else { load_embedded(name) }
        };
        Ok(CMap::parse(&data, &base).map(Rc::new))
    }
}

/// `ABCDEF+SimSun` is a subset of `SimSun`.
fn plain_name(name: &str) -> String {
    let plain = match name.split_once('+') {
        Some((mark, plain)) if mark.len() == 6 => plain,
        _ => name,
    };
    plain.chars().take(64).collect()
}
