use crate::{OffsetMap, Span};

/// A piece of a source text that may have been cut in several places (by a page end, a column end
/// or a hard line break) and reads as one.
///
/// The law: its text is what its spans cut from the source, joined, with each line break inside a
/// span read as one space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    text: String,
    spans: Vec<Span>,
    map: OffsetMap,
}

impl Excerpt {
    /// Cuts `spans` from `source`. Spans that touch become one; empty ones vanish. `\r\n` inside a
    /// span is read as one line break.
    pub fn cut(source: &str, spans: impl IntoIterator<Item = Span>) -> Self {
        let mut text = String::new();
        let mut pieces: Vec<Span> = Vec::new();
        let mut map = OffsetMap::default();
        for span in spans {
            let piece = span.cut(source);
            let mut at = span.start();
            for part in piece.split_inclusive('\n') {
                let body = part.trim_end_matches('\n');
                let body = if body.len() < part.len() { body.trim_end_matches('\r') } else { body };
                push(&mut pieces, &mut map, Span::new(at, at + body.len()));
                text.push_str(body);
                if part.ends_with('\n') {
                    let newline = at + part.len() - 1;
                    push(&mut pieces, &mut map, Span::new(newline, newline + 1));
                    text.push(' ');
                }
                at += part.len();
            }
        }
        Self { text, spans: pieces, map }
    }

    /// All of `source`, line breaks read as spaces.
    pub fn whole(source: &str) -> Self {
        Self::cut(source, [Span::of(source)])
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands in the source, in reading order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where a span of this text stands in the source.
    pub fn trace(&self, span: Span) -> Vec<Span> {
        self.map.trace_pieces(span)
    }

    /// Offset in the source of its first byte; 0 when it is empty.
    pub fn start(&self) -> usize {
        self.spans.first().map_or(0, |span| span.start())
    }

    /// Offset in the source behind its last byte; 0 when it is empty.
    pub fn end(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end())
    }

    /// A part of this excerpt, still tied to the source.
    #[must_use]
    pub fn part(&self, source: &str, span: Span) -> Self {
        Self::cut(source, self.trace(span))
    }
}

fn push(pieces: &mut Vec<Span>, map: &mut OffsetMap, span: Span) {
    if span.is_empty() {
        return;
    }
    map.push_bytes(span.start(), span.len());
    match pieces.last_mut() {
        Some(last) if last.end() == span.start() => *last = last.joined(span),
        _ => pieces.push(span),
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, Span};

    #[test]
    fn heals_a_page_end() {
        let source = "持续发挥\n\n科普功能。";
        let excerpt = Excerpt::cut(source, [Span::new(0, 12), Span::new(14, 29)]);
        assert_eq!(excerpt.text(), "持续发挥科普功能。");
        assert_eq!(excerpt.trace(Span::new(6, 18)), [Span::new(6, 12), Span::new(14, 20)]);
    }

    #[test]
    fn a_line_break_reads_as_a_space() {
        let excerpt = Excerpt::whole("two\r\nwords");
        assert_eq!(excerpt.text(), "two words");
        assert_eq!(excerpt.spans(), [Span::new(0, 3), Span::new(4, 10)]);
        assert_eq!(Excerpt::whole("two\nwords").spans(), [Span::new(0, 9)]);
    }
}
