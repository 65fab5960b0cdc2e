//! Holds what was found of an issue against what was printed.

use std::{
    collections::HashMap,
    fmt::{Display, Formatter, Result, Write},
};

use tiyao_issue::{Article, split};

use crate::press::{Place, Print};

/// What was found of one issue, or of many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    articles: usize,
    found: usize,
    /// Articles that begin where one was printed.
    begun: usize,
    /// The sum of the articles' shares of letters found, and found rightly.
    body: f64,
    /// Articles whose words are exactly those that were written.
    whole: usize,
}

impl Score {
    pub(crate) fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.found += other.found;
        self.begun += other.begun;
        self.body += other.body;
        self.whole += other.whole;
    }

    /// F1 of the places where articles begin, in a hundred.
    pub(crate) fn boundary(&self) -> f64 {
        200.0 * self.begun as f64 / (self.articles + self.found).max(1) as f64
    }

    /// F1 of an article's letters, the mean of all articles, in a hundred.
    pub(crate) fn body(&self) -> f64 {
        100.0 * self.body / self.articles.max(1) as f64
    }

    /// Of a hundred articles, how many have exactly their words.
    pub(crate) fn words(&self) -> f64 {
        100.0 * self.whole as f64 / self.articles.max(1) as f64
    }

    /// How much is wrong, to find the worst draw.
    pub(crate) fn missed(&self) -> usize {
        3 * (self.articles + self.found - 2 * self.begun) + self.articles - self.whole
    }
}

impl Display for Score {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (boundary, body, words) = (self.boundary(), self.body(), self.words());
        write!(f, "boundary {boundary:6.2}, body {body:6.2}, exact words {words:6.2}")
    }
}

/// The letters and digits of a text: what no layout may change.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How often each pair of neighbouring letters stands in a text.
fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let mut pairs = HashMap::new();
    for pair in text.chars().zip(text.chars().skip(1)) {
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

/// F1 of the letters, in their neighbourhood.
fn likeness(written: &str, read: &str) -> f64 {
    let (left, right) = (pairs(written), pairs(read));
    let both: usize =
        left.iter().map(|(pair, count)| (*count).min(right.get(pair).copied().unwrap_or(0))).sum();
    let all: usize = left.values().sum::<usize>() + right.values().sum::<usize>();
    2.0 * both as f64 / all.max(1) as f64
}

/// Splits an issue again, and says what went wrong.
pub(crate) fn score(printed: &Print) -> (Score, String) {
    let issue = split(&printed.text);
    let begins = |article: &&Article, place: &Place| {
        (place.head..place.body).contains(&article.span.start())
    };
    let (notices, places): (Vec<&Place>, Vec<&Place>) =
        printed.places.iter().partition(|place| place.is_notice);
    let articles: Vec<&Article> = issue
        .articles
        .iter()
        .filter(|article| !notices.iter().any(|place| begins(article, place)))
        .collect();
    let mut score = Score { articles: places.len(), found: articles.len(), ..Score::default() };
    let mut notes = String::new();
    for place in &places {
        let Some(article) = articles.iter().find(|article| begins(article, place)) else {
            writeln!(notes, "not found: {}", place.title).expect("a string takes all");
            continue;
        };
        score.begun += 1;
        let written: String = place.paragraphs.iter().map(|(text, _)| letters(text)).collect();
        let read: String = article.paragraphs.iter().map(|p| letters(p.excerpt.text())).collect();
        score.body += likeness(&written, &read);
        if written == read {
            score.whole += 1;
        } else {
            writeln!(notes, "changed: {}\n  {written}\n  {read}", place.title)
                .expect("a string takes all");
        }
    }
    for article in articles {
        if !places.iter().any(|place| begins(&article, place)) {
            writeln!(notes, "too much: {:?}", article.title.text()).expect("a string takes all");
        }
    }
    (score, notes)
}
