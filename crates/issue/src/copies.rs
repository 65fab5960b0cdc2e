//! Contents that are printed again: on a second page, or as a digest of what the issue brings. They
//! list what is listed already, and are no articles.

use std::collections::HashSet;

use crate::{
    ContentsEntry,
    caption::is_caption,
    chars::key,
    contents::is_head,
    entry::{Style, opening},
    row::{Row, RowKind},
};

/// What a row of a copy may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    /// A title with its page.
    Entry,
    /// A title, or a part of one.
    Title,
    /// Another row that the contents have too: a section's name, authors.
    Member,
    /// Page furniture, a caption or the masthead, which may stand anywhere.
    Furniture,
    Other,
}

/// Marks the rows of copies of the contents that are read already.
pub(crate) fn mark(text: &str, rows: &mut [Row], entries: &[ContentsEntry]) {
    let titles: HashSet<String> = entries.iter().map(|entry| key(entry.title.text())).collect();
    let own = rows.iter().filter(|row| row.kind == RowKind::Contents);
    let mut members: HashSet<String> = own.map(|row| key(row.text(text))).collect();
    members.remove("");
    let last = rows.iter().rposition(|row| row.kind == RowKind::Contents);
    let parts: Vec<Part> = rows.iter().map(|row| part(text, row, &titles, &members)).collect();
    let mut at = last.map_or(rows.len(), |last| last + 1);
    while at < rows.len() {
        let Some(end) = run(text, rows, &parts, at) else {
            at += 1;
            continue;
        };
        for row in rows.get_mut(at..end).unwrap_or_default() {
            row.kind = match row.kind {
                RowKind::Plain if is_caption(text, row) => RowKind::Caption,
                RowKind::Plain | RowKind::RunningHead => RowKind::Contents,
                other => other,
            };
        }
        at = end;
    }
}

fn part(text: &str, row: &Row, titles: &HashSet<String>, members: &HashSet<String>) -> Part {
    const LONGEST: usize = 120;
    match row.kind {
        RowKind::Plain | RowKind::RunningHead => {}
        // a masthead printed again stands beside the contents, or between their rows
        RowKind::PageNumber | RowKind::Separator | RowKind::Caption | RowKind::Masthead => {
            return Part::Furniture;
        }
        RowKind::Contents => return Part::Other,
    }
    if is_caption(text, row) {
        return Part::Furniture;
    }
    if row.chars > LONGEST {
        return Part::Other;
    }
    if is_head(text, row) {
        return Part::Head;
    }
    let whole = key(row.text(text));
    let styles = [Style::PageFirst, Style::PageLast, Style::Ordinal];
    let opened = styles.iter().filter_map(|style| opening(text, row.span, *style));
    let again = members.contains(&whole);
    for opened in opened {
        if again || titles.contains(&key(opened.rest.cut(text))) {
            return Part::Entry;
        }
    }
    match (titles.contains(&whole), again) {
        (true, _) => Part::Title,
        (_, true) => Part::Member,
        _ if row.kind == RowKind::RunningHead => Part::Furniture,
        _ => Part::Other,
    }
}

/// Where a copy that begins at row `start` ends.
fn run(text: &str, rows: &[Row], parts: &[Part], start: usize) -> Option<usize> {
    /// Rows without a title that may follow each other.
    const PATIENCE: usize = 64;
    let first = *parts.get(start)?;
    if !matches!(first, Part::Head | Part::Entry) {
        return None;
    }
    let mut seen: HashSet<String> = HashSet::new();
    let (mut entries, mut listed, mut end) = (0_usize, 0_usize, start + 1);
    let mut listed_at = start;
    for (at, part) in parts.iter().enumerate().skip(start) {
        if at > listed_at + PATIENCE {
            break;
        }
        let tight = rows.get(at).is_some_and(|row| row.blanks == 0);
        match part {
            Part::Head if at == start || seen.is_empty() => end = at + 1,
            Part::Member if entries == 0 || tight => end = at + 1,
            Part::Furniture | Part::Member => {}
            Part::Entry | Part::Title => {
                let row = rows.get(at)?;
                let below = parts.get(at + 1).copied().unwrap_or(Part::Other);
                // a title above its text is an article's
                let title = *part == Part::Title
                    && (entries > 0 && !tight || below == Part::Other && row.blanks > 0);
                if title || !seen.insert(key(row.text(text))) {
                    break;
                }
                entries += usize::from(*part == Part::Entry);
                listed += 1;
                listed_at = at;
                end = at + 1;
            }
            Part::Head | Part::Other => break,
        }
    }
    let enough = if first == Part::Head { listed >= 2 } else { entries >= 2 };
    enough.then_some(end)
}

