/// Whether a term stands in a text, both in the form of [`tiyao_text::term_key`]. A Latin word is not
/// found inside a longer one.
pub(crate) fn stands_in(term: &str, text: &str) -> bool {
    let ends_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let first = ends_word(term.chars().next());
    let last = ends_word(term.chars().next_back());
    text.match_indices(term).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let behind = text.get(at + term.len()..).and_then(|text| text.chars().next());
        !(first && ends_word(before) || last && ends_word(behind))
    })
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn a_latin_word_is_whole() {
        assert!(stands_in("art", "state of the art.") && !stands_in("art", "party starts"));
        assert!(stands_in("5g", "建设5g专网") && !stands_in("5g", "15g"));
        assert!(stands_in("市场", "农贸市场监管") && !stands_in("市场", "集市"));
    }
}
