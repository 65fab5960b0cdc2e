//! Which words the sentences have that editors and authors put into abstracts, and which the others
//! have, whatever else speaks for a sentence: 我国 and 推动 sum up, 介绍 and 图 tell one thing among many.

use std::sync::LazyLock;

use crate::fingerprint::{Fingerprint, FingerprintMap};

/// A step in the table, in units of the score that the table was learned with.
pub(crate) const STEP: f64 = 1.0 / 32.0;

/// How much a normalized word speaks for its sentence, in steps; 0 tells nothing.
pub(crate) fn pull_of(word: &str) -> i8 {
    static TABLE: LazyLock<FingerprintMap<i8>> =
        LazyLock::new(|| rows().map(|(word, pull)| (Fingerprint::of_word(word), pull)).collect());
    TABLE.get(&Fingerprint::of_word(word)).copied().unwrap_or_default()
}

/// The words of the table, in Chinese articles.
///
/// Learned together with the weights for Chinese (see `sentence_weights.rs`) by
/// `cargo run --release -p tiyao-analysis --example learn_sentences -- FOLDER --words`, which prints the
/// table: a word counts for the root of 1 / n in a sentence of n words. Words that fewer than 20
/// articles of each kind have are left out: the table is to hold ways of speaking, not topics.
fn rows() -> impl Iterator<Item = (&'static str, i8)> {
    include_str!("../data/summary-words.txt").lines().filter_map(row)
}

fn row(line: &str) -> Option<(&str, i8)> {
    let (word, pull) = line.split_once('\t')?;
    Some((word, pull.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{pull_of, row, rows};

    #[test]
    fn every_line_is_a_word_with_its_number() {
        let text = include_str!("../data/summary-words.txt");
        assert_eq!(rows().count(), text.lines().count());
        assert!(rows().map(|(word, _)| word).is_sorted());
        assert!(rows().all(|(_, pull)| pull != 0));
        assert_eq!(row("词"), None);
    }

    #[test]
    fn what_sums_up_pulls_more_than_what_tells_one_thing() {
        assert!(pull_of("我国") > pull_of("介绍"));
        assert_eq!(pull_of("没有这样的词"), 0);
    }
}
