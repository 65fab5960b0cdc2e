//! Looks at headings from all sides: what stands above and below each, and how it looks itself.

use std::collections::HashMap;

use crate::{
    byline::Form,
    chars::{has_han, head, is_han, is_latin, squeezed},
    cohesion::{REACH, Words},
    head::Head,
    line::{Ending, Line, line_rows},
    page::{Page, numbering},
    row::RowKind,
    verdict::{Look, SIDES, Sight},
};

/// What all headings of an issue are looked at against.
struct Scene {
    /// Blank rows between paragraphs.
    gap: usize,
    /// Columns paragraphs are indented by.
    indent: usize,
    /// The issue is in Chinese.
    chinese: bool,
    /// The issue has contents.
    listed: bool,
    /// Sizes of the text's letters and of the largest headings', 0 where they are not known.
    sizes: (u16, u16),
    /// Kinds of numbers that count on through the whole issue.
    counting: Vec<u8>,
}

/// What is seen of each head; the heads are in the order of the text.
pub(crate) fn sights(page: &Page<'_>, heads: &[Head], listed: bool) -> Vec<Sight> {
    let scene = scene(page, heads, listed);
    let zones = zones(page, heads);
    let mut sights = Vec::with_capacity(heads.len());
    // where the text above begins: behind the heads of the stretch before
    let (mut above, mut last) = (0, (0, 0));
    let mut ahead = 0;
    for (head, zone) in heads.iter().zip(&zones) {
        if last.0 != *zone {
            above = last.1;
        }
        last = (*zone, head.body);
        while zones.get(ahead).is_some_and(|other| other <= zone) {
            ahead += 1;
        }
        let end = heads.get(ahead).map_or(page.lines.len(), Head::start);
        let mut look = outside(page, head, &scene);
        look[14] = rank(reach(page, head.body, end, 160), &[41, 81, 160]);
        sights.push(Sight {
            look,
            zone: *zone,
            listed: head.entry.is_some(),
            above: above..head.title.start,
            below: head.body..end,
        });
    }
    sights
}

/// Looks at the words around a heading too.
pub(crate) fn look_at_words(page: &Page<'_>, head: &Head, sight: &mut Sight) {
    const LEAST: usize = 40;
    let above = Words::of(near(page, sight.above.clone().rev(), true).into_iter());
    let below = Words::of(near(page, sight.below.clone(), false).into_iter());
    let title = Words::of(near(page, head.title.clone(), false).into_iter());
    let shares = &[0.02, 0.03, 0.05, 0.07, 0.1, 0.15];
    sight.look[10] = rank_share(above.shared(&below, LEAST), shares);
    sight.look[11] = rank_share(title.within(&above), &[0.01, 0.1, 0.2]);
    sight.look[12] = rank_share(title.within(&below), &[0.01, 0.2, 0.4, 0.6]);
}

/// For each head, the first line of running text below it: heads above the same text compete.
fn zones(page: &Page<'_>, heads: &[Head]) -> Vec<usize> {
    let mut zones = Vec::with_capacity(heads.len());
    let mut running = 0;
    for head in heads {
        running = running.max(head.title.end);
        while running < page.lines.len() && !page.is_running(running) {
            running += 1;
        }
        zones.push(running);
    }
    zones
}

/// Characters of the lines from `from` on, no further than `most`.
fn reach(page: &Page<'_>, from: usize, end: usize, most: usize) -> usize {
    let mut sum = 0;
    for at in from..end {
        sum += page.line(at).chars;
        if sum >= most {
            break;
        }
    }
    sum
}

fn scene(page: &Page<'_>, heads: &[Head], listed: bool) -> Scene {
    let mut gaps = [0_usize; 4];
    let mut indents: HashMap<usize, usize> = HashMap::new();
    for (at, line) in page.lines.iter().enumerate() {
        if page.is_running(at) && line.chars > 40 {
            *indents.entry(line.indent.min(8)).or_default() += 1;
        }
        let inside = at > 0 && page.is_running(at) && page.is_running(at - 1);
        if inside
            && !line.after_page
            && !line.after_cut
            && let Some(count) = gaps.get_mut(line.blanks.min(3))
        {
            *count += 1;
        }
    }
    let most = |counts: &mut dyn Iterator<Item = (usize, usize)>| {
        counts
            .max_by_key(|(value, count)| (*count, usize::MAX - value))
            .map_or(0, |(value, _)| value)
    };
    let gap = most(&mut gaps.iter().copied().enumerate());
    let indent = most(&mut indents.into_iter());
    let (mut long, mut han) = (0_usize, 0_usize);
    for line in page.lines.iter().filter(|line| line.chars > 16).take(400) {
        let text = line_head(page, line);
        long += 1;
        han += usize::from(has_han(text));
    }
    Scene {
        gap,
        indent,
        chinese: han * 2 > long,
        listed,
        sizes: sizes(page, heads),
        counting: counting(page, heads),
    }
}

