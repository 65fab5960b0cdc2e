use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use crate::merge::add_up;
use crate::packing::{Packed, unpack};
use crate::record::{Key, push_record};
use crate::{BuildError, Counter};

/// What goes before a sequence in a count of what stands before it, and behind it.
const SIDES: [&str; 2] = ["<", ">"];
/// How often a sequence must stand for its neighbours to tell anything.
const LEAST_PLACES: u64 = 3;

/// Counts sequences of characters that a dictionary may lack as words: how often each stands, in how
/// many documents, and what stands beside it. As with a [`Counter`], the counts are exact however the
/// documents are divided.
#[derive(Default)]
pub struct SequenceCounter {
    // places by the sequence, and documents by the sequence with its characters apart
    sequences: Counter,
    // places by side, sequence and neighbour
    sides: Counter,
    words: u64,
}

/// What was counted of one sequence.
#[derive(Clone, Debug)]
pub struct SequenceFacts {
    /// How often it stands.
    pub places: u64,
    /// In how many documents it stands.
    pub documents: u64,
    /// How often each half of it stands at all, for every way to cut it in two.
    pub halves: Vec<[u64; 2]>,
    /// How many words all documents have.
    pub words: u64,
    /// Entropy of the characters before it and of those behind it, in nats. Without a neighbour is a
    /// kind of its own each time.
    pub entropies: [f64; 2],
}

impl SequenceCounter {
    /// Counts so many words more, of whatever kind.
    pub fn add_words(&mut self, count: usize) {
        self.words = self.words.saturating_add(count as u64);
    }

    /// Counts so many places more of a character or a sequence.
    pub fn add_places(&mut self, sequence: &str, count: usize) {
        self.sequences.add_times(sequence, count);
    }

    /// Counts what stands beside a sequence at one place; `None` where nothing does.
    pub fn add_sides(&mut self, sequence: &str, before: Option<char>, behind: Option<char>) {
        for (side, neighbour) in SIDES.into_iter().zip([before, behind]) {
            if let Some(neighbour) = neighbour {
                self.sides.add_times(&format!("{side}{sequence}{neighbour}"), 1);
            }
        }
    }

    /// Counts one document more: its sequences that may be words, each once.
    pub fn add_document<'t>(&mut self, sequences: impl IntoIterator<Item = &'t str>) {
        self.sequences.add_document(sequences.into_iter().map(apart));
    }

    /// How many words all documents have that were counted.
    pub fn words(&self) -> u64 {
        self.words
    }

    /// About how many bytes of memory the counts take. They double now and then.
    pub fn memory_bytes(&self) -> usize {
        self.sequences.memory_bytes() + self.sides.memory_bytes()
    }

    /// Writes the counts of sequences as a run of records and forgets them.
    pub fn write_sequences(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.sequences.write_run(out)
    }

    /// Writes the counts of what stands beside sequences as a run of records and forgets them.
    pub fn write_sides(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.sides.write_run(out)
    }
}

/// A sequence with its characters apart: the term that tells of a word that no dictionary has.
fn apart(sequence: &str) -> String {
    let mut apart = String::with_capacity(sequence.len() * 2);
    for character in sequence.chars() {
        if !apart.is_empty() {
            apart.push(' ');
        }
        apart.push(character);
    }
    apart
}

/// The sequences that stand in `least_documents` documents or more and are words by what `is_word`
/// says of them: a run of records for [`merge_runs`](crate::merge_runs), each a sequence with spaces
/// between its characters and in how many documents it stands. `sequences` and `sides` are what
/// counters wrote, in any order. Memory: the sequences that stand three times or more.
pub fn find_words<R: BufRead>(
    sequences: Vec<R>,
    sides: Vec<R>,
    words: u64,
    least_documents: u64,
    is_word: impl Fn(&SequenceFacts) -> bool,
) -> Result<Vec<u8>, BuildError> {
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    let mut documents: Vec<(String, u64)> = Vec::new();
    add_up(sequences, |key, count| {
        let text = unpack(&key.packed).ok_or(BuildError::Order)?;
        if text.contains(' ') {
            if count >= least_documents {
                documents.push((text, count));
            }
        } else if count >= LEAST_PLACES {
            counted.insert(text, Counted { places: count, ..Counted::default() });
        }
        Ok(())
    })?;
    for (text, count) in &documents {
        if let Some(sequence) = counted.get_mut(&text.replace(' ', "")) {
            sequence.documents = *count;
        }
    }
    add_up(sides, |key, count| {
        let text = unpack(&key.packed).ok_or(BuildError::Order)?;
        let mut rest = text.chars();
        let side = usize::from(rest.next() == Some('>'));
        rest.next_back();
        let sequence = counted.get_mut(rest.as_str()).filter(|sequence| sequence.documents > 0);
        if let Some(sum) = sequence.and_then(|sequence| sequence.side_sums.get_mut(side)) {
            *sum += count as f64 * (count as f64).ln();
        }
        Ok(())
    })?;
    let mut records: Vec<(Key, u64)> = Vec::new();
    for (text, documents) in documents {
        let Some(facts) = facts(&counted, &text.replace(' ', ""), words) else { continue };
        if is_word(&facts)
            && let Some(packed) = Packed::of(&text)
        {
            records.push((Key::of(packed.as_bytes()), documents));
        }
    }
    records.sort_unstable();
    let mut run = Vec::new();
    for (key, documents) in records {
        push_record(&mut run, &key.packed, documents);
    }
    Ok(run)
}

