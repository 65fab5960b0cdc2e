use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};

pub(crate) use tiyao_corpus::{Fingerprint, Spelling};

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

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn halves(value: u128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, FingerprintMap};

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
