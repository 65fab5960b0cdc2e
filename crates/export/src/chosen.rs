//! The one title, the one abstract and the one list of keywords for a form that has a place for one of
//! each.
//!
//! What the authors wrote comes first: a reference manager shall not show an extract where the article
//! prints an abstract. The computed keywords follow those that are printed.

use tiyao_api::v1;

use crate::{
    labels::{labels, language_tag, printed_abstracts, summary_text, tag_of},
    line::one_line,
};

/// Title and subtitle.
pub(crate) fn title(article: &v1::Article) -> String {
    let titles = [&article.title, &article.subtitle].map(|title| one_line(title));
    let titles: Vec<String> = titles.into_iter().filter(|title| !title.is_empty()).collect();
    titles.join(": ")
}

/// The abstract that the article prints in its own language, or else the summary.
pub(crate) fn abstract_text(article: &v1::Article) -> String {
    let printed = printed_abstracts(article).find(|text| is_own(text, article));
    match printed {
        Some(text) => one_line(text),
        None => one_line(&summary_text(article.summary.as_ref(), labels(article.language()))),
    }
}

/// The key words that the article prints in its own language, then the computed ones that are not
/// among them.
pub(crate) fn keywords(article: &v1::Article) -> Vec<String> {
    let printed = article.metadata.iter().flat_map(|metadata| &metadata.keywords);
    let printed = printed.filter(|list| is_own(&list.terms.concat(), article));
    let printed = printed.take(1).flat_map(|list| &list.terms);
    let computed = article.keywords.iter().map(|keyword| &keyword.text);
    let mut chosen: Vec<String> = Vec::new();
    for term in printed.chain(computed) {
        let term = one_line(term);
        if !term.is_empty() && !chosen.contains(&term) {
            chosen.push(term);
        }
    }
    chosen
}

fn is_own(text: &str, article: &v1::Article) -> bool {
    let own = language_tag(article.language());
    own.is_none() || own == Some(tag_of(text, article))
}

#[cfg(test)]
mod tests {
    use super::{abstract_text, keywords};
    use crate::sample;

    #[test]
    fn what_is_printed_comes_first() {
        let issue = sample::issue();
        assert_eq!(abstract_text(&issue.articles[0]), "本文讨论农村食品 & 安全。");
        let terms = keywords(&issue.articles[0]);
        assert_eq!(terms[..3], ["农村", "食品 & 安全", "农村食品安全"]);
        assert_eq!(abstract_text(&issue.articles[1]), "Safety first. Trade second.");
        assert_eq!(keywords(&issue.articles[1]), ["food safety", "trade"]);
        assert_eq!(abstract_text(&issue.articles[2]), "");
    }
}
