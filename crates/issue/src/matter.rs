//! Tells what stands before and behind an article's text: metadata, references, notes.

use std::ops::Range;

use crate::{
    ParagraphKind,
    chars::{half_width, has_han, is_blank, is_digit, is_latin, squeezed},
    line::Ending,
    metadata::{self, Field},
    page::Page,
};

/// How items of a list are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// `[1]`, `［1］`, `〔1〕`.
    Bracketed,
    /// `1.`, `1、`, `1 甲`.
    Plain,
    /// `①`.
    Circled,
}

/// How a row opens that may be no running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A label of the metadata; `bare`: its value stands on the next rows.
    Label { field: Field, bare: bool },
    /// The heading of references or notes; `bare`: nothing stands behind it.
    Heading { kind: ParagraphKind, bare: bool },
    /// A note: `注：`, `作者简介：`.
    Note,
    /// An item of a numbered list.
    Item(Numbering, u32),
}

const REFERENCES: [&str; 11] = [
    "参考文献",
    "參考文獻",
    "主要参考文献",
    "主要參考文獻",
    "引用文献",
    "参考书目",
    "參考書目",
    "参考资料",
    "references",
    "bibliography",
    "workscited",
];

const NOTES: [&str; 8] = ["注释", "注釋", "註釋", "注解", "尾注", "脚注", "notes", "注"];

/// Words that open a note where a colon or brackets follow.
const NOTE_LABELS: [&str; 17] = [
    "注",
    "註",
    "注释",
    "附注",
    "作者简介",
    "作者簡介",
    "第一作者简介",
    "第一作者",
    "通讯作者",
    "通訊作者",
    "通信作者",
    "作者信息",
    "作者地址",
    "作者通讯地址",
    "Biography",
    "Correspondingauthor",
    "Abouttheauthor",
];

impl Opening {
    pub(crate) fn of(text: &str, chars: usize) -> Option<Self> {
        if let Some(label) = metadata::opens(text) {
            return Some(Self::Label { field: label.field, bare: label.value >= text.len() });
        }
        if metadata::is_received(text) {
            return Some(Self::Label { field: Field::Received, bare: false });
        }
        heading(text, chars)
            .or_else(|| is_note(text).then_some(Self::Note))
            .or_else(|| item(text).map(|(numbering, number, _)| Self::Item(numbering, number)))
    }
}

/// Whether the row says by its words that metadata, references or notes stand there.
pub(crate) fn names_matter(text: &str, chars: usize) -> bool {
    metadata::opens(text).is_some() || heading(text, chars).is_some()
}

/// Whether a row that opens so is no title: it says that it is metadata or a note, or it is a
/// reference.
pub(crate) fn is_no_title(opening: Option<Opening>, text: &str) -> bool {
    match opening {
        None => glued(text, 0) && is_reference(text),
        Some(Opening::Item(..)) => is_reference(text),
        Some(Opening::Heading { kind, .. }) => kind == ParagraphKind::Reference,
        Some(Opening::Label { .. } | Opening::Note) => true,
    }
}

fn bare_of_marks(text: &str) -> &str {
    text.trim_matches(|c: char| {
        is_blank(c)
            || matches!(
                c,
                '【' | '】' | '[' | ']' | '［' | '］' | '〔' | '〕' | '*' | '#' | ':' | '：'
            )
    })
}

/// `参考文献`, alone or with the first reference behind a colon; `注释`, `Notes`.
fn heading(text: &str, chars: usize) -> Option<Opening> {
    const LONGEST: usize = 16;
    let whole = |said: &str| squeezed(said).to_ascii_lowercase();
    let kind_of = |said: &str| {
        let said = whole(said);
        if REFERENCES.contains(&said.as_str()) {
            Some(ParagraphKind::Reference)
        } else {
            NOTES.contains(&said.as_str()).then_some(ParagraphKind::Footnote)
        }
    };
    if chars <= LONGEST {
        let bare = bare_of_marks(text);
        // 五、参考文献; 6 References
        let unnumbered = bare.trim_start_matches(|c: char| {
            is_blank(c) || c.is_ascii_digit() || "一二三四五六七八九十、.．（）()".contains(c)
        });
        if let Some(kind) = kind_of(bare).or_else(|| kind_of(unnumbered)) {
            return Some(Opening::Heading { kind, bare: true });
        }
    }
    // 参考文献：[1] …
    let colon = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, '：' | ':' | '】' | '］' | ']'));
    let said = colon.and_then(|(at, _)| text.get(..at))?;
    let said = bare_of_marks(said);
    REFERENCES
        .contains(&whole(said).as_str())
        .then_some(Opening::Heading { kind: ParagraphKind::Reference, bare: false })
}

