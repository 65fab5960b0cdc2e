use std::rc::Rc;

use crate::pdf::{
    font::{Advance, Font},
    matrix::Matrix,
};

/// How text is shown, and where the next glyph goes.
#[derive(Clone)]
pub(super) struct TextState {
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scale; 1 is as it is.
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    vertical: bool,
    matrix: Matrix,
    line: Matrix,
}

impl Default for TextState {
    fn default() -> Self {
        Self {
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            vertical: false,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }
}

impl TextState {
    pub(super) fn begin(&mut self) {
        self.set_matrix(Matrix::IDENTITY);
    }

    pub(super) fn set_matrix(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    /// Goes to the start of the next line, which is this far from the start of this one.
    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.set_matrix(Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line));
    }

    /// From a glyph of size 1 to the plane that text is placed in.
    pub(super) fn place(&self) -> Matrix {
        Matrix([self.size * self.scale, 0.0, 0.0, self.size, 0.0, self.rise]).then(self.matrix)
    }

    /// Moves past a glyph.
    pub(super) fn advance(&mut self, advance: Advance, single_space: bool) {
        let space = self.char_space + if single_space { self.word_space } else { 0.0 };
        let (x, y) = match advance {
            Advance::Right(width) => ((width * self.size + space) * self.scale, 0.0),
            Advance::Down(by) => (0.0, space - by * self.size),
        };
        self.vertical = matches!(advance, Advance::Down(_));
        self.matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.matrix);
    }

    /// Moves back by thousandths of the size.
    pub(super) fn adjust(&mut self, by: f64) {
        let by = -by / 1000.0 * self.size;
        let (x, y) = if self.vertical { (0.0, by) } else { (by * self.scale, 0.0) };
        self.matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.matrix);
    }
}
