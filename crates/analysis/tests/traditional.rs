//! Traditional text is matched in simplified form and returned as it is written, at the same quality.
//!
//! `quality/articles_traditional.json` holds the simplified articles of `quality/articles.json`, converted
//! by `OpenCC` (`OpenCC('s2t')` of opencc-python-reimplemented 0.1.7). The seed is converted here, character by
//! character, by the table that simplifies.

#![allow(dead_code, reason = "each file uses its part of the samples")]
#![allow(clippy::indexing_slicing, reason = "a test may fail so")]
#![allow(clippy::print_stdout, reason = "a test that fails shows what was found in each article")]

mod gold;
mod sample;

use std::collections::HashMap;

use gold::{GoldArticle, file, mean};
use sample::{keywords_of, reading, summary_of};
use serde_json::Value;
use tiyao_analysis::{Budget, Keyword, Language, Summary};
use tiyao_text::{Span, term_key};

/// A point of 100, which is what a conversion may cost.
const POINT: f64 = 0.01;
/// Each article in simplified and in traditional characters.
fn articles() -> Vec<(GoldArticle, GoldArticle)> {
    let read = |path: &str| -> Vec<Value> { serde_json::from_str(&file(path)).expect("JSON") };
    let simplified = read("tests/quality/articles.json");
    let pairs = read("tests/quality/articles_traditional.json").into_iter().map(|traditional| {
        let own = simplified.iter().find(|record| record["name"] == traditional["name"]);
        (GoldArticle::of(own.expect("the article by its name")), GoldArticle::of(&traditional))
    });
    pairs.collect()
}

/// How much is the same in two results, of how much.
#[derive(Default)]
struct Likeness {
    same: usize,
    all: usize,
}

impl Likeness {
    fn add<T: PartialEq>(&mut self, one: &[T], other: &[T]) {
        self.same += one.iter().filter(|item| other.contains(item)).count();
        self.all += one.len().max(other.len());
    }

    /// Whether nearly all is the same. Not all is: pairs of characters fall into slots by a hash, other
    /// characters into other ones, which decides between sentences that add about as much.
    fn is_nearly_all(&self) -> bool {
        println!("{} of {} the same", self.same, self.all);
        self.same as f64 >= 0.9 * self.all as f64
    }
}

/// Spans cut the text that they are of, whichever characters it has.
fn cut(spans: &[Span], text: &str) -> String {
    spans.iter().map(|span| span.cut(text)).collect()
}

/// The keywords as they are compared.
fn keys(found: &[Keyword]) -> Vec<String> {
    found.iter().map(|keyword| term_key(&keyword.text)).collect()
}

/// The places of the sentences in their article.
fn places(summary: &Summary) -> Vec<usize> {
    summary.sentences.iter().map(|sentence| sentence.evidence.sentence_index).collect()
}

/// The share of the gold sentences that a summary of two sentences has.
fn sentence_recall(article: &GoldArticle) -> f64 {
    article.sentence_hits(Budget::Sentences(2)) as f64 / article.sentences.len() as f64
}

/// On so few articles one keyword moves the mean by two points, so that none may be lost.
#[test]
fn the_gold_is_found_as_well_in_traditional_characters() {
    let articles = articles();
    assert_eq!(articles.len(), 9);
    for score in [GoldArticle::f1, sentence_recall] {
        let simplified = mean(articles.iter().map(|(article, _)| score(article)));
        let traditional = mean(articles.iter().map(|(_, article)| score(article)));
        println!("{simplified:.3} simplified, {traditional:.3} traditional");
        assert!((simplified - traditional).abs() <= POINT, "{simplified} {traditional}");
        assert!(simplified > 0.3);
    }
}

#[test]
fn the_same_terms_and_sentences_are_chosen() {
    let (mut terms, mut sentences) = (Likeness::default(), Likeness::default());
    for (simplified, traditional) in articles() {
        let of = |article: &GoldArticle| keys(&keywords_of(&article.title, &article.body));
        terms.add(&of(&simplified), &of(&traditional));
        for budget in [Budget::Sentences(1), Budget::Sentences(2), Budget::Characters(150)] {
            let of =
                |article: &GoldArticle| places(&summary_of(&article.title, &article.body, budget));
            sentences.add(&of(&simplified), &of(&traditional));
        }
    }
    assert!(terms.is_nearly_all() && sentences.is_nearly_all());
}

/// How traditional text has each character that only simplified text has.
fn traditional_forms() -> HashMap<char, char> {
    let table = file("../text/data/script.txt");
    let section = |name: &str| {
        let lines = table.lines().skip_while(|line| *line != name).skip(1);
        lines.take_while(|line| !line.starts_with('[')).flat_map(str::chars).collect::<Vec<char>>()
    };
    let pairs = section("[pairs]");
    let mut forms: HashMap<char, char> = HashMap::new();
    for pair in pairs.as_chunks::<2>().0 {
        forms.entry(pair[1]).or_insert(pair[0]);
    }
    let simplified = section("[simplified]");
    forms.retain(|c, _| simplified.contains(c));
    forms
}

#[test]
fn the_seed_is_read_alike_in_traditional_characters() {
    let seed = file("../../seeds/market-regulation-2023-13.txt");
    let articles = tiyao_issue::split(&seed).articles.into_iter().map(|article| {
        let paragraphs = article.paragraphs.iter();
        let body: Vec<&str> = paragraphs.map(|paragraph| paragraph.excerpt.text()).collect();
        [article.title.text().to_owned(), body.join("\n")]
    });
    let forms = traditional_forms();
    let convert = |text: &String| -> String {
        text.chars().map(|c| forms.get(&c).copied().unwrap_or(c)).collect()
    };
    let (mut terms, mut sentences) = (Likeness::default(), Likeness::default());
    for article in articles {
        let [title, body] = &article;
        let [new_title, new_body] = &article.each_ref().map(convert);
        assert_eq!(reading(new_title, new_body).language(), Language::ChineseTraditional);
        let (found, new) = (keywords_of(title, body), keywords_of(new_title, new_body));
        terms.add(&keys(&found), &keys(&new));
        for keyword in &new {
            assert!(new_title.contains(&keyword.text) || new_body.contains(&keyword.text));
        }
        let of = |title, body| places(&summary_of(title, body, Budget::Characters(150)));
        sentences.add(&of(title, body), &of(new_title, new_body));
    }
    assert!(terms.all > 100 && terms.is_nearly_all() && sentences.is_nearly_all());
}

#[test]
fn what_is_returned_is_written_as_it_was() {
    for (_, GoldArticle { title, body, .. }) in articles() {
        assert_eq!(reading(&title, &body).language(), Language::ChineseTraditional);
        let found = keywords_of(&title, &body);
        assert!(found.len() > 3);
        for keyword in found {
            let places = keyword.occurrences.iter().map(|occurrence| {
                let text = if occurrence.in_title { &title } else { &body };
                cut(&occurrence.spans, text)
            });
            let places: Vec<String> = places.collect();
            assert_eq!(places[0], keyword.text);
            for place in places {
                assert_eq!(term_key(&place), term_key(&keyword.text));
            }
        }
        for sentence in summary_of(&title, &body, Budget::Characters(150)).sentences {
            assert_eq!(cut(&sentence.spans, &body), sentence.text);
        }
    }
}
