use super::Placed;

/// Two glyphs stand on one line when their baselines are no further apart than this part of their
/// size.
const ONE_LINE: f64 = 0.25;
/// A gap wider than this many sizes (the smaller one's) parts chunks.
const APART: f64 = 1.2;
/// One size this many times another parts chunks, too: a large initial is no part of its line.
const OTHER_SIZE: f64 = 1.8;
/// Equal glyphs nearer than this part of their size are one, printed twice to look bold.
const PRINTED_TWICE: f64 = 0.12;
/// How many chunks near a raised one are looked at.
const NEAR: usize = 48;

/// Glyphs on one line with no wide gap between them, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) glyphs: Vec<Placed>,
    pub(super) u: f64,
    pub(super) end: f64,
    pub(super) v: f64,
    /// The size of most of its glyphs.
    pub(super) size: f64,
    /// It stands beside a large initial.
    pub(super) flush: bool,
}

impl Chunk {
    fn new(glyphs: Vec<Placed>, v: f64) -> Self {
        let mut chunk = Self { v, ..Self::default() };
        chunk.take(glyphs);
        chunk
    }

    fn take(&mut self, glyphs: Vec<Placed>) {
        self.glyphs.extend(glyphs);
        self.glyphs.sort_by(|one, next| one.u.total_cmp(&next.u));
        self.u = self.glyphs.first().map_or(0.0, |glyph| glyph.u);
        self.end = self.glyphs.iter().map(|glyph| glyph.end).fold(self.u, f64::max);
        self.size = super::usual_size(&self.glyphs).unwrap_or_default();
    }

    pub(super) fn width(&self) -> f64 {
        self.end - self.u
    }
}

/// The chunks of `placed`, by line and then along it.
pub(super) fn chunks(mut placed: Vec<Placed>) -> Vec<Chunk> {
    placed.sort_by(|one, next| one.v.total_cmp(&next.v).then(one.u.total_cmp(&next.u)));
    let mut chunks = Vec::new();
    let mut line: Vec<Placed> = Vec::new();
    for glyph in placed {
        let on_line = line
            .first()
            .is_none_or(|first| glyph.v - first.v <= ONE_LINE * glyph.size.min(first.size));
        if !on_line {
            part(std::mem::take(&mut line), &mut chunks);
        }
        line.push(glyph);
    }
    part(line, &mut chunks);
    lower(chunks)
}

/// Parts one line at its wide gaps.
fn part(mut line: Vec<Placed>, chunks: &mut Vec<Chunk>) {
    line.sort_by(|one, next| one.u.total_cmp(&next.u));
    let v = super::median(line.iter().map(|glyph| glyph.v).collect()).unwrap_or_default();
    let mut glyphs: Vec<Placed> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for glyph in line {
        if glyphs.iter().rev().take(3).any(|printed| is_printed_twice(printed, &glyph)) {
            continue;
        }
        let size = glyphs.last().map_or(glyph.size, |last| last.size.min(glyph.size));
        let other_size = glyphs.last().is_some_and(|last| {
            last.size.max(glyph.size) >= OTHER_SIZE * last.size.min(glyph.size)
        });
        if !glyphs.is_empty() && (other_size || glyph.u - end > APART * size) {
            chunks.push(Chunk::new(std::mem::take(&mut glyphs), v));
        }
        end = if glyphs.is_empty() { glyph.end } else { end.max(glyph.end) };
        glyphs.push(glyph);
    }
    if !glyphs.is_empty() {
        chunks.push(Chunk::new(glyphs, v));
    }
}

fn is_printed_twice(one: &Placed, other: &Placed) -> bool {
    let near = PRINTED_TWICE * one.size.min(other.size);
    one.letters == other.letters && (one.u - other.u).abs() < near && (one.v - other.v).abs() < near
}

/// Puts raised and lowered small characters into the line they belong to.
fn lower(mut chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut targets: Vec<Option<usize>> = vec![None; chunks.len()];
    for (at, small) in chunks.iter().enumerate() {
        let belongs = |line: &Chunk| {
            line.size >= 1.25 * small.size
                && (-0.35 * line.size..=0.62 * line.size).contains(&(line.v - small.v))
                && small.u >= line.u - 0.5 * line.size
                && small.u <= line.end + 0.5 * line.size
                && small.width() < line.width()
        };
        let before = chunks.iter().enumerate().take(at).rev().take(NEAR);
        let behind = chunks.iter().enumerate().skip(at + 1).take(NEAR);
        let found = behind.chain(before).find(|(_, line)| belongs(line));
        if let Some(target) = targets.get_mut(at) {
            *target = found.map(|(line, _)| line);
        }
    }
    for at in 0..chunks.len() {
        let target = targets.get(at).copied().flatten();
        // What is itself put elsewhere takes nothing.
        let target = target.filter(|line| targets.get(*line).copied().flatten().is_none());
        if let Some(line) = target {
            let glyphs = chunks.get_mut(at).map(|small| std::mem::take(&mut small.glyphs));
            if let (Some(line), Some(glyphs)) = (chunks.get_mut(line), glyphs) {
                line.take(glyphs);
            }
        }
    }
    chunks.retain(|chunk| !chunk.glyphs.is_empty());
    chunks
}
