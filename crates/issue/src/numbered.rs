//! Contents whose entries have a page or an ordinal: rows without one continue an entry, name its
//! authors, or name a section or a topic.

use crate::{
    caption::is_caption,
    chars::{is_latin, key, never_begins},
    contents::{Draft, Found, is_edition, is_head, is_running},
    entry::{Opening, Style, author_row, has_bar, opening, section_name, without_bullet},
    names::{is_person, words},
    row::{Row, RowKind},
    sections::Sections,
    wrap::Wrap,
};

/// How many rows that are no entries may follow each other inside the contents.
const PATIENCE: usize = 8;

/// Reads contents that begin at row `start`.
pub(crate) fn read(
    text: &str,
    rows: &[Row],
    wrap: Wrap,
    start: usize,
    style: Style,
) -> Option<Found> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut claimed: Vec<usize> = Vec::new();
    let mut pending: Vec<usize> = Vec::new();
    let mut sections = Sections::default();
    let mut before: Option<&Row> = None;
    let signed = style == Style::PageLast && signs_pages(text, rows, start);
    for (at, row) in rows.iter().enumerate().skip(start) {
        let caption = row.kind == RowKind::Plain && is_caption(text, row);
        // a title that comes back under growing pages was taken for a running head
        let entry = row.kind == RowKind::RunningHead
            && !drafts.is_empty()
            && pending.len() < PATIENCE
            && opening(text, row.span, style).is_some();
        if (row.kind != RowKind::Plain && !entry) || caption {
            if let Some(draft) = drafts.last_mut().filter(|_| row.kind != RowKind::PageNumber) {
                draft.closed = true;
            }
            continue;
        }
        if is_head(text, row) {
            // contents printed again are read elsewhere
            if drafts.len() >= 2 && begins_anew(text, rows, at, &drafts, style) {
                break;
            }
            claimed.push(at);
            continue;
        }
        let wrapped = before.is_some_and(|before| wrap.is_full(before) && row.blanks == 0);
        let opened = opening(text, row.span, style);
        if drafts.len() >= 2 && opened.as_ref().is_some_and(|o| is_first(text, &drafts, o)) {
            break;
        }
        let opened = opened.filter(|o| follows(drafts.last(), o, style));
        if let Some(opened) = opened {
            let authors = if signed { people(opened.rest.cut(text)) } else { None };
            let title = pending.last().and_then(|at| rows.get(*at)).filter(|_| row.blanks == 0);
            let (rest, authors) = match (title, authors) {
                (Some(title), Some(authors)) => {
                    claimed.extend(pending.pop());
                    (without_bullet(text, title.span), authors)
                }
                _ => (opened.rest, Vec::new()),
            };
            let mut spans = sections.take(text, rows, &mut pending, style, &mut claimed);
            spans.push(rest);
            let number = if style == Style::Ordinal { 0 } else { opened.number };
            drafts.push(Draft {
                number,
                nested: opened.nested,
                closed: is_closed(text, row, style),
                spans,
                section: sections.section.clone(),
                topic: sections.topic.clone(),
                authors,
            });
            if style == Style::Ordinal {
                sections.ordinal(&opened);
            }
            claimed.push(at);
            before = Some(row);
            continue;
        }
        if let Some(draft) = drafts.last_mut().filter(|_| pending.is_empty() && row.blanks == 0)
            && let Some(authors) = author_row(row.text(text))
        {
            draft.authors.extend(authors);
            draft.closed = true;
            claimed.push(at);
            before = Some(row);
            continue;
        }
        let goes_on = pending.is_empty()
            && drafts.last().is_some_and(|draft| continues(text, rows, at, draft, wrapped, style));
        if goes_on && let Some(draft) = drafts.last_mut() {
            if !wrapped && let Some(before) = before {
                draft.spans.push(before.line_feed(text));
            }
            draft.spans.push(row.span);
            draft.closed |= is_closed(text, row, style);
            claimed.push(at);
            before = Some(row);
            continue;
        }
        pending.push(at);
        before = Some(row);
        if pending.len() > PATIENCE || is_running(text, row) {
            break;
        }
    }
    // an opener listed above the first section's name belongs to it: columns are read one by one
    let named = drafts.get(1).map(|draft| draft.section.clone()).unwrap_or_default();
    if let Some(first) = drafts.first_mut().filter(|first| first.section.is_empty()) {
        first.section = named;
    }
    (drafts.len() >= 2).then_some((drafts, claimed))
}

