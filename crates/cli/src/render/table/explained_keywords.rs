use std::io::{self, Write};

use tiyao_client::v1;

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter};
use crate::{
    render::layout::{pad, printable, width},
    screen::Screen,
};

/// What stands before a feature's name.
const INDENT: &str = "    ";

/// What the numbers mean.
const NOTE: &str = "Each part is a value times its weight, and the parts add up to the score. Keywords come by \
                    falling score, pinned ones before all; salience compares a score with the best.";

/// For each keyword what its score is made of: each feature's value, its weight, and what the two
/// add, the largest first.
pub(crate) fn explained_keywords(
    out: &mut dyn Write,
    response: &v1::ExtractKeywordsResponse,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    if response.keywords.is_empty() {
        painter.row(&[(DIM, "no keywords")])?;
    }
    for (index, keyword) in response.keywords.iter().enumerate() {
        if index > 0 {
            painter.blank()?;
        }
        let evidence = keyword.evidence.clone().unwrap_or_default();
        self::keyword(&mut painter, keyword, &evidence)?;
    }
    if !response.keywords.is_empty() {
        painter.blank()?;
        painter.labelled("", PLAIN, Body::Text(NOTE, DIM))?;
    }
    if !response.diagnostics.is_empty() {
        painter.blank()?;
    }
    painter.diagnostics(&response.diagnostics)
}

fn keyword(
    painter: &mut Painter<'_>,
    keyword: &v1::Keyword,
    evidence: &v1::KeywordEvidence,
) -> io::Result<()> {
    let tagged = evidence.words.iter().zip(&evidence.parts_of_speech);
    let tagged: Vec<String> = tagged.map(|(word, tag)| format!("{word}/{tag}")).collect();
    let other_name = if evidence.other_name.is_empty() {
        String::new()
    } else {
        format!("  also {}", printable(&evidence.other_name))
    };
    painter.row(&[
        (DIM, &format!("{:>2}  ", keyword.rank)),
        (KEYWORD, &printable(&keyword.text)),
        (PLAIN, &format!("  salience {:.2}  ", keyword.salience)),
        (DIM, &printable(&tagged.join(" "))),
        (DIM, &other_name),
        (PLAIN, if evidence.pinned { "  pinned" } else { "" }),
    ])?;
    let parts = &evidence.contributions;
    let names = parts.iter().map(|part| width(&part.feature));
    let column = names.max().unwrap_or_default().max("Feature".len());
    let head = format!("{INDENT}{}     Value  × Weight  =   Part", pad("Feature", column));
    painter.row(&[(BOLD, &head)])?;
    for part in parts {
        let row = format!(
            "{INDENT}{}  {:>8.3}  {:>8.3}  {:>+8.3}",
            pad(&printable(&part.feature), column),
            part.feature_value,
            weight(part),
            part.value
        );
        painter.row(&[(PLAIN, &row)])?;
    }
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    painter.row(&[(BOLD, &format!("{INDENT}{}  {sum:>+28.3}", pad("score", column)))])
}

fn weight(part: &v1::Contribution) -> f64 {
    if part.feature_value == 0.0 { 0.0 } else { part.value / part.feature_value }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::screen::Screen;

    const SCREEN: Screen = Screen { width: 60, colour: false };

    #[test]
    fn parts_add_up() {
        let part = |feature: &str, value, feature_value| v1::Contribution {
            feature: feature.to_owned(),
            value,
            feature_value,
        };
        let evidence = v1::KeywordEvidence {
            words: vec!["农村".to_owned(), "集市".to_owned()],
            parts_of_speech: vec!["n".to_owned(), "n".to_owned()],
            contributions: vec![part("in title", 2.0, 1.0), part("long", -0.5, 0.25)],
            other_name: "乡集".to_owned(),
            pinned: true,
            ..Default::default()
        };
        let keyword = v1::Keyword {
            text: "农村集市".to_owned(),
            rank: 1,
            salience: 1.0,
            evidence: Some(evidence),
            ..Default::default()
        };
        let response =
            v1::ExtractKeywordsResponse { keywords: vec![keyword], ..Default::default() };
        let mut out = Vec::new();
        super::explained_keywords(&mut out, &response, SCREEN).unwrap();
        super::explained_keywords(&mut out, &v1::ExtractKeywordsResponse::default(), SCREEN)
            .unwrap();
        let rows = [
            " 1  农村集市  salience 1.00  农村/n 集市/n  also 乡集  pinned",
            "    Feature      Value  × Weight  =   Part",
            "    in title     1.000     2.000    +2.000",
            "    long         0.250    -2.000    -0.500",
            "    score                           +1.500",
            "",
            "Each part is a value times its weight, and the parts add up",
            "to the score. Keywords come by falling score, pinned ones",
            "before all; salience compares a score with the best.",
            "no keywords\n",
        ];
        assert_eq!(String::from_utf8(out).unwrap(), rows.join("\n"));
    }
}
