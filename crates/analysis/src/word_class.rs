use tiyao_text::script::is_han;

/// What a word can do in a keyphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// A common noun, an abbreviation, an idiom, or a word that nobody knows.
    Noun,
    /// A person, a place, an institution, another proper noun.
    Name,
    /// A verb that also serves as a noun: 监管.
    VerbalNoun,
    /// Any other verb.
    Verb,
    /// An adjective, or a word that only stands in front of nouns.
    Adjective,
    /// A word in Latin letters.
    Latin,
    /// A day, a season, a period.
    Time,
    /// A number, with or without its measure.
    Number,
    /// An adverb, a word of place or a numeral of two characters or more: 随机, 沿海, 三维.
    Modifier,
    /// What only begins terms: 可 in 可持续.
    Prefix,
    /// What only goes on with terms: 炉, 类.
    Suffix,
    /// A stop word, a short adverb, a particle: no part of a keyphrase.
    Function,
}

/// Function words that also begin terms: 大企业, 自适应, 比较优势.
const PREFIXES: &[&str] = &[
    "大", "小", "多", "可", "自", "不", "非", "无", "反", "后", "前", "去", "再", "逆", "内", "外",
];
/// Function words that also end terms: 法定代表人, 化工区.
const SUFFIXES: &[&str] = &["人", "区", "能", "说", "期", "体"];

impl WordClass {
    /// All classes, each in the place of its number.
    pub(crate) const ALL: [Self; 12] = [
        Self::Noun,
        Self::Name,
        Self::VerbalNoun,
        Self::Verb,
        Self::Adjective,
        Self::Latin,
        Self::Time,
        Self::Number,
        Self::Modifier,
        Self::Prefix,
        Self::Suffix,
        Self::Function,
    ];

    /// The class of a Han word with `tag` of jieba's tag set. `is_stop_word` tells whether it is too
    /// common to say anything alone.
    pub(crate) fn of_word(word: &str, tag: &str, is_stop_word: bool) -> Self {
        if PREFIXES.contains(&word) {
            return Self::Prefix;
        }
        if SUFFIXES.contains(&word) {
            return Self::Suffix;
        }
        if word == "比较" {
            return Self::Modifier;
        }
        if is_stop_word {
            return Self::Function;
        }
        let single = word.chars().nth(1).is_none();
        match Self::of_tag(tag) {
            Self::Modifier if single => Self::Function,
            Self::Number if !single && word.chars().all(is_han) => Self::Modifier,
            class => class,
        }
    }

    /// The class that a tag of jieba's tag set stands for.
    fn of_tag(tag: &str) -> Self {
        match tag {
            "nr" | "nrt" | "nrfg" | "ns" | "nt" | "nz" => Self::Name,
            "vn" => Self::VerbalNoun,
            "an" | "j" | "jn" | "l" | "ln" | "i" | "in" | "x" | "s" | "k" | "g" => Self::Noun,
            "eng" | "en" => Self::Latin,
            "m" | "mq" | "mg" => Self::Number,
            "zg" | "q" => Self::Suffix,
            "d" | "ad" | "f" => Self::Modifier,
            "t" | "tg" => Self::Time,
            _ => match tag.as_bytes().first() {
                Some(b'n') => Self::Noun,
                Some(b'v') => Self::Verb,
                Some(b'a' | b'b' | b'z') => Self::Adjective,
                _ => Self::Function,
            },
        }
    }

    /// Whether such a word says something by itself.
    pub(crate) fn is_content(self) -> bool {
        self.is_in_terms() && !matches!(self, Self::Modifier | Self::Prefix | Self::Suffix)
    }

    /// Whether a keyphrase may hold such a word.
    pub(crate) fn is_in_terms(self) -> bool {
        !matches!(self, Self::Number | Self::Function)
    }

    /// Whether a keyphrase may begin with such a word.
    pub(crate) fn may_begin(self) -> bool {
        self.is_in_terms() && self != Self::Suffix
    }

    /// Whether a keyphrase may go on with such a word.
    pub(crate) fn may_follow(self) -> bool {
        self.is_in_terms() && self != Self::Prefix
    }

    /// Whether such a word may be a keyword alone. Verbs may, since the dictionary calls much a verb
    /// that authors use as a noun (创新, 上市), and so may adjectives and adverbs (均衡, 仿真): what
    /// they weigh is learned.
    pub(crate) fn may_stand_alone(self) -> bool {
        self.is_in_terms() && !matches!(self, Self::Prefix | Self::Suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::WordClass;

    #[test]
    fn tags_have_classes() {
        for (tag, class) in [
            ("n", WordClass::Noun),
            ("ng", WordClass::Noun),
            ("nt", WordClass::Name),
            ("vn", WordClass::VerbalNoun),
            ("vd", WordClass::Verb),
            ("b", WordClass::Adjective),
            ("eng", WordClass::Latin),
            ("mq", WordClass::Number),
            ("uj", WordClass::Function),
            ("zg", WordClass::Suffix),
            ("d", WordClass::Modifier),
            ("", WordClass::Function),
        ] {
            assert_eq!(WordClass::of_tag(tag), class, "{tag}");
        }
    }

    #[test]
    fn words_have_classes() {
        for (word, tag, stop, class) in [
            ("可", "v", true, WordClass::Prefix),
            ("人", "n", true, WordClass::Suffix),
            ("的", "uj", true, WordClass::Function),
            ("都", "d", false, WordClass::Function),
            ("随机", "d", false, WordClass::Modifier),
            ("三维", "m", false, WordClass::Modifier),
            ("2023", "m", false, WordClass::Number),
        ] {
            assert_eq!(WordClass::of_word(word, tag, stop), class, "{word}");
        }
        assert!(!WordClass::Prefix.may_follow() && !WordClass::Suffix.may_begin());
        assert!(!WordClass::Modifier.is_content() && WordClass::Modifier.is_in_terms());
    }
}
