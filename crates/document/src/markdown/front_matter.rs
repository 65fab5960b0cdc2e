//! The title and the authors that front matter tells.

use tiyao_text::Span;

/// What the text says of itself before it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The title, unless a heading of the text says the same.
    pub(super) title: Option<Span>,
    /// The authors, one by one.
    pub(super) authors: Vec<Span>,
}

/// Reads the block at `range`: rows of `key: value`, in YAML or TOML.
pub(super) fn read(source: &str, range: Span) -> FrontMatter {
    let mut found = FrontMatter::default();
    let mut key = "";
    let mut at = range.start();
    for row in range.cut(source).split_inclusive('\n') {
        let start = at;
        at += row.len();
        let value_at = row.find([':', '=']).filter(|_| !row.starts_with([' ', '\t', '-']));
        let value = match value_at {
            Some(end) => {
                key = row.get(..end).unwrap_or_default().trim();
                Span::new(start + end + 1, at)
            }
            // An item of the list under the last key.
            None => match row.trim_start().strip_prefix('-') {
                Some(item) => Span::new(at - item.len(), at),
                None => continue,
            },
        };
        match key {
            "title" | "标题" if found.title.is_none() => {
                found.title = values(source, value).pop();
            }
            "author" | "authors" | "作者" => found.authors.extend(values(source, value)),
            _ => {}
        }
    }
    found.title = found.title.filter(|title| {
        let said = title.cut(source);
        let behind = source.get(range.end()..).unwrap_or_default();
        let mut headings = behind.lines().filter_map(|row| row.strip_prefix('#')).take(1);
        !headings.any(|heading| heading.trim_matches(['#', ' ']) == said)
    });
    found
}

/// A value without its quotes; of a list in brackets, each.
fn values(source: &str, value: Span) -> Vec<Span> {
    let value = value.trimmed(source);
    let inside = |span: Span, open: &str, close: &str| {
        let cut = span.cut(source);
        let within = cut.len() > open.len() && cut.starts_with(open) && cut.ends_with(close);
        within.then(|| Span::new(span.start() + open.len(), span.end() - close.len()))
    };
    let plain = |span: Span| {
        let span = span.trimmed(source);
        inside(span, "\"", "\"").or_else(|| inside(span, "'", "'")).unwrap_or(span).trimmed(source)
    };
    let list = inside(value, "[", "]");
    let mut found = Vec::new();
    let mut at = list.unwrap_or(value).start();
    for part in list.unwrap_or(value).cut(source).split_inclusive(',') {
        if list.is_some() {
            found.push(plain(Span::new(at, at + part.trim_end_matches(',').len())));
        }
        at += part.len();
    }
    if list.is_none() {
        found.push(plain(value));
    }
    found.retain(|span| !span.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use tiyao_text::Span;

    use super::read;

    fn check(source: &str, title: Option<&str>, authors: &[&str]) {
        let end = source.rfind("---").filter(|at| *at > 0).unwrap_or(source.len());
        let found = read(source, Span::new(0, end));
        assert_eq!(found.title.map(|span| span.cut(source)), title, "{source}");
        let cut: Vec<&str> = found.authors.iter().map(|span| span.cut(source)).collect();
        assert_eq!(cut, authors, "{source}");
    }

    #[test]
    fn title_and_authors() {
        check("---\ntitle: 春天来了\nauthor: 张三\ndate: 2026\n", Some("春天来了"), &["张三"]);
        check("---\ntitle: \"春天: 来了\"\n", Some("春天: 来了"), &[]);
        check("---\nauthors:\n  - 张三\n  - '李四'\ntags:\n  - 甲\n", None, &["张三", "李四"]);
        check(
            "+++\ntitle = '春天'\nauthors = [\"张三\", \"李四\"]\n",
            Some("春天"),
            &["张三", "李四"],
        );
        check("---\ntitle: 春天\n---\n# 春天\n", None, &[]);
    }
}
