//! IPTC ninjs 3.0, News in JSON: an article as an item of type `text`, an issue as a `composite` whose
//! associations are its articles.
//!
//! A URI is the one thing that an item must have: the article's DOI where it prints one, else the
//! periodical's ISSN, or the caller's name for the issue, with the article's place as the fragment.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    chosen,
    date::Date,
    json::Object,
    labels::{in_digest, kind_label, language_tag},
    people::is_body,
};

const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json";

/// The issue with all articles.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue) -> io::Result<()> {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let associations: Vec<Object> = issue
        .articles
        .iter()
        .map(|article| {
            let name = format!("article-{:03}", u64::from(article.index) + 1);
            of_article(Object::default().with("name", name), issue, article)
        })
        .collect();
    let digest: Vec<Object> = issue
        .articles
        .iter()
        .map(|article| value("digest", in_digest(issue.digest.as_ref(), article)))
        .collect();
    let publisher = party("publisher", &masthead.publisher);
    Object::default()
        .with("uri", uri(issue, ""))
        .with("type", "composite")
        .with("headlines", vec![value("main", masthead.title.clone())])
        .with("descriptions", digest)
        .with("organisations", vec![publisher])
        .with("altIds", issue_ids(&masthead))
        .with("associations", associations)
        .with("standard", standard())
        .write(out)
}

/// One article.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    of_article(Object::default(), issue, article).with("standard", standard()).write(out)
}

fn standard() -> Object {
    Object::default().with("name", "ninjs").with("version", "3.0").with("schema", SCHEMA)
}

