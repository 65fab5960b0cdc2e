//! One article as a document of the Journal Archiving and Interchange Tag Suite: NISO JATS 1.1,
//! Journal Publishing.
//!
//! A document is one article, so an issue is as many documents as it has articles. What the text
//! does not tell is left out where the tag set allows it, and otherwise stays an empty element (a
//! journal's ISSN, a date's year), so that every document is valid and none says what nobody knows.
//! Summary and keywords are marked as `generated`: no author wrote them. What the article prints
//! itself stands beside them without that mark.

mod back;
mod body;
mod front;
mod xml;

use std::io::{self, Write};

use tiyao_client::v1;

use self::xml::Xml;
use super::labels::{in_digest, language_tag};

const DOCTYPE: &str = "article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 \
                       20151215//EN\" \"JATS-journalpublishing1.dtd\"";

/// The document of `article`; the masthead and the digest are those of the issue it stands in.
pub(crate) fn article(
    out: &mut dyn Write,
    masthead: Option<&v1::Masthead>,
    article: &v1::Article,
    digest: Option<&v1::IssueDigest>,
) -> io::Result<()> {
    let unknown = v1::Masthead::default();
    let mut xml = Xml::begin(out, DOCTYPE)?;
    let mut attributes =
        vec![("article-type", article_type(article.kind())), ("dtd-version", "1.1")];
    attributes.extend(language_tag(article.language()).map(|tag| ("xml:lang", tag)));
    xml.element("article", &attributes, |xml| {
        front::front(xml, masthead.unwrap_or(&unknown), article, &in_digest(digest, article))?;
        body::body(xml, &article.paragraphs)?;
        back::back(xml, &article.paragraphs)
    })?;
    xml.end()
}

/// The value that the tag set suggests.
fn article_type(kind: v1::ArticleKind) -> &'static str {
    match kind {
        v1::ArticleKind::Brief => "news",
        v1::ArticleKind::EditorialNote => "introduction",
        v1::ArticleKind::Notice => "announcement",
        v1::ArticleKind::Advertisement => "advertisement",
        v1::ArticleKind::Article | v1::ArticleKind::Unspecified => "other",
    }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::render::sample;

    fn document(masthead: Option<&v1::Masthead>, article: &v1::Article) -> String {
        let mut out = Vec::new();
        super::article(&mut out, masthead, article, None).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_digest_takes_is_for_the_contents() {
        let article = &sample::issue().articles[0];
        let sentence =
            v1::SummarySentence { text: "甲 & 乙。".to_owned(), ..Default::default() };
        let chosen = v1::DigestSentence { article_index: article.index, sentence: Some(sentence) };
        let digest = v1::IssueDigest { sentences: vec![chosen], ..Default::default() };
        let mut out = Vec::new();
        super::article(&mut out, None, article, Some(&digest)).unwrap();
        let text = String::from_utf8(out).unwrap();
        let mark = "<abstract abstract-type=\"toc\" specific-use=\"generated\"";
        let (_, behind) = text.split_once(mark).unwrap();
        assert!(behind.contains("<p>甲 &amp; 乙。</p>"), "{text}");
        assert!(!document(None, article).contains("toc"));
    }

    #[test]
    fn an_article_of_an_issue() {
        let issue = sample::issue();
        let text = document(issue.masthead.as_ref(), &issue.articles[0]);
        assert_eq!(text, include_str!("../golden/article-001.xml"));
    }

    #[test]
    fn an_article_of_which_little_is_known() {
        let text = document(None, &sample::issue().articles[2]);
        assert_eq!(text, include_str!("../golden/article-003.xml"));
    }
}
