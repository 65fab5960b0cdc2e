//! BibTeX: an `@article` for each article, in UTF-8.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{chosen, date::Date, labels::language_tag, line::one_line};

/// The entry of one article, and an empty row behind it.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let metadata = article.metadata.clone().unwrap_or_default();
    let date = Date::of(&masthead);
    let authors: Vec<String> = article.authors.iter().map(|name| author(name)).collect();
    let keywords: Vec<String> =
        chosen::keywords(article).iter().map(|term| keyword(term)).collect();
    writeln!(out, "@article{{{},", key(&masthead, &date, article))?;
    let fields = [
        ("author", authors.join(" and ")),
        ("title", escape(&chosen::title(article))),
        ("journal", escape(&masthead.title)),
        ("year", date.year.clone()),
        ("month", month(&date)),
        ("number", number(masthead.number)),
        ("pages", number(article.page)),
        ("issn", escape(&masthead.issn)),
        ("doi", verbatim(&metadata.doi)),
        ("abstract", escape(&chosen::abstract_text(article))),
        ("keywords", keywords.join(", ")),
        ("language", language_tag(article.language()).unwrap_or_default().to_owned()),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    writeln!(out, "}}\n")
}

/// ASCII alone, and no other article's: `2096-6563-2023-13-001`.
fn key(masthead: &v1::Masthead, date: &Date, article: &v1::Article) -> String {
    let issn: String =
        masthead.issn.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let place = format!("{:03}", u64::from(article.index) + 1);
    let parts = [issn, date.year.clone(), number(masthead.number), place];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("article-{}", parts.join("-"))
}

/// A name that BibTeX shall not take apart stands in braces of its own: it knows no Chinese names, and
/// a comma or an `and` says something to it.
fn author(name: &str) -> String {
    let is_person = name.is_ascii()
        && !name.contains([',', '{', '}', '\\'])
        && name.split_whitespace().count() <= 4
        && !name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if is_person { escape(name) } else { format!("{{{}}}", escape(name)) }
}

/// A comma parts keywords.
fn keyword(term: &str) -> String {
    if term.contains(',') { format!("{{{}}}", escape(term)) } else { escape(term) }
}

fn number(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn month(date: &Date) -> String {
    date.month.trim_start_matches('0').to_owned()
}

/// What TeX takes for a command stands for itself. Braces are written as commands: BibTeX counts those
/// behind a backslash too, and one alone would not close.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// An identifier, which is read as it stands.
fn verbatim(text: &str) -> String {
    one_line(text).replace(['{', '}'], "")
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use super::{author, escape, keyword};
    use crate::sample;

    #[test]
    fn entries() {
        let issue = sample::issue();
        let mut out = Vec::new();
        for article in &issue.articles {
            super::article(&mut out, &issue, article).unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/issue.bib"));
    }

    #[test]
    fn every_brace_closes() {
        for text in ["a{b", "}{", "\\", "100% & #1 $2 _x ^ ~", "\\{"] {
            let escaped = escape(text);
            let depth = escaped.chars().try_fold(0_u32, |depth, character| match character {
                '{' => Some(depth + 1),
                '}' => depth.checked_sub(1),
                _ => Some(depth),
            });
            assert_eq!(depth, Some(0), "{escaped}");
        }
        assert_eq!(escape("a & b_c"), "a \\& b\\_c");
    }

    #[test]
    fn names_stay_whole() {
        for (name, expected) in [
            ("张三", "{张三}"),
            ("A. Smith", "A. Smith"),
            ("Smith and Sons", "{Smith and Sons}"),
            ("Office of Weights, London", "{Office of Weights, London}"),
        ] {
            assert_eq!(author(name), expected);
        }
        assert_eq!(keyword("a, b"), "{a, b}");
    }

    #[test]
    fn nothing_is_known() {
        let mut out = Vec::new();
        super::article(&mut out, &v1::Issue::default(), &v1::Article::default()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "@article{article-001,\n}\n\n");
    }
}