#[cfg(test)]
mod tests {
    use crate::split;

    const LIST: &str = "04 山谷里的旧磨坊\n09 河边的老渡口\n15 一个冬天的修补\n\n";

    fn check(front: &str) {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，天黑了也不肯回家去。";
        let titles = ["山谷里的旧磨坊", "河边的老渡口", "一个冬天的修补"];
        let articles = titles.map(|title| format!("{title}\n\n{body}\n\n{body}\n\n")).concat();
        let issue = split(&[front, &articles].concat());
        let listed: Vec<_> =
            issue.contents.iter().map(|e| (e.title.text(), e.article_index)).collect();
        assert_eq!(listed, [0, 1, 2].map(|at| (titles[at], Some(at))), "{front}");
        let found: Vec<_> =
            issue.articles.iter().map(|a| (a.title.text(), a.paragraphs.len())).collect();
        assert_eq!(found, titles.map(|title| (title, 2)), "{front}");
    }

    #[test]
    fn copies_are_contents_too() {
        check(&format!("目录\n{LIST}目录\n{LIST}"));
        check(&format!("目录\n{LIST}本期导读\n{LIST}"));
        check(&format!("目录\n{LIST}{LIST}"));
        check(&format!("目录\n{LIST}- 2 -\n\n目录\n{LIST}- 3 -\n\n"));
        let bare = "山谷里的旧磨坊\n河边的老渡口\n一个冬天的修补\n\n";
        check(&format!("目录\n{LIST}本期导读\n{bare}"));
        check(&format!("目录\n{bare}本期导读\n{bare}"));
        let behind = "山谷里的旧磨坊 4\n河边的老渡口 9\n一个冬天的修补 15\n\n";
        check(&format!("目录\n{LIST}目录\n{behind}"));
        check(&format!("目录\n{behind}- 2 -\n\n目录\n{behind}- 3 -\n\n"));
    }

    #[test]
    fn the_seed_with_its_contents_twice() {
        let text = include_str!("../../../seeds/market-regulation-2023-13.txt");
        let once = split(text);
        let end = once.contents_spans.iter().map(|span| span.end()).max().unwrap();
        let copy: Vec<&str> = once.contents_spans.iter().map(|span| span.cut(text)).collect();
        let (front, back) = text.split_at(end);
        let issue = split(&[front, "\n\n", &copy.join("\n"), back].concat());
        assert_eq!(issue.contents.len(), once.contents.len());
        assert_eq!(issue.articles.len(), once.articles.len());
    }

    #[test]
    fn the_seed_with_masthead_and_contents_twice() {
        let text = include_str!("../../../seeds/market-regulation-2023-13.txt");
        let once = split(text);
        let masthead = once.masthead.as_ref().unwrap();
        let taken = once.contents_spans.iter().chain(&masthead.spans);
        let (start, end) = taken.fold((text.len(), 0), |(start, end), span| {
            (start.min(span.start()), end.max(span.end()))
        });
        let issue = split(&[text.get(..end).unwrap(), "\n\n", text.get(start..).unwrap()].concat());
        assert_eq!(issue.contents.len(), once.contents.len());
        let articles = |issue: &crate::Issue| -> Vec<(String, usize)> {
            let all = issue.articles.iter();
            all.map(|a| (a.title.text().to_owned(), a.paragraphs.len())).collect()
        };
        assert_eq!(articles(&issue), articles(&once));
        assert_eq!(issue.masthead.unwrap().fields.len(), 2 * masthead.fields.len());
    }
}
