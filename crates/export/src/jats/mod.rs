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

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    labels::{in_digest, language_tag},
    xml::Xml,
};

const DOCTYPE: &str = "article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 \
                       20151215//EN\" \"JATS-journalpublishing1.dtd\"";

/// The document of `article`; masthead and digest are those of the issue that it stands in.
pub(crate) fn article(
    out: &mut dyn Write,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    let unknown = v1::Masthead::default();
    let masthead = issue.masthead.as_ref().unwrap_or(&unknown);
    let in_digest = in_digest(issue.digest.as_ref(), article);
    let mut xml = Xml::document(out, DOCTYPE)?;
    let mut attributes =
        vec![("article-type", article_type(article.kind())), ("dtd-version", "1.1")];
    attributes.extend(language_tag(article.language()).map(|tag| ("xml:lang", tag)));
    xml.element("article", &attributes, |xml| {
        front::front(xml, masthead, article, &in_digest)?;
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
    use tiyao_api::v1;

    use crate::sample;

    fn document(issue: &v1::Issue, article: &v1::Article) -> String {
        let mut out = Vec::new();
        super::article(&mut out, issue, article).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_digest_takes_is_for_the_contents() {
        let mut issue = sample::issue();
        let article = issue.articles[0].clone();
        assert!(!document(&issue, &article).contains("toc"));
        let sentence =
            v1::SummarySentence { text: "甲 & 乙。".to_owned(), ..Default::default() };
        let chosen = v1::DigestSentence { article_index: article.index, sentence: Some(sentence) };
        issue.digest = Some(v1::IssueDigest { sentences: vec![chosen], ..Default::default() });
        let text = document(&issue, &article);
        let mark = "<abstract abstract-type=\"toc\" specific-use=\"generated\"";
        let (_, behind) = text.split_once(mark).unwrap();
        assert!(behind.contains("<p>甲 &amp; 乙。</p>"), "{text}");
    }

    #[test]
    fn an_article_of_an_issue() {
        let issue = sample::issue();
        let text = document(&issue, &issue.articles[0]);
        assert_eq!(text, include_str!("../golden/article-001.xml"));
    }

    #[test]
    fn an_article_of_which_little_is_known() {
        let text = document(&v1::Issue::default(), &sample::issue().articles[2]);
        assert_eq!(text, include_str!("../golden/article-003.xml"));
    }
}
