use std::io::{self, Write};

use tiyao_client::v1;
use tiyao_export::labels::{
    Labels, kind_label, labels, printed_abstracts, printed_keywords, sentence_text, summary_text,
};

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter};
use crate::screen::Screen;

/// Masthead, articles, remarks.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue, screen: Screen) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    if let Some(masthead) = &issue.masthead {
        self::masthead(&mut painter, masthead)?;
    }
    let facts = [
        counted(issue.articles.len(), "article", "articles"),
        counted(issue.contents.len(), "contents entry", "contents entries"),
        counted(issue.captions.len(), "caption", "captions"),
        counted(issue.diagnostics.len(), "remark", "remarks"),
    ];
    let facts: Vec<&str> =
        facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let facts = if facts.is_empty() { vec!["nothing found"] } else { facts };
    painter.labelled("", PLAIN, Body::Items(&facts, " · ", DIM))?;
    let number_width = issue.articles.len().to_string().len().max(2);
    if let Some(digest) = &issue.digest {
        self::digest(&mut painter, digest, number_width)?;
    }
    for article in &issue.articles {
        painter.blank()?;
        self::article(&mut painter, article, number_width)?;
    }
    if !issue.diagnostics.is_empty() {
        painter.blank()?;
        painter.row(&[(BOLD, "Remarks on the text")])?;
        painter.diagnostics(&issue.diagnostics)?;
    }
    Ok(())
}

/// Sentences from the whole issue, each behind the number of its article.
fn digest(
    painter: &mut Painter<'_>,
    digest: &v1::IssueDigest,
    number_width: usize,
) -> io::Result<()> {
    painter.blank()?;
    painter.row(&[(BOLD, "Digest")])?;
    for chosen in &digest.sentences {
        let number = format!("{:>number_width$}  ", chosen.article_index + 1);
        let text = chosen.sentence.as_ref().map(sentence_text).unwrap_or_default();
        painter.labelled(&number, DIM, Body::Text(&text, PLAIN))?;
    }
    if digest.sentences.is_empty() {
        painter.row(&[(DIM, "no sentence fits it")])?;
    }
    Ok(())
}

fn masthead(painter: &mut Painter<'_>, masthead: &v1::Masthead) -> io::Result<()> {
    let mut parts = Vec::new();
    let numbered =
        [(masthead.year, ""), (masthead.number, "No. "), (masthead.total_number, "total No. ")];
    for (number, label) in numbered {
        if number != 0 {
            parts.push(format!("{label}{number}"));
        }
    }
    let labelled = [
        (&masthead.publication_date, ""),
        (&masthead.issn, "ISSN "),
        (&masthead.cn, "CN "),
        (&masthead.publisher, ""),
    ];
    for (text, label) in labelled {
        if !text.is_empty() {
            parts.push(format!("{label}{text}"));
        }
    }
    if !masthead.title.is_empty() {
        painter.labelled("", PLAIN, Body::Text(&masthead.title, BOLD))?;
    }
    if parts.is_empty() {
        return Ok(());
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    painter.labelled("", PLAIN, Body::Items(&parts, " · ", PLAIN))
}

fn article(
    painter: &mut Painter<'_>,
    article: &v1::Article,
    number_width: usize,
) -> io::Result<()> {
    let labels = labels(article.language());
    let number = format!("{:>number_width$}  ", article.index + 1);
    let indent = " ".repeat(number.len());
    let title = if article.title.is_empty() { "(untitled)" } else { &article.title };
    painter.labelled(&number, DIM, Body::Text(title, BOLD))?;
    let facts = facts(article, labels);
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    if !facts.is_empty() {
        painter.labelled(&indent, PLAIN, Body::Items(&facts, " · ", DIM))?;
    }
    let printed = format!("{indent}Printed   ");
    for text in printed_abstracts(article) {
        painter.labelled(&printed, DIM, Body::Text(text, PLAIN))?;
    }
    for (mark, terms) in printed_keywords(article) {
        painter.labelled(&printed, DIM, Body::Items(&terms, mark, KEYWORD))?;
    }
    if !article.keywords.is_empty() {
        let texts: Vec<&str> =
            article.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
        let body = Body::Items(&texts, labels.semicolon, KEYWORD);
        painter.labelled(&format!("{indent}Keywords  "), DIM, body)?;
    }
    let summary = summary_text(article.summary.as_ref(), labels);
    if !summary.is_empty() {
        painter.labelled(&format!("{indent}Summary   "), DIM, Body::Text(&summary, PLAIN))?;
    }
    for diagnostic in &article.diagnostics {
        let body = Body::Text(&diagnostic.message, PLAIN);
        painter.labelled(&format!("{indent}Remark    "), DIM, body)?;
    }
    Ok(())
}

/// Where the article stands, who wrote it and how long it is.
fn facts(article: &v1::Article, labels: &Labels) -> Vec<String> {
    let mut facts = Vec::new();
    if article.page != 0 {
        facts.push(format!("p. {}", article.page));
    }
    let authors = match (article.authors.join(labels.comma), article.affiliation.as_str()) {
        (authors, "") => authors,
        (authors, affiliation) if authors.is_empty() => affiliation.to_owned(),
        (authors, affiliation) => format!("{authors} ({affiliation})"),
    };
    let plain = [article.section.as_str(), &article.topic, &authors, kind_label(article.kind())];
    facts.extend(plain.iter().filter(|fact| !fact.is_empty()).map(|fact| (*fact).to_owned()));
    for (label, text) in [("source", &article.source), ("desk editor", &article.desk_editor)] {
        if !text.is_empty() {
            facts.push(format!("{label} {text}"));
        }
    }
    let texts = article.paragraphs.iter().flat_map(|paragraph| paragraph.text.chars());
    let characters = texts.filter(|character| !character.is_whitespace()).count();
    if characters > 0 {
        facts.push(format!("{characters} characters"));
    }
    facts
}

/// `3 articles`; empty for none.
fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use tiyao_export::sample;

    use crate::{render::layout::width, screen::Screen};

    fn drawn(issue: &v1::Issue, width: usize, colour: bool) -> String {
        let mut out = Vec::new();
        super::issue(&mut out, issue, Screen { width, colour }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_issue() {
        assert_eq!(drawn(&sample::issue(), 60, false), include_str!("../golden/issue.txt"));
    }

    #[test]
    fn every_row_fits() {
        for columns in 30..110 {
            for row in drawn(&sample::issue(), columns, false).lines() {
                assert!(width(row) <= columns, "{columns}: {row}");
            }
        }
    }

    #[test]
    fn colours_change_nothing_else() {
        let coloured = drawn(&sample::issue(), 60, true);
        assert!(coloured.contains("\u{1b}[1m"));
        let mut plain = String::new();
        for (index, part) in coloured.split('\u{1b}').enumerate() {
            let text = if index == 0 { part } else { part.split_once('m').unwrap().1 };
            plain.push_str(text);
        }
        assert_eq!(plain, drawn(&sample::issue(), 60, false));
    }

    #[test]
    fn an_empty_issue_says_so() {
        assert_eq!(drawn(&v1::Issue::default(), 60, false), "nothing found\n");
    }
}
