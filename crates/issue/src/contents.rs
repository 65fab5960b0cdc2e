//! Finds the contents and reads their entries.
//!
//! The contents go on as long as entries come: captions, mastheads and page furniture between them
//! are skipped, rows without a page continue an entry or name a section or a topic, and the first
//! row of running text ends them.

use tiyao_text::{Excerpt, Span};

use crate::{
    ContentsEntry, bare,
    caption::is_caption,
    chars::{key, squeezed},
    copies,
    entry::{Habits, Style, bracketed_names, has_bar, opening, title_and_authors},
    line::{Ending, ending},
    linked, numbered, paged,
    row::{Row, RowKind},
    wrap::Wrap,
};

/// The contents of an issue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) entries: Vec<ContentsEntry>,
    /// For each entry, the one it is a part of: `（1）…` under `8.…`.
    pub(crate) parents: Vec<Option<usize>>,
    /// Whether there is a heading such as 目录.
    pub(crate) headed: bool,
}

impl Contents {
    fn append(&mut self, more: Self) {
        let count = self.entries.len();
        self.entries.extend(more.entries);
        self.parents.extend(more.parents.iter().map(|parent| parent.map(|at| at + count)));
    }
}

/// An entry while its rows are collected.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) number: u32,
    pub(crate) nested: bool,
    pub(crate) spans: Vec<Span>,
    pub(crate) closed: bool,
    pub(crate) section: String,
    pub(crate) topic: String,
    /// Authors that stand on a row of their own.
    pub(crate) authors: Vec<String>,
}

/// Finds the contents, marks their rows and the captions between them. A text may hold several
/// issues: contents below the same heading are read too.
pub(crate) fn read(text: &str, rows: &mut [Row], wrap: Wrap) -> Contents {
    /// Headings below which no contents were found, before the search is given up.
    const FAILURES: usize = 4;
    const MOST: usize = 400;
    const LEAST: usize = 3;
    let heads: Vec<usize> = (0..rows.len())
        .filter(|at| rows.get(*at).is_some_and(|row| is_head(text, row)))
        .take(MOST)
        .collect();
    let mut found: Option<(String, Contents)> = None;
    let mut failures = 0;
    for head in heads {
        let Some(row) = rows.get(head).filter(|row| row.kind == RowKind::Plain) else { continue };
        let name = key(row.text(text));
        if failures == FAILURES || found.as_ref().is_some_and(|(first, _)| *first != name) {
            continue;
        }
        let least = if found.is_some() { LEAST } else { 0 };
        match (from(text, rows, wrap, head + 1, Some(head), least), &mut found) {
            (None, _) => failures += 1,
            (Some(more), Some((_, contents))) => contents.append(more),
            (Some(first), None) => {
                copies::mark(text, rows, &first.entries);
                found = Some((name, first));
            }
        }
    }
    if let Some((_, contents)) = found {
        return contents;
    }
    let contents = headless(text, rows, wrap).unwrap_or_default();
    copies::mark(text, rows, &contents.entries);
    contents
}

/// Contents without a heading: at least five entries with growing pages before any running text.
fn headless(text: &str, rows: &mut [Row], wrap: Wrap) -> Option<Contents> {
    for style in [Style::PageFirst, Style::PageLast] {
        let mut first = None;
        let mut pages = Vec::new();
        for (at, row) in rows.iter().enumerate().take(120) {
            if is_running(text, row) {
                break;
            }
            if row.kind == RowKind::Plain
                && let Some(found) = opening(text, row.span, style)
            {
                first = first.or(Some(at));
                pages.push(found.number);
            }
        }
        let grows = pages.windows(2).filter(|pair| pair.first() <= pair.last()).count();
        let spread = pages.last().zip(pages.first()).is_some_and(|(last, first)| *last > first + 3);
        if pages.len() >= 5 && grows + 1 == pages.len() && spread {
            return from(text, rows, wrap, first?, None, 0);
        }
    }
    None
}

/// Whether the row is a heading such as 目录 or CONTENTS.
pub(crate) fn is_head(text: &str, row: &Row) -> bool {
    if row.kind != RowKind::Plain || row.chars > 24 {
        return false;
    }
    let key = key(row.text(text));
    let bare =
        key.strip_prefix("contents").or_else(|| key.strip_suffix("contents")).unwrap_or(&key);
    matches!(
        bare,
        "目录"
            | "目次"
            | "目錄"
            | "总目录"
            | "本期目录"
            | "本期要目"
            | "要目"
            | "本期导读"
            | "导读"
            | "今日导读"
            | "本期内容"
            | "本期主要内容"
            | "本期节目主要内容"
            | "内容导航"
            | "本期看点"
            | "tableof"
            | "导航"
    ) || (bare.is_empty() && key == "contents")
}

