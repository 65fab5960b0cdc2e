//! An article as a Markdown file: what is known of it as front matter in YAML, then its text. Fit for a
//! site generator, a repository, and `tiyao check`.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    date::Date,
    labels::{kind_label, labels, language_tag, printed_abstracts, summary_text},
    line::one_line,
    markdown::escape,
};

/// The file of one article.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let metadata = article.metadata.clone().unwrap_or_default();
    let summary = summary_text(article.summary.as_ref(), labels(article.language()));
    let keywords: Vec<&str> =
        article.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
    let abstracts: Vec<&str> = printed_abstracts(article).collect();
    let printed = metadata.keywords.iter().flat_map(|list| &list.terms);
    let printed: Vec<&str> = printed.map(String::as_str).collect();
    let authors: Vec<&str> = article.authors.iter().map(String::as_str).collect();

    writeln!(out, "---")?;
    text(out, "title", &article.title)?;
    text(out, "kicker", &article.kicker)?;
    text(out, "subtitle", &article.subtitle)?;
    list(out, "authors", &authors)?;
    text(out, "affiliation", &article.affiliation)?;
    text(out, "kind", kind_label(article.kind()))?;
    text(out, "periodical", &masthead.title)?;
    text(out, "date", &Date::of(&masthead).joined("-"))?;
    number(out, "number", masthead.number)?;
    number(out, "page", article.page)?;
    text(out, "section", &article.section)?;
    text(out, "topic", &article.topic)?;
    text(out, "source", &article.source)?;
    text(out, "desk_editor", &article.desk_editor)?;
    text(out, "language", language_tag(article.language()).unwrap_or_default())?;
    list(out, "keywords", &keywords)?;
    text(out, "abstract", &summary)?;
    list(out, "printed_keywords", &printed)?;
    list(out, "printed_abstracts", &abstracts)?;
    text(out, "classification_number", &metadata.classification_number)?;
    text(out, "doi", &metadata.doi)?;
    writeln!(out, "---")?;
    for paragraph in &article.paragraphs {
        match paragraph.kind() {
            v1::ParagraphKind::Metadata => {}
            v1::ParagraphKind::Subhead => writeln!(out, "\n## {}", escape(&paragraph.text))?,
            _ => writeln!(out, "\n{}", running(&paragraph.text))?,
        }
    }
    Ok(())
}

fn text(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    let value = one_line(value);
    if value.is_empty() { Ok(()) } else { writeln!(out, "{name}: {}", quoted(&value)) }
}

fn number(out: &mut dyn Write, name: &str, value: u32) -> io::Result<()> {
    if value == 0 { Ok(()) } else { writeln!(out, "{name}: {value}") }
}

fn list(out: &mut dyn Write, name: &str, values: &[&str]) -> io::Result<()> {
    let values = values.iter().map(|value| one_line(value)).filter(|value| !value.is_empty());
    let items: Vec<String> = values.map(|value| format!("  - {}\n", quoted(&value))).collect();
    if items.is_empty() { Ok(()) } else { write!(out, "{name}:\n{}", items.concat()) }
}

/// A row as a scalar in double quotes, where nothing but the quote and the backslash says something;
/// what control characters there were are gone.
fn quoted(row: &str) -> String {
    format!("\"{}\"", row.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A paragraph; what would make it a list, a heading or a rule at its start is behind a backslash.
fn running(text: &str) -> String {
    let text = escape(text.trim());
    let marked = text.starts_with(['-', '+', '=', '|', ':']);
    if marked {
        return format!("\\{text}");
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{number}\\{rest}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use super::{quoted, running};
    use crate::sample;

    #[test]
    fn an_article() {
        let issue = sample::issue();
        let mut out = Vec::new();
        super::article(&mut out, &issue, &issue.articles[0]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/article-001.md"));
    }

    #[test]
    fn no_text_ends_the_front_matter() {
        let article = v1::Article {
            title: "甲\n---\nkey: \"值\" \\".to_owned(),
            authors: vec!["- a".to_owned(), "#b".to_owned()],
            ..Default::default()
        };
        let mut out = Vec::new();
        super::article(&mut out, &v1::Issue::default(), &article).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "---\ntitle: \"甲 --- key: \\\"值\\\" \\\\\"\nauthors:\n  - \"- a\"\n  - \"#b\"\n---\n"
        );
        assert_eq!(quoted("a"), "\"a\"");
    }

    #[test]
    fn a_paragraph_stays_one() {
        for (text, expected) in [
            ("- 甲", "\\- 甲"),
            ("12. 甲", "12\\. 甲"),
            ("12月", "12月"),
            ("1) 甲", "1\\) 甲"),
            ("> 甲", "\\> 甲"),
            ("--- ", "\\---"),
            ("甲 *乙*", "甲 \\*乙\\*"),
        ] {
            assert_eq!(running(text), expected);
        }
    }
}
