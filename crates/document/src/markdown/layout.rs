//! What the source of a Markdown text says beyond what its parser tells.

use tiyao_text::{
    Span,
    script::{is_cjk_punctuation, is_han},
};

/// A piece of a text that the parser made of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// It stands there as it is.
    Copy(Span),
    /// This stands for what is there.
    Replace(&'a str, Span),
}

/// Finds `text` in what stands at `range`: between its characters may stand backslashes and marks
/// that the parser took away. What is not found stands for all that is left of the range.
pub(super) fn align<'a>(text: &'a str, source: &str, range: Span) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = range.start();
    for (index, c) in text.char_indices() {
        let rest = Span::new(at, range.end());
        let cut = rest.cut(source);
        let end = index + c.len_utf8();
        let whole = text.get(index..end).unwrap_or_default();
        if c == ' ' && cut.starts_with(['\n', '\r']) {
            pieces.push(Piece::Replace(whole, Span::new(at, at + 1)));
            at += 1;
        } else if let Some(found) = cut.find(c) {
            at += found;
            pieces.push(Piece::Copy(Span::new(at, at + c.len_utf8())));
            at += c.len_utf8();
        } else {
            pieces.push(Piece::Replace(text.get(index..).unwrap_or_default(), rest));
            break;
        }
    }
    pieces
}

/// Whether a row of the source begins with the marks of more blocks, each inside the one before, than
/// a text has; a parser takes time for each of them at each row.
pub(super) fn is_too_deep(source: &str) -> bool {
    const DEEPEST: usize = 100;
    source.lines().any(|row| {
        let (mut depth, mut columns) = (0_usize, 0_usize);
        let mut rest = row.as_bytes();
        loop {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let marks = match (digits, rest.get(digits..).unwrap_or_default()) {
                (0, [b' ', ..]) => {
                    columns += 1;
                    columns % 2
                }
                (0, [b'\t', ..]) => 2,
                (0, [b'>', ..] | [b'-' | b'+' | b'*', b' ' | b'\t', ..])
                | (1.., [b'.' | b')', b' ' | b'\t', ..]) => 1,
                _ => return false,
            };
            depth += marks;
            rest = rest.get(digits + 1..).unwrap_or_default();
            // Nothing but white space opens no block.
            if depth > DEEPEST {
                return !rest.trim_ascii().is_empty();
            }
        }
    })
}

/// A span of code without its backticks.
pub(super) fn inside_code(source: &str, range: Span) -> Span {
    let cut = range.cut(source);
    let ticks = cut.bytes().take_while(|b| *b == b'`').count();
    Span::new(range.start() + ticks, range.end().saturating_sub(ticks))
}

/// The first line feed in `range`, or right behind it; the empty end of the range where there is none.
pub(super) fn line_feed(source: &str, range: Span) -> Span {
    let found = range.cut(source).find('\n').map(|at| range.start() + at);
    let behind = || {
        let next = source.as_bytes().get(range.end())?;
        (*next == b'\n').then_some(range.end())
    };
    found.or_else(behind).map_or(Span::new(range.end(), range.end()), |at| Span::new(at, at + 1))
}

/// The line feed that ends the row in which `span` ends.
pub(super) fn line_feed_behind(source: &str, span: Span) -> Span {
    let rest = source.get(span.end()..).unwrap_or_default();
    let row = rest.split_inclusive('\n').next().unwrap_or_default();
    line_feed(source, Span::new(span.end(), span.end() + row.len()))
}

/// The bar that parts two cells, the last one between `from` and `to`.
pub(super) fn bar(source: &str, from: usize, to: usize) -> Span {
    let found = source.get(from..to).and_then(|between| between.rfind('|'));
    found.map_or(Span::new(to, to), |at| Span::new(from + at, from + at + 1))
}

