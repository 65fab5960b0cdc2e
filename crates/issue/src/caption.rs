//! Reads photo captions: a sentence that ends with a credit in brackets.

use tiyao_text::{Excerpt, RowForm, Span};

use crate::{Caption, chars::is_blank, row::Row};

/// What a credit ends with.
const CREDITS: [&str; 9] = ["供稿", "供图", "摄影报道", "摄影", "摄", "图", "提供", "图片", "拍摄"];

/// The spans of caption and credit in a row that is a caption by its form.
fn parts(text: &str, row: &Row) -> Option<(Span, Span)> {
    let cut = row.text(text);
    if !(12..=200).contains(&row.chars) {
        return None;
    }
    let inner = cut.strip_suffix(['）', ')'])?;
    let at = inner.rfind(['（', '('])?;
    let credit = inner.get(at..)?;
    let open = credit.chars().next().map_or(0, char::len_utf8);
    let mut credit = Span::new(row.span.start() + at + open, row.span.start() + inner.len());
    let body = Span::new(row.span.start(), row.span.start() + at).trimmed(text);
    let label = ["摄影：", "摄影:", "摄影/", "图/", "图：", "图片：", "供图：", "供稿："]
        .iter()
        .find(|label| credit.cut(text).starts_with(**label));
    if let Some(label) = label {
        credit = Span::new(credit.start() + label.len(), credit.end());
    } else {
        let ending = CREDITS.iter().find(|ending| credit.cut(text).ends_with(**ending))?;
        credit = Span::new(credit.start(), credit.end() - ending.len());
    }
    let credit = Span::new(
        credit.start(),
        credit.start() + credit.cut(text).trim_end_matches(is_blank).len(),
    );
    (!credit.is_empty() && credit.len() <= 120 && body.len() >= 12).then_some((body, credit))
}

/// Whether the row has the form of a caption.
pub(crate) fn is_caption(text: &str, row: &Row) -> bool {
    parts(text, row).is_some()
}

/// Whether the credit says that the row belongs to a photo, and not merely who sent in the text.
pub(crate) fn is_photo(text: &str, row: &Row) -> bool {
    let cut = row.text(text).trim_end_matches(['）', ')']);
    is_caption(text, row) && !cut.ends_with("供稿") && !cut.ends_with("提供")
}

/// Reads a row that is a caption.
pub(crate) fn read(text: &str, row: &Row) -> Option<Caption> {
    let parts = match row.form {
        RowForm::Caption => parts(text, row).or(Some((row.span, Span::default()))),
        _ => parts(text, row),
    };
    let (body, credit) = parts?;
    Some(Caption {
        text: Excerpt::cut(text, [body]),
        contributors: credit.cut(text).to_owned(),
        spans: vec![row.span],
    })
}

#[cfg(test)]
mod tests {
    use super::{is_photo, read};
    use crate::row::inked_rows;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let rows = inked_rows(text);
        let caption = read(text, &rows[0]);
        let found = caption.as_ref().map(|c| (c.text.text(), c.contributors.as_str()));
        assert_eq!(found, expected);
    }

    #[test]
    fn credits() {
        let body = "执法人员在农贸市场检查食品安全情况";
        check(&format!("{body}（张三、李四供稿）"), Some((body, "张三、李四")));
        check(&format!("{body}。 （张三 摄）"), Some((&format!("{body}。"), "张三")));
        check(&format!("{body}（摄影：李四）"), Some((body, "李四")));
        check(&format!("{body}（试行）"), None);
        let text = format!("{body}（张三供稿）");
        assert!(!is_photo(&text, &inked_rows(&text)[0]));
    }
}
