//! What becomes of each character in the normalized form.

use std::sync::OnceLock;

use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfkc_quick};

use crate::script::{ScriptTable, Simplified, is_line_break};

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It stays.
    Same,
    /// It is always written as this one.
    As(char),
    /// It vanishes.
    Gone,
    /// It belongs to the character before it.
    Mark,
    /// It depends on what stands around it, or becomes several characters.
    Special,
}

/// Table codes; any other number is the character that a character becomes.
const SAME: u16 = 0;
const GONE: u16 = 1;
const MARK: u16 = 2;
const SPECIAL: u16 = 3;

/// The forms of the characters that have two bytes in UTF-16, worked out once.
struct Forms {
    // by code point
    codes: Vec<u16>,
    /// One bit for each that stays: small enough to be at hand for every character of a text.
    same: Vec<u64>,
}

impl Forms {
    fn get() -> &'static Self {
        static FORMS: OnceLock<Forms> = OnceLock::new();
        FORMS.get_or_init(|| {
            let codes: Vec<u16> = (0..=u16::MAX).map(code_of).collect();
            let bits = |codes: &[u16]| {
                codes.iter().rev().fold(0, |bits, &code| bits << 1 | u64::from(code == SAME))
            };
            let same = codes.chunks(64).map(bits).collect();
            Self { codes, same }
        })
    }

    fn form(&self, c: char) -> Form {
        match self.codes.get(c as usize) {
            Some(&SAME) => Form::Same,
            Some(&GONE) => Form::Gone,
            Some(&MARK) => Form::Mark,
            Some(&SPECIAL) => Form::Special,
            Some(&code) => char::from_u32(u32::from(code)).map_or(Form::Same, Form::As),
            None => work_out(c),
        }
    }

    fn is_same(&self, c: char) -> bool {
        match self.same.get(c as usize / 64) {
            Some(bits) => bits >> (c as u32 % 64) & 1 == 1,
            None => work_out(c) == Form::Same,
        }
    }
}

/// The form of `c`.
pub(super) fn form(c: char) -> Form {
    Forms::get().form(c)
}

/// Whether every character of `text` stays.
pub(super) fn stays_same(text: &str) -> bool {
    let forms = Forms::get();
    // a character's bits above its last six are the place of its 64, as UTF-8 has them
    let is_same = |high: u8, middle: u8, low: u8| {
        let bits = forms.same.get(usize::from(high & 15) << 6 | usize::from(middle & 63));
        bits.is_some_and(|bits| bits >> (low & 63) & 1 == 1)
    };
    let mut bytes = text.as_bytes();
    loop {
        let (same, rest) = match bytes {
            [] => return true,
            &[high @ 0xe0..=0xef, middle, low, ref rest @ ..] => (is_same(high, middle, low), rest),
            &[low @ ..=0x7f, ref rest @ ..] => (is_same(0, low >> 6, low), rest),
            &[middle @ ..=0xdf, low, ref rest @ ..] => (is_same(0, middle & 31, low), rest),
            _ => {
                let rest = text.get(text.len() - bytes.len()..).unwrap_or_default();
                return rest.chars().all(|c| forms.is_same(c));
            }
        };
        if !same {
            return false;
        }
        bytes = rest;
    }
}

fn code_of(code: u16) -> u16 {
    match char::from_u32(code.into()).map(work_out) {
        None | Some(Form::Same) => SAME,
        Some(Form::Gone) => GONE,
        Some(Form::Mark) => MARK,
        Some(Form::Special) => SPECIAL,
        Some(Form::As(to)) => u16::try_from(u32::from(to)).unwrap_or(SPECIAL),
    }
}

