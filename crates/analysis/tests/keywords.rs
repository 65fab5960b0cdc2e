//! Keywords of an article: which, in which order, and with what evidence.

#![allow(
    clippy::float_cmp,
    dead_code,
    reason = "exact values are meant; each file uses its part of the samples"
)]

mod sample;

use sample::{BODY, TITLE, keywords_of, reading};
use tiyao_analysis::{IssueTerms, KeywordMethod, KeywordOptions, keywords};
use tiyao_corpus::Background;

fn texts(title: &str, body: &str, options: &KeywordOptions) -> Vec<String> {
    let found = keywords(&reading(title, body), Background::builtin(), None, options);
    found.into_iter().map(|keyword| keyword.text).collect()
}

#[test]
fn names_what_the_article_is_about() {
    let found = texts(TITLE, BODY, &KeywordOptions::default());
    assert!(found[..4].contains(&"电子检查单".to_owned()), "{found:?}");
    assert!(found[..4].contains(&"农村集市".to_owned()), "{found:?}");
    assert!(found.len() <= 8);
    for fragment in ["检查单", "集市", "电子检查"] {
        assert!(!found.contains(&fragment.to_owned()), "{fragment} in {found:?}");
    }
}

#[test]
fn evidence_is_complete() {
    let found = keywords_of(TITLE, BODY);
    let keyword = found.iter().find(|keyword| keyword.text == "电子检查单").unwrap();
    let evidence = &keyword.evidence;
    assert_eq!(evidence.words.concat(), "电子检查单");
    assert_eq!(evidence.words.len(), evidence.parts_of_speech.len());
    assert_eq!(evidence.term_frequency, 5);
    assert_eq!(keyword.occurrences.len(), 5);
    assert!(evidence.in_title && evidence.quoted && !evidence.in_subhead);
    assert!(evidence.inverse_document_frequency > 0.0);
    assert_eq!(evidence.issue_document_frequency, 0);
    assert!(evidence.first_position > 0.0 && evidence.first_position < 0.2);
    assert!(evidence.contributions.is_empty());
}

#[test]
fn what_each_feature_adds_is_told_on_demand_and_changes_nothing_else() {
    for method in [KeywordMethod::Keyphrase, KeywordMethod::TfIdf, KeywordMethod::TextRank] {
        let options = KeywordOptions { method, ..KeywordOptions::default() };
        let explaining = KeywordOptions { explain: true, ..options.clone() };
        let found = |options| keywords(&reading(TITLE, BODY), Background::builtin(), None, options);
        let mut explained = found(&explaining);
        for keyword in &mut explained {
            let parts = std::mem::take(&mut keyword.evidence.contributions);
            assert!(!parts.is_empty() && parts.is_sorted_by(|a, b| a.value >= b.value));
        }
        assert_eq!(explained, found(&options), "{method:?}");
    }
}

#[test]
fn occurrences_lead_to_the_source() {
    for keyword in keywords_of(TITLE, BODY) {
        assert!(keyword.occurrences.is_sorted_by_key(|occurrence| !occurrence.in_title));
        for occurrence in &keyword.occurrences {
            let source = if occurrence.in_title { TITLE } else { BODY };
            let cut: String = occurrence.spans.iter().map(|span| span.cut(source)).collect();
            assert_eq!(cut, keyword.text);
        }
    }
}

#[test]
fn salience_falls_from_one() {
    let found = keywords_of(TITLE, BODY);
    assert_eq!(found[0].salience, 1.0);
    assert!(found.is_sorted_by(|a, b| a.salience >= b.salience));
    assert!(found.iter().all(|keyword| keyword.salience > 0.0));
}

