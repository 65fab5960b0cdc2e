//! One issue in two layouts gives the same articles: hard-wrapped rows below contents, and Markdown.

use tiyao_issue::{Issue, ParagraphKind, split};

type Article = (String, Vec<String>, String, Vec<(ParagraphKind, String)>);

fn articles(issue: &Issue) -> Vec<Article> {
    let paragraphs = |article: &tiyao_issue::Article| {
        article.paragraphs.iter().map(|p| (p.kind, p.excerpt.text().to_owned())).collect()
    };
    let article = |article: &tiyao_issue::Article| {
        let title = article.title.text().to_owned();
        (title, article.authors.clone(), article.section.clone(), paragraphs(article))
    };
    issue.articles.iter().map(article).collect()
}

#[test]
fn both_layouts_say_the_same() {
    let wrapped = split(include_str!("../../../seeds/book-craft.txt"));
    let marked = split(include_str!("../../../seeds/book-craft.md"));
    assert_eq!(articles(&wrapped), articles(&marked));
    assert_eq!(wrapped.articles.len(), 3);
    assert!(wrapped.articles.iter().all(|article| article.authors == ["本刊编辑部"]));
    let title = |issue: &Issue| issue.masthead.as_ref().map(|masthead| masthead.title.clone());
    assert_eq!(title(&wrapped).as_deref(), Some("书刊工艺"));
    assert_eq!(title(&wrapped), title(&marked));
}
