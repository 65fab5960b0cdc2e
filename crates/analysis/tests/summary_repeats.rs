//! What was said is left out, however much room there is.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{summary_of, summary_with};
use tiyao_analysis::{Budget, SummaryOptions};

/// The summary of `body`, with room for all of it.
fn all(title: &str, body: &str) -> Vec<String> {
    let summary = summary_of(title, body, Budget::Ratio(1.0));
    summary.sentences.into_iter().map(|sentence| sentence.text).collect()
}

const SAID: &str = "柳河镇文化站从7月8日起每晚放映露天电影，村民可以免费观看。";
const AGAIN: &str = "从7月8日起，柳河镇文化站每晚免费放映露天电影，请村民观看。";

#[test]
fn what_was_said_is_not_said_again() {
    let body = [SAID, AGAIN, "放映员老郑骑摩托车送片子，三十年没有误过一场。"].concat();
    assert_eq!(all("露天电影放映", &body).len(), 2);
    // who weighs no redundancy gets all there is
    let options = SummaryOptions {
        budget: Budget::Ratio(1.0),
        redundancy_weight: 0.0,
        ..SummaryOptions::default()
    };
    assert_eq!(summary_with("露天电影放映", &body, &options).sentences.len(), 3);
}

#[test]
fn a_new_figure_is_no_repetition() {
    let body = "柳河镇今年放映露天电影36场。柳河镇去年放映露天电影28场。";
    assert_eq!(all("露天电影放映", body).len(), 2);
}

#[test]
fn two_sentences_that_share_a_long_name_say_two_things() {
    let body = "《柳河镇村级露天电影放映场次管理办法》共有五章。\
                昨天，镇里印发《柳河镇村级露天电影放映场次管理办法》。";
    assert_eq!(all("", body).len(), 2);
}

#[test]
fn what_is_required_comes_though_it_repeats() {
    let body = [SAID, AGAIN].concat();
    let required_terms = vec!["可以免费观看".to_owned(), "请村民观看".to_owned()];
    let budget = Budget::Ratio(1.0);
    let options = SummaryOptions { budget, required_terms, ..SummaryOptions::default() };
    assert_eq!(summary_with("", &body, &options).sentences.len(), 2);
}
