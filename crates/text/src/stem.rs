use std::borrow::Cow;
use std::sync::OnceLock;

use rust_stemmers::{Algorithm, Stemmer};

/// Shorter words keep their endings: they are mostly abbreviations, and an `s` is part of them.
const SHORTEST: usize = 4;

/// `key` with the stem of each English word in it: the form that its inflections share (Porter 2001,
/// the Snowball algorithm for English). It is for comparing and counting; people are shown the word.
///
/// `key` is a [`term_key`](crate::term_key). A word is a run of the letters a to z that no other
/// letter and no digit touches; everything else stays, and so do words of fewer than four letters. A
/// text without such a word is given back as it came.
///
/// ```
/// use tiyao_text::stemmed;
///
/// assert_eq!(stemmed("neural networks"), stemmed("neural network"));
/// assert_eq!(stemmed("policies"), stemmed("policy"));
/// assert_eq!(stemmed("市场监管"), "市场监管");
/// ```
pub fn stemmed(key: &str) -> Cow<'_, str> {
    if !key.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(key);
    }
    let mut out = String::new();
    // what stands before here is written or as it was
    let mut done = 0;
    for (start, word) in words(key) {
        if word.len() < SHORTEST {
            continue;
        }
        let stem = stemmer().stem(word);
        if stem != word {
            out.push_str(key.get(done..start).unwrap_or_default());
            out.push_str(&stem);
            done = start + word.len();
        }
    }
    if done == 0 {
        return Cow::Borrowed(key);
    }
    out.push_str(key.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

fn stemmer() -> &'static Stemmer {
    static STEMMER: OnceLock<Stemmer> = OnceLock::new();
    STEMMER.get_or_init(|| Stemmer::create(Algorithm::English))
}

/// The English words of a key, with where they begin.
fn words(key: &str) -> impl Iterator<Item = (usize, &str)> {
    // a letter of another script that has cases, or a digit, makes it no English word
    let is_part = |c: char| c.is_ascii_alphanumeric() || (c.is_lowercase() && !c.is_ascii());
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let from = key.get(rest..)?;
            let start = rest + from.find(is_part)?;
            let from = key.get(start..)?;
            let word = from.get(..from.find(|c| !is_part(c)).unwrap_or(from.len()))?;
            rest = start + word.len();
            if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                return Some((start, word));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::stemmed;

    fn check(key: &str, expected: &str) {
        assert_eq!(stemmed(key), expected, "{key}");
    }

    #[test]
    fn inflections_fold() {
        check("flows", "flow");
        check("cities", "citi");
        check("city", "citi");
        check("learning", "learn");
        check("decision-making", "decis-make");
        check("machine learning algorithms", "machin learn algorithm");
        check("news", "news");
    }

    #[test]
    fn what_is_no_english_word_stays() {
        for key in
            ["", "市场", "5g专网", "gps", "sms", "ios", "5gs", "covid19s", "naïves", "москвы"]
        {
            check(key, key);
        }
        check("ai专网networks", "ai专网network");
        check("e-mails", "e-mail");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_has_its_stems(text in "[a-z' \u{4e00}-\u{4e20}0-9é-]{0,24}") {
            let stems = stemmed(&text);
            prop_assert!(!stems.is_empty() || text.is_empty());
            prop_assert_eq!(stems.split(' ').count(), text.split(' ').count());
        }

        /// Joined words have the stems of each.
        #[test]
        fn words_fold_one_by_one(words in prop::collection::vec("[a-z]{1,12}", 1..4)) {
            let each: Vec<_> = words.iter().map(|word| stemmed(word)).collect();
            let phrase = words.join(" ");
            prop_assert_eq!(stemmed(&phrase), each.join(" "));
        }
    }
}
