//! How far two stretches of text speak of the same things: by the words they share.
//!
//! Sections of one article come back to the same names and terms; two articles seldom do. So the
//! words near a heading tell whether a new article begins there, where its form does not.

use crate::chars::is_letter;

/// Words are looked for in so many bytes on each side of a heading.
pub(crate) const REACH: usize = 900;

/// The words of a stretch of text: pairs of neighbouring Chinese characters, and Latin words that
/// are long enough to mean something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// Hashes, sorted, each once.
    known: Vec<u32>,
    latin: bool,
}

impl Words {
    pub(crate) fn of<'a>(parts: impl Iterator<Item = &'a str>) -> Self {
        const SHORTEST: usize = 4;
        let mut known = Vec::new();
        let (mut latin, mut han) = (0_usize, 0_usize);
        for part in parts {
            let mut before: Option<char> = None;
            let (mut word, mut length) = (0_u32, 0_usize);
            for c in part.chars().chain([' ']) {
                if c.is_ascii_alphabetic() {
                    word = mix(word, c.to_ascii_lowercase());
                    length += 1;
                    before = None;
                    continue;
                }
                if length >= SHORTEST {
                    known.push(word);
                    latin += 1;
                }
                (word, length) = (0, 0);
                if is_letter(c) && c > '\u{2fff}' {
                    known.extend(before.map(|before| mix(mix(1, before), c)));
                    han += usize::from(before.is_some());
                    before = Some(c);
                } else {
                    before = None;
                }
            }
        }
        known.sort_unstable();
        known.dedup();
        Self { known, latin: latin > han }
    }

    /// The share of the smaller stretch's words that both have; nothing when one has next to none.
    /// Latin words come back more often than pairs of characters do, and count half.
    pub(crate) fn shared(&self, other: &Self, least: usize) -> Option<f64> {
        let small = self.known.len().min(other.known.len());
        let both = self.common(other) as f64 / small as f64;
        (small >= least).then_some(if self.latin || other.latin { both / 2.0 } else { both })
    }

    /// The share of these words that stand in `other` too.
    pub(crate) fn within(&self, other: &Self) -> Option<f64> {
        const LEAST: usize = 2;
        const ENOUGH: usize = 30;
        let enough = self.known.len() >= LEAST && other.known.len() >= ENOUGH;
        enough.then(|| self.common(other) as f64 / self.known.len() as f64)
    }

    fn common(&self, other: &Self) -> usize {
        let (mut left, mut right) = (self.known.iter().peekable(), other.known.iter().peekable());
        let mut common = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let order = a.cmp(b);
            common += usize::from(order.is_eq());
            if order.is_le() {
                left.next();
            }
            if order.is_ge() {
                right.next();
            }
        }
        common
    }
}

fn mix(hash: u32, c: char) -> u32 {
    (hash.rotate_left(5) ^ u32::from(c)).wrapping_mul(0x9e37_79b1)
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn shared(a: &str, b: &str) -> Option<f64> {
        Words::of([a].into_iter()).shared(&Words::of([b].into_iter()), 2)
    }

    #[test]
    fn the_same_things() {
        let canal = "村里的老渠修好以后，渠水流过石桥";
        assert!(shared(canal, "老渠的渠水清了，石桥也修好了").unwrap() > 0.3);
        assert!(shared(canal, "图书角添了两千册新书").unwrap() < 0.01);
        assert!(shared("The mill stood there", "that mill stood by the river").unwrap() > 0.2);
        assert_eq!(shared(canal, "1999"), None);
    }

    #[test]
    fn a_title_in_its_text() {
        let title = Words::of(["老渠修好"].into_iter());
        let text = "村里的老渠修好以后，渠水流过石桥，几只白鹭停在浅滩上，图书角添了两千册新书，孩子们放学后有了去处";
        assert!(title.within(&Words::of([text].into_iter())).unwrap() > 0.9);
        assert_eq!(Words::default().within(&title), None);
    }
}
