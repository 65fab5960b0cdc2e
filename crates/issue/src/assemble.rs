//! Assembles articles: collects heads from every stage, the surest first, and cuts the lines
//! between them.

use std::{collections::HashSet, ops::Range};

use tiyao_text::Span;

use crate::{
    Article, ArticleKind, Caption, HeadingLook, Issue, candidate,
    contents::Contents,
    head::{Head, Reason, complete, merge},
    line::Ending,
    listed::{self, Marker},
    look::{look_at_words, sights},
    notice,
    page::Page,
    paragraph, style,
    verdict::{named, verdicts},
};

/// The heads of all articles, the markers between them, and the lines known to be subheads.
struct Plan {
    heads: Vec<Head>,
    markers: Vec<Marker>,
    parts: HashSet<usize>,
    announced: Announced,
}

/// What announces the articles that no entry of the contents does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Announced {
    /// The contents list most of them.
    Contents,
    /// Headings that the form marks.
    Headings,
    /// Bylines, abstracts, end marks, blank rows.
    Signs,
}

/// Which lines the parts of an issue take.
pub(crate) struct Ground {
    pub(crate) plots: Vec<Plot>,
    /// Names of sections and topics.
    pub(crate) sections: Vec<Range<usize>>,
    /// Lines that the contents list as parts of an article.
    pub(crate) parts: HashSet<usize>,
    pub(crate) announced: Announced,
}

/// The lines of one article.
pub(crate) struct Plot {
    pub(crate) start: usize,
    pub(crate) title: Range<usize>,
    pub(crate) subtitle: Option<usize>,
    pub(crate) body: usize,
    pub(crate) end: usize,
}

/// What may begin articles, before it is weighed.
struct Gathered {
    plan: Plan,
    /// Markdown does not say which headings begin articles, so that they must be weighed.
    bare: bool,
}

fn gather(page: &Page<'_>, contents: &Contents) -> Gathered {
    let listed = listed::find(page, contents);
    let (mut markers, notes) = listed::markers(page, contents, &listed.heads);
    let entries = contents.parents.iter().filter(|parent| parent.is_none()).count();
    let matched = listed.heads.len();
    let covered = matched >= 3 && matched * 5 >= entries * 3;
    let (mut heads, columns) = listed::columns(page, contents, listed.heads, &markers);
    markers.extend(columns);
    markers.sort_by_key(|marker| marker.lines.start);
    merge(&mut heads, notes);
    let marked = style::markdown(page);
    let announced = match (marked.is_empty(), covered) {
        (false, _) => Announced::Headings,
        (true, true) => Announced::Contents,
        (true, false) => Announced::Signs,
    };
    let bare = marked.is_empty();
    if bare {
        for found in [
            style::opened(page),
            style::bylines(page, &markers),
            style::abstracts(page, &markers),
            style::after_ends(page, &markers),
            candidate::headings(page, &markers, &listed.parts),
        ] {
            merge(&mut heads, found);
        }
    } else {
        markers.extend(style::markdown_sections(page, &marked));
        markers.sort_by_key(|marker| marker.lines.start);
        merge(&mut heads, marked);
    }
    finish(page, contents, &mut heads);
    Gathered { plan: Plan { heads, markers, parts: listed.parts, announced }, bare }
}

fn plan(page: &Page<'_>, contents: &Contents) -> Plan {
    let Gathered { mut plan, bare } = gather(page, contents);
    if bare {
        plan.heads = weighed(page, plan.heads, !contents.entries.is_empty());
    }
    let notes = style::notes(page, &plan.heads);
    merge(&mut plan.heads, notes);
    plan.markers = settle(page, &mut plan.heads, plan.markers);
    plan
}

