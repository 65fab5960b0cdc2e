//! What is told of why sentences were chosen, and why heavier ones were not.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{BODY, TITLE, keywords_of, reading, summary_with};
use tiyao_analysis::{
    Budget, Contribution, KeywordMethod, KeywordOptions, Summary, SummaryOptions, SummarySentence,
    Verdict, keywords,
};
use tiyao_corpus::Background;

/// How fast salience falls with the score.
const SALIENCE_SCALE: f64 = 0.25;

fn explained(title: &str, body: &str, options: &SummaryOptions) -> Summary {
    summary_with(title, body, &SummaryOptions { explain: true, ..options.clone() })
}

fn within(budget: Budget) -> SummaryOptions {
    SummaryOptions { budget, ..SummaryOptions::default() }
}

fn sum(parts: &[Contribution]) -> f64 {
    parts.iter().map(|part| part.value).sum()
}

fn part(parts: &[Contribution], feature: &str) -> Option<f64> {
    parts.iter().find(|part| part.feature == feature).map(|part| part.value)
}

/// What was chosen, in the order of choice.
fn by_rank(summary: &Summary) -> Vec<&SummarySentence> {
    let mut sentences: Vec<_> = summary.sentences.iter().collect();
    sentences.sort_by_key(|sentence| sentence.rank);
    sentences
}

/// What is told of the sentence that begins like this.
fn told<'a>(summary: &'a Summary, beginning: &str) -> &'a SummarySentence {
    let mut all = summary.sentences.iter().chain(&summary.passed_over);
    all.find(|sentence| sentence.text.starts_with(beginning)).expect(beginning)
}

fn verdict(summary: &Summary, beginning: &str) -> Option<Verdict> {
    told(summary, beginning).evidence.verdict
}

#[test]
fn an_explanation_changes_nothing_else() {
    for budget in [Budget::Unset, Budget::Characters(60), Budget::Sentences(3), Budget::Ratio(0.5)]
    {
        let mut explained = explained(TITLE, BODY, &within(budget));
        explained.passed_over.clear();
        for sentence in &mut explained.sentences {
            let evidence = &mut sentence.evidence;
            for parts in [&mut evidence.contributions, &mut evidence.gain] {
                let parts = std::mem::take(parts);
                assert!(!parts.is_empty(), "{budget:?}");
                assert!(parts.is_sorted_by(|a, b| a.value >= b.value), "{parts:?}");
            }
            assert!(evidence.verdict.take().is_some());
        }
        assert_eq!(explained, summary_with(TITLE, BODY, &within(budget)));
    }
}

#[test]
fn features_and_a_query_add_up_to_the_score() {
    let options = SummaryOptions { query: "培训班".to_owned(), ..within(Budget::Sentences(4)) };
    let summary = explained(TITLE, BODY, &options);
    let scores = summary.sentences.iter().chain(&summary.passed_over).map(|sentence| {
        let contributions = &sentence.evidence.contributions;
        assert!(contributions.is_sorted_by(|a, b| a.value >= b.value), "{contributions:?}");
        (sum(contributions), sentence.salience)
    });
    let scores: Vec<_> = scores.collect();
    assert_eq!(summary.sentences.len(), 4);
    for (a, b) in scores.iter().zip(scores.iter().skip(1)) {
        let ratio = ((a.0 - b.0) / SALIENCE_SCALE).exp();
        assert!((ratio - a.1 / b.1).abs() < 1e-9 * ratio, "{scores:?}");
    }
}

/// The first adds most, and none of those behind it as much as the one before it.
#[test]
fn sentences_are_chosen_by_falling_gain() {
    for budget in [Budget::Characters(200), Budget::Sentences(4)] {
        let summary = explained(TITLE, BODY, &within(budget));
        let chosen = by_rank(&summary);
        assert!(chosen.len() > 2, "{chosen:?}");
        let of = |sentence: &&SummarySentence| {
            assert_eq!(sentence.evidence.verdict, Some(Verdict::AddedMost), "{}", sentence.text);
            sum(&sentence.evidence.gain)
        };
        let gains: Vec<f64> = chosen.iter().map(of).collect();
        assert!(gains.is_sorted_by(|a, b| a > b), "{gains:?}");
        assert!(gains.iter().all(|&gain| gain > 0.0), "{gains:?}");
    }
}

