//! What an article's language decides in print: labels, and how parts are joined.

use tiyao_api::v1;

/// The words and marks that a journal of the article's language prints.
pub struct Labels {
    /// Before the names in the byline.
    pub authors: &'static str,
    /// Before whom they write for.
    pub affiliation: &'static str,
    /// Before the summary.
    pub summary: &'static str,
    /// Before the keywords.
    pub keywords: &'static str,
    /// Before an abstract that the article itself prints, and nobody computed.
    pub printed_abstract: &'static str,
    /// Before key words that the article itself prints.
    pub printed_keywords: &'static str,
    /// Above the digest of an issue.
    pub digest: &'static str,
    /// Between a label and what it labels.
    pub colon: &'static str,
    /// Between keywords.
    pub semicolon: &'static str,
    /// Between authors.
    pub comma: &'static str,
    /// Between a summary's sentences, which carry their own full stops.
    pub sentence_gap: &'static str,
}

const SIMPLIFIED: Labels = Labels {
    authors: "作者",
    affiliation: "单位",
    summary: "摘要",
    keywords: "关键词",
    printed_abstract: "原文摘要",
    printed_keywords: "原文关键词",
    digest: "本期提要",
    colon: "：",
    semicolon: "；",
    comma: "、",
    sentence_gap: "",
};

const TRADITIONAL: Labels = Labels {
    affiliation: "單位",
    keywords: "關鍵詞",
    printed_keywords: "原文關鍵詞",
    ..SIMPLIFIED
};

const ENGLISH: Labels = Labels {
    authors: "Authors",
    affiliation: "Affiliation",
    summary: "Abstract",
    keywords: "Keywords",
    printed_abstract: "Printed abstract",
    printed_keywords: "Printed keywords",
    digest: "Digest of the issue",
    colon: ": ",
    semicolon: "; ",
    comma: ", ",
    sentence_gap: " ",
};

/// The labels of an article in `language`; an unknown one is taken for simplified Chinese.
pub fn labels(language: v1::Language) -> &'static Labels {
    match language {
        v1::Language::English => &ENGLISH,
        v1::Language::ChineseTraditional => &TRADITIONAL,
        v1::Language::ChineseSimplified | v1::Language::Unspecified => &SIMPLIFIED,
    }
}

/// The language as a BCP 47 tag; `None` when it is not known.
pub fn language_tag(language: v1::Language) -> Option<&'static str> {
    match language {
        v1::Language::English => Some("en"),
        v1::Language::ChineseTraditional => Some("zh-Hant"),
        v1::Language::ChineseSimplified => Some("zh-Hans"),
        v1::Language::Unspecified => None,
    }
}

/// The language of a text in an article: one with Han characters is in the article's own, or in
/// Chinese.
pub fn tag_of(text: &str, article: &v1::Article) -> &'static str {
    let has_han = text.chars().any(|character| ('\u{3400}'..='\u{9fff}').contains(&character));
    match language_tag(article.language()) {
        Some(tag) if has_han && tag != "en" => tag,
        _ if has_han => "zh-Hans",
        _ => "en",
    }
}

/// The keywords in one line.
pub fn keyword_line(keywords: &[v1::Keyword], labels: &Labels) -> String {
    let texts: Vec<&str> = keywords.iter().map(|keyword| keyword.text.as_str()).collect();
    texts.join(labels.semicolon)
}

/// The summary in one paragraph; empty when there is none.
pub fn summary_text(summary: Option<&v1::Summary>, labels: &Labels) -> String {
    let sentences = summary.map(|summary| summary.sentences.as_slice()).unwrap_or_default();
    let texts: Vec<String> = sentences.iter().map(sentence_text).collect();
    texts.join(labels.sentence_gap)
}

/// What its issue's digest takes from the article, in one paragraph; empty when that is nothing.
pub fn in_digest(digest: Option<&v1::IssueDigest>, article: &v1::Article) -> String {
    let chosen = digest.iter().flat_map(|digest| &digest.sentences);
    let own = chosen.filter(|chosen| chosen.article_index == article.index);
    let texts: Vec<String> =
        own.filter_map(|chosen| chosen.sentence.as_ref()).map(sentence_text).collect();
    texts.join(labels(article.language()).sentence_gap)
}

/// The abstracts that the article prints, each in one paragraph.
pub fn printed_abstracts(article: &v1::Article) -> impl Iterator<Item = &str> {
    let metadata = article.metadata.iter();
    metadata.flat_map(|metadata| &metadata.abstracts).map(|printed| printed.text.as_str())
}

/// The key words that the article prints, a list for each language, and what parts them in print.
pub fn printed_keywords(article: &v1::Article) -> Vec<(&'static str, Vec<&str>)> {
    let metadata = article.metadata.iter();
    let printed = metadata.flat_map(|metadata| &metadata.keywords);
    let lists = printed.map(|printed| {
        let terms: Vec<&str> = printed.terms.iter().map(String::as_str).collect();
        let is_latin = terms.iter().all(|term| term.chars().all(|c| c < '\u{250}'));
        (if is_latin { ENGLISH.semicolon } else { SIMPLIFIED.semicolon }, terms)
    });
    lists.collect()
}

/// A sentence; what is cut shows it.
pub fn sentence_text(sentence: &v1::SummarySentence) -> String {
    let mark = if sentence.cut { "……" } else { "" };
    format!("{}{mark}", sentence.text)
}

/// What sort of text an article is; empty for an article proper.
pub fn kind_label(kind: v1::ArticleKind) -> &'static str {
    match kind {
        v1::ArticleKind::Brief => "brief",
        v1::ArticleKind::EditorialNote => "editorial note",
        v1::ArticleKind::Notice => "notice",
        v1::ArticleKind::Advertisement => "advertisement",
        v1::ArticleKind::Article | v1::ArticleKind::Unspecified => "",
    }
}
