/// An affine map of the plane, in the order PDF writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The map that applies `self` first and `next` to what comes out.
    pub(super) fn then(self, next: Self) -> Self {
        let [xx, xy, yx, yy, x, y] = self.0;
        let (xx, xy) = next.turn(xx, xy);
        let (yx, yy) = next.turn(yx, yy);
        let (x, y) = next.apply(x, y);
        Self([xx, xy, yx, yy, x, y])
    }

    /// Where the point goes.
    pub(super) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [.., right, down] = self.0;
        let (x, y) = self.turn(x, y);
        (x + right, y + down)
    }

    /// Where the vector goes.
    pub(super) fn turn(self, x: f64, y: f64) -> (f64, f64) {
        let [xx, xy, yx, yy, ..] = self.0;
        (x * xx + y * yx, x * xy + y * yy)
    }
}

#[cfg(test)]
mod tests {
    use super::Matrix;

    #[test]
    fn maps_apply_in_order() {
        let twice = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, 3.0, 5.0]);
        assert_eq!(twice.then(moved).apply(1.0, 1.0), (5.0, 7.0));
        assert_eq!(moved.then(twice).apply(1.0, 1.0), (8.0, 12.0));
        assert_eq!(moved.then(twice).turn(1.0, 0.0), (2.0, 0.0));
        assert_eq!(Matrix::IDENTITY.then(moved), moved);
    }
}
