//! Why each sentence of a summary was chosen.

use std::io::{self, Write};

use tiyao_client::v1;
use tiyao_export::labels::sentence_text;

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter, article::remarks};
use crate::{
    render::layout::{pad, width},
    screen::Screen,
};

/// How far what is said of a sentence stands to the right.
const INDENT: &str = "    ";

/// For each sentence, in the order of the text: in which order it was chosen, where it stands, and
/// what made its score.
pub(crate) fn explained_summary(
    out: &mut dyn Write,
    response: &v1::SummarizeResponse,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    let summary = response.summary.clone().unwrap_or_default();
    if summary.sentences.is_empty() {
        painter.row(&[(DIM, "no summary")])?;
    }
    for (index, sentence) in summary.sentences.iter().enumerate() {
        if index > 0 {
            painter.blank()?;
        }
        self::sentence(&mut painter, sentence)?;
    }
    remarks(&mut painter, &response.diagnostics)
}

fn sentence(painter: &mut Painter<'_>, sentence: &v1::SummarySentence) -> io::Result<()> {
    let number = format!("{:>2}  ", sentence.rank);
    painter.labelled(&number, DIM, Body::Text(&sentence_text(sentence), BOLD))?;
    let evidence = sentence.evidence.clone().unwrap_or_default();
    let facts = [
        format!("paragraph {}", evidence.paragraph_index + 1),
        format!("sentence {}", evidence.sentence_index + 1),
        format!("salience {:.2}", sentence.salience),
        format!("redundancy {:.2}", evidence.redundancy),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    painter.labelled(INDENT, PLAIN, Body::Items(&facts, " · ", DIM))?;
    let terms: Vec<&str> = evidence.terms.iter().map(String::as_str).collect();
    if !terms.is_empty() {
        let label = format!("{INDENT}terms  ");
        painter.labelled(&label, DIM, Body::Items(&terms, " · ", KEYWORD))?;
    }
    parts(painter, &evidence.contributions)
}

/// A row for each feature: its value, its weight, and what the two make; then their sum.
fn parts(painter: &mut Painter<'_>, parts: &[v1::Contribution]) -> io::Result<()> {
    let names = parts.iter().map(|part| width(&part.feature));
    let column = names.max().unwrap_or_default().max("feature".len());
    let head = format!("{INDENT}{}   value  weight    part", pad("feature", column));
    painter.row(&[(DIM, &head)])?;
    for part in parts {
        let weight = part.value / part.feature_value;
        let name = pad(&part.feature, column);
        let row =
            format!("{name}  {:>6.2}  {weight:>+6.2}  {:>+6.2}", part.feature_value, part.value);
        painter.row(&[(PLAIN, INDENT), (PLAIN, &row)])?;
    }
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let row = format!("{INDENT}{}                  {sum:>+6.2}", pad("score", column));
    painter.row(&[(BOLD, &row)])
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::screen::Screen;

    #[test]
    fn parts_add_up_to_the_score() {
        let part = |feature: &str, feature_value: f64, value: f64| v1::Contribution {
            feature: feature.to_owned(),
            value,
            feature_value,
        };
        let evidence = v1::SentenceEvidence {
            paragraph_index: 1,
            sentence_index: 4,
            redundancy: 0.25,
            terms: vec!["农村集市".to_owned()],
            contributions: vec![part("title characters", 0.5, 0.3), part("length", 0.8, -0.08)],
        };
        let sentence = v1::SummarySentence {
            text: "全县农村集市推行电子检查单".to_owned(),
            rank: 2,
            salience: 0.5,
            cut: true,
            evidence: Some(evidence),
            ..Default::default()
        };
        let summary = v1::Summary { sentences: vec![sentence], character_count: 13 };
        let response = v1::SummarizeResponse { summary: Some(summary), ..Default::default() };
        let mut out = Vec::new();
        super::explained_summary(&mut out, &response, Screen { width: 70, colour: false }).unwrap();
        let expected = "\
\u{20}2  全县农村集市推行电子检查单……
    paragraph 2 · sentence 5 · salience 0.50 · redundancy 0.25
    terms  农村集市
    feature            value  weight    part
    title characters    0.50   +0.60   +0.30
    length              0.80   -0.10   -0.08
    score                              +0.22
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
