use std::collections::HashSet;
use std::sync::LazyLock;

use crate::word_class::WordClass;

/// What sort of word a Latin word is, told by its shape, since no English lexicon is at hand. The
/// tag is the nearest of jieba's, or the one it has.
pub(crate) fn classify(word: &str, tag: &'static str) -> (&'static str, WordClass) {
    let lower = word.to_ascii_lowercase();
    if lower.len() < 2 || lower.contains(['@', ':']) {
        return (tag, WordClass::Function);
    }
    if breaks_phrases(&lower) || has_suffix(&lower, &["ly"]) {
        return ("d", WordClass::Function);
    }
    if has_suffix(&lower, ADJECTIVE_SUFFIXES) {
        return ("a", WordClass::Adjective);
    }
    (tag, WordClass::Latin)
}

/// Endings of most adjectives and few nouns.
const ADJECTIVE_SUFFIXES: &[&str] =
    &["able", "al", "ary", "ed", "ful", "ible", "ic", "ive", "less", "ous"];

/// The shortest stem in front of an ending, in letters.
const SHORTEST_STEM: usize = 3;

/// Whether `word` ends in one of `suffixes` with a stem in front.
fn has_suffix(word: &str, suffixes: &[&str]) -> bool {
    let stem = |suffix| word.strip_suffix(suffix);
    suffixes.iter().any(|suffix| stem(suffix).is_some_and(|s| s.len() >= SHORTEST_STEM))
}

fn breaks_phrases(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| BREAKING_WORDS.split_whitespace().collect());
    WORDS.contains(word)
}

/// Words that end a noun phrase although they are no stop words: verbs with which texts speak of
/// themselves, and words of grammar. Written for this project.
const BREAKING_WORDS: &str = "
according achieve achieved achieves add added ago allow allowed allows analyze analyzed announces
appear appears applied apply argue argued argues ask asked away base based becomes began begin
begins believe believes bring brings brought build built called came closes come comes compare
compared compute computed concern concerned conclude concluded consider considered considers
consist consists contain contains continue continued demonstrate demonstrated demonstrates
depend depends derive derived describe described describes determine determined develop developed
different discuss discussed discusses drew enable enables ensure especially examine
examined examines exist exists explain explore explored feel find finds found gave gets getting
given gives goes going good got grows happens having held help helped helps hold holds identified
identify illustrate illustrated improve improved include included includes including indicate
indicated indicates instead introduce introduced investigate investigated involve involved
involves keeps kept knew know known knows later lead leads leave led left let like likely look
looking loses lot makes maybe mean means near need needed needs new obtain obtained occur occurs
offer offers ones opens paper people perform performed present presented presents produce produced
produces propose proposed proposes prove proved provide provided provides providing publishes
reduce reduced related remain remains report reported require required requires result resulting
results reveal revealed run s saw says second seems seen sees set shall showed shown shows sits
solve solved soon start started state stated stood studied study suggest suggested suggests taken
takes tell tend theirs thing things think thought time told took tried try turn turned understand
use uses want wanted wants warns way went wins work worked works wrote year years yield yields
";

#[cfg(test)]
mod tests {
    use super::{WordClass, classify};

    #[test]
    fn shape_tells_the_class() {
        for (word, class) in [
            ("Market", WordClass::Latin),
            ("logical", WordClass::Adjective),
            ("learning", WordClass::Latin),
            ("quickly", WordClass::Function),
            ("shows", WordClass::Function),
            ("a.b@c.org", WordClass::Function),
        ] {
            assert_eq!(classify(word, "eng").1, class, "{word}");
        }
    }
}
