//! What is sent.

use std::fs;

use tiyao_api::v1;

use crate::Texts;

/// Bytes of an article, about two pages of a periodical.
pub(crate) const ARTICLE_BYTES: usize = 6 << 10;
/// How many different articles there are, if there is text enough.
const ARTICLES: usize = 1000;
/// The sample issue of the project.
pub(crate) const ISSUE: &str = include_str!("../../../seeds/market-regulation-2023-13.txt");

/// Articles of one size.
pub(crate) fn articles(texts: &Texts) -> Vec<String> {
    let sources: Vec<String> = match &texts.jsonl {
        None => vec![ISSUE.to_owned()],
        Some(path) => {
            let lines = fs::read_to_string(path).expect("the file of articles can be read");
            let records = lines.lines().map(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("a line is JSON")
            });
            records.filter_map(|record| Some(record.get("text")?.as_str()?.to_owned())).collect()
        }
    };
    let mut articles = Vec::new();
    let mut article = String::new();
    for row in sources.iter().flat_map(|source| source.lines()) {
        if article.len() + row.len() > ARTICLE_BYTES && !article.is_empty() {
            articles.push(std::mem::take(&mut article));
            if articles.len() == ARTICLES {
                break;
            }
        }
        article.push_str(row);
        article.push('\n');
    }
    assert!(!articles.is_empty(), "there is text for one article");
    articles
}

pub(crate) fn content(text: &str) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.to_owned())), ..Default::default() }
}

pub(crate) fn input(text: &str) -> v1::ArticleInput {
    v1::ArticleInput { content: Some(content(text)), ..Default::default() }
}

pub(crate) fn analyze(text: &str) -> v1::AnalyzeArticleRequest {
    v1::AnalyzeArticleRequest { article: Some(input(text)), ..Default::default() }
}
