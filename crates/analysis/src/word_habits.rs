//! Which words authors put into their keywords, and which they do not, whatever else speaks for a
//! candidate: a phrase that ends with 模型 often is a keyword, one that ends with 问题 seldom.

use std::sync::LazyLock;

use crate::fingerprint::{Fingerprint, FingerprintMap};

/// What a word tells of a candidate that is this word alone, begins with it, and ends with it: the
/// logarithm of how many times as often as others such a candidate is a keyword, in steps of
/// [`Habits::STEP`] nats. 0 tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    pub(crate) alone: i8,
    pub(crate) first: i8,
    pub(crate) last: i8,
}

impl Habits {
    /// A step, in nats.
    pub(crate) const STEP: f64 = 1.0 / 16.0;

    /// Those of a normalized word.
    pub(crate) fn of(word: &str) -> Self {
        static TABLE: LazyLock<FingerprintMap<Habits>> = LazyLock::new(|| {
            rows().map(|(word, habits)| (Fingerprint::of_word(word), habits)).collect()
        });
        TABLE.get(&Fingerprint::of_word(word)).copied().unwrap_or_default()
    }
}

/// The words of the table, in Chinese articles.
///
/// Learned from the keywords that authors gave to 651 journal articles and 920 abstracts, by
/// `cargo run --release -p tiyao-analysis --example learn_keywords -- FOLDER --habits`, which prints
/// the table: for each word in each of the three roles, ln((k + a p) / (n + a) / p), where n of the
/// candidates with this word there k are keywords, p is the share of keywords among all candidates
/// of that role, and a = 48 candidates are added as if they were like the rest. Words with fewer than
/// 10 candidates are left out, and amounts below 0.2.
fn rows() -> impl Iterator<Item = (&'static str, Habits)> {
    include_str!("../data/word-habits.txt").lines().filter_map(row)
}

fn row(line: &str) -> Option<(&str, Habits)> {
    let mut fields = line.split('\t');
    let word = fields.next()?;
    let mut number = || fields.next()?.parse().ok();
    Some((word, Habits { alone: number()?, first: number()?, last: number()? }))
}

#[cfg(test)]
mod tests {
    use super::{Habits, row, rows};

    #[test]
    fn every_line_is_a_word_with_its_numbers() {
        let text = include_str!("../data/word-habits.txt");
        assert_eq!(rows().count(), text.lines().count());
        assert!(rows().map(|(word, _)| word).is_sorted());
        assert!(rows().all(|(_, habits)| habits != Habits::default()));
        assert_eq!(row("词\t1\t-2"), None);
    }

    #[test]
    fn heads_of_terms_end_keywords() {
        assert!(Habits::of("模型").last > Habits::of("问题").last);
        assert_eq!(Habits::of("没有这样的词"), Habits::default());
    }
}
