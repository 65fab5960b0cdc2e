use std::io;

use tiyao_api::v1;

use crate::{
    date::Date,
    labels::{labels, language_tag, summary_text, tag_of},
    people::is_body,
    xml::Xml,
};

/// Marks what no author wrote.
const GENERATED: &str = "generated";
/// The affiliation's `id`; an article has at most one.
const AFFILIATION: &str = "aff1";

pub(super) fn front(
    xml: &mut Xml<'_>,
    masthead: &v1::Masthead,
    article: &v1::Article,
    in_digest: &str,
) -> io::Result<()> {
    xml.element("front", &[], |xml| {
        journal(xml, masthead)?;
        let metadata = article.metadata.clone().unwrap_or_default();
        xml.element("article-meta", &[], |xml| {
            xml.text_if_any("article-id", &[("pub-id-type", "doi")], &metadata.doi)?;
            let number = &metadata.article_number;
            xml.text_if_any("article-id", &[("pub-id-type", "publisher-id")], number)?;
            categories(xml, article, &metadata)?;
            title(xml, article)?;
            authors(xml, article)?;
            editor(xml, &article.desk_editor)?;
            issue(xml, masthead)?;
            if article.page != 0 {
                xml.text("fpage", &[], &article.page.to_string())?;
            }
            history(xml, &metadata)?;
            abstracts(xml, article, &metadata, in_digest)?;
            printed_keywords(xml, article, &metadata)?;
            keywords(xml, article)?;
            funding(xml, &metadata)?;
            custom(
                xml,
                &[
                    ("source", &article.source),
                    ("document-code", &metadata.document_code),
                    ("received", &metadata.received),
                ],
            )
        })
    })
}

fn journal(xml: &mut Xml<'_>, masthead: &v1::Masthead) -> io::Result<()> {
    xml.element("journal-meta", &[], |xml| {
        let (id_type, id) =
            if masthead.cn.is_empty() { ("issn", &masthead.issn) } else { ("cn", &masthead.cn) };
        xml.text("journal-id", &[("journal-id-type", id_type)], id)?;
        if !masthead.title.is_empty() {
            xml.element("journal-title-group", &[], |xml| {
                xml.text("journal-title", &[], &masthead.title)
            })?;
        }
        xml.text("issn", &[("publication-format", "print")], &masthead.issn)?;
        if masthead.publisher.is_empty() {
            return Ok(());
        }
        xml.element("publisher", &[], |xml| {
            xml.text("publisher-name", &[], &masthead.publisher)?;
            xml.text_if_any("publisher-loc", &[], &masthead.address)
        })
    })
}

fn categories(
    xml: &mut Xml<'_>,
    article: &v1::Article,
    metadata: &v1::ArticleMetadata,
) -> io::Result<()> {
    let groups = [
        ("section", &article.section),
        ("topic", &article.topic),
        ("clc", &metadata.classification_number),
    ];
    if groups.iter().all(|(_, subject)| subject.is_empty()) {
        return Ok(());
    }
    xml.element("article-categories", &[], |xml| {
        for (group, subject) in groups {
            if !subject.is_empty() {
                xml.element("subj-group", &[("subj-group-type", group)], |xml| {
                    xml.text("subject", &[], subject)
                })?;
            }
        }
        Ok(())
    })
}

fn title(xml: &mut Xml<'_>, article: &v1::Article) -> io::Result<()> {
    xml.element("title-group", &[], |xml| {
        xml.text("article-title", &[], &article.title)?;
        xml.text_if_any("subtitle", &[], &article.subtitle)?;
        xml.text_if_any("alt-title", &[("alt-title-type", "kicker")], &article.kicker)
    })
}

fn authors(xml: &mut Xml<'_>, article: &v1::Article) -> io::Result<()> {
    let affiliation = [("id", AFFILIATION)];
    if article.authors.is_empty() {
        return xml.text_if_any("aff", &affiliation, &article.affiliation);
    }
    xml.element("contrib-group", &[], |xml| {
        for author in &article.authors {
            xml.element("contrib", &[("contrib-type", "author")], |xml| {
                name(xml, author)?;
                if article.affiliation.is_empty() {
                    return Ok(());
                }
                xml.empty("xref", &[("ref-type", "aff"), ("rid", AFFILIATION)])
            })?;
        }
        xml.text_if_any("aff", &affiliation, &article.affiliation)
    })
}

fn editor(xml: &mut Xml<'_>, editor: &str) -> io::Result<()> {
    if editor.is_empty() {
        return Ok(());
    }
    xml.element("contrib-group", &[("content-type", "editors")], |xml| {
        xml.element("contrib", &[("contrib-type", "editor")], |xml| name(xml, editor))
    })
}

/// A name stays whole: where a Chinese surname ends cannot be seen. The tag set has a name that is
/// not taken apart only among a contributor's alternatives.
fn name(xml: &mut Xml<'_>, name: &str) -> io::Result<()> {
    if is_body(name) {
        return xml.text("collab", &[], name);
    }
    xml.element("name-alternatives", &[], |xml| xml.text("string-name", &[], name))
}

