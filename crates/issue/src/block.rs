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
    if !page.is_heading(first) || page.is_signed(first) || block.len() < 2 {
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
    let regular = bodies >= least && lines >= bodies * 2 && headed * 4 >= bodies * 3;
    if regular && numbered * 2 <= found.len() { found } else { Vec::new() }
}

/// A heading block without the bylines at its end, and without rows that end an article.
fn without_bylines(page: &Page<'_>, mut lines: Range<usize>) -> Option<Range<usize>> {
    while lines.start < lines.end && page.is_tail(lines.start) {
        lines.start += 1;
    }
    while lines.end > lines.start + 1 && page.byline_at(lines.end - 1).is_some() {
        lines.end -= 1;
    }
    (!lines.is_empty() && !page.is_signed(lines.start)).then_some(lines)
}

#[cfg(test)]
mod tests {
    use crate::split;

    fn check(text: &str, expected: &[&str]) {
        let issue = split(text);
        let found: Vec<&str> = issue.articles.iter().map(|a| a.title.text()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_heading_above_each_block() {
        let first = "春天来了\n\n田里的人多了起来。\n大家都很高兴。\n\n";
        let second = "夏天——\n走了\n\n天气一天天凉了。\n大家穿上了毛衣。\n";
        check(&[first, second].concat(), &["春天来了", "夏天—— 走了"]);
    }

    #[test]
    fn the_first_row_of_each_block() {
        let first = "春天来了\n田里的人多了起来。\n大家都很高兴。\n\n";
        let second = "夏天走了\n天气一天天凉了。\n大家穿上了毛衣。\n";
        check(&[first, second].concat(), &["春天来了", "夏天走了"]);
    }

    #[test]
    fn wide_gaps_part_articles_when_blank_rows_part_paragraphs() {
        let paragraphs = "田里的人多了起来。\n\n小标题\n\n大家都很高兴。\n\n天黑了。";
        check(
            &format!("春天来了\n\n{paragraphs}\n\n\n\n夏天走了\n\n{paragraphs}\n"),
            &["春天来了", "夏天走了"],
        );
    }

    #[test]
    fn subheads_between_blank_rows_are_no_articles() {
        let text = "春天来了\n\n田里的人多了。\n\n播种\n\n大家都很忙。\n\n收获\n\n大家都很高兴。\n";
        check(text, &["春天来了"]);
    }
}