/// The number that an item begins with, its point or bracket included.
pub(super) fn number(source: &str, range: Span) -> Option<Span> {
    let cut = range.cut(source);
    let digits = cut.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| Span::new(range.start(), range.start() + digits + 1))
}

/// The white space behind a number or a label, and behind the label's colon.
pub(super) fn space_behind(source: &str, span: Span) -> Span {
    let rest = source.get(span.end()..).unwrap_or_default();
    let at = span.end() + (rest.len() - rest.trim_start_matches(':').len());
    let is_space = source.get(at..).is_some_and(|rest| rest.starts_with([' ', '\t', '\n']));
    Span::new(at, at + usize::from(is_space))
}

/// The label of a footnote that begins at `range`, without its caret: `[`, `1]`.
pub(super) fn footnote(source: &str, range: Span) -> [Span; 2] {
    let end = range.cut(source).find(']').map_or(range.start(), |at| range.start() + at + 1);
    let caret = range.start() + 1;
    [Span::new(range.start(), caret.min(end)), Span::new(caret + 1, end)]
}

/// Whether what stands at `range` is a heading as its writer meant it: a sentence above a row of
/// dashes is a paragraph above a line.
pub(super) fn is_heading(source: &str, range: Span) -> bool {
    const LONGEST: usize = 60;
    let cut = range.cut(source);
    let first = cut.lines().next().unwrap_or_default();
    first.starts_with('#')
        || (first.chars().count() <= LONGEST && !first.trim_end().ends_with(['。', '；', '，']))
}

/// Whether a new row begins behind the soft break at `range`, whatever `CommonMark` says: the next
/// row is indented with ideographic spaces, or this one is less than half as wide and no mark ends it.
pub(super) fn parts(source: &str, range: Span) -> bool {
    let before = source.get(..range.start()).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let behind = source.get(range.end()..).unwrap_or_default();
    let behind = behind.trim_start_matches('\n').split('\n').next().unwrap_or_default();
    let is_mark = |c: char| matches!(c, '>' | ' ' | '\t' | '\r');
    let (before, behind) = (before.trim_matches(is_mark), behind.trim_matches(is_mark));
    if behind.starts_with('\u{3000}') {
        return true;
    }
    let ends = before.trim_end_matches(['*', '_', '~', '`']).chars().next_back();
    let open = ends.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '）' | '》'));
    open && columns(before) * 2 < columns(behind)
}

fn columns(row: &str) -> usize {
    row.chars().map(|c| if is_han(c) || is_cjk_punctuation(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use tiyao_text::Span;

    use super::{Piece, align, line_feed, parts};

    #[test]
    fn what_the_parser_took_away() {
        let check = |text: &str, source: &str, expected: &[Piece<'_>]| {
            assert_eq!(align(text, source, Span::of(source)), expected, "{source}");
        };
        let span = Span::new;
        check(
            "a|b",
            "a\\|b",
            &[Piece::Copy(span(0, 1)), Piece::Copy(span(2, 3)), Piece::Copy(span(3, 4))],
        );
        check("<", "&lt;", &[Piece::Replace("<", span(0, 4))]);
        check("&", "&amp;", &[Piece::Copy(span(0, 1))]);
        check(
            "a b",
            "a\nb",
            &[Piece::Copy(span(0, 1)), Piece::Replace(" ", span(1, 2)), Piece::Copy(span(2, 3))],
        );
    }

    #[test]
    fn rows_that_are_no_wraps() {
        let check = |source: &str, expected: bool| {
            let feed = line_feed(source, Span::of(source));
            assert_eq!(parts(source, feed), expected, "{source}");
        };
        check("文 | 张三\n春天来了，田里的人多了起来，大家都在忙", true);
        check("春天来了，\n田里的人多了起来，大家都在忙着准备播种", false);
        check("春天来了，田里的人多了\n起来", false);
        check("春天来了。\n　　田里的人多了起来。", true);
        check("> *By Zhang San*\n> The fields are full of people who prepare", true);
    }
}