fn is_note(text: &str) -> bool {
    const LONGEST: usize = 24;
    let bare = text
        .trim_start_matches(|c| is_blank(c) || matches!(c, '*' | '＊' | '※' | '【' | '[' | '［'));
    if !bare.starts_with(['注', '註', '附', '作', '第', '通', 'B', 'C', 'A']) {
        return false;
    }
    let end = bare
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, '：' | ':' | '】' | ']' | '］'));
    let said = end.and_then(|(at, _)| bare.get(..at)).map(squeezed);
    said.is_some_and(|said| NOTE_LABELS.contains(&said.as_str()))
}

/// The number that `text` opens with as an item of a list, and the number's length.
pub(crate) fn item(text: &str) -> Option<(Numbering, u32, usize)> {
    let bare = text.trim_start_matches(is_blank);
    let lead = text.len() - bare.len();
    let first = bare.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        let number = u32::from(first) - u32::from('①') + 1;
        return Some((Numbering::Circled, number, lead + first.len_utf8()));
    }
    let bracketed = matches!(first, '[' | '［' | '〔');
    let inner = if bracketed { bare.get(first.len_utf8()..)? } else { bare };
    let digits: usize = inner.chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum();
    let number =
        crate::chars::number(inner.get(..digits)?).filter(|number| (1..1000).contains(number))?;
    let rest = inner.get(digits..)?;
    if bracketed {
        let close = rest.chars().next().filter(|c| matches!(c, ']' | '］' | '〕'))?;
        let length = lead + first.len_utf8() + digits + close.len_utf8();
        return Some((Numbering::Bracketed, number, length));
    }
    let mark = rest.chars().next()?;
    // 1.2 is no item, 1.甲 is
    let decimal = mark == '.' && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let parted = matches!(mark, '.' | '．' | '、' | '，' | ',' | ')' | '）') || is_blank(mark);
    (parted && !decimal).then_some((Numbering::Plain, number, lead + digits + mark.len_utf8()))
}

/// Whether the row has the look of a reference: a year, and marks between its parts.
fn is_reference(text: &str) -> bool {
    let mut digits = String::new();
    let mut year = false;
    for c in text.chars().map(half_width).chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            let named = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            year |= named || (digits.len() == 4 && digits.starts_with("18"));
            digits.clear();
        }
    }
    let parts = text.chars().filter(|c| matches!(half_width(*c), '.' | ',' | ':')).count();
    let typed =
        ["[J]", "[M]", "[C]", "[D]", "[N]", "[R]", "［J］", "［M］", "［C］", "［D］", "［N］"];
    (year && parts >= 2) || typed.iter().any(|mark| text.contains(mark)) || text.contains("出版社")
}

/// What a line is besides running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) kind: ParagraphKind,
    /// It begins a paragraph of its own, or goes on with the one above for sure; `None`: the usual
    /// signs tell.
    pub(crate) begins: Option<bool>,
}

impl Mark {
    fn begins(kind: ParagraphKind) -> Self {
        Self { kind, begins: Some(true) }
    }

    fn goes_on(kind: ParagraphKind) -> Self {
        Self { kind, begins: Some(false) }
    }

    fn may_go_on(kind: ParagraphKind) -> Self {
        Self { kind, begins: None }
    }
}

/// A list at an article's end while it is read.
#[derive(Clone, Copy)]
struct Back {
    kind: ParagraphKind,
    numbering: Option<Numbering>,
    number: u32,
}

/// How much text may stand above an article's abstract: affiliations that were not understood.
const HEAD: usize = 300;

