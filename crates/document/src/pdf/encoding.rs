//! What the codes of simple fonts stand for: the encodings that PDF knows by name, and the names of
//! glyphs.

/// An encoding of one byte that PDF knows by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BaseEncoding {
    /// `StandardEncoding`, which Type 1 fonts start from.
    #[default]
    Standard,
    /// `WinAnsiEncoding`.
    WinAnsi,
    /// `MacRomanEncoding`.
    MacRoman,
}

impl BaseEncoding {
    /// The encoding of that name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"StandardEncoding" => Some(Self::Standard),
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// The character that `code` stands for.
    pub(super) fn character(self, code: u8) -> Option<char> {
        let (from, table) = match self {
            Self::Standard => (0xA1, STANDARD),
            Self::WinAnsi => (0x80, WIN_ANSI),
            Self::MacRoman => (0x80, MAC_ROMAN),
        };
        match code {
            0x27 if self == Self::Standard => Some('’'),
            0x60 if self == Self::Standard => Some('‘'),
            0x20..=0x7E => Some(char::from(code)),
            _ => {
                let at = usize::from(code.checked_sub(from)?);
                table.chars().nth(at).filter(|c| *c != '\0')
            }
        }
    }
}

/// The upper half of the encodings, from the code above; `\0` where there is nothing.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0Æ\0ª\0\0\0\0ŁØŒº\0\0\0\0\0æ\0\0\0ı\0\0łøœß\0\0\0\0";
const WIN_ANSI: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\0ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The character that a glyph of this name shows: `A`, `eacute`, `uni4E2D`, `u4E2D`, `f_i` gives its
/// first part.
pub(super) fn glyph_character(name: &str) -> Option<char> {
    let name = name.split(['.', '_']).next().unwrap_or(name);
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next())
        && only.is_ascii_alphabetic()
    {
        return Some(only);
    }
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    if let Some(digits) = name.strip_prefix("uni").filter(|digits| digits.len() >= 4) {
        return hex(digits.get(..4)?);
    }
    if let Some(digits) = name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len()))
        && let Some(c) = hex(digits)
    {
        return Some(c);
    }
    if let Some((_, c)) = NAMES.iter().find(|(named, _)| *named == name) {
        return Some(*c);
    }
    accented(name)
}

/// `eacute` and its kin: a letter and its accent.
fn accented(name: &str) -> Option<char> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = name.get(1..)?;
    let (_, pairs) = ACCENTS.iter().find(|(named, _)| *named == accent)?;
    let mut pairs = pairs.chars();
    while let (Some(plain), Some(with)) = (pairs.next(), pairs.next()) {
        if plain == letter {
            return Some(with);
        }
    }
    None
}

const ACCENTS: [(&str, &str); 9] = [
    ("acute", "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćNŃnńSŚsśZŹzź"),
    ("grave", "AÀEÈIÌOÒUÙaàeèiìoòuùnǹ"),
    ("circumflex", "AÂEÊIÎOÔUÛaâeêiîoôuû"),
    ("dieresis", "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    ("tilde", "AÃNÑOÕaãnñoõ"),
    ("ring", "AÅaåUŮuů"),
    ("cedilla", "CÇcçSŞsş"),
    ("caron", "SŠsšZŽzžCČcčEĚeěRŘrřAǍaǎIǏiǐOǑoǒUǓuǔ"),
    ("macron", "AĀaāEĒeēIĪiīOŌoōUŪuū"),
];

const NAMES: [(&str, char); 104] = [
    ("space", ' '),
    ("nbspace", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("quoteright", '’'),
    ("quoteleft", '‘'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '−'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotesinglbase", '‚'),
    ("quotedblbase", '„'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("guilsinglleft", '‹'),
    ("guilsinglright", '›'),
    ("endash", '–'),
    ("emdash", '—'),
    ("ellipsis", '…'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("section", '§'),
    ("paragraph", '¶'),
    ("copyright", '©'),
    ("registered", '®'),
    ("trademark", '™'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("fraction", '⁄'),
    ("onehalf", '½'),
    ("onequarter", '¼'),
    ("threequarters", '¾'),
    ("onesuperior", '¹'),
    ("twosuperior", '²'),
    ("threesuperior", '³'),
    ("cent", '¢'),
    ("sterling", '£'),
    ("yen", '¥'),
    ("Euro", '€'),
    ("currency", '¤'),
    ("florin", 'ƒ'),
    ("mu", 'µ'),
    ("AE", 'Æ'),
    ("ae", 'æ'),
    ("OE", 'Œ'),
    ("oe", 'œ'),
    ("Oslash", 'Ø'),
    ("oslash", 'ø'),
    ("Lslash", 'Ł'),
    ("lslash", 'ł'),
    ("germandbls", 'ß'),
    ("dotlessi", 'ı'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("ff", 'ﬀ'),
    ("ffi", 'ﬃ'),
    ("ffl", 'ﬄ'),
    ("perthousand", '‰'),
    ("exclamdown", '¡'),
    ("questiondown", '¿'),
];

#[cfg(test)]
mod tests {
    use super::{BaseEncoding, MAC_ROMAN, STANDARD, WIN_ANSI, glyph_character};

    #[test]
    fn encodings_have_a_place_for_every_code() {
        assert_eq!(STANDARD.chars().count(), 0x100 - 0xA1);
        assert_eq!(WIN_ANSI.chars().count(), 0x80);
        assert_eq!(MAC_ROMAN.chars().count(), 0x80);
        let check = |encoding: BaseEncoding, code, expected| {
            assert_eq!(encoding.character(code), expected, "{encoding:?} {code:#x}");
        };
        check(BaseEncoding::Standard, 0xD0, Some('—'));
        check(BaseEncoding::Standard, 0xFB, Some('ß'));
        check(BaseEncoding::Standard, 0xAE, Some('ﬁ'));
        check(BaseEncoding::WinAnsi, 0x97, Some('—'));
        check(BaseEncoding::WinAnsi, 0xE9, Some('é'));
        check(BaseEncoding::WinAnsi, 0x81, None);
        check(BaseEncoding::MacRoman, 0x8E, Some('é'));
        check(BaseEncoding::MacRoman, 0xDE, Some('ﬁ'));
        check(BaseEncoding::MacRoman, 0xFF, Some('ˇ'));
        check(BaseEncoding::Standard, 0x07, None);
    }

    #[test]
    fn glyphs_by_their_names() {
        let cases = [
            ("A", 'A'),
            ("eacute", 'é'),
            ("germandbls", 'ß'),
            ("uni4E2D", '中'),
            ("u1F600", '😀'),
            ("a.sc", 'a'),
            ("seven", '7'),
            ("Scaron", 'Š'),
        ];
        for (name, expected) in cases {
            assert_eq!(glyph_character(name), Some(expected), "{name}");
        }
        for name in ["", ".notdef", "g17", "cid:00412", "uniZZZZ", "中"] {
            assert_eq!(glyph_character(name), None, "{name}");
        }
    }
}
