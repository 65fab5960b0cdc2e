use std::hash::BuildHasher;

use tiyao_text::interrupt::spend;

use crate::fingerprint::{Fingerprint, SeededState};

/// The low bits of a slot, which hold a number.
const NUMBER: u64 = u32::MAX as u64;

/// The numbers of candidates by their fingerprints, in a table as small as can be: it is asked for
/// every run of words. The fingerprints themselves stand with the candidates.
///
/// A slot is 0 when it is empty, else one more than the number below the upper half of the hash, by
/// which it is looked for from its place on (linear probing); at least half of the slots are empty.
#[derive(Clone, Default)]
pub(crate) struct CandidateNumbers {
    state: SeededState,
    /// A power of two of them.
    slots: Vec<u64>,
    taken: usize,
}

impl CandidateNumbers {
    /// No numbers yet, and room for so many.
    pub(crate) fn with_room(count: usize) -> Self {
        let slots = vec![0; count.max(8).saturating_mul(2).next_power_of_two()];
        Self { slots, ..Self::default() }
    }

    /// The number of `fingerprint`; `is` tells whether that is the fingerprint of a number.
    pub(crate) fn find(&self, fingerprint: Fingerprint, is: impl Fn(u32) -> bool) -> Option<u32> {
        number_in(*self.slots.get(self.place(self.state.hash_one(fingerprint), is))?)
    }

    /// As [`Self::find`]; where there is none, `next` becomes the number.
    pub(crate) fn find_or_add(
        &mut self,
        fingerprint: Fingerprint,
        next: u32,
        is: impl Fn(u32) -> bool,
    ) -> u32 {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = self.state.hash_one(fingerprint);
        let place = self.place(hash, is);
        let Some(slot) = self.slots.get_mut(place) else { return next };
        if let Some(number) = number_in(*slot) {
            return number;
        }
        *slot = (hash & !NUMBER) | (u64::from(next) + 1).min(NUMBER);
        self.taken += 1;
        next
    }

    /// The place of the slot with the number that has this hash and `is` what is looked for, or of
    /// the empty one where it belongs.
    fn place(&self, hash: u64, is: impl Fn(u32) -> bool) -> usize {
        let last = self.slots.len().saturating_sub(1);
        let bits = self.slots.len().trailing_zeros();
        let home = hash.checked_shr(u64::BITS - bits).unwrap_or_default();
        let mut place = usize::try_from(home).unwrap_or_default();
        while let Some(&slot) = self.slots.get(place) {
            let Some(number) = number_in(slot) else { break };
            if (slot ^ hash) & !NUMBER == 0 && is(number) {
                break;
            }
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        let slots = vec![0; self.slots.len().max(8) * 2];
        for old in std::mem::replace(&mut self.slots, slots) {
            if old != 0 {
                spend(1);
                let place = self.place(old, |_| false);
                if let Some(slot) = self.slots.get_mut(place) {
                    *slot = old;
                }
            }
        }
    }
}

fn number_in(slot: u64) -> Option<u32> {
    u32::try_from(slot & NUMBER).ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{CandidateNumbers, Fingerprint};

    #[test]
    fn numbers_are_found_again() {
        let texts: Vec<String> = (0..1000).map(|n| format!("词{n}")).collect();
        let of = |text: &String| Fingerprint::of_word(text);
        let is = |fingerprint: Fingerprint| {
            let texts = &texts;
            move |n: u32| texts.get(n as usize).is_some_and(|text| of(text) == fingerprint)
        };
        // room for few, so that it grows
        let mut numbers = CandidateNumbers::with_room(3);
        for (text, next) in texts.iter().zip(0..) {
            assert_eq!(numbers.find(of(text), is(of(text))), None);
            assert_eq!(numbers.find_or_add(of(text), next, is(of(text))), next);
        }
        for (text, n) in texts.iter().zip(0..) {
            assert_eq!(numbers.find_or_add(of(text), 5000, is(of(text))), n);
            assert_eq!(numbers.find(of(text), is(of(text))), Some(n));
        }
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        let none = CandidateNumbers::default();
        assert_eq!(none.find(Fingerprint::of_word("词"), |_| true), None);
        let mut numbers = CandidateNumbers::default();
        assert_eq!(numbers.find_or_add(Fingerprint::of_word("词"), 7, |_| false), 7);
        assert_eq!(numbers.find(Fingerprint::of_word("词"), |n| n == 7), Some(7));
    }
}
