//! Summaries: within the budget, verbatim, in the order of the text.

#![allow(
    clippy::float_cmp,
    dead_code,
    reason = "exact values are meant; each file uses its part of the samples"
)]

mod sample;

use sample::{BODY, TITLE, summary_of};
use tiyao_analysis::Budget;

fn check(budget: Budget, fits: impl Fn(usize, usize) -> bool) {
    let summary = summary_of(TITLE, BODY, budget);
    assert!(fits(summary.sentences.len(), summary.character_count), "{summary:?}");
    let mut end = 0;
    for sentence in &summary.sentences {
        let cut: String = sentence.spans.iter().map(|span| span.cut(BODY)).collect();
        assert_eq!(cut, sentence.text);
        for span in &sentence.spans {
            assert!(span.start() >= end, "in the order of the text");
            end = span.end();
        }
        assert!(sentence.salience > 0.0 && sentence.salience <= 1.0);
        assert!((0.0..=1.0).contains(&sentence.evidence.redundancy));
        assert!(!sentence.evidence.terms.is_empty());
    }
    let mut ranks: Vec<usize> = summary.sentences.iter().map(|sentence| sentence.rank).collect();
    ranks.sort_unstable();
    assert!(ranks.into_iter().eq(1..=summary.sentences.len()));
}

#[test]
fn every_budget_binds() {
    check(Budget::Characters(150), |n, characters| n >= 2 && characters <= 150);
    check(Budget::Characters(60), |n, characters| n >= 1 && characters <= 60);
    check(Budget::Characters(3), |n, characters| (n, characters) == (0, 0));
    check(Budget::Sentences(1), |n, _| n == 1);
    check(Budget::Sentences(3), |n, _| n == 3);
    check(Budget::Sentences(0), |n, _| n == 0);
    check(Budget::Ratio(0.4), |n, characters| n > 0 && characters <= 160);
    check(Budget::Ratio(f64::NAN), |n, _| n == 0);
    check(Budget::Ratio(-1.0), |n, _| n == 0);
}

/// Whoever sets no limit gets a sentence that is no longer than an abstract may be; whoever sets one
/// gets none that is longer.
#[test]
fn without_a_limit_one_long_sentence_is_better_than_none() {
    let long = format!("全县今年{}推广食用菌种植。", "在各乡镇和各村组以及各个农场".repeat(12));
    let unlimited = summary_of(TITLE, &long, Budget::default());
    assert_eq!(unlimited.sentences.len(), 1);
    assert!(unlimited.character_count > Budget::INDICATIVE);
    assert!(summary_of(TITLE, &long, Budget::Characters(150)).sentences.is_empty());
    assert!(
        summary_of(TITLE, &long.repeat(3).replace('。', "，"), Budget::Unset).sentences.is_empty()
    );
    check(Budget::default(), |n, characters| n >= 2 && characters <= Budget::INDICATIVE);
}

#[test]
fn the_whole_article_but_subheads_and_list_heads() {
    let summary = summary_of(TITLE, BODY, Budget::Ratio(7.0));
    let text: String = summary.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    assert!(!text.contains("检查有据可查") && !text.contains("主要做法有三条"));
    assert!(text.contains("老周说") && text.contains("下一步"));
}

#[test]
fn the_lead_of_short_news_comes_first() {
    let summary = summary_of(TITLE, BODY, Budget::Sentences(1));
    assert!(summary.sentences[0].text.starts_with("今年以来，青石县"), "{summary:?}");
    assert_eq!(summary.sentences[0].salience, 1.0);
    assert_eq!(summary.sentences[0].evidence.paragraph_index, 0);
}

#[test]
fn places_are_counted_from_the_start() {
    let summary = summary_of(TITLE, BODY, Budget::Ratio(1.0));
    let second = &summary.sentences[1];
    // the subhead is paragraph 1 and sentence 1
    assert_eq!((second.evidence.paragraph_index, second.evidence.sentence_index), (2, 2));
}

