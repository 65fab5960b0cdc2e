//! Heads that the page itself announces: bylines below titles, abstracts, running heads of single
//! articles, end marks, Markdown.

use std::ops::Range;

use crate::{
    ArticleKind,
    byline::Form,
    head::{Head, Reason, weight},
    line::Ending,
    listed::Marker,
    page::{Page, is_numbered},
};

/// The lines above `below` that make a title: headings with no blank row between them.
fn title_above(page: &Page<'_>, below: usize, markers: &[Marker]) -> Option<Range<usize>> {
    const ROWS: usize = 4;
    let mut start = below;
    while start > 0 && below - start < ROWS {
        let line = page.line(start);
        let apart =
            line.blanks > 1 || (line.blanks > 0 && start < below) || line.opens || line.after_cut;
        let marker = markers.binary_search_by(|marker| marker.lines.end.cmp(&start));
        // right above a byline a title may be longer than headings are elsewhere
        let heading =
            page.is_heading(start - 1) || (start == below && is_long_title(page, start - 1));
        let fits = heading && page.byline_at(start - 1).is_none() && !page.is_exhibit(start - 1);
        let level = page.line(start - 1).level;
        if apart || marker.is_ok() || !fits || (level > 0 && start < below) {
            break;
        }
        start -= 1;
    }
    // a heading right behind an unfinished row is no title
    let stands = page.before(start).is_none_or(|before| before.ending != Ending::Open);
    (start < below && stands).then_some(start..below)
}

/// Whether the line may be a title of several rows joined into one.
fn is_long_title(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    line.chars <= 120 && !line.stops && line.commas <= 4 && matches!(line.ending, Ending::Word)
}

/// Titles with a byline below them.
pub(crate) fn bylines(page: &Page<'_>, markers: &[Marker]) -> Vec<Head> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.lines.len() {
        let Some(byline) = page.byline_at(at) else {
            at += 1;
            continue;
        };
        let below = page.is_running(at + 1)
            || page.is_abstract(at + 1)
            || page.byline_at(at + 1).is_some()
            || page.line(at).blanks == 0;
        if below
            && at + 1 < page.lines.len()
            && let Some(title) = title_above(page, at, markers)
        {
            let first = page.line(title.start);
            let free = first.blanks > 0
                || first.after_cut
                || first.opens
                || page.before(title.start).is_none_or(|before| before.end_mark);
            let sure = byline.form < Form::Affiliated;
            if sure || (free && !is_numbered(&page.text_at(title.start))) {
                let mut head = Head::at(
                    title,
                    Reason::new(weight(byline.form), "a byline stands below the title"),
                );
                head.body = at + 1;
                found.push(head);
            }
        }
        at += 1;
        while page.byline_at(at).is_some() {
            at += 1;
        }
    }
    found
}

/// Titles right below a running head that opens articles, in a dump of single articles.
pub(crate) fn opened(page: &Page<'_>) -> Vec<Head> {
    const ROWS: usize = 3;
    let mut found = Vec::new();
    let opens = (0..page.lines.len()).filter(|at| page.line(*at).opens);
    let all = opens.clone().count();
    for at in opens {
        let mut end = at;
        while end < at + ROWS
            && page.is_heading(end)
            && (end == at
                || (page.byline_at(end).is_none()
                    && page.line(end).blanks == 0
                    && !is_numbered(&page.text_at(end))))
        {
            end += 1;
        }
        if end > at {
            found.push(Head::at(
                at..end,
                Reason::new(0.7, "a running head that opens articles stands above"),
            ));
        }
    }
    // a head that stands on every page says nothing about articles
    if found.len() * 3 >= all * 2 { found } else { Vec::new() }
}