/// How each heading looks that is weighed, with the words around it looked at for all of them.
pub(crate) fn looks(page: &Page<'_>, contents: &Contents) -> Vec<HeadingLook> {
    let Gathered { plan, bare } = gather(page, contents);
    if !bare {
        return Vec::new();
    }
    let (heads, _) = weighable(plan.heads);
    let mut seen = sights(page, &heads, !contents.entries.is_empty());
    let looked = seen.iter_mut().zip(&heads).map(|(sight, head)| {
        look_at_words(page, head, sight);
        HeadingLook { title: page.extent(head.title.start), sides: named(&sight.look) }
    });
    looked.collect()
}

/// The heads that are weighed, and those of notices and notes, which announce themselves.
fn weighable(heads: Vec<Head>) -> (Vec<Head>, Vec<Head>) {
    heads.into_iter().partition(|head| head.kind == ArticleKind::Article)
}

/// Reads what stands between titles and bodies. A heading that nothing announces does not end the
/// search for a byline above it; it may turn out to be one.
fn finish(page: &Page<'_>, contents: &Contents, heads: &mut Vec<Head>) {
    let mut limits = Vec::with_capacity(heads.len());
    let (mut next, mut announced) = (page.lines.len(), page.lines.len());
    for head in heads.iter().rev() {
        limits.push(if head.reasons.is_empty() { next } else { announced });
        next = head.start();
        if !head.reasons.is_empty() {
            announced = next;
        }
    }
    for (head, limit) in heads.iter_mut().zip(limits.into_iter().rev()) {
        if head.kind != ArticleKind::EditorialNote {
            let entry = head.entry.and_then(|at| contents.entries.get(at));
            let authors = entry.map(|entry| entry.authors.as_slice()).unwrap_or_default();
            complete(page, head, limit, authors);
        }
    }
    let mut read = 0;
    heads.retain(|head| {
        let taken = head.reasons.is_empty() && head.start() < read;
        if !taken {
            read = read.max(head.body);
        }
        !taken
    });
}

/// Weighs the heads against each other, and keeps those that begin articles.
fn weighed(page: &Page<'_>, heads: Vec<Head>, listed: bool) -> Vec<Head> {
    const SURE: f64 = 0.5;
    const CLEAR: f64 = 1e-5;
    let (weighable, mut kept) = weighable(heads);
    let mut seen = sights(page, &weighable, listed);
    // words cost more than all other sides, and most headings are clear without them
    let clear = verdicts(&seen);
    for ((sight, head), verdict) in seen.iter_mut().zip(&weighable).zip(&clear) {
        if (CLEAR..1.0 - CLEAR).contains(&verdict.probability) {
            look_at_words(page, head, sight);
        }
    }
    let verdicts = verdicts(&seen);
    for (mut head, verdict) in weighable.into_iter().zip(verdicts) {
        if head.entry.is_none() && verdict.probability <= SURE {
            continue;
        }
        head.probability = Some(verdict.probability);
        head.reasons =
            verdict.reasons.into_iter().map(|(weight, text)| Reason::new(weight, text)).collect();
        kept.push(head);
    }
    kept.sort_by_key(|head| (head.start(), head.title.end));
    kept
}

/// Keeps the markers that stand right before a head or another marker, and gives the headings
/// between a marker and a head to the head as its kicker.
fn settle(page: &Page<'_>, heads: &mut [Head], markers: Vec<Marker>) -> Vec<Marker> {
    const ROWS: usize = 3;
    let mut kept: Vec<Marker> = Vec::new();
    let mut below = page.lines.len();
    let mut later = heads.iter_mut().rev().peekable();
    for marker in markers.into_iter().rev() {
        let end = marker.lines.end;
        while let Some(head) = later.next_if(|head| head.start() >= end) {
            below = head.start();
            let gap = below - end;
            let nearest = later.peek().is_none_or(|other| other.body.max(other.title.end) <= end);
            let headings = gap > 0 && gap <= ROWS && (end..below).all(|at| page.is_heading(at));
            if nearest
                && headings
                && !kept
                    .last()
                    .is_some_and(|next| next.lines.start < below && next.lines.start >= end)
            {
                head.kicker = Some(end);
                below = end;
            }
        }
        let inside = later.peek().is_some_and(|head| head.body > marker.lines.start);
        let next = kept.last().map_or(below, |next| below.min(next.lines.start));
        if !inside && next == end {
            below = below.min(marker.lines.start);
            kept.push(marker);
        }
    }
    kept.reverse();
    kept
}

