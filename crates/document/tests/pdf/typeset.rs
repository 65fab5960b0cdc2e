//! Sets an issue in columns, as a printer would.

use crate::writer::show;

const SIZE: f64 = 10.0;
const LEADING: f64 = 16.0;
const TOP: f64 = 760.0;
const BOTTOM: f64 = 70.0;
const LEFT: f64 = 60.0;
const WIDTH: f64 = 475.0;
const GUTTER: f64 = 25.0;

/// A piece of an issue.
pub(crate) enum Piece<'a> {
    Contents(&'a [(&'a str, usize)]),
    Title(&'a str),
    Byline(&'a str),
    Paragraph(&'a str),
    NewPage,
}

/// The contents of the pages that `pieces` fill, set in `columns`.
pub(crate) fn typeset(pieces: &[Piece<'_>], columns: u32) -> Vec<String> {
    let width = (WIDTH - GUTTER * f64::from(columns - 1)) / f64::from(columns);
    let mut page =
        Page { pages: Vec::new(), content: String::new(), y: TOP, column: 0, columns, width };
    for piece in pieces {
        match piece {
            Piece::Contents(entries) => {
                page.row(SIZE * 1.6, 0.0, "目录");
                page.space(LEADING);
                for (title, number) in *entries {
                    page.row(SIZE, 0.0, &format!("{title}……{number:02}"));
                }
            }
            Piece::Title(title) => {
                page.space(1.5 * LEADING);
                page.rows(SIZE * 1.6, 0.0, title);
                page.space(0.5 * LEADING);
            }
            Piece::Byline(byline) => page.row(SIZE, 0.0, byline),
            Piece::Paragraph(text) => page.rows(SIZE, 2.0 * SIZE, text),
            Piece::NewPage => page.turn(),
        }
    }
    page.turn();
    page.pages
}

struct Page {
    pages: Vec<String>,
    content: String,
    y: f64,
    column: u32,
    columns: u32,
    width: f64,
}

impl Page {
    /// Sets `text` over as many rows as it needs, the first of them indented.
    fn rows(&mut self, size: f64, indent: f64, text: &str) {
        let mut row = String::new();
        let (mut from, mut width) = (indent, indent);
        for c in text.chars() {
            let wide = if c.is_ascii() { 0.5 * size } else { size };
            if width + wide > self.width {
                self.row(size, from, &row);
                (from, width) = (0.0, 0.0);
                row.clear();
            }
            row.push(c);
            width += wide;
        }
        self.row(size, from, &row);
    }

    fn row(&mut self, size: f64, indent: f64, text: &str) {
        let leading = LEADING.max(1.3 * size);
        if self.y - leading < BOTTOM {
            self.column += 1;
            self.y = TOP;
            if self.column == self.columns {
                self.turn();
            }
        }
        self.y -= leading;
        let x = LEFT + f64::from(self.column) * (self.width + GUTTER) + indent;
        self.content += &show(x, self.y, size, text);
    }

    fn space(&mut self, height: f64) {
        if self.y < TOP {
            self.y -= height;
        }
    }

    fn turn(&mut self) {
        if self.content.is_empty() {
            return;
        }
        let number = self.pages.len() + 1;
        self.content += &show(LEFT, 800.0, 8.0, "自家的刊 2026年第4期");
        self.content += &show(290.0, 40.0, 8.0, &format!("· {number} ·"));
        self.pages.push(std::mem::take(&mut self.content));
        (self.y, self.column) = (TOP, 0);
    }
}
