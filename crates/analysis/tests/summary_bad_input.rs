//! Summaries of what is hardly an article.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{summary_of, summary_with};
use tiyao_analysis::{Budget, Summary, SummaryOptions};

fn texts(summary: &Summary) -> Vec<&str> {
    summary.sentences.iter().map(|sentence| sentence.text.as_str()).collect()
}

/// The summary of two sentences at most of `body`.
fn check(body: &str, expected: &[&str]) {
    let summary = summary_of("", body, Budget::Sentences(2));
    assert_eq!(texts(&summary), expected, "{body}");
}

#[test]
fn hardly_any_text() {
    check("词", &["词"]);
    check("食品安全", &["食品安全"]);
    check("一句话。", &["一句话。"]);
    check("。，！？……——《》“”", &[]);
    check("", &[]);
    check("的了在是和。", &["的了在是和。"]);
    check("2023 456 789.5", &["2023 456 789.5"]);
}

#[test]
fn a_title_alone_and_a_title_repeated() {
    assert!(summary_of("农村集市", "", Budget::Unset).sentences.is_empty());
    let body = "农村集市食品安全检查\n全县的农村集市今年都做了三次食品安全检查，问题都已整改。";
    let summary = summary_of("农村集市食品安全检查", body, Budget::Characters(40));
    assert_eq!(texts(&summary), ["全县的农村集市今年都做了三次食品安全检查，问题都已整改。"]);
}

#[test]
fn one_sentence_of_a_hundred_thousand_bytes() {
    let body = format!("{}完。", "市场监管部门发布了食品安全公告，".repeat(2100));
    assert!(body.len() > 100_000);
    assert!(summary_of("", &body, Budget::Characters(150)).sentences.is_empty());
    assert!(summary_of("", &body, Budget::Unset).sentences.is_empty());
    for budget in [Budget::Characters(150), Budget::Unset, Budget::Sentences(1)] {
        let options = SummaryOptions { budget, allow_cut: true, ..Default::default() };
        let cut = summary_with("", &body, &options);
        assert!(cut.sentences[0].cut && cut.character_count <= 150, "{}", cut.character_count);
        assert!(cut.character_count > 130 && cut.sentences[0].text.ends_with("食品安全公告"));
    }
}

#[test]
fn a_thousand_sentences_alike() {
    let alike = "市场监管部门发布食品安全公告。".repeat(1000);
    check(&alike, &["市场监管部门发布食品安全公告。"]);
    let numbered: Vec<String> = (0..1000).map(|n| format!("第{n}家市场的食品安全合格。")).collect();
    let summary = summary_of("", &numbered.concat(), Budget::Characters(100));
    assert!(summary.sentences.len() > 3 && summary.character_count <= 100);
}

#[test]
fn lists_tables_poems_and_code() {
    let list = "今年要做好以下几件事：\n（一）抓好农村集市的食品安全检查；\n（二）办好培训班；\n\
                （三）管好电梯的安全。";
    assert!(!texts(&summary_of("", list, Budget::Sentences(3))).concat().contains("几件事"));
    let table = "地区 | 检查次数 | 合格率\n东乡 | 120 | 96%\n西乡 | 98 | 91%\n\
                 全县各乡镇的检查合格率都在百分之九十以上。";
    let summary = summary_of("", table, Budget::Sentences(1));
    assert_eq!(texts(&summary), ["全县各乡镇的检查合格率都在百分之九十以上。"]);
    // nothing but rows: they are all there is
    let rows = "地区 | 检查次数 | 合格率\n东乡 | 120 | 96%\n西乡 | 98 | 91%";
    assert_eq!(summary_of("", rows, Budget::Sentences(1)).sentences.len(), 1);
    let poem = "山里的灯一盏一盏亮了\n集市的人一个一个散了\n只有检查的人还在路上";
    assert_eq!(summary_of("", poem, Budget::Sentences(2)).sentences.len(), 2);
    let code = "fn main() {\n    let x = vec![1, 2];\n    println!(\"{}\", x.len());\n}";
    assert_eq!(summary_of("", code, Budget::Sentences(1)).sentences.len(), 1);
    let urls = "http://example.com/a?b=c\nhttps://example.org/d.html";
    assert!(summary_of("", urls, Budget::Sentences(2)).sentences.len() <= 2);
}

#[test]
fn budgets_of_nothing_one_and_a_billion() {
    let body = "青石县办了六期培训班。老执法员讲怎样发现问题。";
    for budget in [Budget::Characters(0), Budget::Characters(1), Budget::Sentences(0)] {
        assert_eq!(summary_of("", body, budget), Summary::default(), "{budget:?}");
    }
    check("青石县办了六期培训班。", &["青石县办了六期培训班。"]);
    for budget in [Budget::Characters(1_000_000_000), Budget::Sentences(1_000_000_000)] {
        assert_eq!(texts(&summary_of("", body, budget)).concat(), body);
    }
}
