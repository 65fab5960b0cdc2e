//! Takes references apart that stand on one row.

use tiyao_text::{Excerpt, Span};

use crate::{
    chars::is_blank,
    matter::{Numbering, item},
};

/// `[1] … [2] …` as one excerpt for each number, where the numbers go on one by one; a heading
/// before the first one is an excerpt of its own.
pub(crate) fn split(source: &str, excerpt: Excerpt) -> Vec<Excerpt> {
    let text = excerpt.text();
    let mut starts = Vec::new();
    let mut next = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let opens = matches!(c, '[' | '［' | '〔');
        let bounded = is_blank(before) || ".．。；;：:】]］".contains(before);
        before = c;
        if !opens || !bounded {
            continue;
        }
        if let Some((Numbering::Bracketed, number, _)) = text.get(at..).and_then(item)
            && next.is_none_or(|next| next == number)
        {
            starts.push(at);
            next = Some(number + 1);
        }
    }
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    if starts.len() < 2 {
        return vec![excerpt];
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| Span::new(*start, end).trimmed(text));
    parts.map(|part| excerpt.part(source, part)).collect()
}
