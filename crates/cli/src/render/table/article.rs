use std::io::{self, Write};

use tiyao_client::v1;
use tiyao_export::labels::{labels, summary_text};

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter};
use crate::{
    render::layout::{pad, truncate, width},
    screen::Screen,
};

/// The columns behind the keyword's own.
const FIGURES: &str = "  Salience    TF    IDF  Where";
/// What the longest of them may take.
const FIGURES_WIDTH: usize = 48;

/// A row for each keyword, then remarks.
pub(crate) fn keywords(
    out: &mut dyn Write,
    response: &v1::ExtractKeywordsResponse,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    let room = screen.width.saturating_sub(FIGURES_WIDTH).max(12);
    let texts = response.keywords.iter().map(|keyword| width(&truncate(&keyword.text, room)));
    let column = texts.max().unwrap_or_default().max("Keyword".len());
    if response.keywords.is_empty() {
        painter.row(&[(DIM, "no keywords")])?;
    } else {
        let head = format!(" #  {}{FIGURES}", pad("Keyword", column));
        painter.row(&[(BOLD, &head)])?;
    }
    for keyword in &response.keywords {
        let evidence = keyword.evidence.clone().unwrap_or_default();
        let figures = format!(
            "  {:>8.2}  {:>4}  {:>5.2}  {}",
            keyword.salience,
            evidence.term_frequency,
            evidence.inverse_document_frequency,
            places(&evidence),
        );
        painter.row(&[
            (DIM, &format!("{:>2}  ", keyword.rank)),
            (KEYWORD, &pad(&truncate(&keyword.text, room), column)),
            (PLAIN, figures.trim_end()),
        ])?;
    }
    remarks(&mut painter, &response.diagnostics)
}

/// The summary as a paragraph, then remarks.
pub(crate) fn summary(
    out: &mut dyn Write,
    response: &v1::SummarizeResponse,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    let text = summary_text(response.summary.as_ref(), labels(response.language()));
    if text.is_empty() {
        painter.row(&[(DIM, "no summary")])?;
    } else {
        painter.labelled("", PLAIN, Body::Text(&text, PLAIN))?;
    }
    remarks(&mut painter, &response.diagnostics)
}

pub(super) fn remarks(painter: &mut Painter<'_>, diagnostics: &[v1::Diagnostic]) -> io::Result<()> {
    if !diagnostics.is_empty() {
        painter.blank()?;
    }
    painter.diagnostics(diagnostics)
}

fn places(evidence: &v1::KeywordEvidence) -> String {
    let places = [
        (evidence.in_title, "title"),
        (evidence.in_subhead, "subhead"),
        (evidence.quoted, "quoted"),
        (evidence.pinned, "pinned"),
    ];
    let places: Vec<&str> = places.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    places.join(", ")
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;
    use tiyao_export::sample;

    use crate::screen::Screen;

    const SCREEN: Screen = Screen { width: 60, colour: false };

    #[test]
    fn keywords_in_columns() {
        let keywords = sample::issue().articles[0].keywords.clone();
        let response = v1::ExtractKeywordsResponse { keywords, ..Default::default() };
        let mut out = Vec::new();
        super::keywords(&mut out, &response, SCREEN).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("../golden/keywords.txt"));
    }

    #[test]
    fn nothing_is_said() {
        let mut out = Vec::new();
        super::keywords(&mut out, &v1::ExtractKeywordsResponse::default(), SCREEN).unwrap();
        let diagnostics = vec![v1::Diagnostic {
            code: v1::DiagnosticCode::EmptyText.into(),
            severity: v1::Severity::Warning.into(),
            message: "the text is empty".to_owned(),
            ..Default::default()
        }];
        let response = v1::SummarizeResponse { diagnostics, ..Default::default() };
        super::summary(&mut out, &response, SCREEN).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "no keywords\nno summary\n\nwarning  empty text (1)\n    the text is empty\n"
        );
    }
}
