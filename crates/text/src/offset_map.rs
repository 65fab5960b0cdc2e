use crate::Span;

/// How far a derived text and its origin advance together, in bytes: for one character `derived`
/// bytes of the one stand for `origin` bytes of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Bytes in the derived text; at least 1.
    pub derived: usize,
    /// Bytes in the origin; 0 where the derived text has something the origin has not.
    pub origin: usize,
}

/// Where each byte of a derived text (decoded, healed or normalized) stands in its origin.
///
/// Characters that advance by the same step in both texts share one run, so plain text costs a
/// handful of runs, and a lookup is one binary search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    // Invariant: `derived` strictly rises; each run holds at least one step.
    runs: Vec<Run>,
    derived_len: usize,
    origin_end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    derived: usize,
    origin: usize,
    step: Step,
}

impl OffsetMap {
    /// The map of a text that is its own origin.
    pub fn identity(len: usize) -> Self {
        let mut map = Self::default();
        map.push_bytes(0, len);
        map
    }

    /// Adds one character: `step.derived` bytes that stand for the origin's bytes from `origin`.
    pub fn push(&mut self, origin: usize, step: Step) {
        let continues = self
            .runs
            .last()
            .is_some_and(|run| run.step == step && origin == self.origin_end && step.origin > 0);
        if !continues {
            self.runs.push(Run { derived: self.derived_len, origin, step });
        }
        self.derived_len += step.derived;
        self.origin_end = origin + step.origin;
    }

    /// Adds `len` bytes that stand unchanged at `origin`.
    pub fn push_bytes(&mut self, origin: usize, len: usize) {
        if len > 0 {
            self.push(origin, Step { derived: 1, origin: 1 });
            self.derived_len += len - 1;
            self.origin_end += len - 1;
        }
    }

    /// Bytes of the derived text.
    pub fn derived_len(&self) -> usize {
        self.derived_len
    }

    /// The smallest span of the origin that covers `span` of the derived text. A span that ends
    /// inside a character is widened to the whole of it.
    pub fn trace(&self, span: Span) -> Span {
        if span.is_empty() {
            let at = self.origin_of(span.start()).map_or(self.origin_end, |(start, _)| start);
            return Span::new(at, at);
        }
        let start = self.origin_of(span.start()).map_or(self.origin_end, |(start, _)| start);
        let end = self.origin_of(span.end() - 1).map_or(self.origin_end, |(_, end)| end);
        Span::new(start, end)
    }

    /// The spans of the origin that `span` of the derived text was taken from, in order, each as
    /// long as it can be.
    pub fn trace_pieces(&self, span: Span) -> Vec<Span> {
        let mut pieces: Vec<Span> = Vec::new();
        let mut at = span.start();
        while at < span.end() {
            let Some(index) = self.run_of(at) else { break };
            let end = self.run_end(index).min(span.end());
            let piece = self.trace(Span::new(at, end));
            match pieces.last_mut() {
                Some(last) if last.end() == piece.start() => *last = last.joined(piece),
                _ if piece.is_empty() => {}
                _ => pieces.push(piece),
            }
            at = end;
        }
        pieces
    }

    /// Start and end in the origin of the character that holds the derived byte at `offset`.
    fn origin_of(&self, offset: usize) -> Option<(usize, usize)> {
        let run = self.runs.get(self.run_of(offset)?)?;
        let start = run.origin + (offset - run.derived) / run.step.derived * run.step.origin;
        Some((start, start + run.step.origin))
    }

    fn run_of(&self, offset: usize) -> Option<usize> {
        if offset >= self.derived_len {
            return None;
        }
        self.runs.partition_point(|run| run.derived <= offset).checked_sub(1)
    }

    fn run_end(&self, index: usize) -> usize {
        self.runs.get(index + 1).map_or(self.derived_len, |next| next.derived)
    }
}

#[cfg(test)]
mod tests {
    use super::{OffsetMap, Span, Step};

    /// Two healed pieces: bytes 0..6 and 10..16 of the origin.
    fn healed() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push_bytes(0, 6);
        map.push_bytes(10, 6);
        map
    }

    #[test]
    fn a_span_over_a_gap_has_two_pieces() {
        assert_eq!(healed().trace_pieces(Span::new(3, 9)), [Span::new(3, 6), Span::new(10, 13)]);
        assert_eq!(healed().trace(Span::new(3, 9)), Span::new(3, 13));
        assert_eq!(healed().trace_pieces(Span::new(0, 6)), [Span::new(0, 6)]);
    }

    #[test]
    fn a_span_inside_a_character_is_widened() {
        // three full-width letters, each 3 bytes in the origin and 1 in the derived text
        let mut map = OffsetMap::default();
        for i in 0..3 {
            map.push(i * 3, Step { derived: 1, origin: 3 });
        }
        assert_eq!(map.trace(Span::new(1, 2)), Span::new(3, 6));
        let mut wide = OffsetMap::default();
        wide.push(0, Step { derived: 2, origin: 3 });
        assert_eq!(wide.trace(Span::new(1, 2)), Span::new(0, 3));
    }

    #[test]
    fn the_end_of_the_text_has_a_place() {
        assert_eq!(healed().trace(Span::new(12, 12)), Span::new(16, 16));
        assert_eq!(OffsetMap::default().trace(Span::new(0, 0)), Span::new(0, 0));
    }
}
