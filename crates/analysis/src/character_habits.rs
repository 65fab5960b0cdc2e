//! Which characters begin and end authors' keywords, and which do not: a phrase that ends with 法 often
//! is a keyword. A word that nobody has met has characters that all know.

use std::sync::LazyLock;

/// What a character tells of a candidate that begins with it and of one that ends with it, as
/// [`crate::word_habits::Habits`] has it for words. 0 tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharacterHabits {
    pub(crate) first: i8,
    pub(crate) last: i8,
}

/// The characters of the table are in this block of Unicode, from the first to the last of them.
const BLOCK: [char; 2] = ['\u{4e00}', '\u{9fff}'];

impl CharacterHabits {
    /// Those of a character; nothing of one that is no Han character.
    pub(crate) fn of(c: char) -> Self {
        static TABLE: LazyLock<Vec<CharacterHabits>> = LazyLock::new(|| {
            let mut table = vec![CharacterHabits::default(); place(BLOCK[1]) + 1];
            for (c, habits) in rows() {
                if let Some(slot) = table.get_mut(place(c)) {
                    *slot = habits;
                }
            }
            table
        });
        TABLE.get(place(c)).copied().unwrap_or_default()
    }
}

/// The place of a character in the block; far behind its end for one that stands before it.
fn place(c: char) -> usize {
    (c as usize).wrapping_sub(BLOCK[0] as usize)
}

/// The characters of the table, in Chinese articles.
///
/// Learned as the [habits of words](crate::word_habits) are, from the same candidates, by
/// `cargo run --release -p tiyao-analysis --example learn_keywords -- FOLDER --characters`.
fn rows() -> impl Iterator<Item = (char, CharacterHabits)> {
    include_str!("../data/character-habits.txt").lines().filter_map(row)
}

fn row(line: &str) -> Option<(char, CharacterHabits)> {
    let mut fields = line.split('\t');
    let c = fields.next()?.chars().next()?;
    let mut number = || fields.next()?.parse().ok();
    Some((c, CharacterHabits { first: number()?, last: number()? }))
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, CharacterHabits, row, rows};

    #[test]
    fn every_line_is_a_character_with_its_numbers() {
        let text = include_str!("../data/character-habits.txt");
        assert_eq!(rows().count(), text.lines().count());
        assert!(rows().map(|(c, _)| c).is_sorted());
        assert!(rows().all(|(c, habits)| c >= BLOCK[0] && CharacterHabits::of(c) == habits));
        assert_eq!(row("字\t1"), None);
    }

    #[test]
    fn methods_end_keywords() {
        assert!(CharacterHabits::of('法').last > CharacterHabits::of('们').last);
        for c in ['a', '\0', '\u{3400}', '\u{20000}', char::MAX] {
            assert_eq!(CharacterHabits::of(c), CharacterHabits::default());
        }
    }
}
