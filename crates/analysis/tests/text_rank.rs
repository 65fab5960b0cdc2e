//! Single words by TextRank, against ranks that are worked out by hand.

#![allow(dead_code, reason = "each file uses its part of the samples")]
#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test may fail so")]

mod sample;

use std::collections::BTreeMap;

use sample::{BODY, TITLE, reading};
use tiyao_analysis::{Keyword, KeywordMethod, KeywordOptions, NearDuplicates, keywords};
use tiyao_corpus::Background;

/// Two words that stand near each other, and how often.
type Tie = (&'static str, &'static str, f64);

fn everything() -> KeywordOptions {
    KeywordOptions {
        method: KeywordMethod::TextRank,
        max_keywords: 100,
        near_duplicates: NearDuplicates::Keep,
        explain: true,
        ..KeywordOptions::default()
    }
}

fn found(title: &str, body: &str, options: &KeywordOptions) -> Vec<Keyword> {
    keywords(&reading(title, body), Background::builtin(), None, options)
}

fn list(terms: &[&str]) -> Vec<String> {
    terms.iter().map(|&term| term.to_owned()).collect()
}

fn texts(keywords: &[Keyword]) -> Vec<&str> {
    keywords.iter().map(|keyword| keyword.text.as_str()).collect()
}

/// The words of `body`, each with its rank.
fn ranks(body: &str) -> BTreeMap<String, f64> {
    let found = found("", body, &everything());
    let pairs = found.into_iter().map(|keyword| {
        let [part] = keyword.evidence.contributions[..] else { panic!("{keyword:?}") };
        assert_eq!((part.feature, part.feature_value), ("text rank", part.value));
        (keyword.text, part.value)
    });
    pairs.collect()
}

/// The words of `body` are those that have ties, and their ranks solve the equations that the ties
/// make: rank(i) = 0.15 + 0.85 · Σ rank(j) · ties(i, j) / ties(j).
fn check(body: &str, ties: &[Tie]) {
    let ranks = ranks(body);
    let mut strengths: BTreeMap<&str, f64> = BTreeMap::new();
    for &(a, b, count) in ties {
        *strengths.entry(a).or_default() += count;
        *strengths.entry(b).or_default() += count;
    }
    let words: Vec<&str> = ranks.keys().map(String::as_str).collect();
    assert_eq!(words, strengths.keys().copied().collect::<Vec<_>>(), "{body}");
    for word in words {
        let given = ties.iter().map(|&(a, b, count)| match word {
            _ if word == a => ranks[b] * count / strengths[b],
            _ if word == b => ranks[a] * count / strengths[a],
            _ => 0.0,
        });
        let expected = 0.15 + 0.85 * given.sum::<f64>();
        assert!((ranks[word] - expected).abs() < 1e-6, "{body} {word}: {ranks:?}");
    }
}

