//! Remarks on an issue: what the contents list and the text lacks, and scars of optical character
//! recognition.

use std::collections::HashMap;

use tiyao_text::{Span, interrupt::pieces};

use crate::{
    ArticleKind, Diagnostic, DiagnosticCode, Issue, Severity,
    assemble::Ground,
    chars::{is_blank, key},
    doubt,
    masthead::LostLabel,
    numbering,
    page::Page,
    pairs::unpaired,
    scars, several, spacing,
};

fn remark(
    code: DiagnosticCode,
    severity: Severity,
    message: String,
    spans: Vec<Span>,
) -> Diagnostic {
    Diagnostic { code, severity, message, spans, suggestion: String::new() }
}

/// All remarks: those on the whole issue first, then in the order of the text.
pub(crate) fn diagnose(
    page: &Page<'_>,
    issue: &Issue,
    ground: &Ground,
    headed: bool,
    lost: Vec<LostLabel>,
) -> Vec<Diagnostic> {
    use DiagnosticCode as Code;
    let text = page.text;
    if pieces(text).all(|piece| piece.chars().all(is_blank)) {
        return vec![remark(
            Code::EmptyText,
            Severity::Warning,
            "the text is empty".to_owned(),
            Vec::new(),
        )];
    }
    let mut found = Vec::new();
    if issue.articles.is_empty() {
        found.push(remark(
            Code::NoArticle,
            Severity::Error,
            "no article was found".to_owned(),
            Vec::new(),
        ));
    }
    if issue.contents.is_empty() {
        let what = if headed { "the contents have no entry" } else { "the issue has no contents" };
        found.push(remark(Code::NoContents, Severity::Info, what.to_owned(), Vec::new()));
    }
    if issue.masthead.is_none() {
        found.push(remark(
            Code::NoMasthead,
            Severity::Info,
            "the issue has no masthead".to_owned(),
            Vec::new(),
        ));
    }
    let mut local = Vec::new();
    contents(issue, &mut local);
    articles(issue, &mut local);
    local.extend(scars::found(text));
    local.extend(scars::pages(page));
    local.extend(scars::lost_in_titles(issue));
    local.extend(spacing::odd(text, issue));
    local.extend(several::issues(page, issue));
    local.extend(doubt::cuts(page, issue, ground));
    for (span, repaired) in lost {
        let message = format!("the label {} has lost its first character", span.cut(text));
        let mut lost = remark(Code::LostCharacter, Severity::Warning, message, vec![span]);
        lost.suggestion = repaired;
        local.push(lost);
    }
    local.sort_by_key(|d| (d.spans.first().map_or(0, |span| span.start()), d.code));
    found.extend(local);
    found
}

fn contents(issue: &Issue, found: &mut Vec<Diagnostic>) {
    let mut last = 0;
    for entry in &issue.contents {
        let title = entry.title.text();
        if entry.article_index.is_none() {
            let message = format!("the contents list {title}, but the text has no such article");
            let code = DiagnosticCode::ContentsEntryWithoutArticle;
            found.push(remark(code, Severity::Info, message, entry.title.spans().to_vec()));
        }
        if let Some(page) = entry.page {
            if page < last {
                let message = format!("page {page} of {title} comes after page {last}");
                found.push(remark(
                    DiagnosticCode::PageOrder,
                    Severity::Warning,
                    message,
                    entry.title.spans().to_vec(),
                ));
            }
            last = page;
        }
    }
}

fn articles(issue: &Issue, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, article) in issue.articles.iter().enumerate() {
        let title = article.title.text();
        if !issue.contents.is_empty() && article.contents_index.is_none() {
            let what = match article.kind {
                ArticleKind::EditorialNote => "editorial note",
                ArticleKind::Article | ArticleKind::Brief => "article",
                ArticleKind::Notice => "notice",
                ArticleKind::Advertisement => "advertisement",
            };
            let message = format!("the contents do not list the {what} {title}").trim().to_owned();
            let spans = if article.title.is_empty() {
                vec![article.span]
            } else {
                article.title.spans().to_vec()
            };
            found.push(remark(
                DiagnosticCode::ArticleNotInContents,
                Severity::Info,
                message,
                spans,
            ));
        }
        let key = key(title);
        if !key.is_empty() && seen.insert(key, at).is_some() {
            let message = format!("another article is titled {title} too");
            let spans = article.title.spans().to_vec();
            found.push(remark(DiagnosticCode::DuplicateTitle, Severity::Info, message, spans));
        }
        found.extend(unpaired(&article.paragraphs).into_iter().map(|lone| {
            let message = format!("{} has no partner", lone.mark);
            let code = DiagnosticCode::UnpairedMark;
            let remark = remark(code, Severity::Info, message, lone.spans);
            Diagnostic { suggestion: lone.suggestion, ..remark }
        }));
        found.extend(numbering::gaps(&article.paragraphs));
    }
}

#[cfg(test)]
mod tests {
    use crate::{DiagnosticCode as Code, Severity, split};

    fn check(text: &str, code: Code, expected: &[&str]) {
        let found: Vec<String> = split(text)
            .diagnostics
            .iter()
            .filter(|d| d.code == code)
            .map(|d| d.spans.iter().map(|span| span.cut(text)).collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_text_is_a_warning() {
        let issue = split(" \n\u{3000}\n");
        let found: Vec<_> = issue.diagnostics.iter().map(|d| (d.code, d.severity)).collect();
        assert_eq!(found, [(Code::EmptyText, Severity::Warning)]);
    }

    #[test]
    fn contents_against_articles() {
        let text = "目录\n05 春天来了\n02 夏天走了\n\n春天来了\n\n\
            田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n";
        check(text, Code::ContentsEntryWithoutArticle, &["夏天走了"]);
        check(text, Code::PageOrder, &["夏天走了"]);
        check(text, Code::NoMasthead, &[""]);
        check("", Code::EmptyText, &[""]);
        check("春天", Code::NoArticle, &[""]);
    }
}
