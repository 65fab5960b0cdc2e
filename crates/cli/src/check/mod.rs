//! House rules: whether the keywords and the abstract that stand with an article are as a house wants
//! them. No server is asked.
//!
//! `yaml` reads front matter and JSON into values that know their lines, `piece` finds the articles in
//! them, `rules` are the house's, and `judge` tells what breaks them.

mod judge;
mod piece;
mod rules;
mod yaml;

pub(crate) use self::{
    judge::{Violation, judge},
    piece::{Form, pieces},
    rules::{FILE_NAME, Rules},
    yaml::Misread,
};

/// What a text says, whatever its case, its width and the white space in it.
fn plain(text: &str) -> String {
    let narrow = |character: char| match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        _ => character,
    };
    let characters = text.chars().filter(|character| !character.is_whitespace());
    characters.map(narrow).flat_map(char::to_lowercase).collect()
}

/// How a summary counts: characters without white space.
fn count(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::{count, plain};

    #[test]
    fn what_a_text_says() {
        assert_eq!(plain("ＧＢ18030 编码\n"), "gb18030编码");
        assert_eq!(count(" 甲 乙\n"), 2);
    }
}
