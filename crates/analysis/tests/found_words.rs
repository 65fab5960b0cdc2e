//! Words that the dictionary does not have, told by an issue's articles together, and by a corpus.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

use std::time::{Duration, Instant};

use tiyao_analysis::{
    IssueTerms, Keyword, KeywordOptions, Manuscript, Reading, count_runs, is_word, keywords, read,
    read_against, terms,
};
use tiyao_corpus::{
    Background, Counter, Description, Provenance, SequenceCounter, Snapshot, find_words, merge_runs,
};
use tiyao_text::{Excerpt, Lexicon};

/// Articles of one issue, written for these tests; 蝤蠓 stands once in each of the first three.
const ARTICLES: [(&str, &str); 4] = [
    (
        "河口村的新生意",
        "河口村今年承包水面二十亩，农户在塘里放养小虾，也试着养起了蝤蠓。村里请来技术员，每周检查水质。\
         合作社统一收购，价格比去年高两成。村民说，收入增加，大家信心很足。",
    ),
    (
        "海鲜市场设检测台",
        "县城海鲜市场新设检测台，摊主可以免费检验商品。市场管理员介绍，顾客问得最多的是蝤蠓的产地，\
         其次是保鲜方法。检测台每天开放八小时，检验结果张贴在门口。",
    ),
    (
        "厨师比赛在礼堂举行",
        "镇里举办厨师比赛，二十名选手参加。评委认为，把蝤蠓和米酒同蒸最有地方特色。比赛设三个奖项，\
         获奖菜谱将印成小册子，免费发给饭馆。",
    ),
    (
        "小学操场换新装",
        "中心小学的操场铺上塑胶跑道，学生放学后可以踢球。学校安排老师值班，家长放心。",
    ),
];

fn reading(title: &str, body: &str) -> Reading {
    let title = Excerpt::whole(title);
    let title = (!title.text().is_empty()).then_some(&title);
    let paragraphs = tiyao_issue::paragraphs(body);
    read(&Manuscript { title, paragraphs: &paragraphs, language: None }, Lexicon::builtin())
}

fn readings() -> Vec<Reading> {
    ARTICLES.iter().map(|(title, body)| reading(title, body)).collect()
}

/// The terms of an issue, its words found.
fn issue_of<'r>(readings: impl IntoIterator<Item = &'r Reading>) -> IssueTerms {
    let mut issue = IssueTerms::default();
    for reading in readings {
        issue.add(reading);
    }
    issue.find_words();
    issue
}

/// All that may be a keyword of a reading.
fn all_keywords(
    reading: &Reading,
    background: &Background,
    issue: Option<&IssueTerms>,
) -> Vec<Keyword> {
    let options = KeywordOptions { max_keywords: 50, ..KeywordOptions::default() };
    keywords(reading, background, issue, &options)
}

fn keyword(found: &[Keyword], text: &str) -> Option<Keyword> {
    found.iter().find(|keyword| keyword.text == text).cloned()
}

#[test]
fn a_word_that_stands_once_in_several_articles_is_one_of_the_issue() {
    let background = Background::builtin();
    let mut readings = readings();
    let issue = issue_of(&readings);
    for (number, (reading, (_, body))) in readings.iter_mut().zip(ARTICLES).enumerate() {
        let before = all_keywords(reading, background, Some(&issue));
        assert!(keyword(&before, "蝤蠓").is_none(), "{body}");
        reading.join_words_of(&issue);
        let found = all_keywords(reading, background, Some(&issue));
        if number == 3 {
            assert_eq!(found, before);
            continue;
        }
        let word = keyword(&found, "蝤蠓").unwrap();
        assert_eq!(word.evidence.words, ["蝤蠓"], "one word");
        assert_eq!(word.evidence.issue_document_frequency, 3);
        let [place] = word.occurrences.as_slice() else { panic!("{word:?}") };
        assert_eq!(place.spans[0].cut(body), "蝤蠓");
        // a second time changes nothing
        reading.join_words_of(&issue);
        assert_eq!(all_keywords(reading, background, Some(&issue)), found);
    }
}

#[test]
fn a_word_of_one_article_is_one_in_the_others() {
    let [three_times, once] = [
        "农户养蝤蠓。蝤蠓长得快，市场上卖蝤蠓的摊位也多。",
        "评委认为，把蝤蠓和米酒同蒸最有地方特色。",
    ];
    let rest = ARTICLES[3].1;
    let first = reading("", &format!("{three_times}{rest}{}", ARTICLES[0].1.replace("蝤蠓", "虾")));
    let mut second = reading("", &format!("{once}{rest}"));
    let issue = issue_of([&first, &second]);
    second.join_words_of(&issue);
    let found = all_keywords(&second, Background::builtin(), Some(&issue));
    assert_eq!(keyword(&found, "蝤蠓").unwrap().evidence.issue_document_frequency, 2);
}

