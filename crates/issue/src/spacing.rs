//! White space inside a Chinese word.

use tiyao_text::Span;
use tiyao_text::interrupt::spend;

use crate::{
    Diagnostic, DiagnosticCode, Issue, ParagraphKind, Severity,
    chars::{inked, is_han},
    mixed::{Mixed, mixed},
};

/// A blank between two Han characters, and the words of three characters that it may have broken.
struct Break {
    article: usize,
    paragraph: usize,
    /// Both characters and the blank.
    span: Span,
    joined: String,
    words: Vec<[char; 3]>,
}

/// Shortest paragraph that is looked at: headings and names are spaced at will.
const SHORTEST: usize = 40;
/// Characters at a paragraph's start where a blank parts a lead-in from the text.
const LEAD: usize = 10;

/// Blanks inside words: the only one of its paragraph, where the text elsewhere writes the
/// characters around it as one.
pub(crate) fn odd(text: &str, issue: &Issue) -> Vec<Diagnostic> {
    let mut breaks = Vec::new();
    for (article, found) in issue.articles.iter().enumerate() {
        for (paragraph, part) in found.paragraphs.iter().enumerate() {
            if part.kind == ParagraphKind::Body {
                breaks.extend(only_break(article, paragraph, part.excerpt.text()));
            }
        }
    }
    if breaks.is_empty() {
        return Vec::new();
    }
    let wanted = breaks.iter().flat_map(|found| &found.words).map(|word| (number(*word), 0));
    let times = written(text, wanted.collect());
    let known = |word: &[char; 3]| times.get(&number(*word)).is_some_and(|times| *times > 1);
    let broken = breaks.iter().filter(|found| found.words.iter().any(known));
    let remarks = broken.filter_map(|found| {
        let paragraph = issue.articles.get(found.article)?.paragraphs.get(found.paragraph)?;
        Some(Diagnostic {
            code: DiagnosticCode::OddSpacing,
            severity: Severity::Warning,
            message: format!(
                "white space stands inside a word: {}",
                found.span.cut(paragraph.excerpt.text())
            ),
            spans: paragraph.excerpt.trace(found.span),
            suggestion: found.joined.clone(),
        })
    });
    remarks.collect()
}

/// The only blank between Han characters of a paragraph; `None` when there are none or several.
fn only_break(article: usize, paragraph: usize, text: &str) -> Option<Break> {
    if !text.contains([' ', '\u{3000}']) || inked(text) < SHORTEST || !text.contains('。') {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().inspect(|_| spend(1)).collect();
    let at = |index: usize| chars.get(index).map(|(_, c)| *c);
    let is_blank = |c: char| c == ' ' || c == '\u{3000}';
    let mut breaks = (1..chars.len()).filter(|index| {
        spend(1);
        let around = (at(index - 1), at(*index), at(index + 1));
        matches!(around, (Some(left), Some(blank), Some(right))
            if is_han(left) && is_blank(blank) && is_han(right))
    });
    let only = breaks.next().filter(|index| *index >= LEAD)?;
    let blanks = chars.iter().skip(LEAD).filter(|(_, c)| is_blank(*c)).count();
    if breaks.next().is_some() || blanks > 1 {
        return None;
    }
    let (left, right) = (at(only - 1)?, at(only + 1)?);
    let before = at(only - 2).filter(|c| is_han(*c));
    let after = at(only + 2).filter(|c| is_han(*c));
    // a name of two characters is spaced to the width of three
    let (Some(before), Some(after)) = (before, after) else { return None };
    let start = chars.get(only - 1)?.0;
    let end = chars.get(only + 1)?.0 + right.len_utf8();
    Some(Break {
        article,
        paragraph,
        span: Span::new(start, end),
        joined: [left, right].iter().collect(),
        words: vec![[before, left, right], [left, right, after]],
    })
}

/// A number for three characters, other for any other three.
fn number(word: [char; 3]) -> u64 {
    mixed(0, word.into_iter().fold(0, |number, c| number << 21 | u64::from(u32::from(c))))
}

/// How often the text writes each of the `wanted` words without a blank.
fn written(text: &str, mut wanted: Mixed<usize>) -> Mixed<usize> {
    let mut last = [' '; 3];
    for c in text.chars() {
        spend(1);
        last = [last[1], last[2], c];
        if let Some(times) = wanted.get_mut(&number(last)) {
            *times += 1;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use crate::{DiagnosticCode, split};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let issue = split(text);
        let found = issue.diagnostics.iter().filter(|d| d.code == DiagnosticCode::OddSpacing);
        let found: Vec<(&str, &str)> =
            found.map(|d| (d.spans[0].cut(text), d.suggestion.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_blank_inside_a_word() {
        let body = "村里的农田里人多了起来，大家都在忙着准备春耕播种，一直忙到天黑，农田才静了。";
        let known = "农田里很忙，农田里也很静，大家都在农田里。";
        let broken = body.replacen("准备春耕", "准备农 田里的春耕", 1);
        check(&format!("{known}\n{broken}\n"), &[("农 田", "农田")]);
        check(&format!("{known}\n{body}\n"), &[]);
        let names = body.replacen("大家", "张 三、李　四和大家", 1);
        check(&format!("{known}\n{names}\n"), &[]);
        let spaced = body.replacen("准备春耕", "农 田里的 春耕", 1);
        check(&format!("{known}\n{spaced}\n"), &[]);
    }
}
