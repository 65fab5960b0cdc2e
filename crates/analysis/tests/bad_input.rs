//! Texts that no editor would send: the keywords are sound, or there are none.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::reading;
use tiyao_analysis::{Keyword, KeywordMethod, KeywordOptions, keywords};
use tiyao_corpus::Background;

const METHODS: [KeywordMethod; 3] =
    [KeywordMethod::Keyphrase, KeywordMethod::TfIdf, KeywordMethod::TextRank];

fn found(title: &str, body: &str, method: KeywordMethod) -> Vec<Keyword> {
    let options = KeywordOptions { method, ..KeywordOptions::default() };
    let found = keywords(&reading(title, body), Background::builtin(), None, &options);
    for (n, keyword) in found.iter().enumerate() {
        assert!(keyword.salience > 0.0 && keyword.salience <= 1.0, "{keyword:?}");
        assert!(!keyword.text.contains(['\n', '。', '，']), "{keyword:?}");
        assert!(found.iter().take(n).all(|other| other.text != keyword.text), "{keyword:?} twice");
    }
    found
}

fn texts(title: &str, body: &str) -> Vec<String> {
    found(title, body, KeywordMethod::Keyphrase).into_iter().map(|keyword| keyword.text).collect()
}

/// What has nothing to say has no keywords, by any method.
fn check_none(body: &str) {
    for method in METHODS {
        assert_eq!(found("", body, method), [], "{body} {method:?}");
    }
}

#[test]
fn nothing_to_say() {
    check_none("");
    check_none("123 456 7.5% 2023年6月1日 1,000 ①②③");
    check_none("。，！？……——《》“”（）、；：·");
    check_none("的了在和与因为所以但是而且如果虽然");
    check_none("the of and to in is was are were be");
}

#[test]
fn one_word_and_one_sentence() {
    assert_eq!(texts("", "食用菌"), ["食用菌"]);
    assert_eq!(texts("食用菌", ""), ["食用菌"]);
    let found = texts("", "县里在山区推广食用菌种植。");
    assert!(found.iter().any(|text| text.contains("食用菌")), "{found:?}");
}

#[test]
fn a_title_alone_and_a_title_that_the_body_repeats() {
    let title = "山区推广食用菌种植";
    let alone = texts(title, "");
    let repeated = texts(title, &format!("{title}\n{title}"));
    for found in [&alone, &repeated] {
        assert!(found.iter().any(|text| text.contains("食用菌")), "{found:?}");
    }
}

#[test]
fn a_thousand_identical_sentences() {
    let sentence = "县里在山区推广食用菌种植。";
    let once = texts("", sentence);
    let often = found("", &sentence.repeat(1000), KeywordMethod::Keyphrase);
    assert!(often.iter().any(|keyword| keyword.text.contains("食用菌")), "{often:?}");
    assert!(often.iter().all(|keyword| keyword.evidence.term_frequency == 1000));
    assert!(!once.is_empty());
}

#[test]
fn a_sentence_without_end() {
    let body = "县里推广食用菌种植和林下养殖并且修建水渠".repeat(1800);
    assert!(body.len() > 100_000);
    for method in METHODS {
        assert!(!found("", &body, method).is_empty(), "{method:?}");
    }
}

#[test]
fn lists_tables_and_poems() {
    let list = "一、食用菌种植\n二、林下养殖\n三、水渠修建\n";
    assert!(texts("", list).contains(&"林下养殖".to_owned()));
    let table =
        "| 项目 | 面积 | 产值 |\n|---|---|---|\n| 食用菌 | 120 | 35.6 |\n| 林果 | 80 | 21.3 |";
    let found = texts("", table);
    assert!(found.iter().all(|text| !text.contains(['|', '-'])), "{found:?}");
    assert!(found.contains(&"食用菌".to_owned()), "{found:?}");
    let poem = "山前细雨湿芭蕉\n门外清溪过小桥\n一夜东风吹不尽\n满园春色上枝条";
    assert!(texts("", poem).len() <= 8);
}

#[test]
fn code_and_addresses() {
    let code =
        "fn main() {\n    let total: usize = items.iter().sum();\n    println!(\"{total}\");\n}";
    for text in texts("", code) {
        assert!(!text.contains(['{', '(', ';', '"']), "{text}");
    }
    let body = "详情见 https://example.org/a/b?c=d&e=f，或写信到 desk@example.org 询问食用菌种植。";
    for text in texts("", body) {
        assert!(!text.contains(['/', '@', ':']), "{text}");
    }
}