/// Let a, b, c and d be the ranks of 苹果, 香蕉, 西瓜 and 草莓, which have 4, 3, 2 and 1 ties:
///
/// a = 0.15 + 0.85 (2b/3 + c/2 + d), b = 0.15 + 0.85 (2a/4 + c/2), c = 0.15 + 0.85 (a/4 + b/3) and
/// d = 0.15 + 0.85 a/4. With c put into b: b = 0.21375 + 0.5153125 a + 0.12041667 b, so that
/// b = 0.24301279 + 0.58585978 a, and c = 0.21885362 + 0.37849360 a. With all three put into a:
/// a = 0.15 + 0.13770725 + 0.33198721 a + 0.09301279 + 0.16085978 a + 0.1275 + 0.180625 a, which is
/// a = 0.50822004 / 0.32652801.
#[test]
fn four_words_have_the_ranks_of_their_graph() {
    let found = ranks("苹果、香蕉、西瓜。苹果、香蕉。苹果、草莓。");
    for (word, rank) in
        [("苹果", 1.556_436_3), ("香蕉", 1.154_866_2), ("西瓜", 0.807_954_8), ("草莓", 0.480_742_7)]
    {
        assert!((found[word] - rank).abs() < 1e-6, "{word}: {found:?}");
    }
    // what one word loses another has
    assert!((found.values().sum::<f64>() - 4.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn ties_count_as_often_as_they_occur() {
    check(
        "苹果、香蕉、西瓜。苹果、香蕉。苹果、草莓。",
        &[
            ("苹果", "香蕉", 2.0),
            ("苹果", "西瓜", 1.0),
            ("香蕉", "西瓜", 1.0),
            ("苹果", "草莓", 1.0),
        ],
    );
}

/// Five words from the first to the last, whatever they are: 和 is no keyword, but it takes a place.
#[test]
fn a_window_has_five_words() {
    check(
        "苹果、香蕉、西瓜、草莓、葡萄、核桃。",
        &[
            ("苹果", "香蕉", 1.0),
            ("苹果", "西瓜", 1.0),
            ("苹果", "草莓", 1.0),
            ("苹果", "葡萄", 1.0),
            ("香蕉", "西瓜", 1.0),
            ("香蕉", "草莓", 1.0),
            ("香蕉", "葡萄", 1.0),
            ("香蕉", "核桃", 1.0),
            ("西瓜", "草莓", 1.0),
            ("西瓜", "葡萄", 1.0),
            ("西瓜", "核桃", 1.0),
            ("草莓", "葡萄", 1.0),
            ("草莓", "核桃", 1.0),
            ("葡萄", "核桃", 1.0),
        ],
    );
    check(
        "苹果和香蕉和西瓜和草莓。",
        &[
            ("苹果", "香蕉", 1.0),
            ("苹果", "西瓜", 1.0),
            ("香蕉", "西瓜", 1.0),
            ("香蕉", "草莓", 1.0),
            ("西瓜", "草莓", 1.0),
        ],
    );
}

/// Neighbours stand in one sentence, and no word is its own.
#[test]
fn sentences_and_repetition_make_no_ties() {
    check(
        "苹果、香蕉、苹果、西瓜。草莓、葡萄、核桃。",
        &[
            ("苹果", "香蕉", 2.0),
            ("苹果", "西瓜", 2.0),
            ("香蕉", "西瓜", 1.0),
            ("草莓", "葡萄", 1.0),
            ("草莓", "核桃", 1.0),
            ("葡萄", "核桃", 1.0),
        ],
    );
}

#[test]
fn thin_texts_have_sound_ranks() {
    for body in ["", "。", "，，，", "123 456", "的了在", "   \n  "] {
        assert!(found("", body, &everything()).is_empty(), "{body}");
    }
    // without a neighbour a word has what nobody gives it
    for body in ["苹果。", "苹果。苹果。苹果。", "苹果、苹果、苹果。"] {
        let ranks = ranks(body);
        assert!(ranks.len() == 1 && (ranks["苹果"] - 0.15).abs() < 1e-12, "{body}: {ranks:?}");
        assert!((found("", body, &everything())[0].salience - 1.0).abs() < 1e-12);
    }
    check("苹果、香蕉。", &[("苹果", "香蕉", 1.0)]);
}

#[test]
fn the_best_come_first_and_alike_every_time() {
    let first = found(TITLE, BODY, &everything());
    assert!(first.len() > 30);
    assert!(first.is_sorted_by(|a, b| a.salience >= b.salience));
    for _ in 0..3 {
        assert_eq!(found(TITLE, BODY, &everything()), first);
    }
    // ties go to what stands first
    assert_eq!(texts(&found("", "苹果、香蕉、西瓜。", &everything())), ["苹果", "香蕉", "西瓜"]);
    for count in [0, 1, 7] {
        let options = KeywordOptions { max_keywords: count, ..everything() };
        assert_eq!(texts(&found(TITLE, BODY, &options)), texts(&first)[..count]);
    }
}

#[test]
fn each_option_is_heard() {
    let all = found(TITLE, BODY, &everything());
    let of = |options: KeywordOptions| found(TITLE, BODY, &options);

    let nouns = of(KeywordOptions { parts_of_speech: list(&["n"]), ..everything() });
    let is_noun = |keyword: &&Keyword| keyword.evidence.parts_of_speech[0].starts_with('n');
    let expected: Vec<Keyword> = all.iter().filter(is_noun).cloned().collect();
    assert!(!nouns.is_empty() && nouns.len() < all.len());
    assert_eq!(texts(&nouns), texts(&expected));

    let vocabulary = list(&["農村", "摊主", "提要"]);
    let mut only: Vec<String> = list(&texts(&of(KeywordOptions { vocabulary, ..everything() })));
    only.sort();
    assert_eq!(only, ["农村", "摊主"]);

    let pinned_terms = list(&["表格", "不在文中", "手机"]);
    let pinned = of(KeywordOptions { pinned_terms, max_keywords: 4, ..everything() });
    assert_eq!(texts(&pinned)[..2], ["表格", "手机"]);
    assert_eq!(texts(&pinned)[2..], texts(&all)[..2]);

    let forbidden_terms = list(&[all[0].text.as_str()]);
    let rest = of(KeywordOptions { forbidden_terms, ..everything() });
    assert_eq!(texts(&rest), texts(&all)[1..]);
}
