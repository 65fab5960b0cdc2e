use std::sync::OnceLock;

use jieba_rs::Jieba;

use crate::Span;

/// The words that segmentation knows, with their tags.
pub struct Lexicon {
    jieba: Jieba,
}

/// One word where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the segmented text.
    pub span: Span,
    /// Its part of speech.
    pub part_of_speech: PartOfSpeech,
}

/// A part of speech in jieba's tag set: `n` noun, `v` verb, `vn` verbal noun, `eng` Latin word …
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartOfSpeech(&'static str);

impl PartOfSpeech {
    /// The tag as jieba writes it.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// jieba's tag set, sorted.
const TAGS: &[&str] = &[
    "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "en", "eng", "f", "g", "h", "i", "in",
    "j", "jn", "k", "l", "ln", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz",
    "o", "p", "q", "qe", "qg", "r", "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul",
    "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "x", "y", "yg", "z", "zg",
];

impl Lexicon {
    /// The lexicon that is built in: jieba's dictionary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| Self { jieba: Jieba::new() })
    }

    /// The words of `text`, in order; joined, they give it back byte for byte.
    pub fn segment(&self, text: &str) -> Vec<Word> {
        let mut at = 0;
        self.jieba
            .tag(text, true)
            .into_iter()
            .map(|tagged| {
                let span = Span::new(at, at + tagged.word.len());
                at = span.end();
                let tag = TAGS.binary_search(&tagged.tag).ok().and_then(|i| TAGS.get(i));
                Word { span, part_of_speech: PartOfSpeech(tag.copied().unwrap_or("x")) }
            })
            .collect()
    }
}