#[test]
fn options_bind() {
    let few = KeywordOptions { max_keywords: 2, ..KeywordOptions::default() };
    assert_eq!(texts(TITLE, BODY, &few).len(), 2);
    let none = KeywordOptions { max_keywords: 0, ..KeywordOptions::default() };
    assert!(texts(TITLE, BODY, &none).is_empty());
    let single = KeywordOptions { max_words: 1, ..KeywordOptions::default() };
    let found = keywords(&reading(TITLE, BODY), Background::builtin(), None, &single);
    assert!(found.iter().all(|keyword| keyword.evidence.words.len() == 1));
    let forbidden = KeywordOptions {
        forbidden_terms: vec!["電子 檢查單".to_owned()],
        ..KeywordOptions::default()
    };
    assert!(!texts(TITLE, BODY, &forbidden).contains(&"电子检查单".to_owned()));
}

#[test]
fn single_words_by_tf_idf() {
    let options =
        KeywordOptions { method: KeywordMethod::TfIdf, explain: true, ..KeywordOptions::default() };
    let found = keywords(&reading(TITLE, BODY), Background::builtin(), None, &options);
    assert!(found.iter().all(|keyword| keyword.evidence.words.len() == 1));
    assert!(found.iter().all(|keyword| keyword.text.chars().count() >= 2));
    assert_eq!(found[0].salience, 1.0);
    assert_eq!(found[0].evidence.contributions.len(), 1);
}

#[test]
fn numbers_dates_and_verbs_are_no_keywords() {
    let body = "2023年6月1日，他们跑步前进。2023年6月2日，他们继续跑步前进，2023年。";
    for text in texts("", body, &KeywordOptions::default()) {
        assert!(!text.chars().any(|c| c.is_ascii_digit()), "{text}");
    }
}

#[test]
fn nothing_crosses_punctuation_or_a_sentence() {
    let body = "食品安全。监管食品，安全监管。食品安全。监管食品，安全监管。";
    for text in texts("", body, &KeywordOptions::default()) {
        assert!(body.contains(&text), "{text}");
    }
}

#[test]
fn names_in_book_marks_are_kept_whole() {
    let body = "县里学习《关于加强管理的意见》。《关于加强管理的意见》共有九条。";
    let long = "大家学习《在路上》。《在路上》是本好书，《在路上》值得读。";
    assert!(texts("", long, &KeywordOptions::default()).contains(&"在路上".to_owned()));
    assert!(!texts("", body, &KeywordOptions::default()).is_empty());
}

#[test]
fn a_law_of_many_words_is_kept_whole() {
    let law = "青石县农村集市食品摊位监督检查办法";
    let body =
        format!("《{law}》今天施行。县里人说，{law}好懂。《{law}》共有九条，摊主学《{law}》。");
    let found = texts(&format!("《{law}》施行"), &body, &KeywordOptions::default());
    assert!(found.contains(&law.to_owned()), "{found:?}");
}

#[test]
fn a_campaign_is_kept_whole() {
    let body = "全县开展“护苗”行动，查看校园周边的文具店。“护苗”行动已有三年，“护苗”行动深得人心。";
    let found = texts("", body, &KeywordOptions::default());
    assert!(found.contains(&"“护苗”行动".to_owned()), "{found:?}");
    assert!(!found.contains(&"护苗".to_owned()), "{found:?}");
}

#[test]
fn terms_that_begin_and_end_with_function_words() {
    let body = "可持续发展是大事。小流域治理靠可持续发展，小流域治理要法定代表人签字。\
                法定代表人说，可持续发展和小流域治理都要办好。";
    let found = texts("", body, &KeywordOptions::default());
    for term in ["可持续发展", "小流域治理", "法定代表人"] {
        assert!(found.contains(&term.to_owned()), "{term} in {found:?}");
    }
}

#[test]
fn a_gloss_in_letters_tells_a_term() {
    let body = "今年引进了动态联盟（VO）的做法。动态联盟让小厂接大单，接单平台也上线了。接单平台由县里建。";
    let options = KeywordOptions { explain: true, ..KeywordOptions::default() };
    let found = keywords(&reading("", body), Background::builtin(), None, &options);
    let glossed = found.iter().find(|keyword| keyword.text == "动态联盟").unwrap();
    let parts = &glossed.evidence.contributions;
    assert!(parts.iter().any(|part| part.feature == "glossed" && part.value > 0.0), "{parts:?}");
}

