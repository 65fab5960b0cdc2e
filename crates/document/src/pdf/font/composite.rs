use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CidFamily, WritingMode};
use hayro_syntax::object::{self, Array, Dict, Object};

use super::{Advance, Code, Fonts, widths::Widths};
use crate::pdf::unpack::Refusal;

/// A font whose codes are of one to four bytes and lead to the characters of a collection.
pub(super) struct Composite {
    encoding: Encoding,
    // From the collection's characters to Unicode.
    collection: Option<Rc<CMap>>,
    vertical: bool,
    widths: Widths,
    default_width: f64,
    heights: Widths,
    default_height: f64,
}

enum Encoding {
    /// Two bytes are the character.
    Identity,
    /// The codes are UTF-16; the map leads to the characters.
    Unicode(Option<Rc<CMap>>),
    Map(Rc<CMap>),
}

impl Composite {
    pub(super) fn read(dict: &Dict<'_>, fonts: &mut Fonts<'_>) -> Result<Option<Self>, Refusal> {
        let descendants = dict.get::<Array<'_>>(b"DescendantFonts");
        let Some(descendant) = descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next()) else {
            return Ok(None);
        };
        let mut vertical = false;
        let mut family = family(&descendant);
        let encoding = match dict.get::<Object<'_>>(b"Encoding") {
            Some(Object::Name(name)) => {
                vertical = name.ends_with(b"-V") || *name == *b"V";
                let map = fonts.predefined(&name);
                let text = name.as_str();
                if name.starts_with(b"Identity") {
                    Encoding::Identity
                } else if text.contains("UCS2") || text.contains("UTF16") {
                    Encoding::Unicode(map)
                } else {
                    map.map_or(Encoding::Identity, Encoding::Map)
                }
            }
            Some(Object::Stream(stream)) => match fonts.map(&stream)? {
                Some(map) => {
                    vertical = map.metadata().writing_mode == Some(WritingMode::Vertical);
                    Encoding::Map(map)
                }
                None => Encoding::Identity,
            },
            _ => Encoding::Identity,
        };
        if let Encoding::Map(map) = &encoding
            && let Some(collection) = &map.metadata().character_collection
            && collection.family.ucs2_cmap().is_some()
        {
            family = collection.family.clone();
        }
        let collection = family.ucs2_cmap().and_then(|name| fonts.predefined(name.to_bytes()));
        let widths = |key: &[u8], step| {
            descendant.get::<Array<'_>>(key).map(|array| Widths::read(&array, step))
        };
        let heights = descendant.get::<Array<'_>>(b"DW2");
        let default_height = heights.and_then(|pair| pair.iter::<f64>().nth(1)).unwrap_or(-1000.0);
        Ok(Some(Self {
            encoding,
            collection,
            vertical,
            widths: widths(b"W", 1).unwrap_or_default(),
            default_width: descendant.get::<f64>(b"DW").unwrap_or(1000.0),
            heights: widths(b"W2", 3).unwrap_or_default(),
            default_height,
        }))
    }

    /// The first code of `bytes`.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<Code> {
        let first = *bytes.first()?;
        let value = |length: usize| {
            let bytes = bytes.get(..length)?;
            Some(bytes.iter().fold(0, |value: u32, byte| value << 8 | u32::from(*byte)))
        };
        let of = |length| value(length).map(|value| Code { value, length });
        let rest = Code { value: u32::from(first), length: bytes.len().min(2) };
        match &self.encoding {
            Encoding::Unicode(_) if matches!(first, 0xD8..=0xDB) => of(4).or(of(2)).or(Some(rest)),
            Encoding::Identity | Encoding::Unicode(_) => of(2).or(Some(rest)),
            Encoding::Map(map) => {
                let known = (1..=4_u8).find_map(|length| {
                    let code = of(usize::from(length))?;
                    map.lookup_cid_code(code.value, length).map(|_| code)
                });
                // What the map does not know is a pair of bytes if it is not ASCII.
                known.or_else(|| if first < 0x80 { of(1) } else { of(2).or(Some(rest)) })
            }
        }
    }

    /// What `code` stands for.
    pub(super) fn character(&self, code: Code) -> Option<char> {
        if let Encoding::Unicode(_) = self.encoding {
            let (high, low) = (code.value >> 16, code.value & 0xFFFF);
            let value =
                if high == 0 { low } else { 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF) };
            return char::from_u32(value).filter(|c| *c != '\0');
        }
        match self.collection.as_ref()?.lookup_bf_string(self.cid(code)?)? {
            BfString::Char(c) => Some(c).filter(|c| *c != '\0' && *c != '\u{FFFD}'),
            BfString::String(letters) => letters.chars().next(),
        }
    }

    pub(super) fn advance(&self, code: Code) -> Advance {
        let cid = self.cid(code).unwrap_or_default();
        if self.vertical {
            Advance::Down(self.heights.get(cid).unwrap_or(self.default_height) * -0.001)
        } else {
            Advance::Right(self.widths.get(cid).unwrap_or(self.default_width) * 0.001)
        }
    }

    fn cid(&self, code: Code) -> Option<u32> {
        let length = u8::try_from(code.length).ok()?;
        match &self.encoding {
            Encoding::Identity => Some(code.value),
            Encoding::Unicode(map) => map.as_ref()?.lookup_cid_code(code.value, length),
            Encoding::Map(map) => map.lookup_cid_code(code.value, length),
        }
    }
}

/// The collection of characters that the font says it draws from.
fn family(descendant: &Dict<'_>) -> CidFamily {
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo").unwrap_or_default();
    let entry = |key: &[u8]| info.get::<object::String<'_>>(key);
    match (entry(b"Registry"), entry(b"Ordering")) {
        (Some(registry), Some(ordering)) => {
            CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes())
        }
        _ => CidFamily::AdobeIdentity,
    }
}
