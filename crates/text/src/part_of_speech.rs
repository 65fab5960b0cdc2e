/// A part of speech in jieba's tag set: `n` noun, `v` verb, `vn` verbal noun, `eng` Latin word …
///
/// ```
/// let word = tiyao_text::Lexicon::builtin().segment("期刊")[0];
/// assert!(word.part_of_speech.is_noun());
/// assert_eq!(word.part_of_speech.as_str(), "n");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartOfSpeech(u8); // its place in `TAGS`

/// jieba's tag set, sorted.
const TAGS: &[&str] = &[
    "a", "ad", "ag", "an", "b", "bg", "c", "d", "df", "dg", "e", "en", "eng", "f", "g", "h", "i",
    "in", "j", "jn", "k", "l", "ln", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt",
    "nz", "o", "p", "q", "qe", "qg", "r", "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj",
    "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "w", "x", "y", "yg", "z", "zg",
];

/// The tags as numbers, in the same order.
const KEYS: [u32; TAGS.len()] = {
    let mut keys = [0; TAGS.len()];
    let mut i = 0;
    #[expect(clippy::indexing_slicing, reason = "`get` is no const function; both are as long")]
    while i < keys.len() {
        keys[i] = key(TAGS[i].as_bytes());
        i += 1;
    }
    keys
};

/// The first four bytes of a tag as a number that sorts as the tag does; no tag is longer.
const fn key(tag: &[u8]) -> u32 {
    u32::from_be_bytes(match *tag {
        [] => [0; 4],
        [a] => [a, 0, 0, 0],
        [a, b] => [a, b, 0, 0],
        [a, b, c] => [a, b, c, 0],
        [a, b, c, d, ..] => [a, b, c, d],
    })
}

impl PartOfSpeech {
    /// A word of Latin or another spaced script.
    pub const LATIN: Self = Self::known("eng");
    /// A number, with its decimals and percent sign.
    pub const NUMBER: Self = Self::known("m");
    /// A person's name transcribed from another language.
    pub const FOREIGN_NAME: Self = Self::known("nrt");
    /// A punctuation mark, white space, an address or anything else that is no word.
    pub const OTHER: Self = Self::known("x");
    /// A punctuation mark, as the tag set has it beside [`Self::OTHER`].
    const MARK: Self = Self::known("w");

    /// Its number, by which [`Self::from_number`] gives it back.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// The part of speech of [`Self::number`].
    pub(crate) fn from_number(number: u8) -> Self {
        if usize::from(number) < TAGS.len() { Self(number) } else { Self::OTHER }
    }

    /// The part of speech of a tag that is in the set.
    #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 256 tags")]
    const fn known(tag: &str) -> Self {
        let mut i = 0;
        #[expect(
            clippy::indexing_slicing,
            reason = "a tag that is not in the set must not compile"
        )]
        while KEYS[i] != key(tag.as_bytes()) {
            i += 1;
        }
        Self(i as u8)
    }

    /// The part of speech that jieba writes as `tag`; an unknown tag is [`Self::OTHER`].
    pub(crate) fn from_tag(tag: &str) -> Self {
        let known = KEYS.binary_search(&key(tag.as_bytes())).ok();
        known.and_then(|i| u8::try_from(i).ok()).map_or(Self::OTHER, Self)
    }

    /// The tag as jieba writes it.
    pub fn as_str(self) -> &'static str {
        TAGS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// Whether it is a noun of any kind, names among them.
    pub fn is_noun(self) -> bool {
        self.as_str().starts_with('n')
    }

    /// Whether it is a name: of a person, a place, an organisation or a work.
    pub fn is_name(self) -> bool {
        self.is_person() || matches!(self.as_str(), "ns" | "nt" | "nz")
    }

    /// Whether it is a person's name.
    pub fn is_person(self) -> bool {
        self.as_str().starts_with("nr")
    }

    /// Whether it is a verb of any kind, verbal nouns (`vn`) among them.
    pub fn is_verb(self) -> bool {
        self.as_str().starts_with('v')
    }

    /// Whether it is a verb used as a noun: 研究, 发展.
    pub fn is_verbal_noun(self) -> bool {
        self.as_str() == "vn"
    }

    /// Whether it is an adjective of any kind.
    pub fn is_adjective(self) -> bool {
        self.as_str().starts_with('a')
    }

    /// Whether it is a number or a number with its measure word.
    pub fn is_number(self) -> bool {
        self.as_str().starts_with('m')
    }

    /// Whether it is a word of Latin or another spaced script.
    pub fn is_latin(self) -> bool {
        self == Self::LATIN
    }

    /// Whether it only ties other words together: a pronoun, preposition, conjunction, adverb,
    /// particle, interjection or the like.
    pub fn is_function_word(self) -> bool {
        self.as_str().starts_with(['c', 'd', 'e', 'h', 'k', 'o', 'p', 'r', 'u', 'y'])
            && !self.is_latin()
    }

    /// Whether it is no word at all: punctuation, white space, an address.
    pub fn is_other(self) -> bool {
        self == Self::OTHER || self == Self::MARK
    }
}

#[cfg(test)]
mod tests {
    use super::{PartOfSpeech, TAGS};

    fn check(holds: fn(PartOfSpeech) -> bool, yes: &[&str], no: &[&str]) {
        for (tags, expected) in [(yes, true), (no, false)] {
            for tag in tags {
                assert_eq!(holds(PartOfSpeech::from_tag(tag)), expected, "{tag}");
            }
        }
    }

    #[test]
    fn tags() {
        assert!(TAGS.is_sorted() && TAGS.iter().all(|tag| tag.len() <= 4));
        assert!(TAGS.iter().all(|tag| PartOfSpeech::from_tag(tag).as_str() == *tag));
        assert_eq!(PartOfSpeech::from_tag("?"), PartOfSpeech::OTHER);
        check(PartOfSpeech::is_noun, &["n", "nr", "ng"], &["vn", "eng", "x"]);
        check(PartOfSpeech::is_name, &["nr", "nrt", "ns", "nt", "nz"], &["n", "ng"]);
        check(PartOfSpeech::is_verb, &["v", "vn"], &["n"]);
        check(PartOfSpeech::is_number, &["m", "mq"], &["q"]);
        check(PartOfSpeech::is_function_word, &["c", "uj", "e", "en"], &["eng", "n", "x"]);
        check(PartOfSpeech::is_other, &["x", "w"], &["eng"]);
    }
}