/// Where sentences are asked for, the gain is what is documented: the score less what likeness takes.
#[test]
fn a_gain_is_the_score_less_likeness() {
    let options = SummaryOptions { redundancy_weight: 0.5, ..within(Budget::Sentences(3)) };
    for sentence in explained(TITLE, BODY, &options).sentences {
        let evidence = sentence.evidence;
        let score = part(&evidence.gain, "score").expect("a score");
        assert!((score - sum(&evidence.contributions)).abs() < 1e-12);
        let taken = part(&evidence.gain, "likeness to chosen").unwrap_or_default();
        assert!((taken + 0.5 * evidence.redundancy).abs() < 1e-12, "{evidence:?}");
    }
}

/// What was passed over, over many budgets: the sentence that was chosen instead is lighter, was chosen for
/// what it adds, added more, and is the last such one before which there was room.
#[test]
fn what_was_chosen_instead_is_lighter_and_adds_more() {
    let characters =
        |sentence: &SummarySentence| sentence.text.chars().filter(|c| !c.is_whitespace()).count();
    let (mut passed_over, mut last) = (0, 0);
    let articles: serde_json::Value =
        serde_json::from_str(include_str!("quality/articles.json")).expect("JSON");
    let bodies = articles.as_array().expect("a list").iter().filter_map(|a| a["body"].as_str());
    let bodies = bodies.filter(|body| !body.is_ascii()).chain([BODY]);
    for (body, budget) in bodies.flat_map(|body| (20..200).step_by(9).map(move |n| (body, n))) {
        for required in [&[][..], &["电子检查单"]] {
            let required_terms = required.iter().map(|&term: &&str| term.to_owned()).collect();
            let options = SummaryOptions { required_terms, ..within(Budget::Characters(budget)) };
            let summary = explained("", body, &options);
            let chosen = by_rank(&summary);
            for sentence in &chosen {
                let parts = &sentence.evidence.gain;
                assert!(part(parts, "expected pairs").is_some_and(|part| part > 0.0), "{parts:?}");
            }
            let spent =
                |rank: usize| chosen[..rank - 1].iter().map(|s| characters(s)).sum::<usize>();
            for passed in &summary.passed_over {
                let is_lighter = |chosen: &SummarySentence| {
                    chosen.salience < passed.salience
                        && chosen.evidence.verdict == Some(Verdict::AddedMost)
                };
                let instead = chosen[passed.rank - 1];
                assert!(is_lighter(instead), "{budget}: {passed:?} {instead:?}");
                if passed.evidence.verdict != Some(Verdict::AddsLess) {
                    continue;
                }
                passed_over += 1;
                assert!(sum(&passed.evidence.gain) < sum(&instead.evidence.gain), "{passed:?}");
                // one that leans needs room for two
                let leans = passed.text.starts_with("不过");
                for later in chosen[passed.rank..].iter().filter(|later| is_lighter(later)) {
                    last += 1;
                    let left = budget - spent(later.rank);
                    assert!(leans || characters(passed) > left, "{budget}: {passed:?} {later:?}");
                }
            }
        }
    }
    assert!(passed_over > 5 && last > 0, "{passed_over} {last}");
}

#[test]
fn a_heavier_sentence_is_told_that_adds_less() {
    // the figures keep them from being one sentence put in two ways
    let body = "青石县的农村集市今年用手机检查食品安全500次。\n\
                今年青石县的农村集市用手机检查食品安全300次。\n\
                执法员老郑办了六期手机培训班，教摊主自己检查，再把记录交到县局。";
    let options = SummaryOptions { redundancy_weight: 1.0, ..within(Budget::Sentences(2)) };
    let summary = explained("", body, &options);
    let [passed] = summary.passed_over.as_slice() else { panic!("{summary:?}") };
    let instead = by_rank(&summary)[passed.rank - 1];
    assert!(instead.text.starts_with("执法员") && passed.salience > instead.salience);
    assert_eq!(passed.evidence.verdict, Some(Verdict::AddsLess));
    assert!(sum(&passed.evidence.gain) < sum(&instead.evidence.gain), "{summary:?}");
    let taken = part(&passed.evidence.gain, "likeness to chosen").expect("likeness");
    assert!((taken + passed.evidence.redundancy).abs() < 1e-12 && taken < -0.3, "{passed:?}");
}

