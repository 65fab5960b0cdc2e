use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// Identity of a text without keeping it: a polynomial in [`BASE`] whose coefficients are its bytes,
/// modulo 2⁶⁴ (Rabin and Karp 1987). A phrase's comes from those of its words in a multiplication
/// each, so all runs of words get theirs without being joined or read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// A map that is looked up only, never walked: its order is random.
pub(crate) type FingerprintMap<V> = HashMap<Fingerprint, V, SeededState>;

/// A set of the same kind.
pub(crate) type FingerprintSet = HashSet<Fingerprint, SeededState>;

/// Spreads fingerprints over a map. They are hashes already, but ones that a sender can foresee, so
/// a random seed is stirred in that keeps anybody from filling one bucket.
#[derive(Clone)]
pub(crate) struct SeededState(u64);

impl Default for SeededState {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u8))
    }
}

impl BuildHasher for SeededState {
    type Hasher = SeededHasher;

    fn build_hasher(&self) -> SeededHasher {
        SeededHasher(self.0)
    }
}

/// The hasher of [`SeededState`].
pub(crate) struct SeededHasher(u64);

impl Hasher for SeededHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let [low, high] = halves(u128::from(value ^ self.0) * u128::from(self.0 | 1));
        self.0 = low ^ high;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn halves(value: u128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}

/// The point at which the polynomial of a text is taken: odd, with bits all over.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A text's fingerprint, and what moves another in front of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    pub(crate) fingerprint: Fingerprint,
    shift: u64,
}

impl Spelling {
    /// The spelling of `text`.
    pub(crate) fn of(text: &str) -> Self {
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
    pub(crate) const EMPTY: Self = Self(0);

    /// The fingerprint of this text with another behind it.
    #[must_use]
    pub(crate) fn and(self, behind: Spelling) -> Self {
        Self(self.0.wrapping_mul(behind.shift).wrapping_add(behind.fingerprint.0))
    }

    /// The identity of a single word, quick to take from its bytes. It compares with that of other
    /// words only, not with a phrase's.
    pub(crate) fn of_word(word: &str) -> Self {
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
}

/// A one-to-one mix of 64 bits.
fn stir(value: u64) -> u64 {
    let value = (value ^ value >> 32).wrapping_mul(BASE);
    value ^ value >> 29
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Fingerprint, FingerprintMap, Spelling};

    #[test]
    fn a_phrase_is_its_words() {
        let of = |text| Spelling::of(text).fingerprint;
        let phrase = Fingerprint::EMPTY.and(Spelling::of("市场")).and(Spelling::of("监管"));
        assert_eq!(phrase, of("市场监管"));
        assert_ne!(of("市场"), of("监管"));
        assert_ne!(of("\0a"), of("a"));
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
    fn maps_find_what_they_hold() {
        let mut map = FingerprintMap::default();
        for (text, n) in ["甲", "乙", "丙"].into_iter().zip(0..) {
            map.insert(Fingerprint::of_word(text), n);
        }
        assert_eq!(map.get(&Fingerprint::of_word("乙")), Some(&1));
        assert_eq!(map.get(&Fingerprint::of_word("丁")), None);
    }
}
