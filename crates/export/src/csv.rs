//! Comma-separated values (RFC 4180), in UTF-8.
//!
//! What stands in a cell is text: a spreadsheet shall not calculate with what an article says.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use csv::{Terminator, Writer, WriterBuilder};
use tiyao_api::v1;

use crate::list::{COLUMNS, Cell, row};

/// What tells a spreadsheet that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// One row per article.
pub fn issue(out: &mut dyn Write, issue: &v1::Issue, mark: bool) -> io::Result<()> {
    list(out, issue, &issue.articles, mark)
}

/// The same of one article.
pub fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
    mark: bool,
) -> io::Result<()> {
    list(out, issue, std::slice::from_ref(article), mark)
}

fn list(
    out: &mut dyn Write,
    issue: &v1::Issue,
    articles: &[v1::Article],
    mark: bool,
) -> io::Result<()> {
    let mut rows = writer(out, mark)?;
    rows.write_record(COLUMNS)?;
    for article in articles {
        let cells = row(issue, article);
        rows.write_record(cells.iter().map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => inert(text).into_owned(),
        }))?;
    }
    rows.flush()
}

/// One row per keyword.
pub fn keywords(out: &mut dyn Write, keywords: &[v1::Keyword], mark: bool) -> io::Result<()> {
    let mut rows = writer(out, mark)?;
    rows.write_record([
        "rank",
        "keyword",
        "salience",
        "term_frequency",
        "inverse_document_frequency",
        "in_title",
        "in_subhead",
        "quoted",
        "first_position",
    ])?;
    for keyword in keywords {
        let evidence = keyword.evidence.clone().unwrap_or_default();
        rows.write_record([
            keyword.rank.to_string().as_str(),
            inert(&keyword.text).as_ref(),
            &keyword.salience.to_string(),
            &evidence.term_frequency.to_string(),
            &evidence.inverse_document_frequency.to_string(),
            &evidence.in_title.to_string(),
            &evidence.in_subhead.to_string(),
            &evidence.quoted.to_string(),
            &evidence.first_position.to_string(),
        ])?;
    }
    rows.flush()
}

/// One row per sentence, in the order of the text.
pub fn summary(out: &mut dyn Write, summary: Option<&v1::Summary>, mark: bool) -> io::Result<()> {
    let mut rows = writer(out, mark)?;
    rows.write_record(["paragraph", "sentence", "rank", "salience", "text"])?;
    for sentence in summary.map(|summary| summary.sentences.as_slice()).unwrap_or_default() {
        let evidence = sentence.evidence.clone().unwrap_or_default();
        rows.write_record([
            evidence.paragraph_index.to_string().as_str(),
            &evidence.sentence_index.to_string(),
            &sentence.rank.to_string(),
            &sentence.salience.to_string(),
            inert(&sentence.text).as_ref(),
        ])?;
    }
    rows.flush()
}

fn writer(out: &mut dyn Write, mark: bool) -> io::Result<Writer<&mut dyn Write>> {
    if mark {
        out.write_all(BYTE_ORDER_MARK)?;
    }
    Ok(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out))
}

/// The text as a spreadsheet shall read it: what would begin a formula stands behind an apostrophe.
/// Some spreadsheets take the wide forms of the marks for the marks.
fn inert(text: &str) -> Cow<'_, str> {
    const MARKS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
    if text.trim_start_matches(' ').starts_with(MARKS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use crate::sample;

    fn text(render: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
        let mut out = Vec::new();
        render(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_digest_is_told_by_article() {
        let mut issue = sample::issue();
        let chosen = v1::DigestSentence {
            article_index: issue.articles[1].index,
            sentence: Some(v1::SummarySentence {
                text: "Chosen.".to_owned(),
                ..Default::default()
            }),
        };
        issue.digest = Some(v1::IssueDigest { sentences: vec![chosen], ..Default::default() });
        let rows = text(|out| super::issue(out, &issue, false));
        let ends: Vec<&str> = rows.lines().filter_map(|row| row.rsplit(',').next()).collect();
        assert_eq!(ends[..3], ["digest", "", "Chosen."]);
    }

    #[test]
    fn an_issue() {
        let rows = text(|out| super::issue(out, &sample::issue(), false));
        assert_eq!(rows.replace("\r\n", "\n"), include_str!("golden/issue.csv"));
        assert_eq!(rows.matches("\r\n").count(), rows.matches('\n').count());
    }

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("-execution", "'-execution"),
            ("+1", "'+1"),
            ("@SUM", "'@SUM"),
            ("\t=1", "'\t=1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("", ""),
            ("一=1", "一=1"),
            ("——", "——"),
        ] {
            assert_eq!(super::inert(text), expected);
        }
        let mut issue = sample::issue();
        issue.articles[0].title = "=1+1".to_owned();
        let rows = text(|out| super::issue(out, &issue, false));
        assert!(rows.contains("1,article,'=1+1,"), "{rows}");
    }

    #[test]
    fn keywords_and_sentences() {
        let article = &sample::issue().articles[0];
        let rows = text(|out| super::keywords(out, &article.keywords, true));
        assert_eq!(rows.replace("\r\n", "\n"), include_str!("golden/keywords.csv"));
        let rows = text(|out| super::summary(out, article.summary.as_ref(), false));
        assert_eq!(rows.replace("\r\n", "\n"), include_str!("golden/summary.csv"));
    }
}