fn issue(xml: &mut Xml<'_>, masthead: &v1::Masthead) -> io::Result<()> {
    let mut attributes = vec![("date-type", "pub"), ("publication-format", "print")];
    let date = masthead.publication_date.as_str();
    if !date.is_empty() {
        attributes.push(("iso-8601-date", date));
    }
    let Date { year, month, day } = Date::of(masthead);
    xml.element("pub-date", &attributes, |xml| {
        xml.text_if_any("day", &[], &day)?;
        xml.text_if_any("month", &[], &month)?;
        xml.text("year", &[], &year)
    })?;
    if masthead.number != 0 {
        xml.text("issue", &[], &masthead.number.to_string())?;
    }
    if masthead.total_number != 0 {
        let total = masthead.total_number.to_string();
        xml.text("issue-id", &[("pub-id-type", "total-number")], &total)?;
    }
    Ok(())
}

/// When the article was received, where its date can be read.
fn history(xml: &mut Xml<'_>, metadata: &v1::ArticleMetadata) -> io::Result<()> {
    let mut parts = metadata.received.split(|character: char| !character.is_ascii_digit());
    let Some(year) = parts.find(|part| part.len() == 4) else { return Ok(()) };
    let number = |part: Option<&str>, most: u32| {
        let number = part.and_then(|part| part.parse().ok()).unwrap_or_default();
        if (1..=most).contains(&number) { number.to_string() } else { String::new() }
    };
    let month = number(parts.next(), 12);
    let day = if month.is_empty() { String::new() } else { number(parts.next(), 31) };
    xml.element("history", &[], |xml| {
        xml.element("date", &[("date-type", "received")], |xml| {
            xml.text_if_any("day", &[], &day)?;
            xml.text_if_any("month", &[], &month)?;
            xml.text("year", &[], year)
        })
    })
}

/// What the article prints, then the summary, then what the article prints in another language.
fn abstracts(
    xml: &mut Xml<'_>,
    article: &v1::Article,
    metadata: &v1::ArticleMetadata,
    in_digest: &str,
) -> io::Result<()> {
    let own = language_tag(article.language());
    let printed = metadata.abstracts.iter().map(|printed| printed.text.as_str());
    let (here, there): (Vec<&str>, Vec<&str>) =
        printed.partition(|text| own.is_none() || Some(tag_of(text, article)) == own);
    for text in here {
        let attributes = [("xml:lang", tag_of(text, article))];
        xml.element("abstract", &attributes, |xml| xml.text("p", &[], text))?;
    }
    summary(xml, article)?;
    contents_abstract(xml, article, in_digest)?;
    for text in there {
        let attributes = [("xml:lang", tag_of(text, article))];
        xml.element("trans-abstract", &attributes, |xml| xml.text("p", &[], text))?;
    }
    Ok(())
}

/// What the issue's digest takes from the article, as tables of contents print it.
fn contents_abstract(xml: &mut Xml<'_>, article: &v1::Article, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let mut attributes = vec![("abstract-type", "toc")];
    attributes.extend(marked("specific-use", article));
    xml.element("abstract", &attributes, |xml| xml.text("p", &[], text))
}

fn summary(xml: &mut Xml<'_>, article: &v1::Article) -> io::Result<()> {
    let labels = labels(article.language());
    let text = summary_text(article.summary.as_ref(), labels);
    if text.is_empty() {
        return Ok(());
    }
    xml.element("abstract", &marked("abstract-type", article), |xml| xml.text("p", &[], &text))
}

fn printed_keywords(
    xml: &mut Xml<'_>,
    article: &v1::Article,
    metadata: &v1::ArticleMetadata,
) -> io::Result<()> {
    for printed in metadata.keywords.iter().filter(|printed| !printed.terms.is_empty()) {
        let tag = tag_of(&printed.terms.concat(), article);
        let attributes = [("kwd-group-type", "author"), ("xml:lang", tag)];
        xml.element("kwd-group", &attributes, |xml| {
            printed.terms.iter().try_for_each(|term| xml.text("kwd", &[], term))
        })?;
    }
    Ok(())
}

fn funding(xml: &mut Xml<'_>, metadata: &v1::ArticleMetadata) -> io::Result<()> {
    if metadata.funding.is_empty() {
        return Ok(());
    }
    xml.element("funding-group", &[], |xml| xml.text("funding-statement", &[], &metadata.funding))
}

fn keywords(xml: &mut Xml<'_>, article: &v1::Article) -> io::Result<()> {
    if article.keywords.is_empty() {
        return Ok(());
    }
    xml.element("kwd-group", &marked("kwd-group-type", article), |xml| {
        article.keywords.iter().try_for_each(|keyword| xml.text("kwd", &[], &keyword.text))
    })
}

/// What the tag set has no place for.
fn custom(xml: &mut Xml<'_>, values: &[(&str, &str)]) -> io::Result<()> {
    if values.iter().all(|(_, value)| value.is_empty()) {
        return Ok(());
    }
    xml.element("custom-meta-group", &[], |xml| {
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            xml.element("custom-meta", &[], |xml| {
                xml.text("meta-name", &[], name)?;
                xml.text("meta-value", &[], value)
            })?;
        }
        Ok(())
    })
}

fn marked<'a>(type_attribute: &'a str, article: &v1::Article) -> Vec<(&'a str, &'static str)> {
    let mut attributes = vec![(type_attribute, GENERATED)];
    attributes.extend(language_tag(article.language()).map(|tag| ("xml:lang", tag)));
    attributes
}