fn work_out(c: char) -> Form {
    if c.is_ascii_graphic() || c == ' ' {
        return Form::Same;
    }
    if is_line_break(c) || depends_on_neighbours(c) {
        return Form::Special;
    }
    if c.is_whitespace() {
        return Form::As(' ');
    }
    if c.is_control() || is_invisible(c) {
        return Form::Gone;
    }
    if stays(c) {
        return Form::Same;
    }
    if let Some(to) = sign(c).or_else(|| radical(c)) {
        return Form::As(to);
    }
    if canonical_combining_class(c) != 0 || matches!(c, '\u{FF9E}' | '\u{FF9F}') {
        return Form::Mark;
    }
    match is_nfkc_quick(std::iter::once(c)) {
        IsNormalized::Maybe => Form::Mark,
        IsNormalized::No => Form::Special,
        IsNormalized::Yes => match ScriptTable::get().simplified(c) {
            Simplified::Always(to) => Form::As(to),
            Simplified::Same | Simplified::InTraditional(_) => Form::Same,
        },
    }
}

fn depends_on_neighbours(c: char) -> bool {
    matches!(c, '’' | '\u{2BC}' | '＇' | '•') || ScriptTable::get().depends_on_neighbours(c)
}

/// Format characters that show nothing: joiners, direction marks, soft hyphens, byte order marks,
/// variation selectors and tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// What compatibility normalization would change and Chinese text needs as it is: its punctuation,
/// on which sentences depend; ellipses; numbers in circles and brackets, which label and must not
/// run into the digits beside them; and Korean letters, which would combine across words.
fn stays(c: char) -> bool {
    matches!(c,
        '，' | '：' | '；' | '！' | '？' | '（' | '）' | '［' | '］' | '｛' | '｝' | '＂'
        | '‥' | '…' | '℃' | '´' | '¨' | '¯' | '¸'
        | '\u{2460}'..='\u{24FF}'
        | '\u{3200}'..='\u{3247}'
        | '\u{3251}'..='\u{325F}'
        | '\u{3280}'..='\u{32B0}'
        | '\u{32B1}'..='\u{32BF}'
        | '\u{3131}'..='\u{318E}'
        | '\u{FFA0}'..='\u{FFDC}')
}

/// Signs with many forms, as the one form that is compared.
fn sign(c: char) -> Option<char> {
    Some(match c {
        '‐' | '‑' | '‒' | '–' | '−' | '﹣' | '－' | '﹘' => '-',
        '―' | '─' | '︱' | '⸺' => '—',
        '‧' | '・' | '∙' | '⋅' | '･' => '·',
        '︐' | '﹐' => '，',
        '︑' | '﹑' => '、',
        '︒' => '。',
        '︓' | '﹕' => '：',
        '︔' | '﹔' => '；',
        '︕' | '﹗' => '！',
        '︖' | '﹖' => '？',
        '︙' | '⋯' => '…',
        '︵' | '﹙' => '（',
        '︶' | '﹚' => '）',
        _ => return None,
    })
}

/// Radicals that text layers of simplified documents hold in place of the character.
fn radical(c: char) -> Option<char> {
    const FROM: &str = "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳";
    const TO: &str = "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟";
    FROM.chars().zip(TO.chars()).find_map(|(from, to)| (from == c).then_some(to))
}

#[cfg(test)]
mod tests {
    use super::{Form, form, stays_same};

    fn check(chars: &str, expected: Form) {
        for c in chars.chars() {
            assert_eq!(form(c), expected, "{c:?}");
            assert_eq!(stays_same(&format!(" 提a{c}")), expected == Form::Same, "{c:?}");
        }
    }

    #[test]
    fn forms() {
        check("提a1，。：；！？（）“”‘《》—…①㈠℃、·é가😀𠮷", Form::Same);
        check("\u{feff}\u{200b}\u{ad}\u{0}\u{7}\u{e0101}", Form::Gone);
        check("\u{301}\u{3099}\u{1161}ﾞ", Form::Mark);
        check("‐–－−", Form::As('-'));
        check("\t\u{a0}\u{3000}\u{2003}", Form::As(' '));
        check("體", Form::As('体'));
        check("⻚", Form::As('页'));
        check("Ａ㎡ﬁ⼀\n著乾’\u{2f800}", Form::Special);
    }
}