#[test]
fn the_same_sentence_is_taken_once() {
    let body = "市场监管部门发布食品安全公告。".repeat(1000);
    let summary = summary_of("", &body, Budget::Sentences(5));
    assert_eq!(summary.sentences.len(), 1);
    assert_eq!(summary.character_count, 15);
}

#[test]
fn a_subhead_run_into_its_paragraph_is_held_back() {
    let body = "青石县的农村集市今年换了新面貌，食品安全检查全部用上了手机。\n\
                落实集市责任。每个集市都有一名市场监管干部负责，摊主有事随时可以找到人。\n\
                全县农村集市食品安全检查的结果每月公布一次，群众可以在集市门口看到。";
    let summary = summary_of("农村集市落实食品安全责任", body, Budget::Ratio(1.0));
    assert_eq!(summary.sentences.len(), 3, "{summary:?}");
    assert!(summary.sentences.iter().all(|sentence| sentence.text != "落实集市责任。"));
    let alone = summary_of("", "\u{3000}。\n落实责任。", Budget::Sentences(1));
    assert_eq!(alone.sentences[0].text, "落实责任。");
}

#[test]
fn later_items_and_lists_of_guests_are_held_back() {
    let body = "青石县食品安全协会今天开会，讨论农村集市的食品安全检查。\
                会议定下三件事。\
                二是农村集市的食品安全检查每月一次。\
                副县长和农村集市的食品安全检查员代表参加活动。\
                县食品安全办公室主任和农村集市食品安全专家到会指导。\
                农村集市的摊主可以用手机查到每次食品安全检查的结果。";
    let summary = summary_of("农村集市食品安全检查", body, Budget::Ratio(1.0));
    let texts: Vec<&str> = summary.sentences.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts.iter().all(|text| !text.starts_with("二是") && !text.contains("参加活动")));
    assert!(texts.iter().all(|text| !text.contains("到会")), "{texts:?}");
}

/// 《办法》 names nothing to whoever has not read what it is short for.
#[test]
fn a_short_title_comes_with_its_introduction() {
    let introduction = "青石县印发《青石县农村集市食品安全检查办法（试行）》（以下简称《办法》）。";
    let user = "《办法》规定农村集市的食品安全检查每月一次。";
    let other = "今年雨水多，山里的路修了三回。";
    let body = [introduction, "县里开了会。", user, other].concat();
    let texts = |characters: usize| -> Vec<String> {
        let summary = summary_of("农村集市食品安全检查", &body, Budget::Characters(characters));
        summary.sentences.into_iter().map(|sentence| sentence.text).collect()
    };
    assert_eq!(texts(60), [introduction, user]);
    // where the two do not fit together, neither comes without the other
    let some = texts(50);
    assert!(!some.is_empty() && some.iter().all(|text| text != user), "{some:?}");
    // where the introduction never fits, it is not waited for
    assert!(texts(36).iter().any(|text| text == user), "{:?}", texts(36));
}

#[test]
fn what_points_back_in_its_opening_comes_with_what_it_points_to() {
    let aim = "青石县要让农村集市的食品都能查到来处。";
    let pointer = "为了这一目标，青石县的农村集市食品安全检查全部用上了手机。";
    let body = ["山里下了雨。", aim, pointer].concat();
    let texts = |characters: usize| -> Vec<String> {
        let summary = summary_of("农村集市食品安全检查", &body, Budget::Characters(characters));
        summary.sentences.into_iter().map(|sentence| sentence.text).collect()
    };
    assert_eq!(texts(48), [aim, pointer]);
    assert!(texts(32).iter().all(|text| text != pointer), "{:?}", texts(32));
}

#[test]
fn english_sentences() {
    let body = "The county has moved its food safety checks to phones. It rained on Monday. \
                Inspectors now visit village markets with an electronic checklist for food safety.";
    let summary = summary_of("Food safety checks at village markets", body, Budget::Sentences(2));
    let texts: Vec<&str> = summary.sentences.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts.iter().all(|text| text.contains("food safety")), "{texts:?}");
}