/// A headline of one article above its title, where nothing says what it is.
fn kicker(page: &Page<'_>, head: &Head, floor: usize) -> Option<usize> {
    let at = head.title.start.checked_sub(1)?;
    let line = page.line(at);
    let tight = page.line(head.title.start).blanks == 0 && line.blanks > 0;
    let free = at >= floor
        && page.is_heading(at)
        && page.byline_at(at).is_none()
        && line.ending != Ending::Open;
    (head.entry.is_some() && tight && free && !line.end_mark).then_some(at)
}

/// Cuts the lines into articles, and puts them and what is left over into `issue`; says which lines
/// are whose.
pub(crate) fn articles(page: &Page<'_>, contents: &Contents, issue: &mut Issue) -> Ground {
    let Plan { mut heads, markers, parts, announced } = plan(page, contents);
    let mut floor = 0;
    for head in &mut heads {
        // what stands above belongs to the article before
        head.kicker = head.kicker.filter(|at| *at >= floor);
        if head.kicker.is_none() {
            head.kicker = kicker(page, head, floor);
        }
        floor = head.body.max(head.title.end);
    }
    for marker in &markers {
        issue.furniture.extend(marker.lines.clone().map(|at| page.extent(at)));
    }
    let first = heads.first().map(Head::start);
    let marker = markers.first().map(|marker| marker.lines.start);
    let front = [first, marker].into_iter().flatten().min().unwrap_or(page.lines.len());
    if let Some(head) = unannounced(page, front) {
        heads.insert(0, head);
    } else {
        issue.furniture.extend((0..front).map(|at| page.extent(at)));
    }
    let sections = markers.iter().map(|marker| marker.lines.clone()).collect();
    let mut plots = Vec::with_capacity(heads.len());
    let mut markers = markers.into_iter().peekable();
    let (mut section, mut topic) = (String::new(), String::new());
    let starts: Vec<usize> = heads.iter().skip(1).map(Head::start).collect();
    for (index, head) in heads.into_iter().enumerate() {
        while let Some(marker) = markers.next_if(|marker| marker.lines.start <= head.start()) {
            if !marker.section.is_empty() {
                section = marker.section;
                topic.clear();
            }
            if !marker.topic.is_empty() {
                topic = marker.topic;
            }
        }
        let limit = starts.get(index).copied().unwrap_or(page.lines.len());
        let limit = markers.peek().map_or(limit, |marker| limit.min(marker.lines.start));
        plots.push(Plot {
            start: head.start(),
            title: head.title.clone(),
            subtitle: head.subtitle,
            body: head.body.min(limit),
            end: limit,
        });
        let (mut article, captions) = article(page, head, limit, &parts, contents);
        if article.section.is_empty() && article.contents_index.is_none() {
            article.section.clone_from(&section);
            article.topic.clone_from(&topic);
        }
        issue.captions.extend(captions);
        issue.articles.push(article);
    }
    Ground { plots, sections, parts, announced }
}

/// What stands before the first head: an article without evidence, unless it is headings only.
fn unannounced(page: &Page<'_>, end: usize) -> Option<Head> {
    if !(0..end).any(|at| page.is_running(at)) {
        return None;
    }
    let mut title = 0;
    while title < end.min(3)
        && page.is_heading(title)
        && page.byline_at(title).is_none()
        && (title == 0 || page.line(title).blanks == 0)
    {
        title += 1;
    }
    // a heading that nothing runs below is none
    let title = if title < end { title } else { 0 };
    let mut head = Head::at(0..title, Reason::new(0.2, "the text begins here"));
    complete(page, &mut head, end, &[]);
    Some(head)
}

