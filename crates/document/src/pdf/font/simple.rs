use hayro_syntax::object::{Array, Dict, Name, Object};

use crate::pdf::encoding::{BaseEncoding, glyph_character};

/// A font whose codes are single bytes: Type 1, TrueType or Type 3.
pub(super) struct Simple {
    characters: [Option<char>; 256],
    // In parts of the size.
    widths: [f64; 256],
}

impl Simple {
    /// Reads the font; `unit` is what its widths count in.
    pub(super) fn read(dict: &Dict<'_>, unit: f64) -> Self {
        let true_type = dict.get::<Name<'_>>(b"Subtype").as_deref() == Some(b"TrueType");
        let plain = if true_type { BaseEncoding::WinAnsi } else { BaseEncoding::Standard };
        let (base, differences) = match dict.get::<Object<'_>>(b"Encoding") {
            Some(Object::Name(name)) => (BaseEncoding::named(&name).unwrap_or(plain), None),
            Some(Object::Dict(encoding)) => {
                let named = encoding.get::<Name<'_>>(b"BaseEncoding");
                let base = named.and_then(|name| BaseEncoding::named(&name)).unwrap_or(plain);
                (base, encoding.get::<Array<'_>>(b"Differences"))
            }
            _ => (plain, None),
        };
        let mut characters = std::array::from_fn(|code| {
            u8::try_from(code).ok().and_then(|code| base.character(code))
        });
        // The glyphs of a Type 3 font are only what its encoding names.
        if dict.get::<Name<'_>>(b"Subtype").as_deref() == Some(b"Type3") {
            characters = [None; 256];
        }
        let mut code = 0_usize;
        for object in differences.iter().flat_map(Array::iter::<Object<'_>>) {
            match object {
                Object::Number(number) => {
                    code = usize::try_from(number.as_i64()).unwrap_or(characters.len());
                }
                Object::Name(name) => {
                    if let Some(character) = characters.get_mut(code) {
                        *character = glyph_character(name.as_str());
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        let widths = widths(dict, &characters, unit);
        Self { characters, widths }
    }

    /// What `code` stands for.
    pub(super) fn character(&self, code: u32) -> Option<char> {
        *self.characters.get(usize::try_from(code).ok()?)?
    }

    /// The width of `code` in parts of the size.
    pub(super) fn width(&self, code: u32) -> f64 {
        let code = usize::try_from(code).unwrap_or_default();
        self.widths.get(code).copied().unwrap_or_default()
    }
}

fn widths(dict: &Dict<'_>, characters: &[Option<char>; 256], unit: f64) -> [f64; 256] {
    let Some(told) = dict.get::<Array<'_>>(b"Widths") else {
        // Only the fonts that every viewer has may leave their widths out.
        return characters.map(|character| character.map_or(0.5, usual_width));
    };
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
    let missing = descriptor.get::<f64>(b"MissingWidth").unwrap_or_default();
    let first = dict.get::<usize>(b"FirstChar").unwrap_or_default();
    let mut widths = [missing * unit; 256];
    for (width, place) in told.iter::<f64>().zip(widths.iter_mut().skip(first)) {
        *place = width * unit;
    }
    widths
}

/// About how wide the character is in a common Latin font.
fn usual_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'f' | 't' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '\'' | '|'
        | '/' => 0.28,
        'r' | '(' | ')' | '[' | ']' | '-' => 0.33,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' => 0.85,
        'A'..='Z' => 0.68,
        _ => 0.53,
    }
}
