//! The sample issue comes apart exactly as its gold answer says.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tiyao_issue::{
    Article, ArticleKind, ContentsEntry, Diagnostic, DiagnosticCode, Issue, Masthead,
    ParagraphKind, split,
};
use tiyao_text::Excerpt;

fn seed(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seeds").join(name);
    fs::read_to_string(path).expect("the seed is in the tree")
}

fn text() -> String {
    seed("market-regulation-2023-13.txt")
}

fn gold() -> Value {
    serde_json::from_str(&seed("market-regulation-2023-13.gold.json")).expect("the gold is JSON")
}

fn masthead(masthead: &Masthead) -> Value {
    let fields: Vec<Value> = masthead
        .fields
        .iter()
        .map(|field| json!({ "label": field.label, "value": field.value }))
        .collect();
    json!({
        "title": masthead.title,
        "year": masthead.year,
        "number": masthead.number,
        "total_number": masthead.total_number,
        "publication_date": masthead.publication_date,
        "issn": masthead.issn,
        "cn": masthead.cn,
        "supervisor": masthead.supervisor,
        "sponsor": masthead.sponsor,
        "publisher": masthead.publisher,
        "editors_in_chief": masthead.editors_in_chief,
        "deputy_editors_in_chief": masthead.deputy_editors_in_chief,
        "executive_editors": masthead.executive_editors,
        "desk_editors": masthead.desk_editors,
        "art_editors": masthead.art_editors,
        "emails": masthead.emails,
        "postcode": masthead.postcode,
        "address": masthead.address,
        "printer": masthead.printer,
        "price": masthead.price,
        "fields": fields,
    })
}

fn entry(entry: &ContentsEntry) -> Value {
    json!({
        "title": entry.title.text(),
        "page": entry.page,
        "authors": entry.authors,
        "section": entry.section,
        "topic": entry.topic,
        "article_index": entry.article_index,
    })
}

fn article(article: &Article) -> Value {
    let kind = match article.kind {
        ArticleKind::Article => "article",
        ArticleKind::Brief => "brief",
        ArticleKind::EditorialNote => "editorial_note",
        ArticleKind::Notice => "notice",
        ArticleKind::Advertisement => "advertisement",
    };
    let paragraphs: Vec<Value> = article
        .paragraphs
        .iter()
        .map(|paragraph| {
            let kind = match paragraph.kind {
                ParagraphKind::Body => "body",
                ParagraphKind::Subhead => "subhead",
                ParagraphKind::Metadata => "metadata",
                ParagraphKind::Reference => "reference",
                ParagraphKind::Footnote => "footnote",
            };
            json!({ "kind": kind, "text": paragraph.excerpt.text() })
        })
        .collect();
    json!({
        "kind": kind,
        "title": article.title.text(),
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "authors": article.authors,
        "affiliation": article.affiliation,
        "page": article.page,
        "section": article.section,
        "topic": article.topic,
        "source": article.source,
        "desk_editor": article.desk_editor,
        "paragraphs": paragraphs,
    })
}

fn diagnostic(text: &str, diagnostic: &Diagnostic) -> Value {
    json!({
        "code": format!("{:?}", diagnostic.code),
        "text": Excerpt::cut(text, diagnostic.spans.iter().copied()).text(),
        "suggestion": diagnostic.suggestion,
    })
}

/// Compares two lists item by item, so that a failure names the item.
fn assert_same(what: &str, found: &[Value], expected: &Value) {
    let expected = expected.as_array().expect("the gold is a list");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "{what} {at}");
    }
    assert_eq!(found.len(), expected.len(), "number of {what}");
}

#[test]
fn the_masthead() {
    let issue = split(&text());
    assert_eq!(masthead(&issue.masthead.unwrap()), gold()["masthead"]);
}

#[test]
fn the_contents() {
    let found: Vec<Value> = split(&text()).contents.iter().map(entry).collect();
    assert_same("contents entry", &found, &gold()["contents"]);
}

#[test]
fn the_articles() {
    let found: Vec<Value> = split(&text()).articles.iter().map(article).collect();
    assert_same("article", &found, &gold()["articles"]);
}

#[test]
fn the_captions() {
    let found: Vec<Value> = split(&text())
        .captions
        .iter()
        .map(|caption| json!({ "text": caption.text.text(), "contributors": caption.contributors }))
        .collect();
    assert_same("caption", &found, &gold()["captions"]);
}

#[test]
fn the_diagnostics() {
    let text = text();
    let issue: Issue = split(&text);
    let sorted = |mut all: Vec<Value>| {
        all.sort_by_key(Value::to_string);
        all
    };
    let found = sorted(issue.diagnostics.iter().map(|d| diagnostic(&text, d)).collect());
    let expected = sorted(gold()["diagnostics"].as_array().unwrap().clone());
    assert_same("diagnostic", &found, &Value::Array(expected));
    let absent = |d: &&Diagnostic| d.code == DiagnosticCode::ContentsEntryWithoutArticle;
    assert_eq!(issue.diagnostics.iter().filter(absent).count(), 40);
}

#[test]
fn every_cut_is_sure_and_says_why() {
    for article in split(&text()).articles {
        assert!(article.confidence > 0.6 && article.confidence <= 1.0, "{}", article.title.text());
        assert!(!article.reasons.is_empty(), "{}", article.title.text());
    }
}

#[test]
fn one_article_alone_has_the_same_paragraphs() {
    let text = text();
    let issue = split(&text);
    let last = issue.articles.last().unwrap();
    let start = last.paragraphs.first().unwrap().excerpt.start();
    let alone = tiyao_issue::paragraphs(text.get(start..).unwrap());
    let found: Vec<_> = alone.iter().map(|p| (p.kind, p.excerpt.text())).collect();
    let expected: Vec<_> = last.paragraphs.iter().map(|p| (p.kind, p.excerpt.text())).collect();
    assert_eq!(found, expected);
}
