//! One entry of the contents, by its form: a page before or behind the title, an ordinal, authors
//! behind a bar, a slash or a wide gap.

use tiyao_text::{Excerpt, Span};

use crate::{
    byline::{Form, byline, listed_authors},
    chars::{has_han, inked, is_blank, is_digit, is_latin, number, squeezed},
    names::{is_body, is_latin_name, is_person, words},
};

/// The form in which the contents give places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `01 title`, `- 26 title`, `P2 title`.
    PageFirst,
    /// `title …… 12`, `title（12）`.
    PageLast,
    /// `1.title；`
    Ordinal,
}

/// The opening of an entry: its number, whether it is a part of the one above, and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) number: u32,
    pub(crate) nested: bool,
    pub(crate) rest: Span,
}

/// Reads the row as an entry in that style.
pub(crate) fn opening(text: &str, row: Span, style: Style) -> Option<Opening> {
    match style {
        Style::PageFirst => page_first(text, row),
        Style::PageLast => page_last(text, row),
        Style::Ordinal => ordinal(text, row),
    }
}

/// The row without a bullet.
pub(crate) fn without_bullet(text: &str, row: Span) -> Span {
    let cut = row.cut(text);
    let bare = cut.trim_start_matches(['-', '*', '•', '●', '■', '▪', '◆', '+', '·', '▲', '○']);
    let spaced = bare.trim_start_matches(is_blank);
    if bare.len() < cut.len() && !spaced.is_empty() {
        Span::new(row.end() - spaced.len(), row.end())
    } else {
        row
    }
}

fn leading_digits(cut: &str) -> &str {
    let end = cut.find(|c| !is_digit(c)).unwrap_or(cut.len());
    cut.get(..end).unwrap_or_default()
}

fn page_first(text: &str, row: Span) -> Option<Opening> {
    let bare = without_bullet(text, row);
    let cut = bare.cut(text);
    let lettered = cut.trim_start_matches(['P', 'p', '第']);
    let lettered = lettered.trim_start_matches(['.', ' ']);
    let digits = leading_digits(lettered);
    if digits.is_empty() || digits.chars().count() > 4 {
        return None;
    }
    let behind = lettered.get(digits.len()..)?;
    let paged = behind.strip_prefix('页').or_else(|| behind.strip_prefix('版')).unwrap_or(behind);
    let rest = paged.trim_start_matches(|c: char| {
        is_blank(c) || matches!(c, '|' | '｜' | '丨' | '：' | '—' | '-' | '…' | '/')
    });
    let parted = rest.len() < paged.len() || paged.len() < behind.len();
    let zero = digits.starts_with('0') && digits.len() == 2;
    let sure = parted || (zero && rest.starts_with(crate::chars::is_han));
    let number = number(digits)?;
    (sure && inked(rest) >= 2 && rest.chars().any(char::is_alphabetic)).then(|| Opening {
        number,
        nested: false,
        rest: Span::new(bare.end() - rest.len(), bare.end()),
    })
}

fn ordinal(text: &str, row: Span) -> Option<Opening> {
    let bare = without_bullet(text, row);
    let cut = bare.cut(text);
    let nested = cut.starts_with(['（', '(']);
    let inner = if nested { cut.trim_start_matches(['（', '(']) } else { cut };
    let digits = leading_digits(inner);
    let behind = inner.get(digits.len()..)?;
    let mark = behind.chars().next()?;
    let marked = if nested {
        matches!(mark, '）' | ')')
    } else {
        matches!(mark, '.' | '．' | '、' | '）' | ')')
    };
    let rest = behind.get(mark.len_utf8()..)?.trim_start_matches(is_blank);
    let decimal = rest.starts_with(|c: char| c.is_ascii_digit()) && mark == '.' && !has_han(rest);
    if digits.is_empty() || digits.len() > 3 || !marked || decimal || inked(rest) < 2 {
        return None;
    }
    Some(Opening {
        number: number(digits)?,
        nested,
        rest: Span::new(bare.end() - rest.len(), bare.end()),
    })
}

