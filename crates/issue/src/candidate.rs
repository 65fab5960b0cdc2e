//! Headings above running text that nothing else announces: any of them may begin an article.

use std::{collections::HashSet, ops::Range};

use crate::{
    head::Head,
    line::Ending,
    listed::Marker,
    look::is_note,
    page::{Page, is_numbered},
};

/// Most rows of a title.
const ROWS: usize = 4;
/// So many headings at each end of a stretch are looked at: a longer one is a list or a poem.
const EDGE: usize = 3;

/// The headings in each stretch of rows that are no running text, with running text below.
pub(crate) fn headings(page: &Page<'_>, markers: &[Marker], parts: &HashSet<usize>) -> Vec<Head> {
    let mut found = Vec::new();
    let mut markers = markers.iter().peekable();
    let mut at = 0;
    while at < page.lines.len() {
        while markers.peek().is_some_and(|marker| marker.lines.end <= at) {
            markers.next();
        }
        if let Some(marker) = markers.peek().filter(|marker| marker.lines.contains(&at)) {
            at = marker.lines.end;
            continue;
        }
        if page.is_running(at) || page.opens_part(at) || parts.contains(&at) {
            at += 1;
            continue;
        }
        let stop = markers.peek().map_or(page.lines.len(), |marker| marker.lines.start);
        let mut end = at;
        while end < stop && !page.is_running(end) && !page.opens_part(end) && !parts.contains(&end)
        {
            end += 1;
        }
        if end < page.lines.len() && page.is_running(end) {
            let blocks = titles(page, at..end);
            let inner = EDGE..blocks.len().saturating_sub(EDGE);
            let outer = blocks.into_iter().enumerate().filter(|(at, _)| !inner.contains(at));
            found.extend(outer.map(|(_, title)| Head {
                body: title.end,
                title,
                ..Head::default()
            }));
        }
        at = end;
    }
    found
}

/// The runs of rows among `zone` that could be titles.
fn titles(page: &Page<'_>, zone: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = zone.start;
    while at < zone.end {
        let start = at;
        at += 1;
        if !page.is_heading(start)
            || page.is_signed(start)
            || page.is_exhibit(start)
            || is_note(page, start)
            || follows_open(page, start)
        {
            continue;
        }
        while at < zone.end && goes_on(page, at) {
            at += 1;
        }
        if at - start <= ROWS {
            found.push(start..at);
        }
    }
    found
}

/// Whether the heading at `at` goes on with the title above it.
fn goes_on(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    line.blanks == 0
        && line.level == 0
        && !line.after_cut
        && !line.opens
        && page.is_heading(at)
        && !page.is_signed(at)
        && !page.is_exhibit(at)
        && !is_numbered(&page.text_at(at))
}

/// Whether the row above is unfinished, so that this one goes on with it; or cut by a page's end, and
/// this one ends as a sentence does.
fn follows_open(page: &Page<'_>, at: usize) -> bool {
    let Some(before) = page.before(at) else { return false };
    let line = page.line(at);
    let cut = before.ending == Ending::Word && !before.looks_heading() && line.after_page;
    cut && page.is_cut_by_page(at - 1) && page.text_at(at).trim_end().ends_with(['！', '？'])
        || before.ending == Ending::Open && !line.after_cut && line.blanks == 0
}
