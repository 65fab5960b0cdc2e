//! Hard wraps: whether rows were broken at a fixed width, and which of them go on where another
//! broke off.

use tiyao_text::RowForm;

use crate::{
    byline::{Byline, Form, byline, colophon},
    caption,
    chars::is_latin,
    line::{Ending, ending},
    metadata,
    row::{Row, RowKind},
};

/// What a width is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Columns of a fixed-width font: what a page or a terminal shows.
    #[default]
    Columns,
    /// Characters, wide or narrow: what a program counts.
    Chars,
}

impl Measure {
    /// How far the row reaches.
    fn of(self, row: &Row) -> usize {
        match self {
            Self::Columns => row.indent + row.columns,
            Self::Chars => row.length,
        }
    }

    /// How much a full row may fall short: two wide characters that would not fit, or one.
    fn slack(self) -> usize {
        match self {
            Self::Columns => 4,
            Self::Chars => 1,
        }
    }
}

/// The hard wrap of a text: rows are broken at about this width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrap {
    /// How far a full row reaches, indent included; 0 where rows are not broken.
    pub(crate) width: usize,
    measure: Measure,
    /// Paragraphs begin with an indent.
    pub(crate) indented: bool,
    /// Paragraphs end before blank rows.
    pub(crate) spaced: bool,
    /// Rows of Latin words: each as wide as its words let it be.
    pub(crate) ragged: bool,
}

impl Wrap {
    /// Whether `row` is as wide as rows get, characters that would not fit and a mark that hangs
    /// out of the widest ones aside.
    pub(crate) fn is_full(self, row: &Row) -> bool {
        !self.ragged && self.width > 0 && self.measure.of(row) + self.measure.slack() >= self.width
    }

    /// Whether `row` could not have taken the first word of `next` too.
    fn is_broken(self, text: &str, row: &Row, next: &Row) -> bool {
        // letters are not equally wide: a word may have been just too long
        const LENIENT: usize = 2;
        let cut = next.text(text);
        if !self.ragged {
            // a Latin word that did not fit went to the next row whole
            let word = cut.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let kept = (2..=24).contains(&word) && !row.text(text).ends_with('。');
            return self.is_full(row)
                || (kept && self.width > 0 && self.measure.of(row) + word > self.width);
        }
        let word = cut.split(' ').next().unwrap_or_default();
        self.measure.of(row) + 1 + word.len() + LENIENT > self.width
    }
}

/// Finds out whether rows were broken at a fixed width, and how paragraphs begin.
pub(crate) fn wrap(text: &str, rows: &[Row]) -> Wrap {
    let even = [Measure::Columns, Measure::Chars].into_iter().filter_map(|by| even(rows, by));
    let even = even.reduce(|known, other| if other.0 > known.0 { other } else { known });
    let Some(wrap) = ragged(text, rows).or(even.map(|(_, wrap)| wrap)) else {
        return Wrap::default();
    };
    let (mut starts, mut indented, mut ends, mut spaced) = (0, 0, 0, 0);
    for pair in rows.windows(2) {
        let [before, row] = pair else { continue };
        // headings and bylines begin nothing that fills a row
        let begins = !wrap.is_broken(text, before, row) || row.blanks > 0;
        let fills = wrap.is_full(row) || (wrap.ragged && row.columns * 4 > wrap.width * 3);
        if row.kind == RowKind::Plain && fills && begins {
            starts += 1;
            indented += usize::from(row.indent >= 2);
        }
        let plain = before.kind == RowKind::Plain && row.kind == RowKind::Plain;
        if plain
            && !wrap.is_broken(text, before, row)
            && ending(before.text(text)) == Ending::Sentence
        {
            ends += 1;
            spaced += usize::from(row.blanks > 0);
        }
    }
    Wrap { indented: indented * 2 > starts, spaced: ends > 2 && spaced * 10 > ends * 9, ..wrap }
}

/// The width at which many rows end and next to none beyond, and how many end there.
fn even(rows: &[Row], measure: Measure) -> Option<(usize, Wrap)> {
    const WIDEST: usize = 240;
    let slack = measure.slack().max(2) - 1;
    let narrowest = match measure {
        Measure::Columns => 20,
        Measure::Chars => 12,
    };
    let mut counts = vec![0_usize; WIDEST + 1];
    let mut total = 0;
    for row in rows.iter().filter(|row| row.kind == RowKind::Plain && row.columns >= 12) {
        total += 1;
        if let Some(count) = counts.get_mut(measure.of(row).min(WIDEST)) {
            *count += 1;
        }
    }
    let sum = |from: usize, to: usize| -> usize {
        counts.get(from..=to).map_or(0, |part| part.iter().sum())
    };
    let width = (narrowest..WIDEST)
        .max_by_key(|top| (sum(top.saturating_sub(slack), *top), usize::MAX - top))?;
    let full = sum(width.saturating_sub(slack), width);
    let wider = sum(width + 1, WIDEST);
    let even = total >= 6 && full * 5 >= total * 2 && wider * 10 <= total;
    even.then_some((full, Wrap { width, measure, ..Wrap::default() }))
}

