//! Heads that the blank rows announce, where nothing else does: a heading alone between blank rows
//! above a block of paragraphs, or the first row of such a block.

use std::ops::Range;

use crate::{
    head::{Head, Reason},
    line::Ending,
    listed::Marker,
    page::{Page, is_numbered},
};

/// Lines without a blank row between them.
struct Block {
    lines: Range<usize>,
    /// All of them look like headings, and they are few.
    heading: bool,
}

fn blocks(page: &Page<'_>, gap: usize, markers: &[Marker]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut markers = markers.iter().peekable();
    let mut broken = true;
    for at in 0..page.lines.len() {
        while markers.peek().is_some_and(|marker| marker.lines.end <= at) {
            markers.next();
            broken = true;
        }
        if markers.peek().is_some_and(|marker| marker.lines.contains(&at)) {
            continue;
        }
        let line = page.line(at);
        if broken || line.blanks >= gap || line.after_cut || line.opens {
            blocks.push(Block { lines: at..at + 1, heading: false });
        } else if let Some(block) = blocks.last_mut() {
            block.lines.end = at + 1;
        }
        broken = false;
    }
    for block in &mut blocks {
        block.heading =
            block.lines.len() <= 6 && block.lines.clone().all(|at| page.line(at).looks_heading());
    }
    blocks
}

/// The heading lines a block opens with: one, and more where a lead-in or a dash ties them.
fn leading(page: &Page<'_>, block: &Range<usize>) -> Option<Range<usize>> {
    let first = block.start;
    if !page.is_heading(first) || page.byline_at(first).is_some() || block.len() < 2 {
        return None;
    }
    let mut end = first + 1;
    while end < block.end && end < first + 4 && page.is_heading(end) {
        let tied =
            page.line(end - 1).ending == Ending::LeadIn || page.text_at(end).starts_with('—');
        if !tied {
            break;
        }
        end += 1;
    }
    (end < block.end).then_some(first..end)
}

/// Heads of a text whose blocks are articles. Empty when blank rows part paragraphs instead.
pub(crate) fn articles(page: &Page<'_>, markers: &[Marker]) -> Vec<Head> {
    let found = heads(page, &blocks(page, 1, markers), 2);
    if found.is_empty() { heads(page, &blocks(page, 2, markers), 2) } else { found }
}

fn heads(page: &Page<'_>, blocks: &[Block], least: usize) -> Vec<Head> {
    let mut found = Vec::new();
    let (mut bodies, mut lines, mut headed) = (0_usize, 0_usize, 0_usize);
    for (index, block) in blocks.iter().enumerate() {
        if block.heading {
            continue;
        }
        bodies += 1;
        lines += block.lines.len();
        let above =
            index.checked_sub(1).and_then(|at| blocks.get(at)).filter(|above| above.heading);
        let title = match above {
            Some(above) => Some(above.lines.clone()),
            None => leading(page, &block.lines),
        };
        if let Some(title) = title.and_then(|title| without_bylines(page, title)) {
            headed += 1;
            let mut head =
                Head::at(title, Reason::new(0.5, "a heading above a block of paragraphs"));
            head.body = head.title.end;
            found.push(head);
        }
    }
    let numbered = found.iter().filter(|head| is_numbered(&page.text_at(head.title.start))).count();
    let blocky = bodies >= least && lines >= bodies * 2 && headed * 4 >= bodies * 3;
    if blocky && numbered * 2 <= found.len() { found } else { Vec::new() }
}

/// A heading block without the bylines at its end, and without rows that end an article.
fn without_bylines(page: &Page<'_>, mut lines: Range<usize>) -> Option<Range<usize>> {
    while lines.start < lines.end && page.is_tail(lines.start) {
        lines.start += 1;
    }
    while lines.end > lines.start + 1 && page.byline_at(lines.end - 1).is_some() {
        lines.end -= 1;
    }
    (!lines.is_empty() && page.byline_at(lines.start).is_none()).then_some(lines)
}
