use std::collections::HashSet;

use tiyao_text::term_key;

use crate::candidate::Candidate;
use crate::{KeywordOptions, Reading, english};

/// A candidate with its score.
pub(crate) struct Entry<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) score: f64,
}

/// How many candidates are looked at for each keyword that is asked for.
const POOL: usize = 40;

/// Chooses keywords greedily by score and gives the numbers of the entries, best first. Left out
/// are what the caller forbids, what a chosen phrase already says, and what differs from a chosen
/// one only in word order or number. Ties go to what stands first.
pub(crate) fn select(
    reading: &Reading,
    entries: Vec<Entry<'_>>,
    options: &KeywordOptions,
) -> Vec<usize> {
    let forbidden: HashSet<String> =
        options.forbidden_terms.iter().map(|term| key(&term_key(term))).collect();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let place = |i: usize| entries.get(i).map_or((0, 0), |e| (e.candidate.words.start, e.candidate.words.end));
    let score = |i: usize| entries.get(i).map_or(0.0, |e| e.score);
    let by_rank =
        |&a: &usize, &b: &usize| score(b).total_cmp(&score(a)).then(place(a).cmp(&place(b)));
    let pool = options.max_keywords.saturating_add(forbidden.len()).saturating_mul(POOL);
    if pool < order.len() {
        order.select_nth_unstable_by(pool, by_rank);
        order.truncate(pool);
    }
    order.sort_unstable_by(by_rank);
    let mut chosen: Vec<usize> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let mut shapes: HashSet<Vec<String>> = HashSet::new();
    for i in order {
        if chosen.len() >= options.max_keywords {
            break;
        }
        let Some(entry) = entries.get(i) else { continue };
        let words = words(reading, entry.candidate);
        let text = if reading.is_english() { format!(" {} ", words.join(" ")) } else { words.concat() };
        if forbidden.contains(&key(&text)) || texts.iter().any(|chosen| chosen.contains(&text)) {
            continue;
        }
        if !shapes.insert(shape(&words)) {
            continue;
        }
        texts.push(text);
        chosen.push(i);
    }
    chosen
}

/// A text without white space, to compare terms however they are spaced.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn words<'a>(reading: &'a Reading, candidate: &Candidate) -> Vec<&'a str> {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    words.iter().map(|word| reading.terms.text(word.term)).collect()
}

/// What two phrases have in common that differ in word order or number alone.
fn shape(words: &[&str]) -> Vec<String> {
    let mut shape: Vec<String> =
        words.iter().map(|word| english::singular(word).to_owned()).collect();
    shape.sort_unstable();
    shape
}
