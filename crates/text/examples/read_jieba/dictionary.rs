//! The dictionary: words with frequencies and tags, as a trie.
#![expect(clippy::indexing_slicing, reason = "a developer's command may stop on wrong data")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use crate::bytes::Bytes;
use crate::double_array::{Entry, double_array};

/// The file of `words`: lines of a word, its frequency and its tag.
pub(crate) fn bytes(words: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut entries: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for line in words.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [word, frequency, tag] = fields.as_slice() else {
            return Err(format!("not a word, a frequency and a tag: {line}").into());
        };
        if entries.insert(word, (frequency.parse()?, tag)).is_some() {
            return Err(format!("twice in the dictionary: {word}").into());
        }
    }
    let total: u64 = entries.values().map(|(frequency, _)| frequency).sum();
    let frequencies: BTreeSet<u64> = entries.values().map(|&(frequency, _)| frequency).collect();
    let frequencies: Vec<u64> = frequencies.into_iter().collect();
    let tags: BTreeSet<&str> = entries.values().map(|&(_, tag)| tag).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    // weight 0 is that of a character which is no word, and that is as rare as can be
    let log_total = (total as f64).ln();
    let mut weights = vec![0.0 - log_total];
    weights.extend(frequencies.iter().map(|&frequency| (frequency as f64).ln() - log_total));

    let chars = chars_by_use(entries.keys().copied());
    let codes: BTreeMap<char, usize> = chars.iter().copied().zip(1..).collect();
    let mut trie: Vec<Entry> = Vec::with_capacity(entries.len());
    for (word, (frequency, tag)) in &entries {
        let weight = 1 + frequencies.binary_search(frequency).map_err(|_| "a frequency is lost")?;
        let tag = tags.binary_search(tag).map_err(|_| "a tag is lost")?;
        let codes = word.chars().map(|c| codes[&c]).collect();
        trie.push(Entry { codes, frequency: *frequency, weight, tag });
    }
    let mut file = Bytes::default();
    file.text(&tags.join(" "));
    file.chars(&chars);
    file.floats(&weights);
    file.longs(&double_array(&trie)?);
    Ok(file.0)
}

/// The characters of the words, those first that stand in most words.
fn chars_by_use<'w>(words: impl Iterator<Item = &'w str>) -> Vec<char> {
    let mut uses: BTreeMap<char, u64> = BTreeMap::new();
    for c in words.flat_map(str::chars) {
        *uses.entry(c).or_default() += 1;
    }
    let mut chars: Vec<(u64, char)> = uses.into_iter().map(|(c, n)| (n, c)).collect();
    chars.sort_by_key(|&(n, c)| (std::cmp::Reverse(n), c));
    chars.into_iter().map(|(_, c)| c).collect()
}
