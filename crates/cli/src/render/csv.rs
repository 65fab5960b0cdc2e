//! Comma-separated values (RFC 4180), in UTF-8.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use tiyao_client::v1;

use super::labels::{
    in_digest, keyword_line, kind_label, labels, language_tag, printed_abstracts, printed_keywords,
    summary_text,
};

/// What tells a spreadsheet that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// One row per article.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue, mark: bool) -> io::Result<()> {
    let mut rows = writer(out, mark)?;
    rows.write_record([
        "number",
        "kind",
        "title",
        "kicker",
        "subtitle",
        "authors",
        "affiliation",
        "section",
        "topic",
        "page",
        "source",
        "desk_editor",
        "language",
        "keywords",
        "summary",
        "printed_keywords",
        "printed_abstract",
        "classification_number",
        "doi",
        "digest",
    ])?;
    for article in &issue.articles {
        let labels = labels(article.language());
        let metadata = article.metadata.clone().unwrap_or_default();
        let abstracts: Vec<&str> = printed_abstracts(article).collect();
        let lists = printed_keywords(article).into_iter();
        let lists: Vec<String> = lists.map(|(mark, terms)| terms.join(mark)).collect();
        rows.write_record([
            (article.index + 1).to_string().as_str(),
            match kind_label(article.kind()) {
                "" => "article",
                kind => kind,
            },
            &article.title,
            &article.kicker,
            &article.subtitle,
            &article.authors.join(labels.semicolon),
            &article.affiliation,
            &article.section,
            &article.topic,
            &number_or_empty(article.page),
            &article.source,
            &article.desk_editor,
            language_tag(article.language()).unwrap_or_default(),
            &keyword_line(&article.keywords, labels),
            &summary_text(article.summary.as_ref(), labels),
            &lists.join(" | "),
            &abstracts.join(" | "),
            &metadata.classification_number,
            &metadata.doi,
            &in_digest(issue.digest.as_ref(), article),
        ])?;
    }
    rows.flush()
}

/// One row per keyword.
pub(crate) fn keywords(
    out: &mut dyn Write,
    keywords: &[v1::Keyword],
    mark: bool,
) -> io::Result<()> {
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
            &keyword.text,
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
pub(crate) fn summary(
    out: &mut dyn Write,
    summary: Option<&v1::Summary>,
    mark: bool,
) -> io::Result<()> {
    let mut rows = writer(out, mark)?;
    rows.write_record(["paragraph", "sentence", "rank", "salience", "text"])?;
    for sentence in summary.map(|summary| summary.sentences.as_slice()).unwrap_or_default() {
        let evidence = sentence.evidence.clone().unwrap_or_default();
        rows.write_record([
            evidence.paragraph_index.to_string().as_str(),
            &evidence.sentence_index.to_string(),
            &sentence.rank.to_string(),
            &sentence.salience.to_string(),
            &sentence.text,
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

fn number_or_empty(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::render::sample;

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
    fn keywords_and_sentences() {
        let article = &sample::issue().articles[0];
        let rows = text(|out| super::keywords(out, &article.keywords, true));
        assert_eq!(rows.replace("\r\n", "\n"), include_str!("golden/keywords.csv"));
        let rows = text(|out| super::summary(out, article.summary.as_ref(), false));
        assert_eq!(rows.replace("\r\n", "\n"), include_str!("golden/summary.csv"));
    }
}