/// The wrap of Latin text: most of its rows could not have taken the next row's first word too.
fn ragged(text: &str, rows: &[Row]) -> Option<Wrap> {
    const NARROWEST: usize = 30;
    const WIDEST: usize = 100;
    let is_text = |row: &Row| {
        row.kind == RowKind::Plain && row.columns >= NARROWEST && row.text(text).contains(' ')
    };
    let mut widths: Vec<usize> = rows
        .iter()
        .filter(|row| is_text(row) && is_latin(row.text(text)))
        .map(|row| row.indent + row.columns)
        .collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len() * 97 / 100)?;
    if widths.len() < 4 || widths.len() * 2 < rows.len() || width > WIDEST {
        return None;
    }
    let wrap = Wrap { width, ragged: true, ..Wrap::default() };
    let pairs = rows.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
    let tight = pairs.filter(|(row, next)| is_text(row) && next.blanks == 0);
    let (all, broken) = tight.fold((0_usize, 0_usize), |(all, broken), (row, next)| {
        (all + 1, broken + usize::from(wrap.is_broken(text, row, next)))
    });
    (broken * 4 >= all * 3).then_some(wrap)
}

/// Whether `row` goes on where the hard wrap broke `before`, or where an editor's or a source's
/// bracket did not fit.
pub(crate) fn wraps(text: &str, wrap: Wrap, before: &Row, row: &Row, new_page: bool) -> bool {
    if closes_signature(text, before, row) {
        return true;
    }
    if !wrap.is_broken(text, before, row) || wrap.width == 0 || (row.blanks > 0 && !new_page) {
        return false;
    }
    // a form that knows its paragraphs was not wrapped, though a page may have cut one
    let line = |row: &Row| row.form == RowForm::Line;
    if !line(before) || !line(row) || caption::is_photo(text, before) {
        return false;
    }
    let open = ending(before.text(text)) == Ending::Open;
    if !open && !wrap.is_full(row) && is_signature(row.text(text)) {
        return false;
    }
    if metadata::opens(row.text(text)).is_some_and(|label| label.marked) {
        return false;
    }
    if wrap.indented {
        // the row that opens a paragraph is indented, and a centred heading more so
        row.indent < 2 && (row.blanks == 0 || ending(before.text(text)) != Ending::Sentence)
    } else {
        let ended = ending(before.text(text)) == Ending::Sentence;
        let tight = (wrap.spaced || wrap.ragged) && row.blanks == 0 && !new_page;
        row.indent <= before.indent + 1 && (!ended || tight)
    }
}

/// Whether `row` closes a bracket at the end of `before` that names a desk editor or a source:
/// `（责任编辑：` above `张三）`.
fn closes_signature(text: &str, before: &Row, row: &Row) -> bool {
    const LONGEST: usize = 20;
    let cut = row.text(text);
    if row.blanks > 0 || row.chars > LONGEST || !cut.ends_with(['）', ')', '】', ']']) {
        return false;
    }
    let above = before.text(text);
    let open = above.rfind(['（', '(', '【', '[']).and_then(|at| above.get(at..));
    open.is_some_and(|open| {
        let closed = open.contains(['）', ')', '】', ']']);
        !closed && open.len() <= LONGEST * 3 && colophon(&[open, cut].concat()).is_some()
    })
}

/// Whether a row says by its form that it is a byline, a desk editor or a source.
fn is_signature(cut: &str) -> bool {
    let signed = |found: &Byline| {
        let bracketed = cut.starts_with(['（', '(']);
        found.form < Form::Names || found.authors.len() > 1 || bracketed
    };
    colophon(cut).is_some() || byline(cut).as_ref().is_some_and(signed)
}

/// Whether the rows from `at` on are a heading that stands right behind a paragraph whose last row
/// happens to be full.
pub(crate) fn is_heading_between(
    text: &str,
    rows: &[Row],
    wrap: Wrap,
    before: &Row,
    at: usize,
) -> bool {
    const ROWS: usize = 4;
    if ending(before.text(text)) != Ending::Sentence || before.text(text).ends_with('；') {
        return false;
    }
    for (row, next) in rows.iter().skip(at).zip(rows.iter().skip(at + 1)).take(ROWS) {
        let cut = row.text(text);
        if row.kind != RowKind::Plain || cut.contains(['。', '；']) {
            return false;
        }
        if !wrap.is_full(row) || next.indent >= 2 {
            return matches!(ending(cut), Ending::Word | Ending::LeadIn);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::split;

    fn check(end: &str, editor: &str, source: &str) {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，也没有人肯回家去。";
        let text = format!("春天来了\n文 | 张三\n\n{body}{end}\n\n夏天走了\n文 | 李四\n\n{body}\n");
        let issue = split(&text);
        let [first, _] = issue.articles.as_slice() else { panic!("{:?}", issue.articles) };
        let paragraphs: Vec<&str> = first.paragraphs.iter().map(|p| p.excerpt.text()).collect();
        assert_eq!(paragraphs, [body], "{end}");
        assert_eq!((first.desk_editor.as_str(), first.source.as_str()), (editor, source), "{end}");
    }

    #[test]
    fn brackets_over_two_rows() {
        check("（责任编辑：\n王五）", "王五", "");
        check("\n（责任编辑：王\n大明）", "王大明", "");
        check("\n（来源：田野\n日报）", "", "田野日报");
    }
}
