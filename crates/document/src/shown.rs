//! A document as tests show it.

use tiyao_text::{RowForm, rows};

use crate::Document;

/// Each row with what its form calls it: `h1 春天`, `p 正文`; a blank row is `-`.
pub(crate) fn shown(document: &Document) -> Vec<String> {
    let text = document.text();
    let mut marks = document.marks().iter().peekable();
    let shown = rows(text)
        .iter()
        .map(|row| {
            let cut = row.cut(text).trim_end_matches('\n');
            let mark = marks.next_if(|mark| mark.start == row.start());
            let form = match mark.map(|mark| mark.form) {
                None => "-".to_owned(),
                Some(RowForm::Line) => "l".to_owned(),
                Some(RowForm::Paragraph) => "p".to_owned(),
                Some(RowForm::Heading(level)) => format!("h{level}"),
                Some(RowForm::Caption) => "c".to_owned(),
                Some(RowForm::ListItem) => "i".to_owned(),
                Some(RowForm::TableRow) => "t".to_owned(),
            };
            format!("{form} {cut}").trim_end().to_owned()
        })
        .collect();
    assert!(marks.next().is_none(), "each mark is at the start of a row");
    shown
}

/// The law of forms whose offsets count in what was sent: the pieces that a row was taken from,
/// references decoded and what parts rows and cells read as white space, are the row.
pub(crate) fn assert_traced(document: &Document, decode: impl Fn(&str) -> String) {
    let (text, source) = (document.text(), document.counted().text.as_str());
    for row in rows(text) {
        let pieces = document.pieces(std::slice::from_ref(&row)).into_owned();
        let joined: String = pieces.iter().map(|piece| decode(piece.cut(source))).collect();
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(plain(&joined), plain(row.cut(text)), "{source:?}");
        for pair in pieces.windows(2) {
            assert!(pair[0].end() <= pair[1].start(), "pieces follow one another");
        }
        let cover = document.cover(row);
        assert!(source.get(cover.start()..cover.end()).is_some(), "a cover is a piece of text");
    }
}

/// A piece of a page as a reader sees it: tags part, the references that tests use are decoded.
pub(crate) fn decode(piece: &str) -> String {
    let mut decoded = String::new();
    let mut rest = piece;
    while let Some((before, behind)) =
        rest.find(['<', '&']).and_then(|at| rest.split_at_checked(at))
    {
        decoded += before;
        let is_tag = behind.starts_with('<');
        let goes_on = |c: char| is_tag && c != '>' || c.is_ascii_alphanumeric() || c == '#';
        let end = behind.char_indices().skip(1).find(|(_, c)| !goes_on(*c));
        let end = end.map_or(behind.len(), |(at, c)| at + usize::from(matches!(c, '>' | ';')));
        let (mark, behind) = behind.split_at_checked(end).unwrap_or((behind, ""));
        decoded += match mark {
            "&amp;" => "&",
            "&lt;" => "<",
            "&nbsp;" => "\u{a0}",
            "&#22909;" => "好",
            "&hellip;" => "…",
            tag if is_tag && tag.ends_with('>') => " ",
            other => other,
        };
        rest = behind;
    }
    decoded + rest
}
