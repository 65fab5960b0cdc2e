use super::{chunk::Chunk, letters::is_square, median, usual_size};

/// A gap of this many sizes between square characters is a space.
const SQUARE_GAP: f64 = 0.8;
/// A gap of this many sizes between letters is a space.
const WORD_GAP: f64 = 0.15;
/// A gap of this many sizes between a square character and a letter is a space.
const MIXED_GAP: f64 = 0.45;
/// The most spaces that stand for a gap within a row.
const MOST_SPACES: f64 = 4.0;
/// The most columns by which a row is indented.
const MOST_INDENT: f64 = 40.0;
/// How much more white than usual, in sizes, is a blank row.
const BLANK: f64 = 0.6;
/// Above and below its line, a character takes these parts of its size.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = 0.12;
/// A chunk this many times the usual size, of a letter or two, is a large initial.
const INITIAL: f64 = 1.8;
/// With so many rows, a column tells where its left edge is.
const TELLING: usize = 4;

/// One row of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) text: String,
    /// The size of most of its characters, in points.
    pub(crate) size: f64,
    /// Columns of white space it begins with.
    pub(crate) indent: usize,
    /// More white than usual stands above it.
    pub(crate) blank_before: bool,
}

/// The chunks of one row, along it.
struct Line {
    chunks: Vec<Chunk>,
    v: f64,
    u: f64,
    size: f64,
}

/// The rows of the columns of a page, of which `em` is the usual size.
pub(super) fn rows(columns: Vec<Vec<Chunk>>, em: f64) -> Vec<Row> {
    let columns: Vec<Vec<Line>> =
        columns.into_iter().map(|column| lines(join_initials(column, em), em)).collect();
    let edges: Vec<Option<f64>> = columns.iter().map(|column| edge(column, em)).collect();
    let page_leading = leading(columns.iter().flatten(), em).unwrap_or(0.5 * em);
    let mut rows = Vec::new();
    let mut above: Option<&Line> = None;
    for (at, column) in columns.iter().enumerate() {
        let left = edges.get(at).copied().flatten().or_else(|| near(&edges, column, em));
        let usual = if column.len() >= TELLING { leading(column.iter(), em) } else { None };
        let usual = usual.unwrap_or(page_leading);
        for line in column {
            let blank_before = above.is_some_and(|above| white(above, line) > usual + BLANK * em);
            let flush = line.chunks.first().is_some_and(|chunk| chunk.flush);
            let indent = left.filter(|_| !flush).map_or(0.0, |left| (line.u - left) / (0.5 * em));
            let text = text(line);
            rows.push(Row {
                text,
                size: line.size,
                indent: count(indent, MOST_INDENT),
                blank_before,
            });
            above = Some(line);
        }
    }
    rows
}

/// `number` as a count of at most `most`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `most`")]
fn count(number: f64, most: f64) -> usize {
    number.round().clamp(0.0, most) as usize
}

/// The lines of a column, from top to bottom.
fn lines(mut chunks: Vec<Chunk>, em: f64) -> Vec<Line> {
    chunks.sort_by(|one, next| one.v.total_cmp(&next.v).then(one.u.total_cmp(&next.u)));
    let mut lines: Vec<Line> = Vec::new();
    for chunk in chunks {
        let line = lines
            .last_mut()
            .filter(|line| chunk.v - line.v < 0.4 * line.size.max(chunk.size).min(2.0 * em));
        match line {
            Some(line) => line.chunks.push(chunk),
            None => lines.push(Line { v: chunk.v, u: 0.0, size: chunk.size, chunks: vec![chunk] }),
        }
    }
    for line in &mut lines {
        line.chunks.sort_by(|one, next| one.u.total_cmp(&next.u));
        line.u = line.chunks.first().map_or(0.0, |chunk| chunk.u);
        let glyphs = line.chunks.iter().flat_map(|chunk| &chunk.glyphs);
        line.size = usual_size(glyphs).unwrap_or(em);
    }
    lines
}

