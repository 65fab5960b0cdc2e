//! Says of each row what it was taken for, and why. Everything is read off the issue and the lines
//! that its parts took, so that an explanation cannot disagree with the split.

use std::collections::HashMap;

use tiyao_text::Span;

use crate::{
    Issue, ParagraphKind, RowReading, RowRole,
    assemble::{Announced, Ground, Plot},
    chars::{is_letter, key},
    line::Ending,
    matter::Opening,
    page::{Page, is_numbered},
    row::{Row, RowKind},
};

/// Every row with ink once, in the order of the text.
pub(crate) fn rows(page: &Page<'_>, issue: &Issue, ground: &Ground) -> Vec<RowReading> {
    let parts = parts(issue);
    let heads = running_heads(page);
    let mut subjects = subjects(page, ground).into_iter().peekable();
    let mut line = None;
    let mut readings = Vec::with_capacity(page.rows.len());
    for (at, row) in page.rows.iter().enumerate() {
        let opens = subjects.next_if(|(first, _)| *first == at).map(|(_, subject)| subject);
        line = opens.or(line);
        let mut reading = match (row.kind, line) {
            (RowKind::Plain, Some(line)) => plain(page, issue, &parts, row, line),
            _ => other(issue, &heads, page, row),
        };
        if let Some(line) = opens {
            because(page, issue, ground, line, &mut reading);
        }
        readings.push(reading);
    }
    readings
}

/// What a line belongs to.
#[derive(Clone, Copy)]
struct Subject<'a> {
    line: usize,
    place: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    /// In an article.
    Article(usize, &'a Plot),
    /// The name of a section.
    Section,
    /// In nothing that was found.
    Nowhere,
}

/// The lines with their first rows.
fn subjects<'a>(page: &Page<'_>, ground: &'a Ground) -> Vec<(usize, Subject<'a>)> {
    let mut plots = ground.plots.iter().enumerate().peekable();
    let mut sections = ground.sections.iter().peekable();
    let mut found = Vec::with_capacity(page.lines.len());
    for (at, line) in page.lines.iter().enumerate() {
        while plots.next_if(|(_, plot)| plot.end.max(plot.body) <= at).is_some() {}
        while sections.next_if(|lines| lines.end <= at).is_some() {}
        let place = match (plots.peek(), sections.peek()) {
            (Some((index, plot)), _) if plot.start <= at => Place::Article(*index, plot),
            (_, Some(lines)) if lines.contains(&at) => Place::Section,
            _ => Place::Nowhere,
        };
        found.push((line.rows.start, Subject { line: at, place }));
    }
    found
}

/// The parts of all articles and captions, in the order of the text.
fn parts(issue: &Issue) -> Vec<(Span, RowRole)> {
    let mut parts: Vec<(Span, RowRole)> = Vec::new();
    for paragraph in issue.articles.iter().flat_map(|article| &article.paragraphs) {
        let role = match paragraph.kind {
            ParagraphKind::Body => RowRole::Body,
            ParagraphKind::Subhead => RowRole::Subhead,
            ParagraphKind::Metadata => RowRole::Metadata,
            ParagraphKind::Reference => RowRole::Reference,
            ParagraphKind::Footnote => RowRole::Footnote,
        };
        parts.extend(paragraph.excerpt.spans().iter().map(|span| (*span, role)));
    }
    for caption in &issue.captions {
        parts.extend(caption.spans.iter().map(|span| (*span, RowRole::Caption)));
    }
    parts.sort_by_key(|(span, _)| *span);
    parts
}

/// How many rows each running head has, whatever its page number.
fn running_heads(page: &Page<'_>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for row in page.rows.iter().filter(|row| row.kind == RowKind::RunningHead) {
        *counts.entry(without_digits(row.text(page.text))).or_insert(0) += 1;
    }
    counts
}

