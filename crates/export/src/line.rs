/// The text in one row: whatever breaks a row is a space, and other control characters, which no
/// form of text has a place for, are left out.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push(' '),
            '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ if character.is_control() => {}
            _ => line.push(character),
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_breaks_the_row() {
        assert_eq!(one_line(" a\nb\r\u{2028}c\u{0}\u{9b}d\u{feff}\t"), "a b  cd");
    }
}
