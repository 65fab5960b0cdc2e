//! Makes paragraphs of lines: subheads are told from running text, and pieces that a page or column
//! end cut apart are joined where that is safe.

use std::{collections::HashSet, ops::Range};

use tiyao_text::{Excerpt, Span};

use crate::{
    ArticleMetadata, Caption, Paragraph, ParagraphKind,
    byline::{Byline, Colophon, Form, colophon, trailing_colophon},
    caption,
    chars::{has_han, head, is_closing, is_end_mark, is_latin, never_begins},
    line::{Ending, is_hyphenated, join, line_rows, trailing_end_mark},
    matter::{self, Mark},
    metadata,
    page::{Page, is_numbered},
    references,
    row::Row,
};

/// What stands below an article's title and byline.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) desk_editor: String,
    pub(crate) source: String,
    pub(crate) affiliation: String,
    pub(crate) captions: Vec<Caption>,
    pub(crate) metadata: ArticleMetadata,
    /// A byline below the abstract.
    pub(crate) byline: Option<Byline>,
}

impl Body {
    fn take(&mut self, said: Colophon) {
        match said {
            Colophon::DeskEditor(name) => self.desk_editor = name,
            Colophon::Source(name) => self.source = name,
            Colophon::Affiliation(name) => self.affiliation = name,
        }
    }
}

/// Reads the lines of one article's body. `parts` are lines known to be subheads.
pub(crate) fn body(page: &Page<'_>, lines: Range<usize>, parts: &HashSet<usize>) -> Body {
    let mut body = Body::default();
    let end = tail(page, lines.clone(), &mut body);
    let marks = matter::marks(page, lines.start..end);
    let mut open: Option<Piece> = None;
    for (at, mark) in (lines.start..end).zip(&marks) {
        let caption =
            marked_caption(page, at).or_else(|| interrupting_caption(page, at, open.as_ref()));
        if let Some(caption) = caption {
            body.captions.push(caption);
            continue;
        }
        if body.byline.is_none() && mark.is_none() && signs_below(page, at, &lines, &marks) {
            body.byline = page.byline_at(at).cloned();
            continue;
        }
        let subhead = || parts.contains(&at) || is_subhead(page, at, &lines, end);
        let mark = mark.or_else(|| {
            subhead().then_some(Mark { kind: ParagraphKind::Subhead, begins: Some(true) })
        });
        let piece = Piece::of(page, at, mark);
        match &mut open {
            Some(before) if before.goes_on_in(page, &piece) => before.absorb(page, &piece),
            _ => {
                body.paragraphs
                    .extend(open.take().into_iter().flat_map(|piece| piece.finish(page)));
                open = Some(piece);
            }
        }
    }
    if let Some(mut last) = open {
        last.drop_colophons(page, &mut body);
        last.drop_end_mark(page);
        body.paragraphs.extend(last.finish(page));
    }
    body.paragraphs.retain(|paragraph| !paragraph.excerpt.is_empty());
    body.metadata = metadata::read(page.text, &body.paragraphs);
    body
}

/// Whether the line is the byline of an article whose abstract stands above its authors.
fn signs_below(page: &Page<'_>, at: usize, lines: &Range<usize>, marks: &[Option<Mark>]) -> bool {
    let above = marks.get(..at - lines.start).unwrap_or_default();
    let metadata =
        |mark: &Option<Mark>| mark.is_some_and(|mark| mark.kind == ParagraphKind::Metadata);
    let signed = || {
        page.byline_at(at).is_some_and(|found| found.form < Form::Names || found.authors.len() > 1)
    };
    !above.is_empty() && above.len() <= 12 && above.iter().all(metadata) && signed()
}

/// Reads the rows at an article's end that are no text of it; returns where its text ends.
fn tail(page: &Page<'_>, lines: Range<usize>, body: &mut Body) -> usize {
    const ROWS: usize = 4;
    let mut end = lines.end;
    while end > lines.start && lines.end - end < ROWS {
        if let Some(caption) = marked_caption(page, end - 1) {
            body.captions.insert(0, caption);
            end -= 1;
            continue;
        }
        let text = page.short(end - 1, 120);
        if text.is_empty() {
            break;
        }
        if let Some(said) = colophon(&text) {
            body.take(said);
        } else if !text.chars().all(|c| is_end_mark(c) || c.is_whitespace()) {
            break;
        }
        end -= 1;
    }
    end
}

