//! The rows of a page in reading order, from glyphs at their places.
//!
//! Glyphs on one line make chunks, which wide gaps part (`chunk`); chunks make columns, which are
//! read one after the other (`column`); the chunks of a column make rows (`row`). Text that is
//! turned is read for itself, after the text that is not: all of this works in a frame in which `u`
//! grows along the line and `v` from line to line.

mod chunk;
mod column;
mod letters;
mod row;

use super::content::{Glyph, PageContent};

pub(super) use row::Row;

/// Into how many directions a full turn is divided.
const DIRECTIONS: usize = 24;

/// A glyph in the frame of its direction.
#[derive(Clone, Debug)]
struct Placed {
    letters: String,
    u: f64,
    end: f64,
    v: f64,
    size: f64,
    /// White space stands before it.
    spaced: bool,
}

/// The rows of the page, in reading order; `gutters` are those between the columns of earlier pages.
pub(super) fn rows(content: &PageContent, gutters: &mut Vec<f64>) -> Vec<Row> {
    let mut directions: Vec<(usize, Vec<&Glyph>)> =
        (0..DIRECTIONS).map(|direction| (direction, Vec::new())).collect();
    for glyph in &content.glyphs {
        if let Some((_, glyphs)) = directions.get_mut(direction(glyph)) {
            glyphs.push(glyph);
        }
    }
    directions.sort_by_key(|(direction, glyphs)| (std::cmp::Reverse(glyphs.len()), *direction));
    let mut rows = Vec::new();
    let mut elsewhere = Vec::new();
    for (at, (direction, glyphs)) in directions.into_iter().enumerate() {
        let placed = place(&content.letters, &glyphs, direction);
        let Some(em) = usual_size(&placed) else { continue };
        let known = if at == 0 { &mut *gutters } else { &mut elsewhere };
        let columns = column::order(chunk::chunks(placed), em, known);
        let turned = row::rows(columns, em);
        let apart = !rows.is_empty();
        rows.extend(
            turned
                .into_iter()
                .enumerate()
                .map(|(at, row)| Row { blank_before: row.blank_before || at == 0 && apart, ..row }),
        );
    }
    rows
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 24")]
fn direction(glyph: &Glyph) -> usize {
    let (x, y) = glyph.along;
    let turns = y.atan2(x) / std::f64::consts::TAU;
    (turns.rem_euclid(1.0) * DIRECTIONS as f64).round() as usize % DIRECTIONS
}

fn place(letters: &str, glyphs: &[&Glyph], direction: usize) -> Vec<Placed> {
    let angle = direction as f64 / DIRECTIONS as f64 * std::f64::consts::TAU;
    let (sin, cos) = angle.sin_cos();
    let mut placed: Vec<Placed> = Vec::with_capacity(glyphs.len());
    let mut spaced = false;
    for glyph in glyphs {
        let u = glyph.x * cos + glyph.y * sin;
        let v = glyph.y * cos - glyph.x * sin;
        let end = u + glyph.length.max(0.0);
        let told = glyph.letters.cut(letters);
        let shown = letters::plain(told);
        if told.is_empty() {
            // Its neighbour tells what it stands for.
            if let Some(last) = placed.last_mut() {
                last.end = last.end.max(end);
            }
        } else if shown.trim().is_empty() {
            spaced = true;
        } else {
            placed.push(Placed { letters: shown, u, end, v, size: glyph.size, spaced });
            spaced = false;
        }
    }
    placed
}

/// The size that most glyphs have.
fn usual_size<'a>(placed: impl IntoIterator<Item = &'a Placed>) -> Option<f64> {
    let mut sizes: Vec<f64> = placed.into_iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let mut most = (0, None);
    let runs = sizes.chunk_by(|one, next| next - one < 0.05);
    for run in runs {
        if run.len() > most.0 {
            most = (run.len(), run.first().copied());
        }
    }
    most.1
}

/// The middle one of `values`.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
