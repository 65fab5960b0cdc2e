//! The methods other than keyphrases, and what a caller may wish.

#![allow(dead_code, reason = "each file uses its part of the samples")]
#![allow(clippy::indexing_slicing, reason = "a test may fail so")]

mod sample;

use sample::{BODY, TITLE, reading};
use serde_json::Value;
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

/// What Python jieba 0.42.1 gives for `extract_tags(body, topK=20, withWeight=True)` of the articles in
/// `quality/articles.json` with these names: all Chinese ones in simplified characters.
const EXTRACT_TAGS: &str = include_str!("methods/extract_tags.json");
/// The same of the sample, the marks of subheads taken out. Behind them come words that are stop words or
/// other words here.
const SAMPLE_TAGS: [(&str, f64); 14] = [
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

/// The tags that no word of ours is: stop words or units here, or cut otherwise.
const OTHER_TAGS: [&str; 8] = ["公里", "走同", "硬碳", "应当", "自下", "不得", "对照", "本文"];

/// Words, order and the weights' ratios are jieba's over its own table, but for what `tf_idf.rs` says:
/// jieba divides by other words as well (numbers and function words that are no stop words to it),
/// so that all weights of an article differ by one factor.
fn agrees_with_jieba(body: &str, tags: &[(&str, f64)]) {
    let options = KeywordOptions {
        method: KeywordMethod::TfIdf,
        max_keywords: tags.len(),
        near_duplicates: NearDuplicates::Keep,
        explain: true,
        ..KeywordOptions::default()
    };
    let found = keywords(&reading("", body), Background::jieba(), None, &options);
    let same: Vec<_> = tags.iter().filter(|(text, _)| !OTHER_TAGS.contains(text)).collect();
    let weight_of = |keyword: &Keyword| keyword.evidence.contributions[0].value;
    let factor = weight_of(&found[0]) / same[0].1;
    assert!((1.0..1.25).contains(&factor), "{factor}");
    for (&(text, weight), keyword) in same.into_iter().zip(&found) {
        assert_eq!(keyword.text, text, "{found:?}");
        assert!((weight_of(keyword) / weight - factor).abs() < 1e-9, "{text}");
        assert!((keyword.salience - weight / tags[0].1).abs() < 1e-9, "{text}");
    }
}

#[test]
fn tf_idf_agrees_with_jieba() {
    agrees_with_jieba(BODY, &SAMPLE_TAGS);
    let parsed = |text| serde_json::from_str::<Value>(text).expect("JSON");
    let (recorded, articles) =
        (parsed(EXTRACT_TAGS), parsed(include_str!("quality/articles.json")));
    let recorded = recorded.as_object().expect("tags by article");
    assert_eq!(recorded.len(), 9);
    for (name, tags) in recorded {
        let named = articles.as_array().expect("a list").iter().find(|a| a["name"] == **name);
        let body = named.and_then(|article| article["body"].as_str()).expect(name);
        let tags = tags.as_array().expect("a list").iter();
        let tags = tags.filter_map(|tag| Some((tag[0].as_str()?, tag[1].as_f64()?)));
        let tags: Vec<_> = tags.collect();
        assert_eq!(tags.len(), 20, "{name}");
        agrees_with_jieba(body, &tags);
    }
}

/// Each difference that is documented, beside what jieba 0.42.1 gives.
#[test]
fn tf_idf_differs_from_jieba_where_it_says_so() {
    let of = |title: &str, body: &str| {
        let (method, near_duplicates) = (KeywordMethod::TfIdf, NearDuplicates::Keep);
        let options = KeywordOptions { method, near_duplicates, ..KeywordOptions::default() };
        let found = keywords(&reading(title, body), Background::jieba(), None, &options);
        found.into_iter().map(|keyword| keyword.text).collect::<Vec<_>>()
    };
    assert_eq!(of("", "农村集市，农村集市。"), ["集市", "农村"]);
    // 農村, 集市: it does not know 農村, which has the median frequency
    assert_eq!(of("", "農村集市，農村集市。"), ["集市", "農村"]);
    // 2023, 集市
    assert_eq!(of("", "2023集市。"), ["集市"]);
    // 应当, 检查
    assert_eq!(of("", "应当检查。"), ["检查"]);
    // 不累, 检查: the letters are none to it
    assert_eq!(of("", "用ＡＩ检查，ＡＩ不累。")[0], "ＡＩ");
    // it has no titles
    assert_eq!(of("集市", "检查。检查。"), ["检查", "集市"]);
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