/// The row at `at` when it has the form of a photo's caption.
fn photo_row<'a>(page: &'a Page<'_>, at: usize) -> Option<&'a Row> {
    let row = line_rows(&page.rows, page.line(at).rows.clone()).next()?;
    let whole = page.line(at).rows.len() == 1 && page.line(at).chars <= 120;
    (whole && caption::is_photo(page.text, row)).then_some(row)
}

/// A photo's caption that says by a mark what it is.
fn marked_caption(page: &Page<'_>, at: usize) -> Option<Caption> {
    let row = photo_row(page, at)?;
    let marked = row.text(page.text).starts_with(['▲', '△', '▼', '▽', '↑', '←', '→', '↓']);
    marked.then(|| caption::read(page.text, row)).flatten()
}

/// A photo's caption that stands between two halves of a paragraph.
fn interrupting_caption(page: &Page<'_>, at: usize, open: Option<&Piece>) -> Option<Caption> {
    let interrupts = open.is_some_and(|piece| {
        piece.kind != ParagraphKind::Subhead
            && piece.ending == Ending::Word
            && piece.chars >= 30
            && page.is_running(at + 1)
    });
    interrupts.then(|| caption::read(page.text, photo_row(page, at)?)).flatten()
}

/// A paragraph while its lines are joined.
struct Piece {
    first: usize,
    last: usize,
    spans: Vec<Span>,
    kind: ParagraphKind,
    begins: Option<bool>,
    ending: Ending,
    chars: usize,
}

impl Piece {
    fn of(page: &Page<'_>, at: usize, mark: Option<Mark>) -> Self {
        let line = page.line(at);
        let kind = mark.map(|mark| mark.kind).unwrap_or_default();
        let spans = if kind != ParagraphKind::Body && line.level > 0 {
            page.heading(at..at + 1).spans().to_vec()
        } else {
            page.spans(at)
        };
        let begins = mark.and_then(|mark| mark.begins);
        Self { first: at, last: at, spans, kind, begins, ending: line.ending, chars: line.chars }
    }

    /// Whether `next` is the other half of this paragraph.
    fn goes_on_in(&self, page: &Page<'_>, next: &Piece) -> bool {
        if self.kind == next.kind
            && let Some(begins) = next.begins
        {
            return !begins;
        }
        let line = page.line(next.first);
        let metadata = self.kind == ParagraphKind::Metadata && next.kind == ParagraphKind::Body;
        let cut = metadata && line.after_page && self.ending != Ending::Sentence;
        if (self.kind != next.kind && !cut) || page.line(self.last).end_mark {
            return false;
        }
        if line.whole && page.line(self.last).whole && !line.after_page {
            return false;
        }
        let text = page.text_at(next.first);
        if line.after_cut && line.indent >= 2 && page.indented {
            return false;
        }
        match self.ending {
            // a list's items end with semicolons, but a page may end behind one too
            Ending::Sentence if line.after_page && self.breaks_off(page) => {}
            Ending::Sentence | Ending::LeadIn => return false,
            Ending::Open | Ending::Word => {}
        }
        let own = page.text_at(self.last);
        let page_ends = line.after_page || line.after_cut;
        if line.blanks > 0 && !page_ends && separates(&own, &text) {
            return false;
        }
        let apart = line.blanks > 0 || page_ends;
        // no sentence and no heading begins with a small letter
        if text.starts_with(never_begins) || text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return apart || self.chars >= 20 || has_comma(&own);
        }
        if text.starts_with(is_bullet) || is_numbered(&text) || (page.indented && line.indent >= 2)
        {
            return false;
        }
        let own = page.text_at(self.first);
        if own.starts_with(is_bullet) && !line.after_page {
            return false;
        }
        let last = page.line(self.last);
        let cut = line.after_page && last.commas > 0;
        let whole = !last.looks_heading() || cut || unclosed(&page.text_at(self.last));
        let rest = !line.looks_heading();
        whole && rest && (apart || self.chars >= 40) && (self.chars >= 20 || has_comma(&own))
    }

    /// Whether it ends with a semicolon.
    fn breaks_off(&self, page: &Page<'_>) -> bool {
        self.chars >= 20 && page.text_at(self.last).ends_with('；')
    }

    fn absorb(&mut self, page: &Page<'_>, next: &Piece) {
        let last = line_rows(&page.rows, page.line(self.last).rows.clone()).last();
        let feed = last.map(|row| row.line_feed(page.text)).unwrap_or_default();
        join(page.text, &mut self.spans, feed, &next.spans);
        self.last = next.last;
        self.ending = next.ending;
        self.chars += next.chars;
    }

    /// Cuts off what stands in brackets behind the last sentence and is no text.
    fn drop_colophons(&mut self, page: &Page<'_>, body: &mut Body) {
        while let [.., last] = self.spans.as_mut_slice()
            && let Some((end, said)) = trailing_colophon(last.cut(page.text))
        {
            *last = Span::new(last.start(), last.start() + end);
            body.take(said);
        }
        // the bracket may open on the row above
        if let [.., above, last] = self.spans.as_mut_slice()
            && above.end() < last.start()
            && let both = [above.cut(page.text), last.cut(page.text)].concat()
            && let Some((end, said)) = trailing_colophon(&both)
            && end <= above.len()
        {
            *above = Span::new(above.start(), above.start() + end);
            self.spans.pop();
            body.take(said);
        }
    }

    /// Cuts an end mark off the last word.
    fn drop_end_mark(&mut self, page: &Page<'_>) {
        if let Some(last) = self.spans.last_mut()
            && let Some(mark) = trailing_end_mark(last.cut(page.text))
        {
            *last = Span::new(last.start(), last.end() - mark);
        }
    }

    /// The paragraph; several where references stand on one row.
    fn finish(self, page: &Page<'_>) -> Vec<Paragraph> {
        let kind = self.kind;
        let excerpt = Excerpt::cut(page.text, self.spans);
        let parts = match kind {
            ParagraphKind::Reference => references::split(page.text, excerpt),
            _ => vec![excerpt],
        };
        parts.into_iter().map(|excerpt| Paragraph { kind, excerpt }).collect()
    }
}

