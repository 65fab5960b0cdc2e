use std::io::{self, Write};

use tiyao_client::v1;

use super::{BOLD, DIM, PLAIN, Painter};
use crate::{
    render::layout::{pad, printable},
    screen::Screen,
};

/// The widest name of a limit.
const NAME_WIDTH: usize = 24;

/// Versions, limits, corpora and lexicons.
pub(crate) fn info(
    out: &mut dyn Write,
    info: &v1::GetServerInfoResponse,
    screen: Screen,
) -> io::Result<()> {
    let mut painter = Painter { out, screen };
    pair(&mut painter, "server", &info.server_version)?;
    pair(&mut painter, "engine", &info.engine_version)?;
    pair(&mut painter, "analysis threads", &info.analysis_threads.to_string())?;
    for lexicon in &info.lexicons {
        pair(&mut painter, "lexicon", &format!("{} {}", lexicon.name, lexicon.version))?;
    }
    for corpus in &info.corpora {
        let documents = match corpus.document_count {
            0 => String::new(),
            count => format!(", {count} documents"),
        };
        let weight = match corpus.weight {
            weight if weight > 0.0 => format!(", weight {weight:.2}"),
            _ => String::new(),
        };
        let terms = format!("{} {}, {} terms", corpus.name, corpus.version, corpus.term_count);
        pair(&mut painter, "corpus", &(terms + &documents + &weight))?;
    }
    let Some(limits) = &info.limits else { return Ok(()) };
    painter.blank()?;
    painter.row(&[(BOLD, "Limits")])?;
    let rows = [
        ("max_message_bytes", limits.max_message_bytes),
        ("max_article_bytes", limits.max_article_bytes),
        ("max_issue_bytes", limits.max_issue_bytes),
        ("max_title_bytes", limits.max_title_bytes),
        ("max_id_bytes", limits.max_id_bytes),
        ("max_batch_articles", limits.max_batch_articles),
        ("max_keywords", limits.max_keywords),
        ("max_summary_characters", limits.max_summary_characters),
        ("max_summary_sentences", limits.max_summary_sentences),
        ("max_terms", limits.max_terms),
        ("max_queued_jobs", limits.max_queued_jobs),
        ("max_stream_in_flight", limits.max_stream_in_flight),
        ("max_occurrences", limits.max_occurrences),
        ("max_term_bytes", limits.max_term_bytes),
    ];
    for (name, limit) in rows {
        pair(&mut painter, name, &format!("{limit:>10}"))?;
    }
    Ok(())
}

fn pair(painter: &mut Painter<'_>, name: &str, value: &str) -> io::Result<()> {
    painter.row(&[(DIM, &pad(name, NAME_WIDTH)), (PLAIN, &printable(value))])
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;

    use crate::screen::Screen;

    #[test]
    fn versions_and_limits() {
        let info = v1::GetServerInfoResponse {
            server_version: "0.1.0".to_owned(),
            corpora: vec![v1::CorpusInfo {
                name: "background".to_owned(),
                version: "1".to_owned(),
                term_count: 3,
                document_count: 2,
                weight: 0.5,
                checksum: "00ff".to_owned(),
            }],
            limits: Some(v1::Limits { max_keywords: 100, ..Default::default() }),
            ..Default::default()
        };
        let mut out = Vec::new();
        super::info(&mut out, &info, Screen { width: 80, colour: false }).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains(
                "corpus                  background 1, 3 terms, 2 documents, weight 0.50\n"
            )
        );
        assert!(text.contains("max_keywords                   100\n"));
    }
}