#[test]
fn what_recurs_without_being_a_name_is_no_word_of_the_issue() {
    let bodies = ["他送去米。", "人送去油，送去的好。", "也送去布，送去了。"];
    let bodies: Vec<String> =
        bodies.iter().zip(ARTICLES).map(|(body, (_, rest))| format!("{body}{rest}")).collect();
    let mut readings: Vec<Reading> =
        bodies.iter().map(|body| reading("", &body.replace("蝤蠓", "虾"))).collect();
    let issue = issue_of(&readings);
    for reading in &mut readings {
        let before = all_keywords(reading, Background::builtin(), Some(&issue));
        reading.join_words_of(&issue);
        assert_eq!(all_keywords(reading, Background::builtin(), Some(&issue)), before);
    }
}

#[test]
fn the_order_of_articles_changes_no_word() {
    let [mut forth, mut back] = [readings(), readings()];
    let issues = [issue_of(&forth), issue_of(back.iter().rev())];
    for (one, other) in forth.iter_mut().zip(&mut back) {
        one.join_words_of(&issues[0]);
        other.join_words_of(&issues[1]);
        let of = |reading, issue| all_keywords(reading, Background::builtin(), Some(issue));
        assert_eq!(of(one, &issues[0]), of(other, &issues[1]));
    }
}

#[test]
fn an_issue_of_characters_without_words_ends_soon() {
    // no two of the runs are alike, and none is a word of any dictionary
    let characters: Vec<char> = ('\u{9f00}'..='\u{9fa0}').collect();
    let (mut text, mut number) = (String::new(), 0_usize);
    for _ in 0..10_000 {
        for step in [1, 7, 31] {
            number = (number * 5 + step) % 99_991;
            text.push(characters[number % characters.len()]);
        }
        text.push('，');
    }
    let begun = Instant::now();
    let mut readings = [reading("", &text), reading("", &text)];
    let issue = issue_of(&readings);
    for reading in &mut readings {
        reading.join_words_of(&issue);
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// A corpus of so many texts with 蝤蠓 in every second, and the same texts counted by several.
fn corpus(counters: usize) -> Vec<u8> {
    let (mut term_runs, mut sequence_runs, mut side_runs, mut words) = (vec![], vec![], vec![], 0);
    for part in 0..counters {
        let (mut counter, mut sequences) = (Counter::default(), SequenceCounter::default());
        for number in (part..40).step_by(counters) {
            let (title, body) = ARTICLES[number % 4];
            let body = if number % 8 < 4 { body.to_owned() } else { body.replace("蝤蠓", "虾") };
            let reading = reading(title, &body);
            counter.add_document(terms(&reading));
            count_runs(&reading, &mut sequences);
        }
        let (mut terms, mut places, mut sides) = (vec![], vec![], vec![]);
        counter.write_run(&mut terms).unwrap();
        sequences.write_sequences(&mut places).unwrap();
        sequences.write_sides(&mut sides).unwrap();
        words += sequences.words();
        term_runs.push(terms);
        sequence_runs.push(places);
        side_runs.push(sides);
    }
    let [sequences, sides] =
        [&sequence_runs, &side_runs].map(|runs| runs.iter().map(Vec::as_slice).collect());
    term_runs.push(find_words(sequences, sides, words, 2, is_word).unwrap());
    let description = Description {
        provenance: Provenance::default(),
        document_count: 40,
        least_document_frequency: 2,
    };
    merge_runs(term_runs.iter().map(Vec::as_slice).collect(), &description).unwrap()
}

#[test]
fn a_corpus_tells_a_word_that_stands_once() {
    let bytes = corpus(1);
    assert_eq!(bytes, corpus(3));
    let snapshot = Snapshot::open(bytes).unwrap();
    assert_eq!(snapshot.document_frequency("蝤 蠓"), Some(15));
    let apart = snapshot.terms().map(Result::unwrap).filter(|(term, _)| term.contains(' '));
    assert_eq!(apart.collect::<Vec<_>>(), [("蝤 蠓".to_owned(), 15)]);

    let background = Background::of(snapshot);
    let body = "渔民协会办培训班，讲解蝤蠓养殖技术。报名的农户有三十名。";
    let paragraphs = tiyao_issue::paragraphs(body);
    let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
    let knows = |reading: &Reading| {
        let found = all_keywords(reading, &background, None);
        found.iter().any(|keyword| keyword.evidence.words.iter().any(|word| word == "蝤蠓"))
    };
    assert!(knows(&read_against(&manuscript, Lexicon::builtin(), &background)));
    assert!(!knows(&reading("", body)));
}
