//! Kinds of characters, and traditional characters as simplified ones.

use std::sync::OnceLock;

/// The kept table; its header says where it comes from.
const DATA: &str = include_str!("../data/script.txt");

/// Whether `c` is a Han character, that is a CJK ideograph of any block.
#[inline]
pub fn is_han(c: char) -> bool {
    // nearly all of them are in one block, which is asked for first
    matches!(c, '\u{4E00}'..='\u{9FFF}') || is_rare_han(c)
}

fn is_rare_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FA1F}'
        | '\u{30000}'..='\u{323AF}'
        | '〇' | '々')
}

/// Whether `c` is written in hiragana or katakana (the long-vowel mark among them).
pub fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}')
}

/// Whether `c` is written in Hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}')
}

/// Whether `c` is a Latin letter, with or without a diacritic; full-width ones are not.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c.is_alphabetic()
            && matches!(c, '\u{AA}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}'))
}

/// Whether `c` is a letter of a script that puts spaces between words: Latin, Greek, Cyrillic …
pub fn is_spaced_letter(c: char) -> bool {
    // Chinese marks come first, since the table of letters is slow to ask
    c.is_ascii_alphabetic()
        || (!c.is_ascii()
            && !is_cjk_punctuation(c)
            && c.is_alphabetic()
            && !is_han(c)
            && !is_kana(c)
            && !is_hangul(c))
}

/// Whether `c` is a punctuation mark of Chinese typesetting: `，。、；：？！（）《》“”…—·` and kin.
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301F}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}'
        | '\u{FF5B}'..='\u{FF65}'
        | '‘' | '’' | '“' | '”' | '…' | '—' | '·')
}

/// Whether `c` ends a row: line feed, carriage return, vertical tab, form feed and Unicode's three.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How many bytes from `at` on are characters from U+4000 to U+9FFF. All of them are ideographs or
/// hexagrams and take three bytes, so that who looks for marks steps over the run at once.
pub(crate) fn ideographs_at(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    let leads = bytes.iter().step_by(3).take_while(|lead| (0xe4..=0xe9).contains(*lead));
    leads.count() * 3
}

/// What is known of a character's simplified form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simplified {
    /// It is written the same in simplified text, or is unknown.
    Same,
    /// It is written like this in simplified text.
    Always(char),
    /// It is right in simplified text too; in traditional text it stands for this.
    InTraditional(char),
}

/// Which text a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Orthography {
    /// Traditional and simplified text.
    Both,
    /// Only traditional text.
    Traditional,
    /// Only simplified text.
    Simplified,
}

/// The table; its lists are sorted for binary search.
pub(crate) struct ScriptTable {
    pairs: Vec<(char, char)>,
    both: Vec<char>,
    // By code point, as far as the table knows characters.
    orthographies: Vec<Orthography>,
    phrases: Vec<([char; 2], [char; 2])>,
    // Sorted characters that occur in a phrase and mean another thing there.
    in_phrases: Vec<char>,
}

