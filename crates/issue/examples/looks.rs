//! Counts how titles and other headings look, for the table of frequencies in `verdict`:
//!
//! ```text
//! cargo run --release --package tiyao-issue --example looks -- ISSUES.jsonl…
//! ```
//!
//! Each row of a file is an issue: `{"flat_text": …, "articles": [{"title": …}, …]}`, the titles as
//! they stand in the text. A heading counts as a title where its letters begin one, and the title was
//! not met before. Printed is, for each side, how often titles and other headings show each value that
//! can be seen, as shares of one.

#![expect(clippy::print_stdout, reason = "printing the table is what it is for")]

use std::{collections::HashMap, env, error::Error, fs};

use serde_json::Value;
use tiyao_issue::looks;

/// How often each value of one side was seen: of titles, of other headings.
#[derive(Default)]
struct Seen {
    titles: Vec<usize>,
    others: Vec<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut table: Vec<(&str, Seen)> = Vec::new();
    for path in env::args().skip(1) {
        for row in fs::read_to_string(&path)?.lines().filter(|row| !row.trim().is_empty()) {
            count(&serde_json::from_str(row)?, &mut table);
        }
    }
    for (name, seen) in &table {
        println!("{name}\n  titles {}\n  others {}", shares(&seen.titles), shares(&seen.others));
    }
    Ok(())
}

fn count(issue: &Value, table: &mut Vec<(&'static str, Seen)>) {
    let text = issue.get("flat_text").and_then(Value::as_str).unwrap_or_default();
    let articles = issue.get("articles").and_then(Value::as_array);
    let titles =
        articles.into_iter().flatten().filter_map(|article| article.get("title")?.as_str());
    let mut left: HashMap<String, usize> = HashMap::new();
    for title in titles {
        *left.entry(letters(title)).or_default() += 1;
    }
    for look in looks(text, &[]) {
        let heading = letters(look.title.cut(text));
        let is_title = take(&mut left, &heading);
        table.resize_with(look.sides.len(), Default::default);
        for ((name, seen), (side, value)) in table.iter_mut().zip(look.sides) {
            *name = side;
            let counts = if is_title { &mut seen.titles } else { &mut seen.others };
            if let Some(value) = usize::from(value).checked_sub(1) {
                counts.resize(counts.len().max(value + 1), 0);
                counts.iter_mut().skip(value).take(1).for_each(|count| *count += 1);
            }
        }
    }
}

/// Takes the title that begins with the heading from those left. A heading of few letters must be
/// all of it.
fn take(left: &mut HashMap<String, usize>, heading: &str) -> bool {
    const LEAST: usize = 6;
    let whole = heading.chars().count() < LEAST;
    // of several titles, the first in their own order
    let title = left
        .iter()
        .filter(|(title, count)| **count > 0 && !heading.is_empty() && title.starts_with(heading))
        .filter(|(title, _)| !whole || title.as_str() == heading)
        .map(|(title, _)| title.clone())
        .min();
    let Some(title) = title else { return false };
    left.entry(title).and_modify(|count| *count -= 1);
    true
}

/// What no layout changes of a title.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn shares(counts: &[usize]) -> String {
    let sum = counts.iter().sum::<usize>().max(1) as f64;
    let shares: Vec<String> =
        counts.iter().map(|count| format!("{:.3}", *count as f64 / sum)).collect();
    format!("{} of {}", shares.join(" "), counts.iter().sum::<usize>())
}
