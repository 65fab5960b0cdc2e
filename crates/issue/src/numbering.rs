//! Numbers that a list skips or repeats: subheads 一、二、四、, references [1] [3].

use tiyao_text::Span;

use crate::{
    Diagnostic, DiagnosticCode, Paragraph, ParagraphKind, Severity,
    chars::{head, is_blank},
    matter::{self, Numbering},
};

/// How a paragraph is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `一、`.
    Han,
    /// `（一）`.
    HanBracketed,
    /// A reference's number.
    Reference(Numbering),
}

/// One numbered paragraph.
struct Item {
    paragraph: usize,
    number: u32,
    /// Where the number stands in the paragraph's text.
    written: Span,
}

const DIGITS: &str = "一二三四五六七八九";

/// The value of 一 to 九十九.
fn han_number(text: &str) -> Option<u32> {
    let value = |c: char| DIGITS.chars().zip(1..).find(|(d, _)| *d == c).map(|(_, value)| value);
    let (tens, ones) = match text.split_once('十') {
        None => (None, text),
        Some((tens, ones)) => (Some(tens), ones),
    };
    let one = |part: &str| -> Option<u32> {
        let mut chars = part.chars();
        let first = chars.next()?;
        if chars.next().is_some() { None } else { value(first) }
    };
    let ten = match tens {
        None => 0,
        Some("") => 10,
        Some(tens) => one(tens)? * 10,
    };
    match (ones, tens) {
        ("", Some(_)) => Some(ten),
        (ones, _) => Some(ten + one(ones)?),
    }
}