impl ScriptTable {
    /// The table, read once.
    pub(crate) fn get() -> &'static Self {
        static TABLE: OnceLock<ScriptTable> = OnceLock::new();
        TABLE.get_or_init(|| Self::parse(DATA))
    }

    fn parse(data: &str) -> Self {
        let (mut pairs, mut both) = (Vec::new(), Vec::new());
        let (mut simplified_only, mut phrases): (Vec<char>, _) = (Vec::new(), Vec::new());
        let mut section = "";
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                section = line;
                continue;
            }
            let chars: Vec<char> = line.chars().collect();
            match section {
                "[pairs]" => pairs.extend(chars.as_chunks().0.iter().map(|&[from, to]| (from, to))),
                "[both]" => both.extend(chars),
                "[simplified]" => simplified_only.extend(chars),
                "[phrases]" => {
                    let phrase = |&[a, b, c, d]: &[char; 4]| ([a, b], [c, d]);
                    phrases.extend(chars.as_chunks().0.iter().map(phrase));
                }
                _ => {}
            }
        }
        pairs.sort_unstable();
        both.sort_unstable();
        phrases.sort_unstable();
        let mut orthographies = vec![Orthography::Both; 1 << 16];
        let traditional = pairs.iter().map(|&(from, _)| from);
        let traditional = traditional.filter(|c| both.binary_search(c).is_err());
        for (chars, orthography) in [
            (traditional.collect(), Orthography::Traditional),
            (simplified_only, Orthography::Simplified),
        ] {
            for c in chars {
                if let Some(entry) = orthographies.get_mut(c as usize) {
                    *entry = orthography;
                }
            }
        }
        let mut table = Self { pairs, both, orthographies, phrases, in_phrases: Vec::new() };
        let mut in_phrases: Vec<char> = table
            .phrases
            .iter()
            .flat_map(|(from, to)| from.iter().copied().zip(to.iter().copied()))
            .filter(|&(from, to)| table.alone(from) != to)
            .map(|(from, _)| from)
            .collect();
        in_phrases.sort_unstable();
        in_phrases.dedup();
        table.in_phrases = in_phrases;
        table
    }

    fn alone(&self, c: char) -> char {
        self.pair(c).unwrap_or(c)
    }

    fn pair(&self, c: char) -> Option<char> {
        let found = self.pairs.binary_search_by_key(&c, |&(from, _)| from).ok()?;
        self.pairs.get(found).map(|&(_, to)| to)
    }

    /// Whether the simplified form of `c` depends on its neighbours or on the language.
    pub(crate) fn depends_on_neighbours(&self, c: char) -> bool {
        self.in_phrases.binary_search(&c).is_ok()
            || matches!(self.simplified(c), Simplified::InTraditional(_))
    }

    /// The simplified form of `c` regardless of its neighbours.
    pub(crate) fn simplified(&self, c: char) -> Simplified {
        match self.pair(c) {
            None => Simplified::Same,
            Some(to) if self.both.binary_search(&c).is_ok() => Simplified::InTraditional(to),
            Some(to) => Simplified::Always(to),
        }
    }

    /// The simplified form of `c` between its neighbours in traditional text.
    pub(crate) fn simplified_between(
        &self,
        before: Option<char>,
        c: char,
        after: Option<char>,
    ) -> char {
        if self.in_phrases.binary_search(&c).is_err() {
            return self.alone(c);
        }
        let after = after.and_then(|after| self.phrase([c, after])).map(|[first, _]| first);
        let before = || before.and_then(|before| self.phrase([before, c])).map(|[_, last]| last);
        after.or_else(before).unwrap_or_else(|| self.alone(c))
    }

    fn phrase(&self, chars: [char; 2]) -> Option<[char; 2]> {
        let found = self.phrases.binary_search_by_key(&chars, |&(from, _)| from).ok()?;
        self.phrases.get(found).map(|&(_, to)| to)
    }

    /// Which text alone has `c`.
    pub(crate) fn orthography(&self, c: char) -> Orthography {
        self.orthographies.get(c as usize).copied().unwrap_or(Orthography::Both)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Orthography, ScriptTable, Simplified, ideographs_at, is_cjk_punctuation, is_han, is_hangul,
        is_kana, is_latin, is_spaced_letter,
    };

    fn check(class: fn(char) -> bool, inside: &str, outside: &str) {
        assert_eq!(inside.chars().find(|&c| !class(c)), None);
        assert_eq!(outside.chars().find(|&c| class(c)), None);
    }

    #[test]
    fn classes() {
        check(is_han, "提要〇々㐂𠮷", "a1，かア한");
        check(is_kana, "かナーｱ", "提・한");
        check(is_hangul, "한국ㅎ", "提か");
        check(is_latin, "aZéßǎ", "1ａЖ提ª".trim_end_matches('ª'));
        check(is_spaced_letter, "aéЖω", "1提か한-");
        check(is_cjk_punctuation, "，。《》“”…—（）！？、·", ",.()-提1");
    }

    #[test]
    fn runs_of_ideographs() {
        let check = |text: &str, at: usize, expected: &str| {
            assert_eq!(text.get(at..at + ideographs_at(text, at)), Some(expected), "{text}");
        };
        check("提要，全文", 0, "提要");
        check("提要，全文", 6, "");
        check("提要，全文", 9, "全文");
        check("\u{4000}\u{9fff}\u{a000}", 0, "\u{4000}\u{9fff}");
        check("\u{3fff}a", 0, "");
        check("", 0, "");
    }

    #[test]
    fn simplified_forms() {
        let table = ScriptTable::get();
        assert_eq!(table.simplified('體'), Simplified::Always('体'));
        assert_eq!(table.simplified('体'), Simplified::Same);
        assert_eq!(table.simplified('著'), Simplified::InTraditional('着'));
        assert_eq!(table.simplified_between(Some('看'), '著', Some('他')), '着');
        assert_eq!(table.simplified_between(Some('，'), '著', Some('名')), '著');
        assert_eq!(table.simplified_between(None, '乾', Some('隆')), '乾');
        assert_eq!(table.simplified_between(None, '乾', Some('燥')), '干');
        let of = |text: &str| text.chars().map(|c| table.orthography(c)).collect::<Vec<_>>();
        assert_eq!(of("這體"), [Orthography::Traditional; 2]);
        assert_eq!(of("这体"), [Orthography::Simplified; 2]);
        assert_eq!(of("后著𠮷a"), [Orthography::Both; 4]);
    }
}
