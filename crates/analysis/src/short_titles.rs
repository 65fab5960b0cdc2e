//! Short titles (《规定》) and short names (“该行”) that one sentence introduces and later ones use: to
//! readers who have not seen the introduction they name nothing.

use std::collections::HashMap;

use tiyao_text::interrupt::spend;

use crate::reading::Reading;
use crate::sentence_table::SentenceTable;

/// What stands before a short title where it is introduced: （以下简称《规定》）.
const INTRODUCED_BEHIND: [&str; 4] = ["简称", "簡稱", "下称", "下稱"];

/// The most characters of a short name that says nothing by itself; longer ones (“海川银行”) do.
const SHORT_NAME: usize = 3;
/// Bytes that are searched for one unit of work.
const BYTES_PER_UNIT: usize = 16;
/// How many short names are looked for: every later sentence is searched for each.
const SHORT_NAMES: usize = 16;

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
        let mut names: Vec<(&str, usize)> = Vec::new();
        let mut found = Self::default();
        for (number, sentence) in sentences.enumerate() {
            spend(names.len() * sentence.len() / BYTES_PER_UNIT);
            let own: Vec<&str> = short_names(sentence).collect();
            let used = names.iter().find(|(name, _)| sentence.contains(name));
            let mut need = used.filter(|(name, _)| !own.contains(name)).map(|&(_, row)| row);
            // a later introduction gives the name to another
            names.retain(|(name, _)| !own.contains(name));
            let room = SHORT_NAMES - names.len();
            names.extend(own.into_iter().take(room).map(|name| (name, number)));
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

/// The short names that a sentence introduces: （以下简称“该行”）.
fn short_names(sentence: &str) -> impl Iterator<Item = &str> {
    let opens = sentence.match_indices(['“', '「']);
    let names = opens.filter_map(|(at, open)| {
        let (before, behind) = sentence.split_at_checked(at)?;
        let is_introduced = INTRODUCED_BEHIND.iter().any(|mark| before.ends_with(mark));
        let close = if open == "“" { '”' } else { '」' };
        behind.get(open.len()..).filter(|_| is_introduced)?.split_once(close)
    });
    names.map(|(name, _)| name).filter(|name| (1..=SHORT_NAME).contains(&name.chars().count()))
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

    #[test]
    fn who_uses_a_short_name_needs_its_introduction() {
        check(
            &[
                "该社去年种菌。",
                "青石县柳河食用菌合作社（以下简称“该社”）开张。",
                "截至年末，该社有菌棚三百个。",
                "天气凉快了。",
                "青石食品公司（下称「青石食品」）收菌。",
                "青石食品收了三千斤。",
            ],
            &[None, None, Some(1), None, None, None],
        );
    }
}
