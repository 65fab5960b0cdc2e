use std::{collections::HashSet, sync::OnceLock};

/// The kept lists; their header says where they come from.
const DATA: &str = include_str!("../data/stop-words.txt");

/// Whether `term` is too common to say what a text is about: a function word of Chinese or English,
/// a reporting verb of the press, or a single letter.
///
/// `term` is a [`term_key`](crate::term_key): simplified and in lower case.
///
/// ```
/// use tiyao_text::is_stop_word;
///
/// assert!(is_stop_word("因为") && is_stop_word("the"));
/// assert!(!is_stop_word("安全") && !is_stop_word("system"));
/// ```
pub fn is_stop_word(term: &str) -> bool {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    if term.len() == 1 {
        return term.chars().all(|c| c.is_ascii_lowercase());
    }
    let words = WORDS.get_or_init(|| {
        DATA.lines()
            .filter(|line| !line.starts_with(['#', '[']))
            .flat_map(str::split_whitespace)
            .collect()
    });
    words.contains(term)
}

#[cfg(test)]
mod tests {
    use super::{DATA, is_stop_word};
    use crate::term_key;

    fn check(terms: &str, expected: bool) {
        for term in terms.split(' ') {
            assert_eq!(is_stop_word(term), expected, "{term}");
        }
    }

    #[test]
    fn terms() {
        check("的 了 因为 没有 表示 并且 the of also and however 's s", true);
        check("安全 问题 发展 研究 经济 system research 5g c++ 5", false);
    }

    #[test]
    fn the_lists_are_in_the_form_of_term_keys() {
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            for word in line.split_whitespace() {
                assert_eq!(term_key(word), word);
            }
        }
    }
}
