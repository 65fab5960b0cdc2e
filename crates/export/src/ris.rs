//! RIS: a field a line, `AU  - 张三`, each line ended by CR and LF, each record by `ER`.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{chosen, date::Date, labels::language_tag, line::one_line};

/// The record of one article.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let metadata = article.metadata.clone().unwrap_or_default();
    let date = Date::of(&masthead);
    field(out, "TY", "JOUR")?;
    for author in &article.authors {
        field(out, "AU", &plain(author))?;
    }
    field(out, "AD", &article.affiliation)?;
    field(out, "TI", &chosen::title(article))?;
    field(out, "T2", &plain(&masthead.title))?;
    field(out, "PY", &date.year)?;
    if !date.month.is_empty() {
        field(out, "DA", &format!("{}/{}/{}/", date.year, date.month, date.day))?;
    }
    field(out, "IS", &number(masthead.number))?;
    field(out, "SP", &number(article.page))?;
    field(out, "SN", &masthead.issn)?;
    field(out, "PB", &masthead.publisher)?;
    field(out, "DO", &metadata.doi)?;
    field(out, "AB", &chosen::abstract_text(article))?;
    for keyword in chosen::keywords(article) {
        field(out, "KW", &plain(&keyword))?;
    }
    field(out, "LA", language_tag(article.language()).unwrap_or_default())?;
    out.write_all(b"ER  - \r\n")
}

fn field(out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
    let value = one_line(value);
    if value.is_empty() { Ok(()) } else { write!(out, "{tag}  - {value}\r\n") }
}

fn number(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// Names, keywords and the periodical may have no asterisk.
fn plain(text: &str) -> String {
    text.replace('*', "")
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use crate::sample;

    #[test]
    fn records() {
        let issue = sample::issue();
        let mut out = Vec::new();
        for article in &issue.articles {
            super::article(&mut out, &issue, article).unwrap();
        }
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        assert_eq!(text.replace("\r\n", "\n"), include_str!("golden/issue.ris"));
    }

    #[test]
    fn no_text_begins_a_field() {
        let title = "甲\r\nER  - \nTY  - BOOK".to_owned();
        let article =
            v1::Article { title, authors: vec!["张*三".to_owned()], ..Default::default() };
        let mut out = Vec::new();
        super::article(&mut out, &v1::Issue::default(), &article).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "TY  - JOUR\r\nAU  - 张三\r\nTI  - 甲  ER  -  TY  - BOOK\r\nER  - \r\n"
        );
    }
}
