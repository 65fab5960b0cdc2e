use crate::{Span, interrupt::spend};

/// The rows of `text`, each with its line break (`\n`, `\r\n`, `\r`, U+2028, U+2029, form feed or
/// vertical tab). Joined, they give `text` back byte for byte.
pub fn rows(text: &str) -> Vec<Span> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        spend(1);
        let mut end = at + c.len_utf8();
        match c {
            '\r' => {
                if let Some((_, '\n')) = chars.peek() {
                    chars.next();
                    end += 1;
                }
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {}
            _ => continue,
        }
        rows.push(Span::new(start, end));
        start = end;
    }
    if start < text.len() {
        rows.push(Span::new(start, text.len()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::rows;

    fn check(text: &str, expected: &[&str]) {
        let cut: Vec<&str> = rows(text).iter().map(|row| row.cut(text)).collect();
        assert_eq!(cut, expected);
        assert_eq!(cut.concat(), text);
    }

    #[test]
    fn every_kind_of_line_break() {
        check("", &[]);
        check("a", &["a"]);
        check("a\n", &["a\n"]);
        check("a\r\n\r\nb", &["a\r\n", "\r\n", "b"]);
        check("a\rb\u{c}c\u{2029}", &["a\r", "b\u{c}", "c\u{2029}"]);
    }
}