/// What the lines of an article's body are; `None`: running text or subheads.
pub(crate) fn marks(page: &Page<'_>, lines: Range<usize>) -> Vec<Option<Mark>> {
    let first = lines.start;
    let mut marks: Vec<Option<Mark>> = Vec::with_capacity(lines.len());
    let mut text = 0;
    let mut ended = false;
    let mut back: Option<Back> = None;
    let mut until = first;
    for at in lines.clone() {
        let opening = page.opening(at);
        let above = marks.last().copied().flatten();
        let mark = match opening {
            Some(Opening::Label { field, bare })
                if accepts(page, field, at, text, ended, above) =>
            {
                back = None;
                if field == Field::Abstract {
                    until = abstract_end(page, at, bare, lines.end);
                } else if field == Field::Keywords {
                    until = keywords_end(page, at, bare, lines.end);
                }
                Some(Mark::begins(ParagraphKind::Metadata))
            }
            Some(Opening::Heading { kind, bare }) if at > first && heads(page, at, kind, bare) => {
                back = Some(Back { kind, numbering: None, number: 0 });
                ended = true;
                Some(Mark::begins(kind))
            }
            Some(Opening::Note) if page.line(at).chars > 2 => {
                Some(Mark::begins(ParagraphKind::Footnote))
            }
            _ if at < until && at > first && promises_more(page, at - 1) => {
                Some(Mark::goes_on(ParagraphKind::Metadata))
            }
            _ if at < until => Some(Mark::may_go_on(ParagraphKind::Metadata)),
            _ => back.and_then(|list| listed(page, at, list, above)),
        };
        match (&mut back, mark, opening) {
            (Some(list), Some(mark), Some(Opening::Item(numbering, number)))
                if mark.begins == Some(true) && mark.kind == list.kind =>
            {
                list.numbering = list.numbering.or(Some(numbering));
                list.number = number;
            }
            (Some(_), None, _) => back = None,
            _ => {}
        }
        if mark.is_none() {
            text += page.line(at).chars;
        }
        marks.push(mark);
    }
    twins(page, first, &mut marks);
    circled(page, first, &mut marks);
    marks
}

/// Whether a label stands where metadata do: at an article's head, behind its references, or next
/// to other metadata; numbers and dates anywhere.
fn accepts(
    page: &Page<'_>,
    field: Field,
    at: usize,
    text: usize,
    ended: bool,
    above: Option<Mark>,
) -> bool {
    match field {
        Field::Abstract | Field::Keywords => {
            let beside = above.is_some_and(|mark| mark.kind == ParagraphKind::Metadata);
            let latin = page.line(at).chars > 60 && !has_han(&page.text_at(at));
            text <= HEAD || ended || beside || latin
        }
        _ => true,
    }
}

/// The line behind an abstract that the label at `at` opens: up to the key words when they are near,
/// else one paragraph below a label that stands alone.
fn abstract_end(page: &Page<'_>, at: usize, bare: bool, end: usize) -> usize {
    const LINES: usize = 8;
    const CHARS: usize = 3000;
    let mut chars = page.line(at).chars;
    for next in at + 1..end.min(at + 1 + LINES) {
        let line = page.line(next);
        match page.opening(next) {
            Some(Opening::Label { field: Field::Keywords | Field::Classification, .. }) => {
                return next;
            }
            Some(Opening::Label { .. } | Opening::Heading { .. } | Opening::Note) => break,
            _ => {}
        }
        chars += line.chars;
        if line.level > 0 || line.opens || chars > CHARS {
            break;
        }
    }
    if bare { (at + 2).min(end) } else { at + 1 }
}

/// The line behind a list of key words: below a label that stands alone, and below a separator.
fn keywords_end(page: &Page<'_>, at: usize, bare: bool, end: usize) -> usize {
    const LINES: usize = 4;
    let mut next = if bare { at + 2 } else { at + 1 };
    while next < end
        && next < at + LINES
        && promises_more(page, next - 1)
        && page.opening(next).is_none()
    {
        next += 1;
    }
    next.min(end)
}

/// Whether the line ends with a mark that parts key words.
fn promises_more(page: &Page<'_>, at: usize) -> bool {
    let text = page.short(at, 200);
    text.trim_end_matches(is_blank).ends_with(['；', ';', '、', '，', ','])
}

