//! English articles, and English words in Chinese ones.

use tiyao_analysis::{
    Keyword, KeywordOptions, Language, Manuscript, SummaryOptions, keywords, read, summarize, terms,
};
use tiyao_corpus::Background;
use tiyao_text::{Excerpt, Lexicon};

const TITLE: &str = "Heat pumps in old village schools";
const BODY: &str = "\
The county has fitted heat pumps in nine village schools since last autumn.\n\
A heat pump draws warmth from the ground, and the schools burn no coal any more. \
Engineers drilled boreholes under each playground while the children were on holiday.\n\
Coal stoves had heated these classrooms for sixty years. The stove in every classroom needed a \
caretaker at five in the morning. Caretakers now read one meter a week.\n\
The boreholes were the dearest part. One borehole costs as much as forty stoves, says the council, \
which means to drill boreholes for three more schools next year.";

fn with_keywords<T>(title: &str, body: &str, take: impl Fn(&[Keyword]) -> T) -> T {
    let title = Excerpt::whole(title);
    let paragraphs = tiyao_issue::paragraphs(body);
    let manuscript = Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
    let reading = read(&manuscript, Lexicon::builtin());
    take(&keywords(&reading, Background::builtin(), None, &KeywordOptions::default()))
}

/// The terms that an article counts for in a corpus.
fn counted(body: &str) -> Vec<String> {
    let paragraphs = tiyao_issue::paragraphs(body);
    let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
    let mut counted: Vec<String> = terms(&read(&manuscript, Lexicon::builtin())).collect();
    counted.sort();
    counted.dedup();
    counted
}

#[test]
fn keywords_are_shown_as_they_are_written() {
    with_keywords(TITLE, BODY, |found| {
        let texts: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
        assert!(texts[..3].iter().any(|text| text.eq_ignore_ascii_case("heat pumps")), "{texts:?}");
        assert!(texts.iter().any(|text| text.contains("boreholes")), "{texts:?}");
        for keyword in found {
            for occurrence in &keyword.occurrences {
                let source = if occurrence.in_title { TITLE } else { BODY };
                let cut = occurrence.spans[0].cut(source);
                assert_eq!(cut.to_lowercase(), keyword.text.to_lowercase());
            }
        }
    });
}

#[test]
fn of_the_forms_of_a_word_one_is_a_keyword() {
    with_keywords(TITLE, BODY, |found| {
        for forms in [["heat pump", "heat pumps"], ["borehole", "boreholes"], ["stove", "stoves"]] {
            let with = found.iter().filter(|k| forms.contains(&k.text.to_lowercase().as_str()));
            assert!(with.count() <= 1, "{forms:?} in {found:?}");
        }
    });
}

#[test]
fn rarities_come_from_english_texts() {
    let english = Background::builtin().in_english();
    let typical = english.typical_inverse_document_frequency();
    let own = |stem| english.inverse_document_frequency(stem).unwrap_or(typical);
    with_keywords(TITLE, BODY, |found| {
        let heat_pumps = found.iter().find(|k| k.text.eq_ignore_ascii_case("heat pumps")).unwrap();
        let rarity = heat_pumps.evidence.inverse_document_frequency;
        assert!((rarity - f64::midpoint(own("heat"), own("pump"))).abs() < 1e-12, "{rarity}");
        assert_eq!(heat_pumps.evidence.words.join(" "), "heat pumps");
    });
}

#[test]
fn forms_are_counted_as_one_term() {
    assert_eq!(counted("Stoves. The stove."), ["stove"]);
    let chinese = counted("各校改用heat pumps，一台heat pump可供暖。");
    assert!(chinese.contains(&"heat pump".to_owned()), "{chinese:?}");
    assert!(!chinese.iter().any(|term| term.contains("pumps")), "{chinese:?}");
}

#[test]
fn a_query_finds_every_form() {
    let paragraphs = tiyao_issue::paragraphs(BODY);
    let manuscript =
        Manuscript { title: None, paragraphs: &paragraphs, language: Some(Language::English) };
    let reading = read(&manuscript, Lexicon::builtin());
    let asking = |query: &str| {
        let options = SummaryOptions { query: query.to_owned(), ..SummaryOptions::default() };
        summarize(&reading, Background::builtin(), None, &options)
    };
    assert_eq!(asking("caretaker"), asking("caretakers"));
    let summary = asking("caretaker");
    assert!(summary.sentences.iter().any(|s| s.text.to_lowercase().contains("caretaker")));
    for sentence in &summary.sentences {
        assert_eq!(sentence.spans[0].cut(BODY), sentence.text);
    }
}
