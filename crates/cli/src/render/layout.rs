//! Text on a grid of columns, where a Han character takes two.

use textwrap::{Options, WordSeparator, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The text in one row, without what could command a terminal or turn its direction: a file is not
/// to be trusted with escape sequences.
pub(crate) fn printable(text: &str) -> String {
    let mut row = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => row.push(' '),
            _ if is_hidden_command(character) => {}
            _ => row.push(character),
        }
    }
    row
}

/// Control characters, and those that turn the direction of what follows.
fn is_hidden_command(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}')
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// How many columns the text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Rows of at most `width` columns, cut where the line breaking rules allow it: between Han
/// characters, but no row begins with a closing mark and no Latin word is cut.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(&printable(text), options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Rows of at most `width` columns, cut only between items unless one alone is too wide.
pub(crate) fn pack(items: &[&str], separator: &str, width: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut row = String::new();
    for (index, item) in items.iter().enumerate() {
        let item = printable(item);
        let item = if index + 1 < items.len() { item + separator } else { item };
        let item_width = item.trim_end().width();
        if item_width <= width && row.width() + item_width > width {
            rows.push(std::mem::take(&mut row));
        }
        row.push_str(&item);
        if item_width > width {
            let mut parts = wrap(&row, width);
            // The next item may follow behind the last part.
            row = parts.pop().unwrap_or_default() + trailing_space(&item);
            rows.append(&mut parts);
        }
    }
    rows.push(row);
    rows.iter().map(|row| row.trim_end().to_owned()).collect()
}

fn trailing_space(text: &str) -> &'static str {
    if text.ends_with(' ') { " " } else { "" }
}

/// The text in at most `width` columns; a cut is marked.
pub(crate) fn truncate(text: &str, width: usize) -> String {
    let text = printable(text);
    if text.width() <= width {
        return text;
    }
    let mut row = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or_default();
        if used > width {
            break;
        }
        row.push(character);
    }
    row.push('…');
    row
}

/// The text with spaces behind it, to `width` columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let mut cell = printable(text);
    cell.push_str(&" ".repeat(width.saturating_sub(cell.width())));
    cell
}

#[cfg(test)]
mod tests {
    use super::{pack, pad, printable, truncate, width, wrap};

    #[test]
    fn rows_keep_to_the_width_and_lose_nothing() {
        let text =
            "罗文指出，党的十八大以来，平台经济作出一系列重要论述（详见第2期）。GB18030 编码。";
        for columns in 8..40 {
            let rows = wrap(text, columns);
            assert!(rows.iter().all(|row| width(row) <= columns), "{columns}: {rows:?}");
            assert_eq!(rows.concat().replace(' ', ""), text.replace(' ', ""));
            assert!(rows.iter().all(|row| !row.starts_with(['，', '。', '）'])), "{rows:?}");
        }
    }

    #[test]
    fn a_latin_word_is_not_cut() {
        assert_eq!(wrap("采用 microservice 架构", 14), ["采用", "microservice", "架构"]);
    }

    #[test]
    fn items_stay_whole() {
        let items = ["市场监管", "农村食品安全", "许可"];
        assert_eq!(pack(&items, "；", 20), ["市场监管；", "农村食品安全；许可"]);
        assert_eq!(pack(&items, "；", 10), ["市场监管；", "农村食品安", "全；许可"]);
        assert!(pack(&[], "；", 8).concat().is_empty());
    }

    #[test]
    fn cells_have_their_width() {
        assert_eq!(truncate("市场监督管理", 7), "市场监…");
        assert_eq!(truncate("市场监督管理", 12), "市场监督管理");
        assert_eq!(pad("市场", 6), "市场  ");
    }

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}c\u{202e}d\ne"), "a[31mbcd e");
    }
}
