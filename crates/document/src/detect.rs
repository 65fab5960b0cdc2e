//! The form of a document that does not say it.

use tiyao_text::interrupt::spend;

use crate::MediaType;

/// Bytes of a row that are looked at for one unit of work.
const BYTES_PER_UNIT: usize = 16;
/// How far into a file its form may be told.
const REACH: usize = 1 << 10;
/// How far into a page one of its end tags is looked for.
const PAGE_REACH: usize = 64 << 10;
/// Rows of Markdown have one sign of it among this many at least.
const ROWS_PER_SIGN: usize = 200;

/// What a file that is no text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    Docx,
    Pdf,
    /// A file of Office Open XML that is locked with a password.
    Locked,
}

/// The form of a file that is no text; `None` for a text, and for files that are none of ours.
pub(crate) fn file(bytes: &[u8]) -> Option<File> {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if contains(bytes.get(..REACH).unwrap_or(bytes), b"%PDF-") {
        Some(File::Pdf)
    } else if bytes.starts_with(b"PK\x03\x04") && contains(bytes, b"word/document") {
        Some(File::Docx)
    } else if bytes.starts_with(COMPOUND) && contains(bytes, &wide("EncryptedPackage")) {
        Some(File::Locked)
    } else {
        None
    }
}

/// Whether bytes that are text in an encoding which has ASCII in it look like a page.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let reach = start.get(..PAGE_REACH).unwrap_or(start);
    let lower = reach.to_ascii_lowercase();
    let mut rest = lower.as_slice();
    // An XML declaration and comments may stand before the page.
    while let Some(behind) = prologue(rest) {
        rest = behind.trim_ascii_start();
    }
    let opens = |tag: &[u8]| {
        rest.strip_prefix(b"<")
            .and_then(|rest| rest.strip_prefix(tag))
            .is_some_and(|rest| rest.first().is_none_or(|b| !b.is_ascii_alphanumeric()))
    };
    opens(b"!doctype html") || opens(b"html") || (TAGS.iter().any(|tag| opens(tag)) && ends(&lower))
}

/// Elements that a piece of a page begins with.
const TAGS: [&[u8]; 24] = [
    b"article",
    b"blockquote",
    b"body",
    b"center",
    b"div",
    b"figure",
    b"font",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"head",
    b"header",
    b"main",
    b"meta",
    b"ol",
    b"p",
    b"section",
    b"span",
    b"table",
    b"title",
    b"ul",
];

/// What stands behind an XML declaration or a comment.
fn prologue(bytes: &[u8]) -> Option<&[u8]> {
    let end: &[u8] = if bytes.starts_with(b"<?xml") {
        b"?>"
    } else if bytes.starts_with(b"<!--") {
        b"-->"
    } else {
        return None;
    };
    let at = bytes.windows(end.len()).position(|window| window == end)?;
    bytes.get(at + end.len()..)
}

/// Whether an end tag stands in `bytes`.
fn ends(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|window| {
        window.starts_with(b"</") && window.last().is_some_and(u8::is_ascii_lowercase)
    })
}

/// The form of a text.
///
/// A text is Markdown by front matter at its head, or by its marks: headings (`#` to `######`, a
/// space and a word, behind a blank row or at the head), tables (a row of dashes and bars under a row
/// with a bar), links, images and fenced code: at least two of them, and one among two hundred rows. So
/// a stray `#` or a `*` that character recognition made of a dot leaves a text plain; stars alone say
/// nothing.
pub(crate) fn text(text: &str) -> MediaType {
    if is_page(text.as_bytes()) {
        MediaType::Html
    } else if is_markdown(text) {
        MediaType::Markdown
    } else {
        MediaType::PlainText
    }
}

fn is_markdown(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if has_front_matter(text) {
        return true;
    }
    let (mut rows, mut signs) = (0_usize, 0_usize);
    let (mut before, mut fenced) = ("", false);
    for row in text.lines() {
        spend(1 + row.len() / BYTES_PER_UNIT);
        let row = row.trim_end();
        let trimmed = row.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            // The end of a fence, not its start, is a sign.
            signs += usize::from(fenced);
            fenced = !fenced;
        } else if !fenced {
            let sign = (before.is_empty() && is_heading(row))
                || (before.contains('|') && is_delimiter(trimmed))
                || has_link(row);
            signs += usize::from(sign);
        }
        rows += usize::from(!trimmed.is_empty());
        before = trimmed;
    }
    signs >= 2 && signs * ROWS_PER_SIGN >= rows
}