/// `number` as it is written in Chinese, to 99.
fn written_han(number: u32) -> String {
    let digit = |value: u32| {
        let at = usize::try_from(value).ok().and_then(|value| value.checked_sub(1));
        at.and_then(|at| DIGITS.chars().nth(at)).map(String::from).unwrap_or_default()
    };
    match number {
        0..=9 => digit(number),
        10..=19 => format!("十{}", digit(number - 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}

/// How a paragraph opens when it is numbered in Chinese.
fn han_item(text: &str) -> Option<(Style, u32, Span)> {
    let opening = head(text, 12);
    let bare = opening.trim_start_matches(is_blank);
    let lead = opening.len() - bare.len();
    let (style, inner, open) = match bare.strip_prefix(['（', '(']) {
        Some(inner) => (Style::HanBracketed, inner, bare.len() - inner.len()),
        None => (Style::Han, bare, 0),
    };
    let closes: &[char] = if style == Style::Han { &['、', '．'] } else { &['）', ')'] };
    let end = inner.find(closes)?;
    let number = han_number(inner.get(..end)?)?;
    Some((style, number, Span::new(lead + open, lead + open + end)))
}

/// The gaps in an article's numbering.
pub(crate) fn gaps(paragraphs: &[Paragraph]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for style in [Style::Han, Style::HanBracketed] {
        let numbered = paragraphs.iter().enumerate().filter(|(_, paragraph)| {
            matches!(paragraph.kind, ParagraphKind::Body | ParagraphKind::Subhead)
        });
        let items = numbered.filter_map(|(at, paragraph)| {
            let (own, number, written) = han_item(paragraph.excerpt.text())?;
            (own == style).then_some(Item { paragraph: at, number, written })
        });
        sequences(paragraphs, style, &items.collect::<Vec<_>>(), &mut found);
    }
    for numbering in [Numbering::Bracketed, Numbering::Plain] {
        let style = Style::Reference(numbering);
        let references = paragraphs.iter().enumerate();
        let references =
            references.filter(|(_, paragraph)| paragraph.kind == ParagraphKind::Reference);
        let items = references.filter_map(|(at, paragraph)| {
            let (own, number, length) = matter::item(paragraph.excerpt.text())?;
            let item = Item { paragraph: at, number, written: Span::new(0, length) };
            (own == numbering).then_some(item)
        });
        sequences(paragraphs, style, &items.collect::<Vec<_>>(), &mut found);
    }
    found
}

/// Looks at each run of items that begins with 1.
fn sequences(paragraphs: &[Paragraph], style: Style, items: &[Item], found: &mut Vec<Diagnostic>) {
    for run in items.chunk_by(|_, next| next.number != 1) {
        // two items are no list yet
        if run.len() < 3 || run.first().is_none_or(|first| first.number != 1) {
            continue;
        }
        let mut misread = false;
        for (at, pair) in run.windows(2).enumerate() {
            let [before, item] = pair else { continue };
            let after = run.get(at + 2).map(|after| after.number);
            let gap = gap(paragraphs, style, before, item, after).filter(|_| !misread);
            // behind a number that is wrong the next one seems to skip
            misread = gap.as_ref().is_some_and(|gap| !gap.suggestion.is_empty());
            found.extend(gap);
        }
    }
}

/// What is wrong between two items of one list.
fn gap(
    paragraphs: &[Paragraph],
    style: Style,
    before: &Item,
    item: &Item,
    after: Option<u32>,
) -> Option<Diagnostic> {
    /// A number that is further off is of another list.
    const NEAR: u32 = 3;
    let next = before.number + 1;
    let skips = item.number > next && item.number <= next + NEAR;
    let repeats = item.number == before.number;
    if !skips && !repeats {
        return None;
    }
    // the number may stand inside a paragraph
    if skips && stands_inside(paragraphs, style, before.paragraph, item.paragraph, next) {
        return None;
    }
    // a list that goes on with the next number but one has this one's number wrong
    let misread = repeats && after == Some(next + 1);
    let write = |number: u32| match style {
        Style::Reference(_) => number.to_string(),
        Style::Han | Style::HanBracketed => written_han(number),
    };
    let what = match style {
        Style::Reference(_) => "references",
        Style::Han | Style::HanBracketed => "subheads",
    };
    let message = if repeats {
        format!("the {what} repeat {}", write(item.number))
    } else {
        format!("the {what} go from {} to {}", write(before.number), write(item.number))
    };
    let excerpt = &paragraphs.get(item.paragraph)?.excerpt;
    let written = item.written.cut(excerpt.text());
    let suggestion =
        if misread { written.replace(&write(item.number), &write(next)) } else { String::new() };
    Some(Diagnostic {
        code: DiagnosticCode::NumberingGap,
        severity: Severity::Info,
        message,
        spans: excerpt.trace(item.written),
        suggestion,
    })
}

/// Whether the text from one paragraph up to another holds `number` as these items are numbered, or
/// as a sentence counts.
fn stands_inside(
    paragraphs: &[Paragraph],
    style: Style,
    from: usize,
    to: usize,
    number: u32,
) -> bool {
    let marks = match style {
        Style::Han => {
            let written = written_han(number);
            vec![format!("{written}、"), format!("{written}是"), format!("第{written}")]
        }
        Style::HanBracketed => {
            let written = written_han(number);
            vec![format!("（{written}）"), format!("({written})")]
        }
        Style::Reference(_) => {
            vec![format!("[{number}]"), format!("［{number}］"), format!(" {number}.")]
        }
    };
    let between = paragraphs.get(from..to).unwrap_or_default();
    between.iter().any(|p| marks.iter().any(|mark| p.excerpt.text().contains(mark.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{gaps, han_number, written_han};
    use crate::paragraphs;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = gaps(&paragraphs(text));
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|d| (d.spans.first().map_or("", |span| span.cut(text)), d.suggestion.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    fn subheads(numbers: &[&str]) -> String {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        numbers.iter().map(|number| format!("{number}播种\n{body}\n")).collect()
    }

    #[test]
    fn numbers() {
        for number in 1..=99 {
            assert_eq!(han_number(&written_han(number)), Some(number));
        }
        assert_eq!(han_number("一一"), None);
        assert_eq!(han_number(""), None);
    }

    #[test]
    fn subheads_that_skip_or_repeat() {
        check(&subheads(&["一、", "二、", "四、"]), &[("四", "")]);
        check(&subheads(&["（一）", "（二）", "（四）", "（五）"]), &[("四", "")]);
        check(&subheads(&["一、", "二、", "二、", "四、"]), &[("二", "三")]);
        check(&subheads(&["一、", "二、", "三、", "一、", "二、", "三、"]), &[]);
        check(&subheads(&["一、", "三、"]), &[]);
        check(&subheads(&["二、", "四、", "六、"]), &[]);
    }

    #[test]
    fn references_that_skip() {
        let list = "田里的人多了起来。\n参考文献\n[1] 王五. 田野. 1999.\n[2] 赵六. 播种. 2000.\n\
            [4] 孙七. 浇水. 2001.\n";
        check(list, &[("[4]", "")]);
        check(&list.replace("[4]", "[3]"), &[]);
    }
}
