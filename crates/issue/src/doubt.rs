//! Where an article may begin, or may not.

use crate::{
    Diagnostic, DiagnosticCode, Issue, Severity,
    assemble::{Announced, Ground, Plot},
    line::Ending,
    page::{Page, is_numbered},
};

/// A cut below this is uncertain.
const UNSURE: f64 = 0.45;
/// An article with fewer characters holds no second one.
const LONG: usize = 4000;

/// Cuts that are not sure, and headings in long articles that look like titles where nothing but
/// signs announces articles.
pub(crate) fn cuts(page: &Page<'_>, issue: &Issue, ground: &Ground) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if issue.articles.len() > 1 {
        for article in issue.articles.iter().filter(|article| article.confidence < UNSURE) {
            let spans =
                if article.title.is_empty() { Vec::new() } else { article.title.spans().to_vec() };
            let message = format!(
                "it is not sure that an article begins here ({:.0} %): {}",
                article.confidence * 100.0,
                article.title.text()
            );
            found.push(remark(message, spans));
        }
        // what has no title has no place of its own
        found.retain(|remark| !remark.spans.is_empty());
    }
    if ground.announced == Announced::Signs && issue.contents.is_empty() {
        for plot in &ground.plots {
            found.extend(bare_headings(page, plot));
        }
    }
    found
}

fn remark(message: String, spans: Vec<tiyao_text::Span>) -> Diagnostic {
    Diagnostic {
        code: DiagnosticCode::UncertainCut,
        severity: Severity::Info,
        message,
        spans,
        suggestion: String::new(),
    }
}

/// Headings that stand further apart from the text above than anything else in a long article.
fn bare_headings(page: &Page<'_>, plot: &Plot) -> Vec<Diagnostic> {
    /// Characters of text for each such heading: what stands closer are subheads.
    const SPREAD: usize = 1200;
    let lines = plot.body..plot.end;
    let chars: usize = lines.clone().map(|at| page.line(at).chars).sum();
    if chars < LONG {
        return Vec::new();
    }
    let running = lines.clone().skip(1).filter(|at| page.is_running(*at));
    let widest =
        running.filter(|at| !page.line(*at).after_page).map(|at| page.line(at).blanks).max();
    let looks_title = |at: &usize| {
        let line = page.line(*at);
        let ended = page.before(*at).is_some_and(|above| above.ending == Ending::Sentence);
        line.blanks > widest.unwrap_or_default()
            && !line.after_page
            && page.is_heading(*at)
            && ended
            && page.is_running(*at + 1)
            && (6..=40).contains(&line.chars)
            && !is_numbered(&page.text_at(*at))
            && !page.is_exhibit(*at)
            && page.byline_at(*at).is_none()
    };
    let found: Vec<usize> = lines.skip(1).filter(looks_title).collect();
    if found.len() * SPREAD > chars {
        return Vec::new();
    }
    let remarks = found.into_iter().map(|at| {
        let message = format!("an article may begin here: {}", page.text_at(at));
        remark(message, page.spans(at))
    });
    remarks.collect()
}

#[cfg(test)]
mod tests {
    use crate::{DiagnosticCode, split};

    fn check(text: &str, expected: &[&str]) {
        let issue = split(text);
        let found = issue.diagnostics.iter().filter(|d| d.code == DiagnosticCode::UncertainCut);
        let found: Vec<&str> = found.map(|d| d.spans[0].cut(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bare_heading_in_a_long_article() {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n".repeat(40);
        let text = format!(
            "春天来了\n文 | 张三\n{body}\n\n{body}\n\n{body}\n\n\n夏天的雨落在河谷\n{body}\n\n{body}"
        );
        check(&text, &["夏天的雨落在河谷"]);
        check(&text.replace("夏天的雨", "一、夏天的雨"), &[]);
        check(&text.replace("夏天的雨", "图2　夏天的雨"), &[]);
    }
}