/// Whether the entry is the first one again.
fn is_first(text: &str, drafts: &[Draft], opened: &Opening) -> bool {
    drafts.first().is_some_and(|first| {
        let title = key(opened.rest.cut(text));
        let again = first.spans.iter().any(|span| key(span.cut(text)) == title);
        again && (first.number == 0 || first.number == opened.number)
    })
}

/// Whether the entries below a heading inside the contents begin anew.
fn begins_anew(text: &str, rows: &[Row], head: usize, drafts: &[Draft], style: Style) -> bool {
    let mut below = rows.iter().skip(head + 1).take(PATIENCE);
    let next = below.find_map(|row| opening(text, row.span, style));
    let last = drafts.last().map_or(0, |last| last.number);
    next.is_none_or(|next| is_first(text, drafts, &next) || next.number < last)
}

/// The names in a row of names.
fn people(cut: &str) -> Option<Vec<String>> {
    let names = words(cut);
    (!names.is_empty() && names.iter().all(|name| is_person(name))).then_some(names)
}

/// Whether most pages stand behind the authors, on the row below the title.
fn signs_pages(text: &str, rows: &[Row], start: usize) -> bool {
    let (mut all, mut signed) = (0_usize, 0_usize);
    for row in rows.iter().skip(start).take(3000).take_while(|row| !is_running(text, row)) {
        if let Some(opened) = opening(text, row.span, Style::PageLast) {
            all += 1;
            signed += usize::from(people(opened.rest.cut(text)).is_some());
        }
    }
    signed >= 2 && signed * 5 >= all * 3
}

/// Whether an entry with this number may follow: pages do not fall far, ordinals count on.
fn follows(last: Option<&Draft>, opened: &Opening, style: Style) -> bool {
    let Some(last) = last else { return true };
    match style {
        Style::Ordinal => true,
        _ => opened.number + 10 > last.number && opened.number < last.number.saturating_add(400),
    }
}

fn is_closed(text: &str, row: &Row, style: Style) -> bool {
    let cut = row.text(text);
    match style {
        Style::Ordinal => cut.ends_with(['；', '。', ';']),
        Style::PageLast => true,
        Style::PageFirst => has_bar(cut),
    }
}

/// Whether row `at` goes on with the entry before it.
fn continues(
    text: &str,
    rows: &[Row],
    at: usize,
    draft: &Draft,
    wrapped: bool,
    style: Style,
) -> bool {
    let Some(row) = rows.get(at) else { return false };
    let cut = row.text(text);
    if cut.starts_with(['|', '｜', '丨', '/', '／']) || (wrapped && row.blanks == 0) {
        return true;
    }
    if cut.starts_with(never_begins) || cut.starts_with(|c: char| c.is_ascii_lowercase()) {
        return row.blanks == 0;
    }
    if draft.closed
        || is_latin(cut)
        || section_name(cut).1
        || is_edition(cut)
        || is_running(text, row)
    {
        return false;
    }
    if row.blanks == 0 {
        return row.chars <= 80 && style != Style::PageLast;
    }
    // past a blank row only when authors follow, in this row or one of the next
    let mut next = rows.iter().skip(at).filter(|row| row.kind == RowKind::Plain).take(3);
    let Some(here) = next.next() else { return false };
    has_bar(here.text(text))
        || next
            .take_while(|row| {
                opening(text, row.span, style).is_none() && !section_name(row.text(text)).1
            })
            .any(|row| row.text(text).starts_with(['|', '｜', '丨']))
}
