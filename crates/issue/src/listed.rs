//! Heads that the contents announce: titles that come back above an article, columns of briefs,
//! names of sections and topics.

use std::collections::{HashMap, HashSet};

use crate::{
    ArticleKind, byline,
    chars::{inked, is_latin, key},
    contents::{Contents, is_edition},
    entry::section_name,
    head::{Head, Reason},
    line::Ending,
    matching::{Form, Tally, Titles},
    page::{Page, is_numbered},
};

/// What the contents find in the lines.
#[derive(Default)]
pub(crate) struct Listed {
    pub(crate) heads: Vec<Head>,
    /// Lines that are subheads for sure: parts that the contents list under an entry.
    pub(crate) parts: HashSet<usize>,
}

/// Finds the titles that the contents list.
pub(crate) fn find(page: &Page<'_>, contents: &Contents) -> Listed {
    let titles = Titles::of(contents.entries.iter().map(|entry| entry.title.text()));
    let mut listed = Listed::default();
    let mut pool = titles.pool();
    let mut tally = Tally::default();
    let mut last = 0;
    let mut parent: Option<usize> = None;
    let mut at = 0;
    while at < page.lines.len() {
        let Some((entry, lines, score)) = best(page, &titles, &mut tally, at) else {
            at += 1;
            continue;
        };
        if score < 1.0 && contents.parents.get(entry).copied().flatten().is_some() {
            at += 1;
            continue;
        }
        if score < 0.85 && parent == Some(entry) {
            // another part of a title that was found: the article goes on under it
            listed.parts.insert(at);
            at += 1;
            continue;
        }
        let Some(entry) = pool.take(entry, last) else {
            at += 1;
            continue;
        };
        let nested = contents.parents.get(entry).copied().flatten();
        if nested.is_some() && nested == parent {
            listed.parts.insert(at);
            at += lines;
            continue;
        }
        last = entry;
        parent = Some(entry);
        let (weight, how) = match score {
            s if s >= 1.0 => (0.9, "the title is that of a contents entry"),
            s if s >= 0.85 => (0.8, "the title is nearly that of a contents entry"),
            _ => (0.6, "the title is a part of a contents entry's, or holds it"),
        };
        let mut head = Head::at(at..at + lines, Reason::new(weight, how));
        head.entry = Some(entry);
        head.likeness = score;
        if let Some(listed) = contents.entries.get(entry) {
            head.section.clone_from(&listed.section);
            head.topic.clone_from(&listed.topic);
        }
        at += lines;
        listed.heads.push(head);
    }
    listed
}

/// The entry whose title the lines from `at` on give best, how many lines, and how well.
fn best(
    page: &Page<'_>,
    titles: &Titles,
    tally: &mut Tally,
    at: usize,
) -> Option<(usize, usize, f64)> {
    const ROWS: usize = 5;
    let first = page.line(at);
    let possible = titles.could_be(first.chars, first.looks_heading());
    if first.chars < 2 || first.chars > 200 || first.end_mark || !possible {
        return None;
    }
    let key = key(&page.text_at(at));
    if !titles.could_hold(&key, first.looks_heading()) {
        return None;
    }
    let opening = Form::of_key(key);
    let candidates = titles.candidates(&opening, first.looks_heading(), tally);
    if candidates.is_empty() {
        return None;
    }
    let stands = stands_free(page, at);
    let whole = |entry: &usize| titles.form(*entry).is_some_and(|t| t.likeness(&opening) >= 1.0);
    let rows = if candidates.iter().any(whole) { 1 } else { ROWS };
    let mut forms = vec![opening];
    let mut joined = page.text_at(at).into_owned();
    for next in at + 1..at + rows {
        let line = page.line(next);
        if line.chars == 0
            || line.chars > 120
            || line.opens
            || line.after_cut
            || joined.len() > 800
            || is_marked_byline(page, next)
        {
            break;
        }
        joined.push_str(&page.text_at(next));
        forms.push(Form::of(&joined));
    }
    let mut best: Option<(usize, usize, f64)> = None;
    for entry in candidates {
        let Some(title) = titles.form(entry) else { continue };
        for (more, form) in forms.iter().enumerate() {
            let mut score = form.likeness(title);
            if score < 0.85 {
                let part = form.share(title);
                let heading =
                    stands && first.looks_heading() && more == 0 && first.ending == Ending::Word;
                let opens = form.opens(title);
                let enough = part >= 0.45 || (part >= 0.25 && opens && form.count() >= 8);
                score = if heading && enough { 0.4 + part / 4.0 } else { 0.0 };
            } else if score < 0.95 && (!stands || title.count() < 5) {
                score = 0.0;
            }
            if score > 0.0 && best.is_none_or(|(_, _, known)| score > known) {
                best = Some((entry, more + 1, score));
            }
        }
    }
    // a short title in the middle of running text is a coincidence
    best.filter(|(_, _, score)| {
        *score < 1.0 || stands || inked(&joined) > 0 && page.line(at).chars >= 6
    })
}

