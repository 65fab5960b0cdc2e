//! Linear algebra on sparse rows. Every pass is linear in the number of entries; no matrix of
//! sentences by sentences is ever made.

use tiyao_text::interrupt::{UNITS, spend};

use crate::term::TermId;

/// Chance of following a link rather than jumping anywhere (Brin and Page 1998).
const DAMPING: f64 = 0.85;
/// Pull towards equal weights in the graph of rows.
const SMOOTHING: f64 = 0.02;
/// Passes of the power iteration; more do not change the order of sentences.
const PASSES: usize = 10;

/// Cells that are looked at for one unit of work.
const CELLS_PER_UNIT: usize = 8;

/// Sparse rows over columns that are terms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    // row i's cells are `cells[ends[i - 1]..ends[i]]`
    ends: Vec<usize>,
    cells: Vec<(TermId, f64)>,
    columns: usize,
}

impl Matrix {
    pub(crate) fn new(columns: usize) -> Self {
        Self { columns, ..Self::default() }
    }

    /// No rows yet, and room for so many cells.
    pub(crate) fn with_room(columns: usize, cells: usize) -> Self {
        Self { ends: Vec::new(), cells: Vec::with_capacity(cells), columns }
    }

    pub(crate) fn push_row(&mut self, cells: impl IntoIterator<Item = (TermId, f64)>) {
        let start = self.cells.len();
        self.cells.extend(cells);
        self.ends.push(self.cells.len());
        spend(1 + (self.cells.len() - start) / CELLS_PER_UNIT);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cells of a row, in the order in which they were pushed.
    pub(crate) fn row(&self, number: usize) -> &[(TermId, f64)] {
        let start = number.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        // Whatever goes over all rows comes by here.
        spend(1 + (end - start) / CELLS_PER_UNIT);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// The columns as rows, whose columns are the rows: by counting, in linear time.
    pub(crate) fn transposed(&self) -> Self {
        let mut ends = vec![0_usize; self.columns];
        for piece in self.cells.chunks(UNITS) {
            for &(column, _) in piece {
                if let Some(end) = ends.get_mut(column as usize) {
                    *end += 1;
                }
            }
            spend(piece.len() / CELLS_PER_UNIT);
        }
        let mut start = 0;
        for end in &mut ends {
            let size = *end;
            *end = start;
            start += size;
        }
        // each end is now a start, and moves on with every cell
        let mut cells = vec![(0, 0.0); start];
        for (number, row) in (0..).zip(self.rows()) {
            for &(column, value) in row {
                if let Some(end) = ends.get_mut(column as usize)
                    && let Some(cell) = cells.get_mut(*end)
                {
                    *cell = (number, value);
                    *end += 1;
                }
            }
        }
        Self { ends, cells, columns: self.len() }
    }

    fn rows(&self) -> impl Iterator<Item = &[(TermId, f64)]> {
        let mut rest = self.cells.as_slice();
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let (row, behind) = rest.split_at_checked(end - start).unwrap_or_default();
            (rest, start) = (behind, end);
            spend(1 + row.len() / CELLS_PER_UNIT);
            row
        })
    }

    /// Scales every row to length 1; empty ones stay empty.
    pub(crate) fn normalized(mut self) -> Self {
        let mut start = 0;
        for &end in &self.ends {
            let cells = self.cells.get_mut(start..end).unwrap_or_default();
            let length = cells.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
            if length > 0.0 {
                for (_, weight) in cells {
                    *weight /= length;
                }
            }
            spend(1 + (end - start) / CELLS_PER_UNIT);
            start = end;
        }
        self
    }

    /// The sum of the rows, each times its factor.
    pub(crate) fn combined(&self, factors: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.columns];
        for (row, factor) in self.rows().zip(factors) {
            for &(term, weight) in row {
                if let Some(slot) = sum.get_mut(term as usize) {
                    *slot += factor * weight;
                }
            }
        }
        sum
    }

    /// The dot product of each row with `vector`.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows().map(|row| dot(row, vector)).collect()
    }
}

/// The dot product of a sparse row with a dense vector.
pub(crate) fn dot(row: &[(TermId, f64)], vector: &[f64]) -> f64 {
    row.iter().map(|&(term, weight)| weight * vector.get(term as usize).unwrap_or(&0.0)).sum()
}

