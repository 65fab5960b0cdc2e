//! Laws of every form of a document.
#![allow(dead_code, reason = "each target asserts some of them")]

use tiyao_document::Document;
use tiyao_text::{Span, rows, script::is_han};

/// Marks are at the starts of rows, in order; the splitter takes them.
pub fn assert_rows(document: &Document) {
    let text = document.text();
    let mut marks = document.marks().iter().peekable();
    let mut last = None;
    while let Some(mark) = marks.next() {
        assert!(last.is_none_or(|last| last < mark.start), "marks are in order");
        assert!(mark.start < text.len(), "a mark has a row");
        let before = text.get(..mark.start).expect("a mark is between characters");
        assert!(before.is_empty() || before.ends_with('\n'), "a mark is at the start of a row");
        last = Some(mark.start);
    }
    // A text that is nested too deep is left as it was sent.
    let as_sent = document.extracted().is_none() && text == document.counted().text;
    assert!(text.is_empty() || text.ends_with('\n') || as_sent, "the last row ends");
    let issue = tiyao_issue::split_marked(text, document.marks());
    for article in &issue.articles {
        let cover = document.cover(article.span);
        let counted = &document.counted().text;
        assert!(counted.get(cover.start()..cover.end()).is_some(), "an article can be cut");
    }
}

/// Each row leads back to pieces of what was sent, in order, whose words have its Han characters; a
/// character that is written as a reference alone has none there. What parts words and rows may
/// stand for a mark of the form, which can have characters of its own: `<td title="一">`.
pub fn assert_traced(document: &Document) {
    let (text, sent) = (document.text(), &document.counted().text);
    for row in rows(text) {
        let pieces = document.pieces(&words(text, row)).into_owned();
        let mut joined = String::new();
        for piece in &pieces {
            joined += sent.get(piece.start()..piece.end()).expect("a piece can be cut");
        }
        for pair in pieces.windows(2) {
            assert!(pair[0].end() <= pair[1].start(), "pieces follow one another");
        }
        if !joined.contains('&') {
            let han = |text: &str| text.chars().filter(|c| is_han(*c)).collect::<String>();
            assert_eq!(han(&joined), han(row.cut(text)), "a row is what was sent");
        }
    }
}

/// What of the row has no white space.
fn words(text: &str, row: Span) -> Vec<Span> {
    let mut at = row.start();
    let mut words = Vec::new();
    for word in row.cut(text).split_inclusive(char::is_whitespace) {
        words.push(Span::new(at, at + word.trim_end().len()));
        at += word.len();
    }
    words.retain(|word| !word.is_empty());
    words
}
