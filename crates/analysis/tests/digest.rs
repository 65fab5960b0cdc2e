//! The digest of an issue.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use sample::{BODY, TITLE, reading};
use tiyao_analysis::{Budget, Digest, DigestOptions, IssueTerms, digest, nominees};
use tiyao_corpus::Background;

const ARTICLES: [(&str, &str); 4] = [
    (TITLE, BODY),
    (
        "食用菌种植富了山村",
        "今年，青石县的食用菌种植面积达到三千亩，农户户均增收两万元。县农技站派人住进村里，手把手教\
         农户管理大棚。老周家的大棚一年可以收三茬香菇。",
    ),
    ("简讯", "县图书馆周末延长开放时间两小时。"),
    ("简讯", "县图书馆周末延长开放时间两小时。"),
];

fn of(articles: &[(&str, &str)], options: DigestOptions) -> Digest {
    let readings: Vec<_> = articles.iter().map(|(title, body)| reading(title, body)).collect();
    let mut terms = IssueTerms::default();
    for reading in &readings {
        terms.add(reading);
    }
    let background = Background::builtin();
    let all = readings.iter().enumerate();
    let all = all.flat_map(|(index, reading)| nominees(reading, background, Some(&terms), index));
    digest(all.collect(), &options)
}

#[test]
fn every_article_speaks_once_before_one_speaks_twice() {
    let three = of(&ARTICLES, DigestOptions { budget: Budget::Sentences(3), ..Default::default() });
    let articles: Vec<usize> = three.sentences.iter().map(|s| s.article_index).collect();
    assert_eq!(articles, [0, 1, 2], "{three:?}");
    let four = of(&ARTICLES, DigestOptions { budget: Budget::Sentences(4), ..Default::default() });
    let mut articles: Vec<usize> = four.sentences.iter().map(|s| s.article_index).collect();
    articles.dedup();
    assert_eq!((four.sentences.len(), articles.as_slice()), (4, &[0, 1, 2][..]), "{four:?}");
}

#[test]
fn the_budget_binds_and_nothing_comes_twice() {
    for characters in [0, 10, 40, 90, 400, 1_000_000_000] {
        let budget = Budget::Characters(characters);
        let found = of(&ARTICLES, DigestOptions { budget, ..Default::default() });
        assert!(found.character_count <= characters);
        let mut texts: Vec<&str> =
            found.sentences.iter().map(|s| s.sentence.text.as_str()).collect();
        let mut ranks: Vec<usize> = found.sentences.iter().map(|s| s.sentence.rank).collect();
        ranks.sort_unstable();
        assert!(ranks.into_iter().eq(1..=found.sentences.len()));
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), found.sentences.len());
        for chosen in &found.sentences {
            let body = ARTICLES[chosen.article_index].1;
            let cut: String = chosen.sentence.spans.iter().map(|span| span.cut(body)).collect();
            assert_eq!(cut, chosen.sentence.text);
        }
    }
}

#[test]
fn the_order_of_nominees_does_not_matter() {
    let background = Background::builtin();
    let readings: Vec<_> = ARTICLES.iter().map(|(title, body)| reading(title, body)).collect();
    let all = |order: &mut dyn Iterator<Item = usize>| {
        order.flat_map(|i| nominees(&readings[i], background, None, i)).collect::<Vec<_>>()
    };
    let forth = digest(all(&mut (0..ARTICLES.len())), &DigestOptions::default());
    let back = digest(all(&mut (0..ARTICLES.len()).rev()), &DigestOptions::default());
    assert_eq!(forth, back);
    assert_eq!(digest(Vec::new(), &DigestOptions::default()), Digest::default());
}

#[test]
fn a_slogan_does_not_speak_for_an_article() {
    let body = "山青水秀好地方。青石县今年在全县推行林长制，三百名护林员用手机记下每天巡护的山路。";
    let one = of(
        &[("山青水秀", body)],
        DigestOptions { budget: Budget::Sentences(1), ..Default::default() },
    );
    assert!(one.sentences[0].sentence.text.starts_with("青石县今年"), "{one:?}");
}

/// Two articles bring the same news in other words.
#[test]
fn the_same_news_comes_once() {
    let articles = [
        ("文化站放电影", "柳河镇文化站从7月8日起每晚放映露天电影，村民可以免费观看。"),
        ("露天电影回来了", "从7月8日起，柳河镇文化站每晚免费放映露天电影，请村民观看。"),
        ("稻田养鱼", "青石县今年在三万亩稻田里养鱼，每亩增收一千元。"),
    ];
    let digest = of(&articles, DigestOptions::default());
    let articles: Vec<usize> = digest.sentences.iter().map(|s| s.article_index).collect();
    assert_eq!(articles.len(), 2, "{digest:?}");
    assert!(articles.contains(&2));
}
