//! What a word tells by standing alone in keywords, at their start and at their end, and what a
//! character does: the tables of `src/word_habits.rs` and `src/character_habits.rs`, and the features that
//! come from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use tiyao_analysis::training::{HABIT_STEP, KEYWORD_FEATURES};

use crate::gold::{Collection, Document};

/// The features, by role.
const FEATURES: [&str; ROLES] =
    ["alone in keywords", "starts keywords", "ends keywords", "first character", "last character"];
/// How many roles there are: a word alone, the first, the last; the first character, the last.
pub(crate) const ROLES: usize = 5;
/// How many of them words have; the others are those of characters.
const ROLES_OF_WORDS: usize = 3;
/// How many candidates like all others are added to those of each word.
const ADDED: f64 = 48.0;
/// A word or a character in fewer candidates tells nothing.
const FEWEST: usize = 10;
/// Less than this, in nats, is nothing.
const LEAST: f64 = 0.2;

/// What has habits, and a table of its own.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Words,
    Characters,
}

impl Kind {
    fn roles(self) -> Range<usize> {
        match self {
            Self::Words => 0..ROLES_OF_WORDS,
            Self::Characters => ROLES_OF_WORDS..ROLES,
        }
    }
}

/// Candidates, and how many of them are keywords.
#[derive(Clone, Copy, Default)]
struct Count {
    candidates: usize,
    keywords: usize,
}

/// What was counted of the words, or the characters, of one role.
#[derive(Default)]
struct Role {
    words: BTreeMap<Box<str>, Count>,
    all: Count,
}

/// What was counted of all.
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

/// The table as it stands in `data`.
pub(crate) fn table(collections: &[Collection<'_>], kind: Kind) -> String {
    let roles = counted(collections, &|_| true);
    let asked = roles.0.get(kind.roles()).unwrap_or_default();
    let names: BTreeSet<&str> =
        asked.iter().flat_map(|role| role.words.keys()).map(AsRef::as_ref).collect();
    let mut table = String::new();
    for name in names {
        let habits: Vec<i8> = asked.iter().map(|role| role.habit(name, Count::default())).collect();
        if habits.iter().any(|habit| *habit != 0) {
            let habits: Vec<String> = habits.iter().map(i8::to_string).collect();
            let _ = writeln!(table, "{name}\t{}", habits.join("\t"));
        }
    }
    table
}
