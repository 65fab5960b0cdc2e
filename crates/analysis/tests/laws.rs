//! What holds for every text: nothing panics, spans lead to the source, and nothing depends on
//! anything but the input.

#![allow(dead_code, reason = "each file uses its part of the samples")]

mod sample;

use proptest::prelude::*;
use sample::{BODY, TITLE, keywords_of, paragraphs, reading, summary_of};
use tiyao_analysis::{
    Budget, IssueTerms, KeywordMethod, KeywordOptions, SummaryOptions, keywords, read, summarize,
};
use tiyao_corpus::{Background, Description, Provenance, Snapshot};
use tiyao_text::{Excerpt, Lexicon, Span};

/// A line break in the source reads as one space.
fn cut(source: &str, spans: &[Span]) -> String {
    Excerpt::cut(source, spans.iter().copied()).text().to_owned()
}

fn hold(title: &str, body: &str) {
    let reading = reading(title, body);
    let background = Background::builtin();
    let methods = [KeywordMethod::Keyphrase, KeywordMethod::TfIdf, KeywordMethod::TextRank];
    for method in methods {
        let options = KeywordOptions { method, ..KeywordOptions::default() };
        let found = keywords(&reading, background, None, &options);
        assert_eq!(found, keywords(&reading, background, None, &options));
        for keyword in found {
            assert_eq!(keyword.occurrences.len(), keyword.evidence.term_frequency);
            assert!(keyword.salience > 0.0 && keyword.salience <= 1.0);
            for (i, occurrence) in keyword.occurrences.iter().enumerate() {
                let source = if occurrence.in_title { title } else { body };
                let text = cut(source, &occurrence.spans);
                assert!(!text.is_empty());
                assert!(i > 0 || text == keyword.text);
            }
        }
    }
    for budget in [Budget::Characters(40), Budget::Sentences(2), Budget::Ratio(0.5)] {
        let options = SummaryOptions { budget, ..SummaryOptions::default() };
        let summary = summarize(&reading, background, None, &options);
        for sentence in &summary.sentences {
            assert_eq!(cut(body, &sentence.spans), sentence.text);
        }
        let characters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let counted: usize = summary.sentences.iter().map(|s| characters(&s.text)).sum();
        assert_eq!(counted, summary.character_count);
        if let Budget::Characters(limit) = budget {
            assert!(counted <= limit);
        }
    }
}

#[test]
fn odd_texts() {
    let sentence = "市场监管部门发布了食品安全公告，".repeat(2000);
    for (title, body) in [
        ("", ""),
        ("只有题目", ""),
        ("", "词"),
        ("", "食品安全"),
        ("食品安全", "食品安全"),
        ("", "一句话。"),
        ("", "123 456。789，2023年6月。"),
        ("", "。，！？……——《》“”"),
        ("", "“““““”””《《《》》》"),
        ("“护苗”行动", "“护苗”行动。“ 护苗 ” 行动，「護苗」行動，“护\n苗”\n行动，“食品”“安全”监管"),
        ("", " \u{3000}\n\n\t"),
        ("", sentence.as_str()),
        ("", "a"),
        ("", "ＡＢＣ　ｄｅｆ。ﬁne ①②③ ㎡"),
        ("", "e\u{301}\u{301}\u{301}te\u{301} 食\u{200b}品安全\u{fe0f}。"),
        ("￣ᝮ", ""),
        ("\u{0}", "\u{0}\u{1}食品\u{7}安全。"),
        ("😀😀", "😀食品安全😀。👨‍👩‍👧"),
        ("", "한국어 문장. カタカナの文。"),
    ] {
        hold(title, body);
    }
    hold("", &"食品安全\n".repeat(3000));
    hold("", &"食品安全".repeat(3000));
    hold("", &"“".repeat(3000));
}

#[test]
fn an_article_that_a_page_end_cuts() {
    let source = "农村食品安\n\n— 7 —\n\n全监管办法今天起施行。老周的集市每月检查三次。";
    let at = |text: &str| source.find(text).unwrap();
    let (cut_end, rest) = (at("\n"), at("全监管"));
    let excerpt = Excerpt::cut(source, [Span::new(0, cut_end), Span::new(rest, source.len())]);
    let paragraphs = [tiyao_issue::Paragraph { excerpt, ..Default::default() }];
    let manuscript =
        tiyao_analysis::Manuscript { title: None, paragraphs: &paragraphs, language: None };
    let reading = read(&manuscript, Lexicon::builtin());
    let found = keywords(&reading, Background::builtin(), None, &KeywordOptions::default());
    let healed = found.iter().flat_map(|k| &k.occurrences).find(|o| o.spans.len() == 2).unwrap();
    assert!(cut(source, &healed.spans).contains("安全"));
    let summary = summarize(&reading, Background::builtin(), None, &SummaryOptions::default());
    assert_eq!(summary.sentences[0].text, "农村食品安全监管办法今天起施行。");
    assert_eq!(summary.sentences[0].spans.len(), 2);
}

#[test]
fn articles_may_be_counted_in_any_order() {
    let bodies = ["农村集市开张了。", "电子检查单好用。", "食品安全有保障，农村集市热闹。"];
    let readings: Vec<_> = bodies.iter().map(|body| reading("", body)).collect();
    let (mut forth, mut back) = (IssueTerms::default(), IssueTerms::default());
    for (first, last) in readings.iter().zip(readings.iter().rev()) {
        forth.add(first);
        back.add(last);
    }
    for reading in &readings {
        let of = |issue| {
            keywords(reading, Background::builtin(), Some(issue), &KeywordOptions::default())
        };
        assert_eq!(of(&forth), of(&back));
    }
}

#[test]
fn each_background_weighs_for_itself() {
    let reading = reading(TITLE, BODY);
    let frequencies = [("农村".to_owned(), 1), ("集市".to_owned(), 9)].into();
    let provenance = Provenance::default();
    let description = Description { provenance, document_count: 9, least_document_frequency: 1 };
    let bytes = Snapshot::build(&description, &frequencies).unwrap();
    let own = Background::of(Snapshot::open(bytes).unwrap());
    let of = |background| keywords(&reading, background, None, &KeywordOptions::default());
    let first = of(Background::builtin());
    assert_ne!(first, of(&own));
    assert_eq!(first, of(Background::builtin()));
}

#[test]
fn reading_twice_gives_the_same() {
    assert_eq!(keywords_of(TITLE, BODY), keywords_of(TITLE, BODY));
    let budget = Budget::Characters(150);
    assert_eq!(summary_of(TITLE, BODY, budget), summary_of(TITLE, BODY, budget));
    assert!(!paragraphs(BODY).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text(
        title in "[食品安全监管农村集市电子a-c ]{0,12}",
        body in "([食品安全监管农村集市電子檢查單的是在和了Ａ-Ｃa-e0-9 “”《》，。！？：；、\\n\\r\u{3000}]{0,60}){0,6}",
    ) {
        hold(&title, &body);
    }

    #[test]
    fn any_unicode(title in "\\PC{0,12}", body in "(?s).{0,200}") {
        hold(&title, &body);
    }
}