#[test]
fn an_abbreviation_and_its_full_form_are_one_term() {
    let body = "青石县农业技术推广站（以下简称“农技站”）今年下乡办班。农技站的人教农户种菇。\
                农户说农技站办了好事。";
    let found =
        keywords(&reading("", body), Background::builtin(), None, &KeywordOptions::default());
    let texts: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
    assert!(texts.contains(&"农技站") && !texts.contains(&"农业技术推广站"), "{texts:?}");
    let station = found.iter().find(|keyword| keyword.text == "农技站").unwrap();
    assert_eq!(station.evidence.term_frequency, 4);
    assert_eq!(station.evidence.other_name.as_deref(), Some("农业技术推广站"));
    let first: String = station.occurrences[0].spans.iter().map(|span| span.cut(body)).collect();
    assert_eq!(first, "农业技术推广站");
}

#[test]
fn pinned_terms_are_found_wherever_they_stand() {
    let body = "县里说，两个一起抓，两手都要硬。食用菌大棚建好了，大棚里的食用菌长势好。";
    let pinned = KeywordOptions {
        pinned_terms: vec!["两个一起抓".to_owned(), "用菌大".to_owned(), "没有的".to_owned()],
        ..KeywordOptions::default()
    };
    let found = keywords(&reading("", body), Background::builtin(), None, &pinned);
    assert_eq!((found[0].text.as_str(), found[1].text.as_str()), ("两个一起抓", "用菌大"));
    for keyword in &found {
        for occurrence in &keyword.occurrences {
            let cut: String = occurrence.spans.iter().map(|span| span.cut(body)).collect();
            assert_eq!(cut, keyword.text);
        }
    }
    assert!(found.iter().all(|keyword| keyword.text != "没有的"));
    let vocabulary = KeywordOptions {
        vocabulary: vec!["两手都要硬".to_owned()],
        ..KeywordOptions::default()
    };
    assert_eq!(texts("", body, &vocabulary), ["两手都要硬"]);
}

#[test]
fn mixed_terms_are_keywords_and_numbers_of_publications_are_not() {
    let body = "ISSN 2096-6563。今年建成5G 专网，5G 专网连着三座厂房。厂房靠5G 专网开工。";
    let found = texts("工厂用上5G 专网", body, &KeywordOptions::default());
    assert_eq!(found[0], "5G 专网", "{found:?}");
    assert!(found.iter().all(|text| !text.contains("2096") && text != "ISSN"), "{found:?}");
}

#[test]
fn acts_and_counts_are_no_keywords() {
    let title = "青石县落实补贴印发办法 申领压缩至一日";
    let body = "青石县印发办法，落实农机补贴。补贴申领办理时间压缩至一日，全县办理申领三万件。";
    let found = texts(title, body, &KeywordOptions::default());
    for word in ["落实", "印发", "办理", "压缩", "一日", "万件", "三万件"] {
        assert!(!found.contains(&word.to_owned()), "{word} in {found:?}");
    }
}

#[test]
fn a_place_is_named_once() {
    let body = "上海市的集市开张了。上海集市热闹，上海市的摊主多，上海的游客也多。";
    let found = texts("上海集市开张", body, &KeywordOptions::default());
    let places = found.iter().filter(|text| matches!(text.as_str(), "上海" | "上海市")).count();
    assert!(places <= 1, "{found:?}");
}

#[test]
fn clauses_are_no_keywords() {
    let title = "青石县举办农村集市推动乡村旅游";
    let body = "青石县举办农村集市，推动乡村旅游。农村集市让乡村旅游更热闹，游客都说好。";
    let found = texts(title, body, &KeywordOptions::default());
    for clause in ["举办", "推动", "举办农村集市", "推动乡村旅游", "举办农村", "推动乡村"]
    {
        assert!(!found.contains(&clause.to_owned()), "{clause} in {found:?}");
    }
    assert!(found.contains(&"农村集市".to_owned()) && found.contains(&"乡村旅游".to_owned()));
}

