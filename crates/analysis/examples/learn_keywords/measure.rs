//! How good the chosen keywords are.

use std::{fmt, thread};

use crate::gold::{Collection, Document};

/// The lengths of list that are looked at.
const LENGTHS: [usize; 3] = [3, 5, 10];

/// Mean F1 of the first 3, 5 and 10 keywords, in percent.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    sums: [f64; LENGTHS.len()],
    documents: usize,
}

/// Judges the documents of a collection for whose numbers `weights` gives weights.
pub(crate) fn of<'w>(
    collection: &Collection<'_>,
    weights: impl Fn(usize) -> Option<&'w [f64]> + Sync,
) -> Figures {
    let half = collection.documents.len() / 2;
    let sums = |from: usize, to: usize| -> Figures {
        let numbered = collection.documents.iter().enumerate().take(to).skip(from);
        let judged = numbered.filter_map(|(n, document)| Some(f1(document, weights(n)?)));
        judged.fold(Figures::default(), |mut all, sums| {
            all.add(Figures { sums, documents: 1 });
            all
        })
    };
    thread::scope(|scope| {
        let front = scope.spawn(|| sums(0, half));
        let mut figures = sums(half, collection.documents.len());
        figures.add(front.join().unwrap_or_default());
        figures
    })
}

impl Figures {
    /// Takes in those of more documents.
    pub(crate) fn add(&mut self, more: Self) {
        self.documents += more.documents;
        for (sum, more) in self.sums.iter_mut().zip(more.sums) {
            *sum += more;
        }
    }

    fn means(&self) -> [f64; LENGTHS.len()] {
        self.sums.map(|sum| 100.0 * sum / self.documents.max(1) as f64)
    }

    /// One figure: (½ F1@3 + F1@5 + ½ F1@10) / 2.
    pub(crate) fn overall(&self) -> f64 {
        let [three, five, ten] = self.means();
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
        for (length, value) in LENGTHS.iter().zip(self.means()) {
            write!(f, "F1@{length} {value:.2}  ")?;
        }
        Ok(())
    }
}
