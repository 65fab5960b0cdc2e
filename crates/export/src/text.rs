//! Blocks of plain text for a layout: the title, then `摘要：…` and `关键词：A；B；C`, a row each.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    labels::{keyword_line, labels, summary_text},
    line::one_line,
};

/// The blocks of all articles, with an empty row between them.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue) -> io::Result<()> {
    let blocks: Vec<String> = issue.articles.iter().map(block).collect();
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    write!(out, "{}", blocks.join("\n"))
}

/// The block of one article.
pub(crate) fn article(out: &mut dyn Write, article: &v1::Article) -> io::Result<()> {
    write!(out, "{}", block(article))
}

fn block(article: &v1::Article) -> String {
    let labels = labels(article.language());
    let rows = [
        ("", article.title.clone()),
        ("", article.authors.join(labels.comma)),
        (labels.summary, summary_text(article.summary.as_ref(), labels)),
        (labels.keywords, keyword_line(&article.keywords, labels)),
    ];
    let rows = rows.iter().map(|(label, text)| (label, one_line(text)));
    let rows = rows.filter(|(_, text)| !text.is_empty()).map(|(label, text)| {
        let colon = if label.is_empty() { "" } else { labels.colon };
        format!("{label}{colon}{text}\n")
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use crate::sample;

    #[test]
    fn an_issue() {
        let mut out = Vec::new();
        super::issue(&mut out, &sample::issue()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/issue.txt"));
    }

    #[test]
    fn nothing_from_nothing() {
        let mut out = Vec::new();
        super::issue(&mut out, &v1::Issue::default()).unwrap();
        super::article(&mut out, &v1::Article::default()).unwrap();
        assert!(out.is_empty());
    }
}