/// The size of most letters, and the largest size above it that several headings have.
fn sizes(page: &Page<'_>, heads: &[Head]) -> (u16, u16) {
    const SEVERAL: usize = 2;
    let mut letters: HashMap<u16, usize> = HashMap::new();
    for row in page.rows.iter().filter(|row| row.kind == RowKind::Plain && row.font_size > 0) {
        *letters.entry(row.font_size).or_default() += row.chars;
    }
    let most = letters.into_iter().max_by_key(|(size, count)| (*count, u16::MAX - size));
    let text = most.map_or(0, |(size, _)| size);
    let mut headings: HashMap<u16, usize> = HashMap::new();
    for head in heads {
        *headings.entry(font_size(page, head.title.start)).or_default() += 1;
    }
    let larger = headings.into_iter().filter(|(size, count)| *size > text && *count >= SEVERAL);
    (text, larger.map(|(size, _)| size).max().unwrap_or_default())
}

/// The size of a line's first row.
fn font_size(page: &Page<'_>, at: usize) -> u16 {
    let row = line_rows(&page.rows, page.line(at).rows.clone()).next();
    row.map_or(0, |row| row.font_size)
}

/// The kinds of numbers that never begin anew, though there are several of them.
fn counting(page: &Page<'_>, heads: &[Head]) -> Vec<u8> {
    const LEAST: usize = 3;
    let mut runs: HashMap<u8, (u32, usize, bool)> = HashMap::new();
    for head in heads {
        if let Some((kind, number)) = numbering(&page.text_at(head.title.start)) {
            let (last, count, grows) = runs.entry(kind).or_insert((0, 0, true));
            *grows &= number > *last;
            *last = number;
            *count += 1;
        }
    }
    let mut kinds: Vec<u8> = runs
        .into_iter()
        .filter(|(_, (_, count, grows))| *grows && *count >= LEAST)
        .map(|(kind, _)| kind)
        .collect();
    kinds.sort_unstable();
    kinds
}

/// What rows above and below say, and the heading's own form.
fn outside(page: &Page<'_>, head: &Head, scene: &Scene) -> Look {
    let mut look = [0; SIDES];
    let first = head.title.start;
    let line = page.line(first);
    if scene.listed {
        look[0] = match (head.entry, head.likeness) {
            (None, _) => 1,
            (Some(_), score) if score >= 1.0 => 4,
            (Some(_), score) if score >= 0.85 => 3,
            (Some(_), _) => 2,
        };
    }
    look[1] = match head.byline.as_ref().map(|byline| byline.form) {
        None => 1,
        Some(Form::Names) => 2,
        Some(Form::Affiliated) => 3,
        Some(Form::Marked) => 4,
        Some(Form::Labelled) => 5,
    };
    let text = page.text_at(first);
    let foreign = scene.chinese && is_latin(&text);
    look[15] = 1 + u8::from(foreign);
    // between two rows of metadata stands no title
    let inside = first > 0 && page.is_abstract(first - 1) && line.blanks == 0;
    look[2] = if page.is_abstract(head.body) && !foreign && !inside {
        3
    } else if is_dateline(line_head(page, page.line(head.body))) {
        2
    } else {
        1
    };
    look[3] = 1 + u8::from((first..head.title.end).any(|at| page.line(at).opens));
    look[4] = match page.before(first) {
        Some(before) if before.end_mark => 3,
        Some(_) if page.is_tail(first - 1) || is_note(page, first - 1) => 2,
        _ => 1,
    };
    look[5] = match line.blanks {
        _ if first == 0 => 6,
        _ if drawn_above(page, first) => 5,
        blanks if blanks < scene.gap => 1,
        blanks if blanks == scene.gap => 2,
        blanks if blanks == scene.gap + 1 => 3,
        _ => 4,
    };
    look[6] = mark(page, first, scene);
    look[7] = match line.indent.min(8).cmp(&scene.indent) {
        std::cmp::Ordering::Equal => 1,
        std::cmp::Ordering::Less => 2,
        std::cmp::Ordering::Greater => 3,
    };
    look[8] = rank(page.line(head.title.end).blanks, &[1, 2]);
    let mut chars: usize = head.title.clone().map(|at| page.line(at).chars).sum();
    if is_latin(&text) {
        chars = chars * 3 / 5;
    }
    look[9] = rank(chars, &[6, 9, 11, 14, 18, 24]);
    let ended = line.after_cut
        || page.before(first).is_none_or(|before| {
            before.end_mark || before.ending == Ending::Sentence || before.looks_heading()
        });
    look[13] = if ended { 1 } else { 2 };
    look[16] = match (font_size(page, first), scene.sizes) {
        (0, _) | (_, (0, _)) => 0,
        (own, (text, title)) if own > text => 3 + u8::from(own == title),
        (own, (text, _)) => 1 + u8::from(own < text),
    };
    look
}

