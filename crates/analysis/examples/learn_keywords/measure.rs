//! How good the chosen keywords are.

use std::{array, fmt, thread};

use crate::gold::{Collection, Document};

/// The lengths of list that are looked at.
const LENGTHS: [usize; 3] = [3, 5, 10];

/// Mean F1 of the first 3, 5 and 10 keywords, in percent.
pub(crate) struct Figures([f64; LENGTHS.len()]);

/// Judges the documents of a collection for whose numbers `weights` gives weights.
pub(crate) fn of<'w>(
    collection: &Collection<'_>,
    weights: impl Fn(usize) -> Option<&'w Vec<f64>> + Sync,
) -> Figures {
    let half = collection.documents.len() / 2;
    let sums = |from: usize, to: usize| -> ([f64; LENGTHS.len()], usize) {
        let numbered = collection.documents.iter().enumerate().take(to).skip(from);
        let judged = numbered.filter_map(|(n, document)| Some(f1(document, weights(n)?)));
        judged.fold(([0.0; LENGTHS.len()], 0), |(sums, count), values| (plus(sums, values), count + 1))
    };
    let (front, back) = thread::scope(|scope| {
        let front = scope.spawn(|| sums(0, half));
        let back = sums(half, collection.documents.len());
        (front.join().unwrap_or_default(), back)
    });
    let count = (front.1 + back.1).max(1);
    Figures(plus(front.0, back.0).map(|sum| 100.0 * sum / count as f64))
}

fn plus(a: [f64; LENGTHS.len()], b: [f64; LENGTHS.len()]) -> [f64; LENGTHS.len()] {
    array::from_fn(|i| a.get(i).zip(b.get(i)).map_or(0.0, |(a, b)| a + b))
}

impl Figures {
    /// One figure: (½ F1@3 + F1@5 + ½ F1@10) / 2.
    pub(crate) fn overall(&self) -> f64 {
        let [three, five, ten] = self.0;
        (three / 2.0 + five + ten / 2.0) / 2.0
    }
}

/// F1 of one document at each length. Fewer keywords than asked for count as wrong ones.
fn f1(document: &Document<'_>, weights: &[f64]) -> [f64; LENGTHS.len()] {
    let scores: Vec<f64> =
        document.examples.iter().map(|example| score(weights, &example.features)).collect();
    let chosen = document.lesson.chosen(&scores, LENGTHS.into_iter().max().unwrap_or_default());
    let right: Vec<bool> = chosen
        .iter()
        .map(|&i| document.examples.get(i).is_some_and(|example| example.is_keyword))
        .collect();
    LENGTHS.map(|length| {
        let hits = right.iter().take(length).filter(|&&right| right).count();
        2.0 * hits as f64 / (length + document.keyword_count) as f64
    })
}

/// What weights give a candidate.
pub(crate) fn score(weights: &[f64], features: &[f64]) -> f64 {
    weights.iter().zip(features).map(|(weight, value)| weight * value).sum()
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (length, value) in LENGTHS.iter().zip(self.0) {
            write!(f, "F1@{length} {value:.2}  ")?;
        }
        Ok(())
    }
}
