//! The methods other than keyphrases, and what a caller may wish.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{BODY, TITLE, reading};
use tiyao_analysis::{Keyword, KeywordMethod, KeywordOptions, NearDuplicates, keywords};
use tiyao_corpus::Background;

fn found(title: &str, background: &Background, options: &KeywordOptions) -> Vec<Keyword> {
    keywords(&reading(title, BODY), background, None, options)
}

fn texts(options: &KeywordOptions) -> Vec<String> {
    let found = found(TITLE, Background::builtin(), options);
    found.into_iter().map(|keyword| keyword.text).collect()
}

fn list(terms: &[&str]) -> Vec<String> {
    terms.iter().map(|&term| term.to_owned()).collect()
}

/// The first 14 that Python jieba 0.42.1 gives for `extract_tags(BODY, withWeight=True)`, the marks
/// of subheads taken out. Behind them come words that are stop words or other words here.
const EXTRACT_TAGS: [(&str, f64); 14] = [
    ("检查单", 0.477_329_698_621_359_2),
    ("集市", 0.350_208_766_189_902_9),
    ("摊主", 0.302_164_576_526_213_6),
    ("县局", 0.269_916_070_912_621_4),
    ("农村", 0.236_454_532_906_796_1),
    ("检查", 0.234_672_236_607_378_83),
    ("电子", 0.226_012_475_042_941_75),
    ("安全监管", 0.209_895_829_099_029_12),
    ("心里有数", 0.196_000_294_411_650_48),
    ("摊位", 0.189_161_059_584_854_35),
    ("青石", 0.170_191_829_416_116_5),
    ("整改", 0.170_077_943_601_359_22),
    ("推行", 0.132_488_924_240_970_9),
    ("手机", 0.119_841_200_546_019_4),
];

/// Words, order and the weights' ratios are jieba's. The weights themselves are not: jieba divides
/// by other words as well (numbers and function words that are no stop words to it).
#[test]
fn tf_idf_agrees_with_jieba() {
    let options = KeywordOptions {
        method: KeywordMethod::TfIdf,
        max_keywords: 20,
        near_duplicates: NearDuplicates::Keep,
        ..KeywordOptions::default()
    };
    let found = found("", Background::jieba(), &options);
    let [(_, best), ..] = EXTRACT_TAGS;
    for ((text, weight), keyword) in EXTRACT_TAGS.into_iter().zip(&found) {
        assert_eq!(keyword.text, text, "{found:?}");
        assert!((keyword.salience - weight / best).abs() < 1e-9, "{text}");
    }
}

#[test]
fn text_rank_names_what_stands_among_many() {
    let options = KeywordOptions {
        method: KeywordMethod::TextRank,
        max_keywords: 12,
        near_duplicates: NearDuplicates::Keep,
        explain: true,
        ..KeywordOptions::default()
    };
    let found = found("", Background::builtin(), &options);
    let texts: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
    assert!((found[0].salience - 1.0).abs() < 1e-12);
    assert!(found.is_sorted_by(|a, b| a.salience >= b.salience));
    assert_eq!(found[0].evidence.contributions.len(), 1);
    // the five that jieba's own TextRank puts first
    for word in ["农村", "检查单", "集市", "检查", "电子"] {
        assert!(texts.contains(&word), "{word} in {texts:?}");
    }
    assert_eq!(found, self::found("", Background::builtin(), &options));
}

#[test]
fn pinned_terms_come_first() {
    let pinned_terms = list(&["摊主", "不在文中", "農村 集市"]);
    let options = KeywordOptions { pinned_terms, max_keywords: 4, ..KeywordOptions::default() };
    let found = texts(&options);
    assert!(found.starts_with(&list(&["摊主", "农村集市"])), "{found:?}");
    assert_eq!(found.len(), 4);
    let forbidden = KeywordOptions { forbidden_terms: list(&["摊主"]), ..options };
    assert_eq!(texts(&forbidden)[0], "农村集市");
}

#[test]
fn a_vocabulary_binds() {
    let vocabulary = list(&["農村集市", "二维码", "提要"]);
    let options = KeywordOptions { vocabulary, ..KeywordOptions::default() };
    let mut found = texts(&options);
    found.sort();
    assert_eq!(found, ["二维码", "农村集市"]);
}

#[test]
fn lengths_and_tags_bind() {
    let options = KeywordOptions {
        min_words: 2,
        max_words: 2,
        parts_of_speech: list(&["n"]),
        ..KeywordOptions::default()
    };
    let found = found(TITLE, Background::builtin(), &options);
    assert!(!found.is_empty());
    for keyword in found {
        let evidence = keyword.evidence;
        assert_eq!(evidence.words.len(), 2, "{}", keyword.text);
        assert!(evidence.parts_of_speech.iter().all(|tag| tag.starts_with('n')));
    }
}

#[test]
fn near_duplicates_may_be_kept() {
    let options = KeywordOptions { max_keywords: 30, ..KeywordOptions::default() };
    let both = |texts: &[String]| {
        let has = |text: &str| texts.iter().any(|found| found == text);
        has("农村集市") && has("集市")
    };
    assert!(!both(&texts(&options)));
    let keep = KeywordOptions { near_duplicates: NearDuplicates::Keep, ..options };
    assert!(both(&texts(&keep)));
}