/// Whether the text begins with `---`, rows of which one is `key: …`, and `---` again.
fn has_front_matter(text: &str) -> bool {
    const ROWS: usize = 100;
    let mut rows = text.lines().take(ROWS);
    if rows.next().map(str::trim_end) != Some("---") {
        return false;
    }
    let mut keys = 0;
    for row in rows {
        let row = row.trim_end();
        if matches!(row, "---" | "...") {
            return keys > 0;
        }
        let key = row.split_once(':').map(|(key, _)| key);
        let plain = |key: &str| key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        match key {
            Some(key) if !key.is_empty() && plain(key) => keys += 1,
            // An item of a list, a row that goes on, a remark.
            _ if row.is_empty() || row.starts_with([' ', '\t', '-', '#']) => {}
            _ => return false,
        }
    }
    false
}

/// Whether the row is a heading of Markdown: `## 标题`.
fn is_heading(row: &str) -> bool {
    let title = row.trim_start_matches('#');
    (1..=6).contains(&(row.len() - title.len()))
        && title.starts_with(' ')
        && title.chars().any(char::is_alphanumeric)
}

/// Whether the row parts a table's head from its rows: `| --- | :-: |`.
fn is_delimiter(row: &str) -> bool {
    row.contains("--")
        && row.contains('|')
        && row.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Whether the row has a link or an image: `[提要](https://example.org)`, `![图](a.png)`.
fn has_link(row: &str) -> bool {
    /// A longer target is none, so that a row is read once.
    const LONGEST_TARGET: usize = 500;
    let Some(first) = row.find('[') else { return false };
    row.match_indices("](").filter(|(at, _)| *at > first).any(|(at, mark)| {
        let behind = row.as_bytes().get(at + mark.len()..).unwrap_or_default();
        let reach = behind.get(..LONGEST_TARGET).unwrap_or(behind);
        let end = reach.iter().position(|b| *b == b')' || b.is_ascii_whitespace());
        let target = end.and_then(|end| reach.get(..end).filter(|_| reach.get(end) == Some(&b')')));
        target.is_some_and(|target| target.iter().any(|b| matches!(b, b'/' | b'.' | b'#')))
    })
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// `text` in UTF-16, as compound files name their streams.
fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::{File, file, text, wide};
    use crate::MediaType;

    #[test]
    fn files_by_their_bytes() {
        assert_eq!(file(b"%PDF-1.7\n"), Some(File::Pdf));
        assert_eq!(file(&[&[b' '; 900][..], b"%PDF-1.4"].concat()), Some(File::Pdf));
        assert_eq!(file(&[&[b' '; 2000][..], b"%PDF-1.4"].concat()), None);
        assert_eq!(file(b"PK\x03\x04....word/document.xml"), Some(File::Docx));
        assert_eq!(file(b"PK\x03\x04....content.opf"), None);
        let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice();
        assert_eq!(file(&[compound, &wide("EncryptedPackage")].concat()), Some(File::Locked));
        assert_eq!(file(&[compound, &wide("WordDocument")].concat()), None);
    }

    #[test]
    fn texts_by_their_marks() {
        let check = |source: &str, expected: MediaType| {
            assert_eq!(text(source), expected, "{source}");
        };
        for page in [
            "<!DOCTYPE html>\n<p>甲",
            "\u{feff} <html lang=zh>",
            "<?xml version='1.0'?>\n<!-- 甲 -->\n<!doctype HTML PUBLIC>",
            "<div class=a><p>甲</p>",
            "<P>甲</P>",
        ] {
            check(page, MediaType::Html);
        }
        for markdown in [
            "---\ntitle: 春天\ntags:\n- 甲\n---\n正文",
            "# 春天\n\n正文\n\n## 夏天\n\n正文",
            "见[提要](https://example.org)。\n\n![图](a/b.png)",
            "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n```\n代码\n```",
        ] {
            check(markdown, MediaType::Markdown);
        }
        for plain in [
            "",
            "春天来了。\n",
            "# 春天来了\n\n正文\n* 甲\n* 乙\n",
            "正文\n# 1 号楼\n# 2 号楼\n",
            "<本刊讯>春天来了</p>",
            "p<q 且 q</a>",
            "---\n春天：来了\n---\n",
            "#甲#\n\n#乙#\n",
        ] {
            check(plain, MediaType::PlainText);
        }
        let stray = format!("# 甲\n\n# 乙\n\n{}", "正文\n".repeat(400));
        check(&stray, MediaType::PlainText);
    }
}