/// Whether a heading of references or notes is one: a list stands below it, or on its own row.
fn heads(page: &Page<'_>, at: usize, kind: ParagraphKind, bare: bool) -> bool {
    let below = page.opening(at + 1);
    let item = matches!(below, Some(Opening::Item(_, number)) if number <= 2);
    let reference = || {
        let text = page.short(at + 1, 600);
        kind == ParagraphKind::Reference && (glued(&text, 0) || is_reference(&text))
    };
    !bare || item || reference()
}

/// What the line at `at` is in a list of references or notes.
fn listed(page: &Page<'_>, at: usize, list: Back, above: Option<Mark>) -> Option<Mark> {
    const LONGEST: usize = 600;
    let line = page.line(at);
    if line.level > 0 || line.opens {
        return None;
    }
    let text = page.short(at, LONGEST);
    let near = above.is_some_and(|mark| mark.kind == list.kind);
    match page.opening(at) {
        Some(Opening::Item(numbering, number)) => {
            let next = number > list.number || is_reference(&text);
            let alike = list.numbering.is_none_or(|own| own == numbering);
            // a number that does not go on is the rest of a row: a year, a page
            if alike && next {
                return Some(Mark::begins(list.kind));
            }
            if near && line.blanks == 0 { Some(Mark::goes_on(list.kind)) } else { None }
        }
        Some(_) => None,
        None if glued(&text, list.number) => Some(Mark::begins(list.kind)),
        None => {
            let before = page.line(at.saturating_sub(1));
            let broken = before.ending != Ending::Sentence || !text.contains('。');
            let tight = line.blanks == 0 || line.after_page;
            if list.numbering.is_some() && near && tight && broken && !text.is_empty() {
                let latin_title = line.looks_heading() && before.ending == Ending::Sentence;
                return if latin_title && !is_reference(&text) {
                    None
                } else {
                    Some(Mark::goes_on(list.kind))
                };
            }
            if is_reference(&text) { Some(Mark::begins(list.kind)) } else { None }
        }
    }
}

/// `2Koch M.`: the next number, and nothing between it and the name.
fn glued(text: &str, number: u32) -> bool {
    let digits: String = text
        .chars()
        .skip_while(|c| is_blank(*c))
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    digits.parse() == Ok(number + 1)
}

/// Title and authors in a second language, between metadata of both.
fn twins(page: &Page<'_>, first: usize, marks: &mut [Option<Mark>]) {
    const LINES: usize = 8;
    let metadata =
        |mark: &Option<Mark>| mark.is_some_and(|mark| mark.kind == ParagraphKind::Metadata);
    let mut above: Option<usize> = None;
    for at in 0..marks.len() {
        if !marks.get(at).is_some_and(metadata) {
            continue;
        }
        if let Some(last) = above.filter(|last| at - last <= LINES)
            && (last + 1..at).all(|between| {
                let text = page.short(first + between, 300);
                marks.get(between).is_some_and(Option::is_none) && is_latin(&text)
            })
        {
            for mark in marks.iter_mut().take(at).skip(last + 1) {
                *mark = Some(Mark::may_go_on(ParagraphKind::Metadata));
            }
        }
        above = Some(at);
    }
}