/// Whether the line is a byline that says so: no title goes on in it, whatever the contents say.
fn is_marked_byline(page: &Page<'_>, at: usize) -> bool {
    page.byline_at(at).is_some_and(|found| found.form <= byline::Form::Marked)
}

/// Whether something ends right before the line.
fn stands_free(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    let ended = page.before(at).is_none_or(|before| {
        before.ending == Ending::Sentence || before.end_mark || before.looks_heading()
    });
    line.blanks > 0 || line.after_cut || line.opens || line.after_page || ended
}

/// A column of briefs: a short title of the contents, and below it headings with a paragraph or two
/// each. The column becomes the section of the briefs.
pub(crate) fn columns(
    page: &Page<'_>,
    contents: &Contents,
    heads: Vec<Head>,
    stops: &[Marker],
) -> (Vec<Head>, Vec<Marker>) {
    let mut out = Vec::with_capacity(heads.len());
    let mut markers = Vec::new();
    let parents: HashSet<usize> = contents.parents.iter().flatten().copied().collect();
    let starts: Vec<usize> = heads.iter().map(Head::start).collect();
    let mut stop_at = stops.iter().map(|stop| stop.lines.start).peekable();
    for (index, head) in heads.into_iter().enumerate() {
        while stop_at.peek().is_some_and(|stop| *stop <= head.start()) {
            stop_at.next();
        }
        let limit = starts.get(index + 1).copied().unwrap_or(page.lines.len());
        let limit = stop_at.peek().map_or(limit, |stop| limit.min(*stop));
        let entry = head.entry.and_then(|at| contents.entries.get(at));
        let is_parent = head.entry.is_some_and(|at| parents.contains(&at));
        let briefs = match entry {
            Some(entry) if entry.authors.is_empty() && !is_parent => briefs(page, &head, limit),
            _ => Vec::new(),
        };
        if briefs.len() < 2 {
            out.push(head);
            continue;
        }
        let name = page.heading(head.title.clone()).text().to_owned();
        markers.push(Marker {
            lines: head.title.clone(),
            section: name.clone(),
            topic: String::new(),
        });
        for mut brief in briefs {
            brief.kind = ArticleKind::Brief;
            brief.entry = head.entry;
            brief.section.clone_from(&name);
            out.push(brief);
        }
    }
    (out, markers)
}

/// What names of columns end with.
const COLUMNS: [&str; 20] = [
    "要闻", "简讯", "短讯", "快讯", "资讯", "简报", "动态", "信息", "消息", "速递", "播报", "扫描",
    "一览", "集锦", "传真", "点击", "新闻", "速览", "集萃", "视窗",
];

/// The briefs below a column's name.
fn briefs(page: &Page<'_>, head: &Head, limit: usize) -> Vec<Head> {
    let name = page.heading(head.title.clone());
    let first = head.title.end;
    let named = inked(name.text()) <= 6 || COLUMNS.iter().any(|word| name.text().ends_with(word));
    let heading = page.is_heading(first) && page.byline_at(first).is_none();
    let opens = named && inked(name.text()) <= 10 && heading;

    if !opens || is_numbered(&page.text_at(first)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = first;
    while at < limit {
        if !page.is_heading(at) || page.before(at).is_some_and(|line| line.ending == Ending::Open) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < limit && page.is_heading(end) && page.line(end).blanks == 0 {
            end += 1;
        }
        if end < limit && page.is_running(end) {
            found.push(Head::at(
                at..end,
                Reason::new(0.6, "a heading with its paragraph in a column of briefs"),
            ));
        }
        at = end;
    }
    found
}

/// Lines that name a section or a topic, and are no article's.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    pub(crate) lines: std::ops::Range<usize>,
    pub(crate) section: String,
    pub(crate) topic: String,
}