fn article(
    page: &Page<'_>,
    head: Head,
    limit: usize,
    parts: &HashSet<usize>,
    contents: &Contents,
) -> (Article, Vec<Caption>) {
    let start = head.start();
    let body = paragraph::body(page, head.body.min(limit)..limit, parts);
    let entry = head.entry.and_then(|at| contents.entries.get(at));
    let mut reasons = head.reasons;
    let ended = !page.line(start).after_cut
        && (page.before(start).is_some_and(|line| line.end_mark)
            || (start > 0 && page.is_tail(start - 1)));
    if ended && head.probability.is_none() && !reasons.iter().any(|r| r.text.contains("end mark")) {
        reasons.push(Reason::new(0.4, "an end mark or a desk editor stands above"));
    }
    let apart = page.line(start).blanks > 0 || page.line(start).after_cut || start == 0;
    if apart && head.probability.is_none() {
        reasons.push(Reason::new(0.2, "a blank row stands above"));
    }
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let doubt: f64 = reasons.iter().map(|reason| 1.0 - reason.weight).product();
    let confidence = head.probability.unwrap_or(1.0 - doubt);
    let byline = head.byline.or(body.byline);
    let authors = match (&byline, entry) {
        (Some(byline), _) => byline.authors.clone(),
        (None, Some(entry)) if head.kind == ArticleKind::Article => entry.authors.clone(),
        _ => Vec::new(),
    };
    let last = limit.max(head.title.end).max(start + 1) - 1;
    let span = page.extent(start).joined(page.extent(last));
    let kicker = head.kicker.map(|at| page.heading(at..head.title.start).text().to_owned());
    let subtitle = head.subtitle.map(|at| page.heading(at..at + 1).text().to_owned());
    let mut article = Article {
        kind: head.kind,
        title: page.heading(head.title),
        kicker: kicker.unwrap_or_default(),
        subtitle: subtitle.unwrap_or_default(),
        authors,
        affiliation: byline
            .map(|byline| byline.affiliation)
            .filter(|affiliation| !affiliation.is_empty())
            .unwrap_or(body.affiliation),
        page: entry.and_then(|entry| entry.page),
        section: head.section,
        topic: head.topic,
        source: body.source,
        desk_editor: body.desk_editor,
        paragraphs: body.paragraphs,
        metadata: body.metadata,
        span: if page.lines.is_empty() { Span::default() } else { span },
        confidence: confidence.clamp(0.01, 1.0),
        reasons: reasons.into_iter().map(|reason| reason.text).collect(),
        contents_index: head.entry,
    };
    article.kind = notice::kind(&article);
    (article, body.captions)
}

#[cfg(test)]
mod tests {
    use crate::split;

    #[test]
    fn what_stands_at_an_end_is_no_text() {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "春天来了\n文/张三\n\n{body}\n\n{body}（责任编辑：李四）\n- 2 -\n\n\
             夏天走了\n文/王五\n\n{body}\n\n{body}\n（责任编辑：李四）\n（作者单位：某大学）\n- 3 -\n\n\
             秋天到了\n文/赵六\n\n{body}\n\n{body}\n（责任编辑：李四）\n- 4 -\n"
        );
        let issue = split(&text);
        let found: Vec<_> = issue
            .articles
            .iter()
            .map(|a| (a.title.text(), a.desk_editor.as_str(), a.affiliation.as_str()))
            .collect();
        assert_eq!(
            found,
            [("春天来了", "李四", ""), ("夏天走了", "李四", "某大学"), ("秋天到了", "李四", "")]
        );
        for article in &issue.articles {
            let texts: Vec<&str> = article.paragraphs.iter().map(|p| p.excerpt.text()).collect();
            assert_eq!(texts, [body, body]);
        }
    }
}
