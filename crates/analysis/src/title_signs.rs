use crate::reading::{Reading, Zone};
use crate::sentence_signs::{self, GAP};

/// What a title is made of, each sign once: its characters in Chinese, where a title shortens words
/// (监管 for 监督管理) and characters see through it; its words in English.
pub(crate) struct TitleSigns {
    /// As they stand, with gaps.
    pub(crate) written: Vec<u32>,
    /// Sorted.
    distinct: Vec<u32>,
    /// One bit for the last eight bits of every sign: most signs of a text are in no title.
    low_bits: [u64; 4],
}

impl TitleSigns {
    pub(crate) fn of(reading: &Reading) -> Self {
        let mut written = Vec::new();
        for sentence in &reading.sentences {
            if reading.block_of(sentence).is_some_and(|block| block.zone == Zone::Title) {
                sentence_signs::read(reading, sentence, &mut written);
            }
        }
        let mut distinct: Vec<u32> = written.iter().copied().filter(|&s| s != GAP).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut low_bits = [0; 4];
        for &sign in &distinct {
            if let Some(bits) = low_bits.get_mut(sign as usize / 64 % 4) {
                *bits |= 1 << (sign % 64);
            }
        }
        Self { written, distinct, low_bits }
    }

    /// How many of the title's signs are among these, from 0 to 1; 0 without a title.
    pub(crate) fn share_in(&self, signs: &[u32]) -> f64 {
        if self.distinct.is_empty() {
            return 0.0;
        }
        let mut found: Vec<usize> = Vec::with_capacity(self.distinct.len());
        for &sign in signs {
            let bits = self.low_bits.get(sign as usize / 64 % 4).copied().unwrap_or_default();
            if bits >> (sign % 64) & 1 == 1
                && let Ok(at) = self.distinct.binary_search(&sign)
            {
                found.push(at);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.len() as f64 / self.distinct.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::TitleSigns;
    use crate::{Manuscript, read};
    use tiyao_text::{Excerpt, Lexicon};

    #[test]
    fn each_sign_counts_once() {
        let share = |title: &str, signs: &str| {
            let title = Excerpt::whole(title);
            let manuscript = Manuscript { title: Some(&title), paragraphs: &[], language: None };
            let signs: Vec<u32> = signs.chars().map(u32::from).collect();
            TitleSigns::of(&read(&manuscript, Lexicon::builtin())).share_in(&signs)
        };
        assert!((share("食品，安全！食", "食食安甲") - 0.5).abs() < 1e-12);
        assert!(share("", "食").abs() < 1e-12);
    }
}