fn page_last(text: &str, row: Span) -> Option<Opening> {
    let bare = without_bullet(text, row);
    let cut = bare.cut(text).trim_end_matches(|c: char| is_blank(c));
    let bracketed = cut.ends_with(['）', ')', ']', '】', '页']);
    let inner = cut.trim_end_matches(['）', ')', ']', '】', '页']);
    let plain = inner.trim_end_matches(is_digit);
    let digits = inner.get(plain.len()..)?;
    if digits.is_empty() || digits.chars().count() > 4 {
        return None;
    }
    let before = plain.trim_end_matches(['P', 'p', '第', '（', '(', '[', '【', '/', '／']);
    let marked = before.len() < plain.len();
    let title = before.trim_end_matches(|c: char| {
        is_blank(c)
            || matches!(c, '.' | '/' | '|' | '…' | '·' | '⋯' | '-' | '—' | '_' | '﹒' | '・' | '‥')
    });
    let parted = title.len() < before.len();
    let sure = if bracketed { marked } else { parted };
    (sure && inked(title) >= 2 && title.chars().any(char::is_alphabetic)).then_some(())?;
    Some(Opening {
        number: number(digits)?,
        nested: false,
        rest: Span::new(bare.start(), bare.start() + title.len()),
    })
}

/// Whether the row holds an author separator, and what the separator is.
pub(crate) fn has_bar(cut: &str) -> bool {
    cut.contains(['|', '｜', '丨'])
}

/// How the contents of one issue set authors apart, besides bars and wide gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    /// Behind a slash.
    pub(crate) slashes: bool,
    /// In brackets at the end. One entry's brackets may hold a column's name that looks like a
    /// person's, so that most entries must have them.
    pub(crate) brackets: bool,
}

/// The names in brackets at the end of an entry, and the title before them.
pub(crate) fn bracketed_names(whole: &str) -> Option<(&str, &str)> {
    let inner = whole.trim_end().strip_suffix(['）', ')'])?;
    let (title, names) = inner.rsplit_once(['（', '('])?;
    let words = words(names);
    (!words.is_empty() && words.iter().all(|word| is_person(word))).then_some((title, names))
}

/// Title and authors of an entry whose rows were joined.
pub(crate) fn title_and_authors(
    source: &str,
    entry: &Excerpt,
    habits: Habits,
) -> (Excerpt, Vec<String>) {
    let whole = entry.text();
    let bracketed = if habits.brackets { bracketed_names(whole) } else { None };
    let (title, authors) = bracketed.unwrap_or_else(|| parted(whole, habits.slashes));
    let title = title.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '；' | ';' | '。' | '：' | '…' | '|' | '/' | ',')
    });
    let lead = title.len() - title.trim_start().len();
    let span = Span::new(lead, title.len());
    (entry.part(source, span), listed_authors(authors))
}

fn parted(whole: &str, slashes: bool) -> (&str, &str) {
    let cut = |at: usize, mark: usize| {
        (whole.get(..at).unwrap_or(whole), whole.get(at + mark..).unwrap_or_default())
    };
    if let Some((at, mark)) = whole.rmatch_indices(['|', '｜', '丨']).next() {
        return cut(at, mark.len());
    }
    let people = |tail: &str| {
        let words = words(tail);
        !words.is_empty()
            && words.len() <= 12
            && words.iter().all(|word| is_person(word) || is_body(word))
    };
    if slashes
        && let Some((at, mark)) = whole.rmatch_indices(['/', '／']).next()
        && people(whole.get(at + mark.len()..).unwrap_or_default())
    {
        return cut(at, mark.len());
    }
    if let Some((at, by)) =
        whole.rmatch_indices(" by ").next().or_else(|| whole.rmatch_indices(" By ").next())
        && words(&whole.get(at + by.len()..).unwrap_or_default().replace(" and ", ", "))
            .iter()
            .all(|word| word.contains(' ') && is_latin_name(word))
    {
        return cut(at, by.len());
    }
    // a wide gap or a leader before names
    let mut found = None;
    let mut run = 0;
    let mut start = 0;
    for (at, c) in whole.char_indices() {
        let wide = c == '\u{3000}' || c == '\t';
        if is_blank(c) || matches!(c, '…' | '.' | '·' | '⋯') {
            if run == 0 {
                start = at;
            }
            run += if wide { 2 } else { 1 };
        } else {
            if run >= 2
                && found.is_none()
                && start > 0
                && people(whole.get(at..).unwrap_or_default())
            {
                found = Some((start, at - start));
            }
            run = 0;
        }
    }
    found.map_or((whole, ""), |(at, gap)| cut(at, gap))
}

/// The authors in a row below an entry's title. One name of two characters may as well be the name
/// of a section.
pub(crate) fn author_row(cut: &str) -> Option<Vec<String>> {
    let found = byline(cut)?;
    let sure = found.form < Form::Names
        || found.authors.len() > 1
        || found.authors.iter().all(|name| inked(name) >= 3);
    sure.then_some(found.authors)
}

