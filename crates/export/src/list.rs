//! An issue as a list for a desk: what stands in which column of an article's row.

use tiyao_api::v1;

use crate::labels::{
    in_digest, keyword_line, kind_label, labels, language_tag, printed_abstracts, printed_keywords,
    summary_text,
};

/// The head of each column.
pub(crate) const COLUMNS: [&str; 20] = [
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
];

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Number(u32),
    Text(String),
}

/// The row of an article.
pub(crate) fn row(issue: &v1::Issue, article: &v1::Article) -> [Cell; 20] {
    let labels = labels(article.language());
    let metadata = article.metadata.clone().unwrap_or_default();
    let abstracts: Vec<&str> = printed_abstracts(article).collect();
    let lists = printed_keywords(article).into_iter();
    let lists: Vec<String> = lists.map(|(mark, terms)| terms.join(mark)).collect();
    let kind = match kind_label(article.kind()) {
        "" => "article",
        kind => kind,
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    [
        Cell::Number(article.index.saturating_add(1)),
        text(kind),
        text(&article.title),
        text(&article.kicker),
        text(&article.subtitle),
        text(&article.authors.join(labels.semicolon)),
        text(&article.affiliation),
        text(&article.section),
        text(&article.topic),
        if article.page == 0 { text("") } else { Cell::Number(article.page) },
        text(&article.source),
        text(&article.desk_editor),
        text(language_tag(article.language()).unwrap_or_default()),
        Cell::Text(keyword_line(&article.keywords, labels)),
        Cell::Text(summary_text(article.summary.as_ref(), labels)),
        Cell::Text(lists.join(" | ")),
        Cell::Text(abstracts.join(" | ")),
        Cell::Text(metadata.classification_number),
        Cell::Text(metadata.doi),
        Cell::Text(in_digest(issue.digest.as_ref(), article)),
    ]
}
