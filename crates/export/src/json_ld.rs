//! schema.org in JSON-LD: a `PublicationIssue` with its articles, or one `Article` with the issue that
//! it is part of; fit to stand in a page's script element.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    chosen,
    date::Date,
    json::Object,
    labels::{in_digest, language_tag},
    people::is_body,
};

const CONTEXT: &str = "https://schema.org";

/// The issue with all articles.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue) -> io::Result<()> {
    let articles: Vec<Object> =
        issue.articles.iter().map(|article| of_article(typed(article), issue, article)).collect();
    let digest: Vec<String> = issue
        .articles
        .iter()
        .map(|article| in_digest(issue.digest.as_ref(), article))
        .filter(|text| !text.is_empty())
        .collect();
    let object = Object::default().with("@context", CONTEXT);
    let object = of_issue(object.with("@type", "PublicationIssue"), issue);
    object.with("abstract", digest.join("\n")).with("hasPart", articles).write(out)
}

/// One article.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    let object = Object::default().with("@context", CONTEXT);
    let object = object.with("@type", type_of(article.kind()));
    let object = of_article(object, issue, article);
    let around = of_issue(Object::default(), issue);
    let around = if issue.masthead.is_some() {
        around.with("@type", "PublicationIssue")
    } else {
        Object::default()
    };
    object.with("isPartOf", around).write(out)
}

fn typed(article: &v1::Article) -> Object {
    Object::default().with("@type", type_of(article.kind()))
}

fn type_of(kind: v1::ArticleKind) -> &'static str {
    match kind {
        v1::ArticleKind::Brief => "NewsArticle",
        v1::ArticleKind::Advertisement => "AdvertiserContentArticle",
        _ => "Article",
    }
}

fn of_issue(object: Object, issue: &v1::Issue) -> Object {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let is_known = !masthead.title.is_empty() || !masthead.issn.is_empty();
    let periodical = if is_known {
        Object::default()
            .with("@type", "Periodical")
            .with("name", masthead.title.as_str())
            .with("issn", masthead.issn.as_str())
            .with("publisher", named("Organization", &masthead.publisher))
    } else {
        Object::default()
    };
    let editors = masthead.editors_in_chief.iter().map(|name| named("Person", name));
    object
        .with("issueNumber", masthead.number)
        .with("datePublished", Date::of(&masthead).joined("-"))
        .with("editor", editors.collect::<Vec<_>>())
        .with("isPartOf", periodical)
}

fn of_article(object: Object, issue: &v1::Issue, article: &v1::Article) -> Object {
    let date = issue.masthead.as_ref().map(Date::of).unwrap_or_default();
    let metadata = article.metadata.clone().unwrap_or_default();
    let doi = metadata.doi.trim();
    let identifier = if doi.is_empty() {
        Object::default()
    } else {
        Object::default()
            .with("@type", "PropertyValue")
            .with("propertyID", "DOI")
            .with("value", doi)
    };
    let authors: Vec<Object> =
        article.authors.iter().map(|name| author(name, &article.affiliation)).collect();
    object
        .with("headline", article.title.as_str())
        .with("alternativeHeadline", article.subtitle.as_str())
        .with("author", authors)
        .with("editor", named("Person", &article.desk_editor))
        .with("datePublished", date.joined("-"))
        .with("pageStart", article.page)
        .with("articleSection", article.section.as_str())
        .with("inLanguage", language_tag(article.language()).unwrap_or_default())
        .with("creditText", article.source.as_str())
        .with("identifier", identifier)
        .with("abstract", chosen::abstract_text(article))
        .with("keywords", chosen::keywords(article))
        .with("articleBody", body(article))
}

fn author(name: &str, affiliation: &str) -> Object {
    if is_body(name) {
        return named("Organization", name);
    }
    named("Person", name).with("affiliation", named("Organization", affiliation))
}

fn named(kind: &'static str, name: &str) -> Object {
    if name.is_empty() {
        return Object::default();
    }
    Object::default().with("@type", kind).with("name", name)
}

/// Running text and subheads, a paragraph a line.
fn body(article: &v1::Article) -> String {
    let is_text = |paragraph: &&v1::Paragraph| {
        matches!(paragraph.kind(), v1::ParagraphKind::Body | v1::ParagraphKind::Subhead)
    };
    let paragraphs = article.paragraphs.iter().filter(is_text);
    let texts: Vec<&str> = paragraphs.map(|paragraph| paragraph.text.as_str()).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use crate::sample;

    #[test]
    fn an_issue() {
        let mut out = Vec::new();
        super::issue(&mut out, &sample::issue()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/issue.jsonld"));
    }

    #[test]
    fn an_article_names_its_issue() {
        let issue = sample::issue();
        let mut out = Vec::new();
        super::article(&mut out, &issue, &issue.articles[0]).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["isPartOf"]["isPartOf"]["issn"], "2096-6563");
        assert_eq!(value["author"][1]["@type"], "Organization");
        assert_eq!(value["keywords"][0], "农村");
    }

    #[test]
    fn nothing_is_known() {
        let mut out = Vec::new();
        super::article(&mut out, &v1::Issue::default(), &v1::Article::default()).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let expected = serde_json::json!({"@context": "https://schema.org", "@type": "Article"});
        assert_eq!(value, expected);
    }
}