/// Whether a blank row between two lines parts them for sure: behind the end of a sentence, and in
/// Latin text, unless it cut a word.
fn separates(before: &str, next: &str) -> bool {
    const NEAR: usize = 30;
    let bare = before.trim_end_matches(|c| is_closing(c) || c == '\'');
    let latin = || {
        let end: String = before.chars().rev().take(NEAR).collect();
        !has_han(&end) && is_latin(head(next, NEAR))
    };
    bare.ends_with(['。', '！', '？', '.', '!', '?']) || (latin() && !is_hyphenated(before, next))
}

fn has_comma(text: &str) -> bool {
    text.contains(['，', '。', '、', '；', '：', ','])
}

/// Whether a quotation or bracket is open at the end of `text`.
fn unclosed(text: &str) -> bool {
    let count = |marks: [char; 2]| {
        let opened = text.matches(marks[0]).count();
        opened > text.matches(marks[1]).count()
    };
    count(['“', '”']) || count(['（', '）']) || count(['《', '》'])
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '■' | '●'
            | '◆'
            | '□'
            | '○'
            | '▲'
            | '△'
            | '★'
            | '☆'
            | '•'
            | '·'
            | '▪'
            | '—'
            | '-'
            | '*'
            | '※'
            | '①'
            | '②'
            | '③'
            | '④'
            | '⑤'
            | '⑥'
    )
}

/// Whether the line is a subhead for sure: a short heading between running text, alone.
fn is_subhead(page: &Page<'_>, at: usize, lines: &Range<usize>, end: usize) -> bool {
    let line = page.line(at);
    if line.level > 0 {
        return true;
    }
    if !line.looks_subhead() || at + 1 >= end || line.ending == Ending::LeadIn {
        return false;
    }
    if page.is_cut_by_page(at) {
        return false;
    }
    let text = page.text_at(at);
    let numbered = is_numbered(&text);
    let figure = !numbered
        && ["图", "表", "Fig", "Table", "——", "—", "（", "(", "注"]
            .iter()
            .any(|mark| text.starts_with(mark));
    let signed = page.byline_at(at).is_some() || text.ends_with(['摄', '）']) && !numbered;
    if figure || signed || !has_han(&text) || text.starts_with(never_begins) {
        return false;
    }
    let ended = at == lines.start
        || page.before(at).is_some_and(|before| {
            before.ending == Ending::Sentence
                || before.looks_subhead() && is_numbered(&page.text_at(at - 1))
        });
    let below = page.is_running(at + 1)
        || (numbered && page.line(at + 1).looks_subhead() && is_numbered(&page.text_at(at + 1)));
    let deeper = page.indented
        && line.indent >= 2
        && page.line(at + 1).indent >= 2
        && !numbered
        && line.indent <= page.line(at + 1).indent;
    let quoted = text.ends_with(is_closing)
        && !text.starts_with(['“', '《', '（', '【'])
        && unbalanced_close(&text);
    ended && below && !quoted && (!deeper || line.chars <= 24)
}

