use crate::Span;

/// The sentences of `text`, each with the white space behind it. Joined, they give `text` back
/// byte for byte.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '。' | '！' | '？' | '；' | '\n') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if !matches!(c, '”' | '’' | '」' | '』' | '）' | '。' | '！' | '？')
                && !c.is_whitespace()
            {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        spans.push(Span::new(start, end));
        start = end;
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}
