//! Splitting loses nothing: whatever the text, each character that leaves ink is in an article, the
//! contents, the masthead, a caption or furniture; each excerpt is what its spans cut; articles
//! follow one another.
//!
//! Run with `cargo +nightly fuzz run split`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiyao_issue::{Issue, split};
use tiyao_text::{Excerpt, Span};

fuzz_target!(|text: &str| {
    let issue = split(text);
    for excerpt in excerpts(&issue) {
        let joined: String = excerpt
            .spans()
            .iter()
            .map(|span| text.get(span.start()..span.end()).expect("a span cuts at characters"))
            .collect();
        assert_eq!(joined.replace('\n', " "), excerpt.text());
    }
    for pair in issue.articles.windows(2) {
        if let [article, next] = pair {
            assert!(article.span.end() <= next.span.start(), "articles overlap");
        }
    }
    let mut kept = vec![false; text.len()];
    for span in kept_spans(&issue) {
        for kept in kept.iter_mut().take(span.end()).skip(span.start()) {
            *kept = true;
        }
    }
    for (at, c) in text.char_indices().filter(|(_, c)| inked(*c)) {
        assert!(kept.get(at).copied().unwrap_or(false), "{c:?} at {at} is lost");
    }
});

fn excerpts(issue: &Issue) -> impl Iterator<Item = &Excerpt> {
    let contents = issue.contents.iter().map(|entry| &entry.title);
    let captions = issue.captions.iter().map(|caption| &caption.text);
    let articles = issue.articles.iter().flat_map(|article| {
        std::iter::once(&article.title).chain(article.paragraphs.iter().map(|p| &p.excerpt))
    });
    contents.chain(captions).chain(articles)
}

fn kept_spans(issue: &Issue) -> impl Iterator<Item = Span> {
    let masthead = issue.masthead.iter().flat_map(|masthead| &masthead.spans);
    masthead
        .chain(&issue.contents_spans)
        .chain(issue.captions.iter().flat_map(|caption| &caption.spans))
        .chain(&issue.furniture)
        .chain(issue.articles.iter().map(|article| &article.span))
        .copied()
}

/// Whether `c` leaves ink: no white space, no control, no zero-width mark, no private use.
fn inked(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}'))
}
