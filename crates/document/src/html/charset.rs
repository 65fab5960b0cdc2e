//! The encoding that a page says it is in.

use tiyao_text::Encoding;

/// How far into a page its encoding may stand.
const REACH: usize = 4 << 10;

/// The encoding that a `<meta>` of the page tells, if it is one of ours.
///
/// Pages are saved in another encoding than they say, so this is asked only where the bytes do not
/// tell it themselves.
pub(crate) fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..REACH).unwrap_or(bytes).to_ascii_lowercase();
    let behind = |at: usize, word: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(word));
    let mut places = (0..head.len()).filter(|at| behind(*at, b"charset"));
    places.find_map(|at| {
        let rest = head.get(at + b"charset".len()..)?.trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_".contains(b));
        match rest.get(..end.unwrap_or(rest.len()))? {
            b"utf-8" | b"utf8" => Some(Encoding::Utf8),
            b"gb2312" | b"gb_2312-80" | b"gbk" | b"gb18030" | b"x-gbk" => Some(Encoding::Gb18030),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use tiyao_text::Encoding;

    use super::declared;

    #[test]
    fn what_a_page_says() {
        let gb = Some(Encoding::Gb18030);
        assert_eq!(declared(b"<META CHARSET = 'GBK'>"), gb);
        let word = b"<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">";
        assert_eq!(declared(word), gb);
        assert_eq!(declared(b"<meta charset=\"utf-8\"/>"), Some(Encoding::Utf8));
        assert_eq!(declared(b"<meta charset=big5>"), None);
        assert_eq!(declared("charset 是什么".as_bytes()), None);
    }
}
