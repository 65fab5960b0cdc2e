use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// Identity of a text without keeping it: 64-bit FNV-1a over its bytes. A phrase's is reached by
/// adding its words one after the other, so all runs of words get theirs without being joined.
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

impl Fingerprint {
    /// The fingerprint of the empty text.
    pub(crate) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The fingerprint of `text`.
    pub(crate) fn of(text: &str) -> Self {
        Self::EMPTY.and(text)
    }

    /// The fingerprint of this text with `text` behind it.
    #[must_use]
    pub(crate) fn and(self, text: &str) -> Self {
        Self(
            text.bytes()
                .fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, FingerprintMap};

    #[test]
    fn a_phrase_is_its_words() {
        assert_eq!(Fingerprint::of("市场").and("监管"), Fingerprint::of("市场监管"));
        assert_ne!(Fingerprint::of("市场"), Fingerprint::of("监管"));
    }

    #[test]
    fn maps_find_what_they_hold() {
        let mut map = FingerprintMap::default();
        for (text, n) in ["甲", "乙", "丙"].into_iter().zip(0..) {
            map.insert(Fingerprint::of(text), n);
        }
        assert_eq!(map.get(&Fingerprint::of("乙")), Some(&1));
        assert_eq!(map.get(&Fingerprint::of("丁")), None);
    }
}
