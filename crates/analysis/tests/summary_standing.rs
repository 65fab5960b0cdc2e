//! Sentences that say nothing alone come with those that they need, or not at all.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::summary_of;
use tiyao_analysis::Budget;

/// The summary of `body`, with room for all of it.
fn all(title: &str, body: &str) -> Vec<String> {
    let summary = summary_of(title, body, Budget::Ratio(1.0));
    summary.sentences.into_iter().map(|sentence| sentence.text).collect()
}

/// The one sentence that is chosen of `body`.
fn one(title: &str, body: &str) -> String {
    let summary = summary_of(title, body, Budget::Sentences(1));
    summary.sentences.into_iter().map(|sentence| sentence.text).collect()
}

#[test]
fn the_title_with_a_full_stop_is_the_title() {
    let title = "柳河镇夏夜放映露天电影";
    for body in [
        "柳河镇夏夜放映露天电影。\n柳河镇文化站每晚在村口放映露天电影，村民坐满了晒谷场。",
        "柳河镇“夏夜”放映露天电影！柳河镇文化站每晚在村口放映露天电影，村民坐满了晒谷场。",
    ] {
        assert!(one(title, body).ends_with("晒谷场。"), "{body}");
    }
}

#[test]
fn openings_that_hold_on_do_not_come_alone() {
    let before = "文化站添了一台放映机。";
    for opening in ["可是", "随后", "该镇", "此次", "前者让", "当天", "在他看来", "结果"]
    {
        let user = format!("{opening}，柳河镇的露天电影放映场场坐满，露天电影放映成了镇上的大事。");
        let body = format!("山里下了雨。{before}{user}稻子黄了。");
        let options = Budget::Characters(user.chars().count());
        let summary = summary_of("柳河镇露天电影放映", &body, options);
        assert!(summary.sentences.iter().all(|s| s.text != user), "{opening}: {summary:?}");
    }
}

#[test]
fn a_head_of_a_list_comes_with_its_first_item_or_not_at_all() {
    let head = "镇长在露天电影放映动员会上对露天电影放映提出三点要求。";
    let first = "一要把露天电影放映到每个村。";
    let body = format!("镇里开了会。{head}{first}二要管好放映机。三要注意防火。");
    let texts = all("露天电影放映", &body);
    assert!(texts.iter().any(|text| text == head) && texts.iter().any(|text| text == first));
    assert!(!texts.iter().any(|text| text.starts_with("二要")), "{texts:?}");
    assert_eq!(one("露天电影放映", &body), "镇里开了会。");
    let body = format!("{head}\n一、露天电影放映到每个村，一个月不少于两场。\n二、管好放映机。");
    assert!(!all("露天电影放映", &body).iter().any(|text| text == head));
}

#[test]
fn half_a_list_and_a_speaker_alone_are_held_back() {
    let half = "镇里从三个方面办好露天电影放映：一是露天电影放映到每个村。";
    let body =
        format!("{half}二是管好放映机。三是注意防火。\n文化站今年夏天在各村轮流放映露天电影。");
    assert_eq!(one("露天电影放映", &body), "文化站今年夏天在各村轮流放映露天电影。");
    assert_eq!(all("露天电影放映", &body).len(), 4);
    let body = "露天电影放映员、柳河镇文化站站长郑大河说。\n文化站今年夏天在各村轮流放映露天电影。";
    assert_eq!(
        one("露天电影放映员、文化站站长郑大河", body),
        "文化站今年夏天在各村轮流放映露天电影。"
    );
}

#[test]
fn one_english_sentence_begins_with_no_pronoun() {
    let body = "It shows open-air films in every village of the county, and open-air films are free. \
                The culture station of Liuhe bought a projector for its open-air films. \
                The rice is ripe.";
    assert!(one("Open-air films in every village", body).starts_with("The culture station"));
    // where nothing else is, it is all there is
    assert_eq!(one("Open-air films", "It shows open-air films."), "It shows open-air films.");
}
