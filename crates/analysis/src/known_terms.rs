use std::hash::BuildHasher;

use tiyao_text::WordNumber;

use crate::fingerprint::SeededState;
use crate::term::TermId;

/// The terms of words that the lexicon has, by their numbers there: asked for every word of a text.
///
/// A slot is 0 when it is empty, else the number above one more than the term; it is looked for from
/// the place that its hash gives on (linear probing), and half of the slots at least are empty.
#[derive(Default)]
pub(crate) struct KnownTerms {
    state: SeededState,
    /// A power of two of them.
    slots: Vec<u64>,
    taken: usize,
}

impl KnownTerms {
    /// No terms yet, and room for so many.
    pub(crate) fn with_room(count: usize) -> Self {
        let slots = vec![0; count.max(8).saturating_mul(2).next_power_of_two()];
        Self { slots, ..Self::default() }
    }

    /// The term of a word.
    pub(crate) fn find(&self, number: WordNumber) -> Option<TermId> {
        let key = key(number);
        term_in(*self.slots.get(self.place(key))?)
    }

    /// Makes `term` that of a word that has none.
    pub(crate) fn add(&mut self, number: WordNumber, term: TermId) {
        if self.taken * 2 >= self.slots.len() {
            let slots = vec![0; self.slots.len().max(8) * 2];
            for old in std::mem::replace(&mut self.slots, slots) {
                self.put(old);
            }
        }
        self.put(key(number) | u64::from(term.saturating_add(1)));
        self.taken += 1;
    }

    fn put(&mut self, entry: u64) {
        let place = self.place(entry);
        if let Some(slot) = self.slots.get_mut(place).filter(|_| entry != 0) {
            *slot = entry;
        }
    }

    /// The place of the slot with this number in its upper half, or of the empty one where it belongs.
    fn place(&self, key: u64) -> usize {
        let last = self.slots.len().saturating_sub(1);
        let hash = self.state.hash_one(key >> 32);
        let mut place = usize::try_from(hash).unwrap_or_default() & last;
        while self.slots.get(place).is_some_and(|&slot| slot != 0 && (slot ^ key) >> 32 != 0) {
            place = (place + 1) & last;
        }
        place
    }
}

/// A word's number in the upper half.
fn key(number: WordNumber) -> u64 {
    (number.index() as u64) << 32
}

fn term_in(slot: u64) -> Option<TermId> {
    u32::try_from(slot & u64::from(u32::MAX)).ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::KnownTerms;
    use tiyao_text::Lexicon;

    #[test]
    fn terms_are_found_again() {
        let numbers: Vec<_> = Lexicon::builtin().words().map(|(number, ..)| number).collect();
        // room for few, so that it grows
        let mut known = KnownTerms::with_room(3);
        for (&number, term) in numbers.iter().zip(0..2000) {
            assert_eq!(known.find(number), None);
            known.add(number, term);
        }
        for (&number, term) in numbers.iter().zip(0..2000) {
            assert_eq!(known.find(number), Some(term));
        }
        assert_eq!(KnownTerms::default().find(numbers[0]), None);
    }
}
