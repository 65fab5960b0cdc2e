use crate::word_class::WordClass;

/// What sort of word a Latin word is, told by its shape, since no English lexicon is at hand. The
/// tag is the nearest of jieba's, or the one it has.
pub(crate) fn classify(word: &str, tag: &'static str) -> (&'static str, WordClass) {
    let lower = word.to_ascii_lowercase();
    if lower.len() < 2 || lower.contains(['@', ':']) {
        return (tag, WordClass::Function);
    }
    if FUNCTION_WORDS.binary_search(&lower.as_str()).is_ok() || has_suffix(&lower, &["ly"]) {
        return ("d", WordClass::Function);
    }
    if VERBS.binary_search(&lower.as_str()).is_ok() {
        return ("v", WordClass::Function);
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

/// The singular of a regular plural: enough to see that two phrases are one.
pub(crate) fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

/// Words that carry grammar and no topic. Sorted.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "according", "across", "after", "again", "against", "ago", "all", "almost", "along", "already", "also", "although", "always", "am", "among", "an", "and", "another", "any", "anyone", "anything", "are", "aren't", "around", "as", "at", "away", "back", "be", "because", "been", "before", "behind", "being", "below", "between", "both", "but", "by", "can", "can't", "cannot", "could", "couldn't", "did", "didn't", "different", "do", "does", "doesn't", "doing", "don't", "done", "down", "due", "during", "e.g", "each", "either", "else", "enough", "especially", "etc", "even", "ever", "every", "everyone", "everything", "few", "first", "for", "four", "from", "further", "get", "gets", "getting", "go", "goes", "going", "good", "got", "had", "has", "hasn't", "have", "haven't", "having", "he", "he's", "her", "here", "hers", "herself", "him", "himself", "his", "how", "however", "i", "i'm", "i.e", "if", "in", "instead", "into", "is", "isn't", "it", "it's", "its", "itself", "just", "last", "later", "least", "less", "let", "like", "likely", "lot", "made", "make", "makes", "many", "may", "maybe", "me", "might", "more", "moreover", "most", "much", "must", "my", "myself", "near", "neither", "never", "new", "next", "no", "nor", "not", "nothing", "now", "of", "off", "often", "on", "once", "one", "ones", "only", "onto", "or", "other", "others", "our", "ours", "out", "over", "own", "part", "people", "per", "perhaps", "put", "quite", "rather", "really", "s", "said", "same", "say", "says", "second", "see", "seen", "several", "shall", "she", "she's", "should", "shouldn't", "since", "so", "some", "someone", "something", "soon", "still", "such", "take", "taken", "takes", "than", "that", "that's", "the", "their", "theirs", "them", "themselves", "then", "there", "there's", "therefore", "these", "they", "they're", "thing", "things", "this", "those", "though", "three", "through", "throughout", "thus", "time", "to", "together", "told", "too", "toward", "towards", "two", "under", "until", "up", "upon", "us", "use", "used", "uses", "using", "various", "very", "via", "was", "wasn't", "way", "we", "we're", "well", "were", "weren't", "what", "when", "where", "whereas", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "won't", "would", "wouldn't", "year", "years", "yet", "you", "your", "yours",
];

/// Verbs that texts use to speak of themselves, or that break a noun phrase. Sorted.
const VERBS: &[&str] = &[
    "achieve", "achieved", "achieves", "add", "added", "allow", "allowed", "allows", "analyze", "analyzed", "appear", "appears", "applied", "apply", "argue", "argued", "argues", "ask", "asked", "base", "based", "became", "become", "becomes", "began", "begin", "believe", "bring", "brought", "build", "built", "call", "called", "came", "come", "comes", "compare", "compared", "compute", "computed", "concern", "concerned", "conclude", "concluded", "consider", "considered", "considers", "consist", "consists", "contain", "contains", "continue", "continued", "demonstrate", "demonstrated", "demonstrates", "depend", "depends", "derive", "derived", "describe", "described", "describes", "determine", "determined", "develop", "developed", "discuss", "discussed", "discusses", "enable", "enables", "ensure", "examine", "examined", "examines", "exist", "exists", "explain", "explore", "explored", "feel", "find", "finds", "found", "gave", "give", "given", "gives", "held", "help", "helped", "helps", "hold", "identified", "identify", "illustrate", "illustrated", "improve", "improved", "include", "included", "includes", "including", "indicate", "indicated", "indicates", "introduce", "introduced", "investigate", "investigated", "involve", "involved", "involves", "keep", "kept", "knew", "know", "known", "lead", "leads", "leave", "led", "left", "look", "looking", "mean", "means", "need", "needed", "needs", "obtain", "obtained", "occur", "occurs", "offer", "offers", "paper", "perform", "performed", "present", "presented", "presents", "produce", "produced", "produces", "propose", "proposed", "proposes", "prove", "proved", "provide", "provided", "provides", "providing", "reduce", "reduced", "regarding", "related", "remain", "remains", "report", "reported", "require", "required", "requires", "result", "resulting", "results", "reveal", "revealed", "run", "saw", "seem", "seems", "set", "show", "showed", "shown", "shows", "solve", "solved", "start", "started", "state", "stated", "studied", "study", "suggest", "suggested", "suggests", "tell", "tend", "think", "thought", "took", "tried", "try", "turn", "turned", "understand", "want", "wanted", "wants", "went", "work", "worked", "works", "wrote", "yield", "yields",
];

#[cfg(test)]
mod tests {
    use super::{FUNCTION_WORDS, VERBS, WordClass, classify, singular};

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

    #[test]
    fn plurals_fold() {
        assert_eq!((singular("flows"), singular("gas"), singular("class")), ("flow", "gas", "class"));
    }

    #[test]
    fn tables_are_sorted() {
        assert!(VERBS.is_sorted() && FUNCTION_WORDS.is_sorted());
    }
}