/// Footnotes at an article's end: items ①, ② … that the text above refers to.
fn circled(page: &Page<'_>, first: usize, marks: &mut [Option<Mark>]) {
    let is_item =
        |at: usize| matches!(page.opening(first + at), Some(Opening::Item(Numbering::Circled, _)));
    let mut start = marks.len();
    while start > 0 && marks.get(start - 1).is_some_and(Option::is_none) && is_item(start - 1) {
        start -= 1;
    }
    let opens = matches!(page.opening(first + start), Some(Opening::Item(_, 1)));
    if start == marks.len()
        || start == 0
        || !opens
        || page.line(first + start - 1).ending != Ending::Sentence
    {
        return;
    }
    let referred = (first..first + start).any(|at| {
        let text = page.text_at(at);
        !text.trim_start_matches(is_blank).starts_with('①') && text.contains('①')
    });
    if referred {
        for mark in marks.iter_mut().skip(start) {
            *mark = Some(Mark::begins(ParagraphKind::Footnote));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Numbering, Opening, is_note, item};
    use crate::{ParagraphKind, paragraphs};

    const BODY: &str = "春天来了，田里的人多了起来①，大家都在忙着准备播种，一直忙到天黑。";

    fn check(text: &str, kind: ParagraphKind, expected: &[&str]) {
        let found = paragraphs(text);
        let found = found.iter().filter(|p| p.kind == kind).map(|p| p.excerpt.text());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn items() {
        let check = |text: &str, expected: Option<(Numbering, u32)>| {
            assert_eq!(item(text).map(|found| (found.0, found.1)), expected, "{text}");
        };
        check("［12］甲", Some((Numbering::Bracketed, 12)));
        check("　1　甲", Some((Numbering::Plain, 1)));
        check("3．甲", Some((Numbering::Plain, 3)));
        check("②甲", Some((Numbering::Circled, 2)));
        check("1.2 甲", None);
        check("1999年", None);
        check("[J]", None);
        assert!(is_note("*通讯作者：张三") && is_note("【作者简介】张三") && !is_note("注意：甲"));
        let heading = |text: &str| Opening::of(text, text.chars().count());
        let references = Some(Opening::Heading { kind: ParagraphKind::Reference, bare: true });
        assert_eq!(heading("【参　考　文　献】"), references);
        assert_eq!(heading("五、参考文献："), references);
        assert_eq!(heading("参考文献的写法"), None);
    }

    #[test]
    fn references() {
        let list = "[1] 王五. 田野[M]. 某地：某出版社，1999.\n[2] 赵六. 播种[J].\n某学报，2001.\n";
        check(
            &format!("{BODY}\n参考文献\n{list}\n{BODY}\n"),
            ParagraphKind::Reference,
            &[
                "参考文献",
                "[1] 王五. 田野[M]. 某地：某出版社，1999.",
                "[2] 赵六. 播种[J].某学报，2001.",
            ],
        );
        check(
            &format!("{BODY}\n参考文献：[1] 王五. 田野. [2] 赵六. 播种. 2001.\n"),
            ParagraphKind::Reference,
            &["参考文献：", "[1] 王五. 田野.", "[2] 赵六. 播种. 2001."],
        );
        check(
            &format!(
                "{BODY}\nReferences\nSmith J. A mill. London, 1999.\nBrown M. Two mills. York, 2001.\n"
            ),
            ParagraphKind::Reference,
            &["References", "Smith J. A mill. London, 1999.", "Brown M. Two mills. York, 2001."],
        );
        check(&format!("参考文献的写法\n{BODY}\n"), ParagraphKind::Reference, &[]);
        let article = |name: &str| {
            format!(
                "{name}的春天\n文 | 张三\n{name}的人说：{BODY}\n参考文献\n\
                 1{name}五. 田野. 1999\n2 {name}六. 播种. 2001\n"
            )
        };
        let text = ["王", "李", "赵", "孙"].map(article).concat();
        let issue = crate::split(&text);
        let references = issue.articles.iter().flat_map(|article| &article.paragraphs);
        let references = references.filter(|p| p.kind == ParagraphKind::Reference);
        assert_eq!((issue.articles.len(), references.count()), (4, 12));
    }

    #[test]
    fn notes() {
        check(
            &format!("{BODY}\n{BODY}\n①王五：《田野》。\n②赵六：《播种》。\n"),
            ParagraphKind::Footnote,
            &["①王五：《田野》。", "②赵六：《播种》。"],
        );
        let list = "春天要做两件事。\n①播种；\n②浇水。\n";
        check(list, ParagraphKind::Footnote, &[]);
        check(
            &format!("{BODY}\n注释\n1. 王五的书。\n2. 赵六的书。\n"),
            ParagraphKind::Footnote,
            &["注释", "1. 王五的书。", "2. 赵六的书。"],
        );
        check(&format!("{BODY}\n注：田里的人。\n"), ParagraphKind::Footnote, &["注：田里的人。"]);
    }
}