/// Scales a vector to length 1; the zero vector stays.
pub(crate) fn normalize(vector: &mut [f64]) {
    let length = vector.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        for weight in vector {
            *weight /= length;
        }
    }
}

/// The stationary weight of each row in a walk over rows that are alike: from row i to row j with
/// probability in proportion to the sum of j's cells in the columns that i has, plus [`SMOOTHING`]
/// (`LexRank`, Erkan and Radev 2004, without its threshold). The mean is 1. The likeness of a row to
/// itself does not count.
///
/// The product of the likeness matrix with a vector goes through the columns, so a pass costs as much
/// as the rows have cells.
pub(crate) fn centrality(links: &Matrix) -> Vec<f64> {
    let rows = links.len();
    if rows == 0 {
        return Vec::new();
    }
    let sum_of = |row: &[(TermId, f64)], vector: &[f64]| -> f64 {
        row.iter().filter_map(|&(term, _)| vector.get(term as usize)).sum()
    };
    let own: Vec<f64> =
        links.rows().map(|row| row.iter().map(|&(_, weight)| weight).sum()).collect();
    let reached = links.combined(&vec![1.0; rows]);
    let base = SMOOTHING * rows as f64;
    let reach = links.rows().zip(&own).map(|(row, own)| (sum_of(row, &reached) - own).max(0.0));
    let out: Vec<f64> = reach.map(|reach| reach + base).collect();
    let mut weights = vec![1.0; rows];
    let mut flow = vec![0.0; rows];
    let mut carried = vec![0.0; links.columns];
    for _ in 0..PASSES {
        for (flow, (weight, out)) in flow.iter_mut().zip(weights.iter().zip(&out)) {
            *flow = weight / out;
        }
        let jump = SMOOTHING * flow.iter().sum::<f64>();
        carried.fill(0.0);
        for (row, flow) in links.rows().zip(&flow) {
            for &(term, _) in row {
                if let Some(slot) = carried.get_mut(term as usize) {
                    *slot += flow;
                }
            }
        }
        let reached = links.rows().zip(own.iter().zip(&flow));
        for (weight, (row, (own, flow))) in weights.iter_mut().zip(reached) {
            *weight = 1.0 - DAMPING + DAMPING * (dot(row, &carried) - own * flow + jump);
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::{Matrix, centrality, normalize};

    fn matrix(rows: &[&[(u32, f64)]]) -> Matrix {
        let mut matrix = Matrix::new(4);
        for row in rows {
            matrix.push_row(row.iter().copied());
        }
        matrix
    }

    #[test]
    fn the_row_that_is_like_all_others_leads() {
        let rows =
            matrix(&[&[(0, 1.0), (1, 1.0), (2, 1.0)], &[(0, 1.0)], &[(1, 1.0)], &[(3, 1.0)]]);
        let weights = centrality(&rows);
        assert!(weights[0] > weights[1] && weights[1] > weights[3]);
        assert!((weights[1] - weights[2]).abs() < 1e-9);
        let mean = weights.iter().sum::<f64>() / 4.0;
        assert!((mean - 1.0).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn rows_without_terms_are_alike() {
        let weights = centrality(&matrix(&[&[], &[]]));
        assert!((weights[0] - 1.0).abs() < 1e-9 && (weights[1] - 1.0).abs() < 1e-9);
        assert!(centrality(&Matrix::default()).is_empty());
    }

    #[test]
    fn columns_become_rows() {
        let turned = matrix(&[&[(2, 1.0), (0, 2.0)], &[], &[(2, 3.0)]]).transposed();
        assert_eq!(turned.len(), 4);
        assert_eq!(turned.row(0), [(0, 2.0)]);
        assert_eq!(turned.row(1), []);
        assert_eq!(turned.row(2), [(0, 1.0), (2, 3.0)]);
    }

    #[test]
    fn lengths() {
        let rows = matrix(&[&[(0, 3.0), (2, 4.0)], &[]]).normalized();
        assert_eq!(rows.row(0), [(0, 0.6), (2, 0.8)]);
        assert_eq!(rows.row(1), []);
        let mut nothing = [0.0; 2];
        normalize(&mut nothing);
        assert!(nothing.iter().all(|value| value.abs() < 1e-12));
    }
}
