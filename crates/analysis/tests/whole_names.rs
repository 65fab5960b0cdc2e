//! Names of laws, institutions and people as keywords, and what is no keyword beside them.

#![allow(clippy::float_cmp, dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::reading;
use tiyao_analysis::{Keyword, KeywordOptions, keywords};
use tiyao_corpus::Background;

/// The keywords hold all of `present`, and none that has one of `absent` in it and is none of these.
fn check(title: &str, body: &str, present: &[&str], absent: &[&str]) {
    let options = KeywordOptions { explain: true, ..KeywordOptions::default() };
    let found = keywords(&reading(title, body), Background::builtin(), None, &options);
    let sum = |keyword: &Keyword| -> f64 {
        keyword.evidence.contributions.iter().map(|part| part.value).sum()
    };
    let best = found.first().map(sum).unwrap_or_default();
    for keyword in &found {
        let told = (sum(keyword) - best).exp();
        assert!((told - keyword.salience).abs() < 1e-9, "{keyword:?} is told as {told}");
    }
    let found: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
    for name in present {
        assert!(found.contains(name), "{name} is not in {found:?}");
    }
    for part in absent {
        let with_part: Vec<_> = found.iter().filter(|text| text.contains(part)).collect();
        assert!(with_part.iter().all(|text| present.contains(text)), "{part} is in {found:?}");
    }
}

#[test]
fn a_law_in_the_title_is_named_whole() {
    check(
        "《渡口船舶检修办法》施行",
        "县里印发《渡口船舶检修办法》。船主都来听课。",
        &["渡口船舶检修办法"],
        &["渡口", "船舶", "检修", "办法"],
    );
}

#[test]
fn a_topic_beside_a_law_is_kept() {
    let body =
        "县里印发《渡口船舶检修办法》。渡口船舶多。渡口船舶旧。修渡口船舶的人少，渡口船舶要修。";
    check("《渡口船舶检修办法》施行", body, &["渡口船舶检修办法", "渡口船舶"], &["检修办法"]);
}

#[test]
fn an_institution_is_named_whole() {
    check(
        "茶厂搬迁",
        "茶厂由青禾农产品股份有限公司投资。青禾农产品股份有限公司有员工三百人。",
        &["青禾农产品股份有限公司"],
        &["股份", "青禾", "三百"],
    );
}

#[test]
fn letters_and_their_noun_are_one_term() {
    check("AI巡检上岗", "AI巡检上岗，AI巡检省时。", &["AI巡检"], &["AI", "巡检"]);
}

#[test]
fn a_person_is_named_whole() {
    check(
        "上官雨桐办书展",
        "作家上官雨桐昨天办书展。上官雨桐说书展办四天。",
        &["上官雨桐"],
        &["上官", "雨桐"],
    );
}

#[test]
fn who_reports_is_no_keyword() {
    check(
        "青禾县茶农采茶忙",
        "本报讯（记者 钱望秋）4月5日，青禾县的茶农忙着采茶。茶农说今年茶价好。",
        &["茶农"],
        &["本报讯", "钱望秋", "记者"],
    );
}

#[test]
fn a_phrase_made_of_chosen_phrases_is_left_out() {
    let title = "山区推广食用菌种植";
    let body = "山区推广食用菌种植。县里今年在山区推广食用菌种植，两百户农民受益。";
    check(title, body, &["山区推广", "食用菌种植"], &["推广食用菌"]);
}

#[test]
fn no_keyword_holds_a_control_character() {
    let body = "县里\u{0}推广茶叶种植。\u{1b}[31m茶叶\u{1b}[0m丰收。";
    check("茶叶丰收", body, &["茶叶种植"], &["\u{0}", "\u{1b}", "31m", "0m"]);
}
