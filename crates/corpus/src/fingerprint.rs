/// Identity of a text without keeping it: a polynomial whose coefficients are its bytes,
/// modulo 2⁶⁴ (Rabin and Karp 1987). A phrase's comes from those of its words in a multiplication
/// each, so all runs of words get theirs without being joined or read again. Terms are looked up by
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

/// The point at which the polynomial of a text is taken: odd, with bits all over. Part of the layout
/// of snapshots.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A text's fingerprint, and what moves another in front of it.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// The text's fingerprint.
    pub fingerprint: Fingerprint,
    shift: u64,
}

impl Spelling {
    /// A space, which stands between two Latin words of a phrase.
    pub const SPACE: Self = Self { fingerprint: Fingerprint(b' ' as u64 + 1), shift: BASE };

    /// The spelling of `text`.
    pub fn of(text: &str) -> Self {
        let (mut sum, mut shift) = (0_u64, 1_u64);
        for byte in text.bytes() {
            // from 1 up, so that no byte vanishes at the start
            sum = sum.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
            shift = shift.wrapping_mul(BASE);
        }
        Self { fingerprint: Fingerprint(sum), shift }
    }
}

impl Fingerprint {
    /// The fingerprint of the empty text.
    pub const EMPTY: Self = Self(0);

    /// The fingerprint of this text with another behind it.
    #[must_use]
    pub fn and(self, behind: Spelling) -> Self {
        Self(self.0.wrapping_mul(behind.shift).wrapping_add(behind.fingerprint.0))
    }

    /// The identity of a single word, quick to take from its bytes. It compares with that of other
    /// words only, not with a phrase's.
    pub fn of_word(word: &str) -> Self {
        let mut bytes = word.as_bytes();
        let mut sum = word.len() as u64;
        while let Some((chunk, rest)) = bytes.split_first_chunk::<8>() {
            sum = stir(sum ^ u64::from_le_bytes(*chunk));
            bytes = rest;
        }
        let tail = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
            (Some(&low), Some(&high), _) => {
                u64::from(u32::from_le_bytes(low)) | u64::from(u32::from_le_bytes(high)) << 32
            }
            (_, _, &[a, b, c]) => u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16,
            (_, _, &[a, b]) => u64::from(a) | u64::from(b) << 8,
            (_, _, &[a]) => u64::from(a),
            _ => 0,
        };
        Self(stir(sum ^ tail))
    }

    /// Its bits, mixed one to one, so that each bit of them depends on all of the text.
    pub(crate) fn stirred(self) -> u64 {
        stir(stir(self.0))
    }
}

/// A one-to-one mix of 64 bits.
fn stir(value: u64) -> u64 {
    let value = (value ^ value >> 32).wrapping_mul(BASE);
    value ^ value >> 29
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Fingerprint, Spelling};

    #[test]
    fn a_phrase_is_its_words() {
        let of = |text| Spelling::of(text).fingerprint;
        let phrase = Fingerprint::EMPTY.and(Spelling::of("市场")).and(Spelling::of("监管"));
        assert_eq!(phrase, of("市场监管"));
        assert_ne!(of("市场"), of("监管"));
        assert_ne!(of("\0a"), of("a"));
        assert_eq!(of("a").and(Spelling::SPACE).and(Spelling::of("b")), of("a b"));
    }

    #[test]
    fn words_of_every_length_differ() {
        let texts: Vec<String> =
            (0..=24).map(|n| "市a场b监c管d".repeat(3).chars().take(n).collect()).collect();
        let distinct: HashSet<Fingerprint> =
            texts.iter().map(|t| Fingerprint::of_word(t)).collect();
        assert_eq!(distinct.len(), 25);
    }

    #[test]
    fn mixed_bits_differ_everywhere() {
        let mixed = ["词1", "词2", "词3"].map(|text| Spelling::of(text).fingerprint.stirred());
        for shift in [0, 16, 32, 48] {
            let parts = mixed.map(|bits| bits >> shift & 0xffff);
            assert!(parts[0] != parts[1] && parts[1] != parts[2] && parts[0] != parts[2]);
        }
    }
}