/// Titles above an abstract.
pub(crate) fn abstracts(page: &Page<'_>, markers: &[Marker]) -> Vec<Head> {
    const ROWS: usize = 5;
    let mut found = Vec::new();
    let mut last = 0;
    for at in 0..page.lines.len() {
        if !page.is_abstract(at) || page.text_at(at).starts_with(['A', 'a']) {
            continue;
        }
        let mut below = at;
        while below > last
            && at - below < ROWS
            && (page.byline_at(below - 1).is_some()
                || page.text_at(below - 1).starts_with(['（', '(']))
        {
            below -= 1;
        }
        if below > last
            && below < at
            && let Some(title) = title_above(page, below, markers)
        {
            let mut head =
                Head::at(title, Reason::new(0.7, "an abstract stands below title and byline"));
            head.body = at;
            found.push(head);
        }
        last = at + 1;
    }
    found
}

/// Headings behind an article's end: its end mark, its desk editor, its source.
pub(crate) fn after_ends(page: &Page<'_>, markers: &[Marker]) -> Vec<Head> {
    let mut found = Vec::new();
    let mut markers = markers.iter().peekable();
    let mut ended = false;
    let mut at = 0;
    while at < page.lines.len() {
        while markers.peek().is_some_and(|marker| marker.lines.end <= at) {
            markers.next();
        }
        if markers.peek().is_some_and(|marker| marker.lines.contains(&at)) {
            at += 1;
            continue;
        }
        if page.is_tail(at) || (page.line(at).end_mark && page.is_running(at)) {
            ended = true;
            at += 1;
            continue;
        }
        if ended && page.is_heading(at) && page.byline_at(at).is_none() && !page.is_exhibit(at) {
            let mut end = at + 1;
            while end < at + 4
                && page.is_heading(end)
                && page.line(end).blanks == 0
                && page.byline_at(end).is_none()
            {
                end += 1;
            }
            // who wrote it may stand between an article's end and its references
            if !page.opens_part(end) {
                found.push(Head::at(
                    at..end,
                    Reason::new(0.5, "an end mark or a desk editor stands above"),
                ));
            }
            at = end;
        } else {
            at += 1;
        }
        ended = false;
    }
    found
}

/// Editorial notes without a heading: text that says what it is, between an article's end and the
/// next article's title.
pub(crate) fn notes(page: &Page<'_>, heads: &[Head]) -> Vec<Head> {
    const LINES: usize = 3;
    let mut found = Vec::new();
    for pair in heads.windows(2) {
        let [head, next] = pair else { continue };
        let first = next.start().saturating_sub(LINES).max(head.body + 1);
        let note = (first..next.start()).find(|at| {
            let line = page.line(*at);
            let apart = line.blanks > 0 || line.after_cut || line.after_page;
            let ended = page
                .before(*at)
                .is_some_and(|before| before.end_mark || before.ending == Ending::Sentence)
                || page.is_tail(at - 1);
            line.chars > 12 && apart && ended && page.opens_note(*at)
        });
        if let Some(at) = note {
            let mut note = Head::at(at..at, Reason::new(0.5, "the text says it is a note"));
            note.kind = ArticleKind::EditorialNote;
            found.push(note);
        }
    }
    found
}

/// Markdown headings of the level that articles have: the highest one below which text stands, and
/// not merely another heading.
pub(crate) fn markdown(page: &Page<'_>) -> Vec<Head> {
    let mut counts = [(0_usize, 0_usize); 7];
    let headings: Vec<usize> =
        (0..page.lines.len()).filter(|at| page.line(*at).level > 0).collect();
    for at in &headings {
        let below = page.line(at + 1);
        let text = below.level == 0 && below.chars > 0;
        if let Some((all, with_text)) = counts.get_mut(page.line(*at).level) {
            *all += 1;
            *with_text += usize::from(text);
        }
    }
    let level = (1..7)
        .find(|level| counts.get(*level).is_some_and(|(all, with)| *all >= 2 && with * 2 > *all))
        .or_else(|| (1..7).find(|level| counts.get(*level).is_some_and(|(_, with)| *with > 0)));
    let Some(level) = level else { return Vec::new() };
    let mut found = Vec::new();
    let mut section = String::new();
    for at in headings {
        let own = page.line(at).level;
        if own < level {
            page.heading(at..at + 1).text().clone_into(&mut section);
        } else if own == level {
            let mut head =
                Head::at(at..at + 1, Reason::new(0.8, "a heading of the articles' level"));
            head.section.clone_from(&section);
            found.push(head);
        }
    }
    found
}