/// Puts each large initial before the topmost line beside it.
fn join_initials(mut chunks: Vec<Chunk>, em: f64) -> Vec<Chunk> {
    let initials: Vec<(usize, Chunk)> = chunks
        .iter()
        .enumerate()
        .filter(|(_, chunk)| chunk.size >= INITIAL * em && chunk.glyphs.len() <= 2)
        .map(|(at, chunk)| (at, chunk.clone()))
        .take(8)
        .collect();
    for (at, initial) in initials {
        let beside = |chunk: &Chunk| {
            chunk.size < initial.size / INITIAL * 1.2
                && (0.0..initial.size).contains(&(initial.v - chunk.v + 0.2 * em))
                && (-0.3 * em..1.5 * em).contains(&(chunk.u - initial.end))
        };
        let first = chunks.iter().filter(|chunk| beside(chunk)).map(|chunk| chunk.v);
        let Some(first) = first.min_by(f64::total_cmp) else { continue };
        for chunk in &mut chunks {
            chunk.flush |= beside(chunk);
        }
        if let Some(initial) = chunks.get_mut(at) {
            initial.v = first;
        }
    }
    chunks
}

/// The white between two rows, where the second stands below the first.
fn white(above: &Line, below: &Line) -> f64 {
    (below.v - ASCENT * below.size) - (above.v + DESCENT * above.size)
}

/// The usual white between the rows of running text.
fn leading<'a>(lines: impl Iterator<Item = &'a Line>, em: f64) -> Option<f64> {
    let lines: Vec<&Line> = lines.filter(|line| (line.size - em).abs() < 0.1 * em).collect();
    let whites = lines.iter().zip(lines.iter().skip(1)).map(|(above, below)| white(above, below));
    median(whites.filter(|white| (-0.5 * em..3.0 * em).contains(white)).collect())
}

/// Where most rows of the column start, the indented ones apart.
fn edge(column: &[Line], em: f64) -> Option<f64> {
    if column.len() < TELLING {
        return None;
    }
    let mut starts: Vec<f64> = column.iter().map(|line| line.u).collect();
    starts.sort_by(f64::total_cmp);
    let enough = (column.len() / 5).max(2);
    starts.iter().copied().find(|start| {
        let from = starts.partition_point(|other| other < start);
        let to = starts.partition_point(|other| *other <= start + 0.5 * em);
        to - from >= enough
    })
}

/// The edge of another column that the rows of a short one start at, or a little right of.
fn near(edges: &[Option<f64>], column: &[Line], em: f64) -> Option<f64> {
    let start = column.iter().map(|line| line.u).min_by(f64::total_cmp)?;
    let within = |edge: &f64| (-0.5 * em..6.0 * em).contains(&(start - edge));
    edges.iter().copied().flatten().filter(within).max_by(f64::total_cmp)
}

fn text(line: &Line) -> String {
    let glyphs: Vec<_> = line.chunks.iter().flat_map(|chunk| &chunk.glyphs).collect();
    let pairs = || glyphs.iter().zip(glyphs.iter().skip(1));
    let square = |letters: &str, last: bool| {
        let c = if last { letters.chars().next_back() } else { letters.chars().next() };
        c.is_some_and(is_square)
    };
    // Character recognition puts a space behind every character.
    let squares =
        pairs().filter(|(one, next)| square(&one.letters, true) && square(&next.letters, false));
    let (mut all, mut parted) = (0, 0);
    for (_, next) in squares {
        all += 1;
        parted += usize::from(next.spaced);
    }
    let recognized = all >= 4 && parted * 2 > all;
    let mut text = String::new();
    text.extend(glyphs.first().map(|first| first.letters.as_str()));
    let mut end = glyphs.first().map_or(0.0, |first| first.end);
    for (one, next) in pairs() {
        let em = one.size.min(next.size);
        let gap = (next.u - end) / em;
        end = end.max(next.end);
        let (usual, needed) = match (square(&one.letters, true), square(&next.letters, false)) {
            (true, true) => (!recognized, SQUARE_GAP),
            (false, false) => (true, WORD_GAP),
            _ => (true, MIXED_GAP),
        };
        if gap >= needed || usual && next.spaced && gap > 0.1 {
            text.extend(std::iter::repeat_n(' ', count(gap.max(1.0), MOST_SPACES)));
        }
        text.push_str(&next.letters);
    }
    text.trim().to_owned()
}
