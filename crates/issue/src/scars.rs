//! Scars of optical character recognition.

use tiyao_text::Span;
use tiyao_text::interrupt::spend;

use crate::{
    ContentsEntry, Diagnostic, DiagnosticCode, Issue, Severity,
    chars::{has_han, is_blank, is_han, key},
    page::Page,
    row::RowKind,
};

fn remark(code: DiagnosticCode, message: String, spans: Vec<Span>) -> Diagnostic {
    Diagnostic { code, severity: Severity::Warning, message, spans, suggestion: String::new() }
}

/// Latin runs inside Chinese words, and control characters.
pub(crate) fn found(text: &str) -> Vec<Diagnostic> {
    const MOST: usize = 1000;
    let mut found = Vec::new();
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        spend(1);
        if found.len() > MOST {
            return found;
        }
        if c.is_control() && !c.is_whitespace() {
            let mut end = at + c.len_utf8();
            while let Some((next, c)) = chars.next_if(|(_, c)| c.is_control() && !c.is_whitespace())
            {
                end = next + c.len_utf8();
            }
            let message = "control characters stand in the text".to_owned();
            found.push(remark(DiagnosticCode::ControlCharacter, message, vec![Span::new(at, end)]));
        } else if is_han(before) && (c == '-' || c.is_ascii_lowercase()) {
            let mut letters = usize::from(c != '-');
            while chars.next_if(|(_, c)| c.is_ascii_lowercase()).is_some() {
                letters += 1;
            }
            if let Some(&(next, after)) = chars.peek()
                && is_han(after)
                && letters >= 3
                && (c == '-' || (letters >= 5 && "者性化率度们".contains(after)))
            {
                let span = Span::new(at, next + after.len_utf8());
                let message =
                    format!("Latin letters stand inside a Chinese word: {}", span.cut(text));
                found.push(remark(DiagnosticCode::LatinInHanWord, message, vec![span]));
            }
        }
        before = c;
    }
    found
}

/// Page numbers of the contents in which a letter stands for a digit: `l2`, `O5`.
pub(crate) fn pages(page: &Page<'_>) -> Vec<Diagnostic> {
    let rows = page.rows.iter().filter(|row| row.kind == RowKind::Contents);
    let remarks = rows.filter_map(|row| {
        let text = row.text(page.text);
        let (span, digits) = misread(text)?;
        let message = format!("{} is no page number: it reads as {digits}", span.cut(text));
        let code = DiagnosticCode::LostCharacter;
        let spans = vec![span.shifted(row.span.start())];
        Some(Diagnostic { suggestion: digits, ..remark(code, message, spans) })
    });
    remarks.collect()
}

/// The first or the last word of a row of the contents when it is a page number but for a letter.
fn misread(text: &str) -> Option<(Span, String)> {
    let is_part = |c: char| c.is_ascii_digit() || "lIOo".contains(c);
    let first = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let last = text.rfind(|c: char| !is_part(c)).map_or(0, |at| {
        at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let behind = text.get(first..).and_then(|rest| rest.chars().next());
    let before = text.get(..last).and_then(|front| front.chars().next_back());
    let parts = |c: char| is_blank(c) || matches!(c, '.' | '…' | '·' | '(' | '（' | '/' | '|');
    let candidates = [
        (Span::new(0, first), behind.is_some_and(parts)),
        (Span::new(last, text.len()), before.is_some_and(parts)),
    ];
    let span = candidates.into_iter().find(|(span, parted)| {
        let word = span.cut(text);
        *parted
            && (2..=3).contains(&word.len())
            && word.contains(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_alphabetic())
    });
    let span = span.filter(|_| has_han(text))?.0;
    let digit = |c: char| match c {
        'l' | 'I' => '1',
        'O' | 'o' => '0',
        _ => c,
    };
    Some((span, span.cut(text).chars().map(digit).collect()))
}

/// Titles without the first character that the contents have, and the reverse.
pub(crate) fn lost_in_titles(issue: &Issue) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for article in &issue.articles {
        let entry: Option<&ContentsEntry> =
            article.contents_index.and_then(|at| issue.contents.get(at));
        let Some(entry) = entry else { continue };
        let pair = [&article.title, &entry.title];
        for (short, whole) in [(pair[0], pair[1]), (pair[1], pair[0])] {
            if lacks_first(short.text(), whole.text()) {
                let message = format!("the title {} has lost its first character", short.text());
                let code = DiagnosticCode::LostCharacter;
                let suggestion = whole.text().to_owned();
                let spans = short.spans().to_vec();
                found.push(Diagnostic { suggestion, ..remark(code, message, spans) });
            }
        }
    }
    found
}

/// Whether `short` is `whole` without its first character.
fn lacks_first(short: &str, whole: &str) -> bool {
    const SHORTEST: usize = 4;
    let (short, whole) = (key(short), key(whole));
    let mut chars = whole.chars();
    let first = chars.next();
    first.is_some_and(is_han) && short.chars().count() >= SHORTEST && chars.as_str() == short
}

#[cfg(test)]
mod tests {
    use super::misread;
    use crate::{DiagnosticCode as Code, split};

    fn check(text: &str, code: Code, expected: &[(&str, &str)]) {
        let issue = split(text);
        let found = issue.diagnostics.iter().filter(|d| d.code == code);
        let found: Vec<(String, &str)> = found
            .map(|d| {
                let cut = d.spans.iter().map(|span| span.cut(text)).collect();
                (cut, d.suggestion.as_str())
            })
            .collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(cut, suggestion)| (cut.as_str(), *suggestion)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn latin_and_controls() {
        check("当好播-sowing者、收割者。", Code::LatinInHanWord, &[("-sowing者", "")]);
        check("用VB创建app的人，把sowing化为行动。", Code::LatinInHanWord, &[("sowing化", "")]);
        check("甲\u{1}\u{2}乙。", Code::ControlCharacter, &[("\u{1}\u{2}", "")]);
        check("他读了《春天。\n", Code::UnpairedMark, &[("《", "")]);
    }

    #[test]
    fn letters_for_digits() {
        let read = |text: &str| misread(text).map(|(span, digits)| (span.start(), digits));
        assert_eq!(read("l2 春天来了"), Some((0, "12".to_owned())));
        assert_eq!(read("春天来了……1O"), Some((18, "10".to_owned())));
        assert_eq!(read("12 春天来了"), None);
        assert_eq!(read("春天O2"), None);
        assert_eq!(read("II 春天"), None);
    }

    #[test]
    fn a_title_without_its_first_character() {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "目录\n1 春天的风吹过山岗\n3 夏天的雨落在河谷\n\n天的风吹过山岗\n文 | 张三\n\n{body}\n\n\
             夏天的雨落在河谷\n文 | 李四\n\n{body}\n"
        );
        check(&text, Code::LostCharacter, &[("天的风吹过山岗", "春天的风吹过山岗")]);
    }
}
