//! What sentences begin with, looked up fast.

/// A list of words or beginnings: every sentence is held against it, and nearly none has one.
pub(crate) struct Beginnings {
    /// One bit for the last eight bits of every first character.
    low_bits: [u64; 4],
    all: &'static [&'static str],
}

impl Beginnings {
    pub(crate) fn of(all: &'static [&'static str]) -> Self {
        let mut low_bits = [0; 4];
        for first in all.iter().filter_map(|text| text.chars().next()) {
            if let Some(bits) = low_bits.get_mut(first as usize / 64 % 4) {
                *bits |= 1 << (first as u32 % 64);
            }
        }
        Self { low_bits, all }
    }

    /// Whether one of them may begin as `text` does.
    fn may_begin(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let bits = self.low_bits.get(first as usize / 64 % 4).copied().unwrap_or_default();
        bits >> (first as u32 % 64) & 1 == 1
    }

    /// Whether a word is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.may_begin(word) && self.all.contains(&word)
    }

    /// Whether a sentence begins with one of them.
    pub(crate) fn begin(&self, sentence: &str) -> bool {
        self.beginning_of(sentence).is_some()
    }

    /// The first of them that a sentence begins with.
    pub(crate) fn beginning_of(&self, sentence: &str) -> Option<&'static str> {
        if !self.may_begin(sentence) {
            return None;
        }
        self.all.iter().copied().find(|start| sentence.starts_with(start))
    }
}
