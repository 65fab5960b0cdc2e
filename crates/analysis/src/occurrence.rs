use std::ops::Range;

use tiyao_text::{Normalized, Span, normalize_as};

use crate::candidate::{Candidate, Candidates, is_quoted_name};
use crate::reading::Zone;
use crate::{Occurrence, Reading};

/// Every place of a candidate, traced to the source, and its text as it is first written.
pub(crate) fn occurrences(
    reading: &Reading,
    candidates: &Candidates,
    candidate: &Candidate,
) -> (String, Vec<Occurrence>) {
    let cuts = candidates.named(candidate).map_or(&[][..], |named| named.cuts.as_slice());
    let cuts = cuts.iter().copied().chain(std::iter::repeat([0, 0]));
    let mut text = String::new();
    let mut occurrences = Vec::new();
    // a sentence's way back is made once for all the places in it
    let mut current: Option<(usize, Normalized)> = None;
    for (words, cut) in candidates.places(candidate).zip(cuts) {
        let number = reading.sentences.partition_point(|s| s.words.end <= words.start);
        let Some(sentence) = reading.sentences.get(number) else { continue };
        let Some(block) = reading.block_of(sentence) else { continue };
        let written = reading.written(sentence);
        let span = if sentence.plain {
            matched_span(reading, written, &words, cut)
        } else {
            if current.as_ref().is_none_or(|(at, _)| *at != number) {
                current = Some((number, normalize_as(written, reading.language())));
            }
            let Some((_, normalized)) = &current else { continue };
            let span = matched_span(reading, normalized.text(), &words, cut);
            whole_characters(written, normalized.trace(span))
        };
        let span = span.shifted(sentence.span.start());
        if text.is_empty() && words == candidate.words {
            span.cut(block.excerpt.text()).clone_into(&mut text);
        }
        let spans = block.excerpt.trace(span);
        occurrences.push(Occurrence { in_title: block.zone == Zone::Title, spans });
    }
    (text, occurrences)
}

/// Where a run of words stands in its sentence's matched text, without so many bytes of its first
/// and of its last word.
fn matched_span(
    reading: &Reading,
    matched: &str,
    words: &Range<usize>,
    [head, tail]: [usize; 2],
) -> Span {
    let words = reading.words.get(words.clone()).unwrap_or_default();
    let mut start = words.first().map_or(0, |word| word.span().start() + head);
    if head == 0 && is_quoted_name(words) {
        // the name needs the mark that opens it, since it has the one that closes
        let before = matched.get(..start).unwrap_or_default();
        start -= before.chars().next_back().map_or(0, char::len_utf8);
    }
    let end = words.last().map_or(0, |word| word.span().end().saturating_sub(tail));
    Span::new(start, end.max(start))
}

/// A word may begin within what one character was normalized to: it gets all of the character.
fn whole_characters(written: &str, span: Span) -> Span {
    Span::new(written.floor_char_boundary(span.start()), written.ceil_char_boundary(span.end()))
}
