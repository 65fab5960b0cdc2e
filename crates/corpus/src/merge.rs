use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::BufRead;

use crate::builder::SnapshotBuilder;
use crate::record::{Key, read_record};
use crate::{BuildError, Description, Provenance, Snapshot};

/// The bytes of a snapshot of all that `runs` of records hold: frequencies of one term add up, and
/// terms below the description's least document frequency are left out. The runs may be in any
/// order, and divided among them as they like. Memory: the snapshot, and one record of each run.
pub fn merge_runs<R: BufRead>(
    runs: Vec<R>,
    description: &Description,
) -> Result<Vec<u8>, BuildError> {
    merge(runs, description, description.least_document_frequency)
}

/// As [`merge_runs`], with the terms that stand in `floor` documents or more.
fn merge<R: BufRead>(
    runs: Vec<R>,
    description: &Description,
    floor: u64,
) -> Result<Vec<u8>, BuildError> {
    let mut builder = SnapshotBuilder::new(description.document_count);
    add_up(runs, |key, n| if n >= floor { builder.push(&key.packed, n) } else { Ok(()) })?;
    builder.finish(description)
}

/// Gives `take` every term of `runs` in the order of records, with the sum of its counts.
pub(crate) fn add_up<R: BufRead>(
    mut runs: Vec<R>,
    mut take: impl FnMut(Key, u64) -> Result<(), BuildError>,
) -> Result<(), BuildError> {
    let mut heads = BinaryHeap::with_capacity(runs.len());
    for (number, run) in runs.iter_mut().enumerate() {
        let head = read_record(run).map_err(BuildError::Read)?;
        heads.extend(head.map(|(key, n)| Reverse((key, number, n))));
    }
    let mut sum: Option<(Key, u64)> = None;
    while let Some(Reverse((key, number, n))) = heads.pop() {
        if let Some(run) = runs.get_mut(number)
            && let Some((next, next_n)) = read_record(run).map_err(BuildError::Read)?
        {
            if next <= key {
                return Err(BuildError::Order);
            }
            heads.push(Reverse((next, number, next_n)));
        }
        match &mut sum {
            Some((before, total)) if *before == key => *total = total.saturating_add(n),
            _ => {
                if let Some((key, n)) = sum.replace((key, n)) {
                    take(key, n)?;
                }
            }
        }
    }
    sum.map_or(Ok(()), |(key, n)| take(key, n))
}

impl Snapshot {
    /// The bytes of the snapshot of all documents of `snapshots`, which must not share any. Terms
    /// that are known to stand in fewer documents than `floor` are left out.
    ///
    /// A sum is short by what the parts left out for being rare, so the least document frequency of
    /// the whole is the floor and the most that all of them may have left out.
    pub fn merge(
        snapshots: &[Self],
        name: &str,
        version: &str,
        builder: &str,
        floor: u64,
    ) -> Result<Vec<u8>, BuildError> {
        let descriptions = || snapshots.iter().map(Self::description);
        let lost = descriptions().map(|part| part.least_document_frequency - 1);
        let lost = lost.fold(0, u64::saturating_add);
        let count = descriptions().map(|part| part.document_count);
        let description = Description {
            provenance: Provenance {
                name: name.to_owned(),
                version: version.to_owned(),
                builder: builder.to_owned(),
                sources: descriptions().flat_map(|part| part.provenance.sources.clone()).collect(),
            },
            document_count: count.fold(0, u64::saturating_add),
            least_document_frequency: floor.max(1).saturating_add(lost),
        };
        merge(snapshots.iter().map(Self::records).collect(), &description, floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn snapshot(source: &str, count: u64, least: u64, terms: &[(&str, u64)]) -> Snapshot {
        let source = Source { name: source.to_owned(), document_count: count };
        let provenance = Provenance { sources: vec![source], ..Provenance::default() };
        let description =
            Description { provenance, document_count: count, least_document_frequency: least };
        let frequencies = terms.iter().map(|&(term, n)| (term.to_owned(), n)).collect();
        Snapshot::open(Snapshot::build(&description, &frequencies).unwrap()).unwrap()
    }

    #[test]
    fn frequencies_add_up() {
        let parts = [
            snapshot("a", 10, 3, &[("集市", 3), ("农村", 4)]),
            snapshot("b", 20, 5, &[("集市", 20), ("大棚", 5)]),
        ];
        let merged = Snapshot::merge(&parts, "both", "2", "a test", 5).unwrap();
        let merged = Snapshot::open(merged).unwrap();
        assert_eq!(merged.check(), Ok(()));
        assert_eq!(
            (merged.provenance().to_string().as_str(), merged.document_count()),
            ("both/2", 30)
        );
        let sources: Vec<&str> =
            merged.provenance().sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(sources, ["a", "b"]);
        let of = |term| merged.document_frequency(term);
        assert_eq!((of("集市"), of("农村"), of("大棚")), (Some(23), None, Some(5)));
        // 2 documents may be missing from the first and 4 from the second
        assert_eq!(merged.description().least_document_frequency, 5 + 2 + 4);
    }

    #[test]
    fn nothing_merges_to_nothing() {
        let merged = Snapshot::merge(&[], "none", "1", "a test", 1).unwrap();
        assert_eq!(Snapshot::open(merged).unwrap().term_count(), 0);
    }

    #[test]
    fn runs_that_are_out_of_order_or_cut_are_refused() {
        let part = snapshot("a", 10, 1, &[("集市", 3), ("农村", 4)]);
        let description = part.description();
        let twice = [part.records(), part.records()].concat();
        let merged = merge_runs(vec![twice.as_slice()], description);
        assert!(matches!(merged, Err(BuildError::Order)));
        let cut = &part.records()[..part.records().len() - 1];
        assert!(matches!(merge_runs(vec![cut], description), Err(BuildError::Read(_))));
    }
}
