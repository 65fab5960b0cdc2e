use std::io::{self, Write};

use super::{BOLD, DIM, KEYWORD, PLAIN, Painter};
use crate::{
    command::corpus::show::{Stats, TermCount},
    render::layout::{pad, printable, truncate},
    screen::Screen,
};

/// The widest name of a figure.
const NAME_WIDTH: usize = 20;
/// Columns of a count and of a share.
const NUMBER_WIDTH: usize = 10;

/// What a snapshot holds, and its sources.
pub(crate) fn corpus_stats(out: &mut dyn Write, stats: &Stats, screen: Screen) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    let figures = [
        ("name", stats.name.clone()),
        ("version", stats.version.clone()),
        ("built by", stats.builder.clone()),
        ("documents", stats.document_count.to_string()),
        ("terms", stats.term_count.to_string()),
        ("in documents, least", stats.least_document_frequency.to_string()),
        ("in documents, median", stats.typical_document_frequency.to_string()),
        ("bytes", stats.size_bytes.to_string()),
        ("checksum", stats.checksum.clone()),
    ];
    for (name, value) in figures {
        painter.row(&[(DIM, &pad(name, NAME_WIDTH + 2)), (PLAIN, &printable(&value))])?;
    }
    if stats.sources.is_empty() {
        return Ok(());
    }
    painter.blank()?;
    painter.row(&[(BOLD, "Sources")])?;
    for source in &stats.sources {
        let count = format!("{:>NUMBER_WIDTH$}  ", source.document_count);
        painter.row(&[(PLAIN, &count), (PLAIN, &printable(&source.name))])?;
    }
    Ok(())
}

/// Terms, each with how many documents have it and their share.
pub(crate) fn corpus_top(
    out: &mut dyn Write,
    terms: &[TermCount],
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    let heads = format!("{:>NUMBER_WIDTH$}{:>NUMBER_WIDTH$}  ", "documents", "share");
    painter.row(&[(DIM, &heads), (DIM, "term")])?;
    for found in terms {
        let share = format!("{:.2} %", found.document_share * 100.0);
        let numbers =
            format!("{:>NUMBER_WIDTH$}{share:>NUMBER_WIDTH$}  ", found.document_frequency);
        let room = screen.width.saturating_sub(2 * NUMBER_WIDTH + 2);
        painter.row(&[(PLAIN, &numbers), (KEYWORD, &truncate(&found.term, room))])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Stats, TermCount, corpus_stats, corpus_top};
    use crate::{command::corpus::show::SourceCount, screen::Screen};

    const SCREEN: Screen = Screen { width: 40, colour: false };

    #[test]
    fn figures_and_sources() {
        let stats = Stats {
            name: "press".to_owned(),
            version: "1".to_owned(),
            builder: "tiyao/0.1.0".to_owned(),
            document_count: 1200,
            term_count: 7,
            least_document_frequency: 5,
            typical_document_frequency: 9,
            checksum: "00ff".to_owned(),
            size_bytes: 300,
            sources: vec![SourceCount { name: "a.jsonl".to_owned(), document_count: 1200 }],
        };
        let mut out = Vec::new();
        corpus_stats(&mut out, &stats, SCREEN).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("name                  press\n"), "{text}");
        assert!(text.contains("in documents, least   5\n"), "{text}");
        assert!(text.ends_with("Sources\n      1200  a.jsonl\n"), "{text}");
    }

    #[test]
    fn terms_in_columns() {
        let term = "集市\u{1b}".to_owned();
        let terms = [TermCount { term, document_frequency: 12, document_share: 0.0345 }];
        let mut out = Vec::new();
        corpus_top(&mut out, &terms, SCREEN).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, " documents     share  term\n        12    3.45 %  集市\n");
    }
}
