//! One pass over the characters of a sentence.

use tiyao_text::interrupt::spend;
use tiyao_text::script::{is_cjk_punctuation, is_han};

use crate::cues::{self, Cues};
use crate::reading::{Reading, Sentence};

/// What stands between signs that are no pair.
pub(crate) const GAP: u32 = u32::MAX;

/// What a sentence's characters tell beside its signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Characters without white space.
    pub(crate) characters: usize,
    /// A quotation or a bracket of the sentence opens before it or closes behind it.
    pub(crate) has_open_mark: bool,
    /// What its phrases tell.
    pub(crate) cues: Cues,
}

/// Reads a sentence. Its signs go behind those that are there: characters in Chinese, where they see
/// through shortened words (监管 for 监督管理), words in English; with a gap before the first and
/// wherever a mark parts two of them.
pub(crate) fn read(reading: &Reading, sentence: &Sentence, signs: &mut Vec<u32>) -> Form {
    let written = reading.written(sentence);
    signs.push(GAP);
    if reading.is_english() {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        signs.extend(words.iter().map(|word| word.term));
        return scan(written, |_| {});
    }
    scan(written, |sign| signs.push(sign))
}

/// The signs of a Chinese text, with a gap before the first.
pub(crate) fn signs_of(text: &str) -> Vec<u32> {
    let mut signs = vec![GAP];
    scan(text, |sign| signs.push(sign));
    signs
}

/// Tells `sign` every letter and digit, and a gap for every other character.
fn scan(written: &str, mut sign: impl FnMut(u32)) -> Form {
    let phrases = cues::phrases();
    let mut form = Form::default();
    let mut marks = OpenMarks::default();
    let mut opening = true;
    for (at, c) in written.char_indices() {
        spend(1);
        let is_sign = is_han(c) || !is_cjk_punctuation(c) && c.is_alphanumeric();
        form.characters += usize::from(is_sign || !c.is_whitespace());
        if phrases.may_begin_with(c)
            && let Some(behind) = written.get(at..)
        {
            form.cues = form.cues.with(phrases.at_start_of(behind, opening));
        }
        if is_sign {
            sign(u32::from(c));
        } else {
            opening &= !matches!(c, '，' | '：' | '；' | '、' | '。');
            marks.count(c, written.get(..at), written.get(at + c.len_utf8()..));
            sign(GAP);
        }
        opening &= form.characters < cues::OPENING;
    }
    form.has_open_mark = marks.any();
    form
}

/// How many more marks of each kind open than close.
#[derive(Default)]
struct OpenMarks {
    pairs: [i32; 9],
    straight: u32,
}

/// Which pair `‘’` is.
const SINGLE: usize = 7;

impl OpenMarks {
    /// Counts a mark that stands between the two texts. `’` is an apostrophe before a Latin letter, and
    /// behind one where nothing is open.
    fn count(&mut self, c: char, before: Option<&str>, after: Option<&str>) {
        if c == '’' {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
            let is_open = self.pairs.get(SINGLE).is_some_and(|&count| count > 0);
            let behind = latin(before.and_then(|before| before.chars().next_back()));
            if latin(after.and_then(|after| after.chars().next())) || behind && !is_open {
                return;
            }
        }
        let (kind, change) = match c {
            '“' => (0, 1),
            '”' => (0, -1),
            '「' => (1, 1),
            '」' => (1, -1),
            '『' => (2, 1),
            '』' => (2, -1),
            '《' => (3, 1),
            '》' => (3, -1),
            '（' => (4, 1),
            '）' => (4, -1),
            '(' => (5, 1),
            ')' => (5, -1),
            '[' => (6, 1),
            ']' => (6, -1),
            '‘' => (SINGLE, 1),
            '’' => (SINGLE, -1),
            '【' => (8, 1),
            '】' => (8, -1),
            '"' => {
                self.straight += 1;
                return;
            }
            _ => return,
        };
        if let Some(count) = self.pairs.get_mut(kind) {
            *count += change;
        }
    }

    fn any(&self) -> bool {
        self.straight % 2 == 1 || self.pairs.iter().any(|&count| count != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{GAP, scan};

    #[test]
    fn marks_that_stay_open() {
        for open in [
            "他说：“先看一看。",
            "再说。”",
            "（一）好（二）坏（",
            "\"Go.",
            "老周说：‘先看一看。",
            "这才放心。’",
            "【提示",
        ] {
            assert!(scan(open, |_| {}).has_open_mark, "{open}");
        }
        for closed in ["It’s the farmers’ market of ’98.", "‘It’s mine,’ he said.", "他说：‘好。’"]
        {
            assert!(!scan(closed, |_| {}).has_open_mark, "{closed}");
        }
        assert!(!scan("他说：“好（真好）。”《条例》施行。", |_| {}).has_open_mark);
    }

    #[test]
    fn characters_and_signs() {
        let mut signs = Vec::new();
        let form = scan("5G 网，好", |sign| signs.push(sign));
        assert_eq!(form.characters, 5);
        let signs: String = signs
            .iter()
            .map(|&s| if s == GAP { '.' } else { char::from_u32(s).unwrap() })
            .collect();
        assert_eq!(signs, "5G.网.好");
    }
}