/// Lines that are Markdown headings above the articles' level: sections.
pub(crate) fn markdown_sections(page: &Page<'_>, heads: &[Head]) -> Vec<Marker> {
    let Some(level) = heads.first().map(|head| page.line(head.title.start).level) else {
        return Vec::new();
    };
    (0..page.lines.len())
        .filter(|at| (1..level).contains(&page.line(*at).level))
        .map(|at| Marker {
            lines: at..at + 1,
            section: page.heading(at..at + 1).text().to_owned(),
            topic: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{ArticleKind, split};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let issue = split(text);
        let found: Vec<(&str, String)> =
            issue.articles.iter().map(|a| (a.title.text(), a.authors.join(","))).collect();
        let expected: Vec<(&str, String)> =
            expected.iter().map(|(title, authors)| (*title, (*authors).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn bylines_below_titles() {
        let first = "春天来了\n文/记者 张三\n\n田里的人多了。\n\n播种\n\n大家都很忙。\n\n";
        let second = "夏天——\n走了\n文/记者 李四\n\n天凉了。\n";
        check(&[first, second].concat(), &[("春天来了", "张三"), ("夏天—— 走了", "李四")]);
    }

    #[test]
    fn single_articles_of_a_journal() {
        let head = "田野学报\nFIELD JOURNAL\n1999年 第2卷 第3期\n\n";
        let first = "论春天\n的由来\n张三　李　四\n　　摘　要：甲。\n1 引言\n　　乙。\n\n";
        check(
            &format!("{head}{first}{head}论夏天\n王五\n　　摘　要：丙。\n"),
            &[("论春天 的由来", "张三,李四"), ("论夏天", "王五")],
        );
    }

    #[test]
    fn headings_behind_end_marks() {
        let first =
            "春天来了\n\n田里的人多了，大家都在忙着准备播种，一直忙到天黑也不肯回家去。■\n\n";
        let second = "夏天走了\n\n傍晚起了风。\n\n孩子们换上长袖衣裳，到河堤上看渡船，船上的灯已经点亮。■\n\n";
        let third = "秋天到了\n\n几位老师傅搬来木梯，把磨坊屋顶的瓦片重新铺过，等着新谷进仓。■\n";
        check(
            &[first, second, third].concat(),
            &[("春天来了", ""), ("夏天走了", ""), ("秋天到了", "")],
        );
    }

    #[test]
    fn a_note_between_two_articles() {
        let first = "春天来了\n文/记者 张三\n\n田里的人多了。\n\n大家都很忙。\n\n";
        let note = "编者按：夏天也是耕种的时候，请看下面这一篇。\n\n";
        let second = "夏天走了\n文/记者 李四\n\n天凉了。\n";
        let issue = split(&[first, note, second].concat());
        let found: Vec<_> = issue.articles.iter().map(|a| (a.kind, a.paragraphs.len())).collect();
        let (article, note) = (ArticleKind::Article, ArticleKind::EditorialNote);
        assert_eq!(found, [(article, 2), (note, 1), (article, 1)]);
    }

    #[test]
    fn markdown_levels() {
        let text = "# 田野摘编 第47期\n\n## 要闻\n\n### 春天来了\n\n*张三*\n\n甲。\n\n\
            #### 播种\n\n乙。\n\n### 夏天走了\n\n丙。\n";
        check(text, &[("春天来了", "张三"), ("夏天走了", "")]);
        let issue = split(text);
        assert_eq!(issue.articles[0].section, "要闻");
        assert_eq!(issue.articles[0].paragraphs[1].excerpt.text(), "播种");
    }
}