fn unbalanced_close(text: &str) -> bool {
    text.matches('”').count() > text.matches('“').count()
}

#[cfg(test)]
mod tests {
    use crate::{ParagraphKind, paragraphs};

    fn check(text: &str, expected: &[(ParagraphKind, &str)]) {
        let found = paragraphs(text);
        let found: Vec<_> = found.iter().map(|p| (p.kind, p.excerpt.text())).collect();
        assert_eq!(found, expected);
    }

    const B: ParagraphKind = ParagraphKind::Body;
    const S: ParagraphKind = ParagraphKind::Subhead;

    #[test]
    fn a_page_end_is_healed() {
        check(
            "春天来了，田里的人多了起来，大家都在忙着准备\n\n- 12 -\n\n播种，一直忙到天黑。\n\n夏天也快到了。",
            &[
                (B, "春天来了，田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。"),
                (B, "夏天也快到了。"),
            ],
        );
    }

    #[test]
    fn subheads_stay_apart() {
        check(
            "春天来了。\n\n推行新办法，种好责任田\n\n夏天也快到了，大家都很高兴。\n",
            &[
                (B, "春天来了。"),
                (S, "推行新办法，种好责任田"),
                (B, "夏天也快到了，大家都很高兴。"),
            ],
        );
        check(
            "一、概况\n（一）种田\n春天来了，种田的人多了。\n",
            &[(S, "一、概况"), (S, "（一）种田"), (B, "春天来了，种田的人多了。")],
        );
    }

    #[test]
    fn latin_words_are_healed() {
        check(
            "The mill stood by the river for so long, and was so quiet, that the exam-\n\n- 12 -\n\nple was forgotten, and the\n\n- 13 -\n\nriver too went on.",
            &[(
                B,
                "The mill stood by the river for so long, and was so quiet, that the example was forgotten, and the river too went on.",
            )],
        );
    }

    #[test]
    fn blank_rows_part_latin_paragraphs() {
        check(
            "mill to close after a century\n\nthe mill will close, the owner said\n\nit had stood by the river for long.\n\n\
             \"who will grind now?\"\n\nthe town does not know yet, and waits",
            &[
                (B, "mill to close after a century"),
                (B, "the mill will close, the owner said"),
                (B, "it had stood by the river for long."),
                (B, "\"who will grind now?\""),
                (B, "the town does not know yet, and waits"),
            ],
        );
    }

    #[test]
    fn latin_rows_are_joined_with_a_space() {
        check(
            "Call Dr. Mary Miller, who\nleads the mill, when the wheels\nappear to stand still.\n",
            &[(
                B,
                "Call Dr. Mary Miller, who leads the mill, when the wheels appear to stand still.",
            )],
        );
        check(
            "The mill was announced by a painter, Mary Miller, who\nbought it when the café\nand “the Old Bell”\nhad been closed for good.\n",
            &[(
                B,
                "The mill was announced by a painter, Mary Miller, who bought it when the café and “the Old Bell” had been closed for good.",
            )],
        );
        let found = paragraphs("the mill has so many wheels that\nappear to stand still.\n");
        assert_eq!(found[0].excerpt.spans().len(), 1);
    }

    #[test]
    fn bullets_and_lists_stay_apart() {
        check(
            "■ 要把春天的事情做好，把夏天的事情想好，把秋天的事情备好\n\n■ 要把冬天的事情忘掉，把来年的事情记在心里，再往前走\n",
            &[
                (B, "■ 要把春天的事情做好，把夏天的事情想好，把秋天的事情备好"),
                (B, "■ 要把冬天的事情忘掉，把来年的事情记在心里，再往前走"),
            ],
        );
    }

    #[test]
    fn an_end_mark_and_an_editor_are_no_text() {
        check("春天来了。■\n\n责任编辑 / 张三\n", &[(B, "春天来了。")]);
    }
}
