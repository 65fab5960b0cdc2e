//! How well the keywords and summaries of texts with a gold answer agree with it. Each floor
//! leaves room for the loss of one keyword or one sentence: whoever raises quality raises them, and
//! nobody lowers them unseen.
//!
//! `quality/articles.json` was written for this test: short articles, each with the keywords and the
//! sentences that its writer holds for the best, chosen before any result was seen. The seed's main
//! terms are those of its titles.

#![allow(dead_code, reason = "each file uses its part of the samples")]
#![allow(clippy::print_stdout, reason = "a test that fails shows what was found in each article")]

mod gold;
mod sample;

use gold::{GoldArticle, file, folded, mean};
use serde_json::Value;
use tiyao_analysis::{Budget, IssueTerms, KeywordOptions, Manuscript, keywords, read};
use tiyao_corpus::Background;
use tiyao_text::Lexicon;

fn gold_articles() -> Vec<GoldArticle> {
    let records: Value = serde_json::from_str(&file("tests/quality/articles.json")).expect("JSON");
    records.as_array().expect("a list of articles").iter().map(GoldArticle::of).collect()
}

fn at_least(what: &str, reached: f64, floor: f64) {
    println!("{what}: {reached:.3}, at least {floor}");
    assert!(reached >= floor, "{what}: {reached:.3} is under {floor}");
}

#[test]
fn the_gold_stands_in_its_articles() {
    let articles = gold_articles();
    assert_eq!(articles.len(), 12);
    for article in articles {
        assert!((4..=6).contains(&article.keywords.len()), "{}", article.name);
        assert!((1..=2).contains(&article.sentences.len()), "{}", article.name);
        for sentence in &article.sentences {
            assert!(article.body.contains(sentence), "{}: {sentence}", article.name);
        }
        let whole = folded(&format!("{}\n{}", article.title, article.body));
        for keyword in &article.keywords {
            assert!(whole.contains(&folded(keyword)), "{}: {keyword}", article.name);
        }
    }
}

#[test]
fn keywords_agree_with_the_gold() {
    let articles = gold_articles();
    let of = |english: bool| {
        mean(
            articles
                .iter()
                .filter(|article| article.body.is_ascii() == english)
                .map(GoldArticle::f1),
        )
    };
    at_least("F1 at 5 of Chinese articles", of(false), 0.405);
    at_least("F1 at 5 of English articles", of(true), 0.33);
}

/// Two sentences, as many as the gold has at most.
#[test]
fn summaries_have_the_best_sentences() {
    let articles = gold_articles();
    let gold: usize = articles.iter().map(|article| article.sentences.len()).sum();
    let hits: usize = articles.iter().map(|a| a.sentence_hits(Budget::Sentences(2))).sum();
    at_least("gold sentences in summaries", hits as f64 / gold as f64, 0.57);
}

#[test]
fn a_headline_is_one_of_the_best_sentences() {
    let articles = gold_articles();
    let hits = articles.iter().filter(|a| a.sentence_hits(Budget::Sentences(1)) > 0).count();
    at_least("headlines out of the gold", hits as f64 / articles.len() as f64, 0.74);
}

/// What the title of each of the seed's articles speaks of.
const SEED_TERMS: [&[&str]; 14] = [
    &["主题教育", "平台经济"],
    &["援外培训", "一带一路"],
    &["长江禁捕", "打非断链", "专项行动"],
    &["食品安全", "你点我检"],
    &["信用修复", "经营主体"],
    &["特种设备", "安全宣传周"],
    &["一老一小", "合法权益"],
    &["个转企", "办理时限"],
    &["夏粮收购", "质量安全"],
    &["食品安全", "主体责任"],
    &["春雷行动"],
    &["农村假冒伪劣食品", "乡村振兴"],
    &["舌尖", "农村食品"],
    &["农村白酒小作坊", "四制四化", "质量安全"],
];

/// A term is told when a keyword is that term, or a longer one that has it whole.
#[test]
fn keywords_of_the_seed_tell_its_main_terms() {
    let issue = tiyao_issue::split(&file("../../seeds/market-regulation-2023-13.txt"));
    assert_eq!(issue.articles.len(), SEED_TERMS.len());
    let readings: Vec<_> = issue
        .articles
        .iter()
        .map(|article| {
            let title = Some(&article.title);
            let paragraphs = &article.paragraphs;
            read(&Manuscript { title, paragraphs, language: None }, Lexicon::builtin())
        })
        .collect();
    let mut issue_terms = IssueTerms::default();
    for reading in &readings {
        issue_terms.add(reading);
    }

    let (mut told, mut wanted, mut first) = (0, 0, 0);
    for (reading, terms) in readings.iter().zip(SEED_TERMS) {
        let options = KeywordOptions::default();
        let found = keywords(reading, Background::builtin(), Some(&issue_terms), &options);
        let has = |term: &&&str| found.iter().any(|keyword| keyword.text.contains(**term));
        let missed: Vec<_> = terms.iter().filter(|term| !has(term)).collect();
        let texts: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
        println!("missed {missed:?} in {texts:?}");
        told += terms.len() - missed.len();
        wanted += terms.len();
        first += usize::from(terms.iter().any(|term| texts[0].contains(term)));
    }
    at_least("main terms told", told as f64 / wanted as f64, 0.92);
    at_least(
        "articles whose first keyword is a main term",
        first as f64 / SEED_TERMS.len() as f64,
        0.71,
    );
}
