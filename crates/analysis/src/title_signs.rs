use crate::reading::{Reading, Sentence, Zone};
use crate::term::TermId;
use crate::word::Word;

/// What a title is made of, each sign once: its characters in Chinese, where a title shortens words
/// (监管 for 监督管理) and characters see through it; its words in English.
pub(crate) enum TitleSigns {
    /// Sorted letters and digits.
    Characters(Vec<char>),
    /// Sorted terms.
    Terms(Vec<TermId>),
}

impl TitleSigns {
    pub(crate) fn of(reading: &Reading) -> Self {
        if reading.is_english() {
            let title = reading.words.get(..reading.body_start).unwrap_or_default();
            return Self::Terms(distinct(title.iter().map(|word| word.term)));
        }
        let titles = reading.blocks.iter().filter(|block| block.zone == Zone::Title);
        let characters = titles.flat_map(|block| block.excerpt.text().chars());
        Self::Characters(distinct(characters.filter(|c| c.is_alphanumeric())))
    }

    /// How many of the signs a sentence has, from 0 to 1; 0 without a title.
    pub(crate) fn share_in(&self, reading: &Reading, sentence: &Sentence) -> f64 {
        let (common, all) = match self {
            Self::Characters(signs) => {
                (common(signs, reading.written(sentence).chars()), signs.len())
            }
            Self::Terms(signs) => {
                let words: &[Word] = reading.words.get(sentence.words.clone()).unwrap_or_default();
                (common(signs, words.iter().map(|word| word.term)), signs.len())
            }
        };
        common as f64 / all.max(1) as f64
    }
}

/// How many distinct ones of `items` are among `signs`.
fn common<T: Ord>(signs: &[T], items: impl Iterator<Item = T>) -> usize {
    distinct(items.filter(|item| signs.binary_search(item).is_ok())).len()
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn each_sign_counts_once() {
        assert_eq!(common(&['保', '安', '食'], "食食安".chars()), 2);
        assert_eq!(common(&[], "食".chars()), 0);
    }
}
