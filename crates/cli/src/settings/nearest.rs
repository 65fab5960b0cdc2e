/// The name that `name` was perhaps meant to be: the one with the fewest changes, when those are few
/// for its length; of several the first.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let last_part = |name: &'a str| name.rsplit('.').next().unwrap_or(name);
    let ranked = known.map(|known| {
        let whole = changes(name, known);
        // Who forgets the table still knows the setting, and the other way round.
        let part = changes(name, last_part(known)) + 1;
        let table = known.split_once('.').map_or(usize::MAX, |(table, _)| changes(name, table) + 2);
        let flat = changes(&name.replace('.', "_"), &known.replace('.', "_")) + 1;
        (whole.min(part).min(table).min(flat), known)
    });
    let (changes, nearest) = ranked.min_by_key(|(changes, _)| *changes)?;
    (changes <= 2.max(name.chars().count() / 3)).then_some(nearest)
}

/// Characters put in, left out or changed between two names (Levenshtein's distance); two that changed
/// places are two.
fn changes(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in (1..).zip(one.chars()) {
        let mut diagonal = line - 1;
        let mut left = line;
        for (cell, b) in row.iter_mut().skip(1).zip(&other) {
            let changed = diagonal + usize::from(a != *b);
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{changes, nearest};

    #[test]
    fn changes_are_counted() {
        for (one, other, expected) in
            [("", "", 0), ("a", "", 1), ("", "ab", 2), ("listen", "listne", 2), ("cat", "cart", 1)]
        {
            assert_eq!(changes(one, other), expected, "{one} {other}");
            assert_eq!(changes(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        let known = || ["listen", "drain.limit", "tls.key", "log_format"].into_iter();
        assert_eq!(nearest("lisen", known()), Some("listen"));
        assert_eq!(nearest("limit", known()), Some("drain.limit"));
        assert_eq!(nearest("tls", known()), Some("tls.key"));
        assert_eq!(nearest("log.format", known()), Some("log_format"));
        assert_eq!(nearest("colour", known()), None);
    }
}