/// Whether the row says that it is a section's name: by a Latin twin or a mark.
pub(crate) fn says_section(cut: &str) -> bool {
    cut.starts_with(['【', '■', '●', '◆', '▌', '★', '※']) || section_name(cut).1
}

/// A section's name and whether a Latin twin stands beside it: `本期话题 FOCUS TOPIC`.
pub(crate) fn section_name(cut: &str) -> (String, bool) {
    let cut = cut.trim_matches(|c: char| {
        is_blank(c)
            || matches!(
                c,
                '【' | '】'
                    | '['
                    | ']'
                    | '■'
                    | '●'
                    | '◆'
                    | '▌'
                    | '▎'
                    | '▍'
                    | '|'
                    | '-'
                    | '※'
                    | '#'
                    | '★'
                    | '□'
                    | '◎'
                    | '《'
                    | '》'
                    | '*'
                    | '○'
            )
    });
    let words: Vec<&str> = cut.split_whitespace().collect();
    for at in 1..words.len() {
        let (front, back) = words.split_at(at);
        let (front, back) = (front.join(" "), back.join(" "));
        if has_han(&front) && is_latin(&back) && squeezed(&back).len() >= 3 {
            return (squeezed(&front), true);
        }
        if is_latin(&front)
            && has_han(&back)
            && !is_latin(&back)
            && squeezed(&front).len() >= 3
            && !back.chars().any(|c| c.is_ascii_alphabetic())
        {
            return (squeezed(&back), true);
        }
    }
    (squeezed(cut), false)
}

#[cfg(test)]
mod tests {
    use tiyao_text::{Excerpt, Span};

    use super::{Habits, Style, opening, section_name, title_and_authors};

    fn check(row: &str, style: Style, expected: Option<(u32, bool, &str)>) {
        let found = opening(row, Span::of(row), style);
        assert_eq!(found.map(|o| (o.number, o.nested, o.rest.cut(row))), expected, "{row}");
    }

    #[test]
    fn openings() {
        check("01 春天来了", Style::PageFirst, Some((1, false, "春天来了")));
        check("- 26 上海：春天", Style::PageFirst, Some((26, false, "上海：春天")));
        check("P2 春天来了 / 张三", Style::PageFirst, Some((2, false, "春天来了 / 张三")));
        check("05春天来了", Style::PageFirst, Some((5, false, "春天来了")));
        check("2023年“春天”活动", Style::PageFirst, None);
        check("春天来了……12", Style::PageLast, Some((12, false, "春天来了")));
        check("春天来了　张三（12）", Style::PageLast, Some((12, false, "春天来了　张三")));
        check("春天来了（张三）/ 12", Style::PageLast, Some((12, false, "春天来了（张三）")));
        check("春天2023", Style::PageLast, None);
        check("10.春天来了；", Style::Ordinal, Some((10, false, "春天来了；")));
        check("（2）夏天来了；", Style::Ordinal, Some((2, true, "夏天来了；")));
        check("3.5万人", Style::Ordinal, Some((3, false, "5万人")));
    }

    #[test]
    fn authors() {
        let check = |row: &str, slashes, title: &str, authors: &[&str]| {
            let found =
                title_and_authors(row, &Excerpt::whole(row), Habits { slashes, brackets: slashes });
            assert_eq!(
                (found.0.text(), found.1),
                (title, authors.iter().map(ToString::to_string).collect())
            );
        };
        check("春天\n来了 | 张三 李 四", false, "春天 来了", &["张三", "李四"]);
        check("春天来了 / 张三、李四", true, "春天来了", &["张三", "李四"]);
        check("春天来了（张三 李四）", true, "春天来了", &["张三", "李四"]);
        check("春天来了（下）", true, "春天来了（下）", &[]);
        check("河南 / 河北 / 山东", true, "河南 / 河北 / 山东", &[]);
        check("春天来了　　张三　李四", false, "春天来了", &["张三", "李四"]);
        check("春天来了 夏天走了；", false, "春天来了 夏天走了", &[]);
    }

    #[test]
    fn sections() {
        assert_eq!(section_name("本期话题 FOCUS TOPIC"), ("本期话题".to_owned(), true));
        assert_eq!(section_name("■ 地方 实践"), ("地方实践".to_owned(), false));
    }
}
