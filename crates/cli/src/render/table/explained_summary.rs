//! Why each sentence of a summary was chosen.

use std::io::{self, Write};

use tiyao_client::v1;
use tiyao_export::labels::sentence_text;

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter, article::remarks};
use crate::{
    render::layout::{pad, printable, width},
    screen::Screen,
};

/// How far what is said of a sentence stands to the right.
const INDENT: &str = "    ";
/// Gains are parts of a whole that has hundreds of pairs of characters.
const GAIN_DECIMALS: usize = 4;

/// What the numbers mean.
const NOTE: &str = "score: how good a sentence is by itself. gain: how much it adds to those chosen before it. \
                    Sentences are chosen by gain, in the order of the numbers before them. \
                    Each part is a value times its weight, and the parts add up.";

/// For each sentence, in the order of the text: in which order it was chosen, where it stands, and
/// what made its score and its gain; then the same of heavier ones that were passed over.
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
        self::sentence(&mut painter, &format!("{:>2}  ", sentence.rank), sentence)?;
    }
    for sentence in &summary.passed_over {
        painter.blank()?;
        self::sentence(&mut painter, " –  ", sentence)?;
    }
    if !summary.sentences.is_empty() {
        painter.blank()?;
        painter.labelled("", PLAIN, Body::Text(NOTE, DIM))?;
    }
    remarks(&mut painter, &response.diagnostics)
}

fn sentence(
    painter: &mut Painter<'_>,
    number: &str,
    sentence: &v1::SummarySentence,
) -> io::Result<()> {
    painter.labelled(number, DIM, Body::Text(&sentence_text(sentence), BOLD))?;
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
    let lists = [&evidence.contributions, &evidence.gain];
    let names = lists.into_iter().flatten().map(|part| width(&part.feature));
    let column = names.max().unwrap_or_default().max("feature".len());
    parts(painter, &evidence.contributions, ["feature", "score"], column, 2)?;
    let verdict = verdict(sentence, evidence.verdict());
    if !verdict.is_empty() {
        painter.labelled(INDENT, PLAIN, Body::Text(&verdict, BOLD))?;
        parts(painter, &evidence.gain, ["added", "gain"], column, GAIN_DECIMALS)?;
    }
    Ok(())
}

/// Why a sentence was chosen or passed over; empty where that is not told.
fn verdict(sentence: &v1::SummarySentence, verdict: v1::SentenceVerdict) -> String {
    use v1::SentenceVerdict as Verdict;
    let reason = match verdict {
        Verdict::Unspecified => return String::new(),
        Verdict::AddedMost => return "chosen: it added most".to_owned(),
        Verdict::Required => return "chosen: it has a required term".to_owned(),
        Verdict::Companion => return "chosen together with one that needs it".to_owned(),
        Verdict::AddsLess => "it would have added less",
        Verdict::NoRoom => "there was no room for it",
        Verdict::SaysAgain => "it says again what was said",
        Verdict::NotAlone => "it does not stand alone",
    };
    format!("passed over for number {}: {reason}", sentence.rank)
}

/// Under a head, a row for each part: its value, its weight, and what the two make; then their sum. A
/// weight and a part have so many decimals.
fn parts(
    painter: &mut Painter<'_>,
    parts: &[v1::Contribution],
    [head, foot]: [&str; 2],
    column: usize,
    decimals: usize,
) -> io::Result<()> {
    let room = decimals + 4;
    let names = pad(head, column);
    let head = format!("{INDENT}{names}   value  {:>room$}  {:>room$}", "weight", "part");
    painter.row(&[(DIM, &head)])?;
    for part in parts {
        let weight = part.value / part.feature_value;
        let name = pad(&printable(&part.feature), column);
        let row = format!(
            "{name}  {:>6.2}  {weight:>+room$.decimals$}  {:>+room$.decimals$}",
            part.feature_value, part.value
        );
        painter.row(&[(PLAIN, INDENT), (PLAIN, &row)])?;
    }
    let sum = parts.iter().fold(0.0, |sum, part| sum + part.value);
    let blank = " ".repeat("   value  ".len() + room);
    let row = format!("{INDENT}{}{blank}  {sum:>+room$.decimals$}", pad(foot, column));
    painter.row(&[(BOLD, &row)])
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::screen::Screen;

    #[test]
    fn parts_add_up_to_score_and_gain() {
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
            verdict: v1::SentenceVerdict::AddedMost.into(),
            gain: vec![part("expected pairs", 12.0, 0.018), part("said already", -4.0, -0.006)],
        };
        let sentence = v1::SummarySentence {
            text: "全县农村集市推行电子检查单".to_owned(),
            rank: 2,
            salience: 0.5,
            cut: true,
            evidence: Some(evidence),
            ..Default::default()
        };
        let passed = v1::SummarySentence {
            text: "集市上人很多。".to_owned(),
            rank: 2,
            evidence: Some(v1::SentenceEvidence {
                verdict: v1::SentenceVerdict::SaysAgain.into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let (sentences, passed_over) = (vec![sentence], vec![passed]);
        let summary = v1::Summary { sentences, character_count: 13, passed_over };
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
    chosen: it added most
    added              value    weight      part
    expected pairs     12.00   +0.0015   +0.0180
    said already       -4.00   +0.0015   -0.0060
    gain                                 +0.0120

 –  集市上人很多。
    paragraph 1 · sentence 1 · salience 0.00 · redundancy 0.00
    feature   value  weight    part
    score                     +0.00
    passed over for number 2: it says again what was said
    added     value    weight      part
    gain                        +0.0000

score: how good a sentence is by itself. gain: how much it adds to
those chosen before it. Sentences are chosen by gain, in the order of
the numbers before them. Each part is a value times its weight, and
the parts add up.
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