fn of_article(object: Object, issue: &v1::Issue, article: &v1::Article) -> Object {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let metadata = article.metadata.clone().unwrap_or_default();
    let (bodies, people): (Vec<&String>, Vec<&String>) =
        article.authors.iter().partition(|name| is_body(name));
    let people = people.into_iter().map(|name| party("author", name));
    let people = people.chain([party("editor", &article.desk_editor)]);
    let bodies = bodies.into_iter().map(|name| party("author", name));
    let bodies = bodies.chain([party("affiliation", &article.affiliation)]);
    let headlines = vec![
        value("main", article.title.clone()),
        value("kicker", article.kicker.clone()),
        value("subtitle", article.subtitle.clone()),
    ];
    let doi = id("doi", metadata.doi.trim());
    let page = if article.page == 0 { String::new() } else { article.page.to_string() };
    let sources = [("publication", &masthead.title), ("source", &article.source)];
    let sources = sources.map(|(role, name)| party_by("role", role, name));
    object
        .with("uri", article_uri(issue, article))
        .with("type", "text")
        .with("language", language_tag(article.language()).unwrap_or_default())
        .with("headlines", headlines)
        .with("by", article.authors.join(", "))
        .with("people", people.collect::<Vec<_>>())
        .with("organisations", bodies.collect::<Vec<_>>())
        .with("infoSources", sources.into_iter().collect::<Vec<_>>())
        .with("descriptions", vec![value("abstract", chosen::abstract_text(article))])
        .with("subjects", subjects(issue, article))
        .with("genres", vec![Object::default().with("name", kind_label(article.kind()))])
        .with("bodies", vec![body(article)])
        .with(
            "altIds",
            [vec![doi, id("page", &page)], issue_ids(&masthead)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        )
}

/// A text in a role; nothing, if there is none.
fn value(role: &'static str, text: String) -> Object {
    if text.is_empty() {
        return Object::default();
    }
    Object::default().with("role", role).with("contentType", "text/plain").with("value", text)
}

/// Somebody who had a part in it.
fn party(rel: &'static str, name: &str) -> Object {
    party_by("rel", rel, name)
}

fn party_by(by: &'static str, part: &'static str, name: &str) -> Object {
    if name.is_empty() {
        return Object::default();
    }
    Object::default().with("name", name).with(by, part)
}

fn id(role: &'static str, value: &str) -> Object {
    if value.is_empty() {
        return Object::default();
    }
    Object::default().with("role", role).with("value", value)
}

/// What the issue is known by.
fn issue_ids(masthead: &v1::Masthead) -> Vec<Object> {
    let number = if masthead.number == 0 { String::new() } else { masthead.number.to_string() };
    vec![
        id("issn", &masthead.issn),
        id("publication-date", &Date::of(masthead).joined("-")),
        id("issue", &number),
    ]
}

/// Keywords, then section and topic.
fn subjects(issue: &v1::Issue, article: &v1::Article) -> Vec<Object> {
    let maker = issue.provenance.as_ref().map_or("", |made| made.engine_version.as_str());
    let computed = article.keywords.iter().map(|keyword| {
        // Whole percents; what is not a number between is none.
        let percent = format!("{:.0}", keyword.salience.clamp(0.0, 1.0) * 100.0);
        party("keyword", &keyword.text)
            .with("creator", maker)
            .with("relevance", percent.parse::<u32>().unwrap_or_default())
    });
    let is_computed = |term: &String| article.keywords.iter().any(|keyword| keyword.text == *term);
    let printed = chosen::keywords(article).into_iter().filter(|term| !is_computed(term));
    let printed = printed.map(|term| party("keyword", &term));
    let places = [("section", &article.section), ("topic", &article.topic)];
    let places = places.map(|(rel, name)| party(rel, name));
    printed.chain(computed).chain(places).collect()
}

/// The text in HTML: a paragraph or a subhead an element.
fn body(article: &v1::Article) -> Object {
    let mut html = String::new();
    for paragraph in &article.paragraphs {
        let tag = match paragraph.kind() {
            v1::ParagraphKind::Subhead => "h2",
            v1::ParagraphKind::Metadata => continue,
            _ => "p",
        };
        let text = paragraph.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        html = format!("{html}<{tag}>{text}</{tag}>");
    }
    if html.is_empty() {
        return Object::default();
    }
    Object::default().with("role", "main").with("contentType", "text/html").with("value", html)
}

fn article_uri(issue: &v1::Issue, article: &v1::Article) -> String {
    let doi = article.metadata.as_ref().map_or("", |metadata| metadata.doi.trim());
    if !doi.is_empty() {
        return format!("https://doi.org/{}", escape(doi));
    }
    uri(issue, &(u64::from(article.index) + 1).to_string())
}

/// The issue's, or that of a place in it.
fn uri(issue: &v1::Issue, place: &str) -> String {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let known = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    let parts = [Date::of(&masthead).year, known(masthead.number), place.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let scheme = if masthead.issn.is_empty() {
        format!("tiyao:{}", escape(&issue.id))
    } else {
        format!("urn:issn:{}", escape(&masthead.issn))
    };
    if parts.is_empty() { scheme } else { format!("{scheme}#{}", escape(&parts.join("-"))) }
}

/// Whatever may not stand in a URI, in percent escapes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped = format!("{escaped}%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use super::{article_uri, uri};
    use crate::sample;

    #[test]
    fn an_issue() {
        let mut out = Vec::new();
        super::issue(&mut out, &sample::issue()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/issue.ninjs.json"));
    }

    #[test]
    fn every_item_has_a_uri_of_its_own() {
        let issue = sample::issue();
        assert_eq!(article_uri(&issue, &issue.articles[0]), "https://doi.org/10.1000/182");
        assert_eq!(article_uri(&issue, &issue.articles[1]), "urn:issn:2096-6563#2023-13-2");
        assert_eq!(uri(&issue, ""), "urn:issn:2096-6563#2023-13");
        let bare = v1::Issue { id: "第1期 a".to_owned(), ..Default::default() };
        let article = v1::Article { index: 4, ..Default::default() };
        assert_eq!(article_uri(&bare, &article), "tiyao:%E7%AC%AC1%E6%9C%9F%20a#5");
    }

    #[test]
    fn nothing_is_known() {
        let mut out = Vec::new();
        super::article(&mut out, &v1::Issue::default(), &v1::Article::default()).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let names: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(names, ["standard", "type", "uri"]);
        assert_eq!(value["uri"], "tiyao:#1");
    }
}
