//! Citation lines after GB/T 7714-2015, as articles of a periodical (文献类型标识 J): authors, title,
//! periodical, year(number): page. At most three authors are named. What is not known is left out, as
//! the standard lets it be where references are numbered.
//!
//! Names stay as they are written: where a surname ends cannot be seen.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{chosen, date::Date, line::one_line};

/// More authors are told by 等 or et al.
const MAX_AUTHORS: usize = 3;

/// The line of one article.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    writeln!(out, "{}", line(issue, article))
}

fn line(issue: &v1::Issue, article: &v1::Article) -> String {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let doi = article.metadata.as_ref().map(|metadata| one_line(&metadata.doi));
    let doi = doi.filter(|doi| !doi.is_empty()).map(|doi| format!("DOI: {doi}"));
    let title = format!("{}[J]", chosen::title(article));
    let parts = [authors(article), title, place(&masthead, article)];
    let parts = parts.into_iter().chain(doi).filter(|part| !part.is_empty());
    // A part that ends in its own full stop needs no second one.
    let parts: Vec<String> =
        parts.map(|part| part.strip_suffix('.').unwrap_or(&part).to_owned()).collect();
    format!("{}.", parts.join(". "))
}

fn authors(article: &v1::Article) -> String {
    let more = if article.language() == v1::Language::English { "et al" } else { "等" };
    let names = article.authors.iter().map(|name| one_line(name)).filter(|name| !name.is_empty());
    let mut names: Vec<String> = names.collect();
    if names.len() > MAX_AUTHORS {
        names.truncate(MAX_AUTHORS);
        names.push(more.to_owned());
    }
    names.join(", ")
}

/// Periodical, year(number): page.
fn place(masthead: &v1::Masthead, article: &v1::Article) -> String {
    let year = Date::of(masthead).year;
    let number =
        if masthead.number == 0 { String::new() } else { format!("({})", masthead.number) };
    let parts = [one_line(&masthead.title), format!("{year}{number}")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let page = if article.page == 0 { String::new() } else { format!(": {}", article.page) };
    if parts.is_empty() { String::new() } else { format!("{}{page}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use super::line;
    use crate::sample;

    #[test]
    fn lines() {
        let mut issue = sample::issue();
        let mut out = String::new();
        for article in &issue.articles {
            out.push_str(&line(&issue, article));
            out.push('\n');
        }
        assert_eq!(out, include_str!("golden/issue.gbt7714.txt"));

        let many = issue.articles.get_mut(1).unwrap();
        many.authors = ["A. Smith", "B. Jones", "C. Brown", "D. White"].map(str::to_owned).to_vec();
        many.language = v1::Language::ChineseSimplified.into();
        let many = &issue.articles[1];
        assert!(line(&issue, many).starts_with("A. Smith, B. Jones, C. Brown, 等. "));
        assert_eq!(line(&v1::Issue::default(), &v1::Article::default()), "[J].");
    }
}
