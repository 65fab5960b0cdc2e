use std::io::{self, Write};

use tiyao_client::v1;

use super::{BOLD, Body, DIM, KEYWORD, PLAIN, Painter};
use crate::{
    render::layout::{pad, truncate},
    screen::Screen,
};

/// A row as it was read, with its text.
pub(crate) struct ExplainedRow {
    /// The number of its line; the first is 1.
    pub(crate) line: usize,
    /// Its text.
    pub(crate) text: String,
    /// How it was read.
    pub(crate) reading: v1::RowReading,
}

/// The longest name of a role.
const ROLE: usize = 12;
/// Columns before a row's text: line, article, role.
const LEAD: usize = 5 + 2 + 3 + 2 + ROLE + 2;
/// Columns before the reasons.
const REASONS: usize = 7;

/// One row of the table for each row of the text; below it the reasons, and how sure a cut is.
pub(crate) fn explained_rows(
    out: &mut dyn Write,
    rows: impl Iterator<Item = ExplainedRow>,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    painter.row(&[(BOLD, &format!(" Line  Art  {}  Row", pad("Role", ROLE)))])?;
    for row in rows {
        let role = row.reading.role();
        let article = row.reading.article_index.map(|index| (index + 1).to_string());
        let lead = format!("{:>5}  {:>3}  ", row.line, article.unwrap_or_default());
        let style = match role {
            v1::RowRole::Title => BOLD,
            v1::RowRole::Body | v1::RowRole::Subhead => PLAIN,
            _ => DIM,
        };
        let text = truncate(&row.text, screen.width.saturating_sub(LEAD).max(2));
        painter.row(&[
            (DIM, &lead),
            (KEYWORD, &pad(role_word(role), ROLE)),
            (PLAIN, "  "),
            (style, &text),
        ])?;
        let sure = row.reading.confidence.map(|sure| format!("{:.0} % sure", sure * 100.0));
        let reasons: Vec<&str> =
            sure.iter().chain(&row.reading.reasons).map(String::as_str).collect();
        if !reasons.is_empty() {
            painter.labelled(&" ".repeat(REASONS), PLAIN, Body::Items(&reasons, "; ", DIM))?;
        }
    }
    Ok(())
}

fn role_word(role: v1::RowRole) -> &'static str {
    match role {
        v1::RowRole::Masthead => "masthead",
        v1::RowRole::Contents => "contents",
        v1::RowRole::Section => "section",
        v1::RowRole::Kicker => "kicker",
        v1::RowRole::Title => "title",
        v1::RowRole::Subtitle => "subtitle",
        v1::RowRole::Byline => "byline",
        v1::RowRole::Body => "body",
        v1::RowRole::Subhead => "subhead",
        v1::RowRole::Metadata => "metadata",
        v1::RowRole::Reference => "reference",
        v1::RowRole::Footnote => "footnote",
        v1::RowRole::Credit => "credit",
        v1::RowRole::Caption => "caption",
        v1::RowRole::PageNumber => "page number",
        v1::RowRole::RunningHead => "running head",
        v1::RowRole::Separator => "separator",
        v1::RowRole::Unassigned | v1::RowRole::Unspecified => "unassigned",
    }
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use super::{ExplainedRow, explained_rows};
    use crate::{render::layout::width, screen::Screen};

    fn rows() -> Vec<ExplainedRow> {
        let row =
            |line, text: &str, role: v1::RowRole, reasons: &[&str], confidence| ExplainedRow {
                line,
                text: text.to_owned(),
                reading: v1::RowReading {
                    role: role.into(),
                    article_index: (role != v1::RowRole::PageNumber).then_some(0),
                    reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
                    confidence,
                    ..v1::RowReading::default()
                },
            };
        vec![
            row(
                1,
                "春天来了",
                v1::RowRole::Title,
                &["a byline stands below the title"],
                Some(0.94),
            ),
            row(2, "文 | 张三", v1::RowRole::Byline, &[], None),
            row(4, &"田里的人多了起来，".repeat(9), v1::RowRole::Body, &[], None),
            row(
                5,
                "- 1 -\u{1b}[31m",
                v1::RowRole::PageNumber,
                &["a number that stands alone"],
                None,
            ),
        ]
    }

    fn drawn(width: usize) -> String {
        let mut out = Vec::new();
        explained_rows(&mut out, rows().into_iter(), Screen { width, colour: false }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table() {
        assert_eq!(
            drawn(60),
            " Line  Art  Role          Row\n\
             \x20   1    1  title         春天来了\n\
             \x20      94 % sure; a byline stands below the title\n\
             \x20   2    1  byline        文 | 张三\n\
             \x20   4    1  body          田里的人多了起来，田里的人多了起…\n\
             \x20   5       page number   - 1 -[31m\n\
             \x20      a number that stands alone\n"
        );
    }

    #[test]
    fn every_row_fits() {
        for columns in 30..110 {
            assert!(drawn(columns).lines().all(|row| width(row) <= columns), "{columns}");
        }
    }
}
