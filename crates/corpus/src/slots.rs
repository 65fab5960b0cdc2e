//! The table in which a snapshot finds a term: its fingerprint is looked for from its home slot on,
//! until it or an empty slot is met (linear probing). As a rule that is one cache line.
//!
//! A slot is 8 bytes, 0 when it is empty: the document frequency in as many of the lowest bits as the
//! document count has, and above it the lower bits of the fingerprint, mixed. Together with the place,
//! which goes by the upper bits, these are all bits of the fingerprint or nearly so: two terms are
//! taken for one with a probability of about 2⁻⁶⁰.

use crate::fingerprint::Fingerprint;

/// Bytes of a slot.
pub(crate) const SLOT_BYTES: usize = 8;
/// The most bits that a document frequency may take: the rest tells terms apart.
const MAX_FREQUENCY_BITS: u32 = 32;

/// How many slots a build makes for so many terms: a third of them stays empty.
pub(crate) fn slot_count(term_count: u32) -> u32 {
    term_count.saturating_add(term_count / 2).saturating_add(1)
}

/// How many bits the document frequencies of so many documents take; `None` for too many documents.
pub(crate) fn frequency_bits(document_count: u64) -> Option<u32> {
    let bits = u64::BITS - document_count.leading_zeros();
    (bits <= MAX_FREQUENCY_BITS).then_some(bits.max(1))
}

/// The slots of terms with their document frequencies, which are at least 1; `None` when there are
/// too many terms for the slots. Of two equal terms the first is found.
pub(crate) fn fill(
    terms: impl Iterator<Item = (Fingerprint, u64)>,
    slot_count: u32,
    frequency_bits: u32,
) -> Option<Vec<u8>> {
    let mut slots = vec![0_u64; usize::try_from(slot_count).ok()?];
    for (fingerprint, document_frequency) in terms {
        let bits = fingerprint.stirred();
        let home = home(bits, slots.len());
        let (before, behind) = slots.split_at_mut_checked(home)?;
        let free = behind.iter_mut().chain(before).find(|slot| **slot == 0)?;
        *free = bits << frequency_bits | document_frequency;
    }
    Some(slots.into_iter().flat_map(u64::to_le_bytes).collect())
}

/// The document frequency of a term; `None` when no slot has it.
pub(crate) fn find(
    slots: &[[u8; SLOT_BYTES]],
    frequency_bits: u32,
    fingerprint: Fingerprint,
) -> Option<u64> {
    let bits = fingerprint.stirred();
    let (before, behind) = slots.split_at_checked(home(bits, slots.len()))?;
    for slot in behind.iter().chain(before) {
        let slot = u64::from_le_bytes(*slot);
        if slot == 0 {
            return None;
        }
        if (slot ^ bits << frequency_bits) >> frequency_bits == 0 {
            return Some(slot & ((1 << frequency_bits) - 1));
        }
    }
    None
}

/// The slot in which a search begins.
fn home(bits: u64, slot_count: usize) -> usize {
    usize::try_from((u128::from(bits) * slot_count as u128) >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{fill, find, frequency_bits, slot_count};
    use crate::fingerprint::Spelling;

    #[test]
    fn terms_are_found_and_others_are_not() {
        let names: Vec<String> = (0..1000).map(|i| format!("词{i}")).collect();
        let terms = || names.iter().map(|name| Spelling::of(name).fingerprint).zip(1..);
        let bits = frequency_bits(1000).unwrap();
        let bytes = fill(terms(), slot_count(1000), bits).unwrap();
        let slots = bytes.as_chunks().0;
        for (fingerprint, n) in terms() {
            assert_eq!(find(slots, bits, fingerprint), Some(n));
        }
        assert_eq!(find(slots, bits, Spelling::of("词1000").fingerprint), None);
        assert_eq!(find(&[], bits, Spelling::of("词1").fingerprint), None);
    }

    #[test]
    fn a_full_table_ends() {
        let terms = || ["甲", "乙"].map(|text| (Spelling::of(text).fingerprint, 1)).into_iter();
        let bytes = fill(terms(), 2, 1).unwrap();
        assert_eq!(find(bytes.as_chunks().0, 1, Spelling::of("丙").fingerprint), None);
        assert_eq!(find(bytes.as_chunks().0, 1, Spelling::of("乙").fingerprint), Some(1));
        assert!(fill(terms(), 1, 1).is_none());
    }

    #[test]
    fn bits_of_frequencies() {
        let bits = [0, 1, 255, 256, u64::from(u32::MAX), 1 << 32].map(frequency_bits);
        assert_eq!(bits, [Some(1), Some(1), Some(8), Some(9), Some(32), None]);
    }
}
