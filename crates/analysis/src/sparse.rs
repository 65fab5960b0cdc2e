//! Linear algebra on sparse rows. Every pass is linear in the number of entries; no matrix of
//! sentences by sentences is ever made.

use tiyao_text::interrupt::spend;

use crate::term::TermId;

/// Chance of following a link rather than jumping anywhere (Brin and Page 1998).
const DAMPING: f64 = 0.85;
/// Passes of the power iteration; more do not change the order of sentences.
const PASSES: usize = 20;

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

    pub(crate) fn push_row(&mut self, cells: impl IntoIterator<Item = (TermId, f64)>) {
        self.cells.extend(cells);
        self.ends.push(self.cells.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cells of a row, sorted by term if they were pushed so.
    pub(crate) fn row(&self, number: usize) -> &[(TermId, f64)] {
        let start = number.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        // Whatever goes over all rows comes by here.
        spend(1 + (end - start) / CELLS_PER_UNIT);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// How many rows have each column.
    pub(crate) fn column_sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.columns];
        for &(term, _) in &self.cells {
            if let Some(size) = sizes.get_mut(term as usize) {
                *size += 1;
            }
        }
        sizes
    }

    /// Multiplies every cell by the weight of its column.
    pub(crate) fn scale(&mut self, weight: impl Fn(TermId) -> f64) {
        for (term, value) in &mut self.cells {
            *value *= weight(*term);
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[(TermId, f64)]> {
        (0..self.len()).map(|i| self.row(i))
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
            start = end;
        }
        self
    }

    /// The sum of the rows, each times its factor.
    pub(crate) fn combined(&self, factors: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.columns];
        self.combine_into(factors, &mut sum);
        sum
    }

    /// As [`Matrix::combined`], into a vector as long as there are columns.
    fn combine_into(&self, factors: &[f64], sum: &mut [f64]) {
        sum.fill(0.0);
        for (row, factor) in self.rows().zip(factors) {
            for &(term, weight) in row {
                if let Some(slot) = sum.get_mut(term as usize) {
                    *slot += factor * weight;
                }
            }
        }
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
/// probability in proportion to `from`ᵢ · `to`ⱼ + `smoothing` (`LexRank`, Erkan and Radev 2004,
/// without its threshold). The mean is 1. The likeness of a row to itself does not count.
///
/// The product of the likeness matrix with a vector goes through the terms, so a pass costs as much
/// as the rows have cells.
pub(crate) fn centrality(from: &Matrix, to: &Matrix, smoothing: f64) -> Vec<f64> {
    walk(from, to, smoothing, &vec![1.0; from.len()], DAMPING)
}

/// The same for a walk that jumps to each row in proportion to `prior`, whose mean is 1, with
/// probability 1 − `damping` (topic-sensitive, Otterbacher et al. 2005).
pub(crate) fn walk(
    from: &Matrix,
    to: &Matrix,
    smoothing: f64,
    prior: &[f64],
    damping: f64,
) -> Vec<f64> {
    debug_assert!(from.len() == to.len() && smoothing > 0.0);
    let rows = from.len();
    if rows == 0 {
        return Vec::new();
    }
    let own: Vec<f64> = (0..rows).map(|i| sparse_dot(from.row(i), to.row(i))).collect();
    let reach = from.times(&to.combined(&vec![1.0; rows]));
    let base = smoothing * rows as f64;
    let out: Vec<f64> = reach.iter().zip(&own).map(|(r, o)| (r - o).max(0.0) + base).collect();
    let mut weights = vec![1.0; rows];
    let mut flow = vec![0.0; rows];
    let mut carried = vec![0.0; from.columns];
    for _ in 0..PASSES {
        for (flow, (weight, out)) in flow.iter_mut().zip(weights.iter().zip(&out)) {
            *flow = weight / out;
        }
        let jump = smoothing * flow.iter().sum::<f64>();
        from.combine_into(&flow, &mut carried);
        let links = to.rows().zip(own.iter().zip(&flow));
        for ((weight, prior), (row, (own, flow))) in weights.iter_mut().zip(prior).zip(links) {
            let reached = dot(row, &carried) - own * flow;
            *weight = (1.0 - damping) * prior + damping * (reached + jump);
        }
    }
    weights
}

/// The dot product of two sparse rows sorted by term.
pub(crate) fn sparse_dot(a: &[(TermId, f64)], b: &[(TermId, f64)]) -> f64 {
    let mut b = b.iter().copied().peekable();
    let mut sum = 0.0;
    for &(term, weight) in a {
        while b.next_if(|&(other, _)| other < term).is_some() {}
        if let Some(&(other, factor)) = b.peek()
            && other == term
        {
            sum += weight * factor;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Matrix, centrality, sparse_dot};

    fn matrix(rows: &[&[(u32, f64)]]) -> Matrix {
        let mut matrix = Matrix::new(4);
        for row in rows {
            matrix.push_row(row.iter().copied());
        }
        matrix.normalized()
    }

    #[test]
    fn sparse_rows_multiply() {
        assert!((sparse_dot(&[(0, 1.0), (2, 2.0)], &[(1, 5.0), (2, 3.0)]) - 6.0).abs() < 1e-12);
        assert!(sparse_dot(&[], &[(1, 5.0)]).abs() < 1e-12);
    }

    #[test]
    fn the_row_that_is_like_all_others_leads() {
        let rows =
            matrix(&[&[(0, 1.0), (1, 1.0), (2, 1.0)], &[(0, 1.0)], &[(1, 1.0)], &[(3, 1.0)]]);
        let weights = centrality(&rows, &rows, 0.02);
        assert!(weights[0] > weights[1] && weights[1] > weights[3]);
        assert!((weights[1] - weights[2]).abs() < 1e-9);
        let mean = weights.iter().sum::<f64>() / 4.0;
        assert!((mean - 1.0).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn rows_without_terms_are_alike() {
        let weights = centrality(&matrix(&[&[], &[]]), &matrix(&[&[], &[]]), 0.02);
        assert!((weights[0] - 1.0).abs() < 1e-9 && (weights[1] - 1.0).abs() < 1e-9);
        assert!(centrality(&Matrix::default(), &Matrix::default(), 0.02).is_empty());
    }
}