#[test]
fn what_says_again_is_told() {
    let body = "青石县的农村集市今年用手机检查食品安全。\n\
                今年青石县的农村集市用手机检查食品安全。\n\
                老周的豆腐摊上个月从桥头搬到了新街口，每天早上还卖豆浆和油条。";
    let summary = explained("农村集市食品安全", body, &within(Budget::Sentences(2)));
    let [passed] = summary.passed_over.as_slice() else { panic!("{summary:?}") };
    assert_eq!((passed.evidence.verdict, passed.rank), (Some(Verdict::SaysAgain), 2));
}

const FILMS: &str = "山里下了一场大雨，从早下到晚。镇上的文化站今年春天添了一台放映机。\
                     可是，柳河镇的露天电影放映场场坐满，露天电影放映成了镇上的大事。";

#[test]
fn what_has_no_room_is_told() {
    // enough for the last alone, which leans on the one before it
    let summary = explained("柳河镇露天电影放映", FILMS, &within(Budget::Characters(32)));
    assert_eq!(verdict(&summary, "可是"), Some(Verdict::NoRoom), "{summary:?}");
}

#[test]
fn what_comes_with_another_is_told() {
    let summary = explained("柳河镇露天电影放映", FILMS, &within(Budget::Characters(52)));
    assert_eq!(verdict(&summary, "可是"), Some(Verdict::AddedMost));
    assert_eq!(verdict(&summary, "镇上的"), Some(Verdict::Companion));
    // the two were weighed as one
    assert_eq!(told(&summary, "可是").evidence.gain, told(&summary, "镇上的").evidence.gain);
}

#[test]
fn what_does_not_stand_alone_is_told() {
    let body = "柳河镇夏夜放映露天电影。\n文化站每晚在村口放映，村民坐满了晒谷场。";
    let summary = explained("柳河镇夏夜放映露天电影", body, &within(Budget::Sentences(2)));
    assert_eq!(verdict(&summary, "柳河镇夏夜"), Some(Verdict::NotAlone), "{summary:?}");
}

#[test]
fn what_was_required_is_told() {
    let options = SummaryOptions {
        required_terms: vec!["老周".to_owned()],
        ..within(Budget::Sentences(2))
    };
    let summary = explained(TITLE, BODY, &options);
    let required = by_rank(&summary)[0];
    assert_eq!(required.evidence.verdict, Some(Verdict::Required));
    assert!(required.text.contains("老周"));
    assert_eq!(by_rank(&summary)[1].evidence.verdict, Some(Verdict::AddedMost));
    // it was not weighed against others, so that none is passed over for it
    assert!(summary.passed_over.iter().all(|passed| passed.rank > 1), "{summary:?}");
}

#[test]
fn a_cut_sentence_has_no_verdict() {
    let options = SummaryOptions { allow_cut: true, ..within(Budget::Characters(20)) };
    let long = "今年以来，青石县在农村集市推行检查单，把监管搬到手机上。";
    let summary = explained("", long, &options);
    let [sentence] = summary.sentences.as_slice() else { panic!("{summary:?}") };
    assert!(
        sentence.cut && sentence.evidence.verdict.is_none() && sentence.evidence.gain.is_empty()
    );
    assert!(!sentence.evidence.contributions.is_empty() && summary.passed_over.is_empty());
}

#[test]
fn pinned_keywords_say_so() {
    let pinned_terms = vec!["摊主".to_owned()];
    for method in [KeywordMethod::Keyphrase, KeywordMethod::TfIdf, KeywordMethod::TextRank] {
        let options =
            KeywordOptions { method, pinned_terms: pinned_terms.clone(), ..Default::default() };
        let found = keywords(&reading(TITLE, BODY), Background::builtin(), None, &options);
        let pinned: Vec<_> = found.iter().map(|keyword| keyword.evidence.pinned).collect();
        assert_eq!(found[0].text, "摊主");
        assert!(pinned[0] && pinned[1..].iter().all(|pinned| !pinned), "{method:?} {pinned:?}");
    }
    assert!(keywords_of(TITLE, BODY).iter().all(|keyword| !keyword.evidence.pinned));
}
