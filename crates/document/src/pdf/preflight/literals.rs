//! How far the strings, lists, dictionaries and comments right behind objects' keywords reach.
//!
//! Where a file's table is damaged, the parser looks for objects at each of their keywords. What is
//! never closed, or a comment on a row that never ends, is then read to the end of the file from each
//! of them.

use tiyao_text::interrupt::spend;

use crate::paced::BYTES_PER_UNIT;

/// Bytes between two looks whether to go on.
const PIECE: usize = 4 << 10;

/// What is opened this near to the keyword may be what the parser meets first.
const NEAR: usize = 64;

/// More of a kind inside one another than this are no document's.
const DEEPEST: usize = 1 << 20;

/// The bytes that are read if each such part is read for itself; `None` where there
/// are more inside one another than can be counted.
pub(super) fn reach(file: &[u8]) -> Option<usize> {
    let mut reached = 0_usize;
    let (mut strings, mut lists, mut dictionaries) = (Open::new(), Open::new(), Open::new());
    // Comments of this row: how many, and the sum of their beginnings.
    let (mut comments, mut begun) = (0_usize, 0_usize);
    let mut object = None;
    let mut escaped = false;
    for (at, &byte) in file.iter().enumerate() {
        if at.is_multiple_of(PIECE) {
            spend(PIECE / BYTES_PER_UNIT);
        }
        if std::mem::take(&mut escaped) {
            continue;
        }
        let near = object.is_some_and(|object: usize| at - object <= NEAR);
        match byte {
            b'\\' => escaped = true,
            b'j' if file.get(..=at).is_some_and(opens_object) => object = Some(at),
            b'(' => opens(&mut strings, at, near)?,
            b'[' => opens(&mut lists, at, near)?,
            b'<' if file.get(at + 1) == Some(&b'<') => opens(&mut dictionaries, at, near)?,
            b')' => reached = reached.saturating_add(closes(&mut strings, at)),
            b']' => reached = reached.saturating_add(closes(&mut lists, at)),
            b'>' if file.get(at + 1) == Some(&b'>') => {
                reached = reached.saturating_add(closes(&mut dictionaries, at));
            }
            b'%' if near => {
                comments += 1;
                begun = begun.saturating_add(at);
            }
            b'\n' | b'\r' => {
                let ended = comments.saturating_mul(at).saturating_sub(begun);
                reached = reached.saturating_add(ended);
                (comments, begun) = (0, 0);
            }
            _ => {}
        }
    }
    let end = file.len();
    let ended = comments.saturating_mul(end).saturating_sub(begun);
    let unclosed = [strings, lists, dictionaries].into_iter().flatten();
    let unclosed = unclosed.filter(|(_, near)| *near).map(|(start, _)| end - start);
    Some(unclosed.fold(reached.saturating_add(ended), usize::saturating_add))
}

/// Where each open part of a kind begins, and whether that is near to a keyword.
type Open = Vec<(usize, bool)>;

fn opens(open: &mut Open, at: usize, near: bool) -> Option<()> {
    (open.len() < DEEPEST).then(|| open.push((at, near)))
}

/// How far the innermost part reaches, if it begins near to a keyword.
fn closes(open: &mut Open, at: usize) -> usize {
    open.pop().filter(|(_, near)| *near).map_or(0, |(start, _)| at - start)
}

/// Whether the keyword that opens an object ends here.
fn opens_object(before: &[u8]) -> bool {
    before.ends_with(b"obj") && !before.ends_with(b"endobj")
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn strings_and_comments() {
        assert_eq!(reach(b"1 0 obj (ab) endobj\n(cd)"), Some(6));
        assert_eq!(reach(b"1 0 obj (a\\)b"), Some(5));
        assert_eq!(reach(b"1 0 obj %ab\n"), Some(3));
        assert_eq!(reach(b"1 0 obj [1 2]"), Some(4));
        assert_eq!(reach(b"1 0 obj <</A 1>>"), Some(6));
        assert_eq!(reach(b"%PDF-1.7\n((("), Some(0));
        let file = b"1 0 obj (".repeat(1000);
        assert!(reach(&file).is_some_and(|reached| reached > 4_000_000));
        assert_eq!(reach(&b"(".repeat(super::DEEPEST + 1)), None);
    }
}