/// Whether the row is running text: long, or a whole sentence.
pub(crate) fn is_running(text: &str, row: &Row) -> bool {
    let sentence = || ending(row.text(text)) == Ending::Sentence && row.text(text).contains('。');
    row.kind == RowKind::Plain
        && ((row.chars >= 60 && row.text(text).contains('。')) || (row.chars >= 30 && sentence()))
        && !is_caption(text, row)
}

/// The style that most rows of the window have.
fn style(text: &str, rows: &[Row], start: usize, wrap: Wrap) -> Option<Style> {
    let mut counts = [0_usize; 3];
    let styles = [Style::PageFirst, Style::PageLast, Style::Ordinal];
    let mut before: Option<&Row> = None;
    for row in rows.get(start..)?.iter().take(3000) {
        if row.kind != RowKind::Plain {
            continue;
        }
        let matched: Vec<bool> =
            styles.iter().map(|style| opening(text, row.span, *style).is_some()).collect();
        let wrapped = before.is_some_and(|before| wrap.is_full(before) && row.blanks == 0);
        if is_running(text, row) && !matched.contains(&true) && !wrapped {
            break;
        }
        for (count, matched) in counts.iter_mut().zip(matched) {
            *count += usize::from(matched);
        }
        before = Some(row);
    }
    let (style, count) = styles.into_iter().zip(counts).rev().max_by_key(|(_, count)| *count)?;
    (count >= 2).then_some(style)
}

/// Reads contents of at least `floor` entries that begin at row `start`.
fn from(
    text: &str,
    rows: &mut [Row],
    wrap: Wrap,
    start: usize,
    head: Option<usize>,
    floor: usize,
) -> Option<Contents> {
    let linked = linked::read(text, rows, start);
    let found = match style(text, rows, start, wrap).filter(|_| linked.is_none()) {
        Some(style) => numbered::read(text, rows, wrap, start, style),
        None => linked,
    };
    let count = found.as_ref().map_or(0, |(drafts, _)| drafts.len());
    let found = paged::read(text, rows, start).filter(|(drafts, _)| drafts.len() > count).or(found);
    let (drafts, claimed) = found.or_else(|| bare::read(text, rows, start))?;
    if drafts.len() < floor {
        return None;
    }
    let last = *claimed.last()?;
    let joined: Vec<Excerpt> =
        drafts.iter().map(|draft| Excerpt::cut(text, draft.spans.iter().copied())).collect();
    let bracketed = joined.iter().filter(|entry| bracketed_names(entry.text()).is_some()).count();
    let bars = claimed.iter().any(|at| rows.get(*at).is_some_and(|row| has_bar(row.text(text))));
    let habits = Habits { slashes: !bars, brackets: bracketed * 5 >= joined.len() * 3 };
    for row in rows.get_mut(start..last).unwrap_or_default() {
        if row.kind == RowKind::Plain && is_caption(text, row) {
            row.kind = RowKind::Caption;
        }
    }
    for at in head.into_iter().chain(claimed) {
        if let Some(row) = rows.get_mut(at) {
            row.kind = RowKind::Contents;
        }
    }
    let mut contents = Contents { headed: head.is_some(), ..Contents::default() };
    let mut parent = None;
    for (draft, joined) in drafts.into_iter().zip(&joined) {
        let (title, mut authors) = title_and_authors(text, joined, habits);
        authors.extend(draft.authors);
        if draft.nested {
            contents.parents.push(parent);
        } else {
            parent = Some(contents.entries.len());
            contents.parents.push(None);
        }
        let page = (draft.number > 0).then_some(draft.number);
        let (section, topic) = (draft.section, draft.topic);
        contents.entries.push(ContentsEntry {
            title,
            page,
            authors,
            section,
            topic,
            article_index: None,
        });
    }
    Some(contents)
}

/// What a walk over the contents found: the entries, and the rows that are theirs.
pub(crate) type Found = (Vec<Draft>, Vec<usize>);

