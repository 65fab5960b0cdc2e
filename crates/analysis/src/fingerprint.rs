/// Identity of a text without keeping it: 64-bit FNV-1a over its bytes. A phrase's is reached by
/// adding its words one after the other, so all runs of words get theirs without being joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(u64);

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
    use super::Fingerprint;

    #[test]
    fn a_phrase_is_its_words() {
        assert_eq!(Fingerprint::of("市场").and("监管"), Fingerprint::of("市场监管"));
        assert_ne!(Fingerprint::of("市场"), Fingerprint::of("监管"));
    }
}
