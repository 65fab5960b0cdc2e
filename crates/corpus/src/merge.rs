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
    mut runs: Vec<R>,
    description: &Description,
) -> Result<Vec<u8>, BuildError> {
    let mut builder = SnapshotBuilder::new(description.document_count);
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
                keep(&mut builder, sum.replace((key, n)), description)?;
            }
        }
    }
    keep(&mut builder, sum, description)?;
    builder.finish(description)
}

fn keep(
    builder: &mut SnapshotBuilder,
    record: Option<(Key, u64)>,
    description: &Description,
) -> Result<(), BuildError> {
    match record {
        Some((key, n)) if n >= description.least_document_frequency => builder.push(&key.packed, n),
        _ => Ok(()),
    }
}

impl Snapshot {
    /// The bytes of the snapshot of all documents of `snapshots`, which must not share any. Terms
    /// that stand in fewer documents than `least_document_frequency` are left out.
    ///
    /// Where the parts left rare terms out, a sum may be short by what they left out; the merged
    /// least document frequency says by how much: one more than the sum of the parts' losses.
    pub fn merge(
        snapshots: &[Self],
        name: &str,
        version: &str,
        builder: &str,
        least_document_frequency: u64,
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
            least_document_frequency: least_document_frequency.max(lost.saturating_add(1)),
        };
        let kept = Description { least_document_frequency, ..description.clone() };
        merge_runs(snapshots.iter().map(Self::records).collect(), &kept)
    }
}
