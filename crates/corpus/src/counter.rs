use std::collections::HashMap;
use std::io::{self, Write};
use std::mem;

use crate::packing::Packed;
use crate::record::{Key, push_record};

/// What a table of counts takes for each term that it has room for: key, count and a byte of its
/// own, at a load of 7/8.
const PLACE_BYTES: usize = 29;
/// The least that an allocation takes, with what the allocator needs for itself.
const ALLOCATION_BYTES: usize = 32;

/// Counts in how many documents each term stands. Counters of several threads, and what a counter
/// sets aside when it grows too large, are put together by [`merge_runs`](crate::merge_runs): the
/// counts are exact, however the documents were divided.
#[derive(Default)]
pub struct Counter {
    counts: HashMap<Box<[u8]>, Count>,
    document_count: u64,
    key_bytes: usize,
}

struct Count {
    documents: u32,
    // the last document that had the term, as the counter numbers them since it was last emptied
    last: u32,
}

impl Counter {
    /// Counts one document more: its terms, in any order and as often as they like. A term that no
    /// snapshot can hold (empty, or above 255 bytes in packed form) is passed over.
    pub fn add_document<T: AsRef<str>>(&mut self, terms: impl IntoIterator<Item = T>) {
        self.document_count += 1;
        let number = u32::try_from(self.document_count % u64::from(u32::MAX)).unwrap_or_default();
        for term in terms {
            let Some(packed) = Packed::of(term.as_ref()) else { continue };
            match self.counts.get_mut(packed.as_bytes()) {
                Some(count) if count.last == number => {}
                Some(count) => *count = Count { documents: count.documents + 1, last: number },
                None => self.insert(&packed, Count { documents: 1, last: number }),
            }
        }
    }

    /// Counts a term so many times more, for who counts something other than documents.
    pub(crate) fn add_times(&mut self, term: &str, times: usize) {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        let Some(packed) = Packed::of(term).filter(|_| times > 0) else { return };
        match self.counts.get_mut(packed.as_bytes()) {
            Some(count) => count.documents = count.documents.saturating_add(times),
            None => self.insert(&packed, Count { documents: times, last: 0 }),
        }
    }

    fn insert(&mut self, packed: &Packed, count: Count) {
        let key: Box<[u8]> = packed.as_bytes().into();
        self.key_bytes += key.len().next_multiple_of(16).max(ALLOCATION_BYTES);
        self.counts.insert(key, count);
    }

    /// How many documents were counted.
    pub fn document_count(&self) -> u64 {
        self.document_count
    }

    /// About how many bytes of memory the counts take. They double now and then.
    pub fn memory_bytes(&self) -> usize {
        self.counts.capacity() * PLACE_BYTES + self.key_bytes
    }

    /// Writes the counts as a run of records and forgets them, but not how many documents there
    /// were.
    pub fn write_run(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.key_bytes = 0;
        let counts = mem::take(&mut self.counts).into_iter();
        let mut records: Vec<(Key, u32)> =
            counts.map(|(packed, count)| (Key::of(packed), count.documents)).collect();
        records.sort_unstable();
        let mut bytes = Vec::new();
        for (key, documents) in records {
            bytes.clear();
            push_record(&mut bytes, &key.packed, u64::from(documents));
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Counter;
    use crate::{Description, Provenance, Snapshot, merge_runs};

    fn description(document_count: u64) -> Description {
        let provenance = Provenance::default();
        Description { provenance, document_count, least_document_frequency: 2 }
    }

    /// The snapshot of documents that `counters` share in turn, each set aside every `every`
    /// documents.
    fn counted(documents: &[Vec<String>], counters: usize, every: usize) -> Vec<u8> {
        let mut runs: Vec<Vec<u8>> = Vec::new();
        for first in 0..counters {
            let mut counter = Counter::default();
            for (i, terms) in documents.iter().skip(first).step_by(counters).enumerate() {
                counter.add_document(terms);
                if i % every == 0 {
                    let mut run = Vec::new();
                    counter.write_run(&mut run).unwrap();
                    runs.push(run);
                }
            }
            let mut run = Vec::new();
            counter.write_run(&mut run).unwrap();
            runs.push(run);
        }
        let runs = runs.iter().map(Vec::as_slice).collect();
        merge_runs(runs, &description(documents.len() as u64)).unwrap()
    }

    #[test]
    fn documents_are_counted_not_occurrences() {
        let mut counter = Counter::default();
        counter.add_document(["集市", "集市", "农村", ""]);
        counter.add_document(["集市"]);
        assert_eq!(counter.document_count(), 2);
        assert!(counter.memory_bytes() > 0);
        let mut run = Vec::new();
        counter.write_run(&mut run).unwrap();
        let whole = Description { least_document_frequency: 1, ..description(2) };
        let snapshot = Snapshot::open(merge_runs(vec![run.as_slice()], &whole).unwrap()).unwrap();
        assert_eq!(snapshot.document_frequency("集市"), Some(2));
        assert_eq!((snapshot.document_frequency("农村"), snapshot.term_count()), (Some(1), 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn division_changes_nothing(
            documents in prop::collection::vec(prop::collection::vec("[甲乙丙a]{1,2}", 0..6), 1..12),
            counters in 1_usize..4,
            every in 1_usize..5,
        ) {
            prop_assert_eq!(counted(&documents, counters, every), counted(&documents, 1, 99));
        }
    }
}