/// Finds names of sections and topics: those the contents know, those with a Latin twin or a mark,
/// and names of a newspaper's pages. With a topic may come an editorial note: text below the topic's
/// name, before the first article.
pub(crate) fn markers(
    page: &Page<'_>,
    contents: &Contents,
    taken: &[Head],
) -> (Vec<Marker>, Vec<Head>) {
    let sections: HashSet<String> =
        contents.entries.iter().map(|entry| key(&entry.section)).collect();
    let topics: HashMap<String, &str> = contents
        .entries
        .iter()
        .rev()
        .map(|entry| (key(&entry.topic), entry.section.as_str()))
        .filter(|(topic, _)| !topic.is_empty())
        .collect();
    let mut markers: Vec<Marker> = Vec::new();
    let mut notes = Vec::new();
    let mut taken = taken.iter().flat_map(|head| head.title.clone()).peekable();
    let mut at = 0;
    while at < page.lines.len() {
        while taken.peek().is_some_and(|line| *line < at) {
            taken.next();
        }
        let text = page.short(at, 40);
        let line = page.line(at);
        let free = line.blanks > 0 || line.after_cut || line.after_page || at == 0;
        if text.is_empty() || !free || taken.peek() == Some(&at) {
            at += 1;
            continue;
        }
        let (name, twin) = section_name(&text);
        let named = !key(&name).is_empty() && sections.contains(&key(&name));
        let marked = text.starts_with(['■', '●', '◆', '▌', '【', '▎', '※', '★', '◎', '□'])
            && inked(&name) <= 8
            && inked(&name) >= 2
            && !page.is_signed(at + 1);
        let topic_alone = topics.contains_key(&key(&text));
        if !(named || twin || marked || is_edition(&text) || topic_alone) || line.level > 0 {
            at += 1;
            continue;
        }
        let start = at;
        let mut topic_line = topic_alone.then_some(at);
        let mut section = if topic_alone { String::new() } else { name };
        at += 1;
        if !topic_alone
            && is_latin(&page.short(at, 60))
            && page.line(at).looks_heading()
            && (named || twin)
        {
            at += 1;
        }
        if topic_line.is_none() && topics.contains_key(&key(&page.short(at, 40))) {
            topic_line = Some(at);
            at += 1;
        }
        let topic = topic_line
            .map_or_else(String::new, |line| page.heading(line..line + 1).text().to_owned());
        if section.is_empty() {
            topics.get(&key(&topic)).copied().unwrap_or_default().clone_into(&mut section);
        }
        let text_below = topic_line.filter(|_| page.is_running(at));
        if let Some(line) = text_below {
            let mut note = Head::at(
                line..line + 1,
                Reason::new(0.6, "text below a topic's name, before its first article"),
            );
            note.kind = ArticleKind::EditorialNote;
            note.section.clone_from(&section);
            note.topic.clone_from(&topic);
            notes.push(note);
        }
        let end = text_below.unwrap_or(at);
        let sure = named || twin || is_edition(&text) || topic_alone;
        if (sure || page.is_heading(at))
            && (text_below.is_some()
                || page.is_heading(at)
                || at >= page.lines.len()
                || is_edition(&text))
        {
            markers.push(Marker { lines: start..end, section, topic });
        } else {
            at = start + 1;
        }
    }
    (markers, notes)
}

#[cfg(test)]
mod tests {
    use crate::{ArticleKind, split};

    const TEXT: &str = "目录\n\n要闻 NEWS\n01 春日要闻\n\n本期话题 FOCUS TOPIC\n\n春耕\n\n\
        03 种下希望的种子 | 张三\n\n05 收获金色的秋天 | 李四\n\n\
        春日要闻\n\n东村开犁\n\n东村昨天开犁。\n\n西村下种\n\n西村今天下种。\n\n\
        本期 话题\n\nFOCUS TOPIC\n\n春耕\n\n一年之计在于春。\n\n\
        种下希望的种子\n\n田里的人多了。\n";

    #[test]
    fn columns_topics_and_notes() {
        let issue = split(TEXT);
        let found: Vec<_> = issue
            .articles
            .iter()
            .map(|a| (a.kind, a.title.text(), a.section.as_str(), a.topic.as_str(), a.page))
            .collect();
        assert_eq!(
            found,
            [
                (ArticleKind::Brief, "东村开犁", "春日要闻", "", Some(1)),
                (ArticleKind::Brief, "西村下种", "春日要闻", "", Some(1)),
                (ArticleKind::EditorialNote, "春耕", "本期话题", "春耕", None),
                (ArticleKind::Article, "种下希望的种子", "本期话题", "春耕", Some(3)),
            ]
        );
        let linked: Vec<_> = issue.contents.iter().map(|entry| entry.article_index).collect();
        assert_eq!(linked, [Some(0), Some(3), None]);
    }

    #[test]
    fn a_misread_title_is_still_found() {
        let text = TEXT.replace("种下希望的种子", "在春天的田野上，种下来年希望的种子");
        let text = text.replacen("希望的种子", "希望的神子", 1);
        assert_eq!(split(&text).contents[1].article_index, Some(3));
    }

    #[test]
    fn parts_of_an_entry_are_subheads() {
        let text = "本期主要内容\n1.春天来了；\n2.快讯：\n（1）东村开犁；\n（2）西村下种。\n\n\
            春天来了\n田里的人多了。\n\n\
            快讯\n东村开犁\n东村昨天开犁。\n西村下种\n西村今天下种。\n";
        let issue = split(text);
        let titles: Vec<&str> = issue.articles.iter().map(|a| a.title.text()).collect();
        assert_eq!(titles, ["春天来了", "快讯"]);
        assert_eq!(issue.articles[1].paragraphs.len(), 4);
        assert_eq!(issue.contents[3].article_index, Some(1));
    }
}
