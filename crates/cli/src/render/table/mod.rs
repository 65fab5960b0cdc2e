//! For a person to read: rows as wide as the terminal, with or without colours.

mod article;
#[cfg(feature = "embedded")]
mod corpus;
mod explained_keywords;
mod explained_rows;
mod explained_summary;
mod info;
mod issue;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use tiyao_client::v1;

use super::layout::{pack, truncate, width, wrap};
use crate::screen::Screen;

#[cfg(feature = "embedded")]
pub(crate) use self::corpus::{corpus_stats, corpus_top};
pub(crate) use self::{
    article::{keywords, summary},
    explained_keywords::explained_keywords,
    explained_rows::{ExplainedRow, explained_rows},
    explained_summary::explained_summary,
    info::info,
    issue::issue,
};

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const KEYWORD: Style = AnsiColor::Cyan.on_default();

/// How many remarks of a sort are shown.
const REMARKS_SHOWN: usize = 3;

/// Writes rows on a screen.
struct Painter<'a> {
    out: &'a mut dyn Write,
    screen: Screen,
}

impl Painter<'_> {
    /// A row of parts, each in its style.
    fn row(&mut self, parts: &[(Style, &str)]) -> io::Result<()> {
        for (style, text) in parts {
            if self.screen.colour && *style != PLAIN && !text.trim().is_empty() {
                write!(self.out, "{style}{text}{style:#}")?;
            } else {
                self.out.write_all(text.as_bytes())?;
            }
        }
        self.out.write_all(b"\n")
    }

    fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// Text behind a label, wrapped; further rows begin below the text.
    fn labelled(&mut self, label: &str, label_style: Style, body: Body<'_>) -> io::Result<()> {
        let indent = width(label);
        let room = self.screen.width.saturating_sub(indent).max(10);
        let (rows, style) = match body {
            Body::Text(text, style) => (wrap(text, room), style),
            Body::Items(items, separator, style) => (pack(items, separator, room), style),
        };
        let gap = " ".repeat(indent);
        for (index, row) in rows.iter().enumerate() {
            let lead = if index == 0 { label } else { &gap };
            self.row(&[(label_style, lead), (style, row)])?;
        }
        Ok(())
    }

    /// Remarks, grouped by what they are about in the order of their first ones.
    fn diagnostics(&mut self, diagnostics: &[v1::Diagnostic]) -> io::Result<()> {
        let mut groups: Vec<(v1::DiagnosticCode, Vec<&v1::Diagnostic>)> = Vec::new();
        for diagnostic in diagnostics {
            let code = diagnostic.code();
            match groups.iter_mut().find(|(known, _)| *known == code) {
                Some((_, members)) => members.push(diagnostic),
                None => groups.push((code, vec![diagnostic])),
            }
        }
        for (code, members) in groups {
            let severity = members.iter().map(|member| member.severity()).max();
            let (word, style) = severity_word(severity.unwrap_or_default());
            let count = format!("{} ({})", code_label(code), members.len());
            self.labelled(word, style, Body::Text(&count, PLAIN))?;
            for member in members.iter().take(REMARKS_SHOWN) {
                let mut remark = member.message.clone();
                if !member.suggestion.is_empty() {
                    remark.push_str(" → ");
                    remark.push_str(&member.suggestion);
                }
                let remark = truncate(&remark, self.screen.width.saturating_sub(4));
                self.row(&[(DIM, "    "), (DIM, &remark)])?;
            }
            if let Some(rest) = members.len().checked_sub(REMARKS_SHOWN).filter(|rest| *rest > 0) {
                self.row(&[(DIM, &format!("    … and {rest} more"))])?;
            }
        }
        Ok(())
    }
}

/// What stands behind a label.
#[derive(Clone, Copy)]
enum Body<'a> {
    Text(&'a str, Style),
    Items(&'a [&'a str], &'a str, Style),
}

fn severity_word(severity: v1::Severity) -> (&'static str, Style) {
    match severity {
        v1::Severity::Error => ("error    ", AnsiColor::Red.on_default()),
        v1::Severity::Warning => ("warning  ", AnsiColor::Yellow.on_default()),
        v1::Severity::Info | v1::Severity::Unspecified => {
            ("info     ", AnsiColor::Blue.on_default())
        }
    }
}

/// What a group of remarks is about.
fn code_label(code: v1::DiagnosticCode) -> &'static str {
    use v1::DiagnosticCode as Code;
    match code {
        Code::Unspecified => "other",
        Code::ContentsEntryWithoutArticle => "listed in the contents, not in the text",
        Code::ArticleNotInContents => "not listed in the contents",
        Code::NoContents => "no contents",
        Code::NoMasthead => "no masthead",
        Code::NoArticle => "no article",
        Code::PageOrder => "pages go backwards",
        Code::DuplicateTitle => "the same title twice",
        Code::LatinInHanWord => "Latin letters inside a Chinese word",
        Code::LostCharacter => "lost character",
        Code::UnpairedMark => "mark without its partner",
        Code::InvalidBytes => "bytes that are no text",
        Code::ControlCharacter => "control characters",
        Code::EmptyText => "empty text",
        Code::BudgetTooSmall => "no sentence fits the summary",
        Code::NumberingGap => "gap in a numbering",
        Code::OddSpacing => "odd spacing",
        Code::UncertainCut => "uncertain whether an article begins",
        Code::SeveralIssues => "more than one issue",
        Code::PageWithoutText => "page without a text layer",
        Code::DamagedPart => "damaged part",
        Code::RequiredTermUnmet => "required term not in the summary",
    }
}