#[test]
fn a_short_article_names_a_thing_once() {
    let body = "食品安全人人有责。食品安全看得见，食品安全管得住，食品安全靠大家。\
                食品安全知识讲座开讲。";
    let found = texts("", body, &KeywordOptions::default());
    assert!(found.contains(&"食品安全".to_owned()), "{found:?}");
    let longer = found.iter().filter(|text| text.contains("食品安全")).count();
    assert_eq!(longer, 1, "{found:?}");
}

#[test]
fn a_phrase_that_says_no_more_than_its_part_is_left_out() {
    let title = "青石县开展“护苗行动2023” 查案时限缩短";
    let body = "青石县开展“护苗行动2023”。护苗行动查看校园周边的文具店，护苗行动查案时限缩短一半。\
                查案时限由十天减为五天，文具店店主都说好。";
    let found = texts(title, body, &KeywordOptions::default());
    for (part, phrase) in [("护苗行动", "护苗行动2023"), ("查案时限", "查案时限缩短")]
    {
        assert!(found.contains(&part.to_owned()), "{part} in {found:?}");
        assert!(!found.contains(&phrase.to_owned()), "{phrase} in {found:?}");
    }
}

#[test]
fn a_name_in_marks_takes_the_place_of_its_word() {
    let title = "青石县推行“两个护苗”";
    let body = "青石县推行“两个护苗”，护苗要靠学校，也要靠书店。“两个护苗”半年查了十家店。";
    let found = texts(title, body, &KeywordOptions::default());
    assert!(found.contains(&"两个护苗".to_owned()), "{found:?}");
    assert!(!found.contains(&"护苗".to_owned()), "{found:?}");
}

#[test]
fn common_words_are_no_keywords_by_themselves() {
    let title = "青石县农村集市活动丰富";
    let body = "青石县办起农村集市，活动丰富。企业来摆摊，活动也让企业高兴。农村集市每月三次。";
    let found = texts(title, body, &KeywordOptions::default());
    for word in ["活动", "企业"] {
        assert!(!found.contains(&word.to_owned()), "{word} in {found:?}");
    }
    assert!(found.contains(&"农村集市".to_owned()), "{found:?}");
}

#[test]
fn traditional_text_is_returned_as_written() {
    let found = texts(
        "農村集市推行電子檢查單",
        "電子檢查單讓農村集市更規範。電子檢查單列出二十三項內容，農村集市的攤主都說好。",
        &KeywordOptions::default(),
    );
    assert!(found.contains(&"電子檢查單".to_owned()), "{found:?}");
    assert!(found.contains(&"農村集市".to_owned()), "{found:?}");
}

#[test]
fn english_phrases() {
    let found = texts(
        "Food safety checks at village markets",
        "The county has moved its food safety checks to phones. Inspectors visit village markets \
         with an electronic checklist. The electronic checklist names every stall, and food safety \
         has improved at all village markets.",
        &KeywordOptions::default(),
    );
    assert!(found.contains(&"electronic checklist".to_owned()), "{found:?}");
    assert!(found.iter().any(|text| text.eq_ignore_ascii_case("village markets")), "{found:?}");
}

#[test]
fn what_the_whole_issue_speaks_of_weighs_less() {
    let one = reading(TITLE, BODY);
    let bodies = ["农村集市开张了，农村集市真热闹。", "又一个农村集市开张。", "农村集市收摊。"];
    let mut issue = IssueTerms::default();
    issue.add(&one);
    for body in bodies {
        issue.add(&reading("", body));
    }
    let options = KeywordOptions::default();
    let value = |issue| {
        let found = keywords(&one, Background::builtin(), issue, &options);
        found.into_iter().find(|keyword| keyword.text == "农村集市").unwrap().evidence
    };
    let (alone, among) = (value(None), value(Some(&issue)));
    assert_eq!((alone.issue_document_frequency, among.issue_document_frequency), (0, 4));
    assert!(among.inverse_document_frequency < alone.inverse_document_frequency);
    assert_eq!(issue.article_count(), 4);
}
