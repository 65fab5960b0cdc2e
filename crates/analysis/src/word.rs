use tiyao_text::Span;

use crate::term::TermId;

/// What is known of one occurrence of a word, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    /// No sentence end or punctuation between it and the word before.
    pub(crate) const JOINED: Self = Self(1);
    /// A quotation mark opens right before it.
    pub(crate) const QUOTE_OPENS: Self = Self(2);
    /// A quotation mark closes right behind it.
    pub(crate) const QUOTE_CLOSES: Self = Self(4);
    /// 《 opens right before it.
    pub(crate) const NAME_OPENS: Self = Self(8);
    /// 》 closes right behind it.
    pub(crate) const NAME_CLOSES: Self = Self(16);
    /// It stands in the title.
    pub(crate) const IN_TITLE: Self = Self(32);
    /// It stands in a subhead.
    pub(crate) const IN_SUBHEAD: Self = Self(64);
    /// It stands in the first sentence of the body.
    pub(crate) const IN_FIRST_SENTENCE: Self = Self(128);

    /// Nothing but the mark that closes a quotation between it and the word before: “铁拳”行动.
    pub(crate) const BEHIND_QUOTE: Self = Self(256);

    /// Letters stand in brackets right behind it: 动态联盟（VO）.
    pub(crate) const GLOSSED: Self = Self(512);

    /// 、 stands right before it.
    pub(crate) const LISTED: Self = Self(1024);

    /// Those that tell what stands behind the word.
    pub(crate) fn closing(self) -> Self {
        Self(self.0 & (Self::QUOTE_CLOSES.0 | Self::NAME_CLOSES.0 | Self::GLOSSED.0))
    }

    pub(crate) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    #[must_use]
    pub(crate) fn with(self, mark: Self) -> Self {
        Self(self.0 | mark.0)
    }

    #[must_use]
    pub(crate) fn without(self, mark: Self) -> Self {
        Self(self.0 & !mark.0)
    }

    /// What an opening mark says of the word behind it.
    pub(crate) fn opened_by(c: char) -> Self {
        match c {
            '“' | '「' | '『' => Self::QUOTE_OPENS,
            '《' | '〈' => Self::NAME_OPENS,
            '、' => Self::LISTED,
            _ => Self::default(),
        }
    }

    /// What a closing mark says of the word before it.
    pub(crate) fn closed_by(c: char) -> Self {
        match c {
            '”' | '」' | '』' => Self::QUOTE_CLOSES,
            '》' | '〉' => Self::NAME_CLOSES,
            _ => Self::default(),
        }
    }
}

/// One occurrence of a term. Punctuation and white space are no words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) term: TermId,
    // Bytes of the sentence's matched text; a sentence is shorter than 4 GiB.
    start: u32,
    end: u32,
    pub(crate) marks: Marks,
}

impl Word {
    pub(crate) fn new(term: TermId, span: Span, marks: Marks) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { term, start: narrow(span.start()), end: narrow(span.end()), marks }
    }

    /// Where it stands in its sentence's matched text.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    pub(crate) fn mark(&mut self, mark: Marks) {
        self.marks = self.marks.with(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, Span, Word};

    #[test]
    fn marks_add_up() {
        let mut word = Word::new(3, Span::new(6, 12), Marks::JOINED);
        word.mark(Marks::closed_by('》'));
        word.mark(Marks::opened_by('，'));
        assert!(word.marks.has(Marks::JOINED) && word.marks.has(Marks::NAME_CLOSES));
        assert!(!word.marks.has(Marks::QUOTE_CLOSES));
        assert_eq!(word.span(), Span::new(6, 12));
    }
}