/// `第03版`, `第3版：要闻`: the name of a newspaper's page.
pub(crate) fn is_edition(cut: &str) -> bool {
    let squeezed = squeezed(cut);
    let Some(rest) = squeezed.strip_prefix('第') else { return false };
    let Some((number, name)) = rest.split_once('版') else { return false };
    let plain = number.chars().all(char::is_numeric);
    let written = number.chars().all(|c| "一二三四五六七八九十".contains(c));
    let parted = name.is_empty() || name.starts_with(['：', ':', '（', '·', '|']);
    let named = name.chars().count() <= 10;
    (1..=4).contains(&number.chars().count()) && named && (plain || (written && parted))
}

#[cfg(test)]
mod tests {
    use super::{Contents, is_edition, read};
    use crate::{furniture, row::inked_rows, wrap::wrap};

    fn contents(text: &str) -> Contents {
        let mut rows = inked_rows(text);
        furniture::mark(text, &mut rows);
        let wrap = wrap(text, &rows);
        read(text, &mut rows, wrap)
    }

    fn check(text: &str, expected: &[(Option<u32>, &str, &str, &str, &str)]) {
        let found = contents(text);
        let found: Vec<_> = found
            .entries
            .iter()
            .map(|e| {
                (e.page, e.title.text(), e.authors.join(","), e.section.as_str(), e.topic.as_str())
            })
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(p, t, a, s, o)| (*p, *t, (*a).to_owned(), *s, *o)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_magazine() {
        check(
            "目录 CONTENTS\n\n要闻 NEWS\n\n05 春日要闻\n\n本期话题 FOCUS TOPIC\n\n春耕\n\n08 种下\n\n希望的种子\n\n\
             | 张三 李四\n\n时间的计量\n\n历法\n\n12 冬至 | 王五\n\n- 30 夏至 | 某县气象局\n\n正文从这里开始，这是一个很长的句子，\
             它一直写到句号为止，所以它不是目录的一部分。\n",
            &[
                (Some(5), "春日要闻", "", "要闻", ""),
                (Some(8), "种下 希望的种子", "张三,李四", "本期话题", "春耕"),
                (Some(12), "冬至", "王五", "时间的计量", "历法"),
                (Some(30), "夏至", "某县气象局", "时间的计量", "历法"),
            ],
        );
    }

    #[test]
    fn ordinals_with_parts() {
        let text = "本期节目主要内容：\n1.春天来了；\n2.快讯：\n（1）夏天来了；\n（2）秋天来了。\n\n春天来了\n春天真的来了。\n";
        check(
            text,
            &[
                (None, "春天来了", "", "", ""),
                (None, "快讯", "", "", ""),
                (None, "夏天来了", "", "", ""),
                (None, "秋天来了", "", "", ""),
            ],
        );
        assert_eq!(contents(text).parents, [None, None, Some(1), Some(1)]);
    }

    #[test]
    fn pages_behind_titles_and_bare_titles() {
        check(
            "目　录\n要闻\n春天来了……张三 1\n夏天来了……李四 12\n\n春天来了\n",
            &[
                (Some(1), "春天来了", "张三", "要闻", ""),
                (Some(12), "夏天来了", "李四", "要闻", ""),
            ],
        );
        check(
            "目录\n春天来了\n夏天走了\n\n春天来了\n春天真的来了，大家都很高兴，于是一起出门去看花。\n",
            &[(None, "春天来了", "", "", ""), (None, "夏天走了", "", "", "")],
        );
    }

    #[test]
    fn two_issues_in_one_text() {
        let issue = |first: &str| {
            format!(
                "目录\n1 {first}来了\n4 {first}走了\n9 {first}又来\n\n{first}来了\n\n{}\n\n",
                "田里的人多了起来，大家都在忙着。".repeat(4)
            )
        };
        let found = contents(&[issue("春天"), issue("秋天")].concat());
        let titles: Vec<&str> = found.entries.iter().map(|entry| entry.title.text()).collect();
        assert_eq!(
            titles,
            ["春天来了", "春天走了", "春天又来", "秋天来了", "秋天走了", "秋天又来"]
        );
    }

    #[test]
    fn no_contents() {
        check("春天来了\n\n1 引言\n春天。\n", &[]);
        assert!(is_edition("第03版") && is_edition("第 3 版：要闻") && !is_edition("第三版的序"));
    }
}
