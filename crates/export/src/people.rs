//! What a name in a byline is.

/// A byline longer than this many characters names a body, such as 上海市市场监管局. Names of
/// people have two to four, and a `·` when they have more.
const MAX_NAME_CHARACTERS: usize = 5;

/// Whether a name is that of a body, not of a person.
pub(crate) fn is_body(name: &str) -> bool {
    let is_latin = name.chars().any(|character| character.is_ascii_alphabetic());
    name.chars().count() > MAX_NAME_CHARACTERS && !name.contains('·') && !is_latin
}

#[cfg(test)]
mod tests {
    use super::is_body;

    #[test]
    fn people_and_bodies() {
        for person in ["张三", "司马相如", "阿依古丽·买买提", "A. Smith"] {
            assert!(!is_body(person), "{person}");
        }
        assert!(is_body("上海市市场监管局反垄断办公室"));
    }
}
