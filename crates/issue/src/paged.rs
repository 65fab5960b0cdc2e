//! Contents whose pages stand on rows of their own, below the titles or above them.

use crate::{
    caption::is_caption,
    chars::{half_width, inked, is_latin, number},
    contents::{Draft, Found, is_running},
    entry::{author_row, says_section, section_name, without_bullet},
    row::{Row, RowKind},
};

/// Most rows of one entry, the name of its section among them.
const ROWS: usize = 5;

/// Reads contents that begin at row `start`: at least three pages that do not fall, with a few short
/// rows between any two.
pub(crate) fn read(text: &str, rows: &[Row], start: usize) -> Option<Found> {
    let mut pages: Vec<(usize, u32)> = Vec::new();
    let mut since = 0;
    for (at, row) in rows.iter().enumerate().skip(start) {
        match row.kind {
            RowKind::PageNumber => {
                let last = pages.last().map_or(0, |(_, page)| *page);
                if let Some(page) = lone_page(row.text(text)).filter(|page| *page >= last)
                    && (since > 0 || pages.is_empty())
                {
                    pages.push((at, page));
                    since = 0;
                }
            }
            RowKind::Plain | RowKind::RunningHead if !is_caption(text, row) => {
                since += 1;
                if since > ROWS || is_running(text, row) {
                    break;
                }
            }
            _ => {}
        }
    }
    let (first, _) = *pages.first()?;
    let (last, _) = *pages.last()?;
    let blanks = |at: usize| rows.get(at + 1).map_or(usize::MAX, |row| row.blanks);
    let mut front = rows.get(start..first)?.iter().filter(|row| is_entry(text, row));
    let above = blanks(last) <= blanks(first) && front.all(|row| names_section(text, row));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut claimed = Vec::new();
    let mut section = String::new();
    for (index, (at, page)) in pages.iter().enumerate() {
        let (from, to) = if above {
            let next = pages.get(index + 1).map(|(next, _)| *next);
            (at + 1, next.unwrap_or_else(|| last_group(rows, at + 1)))
        } else {
            let before = index.checked_sub(1).and_then(|before| pages.get(before));
            (before.map_or(start, |(before, _)| before + 1), *at)
        };
        let mut group: Vec<usize> =
            (from..to).filter(|at| rows.get(*at).is_some_and(|row| is_entry(text, row))).collect();
        claimed.extend(group.iter().copied());
        claimed.push(*at);
        let named = |at: &usize| rows.get(*at).filter(|row| names_section(text, row));
        while let [name, _, ..] = group.as_slice()
            && let Some(row) = named(name)
        {
            section = section_of(text, row).unwrap_or(section);
            group.remove(0);
        }
        // below the last title stands the name of the next section, when pages stand above
        let mut next = section.clone();
        while let [_, .., name] = group.as_slice()
            && let Some(row) = named(name).filter(|_| above)
        {
            next = section_of(text, row).unwrap_or(next);
            group.pop();
        }
        drafts.extend(draft(text, rows, &group, *page, &section));
        section = next;
    }
    claimed.sort_unstable();
    (drafts.len() >= 3 && drafts.len() * 4 >= pages.len() * 3).then_some((drafts, claimed))
}

/// Whether the row names a section: with a Latin twin or a mark, or by a few words behind a blank row.
pub(crate) fn names_section(text: &str, row: &Row) -> bool {
    let cut = row.text(text);
    says_section(cut) || is_latin(cut) || (row.blanks > 0 && inked(&section_name(cut).0) <= 6)
}

/// The section's name; a Latin twin on a row of its own is none.
fn section_of(text: &str, row: &Row) -> Option<String> {
    (!is_latin(row.text(text))).then(|| section_name(row.text(text)).0)
}

fn is_entry(text: &str, row: &Row) -> bool {
    matches!(row.kind, RowKind::Plain | RowKind::RunningHead) && !is_caption(text, row)
}

/// Where the rows of the last entry end, when its page stands above it.
fn last_group(rows: &[Row], from: usize) -> usize {
    let rest = rows.iter().skip(from + 1).take(ROWS - 1);
    from + 1 + rest.take_while(|row| row.blanks == 0 && row.kind == RowKind::Plain).count()
}

fn draft(text: &str, rows: &[Row], group: &[usize], page: u32, section: &str) -> Option<Draft> {
    let mut spans = Vec::new();
    let mut authors = Vec::new();
    let mut feed = None;
    for at in group {
        let row = rows.get(*at)?;
        if !spans.is_empty()
            && let Some(names) = author_row(row.text(text))
        {
            authors.extend(names);
            continue;
        }
        spans.extend(feed);
        spans.push(without_bullet(text, row.span));
        feed = Some(row.line_feed(text));
    }
    (!spans.is_empty()).then(|| Draft {
        number: page,
        spans,
        closed: true,
        section: section.to_owned(),
        authors,
        ..Draft::default()
    })
}

/// The page in a row that is nothing but a page.
fn lone_page(row: &str) -> Option<u32> {
    let digits: String = row.chars().map(half_width).filter(char::is_ascii_digit).collect();
    number(&digits)
}

#[cfg(test)]
mod tests {
    use crate::split;

    fn check(text: &str) {
        let issue = split(text);
        let found: Vec<_> = issue
            .contents
            .iter()
            .map(|e| (e.page, e.title.text(), e.authors.join(","), e.section.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Some(3), "春天来了", "张三".to_owned(), "田野"),
                (Some(12), "夏天走了", "李四".to_owned(), "田野"),
                (Some(20), "秋天到了", String::new(), "山林"),
            ]
        );
        assert_eq!(issue.articles.len(), 1);
    }

    const BODY: &str = "\n\n春天来了\n\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n";

    #[test]
    fn pages_below() {
        let contents =
            "目录\n【田野】\n春天来了\n| 张三\n3\n夏天走了 | 李四\n12\n\n【山林】\n秋天到了\n20\n";
        check(&(contents.to_owned() + BODY));
    }

    #[test]
    fn pages_above() {
        let contents =
            "目录\n3\n【田野】\n春天来了 | 张三\n12\n夏天走了\n| 李四\nP20\n【山林】\n秋天到了\n";
        check(&(contents.to_owned() + BODY));
    }
}
