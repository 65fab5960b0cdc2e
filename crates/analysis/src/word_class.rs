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
    /// A stop word, an adverb, a particle: no part of a keyphrase.
    Function,
}

impl WordClass {
    /// The class of a word with `tag` of jieba's tag set.
    pub(crate) fn of_tag(tag: &str) -> Self {
        match tag {
            "nr" | "nrt" | "nrfg" | "ns" | "nt" | "nz" => Self::Name,
            "vn" => Self::VerbalNoun,
            "an" | "j" | "jn" | "l" | "ln" | "i" | "in" | "x" | "s" | "k" | "g" => Self::Noun,
            "eng" | "en" => Self::Latin,
            "m" | "mq" | "mg" => Self::Number,
            "t" | "tg" => Self::Time,
            _ => match tag.as_bytes().first() {
                Some(b'n') => Self::Noun,
                Some(b'v') => Self::Verb,
                Some(b'a' | b'b' | b'z') => Self::Adjective,
                _ => Self::Function,
            },
        }
    }

    /// Whether a keyphrase may hold such a word.
    pub(crate) fn is_content(self) -> bool {
        !matches!(self, Self::Number | Self::Function)
    }

    /// Whether a keyphrase of several words may end with such a word.
    pub(crate) fn may_end(self) -> bool {
        !matches!(self, Self::Number | Self::Function | Self::Adjective)
    }

    /// Whether such a word may be a keyword alone. Verbs may, since the dictionary calls much a verb
    /// that authors use as a noun (创新, 上市); [`crate::keyword`] asks more of them.
    pub(crate) fn may_stand_alone(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::VerbalNoun | Self::Latin | Self::Verb)
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
            ("", WordClass::Function),
        ] {
            assert_eq!(WordClass::of_tag(tag), class, "{tag}");
        }
    }
}
