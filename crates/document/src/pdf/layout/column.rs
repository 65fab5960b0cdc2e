use super::chunk::Chunk;

/// A region is divided this often at most.
const DEEPEST: usize = 24;
/// A gap between columns is at least this many sizes wide.
const GUTTER: f64 = 0.6;
/// A line of a column is at least this many sizes long.
const LINE: f64 = 5.0;
/// In one of two columns, half of the lines fill at least this part of its width.
const FULL: f64 = 0.8;
/// A gutter may be crossed by this many times the lines beside it.
const CROSSED: usize = 3;

/// So many lines may cross a gutter beside which there is hardly a line: the page's head and foot.
const HEAD_AND_FOOT: usize = 2;
/// So many lines make a column for themselves.
const MANY: usize = 6;
/// How many gutters of earlier pages are remembered.
const REMEMBERED: usize = 8;

/// The chunks as columns, each of which is read before the next. `gutters` of earlier pages tell
/// where to look on a page that has only the last rows of a column; those of this one are added.
pub(super) fn order(mut chunks: Vec<Chunk>, em: f64, gutters: &mut Vec<f64>) -> Vec<Vec<Chunk>> {
    chunks.sort_by(|one, next| one.v.total_cmp(&next.v).then(one.u.total_cmp(&next.u)));
    let mut columns = Vec::new();
    divide(chunks, em, 0, gutters, &mut columns);
    gutters.drain(..gutters.len().saturating_sub(REMEMBERED));
    columns
}

/// Divides a region at its best gutter. Lines that cross the gutter part the region from top to
/// bottom into zones; within a zone, what is left of the gutter is read first.
fn divide(
    chunks: Vec<Chunk>,
    em: f64,
    depth: usize,
    gutters: &mut Vec<f64>,
    columns: &mut Vec<Vec<Chunk>>,
) {
    let cut = if depth < DEEPEST { gutter(&chunks, em, gutters) } else { None };
    let Some(cut) = cut else {
        if !chunks.is_empty() {
            columns.push(chunks);
        }
        return;
    };
    let crosses = |chunk: &Chunk| chunk.u < cut && chunk.end > cut;
    let mut zones: Vec<(bool, Vec<Chunk>)> = Vec::new();
    for chunk in chunks {
        let crossing = crosses(&chunk);
        match zones.last_mut().filter(|(crossed, _)| *crossed == crossing) {
            Some((_, zone)) => zone.push(chunk),
            None => zones.push((crossing, vec![chunk])),
        }
    }
    for (crossing, zone) in zones {
        let one_line = zone
            .iter()
            .zip(zone.iter().skip(1))
            .all(|(one, next)| (next.v - one.v).abs() < 0.4 * one.size.max(next.size));
        if crossing {
            divide(zone, em, depth + 1, gutters, columns);
        } else if one_line {
            columns.push(zone);
        } else {
            let (left, right) = zone.into_iter().partition(|chunk: &Chunk| chunk.end <= cut);
            divide(left, em, depth + 1, gutters, columns);
            divide(right, em, depth + 1, gutters, columns);
        }
    }
}

/// Where the region is best cut into columns: the fewest lines cross it, then it is the widest, then
/// the first.
fn gutter(chunks: &[Chunk], em: f64, gutters: &mut Vec<f64>) -> Option<f64> {
    let mut starts: Vec<f64> = chunks.iter().map(|chunk| chunk.u).collect();
    let mut ends: Vec<f64> = chunks.iter().map(|chunk| chunk.end).collect();
    starts.sort_by(f64::total_cmp);
    ends.sort_by(f64::total_cmp);
    let mut edges = [starts.as_slice(), ends.as_slice()].concat();
    edges.sort_by(f64::total_cmp);
    let mut candidates: Vec<(usize, f64, f64)> = edges
        .iter()
        .zip(edges.iter().skip(1))
        .filter(|(from, to)| *to - *from >= GUTTER * em)
        .map(|(from, to)| {
            let cut = f64::midpoint(*from, *to);
            let begun = starts.partition_point(|start| *start < cut);
            let ended = ends.partition_point(|end| *end < cut);
            (begun.saturating_sub(ended), to - from, cut)
        })
        .collect();
    candidates.sort_by(|one, next| {
        one.0.cmp(&next.0).then(next.1.total_cmp(&one.1)).then(one.2.total_cmp(&next.2))
    });
    // Few gaps are wide enough; a page of a thousand of them is no page of columns.
    candidates.truncate(64);
    for (crossed, width, cut) in candidates {
        let left = side(chunks.iter().filter(|chunk| chunk.end <= cut), em);
        let right = side(chunks.iter().filter(|chunk| chunk.u >= cut), em);
        let (fewer, more) = (left.lines.min(right.lines), left.lines.max(right.lines));
        let known = || gutters.iter().any(|known| (known - cut).abs() <= 0.5 * width);
        if fewer >= 2 && left.fill.max(right.fill) >= FULL && crossed <= CROSSED * fewer {
            gutters.push(cut);
            return Some(cut);
        }
        let full = left.fill >= FULL && left.lines >= MANY && right.lines > 0;
        if crossed <= HEAD_AND_FOOT && (full || more >= 2 && right.chunks > 0 && known()) {
            return Some(cut);
        }
    }
    None
}

struct Side {
    /// Lines that are long enough for a column.
    lines: usize,
    chunks: usize,
    /// Which part of the whole width half of the chunks fill.
    fill: f64,
}

fn side<'a>(chunks: impl Iterator<Item = &'a Chunk>, em: f64) -> Side {
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut widths = Vec::new();
    for chunk in chunks {
        (from, to) = (from.min(chunk.u), to.max(chunk.end));
        widths.push(chunk.width());
    }
    let lines = widths.iter().filter(|width| **width >= LINE * em).count();
    let chunks = widths.len();
    let fill = super::median(widths).map_or(0.0, |width| width / (to - from).max(em));
    Side { lines, chunks, fill }
}
