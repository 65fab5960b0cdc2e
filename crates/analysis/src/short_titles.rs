//! Short titles (《规定》) that one sentence introduces and later ones use: to readers who have not
//! seen the introduction they name nothing.

use std::collections::HashMap;

use crate::reading::Reading;
use crate::sentence_table::SentenceTable;

/// What stands before a short title where it is introduced: （以下简称《规定》）.
const INTRODUCED_BEHIND: [&str; 4] = ["简称", "簡稱", "下称", "下稱"];

/// Which sentences need another that introduces what they name, by row.
#[derive(Default)]
pub(crate) struct Introductions {
    /// By row: the row that introduces a title it uses.
    needed: Vec<Option<usize>>,
    /// The row that introduces, and one that needs it; sorted.
    users: Vec<(usize, usize)>,
}

impl Introductions {
    /// Finds the short titles of a body's sentences.
    pub(crate) fn find(reading: &Reading, table: &SentenceTable<'_>) -> Self {
        Self::among(table.rows.iter().map(|row| reading.written(row.sentence)))
    }

    fn among<'a>(sentences: impl Iterator<Item = &'a str>) -> Self {
        let mut introduced: HashMap<&str, usize> = HashMap::new();
        let mut found = Self::default();
        for (number, sentence) in sentences.enumerate() {
            let mut need = None;
            for (before, title) in titles(sentence) {
                if INTRODUCED_BEHIND.iter().any(|mark| before.ends_with(mark)) {
                    introduced.entry(title).or_insert(number);
                } else if need.is_none() {
                    need = introduced.get(title).copied().filter(|&row| row < number);
                }
            }
            found.users.extend(need.map(|row| (row, number)));
            found.needed.push(need);
        }
        found.users.sort_unstable();
        found
    }

    /// The row that introduces what `row` names.
    pub(crate) fn needed_by(&self, row: usize) -> Option<usize> {
        self.needed.get(row).copied().flatten()
    }

    /// The rows that need `row`, in the order of the text.
    pub(crate) fn users_of(&self, row: usize) -> impl Iterator<Item = usize> {
        let from = self.users.partition_point(|&(introduction, _)| introduction < row);
        let users = self.users.iter().skip(from);
        users.take_while(move |&&(introduction, _)| introduction == row).map(|&(_, user)| user)
    }
}

/// The titles of a sentence, each with what stands before it.
fn titles(sentence: &str) -> impl Iterator<Item = (&str, &str)> {
    let opens = sentence.match_indices('《');
    opens.filter_map(|(at, open)| {
        let (before, behind) = sentence.split_at_checked(at)?;
        let title = behind.get(open.len()..)?;
        title.split_once('》').map(|(title, _)| (before, title))
    })
}

#[cfg(test)]
mod tests {
    use super::Introductions;

    fn check(sentences: &[&str], expected: &[Option<usize>]) {
        let found = Introductions::among(sentences.iter().copied());
        let needed: Vec<_> = (0..sentences.len()).map(|row| found.needed_by(row)).collect();
        assert_eq!(needed, expected);
        for row in 0..sentences.len() {
            let users = found.users_of(row);
            assert!(users.eq((0..sentences.len()).filter(|&user| needed[user] == Some(row))));
        }
    }

    #[test]
    fn who_uses_a_short_title_needs_its_introduction() {
        check(
            &[
                "《办法》要来了。",
                "青石县印发《青石县集市检查办法（试行）》（以下简称《办法》）。",
                "《办法》有四章。",
                "《青石县集市检查办法（试行）》有四章。",
                "县里又印发了《细则》。",
                "检查依据《办法》和《细则》。",
                "没写完的《办法",
            ],
            &[None, None, Some(1), None, None, Some(1), None],
        );
        check(
            &["《甲规》（下稱《規》）施行。", "《規》（以下简称《規》）有四章。"],
            &[None, Some(0)],
        );
        check(&[], &[]);
    }
}
