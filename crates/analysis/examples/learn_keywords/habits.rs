//! What a word tells by standing alone in keywords, at their start and at their end: the table of
//! `src/word_habits.rs`, and the features that come from it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tiyao_analysis::training::{HABIT_STEP, KEYWORD_FEATURES};

use crate::gold::{Collection, Document};

/// The features, by role.
const FEATURES: [&str; ROLES] = ["alone in keywords", "starts keywords", "ends keywords"];
/// How many roles a word has: alone, first, last.
pub(crate) const ROLES: usize = 3;
/// How many candidates like all others are added to those of each word.
const ADDED: f64 = 30.0;
/// A word in fewer candidates tells nothing.
const FEWEST: usize = 10;
/// Less than this, in nats, is nothing.
const LEAST: f64 = 0.2;

/// Candidates, and how many of them are keywords.
#[derive(Clone, Copy, Default)]
struct Count {
    candidates: usize,
    keywords: usize,
}

/// What was counted of the words of one role.
#[derive(Default)]
struct Role {
    words: BTreeMap<Box<str>, Count>,
    all: Count,
}

/// What was counted of all words.
#[derive(Default)]
struct Roles([Role; ROLES]);

impl Roles {
    fn add(&mut self, document: &Document<'_>) {
        for example in &document.examples {
            for (role, word) in self.0.iter_mut().zip(&example.roles) {
                let Some(word) = word else { continue };
                for count in [&mut role.all, role.words.entry(word.clone()).or_default()] {
                    count.candidates += 1;
                    count.keywords += usize::from(example.is_keyword);
                }
            }
        }
    }
}

impl Role {
    /// The word's habit in steps, as others teach it who did not count `own`.
    fn habit(&self, word: &str, own: Count) -> i8 {
        let count = self.words.get(word).copied().unwrap_or_default();
        let candidates = count.candidates - own.candidates;
        if candidates < FEWEST {
            return 0;
        }
        let keywords = (count.keywords - own.keywords) as f64;
        let share = self.all.keywords as f64 / self.all.candidates as f64;
        let habit = ((keywords + ADDED * share) / (candidates as f64 + ADDED) / share).ln();
        if habit.abs() < LEAST { 0 } else { steps(habit) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "as cast: what is too much becomes the most")]
fn steps(nats: f64) -> i8 {
    (nats / HABIT_STEP).round() as i8
}

fn counted(collections: &[Collection<'_>], taught: &impl Fn(usize) -> bool) -> Roles {
    let mut roles = Roles::default();
    for collection in collections {
        let numbered = collection.documents.iter().enumerate();
        numbered.filter(|&(n, _)| taught(n)).for_each(|(_, document)| roles.add(document));
    }
    roles
}

/// Gives every candidate the features that the documents teach whose numbers `taught` holds, but for
/// its own document: what a document tells of its own keywords is no habit.
pub(crate) fn tell(collections: &mut [Collection<'_>], taught: impl Fn(usize) -> bool) {
    let all = counted(collections, &taught);
    let numbers = FEATURES.map(|name| KEYWORD_FEATURES.iter().position(|known| *known == name));
    for collection in collections {
        for (n, document) in collection.documents.iter_mut().enumerate() {
            let mut own = Roles::default();
            if taught(n) {
                own.add(document);
            }
            for example in &mut document.examples {
                let roles = all.0.iter().zip(&own.0).zip(&example.roles);
                for (((all, own), word), number) in roles.zip(numbers) {
                    let habit = word.as_ref().map_or(0, |word| {
                        all.habit(word, own.words.get(word).copied().unwrap_or_default())
                    });
                    if let Some(slot) = number.and_then(|number| example.features.get_mut(number)) {
                        *slot = f64::from(habit) * HABIT_STEP;
                    }
                }
            }
        }
    }
}

/// The table as it stands in `data/word-habits.txt`.
pub(crate) fn table(collections: &[Collection<'_>]) -> String {
    let roles = counted(collections, &|_| true);
    let mut words: BTreeMap<&str, [i8; ROLES]> = BTreeMap::new();
    for (number, role) in roles.0.iter().enumerate() {
        for word in role.words.keys() {
            let habit = role.habit(word, Count::default());
            if habit != 0
                && let Some(slot) = words.entry(word).or_default().get_mut(number)
            {
                *slot = habit;
            }
        }
    }
    let mut table = String::new();
    for (word, [alone, first, last]) in words {
        let _ = writeln!(table, "{word}\t{alone}\t{first}\t{last}");
    }
    table
}
