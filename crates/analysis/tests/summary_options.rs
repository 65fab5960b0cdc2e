//! What a caller may ask of a summary besides its length.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{BODY, TITLE, summary_with};
use tiyao_analysis::{Budget, Summary, SummaryOptions};

fn texts(summary: &Summary) -> Vec<&str> {
    summary.sentences.iter().map(|sentence| sentence.text.as_str()).collect()
}

fn requiring(terms: &[&str], budget: Budget) -> Summary {
    let required_terms = terms.iter().map(|&term| term.to_owned()).collect();
    summary_with(TITLE, BODY, &SummaryOptions { budget, required_terms, ..Default::default() })
}

#[test]
fn a_query_brings_what_speaks_of_it() {
    let ask = |query: &str| {
        let options = SummaryOptions {
            budget: Budget::Sentences(1),
            query: query.to_owned(),
            explain: true,
            ..Default::default()
        };
        summary_with(TITLE, BODY, &options)
    };
    let trained = ask("培训班办了几期？");
    assert!(texts(&trained)[0].contains("六期培训班"), "{trained:?}");
    let parts = &trained.sentences[0].evidence.contributions;
    assert!(parts.iter().any(|part| part.feature == "query" && part.value > 0.0), "{parts:?}");
    // traditional text and full-width forms are matched all the same
    assert_eq!(ask("培訓班"), ask("培训班"));
    assert_eq!(ask("没有这样的词语吗"), ask(""));
}

#[test]
fn required_terms_are_met_where_a_sentence_fits() {
    let met = requiring(&["老周", "信用分级"], Budget::Characters(120));
    assert!(met.unmet_terms.is_empty() && met.character_count <= 120, "{met:?}");
    let text: String = texts(&met).concat();
    assert!(text.contains("老周") && text.contains("信用分级"), "{text}");
    // one that the text has not, and one that no sentence within the budget has
    let unmet = requiring(&["高铁", "信用分级", "老周"], Budget::Characters(30));
    assert_eq!(unmet.unmet_terms, ["高铁", "信用分级"]);
    assert!(texts(&unmet).concat().contains("老周"), "{unmet:?}");
}

/// The heaviest sentence with the first term would leave no room for the second.
#[test]
fn as_many_required_terms_as_possible_are_met() {
    let body = "县里推广食用菌种植，农户在大棚里发展食用菌种植，一年可以收三茬，收入翻了一番。\n\
                食用菌种植要有技术。\n农技站派专家住进村里。";
    let required_terms = vec!["食用菌种植".to_owned(), "专家".to_owned()];
    let options =
        SummaryOptions { budget: Budget::Characters(40), required_terms, ..Default::default() };
    let summary = summary_with("县里推广食用菌种植", body, &options);
    assert!(summary.unmet_terms.is_empty(), "{summary:?}");
}

const LONG: &str = "今年以来，青石县在农村集市推行检查单，把监管搬到手机上。";

#[test]
fn nothing_is_cut_unless_it_is_allowed() {
    let with = |budget, allow_cut| {
        summary_with("", LONG, &SummaryOptions { budget, allow_cut, ..Default::default() })
    };
    assert!(with(Budget::Characters(20), false).sentences.is_empty());
    let cut = with(Budget::Characters(20), true);
    let sentence = &cut.sentences[0];
    assert!(sentence.cut && cut.character_count <= 20, "{cut:?}");
    let again: String = sentence.spans.iter().map(|span| span.cut(LONG)).collect();
    assert_eq!(again, sentence.text);
    assert!(LONG.contains(&format!("{}，", sentence.text)), "ends where a clause ends");
    // what fits is not cut, and a budget below any clause stays empty
    assert!(!with(Budget::Characters(60), true).sentences.iter().any(|s| s.cut));
    assert!(with(Budget::Characters(3), true).sentences.is_empty());
    assert!(with(Budget::Sentences(0), true).sentences.is_empty());
}

/// Neither a headline nor a summary without a limit is longer than an abstract where a cut is allowed.
#[test]
fn a_cut_bounds_sentences_where_no_characters_do() {
    let long = LONG.replace('。', "，").repeat(8);
    for budget in [Budget::Unset, Budget::Sentences(1), Budget::Sentences(3)] {
        let options = SummaryOptions { budget, allow_cut: true, ..Default::default() };
        let cut = summary_with("", &long, &options);
        assert!(cut.sentences[0].cut && cut.character_count <= Budget::INDICATIVE, "{cut:?}");
        let short = summary_with("", LONG, &options);
        assert!(!short.sentences[0].cut, "{short:?}");
    }
}

#[test]
fn a_sentence_that_leans_brings_the_one_before_it() {
    let body = "青石县的农村集市今年换了新面貌。\n\
                县局请来一位退休的老执法员当顾问。他把三十年的农村集市食品安全检查经验写成了手册。\n\
                天气一天比一天凉快了。";
    for characters in 16..70 {
        let options =
            SummaryOptions { budget: Budget::Characters(characters), ..Default::default() };
        let summary = summary_with("农村集市食品安全检查手册", body, &options);
        let text = texts(&summary).concat();
        assert!(summary.character_count <= characters);
        assert!(!text.contains("他把三十年") || text.contains("顾问。他把"), "{text}");
    }
}

#[test]
fn half_a_quotation_is_held_back() {
    let body = "“农村集市的食品安全检查要一直抓下去。农村集市的食品安全检查靠大家。”老周说。\n\
                他们走了。";
    let options = SummaryOptions { budget: Budget::Characters(45), ..Default::default() };
    let summary = summary_with("农村集市的食品安全检查", body, &options);
    for text in texts(&summary) {
        assert_eq!(text.matches('“').count(), text.matches('”').count(), "{text}");
    }
}

/// The budget is what a summary may cost, not what it must: what says nothing new is left out.
#[test]
fn what_was_said_adds_nothing() {
    let body = "青石县的农村集市今年用手机检查食品安全。\n\
                今年青石县的农村集市用手机检查食品安全。\n\
                老周的豆腐摊搬到了新街口。";
    let with = |redundancy_weight| {
        let budget = Budget::Characters(60);
        let options = SummaryOptions { budget, redundancy_weight, ..Default::default() };
        summary_with("农村集市食品安全", body, &options)
    };
    let once = texts(&with(1.0)).concat();
    assert_eq!(once.matches("用手机检查").count(), 1, "{once}");
    let twice = texts(&with(0.0)).concat();
    assert_eq!(twice.matches("用手机检查").count(), 2, "{twice}");
}