fn without_digits(text: &str) -> String {
    key(text).chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// A row that an article, a section or nothing has.
fn plain(
    page: &Page<'_>,
    issue: &Issue,
    parts: &[(Span, RowRole)],
    row: &Row,
    subject: Subject<'_>,
) -> RowReading {
    let Subject { line: at, place } = subject;
    let (role, article_index) = match place {
        Place::Section => (RowRole::Section, None),
        Place::Nowhere => (RowRole::Unassigned, None),
        Place::Article(index, plot) => (in_article(page, parts, row, at, plot), Some(index)),
    };
    let article_index = article_index.filter(|index| *index < issue.articles.len());
    RowReading { span: row.span, role, article_index, reasons: Vec::new(), confidence: None }
}

fn in_article(
    page: &Page<'_>,
    parts: &[(Span, RowRole)],
    row: &Row,
    at: usize,
    plot: &Plot,
) -> RowRole {
    if at < plot.title.start {
        return RowRole::Kicker;
    }
    if plot.title.contains(&at) {
        return RowRole::Title;
    }
    if plot.subtitle == Some(at) {
        return RowRole::Subtitle;
    }
    if at < plot.body {
        return RowRole::Byline;
    }
    let next = parts.partition_point(|(span, _)| span.end() <= row.span.start());
    match parts.get(next) {
        Some((span, role)) if span.start() < row.span.end() => *role,
        _ if !row.text(page.text).contains(is_letter) => RowRole::Separator,
        _ if page.byline_at(at).is_some() && !page.is_tail(at) => RowRole::Byline,
        _ => RowRole::Credit,
    }
}

/// Whether the masthead was read off this row.
fn names_issue(issue: &Issue, row: Span) -> bool {
    issue.masthead.as_ref().is_some_and(|masthead| masthead.spans.binary_search(&row).is_ok())
}

/// A row that was taken before articles were cut.
fn other(issue: &Issue, heads: &HashMap<String, usize>, page: &Page<'_>, row: &Row) -> RowReading {
    let text = row.text(page.text);
    let (role, reason) = match row.kind {
        RowKind::Masthead => (RowRole::Masthead, String::new()),
        // in a dump of single articles the masthead is read off their running heads
        RowKind::RunningHead if names_issue(issue, row.span) => (RowRole::Masthead, String::new()),
        RowKind::Contents => (RowRole::Contents, lists(issue, row)),
        RowKind::Caption => (RowRole::Caption, String::new()),
        RowKind::PageNumber => (RowRole::PageNumber, "a number that stands alone".to_owned()),
        RowKind::RunningHead => {
            let reason = match heads.get(&without_digits(text)) {
                Some(count) if *count > 1 => format!("a running head: it stands in {count} places"),
                _ => "a running head".to_owned(),
            };
            (RowRole::RunningHead, reason)
        }
        RowKind::Separator => (RowRole::Separator, String::new()),
        RowKind::Plain => (RowRole::Unassigned, String::new()),
    };
    let inside = |span: Span| span.start() <= row.span.start() && row.span.end() <= span.end();
    let near = issue.articles.partition_point(|article| article.span.end() <= row.span.start());
    let article_index = (row.kind == RowKind::Caption)
        .then(|| issue.articles.get(near).filter(|article| inside(article.span)).map(|_| near))
        .flatten();
    let reasons = if reason.is_empty() { Vec::new() } else { vec![reason] };
    RowReading { span: row.span, role, article_index, reasons, confidence: None }
}

/// Which article a row of the contents lists.
fn lists(issue: &Issue, row: &Row) -> String {
    let next = issue.contents.partition_point(|entry| entry.title.end() <= row.span.start());
    let entry = issue.contents.get(next).filter(|entry| entry.title.start() < row.span.end());
    match entry.map(|entry| entry.article_index) {
        Some(Some(index)) => format!("lists article {}", index + 1),
        Some(None) => "lists an article that the text does not have".to_owned(),
        None => String::new(),
    }
}

/// Gives the first row of a line its reasons.
fn because(
    page: &Page<'_>,
    issue: &Issue,
    ground: &Ground,
    subject: Subject<'_>,
    reading: &mut RowReading,
) {
    let at = subject.line;
    if let Place::Article(index, plot) = subject.place
        && plot.start == at
        && let Some(article) = issue.articles.get(index)
    {
        reading.reasons.clone_from(&article.reasons);
        reading.confidence = Some(article.confidence);
        return;
    }
    let reason = match (reading.role, subject.place) {
        (RowRole::Section, _) => "a name above articles, and of none of them".to_owned(),
        (RowRole::Unassigned, _) => "it stands before the first article".to_owned(),
        (RowRole::Subtitle, _) => "it opens with a dash below the title".to_owned(),
        (RowRole::Byline, _) => "it names who wrote the article".to_owned(),
        (RowRole::Credit, _) => "it names an editor, a source or an affiliation".to_owned(),
        (RowRole::Metadata, _) => match page.opening(at) {
            Some(Opening::Label { .. }) => "it opens with a label of the metadata".to_owned(),
            _ => "it goes on below a label of the metadata".to_owned(),
        },
        (RowRole::Subhead, Place::Article(_, plot)) => subhead(page, ground, plot, at),
        (RowRole::Body, Place::Article(..)) => body(page, ground, at),
        _ => String::new(),
    };
    if !reason.is_empty() {
        reading.reasons.push(reason);
    }
}

/// Why a heading inside an article begins none.
fn subhead(page: &Page<'_>, ground: &Ground, plot: &Plot, at: usize) -> String {
    if ground.parts.contains(&at) {
        return "a subhead: the contents list it as a part of its article".to_owned();
    }
    if page.line(at).level > 0 {
        return "a subhead: a heading below the articles' level".to_owned();
    }
    if is_numbered(&page.text_at(at)) {
        let near = at.saturating_sub(NEAR).max(plot.body)..plot.end.min(at + NEAR);
        let alike = near
            .filter(|other| *other != at && page.line(*other).looks_subhead())
            .any(|other| is_numbered(&page.text_at(other)));
        let alike = if alike { ", as other rows of the article are" } else { "" };
        return format!("a subhead: it is numbered{alike}");
    }
    format!("a subhead: a short row above running text, and {}", unannounced(ground.announced))
}

/// How far subheads look for others.
const NEAR: usize = 60;

/// Why a row of running text that could have begun an article does not; empty for one that could not.
fn body(page: &Page<'_>, ground: &Ground, at: usize) -> String {
    let line = page.line(at);
    if page.is_signed(at) {
        return if at > 0 && page.is_heading(at - 1) {
            format!("it has the form of a byline, but {}", unannounced(ground.announced))
        } else {
            "it has the form of a byline, but no title stands right above it".to_owned()
        };
    }
    if !line.looks_heading() {
        return match page.is_signed(at + 1) {
            true if line.ending == Ending::Sentence || line.stops => {
                "it is a sentence, and no title".to_owned()
            }
            true => "it is too long for a title".to_owned(),
            false => String::new(),
        };
    }
    if page.is_cut_by_page(at) {
        return "a page end cut it: it goes on behind".to_owned();
    }
    if page.before(at).is_some_and(|before| before.ending == Ending::Open) {
        return "the row above it is not finished".to_owned();
    }
    format!("it is short as a heading, but {}", unannounced(ground.announced))
}

/// What is missing where no article is announced.
fn unannounced(announced: Announced) -> &'static str {
    match announced {
        Announced::Contents => "the contents list most articles, and not this row",
        Announced::Headings => "it is no heading of the articles' level",
        Announced::Signs => {
            "no byline, abstract, end mark or blank rows announce an article here for sure"
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{RowRole, explain};

    fn check(text: &str, expected: &[(RowRole, Option<usize>, &str)]) {
        let (_, rows) = explain(text, &[]);
        let found: Vec<_> = rows
            .iter()
            .map(|row| {
                (row.role, row.article_index, row.reasons.first().map_or("", String::as_str))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn roles_and_reasons() {
        use RowRole::{Body, Byline, Contents, Credit, PageNumber, Subhead, Title};
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "目录\n1 春天来了\n2 夏天走了\n\n春天来了\n文 | 张三\n\n{body}\n一、播种\n{body}\n\
             二、浇水\n{body}\n李四　王五\n{body}\n责任编辑 / 张三\n- 1 -\n夏天走了\n{body}\n"
        );
        let (_, rows) = explain(&text, &[]);
        let first = rows.iter().find(|row| row.role == Title).unwrap();
        assert!(first.confidence.is_some_and(|sure| sure > 0.5) && !first.reasons.is_empty());
        let listed = "the title is that of a contents entry";
        let numbered = "a subhead: it is numbered, as other rows of the article are";
        check(
            &text,
            &[
                (Contents, None, ""),
                (Contents, None, "lists article 1"),
                (Contents, None, "lists article 2"),
                (Title, Some(0), "a byline stands below the title"),
                (Byline, Some(0), "it names who wrote the article"),
                (Body, Some(0), ""),
                (Subhead, Some(0), numbered),
                (Body, Some(0), ""),
                (Subhead, Some(0), numbered),
                (Body, Some(0), "it is a sentence, and no title"),
                (Body, Some(0), "it has the form of a byline, but no title stands right above it"),
                (Body, Some(0), ""),
                (Credit, Some(0), "it names an editor, a source or an affiliation"),
                (PageNumber, None, "a number that stands alone"),
                (Title, Some(1), listed),
                (Body, Some(1), ""),
            ],
        );
    }

    #[test]
    fn a_text_of_nothing() {
        check("", &[]);
        check("\n\n", &[]);
    }
}
