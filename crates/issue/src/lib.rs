//! Splits one issue of a periodical into masthead, contents, articles, captions and diagnostics.

mod model;

pub use model::{
    Article, ArticleKind, Caption, ContentsEntry, Diagnostic, DiagnosticCode, Issue, Masthead,
    MastheadField, Paragraph, ParagraphKind, Severity,
};

/// Splits `text`. Never fails: what cannot be understood becomes a diagnostic.
pub fn split(text: &str) -> Issue {
    let _ = text;
    Issue::default()
}

/// The paragraphs of the body of one article that stands alone: no title, no contents.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    tiyao_text::rows(text)
        .into_iter()
        .map(|row| row.trimmed(text))
        .filter(|row| !row.is_empty())
        .map(|row| Paragraph {
            kind: ParagraphKind::Body,
            excerpt: tiyao_text::Excerpt::cut(text, [row]),
        })
        .collect()
}
