use std::fmt;

/// A half-open range of bytes of a UTF-8 text: the byte at `start` is in, the one at `end` is not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    // Invariant: start <= end.
    start: usize,
    end: usize,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The span of all of `text`.
    pub fn of(text: &str) -> Self {
        Self { start: 0, end: text.len() }
    }

    /// Offset of the first byte in it.
    pub fn start(self) -> usize {
        self.start
    }

    /// Offset of the first byte behind it.
    pub fn end(self) -> usize {
        self.end
    }

    /// How many bytes it covers.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` is in it; the one at its end is not.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The same range counted from a text in which this one's text starts at `base`.
    #[must_use]
    pub fn shifted(self, base: usize) -> Self {
        Self { start: self.start + base, end: self.end + base }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What it covers of `text`; empty where it does not lie on character boundaries within it.
    pub fn cut(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The span without the white space at its two ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let cut = self.cut(text);
        let start = self.start + (cut.len() - cut.trim_start().len());
        Self::new(start, start + cut.trim().len())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn half_open() {
        let span = Span::new(3, 6);
        assert!(span.contains(3) && span.contains(5) && !span.contains(6));
        assert_eq!(span.cut("提要提要"), "要");
        assert_eq!(Span::new(1, 4).cut("提要"), "");
        assert_eq!(Span::new(5, 2), Span::new(5, 5));
    }

    #[test]
    fn trimmed_keeps_the_inside() {
        let text = "　 a b \n";
        assert_eq!(Span::of(text).trimmed(text).cut(text), "a b");
        assert!(Span::of("  ").trimmed("  ").is_empty());
    }
}