/// The value whose range holds `seen`: 1 below the first edge.
fn rank(seen: usize, edges: &[usize]) -> u8 {
    1 + edges.iter().map(|edge| u8::from(seen >= *edge)).sum::<u8>()
}

fn rank_share(seen: Option<f64>, edges: &[f64]) -> u8 {
    seen.map_or(0, |seen| 1 + edges.iter().map(|edge| u8::from(seen >= *edge)).sum::<u8>())
}

/// The beginning of a line.
fn line_head<'a>(page: &Page<'a>, line: &Line) -> &'a str {
    let mut rows = line_rows(&page.rows, line.rows.clone());
    rows.next().map_or("", |row| head(row.text(page.text), 80))
}

/// Whether the line stands in brackets as a whole: a note behind an article's last sentence.
pub(crate) fn is_note(page: &Page<'_>, at: usize) -> bool {
    const LEAST: usize = 6;
    let text = page.short(at, 120);
    let bare = text.trim();
    page.line(at).chars >= LEAST
        && bare.starts_with(['（', '('])
        && bare.ends_with(['）', ')'])
        && at.checked_sub(1).is_some_and(|above| page.is_running(above))
}

/// Whether a line drawn with dashes, or a page break, stands right above.
fn drawn_above(page: &Page<'_>, at: usize) -> bool {
    let line = page.line(at);
    let above = line.rows.start.checked_sub(1).and_then(|row| page.rows.get(row));
    above.is_some_and(|row| row.kind == RowKind::Separator)
        || (line.after_page
            && page.before(at).is_none_or(|before| before.ending == Ending::Sentence))
}

/// How the heading is marked.
fn mark(page: &Page<'_>, at: usize, scene: &Scene) -> u8 {
    let text = page.text_at(at);
    let bare = text.trim_start();
    if let Some((kind, _)) = numbering(bare) {
        return if scene.counting.contains(&kind) { 7 } else { 8 };
    }
    let mut chars = bare.chars();
    match chars.next() {
        Some('【' | '[' | '［' | '〔') => 2,
        Some('《') if bare.ends_with('》') => 3,
        Some('◆' | '●' | '▲' | '★' | '■' | '◇' | '○' | '△' | '☆' | '□' | '◎' | '※' | '▌' | '▎') => {
            4
        }
        Some('*' | '_') => 5,
        Some(c) if is_han(c) && is_spaced(bare) => 6,
        _ => 1,
    }
}

/// Whether blanks part all characters.
fn is_spaced(text: &str) -> bool {
    let inked = squeezed(text).chars().count();
    inked >= 3 && text.split_whitespace().all(|word| word.chars().nth(1).is_none())
}

/// `本报北京1月1日电`, `新华社某市7月2日电`, `本报讯`: what news opens with.
fn is_dateline(text: &str) -> bool {
    const SOURCES: [&str; 9] =
        ["本报", "本刊", "本社", "本台", "新华社", "中新社", "中新网", "人民网", "据新华社"];
    const NEAR: usize = 28;
    let bare =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '【'));
    let Some(rest) = SOURCES.iter().find_map(|source| bare.strip_prefix(source)) else {
        return bare.starts_with("记者") && text.starts_with(['（', '(']);
    };
    let near = head(rest, NEAR);
    let said = near.find(['电', '讯', '报']).map(|at| near.get(..at).unwrap_or_default());
    said.is_some_and(|said| !said.contains(['，', '。', '的']))
}

/// The texts of the rows of `lines`, as far as the reach goes; `back` takes each from its end.
fn near<'a>(page: &Page<'a>, lines: impl Iterator<Item = usize>, back: bool) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut left = REACH;
    for at in lines {
        let rows = page.rows.get(page.line(at).rows.clone()).unwrap_or_default();
        let rows: Vec<&str> = rows
            .iter()
            .filter(|row| row.kind == RowKind::Plain)
            .map(|row| row.text(page.text))
            .collect();
        let mut take = |text: &'a str| {
            let part = if back { tail(text, left) } else { front(text, left) };
            left -= part.len();
            parts.push(part);
        };
        if back {
            rows.into_iter().rev().for_each(&mut take);
        } else {
            rows.into_iter().for_each(&mut take);
        }
        if left < 4 {
            break;
        }
    }
    parts
}

/// At most the first `most` bytes of `text`.
fn front(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// At most the last `most` bytes of `text`.
fn tail(text: &str, most: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(most))..).unwrap_or(text)
}