#[derive(Default)]
struct Counted {
    places: u64,
    documents: u64,
    // Σ n ln n over the neighbours on either side
    side_sums: [f64; 2],
}

fn facts(counted: &BTreeMap<String, Counted>, sequence: &str, words: u64) -> Option<SequenceFacts> {
    let own = counted.get(sequence)?;
    let places = |part: &str| counted.get(part).map_or(0, |part| part.places);
    let cuts = sequence.char_indices().skip(1).filter_map(|(at, _)| sequence.split_at_checked(at));
    Some(SequenceFacts {
        places: own.places,
        documents: own.documents,
        halves: cuts.map(|(left, right)| [left, right].map(places)).collect(),
        words,
        entropies: own.side_sums.map(|sum| (own.places as f64).ln() - sum / own.places as f64),
    })
}

#[cfg(test)]
mod tests {
    use super::{SequenceCounter, SequenceFacts, find_words};
    use crate::packing::unpack;
    use crate::record::take_record;

    /// Two documents with 蝤蠓, counted by one counter each or by one.
    fn found(
        counters: usize,
        least: u64,
        is_word: impl Fn(&SequenceFacts) -> bool,
    ) -> Vec<(String, u64)> {
        let mut all: Vec<SequenceCounter> =
            (0..counters).map(|_| SequenceCounter::default()).collect();
        for (number, neighbours) in ["养吃", "卖买"].into_iter().enumerate() {
            let counter = &mut all[number % counters];
            counter.add_words(50);
            counter.add_places("蝤", 2);
            counter.add_places("蠓", 2 + number);
            for before in neighbours.chars() {
                counter.add_places("蝤蠓", 1);
                counter.add_sides("蝤蠓", Some(before), None);
            }
            counter.add_document(["蝤蠓", "蝤蠓"]);
        }
        let (mut sequences, mut sides, mut words) = (Vec::new(), Vec::new(), 0);
        for counter in &mut all {
            assert!(counter.memory_bytes() > 0);
            let (mut one, mut other) = (Vec::new(), Vec::new());
            counter.write_sequences(&mut one).unwrap();
            counter.write_sides(&mut other).unwrap();
            words += counter.words();
            sequences.push(one);
            sides.push(other);
        }
        let [sequences, sides] =
            [&sequences, &sides].map(|runs| runs.iter().map(Vec::as_slice).collect());
        let run = find_words(sequences, sides, words, least, is_word).unwrap();
        let mut rest = run.as_slice();
        std::iter::from_fn(|| {
            let (packed, count, behind) = take_record(rest)?;
            rest = behind;
            Some((unpack(packed)?, count))
        })
        .collect()
    }

    #[test]
    fn what_was_counted_decides() {
        let check = |facts: &SequenceFacts| {
            assert_eq!((facts.places, facts.documents, facts.words), (4, 2, 100));
            assert_eq!(facts.halves, [[4, 5]]);
            // four kinds before it, and four ends behind it
            assert!(facts.entropies.iter().all(|entropy| (entropy - 4_f64.ln()).abs() < 1e-12));
            true
        };
        for counters in [1, 2] {
            assert_eq!(found(counters, 2, check), [("蝤 蠓".to_owned(), 2)]);
        }
        assert_eq!(found(1, 2, |_| false), []);
        assert_eq!(found(1, 3, |_| true), []);
    }
}
